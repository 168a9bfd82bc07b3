#include "model/upgrade.h"

#include "model/impact.h"
#include "model/requirement_change.h"
#include "model/text_field.h"
#include "model/upgrade_pins.h"

#include <string.h>

/* Looking for the steps about one pin. */
struct search {
    const struct outdated *outdated;
    Catalog__V1__OutdatedPin *pin;
    bool with_changes;
    struct arena *arena;
    struct problem *problem;
    const char *reached; /* the version that the first step comes to */
    Catalog__V1__UpgradeStep **steps;
    size_t count;
};

static bool is_component(const struct search *search) {
    return search->pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
}

/* Resolves without the pin. VERSION is forced unless it is NULL: then all other components stay where they are. */
static status_code try_version(const struct search *search, const char *version, struct resolution *ret_resolution) {
    const char *const names[] = {search->pin->name};
    const struct resolve_force force = {.component = search->pin->name, .version = version};
    const struct upgrade_move move = {.names = names,
                                      .name_count = 1,
                                      .is_strict = version == NULL,
                                      .forced = &force,
                                      .forced_count = version != NULL && is_component(search)};
    return upgrade_choose(search->outdated, &move, search->arena, ret_resolution, search->problem);
}

static status_code compare(const struct search *search, const struct resolution *chosen,
                           Catalog__V1__UpgradeStep *step) {
    const struct outdated *outdated = search->outdated;
    const struct resolve_force force = {.component = step->name, .version = search->pin->newest};
    struct resolution judged;
    status_code status =
        upgrade_judge(outdated, chosen->lock, step->is_beyond ? &force : NULL, search->arena, &judged, search->problem);
    if (status == STATUS_OK)
        status = effective_diff(outdated->now.model, judged.model, search->arena, &step->difference, search->problem);
    return status == STATUS_OK ? upgrade_diff_pins(outdated->now.lock, judged.lock, search->arena, &step->pins,
                                                   &step->n_pins, search->problem)
                               : status;
}

/* The step from the locked version to VERSION, as CHOSEN has it. */
static status_code add_step(struct search *search, const struct resolution *chosen, const char *version,
                            bool is_beyond) {
    Catalog__V1__UpgradeStep *step = ARENA_NEW(search->arena, Catalog__V1__UpgradeStep);
    if (step == NULL)
        return problem_no_memory(search->problem);
    catalog__v1__upgrade_step__init(step);
    step->kind = search->pin->kind;
    step->name = search->pin->name;
    step->before = search->pin->locked;
    step->after = text_field(version);
    step->is_beyond = is_beyond;
    search->steps[search->count++] = step;
    const struct resolve_force force = {.component = step->name, .version = version};
    status_code status = requirement_changes(chosen, &force, 1, search->arena, &step->requirements,
                                             &step->n_requirements, search->problem);
    if (status != STATUS_OK)
        return status;
    if (chosen->conflict != NULL) {
        step->conflict = text_field(chosen->conflict);
        return STATUS_OK;
    }
    return search->with_changes ? compare(search, chosen, step) : STATUS_OK;
}

/* The requirements on it admit more than was chosen: either nothing else fits then, or other pins stand against it. */
static status_code explain_short(struct search *search) {
    struct resolution forced;
    status_code status = try_version(search, search->pin->admitted, &forced);
    if (status != STATUS_OK)
        return status;
    if (forced.conflict != NULL) {
        search->pin->conflict = text_field(forced.conflict);
        return STATUS_OK;
    }
    return upgrade_others_text(search->outdated, forced.lock, search->pin->name, search->arena, &search->pin->conflict,
                               search->problem);
}

static status_code step_within(struct search *search) {
    Catalog__V1__OutdatedPin *pin = search->pin;
    struct resolution chosen;
    if (pin->is_overridden || strcmp(pin->admitted, pin->locked) == 0 || pin->admitted[0] == '\0')
        return STATUS_OK;
    status_code status = try_version(search, NULL, &chosen);
    if (status != STATUS_OK)
        return status;
    if (chosen.conflict != NULL) {
        pin->conflict = text_field(chosen.conflict);
        return add_step(search, &chosen, pin->admitted, false);
    }
    search->reached = upgrade_pinned(chosen.lock, pin->kind, pin->name);
    if (strcmp(search->reached, pin->locked) != 0)
        status = add_step(search, &chosen, search->reached, false);
    if (status == STATUS_OK && strcmp(search->reached, pin->admitted) != 0)
        status = explain_short(search);
    return status;
}

static status_code step_beyond(struct search *search) {
    Catalog__V1__OutdatedPin *pin = search->pin;
    struct resolution chosen;
    if (pin->is_overridden || !is_component(search) || pin->newest[0] == '\0' ||
        strcmp(pin->newest, pin->locked) == 0 || strcmp(pin->newest, search->reached) == 0)
        return STATUS_OK;
    status_code status = try_version(search, pin->newest, &chosen);
    if (status == STATUS_OK && chosen.conflict != NULL && pin->conflict[0] == '\0')
        pin->conflict = text_field(chosen.conflict);
    if (status != STATUS_OK)
        return status;
    const char *after = chosen.conflict != NULL ? pin->newest : upgrade_pinned(chosen.lock, pin->kind, pin->name);
    return add_step(search, &chosen, after, true);
}

status_code upgrade_steps(const struct outdated *outdated, Catalog__V1__OutdatedPin *pin, bool with_changes,
                          struct arena *arena, Catalog__V1__UpgradeStep *ret_steps[UPGRADE_STEPS_MAX],
                          size_t *ret_count, struct problem *problem) {
    struct search search = {.outdated = outdated,
                            .pin = pin,
                            .with_changes = with_changes,
                            .arena = arena,
                            .problem = problem,
                            .reached = pin->locked,
                            .steps = ret_steps};
    status_code status = step_within(&search);
    if (status == STATUS_OK)
        status = step_beyond(&search);
    *ret_count = search.count;
    return status;
}

/* Nothing is known of a step without a difference. */
static int compare_harm(const Catalog__V1__EffectiveDiff *a, const Catalog__V1__EffectiveDiff *b) {
    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    const struct impact_damage left = impact_damage_of(a);
    const struct impact_damage right = impact_damage_of(b);
    int order = a->is_worse - b->is_worse;
    if (order == 0)
        order = impact_damage_compare(&right, &left);
    return order != 0 ? order : (a->rows_won < b->rows_won) - (a->rows_won > b->rows_won);
}

int upgrade_step_compare(const Catalog__V1__UpgradeStep *a, const Catalog__V1__UpgradeStep *b) {
    int order = (a->conflict[0] != '\0') - (b->conflict[0] != '\0');
    if (order == 0)
        order = compare_harm(a->difference, b->difference);
    if (order == 0)
        order = a->is_beyond - b->is_beyond;
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order != 0 ? order : strcmp(a->name, b->name);
}
