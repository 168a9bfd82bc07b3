#include "rpc/sp/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <nng/nng.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const struct {
    const char *prefix;
    enum sp_transport transport;
} schemes[] = {
    {"ipc://", SP_TRANSPORT_IPC},
    {"tcp://", SP_TRANSPORT_TCP},
    {"tls+tcp://", SP_TRANSPORT_TLS},
};

static status_code refuse(const char *url, const char *why, struct problem *problem) {
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_ADDRESS",
                       "%.160s: %s; an address is ipc:///PATH, tcp://HOST:PORT or tls+tcp://HOST:PORT", url, why);
}

static status_code parse_ipc(struct sp_address *address, struct problem *problem) {
    address->path = address->url + strlen("ipc://");
    if (address->path[0] != '/')
        return refuse(address->url, "the path must begin with /", problem);
    size_t size = strlen(address->path);
    if (size > SP_IPC_PATH_BYTES)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_ADDRESS",
                           "the socket path has %zu bytes, the system allows %d: %.160s", size, SP_IPC_PATH_BYTES,
                           address->path);
    return STATUS_OK;
}

static bool is_loopback(const char *host) {
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, host, &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6) != 0;
    return strcmp(host, "localhost") == 0;
}

static status_code parse_host(struct sp_address *address, struct problem *problem) {
    nng_url *url = NULL;
    if (nng_url_parse(&url, address->url) != 0)
        return refuse(address->url, "it cannot be read", problem);
    bool is_whole = url->u_port[0] != '\0' && strlen(url->u_hostname) < SP_HOST_BYTES;
    if (is_whole) {
        snprintf(address->host, sizeof address->host, "%s", url->u_hostname);
        address->is_loopback = is_loopback(address->host);
    }
    nng_url_free(url);
    return is_whole ? STATUS_OK : refuse(address->url, "host and port are needed", problem);
}

status_code sp_address_parse(const char *url, struct sp_address *ret_address, struct problem *problem) {
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (strncmp(url, schemes[i].prefix, strlen(schemes[i].prefix)) != 0)
            continue;
        struct sp_address address = {.transport = schemes[i].transport, .url = url};
        status_code code =
            address.transport == SP_TRANSPORT_IPC ? parse_ipc(&address, problem) : parse_host(&address, problem);
        if (code == STATUS_OK)
            *ret_address = address;
        return code;
    }
    return refuse(url, "the scheme is not known", problem);
}

/* Whether a process answers on the socket at PATH. */
static bool is_answered(const char *path) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0)
        return true;
    int result = connect(probe, (const struct sockaddr *)&name, sizeof name);
    bool is_dead = result != 0 && errno == ECONNREFUSED;
    close(probe);
    return !is_dead;
}

status_code sp_ipc_path_claim(const char *path, struct problem *problem) {
    struct stat found;
    if (lstat(path, &found) != 0)
        return STATUS_OK;
    if (!S_ISSOCK(found.st_mode))
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "ADDRESS_IN_USE",
                           "%s exists and is not a socket: give another path", path);
    if (is_answered(path))
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "ADDRESS_IN_USE",
                           "another process answers at %s: stop it or give another path", path);
    if (unlink(path) != 0)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "ADDRESS_IN_USE",
                           "cannot remove the dead socket %s: %s", path, strerror(errno));
    return STATUS_OK;
}
