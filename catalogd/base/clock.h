/* Time as nanoseconds since 1970-01-01T00:00:00Z (UTC, no leap seconds), and its text forms. */
#ifndef CATALOGD_BASE_CLOCK_H
#define CATALOGD_BASE_CLOCK_H

#include "base/macros.h"

#include <stdbool.h>
#include <stdint.h>

#define NS_PER_SECOND   1000000000LL
#define NS_PER_MS       1000000LL
#define NS_PER_DAY      (86400LL * NS_PER_SECOND)
#define TIME_TEXT_BYTES 40

typedef int64_t time_ns;

/* The wall clock. Tests hand a function of their own to whatever takes a clock. */
typedef time_ns (*clock_function)(void *context);

struct clock {
    clock_function now;
    void *context;
};

/* CLOCK_REALTIME. */
struct clock clock_wall(void);

static inline time_ns clock_now(struct clock clock) {
    return clock.now(clock.context);
}

/* CLOCK_MONOTONIC, for deadlines and ages. */
time_ns clock_monotonic(void);

/* RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second, as Google's JSON mapping prints it: "2026-01-01T00:00:00Z".
 * False: TIME is before year 1 or after year 9999. */
bool time_format(int64_t seconds, int32_t nanos, char ret_text[TIME_TEXT_BYTES]);

/* Reads RFC 3339 with any offset, or a bare date (00:00:00Z). False: anything else, or not a day of the calendar. */
MUST_CHECK bool time_parse(const char *text, int64_t *ret_seconds, int32_t *ret_nanos);

/* SECONDS and NANOS as time_ns, clipped to what fits (years 1677 to 2262). */
time_ns time_from_parts(int64_t seconds, int32_t nanos);

/* DAYS of 24 hours after TIME, clipped to what fits. */
time_ns time_add_days(time_ns time, uint32_t days);

#endif
