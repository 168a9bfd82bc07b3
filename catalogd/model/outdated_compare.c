#include "model/outdated.h"

#include "model/lag.h"
#include "model/newest.h"
#include "model/object.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <string.h>

status_code outdated_find_version(const struct catalog_view *view, const Catalog__V1__Pin *pin,
                                  const struct view_version **ret_version, struct problem *problem) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = view->versions(view->context, pin->name, &versions, &count, problem);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (versions[i].kind == pin->kind && strcmp(versions[i].version, pin->version) == 0) {
            *ret_version = &versions[i];
            return STATUS_OK;
        }
    }
    return problem_set(problem, STATUS_DATA_LOSS, "VERSION_LOST", "%s@%s was chosen and is not there", pin->name,
                       pin->version);
}

/* What one comparison works with. */
struct comparison {
    const struct outdated *outdated;
    const struct view_version *version;
    const struct outdated_requirement *requirements;
    struct semver locked;
    struct lag lag;
    struct arena *arena;
    struct problem *problem;
    Catalog__V1__OutdatedPin *pin;
};

static bool admit(const struct outdated_requirement *requirements, const struct semver *number) {
    for (; requirements != NULL; requirements = requirements->next) {
        if (!requirement_admits(&requirements->range, number))
            return false;
    }
    return true;
}

/* The greatest version that may be chosen and that every requirement admits. One without requirements, a threat or a
 * control, is the newest release. */
static status_code find_admitted(struct comparison *comparison, const char **ret_version) {
    const struct catalog_view *view = comparison->outdated->view;
    const struct view_version *versions = NULL;
    size_t count = 0;
    struct semver best = {0};
    status_code status = view->versions(view->context, comparison->pin->name, &versions, &count, comparison->problem);
    *ret_version = "";
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct semver number;
        if (!view_version_is_choosable(&versions[i]) ||
            semver_parse(slice_text(versions[i].version), &number, NULL) != STATUS_OK ||
            !admit(comparison->requirements, &number))
            continue;
        if (**ret_version != '\0' && semver_compare(&number, &best) <= 0)
            continue;
        best = number;
        *ret_version = versions[i].version;
    }
    return status;
}

/* Of a version that nobody may choose anew there may be an older one. */
static status_code set_newest(struct comparison *comparison) {
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    const struct view_version *newest = NULL;
    if (comparison->lag.newest_text != NULL) {
        pin->newest = text_field(comparison->lag.newest_text);
        return STATUS_OK;
    }
    if (view_version_is_choosable(comparison->version)) {
        pin->newest = pin->locked;
        return STATUS_OK;
    }
    status_code status = newest_version(comparison->outdated->view, pin->name, NULL, &newest, comparison->problem);
    if (status == STATUS_OK && newest != NULL)
        pin->newest = text_field(newest->version);
    return status;
}

static status_code set_admitted(struct comparison *comparison) {
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    const char *admitted = "";
    struct semver number;
    bool is_free = comparison->requirements == NULL;
    pin->admitted = is_free ? pin->newest : pin->locked;
    if (is_free || pin->is_overridden)
        return STATUS_OK;
    status_code status = find_admitted(comparison, &admitted);
    if (status != STATUS_OK)
        return status;
    bool is_above = semver_parse(slice_text(admitted), &number, NULL) == STATUS_OK &&
                    semver_compare(&number, &comparison->locked) > 0;
    if (is_above || !view_version_is_choosable(comparison->version))
        pin->admitted = text_field(admitted);
    return STATUS_OK;
}

static Catalog__V1__VersionBump bump_between(const struct semver *from, const struct semver *to) {
    if (to->major != from->major)
        return CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR;
    return to->minor != from->minor ? CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR
                                    : CATALOG__V1__VERSION_BUMP__VERSION_BUMP_PATCH;
}

static Catalog__V1__Timestamp *new_time(struct arena *arena, time_ns time) {
    Catalog__V1__Timestamp *stamp = ARENA_NEW(arena, Catalog__V1__Timestamp);
    if (stamp != NULL)
        *stamp = timestamp_of(time);
    return stamp;
}

static status_code set_lag(struct comparison *comparison) {
    const struct lag *lag = &comparison->lag;
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    time_ns at = comparison->outdated->options.at;
    if (lag->newest_text == NULL)
        return STATUS_OK;
    uint64_t majors = lag->newest.major - comparison->locked.major;
    pin->bump = bump_between(&comparison->locked, &lag->newest);
    pin->majors_behind = majors > UINT32_MAX ? UINT32_MAX : (uint32_t)majors;
    pin->days_behind = at > lag->since ? (uint32_t)(((uint64_t)at - (uint64_t)lag->since) / NS_PER_DAY) : 0;
    pin->first_missed_at = new_time(comparison->arena, lag->since);
    return pin->first_missed_at == NULL ? problem_no_memory(comparison->problem) : STATUS_OK;
}

