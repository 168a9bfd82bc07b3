#include "rpc/sp/server_internal.h"

#include <nng/supplemental/tls/tls.h>
#include <stdlib.h>
#include <time.h>

#define DRAIN_POLL_MS 2

static uint32_t lower_u32(uint32_t wanted, uint32_t limit) {
    return wanted == 0 || wanted > limit ? limit : wanted;
}

static size_t lower_size(size_t wanted, size_t limit) {
    return wanted == 0 || wanted > limit ? limit : wanted;
}

static struct sp_server_options bounded(const struct sp_server_options *options) {
    struct sp_server_options bounded = *options;
    bounded.message_bytes = lower_size(options->message_bytes, LIMIT_MESSAGE_BYTES);
    bounded.request_bytes_total = lower_size(options->request_bytes_total, LIMIT_REQUEST_BYTES_TOTAL);
    bounded.unread_output_bytes = lower_size(options->unread_output_bytes, LIMIT_UNREAD_OUTPUT_BYTES);
    bounded.connections = lower_u32(options->connections, LIMIT_CONNECTIONS);
    bounded.connections_per_peer = lower_u32(options->connections_per_peer, LIMIT_CONNECTIONS_PER_PEER);
    bounded.calls_per_connection = lower_u32(options->calls_per_connection, LIMIT_CALLS_PER_CONNECTION);
    bounded.first_frame_ms = lower_u32(options->first_frame_ms, LIMIT_FIRST_FRAME_MS);
    bounded.idle_ms = lower_u32(options->idle_ms, LIMIT_IDLE_MS);
    bounded.stalled_output_ms = lower_u32(options->stalled_output_ms, LIMIT_STALLED_OUTPUT_MS);
    return bounded;
}

status_code sp_server_new(const struct sp_server_options *options, struct sp_server **ret_server,
                          struct problem *problem) {
    struct sp_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return problem_no_memory(problem);
    server->options = bounded(options);
    server->references = 1;
    pthread_mutex_init(&server->lock, NULL);
    pthread_mutex_init(&server->reap_lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&server->sweeper_wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_cond_init(&server->reaper_wake, NULL);
    *ret_server = server;
    return STATUS_OK;
}

status_code sp_server_listen(struct sp_server *server, const char *url, struct problem *problem) {
    if (server->listener_count == LISTENERS_MAX)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ADDRESSES", "at most %d addresses",
                           LISTENERS_MAX);
    status_code code = listener_open(&server->listeners[server->listener_count], server, url, problem);
    if (code == STATUS_OK)
        server->listener_count++;
    return code;
}

static bool has_tls(const struct listener *listener) {
    return listener->address.transport == SP_TRANSPORT_TLS;
}

status_code sp_server_renew_tls(struct sp_server *server, const struct sp_tls_options *tls, struct problem *problem) {
    nng_tls_config *config = NULL;
    status_code code = STATUS_OK;
    for (size_t i = 0; i < server->listener_count && code == STATUS_OK; i++) {
        if (!has_tls(&server->listeners[i]))
            continue;
        if (config == NULL)
            code = sp_tls_server_config(tls, &config, problem);
        if (code == STATUS_OK)
            code = listener_renew_tls(&server->listeners[i], config, problem);
    }
    if (config != NULL)
        nng_tls_config_free(config);
    return code;
}

uint16_t sp_server_port(const struct sp_server *server, size_t index) {
    return index < server->listener_count ? server->listeners[index].port : 0;
}

static void end_reaper(struct sp_server *server) {
    pthread_mutex_lock(&server->reap_lock);
    server->is_reaped = true;
    pthread_cond_signal(&server->reaper_wake);
    pthread_mutex_unlock(&server->reap_lock);
    pthread_join(server->reaper, NULL);
}

