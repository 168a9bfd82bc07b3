#include "config.h"

#include "base/limits.h"
#include "codec/nearest.h"
#include "rpc/sp/address.h"
#include "store/store.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAP_SIZE_MAX ((uint64_t)1 << 44)

#define ROW(key, kind, member, low, high, value, text, can_be_reloaded)                                                \
    {                                                                                                                  \
        .name = (key), .type = CONFIG_##kind, .offset = offsetof(struct config, member), .minimum = (uint64_t)(low),   \
        .maximum = (uint64_t)(high), .preset = (value), .help = (text), .is_reloadable = (can_be_reloaded)             \
    }
#define OPTION(...)     ROW(__VA_ARGS__, false)
#define RELOADABLE(...) ROW(__VA_ARGS__, true)

static const struct config_option options[] = {
    OPTION("data", TEXT, data, 0, 0, "", "directory of the store, made if it is not there"),
    OPTION("listen", LIST, listen, 0, 0, "", "address to answer at; may be given up to 16 times"),
    RELOADABLE("tls.cert", TEXT, tls_cert, 0, 0, "", "file with the server's certificate chain (PEM)"),
    RELOADABLE("tls.key", TEXT, tls_key, 0, 0, "", "file with the certificate's key (PEM)"),
    RELOADABLE("tls.client_ca", TEXT, tls_client_ca, 0, 0, "", "clients must show a certificate that this file signed"),
    OPTION("insecure_no_auth", BOOL, insecure_no_auth, 0, 0, "false",
           "let every peer on every transport do everything"),
    OPTION("allow_plain_network", BOOL, allow_plain_network, 0, 0, "false",
           "allow tcp addresses beyond loopback, which nothing encrypts"),
    RELOADABLE("log_level", LEVEL, log_level, 0, 0, "info", "debug, info, warn or error"),
    OPTION("store.map_size", SIZE, store_map_size, STORE_MAP_SIZE_MIN, MAP_SIZE_MAX, "64GiB",
           "the most the store can ever hold"),
    OPTION("store.disk_full_percent", NUMBER, store_disk_full_percent, 1, 100, "90",
           "writes are refused when the disk is this full"),
    OPTION("workers", NUMBER, workers, 0, 64, "0",
           "threads for lists, resolution and writes; 0: one a core, at least 2"),
    OPTION("limits.queue_calls", NUMBER, queue_calls, 1, LIMIT_QUEUE_CALLS, "1024", "calls that wait for a worker"),
    OPTION("limits.connections", NUMBER, connections, 1, LIMIT_CONNECTIONS, "4096", "connections at once"),
    OPTION("limits.connections_per_peer", NUMBER, connections_per_peer, 1, LIMIT_CONNECTIONS_PER_PEER, "64",
           "connections from one network address"),
    OPTION("limits.message_bytes", SIZE, message_bytes, 64 * KIB, LIMIT_MESSAGE_BYTES, "4MiB", "one request"),
    RELOADABLE("limits.deadline_default_ms", NUMBER, deadline_default_ms, 1, LIMIT_DEADLINE_MAX_MS, "30000",
               "for calls that state none"),
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static const struct {
    const char *suffix;
    unsigned shift;
} size_units[] = {{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}};

const struct config_option *config_options(size_t *ret_count) {
    *ret_count = COUNT_OF(options);
    return options;
}

bool config_option_equal(const struct config_option *option, const struct config *a, const struct config *b) {
    const void *left = (const char *)a + option->offset;
    const void *right = (const char *)b + option->offset;
    switch (option->type) {
    case CONFIG_TEXT:
    case CONFIG_LEVEL:
        return strcmp(*(const char *const *)left, *(const char *const *)right) == 0;
    case CONFIG_LIST:
        for (size_t i = 0; i < a->listen_count && i < b->listen_count; i++) {
            if (strcmp(a->listen[i], b->listen[i]) != 0)
                return false;
        }
        return a->listen_count == b->listen_count;
    case CONFIG_BOOL:
        return *(const bool *)left == *(const bool *)right;
    case CONFIG_NUMBER:
    case CONFIG_SIZE:
        return *(const uint64_t *)left == *(const uint64_t *)right;
    }
    return false;
}

static void *member(struct config *config, const struct config_option *option) {
    return (char *)config + option->offset;
}

static status_code refuse(const struct config_option *option, const char *value, const char *right,
                          struct problem *problem) {
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING", "%s: \"%.80s\" is not %s", option->name,
                       value, right);
}

static status_code set_text(struct config *config, const char **ret_text, const char *value, struct problem *problem) {
    *ret_text = arena_strdup(&config->arena, value);
    return *ret_text == NULL ? problem_no_memory(problem) : STATUS_OK;
}

static status_code add_address(struct config *config, const char *value, struct problem *problem) {
    if (config->listen_count == CONFIG_LISTEN_MAX)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING", "listen: at most %d addresses",
                           CONFIG_LISTEN_MAX);
    status_code code = set_text(config, &config->listen[config->listen_count], value, problem);
    if (code == STATUS_OK)
        config->listen_count++;
    return code;
}

static status_code set_bool(struct config *config, const struct config_option *option, const char *value,
                            struct problem *problem) {
    bool is_true = strcmp(value, "true") == 0;
    if (!is_true && strcmp(value, "false") != 0)
        return refuse(option, value, "true or false", problem);
    *(bool *)member(config, option) = is_true;
    return STATUS_OK;
}

