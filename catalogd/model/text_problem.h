/* An error inside a short text (a version, a requirement, a predicate), before anybody knows which field it stands in.
 */
#ifndef CATALOGD_MODEL_TEXT_PROBLEM_H
#define CATALOGD_MODEL_TEXT_PROBLEM_H

#include "base/slice.h"
#include "base/status.h"

/* Where, what is wrong, and what would be right. */
struct text_error {
    size_t offset; /* bytes from the start of the text */
    const char *message;
    const char *remedy; /* "": none */
};

/* Adds ERROR to PROBLEM as one violation without a field, its column being offset + 1, and makes the problem
 * INVALID_ARGUMENT / REASON unless an error is already set. A caller that knows the field hands in a problem of its own
 * and copies message, remedy and column from violations[0]. PROBLEM may be NULL. Returns STATUS_INVALID_ARGUMENT. */
status_code text_problem(struct problem *problem, const char *reason, const struct text_error *error);

#endif
