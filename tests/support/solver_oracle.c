#include "support/solver_oracle.h"

#include "model/requirement.h"

#include <check.h>
#include <string.h>

#define CANDIDATES_MAX 8

/* Asked a thousand times for each catalog: every assertion of Check writes to a file, also where it holds. */
static struct semver version_of(const char *text) {
    struct semver version;
    if (semver_parse(slice_text(text), &version, NULL) != STATUS_OK)
        ck_abort_msg("%s is no version", text);
    return version;
}

static bool admits(const char *requirement_text, const char *version_text) {
    struct arena arena;
    arena_init(&arena, 0);
    struct requirement requirement;
    if (requirement_parse(slice_text(requirement_text), &arena, &requirement, NULL) != STATUS_OK)
        ck_abort_msg("%s is no requirement", requirement_text);
    struct semver version = version_of(version_text);
    bool result = requirement_admits(&requirement, &version);
    arena_done(&arena);
    return result;
}

static const char *find_pin(const struct solver_pin *pins, size_t count, const char *component) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(pins[i].component, component) == 0)
            return pins[i].version;
    return NULL;
}

static const char *forced_version(const struct fixture *fixture, const char *component) {
    return find_pin(fixture->request.overrides, fixture->request.override_count, component);
}

static bool is_pin(const struct fixture *fixture, const struct fixture_version *version) {
    const char *pin = find_pin(fixture->request.pins, fixture->request.pin_count, version->component);
    return pin != NULL && strcmp(pin, version->version.version) == 0;
}

static bool is_candidate(const struct fixture *fixture, const struct fixture_version *version) {
    const char *forced = forced_version(fixture, version->component);
    if (forced != NULL && strcmp(forced, version->version.version) != 0)
        return false;
    Catalog__V1__LifecycleState state = version->version.state;
    return state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
           state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED ||
           (state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED && is_pin(fixture, version));
}

static size_t place_of(const struct assignment *assignment, const char *component) {
    size_t i = 0;
    while (i < assignment->count && strcmp(assignment->component[i], component) != 0)
        i++;
    return i;
}

/* Whether a dependency is in the set at a version it admits. */
static bool is_met(const struct fixture *fixture, const struct assignment *assignment,
                   const struct solver_dependency *dependency) {
    size_t i = place_of(assignment, dependency->component);
    if (i == assignment->count || assignment->version[i] == NULL)
        return false;
    return forced_version(fixture, dependency->component) != NULL ||
           admits(dependency->requirement, assignment->version[i]->version.version);
}

static bool all_met(const struct fixture *fixture, const struct assignment *assignment,
                    const struct solver_dependency *dependencies, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!is_met(fixture, assignment, &dependencies[i]))
            return false;
    return true;
}

/* Components in the order they are met, breadth first. Returns their number. */
static size_t meet(const struct fixture *fixture, const struct assignment *assignment,
                   size_t ret_order[ORACLE_COMPONENTS]) {
    bool is_met_already[ORACLE_COMPONENTS] = {0};
    size_t count = 0;
    const struct solver_dependency *dependencies = fixture->request.dependencies;
    size_t dependency_count = fixture->request.dependency_count;
    for (size_t next = 0;; next++) {
        for (size_t i = 0; i < dependency_count; i++) {
            size_t place = place_of(assignment, dependencies[i].component);
            if (place < assignment->count && !is_met_already[place])
                ret_order[count++] = place;
            if (place < assignment->count)
                is_met_already[place] = true;
        }
        if (next == count)
            return count;
        const struct fixture_version *version = assignment->version[ret_order[next]];
        dependencies = version == NULL ? NULL : version->dependencies;
        dependency_count = version == NULL ? 0 : version->dependency_count;
    }
}

static bool is_solution(const struct fixture *fixture, const struct assignment *assignment) {
    if (!all_met(fixture, assignment, fixture->request.dependencies, fixture->request.dependency_count))
        return false;
    size_t members = 0;
    for (size_t i = 0; i < assignment->count; i++) {
        const struct fixture_version *version = assignment->version[i];
        members += version != NULL;
        if (version != NULL && !all_met(fixture, assignment, version->dependencies, version->dependency_count))
            return false;
    }
    size_t order[ORACLE_COMPONENTS];
    return meet(fixture, assignment, order) == members;
}

static bool is_preferred(const struct fixture *fixture, const struct fixture_version *a,
                         const struct fixture_version *b) {
    if (is_pin(fixture, a) != is_pin(fixture, b))
        return is_pin(fixture, a);
    struct semver left = version_of(a->version.version);
    struct semver right = version_of(b->version.version);
    return semver_compare(&left, &right) > 0;
}

static bool is_better(const struct fixture *fixture, const struct assignment *a, const struct assignment *b) {
    size_t order[ORACLE_COMPONENTS];
    size_t count = meet(fixture, a, order);
    for (size_t i = 0; i < count; i++) {
        const struct fixture_version *left = a->version[order[i]];
        const struct fixture_version *right = b->version[order[i]];
        if (left != right)
            return is_preferred(fixture, left, right);
    }
    return false;
}

static size_t list_choices(const struct fixture *fixture, const char *component,
                           const struct fixture_version *ret_choices[CANDIDATES_MAX]) {
    size_t count = 0;
    ret_choices[count++] = NULL;
    for (size_t i = 0; i < fixture->count; i++)
        if (strcmp(fixture->versions[i].component, component) == 0 && is_candidate(fixture, &fixture->versions[i]))
            ret_choices[count++] = &fixture->versions[i];
    return count;
}

