#include "rpc/sp/address.h"
#include "rpc/sp/client_internal.h"

#include <nng/supplemental/tls/tls.h>
#include <stdlib.h>

#define CONNECT_TIMEOUT_MS 5000

static void on_dialed(void *argument) {
    struct sp_client *client = argument;
    int error = nng_aio_result(client->dial_aio);
    if (error == 0) {
        sp_link_start(&client->link, nng_aio_get_output(client->dial_aio, 0));
        return;
    }
    client_lock(client);
    sp_link_break(&client->link, error);
    client_unlock(client);
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
        nng_aio_alloc(&client->timer_aio, client_on_timer, client) != 0)
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
    if (client == NULL || !sp_link_init(&client->link, &client_link_events, client, &link_options)) {
        free(client);
        problem_no_memory(problem);
        return STATUS_RESOURCE_EXHAUSTED;
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
    client_lock(client);
    client->connect_deadline = clock_monotonic() + (time_ns)timeout_ms * NS_PER_MS;
    client_set_timer(client, client->connect_deadline);
    client_unlock(client);
    nng_stream_dialer_dial(client->dialer, client->dial_aio);
    *ret_client = client;
    return STATUS_OK;
}

void sp_client_free(struct sp_client *client) {
    if (client == NULL)
        return;
    client_lock(client);
    client->is_closing = true;
    sp_link_break(&client->link, NNG_ECLOSED);
    client_unlock(client);
    nng_stream_dialer_close(client->dialer);
    nng_aio_stop(client->dial_aio);
    sp_link_stop(&client->link);
    nng_aio_stop(client->timer_aio);
    free_parts(client);
}
