/* A source that is long JSON, in pieces (codec/json_pieces.h), for importers. */
#ifndef CATALOG_CONVERT_JSON_SOURCE_H
#define CATALOG_CONVERT_JSON_SOURCE_H

#include "codec/json_pieces.h"
#include "convert/import.h"

/* One of the passes over a source. */
struct json_pass {
    size_t number; /* from 0 */
    size_t count;
    /* After a first pass that read all: whether the element at INDEX is read again. NULL: all are. */
    bool (*wants)(void *context, size_t index);
    void *context;
};

/* Private. */
struct json_source {
    struct import *import;
    const char *path;
    struct json_pass pass;
    struct source_stream stream;
    struct json_pieces pieces;
    struct problem detail;
    size_t count; /* of pieces */
};

/* Opens SOURCE at its beginning; elements of LIST come one by one. All are borrowed. Ownership: json_source_close, also
 * after an error. Errors: those of source_stream_open. */
MUST_CHECK status_code json_source_open(struct json_source *json, struct import *import, const struct source *source,
                                        const char *list, struct json_pass pass);

/* json_pieces_next; the import's problem says "file:LINE:COLUMN: why". Errors: also STATUS_NOT_FOUND (the file cannot
 * be read to its end), STATUS_RESOURCE_EXHAUSTED (more than LIMIT_STREAM_PIECES). */
MUST_CHECK status_code json_source_next(struct json_source *json, struct json_piece *ret_piece);

void json_source_close(struct json_source *json);

/* Reads pieces of HEAD, the beginning of a JSON text, until TAKE, which gets each, returns true or the text ends. An
 * error in it is its end. Returns what TAKE did last; false: there was no piece. */
bool json_head_any(slice head, const char *list, bool (*take)(void *context, const struct json_piece *piece),
                   void *context);

#endif
