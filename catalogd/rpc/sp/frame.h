/* The SP wire: greeting, framing and the request header, as bytes in and out. Knows no socket.
 *
 * Sources: the SP protocol drafts of nanomsg (sp-protocol-01, sp-tcp-mapping-01, sp-request-reply-01) and nng's own
 * transports. Each side sends a greeting of 8 bytes: 00 'S' 'P' 00, its protocol number, 00 00. Each message is a
 * big-endian 64-bit length (on ipc a byte 01 before it) and a body. A request's body begins with its backtrace: 32-bit
 * words, the last with its high bit set, which the reply brings back unchanged. */
#ifndef CATALOGD_RPC_SP_FRAME_H
#define CATALOGD_RPC_SP_FRAME_H

#include "base/limits.h"
#include "base/macros.h"
#include "base/slice.h"

#define FRAME_PROTOCOL_REQ    0x0030
#define FRAME_PROTOCOL_REP    0x0031
#define FRAME_GREETING_BYTES  8
#define FRAME_HEAD_BYTES      9 /* at most: one less without the ipc byte */
#define FRAME_WORD_BYTES      4
#define FRAME_BACKTRACE_BYTES ((size_t)LIMIT_BACKTRACE_WORDS * FRAME_WORD_BYTES)

/* Writes the greeting of a side that speaks PROTOCOL. */
void frame_greeting(uint16_t protocol, uint8_t ret_bytes[FRAME_GREETING_BYTES]);

/* Writes what goes before a body of BODY_BYTES; returns how many bytes that is. */
size_t frame_head(bool is_ipc, uint64_t body_bytes, uint8_t ret_bytes[FRAME_HEAD_BYTES]);

enum frame_event {
    FRAME_MORE,    /* all input is read; nothing is whole yet */
    FRAME_GREETED, /* the greeting is whole and right */
    FRAME_BEGIN,   /* a head is whole: decoder->body_bytes */
    FRAME_PIECE,   /* the next bytes of the body */
    FRAME_END,     /* the body is whole */
    FRAME_INVALID  /* the peer does not speak this protocol; stays so */
};

/* Reads a stream of bytes piece by piece. Initialise with frame_decoder_init; owns nothing. */
struct frame_decoder {
    enum { FRAME_STATE_GREETING, FRAME_STATE_HEAD, FRAME_STATE_BODY, FRAME_STATE_INVALID } state;
    bool is_ipc;
    uint16_t peer_protocol;
    uint8_t head[FRAME_HEAD_BYTES];
    size_t head_size;
    uint64_t body_bytes; /* of the frame that began last: not checked against any limit */
    uint64_t body_left;
};

/* PEER_PROTOCOL is what the other side must greet with. */
void frame_decoder_init(struct frame_decoder *decoder, bool is_ipc, uint16_t peer_protocol);

/* Reads on from *INPUT, which moves past what was read, to the next event. *ret_piece is set with FRAME_PIECE and
 * borrows from *INPUT. Call again until FRAME_MORE or FRAME_INVALID. */
MUST_CHECK enum frame_event frame_decode(struct frame_decoder *decoder, slice *input, slice *ret_piece);

/* SIZE bytes of the body (at most body_left) were read past the decoder. */
void frame_decoder_advance(struct frame_decoder *decoder, size_t size);

/* A request's header words, as they came. */
struct frame_backtrace {
    uint8_t bytes[FRAME_BACKTRACE_BYTES];
    size_t size;
};

/* Splits BODY into its backtrace and the payload behind it, borrowed from BODY. False: BODY ends, or
 * LIMIT_BACKTRACE_WORDS are read, before a word with the high bit. */
MUST_CHECK bool frame_backtrace_read(slice body, struct frame_backtrace *ret_backtrace, slice *ret_payload);

/* The request header of a call with ID, and back. ID's high bit is set: it is the only word. */
struct frame_backtrace frame_backtrace_of(uint32_t id);
uint32_t frame_backtrace_id(const struct frame_backtrace *backtrace);

#endif
