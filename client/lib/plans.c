#include "catalog/plan.h"

#include "base/arena.h"
#include "base/string_map.h"
#include "lib/failure.h"
#include "lib/message.h"
#include "model/plan_platform.h"

#include <string.h>

typedef Catalog__V1__PlanOrganisationResponse plan_message;

/* All pages summed up into the first one. */
struct sum {
    struct catalog_client *client;
    const struct catalog_plan_options *options;
    Catalog__V1__PlanOrganisationRequest request;
    plan_message *response;
    struct string_map controls; /* by name, of the response */
};

static enum catalog_code fetch(struct sum *sum, plan_message **ret_page, struct catalog_error **ret_error) {
    ProtobufCMessage *page = NULL;
    enum catalog_code code = catalog_call(sum->client, "catalog.v1.PlanService/PlanOrganisation", &sum->request.base,
                                          &sum->options->call, &page, ret_error);
    if (code == CATALOG_OK)
        *ret_page = (plan_message *)(void *)page;
    return code;
}

static void tell(const struct sum *sum) {
    const plan_message *response = sum->response;
    if (sum->options->progress != NULL)
        sum->options->progress(sum->options->progress_context, response->features, response->features_total);
}

static bool add_control(struct sum *sum, Catalog__V1__PlatformControl *control) {
    Catalog__V1__PlatformControl *total = string_map_get(&sum->controls, control->control);
    return total == NULL ? string_map_put(&sum->controls, control->control, control)
                         : plan_platform_add(total, control, sum->controls.arena);
}

static bool add_notes(plan_message *response, const plan_message *page, struct arena *arena) {
    char **notes = ARENA_ARRAY(arena, char *, response->n_notes + page->n_notes + 1);
    if (notes == NULL)
        return false;
    if (response->n_notes > 0)
        memcpy(notes, response->notes, response->n_notes * sizeof *notes);
    if (page->n_notes > 0)
        memcpy(notes + response->n_notes, page->notes, page->n_notes * sizeof *notes);
    response->notes = notes;
    response->n_notes += page->n_notes;
    return true;
}

/* PAGE goes with the response from here on: its controls are pointed at. */
static enum catalog_code add_page(struct sum *sum, plan_message *page, struct catalog_error **ret_error) {
    message_attach(sum->response, page);
    if (page->next_page_token[0] != '\0' && strcmp(page->next_page_token, sum->request.page_token) == 0)
        return error_set(ret_error, CATALOG_DATA_LOSS, "PAGE_REPEATED", "the server names a page as its own successor");
    for (size_t i = 0; i < page->n_controls; i++) {
        if (!add_control(sum, page->controls[i]))
            return error_no_memory(ret_error);
    }
    sum->request.page_token = page->next_page_token;
    sum->response->features += page->features;
    return add_notes(sum->response, page, sum->controls.arena) ? CATALOG_OK : error_no_memory(ret_error);
}

static enum catalog_code sum_up(struct sum *sum, struct catalog_error **ret_error) {
    plan_message *response = sum->response;
    string_map_init(&sum->controls, message_arena(response));
    for (size_t i = 0; i < response->n_controls; i++) {
        if (!add_control(sum, response->controls[i]))
            return error_no_memory(ret_error);
    }
    sum->request.page_token = response->next_page_token;
    tell(sum);
    while (sum->request.page_token[0] != '\0') {
        plan_message *page;
        enum catalog_code code = fetch(sum, &page, ret_error);
        if (code == CATALOG_OK)
            code = add_page(sum, page, ret_error);
        if (code != CATALOG_OK)
            return code;
        tell(sum);
    }
    return CATALOG_OK;
}

static enum catalog_code rank(struct sum *sum, struct catalog_error **ret_error) {
    plan_message *response = sum->response;
    size_t count = sum->controls.count;
    Catalog__V1__PlatformControl **controls =
        ARENA_ARRAY(sum->controls.arena, Catalog__V1__PlatformControl *, count + 1);
    if (controls == NULL)
        return error_no_memory(ret_error);
    for (size_t i = 0; i < count; i++)
        controls[i] = sum->controls.entries[i].value;
    plan_platform_rank(controls, count);
    response->controls = controls;
    response->n_controls = count;
    response->next_page_token = sum->request.page_token;
    return CATALOG_OK;
}

enum catalog_code catalog_plan_organisation(struct catalog_client *client,
                                            const Catalog__V1__PlanOrganisationRequest *request,
                                            const struct catalog_plan_options *options,
                                            Catalog__V1__PlanOrganisationResponse **ret_response,
                                            struct catalog_error **ret_error) {
    static const struct catalog_plan_options defaults = CATALOG_PLAN_OPTIONS_INIT;
    struct sum sum = {.client = client, .options = options == NULL ? &defaults : options, .request = *request};
    if (sum.options->version != CATALOG_PLAN_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS", "options of version %u are not known",
                         sum.options->version);
    enum catalog_code code = fetch(&sum, &sum.response, ret_error);
    if (code != CATALOG_OK)
        return code;
    code = sum_up(&sum, ret_error);
    if (code == CATALOG_OK)
        code = rank(&sum, ret_error);
    if (code == CATALOG_OK)
        *ret_response = sum.response;
    else
        catalog_message_free(sum.response);
    return code;
}
