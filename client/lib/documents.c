#include "catalog/document.h"

#include "base/limits.h"
#include "base/vector.h"
#include "codec/json.h"
#include "codec/yaml.h"
#include "lib/failure.h"
#include "lib/file.h"

#include <stdlib.h>

/* Where an object came from. */
struct origin {
    const char *file;
    struct source_map source;
};

struct catalog_documents {
    struct arena arena;
    VECTOR(Catalog__V1__Object *) objects;
    VECTOR(struct origin) origins;
    size_t size_bytes; /* of all texts read */
};

/* One call that reads: the mistakes of all its files together. */
struct reading {
    struct catalog_documents *documents;
    struct catalog_error *mistakes; /* NULL: none yet */
    size_t wrong_files;
};

enum catalog_code catalog_documents_new(struct catalog_documents **ret_documents, struct catalog_error **ret_error) {
    struct catalog_documents *documents = calloc(1, sizeof *documents);
    if (documents == NULL)
        return error_no_memory(ret_error);
    arena_init(&documents->arena, 0);
    *ret_documents = documents;
    return CATALOG_OK;
}

void catalog_documents_free(struct catalog_documents *documents) {
    if (documents == NULL)
        return;
    arena_done(&documents->arena);
    free(documents);
}

static status_code parse(struct arena *arena, enum catalog_format format, slice text, struct document_list *ret_list,
                         struct problem *problem) {
    if (format == CATALOG_FORMAT_YAML)
        return yaml_read(&catalog__v1__object__descriptor, text, arena, ret_list, problem);
    *ret_list = (struct document_list){.items = ARENA_NEW(arena, struct document), .count = 1};
    if (ret_list->items == NULL)
        return problem_no_memory(problem);
    return json_read(&catalog__v1__object__descriptor, text, arena, ret_list->items, problem);
}

static bool add_object(struct catalog_documents *documents, const char *file, const struct document *document) {
    struct origin origin = {.file = file, .source = document->source};
    Catalog__V1__Object *object = (Catalog__V1__Object *)(void *)document->message;
    if (!vector_push(&documents->arena, &documents->origins, origin))
        return false;
    if (vector_push(&documents->arena, &documents->objects, object))
        return true;
    documents->origins.count--;
    return false;
}

static enum catalog_code add_objects(struct catalog_documents *documents, const char *file,
                                     const struct document_list *list, struct catalog_error **ret_error) {
    if (list->count > LIMIT_UPLOAD_OBJECTS - documents->objects.count)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "TOO_MANY_OBJECTS",
                         "%s: with it there are more than %d objects", file, LIMIT_UPLOAD_OBJECTS);
    for (size_t i = 0; i < list->count; i++)
        if (!add_object(documents, file, &list->items[i]))
            return error_no_memory(ret_error);
    return CATALOG_OK;
}

/* A file that is wrong adds none of its objects, so its mistakes count from the first object it would have had. */
static bool add_mistakes(struct reading *reading, const char *file, const struct problem *problem) {
    if (reading->mistakes == NULL)
        reading->mistakes = error_new(CATALOG_INVALID_ARGUMENT, "INVALID_OBJECT", "");
    if (reading->mistakes == NULL)
        return false;
    reading->wrong_files++;
    struct violation whole = {.message = problem->message};
    size_t count = problem->violation_count == 0 ? 1 : problem->violation_count;
    for (size_t i = 0; i < count; i++) {
        const struct violation *from = problem->violation_count == 0 ? &whole : &problem->violations[i];
        struct catalog_violation violation = {.object_index = from->object_index,
                                              .object = from->object,
                                              .field = from->field,
                                              .message = from->message,
                                              .remedy = from->remedy,
                                              .file = file,
                                              .line = from->line,
                                              .column = from->column};
        if (!error_add(reading->mistakes, &violation))
            return false;
    }
    return error_count(reading->mistakes, problem->violations_total - problem->violation_count);
}

