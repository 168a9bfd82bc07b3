#include "support/test.h"

#include "base/macros.h"
#include "store/key.h"

#include <stdlib.h>

static struct key name_key(const char *name, uint64_t revision) {
    struct key key = {0};
    key_add_name(&key, name);
    key_add_u64(&key, revision);
    return key;
}

START_TEST(test_key__sorts_by_namespace_then_slug_then_revision) {
    static const struct {
        const char *name;
        uint64_t revision;
    } rows[] = {{"a/b", 1},   {"a/b", 2}, {"a/b", 255}, {"a/b", 256}, {"a/b", UINT64_MAX},
                {"a/b-c", 1}, {"a/c", 0}, {"a-b/a", 3}, {"aa/a", 1},  {"b/a", 0}};
    for (size_t i = 1; i < COUNT_OF(rows); i++) {
        struct key before = name_key(rows[i - 1].name, rows[i - 1].revision);
        struct key after = name_key(rows[i].name, rows[i].revision);
        ck_assert_msg(slice_compare(key_slice(&before), key_slice(&after)) < 0, "row %zu: %s %llu", i, rows[i].name,
                      (unsigned long long)rows[i].revision);
    }
}
END_TEST

START_TEST(test_key__reads_back_what_it_wrote) {
    struct key key = {0};
    key_add_name(&key, "aws/s3");
    key_add_text(&key, slice_text("1.0.0"));
    key_add_u64(&key, 0x0102030405060708);
    key_add_u16(&key, 65535);
    slice rest = key_slice(&key);
    char name[KEY_NAME_BYTES];
    slice version = {0};
    uint64_t revision = 0;
    uint16_t position = 0;
    ck_assert(key_read_name(&rest, name) && key_read_text(&rest, &version) && key_read_u64(&rest, &revision) &&
              key_read_u16(&rest, &position));
    ck_assert_str_eq(name, "aws/s3");
    ck_assert(slice_equal(version, slice_text("1.0.0")));
    ck_assert_uint_eq(revision, 0x0102030405060708);
    ck_assert_uint_eq(position, 65535);
    ck_assert_uint_eq(rest.size, 0);
}
END_TEST

START_TEST(test_key__refuses_to_read_every_truncation) {
    struct key key = name_key("aws/s3", 7);
    for (size_t size = 0; size < key.size; size++) {
        slice rest = slice_of(key.bytes, size);
        char name[KEY_NAME_BYTES];
        uint64_t revision = 0;
        ck_assert_msg(!(key_read_name(&rest, name) && key_read_u64(&rest, &revision)), "size %zu", size);
    }
}
END_TEST

START_TEST(test_key__stays_empty_once_it_is_too_long) {
    char long_text[KEY_BYTES_MAX + 1];
    memset(long_text, 'a', sizeof long_text);
    struct key key = {0};
    key_add_bytes(&key, slice_of(long_text, KEY_BYTES_MAX));
    ck_assert(!key.is_too_long);
    key_add_byte(&key, 'b');
    ck_assert(key.is_too_long);
    key_add_byte(&key, 'c');
    ck_assert_uint_eq(key.size, 0);
    struct key without_slash = {0};
    key_add_name(&without_slash, "plain");
    ck_assert(without_slash.is_too_long);
}
END_TEST

TEST_SUITE(key, test_key__sorts_by_namespace_then_slug_then_revision, test_key__reads_back_what_it_wrote,
           test_key__refuses_to_read_every_truncation, test_key__stays_empty_once_it_is_too_long)
