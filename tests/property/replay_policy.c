#include "replay_proof.h"

#include <string.h>

#define LOW      CATALOG__V1__RISK_BAND__RISK_BAND_LOW
#define MEDIUM   CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM
#define HIGH     CATALOG__V1__RISK_BAND__RISK_BAND_HIGH
#define CRITICAL CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL

Catalog__V1__RiskBand band_of(const Catalog__V1__Policy *policy, uint64_t likelihood, uint64_t impact) {
    uint64_t product = likelihood * impact;
    for (size_t i = 0; policy != NULL && i < policy->n_matrix; i++) {
        const Catalog__V1__MatrixRow *row = policy->matrix[i];
        if (row->likelihood == likelihood && impact >= 1 && impact <= row->n_bands && row->bands[impact - 1] != 0)
            return row->bands[impact - 1];
    }
    return product <= 4 ? LOW : product <= 9 ? MEDIUM : product <= 16 ? HIGH : CRITICAL;
}

static const char *classification_at(const Catalog__V1__Policy *policy, size_t rank) {
    static const char *const builtin[] = {"public", "internal", "confidential", "restricted"};
    if (policy != NULL && policy->n_classifications > 0)
        return rank < policy->n_classifications ? policy->classifications[rank] : NULL;
    return rank < sizeof builtin / sizeof *builtin ? builtin[rank] : NULL;
}

int classification_rank(const Catalog__V1__Policy *policy, const char *classification) {
    const char *name;
    for (size_t i = 0; (name = classification_at(policy, i)) != NULL; i++) {
        if (strcmp(name, classification) == 0)
            return (int)i;
    }
    return -1;
}

/* 0: nothing is said. */
static Catalog__V1__RiskBand stated(const Catalog__V1__Policy *policy, const char *classification) {
    if (policy == NULL)
        return classification[0] == '\0' ? MEDIUM : strcmp(classification, "restricted") == 0 ? LOW : 0;
    for (size_t i = 0; i < policy->n_appetite; i++) {
        if (strcmp(policy->appetite[i]->classification, classification) == 0)
            return policy->appetite[i]->highest;
    }
    return 0;
}

/* That of the nearest lower classification that has one. */
Catalog__V1__RiskBand appetite_of(const Catalog__V1__Policy *policy, const char *classification) {
    for (int i = classification_rank(policy, classification); i >= 0; i--) {
        Catalog__V1__RiskBand band = stated(policy, classification_at(policy, (size_t)i));
        if (band != 0)
            return band;
    }
    return stated(policy, "") != 0 ? stated(policy, "") : MEDIUM;
}

const char *band_word(Catalog__V1__RiskBand band) {
    static const char *const words[] = {"", "low", "medium", "high", "critical"};
    return words[band];
}
