#include "model/text_problem.h"

status_code text_problem(struct problem *problem, const char *reason, const struct text_error *error) {
    if (problem == NULL)
        return STATUS_INVALID_ARGUMENT;
    problem_set(problem, STATUS_INVALID_ARGUMENT, reason, "at byte %zu: %s%s%s", error->offset, error->message,
                error->remedy[0] == '\0' ? "" : "; ", error->remedy);
    struct violation violation = {
        .message = error->message, .remedy = error->remedy, .column = (uint32_t)error->offset + 1};
    return problem_add(problem, &violation);
}
