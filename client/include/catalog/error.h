/* Why a call of the library failed.
 *
 * Every function that can fail returns an enum catalog_code and takes a `struct catalog_error **ret_error` last. On
 * success nothing is written there. On failure, where ret_error is not NULL, *ret_error is the caller's to free with
 * catalog_error_free. Out of memory is reported the same way and needs no memory.
 *
 * Errors never change after they are handed out, except by catalog_documents_locate: any thread may read one. */
#ifndef CATALOG_ERROR_H
#define CATALOG_ERROR_H

#include "catalog/export.h"

#include <stddef.h>
#include <stdint.h>

CATALOG_BEGIN

/* Names, numbers and meanings of google.rpc.Code. */
enum catalog_code {
    CATALOG_OK = 0,
    CATALOG_CANCELLED = 1,
    CATALOG_UNKNOWN = 2,
    CATALOG_INVALID_ARGUMENT = 3,   /* the request is wrong whatever the state of the server */
    CATALOG_DEADLINE_EXCEEDED = 4,  /* whether the server acted is not known: repeat it with the same request_id */
    CATALOG_NOT_FOUND = 5,          /* the named thing does not exist */
    CATALOG_ALREADY_EXISTS = 6,     /* the version exists with other content */
    CATALOG_PERMISSION_DENIED = 7,  /* the caller may not do this */
    CATALOG_RESOURCE_EXHAUSTED = 8, /* a limit or quota; the message names it. Also: no memory here */
    CATALOG_FAILED_PRECONDITION = 9,
    CATALOG_ABORTED = 10, /* somebody else changed what the call had read: read again */
    CATALOG_OUT_OF_RANGE = 11,
    CATALOG_UNIMPLEMENTED = 12,
    CATALOG_INTERNAL = 13,
    CATALOG_UNAVAILABLE = 14, /* the server cannot be reached or cannot answer just now */
    CATALOG_DATA_LOSS = 15,   /* a digest does not fit its bytes, or stored data is damaged */
    CATALOG_UNAUTHENTICATED = 16
};

/* One thing that is wrong in an input, and what would be right. Strings are never NULL, "" where there is nothing to
 * say; they are borrowed from the error. */
struct catalog_violation {
    uint32_t object_index; /* which object of the call, from 0 */
    const char *object;    /* its name */
    const char *field;     /* path of the field in the object: "provides[2].when" */
    const char *message;   /* what is wrong */
    const char *remedy;    /* what would be right */
    const char *file;      /* document it came from */
    uint32_t line;         /* from 1; 0: not known */
    uint32_t column;       /* from 1; 0: not known */
};

struct catalog_error;

/* Frees ERROR; NULL is fine. */
CATALOG_API void catalog_error_free(struct catalog_error *error);

/* The code; never CATALOG_OK. */
CATALOG_API enum catalog_code catalog_error_code(const struct catalog_error *error);

/* UPPER_SNAKE word for machines: "VERSION_CONFLICT". Borrowed from ERROR. */
CATALOG_API const char *catalog_error_reason(const struct catalog_error *error);

/* One sentence for people. Borrowed from ERROR. */
CATALOG_API const char *catalog_error_message(const struct catalog_error *error);

/* Milliseconds to wait before the same call is worth sending again. 0: no advice. */
CATALOG_API uint32_t catalog_error_retry_after_ms(const struct catalog_error *error);

/* How many violations are kept: at most 100. */
CATALOG_API size_t catalog_error_violation_count(const struct catalog_error *error);

/* How many violations were found, those left out included. */
CATALOG_API size_t catalog_error_violations_total(const struct catalog_error *error);

/* The violation at INDEX, in the order found; NULL past the end. Borrowed from ERROR. */
CATALOG_API const struct catalog_violation *catalog_error_violation(const struct catalog_error *error, size_t index);

/* "NOT_FOUND" for CATALOG_NOT_FOUND; "UNKNOWN" for a number outside the list. Static. */
CATALOG_API const char *catalog_code_name(enum catalog_code code);

CATALOG_END

#endif
