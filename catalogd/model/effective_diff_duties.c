#include "model/effective_differ.h"

#include <assert.h>
#include <string.h>

static int compare_provisions(const void *left, const void *right) {
    return strcmp(((const Catalog__V1__EffectiveProvision *)left)->address,
                  ((const Catalog__V1__EffectiveProvision *)right)->address);
}

static bool visit_provision(struct differ *differ, void *target, const void *left, const void *right) {
    const Catalog__V1__EffectiveProvision *before = left;
    const Catalog__V1__EffectiveProvision *after = right;
    (void)target;
    assert(before != NULL || after != NULL);
    if (before != NULL && after != NULL && before->state == after->state && before->planned == after->planned)
        return true;
    Catalog__V1__ProvisionDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__ProvisionDifference);
    if (difference == NULL)
        return false;
    catalog__v1__provision_difference__init(difference);
    difference->address = after != NULL ? after->address : before->address;
    difference->control = after != NULL ? after->control : before->control;
    if (before != NULL) {
        difference->before = before->state;
        difference->planned_before = before->planned;
    }
    if (after != NULL) {
        difference->after = after->state;
        difference->planned_after = after->planned;
    }
    differ->diff->provisions[differ->diff->n_provisions++] = difference;
    return true;
}

static bool compare_all_provisions(struct differ *differ) {
    const struct differ_walk walk = {
        .before = {differ->before->provisions, differ->before->n_provisions},
        .after = {differ->after->provisions, differ->after->n_provisions},
        .compare = compare_provisions,
        .visit = visit_provision,
    };
    differ->diff->provisions = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->provisions != NULL && differ_walk(differ, &walk);
}

/* A responsibility or an assumption: they share one order of addresses. */
struct duty_view {
    char *address;
    char *statement;
    Catalog__V1__DutyState now;
    Catalog__V1__DutyState planned;
    bool is_assumption;
    bool mandatory;
};

static struct duty_view of_responsibility(const Catalog__V1__EffectiveResponsibility *duty) {
    return (struct duty_view){.address = duty->address,
                              .statement = duty->statement,
                              .now = duty->state,
                              .planned = duty->planned,
                              .mandatory = duty->mandatory};
}

static struct duty_view of_assumption(const Catalog__V1__EffectiveAssumption *duty) {
    return (struct duty_view){.address = duty->address,
                              .statement = duty->statement,
                              .now = duty->state,
                              .planned = duty->state,
                              .is_assumption = true,
                              .mandatory = true};
}

/* Both lists of MODEL merged into one, as pointers. */
static bool merge_duties(const Catalog__V1__EffectiveModel *model, struct arena *arena, struct differ_list *ret_list) {
    size_t total = model->n_responsibilities + model->n_assumptions;
    struct duty_view *views = ARENA_ARRAY(arena, struct duty_view, total + 1);
    struct duty_view **items = ARENA_ARRAY(arena, struct duty_view *, total + 1);
    if (views == NULL || items == NULL)
        return false;
    size_t left = 0;
    size_t right = 0;
    for (size_t i = 0; i < total; i++) {
        bool takes_left = right == model->n_assumptions ||
                          (left < model->n_responsibilities &&
                           strcmp(model->responsibilities[left]->address, model->assumptions[right]->address) <= 0);
        views[i] = takes_left ? of_responsibility(model->responsibilities[left++])
                              : of_assumption(model->assumptions[right++]);
        items[i] = &views[i];
    }
    *ret_list = (struct differ_list){items, total};
    return true;
}

static int compare_duties(const void *left, const void *right) {
    const struct duty_view *a = left;
    const struct duty_view *b = right;
    int order = strcmp(a->address, b->address);
    return order != 0 ? order : a->is_assumption - b->is_assumption;
}

static bool visit_duty(struct differ *differ, void *target, const void *left, const void *right) {
    const struct duty_view *before = left;
    const struct duty_view *after = right;
    const struct duty_view *shown = after != NULL ? after : before;
    (void)target;
    assert(before != NULL || after != NULL);
    if (before != NULL && after != NULL && before->now == after->now && before->planned == after->planned &&
        before->mandatory == after->mandatory)
        return true;
    Catalog__V1__DutyDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__DutyDifference);
    if (difference == NULL)
        return false;
    catalog__v1__duty_difference__init(difference);
    difference->address = shown->address;
    difference->statement = shown->statement;
    difference->is_assumption = shown->is_assumption;
    difference->mandatory = shown->mandatory;
    if (before != NULL) {
        difference->before = before->now;
        difference->planned_before = before->planned;
    }
    if (after != NULL) {
        difference->after = after->now;
        difference->planned_after = after->planned;
    }
    differ->diff->duties[differ->diff->n_duties++] = difference;
    return true;
}

static bool compare_all_duties(struct differ *differ) {
    struct differ_walk walk = {.compare = compare_duties, .visit = visit_duty};
    if (!merge_duties(differ->before, differ->arena, &walk.before) ||
        !merge_duties(differ->after, differ->arena, &walk.after))
        return false;
    differ->diff->duties = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->duties != NULL && differ_walk(differ, &walk);
}

static int compare_entries(const void *left, const void *right) {
    const Catalog__V1__EffectiveEntry *a = left;
    const Catalog__V1__EffectiveEntry *b = right;
    int order = strcmp(a->control, b->control);
    return order != 0 ? order : strcmp(a->place, b->place);
}

static bool visit_entry(struct differ *differ, void *target, const void *left, const void *right) {
    const Catalog__V1__EffectiveEntry *before = left;
    const Catalog__V1__EffectiveEntry *after = right;
    (void)target;
    assert(before != NULL || after != NULL);
    if (before != NULL && after != NULL && before->state == after->state && before->planned == after->planned)
        return true;
    Catalog__V1__EntryDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__EntryDifference);
    if (difference == NULL)
        return false;
    catalog__v1__entry_difference__init(difference);
    difference->control = after != NULL ? after->control : before->control;
    difference->place = after != NULL ? after->place : before->place;
    if (before != NULL) {
        difference->before = before->state;
        difference->planned_before = before->planned;
    }
    if (after != NULL) {
        difference->after = after->state;
        difference->planned_after = after->planned;
    }
    differ->diff->entries[differ->diff->n_entries++] = difference;
    return true;
}

static bool compare_all_entries(struct differ *differ) {
    const struct differ_walk walk = {
        .before = {differ->before->baseline, differ->before->n_baseline},
        .after = {differ->after->baseline, differ->after->n_baseline},
        .compare = compare_entries,
        .visit = visit_entry,
    };
    differ->diff->entries = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->entries != NULL && differ_walk(differ, &walk);
}

bool differ_duties(struct differ *differ) {
    return compare_all_provisions(differ) && compare_all_duties(differ) && compare_all_entries(differ);
}
