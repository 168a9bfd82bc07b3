#include "model/gate.h"

#include "model/gate_bench.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <stdlib.h>
#include <string.h>

static const char *text_or(const char *text, const char *otherwise) {
    return text == NULL ? otherwise : text;
}

void gate_add(struct gate_bench *bench, const struct gate_finding *finding) {
    Catalog__V1__GateReason *reason = ARENA_NEW(bench->arena, Catalog__V1__GateReason);
    bool is_whole = reason != NULL && finding->subject != NULL && finding->cause != NULL && finding->actor != NULL &&
                    finding->remedy != NULL;
    if (!is_whole) {
        bench->has_failed = true;
        return;
    }
    catalog__v1__gate_reason__init(reason);
    reason->state = finding->state;
    reason->code = text_field(finding->code);
    reason->subject = text_field(finding->subject);
    reason->cause = text_field(finding->cause);
    reason->actor = text_field(finding->actor);
    reason->remedy = text_field(finding->remedy);
    reason->facts = finding->facts;
    reason->n_facts = finding->fact_count;
    if (!vector_push(bench->arena, &bench->reasons, reason))
        bench->has_failed = true;
}

static void add_items(struct gate_bench *bench, const struct gate_items *items, Catalog__V1__GateState state) {
    for (size_t i = 0; i < items->count; i++) {
        const struct gate_item *item = &items->items[i];
        gate_add(bench, &(struct gate_finding){
                            .state = state,
                            .code = text_or(item->code, ""),
                            .subject = text_or(item->subject, ""),
                            .cause = text_or(item->cause, ""),
                            .actor = text_or(item->actor, GATE_ACTOR_TEAM),
                            .remedy = text_or(item->remedy, ""),
                        });
    }
}

static void add_sign_offs(struct gate_bench *bench) {
    for (size_t i = 0; i < bench->input->sign_off_count; i++) {
        const char *perspective = bench->input->sign_offs[i];
        gate_add(bench, &(struct gate_finding){
                            .state = CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL,
                            .code = "SIGN_OFF_MISSING",
                            .subject = perspective,
                            .cause = "the policy asks for this perspective's sign-off and there is none",
                            .actor = perspective,
                            .remedy = "review the effective model and sign it off",
                        });
    }
}

static int compare_reasons(const void *left, const void *right) {
    const Catalog__V1__GateReason *a = *(Catalog__V1__GateReason *const *)left;
    const Catalog__V1__GateReason *b = *(Catalog__V1__GateReason *const *)right;
    if (a->state != b->state)
        return a->state < b->state ? -1 : 1;
    int order = strcmp(a->code, b->code);
    if (order == 0)
        order = strcmp(a->subject, b->subject);
    return order != 0 ? order : strcmp(a->cause, b->cause);
}

static bool set_boundary(Catalog__V1__Verdict *verdict, time_ns boundary, struct arena *arena) {
    if (boundary == INT64_MAX)
        return true;
    verdict->next_boundary = ARENA_NEW(arena, Catalog__V1__Timestamp);
    if (verdict->next_boundary == NULL)
        return false;
    *verdict->next_boundary = timestamp_of(boundary);
    return true;
}

status_code gate_judge(const struct gate_input *input, enum gate_reading reading, struct arena *arena,
                       Catalog__V1__Verdict **ret_verdict, struct problem *problem) {
    struct gate_bench bench = {.input = input, .reading = reading, .arena = arena};
    add_items(&bench, &input->invalid, CATALOG__V1__GATE_STATE__GATE_STATE_INVALID);
    add_items(&bench, &input->missing, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE);
    add_items(&bench, &input->stale, CATALOG__V1__GATE_STATE__GATE_STATE_STALE);
    add_items(&bench, &input->conditional, CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL);
    add_sign_offs(&bench);
    gate_look_at_rows(&bench);
    gate_look_at_duties(&bench);
    gate_look_at_advisories(&bench);

    Catalog__V1__Verdict *verdict = ARENA_NEW(arena, Catalog__V1__Verdict);
    if (verdict == NULL || bench.has_failed)
        return problem_no_memory(problem);
    catalog__v1__verdict__init(verdict);
    if (!set_boundary(verdict, input->next_boundary, arena))
        return problem_no_memory(problem);
    if (bench.reasons.count > 0)
        qsort(bench.reasons.items, bench.reasons.count, sizeof *bench.reasons.items, compare_reasons);
    verdict->reasons = bench.reasons.items;
    verdict->n_reasons = bench.reasons.count;
    verdict->state = bench.reasons.count > 0 ? bench.reasons.items[0]->state : CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    *ret_verdict = verdict;
    return STATUS_OK;
}
