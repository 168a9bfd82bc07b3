#include "lib/failure.h"

#include "base/limits.h"
#include "base/vector.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct catalog_error {
    struct arena arena;
    enum catalog_code code;
    const char *reason;
    const char *message;
    uint32_t retry_after_ms;
    VECTOR(struct catalog_violation) violations;
    size_t violations_total;
};

/* Handed out when there is no memory for an error. Never written to and never freed. */
static struct catalog_error no_memory = {
    .code = CATALOG_RESOURCE_EXHAUSTED, .reason = "NO_MEMORY", .message = "out of memory"};

struct catalog_error *error_new(enum catalog_code code, const char *reason, const char *message) {
    struct catalog_error *error = calloc(1, sizeof *error);
    if (error == NULL)
        return NULL;
    arena_init(&error->arena, 0);
    error->code = code;
    error->reason = arena_strdup(&error->arena, reason == NULL ? "" : reason);
    error->message = arena_strdup(&error->arena, message == NULL ? "" : message);
    if (error->reason != NULL && error->message != NULL)
        return error;
    catalog_error_free(error);
    return NULL;
}

void catalog_error_free(struct catalog_error *error) {
    if (error == NULL || error == &no_memory)
        return;
    arena_done(&error->arena);
    free(error);
}

static const char *keep(struct catalog_error *error, const char *text) {
    return text == NULL || text[0] == '\0' ? "" : arena_strdup(&error->arena, text);
}

bool error_add(struct catalog_error *error, const struct catalog_violation *violation) {
    if (error == &no_memory)
        return false;
    error->violations_total++;
    if (error->violations.count == LIMIT_VIOLATIONS)
        return true;
    struct catalog_violation copy = {
        .object_index = violation->object_index,
        .object = keep(error, violation->object),
        .field = keep(error, violation->field),
        .message = keep(error, violation->message),
        .remedy = keep(error, violation->remedy),
        .file = keep(error, violation->file),
        .line = violation->line,
        .column = violation->column,
    };
    return copy.object != NULL && copy.field != NULL && copy.message != NULL && copy.remedy != NULL &&
           copy.file != NULL && vector_push(&error->arena, &error->violations, copy);
}

bool error_set_message(struct catalog_error *error, const char *format, ...) {
    if (error == &no_memory)
        return false;
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(&error->arena, format, arguments);
    va_end(arguments);
    if (message == NULL)
        return false;
    error->message = message;
    return true;
}

bool error_place(struct catalog_error *error, size_t index, const char *file, uint32_t line, uint32_t column) {
    if (error == &no_memory)
        return false;
    struct catalog_violation *violation = &error->violations.items[index];
    const char *copy = keep(error, file);
    if (copy == NULL)
        return false;
    violation->file = copy;
    violation->line = line;
    violation->column = column;
    return true;
}

bool error_count(struct catalog_error *error, size_t violations) {
    if (error == &no_memory)
        return false;
    error->violations_total += violations;
    return true;
}

enum catalog_code error_give(struct catalog_error **ret_error, struct catalog_error *error) {
    enum catalog_code code = error->code;
    if (ret_error != NULL)
        *ret_error = error;
    else
        catalog_error_free(error);
    return code;
}

enum catalog_code error_no_memory(struct catalog_error **ret_error) {
    return error_give(ret_error, &no_memory);
}

enum catalog_code error_set(struct catalog_error **ret_error, enum catalog_code code, const char *reason,
                            const char *format, ...) {
    if (ret_error == NULL)
        return code;
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct catalog_error *error = error_new(code, reason, message);
    return error == NULL ? error_no_memory(ret_error) : error_give(ret_error, error);
}

static bool add_problem_violations(struct catalog_error *error, const struct problem *problem) {
    for (size_t i = 0; i < problem->violation_count; i++) {
        const struct violation *from = &problem->violations[i];
        struct catalog_violation violation = {.object_index = from->object_index,
                                              .object = from->object,
                                              .field = from->field,
                                              .message = from->message,
                                              .remedy = from->remedy,
                                              .line = from->line,
                                              .column = from->column};
        if (!error_add(error, &violation))
            return false;
    }
    error->violations_total = problem->violations_total;
    error->retry_after_ms = problem->retry_after_ms;
    return true;
}

enum catalog_code error_from_problem(struct catalog_error **ret_error, const struct problem *problem) {
    struct catalog_error *error = error_new((enum catalog_code)problem->code, problem->reason, problem->message);
    if (error != NULL && add_problem_violations(error, problem))
        return error_give(ret_error, error);
    catalog_error_free(error);
    return error_no_memory(ret_error);
}

static bool add_status_violations(struct catalog_error *error, const Catalog__V1__Status *status) {
    for (size_t i = 0; i < status->n_violations; i++) {
        const Catalog__V1__FieldViolation *from = status->violations[i];
        struct catalog_violation violation = {.object_index = from->object_index,
                                              .object = from->object,
                                              .field = from->field,
                                              .message = from->message,
                                              .remedy = from->remedy,
                                              .line = from->line,
                                              .column = from->column};
        if (!error_add(error, &violation))
            return false;
    }
    if (status->violations_total > error->violations_total)
        error->violations_total = status->violations_total;
    error->retry_after_ms = status->retry_after_ms;
    return true;
}

/* A status that says OK or a number outside of the list is the server's mistake, not a success. */
static enum catalog_code code_of(const Catalog__V1__Status *status) {
    int code = (int)status->code;
    return code > CATALOG_OK && code <= CATALOG_UNAUTHENTICATED ? (enum catalog_code)code : CATALOG_UNKNOWN;
}

enum catalog_code error_from_status(struct catalog_error **ret_error, const Catalog__V1__Status *status) {
    struct catalog_error *error = error_new(code_of(status), status->reason, status->message);
    if (error != NULL && add_status_violations(error, status))
        return error_give(ret_error, error);
    catalog_error_free(error);
    return error_no_memory(ret_error);
}

enum catalog_code catalog_error_code(const struct catalog_error *error) {
    return error->code;
}

const char *catalog_error_reason(const struct catalog_error *error) {
    return error->reason;
}

const char *catalog_error_message(const struct catalog_error *error) {
    return error->message;
}

uint32_t catalog_error_retry_after_ms(const struct catalog_error *error) {
    return error->retry_after_ms;
}

size_t catalog_error_violation_count(const struct catalog_error *error) {
    return error->violations.count;
}

size_t catalog_error_violations_total(const struct catalog_error *error) {
    return error->violations_total;
}

const struct catalog_violation *catalog_error_violation(const struct catalog_error *error, size_t index) {
    return index < error->violations.count ? &error->violations.items[index] : NULL;
}

const char *catalog_code_name(enum catalog_code code) {
    return status_name((status_code)code);
}
