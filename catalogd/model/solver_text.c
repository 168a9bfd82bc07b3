#include "model/solver_search.h"

#include "base/buffer.h"

/* Past these it says less, never something else. */
#define LINES_MAX    40
#define VERSIONS_MAX 8

static const struct {
    const char *reason;
    const char *headline; /* one %s: the component */
} causes[] = {
    [SOLVER_RULED_OUT] = {"VERSION_CONFLICT", "every fitting version of %s needs something that does not fit"},
    [SOLVER_NO_SUCH_COMPONENT] = {"NO_SUCH_COMPONENT", "there is no component %s"},
    [SOLVER_ONLY_DRAFTS] = {"ONLY_DRAFTS", "%s has drafts and no published version"},
    [SOLVER_ALL_YANKED] = {"ALL_YANKED", "every published version of %s is yanked"},
    [SOLVER_NO_OVERRIDE] = {"NO_OVERRIDE", "the version of %s that an override forces is not published"},
    [SOLVER_UNMATCHED] = {"VERSION_CONFLICT", "no published version of %s is in the required range"},
    [SOLVER_CONFLICTING] = {"VERSION_CONFLICT", "no version of %s meets every requirement on it"},
};

/* The only component without a version, or NULL: then it is the combination. */
static const struct solver_subject *only_stuck(const struct solver_failure *failure) {
    const struct solver_subject *stuck = NULL;
    for (size_t i = 0; i < failure->subject_count; i++) {
        if (failure->subjects[i].cause == SOLVER_RULED_OUT)
            continue;
        if (stuck != NULL)
            return NULL;
        stuck = &failure->subjects[i];
    }
    return stuck;
}

static bool same_but_version(const struct solver_reason *a, const struct solver_reason *b) {
    return strcmp(a->declared_by, b->declared_by) == 0 && strcmp(a->component, b->component) == 0 &&
           strcmp(a->requirement, b->requirement) == 0;
}

/* Whether a reason before number I says the same of another version. */
static bool is_said(const struct solver_failure *failure, size_t number) {
    for (size_t i = number; i > 0; i--) {
        if (strcmp(failure->reasons[i - 1].declared_by, failure->reasons[number].declared_by) != 0)
            return false;
        if (same_but_version(&failure->reasons[i - 1], &failure->reasons[number]))
            return true;
    }
    return false;
}

static void print_versions_of(struct buffer *buffer, const struct solver_failure *failure, size_t number) {
    const struct solver_reason *first = &failure->reasons[number];
    size_t count = 0;
    for (size_t i = number; i < failure->reason_count; i++) {
        if (strcmp(failure->reasons[i].declared_by, first->declared_by) != 0)
            break;
        if (!same_but_version(&failure->reasons[i], first))
            continue;
        if (++count <= VERSIONS_MAX)
            buffer_printf(buffer, "%s%s", count > 1 ? ", " : "@", failure->reasons[i].declared_version);
    }
    if (count > VERSIONS_MAX)
        buffer_printf(buffer, " and %zu more", count - VERSIONS_MAX);
}

static void print_reason(struct buffer *buffer, const struct solver_failure *failure, size_t number) {
    const struct solver_reason *reason = &failure->reasons[number];
    bool is_root = reason->declared_by[0] == '\0';
    buffer_printf(buffer, "\n  %s", is_root ? "the model" : reason->declared_by);
    if (!is_root)
        print_versions_of(buffer, failure, number);
    buffer_printf(buffer, " requires %s %s", reason->component, reason->requirement);
    if (reason->alias != NULL && reason->alias[0] != '\0')
        buffer_printf(buffer, " (as %s)", reason->alias);
}

static void print_subject(struct buffer *buffer, const struct solver_subject *subject) {
    if (subject->candidate_count == 0) {
        buffer_append_text(buffer, "\n  ");
        buffer_printf(buffer,
                      subject->cause == SOLVER_NO_SUCH_COMPONENT ? "there is no %s" : "%s has nothing to choose",
                      subject->component);
        return;
    }
    buffer_printf(buffer, "\n  %s has ", subject->component);
    for (size_t i = 0; i < subject->candidate_count && i < VERSIONS_MAX; i++)
        buffer_printf(buffer, "%s%s", i > 0 ? ", " : "", subject->candidates[i]);
    if (subject->candidate_count > VERSIONS_MAX)
        buffer_printf(buffer, " and %zu more", subject->candidate_count - VERSIONS_MAX);
}

static void print_failure(struct buffer *buffer, const struct solver_failure *failure, const char *headline) {
    size_t lines = 0;
    buffer_append_text(buffer, headline);
    for (size_t i = 0; i < failure->reason_count && lines < LINES_MAX; i++)
        if (!is_said(failure, i)) {
            print_reason(buffer, failure, i);
            lines++;
        }
    for (size_t i = 0; i < failure->subject_count && i < LINES_MAX; i++)
        print_subject(buffer, &failure->subjects[i]);
    if (lines == LINES_MAX || failure->subject_count > LINES_MAX)
        buffer_append_text(buffer, "\n  and more");
}

static const char *headline_of(const struct solver_subject *stuck, struct arena *arena) {
    if (stuck == NULL)
        return "no choice of versions meets every requirement";
    const char *template = causes[stuck->cause].headline;
    const char *hole = strstr(template, "%s");
    return arena_printf(arena, "%.*s%s%s", (int)(hole - template), template, stuck->component, hole + 2);
}

const char *failure_reason(const struct solver_failure *failure) {
    const struct solver_subject *stuck = only_stuck(failure);
    return stuck == NULL ? "VERSION_CONFLICT" : causes[stuck->cause].reason;
}

const char *failure_text(const struct solver_failure *failure, struct arena *arena) {
    const char *headline = headline_of(only_stuck(failure), arena);
    if (headline == NULL)
        return NULL;
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    print_failure(&buffer, failure, headline);
    return buffer.has_failed ? NULL : arena_strndup(arena, (const char *)buffer.data, buffer.size);
}