/* Multiplies *NUMBER by the unit SUFFIX; false: no such unit, or too large. */
static bool apply_unit(const char *suffix, uint64_t *number) {
    for (size_t i = 0; i < COUNT_OF(size_units); i++) {
        if (strcmp(suffix, size_units[i].suffix) == 0)
            return !__builtin_mul_overflow(*number, (uint64_t)1 << size_units[i].shift, number);
    }
    return suffix[0] == '\0';
}

static status_code set_number(struct config *config, const struct config_option *option, const char *value,
                              struct problem *problem) {
    char right[96];
    char *end = NULL;
    errno = 0;
    uint64_t number = strtoull(value, &end, 10);
    bool is_number = value[0] >= '0' && value[0] <= '9' && errno == 0 &&
                     (option->type == CONFIG_SIZE ? apply_unit(end, &number) : *end == '\0');
    if (is_number && number >= option->minimum && number <= option->maximum) {
        *(uint64_t *)member(config, option) = number;
        return STATUS_OK;
    }
    snprintf(right, sizeof right, "a number from %llu to %llu%s", (unsigned long long)option->minimum,
             (unsigned long long)option->maximum, option->type == CONFIG_SIZE ? " bytes (KiB, MiB, GiB, TiB)" : "");
    return refuse(option, value, right, problem);
}

static status_code set_level(struct config *config, const struct config_option *option, const char *value,
                             struct problem *problem) {
    for (size_t i = 0; i < COUNT_OF(level_names); i++) {
        if (strcmp(value, level_names[i]) == 0) {
            config->log_level = level_names[i];
            return STATUS_OK;
        }
    }
    return refuse(option, value, option->help, problem);
}

status_code config_set(struct config *config, const struct config_option *option, const char *value,
                       struct problem *problem) {
    switch (option->type) {
    case CONFIG_TEXT:
        return set_text(config, member(config, option), value, problem);
    case CONFIG_LIST:
        return add_address(config, value, problem);
    case CONFIG_BOOL:
        return set_bool(config, option, value, problem);
    case CONFIG_NUMBER:
    case CONFIG_SIZE:
        return set_number(config, option, value, problem);
    case CONFIG_LEVEL:
        return set_level(config, option, value, problem);
    }
    return STATUS_INTERNAL;
}

const struct config_option *config_find(const char *name, struct problem *problem) {
    struct nearest nearest = {.word = name};
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
        nearest_offer(&nearest, options[i].name);
    }
    if (nearest.best[0] != '\0')
        problem_set(problem, STATUS_INVALID_ARGUMENT, "UNKNOWN_SETTING",
                    "there is no setting \"%.80s\"; the nearest is \"%s\"", name, nearest.best);
    else
        problem_set(problem, STATUS_INVALID_ARGUMENT, "UNKNOWN_SETTING",
                    "there is no setting \"%.80s\"; `catalogd --help` lists them", name);
    return NULL;
}

status_code config_init(struct config *config, struct problem *problem) {
    *config = (struct config){0};
    arena_init(&config->arena, 1 * MIB);
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        status_code code =
            options[i].type == CONFIG_LIST ? STATUS_OK : config_set(config, &options[i], options[i].preset, problem);
        if (code != STATUS_OK)
            return code;
    }
    return STATUS_OK;
}

void config_done(struct config *config) {
    arena_done(&config->arena);
}

static status_code complete_data(struct config *config, struct problem *problem) {
    const char *base = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (config->data[0] != '\0')
        return STATUS_OK;
    if (geteuid() == 0)
        return set_text(config, &config->data, "/var/lib/catalogd", problem);
    if (base != NULL && base[0] == '/')
        config->data = arena_printf(&config->arena, "%s/catalogd", base);
    else if (home != NULL && home[0] == '/')
        config->data = arena_printf(&config->arena, "%s/.local/share/catalogd", home);
    else
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING",
                           "data: neither XDG_DATA_HOME nor HOME is set: give a directory with --data");
    return config->data == NULL ? problem_no_memory(problem) : STATUS_OK;
}

static status_code complete_listen(struct config *config, struct problem *problem) {
    const char *base = getenv("XDG_RUNTIME_DIR");
    if (config->listen_count > 0)
        return STATUS_OK;
    if (base == NULL || base[0] != '/')
        return add_address(config, "ipc:///run/catalogd/catalogd.sock", problem);
    const char *url = arena_printf(&config->arena, "ipc://%s/catalogd.sock", base);
    return url == NULL ? problem_no_memory(problem) : add_address(config, url, problem);
}

static status_code check_addresses(const struct config *config, struct problem *problem) {
    for (size_t i = 0; i < config->listen_count; i++) {
        struct sp_address address;
        status_code code = sp_address_parse(config->listen[i], &address, problem);
        if (code != STATUS_OK)
            return code;
        if (address.transport == SP_TRANSPORT_TLS && (config->tls_cert[0] == '\0' || config->tls_key[0] == '\0'))
            return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING",
                               "listen: %.200s needs --tls-cert and --tls-key", config->listen[i]);
    }
    return STATUS_OK;
}

status_code config_complete(struct config *config, struct problem *problem) {
    status_code code = complete_data(config, problem);
    if (code == STATUS_OK)
        code = complete_listen(config, problem);
    return code == STATUS_OK ? check_addresses(config, problem) : code;
}

enum log_level config_log_level(const struct config *config) {
    for (size_t i = 0; i < COUNT_OF(level_names); i++) {
        if (strcmp(config->log_level, level_names[i]) == 0)
            return (enum log_level)i;
    }
    return LOG_LEVEL_INFO;
}
