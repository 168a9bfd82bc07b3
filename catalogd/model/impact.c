#include "model/impact.h"

#include "base/vector.h"
#include "model/effective_diff.h"
#include "model/impact_path.h"
#include "model/object.h"
#include "model/text_field.h"

#include <string.h>

struct analysis {
    const struct impact_change *change;
    const struct impact_consumer *consumer;
    struct arena *arena;
    struct problem *problem;
    struct resolution before;
    struct resolution after;
    Catalog__V1__ConsumerImpact *impact;
};

static bool is_changed(const struct impact_change *change, const char *name) {
    for (size_t i = 0; i < change->name_count; i++) {
        if (strcmp(change->names[i], name) == 0)
            return true;
    }
    return false;
}

/* Whether MODEL stands on the component of DRAFT, and on another version of it. */
static bool is_elsewhere(const Catalog__V1__EffectiveModel *model, const struct resolve_force *draft) {
    for (size_t i = 0; i < model->n_instances; i++) {
        const Catalog__V1__Instance *instance = model->instances[i];
        if (strcmp(instance->component, draft->component) == 0)
            return strcmp(instance->version, draft->version) != 0;
    }
    return false;
}

static bool stands_on(const Catalog__V1__EffectiveModel *model, const char *component) {
    for (size_t i = 0; i < model->n_instances; i++) {
        if (strcmp(model->instances[i]->component, component) == 0)
            return true;
    }
    return false;
}

/* One that has no versions at all once the change is made may still move by force. */
static bool has_not_moved(const struct analysis *analysis, const struct resolve_force *draft) {
    return is_elsewhere(analysis->after.model, draft) ||
           (stands_on(analysis->before.model, draft->component) && !stands_on(analysis->after.model, draft->component));
}

static bool is_draft(const struct impact_change *change, const char *name) {
    for (size_t i = 0; i < change->draft_count; i++) {
        if (strcmp(change->drafts[i].component, name) == 0)
            return true;
    }
    return false;
}

static bool needs_upgrade(const struct analysis *analysis) {
    const struct impact_change *change = analysis->change;
    const Catalog__V1__Lock *lock = analysis->consumer->options_after.lock;
    for (size_t i = 0; i < change->draft_count; i++) {
        if (has_not_moved(analysis, &change->drafts[i]))
            return true;
    }
    for (size_t i = 0; lock != NULL && i < lock->n_pins; i++) {
        if (is_changed(change, lock->pins[i]->name) && !is_draft(change, lock->pins[i]->name))
            return true;
    }
    return false;
}

/* LOCK without the pins of what changes. */
static status_code loosen(const struct analysis *analysis, const Catalog__V1__Lock *lock,
                          Catalog__V1__Lock *ret_loosened) {
    *ret_loosened = *lock;
    ret_loosened->n_pins = 0;
    ret_loosened->pins = ARENA_ARRAY(analysis->arena, Catalog__V1__Pin *, lock->n_pins + 1);
    if (ret_loosened->pins == NULL)
        return problem_no_memory(analysis->problem);
    for (size_t i = 0; i < lock->n_pins; i++) {
        if (!is_changed(analysis->change, lock->pins[i]->name))
            ret_loosened->pins[ret_loosened->n_pins++] = lock->pins[i];
    }
    return STATUS_OK;
}

static char *admitting(const struct analysis *analysis, const char *component) {
    for (size_t i = 0; i < analysis->change->draft_count; i++) {
        if (strcmp(analysis->change->drafts[i].component, component) == 0)
            return arena_printf(analysis->arena, "^%s", analysis->change->drafts[i].version);
    }
    return text_field("");
}

static status_code list_requirements(const struct analysis *analysis, const struct resolution *upgraded) {
    Catalog__V1__ConsumerImpact *impact = analysis->impact;
    impact->requirements =
        ARENA_ARRAY(analysis->arena, Catalog__V1__RequirementChange *, upgraded->overruled_count + 1);
    if (impact->requirements == NULL)
        return problem_no_memory(analysis->problem);
    for (size_t i = 0; i < upgraded->overruled_count; i++) {
        const struct solver_reason *reason = &upgraded->overruled[i];
        Catalog__V1__RequirementChange *change = ARENA_NEW(analysis->arena, Catalog__V1__RequirementChange);
        char *after = admitting(analysis, reason->component);
        if (change == NULL || after == NULL)
            return problem_no_memory(analysis->problem);
        catalog__v1__requirement_change__init(change);
        change->declared_by = reason->declared_by[0] == '\0' ? impact->name : text_field(reason->declared_by);
        change->declared_version = text_field(reason->declared_version);
        change->alias = text_field(reason->alias);
        change->component = text_field(reason->component);
        change->before = text_field(reason->requirement);
        change->after = after;
        impact->requirements[impact->n_requirements++] = change;
    }
    return STATUS_OK;
}

