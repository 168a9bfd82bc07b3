/* TLS settings of a listener or a dialer. TLS 1.2 as the library gives it: its version setter is never called, because
 * it can only lower it. Server keys should be ECDSA (the packaged mbed TLS has a timing weakness with RSA). */
#ifndef CATALOGD_RPC_SP_TLS_H
#define CATALOGD_RPC_SP_TLS_H

#include "base/status.h"

#include <stdbool.h>

struct nng_tls_config;

/* Paths of PEM files; NULL: not given. All strings are borrowed while a function runs. */
struct sp_tls_options {
    const char *cert_file; /* own certificate chain: a listener needs it */
    const char *key_file;  /* its key: a listener needs it */
    const char *ca_file; /* who may have signed the peer. Listener: given means that clients must show a certificate */
    const char *server_name; /* dialer: the name the server's certificate must bear; NULL: the host of the URL */
    bool is_insecure;        /* dialer: take any certificate */
};

/* Ownership: *ret_config is freed with nng_tls_config_free; a started listener or dialer holds its own reference.
 * Errors: STATUS_INVALID_ARGUMENT (TLS_CERTIFICATE_MISSING, TLS_FILE_UNREADABLE, TLS_FILE_INVALID),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code sp_tls_server_config(const struct sp_tls_options *options, struct nng_tls_config **ret_config,
                                            struct problem *problem);
MUST_CHECK status_code sp_tls_client_config(const struct sp_tls_options *options, const char *host,
                                            struct nng_tls_config **ret_config, struct problem *problem);

#endif
