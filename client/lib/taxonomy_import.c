#include "catalog/taxonomies.h"

#include "base/limits.h"
#include "lib/failure.h"
#include "lib/request_id.h"
#include "lib/upload_parts.h"

#include <stdlib.h>

/* A tag and a length before each item, and in it before what it is. */
#define ITEM_HEAD_BYTES 12

/* One import under way. */
struct upload {
    struct catalog_client *client;
    const Catalog__V1__TaxonomyDocument *document;
    const struct catalog_import_options *options;
    Catalog__V1__TaxonomyItem *items; /* the entries, then the mappings */
    Catalog__V1__TaxonomyItem **list; /* of them */
    size_t count;
    char id[REQUEST_ID_BYTES];
};

static void add_item(struct upload *upload, Catalog__V1__TaxonomyItem__ItemCase kind, ProtobufCMessage *message) {
    Catalog__V1__TaxonomyItem *item = &upload->items[upload->count];
    catalog__v1__taxonomy_item__init(item);
    item->item_case = kind;
    item->entry = (Catalog__V1__TaxonomyEntry *)message;
    upload->list[upload->count++] = item;
}

static enum catalog_code list_items(struct upload *upload, struct catalog_error **ret_error) {
    const Catalog__V1__TaxonomyDocument *document = upload->document;
    size_t count = document->n_entries + document->n_mappings;
    if (count > LIMIT_UPLOAD_OBJECTS)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "TOO_MANY_ITEMS",
                         "%zu entries and mappings; one import takes at most %d", count, LIMIT_UPLOAD_OBJECTS);
    upload->items = calloc(count + 1, sizeof *upload->items);
    upload->list = calloc(count + 1, sizeof *upload->list);
    if (upload->items == NULL || upload->list == NULL)
        return error_no_memory(ret_error);
    for (size_t i = 0; i < document->n_entries; i++)
        add_item(upload, CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY, &document->entries[i]->base);
    for (size_t i = 0; i < document->n_mappings; i++)
        add_item(upload, CATALOG__V1__TAXONOMY_ITEM__ITEM_MAPPING, &document->mappings[i]->base);
    return CATALOG_OK;
}

static enum catalog_code measure(const struct upload *upload, struct load *ret_load, struct catalog_error **ret_error) {
    struct load load = {0};
    for (size_t i = 0; i < upload->count; i++) {
        const struct load item = load_of(&upload->list[i]->base, ITEM_HEAD_BYTES);
        if (!load_is_one_part(item))
            return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "ENTRY_TOO_LARGE",
                             "item %zu has %zu bytes; an entry may have at most %lu", i, item.bytes,
                             LIMIT_OBJECT_BYTES);
        load = load_sum(load, item);
    }
    if (load.bytes > LIMIT_UPLOAD_BYTES)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "UPLOAD_TOO_LARGE",
                         "%zu bytes; one import takes at most %lu", load.bytes, LIMIT_UPLOAD_BYTES);
    *ret_load = load;
    return CATALOG_OK;
}

static enum catalog_code send_part(void *context, size_t first, size_t count, struct catalog_error **ret_error) {
    struct upload *upload = context;
    Catalog__V1__StageTaxonomyRequest request;
    catalog__v1__stage_taxonomy_request__init(&request);
    request.upload_id = upload->id;
    request.offset = (uint32_t)first;
    request.n_items = count;
    request.items = upload->list + first;
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(upload->client, "catalog.v1.TaxonomyService/StageTaxonomy", &request.base,
                                          &upload->options->call, &response, ret_error);
    catalog_message_free(response);
    return code;
}

static enum catalog_code send_all(struct upload *upload, struct catalog_error **ret_error) {
    const struct upload_parts parts = {.messages = (ProtobufCMessage *const *)(const void *)upload->list,
                                       .count = upload->count,
                                       .head_bytes = ITEM_HEAD_BYTES,
                                       .send = send_part,
                                       .context = upload,
                                       .progress = upload->options->progress,
                                       .progress_context = upload->options->progress_context};
    request_id_make(upload->id);
    return upload_parts_send(&parts, ret_error);
}

static enum catalog_code import(struct upload *upload, bool is_staged,
                                Catalog__V1__ImportTaxonomyResponse **ret_response, struct catalog_error **ret_error) {
    Catalog__V1__ImportTaxonomyRequest request;
    catalog__v1__import_taxonomy_request__init(&request);
    if (upload->options->request_id != NULL)
        request.request_id = (char *)(uintptr_t)upload->options->request_id;
    request.taxonomy = upload->document->taxonomy;
    request.validate_only = upload->options->validate_only != 0;
    if (is_staged) {
        request.upload_id = upload->id;
    } else {
        request.n_items = upload->count;
        request.items = upload->list;
    }
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(upload->client, "catalog.v1.TaxonomyService/ImportTaxonomy", &request.base,
                                          &upload->options->call, &response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__ImportTaxonomyResponse *)(void *)response;
    return code;
}

enum catalog_code catalog_import_taxonomy(struct catalog_client *client, const Catalog__V1__TaxonomyDocument *document,
                                          const struct catalog_import_options *options,
                                          Catalog__V1__ImportTaxonomyResponse **ret_response,
                                          struct catalog_error **ret_error) {
    static const struct catalog_import_options defaults = CATALOG_IMPORT_OPTIONS_INIT;
    struct upload upload = {.client = client, .document = document, .options = options == NULL ? &defaults : options};
    if (upload.options->version != CATALOG_IMPORT_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_IMPORT_OPTIONS_INIT",
                         upload.options->version, CATALOG_IMPORT_OPTIONS_VERSION);
    struct load load = {0};
    enum catalog_code code = list_items(&upload, ret_error);
    if (code == CATALOG_OK)
        code = measure(&upload, &load, ret_error);
    bool is_staged = !load_is_one_part(load);
    if (code == CATALOG_OK && is_staged)
        code = send_all(&upload, ret_error);
    if (code == CATALOG_OK)
        code = import(&upload, is_staged, ret_response, ret_error);
    free(upload.items);
    free(upload.list);
    return code;
}
