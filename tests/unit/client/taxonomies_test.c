#include "support/test.h"

#include "base/limits.h"
#include "catalog/catalog.h"
#include "unit/client/double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct double_server server;
static struct catalog_client *client;

/* What an import did at the server. */
struct received {
    unsigned parts;
    uint32_t items; /* staged, or in the import itself */
    bool is_staged;
    char upload_id[80];
};

static void begin(void (*handle)(struct double_server *, struct double_call *), void *context) {
    double_start(&server, handle);
    server.context = context;
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
}

static void end(void) {
    catalog_client_close(client);
    double_stop(&server);
}

static void take_part(struct received *received, struct double_call *call) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__stage_taxonomy_request__descriptor);
    const Catalog__V1__StageTaxonomyRequest *request = (const void *)message;
    Catalog__V1__StageTaxonomyResponse response;
    catalog__v1__stage_taxonomy_response__init(&response);
    ck_assert_uint_eq(request->offset, received->items);
    ck_assert(received->parts == 0 || strcmp(request->upload_id, received->upload_id) == 0);
    snprintf(received->upload_id, sizeof received->upload_id, "%s", request->upload_id);
    received->parts++;
    received->items += (uint32_t)request->n_items;
    response.item_count = received->items;
    double_reply(call, &response.base, 0);
    protobuf_c_message_free_unpacked(message, NULL);
}

static void take_import(struct received *received, struct double_call *call) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__import_taxonomy_request__descriptor);
    const Catalog__V1__ImportTaxonomyRequest *request = (const void *)message;
    Catalog__V1__ImportTaxonomyResponse response;
    catalog__v1__import_taxonomy_response__init(&response);
    ck_assert_str_ne(request->request_id, "");
    ck_assert_str_eq(request->taxonomy->scheme, "cwe");
    received->is_staged = request->upload_id[0] != '\0';
    if (received->is_staged)
        ck_assert_str_eq(request->upload_id, received->upload_id);
    else
        received->items = (uint32_t)request->n_items;
    response.taxonomy = request->taxonomy;
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

static void answer_import(struct double_server *self, struct double_call *call) {
    if (strcmp(call->envelope->method, "catalog.v1.TaxonomyService/StageTaxonomy") == 0)
        take_part(self->context, call);
    else
        take_import(self->context, call);
}

#define ENTRIES 10

static char scheme[] = "cwe";
static char release[] = "4.15";

/* Imports ENTRIES entries, each with a text of TEXT_BYTES and PARENT_COUNT parents, and a mapping. */
static struct received import(size_t text_bytes, size_t parent_count) {
    struct received received = {0};
    static Catalog__V1__TaxonomyEntry entries[ENTRIES];
    static Catalog__V1__TaxonomyEntry *list[ENTRIES];
    Catalog__V1__TaxonomyDocument document;
    Catalog__V1__Taxonomy taxonomy;
    Catalog__V1__TaxonomyMapping mapping;
    Catalog__V1__TaxonomyMapping *mappings[] = {&mapping};
    Catalog__V1__ImportTaxonomyResponse *response = NULL;
    char *text = malloc(text_bytes + 1);
    char **parents = malloc((parent_count + 1) * sizeof *parents);
    for (size_t i = 0; i < parent_count; i++)
        parents[i] = scheme;
    memset(text, 'a', text_bytes);
    text[text_bytes] = '\0';
    catalog__v1__taxonomy_document__init(&document);
    catalog__v1__taxonomy__init(&taxonomy);
    catalog__v1__taxonomy_mapping__init(&mapping);
    taxonomy.scheme = scheme;
    taxonomy.release = release;
    for (size_t i = 0; i < ENTRIES; i++) {
        catalog__v1__taxonomy_entry__init(&entries[i]);
        entries[i].text = text;
        entries[i].parents = parents;
        entries[i].n_parents = parent_count;
        list[i] = &entries[i];
    }
    document.taxonomy = &taxonomy;
    document.entries = list;
    document.n_entries = ENTRIES;
    document.mappings = mappings;
    document.n_mappings = 1;
    begin(answer_import, &received);
    ck_assert_int_eq(catalog_import_taxonomy(client, &document, NULL, &response, NULL), CATALOG_OK);
    ck_assert_str_eq(response->taxonomy->release, "4.15");
    catalog_message_free(response);
    end();
    free(text);
    free(parents);
    return received;
}

