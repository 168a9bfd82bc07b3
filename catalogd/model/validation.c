#include "model/validation.h"

#include <stdio.h>

#define MESSAGE_BYTES 512

void validation_report(struct validation *validation, const char *field, const char *remedy, const char *format, ...) {
    char message[MESSAGE_BYTES];
    char path[PATH_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (field != NULL)
        path_push(&validation->path, field, PATH_NO_INDEX);
    path_text(&validation->path, path);
    if (field != NULL)
        path_pop(&validation->path);
    validation->has_findings = true;
    (void)problem_add(validation->problem, &(struct violation){
                                               .object_index = validation->options->object_index,
                                               .object = validation->name,
                                               .field = path,
                                               .message = message,
                                               .remedy = remedy == NULL ? "" : remedy,
                                           });
}

void validation_fail(struct validation *validation, status_code code) {
    if (validation->failure == STATUS_OK)
        validation->failure = code;
}

const char *validation_text(struct validation *validation, char *text) {
    if (text != NULL)
        return text;
    validation_fail(validation, problem_no_memory(validation->problem));
    return "";
}

const char *validation_suggest(struct validation *validation, const struct nearest *nearest, const char *otherwise) {
    if (nearest->best[0] == '\0')
        return otherwise;
    return validation_text(validation, arena_printf(validation->arena, "did you mean '%s'?", nearest->best));
}

bool validation_goes_on(const struct validation *validation) {
    bool is_full = validation->problem != NULL && validation->problem->violations_total >= LIMIT_VIOLATIONS;
    return validation->failure == STATUS_OK && !is_full;
}
