/* Files of others, read whole and composed where they are JSON or YAML. Nothing is ever fetched from a network. */
#ifndef CATALOG_CONVERT_SOURCE_H
#define CATALOG_CONVERT_SOURCE_H

#include "base/limits.h"
#include "base/slice.h"
#include "codec/tree.h"

#include <stdio.h>

#define SOURCE_FILES_MAX  1000
#define SOURCE_DEPTH_MAX  8 /* folders in each other, with the one that was named */
#define SOURCE_HEAD_BYTES (64 * KIB)

enum source_syntax { SOURCE_OTHER, SOURCE_JSON, SOURCE_YAML, SOURCE_XML };

struct source_file {
    const char *path;
    slice text;
    enum source_syntax syntax;
    const struct tree_node *root; /* JSON and YAML; NULL: neither, or a list of YAML documents that is not one */
    const char *complaint;        /* why text that looked like YAML or JSON is none: "3:7: not YAML: ..."; NULL */
};

/* What a path on the command line stands for. */
struct source {
    const char *path;
    bool is_directory;
    struct source_file *files; /* of a directory in byte order of path */
    size_t file_count;
};

/* Reads PATH: a file, or a directory with every *.json, *.yaml, *.yml and *.hcl below it, names that begin with '.'
 * and symbolic links left out. Ownership: *ret_source lives in ARENA. Errors: STATUS_NOT_FOUND,
 * STATUS_RESOURCE_EXHAUSTED (past LIMIT_FOREIGN_BYTES, SOURCE_FILES_MAX or SOURCE_DEPTH_MAX). */
MUST_CHECK status_code source_read(const char *path, struct arena *arena, struct source *ret_source,
                                   struct problem *problem);

/* The same of TEXT under the name PATH. */
MUST_CHECK status_code source_of_text(const char *path, slice text, struct arena *arena, struct source *ret_source,
                                      struct problem *problem);

/* The first SOURCE_HEAD_BYTES of the file at PATH, fewer where it is shorter, none where it is a directory. Ownership:
 * *ret_head lives in ARENA. Errors: STATUS_NOT_FOUND. */
MUST_CHECK status_code source_head(const char *path, struct arena *arena, slice *ret_head, struct problem *problem);

/* A source of one file, read from front to back: from the disk, or where it is text from memory. */
struct source_stream {
    FILE *file; /* NULL: text */
    slice rest; /* of the text */
    size_t done_bytes;
    size_t total_bytes;
    bool has_failed; /* it could not be read to the end */
};

/* Opens SOURCE at its beginning; as often as there are passes over it. Ownership: source_stream_close. Errors:
 * STATUS_NOT_FOUND, STATUS_RESOURCE_EXHAUSTED (past LIMIT_STREAM_BYTES). */
MUST_CHECK status_code source_stream_open(const struct source *source, struct source_stream *ret_stream,
                                          struct problem *problem);

/* Reads up to SIZE bytes into ROOM; 0: the end, or has_failed. CONTEXT is the stream. */
size_t source_stream_read(void *context, uint8_t *room, size_t size);

void source_stream_close(struct source_stream *stream);

/* The root of the only file; NULL where SOURCE is a directory or neither JSON nor YAML. */
const struct tree_node *source_root(const struct source *source);

#endif
