#include "catalog/taxonomies.h"

#include "base/limits.h"
#include "base/vector.h"
#include "codec/message.h"
#include "lib/failure.h"
#include "lib/request_id.h"
#include "lib/upload_parts.h"

#include <stdlib.h>

/* A tag and a length before each item, and in it before what it is. */
#define ITEM_HEAD_BYTES 12

/* Items are held until a part is full. As long as none was sent they may all go with the import itself. */
struct catalog_taxonomy_import {
    struct catalog_client *client;
    struct catalog_import_options options;
    ProtobufCMessage *taxonomy;
    struct arena arena; /* of what lasts */
    struct arena part;  /* of the items that are held */
    VECTOR(ProtobufCMessage *) items;
    struct load load;  /* of the items that are held */
    struct load total; /* of all so far */
    size_t sent;       /* items */
    size_t expected;   /* items in all; 0: not known */
    char id[REQUEST_ID_BYTES];
};

static Catalog__V1__TaxonomyItem **held(const struct catalog_taxonomy_import *import) {
    return (Catalog__V1__TaxonomyItem **)(void *)import->items.items;
}

static enum catalog_code send_part(struct catalog_taxonomy_import *import, struct catalog_error **ret_error) {
    Catalog__V1__StageTaxonomyRequest request;
    catalog__v1__stage_taxonomy_request__init(&request);
    request.upload_id = import->id;
    request.offset = (uint32_t)import->sent;
    request.n_items = import->items.count;
    request.items = held(import);
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(import->client, "catalog.v1.TaxonomyService/StageTaxonomy", &request.base,
                                          &import->options.call, &response, ret_error);
    catalog_message_free(response);
    if (code != CATALOG_OK)
        return code;
    import->sent += import->items.count;
    import->items.count = import->items.capacity = 0;
    import->load = (struct load){0};
    arena_reset(&import->part);
    if (import->options.progress != NULL)
        import->options.progress(import->options.progress_context, import->sent, import->expected);
    return CATALOG_OK;
}

static enum catalog_code check(const struct catalog_taxonomy_import *import, struct load item,
                               struct catalog_error **ret_error) {
    size_t count = import->sent + import->items.count;
    if (!load_is_one_part(item))
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "ENTRY_TOO_LARGE",
                         "item %zu has %zu bytes; an entry may have at most %lu", count, item.bytes,
                         LIMIT_OBJECT_BYTES);
    if (count == LIMIT_TAXONOMY_ITEMS)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "TOO_MANY_ITEMS",
                         "more than %d entries and mappings; one import takes no more", LIMIT_TAXONOMY_ITEMS);
    if (import->total.bytes + item.bytes > LIMIT_UPLOAD_BYTES)
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "UPLOAD_TOO_LARGE",
                         "more than %lu bytes; one import takes no more", LIMIT_UPLOAD_BYTES);
    return CATALOG_OK;
}

static enum catalog_code hold(struct catalog_taxonomy_import *import, const Catalog__V1__TaxonomyItem *item,
                              struct catalog_error **ret_error) {
    ProtobufCMessage *copy = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    if (message_copy(&item->base, &import->part, &copy, &problem) != STATUS_OK)
        return error_from_problem(ret_error, &problem);
    return vector_push(&import->part, &import->items, copy) ? CATALOG_OK : error_no_memory(ret_error);
}

enum catalog_code catalog_taxonomy_import_add(struct catalog_taxonomy_import *import,
                                              const Catalog__V1__TaxonomyItem *item, struct catalog_error **ret_error) {
    struct load load = load_of(&item->base, ITEM_HEAD_BYTES);
    enum catalog_code code = check(import, load, ret_error);
    if (code == CATALOG_OK && import->items.count > 0 && !load_is_one_part(load_sum(import->load, load)))
        code = send_part(import, ret_error);
    if (code == CATALOG_OK)
        code = hold(import, item, ret_error);
    if (code != CATALOG_OK)
        return code;
    import->load = load_sum(import->load, load);
    import->total = load_sum(import->total, load);
    return CATALOG_OK;
}

