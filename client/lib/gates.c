#include "catalog/gates.h"

#include "lib/failure.h"
#include "lib/pager.h"

#include <stdlib.h>

struct catalog_gate_record_iterator {
    struct pager pager;
};

static const struct pager_kind gate_records_kind = PAGER_KIND(
    "GateService/ListGateRecords", Catalog__V1__ListGateRecordsRequest, Catalog__V1__ListGateRecordsResponse, records);

enum catalog_code catalog_list_gate_records(struct catalog_client *client,
                                            const Catalog__V1__ListGateRecordsRequest *request,
                                            const struct catalog_call_options *options,
                                            struct catalog_gate_record_iterator **ret_iterator,
                                            struct catalog_error **ret_error) {
    struct catalog_gate_record_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code =
        pager_init(&iterator->pager, &gate_records_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_gate_record_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_gate_record_iterator_next(struct catalog_gate_record_iterator *iterator,
                                                    const Catalog__V1__GateRecord **ret_record,
                                                    struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_record = item;
    return code;
}

void catalog_gate_record_iterator_free(struct catalog_gate_record_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}
