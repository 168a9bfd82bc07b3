/* Naming a release of a reference scheme on the command line. */
#ifndef CATALOGCTL_TAXONOMY_NAME_H
#define CATALOGCTL_TAXONOMY_NAME_H

#include "cli/session.h"

struct taxonomy_name {
    char *scheme;
    char *release; /* "": the greatest one */
};

/* Splits WORD, "scheme" or "scheme@release". Ownership: both live in SESSION's arena. False: said why. */
MUST_CHECK bool taxonomy_name_read(struct session *session, const char *word, struct taxonomy_name *ret_name);

#endif
