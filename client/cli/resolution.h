/* Resolving a target, on the server or from the cache. */
#ifndef CATALOGCTL_RESOLUTION_H
#define CATALOGCTL_RESOLUTION_H

#include "cli/target.h"

/* The options of every command that resolves. */
#define RESOLUTION_OPTIONS                                                                                             \
    {"offline", '\0', OPTION_FLAG, NULL, "Without a server, from what earlier runs kept in the cache."}, {             \
        "no-cache", '\0', OPTION_FLAG, NULL, "Keep nothing for --offline."                                             \
    }

/* Resolves TARGET and notes on standard error at which revision and time, and where. Returns EXIT_YES with
 * *ret_response the caller's (catalog_message_free), or EXIT_FAILED after saying why. */
enum exit_code resolution_compute(struct session *session, const struct target *target,
                                  Catalog__V1__ResolveResponse **ret_response);

#endif
