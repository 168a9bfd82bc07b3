#include "model/upgrade_pins.h"

#include "base/limits.h"
#include "model/frozen_view.h"
#include "model/newest.h"
#include "model/text_field.h"

#include <string.h>

static status_code map_names(const struct upgrade_move *move, struct arena *arena, struct string_map *ret_names,
                             struct problem *problem) {
    string_map_init(ret_names, arena);
    for (size_t i = 0; i < move->name_count; i++) {
        if (!string_map_put(ret_names, move->names[i], text_field(move->names[i])))
            return problem_no_memory(problem);
    }
    return STATUS_OK;
}

/* A threat or control that has no other version stays, yanked as it is: without its pin there would be none. */
static status_code is_let_go(const struct outdated *outdated, const struct upgrade_move *move,
                             const struct string_map *names, const Catalog__V1__Pin *pin, bool *ret_is,
                             struct problem *problem) {
    const struct view_version *newest = NULL;
    *ret_is = move->is_all || string_map_get(names, pin->name) != NULL;
    if (!*ret_is || pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
        return STATUS_OK;
    status_code status = newest_version(outdated->view, pin->name, NULL, &newest, problem);
    *ret_is = newest != NULL;
    return status;
}

static bool keep(Catalog__V1__Lock *lock, Catalog__V1__Pin *pin, const struct upgrade_move *move,
                 struct frozen_view *frozen) {
    bool is_frozen = move->is_strict && !move->is_all && pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    lock->pins[lock->n_pins++] = pin;
    return !is_frozen || frozen_view_freeze(frozen, pin->name, pin->version);
}

/* Everything that is let go of is left out of the lock; of what is kept, components are frozen. */
static status_code loosen(const struct outdated *outdated, const struct upgrade_move *move, struct arena *arena,
                          Catalog__V1__Lock *ret_lock, struct frozen_view *frozen, struct problem *problem) {
    const Catalog__V1__Lock *lock = outdated->now.lock;
    struct string_map names;
    *ret_lock = *lock;
    ret_lock->n_pins = 0;
    ret_lock->pins = ARENA_ARRAY(arena, Catalog__V1__Pin *, lock->n_pins + 1);
    if (ret_lock->pins == NULL)
        return problem_no_memory(problem);
    status_code status = map_names(move, arena, &names, problem);
    for (size_t i = 0; status == STATUS_OK && i < lock->n_pins; i++) {
        bool is_gone = false;
        status = is_let_go(outdated, move, &names, lock->pins[i], &is_gone, problem);
        if (status == STATUS_OK && !is_gone && !keep(ret_lock, lock->pins[i], move, frozen))
            status = problem_no_memory(problem);
    }
    return status;
}

status_code upgrade_choose(const struct outdated *outdated, const struct upgrade_move *move, struct arena *arena,
                           struct resolution *ret_resolution, struct problem *problem) {
    struct resolve_options options = outdated->options;
    struct frozen_view frozen;
    Catalog__V1__Lock lock;
    frozen_view_init(&frozen, arena, outdated->view);
    status_code status = loosen(outdated, move, arena, &lock, &frozen, problem);
    if (status != STATUS_OK)
        return status;
    options.lock = &lock;
    options.forced = move->forced;
    options.forced_count = move->forced_count;
    return resolve(outdated->object, &frozen.view, &options, arena, ret_resolution, problem);
}

status_code upgrade_judge(const struct outdated *outdated, const Catalog__V1__Lock *lock,
                          const struct resolve_force *force, struct arena *arena, struct resolution *ret_resolution,
                          struct problem *problem) {
    struct resolve_options options = outdated->options;
    options.lock = lock;
    options.forced = force;
    options.forced_count = force != NULL;
    return resolve(outdated->object, outdated->view, &options, arena, ret_resolution, problem);
}

const char *upgrade_pinned(const Catalog__V1__Lock *lock, Catalog__V1__ObjectKind kind, const char *name) {
    for (size_t i = 0; i < lock->n_pins; i++) {
        if (lock->pins[i]->kind == kind && strcmp(lock->pins[i]->name, name) == 0)
            return lock->pins[i]->version;
    }
    return "";
}

/* In order of kind and name; what is not there comes after everything. */
static int compare_pins(const Catalog__V1__Pin *a, const Catalog__V1__Pin *b) {
    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return strcmp(a->name, b->name);
}

static Catalog__V1__PinDifference *difference_of(const Catalog__V1__Pin *before, const Catalog__V1__Pin *after,
                                                 struct arena *arena) {
    const Catalog__V1__Pin *either = after != NULL ? after : before;
    Catalog__V1__PinDifference *difference = ARENA_NEW(arena, Catalog__V1__PinDifference);
    if (difference == NULL)
        return NULL;
    catalog__v1__pin_difference__init(difference);
    difference->kind = either->kind;
    difference->name = either->name;
    if (before != NULL)
        difference->before = before->version;
    if (after != NULL)
        difference->after = after->version;
    return difference;
}

static const Catalog__V1__Pin *pin_at(const Catalog__V1__Lock *lock, size_t index) {
    return index < lock->n_pins ? lock->pins[index] : NULL;
}

status_code upgrade_diff_pins(const Catalog__V1__Lock *before, const Catalog__V1__Lock *after, struct arena *arena,
                              Catalog__V1__PinDifference ***ret_pins, size_t *ret_count, struct problem *problem) {
    size_t left = 0;
    size_t right = 0;
    size_t count = 0;
    Catalog__V1__PinDifference **pins =
        ARENA_ARRAY(arena, Catalog__V1__PinDifference *, before->n_pins + after->n_pins + 1);
    if (pins == NULL)
        return problem_no_memory(problem);
    while (left < before->n_pins || right < after->n_pins) {
        const Catalog__V1__Pin *old = pin_at(before, left);
        const Catalog__V1__Pin *new = pin_at(after, right);
        int order = compare_pins(old, new);
        left += order <= 0;
        right += order >= 0;
        if (order == 0 && strcmp(old->version, new->version) == 0)
            continue;
        pins[count] = difference_of(order <= 0 ? old : NULL, order >= 0 ? new : NULL, arena);
        if (pins[count++] == NULL)
            return problem_no_memory(problem);
    }
    *ret_pins = pins;
    *ret_count = count;
    return STATUS_OK;
}

static bool has_moved(const Catalog__V1__PinDifference *pin, const char *name) {
    return pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT && strcmp(pin->name, name) != 0 &&
           pin->before[0] != '\0' && pin->after[0] != '\0';
}

/* All of PINS but NAME's, as far as LIMIT_ADVICE_EXAMPLES goes. NULL: no room. */
static char *list_moved(Catalog__V1__PinDifference *const *pins, size_t count, const char *name, struct arena *arena) {
    const char *list = "";
    size_t moved = 0;
    for (size_t i = 0; list != NULL && i < count; i++) {
        if (!has_moved(pins[i], name) || ++moved > LIMIT_ADVICE_EXAMPLES)
            continue;
        list = arena_printf(arena, "%s%s%s from %s to %s", list, *list == '\0' ? "" : ", ", pins[i]->name,
                            pins[i]->before, pins[i]->after);
    }
    if (list == NULL)
        return NULL;
    return moved > LIMIT_ADVICE_EXAMPLES ? arena_printf(arena, "Other pins must move with it: %s, and %zu more.", list,
                                                        moved - LIMIT_ADVICE_EXAMPLES)
                                         : arena_printf(arena, "Other pins must move with it: %s.", list);
}

status_code upgrade_others_text(const struct outdated *outdated, const Catalog__V1__Lock *after, const char *name,
                                struct arena *arena, char **ret_text, struct problem *problem) {
    Catalog__V1__PinDifference **pins = NULL;
    size_t count = 0;
    status_code status = upgrade_diff_pins(outdated->now.lock, after, arena, &pins, &count, problem);
    if (status != STATUS_OK)
        return status;
    *ret_text = list_moved(pins, count, name, arena);
    return *ret_text == NULL ? problem_no_memory(problem) : STATUS_OK;
}
