#include "lib/engine.h"

#include "base/limits.h"
#include "lib/failure.h"

#include <sodium.h>
#include <stdlib.h>

#define CONNECT_TIMEOUT_MS 5000

static enum catalog_code check_options(const struct catalog_client_options *options, struct catalog_error **ret_error) {
    if (options->version != CATALOG_CLIENT_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_CLIENT_OPTIONS_INIT",
                         options->version, CATALOG_CLIENT_OPTIONS_VERSION);
    if (options->deadline_ms > LIMIT_DEADLINE_MAX_MS)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS", "deadline_ms is %u, at most %d",
                         options->deadline_ms, LIMIT_DEADLINE_MAX_MS);
    return CATALOG_OK;
}

static bool keep(struct arena *arena, const char **text) {
    if (*text == NULL)
        return true;
    *text = arena_strdup(arena, *text);
    return *text != NULL;
}

static enum catalog_code take_options(struct catalog_client *client, const struct catalog_client_options *options,
                                      struct catalog_error **ret_error) {
    static const struct catalog_client_options defaults = CATALOG_CLIENT_OPTIONS_INIT;
    client->options = options == NULL ? defaults : *options;
    enum catalog_code code = check_options(&client->options, ret_error);
    if (code != CATALOG_OK)
        return code;
    if (client->options.deadline_ms == 0)
        client->options.deadline_ms = LIMIT_DEADLINE_DEFAULT_MS;
    if (client->options.connect_timeout_ms == 0)
        client->options.connect_timeout_ms = CONNECT_TIMEOUT_MS;
    if (client->options.tls_key_file == NULL)
        client->options.tls_key_file = client->options.tls_cert_file;
    bool is_kept =
        keep(&client->arena, &client->options.tls_ca_file) && keep(&client->arena, &client->options.tls_cert_file) &&
        keep(&client->arena, &client->options.tls_key_file) && keep(&client->arena, &client->options.tls_server_name);
    return is_kept ? CATALOG_OK : error_no_memory(ret_error);
}

/* A server whose certificate nobody checks could be anybody. */
static enum catalog_code check_tls(const struct catalog_client *client, struct catalog_error **ret_error) {
    for (size_t i = 0; i < client->urls.count; i++)
        if (url_is_tls(client->urls.items[i]) && client->options.tls_ca_file == NULL)
            return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "NO_TLS_CA",
                             "%s: name the file of the certificates that the server's must descend from (tls_ca_file)",
                             client->urls.items[i]);
    return CATALOG_OK;
}

static bool init_lock(struct catalog_client *client) {
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&client->lock, NULL) != 0)
        return false;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool is_made = pthread_cond_init(&client->wake, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    if (!is_made)
        pthread_mutex_destroy(&client->lock);
    return is_made;
}

enum catalog_code catalog_client_open(const char *urls, const struct catalog_client_options *options,
                                      struct catalog_client **ret_client, struct catalog_error **ret_error) {
    struct catalog_client *client = calloc(1, sizeof *client);
    if (client == NULL || sodium_init() < 0 || !init_lock(client)) {
        free(client);
        return error_no_memory(ret_error);
    }
    arena_init(&client->arena, 0);
    enum catalog_code code = take_options(client, options, ret_error);
    if (code == CATALOG_OK)
        code = url_list_read(urls, &client->arena, &client->urls, ret_error);
    if (code == CATALOG_OK)
        code = check_tls(client, ret_error);
    if (code == CATALOG_OK && !engine_start(client))
        code = error_no_memory(ret_error);
    if (code == CATALOG_OK)
        *ret_client = client;
    else
        catalog_client_close(client);
    return code;
}

void catalog_client_close(struct catalog_client *client) {
    if (client == NULL)
        return;
    engine_stop(client);
    pthread_cond_destroy(&client->wake);
    pthread_mutex_destroy(&client->lock);
    arena_done(&client->arena);
    free(client);
}

const char *catalog_client_url(struct catalog_client *client) {
    pthread_mutex_lock(&client->lock);
    const char *url = client->urls.items[client->url_index];
    pthread_mutex_unlock(&client->lock);
    return url;
}
