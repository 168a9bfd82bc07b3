/* The command line of catalogd. */
#ifndef CATALOGD_COMMAND_H
#define CATALOGD_COMMAND_H

#include "config.h"

enum command {
    COMMAND_SERVE,
    COMMAND_CHECK,        /* `catalogd check`: verify the store, which no daemon may use */
    COMMAND_CHECK_CONFIG, /* --check-config */
    COMMAND_HELP,
    COMMAND_VERSION
};

/* Reads the command line, and the file it names, into CONFIG, which is complete afterwards. *ret_is_usage is whether
 * an error is one of the command line, not of a file. Errors: STATUS_INVALID_ARGUMENT, those of config_read_file. */
MUST_CHECK status_code command_read(int argument_count, char *const *arguments, struct config *config,
                                    enum command *ret_command, bool *ret_is_usage, struct problem *problem);

void command_print_help(FILE *file);

#endif
