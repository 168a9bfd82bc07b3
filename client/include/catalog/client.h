/* A connection to a catalog server that keeps itself alive.
 *
 * One handle serves any number of threads and any number of calls at once, over one connection at a time. It connects
 * when it is first needed, connects again when the connection is lost, and moves on to the next URL when a server
 * cannot be reached. Calls that a server could not take are sent again by themselves until their deadline. */
#ifndef CATALOG_CLIENT_H
#define CATALOG_CLIENT_H

#include "catalog/error.h"

#include "catalog/v1/health_service.pb-c.h"

#include <stdbool.h>

CATALOG_BEGIN

struct catalog_client;
struct catalog_call_options;

#define CATALOG_CLIENT_OPTIONS_VERSION 1

/* How a client behaves. Start from CATALOG_CLIENT_OPTIONS_INIT. Strings are copied. */
struct catalog_client_options {
    unsigned version;
    uint32_t deadline_ms;        /* of a call that names none; 0: 30,000. At most 600,000 */
    uint32_t connect_timeout_ms; /* for one attempt to connect, TLS included; 0: 5,000 */
    bool no_retry;               /* every call is sent once */
    const char *tls_ca_file;   /* PEM; certificates that a `tls+tcp://` server must descend from. Required for these */
    const char *tls_cert_file; /* PEM; certificate of the client. NULL: none */
    const char *tls_key_file;  /* PEM; its key. NULL: in tls_cert_file */
    const char *tls_server_name; /* name the server's certificate must carry. NULL: the host in the URL */
    /* How long a call goes on while no server can be reached at all; 0: until its deadline. Once a server has seen the
     * call, it goes on until its deadline in any case. */
    uint32_t unreachable_ms;
};

#define CATALOG_CLIENT_OPTIONS_INIT                                                                                    \
    { CATALOG_CLIENT_OPTIONS_VERSION, 0, 0, false, NULL, NULL, NULL, NULL, 0 }

/* Makes a client. Nothing is sent yet: a server that is not there shows in the first call.
 * URLS: one or several separated by commas, tried in this order: "ipc:///run/catalogd/catalogd.sock",
 * "tcp://127.0.0.1:7600", "tls+tcp://catalog.example.org:7600". NULL or "": the environment variable CATALOG_URL, else
 * the local daemon: $XDG_RUNTIME_DIR/catalogd.sock, then /run/catalogd/catalogd.sock. OPTIONS may be NULL.
 * Ownership: *ret_client is the caller's, ended with catalog_client_close. Threads: any. A process
 * that forks afterwards may use the client only in the parent.
 * Errors: CATALOG_INVALID_ARGUMENT (a URL, a TLS file, the version of OPTIONS), CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_client_open(const char *urls,
                                                                     const struct catalog_client_options *options,
                                                                     struct catalog_client **ret_client,
                                                                     struct catalog_error **ret_error);

/* Cancels the calls in flight (their completions run with CATALOG_CANCELLED), waits until the last completion has
 * returned, and frees CLIENT. NULL is fine. Threads: not from a completion, and no other thread may use CLIENT. */
CATALOG_API void catalog_client_close(struct catalog_client *client);

/* The URL that CLIENT is connected to or would try next. Borrowed; stays valid as long as CLIENT. Any thread. */
CATALOG_API const char *catalog_client_url(struct catalog_client *client);

/* Whether the server answers, and how it does. OPTIONS may be NULL.
 * Ownership: *ret_response is the caller's (catalog_message_free). Threads: any but that of a completion.
 * Errors: CATALOG_UNAVAILABLE, CATALOG_DEADLINE_EXCEEDED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_check_health(struct catalog_client *client,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__CheckHealthResponse **ret_response,
                                                                      struct catalog_error **ret_error);

CATALOG_END

#endif
