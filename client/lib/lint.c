#include "catalog/lint.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/string_map.h"
#include "lib/failure.h"
#include "lib/lint_taxonomy.h"
#include "lib/message.h"
#include "model/closure.h"
#include "model/memory_view.h"
#include "model/object.h"
#include "model/remark.h"
#include "model/resolve.h"
#include "model/validate.h"

struct lint {
    Catalog__V1__Object *const *objects;
    size_t count;
    struct arena arena;
    struct string_map seen; /* "name@version" -> the object */
    struct memory_view view;
    struct lint_taxonomies taxonomies;
    struct problem problem;
    time_ns now;
};

static bool is_draft(const Catalog__V1__Object *object) {
    return catalog_object_version(object)[0] == '\0';
}

/* The view keeps the last of two objects of one version: the first would not be noticed. */
static status_code note(struct lint *lint, size_t index) {
    Catalog__V1__Object *object = lint->objects[index];
    const char *key = arena_printf(&lint->arena, "%s@%s", catalog_object_name(object), catalog_object_version(object));
    if (key == NULL)
        return problem_no_memory(&lint->problem);
    if (string_map_get(&lint->seen, key) != NULL) {
        struct violation violation = {.object_index = (uint32_t)index,
                                      .object = catalog_object_name(object),
                                      .field = "name",
                                      .message = arena_printf(&lint->arena, "%s is there twice", key),
                                      .remedy = "leave one of them out, or give one another version"};
        (void)problem_add(&lint->problem, &violation);
        return STATUS_OK;
    }
    return string_map_put(&lint->seen, key, object) ? STATUS_OK : problem_no_memory(&lint->problem);
}

/* An object without kind or name cannot be looked up; its own check says what is wrong with it. */
static status_code fill(struct lint *lint) {
    for (size_t i = 0; i < lint->count; i++) {
        if (catalog_object_name(lint->objects[i])[0] == '\0')
            continue;
        status_code code = note(lint, i);
        if (code == STATUS_OK)
            code = memory_view_add(&lint->view, lint->objects[i], NULL, &lint->problem);
        if (code != STATUS_OK)
            return code;
    }
    return STATUS_OK;
}

/* ---- Models ---- */

static bool can_be_chosen(const struct view_version *version) {
    return version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
           version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
}

/* A component whose files leave the number to the server has none yet, and what stands on it cannot be resolved. */
struct walk {
    const struct catalog_view *view;
    struct string_map seen; /* names of components */
    struct problem *problem;
    bool is_numbered; /* so far */
};

static status_code walk_model(struct walk *walk, const Catalog__V1__Model *model);

static status_code walk_component(struct walk *walk, const char *name) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    bool has_number = false;
    if (string_map_get(&walk->seen, name) != NULL)
        return STATUS_OK;
    if (!string_map_put(&walk->seen, name, walk))
        return problem_no_memory(walk->problem);
    status_code status = walk->view->versions(walk->view->context, name, &versions, &count, walk->problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const Catalog__V1__Object *object = NULL;
        if (!can_be_chosen(&versions[i]))
            continue;
        has_number = true;
        status = walk->view->object(walk->view->context, &versions[i], &object, walk->problem);
        if (status == STATUS_OK && object_model(object) != NULL)
            status = walk_model(walk, object_model(object));
    }
    walk->is_numbered &= has_number;
    return status;
}

static status_code walk_model(struct walk *walk, const Catalog__V1__Model *model) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < model->n_dependencies && status == STATUS_OK && walk->is_numbered; i++)
        status = walk_component(walk, model->dependencies[i]->component);
    return status;
}

static status_code resolve_model(struct lint *lint, size_t index, struct arena *scratch) {
    const struct resolve_options options = {.at = lint->now};
    const Catalog__V1__Object *object = lint->objects[index];
    struct walk walk = {.view = memory_view_catalog(&lint->view), .problem = &lint->problem, .is_numbered = true};
    struct resolution resolution;
    string_map_init(&walk.seen, scratch);
    status_code status = walk_model(&walk, object_model(object));
    if (status != STATUS_OK || !walk.is_numbered)
        return status;
    status = resolve(object, walk.view, &options, scratch, &resolution, &lint->problem);
    return status == STATUS_OK ? closure_check(object, &resolution, (uint32_t)index, scratch, &lint->problem) : status;
}

static status_code check_model(struct lint *lint, size_t index) {
    struct arena scratch;
    arena_init(&scratch, LIMIT_RESOLUTION_BYTES);
    status_code status = resolve_model(lint, index, &scratch);
    arena_done(&scratch);
    return status;
}

