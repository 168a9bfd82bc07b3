/* What an import changes: its objects against what is there. */
#ifndef CATALOGCTL_IMPORT_COMPARE_H
#define CATALOGCTL_IMPORT_COMPARE_H

#include "cli/session.h"
#include "convert/import.h"

#include "catalog/v1/conversion.pb-c.h"

/* Fills in what ANSWER, whose objects are those of IMPORT, says of changes: of each object, of those that are gone, and
 * the totals. Compared with the native files of DIRECTORY, or, where it is NULL, with the catalog SESSION is connected
 * to. False: said why. */
MUST_CHECK bool import_compare(struct session *session, struct import *import, const char *directory,
                               Catalog__V1__ImportReport *answer);

#endif
