/* The peer that the daemon is measured against: nng's own REP socket, which answers with as many bytes as the first
 * four bytes of a request ask for (big-endian) and does nothing else. */
#ifndef CATALOGD_TESTS_ECHO_PEER_H
#define CATALOGD_TESTS_ECHO_PEER_H

/* Listens on URL and serves until the process is killed. */
__attribute__((noreturn)) void echo_peer_run(const char *url);

#endif
