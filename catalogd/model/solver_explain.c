#include "model/solver_search.h"

#include "base/buffer.h"

#include <stdlib.h>

/* Work and length of an explanation: past them it says less, never something else. */
#define COMPARISONS_MAX 1000000
#define LINES_MAX       40
#define VERSIONS_MAX    8

struct explainer {
    struct search *search;
    struct arena *arena; /* of the outcome */
    demand_list demands;
    VECTOR(struct package *) packages;
    size_t comparisons;
    struct solver_failure *failure;
};

static status_code out_of_memory(const struct explainer *explainer) {
    return problem_no_memory(explainer->search->packages.problem);
}

/* ---- What the proof rests on ---- */

static bool collect_demand(struct explainer *explainer, struct demand *demand) {
    struct arena *work = explainer->search->packages.arena;
    if (demand->is_reason)
        return true;
    demand->is_reason = true;
    if (demand->target->reasons.count == 0 && !vector_push(work, &explainer->packages, demand->target))
        return false;
    return vector_push(work, &demand->target->reasons, demand) && vector_push(work, &explainer->demands, demand);
}

static bool collect(struct explainer *explainer) {
    VECTOR(const struct proof *) waiting = {0};
    struct arena *work = explainer->search->packages.arena;
    if (!vector_push(work, &waiting, &explainer->search->proof))
        return false;
    while (waiting.count > 0) {
        const struct proof *proof = waiting.items[--waiting.count];
        for (size_t i = 0; i < proof->demands.count; i++)
            if (!collect_demand(explainer, proof->demands.items[i]))
                return false;
        for (size_t i = 0; i < proof->nogoods.count; i++) {
            struct nogood *nogood = proof->nogoods.items[i];
            if (!nogood->is_visited && !vector_push(work, &waiting, &nogood->proof))
                return false;
            nogood->is_visited = true;
        }
    }
    return true;
}

static int compare_numbers(uintptr_t a, uintptr_t b) {
    return (a > b) - (a < b);
}

/* By who declared it: the root, components as met, versions as preferred (they lie in that order), then as declared. */
static int compare_demands(const void *left, const void *right) {
    const struct demand *a = *(struct demand *const *)left;
    const struct demand *b = *(struct demand *const *)right;
    int order = compare_numbers(a->by == NULL ? 0 : a->by->number, b->by == NULL ? 0 : b->by->number);
    if (order == 0)
        order = compare_numbers((uintptr_t)a->by_version, (uintptr_t)b->by_version);
    return order != 0 ? order : compare_numbers((uintptr_t)a, (uintptr_t)b);
}

static int compare_packages(const void *left, const void *right) {
    return compare_numbers((*(struct package *const *)left)->number, (*(struct package *const *)right)->number);
}

static void sort(struct explainer *explainer) {
    if (explainer->demands.count > 0)
        qsort(explainer->demands.items, explainer->demands.count, sizeof(struct demand *), compare_demands);
    if (explainer->packages.count > 0)
        qsort(explainer->packages.items, explainer->packages.count, sizeof(struct package *), compare_packages);
}

/* ---- The structured form ---- */

static bool write_reasons(struct explainer *explainer) {
    struct solver_reason *reasons = ARENA_ARRAY(explainer->arena, struct solver_reason, explainer->demands.count);
    if (reasons == NULL)
        return false;
    for (size_t i = 0; i < explainer->demands.count; i++)
        reasons[i] = demand_reason(explainer->demands.items[i]);
    explainer->failure->reasons = reasons;
    explainer->failure->reason_count = explainer->demands.count;
    return true;
}

static bool admits(struct explainer *explainer, const struct demand *demand, const struct candidate *candidate) {
    return ++explainer->comparisons > COMPARISONS_MAX || demand_admits(demand, candidate);
}

static bool is_unmatched(struct explainer *explainer, const struct demand *demand) {
    for (size_t i = 0; i < demand->target->candidate_count; i++)
        if (admits(explainer, demand, &demand->target->candidates[i]))
            return false;
    return true;
}

