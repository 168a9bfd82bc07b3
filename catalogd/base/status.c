#include "base/status.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *status_name(status_code code) {
    switch (code) {
#define X(name, number)                                                                                                \
    case STATUS_##name:                                                                                                \
        return #name;
        STATUS_CODES(X)
#undef X
    }
    return "UNKNOWN";
}

void problem_init(struct problem *problem, struct arena *arena) {
    memset(problem, 0, sizeof *problem);
    problem->arena = arena;
}

status_code problem_set(struct problem *problem, status_code code, const char *reason, const char *format, ...) {
    if (problem == NULL || problem->code != STATUS_OK)
        return code;
    problem->code = code;
    snprintf(problem->reason, sizeof problem->reason, "%s", reason);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->message, sizeof problem->message, format, arguments);
    va_end(arguments);
    return code;
}

status_code problem_no_memory(struct problem *problem) {
    return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY",
                       "the memory set aside for this call is used up");
}

static const char *copy_or_empty(struct arena *arena, const char *text) {
    const char *copy = text == NULL ? "" : arena_strdup(arena, text);
    return copy == NULL ? "" : copy;
}

static void keep_violation(struct problem *problem, const struct violation *violation) {
    if (problem->arena == NULL || problem->violation_count >= LIMIT_VIOLATIONS)
        return;
    if (problem->violation_count == problem->violation_capacity) {
        size_t capacity = problem->violation_capacity == 0 ? 8 : problem->violation_capacity * 2;
        struct violation *grown = arena_alloc(problem->arena, capacity * sizeof *grown);
        if (grown == NULL)
            return;
        if (problem->violation_count > 0)
            memcpy(grown, problem->violations, problem->violation_count * sizeof *grown);
        problem->violations = grown;
        problem->violation_capacity = capacity;
    }
    struct violation *kept = &problem->violations[problem->violation_count++];
    *kept = *violation;
    kept->object = copy_or_empty(problem->arena, violation->object);
    kept->field = copy_or_empty(problem->arena, violation->field);
    kept->message = copy_or_empty(problem->arena, violation->message);
    kept->remedy = copy_or_empty(problem->arena, violation->remedy);
}

status_code problem_add(struct problem *problem, const struct violation *violation) {
    if (problem == NULL)
        return STATUS_INVALID_ARGUMENT;
    problem->violations_total++;
    keep_violation(problem, violation);
    problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_OBJECT", "%s%s%s", violation->field ? violation->field : "",
                violation->field && violation->field[0] ? ": " : "", violation->message);
    return STATUS_INVALID_ARGUMENT;
}
