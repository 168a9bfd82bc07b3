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

#define OUTER(version, requirement, more)                                                                              \
    "---\nkind: component\nname: a/outer\n" version "title: O\nservice_class: in_house\n"                              \
    "dependencies: [{alias: below, component: a/part, requirement: " requirement "}]\n" more
#define PASSES                                                                                                         \
    "responsibilities: [{id: care, statement: S., from: [below.care]}]\nresiduals: [{id: t, from: [below.thing]}]\n"
#define OWN    "responsibilities: [{id: own, statement: S.}]\n"
#define NUMBER "version: 1.0.0\n"

START_TEST(test_lint__says_what_a_component_leaves_open) {
    struct catalog_error *error;
    ck_assert_int_eq(check(THREAT("a/harm") "---\n" COMPONENT("a/harm") OUTER(NUMBER, "^1.0", OWN), &error),
                     CATALOG_FAILED_PRECONDITION);
    ck_assert_str_eq(catalog_error_reason(error), "NOT_CLOSED");
    ck_assert_uint_eq(catalog_error_violation_count(error), 2);
    const struct catalog_violation *violation = catalog_error_violation(error, 0);
    ck_assert_uint_eq(violation->object_index, 2);
    ck_assert_str_eq(violation->field, "dependencies[0]");
    ck_assert_str_eq(violation->file, "m.yaml");
    ck_assert_uint_eq(violation->line, 25);
    ck_assert_ptr_nonnull(strstr(violation->remedy, "from: [below.care]"));
    catalog_error_free(error);
    ck_assert_int_eq(check(THREAT("a/harm") "---\n" COMPONENT("a/harm") OUTER(NUMBER, "^1.0", PASSES), &error),
                     CATALOG_OK);
}
END_TEST

START_TEST(test_lint__says_where_requirements_have_no_solution) {
    static const char below[] =
        "---\nkind: component\nname: a/part\nversion: 2.0.0\ntitle: P\nservice_class: in_house\n"
        "responsibilities: [{id: care, statement: S.}]\n";
    char text[4096];
    struct catalog_error *error;
    strcpy(text, THREAT("a/harm") "---\n" COMPONENT("a/harm") OUTER(NUMBER, "^1.0", PASSES));
    strcat(text, below);
    strcat(text,
           "---\nkind: component\nname: a/top\nversion: 1.0.0\ntitle: T\nservice_class: in_house\n"
           "responsibilities: [{id: own, statement: S.}]\n"
           "dependencies: [{alias: outer, component: a/outer, requirement: ^1.0}, {alias: part, component: a/part, "
           "requirement: ^2.0}]\n");
    ck_assert_int_eq(check(text, &error), CATALOG_FAILED_PRECONDITION);
    ck_assert_str_eq(catalog_error_reason(error), "MODEL_INVALID");
    ck_assert_str_eq(catalog_error_violation(error, 0)->object, "a/top");
    ck_assert_str_eq(catalog_error_violation(error, 0)->field, "dependencies");
    ck_assert_uint_gt(catalog_error_violation(error, 0)->line, 0);
    ck_assert_ptr_nonnull(strstr(catalog_error_violation(error, 0)->message, "a/part"));
    catalog_error_free(error);
}
END_TEST

/* A part without a number has none to choose before it is published. */
START_TEST(test_lint__resolves_no_drafts_and_nothing_that_stands_on_one) {
    struct catalog_error *error;
    ck_assert_int_eq(check(THREAT("a/harm") "---\n" COMPONENT("a/harm") OUTER("", "^1.0", OWN), &error), CATALOG_OK);
    ck_assert_int_eq(check("kind: component\nname: a/part\ntitle: P\nservice_class: in_house\n"
                           "responsibilities: [{id: care, statement: S.}]\n" OUTER("", "^1.0", OWN),
                           &error),
                     CATALOG_OK);
}
END_TEST

#define BASELINE(entries)                                                                                              \
    "kind: baseline\nname: a/base\nversion: 1.0.0\ntitle: B\nentries:\n" entries                                       \
    "---\nkind: control\nname: a/lock\nversion: 1.0.0\ntitle: L\nobjective: O\ntype: preventive\n"

START_TEST(test_lint__finds_what_changes_nothing) {
    static const char text[] = BASELINE("  - {id: one, control: a/lock, level: mandatory}\n"
                                        "  - {id: two, control: a/lock, level: advisory}\n"
                                        "  - {id: three, control: a/lock, level: advisory, each: \"false\"}\n");
    struct catalog_documents *documents;
    Catalog__V1__DocumentsReport *report;
    ck_assert_int_eq(catalog_documents_new(&documents, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_documents_parse(documents, "m.yaml", CATALOG_FORMAT_YAML, text, strlen(text), NULL),
                     CATALOG_OK);
    ck_assert_int_eq(catalog_documents_check(documents, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_documents_find(documents, &report, NULL), CATALOG_OK);
    ck_assert_uint_eq(report->objects, 2);
    ck_assert_ptr_null(report->status);
    ck_assert_uint_eq(report->n_findings, 2);
    ck_assert_str_eq(report->findings[0]->code, "ENTRY_IMPLIED");
    ck_assert_str_eq(report->findings[0]->file, "m.yaml");
    ck_assert_uint_eq(report->findings[0]->line, 7);
    ck_assert_str_eq(report->findings[1]->code, "ENTRY_PICKS_NO_PLACE");
    ck_assert_uint_eq(report->findings[1]->line, 8);
    ck_assert_int_eq(report->findings[1]->severity, CATALOG__V1__SEVERITY__SEVERITY_WARNING);
    catalog_message_free(report);
    catalog_documents_free(documents);
}
END_TEST

TEST_SUITE(lint, test_lint__accepts_objects_that_name_each_other, test_lint__says_where_a_name_leads_nowhere,
           test_lint__refuses_one_version_twice, test_lint__lets_a_draft_be_unfinished,
           test_lint__says_what_a_component_leaves_open, test_lint__says_where_requirements_have_no_solution,
           test_lint__resolves_no_drafts_and_nothing_that_stands_on_one, test_lint__finds_what_changes_nothing)
