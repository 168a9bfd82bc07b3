#include "rpc/sp/client.h"

#include "rpc/sp/address.h"
#include "rpc/sp/call_table.h"
#include "rpc/sp/link.h"

#include <nng/supplemental/tls/tls.h>
#include <stdlib.h>

#define CONNECT_TIMEOUT_MS 5000
#define TIMER_LONGEST_MS   60000

/* Everything but the constant pointers is guarded by link.lock. */
struct sp_client {
    struct sp_link link;
    nng_stream_dialer *dialer;
    nng_aio *dial_aio;
    nng_aio *timer_aio;
    struct call_table calls;
    time_ns connect_deadline; /* CALL_NO_DEADLINE once the server has greeted */
    time_ns timer_at;         /* when timer_aio fires; CALL_NO_DEADLINE: it is idle */
    bool is_timer_busy;
    bool has_greeted;
    bool is_closing;
    int reason; /* nng error that ended the link */
};

static void lock(struct sp_client *client) {
    pthread_mutex_lock(&client->link.lock);
}

static void unlock(struct sp_client *client) {
    pthread_mutex_unlock(&client->link.lock);
}

/* Locked. Lets the timer fire at DEADLINE or before. While its callback runs it is busy, and looks itself at the end.
 */
static void set_timer(struct sp_client *client, time_ns deadline) {
    if (client->is_timer_busy) {
        if (deadline < client->timer_at)
            nng_aio_cancel(client->timer_aio);
        return;
    }
    if (deadline == CALL_NO_DEADLINE)
        return;
    time_ns wait_ms = (deadline - clock_monotonic()) / NS_PER_MS + 1;
    wait_ms = wait_ms < 0 ? 0 : wait_ms > TIMER_LONGEST_MS ? TIMER_LONGEST_MS : wait_ms;
    client->timer_at = deadline;
    client->is_timer_busy = true;
    nng_sleep_aio((nng_duration)wait_ms, client->timer_aio);
}

static struct sp_reply end_of_call(const struct sp_client *client) {
    struct sp_reply reply = {.code = STATUS_UNAVAILABLE, .was_sent = client->has_greeted};
    if (client->is_closing) {
        reply.code = STATUS_CANCELLED;
        reply.message = "the client was closed";
    } else if (!client->link.is_broken) {
        reply.code = STATUS_DEADLINE_EXCEEDED;
        reply.message = "the server did not answer in time";
    } else {
        reply.message = nng_strerror(client->reason);
    }
    return reply;
}

/* Locked. Ends the calls that are overdue, or all of them when the link is broken. */
static void end_calls(struct sp_client *client) {
    struct pending_call call;
    time_ns now = clock_monotonic();
    while (call_table_take_overdue(&client->calls, client->link.is_broken ? CALL_NO_DEADLINE : now, &call)) {
        struct sp_reply reply = end_of_call(client);
        unlock(client);
        call.function(call.context, &reply);
        lock(client);
    }
}

static void on_timer(void *argument) {
    struct sp_client *client = argument;
    lock(client);
    if (clock_monotonic() >= client->connect_deadline)
        sp_link_break(&client->link, NNG_ETIMEDOUT);
    end_calls(client);
    client->is_timer_busy = false;
    time_ns next = call_table_deadline(&client->calls);
    set_timer(client, next < client->connect_deadline ? next : client->connect_deadline);
    unlock(client);
}

static bool may_read(void *owner) {
    (void)owner;
    return true;
}

static bool reserve(void *owner, size_t size) {
    (void)owner;
    (void)size;
    return true;
}

static void release(void *owner, size_t size) {
    (void)owner;
    (void)size;
}

static void take_greeting(void *owner) {
    struct sp_client *client = owner;
    lock(client);
    client->has_greeted = true;
    client->connect_deadline = CALL_NO_DEADLINE;
    unlock(client);
}

