#include "cli/csv_message.h"

#include "cli/csv_cells.h"

#include "catalog/v1/upgrade_service.pb-c.h"

/* "billing/upload: keys ^1.0" for each requirement that holds back. */
static const char *holders(struct arena *arena, const Catalog__V1__OutdatedPin *pin) {
    char **texts = ARENA_ARRAY(arena, char *, pin->n_held_by + 1);
    for (size_t i = 0; texts != NULL && i < pin->n_held_by; i++) {
        const Catalog__V1__RequirementChange *held = pin->held_by[i];
        texts[i] = arena_printf(arena, "%s%s%s: %s %s", held->declared_by, held->declared_version[0] == '\0' ? "" : "@",
                                held->declared_version, held->alias, held->before);
        if (texts[i] == NULL)
            return "";
    }
    return texts == NULL ? "" : words_joined(arena, texts, pin->n_held_by);
}

void csv_outdated(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListOutdatedResponse *list = (const Catalog__V1__ListOutdatedResponse *)message;
    struct arena arena;
    arena_init(&arena, 0);
    ROW(page, "kind", "name", "locked", "admitted", "newest", "bump", "majors_behind", "days_behind", "first_missed_at",
        "state", "replaced_by", "sunset", "reason", "advisories", "held_by", "conflict", "direct", "overridden");
    for (size_t i = 0; i < list->n_pins; i++) {
        const Catalog__V1__OutdatedPin *pin = list->pins[i];
        struct word kind = value_of(&catalog__v1__object_kind__descriptor, (int)pin->kind);
        struct word bump = value_of(&catalog__v1__version_bump__descriptor, (int)pin->bump);
        struct word majors = number_of(pin->majors_behind);
        struct word days = number_of(pin->days_behind);
        struct word missed = time_of(pin->first_missed_at);
        struct word state = value_of(&catalog__v1__lifecycle_state__descriptor, (int)pin->state);
        struct word sunset = time_of(pin->sunset);
        ROW(page, kind.text, pin->name, pin->locked, pin->admitted, pin->newest, bump.text, majors.text, days.text,
            missed.text, state.text, pin->replaced_by, sunset.text, pin->reason,
            words_joined(&arena, pin->advisories, pin->n_advisories), holders(&arena, pin), pin->conflict,
            pin->is_direct ? "true" : "false", pin->is_overridden ? "true" : "false");
        arena_reset(&arena);
    }
    arena_done(&arena);
}
