#include "service/resolution.h"

#include "base/limits.h"
#include "codec/canonical.h"
#include "model/object.h"
#include "model/timestamp.h"
#include "service/selector.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS_METHOD "catalog.v1.ResolutionService/ListRows"

static status_code find_stored(struct target *target, const Catalog__V1__ObjectSelector *selector) {
    struct problem *problem = &target->call->problem;
    status_code status = selector_find(target->snapshot, selector, &target->stored, problem);
    const struct view_version named = {.content = target->stored.content};
    target->is_stored = status == STATUS_OK;
    if (status == STATUS_OK)
        status = target->view.view.object(&target->view, &named, &target->object, problem);
    return status == STATUS_OK ? target->view.view.compiled(&target->view, &named, &target->compiled, problem) : status;
}

static status_code find_object(struct target *target) {
    const Catalog__V1__ResolutionTarget *asked = target->asked;
    struct problem *problem = &target->call->problem;
    status_code status = STATUS_OK;
    if (asked->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR)
        status = find_stored(target, asked->selector);
    else if (asked->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT)
        target->object = asked->object;
    else
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_TARGET",
                           "the request names neither a stored model nor one of its own");
    if (status == STATUS_OK && object_model(target->object) == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_MODEL",
                           "only features and components can be resolved, and this is a %s",
                           object_kind_text(object_kind(target->object)));
    return status;
}

/* A model of the caller's own is the next version of the feature of that name, and decisions are about the feature, as
 * are looks at it. */
static status_code find_history(struct target *target) {
    const char *name = object_name(target->object);
    const struct numbered_filter filter = {.name = name, .after_name = "", .limit = LIMIT_DECISIONS};
    struct problem *problem = &target->call->problem;
    if (name[0] == '\0' || object_kind(target->object) != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        return STATUS_OK;
    status_code status = snapshot_decisions(target->snapshot, &filter, &target->arena, &target->decisions,
                                            &target->decision_count, problem);
    if (status == STATUS_OK)
        status = snapshot_reviewed_at(target->snapshot, name, &target->reviewed_at, problem);
    target->is_reviewed = status == STATUS_OK && target->reviewed_at != INT64_MIN;
    return status;
}

static status_code choose_time(struct target *target, const struct page_token *token) {
    const Catalog__V1__Timestamp *at = target->asked->at;
    size_t rows_read = 0;
    if (token != NULL && token->after[0] != '\0')
        return rows_token_read(token, &target->at, &rows_read)
                   ? STATUS_OK
                   : problem_set(&target->call->problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_TOKEN",
                                 "the page token is not one for rows");
    if (at != NULL)
        target->at = timestamp_time(at, 0);
    else if (target->asked->at_revision == 0)
        target->at = clock_now(target->service->clock);
    else
        return snapshot_commit_time(target->snapshot, target->revision, &target->at, &target->call->problem);
    return STATUS_OK;
}

static status_code choose_key(struct target *target) {
    Catalog__V1__ResolutionTarget fixed = *target->asked;
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    fixed.at_revision = target->revision;
    fixed.at = &at;
    return canonical_digest(&fixed.base, &target->key, &target->call->problem);
}

status_code target_begin(struct target *target, struct service *service, struct call *call,
                         const Catalog__V1__ResolutionTarget *asked, const struct page_token *token) {
    *target = (struct target){.service = service, .call = call, .asked = asked};
    arena_init(&target->arena, LIMIT_RESOLUTION_BYTES);
    if (asked == NULL)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_TARGET", "the request has no target");
    uint64_t wanted = token != NULL && token->after[0] != '\0' ? token->revision : asked->at_revision;
    status_code status = snapshot_begin(service->store, wanted, &target->snapshot, &call->problem);
    if (status != STATUS_OK)
        return status;
    target->revision = call->revision = snapshot_revision(target->snapshot);
    store_view_init(&target->view, service, target->snapshot, &target->arena, false);
    status = choose_time(target, token);
    if (status == STATUS_OK)
        status = find_object(target);
    if (status == STATUS_OK)
        status = find_history(target);
    return status == STATUS_OK ? choose_key(target) : status;
}

void target_end(struct target *target) {
    store_view_done(&target->view);
    snapshot_end(target->snapshot);
    arena_done(&target->arena);
}

struct resolve_options target_options(const struct target *target) {
    return (struct resolve_options){.at = target->at,
                                    .revision = target->revision,
                                    .lock = target->asked->lock,
                                    .is_published = target->is_stored && !target->asked->selector->draft,
                                    .compiled = target->compiled,
                                    .content = target->is_stored ? &target->stored.content : NULL,
                                    .decisions = (const Catalog__V1__Decision *const *)target->decisions,
                                    .decision_count = target->decision_count,
                                    .is_reviewed = target->is_reviewed,
                                    .reviewed_at = target->reviewed_at};
}

status_code target_resolve(struct target *target, struct resolution *ret_resolution) {
    const struct resolve_options options = target_options(target);
    return resolve(target->object, &target->view.view, &options, &target->arena, ret_resolution,
                   &target->call->problem);
}

const struct packed_resolution *target_packed(struct target *target) {
    struct resolution_cache *cache = target->service->resolutions;
    struct resolution resolution;
    const struct packed_resolution *packed = resolution_cache_find(cache, &target->key);
    if (packed != NULL || target_resolve(target, &resolution) != STATUS_OK)
        return packed;
    packed = resolution_cache_add(cache, &target->key, &resolution);
    if (packed == NULL)
        problem_no_memory(&target->call->problem);
    return packed;
}

status_code rows_scope(const Catalog__V1__ResolutionTarget *asked, struct page_scope *ret_scope,
                       struct problem *problem) {
    ret_scope->method = ROWS_METHOD;
    return canonical_digest(&asked->base, &ret_scope->request, problem);
}

const char *rows_token(struct target *target, const struct page_scope *scope, size_t rows_read) {
    char after[48];
    snprintf(after, sizeof after, "%" PRId64 " %zu", target->at, rows_read);
    const struct page_token token = {.revision = target->revision, .after = after};
    return page_token_text(target->service, scope, &token, &target->call->arena);
}

/* The token's own hash has shown that this server wrote it. */
bool rows_token_read(const struct page_token *token, time_ns *ret_at, size_t *ret_rows_read) {
    char *end = NULL;
    *ret_at = strtoll(token->after, &end, 10);
    if (end == token->after || *end != ' ')
        return false;
    const char *rows = end + 1;
    *ret_rows_read = strtoull(rows, &end, 10);
    return end != rows && *end == '\0';
}
