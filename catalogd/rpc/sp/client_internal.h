/* Shared by the files of the client alone. */
#ifndef CATALOGD_RPC_SP_CLIENT_INTERNAL_H
#define CATALOGD_RPC_SP_CLIENT_INTERNAL_H

#include "rpc/sp/call_table.h"
#include "rpc/sp/client.h"
#include "rpc/sp/link.h"

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

/* How its link is told of frames and of its end. */
extern const struct sp_link_events client_link_events;

static inline void client_lock(struct sp_client *client) {
    pthread_mutex_lock(&client->link.lock);
}

static inline void client_unlock(struct sp_client *client) {
    pthread_mutex_unlock(&client->link.lock);
}

/* Locked. Lets the timer fire at DEADLINE or before. While its callback runs it is busy, and looks itself at the end.
 */
void client_set_timer(struct sp_client *client, time_ns deadline);

/* The timer's callback: ends what is overdue, and everything once the link is broken. */
void client_on_timer(void *client);

#endif
