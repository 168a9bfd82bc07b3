#include "base/limits.h"
#include "model/plan_platform.h"
#include "model/timestamp.h"
#include "service/features.h"
#include "service/handlers.h"
#include "service/patience.h"

#include "catalog/v1/plan_service.pb-c.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_NS (2 * NS_PER_SECOND) /* of one page, so that whoever asks sees how far it is */

enum call_progress plan_plan_feature(struct service *service, struct call *call) {
    const Catalog__V1__PlanFeatureRequest *request = (const Catalog__V1__PlanFeatureRequest *)call->request;
    struct target target;
    Catalog__V1__PlanFeatureResponse *plan = NULL;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK) {
        struct patience patience = patience_of(call, 0);
        const struct plan_options options = {.resolve = target_options(&target),
                                             .as_planned = request->as_planned,
                                             .is_over = patience_is_over,
                                             .context = &patience};
        if (plan_feature(target.object, &target.view.view, &options, &target.arena, &plan, &call->problem) == STATUS_OK)
            call_reply(call, &plan->base);
    }
    target_end(&target);
    return CALL_DONE;
}

/* ---- The organisation ---- */

/* One page of features. */
struct chunk {
    struct features features;
    struct plan_platform platform;
    struct page_scope scope;
    struct page_token token;
    size_t wanted;
    size_t first;   /* feature of the page */
    size_t counted; /* how many are done */
};

/* A token goes on after a feature, at the time of the first page: "1780272000000000000 team/login". */
static bool read_token(const char *after, Catalog__V1__Timestamp *ret_at, const char **ret_feature) {
    char *end = NULL;
    time_ns at = strtoll(after, &end, 10);
    if (end == after || *end != ' ')
        return false;
    *ret_at = timestamp_of(at);
    *ret_feature = end + 1;
    return true;
}

static size_t find_after(const struct features *features, const char *name) {
    size_t i = 0;
    while (i < features->count && strcmp(features->names[i], name) != 0)
        i++;
    return i < features->count ? i + 1 : features->count;
}

static status_code read_page(struct chunk *chunk, struct service *service, struct call *call,
                             const Catalog__V1__PlanOrganisationRequest *request) {
    status_code status = page_size_read(request->page_size, &chunk->wanted, &call->problem);
    if (status == STATUS_OK)
        status = page_scope_of(call, &chunk->scope);
    chunk->token = (struct page_token){.revision = request->at_revision, .after = ""};
    return status == STATUS_OK ? page_token_read(service, &chunk->scope, request->page_token, &call->arena,
                                                 &chunk->token, &call->problem)
                               : status;
}

static status_code begin(struct chunk *chunk, struct service *service, struct call *call,
                         const Catalog__V1__Timestamp *asked) {
    Catalog__V1__Timestamp at;
    const char *after = NULL;
    bool goes_on = read_token(chunk->token.after, &at, &after);
    status_code status = features_begin(&chunk->features, service, call, chunk->token.revision, goes_on ? &at : asked);
    if (status != STATUS_OK)
        return status;
    chunk->first = goes_on ? find_after(&chunk->features, after) : 0;
    return plan_platform_begin(&chunk->platform, &chunk->features.view.view, &call->arena, &call->problem);
}

/* The first feature of a page has all the time there is: without it there would be no end to asking. */
static status_code count_feature(struct chunk *chunk, const char *name, struct patience *patience, bool *ret_goes_on) {
    struct target target;
    struct call *call = chunk->features.call;
    status_code status = features_target(&chunk->features, name, &target);
    if (status == STATUS_OK) {
        const struct plan_options options = {
            .resolve = target_options(&target), .is_over = patience_is_over, .context = patience};
        status = plan_platform_count(&chunk->platform, target.object, &target.view.view, &options, ret_goes_on,
                                     &call->problem);
    }
    target_end(&target);
    if (status == STATUS_OK && !*ret_goes_on && chunk->counted == 0)
        return problem_set(&call->problem, STATUS_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED",
                           "the time did not suffice for %.140s alone: ask with a longer timeout", name);
    return status;
}

static status_code count_features(struct chunk *chunk) {
    struct patience whole = patience_of(chunk->features.call, 0);
    struct patience patience = patience_of(chunk->features.call, CHUNK_NS);
    status_code status = STATUS_OK;
    bool goes_on = true;
    for (size_t i = chunk->first; status == STATUS_OK && i < chunk->features.count && chunk->counted < chunk->wanted;) {
        const Catalog__V1__Model *feature;
        const char *name = chunk->features.names[i];
        status = features_get(&chunk->features, name, &feature);
        if (status == STATUS_OK && feature != NULL)
            status = count_feature(chunk, name, chunk->counted == 0 ? &whole : &patience, &goes_on);
        if (!goes_on)
            break;
        chunk->counted++;
        i++;
    }
    return status;
}

/* Says what was left out. False: no room. */
static bool add_note(struct chunk *chunk, Catalog__V1__PlanOrganisationResponse *response) {
    struct arena *arena = &chunk->features.call->arena;
    if (chunk->platform.crowded_features == 0)
        return true;
    response->notes = ARENA_ARRAY(arena, char *, 1);
    if (response->notes == NULL)
        return false;
    response->notes[0] =
        arena_printf(arena, "For %zu features more than %d controls come into question: the rest was not tried there.",
                     chunk->platform.crowded_features, LIMIT_ADVICE_CHANGES);
    response->n_notes = response->notes[0] != NULL;
    return response->n_notes == 1;
}

/* Goes on after the last feature that was counted, where there are more. False: no room. */
static bool add_token(struct chunk *chunk, Catalog__V1__PlanOrganisationResponse *response) {
    const struct features *features = &chunk->features;
    struct arena *arena = &features->call->arena;
    size_t next = chunk->first + chunk->counted;
    if (next >= features->count || chunk->counted == 0)
        return true;
    chunk->token.revision = features->revision;
    chunk->token.after = arena_printf(arena, "%" PRId64 " %s", features->at, features->names[next - 1]);
    const char *token =
        chunk->token.after == NULL ? NULL : page_token_text(features->service, &chunk->scope, &chunk->token, arena);
    response->next_page_token = token == NULL ? NULL : arena_strdup(arena, token);
    return response->next_page_token != NULL;
}

static void reply(struct chunk *chunk) {
    struct call *call = chunk->features.call;
    Catalog__V1__PlanOrganisationResponse response;
    Catalog__V1__Timestamp at = timestamp_of(chunk->features.at);
    catalog__v1__plan_organisation_response__init(&response);
    response.controls = plan_platform_list(&chunk->platform, &response.n_controls);
    response.features = (uint32_t)chunk->counted;
    response.features_total = (uint32_t)chunk->features.count;
    response.revision = chunk->features.revision;
    response.at = &at;
    if (response.controls == NULL || !add_note(chunk, &response) || !add_token(chunk, &response))
        problem_no_memory(&call->problem);
    else
        call_reply(call, &response.base);
}

enum call_progress plan_plan_organisation(struct service *service, struct call *call) {
    const Catalog__V1__PlanOrganisationRequest *request = (const Catalog__V1__PlanOrganisationRequest *)call->request;
    struct chunk chunk = {.counted = 0};
    if (read_page(&chunk, service, call, request) != STATUS_OK)
        return CALL_DONE;
    status_code status = begin(&chunk, service, call, request->at);
    if (status == STATUS_OK)
        status = count_features(&chunk);
    if (status == STATUS_OK)
        reply(&chunk);
    features_end(&chunk.features);
    return CALL_DONE;
}
