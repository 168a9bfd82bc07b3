#include "support/raw_socket.h"

#include "rpc/sp/frame.h"
#include "support/test.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

int raw_connect(const char *path) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    int result = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(result, 0);
    ck_assert_int_eq(connect(result, (const struct sockaddr *)&name, sizeof name), 0);
    struct timeval patience = {.tv_sec = 20};
    setsockopt(result, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return result;
}

void raw_send(int socket, const void *bytes, size_t size) {
    const uint8_t *cursor = bytes;
    while (size > 0) {
        ssize_t sent = send(socket, cursor, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        cursor += sent;
        size -= (size_t)sent;
    }
}

void raw_greet(int socket) {
    uint8_t greeting[FRAME_GREETING_BYTES];
    frame_greeting(FRAME_PROTOCOL_REQ, greeting);
    raw_send(socket, greeting, sizeof greeting);
    ck_assert(raw_read(socket, greeting, sizeof greeting));
    ck_assert_uint_eq(greeting[5], FRAME_PROTOCOL_REP);
}

#define ID_BYTES 4
static const uint8_t id_word[ID_BYTES] = {0x80, 0, 0, 1};

void raw_request(int socket, const char *payload, int cut) {
    uint8_t bytes[512];
    size_t size = frame_head(true, ID_BYTES + strlen(payload), bytes);
    ck_assert_uint_le(size + ID_BYTES + strlen(payload), sizeof bytes);
    memcpy(bytes + size, id_word, ID_BYTES);
    memcpy(bytes + size + ID_BYTES, payload, strlen(payload));
    size += ID_BYTES + strlen(payload);
    raw_send(socket, bytes, cut < 0 ? size : (size_t)cut);
}

void raw_send_frame(int socket, slice payload) {
    uint8_t head[FRAME_HEAD_BYTES + ID_BYTES];
    size_t size = frame_head(true, ID_BYTES + payload.size, head);
    memcpy(head + size, id_word, ID_BYTES);
    raw_send(socket, head, size + ID_BYTES);
    raw_send(socket, payload.data, payload.size);
}

bool raw_read(int socket, void *ret_bytes, size_t size) {
    uint8_t *cursor = ret_bytes;
    while (size > 0) {
        ssize_t got = recv(socket, cursor, size, 0);
        if (got <= 0)
            return false;
        cursor += got;
        size -= (size_t)got;
    }
    return true;
}

bool raw_read_frame(int socket, uint8_t *ret_bytes, size_t *ret_size) {
    uint8_t head[FRAME_HEAD_BYTES];
    if (!raw_read(socket, head, sizeof head))
        return false;
    *ret_size = (size_t)head[7] << 8 | head[8];
    ck_assert_uint_le(*ret_size, 4096);
    return raw_read(socket, ret_bytes, *ret_size);
}
