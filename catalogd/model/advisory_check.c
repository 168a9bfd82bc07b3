#include "model/advisory_check.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "codec/nearest.h"
#include "model/name.h"
#include "model/newest.h"
#include "model/object.h"
#include "model/requirement.h"

#include <stdlib.h>
#include <string.h>

struct covered {
    const struct view_version *version;
    struct semver number;
};

struct check {
    const Catalog__V1__Advisory *advisory;
    const struct catalog_view *view;
    struct arena *arena;
    struct problem *problem;
    Catalog__V1__ObjectKind kind;
    VECTOR(struct covered) covered;
    struct string_map provisions; /* ids in the versions covered */
    struct string_map threats;    /* names of those written inline there */
};

/* TEXTS are in the arena, or NULL where it is full. */
static status_code report(struct check *check, const char *field, const char *message, const char *remedy) {
    if (field == NULL || message == NULL || remedy == NULL)
        return problem_no_memory(check->problem);
    const struct violation violation = {.object = "", .field = field, .message = message, .remedy = remedy};
    return problem_add(check->problem, &violation);
}

/* A mistake was reported, and the check goes on to the next; anything else ends it. */
static status_code unless_reported(status_code status) {
    return status == STATUS_INVALID_ARGUMENT ? STATUS_OK : status;
}

/* ---- Object and range ---- */

static bool was_published(const struct view_version *version) {
    return version->state >= CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
}

static bool may_be_warned_of(Catalog__V1__ObjectKind kind) {
    return kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT ||
           kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL;
}

static status_code read_object(struct check *check, const struct view_version **ret_versions, size_t *ret_count) {
    const char *name = check->advisory->object;
    if (!name_is_object(name))
        return report(check, "advisory.object", "it is no name of an object", "write " NAME_OBJECT_SYNTAX);
    status_code status = check->view->versions(check->view->context, name, ret_versions, ret_count, check->problem);
    for (size_t i = 0; i < *ret_count && status == STATUS_OK; i++) {
        if (was_published(&(*ret_versions)[i]))
            check->kind = (*ret_versions)[i].kind;
    }
    if (status != STATUS_OK || may_be_warned_of(check->kind))
        return status;
    if (check->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED)
        return report(check, "advisory.object", arena_printf(check->arena, "no version of %s is published", name),
                      "name a component or control that is");
    return report(check, "advisory.object",
                  arena_printf(check->arena, "%s is a %s", name, object_kind_text(check->kind)),
                  "name a component or control: they are what others rely on");
}

static int compare_covered(const void *a, const void *b) {
    const struct covered *left = a;
    const struct covered *right = b;
    int order = semver_compare(&left->number, &right->number);
    return order != 0 ? order : strcmp(left->version->version, right->version->version);
}

static status_code check_count(struct check *check) {
    if (check->covered.count == 0)
        return report(check, "advisory.range",
                      arena_printf(check->arena, "no published version of %s is in it", check->advisory->object),
                      "see `catalogctl versions`; a pre-release is in it only where it is named");
    if (check->covered.count > LIMIT_ADVISORY_VERSIONS)
        return report(check, "advisory.range",
                      arena_printf(check->arena, "more than %d versions are in it", LIMIT_ADVISORY_VERSIONS),
                      "publish an advisory for each part of it");
    qsort(check->covered.items, check->covered.count, sizeof *check->covered.items, compare_covered);
    return STATUS_OK;
}

static status_code read_range(struct check *check, const struct view_version *versions, size_t count) {
    struct requirement range;
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = requirement_parse(slice_text(check->advisory->range), check->arena, &range, &detail);
    if (status == STATUS_INVALID_ARGUMENT)
        return report(check, "advisory.range", arena_strdup(check->arena, detail.message),
                      "write a range such as '>=1.0.0 <1.2.3'");
    if (status != STATUS_OK)
        return problem_set(check->problem, status, detail.reason, "%s", detail.message);
    for (size_t i = 0; i < count; i++) {
        struct covered covered = {.version = &versions[i]};
        if (!was_published(&versions[i]) ||
            semver_parse(slice_text(versions[i].version), &covered.number, NULL) != STATUS_OK ||
            !requirement_admits(&range, &covered.number))
            continue;
        if (!vector_push(check->arena, &check->covered, covered))
            return problem_no_memory(check->problem);
    }
    return check_count(check);
}

/* ---- What it names ---- */

static status_code keep(struct check *check, struct string_map *map, const char *name) {
    if (name != NULL && (string_map_get(map, name) != NULL || string_map_put(map, name, map)))
        return STATUS_OK;
    return problem_no_memory(check->problem);
}

static status_code read_records(struct check *check, const Catalog__V1__Model *model) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < model->n_provides && status == STATUS_OK; i++)
        status = keep(check, &check->provisions, model->provides[i]->id);
    for (size_t i = 0; i < model->n_threats && status == STATUS_OK; i++) {
        const Catalog__V1__ThreatUse *use = model->threats[i];
        if (use->inline_ != NULL)
            status = keep(check, &check->threats, arena_printf(check->arena, "%s#%s", model->name, use->id));
    }
    return status;
}

