#include "support/test.h"

#include "base/macros.h"
#include "catalog/lint.h"

#include <string.h>

#define THREAT(name)                                                                                                   \
    "kind: threat\nname: " name "\nversion: 1.0.0\ntitle: T\n"                                                         \
    "statement: {source: somebody, action: does it, impact: harm}\nstride: [tampering]\nlikelihood: 3\nimpact: 3\n"

#define COMPONENT(threat)                                                                                              \
    "kind: component\nname: a/part\nversion: 1.0.0\ntitle: P\nservice_class: in_house\n"                               \
    "elements: [{id: thing, kind: process}]\n"                                                                         \
    "responsibilities: [{id: care, statement: Somebody takes care.}]\n"                                                \
    "threats:\n  - {id: t, threat: " threat ", on: thing}\n"

/* Checks TEXT. Ownership: *ret_error is the caller's. */
static enum catalog_code check(const char *text, struct catalog_error **ret_error) {
    struct catalog_documents *documents;
    *ret_error = NULL;
    ck_assert_int_eq(catalog_documents_new(&documents, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_documents_parse(documents, "m.yaml", CATALOG_FORMAT_YAML, text, strlen(text), ret_error),
                     CATALOG_OK);
    enum catalog_code code = catalog_documents_check(documents, ret_error);
    catalog_documents_free(documents);
    return code;
}

START_TEST(test_lint__accepts_objects_that_name_each_other) {
    static const char *const texts[] = {
        "",
        THREAT("a/harm") "---\n" COMPONENT("a/harm"),
        COMPONENT("a/harm") "---\n" THREAT("a/harm"),
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct catalog_error *error;
        enum catalog_code code = check(texts[i], &error);
        ck_assert_msg(code == CATALOG_OK, "case %zu: %s", i, error == NULL ? "" : catalog_error_message(error));
    }
}
END_TEST

START_TEST(test_lint__says_where_a_name_leads_nowhere) {
    struct catalog_error *error;
    ck_assert_int_eq(check(THREAT("a/harm") "---\n" COMPONENT("a/ham"), &error), CATALOG_INVALID_ARGUMENT);
    const struct catalog_violation *violation = catalog_error_violation(error, 0);
    ck_assert_ptr_nonnull(violation);
    ck_assert_str_eq(violation->file, "m.yaml");
    ck_assert_str_eq(violation->field, "threats[0].threat");
    ck_assert_uint_eq(violation->object_index, 1);
    ck_assert_uint_eq(violation->line, 18);
    ck_assert_str_ne(violation->remedy, "");
    catalog_error_free(error);
}
END_TEST

START_TEST(test_lint__refuses_one_version_twice) {
    struct catalog_error *error;
    ck_assert_int_eq(check(THREAT("a/harm") "---\n" THREAT("a/harm"), &error), CATALOG_INVALID_ARGUMENT);
    ck_assert_uint_eq(catalog_error_violation_count(error), 1);
    ck_assert_str_eq(catalog_error_violation(error, 0)->message, "a/harm@1.0.0 is there twice");
    ck_assert_uint_eq(catalog_error_violation(error, 0)->object_index, 1);
    catalog_error_free(error);
}
END_TEST

START_TEST(test_lint__lets_a_draft_be_unfinished) {
    struct catalog_error *error;
    enum catalog_code code = check("kind: threat\nname: a/harm\ntitle: T\n", &error);
    ck_assert_msg(code == CATALOG_OK, "%s", error == NULL ? "" : catalog_error_message(error));
    ck_assert_int_eq(check("kind: threat\nname: a/harm\nversion: 1.0.0\ntitle: T\n", &error), CATALOG_INVALID_ARGUMENT);
    catalog_error_free(error);
}
END_TEST

TEST_SUITE(lint, test_lint__accepts_objects_that_name_each_other, test_lint__says_where_a_name_leads_nowhere,
           test_lint__refuses_one_version_twice, test_lint__lets_a_draft_be_unfinished)
