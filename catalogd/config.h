/* Settings of the daemon: one schema row for each, read from the command line and from a file. */
#ifndef CATALOGD_CONFIG_H
#define CATALOGD_CONFIG_H

#include "base/arena.h"
#include "base/log.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdio.h>

#define CONFIG_LISTEN_MAX 16

/* Initialise with config_init; free with config_done. Strings live in the arena. */
struct config {
    struct arena arena;
    const char *data;
    const char *listen[CONFIG_LISTEN_MAX];
    size_t listen_count;
    bool is_listen_from_flags; /* flags replace the list of the file */
    const char *tls_cert;      /* "": not given, as the next two */
    const char *tls_key;
    const char *tls_client_ca;
    bool insecure_no_auth;
    bool allow_plain_network;
    const char *log_level;
    uint64_t store_map_size;
    uint64_t store_disk_full_percent;
    uint64_t workers;
    uint64_t queue_calls;
    uint64_t connections;
    uint64_t connections_per_peer;
    uint64_t message_bytes;
    uint64_t deadline_default_ms;
};

/* What kind of value a row takes. */
enum config_type {
    CONFIG_TEXT,
    CONFIG_LIST,   /* several texts */
    CONFIG_BOOL,   /* in a file true or false, as a flag its name alone */
    CONFIG_NUMBER, /* from minimum to maximum */
    CONFIG_SIZE,   /* a number of bytes, with KiB, MiB, GiB or TiB behind it if wanted */
    CONFIG_LEVEL   /* debug, info, warn or error */
};

struct config_option {
    const char *name; /* in a file; as a flag `--` before it and '-' for '.' and '_' */
    enum config_type type;
    size_t offset; /* in struct config */
    uint64_t minimum;
    uint64_t maximum;
    const char *preset; /* value without file and flag; "": none, or found out by config_complete */
    const char *help;
    bool is_reloadable; /* SIGHUP brings a new value into force; others wait for the next start */
};

/* Every option. Static. */
const struct config_option *config_options(size_t *ret_count);

/* Sets every option to its preset. */
MUST_CHECK status_code config_init(struct config *config, struct problem *problem);
void config_done(struct config *config);

/* Sets OPTION to VALUE as a file or a flag gives it. Errors: STATUS_INVALID_ARGUMENT (INVALID_SETTING), which says what
 * would be right; STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code config_set(struct config *config, const struct config_option *option, const char *value,
                                  struct problem *problem);

/* Whether OPTION has the same value in A and B. */
bool config_option_equal(const struct config_option *option, const struct config *a, const struct config *b);

/* The option with NAME, or NULL and a problem that names the nearest one: STATUS_INVALID_ARGUMENT (UNKNOWN_SETTING). */
const struct config_option *config_find(const char *name, struct problem *problem);

/* Reads the YAML file at PATH: one mapping of option names. Errors begin with PATH:LINE:COLUMN.
 * Errors: STATUS_INVALID_ARGUMENT, STATUS_NOT_FOUND, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code config_read_file(struct config *config, const char *path, struct problem *problem);

/* Fills in what depends on the environment: the socket and the data directory of the user, or of the system for root.
 * Then checks what options must be together. Errors: STATUS_INVALID_ARGUMENT (INVALID_SETTING, INVALID_ADDRESS). */
MUST_CHECK status_code config_complete(struct config *config, struct problem *problem);

enum log_level config_log_level(const struct config *config);

/* Writes CONFIG as a file that config_read_file takes. */
void config_print(const struct config *config, FILE *file);

#endif
