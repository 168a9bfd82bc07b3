#include "model/decision_force.h"

#include "model/credit.h"
#include "model/graph_catalog.h"
#include "model/report.h"
#include "model/rules.h"
#include "model/timestamp.h"

#include <string.h>

/* One thing that must hold for a decision to be in force, and what is said where it does not. */
struct demand_on {
    const char *code;
    const char *subject;
    const char *text;
    const char *rule;
    const char *recorded;
    const char *found;
};

static bool hold(struct graph *graph, struct decision_node *node, worlds holds, struct demand_on demand) {
    struct decision_check check = {demand.rule, demand.subject, demand.recorded, demand.found, holds};
    node->in_force &= holds;
    if (!vector_push(graph->arena, &node->checks, check))
        return graph_no_memory(graph);
    return (holds & WORLD_NOW_STRICT) != 0 ||
           report_cause(graph, &node->causes, demand.code, demand.subject, demand.text);
}

static const struct demand_on by_state[] = {
    [CATALOG__V1__DECISION_STATE__DECISION_STATE_UNSPECIFIED] = {"DECISION_NOT_APPROVED", "", "Nobody has decided.",
                                                                 "decision.state", NULL, NULL},
    [CATALOG__V1__DECISION_STATE__DECISION_STATE_REQUESTED] = {"DECISION_NOT_APPROVED", "", "Nobody has decided.",
                                                               "decision.state", NULL, NULL},
    [CATALOG__V1__DECISION_STATE__DECISION_STATE_REJECTED] = {"DECISION_REJECTED", "", "It was rejected.",
                                                              "decision.state", NULL, NULL},
    [CATALOG__V1__DECISION_STATE__DECISION_STATE_REVOKED] = {"DECISION_REVOKED", "", "It was revoked.",
                                                             "decision.state", NULL, NULL},
};

static bool check_period(struct graph *graph, struct decision_node *node) {
    const Catalog__V1__Decision *decision = node->message;
    time_ns approved_at = timestamp_time(decision->decided_at, INT64_MAX);
    bool has_begun = graph->options->at >= approved_at;
    bool has_ended = decision->request->expires_at == NULL || graph_has_passed(graph, decision->request->expires_at);
    graph_note_time(graph, approved_at);
    return hold(graph, node, has_begun ? WORLDS_ALL : WORLDS_NONE,
                (struct demand_on){"DECISION_NOT_YET_APPROVED", decision->id, "It was approved later than that.",
                                   "decision.begun", NULL, NULL}) &&
           hold(graph, node, has_ended ? WORLDS_NONE : WORLDS_ALL,
                (struct demand_on){"DECISION_EXPIRED", decision->id, "It has expired.", "decision.ended", NULL, NULL});
}

static bool check_while(struct graph *graph, struct decision_node *node) {
    struct condition condition;
    const struct scope scope = {.instance = graph->instances.items[0]};
    if (!condition_compile(graph, node->message->request->while_, &condition) ||
        !condition_judge(graph, &condition, scope, &node->condition))
        return false;
    bool is_false = node->condition.truth == CONDITION_FALSE;
    return hold(graph, node, worlds_favourable(node->condition.truth),
                (struct demand_on){is_false ? "DECISION_CONDITION_FALSE" : "DECISION_CONDITION_UNKNOWN",
                                   node->message->id,
                                   graph_text(graph, "It counts while %s, which is %s.", condition.text,
                                              is_false ? "not so" : "not known"),
                                   "decision.while", NULL, NULL});
}

static bool check_classification(struct graph *graph, struct decision_node *node) {
    const Catalog__V1__Decision *decision = node->message;
    bool is_raised = policy_classification_rank(graph->policy, graph->data_classification) >
                     policy_classification_rank(graph->policy, decision->recorded_classification);
    if (decision->request->kind != CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED)
        return true;
    return hold(graph, node, is_raised ? WORLDS_NONE : WORLDS_ALL,
                (struct demand_on){
                    "DECISION_CLASSIFICATION_RAISED", decision->id,
                    graph_text(graph, "The data is %s, and was %s when it was approved.", graph->data_classification,
                               decision->recorded_classification[0] == '\0' ? "not classified"
                                                                            : decision->recorded_classification),
                    "decision.classification", decision->recorded_classification, graph->data_classification});
}

static const char *recorded_digest(const Catalog__V1__Decision *decision, const char *name) {
    for (size_t i = 0; i < decision->n_recorded_digests; i++) {
        if (strcmp(decision->recorded_digests[i]->name, name) == 0)
            return decision->recorded_digests[i]->value;
    }
    return "";
}

static bool check_contract(struct graph *graph, struct decision_node *node,
                           const Catalog__V1__DecisionSubject *subject) {
    const char *name = decision_subject_name(subject);
    const char *digest = NULL;
    if (!decision_contract(graph, name, &digest))
        return false;
    bool is_same = digest == NULL || strcmp(digest, recorded_digest(node->message, name)) == 0;
    return hold(graph, node, is_same ? WORLDS_ALL : WORLDS_NONE,
                (struct demand_on){"DECISION_CONTRACT_CHANGED", name,
                                   "Its contract is another one than when it was approved.", "decision.contract",
                                   recorded_digest(node->message, name), digest});
}

