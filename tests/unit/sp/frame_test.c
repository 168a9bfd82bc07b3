#include "support/test.h"

#include "rpc/sp/frame.h"

struct wire {
    uint8_t bytes[256];
    size_t size;
};

static void append(struct wire *wire, const void *bytes, size_t size) {
    memcpy(wire->bytes + wire->size, bytes, size);
    wire->size += size;
}

/* A greeting, a frame of "hello", an empty frame. */
static struct wire sample(bool is_ipc) {
    struct wire wire = {0};
    uint8_t head[FRAME_HEAD_BYTES];
    frame_greeting(FRAME_PROTOCOL_REQ, wire.bytes);
    wire.size = FRAME_GREETING_BYTES;
    append(&wire, head, frame_head(is_ipc, 5, head));
    append(&wire, "hello", 5);
    append(&wire, head, frame_head(is_ipc, 0, head));
    return wire;
}

/* The events of BYTES as letters: G greeted, B begin, E end, X invalid; pieces are gathered in ret_body. */
static void decode(struct frame_decoder *decoder, slice bytes, char *events, struct wire *ret_body) {
    slice piece = {0};
    for (;;) {
        char *end = events + strlen(events);
        switch (frame_decode(decoder, &bytes, &piece)) {
        case FRAME_MORE:
            ck_assert_uint_eq(bytes.size, 0);
            return;
        case FRAME_GREETED:
            memcpy(end, "G", 2);
            break;
        case FRAME_BEGIN:
            memcpy(end, "B", 2);
            break;
        case FRAME_PIECE:
            append(ret_body, piece.data, piece.size);
            break;
        case FRAME_END:
            memcpy(end, "E", 2);
            break;
        case FRAME_INVALID:
            memcpy(end, "X", 2);
            return;
        }
    }
}

START_TEST(test_frame__writes_the_bytes_of_the_drafts) {
    uint8_t greeting[FRAME_GREETING_BYTES];
    uint8_t head[FRAME_HEAD_BYTES];
    frame_greeting(FRAME_PROTOCOL_REP, greeting);
    ck_assert_mem_eq(greeting, "\0SP\0\0\x31\0\0", 8);
    ck_assert_uint_eq(frame_head(false, 0x0102030405060708, head), 8);
    ck_assert_mem_eq(head, "\1\2\3\4\5\6\7\10", 8);
    ck_assert_uint_eq(frame_head(true, 258, head), 9);
    ck_assert_mem_eq(head, "\1\0\0\0\0\0\0\1\2", 9);
}
END_TEST

START_TEST(test_frame__reads_whole_streams_of_both_forms) {
    for (int is_ipc = 0; is_ipc <= 1; is_ipc++) {
        struct wire wire = sample(is_ipc != 0);
        struct wire body = {0};
        char events[16] = "";
        struct frame_decoder decoder;
        frame_decoder_init(&decoder, is_ipc != 0, FRAME_PROTOCOL_REQ);
        decode(&decoder, slice_of(wire.bytes, wire.size), events, &body);
        ck_assert_str_eq(events, "GBEBE");
        ck_assert_mem_eq(body.bytes, "hello", 5);
    }
}
END_TEST

START_TEST(test_frame__gives_the_same_events_however_the_bytes_are_cut) {
    struct wire wire = sample(true);
    for (size_t cut = 0; cut <= wire.size; cut++) {
        struct wire body = {0};
        char events[16] = "";
        struct frame_decoder decoder;
        frame_decoder_init(&decoder, true, FRAME_PROTOCOL_REQ);
        decode(&decoder, slice_of(wire.bytes, cut), events, &body);
        ck_assert_msg(cut == wire.size || strcmp(events, "GBEBE") != 0, "cut at %zu", cut);
        decode(&decoder, slice_of(wire.bytes + cut, wire.size - cut), events, &body);
        ck_assert_msg(strcmp(events, "GBEBE") == 0, "cut at %zu: %s", cut, events);
        ck_assert_uint_eq(body.size, 5);
    }
}
END_TEST

