/* The daemon: an ordered table of stages, started forward, unwound backward. */
#ifndef CATALOGD_DAEMON_H
#define CATALOGD_DAEMON_H

#include "reload.h"

/* Serves until SIGTERM or SIGINT, finishes what is in flight and gives everything back. A second signal ends the
 * process at once. SIGHUP reads SOURCE again (reload.h). Threads: the main thread, before any other was started.
 * Errors: those of the stage that failed, after what was started is unwound. */
MUST_CHECK status_code daemon_run(const struct config *config, const struct config_source *source,
                                  struct problem *problem);

#endif
