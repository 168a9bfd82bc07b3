#include "lib/cache_fill.h"

#include "base/string_map.h"
#include "base/vector.h"
#include "catalog/resolve.h"
#include "lib/failure.h"
#include "lib/fetch.h"
#include "lib/manifest_view.h"
#include "lib/message.h"
#include "lib/target.h"

typedef Catalog__V1__GetResolutionInputsResponse manifest_message;

/* One filling. */
struct fill {
    const struct fill_request *asked;
    struct arena arena;
    struct string_map seen; /* digests that are wanted already */
    VECTOR(struct wanted) wanted;
    manifest_message *manifest;
};

static enum catalog_code get_manifest(struct fill *fill, uint64_t revision, struct catalog_error **ret_error) {
    Catalog__V1__ResolutionTarget target = *fill->asked->target;
    Catalog__V1__GetResolutionInputsRequest request;
    catalog__v1__get_resolution_inputs_request__init(&request);
    target.at_revision = revision;
    target.at = NULL;
    request.target = &target;
    catalog_message_free(fill->manifest);
    fill->manifest = NULL;
    return catalog_get_resolution_inputs(fill->asked->client, &request, fill->asked->options, &fill->manifest,
                                         ret_error);
}

/* With the revision stated the manifest's time is that of the commit, which does not change any more. */
static enum catalog_code get_pinned_manifest(struct fill *fill, struct catalog_error **ret_error) {
    uint64_t revision = fill->asked->target->at_revision;
    enum catalog_code code = get_manifest(fill, revision, ret_error);
    if (code == CATALOG_OK && revision == 0)
        code = get_manifest(fill, fill->manifest->revision, ret_error);
    return code;
}

/* Whether the cache has an object that fits CONTENT; a damaged one counts as absent and is fetched again. */
static enum catalog_code is_kept(struct fill *fill, const struct digest *content, bool *ret_is_kept,
                                 struct catalog_error **ret_error) {
    struct cache_key key = cache_key_of_object(content);
    struct arena scratch;
    arena_init(&scratch, 0);
    slice bytes = {0};
    enum catalog_code code = cache_get(fill->asked->cache, CACHE_OBJECTS, &key, &scratch, &bytes, ret_error);
    *ret_is_kept = bytes.data != NULL && fetch_check_digest(bytes, content, "", NULL) == CATALOG_OK;
    arena_done(&scratch);
    return code;
}

static enum catalog_code want(struct fill *fill, const Catalog__V1__ObjectVersion *version,
                              struct catalog_error **ret_error) {
    struct wanted wanted;
    catalog__v1__object_selector__init(&wanted.selector);
    bool is_there = false;
    if (!digest_parse(version->content_digest, &wanted.content))
        return error_set(ret_error, CATALOG_DATA_LOSS, "BAD_MANIFEST", "the server lists %s@%s without a digest",
                         version->name, version->version);
    if (string_map_get(&fill->seen, version->content_digest) != NULL)
        return CATALOG_OK;
    if (!string_map_put(&fill->seen, version->content_digest, fill))
        return error_no_memory(ret_error);
    enum catalog_code code = is_kept(fill, &wanted.content, &is_there, ret_error);
    if (code != CATALOG_OK || is_there)
        return code;
    wanted.selector.name = version->name;
    wanted.selector.version = version->version;
    wanted.selector.draft =
        version->lifecycle != NULL && version->lifecycle->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT;
    if (wanted.selector.draft)
        wanted.selector.version = (char *)(uintptr_t)protobuf_c_empty_string;
    return vector_push(&fill->arena, &fill->wanted, wanted) ? CATALOG_OK : error_no_memory(ret_error);
}

static enum catalog_code want_all(struct fill *fill, struct catalog_error **ret_error) {
    enum catalog_code code = CATALOG_OK;
    if (fill->asked->target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR) {
        if (fill->manifest->model == NULL)
            return error_set(ret_error, CATALOG_DATA_LOSS, "BAD_MANIFEST", "the server's list names no model");
        code = want(fill, fill->manifest->model, ret_error);
    }
    for (size_t i = 0; code == CATALOG_OK && i < fill->manifest->n_versions; i++)
        code = want(fill, fill->manifest->versions[i], ret_error);
    return code;
}

