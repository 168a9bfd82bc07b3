#include "support/test.h"

#include "model/object.h"
#include "model/validate.h"
#include "support/catalog.h"

#include <stdio.h>

static bool is_sound(struct test_catalog *catalog, const Catalog__V1__Object *object) {
    struct validate_options options = {0};
    struct problem problem;
    problem_init(&problem, &catalog->arena);
    status_code code = validate_object(object, memory_view_catalog(&catalog->view), &options, &problem);
    for (size_t i = 0; i < problem.violation_count; i++)
        fprintf(stderr, "%s: %s: %s (%s)\n", object_name(object), problem.violations[i].field,
                problem.violations[i].message, problem.violations[i].remedy);
    return code == STATUS_OK;
}

START_TEST(test_validate__finds_nothing_in_the_starter_catalogs) {
    struct test_catalog catalog;
    size_t failures = 0;
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    ck_assert_uint_gt(catalog.count, 50);
    for (size_t i = 0; i < catalog.count; i++)
        failures += !is_sound(&catalog, catalog.objects[i]);
    ck_assert_uint_eq(failures, 0);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(validate_catalogs, test_validate__finds_nothing_in_the_starter_catalogs)