START_TEST(test_taxonomies__go_in_one_message_where_they_fit) {
    struct received received = import(10, 0);
    ck_assert(!received.is_staged);
    ck_assert_uint_eq(received.items, ENTRIES + 1);
}
END_TEST

START_TEST(test_taxonomies__go_in_parts_where_they_do_not) {
    struct received received = import(LIMIT_OBJECT_BYTES / 2, 0);
    ck_assert(received.is_staged);
    ck_assert_uint_eq(received.parts, 2);
    ck_assert_uint_eq(received.items, ENTRIES + 1);
}
END_TEST

START_TEST(test_taxonomies__go_in_parts_of_as_many_values_as_a_message_holds) {
    struct received received = import(10, LIMIT_OBJECT_ITEMS / 2);
    ck_assert(received.is_staged);
    ck_assert_uint_eq(received.parts, ENTRIES);
    ck_assert_uint_eq(received.items, ENTRIES + 1);
}
END_TEST

/* Adds COUNT entries with texts of TEXT_BYTES, finishes, and says what the server got. */
static struct received import_as_it_is_read(size_t count, size_t text_bytes) {
    struct received received = {0};
    struct catalog_taxonomy_import *import = NULL;
    Catalog__V1__ImportTaxonomyResponse *response = NULL;
    Catalog__V1__Taxonomy taxonomy;
    Catalog__V1__TaxonomyEntry entry;
    Catalog__V1__TaxonomyItem item;
    char *text = calloc(1, text_bytes + 1);
    catalog__v1__taxonomy__init(&taxonomy);
    catalog__v1__taxonomy_entry__init(&entry);
    catalog__v1__taxonomy_item__init(&item);
    taxonomy.scheme = scheme;
    item.item_case = CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    item.entry = &entry;
    entry.text = text;
    begin(answer_import, &received);
    ck_assert_int_eq(catalog_begin_taxonomy_import(client, &taxonomy, NULL, &import, NULL), CATALOG_OK);
    for (size_t i = 0; i < count; i++) {
        memset(text, 'a', text_bytes);
        ck_assert_int_eq(catalog_taxonomy_import_add(import, &item, NULL), CATALOG_OK);
        memset(text, '\0', text_bytes);
    }
    ck_assert_int_eq(catalog_taxonomy_import_finish(import, &response, NULL), CATALOG_OK);
    catalog_message_free(response);
    catalog_taxonomy_import_free(import);
    catalog_taxonomy_import_free(NULL);
    end();
    free(text);
    return received;
}

START_TEST(test_taxonomies__that_are_imported_as_they_are_read_go_in_parts) {
    struct received received = import_as_it_is_read(3, 10);
    ck_assert(!received.is_staged);
    ck_assert_uint_eq(received.items, 3);
    received = import_as_it_is_read(13, LIMIT_OBJECT_BYTES / 2);
    ck_assert(received.is_staged);
    ck_assert_uint_eq(received.parts, 3);
    ck_assert_uint_eq(received.items, 13);
}
END_TEST

