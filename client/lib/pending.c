#include "lib/engine.h"

#include "base/limits.h"
#include "lib/envelope.h"
#include "lib/failure.h"

#include <sodium.h>
#include <stdlib.h>

static struct pending_list *list_of(struct catalog_pending *call) {
    struct catalog_client *client = call->client;
    switch (call->state) {
    case PENDING_WAITING:
        return &client->waiting;
    case PENDING_SENT:
        return &client->sent;
    case PENDING_ENDING:
        return &client->ending;
    case PENDING_OVER:
        break;
    }
    return NULL;
}

static void take_out(struct catalog_pending *call) {
    struct pending_list *list = list_of(call);
    if (list == NULL)
        return;
    if (call->previous != NULL)
        call->previous->next = call->next;
    else
        list->head = call->next;
    if (call->next != NULL)
        call->next->previous = call->previous;
    else
        list->tail = call->previous;
    call->previous = NULL;
    call->next = NULL;
}

void pending_move(struct catalog_pending *call, enum pending_state state) {
    take_out(call);
    call->state = state;
    struct pending_list *list = list_of(call);
    if (list == NULL)
        return;
    call->previous = list->tail;
    if (list->tail != NULL)
        list->tail->next = call;
    else
        list->head = call;
    list->tail = call;
}

static void wake_worker(struct catalog_client *client) {
    pthread_cond_signal(&client->wake);
}

void pending_end(struct catalog_pending *call, struct catalog_error *error) {
    if (call->error != error)
        catalog_error_free(call->error);
    call->error = error;
    pending_move(call, PENDING_ENDING);
    wake_worker(call->client);
}

void pending_expire(struct catalog_pending *call) {
    struct catalog_error *error = call->error;
    if (error == NULL)
        error_set(&error, CATALOG_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED",
                  "the deadline passed before the call was sent");
    pending_end(call, error);
}

static void let_go(struct catalog_pending *call) {
    if (--call->references > 0)
        return;
    catalog_error_free(call->error);
    arena_done(&call->arena);
    free(call);
}

void pending_complete(struct catalog_pending *call, ProtobufCMessage *response, struct catalog_error *error) {
    struct catalog_client *client = call->client;
    call->completion(call->context, response, error);
    pthread_mutex_lock(&client->lock);
    client->active--;
    let_go(call);
    wake_worker(client);
    pthread_mutex_unlock(&client->lock);
}

/* When to send CALL again after ERROR; 0: never. Other servers are tried at once, before the first pause. */
static time_ns next_attempt_at(const struct catalog_pending *call, const struct catalog_error *error, time_ns now) {
    const struct catalog_client *client = call->client;
    if (call->no_retry || call->is_cancelled || client->is_closing || !retry_is_worthwhile(error))
        return 0;
    if (!call->is_seen && now >= call->give_up_at)
        return 0;
    uint32_t advice_ms = catalog_error_retry_after_ms(error);
    size_t servers = client->urls.count;
    time_ns at = now;
    if (advice_ms > 0 || call->attempts % servers == 0)
        at += (time_ns)retry_delay_ms(call->attempts / (unsigned)servers, advice_ms, randombytes_random()) * NS_PER_MS;
    return at < call->deadline ? at : 0;
}

/* CALL ended with ERROR, which is taken over: again later, or not at all. Returns whether later. */
static bool try_later(struct catalog_pending *call, struct catalog_error *error, time_ns now) {
    time_ns at = next_attempt_at(call, error, now);
    if (at == 0)
        return false;
    if (call->error != error)
        catalog_error_free(call->error);
    call->error = error;
    call->due = at;
    pending_move(call, PENDING_WAITING);
    wake_worker(call->client);
    return true;
}

/* An answer that says UNAVAILABLE comes from a server that is about to end or cannot work: others may do better. */
static void note_reply(struct catalog_pending *call, const struct sp_reply *reply, const struct catalog_error *error) {
    struct session *session = call->session;
    call->session = NULL;
    session->users--;
    call->is_seen |= reply->was_sent;
    if (reply->code != STATUS_OK)
        return;
    session_note_answer(call->client, session);
    if (error != NULL && catalog_error_code(error) == CATALOG_UNAVAILABLE)
        session->is_unwanted = true;
}

