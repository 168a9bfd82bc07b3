#include "support/test.h"

#include "service/impact_state.h"

#include <string.h>

static struct problem problem;

static struct digest key_of(uint8_t number) {
    struct digest key = {.bytes = {number}};
    return key;
}

/* A state that is begun, has TOTAL consumers and is as large as BYTES more. */
static struct impact_state *begin(struct impact_cache *cache, uint8_t number, size_t total, size_t bytes) {
    struct digest key = key_of(number);
    struct impact_state *state = impact_cache_take(cache, &key);
    ck_assert_ptr_nonnull(state);
    problem_init(&problem, NULL);
    state->is_begun = true;
    state->total = total;
    ck_assert_ptr_nonnull(arena_alloc(&state->arena, bytes));
    return state;
}

static bool is_kept(struct impact_cache *cache, uint8_t number) {
    struct digest key = key_of(number);
    struct impact_state *state = impact_cache_take(cache, &key);
    bool is_begun = state->is_begun;
    impact_state_free(state);
    return is_begun;
}

/* A consumer that falls by FALL states and loses ROWS. */
static Catalog__V1__ConsumerImpact *consumer(char *name, int fall, uint32_t rows) {
    static Catalog__V1__ConsumerImpact impact;
    static Catalog__V1__EffectiveDiff diff;
    catalog__v1__consumer_impact__init(&impact);
    catalog__v1__effective_diff__init(&diff);
    diff.now_before = CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    diff.now_after = (Catalog__V1__GateState)(CATALOG__V1__GATE_STATE__GATE_STATE_PASS - fall);
    diff.rows_lost = rows;
    diff.is_worse = fall > 0 || rows > 0;
    impact.name = name;
    impact.on_commit = &diff;
    return &impact;
}

static Catalog__V1__ConsumerImpact *unpack(const struct impact_state *state, size_t number) {
    slice packed = state->entries.items[number].packed;
    Catalog__V1__ConsumerImpact *impact = catalog__v1__consumer_impact__unpack(NULL, packed.size, packed.data);
    ck_assert_ptr_nonnull(impact);
    return impact;
}

START_TEST(test_impact_state__is_taken_once) {
    struct impact_cache *cache = impact_cache_new(1 << 20);
    impact_cache_put(cache, begin(cache, 1, 2, 16));
    ck_assert(is_kept(cache, 1));
    ck_assert(!is_kept(cache, 1));
    impact_cache_free(cache);
    impact_cache_free(NULL);
    impact_state_free(NULL);
}
END_TEST

START_TEST(test_impact_state__of_two_the_further_stays) {
    struct impact_cache *cache = impact_cache_new(1 << 20);
    struct digest key = key_of(1);
    struct impact_state *slow = begin(cache, 1, 9, 16);
    struct impact_state *fast = begin(cache, 1, 9, 16);
    slow->done = 2;
    fast->done = 5;
    impact_cache_put(cache, fast);
    impact_cache_put(cache, slow);
    struct impact_state *kept = impact_cache_take(cache, &key);
    ck_assert_uint_eq(kept->done, 5);
    impact_state_free(kept);
    impact_cache_free(cache);
}
END_TEST

START_TEST(test_impact_state__the_oldest_go_and_the_newest_stays) {
    struct impact_cache *cache = impact_cache_new(40000);
    impact_cache_put(cache, begin(cache, 1, 1, 15000));
    impact_cache_put(cache, begin(cache, 2, 1, 15000));
    impact_cache_put(cache, begin(cache, 3, 1, 15000));
    ck_assert(!is_kept(cache, 1));
    ck_assert(is_kept(cache, 2));
    ck_assert(is_kept(cache, 3));
    impact_cache_put(cache, begin(cache, 4, 1, 90000));
    ck_assert(is_kept(cache, 4));
    impact_cache_free(cache);
}
END_TEST

START_TEST(test_impact_state__orders_by_damage_once_all_is_done) {
    static char names[][2] = {"a", "b", "c", "d"};
    struct impact_cache *cache = impact_cache_new(1 << 20);
    struct impact_state *state = begin(cache, 1, 4, 16);
    ck_assert_int_eq(impact_state_add(state, consumer(names[0], 0, 1), true, &problem), STATUS_OK);
    ck_assert_int_eq(impact_state_add(state, consumer(names[1], 0, 0), true, &problem), STATUS_OK);
    ck_assert_int_eq(impact_state_add(state, consumer(names[2], 3, 0), true, &problem), STATUS_OK);
    ck_assert_int_eq(impact_state_add(state, consumer(names[3], 0, 7), true, &problem), STATUS_OK);
    static const char *const order[] = {"c", "d", "a", "b"};
    for (size_t i = 0; i < 4; i++) {
        Catalog__V1__ConsumerImpact *impact = unpack(state, i);
        ck_assert_str_eq(impact->name, order[i]);
        catalog__v1__consumer_impact__free_unpacked(impact, NULL);
    }
    ck_assert_uint_eq(state->summary.rows_lost, 8);
    ck_assert_uint_eq(state->summary.verdicts_fallen, 1);
    ck_assert_uint_eq(state->summary.worse_on_commit, 3);
    impact_state_free(state);
    impact_cache_free(cache);
}
END_TEST

START_TEST(test_impact_state__counts_whom_it_does_not_list) {
    static char name[] = "a";
    struct impact_cache *cache = impact_cache_new(1 << 20);
    struct impact_state *state = begin(cache, 1, 2, 16);
    ck_assert_int_eq(impact_state_add(state, consumer(name, 0, 0), false, &problem), STATUS_OK);
    ck_assert_int_eq(impact_state_add(state, NULL, false, &problem), STATUS_OK);
    ck_assert_uint_eq(state->entries.count, 0);
    ck_assert_uint_eq(state->summary.unaffected, 2);
    ck_assert_uint_eq(state->done, 2);
    impact_state_free(state);
    impact_cache_free(cache);
}
END_TEST

START_TEST(test_impact_state__cuts_what_is_too_long_and_says_so) {
    static char name[] = "a";
    static char text[4096];
    static Catalog__V1__RowDifference row;
    static Catalog__V1__RowDifference *rows[512];
    struct impact_cache *cache = impact_cache_new(1 << 20);
    struct impact_state *state = begin(cache, 1, 1, 16);
    catalog__v1__row_difference__init(&row);
    memset(text, 'x', sizeof text - 1);
    row.title = text;
    for (size_t i = 0; i < 512; i++)
        rows[i] = &row;
    Catalog__V1__ConsumerImpact *large = consumer(name, 2, 512);
    large->on_commit->rows = rows;
    large->on_commit->n_rows = 512;
    ck_assert_int_eq(impact_state_add(state, large, false, &problem), STATUS_OK);
    Catalog__V1__ConsumerImpact *impact = unpack(state, 0);
    ck_assert(impact->is_cut);
    ck_assert_uint_eq(impact->on_commit->n_rows, 0);
    ck_assert_uint_eq(impact->on_commit->rows_lost, 512);
    ck_assert(impact->on_commit->is_worse);
    catalog__v1__consumer_impact__free_unpacked(impact, NULL);
    impact_state_free(state);
    impact_cache_free(cache);
}
END_TEST

TEST_SUITE(impact_state, test_impact_state__is_taken_once, test_impact_state__of_two_the_further_stays,
           test_impact_state__the_oldest_go_and_the_newest_stays, test_impact_state__orders_by_damage_once_all_is_done,
           test_impact_state__counts_whom_it_does_not_list, test_impact_state__cuts_what_is_too_long_and_says_so)
