/* Making the errors that the library hands out. */
#ifndef CATALOG_LIB_FAILURE_H
#define CATALOG_LIB_FAILURE_H

#include "base/status.h"
#include "catalog/error.h"

#include "catalog/v1/envelope.pb-c.h"

#include <stdbool.h>

/* The functions of the first group write *ret_error (ret_error may be NULL) and return the code, so that
 * `return error_set(...)` reads straight. Without memory for the error they hand out a static one. Any thread. */
enum catalog_code error_set(struct catalog_error **ret_error, enum catalog_code code, const char *reason,
                            const char *format, ...) PRINTF_LIKE(4, 5);
enum catalog_code error_no_memory(struct catalog_error **ret_error);
enum catalog_code error_from_problem(struct catalog_error **ret_error, const struct problem *problem);
enum catalog_code error_from_status(struct catalog_error **ret_error, const Catalog__V1__Status *status);

/* Hands ERROR (not NULL) over, or frees it where nobody asked. Returns its code. */
enum catalog_code error_give(struct catalog_error **ret_error, struct catalog_error *error);

/* An error without violations, for error_add. NULL: no memory. */
struct catalog_error *error_new(enum catalog_code code, const char *reason, const char *message);

/* Adds a copy of VIOLATION (fields that are NULL become ""), as long as fewer than LIMIT_VIOLATIONS are kept; further
 * ones are counted. False: no memory. */
MUST_CHECK bool error_add(struct catalog_error *error, const struct catalog_violation *violation);

/* Replaces the message. False: no memory. */
MUST_CHECK bool error_set_message(struct catalog_error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* Sets where the violation at INDEX stands. False: no memory, its place stays as it was. */
bool error_place(struct catalog_error *error, size_t index, const char *file, uint32_t line, uint32_t column);

/* Counts violations that were found and not kept. False: ERROR takes no changes. */
MUST_CHECK bool error_count(struct catalog_error *error, size_t violations);

#endif
