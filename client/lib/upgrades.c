#include "catalog/upgrade.h"

#include "lib/failure.h"
#include "lib/message.h"
#include "lib/pages.h"
#include "model/upgrade.h"

#include <stdlib.h>

typedef Catalog__V1__ListOutdatedResponse list_message;

static enum catalog_code add_page(ProtobufCMessage *all, ProtobufCMessage *more, struct catalog_error **ret_error) {
    list_message *response = (list_message *)(void *)all;
    const list_message *page = (const list_message *)(const void *)more;
    struct arena *arena = message_arena(all);
    Catalog__V1__OutdatedPin **pins = pages_join(arena, response->pins, response->n_pins, page->pins, page->n_pins);
    Catalog__V1__UpgradeStep **steps =
        pages_join(arena, response->steps, response->n_steps, page->steps, page->n_steps);
    if (pins == NULL || steps == NULL)
        return error_no_memory(ret_error);
    response->pins = pins;
    response->n_pins += page->n_pins;
    response->steps = steps;
    response->n_steps += page->n_steps;
    return CATALOG_OK;
}

static const struct pages_kind kind = PAGES_KIND("UpgradeService/ListOutdated", Catalog__V1__ListOutdatedRequest,
                                                 Catalog__V1__ListOutdatedResponse, add_page);

static int compare_steps(const void *left, const void *right) {
    return upgrade_step_compare(*(const Catalog__V1__UpgradeStep *const *)left,
                                *(const Catalog__V1__UpgradeStep *const *)right);
}

enum catalog_code catalog_list_outdated(struct catalog_client *client, const Catalog__V1__ListOutdatedRequest *request,
                                        const struct catalog_call_options *options,
                                        Catalog__V1__ListOutdatedResponse **ret_response,
                                        struct catalog_error **ret_error) {
    Catalog__V1__ListOutdatedRequest own = *request;
    ProtobufCMessage *all = NULL;
    enum catalog_code code = pages_gather(&kind, client, &own.base, options, &all, ret_error);
    if (code != CATALOG_OK)
        return code;
    list_message *response = (list_message *)(void *)all;
    if (response->n_steps > 0)
        qsort(response->steps, response->n_steps, sizeof *response->steps, compare_steps);
    *ret_response = response;
    return CATALOG_OK;
}

enum catalog_code catalog_update_lock(struct catalog_client *client, const Catalog__V1__UpdateLockRequest *request,
                                      const struct catalog_call_options *options,
                                      Catalog__V1__UpdateLockResponse **ret_response,
                                      struct catalog_error **ret_error) {
    ProtobufCMessage *response = NULL;
    enum catalog_code code =
        catalog_call(client, "catalog.v1.UpgradeService/UpdateLock", &request->base, options, &response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__UpdateLockResponse *)(void *)response;
    return code;
}
