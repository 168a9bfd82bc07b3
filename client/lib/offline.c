#include "lib/offline.h"

#include "base/clock.h"
#include "codec/message.h"
#include "lib/failure.h"
#include "lib/message.h"
#include "lib/target.h"
#include "model/timestamp.h"

static enum catalog_code fail(const struct offline *offline, struct catalog_error **ret_error) {
    return error_from_problem(ret_error, &offline->problem);
}

static enum catalog_code not_kept(const struct offline *offline, struct catalog_error **ret_error) {
    const Catalog__V1__ResolutionTarget *target = offline->target;
    const char *what =
        target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR ? target->selector->name : "this model";
    if (target->at_revision == 0)
        return error_set(ret_error, CATALOG_NOT_FOUND, "NOT_IN_CACHE",
                         "the cache has nothing on %s: resolve it online once, with the cache", what);
    return error_set(ret_error, CATALOG_NOT_FOUND, "NOT_IN_CACHE",
                     "the cache has nothing on %s at revision %llu: resolve it online once, with the cache", what,
                     (unsigned long long)target->at_revision);
}

static enum catalog_code find_manifest(struct offline *offline, bool with_lock, slice *ret_bytes,
                                       struct catalog_error **ret_error) {
    struct digest target;
    uint64_t revision = offline->target->at_revision;
    enum catalog_code code = target_digest(offline->target, with_lock, &target, ret_error);
    if (code != CATALOG_OK)
        return code;
    if (revision == 0)
        return cache_get_newest(offline->cache, &target, &offline->arena, ret_bytes, ret_error);
    struct cache_key key = cache_key_of_manifest(&target, revision);
    return cache_get(offline->cache, CACHE_MANIFESTS, &key, &offline->arena, ret_bytes, ret_error);
}

/* The manifest of the very target, else of the same without its lock: a lock that was made from that resolution names
 * nothing else. */
static enum catalog_code load_manifest(struct offline *offline, struct catalog_error **ret_error) {
    slice bytes = {0};
    enum catalog_code code = find_manifest(offline, true, &bytes, ret_error);
    if (code == CATALOG_OK && bytes.data == NULL && offline->target->lock != NULL) {
        offline->is_partial = true;
        code = find_manifest(offline, false, &bytes, ret_error);
    }
    if (code != CATALOG_OK)
        return code;
    if (bytes.data == NULL)
        return not_kept(offline, ret_error);
    ProtobufCMessage *manifest = NULL;
    if (message_unpack(&catalog__v1__get_resolution_inputs_response__descriptor, bytes, &offline->arena, &manifest,
                       &offline->problem) != STATUS_OK)
        return fail(offline, ret_error);
    offline->manifest = (const Catalog__V1__GetResolutionInputsResponse *)(const void *)manifest;
    return CATALOG_OK;
}

static enum catalog_code load_model(struct offline *offline, struct catalog_error **ret_error) {
    if (offline->target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT) {
        offline->model = offline->target->object;
        return CATALOG_OK;
    }
    struct digest content;
    if (offline->manifest->model == NULL || !digest_parse(offline->manifest->model->content_digest, &content))
        return error_set(ret_error, CATALOG_DATA_LOSS, "BAD_MANIFEST", "the list of resolution inputs names no model");
    if (cached_object(offline->cache, &content, &offline->arena, &offline->model, &offline->problem) != STATUS_OK)
        return fail(offline, ret_error);
    return offline->model != NULL ? CATALOG_OK : not_kept(offline, ret_error);
}

/* The manifest was read with its revision stated, so that its time is that of the commit. */
static void choose_time(struct offline *offline) {
    const Catalog__V1__Timestamp *given = offline->target->at;
    if (given == NULL && offline->target->at_revision != 0)
        given = offline->manifest->at;
    catalog__v1__timestamp__init(&offline->at);
    if (given != NULL) {
        offline->at.seconds = given->seconds;
        offline->at.nanos = given->nanos;
        return;
    }
    time_ns now = clock_now(clock_wall());
    offline->at.seconds = now / NS_PER_SECOND;
    offline->at.nanos = (int32_t)(now % NS_PER_SECOND);
}

