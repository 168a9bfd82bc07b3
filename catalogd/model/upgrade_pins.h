/* Locks that let go of some pins, and what differs between two locks. Shared by upgrade.c and upgrade_lock.c. */
#ifndef CATALOGD_MODEL_UPGRADE_PINS_H
#define CATALOGD_MODEL_UPGRADE_PINS_H

#include "model/effective_diff.h"
#include "model/outdated.h"

/* What is let go of the lock. */
struct upgrade_move {
    const char *const *names; /* pins to solve anew; none: NULL, 0 */
    size_t name_count;
    bool is_all;    /* every pin */
    bool is_strict; /* all other components stay where they are; else as far as they still fit */
    const struct resolve_force *forced;
    size_t forced_count;
};

/* Resolves with MOVE: its lock is the new one. What a lock does to the verdict is not in its model: see upgrade_judge.
 * Ownership, threads and errors of all here: as upgrade_steps. */
MUST_CHECK status_code upgrade_choose(const struct outdated *outdated, const struct upgrade_move *move,
                                      struct arena *arena, struct resolution *ret_resolution, struct problem *problem);

/* Resolves with LOCK, and FORCE (NULL: nothing is forced), as whoever locks to it will. */
MUST_CHECK status_code upgrade_judge(const struct outdated *outdated, const Catalog__V1__Lock *lock,
                                     const struct resolve_force *force, struct arena *arena,
                                     struct resolution *ret_resolution, struct problem *problem);

/* The version that LOCK pins of NAME; "" where it has none. Borrowed from LOCK. */
const char *upgrade_pinned(const Catalog__V1__Lock *lock, Catalog__V1__ObjectKind kind, const char *name);

/* Lists the pins in which BEFORE and AFTER differ, both in order of kind and name. */
MUST_CHECK status_code upgrade_diff_pins(const Catalog__V1__Lock *before, const Catalog__V1__Lock *after,
                                         struct arena *arena, Catalog__V1__PinDifference ***ret_pins, size_t *ret_count,
                                         struct problem *problem);

/* Says which other components AFTER would move from where they are locked, when NAME moves as it has it. */
MUST_CHECK status_code upgrade_others_text(const struct outdated *outdated, const Catalog__V1__Lock *after,
                                           const char *name, struct arena *arena, char **ret_text,
                                           struct problem *problem);

#endif
