#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_SECOND (-62135596800LL) /* 0001-01-01T00:00:00Z */
#define LAST_SECOND  253402300799LL   /* 9999-12-31T23:59:59Z */

static time_ns read_clock(clockid_t id) {
    struct timespec now;
    clock_gettime(id, &now);
    return (time_ns)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

static time_ns wall_now(void *context) {
    (void)context;
    return read_clock(CLOCK_REALTIME);
}

struct clock clock_wall(void) {
    return (struct clock){.now = wall_now};
}

time_ns clock_monotonic(void) {
    return read_clock(CLOCK_MONOTONIC);
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar; Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
static int64_t days_from_civil(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    *ret_day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    *ret_month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

static void format_fraction(int32_t nanos, char text[12]) {
    if (nanos == 0)
        text[0] = '\0';
    else if (nanos % 1000000 == 0)
        snprintf(text, 12, ".%03d", nanos / 1000000);
    else if (nanos % 1000 == 0)
        snprintf(text, 12, ".%06d", nanos / 1000);
    else
        snprintf(text, 12, ".%09d", nanos);
}

bool time_format(int64_t seconds, int32_t nanos, char ret_text[TIME_TEXT_BYTES]) {
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos >= NS_PER_SECOND)
        return false;
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    unsigned rest = (unsigned)(seconds - days * 86400);
    int64_t year = 0;
    int month = 0;
    int day = 0;
    civil_from_days(days, &year, &month, &day);
    char fraction[12];
    format_fraction(nanos, fraction);
    /* The remainders change nothing; they show the compiler that the text fits. */
    snprintf(ret_text, TIME_TEXT_BYTES, "%04u-%02u-%02uT%02u:%02u:%02u%.10sZ", (unsigned)year % 10000,
             (unsigned)month % 100, (unsigned)day % 100, rest / 3600 % 24, rest / 60 % 60, rest % 60, fraction);
    return true;
}

/* Reads exactly DIGITS digits at *CURSOR. */
static bool read_digits(const char **cursor, int digits, int *ret_value) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
        char c = (*cursor)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *cursor += digits;
    *ret_value = value;
    return true;
}

static bool read_char(const char **cursor, char wanted) {
    if (**cursor != wanted)
        return false;
    (*cursor)++;
    return true;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool read_date(const char **cursor, int64_t *ret_seconds) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!read_digits(cursor, 4, &year) || !read_char(cursor, '-') || !read_digits(cursor, 2, &month) ||
        !read_char(cursor, '-') || !read_digits(cursor, 2, &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *ret_seconds = days_from_civil(year, month, day) * 86400;
    return true;
}

static bool read_fraction(const char **cursor, int32_t *ret_nanos) {
    int32_t nanos = 0;
    int digits = 0;
    if (!read_char(cursor, '.')) {
        *ret_nanos = 0;
        return true;
    }
    for (; **cursor >= '0' && **cursor <= '9' && digits < 9; (*cursor)++, digits++)
        nanos = nanos * 10 + (**cursor - '0');
    if (digits == 0)
        return false;
    for (; digits < 9; digits++)
        nanos *= 10;
    *ret_nanos = nanos;
    return true;
}

static bool read_offset(const char **cursor, int *ret_seconds) {
    int hours = 0;
    int minutes = 0;
    *ret_seconds = 0;
    if (read_char(cursor, 'Z'))
        return true;
    int sign = **cursor == '-' ? -1 : 1;
    if (**cursor != '+' && **cursor != '-')
        return false;
    (*cursor)++;
    if (!read_digits(cursor, 2, &hours) || !read_char(cursor, ':') || !read_digits(cursor, 2, &minutes))
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

static bool read_time_of_day(const char **cursor, int64_t *seconds, int32_t *ret_nanos) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset = 0;
    if (!read_digits(cursor, 2, &hour) || !read_char(cursor, ':') || !read_digits(cursor, 2, &minute) ||
        !read_char(cursor, ':') || !read_digits(cursor, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 59 || !read_fraction(cursor, ret_nanos) || !read_offset(cursor, &offset))
        return false;
    *seconds += hour * 3600 + minute * 60 + second - offset;
    return *seconds >= FIRST_SECOND && *seconds <= LAST_SECOND;
}

bool time_parse(const char *text, int64_t *ret_seconds, int32_t *ret_nanos) {
    const char *cursor = text;
    int64_t seconds = 0;
    int32_t nanos = 0;
    if (!read_date(&cursor, &seconds))
        return false;
    if (*cursor != '\0' && (!read_char(&cursor, 'T') || !read_time_of_day(&cursor, &seconds, &nanos)))
        return false;
    if (*cursor != '\0')
        return false;
    *ret_seconds = seconds;
    *ret_nanos = nanos;
    return true;
}

time_ns time_from_parts(int64_t seconds, int32_t nanos) {
    time_ns scaled = 0;
    if (__builtin_mul_overflow(seconds, NS_PER_SECOND, &scaled) || __builtin_add_overflow(scaled, nanos, &scaled))
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    return scaled;
}

time_ns time_add_days(time_ns time, uint32_t days) {
    time_ns length = 0;
    time_ns sum = 0;
    if (__builtin_mul_overflow((time_ns)days, NS_PER_DAY, &length) || __builtin_add_overflow(time, length, &sum))
        return INT64_MAX;
    return sum;
}
