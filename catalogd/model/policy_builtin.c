#include "model/policy_builtin.h"

#include "base/macros.h"
#include "model/name.h"
#include "model/risk.h"
#include "model/text_field.h"

static const char *const fact_names[] = {"internet_facing", "personal_data", "payment_data",   "ephemeral_data",
                                         "multi_tenant",    "human_access",  "enrolled_users", "private_account"};

static const char *const classifications[] = {"public", "internal", "confidential", "restricted"};

static const struct {
    const char *classification;
    Catalog__V1__RiskBand highest;
} appetites[] = {
    {"", CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM},
    {"restricted", CATALOG__V1__RISK_BAND__RISK_BAND_LOW},
};

Catalog__V1__RiskBand policy_builtin_band(uint32_t likelihood, uint32_t impact) {
    static const struct {
        uint32_t highest_product;
        Catalog__V1__RiskBand band;
    } steps[] = {
        {4, CATALOG__V1__RISK_BAND__RISK_BAND_LOW},
        {9, CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM},
        {16, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (likelihood * impact <= steps[i].highest_product)
            return steps[i].band;
    return CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL;
}

static bool add_facts(Catalog__V1__Policy *policy, struct arena *arena) {
    policy->facts = ARENA_ARRAY(arena, Catalog__V1__FactDefinition *, COUNT_OF(fact_names));
    if (policy->facts == NULL)
        return false;
    for (; policy->n_facts < COUNT_OF(fact_names); policy->n_facts++) {
        Catalog__V1__FactDefinition *fact = ARENA_NEW(arena, Catalog__V1__FactDefinition);
        if (fact == NULL)
            return false;
        catalog__v1__fact_definition__init(fact);
        fact->name = text_field(fact_names[policy->n_facts]);
        fact->type = CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL;
        policy->facts[policy->n_facts] = fact;
    }
    return true;
}

static bool add_classifications(Catalog__V1__Policy *policy, struct arena *arena) {
    policy->classifications = ARENA_ARRAY(arena, char *, COUNT_OF(classifications));
    if (policy->classifications == NULL)
        return false;
    for (; policy->n_classifications < COUNT_OF(classifications); policy->n_classifications++)
        policy->classifications[policy->n_classifications] = text_field(classifications[policy->n_classifications]);
    return true;
}

static bool add_appetite(Catalog__V1__Policy *policy, struct arena *arena) {
    policy->appetite = ARENA_ARRAY(arena, Catalog__V1__Appetite *, COUNT_OF(appetites));
    if (policy->appetite == NULL)
        return false;
    for (; policy->n_appetite < COUNT_OF(appetites); policy->n_appetite++) {
        Catalog__V1__Appetite *appetite = ARENA_NEW(arena, Catalog__V1__Appetite);
        if (appetite == NULL)
            return false;
        catalog__v1__appetite__init(appetite);
        appetite->classification = text_field(appetites[policy->n_appetite].classification);
        appetite->highest = appetites[policy->n_appetite].highest;
        policy->appetite[policy->n_appetite] = appetite;
    }
    return true;
}

static bool add_depth(Catalog__V1__Policy *policy, struct arena *arena) {
    Catalog__V1__DepthDemand *demand = ARENA_NEW(arena, Catalog__V1__DepthDemand);
    policy->depth = ARENA_NEW(arena, Catalog__V1__DepthDemand *);
    if (demand == NULL || policy->depth == NULL)
        return false;
    catalog__v1__depth_demand__init(demand);
    demand->band = CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL;
    demand->groups = 2;
    policy->depth[policy->n_depth++] = demand;
    return true;
}

static bool add_row(Catalog__V1__MatrixRow *row, uint32_t likelihood, struct arena *arena) {
    catalog__v1__matrix_row__init(row);
    row->likelihood = likelihood;
    row->bands = ARENA_ARRAY(arena, Catalog__V1__RiskBand, RISK_RATING_MAX);
    if (row->bands == NULL)
        return false;
    for (; row->n_bands < RISK_RATING_MAX; row->n_bands++)
        row->bands[row->n_bands] = policy_builtin_band(likelihood, (uint32_t)row->n_bands + 1);
    return true;
}

static bool add_matrix(Catalog__V1__Policy *policy, struct arena *arena) {
    policy->matrix = ARENA_ARRAY(arena, Catalog__V1__MatrixRow *, RISK_RATING_MAX);
    if (policy->matrix == NULL)
        return false;
    for (; policy->n_matrix < RISK_RATING_MAX; policy->n_matrix++) {
        Catalog__V1__MatrixRow *row = ARENA_NEW(arena, Catalog__V1__MatrixRow);
        if (row == NULL || !add_row(row, (uint32_t)policy->n_matrix + 1, arena))
            return false;
        policy->matrix[policy->n_matrix] = row;
    }
    return true;
}

Catalog__V1__Policy *policy_builtin(struct arena *arena) {
    Catalog__V1__Policy *policy = ARENA_NEW(arena, Catalog__V1__Policy);
    if (policy == NULL)
        return NULL;
    catalog__v1__policy__init(policy);
    policy->name = text_field(NAME_POLICY);
    bool is_whole = add_facts(policy, arena) && add_classifications(policy, arena) && add_appetite(policy, arena) &&
                    add_depth(policy, arena) && add_matrix(policy, arena);
    return is_whole ? policy : NULL;
}
