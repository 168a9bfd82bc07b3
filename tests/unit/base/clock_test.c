#include "support/test.h"

#include "base/clock.h"
#include "base/macros.h"

#include <string.h>

START_TEST(test_clock__round_trips_google_time_forms) {
    static const char *const texts[] = {"1970-01-01T00:00:00Z",        "2026-02-28T23:59:59.123Z",
                                        "2024-02-29T12:00:00.000001Z", "1969-12-31T23:59:59.999999999Z",
                                        "0001-01-01T00:00:00Z",        "9999-12-31T23:59:59Z"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int64_t seconds = 0;
        int32_t nanos = 0;
        char text[TIME_TEXT_BYTES];
        ck_assert_msg(time_parse(texts[i], &seconds, &nanos), "%s", texts[i]);
        ck_assert(time_format(seconds, nanos, text));
        ck_assert_str_eq(text, texts[i]);
    }
}
END_TEST

START_TEST(test_clock__reads_dates_and_offsets) {
    int64_t seconds = 0;
    int32_t nanos = 0;
    ck_assert(time_parse("2026-01-01", &seconds, &nanos));
    ck_assert_int_eq(seconds, 1767225600);
    ck_assert(time_parse("2026-01-01T01:30:00+01:30", &seconds, &nanos));
    ck_assert_int_eq(seconds, 1767225600);
}
END_TEST

START_TEST(test_clock__refuses_what_is_no_time) {
    static const char *const texts[] = {"",
                                        "2026",
                                        "2026-13-01",
                                        "2025-02-29",
                                        "2026-01-01T",
                                        "2026-1-1",
                                        "0000-01-01",
                                        "2026-01-01T24:00:00Z",
                                        "2026-01-01T00:00:00",
                                        "2026-01-01 ",
                                        "2026-01-01T00:00:00.Z",
                                        "2026-01-01T00:00:00.1234567890Z"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int64_t seconds = 0;
        int32_t nanos = 0;
        ck_assert_msg(!time_parse(texts[i], &seconds, &nanos), "%s", texts[i]);
    }
}
END_TEST

START_TEST(test_clock__adds_days_up_to_what_fits) {
    ck_assert_int_eq(time_add_days(5, 0), 5);
    ck_assert_int_eq(time_add_days(-5, 2), 2 * NS_PER_DAY - 5);
    ck_assert_int_eq(time_add_days(0, 106751), 106751 * NS_PER_DAY);
    ck_assert_int_eq(time_add_days(0, 106752), INT64_MAX);
    ck_assert_int_eq(time_add_days(INT64_MAX, 1), INT64_MAX);
    ck_assert_int_eq(time_add_days(INT64_MIN, UINT32_MAX), INT64_MAX);
}
END_TEST

TEST_SUITE(clock, test_clock__round_trips_google_time_forms, test_clock__reads_dates_and_offsets,
           test_clock__refuses_what_is_no_time, test_clock__adds_days_up_to_what_fits)
