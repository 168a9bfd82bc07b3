#include "rpc/sp/frame.h"

#include <assert.h>

#define IPC_MESSAGE_TYPE 0x01 /* the only type there is */
#define LENGTH_BYTES     8
#define LAST_WORD_BIT    0x80

void frame_greeting(uint16_t protocol, uint8_t ret_bytes[FRAME_GREETING_BYTES]) {
    const uint8_t greeting[FRAME_GREETING_BYTES] = {0, 'S', 'P', 0, (uint8_t)(protocol >> 8), (uint8_t)protocol, 0, 0};
    memcpy(ret_bytes, greeting, sizeof greeting);
}

size_t frame_head(bool is_ipc, uint64_t body_bytes, uint8_t ret_bytes[FRAME_HEAD_BYTES]) {
    size_t used = 0;
    if (is_ipc)
        ret_bytes[used++] = IPC_MESSAGE_TYPE;
    for (int shift = 56; shift >= 0; shift -= 8)
        ret_bytes[used++] = (uint8_t)(body_bytes >> shift);
    return used;
}

void frame_decoder_init(struct frame_decoder *decoder, bool is_ipc, uint16_t peer_protocol) {
    *decoder = (struct frame_decoder){.is_ipc = is_ipc, .peer_protocol = peer_protocol};
}

/* Gathers a head of WANTED bytes over as many calls as it takes. */
static bool gather_head(struct frame_decoder *decoder, slice *input, size_t wanted) {
    size_t missing = wanted - decoder->head_size;
    size_t taken = input->size < missing ? input->size : missing;
    if (taken == 0)
        return missing == 0;
    memcpy(decoder->head + decoder->head_size, input->data, taken);
    decoder->head_size += taken;
    *input = slice_of(input->data + taken, input->size - taken);
    return decoder->head_size == wanted;
}

static enum frame_event refuse(struct frame_decoder *decoder) {
    decoder->state = FRAME_STATE_INVALID;
    return FRAME_INVALID;
}

static enum frame_event decode_greeting(struct frame_decoder *decoder, slice *input) {
    if (!gather_head(decoder, input, FRAME_GREETING_BYTES))
        return FRAME_MORE;
    uint8_t wanted[FRAME_GREETING_BYTES];
    frame_greeting(decoder->peer_protocol, wanted);
    if (memcmp(wanted, decoder->head, sizeof wanted) != 0)
        return refuse(decoder);
    decoder->state = FRAME_STATE_HEAD;
    decoder->head_size = 0;
    return FRAME_GREETED;
}

static enum frame_event decode_head(struct frame_decoder *decoder, slice *input) {
    size_t type_bytes = decoder->is_ipc ? 1 : 0;
    bool is_whole = gather_head(decoder, input, type_bytes + LENGTH_BYTES);
    if (decoder->is_ipc && decoder->head_size > 0 && decoder->head[0] != IPC_MESSAGE_TYPE)
        return refuse(decoder);
    if (!is_whole)
        return FRAME_MORE;
    uint64_t length = 0;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        length = length << 8 | decoder->head[type_bytes + i];
    decoder->body_bytes = length;
    decoder->body_left = length;
    decoder->head_size = 0;
    decoder->state = FRAME_STATE_BODY;
    return FRAME_BEGIN;
}

static enum frame_event decode_body(struct frame_decoder *decoder, slice *input, slice *ret_piece) {
    if (decoder->body_left == 0) {
        decoder->state = FRAME_STATE_HEAD;
        return FRAME_END;
    }
    if (input->size == 0)
        return FRAME_MORE;
    size_t taken = input->size < decoder->body_left ? input->size : (size_t)decoder->body_left;
    *ret_piece = slice_of(input->data, taken);
    *input = slice_of(input->data + taken, input->size - taken);
    decoder->body_left -= taken;
    return FRAME_PIECE;
}

enum frame_event frame_decode(struct frame_decoder *decoder, slice *input, slice *ret_piece) {
    switch (decoder->state) {
    case FRAME_STATE_GREETING:
        return decode_greeting(decoder, input);
    case FRAME_STATE_HEAD:
        return decode_head(decoder, input);
    case FRAME_STATE_BODY:
        return decode_body(decoder, input, ret_piece);
    case FRAME_STATE_INVALID:
        break;
    }
    return FRAME_INVALID;
}

void frame_decoder_advance(struct frame_decoder *decoder, size_t size) {
    assert(decoder->state == FRAME_STATE_BODY && size <= decoder->body_left);
    decoder->body_left -= size;
}

bool frame_backtrace_read(slice body, struct frame_backtrace *ret_backtrace, slice *ret_payload) {
    size_t bound = body.size < FRAME_BACKTRACE_BYTES ? body.size : FRAME_BACKTRACE_BYTES;
    for (size_t end = FRAME_WORD_BYTES; end <= bound; end += FRAME_WORD_BYTES) {
        if ((body.data[end - FRAME_WORD_BYTES] & LAST_WORD_BIT) == 0)
            continue;
        memcpy(ret_backtrace->bytes, body.data, end);
        ret_backtrace->size = end;
        *ret_payload = slice_of(body.data + end, body.size - end);
        return true;
    }
    return false;
}

struct frame_backtrace frame_backtrace_of(uint32_t id) {
    assert((id >> 24 & LAST_WORD_BIT) != 0);
    return (struct frame_backtrace){
        .bytes = {(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id},
        .size = FRAME_WORD_BYTES,
    };
}

uint32_t frame_backtrace_id(const struct frame_backtrace *backtrace) {
    const uint8_t *word = backtrace->bytes + backtrace->size - FRAME_WORD_BYTES;
    return (uint32_t)word[0] << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8 | word[3];
}
