#include "catalog/objects.h"

#include "lib/failure.h"
#include "lib/pager.h"

#include <stdlib.h>

struct catalog_object_iterator {
    struct pager pager;
};

struct catalog_version_iterator {
    struct pager pager;
};

static const struct pager_kind objects_kind = PAGER_KIND("CatalogService/ListObjects", Catalog__V1__ListObjectsRequest,
                                                         Catalog__V1__ListObjectsResponse, objects);

static const struct pager_kind versions_kind = PAGER_KIND(
    "CatalogService/ListVersions", Catalog__V1__ListVersionsRequest, Catalog__V1__ListVersionsResponse, versions);

enum catalog_code catalog_list_objects(struct catalog_client *client, const Catalog__V1__ListObjectsRequest *request,
                                       const struct catalog_call_options *options,
                                       struct catalog_object_iterator **ret_iterator,
                                       struct catalog_error **ret_error) {
    struct catalog_object_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = pager_init(&iterator->pager, &objects_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_object_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_object_iterator_next(struct catalog_object_iterator *iterator,
                                               const Catalog__V1__ObjectSummary **ret_object,
                                               struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_object = item;
    return code;
}

void catalog_object_iterator_free(struct catalog_object_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}

enum catalog_code catalog_list_versions(struct catalog_client *client, const Catalog__V1__ListVersionsRequest *request,
                                        const struct catalog_call_options *options,
                                        struct catalog_version_iterator **ret_iterator,
                                        struct catalog_error **ret_error) {
    struct catalog_version_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = pager_init(&iterator->pager, &versions_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_version_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_version_iterator_next(struct catalog_version_iterator *iterator,
                                                const Catalog__V1__ObjectVersion **ret_version,
                                                struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_version = item;
    return code;
}

void catalog_version_iterator_free(struct catalog_version_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}
