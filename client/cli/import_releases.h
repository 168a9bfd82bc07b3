/* Releases of reference schemes on their way from an importer to the server or to files. */
#ifndef CATALOGCTL_IMPORT_RELEASES_H
#define CATALOGCTL_IMPORT_RELEASES_H

#include "catalog/taxonomies.h"
#include "cli/release_file.h"
#include "convert/release.h"

#include "catalog/v1/conversion.pb-c.h"

/* One release on its way; what it is not meant for is NULL. */
struct release_delivery {
    Catalog__V1__ImportedRelease *described;
    struct catalog_taxonomy_import *import;
    struct release_file *file;
};

/* Start with import_releases_init, end with import_releases_done. One thread. */
struct import_releases {
    struct import_release receiver; /* for struct import */
    struct session *session;
    Catalog__V1__ImportReport *answer;
    const char *directory; /* NULL: to the server */
    bool is_dry_run;
    bool has_said;               /* why it failed */
    struct catalog_error *error; /* why it failed, not said yet; NULL: for another reason */
    VECTOR(struct release_delivery) items;
};

/* Where releases go is what the command line says: to files in --to-dir, else to the server, of which the first release
 * makes the client. With --dry-run nothing is kept. ANSWER, borrowed, gets a line for each. */
void import_releases_init(struct import_releases *releases, struct session *session, Catalog__V1__ImportReport *answer);

/* Stores or writes the releases, which are whole, and says in ANSWER what became of them and what changed. False: said
 * why; those before it are kept. */
MUST_CHECK bool import_releases_finish(struct import_releases *releases);

/* What is not finished is forgotten. */
void import_releases_done(struct import_releases *releases);

/* Fills in what RELEASE, which the catalog has, changes against the greatest release below it. False: said why. */
MUST_CHECK bool import_release_compare(struct session *session, Catalog__V1__ImportedRelease *release);

#endif
