#include "model/effective_diff.h"

#include "base/string_map.h"
#include "model/effective_differ.h"

#include <assert.h>
#include <string.h>

static const void *item(const struct differ_list *list, size_t index) {
    const void *pointer = NULL;
    if (index < list->count)
        memcpy(&pointer, (const char *)list->items + index * sizeof pointer, sizeof pointer);
    return pointer;
}

bool differ_walk(struct differ *differ, const struct differ_walk *walk) {
    size_t left = 0;
    size_t right = 0;
    while (left < walk->before.count || right < walk->after.count) {
        const void *before = item(&walk->before, left);
        const void *after = item(&walk->after, right);
        int order = 0;
        if (before == NULL || after == NULL)
            order = before == NULL ? 1 : -1;
        else
            order = walk->compare(before, after);
        left += order <= 0;
        right += order >= 0;
        if (!walk->visit(differ, walk->target, order <= 0 ? before : NULL, order >= 0 ? after : NULL))
            return false;
    }
    return true;
}

void *differ_room(struct differ *differ, size_t before, size_t after) {
    return arena_calloc(differ->arena, before + after + 1, sizeof(void *));
}

static int compare_instances(const void *left, const void *right) {
    const Catalog__V1__Instance *a = left;
    const Catalog__V1__Instance *b = right;
    int order = strcmp(a->address, b->address);
    return order != 0 ? order : strcmp(a->component, b->component);
}

static bool visit_instance(struct differ *differ, void *target, const void *left, const void *right) {
    const Catalog__V1__Instance *before = left;
    const Catalog__V1__Instance *after = right;
    (void)target;
    assert(before != NULL || after != NULL);
    if (before != NULL && after != NULL && strcmp(before->version, after->version) == 0)
        return true;
    Catalog__V1__InstanceDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__InstanceDifference);
    if (difference == NULL)
        return false;
    catalog__v1__instance_difference__init(difference);
    difference->address = after != NULL ? after->address : before->address;
    difference->component = after != NULL ? after->component : before->component;
    if (before != NULL)
        difference->before = before->version;
    if (after != NULL)
        difference->after = after->version;
    differ->diff->instances[differ->diff->n_instances++] = difference;
    return true;
}

static bool compare_all_instances(struct differ *differ) {
    const struct differ_walk walk = {
        .before = {differ->before->instances, differ->before->n_instances},
        .after = {differ->after->instances, differ->after->n_instances},
        .compare = compare_instances,
        .visit = visit_instance,
    };
    differ->diff->instances = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->instances != NULL && differ_walk(differ, &walk);
}

static int compare_decisions(const void *left, const void *right) {
    return strcmp(((const Catalog__V1__EffectiveDecision *)left)->id,
                  ((const Catalog__V1__EffectiveDecision *)right)->id);
}

static bool visit_decision(struct differ *differ, void *target, const void *left, const void *right) {
    const Catalog__V1__EffectiveDecision *before = left;
    const Catalog__V1__EffectiveDecision *after = right;
    bool was = before != NULL && before->in_force;
    bool is = after != NULL && after->in_force;
    (void)target;
    assert(before != NULL || after != NULL);
    if (was == is)
        return true;
    Catalog__V1__DecisionDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__DecisionDifference);
    if (difference == NULL)
        return false;
    catalog__v1__decision_difference__init(difference);
    const Catalog__V1__EffectiveDecision *lapsed = is ? before : after;
    difference->id = is ? after->id : before->id;
    difference->before = was;
    difference->after = is;
    difference->causes = lapsed != NULL ? lapsed->causes : NULL;
    difference->n_causes = lapsed != NULL ? lapsed->n_causes : 0;
    differ->diff->decisions[differ->diff->n_decisions++] = difference;
    return true;
}

static bool compare_all_decisions(struct differ *differ) {
    const struct differ_walk walk = {
        .before = {differ->before->decisions, differ->before->n_decisions},
        .after = {differ->after->decisions, differ->after->n_decisions},
        .compare = compare_decisions,
        .visit = visit_decision,
    };
    differ->diff->decisions = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->decisions != NULL && differ_walk(differ, &walk);
}

static int compare_reasons(const void *left, const void *right) {
    const Catalog__V1__GateReason *a = left;
    const Catalog__V1__GateReason *b = right;
    if (a->state != b->state)
        return a->state < b->state ? -1 : 1;
    int order = strcmp(a->code, b->code);
    return order != 0 ? order : strcmp(a->subject, b->subject);
}

static int compare_findings(const void *left, const void *right) {
    const Catalog__V1__Finding *a = left;
    const Catalog__V1__Finding *b = right;
    int order = strcmp(a->code, b->code);
    if (order == 0)
        order = strcmp(a->subject, b->subject);
    return order != 0 ? order : strcmp(a->message, b->message);
}

/* Lists of the difference that take over what stands on one side only. */
struct one_sided {
    void *added;
    size_t *added_count;
    void *removed;
    size_t *removed_count;
};

static void append(void *list, size_t *count, const void *item) {
    memcpy((char *)list + (*count)++ * sizeof item, &item, sizeof item);
}

static bool visit_one_sided(struct differ *differ, void *target, const void *before, const void *after) {
    struct one_sided *lists = target;
    (void)differ;
    if (before == NULL)
        append(lists->added, lists->added_count, after);
    else if (after == NULL)
        append(lists->removed, lists->removed_count, before);
    return true;
}

