#include "catalog/workload.h"

#include "lib/failure.h"
#include "lib/pager.h"

#include <stdlib.h>

struct catalog_workload_iterator {
    struct pager pager;
};

static const struct pager_kind workloads_kind = PAGER_KIND(
    "WorkloadService/ListWorkloads", Catalog__V1__ListWorkloadsRequest, Catalog__V1__ListWorkloadsResponse, workloads);

enum catalog_code catalog_list_workloads(struct catalog_client *client,
                                         const Catalog__V1__ListWorkloadsRequest *request,
                                         const struct catalog_call_options *options,
                                         struct catalog_workload_iterator **ret_iterator,
                                         struct catalog_error **ret_error) {
    struct catalog_workload_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = pager_init(&iterator->pager, &workloads_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_workload_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_workload_iterator_next(struct catalog_workload_iterator *iterator,
                                                 const Catalog__V1__WorkloadSummary **ret_workload,
                                                 struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_workload = item;
    return code;
}

void catalog_workload_iterator_free(struct catalog_workload_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}