static status_code set_state(struct comparison *comparison) {
    const struct view_version *version = comparison->version;
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    pin->state = version->state;
    pin->reason = text_field(version->reason);
    if (version->state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED)
        return STATUS_OK;
    pin->replaced_by = text_field(version->replaced_by);
    if (version->sunset == INT64_MAX)
        return STATUS_OK;
    pin->sunset = new_time(comparison->arena, version->sunset);
    return pin->sunset == NULL ? problem_no_memory(comparison->problem) : STATUS_OK;
}

static status_code set_advisories(struct comparison *comparison) {
    const Catalog__V1__EffectiveModel *model = comparison->outdated->now.model;
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    pin->advisories = ARENA_ARRAY(comparison->arena, char *, model->n_advisories + 1);
    if (pin->advisories == NULL)
        return problem_no_memory(comparison->problem);
    for (size_t i = 0; i < model->n_advisories; i++) {
        if (strcmp(model->advisories[i]->object, pin->name) == 0)
            pin->advisories[pin->n_advisories++] = model->advisories[i]->id;
    }
    return STATUS_OK;
}

static Catalog__V1__RequirementChange *change_of(struct comparison *comparison,
                                                 const struct outdated_requirement *requirement) {
    Catalog__V1__RequirementChange *change = ARENA_NEW(comparison->arena, Catalog__V1__RequirementChange);
    if (change == NULL)
        return NULL;
    catalog__v1__requirement_change__init(change);
    change->declared_by = text_field(requirement->declared_by);
    change->declared_version = text_field(requirement->declared_version);
    change->alias = requirement->dependency->alias;
    change->component = requirement->dependency->component;
    change->before = requirement->dependency->requirement;
    change->after = arena_printf(comparison->arena, "^%s", comparison->pin->newest);
    return change->after == NULL ? NULL : change;
}

static status_code set_held_by(struct comparison *comparison) {
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    struct semver newest;
    size_t count = 0;
    if (semver_parse(slice_text(pin->newest), &newest, NULL) != STATUS_OK)
        return STATUS_OK;
    for (const struct outdated_requirement *each = comparison->requirements; each != NULL; each = each->next)
        count++;
    pin->held_by = ARENA_ARRAY(comparison->arena, Catalog__V1__RequirementChange *, count + 1);
    if (pin->held_by == NULL)
        return problem_no_memory(comparison->problem);
    for (const struct outdated_requirement *each = comparison->requirements; each != NULL; each = each->next) {
        if (requirement_admits(&each->range, &newest))
            continue;
        pin->held_by[pin->n_held_by] = change_of(comparison, each);
        if (pin->held_by[pin->n_held_by++] == NULL)
            return problem_no_memory(comparison->problem);
    }
    return STATUS_OK;
}

static bool is_overridden(const struct outdated *outdated, const char *component) {
    const Catalog__V1__Model *model = object_model(outdated->object);
    for (size_t i = 0; i < model->n_overrides; i++) {
        if (strcmp(model->overrides[i]->component, component) == 0)
            return true;
    }
    return false;
}

/* Requirements on what is no component are none. */
static status_code begin(struct comparison *comparison, const Catalog__V1__Pin *locked) {
    const struct outdated *outdated = comparison->outdated;
    Catalog__V1__OutdatedPin *pin = comparison->pin;
    catalog__v1__outdated_pin__init(pin);
    pin->kind = locked->kind;
    pin->name = locked->name;
    pin->locked = locked->version;
    if (pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT) {
        comparison->requirements = string_map_get(&outdated->requirements, pin->name);
        pin->is_direct = comparison->requirements != NULL && comparison->requirements->declared_version[0] == '\0';
        pin->is_overridden = is_overridden(outdated, pin->name);
    }
    status_code status = semver_parse(slice_text(pin->locked), &comparison->locked, comparison->problem);
    if (status == STATUS_OK)
        status = outdated_find_version(outdated->view, locked, &comparison->version, comparison->problem);
    return status == STATUS_OK
               ? lag_find(outdated->view, pin->name, &comparison->locked, &comparison->lag, comparison->problem)
               : status;
}

status_code outdated_compare(const struct outdated *outdated, size_t index, struct arena *arena,
                             Catalog__V1__OutdatedPin **ret_pin, struct problem *problem) {
    static status_code (*const steps[])(struct comparison *) = {set_newest, set_admitted,   set_lag,
                                                                set_state,  set_advisories, set_held_by};
    struct comparison comparison = {
        .outdated = outdated, .arena = arena, .problem = problem, .pin = ARENA_NEW(arena, Catalog__V1__OutdatedPin)};
    if (comparison.pin == NULL)
        return problem_no_memory(problem);
    status_code status = begin(&comparison, outdated->now.lock->pins[index]);
    for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(steps); i++)
        status = steps[i](&comparison);
    if (status == STATUS_OK)
        *ret_pin = comparison.pin;
    return status;
}

bool outdated_is_current(const Catalog__V1__OutdatedPin *pin) {
    return pin->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED && pin->n_advisories == 0 &&
           strcmp(pin->newest, pin->locked) == 0 && strcmp(pin->admitted, pin->locked) == 0;
}
