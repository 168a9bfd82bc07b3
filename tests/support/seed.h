/* The seed of a property test's run. */
#ifndef CATALOGD_TESTS_SEED_H
#define CATALOGD_TESTS_SEED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* PROPERTY_SEED, or a fixed number; printed, so that a failure can be run again. */
static inline uint64_t test_seed(void) {
    const char *text = getenv("PROPERTY_SEED");
    uint64_t seed = text == NULL ? 20260601 : strtoull(text, NULL, 10);
    fprintf(stderr, "PROPERTY_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

#endif
