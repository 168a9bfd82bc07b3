#include "catalog/decisions.h"

#include "lib/failure.h"
#include "lib/pager.h"

#include <stdlib.h>

struct catalog_decision_iterator {
    struct pager pager;
};

static const struct pager_kind decisions_kind = PAGER_KIND(
    "DecisionService/ListDecisions", Catalog__V1__ListDecisionsRequest, Catalog__V1__ListDecisionsResponse, decisions);

enum catalog_code catalog_list_decisions(struct catalog_client *client,
                                         const Catalog__V1__ListDecisionsRequest *request,
                                         const struct catalog_call_options *options,
                                         struct catalog_decision_iterator **ret_iterator,
                                         struct catalog_error **ret_error) {
    struct catalog_decision_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code = pager_init(&iterator->pager, &decisions_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_decision_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_decision_iterator_next(struct catalog_decision_iterator *iterator,
                                                 const Catalog__V1__Decision **ret_decision,
                                                 struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_decision = item;
    return code;
}

void catalog_decision_iterator_free(struct catalog_decision_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}
