#include "convert/passage.h"

#include "support/test.h"

START_TEST(test_passage__joins_what_says_something) {
    struct arena arena;
    struct passage passage = {0};
    arena_init(&arena, 0);
    ck_assert_str_eq(passage_text(&passage, &arena), "");
    passage_add(&passage, &arena, "; ", "");
    passage_add(&passage, &arena, "; ", "one");
    passage_add(&passage, &arena, "; ", "");
    passage_add(&passage, &arena, ", ", "two");
    ck_assert_str_eq(passage_text(&passage, &arena), "one, two");
    arena_done(&arena);
}
END_TEST

START_TEST(test_passage__remembers_that_there_was_no_room) {
    struct arena arena;
    struct passage passage = {0};
    arena_init(&arena, 0);
    passage_add(&passage, &arena, "", NULL);
    passage_add(&passage, &arena, "", "behind it");
    ck_assert_ptr_null(passage_text(&passage, &arena));
    arena_done(&arena);
}
END_TEST

START_TEST(test_passage__takes_as_much_room_as_it_holds) {
    enum { PIECES = 100000 };
    struct arena arena;
    struct passage passage = {0};
    arena_init(&arena, 64UL * PIECES);
    for (size_t i = 0; i < PIECES; i++)
        passage_add(&passage, &arena, "\n\n", "piece");
    const char *text = passage_text(&passage, &arena);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(strlen(text), 7UL * PIECES - 2);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(passage, test_passage__joins_what_says_something, test_passage__remembers_that_there_was_no_room,
           test_passage__takes_as_much_room_as_it_holds)
