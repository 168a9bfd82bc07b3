/* Addresses of SP endpoints: `ipc:///run/x.sock`, `tcp://127.0.0.1:7411`, `tls+tcp://host:7412`. */
#ifndef CATALOGD_RPC_SP_ADDRESS_H
#define CATALOGD_RPC_SP_ADDRESS_H

#include "base/status.h"

#include <stdbool.h>

#define SP_IPC_PATH_BYTES 107 /* what a socket address of the system holds */
#define SP_HOST_BYTES     256

enum sp_transport { SP_TRANSPORT_IPC, SP_TRANSPORT_TCP, SP_TRANSPORT_TLS };

struct sp_address {
    enum sp_transport transport;
    const char *url;  /* borrowed */
    const char *path; /* ipc: borrowed from url */
    char host[SP_HOST_BYTES];
    bool is_loopback; /* tcp, tls: the host is this machine for certain */
};

/* Errors: STATUS_INVALID_ARGUMENT (INVALID_ADDRESS), which says what an address looks like. */
MUST_CHECK status_code sp_address_parse(const char *url, struct sp_address *ret_address, struct problem *problem);

/* Makes way for a listener on the ipc PATH: nothing there, or the socket of a dead process, which is removed.
 * Errors: STATUS_FAILED_PRECONDITION (ADDRESS_IN_USE: somebody answers, or it is no socket). */
MUST_CHECK status_code sp_ipc_path_claim(const char *path, struct problem *problem);

#endif
