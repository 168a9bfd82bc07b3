/* A release of a reference scheme as native YAML: several documents in one file, each small enough to be read back. */
#ifndef CATALOGCTL_RELEASE_FILE_H
#define CATALOGCTL_RELEASE_FILE_H

#include "cli/session.h"

#include "catalog/v1/taxonomy.pb-c.h"

struct release_file;

/* Begins DIRECTORY/SCHEME-RELEASE.taxonomy.yaml, and DIRECTORY where it is not there. Ownership: release_file_free.
 * NULL: said why. */
struct release_file *release_file_new(struct session *session, const char *directory,
                                      const Catalog__V1__Taxonomy *taxonomy);

/* Adds ITEM, which is copied. False: said why. */
MUST_CHECK bool release_file_add(struct release_file *file, const Catalog__V1__TaxonomyItem *item);

/* Ends the file and puts it in its place, unless the same is there already. Ownership: *ret_path lives in the session's
 * arena. False: said why. */
MUST_CHECK bool release_file_finish(struct release_file *file, char **ret_path, bool *ret_is_unchanged);

/* One that was not finished leaves nothing behind. NULL is fine. */
void release_file_free(struct release_file *file);

#endif
