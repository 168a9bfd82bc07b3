/* The calls of a client: how they begin and the ways they end. */
#include "rpc/sp/client_internal.h"

#include <stdlib.h>

#define TIMER_LONGEST_MS 60000

void client_set_timer(struct sp_client *client, time_ns deadline) {
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
        client_unlock(client);
        call.function(call.context, &reply);
        client_lock(client);
    }
}

void client_on_timer(void *argument) {
    struct sp_client *client = argument;
    client_lock(client);
    if (clock_monotonic() >= client->connect_deadline)
        sp_link_break(&client->link, NNG_ETIMEDOUT);
    end_calls(client);
    client->is_timer_busy = false;
    time_ns next = call_table_deadline(&client->calls);
    client_set_timer(client, next < client->connect_deadline ? next : client->connect_deadline);
    client_unlock(client);
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
    client_lock(client);
    client->has_greeted = true;
    client->connect_deadline = CALL_NO_DEADLINE;
    client_unlock(client);
}

/* Takes the call that BODY answers. False: it was over before, by timeout or cancellation. */
static bool take_answered(struct sp_client *client, slice body, struct pending_call *ret_call, slice *ret_payload) {
    struct frame_backtrace backtrace;
    if (!frame_backtrace_read(body, &backtrace, ret_payload))
        return false;
    client_lock(client);
    bool is_known = call_table_take(&client->calls, frame_backtrace_id(&backtrace), ret_call);
    client_unlock(client);
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
    client_set_timer(client, 0);
}

const struct sp_link_events client_link_events = {
    .may_read = may_read,
    .reserve = reserve,
    .release = release,
    .greeted = take_greeting,
    .frame = take_frame,
    .oversize = take_oversize,
    .broken = take_end,
};

bool sp_client_is_alive(struct sp_client *client) {
    client_lock(client);
    bool is_alive = !client->link.is_broken;
    client_unlock(client);
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
        client_set_timer(client, wanted->deadline);
    return STATUS_OK;
}

status_code sp_client_call(struct sp_client *client, slice bytes, uint32_t timeout_ms, sp_reply_function function,
                           void *context, sp_call_id *ret_id) {
    struct pending_call wanted = {.deadline = CALL_NO_DEADLINE, .function = function, .context = context};
    if (bytes.size > LIMIT_MESSAGE_BYTES)
        return STATUS_RESOURCE_EXHAUSTED;
    if (timeout_ms != 0)
        wanted.deadline = clock_monotonic() + (time_ns)timeout_ms * NS_PER_MS;
    client_lock(client);
    status_code code = start_call(client, bytes, &wanted, ret_id);
    client_unlock(client);
    return code;
}

void sp_client_cancel(struct sp_client *client, sp_call_id id) {
    struct pending_call call;
    client_lock(client);
    bool is_known = call_table_take(&client->calls, id.value, &call);
    struct sp_reply reply = {
        .code = STATUS_CANCELLED, .message = "the call was cancelled", .was_sent = client->has_greeted};
    client_unlock(client);
    if (is_known)
        call.function(call.context, &reply);
}