/* Sets the rest of ASSIGNMENT from PLACE on in every way. */
static bool try_all(const struct fixture *fixture, struct assignment *assignment, size_t place, struct assignment *best,
                    bool has_best) {
    if (place == assignment->count) {
        if (!is_solution(fixture, assignment))
            return has_best;
        if (!has_best || is_better(fixture, assignment, best))
            *best = *assignment;
        return true;
    }
    const struct fixture_version *choices[CANDIDATES_MAX];
    size_t count = list_choices(fixture, assignment->component[place], choices);
    for (size_t i = 0; i < count; i++) {
        assignment->version[place] = choices[i];
        has_best = try_all(fixture, assignment, place + 1, best, has_best);
    }
    return has_best;
}

bool oracle_solve(const struct fixture *fixture, const char *const *names, size_t count, struct assignment *ret_best) {
    struct assignment assignment = {.count = count};
    for (size_t i = 0; i < count; i++)
        assignment.component[i] = names[i];
    return try_all(fixture, &assignment, 0, ret_best, false);
}

/* ---- Cycles ---- */

static bool leads_back(const struct assignment *assignment, size_t from, size_t to, size_t steps_left) {
    const struct fixture_version *version = assignment->version[from];
    for (size_t i = 0; i < version->dependency_count && steps_left > 0; i++) {
        size_t next = place_of(assignment, version->dependencies[i].component);
        if (next == to || leads_back(assignment, next, to, steps_left - 1))
            return true;
    }
    return false;
}

bool oracle_has_cycle(const struct assignment *assignment) {
    for (size_t i = 0; i < assignment->count; i++)
        if (assignment->version[i] != NULL && leads_back(assignment, i, i, assignment->count))
            return true;
    return false;
}

/* ---- Proofs ---- */

static const struct fixture_version *find_version(const struct fixture *fixture, const char *component,
                                                  const char *version) {
    for (size_t i = 0; i < fixture->count; i++)
        if (strcmp(fixture->versions[i].component, component) == 0 &&
            strcmp(fixture->versions[i].version.version, version) == 0)
            return &fixture->versions[i];
    return NULL;
}

static bool is_declared(const struct fixture *fixture, const struct solver_reason *reason) {
    const struct solver_dependency *dependencies = fixture->request.dependencies;
    size_t count = fixture->request.dependency_count;
    if (reason->declared_by[0] != '\0') {
        const struct fixture_version *by = find_version(fixture, reason->declared_by, reason->declared_version);
        if (by == NULL)
            return false;
        dependencies = by->dependencies;
        count = by->dependency_count;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(dependencies[i].component, reason->component) == 0 &&
            strcmp(dependencies[i].requirement, reason->requirement) == 0)
            return true;
    return false;
}

/* Whether REASON holds in ASSIGNMENT: its declarer is not chosen, or what it requires is. */
static bool reason_holds(const struct fixture *fixture, const struct assignment *assignment,
                         const struct solver_reason *reason) {
    if (reason->declared_by[0] != '\0') {
        size_t i = place_of(assignment, reason->declared_by);
        if (i == assignment->count || assignment->version[i] == NULL ||
            strcmp(assignment->version[i]->version.version, reason->declared_version) != 0)
            return true;
    }
    struct solver_dependency dependency = {.component = reason->component, .requirement = reason->requirement};
    return is_met(fixture, assignment, &dependency);
}

static bool can_meet_all(const struct fixture *fixture, const struct solver_failure *failure,
                         struct assignment *assignment, size_t place) {
    if (place == assignment->count) {
        for (size_t i = 0; i < failure->reason_count; i++)
            if (!reason_holds(fixture, assignment, &failure->reasons[i]))
                return false;
        return true;
    }
    const struct solver_subject *subject = &failure->subjects[place];
    assignment->version[place] = NULL;
    if (can_meet_all(fixture, failure, assignment, place + 1))
        return true;
    for (size_t i = 0; i < subject->candidate_count; i++) {
        assignment->version[place] = find_version(fixture, subject->component, subject->candidates[i]);
        if (can_meet_all(fixture, failure, assignment, place + 1))
            return true;
    }
    return false;
}

/* The candidates told are all there are. */
static bool has_all_candidates(const struct fixture *fixture, const struct solver_subject *subject) {
    const struct fixture_version *choices[CANDIDATES_MAX];
    if (list_choices(fixture, subject->component, choices) != subject->candidate_count + 1)
        return false;
    for (size_t i = 0; i < subject->candidate_count; i++) {
        const struct fixture_version *version = find_version(fixture, subject->component, subject->candidates[i]);
        if (version == NULL || !is_candidate(fixture, version))
            return false;
    }
    return true;
}

bool oracle_is_proof(const struct fixture *fixture, const struct solver_failure *failure) {
    struct assignment assignment = {.count = failure->subject_count};
    if (failure->subject_count > ORACLE_COMPONENTS)
        return false;
    for (size_t i = 0; i < failure->subject_count; i++) {
        assignment.component[i] = failure->subjects[i].component;
        if (!has_all_candidates(fixture, &failure->subjects[i]))
            return false;
    }
    for (size_t i = 0; i < failure->reason_count; i++)
        if (!is_declared(fixture, &failure->reasons[i]))
            return false;
    return !can_meet_all(fixture, failure, &assignment, 0);
}
