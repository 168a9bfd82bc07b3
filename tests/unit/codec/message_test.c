#include "codec/message.h"

#include "base/limits.h"
#include "codec/canonical.h"
#include "support/proto/sample.pb-c.h"
#include "support/test.h"
#include "wire_bytes.h"

/* name "oak", version "1.0.0", color red, one leaf with id "l1" and tag "t", one fact size=big, planted at 5 s. */
#define OAK                                                                                                            \
    "\x0a\x03oak\x12\x05"                                                                                              \
    "1.0.0\x20\x01\x2a\x07\x0a\x02l1\x1a\x01t\x32\x0b\x0a\x04size\x12\x03"                                             \
    "big\x3a\x02\x08\x05"

static struct arena arena;

static Sample__Plant *unpack_oak(void) {
    ProtobufCMessage *message = NULL;
    arena_init(&arena, 0);
    ck_assert_int_eq(message_unpack(&sample__plant__descriptor, BYTES(OAK), &arena, &message, NULL), STATUS_OK);
    return (Sample__Plant *)message;
}

static bool packs_as(const ProtobufCMessage *message, slice wanted) {
    struct buffer packed;
    buffer_init(&packed, 0);
    message_pack(message, &packed);
    bool is_equal = slice_equal(buffer_slice(&packed), wanted);
    buffer_done(&packed);
    return is_equal;
}

START_TEST(test_message__unpacks_into_the_arena_and_packs_the_same_bytes) {
    Sample__Plant *oak = unpack_oak();
    ck_assert_str_eq(oak->name, "oak");
    ck_assert_str_eq(oak->leaves[0]->tags[0], "t");
    ck_assert_str_eq(oak->facts[0]->value, "big");
    ck_assert_int_eq(oak->planted_at->seconds, 5);
    ck_assert(packs_as(&oak->base, BYTES(OAK)));
    arena_done(&arena);
}
END_TEST

START_TEST(test_message__reads_and_writes_an_empty_message) {
    ProtobufCMessage *message = NULL;
    arena_init(&arena, 0);
    ck_assert_int_eq(message_unpack(&sample__plant__descriptor, slice_of(NULL, 0), &arena, &message, NULL), STATUS_OK);
    ck_assert(packs_as(message, slice_of(NULL, 0)));
    arena_done(&arena);
}
END_TEST