static const char *band_text(Catalog__V1__RiskBand band) {
    static const char *const texts[] = {"", "low", "medium", "high", "critical"};
    return (unsigned)band < COUNT_OF(texts) ? texts[band] : "";
}

static bool check_bands(struct graph *graph, struct decision_node *node, const Catalog__V1__DecisionSubject *subject,
                        const row_list *rows) {
    struct decision_bands bands;
    worlds within = WORLDS_NONE;
    if (!decision_bands(graph, rows, &bands))
        return false;
    for (size_t i = 0; i < WORLD_COUNT; i++) {
        if (bands.of_world[i] <= node->message->recorded_band)
            within |= (worlds)(1U << i);
    }
    const char *found = graph_text(graph, "%s, %s, %s, %s", band_text(bands.of_world[0]), band_text(bands.of_world[1]),
                                   band_text(bands.of_world[2]), band_text(bands.of_world[3]));
    return found != NULL && hold(graph, node, within,
                                 (struct demand_on){"DECISION_RISK_ABOVE_RECORDED", decision_subject_name(subject),
                                                    "The residual risk is above what it was when it was approved.",
                                                    "decision.risk", band_text(node->message->recorded_band), found});
}

static bool is_named(const Catalog__V1__DecisionRequest *request, const struct mitigation *mitigation) {
    if (mitigation == NULL || mitigation->object->index != 0)
        return false;
    for (size_t i = 0; i < request->n_compensating; i++) {
        if (strcmp(request->compensating[i], mitigation->message->id) == 0)
            return true;
    }
    return false;
}

/* The worlds in which ROW has what the control would have given, or does not exist. */
static worlds compensated_in(const Catalog__V1__DecisionRequest *request, const struct control_node *control,
                             const struct row *row) {
    worlds compensated = (worlds)(WORLDS_ALL & ~row->exists);
    for (size_t i = 0; i < row->credits.count; i++) {
        const struct row_credit *credit = &row->credits.items[i];
        if (is_named(request, credit->mitigation) && credit->strength >= control_strength(control, row->threat))
            compensated |= credit->counts;
    }
    return compensated;
}

/* What is named must count even where there is no row to count on. */
static worlds named_counts(const struct graph *graph, const Catalog__V1__DecisionRequest *request) {
    const struct graph_object *root = graph->objects.items[0];
    worlds counts = WORLDS_NONE;
    for (size_t i = 0; i < root->model->n_mitigations; i++) {
        if (is_named(request, &root->mitigations[i]))
            counts |= mitigation_counts(&root->mitigations[i]);
    }
    return counts;
}

static bool check_compensation(struct graph *graph, struct decision_node *node,
                               const Catalog__V1__DecisionSubject *subject, const row_list *rows) {
    const Catalog__V1__DecisionRequest *request = node->message->request;
    const struct control_node *control = string_map_get(&graph->controls_by_name, subject->control);
    if (request->kind != CATALOG__V1__DECISION_KIND__DECISION_KIND_COMPENSATING || control == NULL)
        return true;
    if (!hold(graph, node, named_counts(graph, request),
              (struct demand_on){"DECISION_NOT_COMPENSATED", subject->control,
                                 "Nothing of what stands in for it counts.", "decision.compensated", NULL, NULL}))
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = rows->items[i];
        if (!hold(graph, node, compensated_in(request, control, row),
                  (struct demand_on){"DECISION_NOT_COMPENSATED", row->key,
                                     "What stands in does not count there as strongly as the control would.",
                                     "decision.compensated", NULL, NULL}))
            return false;
    }
    return true;
}

static bool check_subjects(struct graph *graph, struct decision_node *node) {
    const Catalog__V1__DecisionRequest *request = node->message->request;
    for (size_t i = 0; i < request->n_subjects; i++) {
        const Catalog__V1__DecisionSubject *subject = request->subjects[i];
        row_list rows;
        if (!decision_rows(graph, subject, &rows) || !check_contract(graph, node, subject) ||
            !check_bands(graph, node, subject, &rows) || !check_compensation(graph, node, subject, &rows))
            return false;
    }
    return true;
}

/* Decisions come from the store or from a cache: numbers of later versions count as undecided. */
bool decision_find_force(struct graph *graph, struct decision_node *node) {
    const Catalog__V1__Decision *decision = node->message;
    if (decision->state != CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED) {
        bool is_known = (unsigned)decision->state < COUNT_OF(by_state);
        struct demand_on demand = by_state[is_known ? (unsigned)decision->state : 0];
        demand.subject = decision->id;
        return hold(graph, node, WORLDS_NONE, demand);
    }
    node->in_force = WORLDS_ALL;
    return check_period(graph, node) && check_while(graph, node) && check_classification(graph, node) &&
           check_subjects(graph, node);
}
