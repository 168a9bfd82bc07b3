/* `catalogd check`. */
#ifndef CATALOGD_CHECK_COMMAND_H
#define CATALOGD_CHECK_COMMAND_H

#include "config.h"

/* Verifies the store CONFIG names; faults go to standard error, the summary to standard output. *ret_is_clean is
 * whether there are none. Errors: those of store_check. */
MUST_CHECK status_code check_command_run(const struct config *config, bool *ret_is_clean, struct problem *problem);

#endif
