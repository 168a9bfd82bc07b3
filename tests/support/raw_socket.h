/* A plain socket that speaks SP to an ipc address by hand, as well or as badly as a test wants. What fails that should
 * not ends the test. */
#ifndef CATALOGD_TESTS_RAW_SOCKET_H
#define CATALOGD_TESTS_RAW_SOCKET_H

#include "base/slice.h"

/* A connected socket that has sent nothing. */
int raw_connect(const char *path);
void raw_send(int socket, const void *bytes, size_t size);
void raw_greet(int socket);
/* One request with the id 0x80000001 in front of PAYLOAD; CUT < 0: whole, else only its first CUT bytes. */
void raw_request(int socket, const char *payload, int cut);
/* One whole request with the same id. */
void raw_send_frame(int socket, slice payload);
/* Reads exactly SIZE bytes; false when the peer closes first. */
bool raw_read(int socket, void *ret_bytes, size_t size);
/* Reads one whole frame's body into RET (at most 4,096 bytes); false when the peer closed. */
bool raw_read_frame(int socket, uint8_t *ret_bytes, size_t *ret_size);

#endif