START_TEST(test_message__caps_what_a_small_wire_unpacks_to) {
    struct buffer bomb;
    struct problem problem;
    buffer_init(&bomb, 0);
    for (size_t i = 0; i < 50000; i++)
        buffer_append(&bomb, BYTES("\x2a\x00"));
    arena_init(&arena, 0);
    problem_init(&problem, NULL);
    ProtobufCMessage *message = NULL;
    ck_assert_int_eq(message_unpack(&sample__plant__descriptor, buffer_slice(&bomb), &arena, &message, &problem),
                     STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(problem.reason, "MESSAGE_TOO_LARGE");
    ck_assert_uint_le(arena.used_bytes, LIMIT_UNPACKED_BASE_BYTES + LIMIT_UNPACKED_FACTOR * bomb.size + KIB);
    ck_assert_ptr_null(message);
    arena_done(&arena);
    buffer_done(&bomb);
}
END_TEST

START_TEST(test_message__survives_every_small_arena) {
    for (size_t limit = 16; limit < 4096; limit += 16) {
        struct arena small;
        ProtobufCMessage *message = NULL;
        arena_init(&small, limit);
        status_code status = message_unpack(&sample__plant__descriptor, BYTES(OAK), &small, &message, NULL);
        ck_assert(status == STATUS_OK ? message != NULL : status == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&small);
    }
}
END_TEST

START_TEST(test_message__copies_deep) {
    Sample__Plant *oak = unpack_oak();
    ProtobufCMessage *copy = NULL;
    ck_assert_int_eq(message_copy(&oak->base, &arena, &copy, NULL), STATUS_OK);
    oak->leaves[0]->id[0] = 'X';
    ck_assert(packs_as(copy, BYTES(OAK)));
    arena_done(&arena);
}
END_TEST

START_TEST(test_canonical__digests_name_and_bytes) {
    Sample__Plant *oak = unpack_oak();
    struct digest digest;
    char text[DIGEST_TEXT_BYTES];
    const slice wanted = BYTES("sample.Plant\n" OAK);
    struct digest expected = digest_of(&wanted, 1);
    ck_assert_int_eq(canonical_digest(&oak->base, &digest, NULL), STATUS_OK);
    ck_assert(digest_equal(&digest, &expected));
    digest_text(&digest, text);
    ck_assert_str_eq(text, "sha256:1c2098158cd7fecb1f39e9120266f189cc4b0268bb408e951740bf22867010df");
    arena_done(&arena);
}
END_TEST

/* With as many values as the guard lets through it passes, with one more it does not. */
START_TEST(test_message__counts_values_as_the_guard_does) {
    static char text[] = "x";
    Sample__Plant *plant = unpack_oak();
    const size_t before = message_items(&plant->base) - plant->leaves[0]->n_tags;
    plant->leaves[0]->tags = ARENA_ARRAY(&arena, char *, LIMIT_OBJECT_ITEMS + 1);
    for (size_t i = 0; i <= LIMIT_OBJECT_ITEMS; i++)
        plant->leaves[0]->tags[i] = text;
    for (size_t more = 0; more <= 1; more++) {
        struct buffer bytes;
        buffer_init(&bytes, 0);
        plant->leaves[0]->n_tags = LIMIT_OBJECT_ITEMS - before + more;
        ck_assert_uint_eq(message_items(&plant->base), LIMIT_OBJECT_ITEMS + more);
        message_pack(&plant->base, &bytes);
        const struct guard_options options = {0};
        status_code status = guard_check(&sample__plant__descriptor, buffer_slice(&bytes), &options, NULL);
        ck_assert_int_eq(status, more == 0 ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED);
        buffer_done(&bytes);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_canonical__leaves_out_named_fields_and_keeps_the_message) {
    Sample__Plant *oak = unpack_oak();
    static const char *const names[] = {"version", "leaves", "facts", "planted_at", "fate", "color"};
    ProtobufCMessage *copy = canonical_without(&oak->base, names, COUNT_OF(names), &arena);
    ck_assert(packs_as(copy, BYTES("\x0a\x03oak")));
    ck_assert(packs_as(&oak->base, BYTES(OAK)));
    arena_done(&arena);
}
END_TEST

static bool is_no_text(void *context, const ProtobufCMessageDescriptor *descriptor,
                       const ProtobufCFieldDescriptor *field) {
    ++*(int *)context;
    return !(descriptor == &sample__leaf__descriptor && strcmp(field->name, "id") == 0) &&
           strcmp(field->name, "version") != 0;
}

START_TEST(test_canonical__prunes_at_every_depth) {
    Sample__Plant *oak = unpack_oak();
    ProtobufCMessage *copy = NULL;
    int calls = 0;
    ck_assert_int_eq(canonical_prune(&oak->base, is_no_text, &calls, &arena, &copy, NULL), STATUS_OK);
    ck_assert(packs_as(copy, BYTES("\x0a\x03oak\x20\x01\x2a\x03\x1a\x01t\x32\x0b\x0a\x04size\x12\x03"
                                   "big\x3a\x02\x08\x05")));
    ck_assert(packs_as(&oak->base, BYTES(OAK)));
    ck_assert_int_eq(calls, 11);
    struct digest whole;
    struct digest pruned;
    ck_assert_int_eq(canonical_digest(&oak->base, &whole, NULL), STATUS_OK);
    ck_assert_int_eq(canonical_digest_where(&oak->base, is_no_text, &calls, &arena, &pruned, NULL), STATUS_OK);
    ck_assert(!digest_equal(&whole, &pruned));
    arena_done(&arena);
}
END_TEST

TEST_SUITE(message, test_message__unpacks_into_the_arena_and_packs_the_same_bytes,
           test_message__reads_and_writes_an_empty_message, test_message__caps_what_a_small_wire_unpacks_to,
           test_message__survives_every_small_arena, test_message__copies_deep,
           test_message__counts_values_as_the_guard_does, test_canonical__digests_name_and_bytes,
           test_canonical__leaves_out_named_fields_and_keeps_the_message, test_canonical__prunes_at_every_depth)
