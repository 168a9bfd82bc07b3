/* At T = expires_at a decision no longer counts; one nanosecond before, it does. */
#include "model/timestamp.h"
#include "support/random_graph.h"
#include "support/test.h"

#include "codec/message.h"

#include <string.h>

static bool has_cause(const Catalog__V1__EffectiveDecision *decision, const char *code) {
    for (size_t i = 0; i < decision->n_causes; i++) {
        if (strcmp(decision->causes[i]->code, code) == 0)
            return true;
    }
    return false;
}

static const Catalog__V1__EffectiveDecision *find(const struct resolution *resolution, const char *id) {
    for (size_t i = 0; i < resolution->model->n_decisions; i++) {
        if (strcmp(resolution->model->decisions[i]->id, id) == 0)
            return resolution->model->decisions[i];
    }
    ck_abort_msg("the decision %s is not shown", id);
    return NULL;
}

static void expect_same_rows(const struct resolution *a, const struct resolution *b, uint64_t seed) {
    ck_assert_uint_eq(a->model->n_rows, b->model->n_rows);
    for (size_t i = 0; i < a->model->n_rows; i++) {
        struct buffer left;
        struct buffer right;
        buffer_init(&left, 0);
        buffer_init(&right, 0);
        message_pack(&a->model->rows[i]->base, &left);
        message_pack(&b->model->rows[i]->base, &right);
        ck_assert_msg(slice_equal(buffer_slice(&left), buffer_slice(&right)), "PROPERTY_SEED=%llu: %s",
                      (unsigned long long)seed, a->model->rows[i]->key);
        buffer_done(&left);
        buffer_done(&right);
    }
}

/* Nothing but what a component says is left of itself may stand above the rating that was asked for. */
static bool is_lowered(const Catalog__V1__Row *row, const Catalog__V1__DecisionRequest *request) {
    const Catalog__V1__Rating *residual = row->now->residual;
    for (size_t i = 0; i < row->n_sources; i++) {
        if (row->sources[i]->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL)
            return true;
    }
    return (request->likelihood == 0 || residual->likelihood <= request->likelihood) &&
           (request->impact == 0 || residual->impact <= request->impact);
}

/* What the decision does to its row while it is in force. */
static void expect_effect(const struct resolution *resolution, const Catalog__V1__DecisionRequest *request,
                          uint64_t seed) {
    const Catalog__V1__DecisionSubject *subject = request->subjects[0];
    for (size_t i = 0; i < resolution->model->n_rows; i++) {
        const Catalog__V1__Row *row = resolution->model->rows[i];
        if (strcmp(row->threat, subject->threat) != 0 || strcmp(row->place, subject->place) != 0)
            continue;
        bool is_taken = row->now->state == CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED;
        bool is_left_out = row->now->state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
        bool is_so = request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED    ? is_lowered(row, request)
                     : request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED ? is_taken || is_left_out
                                                                                           : is_left_out;
        ck_assert_msg(is_so, "PROPERTY_SEED=%llu: %s", (unsigned long long)seed, row->key);
    }
}

static void leave_out(struct random_graph *graph, size_t number) {
    graph->decision_count--;
    for (size_t i = number; i < graph->decision_count; i++)
        graph->decisions[i] = graph->decisions[i + 1];
}

/* Returns whether the decision was in force one nanosecond before its end. */
static bool check_end(struct random_graph *graph, uint64_t seed) {
    const size_t number = random_below(&graph->random, graph->decision_count);
    const Catalog__V1__Decision *decision = graph->decisions[number];
    const time_ns end = timestamp_time(decision->request->expires_at, 0);
    struct resolution before = random_graph_resolve(graph, end - 1);
    struct resolution at = random_graph_resolve(graph, end);
    leave_out(graph, number);
    struct resolution without = random_graph_resolve(graph, end);
    const Catalog__V1__EffectiveDecision *was = find(&before, decision->id);
    const Catalog__V1__EffectiveDecision *is = find(&at, decision->id);
    bool is_approved = decision->state == CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED;
    ck_assert_msg(!is->in_force && has_cause(is, "DECISION_EXPIRED") == is_approved, "PROPERTY_SEED=%llu: %s counts on",
                  (unsigned long long)seed, decision->id);
    ck_assert_msg(!has_cause(was, "DECISION_EXPIRED") && was->in_force == (was->n_causes == 0),
                  "PROPERTY_SEED=%llu: %s has ended too early", (unsigned long long)seed, decision->id);
    expect_same_rows(&at, &without, seed);
    if (was->in_force)
        expect_effect(&before, decision->request, seed);
    return was->in_force;
}

START_TEST(test_resolve_property__a_decision_counts_up_to_its_expiry_and_not_at_it) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    size_t checked = 0;
    size_t in_force = 0;
    for (size_t i = 0; i < runs; i++) {
        struct random_graph graph;
        random_graph_init(&graph, seed + i);
        random_graph_decide(&graph);
        if (graph.decision_count > 0) {
            checked++;
            in_force += check_end(&graph, seed + i);
        }
        random_graph_done(&graph);
    }
    ck_assert_uint_ge(checked, runs / 10 * 9);
    ck_assert_uint_ge(in_force, runs / 2);
}
END_TEST

TEST_SUITE(resolve_decision_property, test_resolve_property__a_decision_counts_up_to_its_expiry_and_not_at_it)
