/* Files that commands write. */
#ifndef CATALOGCTL_OUTPUT_FILE_H
#define CATALOGCTL_OUTPUT_FILE_H

#include "cli/session.h"

/* Makes the directory at PATH with those above it that are missing. One that is there is fine. False: said why. */
MUST_CHECK bool output_directory_make(struct session *session, const char *path);

/* Makes BYTES the content of PATH: whoever reads it finds the old content or the new one, never half of one, also after
 * a crash. A symbolic link is followed; permissions of a file that is there are kept. False: said why. */
MUST_CHECK bool output_file_write(struct session *session, const char *path, slice bytes);

/* The same in two steps, so that several files appear once all could be written. */
struct output_file {
    const char *path;
    char *target; /* PATH without its symbolic links */
    char *beside; /* where the content stands until it is put in place */
    int file;     /* that is written; -1: it is whole */
};

/* Writes BYTES beside PATH. It is not waited for until they are on the disk, which takes long for thousands of files:
 * for what can be made again after a crash of the machine. Ownership: *ret_file lives in SESSION's arena and is put in
 * place or dropped. False: said why; nothing is left behind. */
MUST_CHECK bool output_file_prepare(struct session *session, const char *path, slice bytes,
                                    struct output_file *ret_file);

/* The same for content that comes piece by piece: a file is begun, appended to and ended, then put in place or dropped.
 * False: said why, and FILE is dropped. */
MUST_CHECK bool output_file_begin(struct session *session, const char *path, struct output_file *ret_file);
MUST_CHECK bool output_file_append(struct session *session, struct output_file *file, slice bytes);
MUST_CHECK bool output_file_end(struct session *session, struct output_file *file);

/* Whether what is at PATH has the same content as FILE, which has ended. */
bool output_file_is_same(const struct output_file *file);

/* Makes it the content of PATH. False: said why; FILE is dropped. */
MUST_CHECK bool output_file_place(struct session *session, struct output_file *file);

void output_file_drop(struct output_file *file);

#endif