START_TEST(test_frame__refuses_any_other_greeting_for_good) {
    struct wire wire = sample(false);
    for (size_t i = 0; i < FRAME_GREETING_BYTES; i++) {
        struct wire bad = wire;
        struct wire body = {0};
        char events[16] = "";
        struct frame_decoder decoder;
        bad.bytes[i] ^= 0x10;
        frame_decoder_init(&decoder, false, FRAME_PROTOCOL_REQ);
        decode(&decoder, slice_of(bad.bytes, bad.size), events, &body);
        decode(&decoder, slice_of(wire.bytes, wire.size), events, &body);
        ck_assert_msg(strcmp(events, "XX") == 0, "byte %zu: %s", i, events);
    }
}
END_TEST

START_TEST(test_frame__refuses_another_ipc_message_type_at_its_first_byte) {
    struct wire wire = sample(true);
    struct wire body = {0};
    char events[16] = "";
    struct frame_decoder decoder;
    wire.bytes[FRAME_GREETING_BYTES] = 2;
    frame_decoder_init(&decoder, true, FRAME_PROTOCOL_REQ);
    decode(&decoder, slice_of(wire.bytes, FRAME_GREETING_BYTES + 1), events, &body);
    ck_assert_str_eq(events, "GX");
}
END_TEST

START_TEST(test_frame__reports_a_huge_length_without_acting_on_it) {
    struct wire wire = sample(false);
    struct frame_decoder decoder;
    memset(wire.bytes + FRAME_GREETING_BYTES, 0xff, 8);
    slice input = slice_of(wire.bytes, FRAME_GREETING_BYTES + 8);
    slice piece;
    frame_decoder_init(&decoder, false, FRAME_PROTOCOL_REQ);
    ck_assert_int_eq(frame_decode(&decoder, &input, &piece), FRAME_GREETED);
    ck_assert_int_eq(frame_decode(&decoder, &input, &piece), FRAME_BEGIN);
    ck_assert(decoder.body_bytes == UINT64_MAX);
}
END_TEST

START_TEST(test_frame__bounds_the_backtrace) {
    uint8_t body[FRAME_BACKTRACE_BYTES + 8] = {0};
    struct frame_backtrace backtrace;
    slice payload;
    for (size_t words = 1; words <= LIMIT_BACKTRACE_WORDS + 1; words++) {
        memset(body, 0, sizeof body);
        body[(words - 1) * FRAME_WORD_BYTES] = 0x80;
        bool is_read = frame_backtrace_read(slice_of(body, sizeof body), &backtrace, &payload);
        ck_assert_msg(is_read == (words <= LIMIT_BACKTRACE_WORDS), "%zu words", words);
        if (!is_read)
            continue;
        ck_assert_uint_eq(backtrace.size, words * FRAME_WORD_BYTES);
        ck_assert_mem_eq(backtrace.bytes, body, backtrace.size);
        ck_assert_uint_eq(payload.size, sizeof body - backtrace.size);
    }
}
END_TEST

START_TEST(test_frame__refuses_a_backtrace_cut_at_each_byte) {
    const uint8_t body[8] = {0, 0, 0, 1, 0x80, 0, 0, 2};
    struct frame_backtrace backtrace;
    slice payload;
    for (size_t cut = 0; cut < sizeof body; cut++)
        ck_assert(!frame_backtrace_read(slice_of(body, cut), &backtrace, &payload));
    ck_assert(frame_backtrace_read(slice_of(body, sizeof body), &backtrace, &payload));
    ck_assert_uint_eq(payload.size, 0);
    ck_assert_uint_eq(frame_backtrace_id(&backtrace), 0x80000002);
}
END_TEST

TEST_SUITE(frame, test_frame__writes_the_bytes_of_the_drafts, test_frame__reads_whole_streams_of_both_forms,
           test_frame__gives_the_same_events_however_the_bytes_are_cut, test_frame__refuses_any_other_greeting_for_good,
           test_frame__refuses_another_ipc_message_type_at_its_first_byte,
           test_frame__reports_a_huge_length_without_acting_on_it, test_frame__bounds_the_backtrace,
           test_frame__refuses_a_backtrace_cut_at_each_byte)