struct resolve_options offline_options(const struct offline *offline) {
    const Catalog__V1__GetResolutionInputsResponse *manifest = offline->manifest;
    return (struct resolve_options){.at = time_from_parts(offline->at.seconds, offline->at.nanos),
                                    .revision = manifest->revision,
                                    .lock = offline->target->lock,
                                    .decisions = (const Catalog__V1__Decision *const *)manifest->decisions,
                                    .decision_count = manifest->n_decisions,
                                    .is_reviewed = manifest->reviewed_at != NULL,
                                    .reviewed_at = timestamp_time(manifest->reviewed_at, 0)};
}

static enum catalog_code compute(struct offline *offline, Catalog__V1__ResolveResponse **ret_response,
                                 struct catalog_error **ret_error) {
    const struct resolve_options options = offline_options(offline);
    struct resolution resolution;
    if (resolve(offline->model, &offline->view.view, &options, &offline->arena, &resolution, &offline->problem) !=
        STATUS_OK)
        return fail(offline, ret_error);
    Catalog__V1__Timestamp *at = ARENA_NEW(&offline->arena, Catalog__V1__Timestamp);
    if (at == NULL)
        return error_no_memory(ret_error);
    *at = offline->at;
    Catalog__V1__ResolveResponse response;
    catalog__v1__resolve_response__init(&response);
    response.model = resolution.model;
    response.lock = resolution.lock;
    response.revision = offline->manifest->revision;
    response.at = at;
    response.row_count = (uint32_t)resolution.model->n_rows;
    ProtobufCMessage *owned = message_own(&offline->arena, &response.base, response.revision);
    if (owned == NULL)
        return error_no_memory(ret_error);
    *ret_response = (Catalog__V1__ResolveResponse *)(void *)owned;
    return CATALOG_OK;
}

/* The result borrows from model and lock, and outlives what the caller passed. */
static enum catalog_code copy_target(struct offline *offline, struct catalog_error **ret_error) {
    ProtobufCMessage *copy = NULL;
    if (message_copy(&offline->target->base, &offline->arena, &copy, &offline->problem) != STATUS_OK)
        return fail(offline, ret_error);
    offline->target = (const Catalog__V1__ResolutionTarget *)(const void *)copy;
    return CATALOG_OK;
}

enum catalog_code offline_begin(struct offline *offline, struct catalog_cache *cache,
                                const Catalog__V1__ResolutionTarget *target, struct catalog_error **ret_error) {
    *offline = (struct offline){.cache = cache, .target = target};
    arena_init(&offline->arena, 0);
    arena_init(&offline->scratch, 0);
    problem_init(&offline->problem, &offline->scratch);
    enum catalog_code code = copy_target(offline, ret_error);
    if (code == CATALOG_OK)
        code = load_manifest(offline, ret_error);
    if (code == CATALOG_OK)
        code = load_model(offline, ret_error);
    if (code != CATALOG_OK)
        return code;
    if (manifest_view_init(&offline->view, cache, offline->manifest, &offline->arena, &offline->problem) != STATUS_OK)
        return fail(offline, ret_error);
    offline->view.is_partial = offline->is_partial;
    choose_time(offline);
    return CATALOG_OK;
}

void offline_end(struct offline *offline) {
    arena_done(&offline->arena);
    arena_done(&offline->scratch);
}

enum catalog_code catalog_resolve_offline(struct catalog_cache *cache, const Catalog__V1__ResolutionTarget *target,
                                          Catalog__V1__ResolveResponse **ret_response,
                                          struct catalog_error **ret_error) {
    struct offline offline;
    enum catalog_code code = offline_begin(&offline, cache, target, ret_error);
    if (code == CATALOG_OK)
        code = compute(&offline, ret_response, ret_error);
    offline_end(&offline);
    return code;
}
