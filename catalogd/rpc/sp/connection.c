#include "rpc/sp/server_internal.h"

#include <arpa/inet.h>
#include <stdlib.h>

/* A frame up to this size is taken even when the process holds all the request bytes it may. */
#define SMALL_FRAME_BYTES (64 * KIB)

static bool may_read(void *owner) {
    struct connection *connection = owner;
    const struct sp_server_options *options = &connection->server->options;
    return !atomic_load(&connection->server->is_closed) &&
           connection->calls_in_flight < options->calls_per_connection &&
           sp_link_unsent(&connection->link) <= options->unread_output_bytes;
}

static bool reserve(void *owner, size_t size) {
    struct sp_server *server = ((struct connection *)owner)->server;
    size_t held = atomic_fetch_add(&server->request_bytes, size);
    if (size <= SMALL_FRAME_BYTES || held + size <= server->options.request_bytes_total)
        return true;
    atomic_fetch_sub(&server->request_bytes, size);
    return false;
}

static void release(void *owner, size_t size) {
    atomic_fetch_sub(&((struct connection *)owner)->server->request_bytes, size);
}

static void break_connection(struct connection *connection) {
    pthread_mutex_lock(&connection->link.lock);
    sp_link_break(&connection->link, NNG_EPROTO);
    pthread_mutex_unlock(&connection->link.lock);
}

static void request_free(struct sp_request *request) {
    release(request->connection, request->frame->size);
    atomic_fetch_sub(&request->connection->server->calls_in_flight, 1);
    free(request->frame);
    connection_unref(request->connection);
    free(request);
}

static void take_frame(void *owner, struct sp_frame *frame) {
    struct connection *connection = owner;
    struct sp_request *request = calloc(1, sizeof *request);
    bool is_request = request != NULL &&
                      frame_backtrace_read(slice_of(frame->bytes, frame->size), &request->backtrace, &request->body);
    if (!is_request) {
        release(connection, frame->size);
        free(frame);
        free(request);
        break_connection(connection);
        return;
    }
    request->connection = connection;
    request->frame = frame;
    request->received_at = clock_monotonic();
    atomic_fetch_add(&connection->references, 1);
    atomic_fetch_add(&connection->server->calls_in_flight, 1);
    pthread_mutex_lock(&connection->link.lock);
    connection->calls_in_flight++;
    pthread_mutex_unlock(&connection->link.lock);
    connection->server->options.handle(connection->server->options.context, request);
}

static void take_oversize(void *owner, slice prefix, uint64_t size) {
    struct connection *connection = owner;
    const struct sp_server_options *options = &connection->server->options;
    struct frame_backtrace backtrace;
    slice payload;
    if (!frame_backtrace_read(prefix, &backtrace, &payload)) {
        break_connection(connection);
        return;
    }
    struct buffer answer;
    buffer_init(&answer, LIMIT_MESSAGE_BYTES);
    options->answer_oversize(options->context, size, options->message_bytes, &answer);
    slice part = buffer_slice(&answer);
    pthread_mutex_lock(&connection->link.lock);
    sp_link_write(&connection->link, &backtrace, &part, 1);
    pthread_mutex_unlock(&connection->link.lock);
    buffer_done(&answer);
}

static void take_end(void *owner, int reason) {
    struct connection *connection = owner;
    (void)reason;
    atomic_store(&connection->is_over, true);
    server_reap(connection->server, connection);
}

static const struct sp_link_events link_events = {
    .may_read = may_read,
    .reserve = reserve,
    .release = release,
    .frame = take_frame,
    .oversize = take_oversize,
    .broken = take_end,
};

static struct sp_peer identify(enum sp_transport transport, nng_stream *stream) {
    struct sp_peer peer = {.transport = transport};
    uint64_t uid = 0;
    nng_sockaddr remote;
    if (transport == SP_TRANSPORT_IPC) {
        peer.has_uid = nng_stream_get_uint64(stream, NNG_OPT_IPC_PEER_UID, &uid) == 0;
        peer.uid = (uid_t)uid;
    } else if (nng_stream_get_addr(stream, NNG_OPT_REMADDR, &remote) == 0) {
        if (remote.s_family == NNG_AF_INET)
            inet_ntop(AF_INET, &remote.s_in.sa_addr, peer.address, sizeof peer.address);
        else if (remote.s_family == NNG_AF_INET6)
            inet_ntop(AF_INET6, remote.s_in6.sa_addr, peer.address, sizeof peer.address);
    }
    return peer;
}

