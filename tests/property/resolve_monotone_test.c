/* Adding a credited control never worsens a row; taking a fact away never adds a credited control and never lowers a
 * strict residual. */
#include "support/random_graph.h"
#include "support/test.h"

#include <string.h>

/* One change to a graph's feature, which leaves the first resolution as it is. */
struct variant {
    struct random_graph graph;
    struct resolution before;
    struct resolution after;
    uint64_t seed;
};

static const Catalog__V1__Row *same_row(const struct variant *variant, const Catalog__V1__Row *row) {
    const Catalog__V1__Row *other = test_row(&variant->after, row->key);
    ck_assert_msg(other != NULL, "PROPERTY_SEED=%llu: %s is gone", (unsigned long long)variant->seed, row->key);
    return other;
}

static bool is_no_lower(const Catalog__V1__Rating *rating, const Catalog__V1__Rating *other) {
    return rating->likelihood >= other->likelihood && rating->impact >= other->impact;
}

static void expect_no_worse(const struct variant *variant, const Catalog__V1__Row *row,
                            const Catalog__V1__RowReading *was, const Catalog__V1__RowReading *is) {
    ck_assert_msg(is->state >= was->state && is_no_lower(was->residual, is->residual) &&
                      is_no_lower(was->residual_lenient, is->residual_lenient),
                  "PROPERTY_SEED=%llu: %s is worse", (unsigned long long)variant->seed, row->key);
}

/* The last mitigation of the feature answers nothing and is named by nothing, so that it is a control and no more. */
START_TEST(test_resolve_property__a_control_more_never_worsens_a_row) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    for (size_t i = 0; i < runs; i++) {
        struct variant variant = {.seed = seed + i};
        random_graph_init(&variant.graph, variant.seed);
        variant.graph.feature->feature->n_mitigations--;
        variant.before = random_graph_resolve(&variant.graph, TEST_CATALOG_TIME);
        variant.graph.feature->feature->n_mitigations++;
        variant.after = random_graph_resolve(&variant.graph, TEST_CATALOG_TIME);
        for (size_t k = 0; k < variant.before.model->n_rows; k++) {
            const Catalog__V1__Row *row = variant.before.model->rows[k];
            const Catalog__V1__Row *better = same_row(&variant, row);
            expect_no_worse(&variant, row, row->now, better->now);
            expect_no_worse(&variant, row, row->planned, better->planned);
        }
        random_graph_done(&variant.graph);
    }
}
END_TEST

/* Makes one fact, parameter or exposure that the feature gives unknown. */
static void take_fact_away(struct random_graph *graph) {
    static char unknown[] = "unknown";
    const Catalog__V1__Model *feature = graph->feature->feature;
    const Catalog__V1__Dependency *dependency =
        feature->dependencies[random_below(&graph->random, feature->n_dependencies)];
    size_t number =
        random_below(&graph->random, feature->n_facts + dependency->n_configuration + dependency->n_exposures);
    if (number < feature->n_facts)
        feature->facts[number]->value = unknown;
    else if (number - feature->n_facts < dependency->n_configuration)
        dependency->configuration[number - feature->n_facts]->value = unknown;
    else
        dependency->exposures[number - feature->n_facts - dependency->n_configuration]->value = unknown;
}

static void forget_attestations(const Catalog__V1__Model *model) {
    for (size_t i = 0; i < model->n_assumptions; i++)
        model->assumptions[i]->n_from = 0;
    for (size_t i = 0; i < model->n_answers; i++) {
        if (strstr(model->answers[i]->to, ".given") != NULL)
            model->answers[i]->statement = NULL;
    }
}

/* Where no fact speaks an attestation of an assumption does, or what a consumer takes for granted instead of it, so
 * that one which a known fact contradicts comes to count when that fact is taken away: by intent, and left out here. */
static void forget_all_attestations(struct random_graph *graph) {
    for (size_t i = 0; i < graph->catalog.count; i++) {
        if (graph->catalog.objects[i]->kind_case == CATALOG__V1__OBJECT__KIND_COMPONENT)
            forget_attestations(graph->catalog.objects[i]->component);
    }
    forget_attestations(graph->feature->feature);
}

static void expect_no_new_credit(const struct variant *variant, const Catalog__V1__Row *row,
                                 const Catalog__V1__Row *less) {
    for (size_t i = 0; i < less->n_credits; i++) {
        const Catalog__V1__Credit *credit = less->credits[i];
        const Catalog__V1__Credit *was = test_credit(row, credit->source);
        bool is_new = (credit->counts_now && (was == NULL || !was->counts_now)) ||
                      (credit->counts_planned && (was == NULL || !was->counts_planned));
        ck_assert_msg(!is_new, "PROPERTY_SEED=%llu: %s now counts at %s", (unsigned long long)variant->seed,
                      credit->source, row->key);
    }
}

START_TEST(test_resolve_property__a_fact_less_never_helps) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    for (size_t i = 0; i < runs; i++) {
        struct variant variant = {.seed = seed + i};
        random_graph_init(&variant.graph, variant.seed);
        forget_all_attestations(&variant.graph);
        random_graph_decide(&variant.graph);
        variant.before = random_graph_resolve(&variant.graph, TEST_CATALOG_TIME);
        take_fact_away(&variant.graph);
        variant.after = random_graph_resolve(&variant.graph, TEST_CATALOG_TIME);
        for (size_t k = 0; k < variant.before.model->n_rows; k++) {
            const Catalog__V1__Row *row = variant.before.model->rows[k];
            const Catalog__V1__Row *less = same_row(&variant, row);
            expect_no_new_credit(&variant, row, less);
            ck_assert_msg(is_no_lower(less->now->residual, row->now->residual) &&
                              is_no_lower(less->planned->residual, row->planned->residual),
                          "PROPERTY_SEED=%llu: less is left of %s", (unsigned long long)variant.seed, row->key);
        }
        random_graph_done(&variant.graph);
    }
}
END_TEST

TEST_SUITE(resolve_monotone, test_resolve_property__a_control_more_never_worsens_a_row,
           test_resolve_property__a_fact_less_never_helps)