enum catalog_code catalog_taxonomy_import_finish(struct catalog_taxonomy_import *import,
                                                 Catalog__V1__ImportTaxonomyResponse **ret_response,
                                                 struct catalog_error **ret_error) {
    Catalog__V1__ImportTaxonomyRequest request;
    ProtobufCMessage *response = NULL;
    if (import->sent > 0 && import->items.count > 0) {
        enum catalog_code code = send_part(import, ret_error);
        if (code != CATALOG_OK)
            return code;
    }
    catalog__v1__import_taxonomy_request__init(&request);
    if (import->options.request_id != NULL)
        request.request_id = (char *)(uintptr_t)import->options.request_id;
    request.taxonomy = (Catalog__V1__Taxonomy *)import->taxonomy;
    request.validate_only = import->options.validate_only != 0;
    if (import->sent > 0)
        request.upload_id = import->id;
    request.n_items = import->items.count;
    request.items = held(import);
    enum catalog_code code = catalog_call(import->client, "catalog.v1.TaxonomyService/ImportTaxonomy", &request.base,
                                          &import->options.call, &response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__ImportTaxonomyResponse *)(void *)response;
    return code;
}

void catalog_taxonomy_import_free(struct catalog_taxonomy_import *import) {
    if (import == NULL)
        return;
    arena_done(&import->part);
    arena_done(&import->arena);
    free(import);
}

enum catalog_code catalog_begin_taxonomy_import(struct catalog_client *client, const Catalog__V1__Taxonomy *taxonomy,
                                                const struct catalog_import_options *options,
                                                struct catalog_taxonomy_import **ret_import,
                                                struct catalog_error **ret_error) {
    static const struct catalog_import_options defaults = CATALOG_IMPORT_OPTIONS_INIT;
    struct problem problem;
    if (options != NULL && options->version != CATALOG_IMPORT_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_IMPORT_OPTIONS_INIT",
                         options->version, CATALOG_IMPORT_OPTIONS_VERSION);
    struct catalog_taxonomy_import *import = calloc(1, sizeof *import);
    if (import == NULL)
        return error_no_memory(ret_error);
    import->client = client;
    import->options = options == NULL ? defaults : *options;
    arena_init(&import->arena, 0);
    arena_init(&import->part, 0);
    problem_init(&problem, NULL);
    request_id_make(import->id);
    if (taxonomy != NULL && message_copy(&taxonomy->base, &import->arena, &import->taxonomy, &problem) != STATUS_OK) {
        catalog_taxonomy_import_free(import);
        return error_from_problem(ret_error, &problem);
    }
    *ret_import = import;
    return CATALOG_OK;
}

static enum catalog_code add_all(struct catalog_taxonomy_import *import, const Catalog__V1__TaxonomyDocument *document,
                                 struct catalog_error **ret_error) {
    enum catalog_code code = CATALOG_OK;
    Catalog__V1__TaxonomyItem item;
    catalog__v1__taxonomy_item__init(&item);
    import->expected = document->n_entries + document->n_mappings;
    item.item_case = CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    for (size_t i = 0; i < document->n_entries && code == CATALOG_OK; i++) {
        item.entry = document->entries[i];
        code = catalog_taxonomy_import_add(import, &item, ret_error);
    }
    item.item_case = CATALOG__V1__TAXONOMY_ITEM__ITEM_MAPPING;
    for (size_t i = 0; i < document->n_mappings && code == CATALOG_OK; i++) {
        item.mapping = document->mappings[i];
        code = catalog_taxonomy_import_add(import, &item, ret_error);
    }
    return code;
}

enum catalog_code catalog_import_taxonomy(struct catalog_client *client, const Catalog__V1__TaxonomyDocument *document,
                                          const struct catalog_import_options *options,
                                          Catalog__V1__ImportTaxonomyResponse **ret_response,
                                          struct catalog_error **ret_error) {
    struct catalog_taxonomy_import *import = NULL;
    enum catalog_code code = catalog_begin_taxonomy_import(client, document->taxonomy, options, &import, ret_error);
    if (import == NULL)
        return code;
    code = add_all(import, document, ret_error);
    if (code == CATALOG_OK)
        code = catalog_taxonomy_import_finish(import, ret_response, ret_error);
    catalog_taxonomy_import_free(import);
    return code;
}
