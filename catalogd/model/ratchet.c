#include "model/ratchet.h"

#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

#define RULE(name) CATALOG__V1__RATCHET_RULE__RATCHET_RULE_##name

typedef VECTOR(Catalog__V1__RatchetDifference *) difference_list;

struct ratchet {
    enum gate_reading reading;
    struct arena *arena;
    difference_list worse;
    difference_list better;
    bool has_failed; /* no room */
};

/* A new difference of RULE about SUBJECT, in its list; NULL: no room. */
static Catalog__V1__RatchetDifference *add(struct ratchet *ratchet, bool is_worse, Catalog__V1__RatchetRule rule,
                                           char *subject) {
    difference_list *list = is_worse ? &ratchet->worse : &ratchet->better;
    Catalog__V1__RatchetDifference *difference = ARENA_NEW(ratchet->arena, Catalog__V1__RatchetDifference);
    if (difference == NULL || !vector_push(ratchet->arena, list, difference)) {
        ratchet->has_failed = true;
        return NULL;
    }
    catalog__v1__ratchet_difference__init(difference);
    difference->rule = rule;
    difference->subject = subject;
    return difference;
}

/* States of the gate count from the worst; a reason that is not there is better than any. */
static void compare_gate(struct ratchet *ratchet, const Catalog__V1__GateReason *reason, Catalog__V1__GateState before,
                         Catalog__V1__GateState after) {
    static char verdict[] = "";
    if (before == after)
        return;
    bool is_worse = before == 0 || (after != 0 && after < before);
    Catalog__V1__RatchetDifference *difference = add(ratchet, is_worse, reason == NULL ? RULE(VERDICT) : RULE(REASON),
                                                     reason == NULL ? verdict : reason->subject);
    if (difference == NULL)
        return;
    if (reason != NULL)
        difference->code = reason->code;
    difference->gate_before = before;
    difference->gate_after = after;
}

static int compare_subjects(const Catalog__V1__GateReason *a, const Catalog__V1__GateReason *b) {
    int order = strcmp(a->code, b->code);
    return order != 0 ? order : strcmp(a->subject, b->subject);
}

static int compare_reasons(const void *left, const void *right) {
    const Catalog__V1__GateReason *a = *(Catalog__V1__GateReason *const *)left;
    const Catalog__V1__GateReason *b = *(Catalog__V1__GateReason *const *)right;
    int order = compare_subjects(a, b);
    return order != 0 || a->state == b->state ? order : a->state < b->state ? -1 : 1;
}

struct reasons {
    Catalog__V1__GateReason **items;
    size_t count;
};

/* REASONS in order of code and subject, of each the worst. */
static struct reasons sort_reasons(struct ratchet *ratchet, Catalog__V1__GateReason *const *reasons, size_t count) {
    struct reasons sorted = {.items = ARENA_ARRAY(ratchet->arena, Catalog__V1__GateReason *, count + 1)};
    if (sorted.items == NULL) {
        ratchet->has_failed = true;
        return sorted;
    }
    if (count > 0) {
        memcpy(sorted.items, reasons, count * sizeof *reasons);
        qsort(sorted.items, count, sizeof *sorted.items, compare_reasons);
    }
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_subjects(sorted.items[i], sorted.items[sorted.count - 1]) != 0)
            sorted.items[sorted.count++] = sorted.items[i];
    return sorted;
}

static void compare_all_reasons(struct ratchet *ratchet, const struct reasons *before, const struct reasons *after) {
    size_t b = 0;
    size_t a = 0;
    while (b < before->count || a < after->count) {
        const Catalog__V1__GateReason *then = b < before->count ? before->items[b] : NULL;
        const Catalog__V1__GateReason *now = a < after->count ? after->items[a] : NULL;
        int order = then == NULL ? 1 : now == NULL ? -1 : compare_subjects(then, now);
        bool was_there = then != NULL && order <= 0;
        bool is_there = now != NULL && order >= 0;
        compare_gate(ratchet, was_there ? then : now, was_there ? then->state : 0, is_there ? now->state : 0);
        b += order <= 0;
        a += order >= 0;
    }
}

/* How a row stands on one side. */
struct standing {
    Catalog__V1__RowState state;
    Catalog__V1__Rating *residual; /* NULL: not rated */
};

static bool is_answered(Catalog__V1__RowState state) {
    return state == CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED ||
           state == CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED ||
           state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
}

static bool is_higher(const Catalog__V1__Rating *rating, const Catalog__V1__Rating *other) {
    static const Catalog__V1__Rating none = CATALOG__V1__RATING__INIT;
    const Catalog__V1__Rating *a = rating == NULL ? &none : rating;
    const Catalog__V1__Rating *b = other == NULL ? &none : other;
    return a->band > b->band || (uint64_t)a->likelihood * a->impact > (uint64_t)b->likelihood * b->impact;
}

static void add_row(struct ratchet *ratchet, bool is_worse, Catalog__V1__RatchetRule rule, char *key,
                    const struct standing sides[2]) {
    Catalog__V1__RatchetDifference *difference = add(ratchet, is_worse, rule, key);
    if (difference == NULL)
        return;
    difference->row_before = sides[0].state;
    difference->row_after = sides[1].state;
    difference->residual_before = sides[0].residual;
    difference->residual_after = sides[1].residual;
}

