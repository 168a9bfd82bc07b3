#include "cli/lock_check.h"

#include "cli/words.h"

#include <string.h>

static const Catalog__V1__Pin *find(const Catalog__V1__Lock *lock, const Catalog__V1__Pin *wanted) {
    for (size_t i = 0; i < lock->n_pins; i++) {
        const Catalog__V1__Pin *pin = lock->pins[i];
        if (pin->kind == wanted->kind && strcmp(pin->name, wanted->name) == 0)
            return pin;
    }
    return NULL;
}

static bool has_other_content(const Catalog__V1__Pin *kept, const Catalog__V1__Pin *pin) {
    return pin->content_digest[0] != '\0' && strcmp(kept->content_digest, pin->content_digest) != 0;
}

static bool check_pins(struct session *session, const struct target *target, const Catalog__V1__Lock *lock) {
    size_t moved = 0;
    for (size_t i = 0; i < target->lock->n_pins; i++) {
        const Catalog__V1__Pin *pin = target->lock->pins[i];
        const Catalog__V1__Pin *chosen = find(lock, pin);
        if (chosen == NULL)
            continue;
        bool is_kept = strcmp(chosen->version, pin->version) == 0;
        moved += !is_kept;
        if (is_kept && has_other_content(chosen, pin)) {
            session_refuse(session, "ask the right server, or look at what became of the lock and make it anew",
                           "%s pins %s@%s with other content than this catalog has", target->lock_file, pin->name,
                           pin->version);
            return false;
        }
    }
    if (moved > 0)
        session_note(session, "%s of %s did not fit any more and moved; `catalogctl lock` writes down where",
                     word_of_count(moved, "pin").text, target->lock_file);
    return true;
}

bool lock_check(struct session *session, const struct target *target, const Catalog__V1__ResolveResponse *response) {
    const Catalog__V1__Lock *given = target->lock;
    if (given == NULL || response->lock == NULL)
        return true;
    if (given->model[0] != '\0' && strcmp(given->model, response->lock->model) != 0) {
        session_refuse(session, "name the lock of the model, or say --no-lock", "%s is the lock of %s, not of %s",
                       target->lock_file, given->model, response->lock->model);
        return false;
    }
    return check_pins(session, target, response->lock);
}