/* Takes the call that BODY answers. False: it was over before, by timeout or cancellation. */
static bool take_answered(struct sp_client *client, slice body, struct pending_call *ret_call, slice *ret_payload) {
    struct frame_backtrace backtrace;
    if (!frame_backtrace_read(body, &backtrace, ret_payload))
        return false;
    lock(client);
    bool is_known = call_table_take(&client->calls, frame_backtrace_id(&backtrace), ret_call);
    unlock(client);
    return is_known;
}

static void take_frame(void *owner, struct sp_frame *frame) {
    struct pending_call call;
    struct sp_reply reply = {.code = STATUS_OK, .message = "", .was_sent = true};
    if (take_answered(owner, slice_of(frame->bytes, frame->size), &call, &reply.body))
        call.function(call.context, &reply);
    free(frame);
}

static void take_oversize(void *owner, slice prefix, uint64_t size) {
    struct pending_call call;
    slice rest;
    struct sp_reply reply = {
        .code = STATUS_RESOURCE_EXHAUSTED,
        .message = "the answer is larger than a message may be",
        .was_sent = true,
    };
    (void)size;
    if (take_answered(owner, prefix, &call, &rest))
        call.function(call.context, &reply);
}

/* The timer's callback ends the calls, because here the lock is held. */
static void take_end(void *owner, int reason) {
    struct sp_client *client = owner;
    client->reason = reason;
    client->connect_deadline = CALL_NO_DEADLINE;
    set_timer(client, 0);
}

static const struct sp_link_events link_events = {
    .may_read = may_read,
    .reserve = reserve,
    .release = release,
    .greeted = take_greeting,
    .frame = take_frame,
    .oversize = take_oversize,
    .broken = take_end,
};

static void on_dialed(void *argument) {
    struct sp_client *client = argument;
    int error = nng_aio_result(client->dial_aio);
    if (error == 0) {
        sp_link_start(&client->link, nng_aio_get_output(client->dial_aio, 0));
        return;
    }
    lock(client);
    sp_link_break(&client->link, error);
    unlock(client);
}

static status_code set_tls(struct sp_client *client, const struct sp_tls_options *options, const char *host,
                           struct problem *problem) {
    nng_tls_config *config = NULL;
    status_code code = sp_tls_client_config(options, host, &config, problem);
    if (code != STATUS_OK)
        return code;
    int error = nng_stream_dialer_set_ptr(client->dialer, NNG_OPT_TLS_CONFIG, config);
    nng_tls_config_free(config);
    return error == 0 ? STATUS_OK
                      : problem_set(problem, STATUS_INTERNAL, "TLS_UNAVAILABLE", "TLS cannot be set up: %s",
                                    nng_strerror(error));
}

static void free_parts(struct sp_client *client) {
    if (client->dialer != NULL)
        nng_stream_dialer_free(client->dialer);
    if (client->dial_aio != NULL)
        nng_aio_free(client->dial_aio);
    if (client->timer_aio != NULL)
        nng_aio_free(client->timer_aio);
    call_table_done(&client->calls);
    sp_link_done(&client->link);
    free(client);
}

static status_code prepare(struct sp_client *client, const struct sp_address *address, const struct sp_tls_options *tls,
                           struct problem *problem) {
    if (nng_stream_dialer_alloc(&client->dialer, address->url) != 0 ||
        nng_aio_alloc(&client->dial_aio, on_dialed, client) != 0 ||
        nng_aio_alloc(&client->timer_aio, on_timer, client) != 0)
        return problem_no_memory(problem);
    return address->transport == SP_TRANSPORT_TLS ? set_tls(client, tls, address->host, problem) : STATUS_OK;
}

