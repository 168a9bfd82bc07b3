#include "lib/manifest_view.h"

#include "base/vector.h"
#include "codec/canonical.h"
#include "codec/message.h"
#include "lib/failure.h"

static status_code from_cache_error(struct problem *problem, struct catalog_error *error) {
    status_code code = problem_set(problem, (status_code)catalog_error_code(error), catalog_error_reason(error), "%s",
                                   catalog_error_message(error));
    catalog_error_free(error);
    return code;
}

status_code cached_object(struct catalog_cache *cache, const struct digest *content, struct arena *arena,
                          const Catalog__V1__Object **ret_object, struct problem *problem) {
    struct cache_key key = cache_key_of_object(content);
    struct catalog_error *error = NULL;
    slice bytes;
    if (cache_get(cache, CACHE_OBJECTS, &key, arena, &bytes, &error) != CATALOG_OK)
        return from_cache_error(problem, error);
    *ret_object = NULL;
    if (bytes.data == NULL)
        return STATUS_OK;
    struct digest computed = canonical_digest_of_bytes(&catalog__v1__object__descriptor, bytes);
    if (!digest_equal(&computed, content))
        return problem_set(
            problem, STATUS_DATA_LOSS, "CACHE_DAMAGED",
            "the cache holds an object that does not fit its digest; resolve online once to fetch it again");
    ProtobufCMessage *object = NULL;
    status_code code = message_unpack(&catalog__v1__object__descriptor, bytes, arena, &object, problem);
    if (code == STATUS_OK)
        *ret_object = (const Catalog__V1__Object *)(const void *)object;
    return code;
}

static status_code list_versions(void *context, const char *name, const struct view_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    const struct manifest_view *view = context;
    const struct view_version *first = string_map_get(&view->first, name);
    if (first == NULL && view->is_partial)
        return problem_set(problem, STATUS_NOT_FOUND, "NOT_IN_CACHE",
                           "with this lock %s is needed, which the cache does not have: resolve online once, with the "
                           "lock and the cache",
                           name);
    const struct view_version *end = view->versions + view->count;
    size_t count = 0;
    while (first != NULL && first + count < end && strcmp(first[count].name, name) == 0)
        count++;
    *ret_versions = first;
    *ret_count = count;
    return STATUS_OK;
}

static status_code read_object(void *context, const struct view_version *version,
                               const Catalog__V1__Object **ret_object, struct problem *problem) {
    const struct manifest_view *view = context;
    status_code code = cached_object(view->cache, &version->content, view->arena, ret_object, problem);
    if (code == STATUS_OK && *ret_object == NULL)
        return problem_set(problem, STATUS_DATA_LOSS, "CACHE_INCOMPLETE",
                           "the cache lacks %s@%s; resolve online once to fetch it again", version->name,
                           version->version);
    return code;
}

static bool is_listed(const struct view_version *version, Catalog__V1__ObjectKind kind) {
    return version->kind == kind && (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
                                     version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED);
}

static status_code list_names(void *context, Catalog__V1__ObjectKind kind, const char *const **ret_names,
                              size_t *ret_count, struct problem *problem) {
    const struct manifest_view *view = context;
    VECTOR(const char *) names = {0};
    for (size_t i = 0; i < view->count; i++) {
        const struct view_version *version = &view->versions[i];
        bool is_new = names.count == 0 || strcmp(names.items[names.count - 1], version->name) != 0;
        if (is_listed(version, kind) && is_new && !vector_push(view->arena, &names, version->name))
            return problem_no_memory(problem);
    }
    *ret_names = names.items;
    *ret_count = names.count;
    return STATUS_OK;
}

/* A manifest of another lock has them too, of every name it lists. */
static status_code list_advisories(void *context, const char *name, const Catalog__V1__Advisory *const **ret_advisories,
                                   size_t *ret_count, struct problem *problem) {
    const struct manifest_view *view = context;
    size_t first = 0;
    size_t end = view->advisory_count;
    (void)problem;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (strcmp(view->advisories[middle]->object, name) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    while (end < view->advisory_count && strcmp(view->advisories[end]->object, name) == 0)
        end++;
    *ret_advisories = view->advisories + first;
    *ret_count = end - first;
    return STATUS_OK;
}

static time_ns time_of(const Catalog__V1__Timestamp *time, time_ns absent) {
    return time == NULL ? absent : time_from_parts(time->seconds, time->nanos);
}

static bool read_version(const Catalog__V1__ObjectVersion *from, struct view_version *ret_version) {
    const Catalog__V1__Lifecycle *lifecycle = from->lifecycle;
    if (lifecycle == NULL)
        return false;
    *ret_version = (struct view_version){
        .name = from->name,
        .version = from->version,
        .kind = from->kind,
        .state = lifecycle->state,
        .stored_at = time_of(from->stored_at, 0),
        .replaced_by = lifecycle->replaced_by,
        .sunset = time_of(lifecycle->sunset, INT64_MAX),
        .reason = lifecycle->reason,
    };
    return digest_parse(from->content_digest, &ret_version->content) &&
           digest_parse(from->contract_digest, &ret_version->contract);
}

/* The order is part of what makes lookups right: names ascend. */
static status_code read_versions(struct manifest_view *view, const Catalog__V1__GetResolutionInputsResponse *manifest,
                                 struct problem *problem) {
    for (size_t i = 0; i < manifest->n_versions; i++) {
        struct view_version *version = &view->versions[i];
        int order = i == 0 ? -1 : strcmp(view->versions[i - 1].name, manifest->versions[i]->name);
        if (order > 0 || !read_version(manifest->versions[i], version))
            return problem_set(problem, STATUS_DATA_LOSS, "BAD_MANIFEST",
                               "the list of resolution inputs is damaged at entry %zu", i);
        if (order != 0 && !string_map_put(&view->first, version->name, version))
            return problem_no_memory(problem);
        view->count++;
    }
    return STATUS_OK;
}

static status_code check_advisories(const struct manifest_view *view, struct problem *problem) {
    for (size_t i = 1; i < view->advisory_count; i++)
        if (strcmp(view->advisories[i - 1]->object, view->advisories[i]->object) > 0)
            return problem_set(problem, STATUS_DATA_LOSS, "BAD_MANIFEST",
                               "the list of resolution inputs is damaged at advisory %zu", i);
    return STATUS_OK;
}

status_code manifest_view_init(struct manifest_view *view, struct catalog_cache *cache,
                               const Catalog__V1__GetResolutionInputsResponse *manifest, struct arena *arena,
                               struct problem *problem) {
    *view = (struct manifest_view){
        .cache = cache,
        .advisories = (const Catalog__V1__Advisory *const *)(void *)manifest->advisories,
        .advisory_count = manifest->n_advisories,
        .arena = arena,
        .versions = ARENA_ARRAY(arena, struct view_version, manifest->n_versions + 1),
        .view = {.context = view,
                 .versions = list_versions,
                 .object = read_object,
                 .names = list_names,
                 .advisories = list_advisories},
    };
    if (view->versions == NULL)
        return problem_no_memory(problem);
    string_map_init(&view->first, arena);
    status_code code = read_versions(view, manifest, problem);
    return code == STATUS_OK ? check_advisories(view, problem) : code;
}