START_TEST(test_taxonomies__that_are_too_large_are_refused) {
    struct catalog_taxonomy_import *import = NULL;
    struct catalog_error *error = NULL;
    struct received received = {0};
    Catalog__V1__TaxonomyEntry entry;
    Catalog__V1__TaxonomyItem item;
    catalog__v1__taxonomy_entry__init(&entry);
    catalog__v1__taxonomy_item__init(&item);
    item.item_case = CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    item.entry = &entry;
    begin(answer_import, &received);
    ck_assert_int_eq(catalog_begin_taxonomy_import(client, NULL, NULL, &import, NULL), CATALOG_OK);
    for (size_t i = 0; i < LIMIT_TAXONOMY_ITEMS; i++)
        ck_assert_int_eq(catalog_taxonomy_import_add(import, &item, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_taxonomy_import_add(import, &item, &error), CATALOG_RESOURCE_EXHAUSTED);
    catalog_error_free(error);
    error = NULL;
    catalog_taxonomy_import_free(import);
    char *text = malloc(4 * MIB);
    memset(text, 'a', 4 * MIB - 1);
    text[4 * MIB - 1] = '\0';
    entry.text = text;
    ck_assert_int_eq(catalog_begin_taxonomy_import(client, NULL, NULL, &import, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_taxonomy_import_add(import, &item, &error), CATALOG_INVALID_ARGUMENT);
    catalog_error_free(error);
    catalog_taxonomy_import_free(import);
    end();
    free(text);
}
END_TEST

START_TEST(test_taxonomies__with_options_of_another_version_are_refused) {
    struct catalog_import_options options = CATALOG_IMPORT_OPTIONS_INIT;
    Catalog__V1__TaxonomyDocument document;
    Catalog__V1__ImportTaxonomyResponse *response = NULL;
    struct received received = {0};
    catalog__v1__taxonomy_document__init(&document);
    options.version = CATALOG_IMPORT_OPTIONS_VERSION + 1;
    begin(answer_import, &received);
    ck_assert_int_eq(catalog_import_taxonomy(client, &document, &options, &response, NULL), CATALOG_INVALID_ARGUMENT);
    ck_assert_ptr_null(response);
    end();
}
END_TEST

/* Two pages of one entry each. */
static void answer_entries(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_taxonomy_entries_request__descriptor);
    const Catalog__V1__ListTaxonomyEntriesRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListTaxonomyEntriesResponse response;
    Catalog__V1__TaxonomyEntry entry;
    Catalog__V1__TaxonomyEntry *entries[] = {&entry};
    catalog__v1__list_taxonomy_entries_response__init(&response);
    catalog__v1__taxonomy_entry__init(&entry);
    entry.id = is_first ? (char[]){"CWE-20"} : (char[]){"CWE-79"};
    response.entries = entries;
    response.n_entries = 1;
    response.next_page_token = is_first ? (char[]){"more"} : (char[]){""};
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_taxonomies__entries_are_listed_to_the_end) {
    static const char *const ids[] = {"CWE-20", "CWE-79"};
    Catalog__V1__ListTaxonomyEntriesRequest request;
    struct catalog_entry_iterator *iterator = NULL;
    const Catalog__V1__TaxonomyEntry *entry = NULL;
    begin(answer_entries, NULL);
    catalog__v1__list_taxonomy_entries_request__init(&request);
    ck_assert_int_eq(catalog_list_taxonomy_entries(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(catalog_entry_iterator_next(iterator, &entry, NULL), CATALOG_OK);
        ck_assert_str_eq(entry->id, ids[i]);
    }
    ck_assert_int_eq(catalog_entry_iterator_next(iterator, &entry, NULL), CATALOG_OK);
    ck_assert_ptr_null(entry);
    catalog_entry_iterator_free(iterator);
    catalog_entry_iterator_free(NULL);
    end();
}
END_TEST

START_TEST(test_taxonomies__are_promoted_without_a_server) {
    Catalog__V1__GetTaxonomyEntryResponse found;
    Catalog__V1__Taxonomy taxonomy;
    Catalog__V1__TaxonomyEntry entry;
    Catalog__V1__ApplyObjectsRequest *drafts = NULL;
    struct catalog_error *error = NULL;
    char id[] = "CWE-79";
    catalog__v1__get_taxonomy_entry_response__init(&found);
    catalog__v1__taxonomy__init(&taxonomy);
    catalog__v1__taxonomy_entry__init(&entry);
    taxonomy.scheme = scheme;
    entry.id = id;
    found.taxonomy = &taxonomy;
    found.entry = &entry;
    ck_assert_int_eq(catalog_promote(&found, "web", &drafts, &error), CATALOG_OK);
    ck_assert_uint_eq(drafts->n_objects, 1);
    ck_assert_str_eq(catalog_object_name(drafts->objects[0]), "web/cwe-79");
    catalog_message_free(drafts);
    drafts = NULL;
    ck_assert_int_eq(catalog_promote(&found, "Not One", &drafts, &error), CATALOG_INVALID_ARGUMENT);
    ck_assert_ptr_null(drafts);
    catalog_error_free(error);
}
END_TEST

TEST_SUITE(taxonomies, test_taxonomies__go_in_one_message_where_they_fit,
           test_taxonomies__go_in_parts_where_they_do_not,
           test_taxonomies__go_in_parts_of_as_many_values_as_a_message_holds,
           test_taxonomies__that_are_imported_as_they_are_read_go_in_parts,
           test_taxonomies__that_are_too_large_are_refused,
           test_taxonomies__with_options_of_another_version_are_refused, test_taxonomies__entries_are_listed_to_the_end,
           test_taxonomies__are_promoted_without_a_server)
