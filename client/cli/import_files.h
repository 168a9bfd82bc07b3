/* Native files that an import writes: one an object, named after its slug. */
#ifndef CATALOGCTL_IMPORT_FILES_H
#define CATALOGCTL_IMPORT_FILES_H

#include "cli/session.h"
#include "convert/import.h"

#include "catalog/v1/conversion.pb-c.h"

/* Writes the objects of IMPORT to DIRECTORY, which is made if it is not there. ANSWER has been compared with it: what
 * is unchanged stays as it is, and a file that holds anything but the object it would be replaced by is refused. Files
 * appear once all could be written. False: said why. */
MUST_CHECK bool import_files_write(struct session *session, const struct import *import, const char *directory,
                                   Catalog__V1__ImportReport *answer);

#endif
