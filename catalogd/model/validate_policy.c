#include "model/validation.h"

#include "model/name.h"
#include "model/risk.h"

/* ---- The vocabulary ---- */

static void check_fact_values(struct validation *validation, const Catalog__V1__FactDefinition *fact) {
    struct string_map seen;
    bool is_enum = fact->type == CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM;
    if (is_enum && fact->n_values == 0)
        validation_report(validation, "values", "list the values in order of comparison",
                          "an enumeration needs its values");
    if (!is_enum && fact->n_values > 0)
        validation_report(validation, "values", "leave them out, or make the fact an enum",
                          "only an enumeration has values");
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < fact->n_values; i++) {
        path_push(&validation->path, "values", i);
        validation_once(validation, &seen, fact->values[i], NULL);
        if (strcmp(fact->values[i], "unknown") == 0)
            validation_report(validation, NULL, "choose another word", "'unknown' stands for what is not known");
        path_pop(&validation->path);
    }
}

static void check_facts(struct validation *validation, const Catalog__V1__Policy *policy) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < policy->n_facts; i++) {
        path_push(&validation->path, "facts", i);
        validation_once(validation, &seen, policy->facts[i]->name, "name");
        if (strcmp(policy->facts[i]->name, POLICY_FACT_CLASSIFICATION) == 0)
            validation_report(validation, "name", "leave it out and list `classifications`",
                              "'" POLICY_FACT_CLASSIFICATION "' is derived from the assets");
        check_fact_values(validation, policy->facts[i]);
        path_pop(&validation->path);
    }
}

static void check_classifications(struct validation *validation, const Catalog__V1__Policy *policy) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < policy->n_classifications; i++) {
        path_push(&validation->path, "classifications", i);
        validation_once(validation, &seen, policy->classifications[i], NULL);
        path_pop(&validation->path);
    }
}

/* ---- The scales and the matrix ---- */

static void check_scale(struct validation *validation, const char *field, Catalog__V1__ScaleStep *const *steps,
                        size_t count) {
    bool seen[RISK_RATING_MAX + 1] = {false};
    for (size_t i = 0; i < count; i++) {
        path_push(&validation->path, field, i);
        if (steps[i]->value <= RISK_RATING_MAX && seen[steps[i]->value])
            validation_report(validation, "value", "keep one of them", "step %u is given twice", steps[i]->value);
        else if (steps[i]->value <= RISK_RATING_MAX)
            seen[steps[i]->value] = true;
        path_pop(&validation->path);
    }
}

static void check_row(struct validation *validation, const Catalog__V1__MatrixRow *row, bool seen[]) {
    if (row->n_bands != RISK_RATING_MAX)
        validation_report(validation, "bands", "give five bands, for impact 1 to 5", "%zu bands are not five",
                          row->n_bands);
    for (size_t i = 0; i < row->n_bands; i++) {
        path_push(&validation->path, "bands", i);
        if (row->bands[i] == CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED)
            validation_report(validation, NULL, "one of: low, medium, high, critical", "the band is missing");
        path_pop(&validation->path);
    }
    if (row->likelihood < 1 || row->likelihood > RISK_RATING_MAX)
        return;
    if (seen[row->likelihood])
        validation_report(validation, "likelihood", "keep one of them", "the row for likelihood %u is given twice",
                          row->likelihood);
    seen[row->likelihood] = true;
}

static void check_matrix(struct validation *validation, const Catalog__V1__Policy *policy) {
    bool seen[RISK_RATING_MAX + 1] = {false};
    for (size_t i = 0; i < policy->n_matrix; i++) {
        path_push(&validation->path, "matrix", i);
        check_row(validation, policy->matrix[i], seen);
        path_pop(&validation->path);
    }
    for (unsigned likelihood = 1; likelihood <= RISK_RATING_MAX && !validation->options->is_draft; likelihood++)
        if (!seen[likelihood])
            validation_report(validation, "matrix", "give five rows of five bands", "there is no row for likelihood %u",
                              likelihood);
}

/* ---- Appetite and demands ---- */

static bool is_classification(const Catalog__V1__Policy *policy, const char *text) {
    bool is_one = *text == '\0';
    for (size_t i = 0; i < policy->n_classifications && !is_one; i++)
        is_one = strcmp(policy->classifications[i], text) == 0;
    return is_one;
}

static const char *suggest_classification(struct validation *validation, const Catalog__V1__Policy *policy,
                                          const char *text) {
    struct nearest nearest = {.word = text};
    for (size_t i = 0; validation_goes_on(validation) && i < policy->n_classifications; i++)
        nearest_offer(&nearest, policy->classifications[i]);
    return validation_suggest(validation, &nearest, "add it to `classifications`");
}

static void check_appetite(struct validation *validation, const Catalog__V1__Policy *policy) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < policy->n_appetite; i++) {
        const char *classification = policy->appetite[i]->classification;
        path_push(&validation->path, "appetite", i);
        validation_once(validation, &seen, classification, "classification");
        if (policy->n_classifications > 0 && !is_classification(policy, classification))
            validation_report(validation, "classification", suggest_classification(validation, policy, classification),
                              "'%s' is not among the classifications", classification);
        path_pop(&validation->path);
    }
}

void validate_policy(struct validation *validation) {
    const Catalog__V1__Policy *policy = validation->object->policy;
    validate_fields(validation, &policy->base);
    if (*policy->name != '\0' && strcmp(policy->name, NAME_POLICY) != 0)
        validation_report(validation, "name", "write " NAME_POLICY,
                          "there is one policy, and it is called " NAME_POLICY);
    check_facts(validation, policy);
    check_classifications(validation, policy);
    check_scale(validation, "likelihood_scale", policy->likelihood_scale, policy->n_likelihood_scale);
    check_scale(validation, "impact_scale", policy->impact_scale, policy->n_impact_scale);
    check_matrix(validation, policy);
    check_appetite(validation, policy);
}
