#include "support/test.h"

#include "catalog/catalog.h"
#include "lib/cache.h"
#include "lib/envelope.h"
#include "support/scarce.h"
#include "unit/client/double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More allocations than any of the steps below takes. */
#define ALLOCATIONS_MAX 5000

/* Does something that needs memory and undoes it. */
typedef enum catalog_code (*step_function)(struct catalog_error **ret_error);

/* Runs STEP with its first, second, ... allocation failing, until it needs no more. */
static void starve(step_function step) {
    for (unsigned i = 0; i < ALLOCATIONS_MAX; i++) {
        struct catalog_error *error = NULL;
        scarce_begin(i);
        enum catalog_code code = step(&error);
        bool has_failed = scarce_end();
        if (code != CATALOG_OK)
            ck_assert_ptr_nonnull(catalog_error_reason(error));
        catalog_error_free(error);
        if (!has_failed) {
            ck_assert_int_eq(code, CATALOG_OK);
            return;
        }
        ck_assert_msg(code == CATALOG_OK || code == CATALOG_RESOURCE_EXHAUSTED, "allocation %u: %s", i,
                      catalog_code_name(code));
    }
    ck_abort_msg("no end of allocations");
}

static enum catalog_code read_documents(struct catalog_error **ret_error) {
    static const char text[] = "kind: control\nname: a/c\ntitle: C\n---\nkind: threat\nname: a/t\n";
    struct catalog_documents *documents = NULL;
    enum catalog_code code = catalog_documents_new(&documents, ret_error);
    if (code == CATALOG_OK)
        code = catalog_documents_parse(documents, "x.yaml", CATALOG_FORMAT_YAML, text, strlen(text), ret_error);
    catalog_documents_free(documents);
    return code;
}

static enum catalog_code hold_a_taxonomy(struct catalog_error **ret_error) {
    struct catalog_taxonomy_import *import = NULL;
    Catalog__V1__Taxonomy taxonomy;
    Catalog__V1__TaxonomyEntry entry;
    Catalog__V1__TaxonomyItem item;
    char word[] = "cwe";
    catalog__v1__taxonomy__init(&taxonomy);
    catalog__v1__taxonomy_entry__init(&entry);
    catalog__v1__taxonomy_item__init(&item);
    taxonomy.scheme = entry.id = word;
    item.item_case = CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    item.entry = &entry;
    enum catalog_code code = catalog_begin_taxonomy_import(NULL, &taxonomy, NULL, &import, ret_error);
    for (int i = 0; i < 200 && code == CATALOG_OK; i++)
        code = catalog_taxonomy_import_add(import, &item, ret_error);
    catalog_taxonomy_import_free(import);
    return code;
}

/* Mistakes are what it finds: that counts as whole. */
static enum catalog_code read_wrong_documents(struct catalog_error **ret_error) {
    static const char text[] = "kind: control\nname: 7\ntitel: C\n";
    struct catalog_documents *documents = NULL;
    enum catalog_code code = catalog_documents_new(&documents, ret_error);
    if (code == CATALOG_OK)
        code = catalog_documents_parse(documents, "x.yaml", CATALOG_FORMAT_YAML, text, strlen(text), ret_error);
    catalog_documents_free(documents);
    return code == CATALOG_INVALID_ARGUMENT ? CATALOG_OK : code;
}

static enum catalog_code write_message(struct catalog_error **ret_error) {
    Catalog__V1__CheckHealthResponse message;
    catalog__v1__check_health_response__init(&message);
    message.server_version = (char[]){"0.1.0"};
    char *text = NULL;
    size_t size = 0;
    enum catalog_code code = catalog_message_write(&message.base, CATALOG_FORMAT_JSON, &text, &size, ret_error);
    catalog_text_free(text);
    return code;
}

/* An answer with a status or with a payload. */
static enum catalog_code read_answer(bool is_failure, struct catalog_error **ret_error) {
    Catalog__V1__FieldViolation violation;
    catalog__v1__field_violation__init(&violation);
    Catalog__V1__FieldViolation *violations[] = {&violation};
    Catalog__V1__Status status;
    catalog__v1__status__init(&status);
    Catalog__V1__Response envelope;
    catalog__v1__response__init(&envelope);
    uint8_t payload[] = {0x08, 0x01};
    uint8_t frame[64];
    status.code = CATALOG__V1__CODE__CODE_NOT_FOUND;
    status.n_violations = 1;
    status.violations = violations;
    envelope.status = is_failure ? &status : NULL;
    envelope.payload.data = payload;
    envelope.payload.len = is_failure ? 0 : sizeof payload;
    size_t size = protobuf_c_message_pack(&envelope.base, frame);
    ProtobufCMessage *response = NULL;
    enum catalog_code code =
        envelope_read(slice_of(frame, size), &catalog__v1__check_health_response__descriptor, &response, ret_error);
    catalog_message_free(response);
    return code;
}

static enum catalog_code read_success(struct catalog_error **ret_error) {
    return read_answer(false, ret_error);
}

static enum catalog_code read_failure(struct catalog_error **ret_error) {
    enum catalog_code code = read_answer(true, ret_error);
    return code == CATALOG_NOT_FOUND ? CATALOG_OK : code;
}

static enum catalog_code open_client(struct catalog_error **ret_error) {
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    options.tls_ca_file = "ca.pem";
    options.tls_cert_file = "client.pem";
    struct catalog_client *client = NULL;
    enum catalog_code code = catalog_client_open("ipc:///a,tls+tcp://b:1", &options, &client, ret_error);
    catalog_client_close(client);
    return code;
}

START_TEST(test_scarce__memory_is_an_error_and_nothing_is_lost) {
    static const step_function steps[] = {read_documents, read_wrong_documents, write_message,  read_success,
                                          read_failure,   open_client,          hold_a_taxonomy};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        starve(steps[i]);
}
END_TEST

static struct double_server server;

static void answer(struct double_server *self, struct double_call *call) {
    (void)self;
    Catalog__V1__ListVersionsResponse response;
    catalog__v1__list_versions_response__init(&response);
    double_reply(call, &response.base, 1);
}

static enum catalog_code list_versions(struct catalog_error **ret_error) {
    Catalog__V1__ListVersionsRequest request;
    catalog__v1__list_versions_request__init(&request);
    struct catalog_client *client = NULL;
    struct catalog_version_iterator *iterator = NULL;
    const Catalog__V1__ObjectVersion *version = NULL;
    request.name = (char[]){"a/b"};
    enum catalog_code code = catalog_client_open(server.url, NULL, &client, ret_error);
    if (code == CATALOG_OK)
        code = catalog_list_versions(client, &request, NULL, &iterator, ret_error);
    if (code == CATALOG_OK)
        code = catalog_version_iterator_next(iterator, &version, ret_error);
    catalog_version_iterator_free(iterator);
    catalog_client_close(client);
    return code;
}

START_TEST(test_scarce__memory_ends_a_call_and_not_the_client) {
    double_start(&server, answer);
    starve(list_versions);
    double_stop(&server);
}
END_TEST

TEST_SUITE(scarce, test_scarce__memory_is_an_error_and_nothing_is_lost,
           test_scarce__memory_ends_a_call_and_not_the_client)
