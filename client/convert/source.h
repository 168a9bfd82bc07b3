/* Files of others, read whole and composed where they are JSON or YAML. Nothing is ever fetched from a network. */
#ifndef CATALOG_CONVERT_SOURCE_H
#define CATALOG_CONVERT_SOURCE_H

#include "base/slice.h"
#include "codec/tree.h"

#define SOURCE_FILES_MAX 1000
#define SOURCE_DEPTH_MAX 8

enum source_syntax { SOURCE_OTHER, SOURCE_JSON, SOURCE_YAML, SOURCE_XML };

struct source_file {
    const char *path;
    slice text;
    enum source_syntax syntax;
    const struct tree_node *root; /* JSON and YAML; NULL: neither, or a list of YAML documents that is not one */
    const char *complaint;        /* why text that looked like YAML is none: "3:7: not YAML: ..."; NULL */
};

/* What a path on the command line stands for. */
struct source {
    const char *path;
    bool is_directory;
    struct source_file *files; /* of a directory in byte order of path */
    size_t file_count;
};

/* Reads PATH: a file, or a directory with every *.json, *.yaml and *.yml below it, names that begin with '.' and
 * symbolic links left out. Ownership: *ret_source lives in ARENA. Errors: STATUS_NOT_FOUND, STATUS_INVALID_ARGUMENT
 * (JSON that is none, with a violation at its place), STATUS_RESOURCE_EXHAUSTED (past LIMIT_FOREIGN_BYTES or
 * SOURCE_FILES_MAX). */
MUST_CHECK status_code source_read(const char *path, struct arena *arena, struct source *ret_source,
                                   struct problem *problem);

/* The same of TEXT under the name PATH. */
MUST_CHECK status_code source_of_text(const char *path, slice text, struct arena *arena, struct source *ret_source,
                                      struct problem *problem);

/* The root of the only file; NULL where SOURCE is a directory or neither JSON nor YAML. */
const struct tree_node *source_root(const struct source *source);

#endif
