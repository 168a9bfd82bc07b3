#include "rpc/sp/server_internal.h"

#include <nng/supplemental/tls/tls.h>
#include <stdlib.h>

#define IPC_MODE 0600

static void accept_next(struct listener *listener) {
    nng_stream_listener_accept(listener->stream_listener, listener->accept_aio);
}

static void on_accept(void *argument) {
    struct listener *listener = argument;
    int error = nng_aio_result(listener->accept_aio);
    bool is_over = error == NNG_ECLOSED || atomic_load(&listener->server->is_closed);
    bool was_pausing = listener->is_pausing;
    listener->is_pausing = false;
    if (error == 0 && !was_pausing)
        connection_open(listener, nng_aio_get_output(listener->accept_aio, 0));
    if (is_over)
        return;
    if (error == 0 || error == NNG_ECANCELED) {
        accept_next(listener);
    } else {
        listener->is_pausing = true;
        nng_sleep_aio(ACCEPT_PAUSE_MS, listener->accept_aio);
    }
}

static status_code set_tls(struct listener *listener, nng_tls_config *config, struct problem *problem) {
    int error = nng_stream_listener_set_ptr(listener->stream_listener, NNG_OPT_TLS_CONFIG, config);
    return error == 0 ? STATUS_OK
                      : problem_set(problem, STATUS_INTERNAL, "TLS_UNAVAILABLE", "TLS cannot be set up: %s",
                                    nng_strerror(error));
}

static status_code prepare_tls(struct listener *listener, struct problem *problem) {
    nng_tls_config *config = NULL;
    status_code code = sp_tls_server_config(&listener->server->options.tls, &config, problem);
    if (code != STATUS_OK)
        return code;
    code = set_tls(listener, config, problem);
    nng_tls_config_free(config);
    return code;
}

/* The accept that waits took the settings of before when it was armed, so it is armed again. */
status_code listener_renew_tls(struct listener *listener, nng_tls_config *config, struct problem *problem) {
    status_code code = set_tls(listener, config, problem);
    if (code == STATUS_OK)
        nng_aio_cancel(listener->accept_aio);
    return code;
}

/* What must be done before the address is bound. */
static status_code prepare(struct listener *listener, struct problem *problem) {
    switch (listener->address.transport) {
    case SP_TRANSPORT_IPC:
        if (nng_stream_listener_set_int(listener->stream_listener, NNG_OPT_IPC_PERMISSIONS, IPC_MODE) != 0)
            return problem_set(problem, STATUS_INTERNAL, "SOCKET_MODE", "cannot set the mode of %s", listener->url);
        return sp_ipc_path_claim(listener->address.path, problem);
    case SP_TRANSPORT_TCP:
        if (!listener->address.is_loopback && !listener->server->options.allows_plain_network)
            return problem_set(problem, STATUS_INVALID_ARGUMENT, "PLAIN_NETWORK_REFUSED",
                               "%.160s is open to the network without encryption: use tls+tcp, a loopback address, or "
                               "allow it in as many words",
                               listener->url);
        return STATUS_OK;
    case SP_TRANSPORT_TLS:
        return prepare_tls(listener, problem);
    }
    return STATUS_INTERNAL;
}

static status_code bind_address(struct listener *listener, struct problem *problem) {
    int error = nng_stream_listener_listen(listener->stream_listener);
    if (error == NNG_ENOENT && listener->address.transport == SP_TRANSPORT_IPC)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "NO_SUCH_FOLDER",
                           "cannot listen on %.160s: its folder is not there; make it or give another path",
                           listener->url);
    if (error != 0)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "ADDRESS_IN_USE", "cannot listen on %.160s: %s",
                           listener->url, nng_strerror(error));
    int port = 0;
    if (listener->address.transport != SP_TRANSPORT_IPC &&
        nng_stream_listener_get_int(listener->stream_listener, NNG_OPT_TCP_BOUND_PORT, &port) == 0)
        listener->port = (uint16_t)port;
    return STATUS_OK;
}

status_code listener_open(struct listener *listener, struct sp_server *server, const char *url,
                          struct problem *problem) {
    *listener = (struct listener){.server = server, .url = strdup(url)};
    if (listener->url == NULL)
        return problem_no_memory(problem);
    status_code code = sp_address_parse(listener->url, &listener->address, problem);
    if (code == STATUS_OK && (nng_stream_listener_alloc(&listener->stream_listener, url) != 0 ||
                              nng_aio_alloc(&listener->accept_aio, on_accept, listener) != 0))
        code = problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_ADDRESS", "cannot use the address %.160s", url);
    if (code == STATUS_OK)
        code = prepare(listener, problem);
    if (code == STATUS_OK)
        code = bind_address(listener, problem);
    if (code != STATUS_OK)
        listener_close(listener);
    return code;
}

void listener_start(struct listener *listener) {
    accept_next(listener);
}

void listener_close(struct listener *listener) {
    if (listener->stream_listener != NULL)
        nng_stream_listener_close(listener->stream_listener);
    if (listener->accept_aio != NULL) {
        nng_aio_stop(listener->accept_aio);
        nng_aio_free(listener->accept_aio);
    }
    if (listener->stream_listener != NULL)
        nng_stream_listener_free(listener->stream_listener);
    free(listener->url);
    listener->stream_listener = NULL;
    listener->accept_aio = NULL;
    listener->url = NULL;
}
