/* The two threads of a server: the sweeper ends what is overdue and wakes what was held back, the reaper frees. */
#include "rpc/sp/server_internal.h"

#include <errno.h>
#include <time.h>

#define RESUMED_AT_ONCE 64

/* A connection that is not being read although it might be. Locked. */
static bool is_held_back(const struct connection *connection) {
    const struct sp_link *link = &connection->link;
    return !link->is_receiving && !link->is_pumping && !link->is_broken && link->stream != NULL;
}

/* Ends overdue connections; fills RET_HELD with references to those worth resuming. server->lock is held. */
static size_t sweep(struct sp_server *server, struct connection *ret_held[RESUMED_AT_ONCE]) {
    time_ns now = clock_monotonic();
    size_t held = 0;
    for (struct connection *connection = server->connections; connection != NULL; connection = connection->next) {
        pthread_mutex_lock(&connection->link.lock);
        if (!connection->link.is_broken && connection->link.stream != NULL && connection_is_overdue(connection, now)) {
            sp_link_break(&connection->link, NNG_ETIMEDOUT);
            atomic_fetch_add(&server->swept, 1);
        } else if (held < RESUMED_AT_ONCE && is_held_back(connection)) {
            atomic_fetch_add(&connection->references, 1);
            ret_held[held++] = connection;
        }
        pthread_mutex_unlock(&connection->link.lock);
    }
    return held;
}

/* Reading on may call the handler, so no lock of the server is held here. */
static void resume(struct connection *const *held, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&held[i]->link.lock);
        sp_link_resume(&held[i]->link);
        pthread_mutex_unlock(&held[i]->link.lock);
        connection_unref(held[i]);
    }
}

static struct timespec sweep_time(void) {
    struct timespec when;
    clock_gettime(CLOCK_MONOTONIC, &when);
    when.tv_nsec += SWEEP_MS * NS_PER_MS;
    when.tv_sec += when.tv_nsec / NS_PER_SECOND;
    when.tv_nsec %= NS_PER_SECOND;
    return when;
}

void *server_sweeper_run(void *argument) {
    struct sp_server *server = argument;
    struct connection *held[RESUMED_AT_ONCE];
    pthread_mutex_lock(&server->lock);
    while (!server->is_stopping) {
        struct timespec when = sweep_time();
        if (pthread_cond_timedwait(&server->sweeper_wake, &server->lock, &when) != ETIMEDOUT)
            continue;
        size_t count = sweep(server, held);
        pthread_mutex_unlock(&server->lock);
        resume(held, count);
        pthread_mutex_lock(&server->lock);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

void server_reap(struct sp_server *server, struct connection *connection) {
    pthread_mutex_lock(&server->reap_lock);
    connection->next_reap = server->reap_list;
    server->reap_list = connection;
    pthread_cond_signal(&server->reaper_wake);
    pthread_mutex_unlock(&server->reap_lock);
}

static void unlist(struct sp_server *server, struct connection *connection) {
    pthread_mutex_lock(&server->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    server->connection_count--;
    pthread_mutex_unlock(&server->lock);
}

/* The next connection to free, or NULL when the server is over. */
static struct connection *next_to_reap(struct sp_server *server) {
    pthread_mutex_lock(&server->reap_lock);
    while (server->reap_list == NULL && !server->is_reaped)
        pthread_cond_wait(&server->reaper_wake, &server->reap_lock);
    struct connection *connection = server->reap_list;
    if (connection != NULL)
        server->reap_list = connection->next_reap;
    pthread_mutex_unlock(&server->reap_lock);
    return connection;
}

void *server_reaper_run(void *argument) {
    struct sp_server *server = argument;
    for (;;) {
        struct connection *connection = next_to_reap(server);
        if (connection == NULL)
            return NULL;
        sp_link_stop(&connection->link);
        unlist(server, connection);
        connection_unref(connection);
    }
}
