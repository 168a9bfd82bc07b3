#include "support/test.h"

#include "base/limits.h"
#include "lib/failure.h"

START_TEST(test_failure__carries_a_status_with_its_violations) {
    Catalog__V1__FieldViolation violation;
    catalog__v1__field_violation__init(&violation);
    violation.object_index = 3;
    violation.field = (char[]){"provides[2].when"};
    violation.remedy = (char[]){"write a boolean"};
    Catalog__V1__FieldViolation *violations[] = {&violation};
    Catalog__V1__Status status;
    catalog__v1__status__init(&status);
    status.code = CATALOG__V1__CODE__CODE_INVALID_ARGUMENT;
    status.reason = (char[]){"INVALID_OBJECT"};
    status.message = (char[]){"1 mistake"};
    status.retry_after_ms = 7;
    status.n_violations = 1;
    status.violations = violations;
    status.violations_total = 400;

    struct catalog_error *error = NULL;
    ck_assert_int_eq(error_from_status(&error, &status), CATALOG_INVALID_ARGUMENT);
    ck_assert_int_eq(catalog_error_code(error), CATALOG_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog_error_reason(error), "INVALID_OBJECT");
    ck_assert_str_eq(catalog_error_message(error), "1 mistake");
    ck_assert_uint_eq(catalog_error_retry_after_ms(error), 7);
    ck_assert_uint_eq(catalog_error_violation_count(error), 1);
    ck_assert_uint_eq(catalog_error_violations_total(error), 400);
    ck_assert_uint_eq(catalog_error_violation(error, 0)->object_index, 3);
    ck_assert_str_eq(catalog_error_violation(error, 0)->field, "provides[2].when");
    ck_assert_str_eq(catalog_error_violation(error, 0)->file, "");
    ck_assert_ptr_null(catalog_error_violation(error, 1));
    catalog_error_free(error);
}
END_TEST

START_TEST(test_failure__takes_no_success_for_a_failure) {
    static const int codes[] = {0, 17, -1, 2147483647};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        Catalog__V1__Status status;
        catalog__v1__status__init(&status);
        status.code = (Catalog__V1__Code)codes[i];
        struct catalog_error *error = NULL;
        ck_assert_int_eq(error_from_status(&error, &status), CATALOG_UNKNOWN);
        catalog_error_free(error);
    }
}
END_TEST

START_TEST(test_failure__counts_violations_past_the_limit) {
    struct catalog_error *error = error_new(CATALOG_INVALID_ARGUMENT, "INVALID_OBJECT", "");
    struct catalog_violation violation = {.field = "name"};
    for (int i = 0; i < LIMIT_VIOLATIONS + 9; i++)
        ck_assert(error_add(error, &violation));
    ck_assert_uint_eq(catalog_error_violation_count(error), LIMIT_VIOLATIONS);
    ck_assert_uint_eq(catalog_error_violations_total(error), LIMIT_VIOLATIONS + 9);
    ck_assert_str_eq(catalog_error_violation(error, 5)->remedy, "");
    catalog_error_free(error);
}
END_TEST

START_TEST(test_failure__needs_no_memory_to_say_so) {
    struct catalog_error *error = NULL;
    ck_assert_int_eq(error_no_memory(&error), CATALOG_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(catalog_error_reason(error), "NO_MEMORY");
    catalog_error_free(error);
    ck_assert_int_eq(error_no_memory(NULL), CATALOG_RESOURCE_EXHAUSTED);
    catalog_error_free(NULL);
}
END_TEST

TEST_SUITE(failure, test_failure__carries_a_status_with_its_violations, test_failure__takes_no_success_for_a_failure,
           test_failure__counts_violations_past_the_limit, test_failure__needs_no_memory_to_say_so)