static void compare_row(struct ratchet *ratchet, char *key, const struct standing sides[2]) {
    bool has_risen = is_higher(sides[1].residual, sides[0].residual);
    bool has_fallen = is_higher(sides[0].residual, sides[1].residual);
    bool was_answered = is_answered(sides[0].state);
    if (has_risen || has_fallen)
        add_row(ratchet, has_risen, RULE(RESIDUAL), key, sides);
    if (was_answered != is_answered(sides[1].state))
        add_row(ratchet, was_answered, RULE(UNANSWERED), key, sides);
}

static const Catalog__V1__RowReading *reading_of(const struct ratchet *ratchet, const Catalog__V1__Row *row) {
    static const Catalog__V1__RowReading none = CATALOG__V1__ROW_READING__INIT;
    const Catalog__V1__RowReading *reading = ratchet->reading == GATE_NOW ? row->now : row->planned;
    return reading == NULL ? &none : reading;
}

static struct standing standing_now(const struct ratchet *ratchet, const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *reading = reading_of(ratchet, row);
    return (struct standing){reading->state, reading->residual};
}

static struct standing standing_then(const struct ratchet *ratchet, const Catalog__V1__RecordedRow *row) {
    return ratchet->reading == GATE_NOW ? (struct standing){row->state, row->residual}
                                        : (struct standing){row->planned, row->planned_residual};
}

/* THEN or NOW is NULL where the row is on one side only. */
static void compare_sides(struct ratchet *ratchet, const Catalog__V1__RecordedRow *then, const Catalog__V1__Row *now) {
    struct standing sides[2] = {{0}, {0}};
    if (then != NULL)
        sides[0] = standing_then(ratchet, then);
    if (now != NULL)
        sides[1] = standing_now(ratchet, now);
    if (then != NULL && now != NULL)
        compare_row(ratchet, now->key, sides);
    else if (then != NULL && !is_answered(sides[0].state))
        add_row(ratchet, false, RULE(NEW_ROW), then->key, sides);
    else if (now != NULL && reading_of(ratchet, now)->above_appetite && !gate_is_settled(reading_of(ratchet, now)))
        add_row(ratchet, true, RULE(NEW_ROW), now->key, sides);
}

static int compare_keys(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__Row *const *)left)->key, (*(Catalog__V1__Row *const *)right)->key);
}

static void compare_all_rows(struct ratchet *ratchet, const Catalog__V1__EffectiveModel *model,
                             const Catalog__V1__GateRecord *record) {
    Catalog__V1__Row **rows = ARENA_ARRAY(ratchet->arena, Catalog__V1__Row *, model->n_rows + 1);
    size_t then = 0;
    size_t now = 0;
    if (rows == NULL) {
        ratchet->has_failed = true;
        return;
    }
    if (model->n_rows > 0) {
        memcpy(rows, model->rows, model->n_rows * sizeof *rows);
        qsort(rows, model->n_rows, sizeof *rows, compare_keys);
    }
    while (then < record->n_rows || now < model->n_rows) {
        Catalog__V1__RecordedRow *before = then < record->n_rows ? record->rows[then] : NULL;
        Catalog__V1__Row *after = now < model->n_rows ? rows[now] : NULL;
        int order = before == NULL ? 1 : after == NULL ? -1 : strcmp(before->key, after->key);
        compare_sides(ratchet, order <= 0 ? before : NULL, order >= 0 ? after : NULL);
        then += order <= 0;
        now += order >= 0;
    }
}

status_code ratchet_compare(const Catalog__V1__EffectiveModel *model, const Catalog__V1__GateRecord *record,
                            enum gate_reading reading, struct arena *arena, Catalog__V1__CheckRatchetResponse *response,
                            struct problem *problem) {
    struct ratchet ratchet = {.reading = reading, .arena = arena};
    bool is_now = reading == GATE_NOW;
    const Catalog__V1__Verdict *verdict = is_now ? model->now : model->planned;
    struct reasons before = is_now ? sort_reasons(&ratchet, record->reasons, record->n_reasons)
                                   : sort_reasons(&ratchet, record->planned_reasons, record->n_planned_reasons);
    struct reasons after = sort_reasons(&ratchet, verdict->reasons, verdict->n_reasons);
    compare_gate(&ratchet, NULL, is_now ? record->now : record->planned, verdict->state);
    compare_all_reasons(&ratchet, &before, &after);
    compare_all_rows(&ratchet, model, record);
    if (ratchet.has_failed)
        return problem_no_memory(problem);
    response->state = verdict->state;
    response->worse = ratchet.worse.items;
    response->n_worse = ratchet.worse.count;
    response->better = ratchet.better.items;
    response->n_better = ratchet.better.count;
    response->worse_count = (uint32_t)ratchet.worse.count;
    response->better_count = (uint32_t)ratchet.better.count;
    return STATUS_OK;
}
