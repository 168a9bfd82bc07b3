/* Locks beside models. */
#ifndef CATALOGCTL_LOCK_FILE_H
#define CATALOGCTL_LOCK_FILE_H

#include "cli/target.h"

/* The option that says where a lock goes. */
#define LOCK_FILE_OPTION                                                                                               \
    { "file", 'o', OPTION_TEXT, "FILE", "Where the lock goes, \"-\" for standard output; default: beside the model." }

/* Where the lock of TARGET goes. NULL: to standard output. */
const char *lock_file_path(struct session *session, const struct target *target);

/* Makes LOCK the content of the file at PATH, as output_file_write does, and says so on standard error. One that pins
 * the same already is left as it is. Returns EXIT_YES, or EXIT_FAILED after saying why. */
enum exit_code lock_file_write(struct session *session, const struct target *target, const char *path,
                               const Catalog__V1__Lock *lock);

/* Updates the lock of TARGET in its file: the pins of NAMES (COUNT 0: all), one of them to PRECISE unless that is NULL,
 * and prints what changed. Connects. Returns EXIT_YES, or EXIT_FAILED after saying why. */
enum exit_code lock_file_update(struct session *session, const struct target *target, const char *const *names,
                                size_t count, const char *precise);

#endif
