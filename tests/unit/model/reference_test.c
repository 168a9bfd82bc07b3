#include "support/test.h"

#include "base/macros.h"
#include "model/reference.h"

#include <string.h>

static const struct {
    const char *scheme;
    const char *id;
    const char *expected;
} spellings[] = {
    {"cwe", "CWE-79", "CWE-79"},
    {"cwe", "79", "CWE-79"},
    {"cwe", " cwe-079 ", "CWE-79"},
    {"cwe", "https://cwe.mitre.org/data/definitions/79.html", "CWE-79"},
    {"cwe", "0", "CWE-0"},
    {"cwe", "CWE-79-80", "CWE-79-80"},
    {"cwe", "cwe-x", "CWE-X"},
    {"capec", "100", "CAPEC-100"},
    {"capec", "CAPEC-0100", "CAPEC-100"},
    {"capec", "CWE-100", "CWE-100"},
    {"attack", "t1078.004", "T1078.004"},
    {"attack", "T1078.4", "T1078.004"},
    {"attack", "https://attack.mitre.org/techniques/T1078/004/", "T1078.004"},
    {"attack", "https://attack.mitre.org/techniques/T1078", "T1078"},
    {"attack", "TA0009", "TA0009"},
    {"attack-ics", "t0803", "T0803"},
    {"attack-mobile", "https://attack.mitre.org/techniques/T1422/001/", "T1422.001"},
    {"attack", "M1036", "M1036"},
    {"attack", "1078", "1078"},
    {"attack", "TA0009,T1586", "TA0009,T1586"},
    {"nist-800-53", "ac-2.3", "AC-2(3)"},
    {"nist-800-53", "AC-2(3)", "AC-2(3)"},
    {"nist-800-53", "AC-02(03)", "AC-2(3)"},
    {"nist-800-53", "AC-2 (3)", "AC-2(3)"},
    {"nist-800-53", "ac-02", "AC-2"},
    {"nist-800-53", "AC-10", "AC-10"},
    {"nist-800-53", "ac", "AC"},
    {"asvs", "8.2.1", "V8.2.1"},
    {"asvs", "v8.2.1", "V8.2.1"},
    {"asvs", "V8", "V8"},
    {"asvs", "V8.02", "V8.2"},
    {"d3fend", "d3-fe", "D3-FE"},
    {"owasp", "a01:2021", "A01:2021"},
    {"custom", " Some Id ", "Some Id"},
    {"url", "https://example.org/A/", "https://example.org/A/"},
    {"cwe", "https://example.org/about/", "https://example.org/about/"},
    {"cwe", "://", "://"},
    {"cwe", "", ""},
    {"cwe", "12345678901234567890", "12345678901234567890"},
};

START_TEST(test_reference__has_one_spelling) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        const char *id = reference_id(spellings[i].scheme, spellings[i].id, &arena);
        ck_assert_ptr_nonnull(id);
        ck_assert_str_eq(id, spellings[i].expected);
        ck_assert_str_eq(reference_id(spellings[i].scheme, id, &arena), id);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_reference__compares_whatever_the_spelling) {
    struct arena arena;
    Catalog__V1__Reference a;
    Catalog__V1__Reference b;
    catalog__v1__reference__init(&a);
    catalog__v1__reference__init(&b);
    char scheme[] = "nist-800-53";
    char other[] = "asvs";
    char first[] = "ac-2.3";
    char second[] = "AC-02(03)";
    a.scheme = b.scheme = scheme;
    a.id = first;
    b.id = second;
    arena_init(&arena, 0);
    ck_assert(reference_is_same(&a, &b, &arena));
    b.scheme = other;
    ck_assert(!reference_is_same(&a, &b, &arena));
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *smaller;
    const char *greater;
} releases[] = {
    {"4.9", "4.15"},    {"4.0.3", "5.0.0"},     {"rev4", "rev5"}, {"18", "18.1"}, {"9", "10"},
    {"4.15", "4.15-b"}, {"2023-10", "2024-01"}, {"", "1"},        {"01", "1"},
};

START_TEST(test_reference__takes_a_part_of_a_release_for_it) {
    ck_assert(reference_release_serves("5.0.0", "5.0.0"));
    ck_assert(reference_release_serves("5.0.0", ""));
    ck_assert(reference_release_serves("0-ids-5.0.0", "5.0.0"));
    ck_assert(reference_is_part("0-ids-5.0.0"));
    ck_assert(!reference_is_part("5.0.0"));
    ck_assert(!reference_release_serves("5.0.0", "0-ids-5.0.0"));
    ck_assert(!reference_release_serves("0-ids-4.0.3", "5.0.0"));
    ck_assert_int_lt(reference_compare_releases("0-ids-5.0.0", "1"), 0);
}
END_TEST

START_TEST(test_reference__orders_releases_by_their_numbers) {
    for (size_t i = 0; i < COUNT_OF(releases); i++) {
        ck_assert_int_lt(reference_compare_releases(releases[i].smaller, releases[i].greater), 0);
        ck_assert_int_gt(reference_compare_releases(releases[i].greater, releases[i].smaller), 0);
        ck_assert_int_eq(reference_compare_releases(releases[i].greater, releases[i].greater), 0);
    }
}
END_TEST

START_TEST(test_reference__knows_a_release) {
    char longest[REFERENCE_RELEASE_MAX + 2];
    memset(longest, '1', sizeof longest);
    longest[REFERENCE_RELEASE_MAX] = '\0';
    ck_assert(reference_is_release("4.15"));
    ck_assert(reference_is_release("2024-04-25"));
    ck_assert(reference_is_release(longest));
    longest[REFERENCE_RELEASE_MAX] = '1';
    longest[REFERENCE_RELEASE_MAX + 1] = '\0';
    ck_assert(!reference_is_release(longest));
    ck_assert(!reference_is_release(""));
    ck_assert(!reference_is_release("a b"));
    ck_assert(!reference_is_release("a@b"));
    ck_assert(!reference_is_release("a/b"));
}
END_TEST

TEST_SUITE(reference, test_reference__has_one_spelling, test_reference__compares_whatever_the_spelling,
           test_reference__takes_a_part_of_a_release_for_it, test_reference__orders_releases_by_their_numbers,
           test_reference__knows_a_release)
