#include "support/test.h"

#include "base/macros.h"
#include "catalog/document.h"
#include "lib/failure.h"

#include "catalog/v1/lock.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void) {
    strcpy(folder, "/tmp/catalog-documents-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static void put_file(const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

static const char *path_of(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static struct catalog_documents *open_documents(void) {
    struct catalog_documents *documents = NULL;
    ck_assert_int_eq(catalog_documents_new(&documents, NULL), CATALOG_OK);
    return documents;
}

#define CONTROL "kind: control\nname: a/c\ntitle: C\n"
#define THREATS "- kind: threat\n  name: a/t1\n  title: T1\n- kind: threat\n  name: a/t2\n  title: T2\n"

START_TEST(test_documents__reads_a_folder_in_order_of_path) {
    make_folder();
    ck_assert_int_eq(mkdir(path_of("sub"), 0700), 0);
    put_file("b.yaml", CONTROL);
    put_file("sub/a.yml", THREATS);
    put_file("a.json", "{\"feature\": {\"name\": \"a/f\", \"version\": \"1.0.0\"}}");
    put_file(".hidden.yaml", "no: object");
    put_file("notes.txt", "no object");
    struct catalog_documents *documents = open_documents();
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_documents_read(documents, folder, &error), CATALOG_OK);
    size_t count = 0;
    Catalog__V1__Object *const *objects = catalog_documents_objects(documents, &count);
    ck_assert_uint_eq(count, 4);
    ck_assert_str_eq(catalog_object_name(objects[0]), "a/f");
    ck_assert_str_eq(catalog_object_version(objects[0]), "1.0.0");
    ck_assert_int_eq(catalog_object_kind(objects[0]), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE);
    ck_assert_str_eq(catalog_object_name(objects[1]), "a/c");
    ck_assert_str_eq(catalog_object_version(objects[1]), "");
    ck_assert_str_eq(catalog_object_name(objects[3]), "a/t2");
    ck_assert_str_eq(catalog_documents_file(documents, 3), path_of("sub/a.yml"));
    ck_assert_ptr_null(catalog_documents_file(documents, 4));
    catalog_documents_free(documents);
    remove_folder();
}
END_TEST

START_TEST(test_documents__lists_the_mistakes_of_all_files) {
    make_folder();
    put_file("a.yaml", "kind: control\nname: a/c\ntitel: C\n");
    put_file("b.yaml", CONTROL);
    put_file("c.yaml", "kind: [\n");
    struct catalog_documents *documents = open_documents();
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_documents_read(documents, folder, &error), CATALOG_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog_error_message(error), "2 mistakes in 2 files");
    ck_assert_uint_eq(catalog_error_violation_count(error), 2);
    const struct catalog_violation *first = catalog_error_violation(error, 0);
    ck_assert_str_eq(first->file, path_of("a.yaml"));
    ck_assert_uint_eq(first->line, 3);
    ck_assert_uint_eq(first->column, 1);
    ck_assert_str_eq(first->field, "");
    ck_assert_ptr_nonnull(strstr(first->remedy, "title"));
    ck_assert_str_eq(catalog_error_violation(error, 1)->file, path_of("c.yaml"));
    size_t count = 0;
    (void)catalog_documents_objects(documents, &count);
    ck_assert_uint_eq(count, 1);
    catalog_error_free(error);
    catalog_documents_free(documents);
    remove_folder();
}
END_TEST

START_TEST(test_documents__says_what_is_not_there) {
    make_folder();
    struct catalog_documents *documents = open_documents();
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_documents_read(documents, path_of("none.yaml"), &error), CATALOG_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(catalog_error_message(error), "none.yaml"));
    catalog_error_free(error);
    ck_assert_int_eq(catalog_documents_read(documents, path_of("none.yaml"), NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(catalog_documents_read(documents, folder, NULL), CATALOG_OK);
    catalog_documents_free(documents);
    catalog_documents_free(NULL);
    remove_folder();
}
END_TEST

START_TEST(test_message__writes_what_it_reads) {
    make_folder();
    put_file("lock.yaml", "model: a/f\nrevision: 7\npins:\n  - {kind: threat, name: a/t, version: 1.0.0}\n");
    ProtobufCMessage *lock = NULL;
    struct catalog_error *error = NULL;
    ck_assert_int_eq(catalog_message_read(&catalog__v1__object__descriptor, path_of("lock.yaml"), &lock, &error),
                     CATALOG_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog_error_violation(error, 0)->file, path_of("lock.yaml"));
    catalog_error_free(error);
    ck_assert_int_eq(catalog_message_read(&catalog__v1__lock__descriptor, path_of("lock.yaml"), &lock, NULL),
                     CATALOG_OK);
    char *text = NULL;
    size_t size = 0;
    ck_assert_int_eq(catalog_message_write(lock, CATALOG_FORMAT_YAML, &text, &size, NULL), CATALOG_OK);
    ck_assert_uint_eq(size, strlen(text));
    put_file("again.yaml", text);
    ProtobufCMessage *again = NULL;
    ck_assert_int_eq(catalog_message_read(&catalog__v1__lock__descriptor, path_of("again.yaml"), &again, NULL),
                     CATALOG_OK);
    char *json = NULL;
    char *json_again = NULL;
    ck_assert_int_eq(catalog_message_write(lock, CATALOG_FORMAT_JSON, &json, &size, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_message_write(again, CATALOG_FORMAT_JSON, &json_again, &size, NULL), CATALOG_OK);
    ck_assert_str_eq(json, json_again);
    ck_assert_uint_eq(catalog_message_revision(lock), 0);
    catalog_text_free(text);
    catalog_text_free(json);
    catalog_text_free(json_again);
    catalog_message_free(lock);
    catalog_message_free(again);
    catalog_message_free(NULL);
    remove_folder();
}
END_TEST

START_TEST(test_documents__puts_a_server_s_violation_where_the_field_was_read) {
    struct catalog_documents *documents = open_documents();
    ck_assert_int_eq(catalog_documents_parse(documents, "t.yaml", CATALOG_FORMAT_YAML, THREATS, strlen(THREATS), NULL),
                     CATALOG_OK);
    struct catalog_error *error = error_new(CATALOG_INVALID_ARGUMENT, "INVALID_OBJECT", "");
    struct catalog_violation violations[] = {
        {.object_index = 1, .field = "title"},
        {.object_index = 0, .field = "likelihood"},
        {.object_index = 2, .field = "title"},
    };
    for (size_t i = 0; i < COUNT_OF(violations); i++)
        ck_assert(error_add(error, &violations[i]));
    catalog_documents_locate(documents, 0, error);
    ck_assert_str_eq(catalog_error_violation(error, 0)->file, "t.yaml");
    ck_assert_uint_eq(catalog_error_violation(error, 0)->line, 6);
    ck_assert_uint_eq(catalog_error_violation(error, 1)->line, 1);
    ck_assert_str_eq(catalog_error_violation(error, 2)->file, "");
    catalog_error_free(error);
    catalog_documents_free(documents);
}
END_TEST

TEST_SUITE(documents, test_documents__reads_a_folder_in_order_of_path, test_documents__lists_the_mistakes_of_all_files,
           test_documents__says_what_is_not_there, test_message__writes_what_it_reads,
           test_documents__puts_a_server_s_violation_where_the_field_was_read)
