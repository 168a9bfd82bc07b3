/* What is there already where an import goes: the objects of a namespace in the catalog, or native files. */
#ifndef CATALOGCTL_IMPORT_KNOWN_H
#define CATALOGCTL_IMPORT_KNOWN_H

#include "cli/session.h"

#include "catalog/v1/object.pb-c.h"

struct known_object {
    const Catalog__V1__Object *object; /* the draft, else the newest published version, else what the file holds */
    const char *version;               /* the newest published one; "": none, or in a file */
    bool is_retired;                   /* that version is deprecated */
    const char *file;                  /* ""; it is in the catalog */
};

/* Told of one object at a time; KNOWN is borrowed for the call. False: it said why, and that is all. */
typedef bool known_sink(void *context, const struct known_object *known);

/* Tells SINK of every object of NAME_SPACE in the catalog. SESSION is connected. False: said why. */
MUST_CHECK bool import_known_stored(struct session *session, const char *name_space, known_sink *sink, void *context);

/* Tells SINK of every object of NAME_SPACE that a *.yaml right in DIRECTORY holds alone; other files, and a DIRECTORY
 * that is not there, are passed over. False: said why. */
MUST_CHECK bool import_known_files(struct session *session, const char *directory, const char *name_space,
                                   known_sink *sink, void *context);

#endif