static void read_reply(const struct catalog_pending *call, const struct sp_reply *reply,
                       ProtobufCMessage **ret_response, struct catalog_error **ret_error) {
    static const char *const reasons[] = {
        [STATUS_CANCELLED] = "CANCELLED",
        [STATUS_DEADLINE_EXCEEDED] = "DEADLINE_EXCEEDED",
        [STATUS_RESOURCE_EXHAUSTED] = "MESSAGE_TOO_LARGE",
        [STATUS_UNAVAILABLE] = "CONNECTION_LOST",
    };
    if (reply->code == STATUS_OK) {
        envelope_read(reply->body, call->method->output, ret_response, ret_error);
        return;
    }
    const char *reason = (size_t)reply->code < COUNT_OF(reasons) ? reasons[reply->code] : NULL;
    pthread_mutex_lock(&call->client->lock);
    const char *url = call->session->url;
    pthread_mutex_unlock(&call->client->lock);
    error_set(ret_error, (enum catalog_code)reply->code, reason == NULL ? "TRANSPORT" : reason, "%s: %s", url,
              reply->message);
}

static void take_reply(void *context, const struct sp_reply *reply) {
    struct catalog_pending *call = context;
    struct catalog_client *client = call->client;
    ProtobufCMessage *response = NULL;
    struct catalog_error *error = NULL;
    read_reply(call, reply, &response, &error);
    pthread_mutex_lock(&client->lock);
    note_reply(call, reply, error);
    bool is_later = error != NULL && try_later(call, error, clock_monotonic());
    if (!is_later)
        pending_move(call, PENDING_OVER);
    pthread_mutex_unlock(&client->lock);
    if (!is_later)
        pending_complete(call, response, error);
}

static uint32_t ms_until(time_ns deadline, time_ns now) {
    time_ns left = (deadline - now) / NS_PER_MS;
    return left < 1 ? 1 : left > UINT32_MAX ? UINT32_MAX : (uint32_t)left;
}

/* Hands CALL to SESSION. */
static enum catalog_code hand_over(struct catalog_pending *call, struct session *session, time_ns now,
                                   struct catalog_error **ret_error) {
    struct buffer frame;
    buffer_init(&frame, 0);
    uint32_t timeout_ms = ms_until(call->deadline, now);
    envelope_write(call->name, timeout_ms, call->payload, &frame);
    status_code status =
        frame.has_failed ? STATUS_RESOURCE_EXHAUSTED
                         : sp_client_call(session->sp, buffer_slice(&frame), timeout_ms, take_reply, call, &call->id);
    bool has_failed = frame.has_failed;
    buffer_done(&frame);
    if (has_failed)
        return error_no_memory(ret_error);
    if (status == STATUS_OK)
        return CATALOG_OK;
    return error_set(ret_error, (enum catalog_code)status, "NOT_SENT", "%s: %s", session->url,
                     status == STATUS_UNAVAILABLE ? "the connection was lost" : "too many calls are in flight");
}

void pending_attempt(struct catalog_pending *call, time_ns now) {
    struct catalog_error *error = NULL;
    time_ns open_at = 0;
    struct session *session = session_current(call->client, now, &open_at, &error);
    if (session == NULL && open_at != 0) {
        call->due = open_at;
        pending_move(call, PENDING_WAITING);
        wake_worker(call->client);
        return;
    }
    call->attempts++;
    if (session != NULL && hand_over(call, session, now, &error) == CATALOG_OK) {
        call->session = session;
        session->users++;
        pending_move(call, PENDING_SENT);
    } else if (!try_later(call, error, now)) {
        pending_end(call, error);
    }
}

void catalog_pending_cancel(struct catalog_pending *pending) {
    struct catalog_client *client = pending->client;
    pthread_mutex_lock(&client->lock);
    pending->is_cancelled = true;
    wake_worker(client);
    pthread_mutex_unlock(&client->lock);
}

void catalog_pending_release(struct catalog_pending *pending) {
    if (pending == NULL)
        return;
    struct catalog_client *client = pending->client;
    pthread_mutex_lock(&client->lock);
    let_go(pending);
    pthread_mutex_unlock(&client->lock);
}
