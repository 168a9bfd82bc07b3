#include "catalog/lint.h"

#include "base/string_map.h"
#include "lib/failure.h"
#include "model/memory_view.h"
#include "model/validate.h"

struct lint {
    Catalog__V1__Object *const *objects;
    size_t count;
    struct arena arena;
    struct string_map seen; /* "name@version" -> the object */
    struct memory_view view;
    struct problem problem;
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

static status_code check(struct lint *lint) {
    for (size_t i = 0; i < lint->count; i++) {
        struct validate_options options = {.object_index = (uint32_t)i, .is_draft = is_draft(lint->objects[i])};
        status_code code =
            validate_object(lint->objects[i], memory_view_catalog(&lint->view), &options, &lint->problem);
        if (code != STATUS_OK && code != STATUS_INVALID_ARGUMENT)
            return code;
    }
    return lint->problem.code;
}

enum catalog_code catalog_documents_check(const struct catalog_documents *documents, struct catalog_error **ret_error) {
    struct lint lint = {0};
    struct catalog_error *error = NULL;
    enum catalog_code code = CATALOG_OK;
    lint.objects = catalog_documents_objects(documents, &lint.count);
    arena_init(&lint.arena, 0);
    problem_init(&lint.problem, &lint.arena);
    string_map_init(&lint.seen, &lint.arena);
    memory_view_init(&lint.view, &lint.arena, NULL);
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
