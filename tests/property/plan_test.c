#include "codec/message.h"
#include "model/object.h"
#include "model/plan.h"
#include "model/plan_change.h"
#include "support/random_graph.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS_DEFAULT 60

static size_t rounds(void) {
    const char *text = getenv("PROPERTY_ROUNDS");
    return text == NULL ? ROUNDS_DEFAULT : strtoul(text, NULL, 10);
}

/* A graph, and what is planned for its feature. */
struct planned {
    struct random_graph graph;
    struct resolve_options options;
    bool as_planned;
    const Catalog__V1__Object *object;
};

static void planned_begin(struct planned *planned, uint64_t seed) {
    random_graph_init(&planned->graph, seed);
    random_graph_decide(&planned->graph);
    Catalog__V1__Object *object = ARENA_NEW(&planned->graph.catalog.arena, Catalog__V1__Object);
    *object = *planned->graph.feature;
    planned->object = object;
    planned->options = random_graph_options(&planned->graph, TEST_CATALOG_TIME);
    planned->as_planned = random_below(&planned->graph.random, 3) == 0;
}

static const Catalog__V1__PlanFeatureResponse *plan(struct planned *planned) {
    struct test_catalog *catalog = &planned->graph.catalog;
    const struct plan_options options = {.resolve = planned->options, .as_planned = planned->as_planned};
    Catalog__V1__PlanFeatureResponse *answer = NULL;
    status_code status = plan_feature(planned->object, memory_view_catalog(&catalog->view), &options, &catalog->arena,
                                      &answer, &catalog->problem);
    ck_assert_msg(status == STATUS_OK, "%s: %s", catalog->problem.reason, catalog->problem.message);
    return answer;
}

static const Catalog__V1__EffectiveModel *resolved(struct planned *planned, const Catalog__V1__Object *object) {
    return test_catalog_resolve_with(&planned->graph.catalog, object, &planned->options).model;
}

static Catalog__V1__GateState gate_of(const struct planned *planned, const Catalog__V1__EffectiveModel *model) {
    return planned->as_planned ? model->planned->state : model->now->state;
}