static status_code upgrade(struct analysis *analysis) {
    struct resolve_options options = analysis->consumer->options_after;
    struct resolution upgraded;
    Catalog__V1__Lock loosened;
    status_code status = STATUS_OK;
    if (!needs_upgrade(analysis))
        return STATUS_OK;
    options.forced = analysis->change->drafts;
    options.forced_count = analysis->change->draft_count;
    if (options.lock != NULL) {
        status = loosen(analysis, options.lock, &loosened);
        options.lock = &loosened;
    }
    if (status == STATUS_OK)
        status = resolve(analysis->consumer->after, analysis->change->after, &options, analysis->arena, &upgraded,
                         analysis->problem);
    if (status == STATUS_OK)
        status = effective_diff(analysis->before.model, upgraded.model, analysis->arena, &analysis->impact->on_upgrade,
                                analysis->problem);
    return status == STATUS_OK ? list_requirements(analysis, &upgraded) : status;
}

static status_code begin(struct analysis *analysis) {
    const struct impact_consumer *consumer = analysis->consumer;
    const Catalog__V1__Model *model = object_model(consumer->before);
    Catalog__V1__ConsumerImpact *impact = ARENA_NEW(analysis->arena, Catalog__V1__ConsumerImpact);
    if (impact == NULL)
        return problem_no_memory(analysis->problem);
    catalog__v1__consumer_impact__init(impact);
    impact->name = text_field(object_name(consumer->before));
    impact->version = text_field(consumer->version);
    impact->kind = object_kind(consumer->before);
    impact->is_locked = consumer->options_before.lock != NULL;
    if (model != NULL) {
        impact->owner = model->owner;
        impact->workload = model->workload;
    }
    analysis->impact = impact;
    return STATUS_OK;
}

static status_code compare(struct analysis *analysis) {
    const struct impact_change *change = analysis->change;
    const struct impact_consumer *consumer = analysis->consumer;
    status_code status = resolve(consumer->before, change->before, &consumer->options_before, analysis->arena,
                                 &analysis->before, analysis->problem);
    if (status == STATUS_OK)
        status = resolve(consumer->after, change->after, &consumer->options_after, analysis->arena, &analysis->after,
                         analysis->problem);
    if (status == STATUS_OK)
        status = effective_diff(analysis->before.model, analysis->after.model, analysis->arena,
                                &analysis->impact->on_commit, analysis->problem);
    return status;
}

status_code impact_analyze(const struct impact_change *change, const struct impact_consumer *consumer,
                           struct arena *arena, Catalog__V1__ConsumerImpact **ret_impact, struct problem *problem) {
    struct analysis analysis = {.change = change, .consumer = consumer, .arena = arena, .problem = problem};
    status_code status = begin(&analysis);
    if (status == STATUS_OK)
        status = compare(&analysis);
    if (status == STATUS_OK)
        status = upgrade(&analysis);
    if (status == STATUS_OK)
        status = impact_paths(change, analysis.before.model, analysis.after.model, arena, analysis.impact, problem);
    if (status != STATUS_OK)
        return status;
    Catalog__V1__ConsumerImpact *impact = analysis.impact;
    impact->is_worse = impact->on_commit->is_worse || (impact->on_upgrade != NULL && impact->on_upgrade->is_worse);
    *ret_impact = impact;
    return STATUS_OK;
}

bool impact_is_affected(const Catalog__V1__ConsumerImpact *impact) {
    return !effective_diff_is_empty(impact->on_commit) ||
           (impact->on_upgrade != NULL && !effective_diff_is_empty(impact->on_upgrade));
}

struct impact_damage impact_damage_of(const Catalog__V1__EffectiveDiff *diff) {
    if (diff == NULL)
        return (struct impact_damage){0};
    return (struct impact_damage){.verdict_fall = (int)diff->now_before - (int)diff->now_after,
                                  .band_gained = diff->highest_band_gained,
                                  .rows_lost = diff->rows_lost};
}

int impact_damage_compare(const struct impact_damage *a, const struct impact_damage *b) {
    if (a->verdict_fall != b->verdict_fall)
        return a->verdict_fall > b->verdict_fall ? -1 : 1;
    if (a->band_gained != b->band_gained)
        return a->band_gained > b->band_gained ? -1 : 1;
    return (a->rows_lost < b->rows_lost) - (a->rows_lost > b->rows_lost);
}

void impact_count(const Catalog__V1__ConsumerImpact *impact, Catalog__V1__ImpactSummary *summary) {
    const Catalog__V1__EffectiveDiff *diff = impact->on_commit;
    bool is_affected = impact_is_affected(impact);
    summary->affected += is_affected;
    summary->unaffected += !is_affected;
    summary->worse_on_commit += diff->is_worse;
    summary->worse_on_upgrade += impact->on_upgrade != NULL && impact->on_upgrade->is_worse;
    summary->verdicts_fallen += diff->now_after < diff->now_before;
    summary->rows_lost += diff->rows_lost;
    for (size_t i = 0; i < diff->n_decisions; i++)
        summary->decisions_lapsed += diff->decisions[i]->before;
}
