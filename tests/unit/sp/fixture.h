/* A server that answers each request with its own payload, on ipc, tcp and tls in a directory of its own. */
#ifndef CATALOGD_TESTS_SP_FIXTURE_H
#define CATALOGD_TESTS_SP_FIXTURE_H

#include "rpc/sp/server.h"
#include "support/raw_socket.h"

#define REQUESTS_HELD_MAX 256

struct fixture {
    struct sp_server *server;
    char directory[64];
    char path[96];
    char ipc_url[112];
    char tcp_url[64];
    char tls_url[64];
    char ca_file[96];
    char cert_file[96];
    char key_file[96];
    /* Requests whose payload begins with "hold" wait here until fixture_release. */
    struct sp_request *held[REQUESTS_HELD_MAX];
    size_t held_count;
};

/* OPTIONS may be NULL; its callbacks and TLS files are set here. */
void fixture_start(struct fixture *fixture, const struct sp_server_options *options);
/* Stops the server in order and checks that every descriptor came back. */
void fixture_stop(struct fixture *fixture);

size_t fixture_held(void);
/* Answers what is held with "released". Returns how many calls that were. */
size_t fixture_release(struct fixture *fixture);

/* Waits until CONDITION says so; fails the test after 20 s. */
void wait_until(bool (*condition)(void *context), void *context, const char *what);
size_t open_descriptors(void);

#endif
