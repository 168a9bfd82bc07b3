/* What every benchmark needs: a clock, percentiles, and an even line of output. */
#ifndef CATALOGD_TESTS_MEASURE_H
#define CATALOGD_TESTS_MEASURE_H

#include <stddef.h>
#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t measure_now(void);

/* Nanoseconds that the calling thread has run: on a busy machine, what it would take on a core of its own. */
int64_t measure_cpu(void);

/* Sorts SAMPLES and returns the one at FRACTION (0.5 the median, 0.99 the 99th percentile). COUNT is at least 1. */
int64_t measure_percentile(int64_t *samples, size_t count, double fraction);

/* Pins the calling thread, and threads it starts later, to CPU where there is one. */
void measure_pin(int cpu);

/* Peak resident memory of the process in KiB. */
long measure_peak_kib(void);

#endif
