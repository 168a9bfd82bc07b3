#include "support/test.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/string_map.h"
#include "base/vector.h"

#include <stdio.h>

START_TEST(test_arena__refuses_past_its_limit_and_stays_whole) {
    struct arena arena;
    arena_init(&arena, 4096);
    char *first = arena_strdup(&arena, "kept");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(arena_alloc(&arena, 5000));
    ck_assert_ptr_null(arena_alloc(&arena, (size_t)-1));
    ck_assert_ptr_null(arena_calloc(&arena, (size_t)-1, 2));
    ck_assert_str_eq(first, "kept");
    arena_reset(&arena);
    ck_assert_ptr_nonnull(arena_alloc(&arena, 4096));
    ck_assert_uint_ge(arena_held_bytes(&arena), 4096);
    arena_done(&arena);
    ck_assert_uint_eq(arena_held_bytes(&arena), 0);
}
END_TEST

/* A text that fits is written in place; one that does not, or ends at the very end of a block, is whole all the same.
 */
START_TEST(test_arena__begins_as_small_as_it_is_told) {
    static const size_t firsts[] = {1, 16, 100, 4000};
    for (size_t i = 0; i < COUNT_OF(firsts); i++) {
        struct arena arena;
        arena_init_sized(&arena, 0, firsts[i]);
        ck_assert_str_eq(arena_printf(&arena, "%s", "a"), "a");
        ck_assert_uint_le(arena_held_bytes(&arena), firsts[i] + 64);
        for (size_t size = 1; size < 200; size += 7)
            ck_assert_uint_eq(strlen(arena_printf(&arena, "%*d", (int)size, 1)), size);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_arena__formats_and_joins_texts_of_every_size) {
    char long_text[9000];
    struct arena arena;
    arena_init(&arena, 0);
    memset(long_text, 'x', sizeof long_text);
    for (size_t size = 0; size < sizeof long_text; size += size < 64 ? 1 : 977) {
        long_text[size] = '\0';
        const char *printed = arena_printf(&arena, "%s-%d", long_text, 7);
        const char *joined = ARENA_JOIN(&arena, long_text, "-", "7");
        ck_assert_uint_eq(strlen(printed), size + 2);
        ck_assert_str_eq(printed, joined);
        ck_assert_str_eq(printed + size, "-7");
        long_text[size] = 'x';
    }
    ck_assert_str_eq(ARENA_JOIN(&arena, ""), "");
    arena_done(&arena);
    arena_init(&arena, 16);
    ck_assert_ptr_null(arena_printf(&arena, "%s", "seventeen letters"));
    ck_assert_ptr_null(ARENA_JOIN(&arena, "seventeen", " letters"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_buffer__remembers_its_first_failure) {
    struct buffer buffer;
    buffer_init(&buffer, 8);
    buffer_append_text(&buffer, "1234567");
    buffer_append_text(&buffer, "89");
    buffer_append_text(&buffer, "a");
    ck_assert(buffer.has_failed);
    ck_assert_uint_eq(buffer.size, 7);
    buffer_done(&buffer);
}
END_TEST

START_TEST(test_string_map__is_the_same_small_and_large) {
    static const char *const keys[] = {"", "a", "b", "seven--", "eight---", "nine-----", "sixteen---------", "z"};
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t count = 0; count <= COUNT_OF(keys); count++) {
        struct string_map map;
        string_map_init(&map, &arena);
        for (size_t i = 0; i < count; i++)
            ck_assert(string_map_put(&map, keys[i], &map));
        for (size_t i = 0; i < count; i++)
            ck_assert(string_map_put(&map, arena_strdup(&arena, keys[i]), (void *)(uintptr_t)(i + 1)));
        ck_assert_uint_eq(map.count, count);
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            ck_assert_uint_eq((uintptr_t)string_map_get(&map, keys[i]), i < count ? i + 1 : 0);
        for (size_t i = 0; i < count; i++)
            ck_assert_ptr_eq(map.entries[i].key, keys[i]);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_string_map__finds_thousands_in_insertion_order) {
    struct arena arena;
    arena_init(&arena, 0);
    struct string_map map;
    string_map_init(&map, &arena);
    ck_assert_ptr_null(string_map_get(&map, "absent"));
    for (size_t i = 0; i < 5000; i++) {
        char *key = arena_printf(&arena, "key-%zu", i);
        ck_assert(string_map_put(&map, key, key));
    }
    ck_assert_uint_eq(map.count, 5000);
    ck_assert_str_eq(map.entries[4321].key, "key-4321");
    ck_assert_ptr_eq(string_map_get(&map, "key-77"), map.entries[77].value);
    arena_done(&arena);
}
END_TEST

START_TEST(test_vector__keeps_items_while_it_grows) {
    struct arena arena;
    arena_init(&arena, 0);
    VECTOR(size_t) numbers = {0};
    for (size_t i = 0; i < 1000; i++)
        ck_assert(vector_push(&arena, &numbers, i));
    for (size_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(numbers.items[i], i);
    arena_done(&arena);
}
END_TEST

START_TEST(test_digest__matches_fips_180_and_has_one_spelling) {
    slice parts[] = {slice_text("a"), slice_text("bc")};
    struct digest digest = digest_of(parts, 2);
    char text[DIGEST_TEXT_BYTES];
    digest_text(&digest, text);
    ck_assert_str_eq(text, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct digest again;
    ck_assert(digest_parse(text, &again));
    ck_assert(digest_equal(&digest, &again));
    text[10] = 'B';
    ck_assert(!digest_parse(text, &again));
}
END_TEST

START_TEST(test_problem__keeps_the_first_error_and_bounds_violations) {
    struct arena arena;
    arena_init(&arena, 0);
    struct problem problem;
    problem_init(&problem, &arena);
    struct violation violation = {.field = "threats[0].on", .message = "no such place"};
    for (int i = 0; i < LIMIT_VIOLATIONS + 5; i++)
        ck_assert_int_eq(problem_add(&problem, &violation), STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violation_count, LIMIT_VIOLATIONS);
    ck_assert_uint_eq(problem.violations_total, LIMIT_VIOLATIONS + 5);
    ck_assert_int_eq(problem_set(&problem, STATUS_INTERNAL, "LATER", "later"), STATUS_INTERNAL);
    ck_assert_str_eq(problem.reason, "INVALID_OBJECT");
    ck_assert_str_eq(status_name(STATUS_NOT_FOUND), "NOT_FOUND");
    arena_done(&arena);
}
END_TEST

TEST_SUITE(memory, test_arena__refuses_past_its_limit_and_stays_whole, test_arena__begins_as_small_as_it_is_told,
           test_arena__formats_and_joins_texts_of_every_size, test_string_map__is_the_same_small_and_large,
           test_buffer__remembers_its_first_failure, test_string_map__finds_thousands_in_insertion_order,
           test_vector__keeps_items_while_it_grows, test_digest__matches_fips_180_and_has_one_spelling,
           test_problem__keeps_the_first_error_and_bounds_violations)
