/* The objects of an export: those asked for, and everything that they name. */
#ifndef CATALOGCTL_EXPORT_LOAD_H
#define CATALOGCTL_EXPORT_LOAD_H

#include "base/vector.h"
#include "catalog/document.h"
#include "cli/session.h"
#include "convert/export.h"

#include "catalog/v1/lock.pb-c.h"

/* Initialise with export_load_init, free with export_load_done, which ends the objects too. */
struct export_load {
    struct session *session;
    struct export *export;
    struct catalog_documents *documents; /* of files */
    VECTOR(void *) messages;             /* answers of the server */
    uint64_t at_revision;
    const Catalog__V1__Lock *lock; /* versions in which objects are looked up; NULL: the newest of each */
};

void export_load_init(struct export_load *load, struct session *session, struct export *export);
void export_load_done(struct export_load *load);

/* Reads the words of the command line, NAME[@VERSION], NAMESPACE/\* or files and folders, as objects asked for; then
 * the files of --with; then from the server what these name and the components among it name in turn, in the versions
 * of the lock. --offline leaves the last out. False: said why. */
MUST_CHECK bool export_load_all(struct export_load *load);

#endif