static bool is_open(const struct planned *planned, const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *reading = planned->as_planned ? row->planned : row->now;
    return reading->state < CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

static bool has_open(const struct planned *planned, const Catalog__V1__EffectiveModel *model, const char *key) {
    for (size_t i = 0; i < model->n_rows; i++)
        if (strcmp(model->rows[i]->key, key) == 0)
            return is_open(planned, model->rows[i]);
    return false;
}

/* Rows that are open in LEFT and not in RIGHT. */
static uint32_t open_only_in(const struct planned *planned, const Catalog__V1__EffectiveModel *left,
                             const Catalog__V1__EffectiveModel *right) {
    uint32_t count = 0;
    for (size_t i = 0; i < left->n_rows; i++)
        count += is_open(planned, left->rows[i]) && !has_open(planned, right, left->rows[i]->key);
    return count;
}

static void expect_effect(const struct planned *planned, const Catalog__V1__PlanItem *item,
                          const Catalog__V1__EffectiveModel *before, const Catalog__V1__EffectiveModel *after) {
    ck_assert_int_eq(item->effect->gate_before, gate_of(planned, before));
    ck_assert_int_eq(item->effect->gate_after, gate_of(planned, after));
    ck_assert_uint_eq(item->effect->rows_closed, open_only_in(planned, before, after));
    ck_assert_uint_eq(item->effect->rows_opened, open_only_in(planned, after, before));
}

static const Catalog__V1__Object *apply(struct planned *planned, const Catalog__V1__Object *object,
                                        const Catalog__V1__PlanItem *item) {
    const Catalog__V1__Object *changed = plan_change_apply(object, item->change, &planned->graph.catalog.arena);
    ck_assert_ptr_nonnull(changed);
    return changed;
}

static void expect_items(struct planned *planned, const Catalog__V1__PlanFeatureResponse *answer) {
    const Catalog__V1__EffectiveModel *base = resolved(planned, planned->object);
    ck_assert_int_eq(answer->gate, gate_of(planned, base));
    for (size_t i = 0; i < answer->n_items; i++)
        expect_effect(planned, answer->items[i], base,
                      resolved(planned, apply(planned, planned->object, answer->items[i])));
}

static void expect_sequence(struct planned *planned, const Catalog__V1__PlanFeatureResponse *answer) {
    const Catalog__V1__Object *object = planned->object;
    const Catalog__V1__EffectiveModel *before = resolved(planned, object);
    for (size_t i = 0; i < answer->n_sequence; i++) {
        object = apply(planned, object, answer->sequence[i]);
        const Catalog__V1__EffectiveModel *after = resolved(planned, object);
        expect_effect(planned, answer->sequence[i], before, after);
        before = after;
    }
    ck_assert_int_eq(answer->gate_after, gate_of(planned, before));
    bool passes = answer->gate_after == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    ck_assert_int_eq(passes, answer->n_remaining == 0);
}

static void expect_redundant(struct planned *planned, const Catalog__V1__PlanFeatureResponse *answer) {
    const Catalog__V1__EffectiveModel *base = resolved(planned, planned->object);
    for (size_t i = 0; i < answer->n_redundant; i++) {
        const Catalog__V1__EffectiveModel *without =
            resolved(planned, plan_change_without(planned->object, answer->redundant[i]->mitigation,
                                                  &planned->graph.catalog.arena));
        ck_assert_int_eq(gate_of(planned, base), gate_of(planned, without));
        ck_assert_uint_eq(base->n_rows, without->n_rows);
        ck_assert_uint_eq(open_only_in(planned, base, without), 0);
        ck_assert_uint_eq(open_only_in(planned, without, base), 0);
    }
}

START_TEST(test_plan__every_promise_is_kept) {
    uint64_t seed = property_seed();
    size_t steps = 0;
    for (size_t i = 0; i < rounds(); i++) {
        struct planned planned;
        planned_begin(&planned, seed + i);
        const Catalog__V1__PlanFeatureResponse *answer = plan(&planned);
        expect_items(&planned, answer);
        expect_sequence(&planned, answer);
        expect_redundant(&planned, answer);
        steps += answer->n_sequence;
        random_graph_done(&planned.graph);
    }
    ck_assert_uint_gt(steps, rounds() / 4); /* there was something to plan */
}
END_TEST

static void shuffle(struct random *random, void **items, size_t count) {
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)random_below(random, i);
        void *kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

/* Without what is left: the verdict of a wrong model names paths, which hang on the order. */
static void pack(const Catalog__V1__PlanFeatureResponse *answer, struct buffer *bytes) {
    Catalog__V1__PlanFeatureResponse rest = *answer;
    rest.n_remaining = 0;
    buffer_init(bytes, 0);
    message_pack(&rest.base, bytes);
}

START_TEST(test_plan__does_not_hang_on_the_order_of_records) {
    uint64_t seed = property_seed();
    for (size_t i = 0; i < rounds() / 4; i++) {
        struct planned planned;
        struct buffer first;
        struct buffer second;
        planned_begin(&planned, seed + i);
        pack(plan(&planned), &first);
        Catalog__V1__Model *model = planned.graph.feature->feature;
        shuffle(&planned.graph.random, (void **)model->mitigations, model->n_mitigations);
        shuffle(&planned.graph.random, (void **)model->elements, model->n_elements);
        shuffle(&planned.graph.random, (void **)model->answers, model->n_answers);
        shuffle(&planned.graph.random, (void **)model->threats, model->n_threats);
        shuffle(&planned.graph.random, (void **)model->facts, model->n_facts);
        pack(plan(&planned), &second);
        ck_assert_msg(slice_equal(buffer_slice(&first), buffer_slice(&second)), "seed %llu",
                      (unsigned long long)(seed + i));
        buffer_done(&first);
        buffer_done(&second);
        random_graph_done(&planned.graph);
    }
}
END_TEST

TEST_SUITE(plan, test_plan__every_promise_is_kept, test_plan__does_not_hang_on_the_order_of_records)
