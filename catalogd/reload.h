/* SIGHUP: the command line and its file are read again. */
#ifndef CATALOGD_RELOAD_H
#define CATALOGD_RELOAD_H

#include "config.h"
#include "rpc/router.h"
#include "rpc/sp/server.h"

/* Where the settings came from; borrowed from main. */
struct config_source {
    int argument_count;
    char *const *arguments;
};

/* What a reload changes. */
struct reload_target {
    const struct config *started_with;
    struct sp_server *server;
    struct router *router;
};

/* Brings every reloadable setting into force, the files of TLS too where only they changed, and logs what it did. A
 * setting that needs a restart and differs from that of the start is logged by name. Settings that are wrong, and TLS
 * files that are, leave all as it was. Threads: the main thread. */
void reload(const struct config_source *source, const struct reload_target *target);

/* The TLS options that CONFIG states; borrowed from it. */
struct sp_tls_options config_tls(const struct config *config);

#endif