static enum catalog_code fetch_wanted(struct fill *fill, struct catalog_error **ret_error) {
    struct fetch fetch = {.cache = fill->asked->cache,
                          .client = fill->asked->client,
                          .options = fill->asked->options,
                          .revision = fill->manifest->revision};
    return fetch_objects(&fetch, fill->wanted.items, fill->wanted.count, ret_error);
}

/* A manifest that the resolver could not use is refused before it is kept. */
static enum catalog_code check_manifest(struct fill *fill, struct catalog_error **ret_error) {
    struct manifest_view view;
    struct problem problem;
    problem_init(&problem, NULL);
    if (manifest_view_init(&view, fill->asked->cache, fill->manifest, &fill->arena, &problem) != STATUS_OK)
        return error_from_problem(ret_error, &problem);
    return CATALOG_OK;
}

/* Keeps the manifest for TARGET with its own lock, and with the one that came out. */
static enum catalog_code keep_for(struct fill *fill, const Catalog__V1__ResolutionTarget *target,
                                  struct catalog_error **ret_error) {
    Catalog__V1__ResolutionTarget locked = *target;
    struct digest digests[2];
    struct cache_record records[2];
    size_t count = 1;
    enum catalog_code code = target_digest(target, true, &digests[0], ret_error);
    if (code == CATALOG_OK && fill->asked->made != NULL) {
        /* Digests read only. */
        locked.lock = (Catalog__V1__Lock *)(uintptr_t)fill->asked->made;
        code = target_digest(&locked, true, &digests[count++], ret_error);
    }
    if (code != CATALOG_OK)
        return code;
    for (size_t i = 0; i < count; i++)
        records[i] = (struct cache_record){.table = CACHE_MANIFESTS,
                                           .key = cache_key_of_manifest(&digests[i], fill->manifest->revision),
                                           .value = message_payload(fill->manifest)};
    return cache_put(fill->asked->cache, records, count, ret_error);
}

/* A model asked for as "the newest" is found by its exact version too. */
static enum catalog_code keep_manifest(struct fill *fill, struct catalog_error **ret_error) {
    const Catalog__V1__ResolutionTarget *target = fill->asked->target;
    enum catalog_code code = keep_for(fill, target, ret_error);
    bool is_stored = target->target_case == CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    if (code != CATALOG_OK || !is_stored || target->selector->draft)
        return code;
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    Catalog__V1__ResolutionTarget exact = *target;
    selector.name = fill->manifest->model->name;
    selector.version = fill->manifest->model->version;
    exact.selector = &selector;
    return keep_for(fill, &exact, ret_error);
}

enum catalog_code cache_fill(const struct fill_request *request, uint64_t *ret_revision,
                             struct catalog_error **ret_error) {
    struct fill fill = {.asked = request};
    arena_init(&fill.arena, 0);
    string_map_init(&fill.seen, &fill.arena);
    enum catalog_code code = get_pinned_manifest(&fill, ret_error);
    if (code == CATALOG_OK)
        code = check_manifest(&fill, ret_error);
    if (code == CATALOG_OK)
        code = want_all(&fill, ret_error);
    if (code == CATALOG_OK)
        code = fetch_wanted(&fill, ret_error);
    /* Last: a manifest that is there stands for objects that are there. */
    if (code == CATALOG_OK)
        code = keep_manifest(&fill, ret_error);
    if (code == CATALOG_OK && ret_revision != NULL)
        *ret_revision = fill.manifest->revision;
    catalog_message_free(fill.manifest);
    arena_done(&fill.arena);
    return code;
}

enum catalog_code catalog_cache_fill(struct catalog_cache *cache, struct catalog_client *client,
                                     const Catalog__V1__ResolutionTarget *target,
                                     const struct catalog_call_options *options, uint64_t *ret_revision,
                                     struct catalog_error **ret_error) {
    const struct fill_request request = {.cache = cache, .client = client, .target = target, .options = options};
    return cache_fill(&request, ret_revision, ret_error);
}
