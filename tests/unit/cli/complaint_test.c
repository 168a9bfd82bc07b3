#include "support/test.h"

#include "base/macros.h"
#include "catalog/lint.h"
#include "cli/complaint.h"

#include <string.h>

static struct page page;

static void expect(const char *text) {
    buffer_append_byte(&page.text, '\0');
    ck_assert_str_eq((const char *)page.text.data, text);
    page_done(&page);
}

/* What is wrong with TEXT, read from a file called "m.yaml". */
static struct catalog_error *error_of(struct catalog_documents *documents, const char *text) {
    struct catalog_error *error = NULL;
    if (catalog_documents_parse(documents, "m.yaml", CATALOG_FORMAT_YAML, text, strlen(text), &error) == CATALOG_OK)
        ck_assert_int_eq(catalog_documents_check(documents, &error), CATALOG_INVALID_ARGUMENT);
    return error;
}

static void print_error_of(const char *text) {
    struct catalog_documents *documents;
    page_init(&page, stdout);
    page.has_color = false;
    ck_assert_int_eq(catalog_documents_new(&documents, NULL), CATALOG_OK);
    struct catalog_error *error = error_of(documents, text);
    complaint_print(&page, error);
    catalog_error_free(error);
    catalog_documents_free(documents);
}

START_TEST(test_complaint__shows_place_field_mistake_and_remedy) {
    print_error_of("kind: threat\nname: a/b\ntitel: x\n");
    expect("m.yaml:3:1: unknown field 'titel'\n"
           "  help: did you mean 'title'?\n"
           "error: 1 mistake in 1 file\n");
}
END_TEST

START_TEST(test_complaint__counts_where_the_sentence_is_the_first_mistake) {
    print_error_of("kind: threat\nname: A\ntitle: T\n");
    expect("m.yaml:2:1: name: 'A' is not the name of an object\n"
           "  help: write namespace/slug, each [a-z][a-z0-9-]{0,62}\n"
           "error: 1 mistake\n");
}
END_TEST

START_TEST(test_complaint__makes_hostile_text_safe) {
    print_error_of("kind: threat\nname: \"A\\e[2J\"\ntitle: T\n");
    buffer_append_byte(&page.text, '\0');
    ck_assert_ptr_null(strchr((const char *)page.text.data, '\033'));
    ck_assert_msg(strstr((const char *)page.text.data, "x1b[2J") != NULL, "%s", (const char *)page.text.data);
    page_done(&page);
}
END_TEST

START_TEST(test_complaint__gives_the_status_every_field) {
    struct catalog_documents *documents;
    struct arena arena;
    arena_init(&arena, 0);
    ck_assert_int_eq(catalog_documents_new(&documents, NULL), CATALOG_OK);
    struct catalog_error *error = error_of(documents, "kind: threat\nname: a/b\ntitel: x\n");
    Catalog__V1__Status *status = complaint_status(&arena, error);
    ck_assert_ptr_nonnull(status);
    ck_assert_int_eq(status->code, CATALOG__V1__CODE__CODE_INVALID_ARGUMENT);
    ck_assert_str_eq(status->reason, "INVALID_OBJECT");
    ck_assert_uint_eq(status->n_violations, 1);
    ck_assert_uint_eq(status->violations_total, 1);
    ck_assert_str_eq(status->violations[0]->file, "m.yaml");
    ck_assert_uint_eq(status->violations[0]->line, 3);
    ck_assert_uint_eq(status->violations[0]->column, 1);
    catalog_error_free(error);
    catalog_documents_free(documents);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(complaint, test_complaint__shows_place_field_mistake_and_remedy,
           test_complaint__counts_where_the_sentence_is_the_first_mistake, test_complaint__makes_hostile_text_safe,
           test_complaint__gives_the_status_every_field)
