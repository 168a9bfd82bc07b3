#include "model/impact.h"

#include "base/string_map.h"
#include "model/effective_diff.h"
#include "model/impact_path.h"
#include "model/object.h"
#include "model/requirement_change.h"
#include "model/text_field.h"

#include <string.h>

struct analysis {
    const struct impact_change *change;
    const struct impact_consumer *consumer;
    struct arena *arena;
    struct problem *problem;
    struct string_map changed; /* names of what changes */
    struct string_map drafts;  /* name to the version forced */
    struct resolution before;
    struct resolution after;
    Catalog__V1__ConsumerImpact *impact;
};

static bool is_changed(const struct analysis *analysis, const char *name) {
    return string_map_get(&analysis->changed, name) != NULL;
}

static bool is_draft(const struct analysis *analysis, const char *name) {
    return string_map_get(&analysis->drafts, name) != NULL;
}

/* The version of every component that MODEL stands on. */
static bool map_versions(const Catalog__V1__EffectiveModel *model, struct arena *arena,
                         struct string_map *ret_versions) {
    string_map_init(ret_versions, arena);
    for (size_t i = 0; i < model->n_instances; i++) {
        if (!string_map_put(ret_versions, model->instances[i]->component, model->instances[i]->version))
            return false;
    }
    return true;
}

/* Whether the consumer stands on the component of DRAFT, and on another version of it. One that has no versions at all
 * once the change is made may still move by force. */
static bool has_not_moved(const struct resolve_force *draft, const struct string_map *before,
                          const struct string_map *after) {
    const char *version = string_map_get(after, draft->component);
    return version != NULL ? strcmp(version, draft->version) != 0 : string_map_get(before, draft->component) != NULL;
}

static status_code needs_upgrade(const struct analysis *analysis, bool *ret_needs) {
    const struct impact_change *change = analysis->change;
    const Catalog__V1__Lock *lock = analysis->consumer->options_after.lock;
    struct string_map before;
    struct string_map after;
    if (!map_versions(analysis->before.model, analysis->arena, &before) ||
        !map_versions(analysis->after.model, analysis->arena, &after))
        return problem_no_memory(analysis->problem);
    *ret_needs = false;
    for (size_t i = 0; !*ret_needs && i < change->draft_count; i++)
        *ret_needs = has_not_moved(&change->drafts[i], &before, &after);
    for (size_t i = 0; !*ret_needs && lock != NULL && i < lock->n_pins; i++)
        *ret_needs = is_changed(analysis, lock->pins[i]->name) && !is_draft(analysis, lock->pins[i]->name);
    return STATUS_OK;
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
        if (!is_changed(analysis, lock->pins[i]->name))
            ret_loosened->pins[ret_loosened->n_pins++] = lock->pins[i];
    }
    return STATUS_OK;
}

static status_code upgrade(struct analysis *analysis) {
    struct resolve_options options = analysis->consumer->options_after;
    struct resolution upgraded;
    Catalog__V1__Lock loosened;
    bool is_needed = false;
    status_code status = needs_upgrade(analysis, &is_needed);
    if (status != STATUS_OK || !is_needed)
        return status;
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
    return status == STATUS_OK ? requirement_changes(&upgraded, options.forced, options.forced_count, analysis->arena,
                                                     &analysis->impact->requirements, &analysis->impact->n_requirements,
                                                     analysis->problem)
                               : status;
}

static status_code index_change(struct analysis *analysis) {
    const struct impact_change *change = analysis->change;
    bool is_whole = true;
    string_map_init(&analysis->changed, analysis->arena);
    string_map_init(&analysis->drafts, analysis->arena);
    for (size_t i = 0; is_whole && i < change->name_count; i++)
        is_whole = string_map_put(&analysis->changed, change->names[i], text_field(change->names[i]));
    for (size_t i = 0; is_whole && i < change->draft_count; i++)
        is_whole =
            string_map_put(&analysis->drafts, change->drafts[i].component, text_field(change->drafts[i].version));
    return is_whole ? STATUS_OK : problem_no_memory(analysis->problem);
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
    return index_change(analysis);
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
        status = impact_paths(&analysis.changed, analysis.before.model, analysis.after.model, arena, analysis.impact,
                              problem);
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
