#include "lib/engine.h"

#include "lib/failure.h"

#include <signal.h>
#include <time.h>

static struct catalog_error *cancelled(void) {
    struct catalog_error *error = NULL;
    error_set(&error, CATALOG_CANCELLED, "CANCELLED", "the call was given up");
    return error;
}

static void run_completions(struct catalog_client *client) {
    while (client->ending.head != NULL) {
        struct catalog_pending *call = client->ending.head;
        struct catalog_error *error = call->error;
        call->error = NULL;
        pending_move(call, PENDING_OVER);
        pthread_mutex_unlock(&client->lock);
        pending_complete(call, NULL, error);
        pthread_mutex_lock(&client->lock);
    }
}

static struct catalog_pending *next_to_cancel(struct catalog_client *client) {
    for (struct catalog_pending *call = client->sent.head; call != NULL; call = call->next)
        if ((call->is_cancelled || client->is_closing) && !call->is_cancel_told)
            return call;
    return NULL;
}

/* The answer to the cancellation comes through the connection, as every other. */
static void tell_cancelled(struct catalog_client *client) {
    struct catalog_pending *call;
    while ((call = next_to_cancel(client)) != NULL) {
        struct session *session = call->session;
        sp_call_id id = call->id;
        call->is_cancel_told = true;
        session->users++;
        pthread_mutex_unlock(&client->lock);
        sp_client_cancel(session->sp, id);
        pthread_mutex_lock(&client->lock);
        session->users--;
    }
}

static time_ns earlier(time_ns a, time_ns b) {
    return a < b ? a : b;
}

/* Looks at every waiting call once. Returns when to look again; INT64_MAX: when woken. */
static time_ns look_at_waiting(struct catalog_client *client) {
    time_ns now = clock_monotonic();
    time_ns again_at = INT64_MAX;
    struct catalog_pending *last = client->waiting.tail;
    struct catalog_pending *next = NULL;
    for (struct catalog_pending *call = client->waiting.head; call != NULL; call = next) {
        next = call == last ? NULL : call->next;
        if (call->is_cancelled || client->is_closing)
            pending_end(call, cancelled());
        else if (call->deadline <= now)
            pending_expire(call);
        else if (call->due <= now)
            pending_attempt(call, now);
        if (call->state == PENDING_WAITING)
            again_at = earlier(again_at, earlier(call->due, call->deadline));
    }
    return again_at;
}

static void wait_until(struct catalog_client *client, time_ns at) {
    if (at == INT64_MAX) {
        pthread_cond_wait(&client->wake, &client->lock);
        return;
    }
    struct timespec until = {.tv_sec = at / NS_PER_SECOND, .tv_nsec = at % NS_PER_SECOND};
    pthread_cond_timedwait(&client->wake, &client->lock, &until);
}

/* Whether something came up while the lock was let go. */
static bool has_work(struct catalog_client *client) {
    return client->ending.head != NULL || next_to_cancel(client) != NULL || session_has_idle(client);
}

static void *work(void *context) {
    struct catalog_client *client = context;
    pthread_mutex_lock(&client->lock);
    while (!client->is_closing || client->active > 0) {
        session_reap(client, false);
        tell_cancelled(client);
        run_completions(client);
        time_ns again_at = look_at_waiting(client);
        if (!has_work(client) && (!client->is_closing || client->active > 0))
            wait_until(client, again_at);
    }
    session_reap(client, true);
    pthread_mutex_unlock(&client->lock);
    return NULL;
}

/* Signals are for the threads of the program. */
bool engine_start(struct catalog_client *client) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    client->has_worker = pthread_create(&client->worker, NULL, work, client) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return client->has_worker;
}

void engine_stop(struct catalog_client *client) {
    if (!client->has_worker)
        return;
    pthread_mutex_lock(&client->lock);
    client->is_closing = true;
    pthread_cond_signal(&client->wake);
    pthread_mutex_unlock(&client->lock);
    pthread_join(client->worker, NULL);
}