/* ---- Every object ---- */

/* What is wrong by itself is not resolved: that would say it again. */
static status_code check_one(struct lint *lint, size_t index) {
    const Catalog__V1__Object *object = lint->objects[index];
    struct validate_options options = {.object_index = (uint32_t)index, .is_draft = is_draft(object)};
    status_code code = validate_object(object, memory_view_catalog(&lint->view), &options, &lint->problem);
    bool is_resolved = code == STATUS_OK && !options.is_draft && object_model(object) != NULL;
    return is_resolved ? check_model(lint, index) : code;
}

static status_code check(struct lint *lint) {
    for (size_t i = 0; i < lint->count; i++) {
        status_code code = check_one(lint, i);
        if (code != STATUS_OK && code != STATUS_INVALID_ARGUMENT && code != STATUS_FAILED_PRECONDITION)
            return code;
    }
    return lint->problem.code;
}

static void lint_init(struct lint *lint, const struct catalog_documents *documents) {
    *lint = (struct lint){.now = clock_now(clock_wall())};
    lint->objects = catalog_documents_objects(documents, &lint->count);
    arena_init(&lint->arena, 0);
    problem_init(&lint->problem, &lint->arena);
    string_map_init(&lint->seen, &lint->arena);
    memory_view_init(&lint->view, &lint->arena, NULL);
}

enum catalog_code catalog_documents_check(const struct catalog_documents *documents, struct catalog_error **ret_error) {
    struct lint lint;
    struct catalog_error *error = NULL;
    enum catalog_code code = CATALOG_OK;
    lint_init(&lint, documents);
    status_code status = fill(&lint);
    if (status == STATUS_OK)
        status = check(&lint);
    if (status != STATUS_OK) {
        code = error_from_problem(&error, &lint.problem);
        catalog_documents_locate(documents, 0, error);
        (void)error_give(ret_error, error);
    }
    arena_done(&lint.arena);
    return code;
}

/* ---- What is no mistake ---- */

static status_code find(struct lint *lint, struct remark_list *findings) {
    status_code status = fill(lint);
    for (size_t i = 0; i < lint->count && status == STATUS_OK; i++) {
        const struct validate_options options = {.object_index = (uint32_t)i, .is_draft = is_draft(lint->objects[i])};
        status = remark_object(lint->objects[i], memory_view_catalog(&lint->view), &options, findings, &lint->problem);
    }
    return status;
}

static status_code take_taxonomies(struct lint *lint, const Catalog__V1__TaxonomyDocument *const *taxonomies,
                                   size_t count) {
    lint->taxonomies.arena = &lint->arena;
    for (size_t i = 0; i < count; i++)
        if (lint_taxonomies_add(&lint->taxonomies, taxonomies[i], &lint->problem) != STATUS_OK)
            return lint->problem.code;
    if (count > 0)
        memory_view_set_references(&lint->view, lint_taxonomies_find, &lint->taxonomies);
    return STATUS_OK;
}

enum catalog_code catalog_documents_find(const struct catalog_documents *documents,
                                         Catalog__V1__DocumentsReport **ret_report, struct catalog_error **ret_error) {
    return catalog_documents_find_with(documents, NULL, 0, ret_report, ret_error);
}

enum catalog_code catalog_documents_find_with(const struct catalog_documents *documents,
                                              const Catalog__V1__TaxonomyDocument *const *taxonomies, size_t count,
                                              Catalog__V1__DocumentsReport **ret_report,
                                              struct catalog_error **ret_error) {
    struct lint lint;
    struct arena arena;
    struct remark_list findings = {.arena = &arena};
    Catalog__V1__DocumentsReport report;
    lint_init(&lint, documents);
    arena_init(&arena, 0);
    catalog__v1__documents_report__init(&report);
    enum catalog_code code = CATALOG_OK;
    if (take_taxonomies(&lint, taxonomies, count) != STATUS_OK || find(&lint, &findings) != STATUS_OK)
        code = error_from_problem(ret_error, &lint.problem);
    report.objects = (uint32_t)lint.count;
    report.findings = findings.items.items;
    report.n_findings = findings.items.count;
    catalog_documents_locate_findings(documents, 0, report.findings, report.n_findings);
    ProtobufCMessage *owned = code == CATALOG_OK ? message_own(&arena, &report.base, 0) : NULL;
    if (code == CATALOG_OK && owned == NULL)
        code = error_no_memory(ret_error);
    *ret_report = (Catalog__V1__DocumentsReport *)(void *)owned;
    arena_done(&arena);
    arena_done(&lint.arena);
    return code;
}