status_code sp_server_start(struct sp_server *server, struct problem *problem) {
    if (pthread_create(&server->reaper, NULL, server_reaper_run, server) != 0)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "the server's threads cannot be started");
    if (pthread_create(&server->sweeper, NULL, server_sweeper_run, server) != 0) {
        end_reaper(server);
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "the server's threads cannot be started");
    }
    server->has_threads = true;
    for (size_t i = 0; i < server->listener_count; i++)
        listener_start(&server->listeners[i]);
    return STATUS_OK;
}

void sp_server_close(struct sp_server *server) {
    if (atomic_exchange(&server->is_closed, true))
        return;
    for (size_t i = 0; i < server->listener_count; i++)
        listener_close(&server->listeners[i]);
}

void sp_server_cancel(struct sp_server *server) {
    atomic_store(&server->is_cancelled, true);
}

static bool any_connection(struct sp_server *server, bool (*is)(const struct sp_link *link)) {
    bool found = false;
    pthread_mutex_lock(&server->lock);
    for (struct connection *connection = server->connections; connection != NULL && !found;
         connection = connection->next) {
        pthread_mutex_lock(&connection->link.lock);
        found = is(&connection->link);
        pthread_mutex_unlock(&connection->link.lock);
    }
    pthread_mutex_unlock(&server->lock);
    return found;
}

/* Also one that broke meanwhile: the frame it has in hand becomes a call all the same. */
static bool is_pumping(const struct sp_link *link) {
    return link->is_pumping;
}

static bool has_output(const struct sp_link *link) {
    return !link->is_broken && sp_link_unsent(link) > 0;
}

/* In this order: an input loop makes calls, a call makes output. */
static bool is_quiet(struct sp_server *server) {
    return !any_connection(server, is_pumping) && atomic_load(&server->calls_in_flight) == 0 &&
           !any_connection(server, has_output);
}

bool sp_server_drain(struct sp_server *server, uint32_t timeout_ms) {
    time_ns until = clock_monotonic() + (time_ns)timeout_ms * NS_PER_MS;
    while (!is_quiet(server)) {
        if (clock_monotonic() >= until)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = DRAIN_POLL_MS * NS_PER_MS}, NULL);
    }
    return true;
}

void sp_server_stop(struct sp_server *server) {
    sp_server_close(server);
    if (!server->has_threads)
        return;
    pthread_mutex_lock(&server->lock);
    server->is_stopping = true;
    pthread_cond_signal(&server->sweeper_wake);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->sweeper, NULL);
    pthread_mutex_lock(&server->lock);
    for (struct connection *connection = server->connections; connection != NULL; connection = connection->next) {
        pthread_mutex_lock(&connection->link.lock);
        sp_link_break(&connection->link, NNG_ECLOSED);
        pthread_mutex_unlock(&connection->link.lock);
    }
    pthread_mutex_unlock(&server->lock);
    end_reaper(server);
    server->has_threads = false;
}

void sp_server_free(struct sp_server *server) {
    if (server == NULL)
        return;
    sp_server_stop(server);
    server_unref(server);
}

void server_unref(struct sp_server *server) {
    if (atomic_fetch_sub(&server->references, 1) != 1)
        return;
    pthread_cond_destroy(&server->sweeper_wake);
    pthread_cond_destroy(&server->reaper_wake);
    pthread_mutex_destroy(&server->lock);
    pthread_mutex_destroy(&server->reap_lock);
    free(server);
}

struct sp_server_counts sp_server_counts(struct sp_server *server) {
    pthread_mutex_lock(&server->lock);
    uint64_t connections = server->connection_count;
    pthread_mutex_unlock(&server->lock);
    return (struct sp_server_counts){
        .connections = connections,
        .accepted = atomic_load(&server->accepted),
        .refused = atomic_load(&server->refused),
        .swept = atomic_load(&server->swept),
        .calls_in_flight = atomic_load(&server->calls_in_flight),
        .request_bytes = atomic_load(&server->request_bytes),
    };
}

bool sp_library_done(void) {
    if (sp_link_live_count() > 0)
        return false;
    nng_fini();
    return true;
}
