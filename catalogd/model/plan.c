#include "model/plan.h"

#include "base/limits.h"
#include "model/object.h"
#include "model/plan_bench.h"
#include "model/plan_change.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <stdlib.h>
#include <string.h>

static Catalog__V1__PlanEffect *effect_of(const struct plan_candidate *candidate) {
    return candidate->alternatives.items[0].effect;
}

static int compare_subjects(const struct plan_candidate *left, const struct plan_candidate *right) {
    int order = strcmp(left->subject, right->subject);
    return order != 0 ? order : (int)left->kind - (int)right->kind;
}

static int compare_candidates(const void *left, const void *right) {
    int order = plan_effect_rank(effect_of(left), effect_of(right));
    return order != 0 ? order : compare_subjects(left, right);
}

/* ---- Items ---- */

static Catalog__V1__PlanValue *value_of(struct plan_bench *bench, const struct plan_alternative *alternative) {
    Catalog__V1__PlanValue *value = ARENA_NEW(bench->arena, Catalog__V1__PlanValue);
    if (value == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    catalog__v1__plan_value__init(value);
    value->value = text_field(alternative->value);
    value->gate = alternative->effect->gate_after;
    value->rows_closed = alternative->effect->rows_closed;
    value->rows_opened = alternative->effect->rows_opened;
    return value;
}

static bool fill_values(struct plan_bench *bench, const struct plan_candidate *candidate, Catalog__V1__PlanItem *item) {
    if (candidate->kind != CATALOG__V1__PLAN_KIND__PLAN_KIND_FIND_OUT)
        return true;
    item->values = ARENA_ARRAY(bench->arena, Catalog__V1__PlanValue *, candidate->alternatives.count);
    if (item->values == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < candidate->alternatives.count; i++) {
        if (candidate->alternatives.items[i].effect == NULL)
            continue;
        item->values[item->n_values] = value_of(bench, &candidate->alternatives.items[i]);
        if (item->values[item->n_values++] == NULL)
            return false;
    }
    item->action = plan_text(bench, "%s; best if it is %s.", candidate->action, candidate->alternatives.items[0].value);
    return item->action != NULL;
}

static Catalog__V1__PlanItem *item_of(struct plan_bench *bench, const struct plan_candidate *candidate) {
    Catalog__V1__PlanItem *item = ARENA_NEW(bench->arena, Catalog__V1__PlanItem);
    if (item == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    catalog__v1__plan_item__init(item);
    item->kind = candidate->kind;
    item->subject = text_field(candidate->subject);
    item->action = text_field(candidate->action);
    item->places = candidate->places;
    item->n_places = candidate->place_count;
    item->change = candidate->alternatives.items[0].change;
    item->effect = effect_of(candidate);
    return fill_values(bench, candidate, item) ? item : NULL;
}

static size_t count_helpful(struct plan_bench *bench) {
    size_t count = 0;
    if (bench->candidates.count > 0)
        qsort(bench->candidates.items, bench->candidates.count, sizeof *bench->candidates.items, compare_candidates);
    while (count < bench->candidates.count && plan_effect_rank(effect_of(&bench->candidates.items[count]), NULL) < 0)
        count++;
    return count;
}

/* As many as there is room for; an item may name thousands of places. */
static bool list_items(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer) {
    size_t helpful = count_helpful(bench);
    size_t bytes = 0;
    answer->items = ARENA_ARRAY(bench->arena, Catalog__V1__PlanItem *, LIMIT_ADVICE_ITEMS);
    if (answer->items == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < helpful && answer->n_items < LIMIT_ADVICE_ITEMS && bytes <= LIMIT_ADVICE_BYTES; i++) {
        Catalog__V1__PlanItem *item = item_of(bench, &bench->candidates.items[i]);
        if (item == NULL)
            return false;
        bytes += protobuf_c_message_get_packed_size(&item->base);
        if (bytes <= LIMIT_ADVICE_BYTES)
            answer->items[answer->n_items++] = item;
    }
    return answer->n_items == helpful ||
           plan_note(bench, plan_text(bench, "%zu of %zu items are not listed: there is no room for more.",
                                      helpful - answer->n_items, helpful));
}

/* ---- The sequence ---- */

/* The candidate that brings the model closest to passing; NULL: none helps. */
static const struct plan_candidate *choose_next(const struct plan_bench *bench) {
    const struct plan_candidate *best = NULL;
    for (size_t i = 0; i < bench->candidates.count; i++) {
        const struct plan_candidate *next = &bench->candidates.items[i];
        int order = best == NULL ? 1 : plan_effect_rank_to_pass(effect_of(next), effect_of(best));
        bool helps = plan_effect_rank_to_pass(effect_of(next), NULL) < 0;
        if (helps && (best == NULL || order < 0 || (order == 0 && compare_subjects(next, best) < 0)))
            best = next;
    }
    return best;
}

/* Does STEP for good and begins the next round on what comes of it. */
static bool take_step(struct plan_bench *bench, const struct plan_candidate *step,
                      Catalog__V1__PlanFeatureResponse *answer) {
    Catalog__V1__PlanItem *item = item_of(bench, step);
    if (item == NULL)
        return false;
    answer->sequence[answer->n_sequence++] = item;
    const Catalog__V1__Object *next = plan_change_apply(bench->object, item->change, bench->arena);
    return next == NULL ? plan_no_memory(bench) : plan_round_begin(bench, next);
}

/* The first round has been tried. */
static bool find_sequence(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer) {
    answer->sequence = ARENA_ARRAY(bench->arena, Catalog__V1__PlanItem *, LIMIT_ADVICE_STEPS);
    if (answer->sequence == NULL)
        return plan_no_memory(bench);
    size_t bytes = 0;
    while (bench->measure.gate != CATALOG__V1__GATE_STATE__GATE_STATE_PASS) {
        const struct plan_candidate *step = choose_next(bench);
        if (step == NULL)
            return true;
        if (answer->n_sequence == LIMIT_ADVICE_STEPS || bytes > LIMIT_ADVICE_BYTES)
            return plan_note(
                bench, plan_text(bench, "The sequence ends after %zu steps: more would help.", answer->n_sequence));
        if (!take_step(bench, step, answer))
            return false;
        bytes += protobuf_c_message_get_packed_size(&answer->sequence[answer->n_sequence - 1]->base);
        bool is_done = bench->measure.gate == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
        if (!is_done && !plan_round_try(bench))
            return false;
    }
    return true;
}

static Catalog__V1__GateReason *copy_reason(struct plan_bench *bench, const Catalog__V1__GateReason *reason) {
    Catalog__V1__GateReason *copy = ARENA_NEW(bench->arena, Catalog__V1__GateReason);
    if (copy == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    *copy = *reason;
    copy->code = plan_text(bench, "%s", reason->code);
    copy->subject = plan_text(bench, "%s", reason->subject);
    copy->cause = plan_text(bench, "%s", reason->cause);
    copy->actor = plan_text(bench, "%s", reason->actor);
    copy->remedy = plan_text(bench, "%s", reason->remedy);
    copy->facts = ARENA_ARRAY(bench->arena, char *, reason->n_facts + 1);
    if (copy->facts == NULL)
        plan_no_memory(bench);
    for (size_t i = 0; copy->facts != NULL && i < reason->n_facts; i++)
        copy->facts[i] = plan_text(bench, "%s", reason->facts[i]);
    return bench->status == STATUS_OK ? copy : NULL;
}

static bool list_remaining(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer) {
    const Catalog__V1__Verdict *verdict = bench->options->as_planned ? bench->base->planned : bench->base->now;
    size_t listed = verdict->n_reasons < LIMIT_ADVICE_ITEMS ? verdict->n_reasons : LIMIT_ADVICE_ITEMS;
    if (listed < verdict->n_reasons &&
        !plan_note(bench, plan_text(bench, "%zu of %zu reasons that are left are not listed: at most %d are.",
                                    verdict->n_reasons - listed, verdict->n_reasons, LIMIT_ADVICE_ITEMS)))
        return false;
    answer->gate_after = verdict->state;
    answer->remaining = ARENA_ARRAY(bench->arena, Catalog__V1__GateReason *, listed + 1);
    if (answer->remaining == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < listed; i++) {
        answer->remaining[i] = copy_reason(bench, verdict->reasons[i]);
        if (answer->remaining[i] == NULL)
            return false;
        answer->n_remaining++;
    }
    return true;
}

/* ---- The whole ---- */

static bool fill_head(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer) {
    Catalog__V1__Timestamp *at = ARENA_NEW(bench->arena, Catalog__V1__Timestamp);
    answer->model = text_field(object_name(bench->object));
    answer->gate = bench->measure.gate;
    answer->rows = (uint32_t)bench->measure.row_count;
    answer->rows_closed = (uint32_t)bench->measure.closed_count;
    answer->risk = plan_risk(&bench->measure, bench->arena);
    answer->revision = bench->options->resolve.revision;
    answer->at = at;
    answer->as_planned = bench->options->as_planned;
    if (at == NULL || answer->risk == NULL)
        return plan_no_memory(bench);
    *at = timestamp_of(bench->options->resolve.at);
    return true;
}

static bool make_plan(struct plan_bench *bench, const Catalog__V1__Object *object,
                      Catalog__V1__PlanFeatureResponse *answer) {
    bool is_whole = plan_round_begin(bench, object) && fill_head(bench, answer) && plan_round_try(bench) &&
                    plan_find_redundant(bench, answer) && list_items(bench, answer) && find_sequence(bench, answer) &&
                    list_remaining(bench, answer);
    answer->notes = bench->notes.items;
    answer->n_notes = bench->notes.count;
    return is_whole;
}

status_code plan_feature(const Catalog__V1__Object *object, const struct catalog_view *view,
                         const struct plan_options *options, struct arena *arena,
                         Catalog__V1__PlanFeatureResponse **ret_plan, struct problem *problem) {
    struct plan_catalog catalog;
    struct plan_bench bench = {
        .view = view, .options = options, .asked = object, .catalog = &catalog, .arena = arena, .problem = problem};
    Catalog__V1__PlanFeatureResponse *answer = ARENA_NEW(arena, Catalog__V1__PlanFeatureResponse);
    if (answer == NULL)
        return problem_no_memory(problem);
    catalog__v1__plan_feature_response__init(answer);
    if (object_model(object) == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_MODEL", "a %s cannot be planned for",
                           object_kind_text(object_kind(object)));
    bench.status = policy_load(view, arena, &bench.policy, NULL, problem);
    if (bench.status == STATUS_OK)
        bench.status = plan_catalog_build(view, arena, &catalog, problem);
    if (bench.status != STATUS_OK)
        return bench.status;
    arena_init(&bench.round, LIMIT_RESOLUTION_BYTES);
    arena_init(&bench.scratch, LIMIT_RESOLUTION_BYTES);
    bool is_whole = make_plan(&bench, object, answer);
    arena_done(&bench.round);
    arena_done(&bench.scratch);
    if (is_whole)
        *ret_plan = answer;
    return is_whole ? STATUS_OK : bench.status;
}
