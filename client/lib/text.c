#include "catalog/message.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/yaml.h"
#include "lib/failure.h"
#include "lib/file.h"
#include "lib/message.h"

enum catalog_code catalog_message_write(const ProtobufCMessage *message, enum catalog_format format, char **ret_text,
                                        size_t *ret_size, struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, NULL);
    struct buffer out;
    buffer_init(&out, 0);
    status_code status =
        format == CATALOG_FORMAT_JSON ? json_write(message, &out, &problem) : yaml_write(message, &out, &problem);
    size_t size = out.size;
    buffer_append_byte(&out, '\0');
    if (status == STATUS_OK && !out.has_failed) {
        *ret_text = (char *)buffer_detach(&out, &size);
        *ret_size = size - 1;
        return CATALOG_OK;
    }
    buffer_done(&out);
    return status == STATUS_OK ? error_no_memory(ret_error) : error_from_problem(ret_error, &problem);
}

static status_code parse(const ProtobufCMessageDescriptor *descriptor, enum catalog_format format, slice text,
                         struct arena *arena, struct document_list *ret_list, struct problem *problem) {
    if (format == CATALOG_FORMAT_YAML)
        return yaml_read(descriptor, text, arena, ret_list, problem);
    *ret_list = (struct document_list){.items = ARENA_NEW(arena, struct document), .count = 1};
    if (ret_list->items == NULL)
        return problem_no_memory(problem);
    return json_read(descriptor, text, arena, ret_list->items, problem);
}

/* The error of reading the file at PATH. Its message begins with the path, and every violation carries it. */
static enum catalog_code fail_in(const char *path, const struct problem *problem, struct catalog_error **ret_error) {
    struct catalog_error *error = NULL;
    enum catalog_code code = error_from_problem(&error, problem);
    bool whole = error_set_message(error, "%s: %s", path, problem->message);
    for (size_t i = 0; whole && i < catalog_error_violation_count(error); i++) {
        const struct catalog_violation *violation = catalog_error_violation(error, i);
        whole = error_place(error, i, path, violation->line, violation->column);
    }
    if (whole) {
        error_give(ret_error, error);
        return code;
    }
    catalog_error_free(error);
    return error_no_memory(ret_error);
}

enum catalog_code message_read_all(const ProtobufCMessageDescriptor *descriptor, const char *path, struct arena *arena,
                                   struct document_list *ret_list, struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, arena);
    struct buffer text;
    buffer_init(&text, LIMIT_UPLOAD_BYTES);
    enum catalog_code code = file_read(path, &text, ret_error);
    if (code == CATALOG_OK &&
        parse(descriptor, file_format(path), buffer_slice(&text), arena, ret_list, &problem) != STATUS_OK)
        code = fail_in(path, &problem, ret_error);
    buffer_done(&text);
    return code;
}

static enum catalog_code refuse_count(const char *path, size_t count, struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, NULL);
    problem_set(&problem, STATUS_INVALID_ARGUMENT, "NOT_ONE_DOCUMENT", "exactly one document is wanted, %zu are there",
                count);
    return fail_in(path, &problem, ret_error);
}

enum catalog_code catalog_message_read(const ProtobufCMessageDescriptor *descriptor, const char *path,
                                       ProtobufCMessage **ret_message, struct catalog_error **ret_error) {
    struct document_list list = {0};
    struct arena arena;
    arena_init(&arena, 0);
    enum catalog_code code = message_read_all(descriptor, path, &arena, &list, ret_error);
    if (code == CATALOG_OK && list.count != 1)
        code = refuse_count(path, list.count, ret_error);
    ProtobufCMessage *owned = code == CATALOG_OK ? message_own(&arena, list.items[0].message, 0) : NULL;
    if (code == CATALOG_OK && owned == NULL)
        code = error_no_memory(ret_error);
    if (code == CATALOG_OK)
        *ret_message = owned;
    arena_done(&arena);
    return code;
}
