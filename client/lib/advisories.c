#include "catalog/advisories.h"

#include "lib/failure.h"
#include "lib/pager.h"

#include <stdlib.h>

struct catalog_advisory_iterator {
    struct pager pager;
};

static const struct pager_kind advisories_kind =
    PAGER_KIND("AdvisoryService/ListAdvisories", Catalog__V1__ListAdvisoriesRequest,
               Catalog__V1__ListAdvisoriesResponse, advisories);

enum catalog_code catalog_list_advisories(struct catalog_client *client,
                                          const Catalog__V1__ListAdvisoriesRequest *request,
                                          const struct catalog_call_options *options,
                                          struct catalog_advisory_iterator **ret_iterator,
                                          struct catalog_error **ret_error) {
    struct catalog_advisory_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = pager_init(&iterator->pager, &advisories_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_advisory_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_advisory_iterator_next(struct catalog_advisory_iterator *iterator,
                                                 const Catalog__V1__Advisory **ret_advisory,
                                                 struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_advisory = item;
    return code;
}

void catalog_advisory_iterator_free(struct catalog_advisory_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}
