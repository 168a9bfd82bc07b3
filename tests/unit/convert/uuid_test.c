#include "convert/uuid.h"

#include "base/macros.h"
#include "support/test.h"

#include <stdio.h>

static const struct {
    const char *text;
    size_t times;
    const char *digest;
} digests[] = {
    {"", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    {"a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
    {"a", 1000, "291e9a6c66994949b57ba5e650361e98fc36b1ba"},
};

/* The values are those of FIPS 180-4 and of sha1sum. */
START_TEST(test_uuid__sha1_has_the_published_values) {
    for (size_t i = 0; i < COUNT_OF(digests); i++) {
        char text[1001];
        uint8_t digest[SHA1_BYTES];
        char hex[2 * SHA1_BYTES + 1];
        size_t size = strlen(digests[i].text);
        for (size_t n = 0; n < digests[i].times; n++)
            memcpy(text + n * size, digests[i].text, size);
        sha1_of(slice_of(text, size * digests[i].times), digest);
        for (size_t n = 0; n < SHA1_BYTES; n++)
            snprintf(hex + 2 * n, 3, "%02x", digest[n]);
        ck_assert_str_eq(hex, digests[i].digest);
    }
}
END_TEST

/* The example of RFC 9562, A.4. */
START_TEST(test_uuid__of_a_name_is_version_5) {
    static const uint8_t dns[UUID_BYTES] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                            0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    char text[UUID_TEXT_BYTES];
    uuid_of_name(dns, "www.example.com", text);
    ck_assert_str_eq(text, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}
END_TEST

START_TEST(test_uuid__of_a_name_without_bound_has_its_shape) {
    char name[2 * UUID_NAME_BYTES] = "";
    char first[UUID_TEXT_BYTES];
    char second[UUID_TEXT_BYTES];
    memset(name, 'x', sizeof name - 1);
    uuid_of_name(uuid_space_url, name, first);
    name[sizeof name - 2] = 'y';
    uuid_of_name(uuid_space_url, name, second);
    ck_assert_uint_eq(strlen(first), UUID_TEXT_BYTES - 1);
    ck_assert_int_eq(first[14], '5');
    ck_assert_str_ne(first, second);
}
END_TEST

TEST_SUITE(uuid, test_uuid__sha1_has_the_published_values, test_uuid__of_a_name_is_version_5,
           test_uuid__of_a_name_without_bound_has_its_shape)
