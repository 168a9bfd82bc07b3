#include "model/policy.h"

#include "model/name.h"
#include "model/newest.h"
#include "model/policy_builtin.h"
#include "model/risk.h"

#include <string.h>

#define BAND_COUNT (CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL + 1)

struct policy {
    const Catalog__V1__Policy *message;
    Catalog__V1__RiskBand matrix[RISK_RATING_MAX][RISK_RATING_MAX]; /* [likelihood - 1][impact - 1] */
    char *const *classifications;                                   /* lowest first */
    size_t classification_count;
    Catalog__V1__RiskBand *appetite; /* by rank; one more at the end for unclassified places */
    uint32_t depth[BAND_COUNT];
    Catalog__V1__FactDefinition classification; /* of POLICY_FACT_CLASSIFICATION */
    const Catalog__V1__FactDefinition **facts;
    size_t fact_count;
};

static bool is_band(Catalog__V1__RiskBand band) {
    return (int)band > 0 && (int)band < BAND_COUNT;
}

static void fill_matrix(struct policy *policy) {
    for (uint32_t likelihood = 1; likelihood <= RISK_RATING_MAX; likelihood++)
        for (uint32_t impact = 1; impact <= RISK_RATING_MAX; impact++)
            policy->matrix[likelihood - 1][impact - 1] = policy_builtin_band(likelihood, impact);
    for (size_t i = 0; i < policy->message->n_matrix; i++) {
        const Catalog__V1__MatrixRow *row = policy->message->matrix[i];
        if (row->likelihood < 1 || row->likelihood > RISK_RATING_MAX)
            continue;
        for (size_t impact = 0; impact < row->n_bands && impact < RISK_RATING_MAX; impact++)
            if (is_band(row->bands[impact]))
                policy->matrix[row->likelihood - 1][impact] = row->bands[impact];
    }
}

/* Band stated for CLASSIFICATION; unspecified where there is none. */
static Catalog__V1__RiskBand stated_appetite(const struct policy *policy, const char *classification) {
    for (size_t i = 0; i < policy->message->n_appetite; i++) {
        const Catalog__V1__Appetite *appetite = policy->message->appetite[i];
        if (strcmp(appetite->classification, classification) == 0 && is_band(appetite->highest))
            return appetite->highest;
    }
    return CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED;
}

static bool fill_appetite(struct policy *policy, struct arena *arena) {
    size_t count = policy->classification_count;
    policy->appetite = ARENA_ARRAY(arena, Catalog__V1__RiskBand, count + 1);
    if (policy->appetite == NULL)
        return false;
    Catalog__V1__RiskBand inherited = stated_appetite(policy, "");
    if (!is_band(inherited))
        inherited = CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM;
    policy->appetite[count] = inherited;
    for (size_t i = 0; i < count; i++) {
        Catalog__V1__RiskBand stated = stated_appetite(policy, policy->classifications[i]);
        inherited = is_band(stated) ? stated : inherited;
        policy->appetite[i] = inherited;
    }
    return true;
}

/* A demand holds for its band and every one above; the greatest of all that hold counts. */
static void fill_depth(struct policy *policy) {
    for (size_t i = 0; i < policy->message->n_depth; i++) {
        const Catalog__V1__DepthDemand *demand = policy->message->depth[i];
        if (!is_band(demand->band))
            continue;
        for (int band = (int)demand->band; band < BAND_COUNT; band++)
            if (policy->depth[band] < demand->groups)
                policy->depth[band] = demand->groups;
    }
}

static bool fill_facts(struct policy *policy, struct arena *arena) {
    static char name[] = POLICY_FACT_CLASSIFICATION;
    size_t count = policy->message->n_facts;
    policy->facts = ARENA_ARRAY(arena, const Catalog__V1__FactDefinition *, count + 1);
    char **values = ARENA_ARRAY(arena, char *, policy->classification_count + 1);
    if (policy->facts == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(policy->message->facts[i]->name, name) != 0)
            policy->facts[policy->fact_count++] = policy->message->facts[i];
    for (size_t i = 0; i < policy->classification_count; i++)
        values[i] = policy->classifications[i];
    catalog__v1__fact_definition__init(&policy->classification);
    policy->classification.name = name;
    policy->classification.type = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM;
    policy->classification.values = values;
    policy->classification.n_values = policy->classification_count;
    policy->facts[policy->fact_count++] = &policy->classification;
    return true;
}

status_code policy_compile(const Catalog__V1__Policy *message, struct arena *arena, const struct policy **ret_policy,
                           struct problem *problem) {
    struct policy *policy = ARENA_NEW(arena, struct policy);
    const Catalog__V1__Policy *builtin = policy_builtin(arena);
    if (policy == NULL || builtin == NULL)
        return problem_no_memory(problem);
    policy->message = message == NULL ? builtin : message;
    const Catalog__V1__Policy *classifier = policy->message->n_classifications == 0 ? builtin : policy->message;
    policy->classifications = classifier->classifications;
    policy->classification_count = classifier->n_classifications;
    fill_matrix(policy);
    fill_depth(policy);
    if (!fill_appetite(policy, arena) || !fill_facts(policy, arena))
        return problem_no_memory(problem);
    *ret_policy = policy;
    return STATUS_OK;
}

status_code policy_load(const struct catalog_view *view, struct arena *arena, const struct policy **ret_policy,
                        const struct view_version **ret_version, struct problem *problem) {
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    status_code code = newest_version(view, NAME_POLICY, NULL, &version, problem);
    if (code == STATUS_OK && version != NULL)
        code = view->object(view->context, version, &object, problem);
    if (code != STATUS_OK)
        return code;
    bool is_policy = object != NULL && object->kind_case == CATALOG__V1__OBJECT__KIND_POLICY;
    if (ret_version != NULL)
        *ret_version = is_policy ? version : NULL;
    return policy_compile(is_policy ? object->policy : NULL, arena, ret_policy, problem);
}

const Catalog__V1__Policy *policy_message(const struct policy *policy) {
    return policy->message;
}

static size_t matrix_index(uint32_t rating) {
    if (rating < 1)
        return 0;
    return rating > RISK_RATING_MAX ? RISK_RATING_MAX - 1 : rating - 1;
}

Catalog__V1__RiskBand policy_band(const struct policy *policy, uint32_t likelihood, uint32_t impact) {
    return policy->matrix[matrix_index(likelihood)][matrix_index(impact)];
}

Catalog__V1__RiskBand policy_appetite(const struct policy *policy, const char *classification) {
    int rank = policy_classification_rank(policy, classification);
    return policy->appetite[rank == POLICY_UNCLASSIFIED ? policy->classification_count : (size_t)rank];
}

uint32_t policy_depth(const struct policy *policy, Catalog__V1__RiskBand band) {
    return is_band(band) ? policy->depth[band] : 0;
}

int policy_classification_rank(const struct policy *policy, const char *classification) {
    for (size_t i = 0; i < policy->classification_count; i++)
        if (strcmp(policy->classifications[i], classification) == 0)
            return (int)i;
    return POLICY_UNCLASSIFIED;
}

const Catalog__V1__FactDefinition *policy_fact(const struct policy *policy, const char *name) {
    for (size_t i = 0; i < policy->fact_count; i++)
        if (strcmp(policy->facts[i]->name, name) == 0)
            return policy->facts[i];
    return NULL;
}

const Catalog__V1__FactDefinition *const *policy_facts(const struct policy *policy, size_t *ret_count) {
    *ret_count = policy->fact_count;
    return policy->facts;
}
