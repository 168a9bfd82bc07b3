/* Numbers for property tests: the same seed gives the same run (splitmix64, Vigna 2015). */
#ifndef CATALOGD_TESTS_RANDOM_H
#define CATALOGD_TESTS_RANDOM_H

#include <stdint.h>
#include <stdlib.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random) {
    uint64_t z = random->state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* 0 to BOUND - 1. */
static inline size_t random_below(struct random *random, size_t bound) {
    return (size_t)(random_next(random) % bound);
}

/* How many runs a property gets: PROPERTY_RUNS, else FULL, or a twentieth of it in builds with asserts on, which are
 * slow and the slower with sanitizers. */
static inline size_t property_runs(size_t full) {
    const char *text = getenv("PROPERTY_RUNS");
    if (text != NULL)
        return (size_t)strtoull(text, NULL, 10);
#ifdef NDEBUG
    return full;
#else
    return full / 20;
#endif
}

/* The first seed: PROPERTY_SEED, else 1. Run i has this plus i, so that a printed seed with PROPERTY_RUNS=1 repeats it.
 */
static inline uint64_t property_seed(void) {
    const char *text = getenv("PROPERTY_SEED");
    return text == NULL ? 1 : strtoull(text, NULL, 10);
}

#endif
