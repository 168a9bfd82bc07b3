/* Files as texts, and folders as lists of files. */
#ifndef CATALOG_LIB_FILE_H
#define CATALOG_LIB_FILE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/vector.h"
#include "catalog/message.h"

struct file_list {
    VECTOR(const char *) paths;
};

/* Appends everything in the file at PATH ("-": standard input) to TEXT, whose limit bounds it.
 * Errors: CATALOG_NOT_FOUND, CATALOG_PERMISSION_DENIED, CATALOG_FAILED_PRECONDITION (not a file),
 * CATALOG_RESOURCE_EXHAUSTED (past the limit). */
enum catalog_code file_read(const char *path, struct buffer *text, struct catalog_error **ret_error);

/* Adds PATH itself, or, where it is a folder, every *.yaml, *.yml and *.json below it, in byte order of path. Names
 * that begin with '.', taxonomies (*.taxonomy.yaml) and folders behind symbolic links are passed over. Ownership: paths
 * live in ARENA. Errors: as file_read; CATALOG_RESOURCE_EXHAUSTED also past 32 folders deep. */
enum catalog_code file_list_add(struct file_list *files, const char *path, struct arena *arena,
                                struct catalog_error **ret_error);

/* JSON where the name of PATH ends in ".json", else YAML. */
enum catalog_format file_format(const char *path);

#endif
