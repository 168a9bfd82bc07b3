#include "catalog/taxonomies.h"

#include "codec/message.h"
#include "lib/failure.h"
#include "lib/message.h"
#include "lib/pager.h"
#include "model/promote.h"

#include <stdlib.h>

/* An iterator over the field ITEMS of the answers of METHOD. */
#define ITERATOR(name, begin, method, items, type)                                                                     \
    struct catalog_##name##_iterator {                                                                                 \
        struct pager pager;                                                                                            \
    };                                                                                                                 \
    enum catalog_code catalog_##begin(struct catalog_client *client, const Catalog__V1__##method##Request *request,    \
                                      const struct catalog_call_options *options,                                      \
                                      struct catalog_##name##_iterator **ret_iterator,                                 \
                                      struct catalog_error **ret_error) {                                              \
        static const struct pager_kind kind = PAGER_KIND("TaxonomyService/" #method, Catalog__V1__##method##Request,   \
                                                         Catalog__V1__##method##Response, items);                      \
        struct catalog_##name##_iterator *iterator = calloc(1, sizeof *iterator);                                      \
        if (iterator == NULL)                                                                                          \
            return error_no_memory(ret_error);                                                                         \
        enum catalog_code code = pager_init(&iterator->pager, &kind, client, &request->base, options, ret_error);      \
        if (code == CATALOG_OK)                                                                                        \
            *ret_iterator = iterator;                                                                                  \
        else                                                                                                           \
            catalog_##name##_iterator_free(iterator);                                                                  \
        return code;                                                                                                   \
    }                                                                                                                  \
    enum catalog_code catalog_##name##_iterator_next(struct catalog_##name##_iterator *iterator,                       \
                                                     const Catalog__V1__##type **ret_item,                             \
                                                     struct catalog_error **ret_error) {                               \
        const void *item = NULL;                                                                                       \
        enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);                                       \
        if (code == CATALOG_OK)                                                                                        \
            *ret_item = item;                                                                                          \
        return code;                                                                                                   \
    }                                                                                                                  \
    void catalog_##name##_iterator_free(struct catalog_##name##_iterator *iterator) {                                  \
        if (iterator == NULL)                                                                                          \
            return;                                                                                                    \
        pager_done(&iterator->pager);                                                                                  \
        free(iterator);                                                                                                \
    }

ITERATOR(taxonomy, list_taxonomies, ListTaxonomies, taxonomies, Taxonomy)
ITERATOR(entry, list_taxonomy_entries, ListTaxonomyEntries, entries, TaxonomyEntry)
ITERATOR(taxonomy_difference, diff_taxonomies, DiffTaxonomies, differences, TaxonomyDifference)

enum catalog_code catalog_promote(const Catalog__V1__GetTaxonomyEntryResponse *entry, const char *name_space,
                                  Catalog__V1__ApplyObjectsRequest **ret_request, struct catalog_error **ret_error) {
    Catalog__V1__ApplyObjectsRequest request;
    ProtobufCMessage *copy = NULL;
    struct arena arena;
    struct arena owner;
    struct problem problem;
    enum catalog_code code = CATALOG_OK;
    catalog__v1__apply_objects_request__init(&request);
    arena_init(&arena, 0);
    arena_init(&owner, 0);
    problem_init(&problem, NULL);
    status_code status = promote(entry, name_space, &arena, &request.objects, &request.n_objects, &problem);
    if (status == STATUS_OK)
        status = message_copy(&request.base, &owner, &copy, &problem);
    ProtobufCMessage *owned = status == STATUS_OK ? message_own(&owner, copy, 0) : NULL;
    if (status != STATUS_OK)
        code = error_from_problem(ret_error, &problem);
    else if (owned == NULL)
        code = error_no_memory(ret_error);
    else
        *ret_request = (Catalog__V1__ApplyObjectsRequest *)(void *)owned;
    arena_done(&owner);
    arena_done(&arena);
    return code;
}
