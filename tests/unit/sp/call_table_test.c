#include "support/test.h"

#include "rpc/sp/call_table.h"

START_TEST(test_call_table__gives_ids_that_sp_takes_and_never_the_same_twice_running) {
    struct call_table table = {0};
    struct pending_call taken;
    uint32_t before = 0;
    for (int i = 0; i < 1000; i++) {
        struct pending_call *call = call_table_add(&table);
        ck_assert_ptr_nonnull(call);
        ck_assert_uint_eq(call->id >> 31, 1);
        ck_assert_uint_ne(call->id, before);
        before = call->id;
        ck_assert(call_table_take(&table, before, &taken));
        ck_assert(!call_table_take(&table, before, &taken));
    }
    ck_assert_uint_eq(table.count, 0);
    call_table_done(&table);
}
END_TEST

START_TEST(test_call_table__holds_as_many_as_it_says) {
    static uint32_t ids[SP_CLIENT_CALLS_MAX];
    struct call_table table = {0};
    struct pending_call taken;
    for (size_t i = 0; i < SP_CLIENT_CALLS_MAX; i++) {
        struct pending_call *call = call_table_add(&table);
        ck_assert_ptr_nonnull(call);
        ids[i] = call->id;
    }
    ck_assert_ptr_null(call_table_add(&table));
    ck_assert(call_table_take(&table, ids[77], &taken));
    ck_assert_uint_eq(taken.id, ids[77]);
    ck_assert_ptr_nonnull(call_table_add(&table));
    ck_assert(!call_table_take(&table, ids[77], &taken));
    ck_assert(!call_table_take(&table, 0, &taken));
    call_table_done(&table);
}
END_TEST

START_TEST(test_call_table__finds_what_is_overdue) {
    const time_ns deadlines[] = {50, 10, CALL_NO_DEADLINE, 30};
    struct call_table table = {0};
    struct pending_call taken;
    ck_assert(call_table_deadline(&table) == CALL_NO_DEADLINE);
    ck_assert(!call_table_take_overdue(&table, 100, &taken));
    for (size_t i = 0; i < COUNT_OF(deadlines); i++)
        call_table_add(&table)->deadline = deadlines[i];
    ck_assert(call_table_deadline(&table) == 10);
    ck_assert(!call_table_take_overdue(&table, 9, &taken));
    ck_assert(call_table_take_overdue(&table, 30, &taken));
    ck_assert(call_table_take_overdue(&table, 30, &taken));
    ck_assert(!call_table_take_overdue(&table, 30, &taken));
    ck_assert(call_table_deadline(&table) == 50);
    ck_assert(call_table_take_overdue(&table, CALL_NO_DEADLINE, &taken));
    ck_assert(call_table_take_overdue(&table, CALL_NO_DEADLINE, &taken));
    ck_assert_uint_eq(table.count, 0);
    call_table_done(&table);
}
END_TEST

TEST_SUITE(call_table, test_call_table__gives_ids_that_sp_takes_and_never_the_same_twice_running,
           test_call_table__holds_as_many_as_it_says, test_call_table__finds_what_is_overdue)
