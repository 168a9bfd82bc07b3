#include "service/numbering.h"

#include "model/object.h"

#include <string.h>

#define FIRST_VERSION "1.0.0"

#define PATCH CATALOG__V1__VERSION_BUMP__VERSION_BUMP_PATCH
#define MINOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR
#define MAJOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR

/* All versions of one name that a number has to fit in with. */
struct siblings {
    const struct view_version *items;
    size_t count;
};

static bool can_be_chosen(const struct view_version *version) {
    return version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
           version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
}

/* The greatest release below LIMIT (NULL: of all), one that differs from it by build metadata only among them: both are
 * the same number. NULL: there is none. */
static const struct view_version *find_base(const struct siblings *siblings, const struct semver *limit,
                                            const char *limit_text) {
    const struct view_version *base = NULL;
    struct semver greatest = {0};
    for (size_t i = 0; i < siblings->count; i++) {
        struct semver number;
        if (!can_be_chosen(&siblings->items[i]) ||
            semver_parse(slice_text(siblings->items[i].version), &number, NULL) != STATUS_OK ||
            number.pre_release.size > 0 || (limit != NULL && semver_compare(&number, limit) > 0) ||
            strcmp(siblings->items[i].version, limit_text) == 0)
            continue;
        if (base == NULL || semver_compare(&number, &greatest) > 0) {
            base = &siblings->items[i];
            greatest = number;
        }
    }
    return base;
}

static bool is_taken(const struct siblings *siblings, const struct semver *number) {
    for (size_t i = 0; i < siblings->count; i++) {
        struct semver other;
        if (semver_parse(slice_text(siblings->items[i].version), &other, NULL) == STATUS_OK &&
            semver_compare(number, &other) == 0)
            return true;
    }
    return false;
}

/* A number that was yanked is never used again: the next patch that is free. Ends, for there are finitely many. */
static status_code assign(struct candidate_context *context, const struct siblings *siblings,
                          const struct semver *least, struct candidate *candidate) {
    char text[SEMVER_TEXT_BYTES];
    struct semver number = *least;
    while (is_taken(siblings, &number))
        if (!bump_next(&number, PATCH, &number))
            return problem_set(context->problem, STATUS_RESOURCE_EXHAUSTED, "NO_NUMBER_LEFT",
                               "%.140s has no number left to publish under", candidate->name);
    semver_format(&number, text);
    candidate->version = arena_strdup(context->arena, text);
    candidate->object =
        candidate->version == NULL ? NULL : object_with_version(candidate->object, candidate->version, context->arena);
    return candidate->object == NULL ? problem_no_memory(context->problem) : STATUS_OK;
}

/* The problem of a comparison counts fields, that of the call objects. */
static status_code refuse_marks(struct candidate_context *context, const struct candidate *candidate,
                                const struct problem *detail) {
    problem_set(context->problem, detail->code, detail->reason, "%s", detail->message);
    for (size_t i = 0; i < detail->violation_count; i++)
        candidate_violation(context->problem, candidate, detail->violations[i].field, detail->violations[i].message,
                            detail->violations[i].remedy);
    return detail->code;
}

static status_code compare(struct candidate_context *context, const struct catalog_view *view,
                           const struct view_version *base, struct candidate *candidate) {
    struct numbers *numbers = &candidate->numbers;
    const struct bump_options options = {
        .view = view, .editorial = candidate->editorial, .editorial_count = candidate->editorial_count};
    const Catalog__V1__Object *older = NULL;
    struct problem detail;
    problem_init(&detail, context->arena);
    status_code status = view->object(view->context, base, &older, &detail);
    if (status == STATUS_OK)
        status = bump_classify(older, candidate->object, &options, context->arena, &numbers->result, &detail);
    return status == STATUS_OK ? STATUS_OK : refuse_marks(context, candidate, &detail);
}