static bool compare_verdicts(struct differ *differ) {
    Catalog__V1__EffectiveDiff *diff = differ->diff;
    const Catalog__V1__Verdict *before = differ->before->now;
    const Catalog__V1__Verdict *after = differ->after->now;
    diff->now_before = before->state;
    diff->now_after = after->state;
    diff->planned_before = differ->before->planned->state;
    diff->planned_after = differ->after->planned->state;
    diff->reasons_added = differ_room(differ, 0, after->n_reasons);
    diff->reasons_removed = differ_room(differ, before->n_reasons, 0);
    struct one_sided lists = {diff->reasons_added, &diff->n_reasons_added, diff->reasons_removed,
                              &diff->n_reasons_removed};
    const struct differ_walk walk = {
        .before = {before->reasons, before->n_reasons},
        .after = {after->reasons, after->n_reasons},
        .compare = compare_reasons,
        .visit = visit_one_sided,
        .target = &lists,
    };
    return lists.added != NULL && lists.removed != NULL && differ_walk(differ, &walk);
}

static bool compare_all_findings(struct differ *differ) {
    Catalog__V1__EffectiveDiff *diff = differ->diff;
    const Catalog__V1__EffectiveModel *before = differ->before;
    const Catalog__V1__EffectiveModel *after = differ->after;
    diff->findings_added = differ_room(differ, 0, after->n_findings);
    diff->findings_removed = differ_room(differ, before->n_findings, 0);
    struct one_sided lists = {diff->findings_added, &diff->n_findings_added, diff->findings_removed,
                              &diff->n_findings_removed};
    const struct differ_walk walk = {
        .before = {before->findings, before->n_findings},
        .after = {after->findings, after->n_findings},
        .compare = compare_findings,
        .visit = visit_one_sided,
        .target = &lists,
    };
    return lists.added != NULL && lists.removed != NULL && differ_walk(differ, &walk);
}

static bool has_lapsed(const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_decisions; i++) {
        if (diff->decisions[i]->before)
            return true;
    }
    return false;
}

static bool is_unmet(Catalog__V1__DutyState state) {
    return state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING || state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET;
}

static bool has_new_duty(const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_duties; i++) {
        const Catalog__V1__DutyDifference *duty = diff->duties[i];
        if (duty->mandatory && is_unmet(duty->after) && (!is_unmet(duty->before) || duty->after > duty->before))
            return true;
    }
    return false;
}

/* The worst state of the reasons that went, by subject; the worst of one subject comes first. */
static bool index_removed(struct differ *differ, struct string_map *ret_removed) {
    const Catalog__V1__EffectiveDiff *diff = differ->diff;
    string_map_init(ret_removed, differ->arena);
    for (size_t i = 0; i < diff->n_reasons_removed; i++) {
        Catalog__V1__GateReason *reason = diff->reasons_removed[i];
        if (string_map_get(ret_removed, reason->subject) == NULL &&
            !string_map_put(ret_removed, reason->subject, reason))
            return false;
    }
    return true;
}

static bool has_new_reason(const Catalog__V1__EffectiveDiff *diff, const struct string_map *removed) {
    for (size_t i = 0; i < diff->n_reasons_added; i++) {
        const Catalog__V1__GateReason *came = diff->reasons_added[i];
        const Catalog__V1__GateReason *went = string_map_get(removed, came->subject);
        if (went == NULL || came->state < went->state)
            return true;
    }
    return false;
}

static bool judge(struct differ *differ) {
    Catalog__V1__EffectiveDiff *diff = differ->diff;
    struct string_map removed;
    if (!index_removed(differ, &removed))
        return false;
    diff->is_worse = diff->now_after < diff->now_before || diff->planned_after < diff->planned_before ||
                     diff->rows_lost > 0 ||
                     diff->highest_band_gained != CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED || has_lapsed(diff) ||
                     has_new_duty(diff) || has_new_reason(diff, &removed);
    return true;
}

status_code effective_diff(const Catalog__V1__EffectiveModel *before, const Catalog__V1__EffectiveModel *after,
                           struct arena *arena, Catalog__V1__EffectiveDiff **ret_diff, struct problem *problem) {
    struct differ differ = {.before = before, .after = after, .arena = arena};
    differ.diff = ARENA_NEW(arena, Catalog__V1__EffectiveDiff);
    if (differ.diff == NULL)
        return problem_no_memory(problem);
    catalog__v1__effective_diff__init(differ.diff);
    bool is_whole = compare_verdicts(&differ) && differ_rows(&differ) && compare_all_instances(&differ) &&
                    differ_duties(&differ) && compare_all_decisions(&differ) && compare_all_findings(&differ) &&
                    judge(&differ);
    if (!is_whole)
        return problem_no_memory(problem);
    *ret_diff = differ.diff;
    return STATUS_OK;
}

Catalog__V1__EffectiveDiff effective_diff_cut(const Catalog__V1__EffectiveDiff *diff) {
    Catalog__V1__EffectiveDiff cut = CATALOG__V1__EFFECTIVE_DIFF__INIT;
    cut.now_before = diff->now_before;
    cut.now_after = diff->now_after;
    cut.planned_before = diff->planned_before;
    cut.planned_after = diff->planned_after;
    cut.rows_lost = diff->rows_lost;
    cut.rows_won = diff->rows_won;
    cut.highest_band_gained = diff->highest_band_gained;
    cut.is_worse = diff->is_worse;
    return cut;
}

bool effective_diff_is_empty(const Catalog__V1__EffectiveDiff *diff) {
    size_t lists = diff->n_rows + diff->n_instances + diff->n_provisions + diff->n_duties + diff->n_entries +
                   diff->n_decisions + diff->n_reasons_added + diff->n_reasons_removed + diff->n_findings_added +
                   diff->n_findings_removed;
    return lists == 0 && diff->now_before == diff->now_after && diff->planned_before == diff->planned_after;
}
