#include "lib/engine.h"

#include "lib/envelope.h"
#include "lib/failure.h"

#include <sodium.h>
#include <stdlib.h>

/* A server that was there before gets the next connection at once; one that never answered makes way for the next URL,
 * and after all of them a pause. */
static void retire(struct catalog_client *client, time_ns now) {
    struct session *session = client->session;
    client->session = NULL;
    session->next = client->retired;
    client->retired = session;
    pthread_cond_signal(&client->wake);
    if (session->has_answered && !session->is_unwanted)
        return;
    client->url_index = (client->url_index + 1) % client->urls.count;
    client->failures++;
    if (client->failures % client->urls.count == 0) {
        unsigned rounds = client->failures / (unsigned)client->urls.count;
        client->may_open_at = now + (time_ns)retry_delay_ms(rounds, 0, randombytes_random()) * NS_PER_MS;
    }
}

static enum catalog_code dial(struct catalog_client *client, struct session *session,
                              struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, NULL);
    struct sp_client_options options = {
        .url = session->url,
        .tls = {.cert_file = client->options.tls_cert_file,
                .key_file = client->options.tls_key_file,
                .ca_file = client->options.tls_ca_file,
                .server_name = client->options.tls_server_name},
        .connect_timeout_ms = client->options.connect_timeout_ms,
    };
    if (sp_client_open(&options, &session->sp, &problem) == STATUS_OK)
        return CATALOG_OK;
    return error_from_problem(ret_error, &problem);
}

static struct session *open_session(struct catalog_client *client, struct catalog_error **ret_error) {
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        error_no_memory(ret_error);
        return NULL;
    }
    session->url = client->urls.items[client->url_index];
    if (dial(client, session, ret_error) != CATALOG_OK) {
        free(session);
        return NULL;
    }
    client->session = session;
    return session;
}

struct session *session_current(struct catalog_client *client, time_ns now, time_ns *ret_open_at,
                                struct catalog_error **ret_error) {
    struct session *session = client->session;
    *ret_open_at = 0;
    if (session != NULL && !session->is_unwanted && sp_client_is_alive(session->sp))
        return session;
    if (session != NULL)
        retire(client, now);
    if (now < client->may_open_at) {
        *ret_open_at = client->may_open_at;
        return NULL;
    }
    return open_session(client, ret_error);
}

void session_note_answer(struct catalog_client *client, struct session *session) {
    session->has_answered = true;
    client->failures = 0;
}

static struct session *take_idle(struct catalog_client *client, bool all) {
    for (struct session **link = &client->retired; *link != NULL; link = &(*link)->next) {
        struct session *session = *link;
        if (!all && session->users > 0)
            continue;
        *link = session->next;
        return session;
    }
    return NULL;
}

bool session_has_idle(const struct catalog_client *client) {
    for (const struct session *session = client->retired; session != NULL; session = session->next)
        if (session->users == 0)
            return true;
    return false;
}

void session_reap(struct catalog_client *client, bool all) {
    if (all && client->session != NULL)
        retire(client, 0);
    struct session *session;
    while ((session = take_idle(client, all)) != NULL) {
        pthread_mutex_unlock(&client->lock);
        sp_client_free(session->sp);
        free(session);
        pthread_mutex_lock(&client->lock);
    }
}