static status_code read_versions(struct check *check) {
    bool is_asked = check->advisory->n_provisions > 0 || check->advisory->n_threats > 0;
    string_map_init(&check->provisions, check->arena);
    string_map_init(&check->threats, check->arena);
    if (check->kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT || !is_asked)
        return STATUS_OK;
    for (size_t i = 0; i < check->covered.count; i++) {
        const Catalog__V1__Object *object = NULL;
        status_code status =
            check->view->object(check->view->context, check->covered.items[i].version, &object, check->problem);
        if (status == STATUS_OK)
            status = read_records(check, object_model(object));
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Those past the number that is listed cost no search. */
static const char *suggest(struct check *check, const struct string_map *known, const char *word,
                           const char *otherwise) {
    struct nearest nearest = {.word = word};
    bool is_listed = check->problem->violations_total < LIMIT_VIOLATIONS;
    for (size_t i = 0; is_listed && i < known->count; i++)
        nearest_offer(&nearest, known->entries[i].key);
    return nearest.best[0] == '\0' ? otherwise : arena_printf(check->arena, "did you mean '%s'?", nearest.best);
}

static status_code check_provision(struct check *check, const char *field, const char *id) {
    if (check->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL)
        return report(check, field, "a control has no provisions", "name threats, or nothing for all of them");
    if (string_map_get(&check->provisions, id) != NULL)
        return STATUS_OK;
    return report(check, field, arena_printf(check->arena, "no version in the range provides '%s'", id),
                  suggest(check, &check->provisions, id, "name a provision of the component"));
}

static status_code check_threat(struct check *check, const char *field, const char *name) {
    const struct view_version *version = NULL;
    if (string_map_get(&check->threats, name) != NULL)
        return STATUS_OK;
    status_code status =
        name_is_object(name) ? newest_version(check->view, name, NULL, &version, check->problem) : STATUS_OK;
    if (status != STATUS_OK || (version != NULL && version->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT))
        return status;
    return report(check, field, arena_printf(check->arena, "there is no threat '%s'", name),
                  suggest(check, &check->threats, name,
                          "name a published threat, or one that the component has inline as namespace/slug#id"));
}

/* One of the two lists of names. */
struct named {
    const char *list;
    char *const *names;
    size_t count;
    status_code (*check)(struct check *check, const char *field, const char *name);
};

static status_code check_list(struct check *check, const struct named *named) {
    struct string_map seen;
    status_code status = STATUS_OK;
    string_map_init(&seen, check->arena);
    for (size_t i = 0; i < named->count && status == STATUS_OK; i++) {
        const char *field = arena_printf(check->arena, "advisory.%s[%zu]", named->list, i);
        bool is_new = string_map_get(&seen, named->names[i]) == NULL;
        status = keep(check, &seen, named->names[i]);
        if (status == STATUS_OK)
            status = unless_reported(is_new ? named->check(check, field, named->names[i])
                                            : report(check, field, "it stands there twice", "take one of them out"));
    }
    return status;
}

static status_code check_names(struct check *check) {
    const Catalog__V1__Advisory *advisory = check->advisory;
    const struct named lists[] = {{"provisions", advisory->provisions, advisory->n_provisions, check_provision},
                                  {"threats", advisory->threats, advisory->n_threats, check_threat}};
    status_code status = read_versions(check);
    for (size_t i = 0; i < COUNT_OF(lists) && status == STATUS_OK; i++)
        status = check_list(check, &lists[i]);
    return status;
}

/* ---- All of it ---- */

static status_code check_sizes(struct check *check) {
    const Catalog__V1__Advisory *advisory = check->advisory;
    size_t size = strlen(advisory->statement);
    if (size == 0)
        report(check, "advisory.statement", "it is empty", "say what is wrong, and what to do");
    if (size > LIMIT_REASON_BYTES)
        report(check, "advisory.statement", arena_printf(check->arena, "it has more than %d bytes", LIMIT_REASON_BYTES),
               "say it shorter");
    if (advisory->n_provisions > LIMIT_ADVISORY_ITEMS || advisory->n_threats > LIMIT_ADVISORY_ITEMS)
        return report(check, "advisory", arena_printf(check->arena, "it names more than %d", LIMIT_ADVISORY_ITEMS),
                      "name neither provisions nor threats if all are meant");
    return STATUS_OK;
}

/* Each part rests on the one before it: what no version has cannot be looked for. */
static status_code run(struct check *check) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = check_sizes(check);
    if (status == STATUS_OK)
        status = read_object(check, &versions, &count);
    if (status == STATUS_OK)
        status = read_range(check, versions, count);
    if (status == STATUS_OK)
        status = check_names(check);
    return status;
}

status_code advisory_check(const Catalog__V1__Advisory *advisory, const struct catalog_view *view, struct arena *arena,
                           struct advisory_versions *ret_covered, struct problem *problem) {
    struct check check = {.advisory = advisory, .view = view, .arena = arena, .problem = problem};
    status_code status = run(&check);
    if (status != STATUS_OK || problem->code != STATUS_OK)
        return status != STATUS_OK ? status : problem->code;
    ret_covered->items = ARENA_ARRAY(arena, const char *, check.covered.count);
    if (ret_covered->items == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < check.covered.count; i++)
        ret_covered->items[i] = check.covered.items[i].version->version;
    ret_covered->count = check.covered.count;
    return STATUS_OK;
}