static bool meets_all(struct explainer *explainer, const struct package *package, const struct candidate *candidate) {
    for (size_t i = 0; i < package->reasons.count; i++)
        if (!admits(explainer, package->reasons.items[i], candidate))
            return false;
    return true;
}

static enum solver_cause cause_without_candidates(const struct package *package) {
    if (package->version_count == 0)
        return SOLVER_NO_SUCH_COMPONENT;
    if (package->forced != NULL)
        return SOLVER_NO_OVERRIDE;
    return package->yanked_count > 0 ? SOLVER_ALL_YANKED : SOLVER_ONLY_DRAFTS;
}

static enum solver_cause cause_of(struct explainer *explainer, const struct package *package) {
    if (package->candidate_count == 0)
        return cause_without_candidates(package);
    for (size_t i = 0; i < package->reasons.count; i++)
        if (is_unmatched(explainer, package->reasons.items[i]))
            return SOLVER_UNMATCHED;
    for (size_t i = 0; i < package->candidate_count; i++)
        if (meets_all(explainer, package, &package->candidates[i]))
            return SOLVER_RULED_OUT;
    return SOLVER_CONFLICTING;
}

static bool write_subjects(struct explainer *explainer) {
    size_t count = explainer->packages.count;
    struct solver_subject *subjects = ARENA_ARRAY(explainer->arena, struct solver_subject, count);
    if (subjects == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct package *package = explainer->packages.items[i];
        const char **candidates = ARENA_ARRAY(explainer->arena, const char *, package->candidate_count);
        if (candidates == NULL)
            return false;
        for (size_t j = 0; j < package->candidate_count; j++)
            candidates[j] = package->candidates[j].entry->version;
        subjects[i] =
            (struct solver_subject){package->name, cause_of(explainer, package), candidates, package->candidate_count};
    }
    explainer->failure->subjects = subjects;
    explainer->failure->subject_count = count;
    return true;
}

/* ---- The text ---- */

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

static const char *headline_of(const struct explainer *explainer, const struct solver_subject *stuck) {
    if (stuck == NULL)
        return "no choice of versions meets every requirement";
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    const char *template = causes[stuck->cause].headline;
    const char *hole = strstr(template, "%s");
    buffer_append(&buffer, slice_of(template, (size_t)(hole - template)));
    buffer_append_text(&buffer, stuck->component);
    buffer_append_text(&buffer, hole + 2);
    return buffer.has_failed ? NULL : arena_strndup(explainer->arena, (const char *)buffer.data, buffer.size);
}

static status_code write_text(struct explainer *explainer) {
    const struct solver_subject *stuck = only_stuck(explainer->failure);
    const char *headline = headline_of(explainer, stuck);
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    if (headline == NULL)
        return out_of_memory(explainer);
    print_failure(&buffer, explainer->failure, headline);
    if (!buffer.has_failed)
        explainer->failure->text = arena_strndup(explainer->arena, (const char *)buffer.data, buffer.size);
    if (explainer->failure->text == NULL)
        return out_of_memory(explainer);
    return problem_set(explainer->search->packages.problem, STATUS_FAILED_PRECONDITION,
                       stuck == NULL ? "VERSION_CONFLICT" : causes[stuck->cause].reason, "%s",
                       explainer->failure->text);
}

status_code search_explain(struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    struct explainer explainer = {.search = search, .arena = arena};
    explainer.failure = ARENA_NEW(arena, struct solver_failure);
    if (explainer.failure == NULL || !collect(&explainer))
        return out_of_memory(&explainer);
    sort(&explainer);
    if (!write_reasons(&explainer) || !write_subjects(&explainer))
        return out_of_memory(&explainer);
    status_code code = write_text(&explainer);
    if (code == STATUS_FAILED_PRECONDITION)
        outcome->failure = explainer.failure;
    return code;
}