/* server->lock is held. */
static bool is_past_cap(const struct sp_server *server, const struct sp_peer *peer) {
    if (atomic_load(&server->is_closed) || server->connection_count >= server->options.connections)
        return true;
    if (peer->transport == SP_TRANSPORT_IPC)
        return false;
    size_t same = 0;
    for (const struct connection *other = server->connections; other != NULL; other = other->next)
        same += other->peer.transport != SP_TRANSPORT_IPC && strcmp(other->peer.address, peer->address) == 0;
    return same >= server->options.connections_per_peer;
}

/* Puts CONNECTION on the server's list; returns whether it may stay. */
static bool enlist(struct sp_server *server, struct connection *connection) {
    atomic_fetch_add(&server->references, 1);
    pthread_mutex_lock(&server->lock);
    bool may_stay = !is_past_cap(server, &connection->peer);
    connection->next = server->connections;
    if (connection->next != NULL)
        connection->next->previous = connection;
    server->connections = connection;
    server->connection_count++;
    pthread_mutex_unlock(&server->lock);
    return may_stay;
}

void connection_open(struct listener *listener, nng_stream *stream) {
    struct sp_server *server = listener->server;
    struct connection *connection = calloc(1, sizeof *connection);
    struct sp_link_options link_options = {
        .is_ipc = listener->address.transport == SP_TRANSPORT_IPC,
        .own_protocol = FRAME_PROTOCOL_REP,
        .peer_protocol = FRAME_PROTOCOL_REQ,
        .limit_bytes = server->options.message_bytes + FRAME_BACKTRACE_BYTES,
    };
    if (connection == NULL || !sp_link_init(&connection->link, &link_events, connection, &link_options)) {
        free(connection);
        nng_stream_free(stream);
        return;
    }
    connection->server = server;
    connection->references = 1;
    connection->peer = identify(listener->address.transport, stream);
    bool may_stay = enlist(server, connection);
    atomic_fetch_add(may_stay ? &server->accepted : &server->refused, 1);
    if (may_stay)
        sp_link_start(&connection->link, stream);
    else
        sp_link_refuse(&connection->link, stream);
}

void connection_unref(struct connection *connection) {
    if (atomic_fetch_sub(&connection->references, 1) != 1)
        return;
    sp_link_done(&connection->link);
    server_unref(connection->server);
    free(connection);
}

static bool has_passed(time_ns now, time_ns since, uint32_t limit_ms) {
    return now - since > (time_ns)limit_ms * NS_PER_MS;
}

bool connection_is_overdue(const struct connection *connection, time_ns now) {
    const struct sp_link *link = &connection->link;
    const struct sp_server_options *options = &connection->server->options;
    if (link->frames == 0 && has_passed(now, link->opened_at, options->first_frame_ms))
        return true;
    if (link->is_receiving && link->frame_begun_at != 0 && has_passed(now, link->frame_begun_at, LIMIT_FRAME_MS))
        return true;
    if (sp_link_unsent(link) > 0)
        return has_passed(now, link->output_moved_at, options->stalled_output_ms);
    return connection->calls_in_flight == 0 && has_passed(now, link->active_at, options->idle_ms);
}

slice sp_request_body(const struct sp_request *request) {
    return request->body;
}

const struct sp_peer *sp_request_peer(const struct sp_request *request) {
    return &request->connection->peer;
}

time_ns sp_request_received_at(const struct sp_request *request) {
    return request->received_at;
}

bool sp_request_is_cancelled(const struct sp_request *request) {
    return atomic_load(&request->connection->is_over) || atomic_load(&request->connection->server->is_cancelled);
}

void sp_request_reply(struct sp_request *request, const slice *parts, size_t count) {
    struct connection *connection = request->connection;
    pthread_mutex_lock(&connection->link.lock);
    connection->calls_in_flight--;
    sp_link_write(&connection->link, &request->backtrace, parts, count);
    pthread_mutex_unlock(&connection->link.lock);
    request_free(request);
}

void sp_request_drop(struct sp_request *request) {
    struct connection *connection = request->connection;
    pthread_mutex_lock(&connection->link.lock);
    connection->calls_in_flight--;
    pthread_mutex_unlock(&connection->link.lock);
    request_free(request);
}
