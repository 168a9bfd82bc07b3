/* Files that a source names beside itself. */
#ifndef CATALOG_CONVERT_BESIDE_H
#define CATALOG_CONVERT_BESIDE_H

#include "base/arena.h"

#include <stdint.h>

/* Why the file that WORDS names may not be read along with FILE; NULL: it may, *RET_PATH is where it is and *RET_BYTES
 * how large. Only regular files below the directory of FILE are read, by a path without ".." and without symbolic
 * links, which could lead anywhere. Nothing is fetched. Ownership: *RET_PATH lives in ARENA. */
const char *beside_complaint(struct arena *arena, const char *file, const char *words, const char **ret_path,
                             uint64_t *ret_bytes);

/* What beside_complaint returns where the path is fine and leads to no regular file: by its address. */
extern const char beside_missing[];

#endif
