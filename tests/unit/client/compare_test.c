#include "support/test.h"

#include "base/macros.h"
#include "catalog/catalog.h"

#include <string.h>

static char name[] = "a/b";
static char one[] = "1.0.0";
static char two[] = "2.0.0";
static char title[] = "Theft";
static char other[] = "Loss";

static Catalog__V1__Object threat(Catalog__V1__Threat *threat, char *version, char *titled) {
    Catalog__V1__Object object = CATALOG__V1__OBJECT__INIT;
    catalog__v1__threat__init(threat);
    threat->name = name;
    threat->version = version;
    threat->title = titled;
    object.kind_case = CATALOG__V1__OBJECT__KIND_THREAT;
    object.threat = threat;
    return object;
}

START_TEST(test_compare__lists_fields_and_passes_over_the_version) {
    static const struct {
        char *title;
        size_t differences;
    } cases[] = {{title, 0}, {other, 1}};
    Catalog__V1__Threat threats[2];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Catalog__V1__Object from = threat(&threats[0], one, title);
        const Catalog__V1__Object to = threat(&threats[1], two, cases[i].title);
        Catalog__V1__DiffObjectsResponse *response = NULL;
        ck_assert_int_eq(catalog_compare_objects(&from, &to, &response, NULL), CATALOG_OK);
        ck_assert_uint_eq(response->n_differences, cases[i].differences);
        if (response->n_differences > 0) {
            ck_assert_str_eq(response->differences[0]->path, "title");
            ck_assert_str_eq(response->differences[0]->before, title);
            ck_assert_str_eq(response->differences[0]->after, other);
        }
        catalog_message_free(response);
    }
}
END_TEST

START_TEST(test_compare__refuses_two_kinds) {
    Catalog__V1__Threat one_threat;
    Catalog__V1__Control control = CATALOG__V1__CONTROL__INIT;
    const Catalog__V1__Object from = threat(&one_threat, one, title);
    Catalog__V1__Object to = CATALOG__V1__OBJECT__INIT;
    Catalog__V1__DiffObjectsResponse *response = NULL;
    struct catalog_error *error = NULL;
    to.kind_case = CATALOG__V1__OBJECT__KIND_CONTROL;
    to.control = &control;
    ck_assert_int_eq(catalog_compare_objects(&from, &to, &response, &error), CATALOG_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog_error_reason(error), "KIND_MISMATCH");
    ck_assert_ptr_null(response);
    catalog_error_free(error);
}
END_TEST

TEST_SUITE(compare, test_compare__lists_fields_and_passes_over_the_version, test_compare__refuses_two_kinds)
