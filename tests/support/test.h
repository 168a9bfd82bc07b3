/* Check, and how a test file makes itself known.
 *
 *   START_TEST(test_semver__rejects_leading_zero) { ... } END_TEST
 *   TEST_SUITE(semver, test_semver__rejects_leading_zero, test_semver__orders_prereleases)
 *
 * Every suite linked into a program is run by test_main.c. A test's name is its module, two underscores, its behaviour.
 */
#ifndef CATALOGD_TESTS_TEST_H
#define CATALOGD_TESTS_TEST_H

#include <check.h>
#include <stddef.h>

/* Called by TEST_SUITE before main: NAME and TESTS are static. */
void test_register(const char *name, const TTest *const *tests, size_t count);

#define TEST_SUITE(name, ...)                                                                                          \
    __attribute__((constructor)) static void register_##name(void) {                                                   \
        static const TTest *tests[32];                                                                                 \
        const TTest *const list[] = {__VA_ARGS__};                                                                     \
        _Static_assert(sizeof list <= sizeof tests, "more tests than a suite holds: split the file");                  \
        for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)                                                      \
            tests[i] = list[i];                                                                                        \
        test_register(#name, tests, sizeof list / sizeof list[0]);                                                     \
    }

#endif