/* Nothing is there to compare with. */
static status_code start(struct candidate_context *context, const struct siblings *siblings,
                         struct candidate *candidate) {
    struct semver first;
    if (candidate->editorial_count > 0) {
        problem_set(context->problem, STATUS_INVALID_ARGUMENT, "NOT_EDITORIAL",
                    "%.140s has no earlier version, so that no text of it was replaced", candidate->name);
        candidate_violation(context->problem, candidate, candidate->editorial[0], "nothing was replaced",
                            "leave the mark out");
        return context->problem->code;
    }
    if (candidate->version[0] != '\0')
        return STATUS_OK;
    status_code status = semver_parse(slice_text(FIRST_VERSION), &first, context->problem);
    return status == STATUS_OK ? assign(context, siblings, &first, candidate) : status;
}

/* Whether the release of NUMBER, which a pre-release only leads to, is below LEAST. */
static bool is_below(const struct semver *number, const struct semver *least) {
    struct semver release = {number->major, number->minor, number->patch, {0}, {0}};
    return semver_compare(&release, least) < 0;
}

/* What may have changed from BASE to GIVEN, which is not below it. */
static Catalog__V1__VersionBump afforded_by(const struct semver *base, const struct semver *given) {
    if (given->major > base->major)
        return MAJOR;
    if (given->minor > base->minor)
        return MINOR;
    return given->patch > base->patch ? PATCH : CATALOG__V1__VERSION_BUMP__VERSION_BUMP_UNSPECIFIED;
}

static status_code hold_against(struct candidate_context *context, const struct siblings *siblings,
                                const struct semver *given, struct candidate *candidate) {
    struct numbers *numbers = &candidate->numbers;
    struct semver base;
    struct semver least;
    Catalog__V1__VersionBump bump = numbers->result.bump < PATCH ? PATCH : numbers->result.bump;
    status_code status = semver_parse(slice_text(numbers->base), &base, context->problem);
    if (status != STATUS_OK)
        return status;
    if (!bump_next(&base, bump, &least))
        return problem_set(context->problem, STATUS_RESOURCE_EXHAUSTED, "NO_NUMBER_LEFT",
                           "%.140s has no number left after %.130s", candidate->name, numbers->base);
    semver_format(&least, numbers->least);
    if (given == NULL)
        return assign(context, siblings, &least, candidate);
    numbers->is_too_low = is_below(given, &least);
    numbers->afforded = afforded_by(&base, given);
    return STATUS_OK;
}

status_code numbering_run(struct candidate_context *context, const struct catalog_view *view,
                          struct candidate *candidate) {
    struct siblings siblings = {0};
    struct semver number;
    bool is_given = candidate->version[0] != '\0';
    status_code status =
        view->versions(view->context, candidate->name, &siblings.items, &siblings.count, context->problem);
    if (status == STATUS_OK && is_given)
        status = semver_parse(slice_text(candidate->version), &number, context->problem);
    if (status != STATUS_OK)
        return status;
    const struct view_version *base = find_base(&siblings, is_given ? &number : NULL, candidate->version);
    if (base == NULL)
        return start(context, &siblings, candidate);
    candidate->numbers.base = base->version;
    if (!is_given && digest_equal(&base->content, &candidate->content)) {
        candidate->version = base->version;
        candidate->outcome = CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
        return STATUS_OK;
    }
    status = compare(context, view, base, candidate);
    return status == STATUS_OK ? hold_against(context, &siblings, is_given ? &number : NULL, candidate) : status;
}

status_code numbering_check(const struct candidate *candidate, struct arena *arena, struct problem *problem) {
    const struct numbers *numbers = &candidate->numbers;
    if (!numbers->is_too_low)
        return STATUS_OK;
    problem_set(problem, STATUS_FAILED_PRECONDITION, "VERSION_TOO_LOW",
                "%.130s is too low a number for %.130s: what changed since %.100s asks for %.100s or more",
                candidate->version, candidate->name, numbers->base, numbers->least);
    for (size_t i = 0; i < numbers->result.count; i++) {
        const Catalog__V1__ClassifiedChange *change = numbers->result.changes[i];
        if (change->bump <= numbers->afforded)
            continue;
        const char *message = arena_printf(arena, "%s: %s", change->rule, change->reason);
        const char *remedy = arena_printf(arena, "publish as %s", numbers->least);
        if (message == NULL || remedy == NULL)
            return problem_no_memory(problem);
        candidate_violation(problem, candidate, change->path, message, remedy);
    }
    return problem->code;
}