/* A client with all its parts that does not dial yet. */
static status_code client_new(const struct sp_address *address, const struct sp_tls_options *tls,
                              struct sp_client **ret_client, struct problem *problem) {
    struct sp_link_options link_options = {
        .is_ipc = address->transport == SP_TRANSPORT_IPC,
        .own_protocol = FRAME_PROTOCOL_REQ,
        .peer_protocol = FRAME_PROTOCOL_REP,
        .limit_bytes = LIMIT_MESSAGE_BYTES + FRAME_BACKTRACE_BYTES,
    };
    struct sp_client *client = calloc(1, sizeof *client);
    if (client == NULL || !sp_link_init(&client->link, &link_events, client, &link_options)) {
        free(client);
        return problem_no_memory(problem);
    }
    status_code code = prepare(client, address, tls, problem);
    if (code == STATUS_OK) {
        *ret_client = client;
        return STATUS_OK;
    }
    sp_link_stop(&client->link);
    free_parts(client);
    return code;
}

status_code sp_client_open(const struct sp_client_options *options, struct sp_client **ret_client,
                           struct problem *problem) {
    struct sp_address address;
    struct sp_client *client = NULL;
    status_code code = sp_address_parse(options->url, &address, problem);
    if (code == STATUS_OK)
        code = client_new(&address, &options->tls, &client, problem);
    if (code != STATUS_OK)
        return code;
    uint32_t timeout_ms = options->connect_timeout_ms == 0 ? CONNECT_TIMEOUT_MS : options->connect_timeout_ms;
    lock(client);
    client->connect_deadline = clock_monotonic() + (time_ns)timeout_ms * NS_PER_MS;
    set_timer(client, client->connect_deadline);
    unlock(client);
    nng_stream_dialer_dial(client->dialer, client->dial_aio);
    *ret_client = client;
    return STATUS_OK;
}

void sp_client_free(struct sp_client *client) {
    if (client == NULL)
        return;
    lock(client);
    client->is_closing = true;
    sp_link_break(&client->link, NNG_ECLOSED);
    unlock(client);
    nng_stream_dialer_close(client->dialer);
    nng_aio_stop(client->dial_aio);
    sp_link_stop(&client->link);
    nng_aio_stop(client->timer_aio);
    free_parts(client);
}

bool sp_client_is_alive(struct sp_client *client) {
    lock(client);
    bool is_alive = !client->link.is_broken;
    unlock(client);
    return is_alive;
}

/* Locked. */
static status_code start_call(struct sp_client *client, slice bytes, const struct pending_call *wanted,
                              sp_call_id *ret_id) {
    if (client->link.is_broken)
        return STATUS_UNAVAILABLE;
    struct pending_call *call = call_table_add(&client->calls);
    if (call == NULL)
        return STATUS_RESOURCE_EXHAUSTED;
    uint32_t id = call->id;
    *call = *wanted;
    call->id = id;
    if (ret_id != NULL)
        *ret_id = (sp_call_id){id};
    struct frame_backtrace backtrace = frame_backtrace_of(id);
    sp_link_write(&client->link, &backtrace, &bytes, 1);
    if (wanted->deadline != CALL_NO_DEADLINE)
        set_timer(client, wanted->deadline);
    return STATUS_OK;
}

status_code sp_client_call(struct sp_client *client, slice bytes, uint32_t timeout_ms, sp_reply_function function,
                           void *context, sp_call_id *ret_id) {
    struct pending_call wanted = {.deadline = CALL_NO_DEADLINE, .function = function, .context = context};
    if (bytes.size > LIMIT_MESSAGE_BYTES)
        return STATUS_RESOURCE_EXHAUSTED;
    if (timeout_ms != 0)
        wanted.deadline = clock_monotonic() + (time_ns)timeout_ms * NS_PER_MS;
    lock(client);
    status_code code = start_call(client, bytes, &wanted, ret_id);
    unlock(client);
    return code;
}

void sp_client_cancel(struct sp_client *client, sp_call_id id) {
    struct pending_call call;
    lock(client);
    bool is_known = call_table_take(&client->calls, id.value, &call);
    struct sp_reply reply = {
        .code = STATUS_CANCELLED, .message = "the call was cancelled", .was_sent = client->has_greeted};
    unlock(client);
    if (is_known)
        call.function(call.context, &reply);
}
