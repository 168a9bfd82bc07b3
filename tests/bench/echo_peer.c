#include "bench/echo_peer.h"

#include "support/daemon.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <unistd.h>

enum { CONTEXTS = 64, BODY_MAX = 4 << 20 };

struct echo {
    nng_ctx context;
    nng_aio *aio;
    enum { RECEIVING, SENDING } state;
};

static uint8_t zeros[BODY_MAX];

static uint32_t wanted_bytes(nng_msg *message) {
    uint32_t wanted = 0;
    if (nng_msg_trim_u32(message, &wanted) != 0 || wanted > BODY_MAX)
        return 0;
    return wanted;
}

static void receive(struct echo *echo) {
    echo->state = RECEIVING;
    nng_ctx_recv(echo->context, echo->aio);
}

static void answer(struct echo *echo) {
    nng_msg *message = nng_aio_get_msg(echo->aio);
    uint32_t wanted = wanted_bytes(message);
    nng_msg_clear(message);
    if (nng_msg_append(message, zeros, wanted) != 0)
        die("echo: out of memory");
    nng_aio_set_msg(echo->aio, message);
    echo->state = SENDING;
    nng_ctx_send(echo->context, echo->aio);
}

static void progress(void *context) {
    struct echo *echo = context;
    if (nng_aio_result(echo->aio) != 0 || echo->state == SENDING)
        receive(echo);
    else
        answer(echo);
}

void echo_peer_run(const char *url) {
    static struct echo echoes[CONTEXTS];
    nng_socket socket;
    if (nng_rep0_open(&socket) != 0 || nng_listen(socket, url, NULL, 0) != 0)
        die("echo: cannot listen on %s", url);
    for (int i = 0; i < CONTEXTS; i++) {
        if (nng_ctx_open(&echoes[i].context, socket) != 0 || nng_aio_alloc(&echoes[i].aio, progress, &echoes[i]) != 0)
            die("echo: out of memory");
        receive(&echoes[i]);
    }
    for (;;)
        pause();
}