static enum catalog_code read_text(struct reading *reading, const char *file, enum catalog_format format, slice text,
                                   struct catalog_error **ret_error) {
    struct catalog_documents *documents = reading->documents;
    if (text.size > LIMIT_UPLOAD_BYTES - documents->size_bytes)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "FILES_TOO_LARGE",
                         "%s: with it there are more than %zu bytes", file, LIMIT_UPLOAD_BYTES);
    documents->size_bytes += text.size;
    struct arena scratch;
    arena_init(&scratch, 0);
    struct problem problem;
    problem_init(&problem, &scratch);
    struct document_list list = {0};
    enum catalog_code code = CATALOG_OK;
    if (parse(&documents->arena, format, text, &list, &problem) == STATUS_OK)
        code = add_objects(documents, file, &list, ret_error);
    else if (problem.code != STATUS_INVALID_ARGUMENT && problem.violation_count == 0)
        code = error_from_problem(ret_error, &problem);
    else if (!add_mistakes(reading, file, &problem))
        code = error_no_memory(ret_error);
    arena_done(&scratch);
    return code;
}

static enum catalog_code read_file(struct reading *reading, const char *path, struct catalog_error **ret_error) {
    struct buffer text;
    buffer_init(&text, LIMIT_UPLOAD_BYTES);
    enum catalog_code code = file_read(path, &text, ret_error);
    if (code == CATALOG_OK)
        code = read_text(reading, path, file_format(path), buffer_slice(&text), ret_error);
    buffer_done(&text);
    return code;
}

/* Ends a reading that went through: hands the mistakes over, if there are any. */
static enum catalog_code finish(struct reading *reading, struct catalog_error **ret_error) {
    if (reading->mistakes == NULL)
        return CATALOG_OK;
    size_t total = catalog_error_violations_total(reading->mistakes);
    if (error_set_message(reading->mistakes, "%zu mistake%s in %zu file%s", total, total == 1 ? "" : "s",
                          reading->wrong_files, reading->wrong_files == 1 ? "" : "s"))
        return error_give(ret_error, reading->mistakes);
    catalog_error_free(reading->mistakes);
    return error_no_memory(ret_error);
}

enum catalog_code catalog_documents_read(struct catalog_documents *documents, const char *path,
                                         struct catalog_error **ret_error) {
    struct file_list files = {0};
    struct reading reading = {.documents = documents};
    enum catalog_code code = file_list_add(&files, path, &documents->arena, ret_error);
    for (size_t i = 0; code == CATALOG_OK && i < files.paths.count; i++)
        code = read_file(&reading, files.paths.items[i], ret_error);
    if (code == CATALOG_OK)
        return finish(&reading, ret_error);
    catalog_error_free(reading.mistakes);
    return code;
}

enum catalog_code catalog_documents_parse(struct catalog_documents *documents, const char *file,
                                          enum catalog_format format, const char *text, size_t size,
                                          struct catalog_error **ret_error) {
    struct reading reading = {.documents = documents};
    const char *name = arena_strdup(&documents->arena, file);
    if (name == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = read_text(&reading, name, format, slice_of(text, size), ret_error);
    if (code == CATALOG_OK)
        return finish(&reading, ret_error);
    catalog_error_free(reading.mistakes);
    return code;
}

Catalog__V1__Object *const *catalog_documents_objects(const struct catalog_documents *documents, size_t *ret_count) {
    *ret_count = documents->objects.count;
    return documents->objects.items;
}

const char *catalog_documents_file(const struct catalog_documents *documents, size_t index) {
    return index < documents->origins.count ? documents->origins.items[index].file : NULL;
}

/* A place that there is no memory for stays unknown: the violation says what is wrong all the same. */
static void locate(const struct origin *origin, struct catalog_error *error, size_t index) {
    const struct catalog_violation *violation = catalog_error_violation(error, index);
    uint32_t line = 0;
    uint32_t column = 0;
    if (source_map_find(&origin->source, violation->field, &line, &column))
        error_place(error, index, origin->file, line, column);
}

void catalog_documents_locate(const struct catalog_documents *documents, size_t first_object,
                              struct catalog_error *error) {
    for (size_t i = 0; i < catalog_error_violation_count(error); i++) {
        const struct catalog_violation *violation = catalog_error_violation(error, i);
        size_t object = first_object + violation->object_index;
        if (violation->file[0] == '\0' && object < documents->origins.count)
            locate(&documents->origins.items[object], error, i);
    }
}

void catalog_documents_locate_findings(const struct catalog_documents *documents, size_t first_object,
                                       Catalog__V1__ObjectFinding *const *findings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t object = first_object + findings[i]->object_index;
        if (object >= documents->origins.count)
            continue;
        const struct origin *origin = &documents->origins.items[object];
        if (source_map_find(&origin->source, findings[i]->field, &findings[i]->line, &findings[i]->column))
            findings[i]->file = (char *)(uintptr_t)origin->file;
    }
}
