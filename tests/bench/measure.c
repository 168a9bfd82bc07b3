#define _GNU_SOURCE
#include "bench/measure.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static int64_t read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t measure_now(void) {
    return read_clock(CLOCK_MONOTONIC);
}

int64_t measure_cpu(void) {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int compare(const void *a, const void *b) {
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

int64_t measure_percentile(int64_t *samples, size_t count, double fraction) {
    qsort(samples, count, sizeof *samples, compare);
    size_t position = (size_t)((double)count * fraction);
    return samples[position < count ? position : count - 1];
}

void measure_pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    (void)sched_setaffinity(0, sizeof set, &set);
}

long measure_peak_kib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}
