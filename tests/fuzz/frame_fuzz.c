/* The decoder of the SP wire: any bytes, in pieces of any size, give the same events as all at once. */
#include "rpc/sp/frame.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    uint64_t frames;
    uint64_t bytes;
    bool is_invalid;
};

static struct outcome decode_in_pieces(slice all, size_t piece_bytes, bool is_ipc) {
    struct frame_decoder decoder;
    struct outcome outcome = {0};
    frame_decoder_init(&decoder, is_ipc, FRAME_PROTOCOL_REQ);
    for (size_t start = 0; start < all.size && !outcome.is_invalid; start += piece_bytes) {
        size_t left = all.size - start;
        slice input = slice_of(all.data + start, left < piece_bytes ? left : piece_bytes);
        slice piece = {0};
        enum frame_event event = FRAME_MORE;
        while ((event = frame_decode(&decoder, &input, &piece)) != FRAME_MORE && event != FRAME_INVALID) {
            outcome.frames += event == FRAME_END;
            outcome.bytes += event == FRAME_PIECE ? piece.size : 0;
        }
        outcome.is_invalid = event == FRAME_INVALID;
    }
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    slice rest = slice_of(data + 2, size - 2);
    bool is_ipc = (data[0] & 1) != 0;
    struct outcome whole = decode_in_pieces(rest, size, is_ipc);
    struct outcome pieces = decode_in_pieces(rest, (size_t)data[1] + 1, is_ipc);
    if (whole.frames != pieces.frames || whole.bytes != pieces.bytes || whole.is_invalid != pieces.is_invalid)
        abort();
    struct frame_backtrace backtrace;
    slice payload;
    if (frame_backtrace_read(rest, &backtrace, &payload) && backtrace.size + payload.size != rest.size)
        abort();
    return 0;
}
