/* Status codes and the one detail that goes with them.
 *
 * The codes and their numbers are those of google.rpc.Code. A function that can fail for a stranger's reason returns a
 * status_code and fills in a struct problem at the place that knows what, where and what would be right. */
#ifndef CATALOGD_BASE_STATUS_H
#define CATALOGD_BASE_STATUS_H

#include "base/arena.h"
#include "base/macros.h"

#include <stddef.h>
#include <stdint.h>

/* X(name, number) */
#define STATUS_CODES(X)                                                                                                \
    X(OK, 0)                                                                                                           \
    X(CANCELLED, 1)                                                                                                    \
    X(UNKNOWN, 2)                                                                                                      \
    X(INVALID_ARGUMENT, 3)                                                                                             \
    X(DEADLINE_EXCEEDED, 4)                                                                                            \
    X(NOT_FOUND, 5)                                                                                                    \
    X(ALREADY_EXISTS, 6)                                                                                               \
    X(PERMISSION_DENIED, 7)                                                                                            \
    X(RESOURCE_EXHAUSTED, 8)                                                                                           \
    X(FAILED_PRECONDITION, 9)                                                                                          \
    X(ABORTED, 10)                                                                                                     \
    X(OUT_OF_RANGE, 11)                                                                                                \
    X(UNIMPLEMENTED, 12)                                                                                               \
    X(INTERNAL, 13)                                                                                                    \
    X(UNAVAILABLE, 14)                                                                                                 \
    X(DATA_LOSS, 15)                                                                                                   \
    X(UNAUTHENTICATED, 16)

typedef enum status_code {
#define X(name, number) STATUS_##name = (number),
    STATUS_CODES(X)
#undef X
} status_code;

/* "NOT_FOUND" for STATUS_NOT_FOUND; "UNKNOWN" for a number outside the list. */
const char *status_name(status_code code);

/* One thing that is wrong in an input, and what would be right. Lines and columns count from 1; 0 means not known. */
struct violation {
    uint32_t object_index; /* which object of the call, from 0 */
    const char *object;    /* its name, or "" */
    const char *field;     /* path of the field: "provides[2].when" */
    const char *message;   /* what is wrong */
    const char *remedy;    /* what would be right, or "" */
    uint32_t line;
    uint32_t column;
};

/* Why a call failed. Zero it with problem_init. Strings of violations live in its arena. */
struct problem {
    status_code code;
    char reason[48]; /* UPPER_SNAKE, for machines */
    char message[512];
    uint32_t retry_after_ms; /* 0: no advice */
    struct arena *arena;     /* borrowed; NULL: violations are counted and not kept */
    struct violation *violations;
    size_t violation_count;  /* kept: at most LIMIT_VIOLATIONS */
    size_t violations_total; /* found */
    size_t violation_capacity;
};

/* Ownership: ARENA is borrowed and must outlive PROBLEM; it may be NULL. */
void problem_init(struct problem *problem, struct arena *arena);

/* Records the first error: a later one does not overwrite it. PROBLEM may be NULL. Always returns CODE, so that
 * `return problem_set(...)` reads straight. */
status_code problem_set(struct problem *problem, status_code code, const char *reason, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Out of memory, or past the arena's limit. */
status_code problem_no_memory(struct problem *problem);

/* Adds one violation; its strings are copied. The problem becomes INVALID_ARGUMENT / INVALID_OBJECT unless an error is
 * already set. Past LIMIT_VIOLATIONS they are only counted. Returns STATUS_INVALID_ARGUMENT. */
status_code problem_add(struct problem *problem, const struct violation *violation);

#endif
