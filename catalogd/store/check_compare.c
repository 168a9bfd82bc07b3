#include "store/check_run.h"

#include <stdio.h>

static void print_key(slice key, char ret_text[128]) {
    size_t length = 0;
    for (size_t i = 0; i < key.size && length < 120; i++) {
        bool is_printable = key.data[i] > ' ' && key.data[i] < 0x7f;
        length += (size_t)snprintf(ret_text + length, 128 - length, is_printable ? "%c" : "\\x%02x", key.data[i]);
    }
    ret_text[length] = '\0';
}

static void report_difference(struct check *check, enum table table, slice key, const char *words) {
    char text[128];
    print_key(key, text);
    check_fault(check, "table %s, record %s: %s", table_name(table), text, words);
}

/* Walks both tables side by side, as in merging. */
static void compare_table(struct check *check, enum table table) {
    struct txn_walk stored = {.txn = &check->source, .table = table};
    struct txn_walk rebuilt = {.txn = &check->target, .table = table};
    slice key[2] = {{0}, {0}};
    slice value[2] = {{0}, {0}};
    bool has_stored = txn_next(&stored, &key[0], &value[0]);
    bool has_rebuilt = txn_next(&rebuilt, &key[1], &value[1]);
    while (has_stored || has_rebuilt) {
        int order = !has_stored ? 1 : !has_rebuilt ? -1 : slice_compare(key[0], key[1]);
        if (order < 0)
            report_difference(check, table, key[0], "it does not follow from the log");
        else if (order > 0)
            report_difference(check, table, key[1], "it is missing");
        else if (!slice_equal(value[0], value[1]))
            report_difference(check, table, key[0], "it differs from what the log says");
        check->report->records++;
        if (order <= 0)
            has_stored = txn_next(&stored, &key[0], &value[0]);
        if (order >= 0)
            has_rebuilt = txn_next(&rebuilt, &key[1], &value[1]);
    }
}

/* The scratch environment has the digests that the log names, without the contents. */
static void find_strays(struct check *check) {
    struct txn_walk walk = {.txn = &check->source, .table = TABLE_BLOB};
    slice key = {0};
    slice value = {0};
    slice named = {0};
    while (txn_next(&walk, &key, &value))
        if (!txn_get(&check->target, TABLE_BLOB, key, &named))
            report_difference(check, TABLE_BLOB, key, "no change names it");
}

int check_compare(struct check *check) {
    int error = txn_begin_read(&check->target, check->scratch.env, check->scratch.tables);
    if (error != 0)
        return error;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (table_is_derived((enum table)i))
            compare_table(check, (enum table)i);
    find_strays(check);
    error = check->target.error;
    txn_end_read(&check->target);
    return error;
}
