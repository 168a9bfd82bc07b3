#include "support/test.h"

#include <malloc.h>
#include <stdlib.h>

#define SUITES_MAX 64

static struct {
    const char *name;
    const TTest *const *tests;
    size_t count;
} suites[SUITES_MAX];
static size_t suite_count;

void test_register(const char *name, const TTest *const *tests, size_t count) {
    if (suite_count == SUITES_MAX)
        abort();
    suites[suite_count].name = name;
    suites[suite_count].tests = tests;
    suites[suite_count++].count = count;
}

#ifdef __SANITIZE_THREAD__
/* nng is not instrumented: its reference counts are unseen, so that the end of its own locks looks like a race. */
__attribute__((visibility("default"))) const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void) {
    return "race:pthread_mutex_destroy\n";
}
#endif

/* Properties make and drop thousands of arenas: kept memory is not mapped and cleared anew for each. */
static void keep_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

int main(void) {
    keep_memory();
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < suite_count; i++) {
        Suite *suite = suite_create(suites[i].name);
        TCase *group = tcase_create(suites[i].name);
        tcase_set_timeout(group, 300);
        for (size_t j = 0; j < suites[i].count; j++)
            tcase_add_test(group, suites[i].tests[j]);
        suite_add_tcase(suite, group);
        srunner_add_suite(runner, suite);
    }
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
