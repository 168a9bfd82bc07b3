#include "catalog/upgrade.h"

#include "lib/failure.h"
#include "lib/message.h"
#include "model/upgrade.h"

#include <stdlib.h>
#include <string.h>

#define METHOD "catalog.v1.UpgradeService/ListOutdated"

typedef Catalog__V1__ListOutdatedResponse list_message;

/* What is in MORE after what is in ALL, in ARENA. NULL: no memory. */
static void *joined(struct arena *arena, void *all, size_t count, void *more, size_t more_count) {
    void **both = ARENA_ARRAY(arena, void *, count + more_count + 1);
    if (both == NULL)
        return NULL;
    if (count > 0)
        memcpy(both, all, count * sizeof *both);
    if (more_count > 0)
        memcpy(both + count, more, more_count * sizeof *both);
    return both;
}

/* PAGE goes with RESPONSE from here on: its pins and steps are pointed at. */
static enum catalog_code add_page(list_message *response, list_message *page, struct catalog_error **ret_error) {
    struct arena *arena = message_arena(response);
    message_attach(response, page);
    if (strcmp(page->next_page_token, response->next_page_token) == 0)
        return error_set(ret_error, CATALOG_DATA_LOSS, "PAGE_REPEATED", "the server names a page as its own successor");
    Catalog__V1__OutdatedPin **pins = joined(arena, response->pins, response->n_pins, page->pins, page->n_pins);
    Catalog__V1__UpgradeStep **steps = joined(arena, response->steps, response->n_steps, page->steps, page->n_steps);
    if (pins == NULL || steps == NULL)
        return error_no_memory(ret_error);
    response->pins = pins;
    response->n_pins += page->n_pins;
    response->steps = steps;
    response->n_steps += page->n_steps;
    response->next_page_token = page->next_page_token;
    return CATALOG_OK;
}

static enum catalog_code complete(struct catalog_client *client, const Catalog__V1__ListOutdatedRequest *request,
                                  const struct catalog_call_options *options, list_message *response,
                                  struct catalog_error **ret_error) {
    Catalog__V1__ListOutdatedRequest next = *request;
    enum catalog_code code = CATALOG_OK;
    while (code == CATALOG_OK && response->next_page_token[0] != '\0') {
        ProtobufCMessage *page = NULL;
        next.page_token = response->next_page_token;
        code = catalog_call(client, METHOD, &next.base, options, &page, ret_error);
        if (code == CATALOG_OK)
            code = add_page(response, (list_message *)(void *)page, ret_error);
    }
    return code;
}

static int compare_steps(const void *left, const void *right) {
    return upgrade_step_compare(*(const Catalog__V1__UpgradeStep *const *)left,
                                *(const Catalog__V1__UpgradeStep *const *)right);
}

enum catalog_code catalog_list_outdated(struct catalog_client *client, const Catalog__V1__ListOutdatedRequest *request,
                                        const struct catalog_call_options *options,
                                        Catalog__V1__ListOutdatedResponse **ret_response,
                                        struct catalog_error **ret_error) {
    ProtobufCMessage *message = NULL;
    enum catalog_code code = catalog_call(client, METHOD, &request->base, options, &message, ret_error);
    if (code != CATALOG_OK)
        return code;
    list_message *response = (list_message *)(void *)message;
    code = complete(client, request, options, response, ret_error);
    if (code != CATALOG_OK) {
        catalog_message_free(response);
        return code;
    }
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
