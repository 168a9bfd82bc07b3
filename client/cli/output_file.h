/* Files that commands write. */
#ifndef CATALOGCTL_OUTPUT_FILE_H
#define CATALOGCTL_OUTPUT_FILE_H

#include "cli/session.h"

/* Makes BYTES the content of PATH: whoever reads it finds the old content or the new one, never half of one, also after
 * a crash. A symbolic link is followed; permissions of a file that is there are kept. False: said why. */
MUST_CHECK bool output_file_write(struct session *session, const char *path, slice bytes);

#endif
