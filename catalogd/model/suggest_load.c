#include "base/vector.h"
#include "model/name.h"
#include "model/newest.h"
#include "model/suggest_set.h"

#include <string.h>

/* What a set is made from, on the way. */
struct loading {
    const struct catalog_view *view;
    VECTOR(const struct view_version *) versions;
};

static bool is_wanted(const char *name, char *const *namespaces, size_t count) {
    slice space = name_namespace(name);
    for (size_t i = 0; i < count; i++)
        if (slice_equal(space, slice_text(namespaces[i])))
            return true;
    return count == 0;
}

static status_code list(struct loading *loading, char *const *namespaces, size_t namespace_count, struct arena *arena,
                        struct problem *problem) {
    const struct catalog_view *view = loading->view;
    const char *const *names = NULL;
    size_t count = 0;
    status_code status =
        view->names(view->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, &names, &count, problem);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct view_version *version = NULL;
        if (!is_wanted(names[i], namespaces, namespace_count))
            continue;
        status = newest_version(view, names[i], NULL, &version, problem);
        bool is_current = status == STATUS_OK && version != NULL &&
                          version->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT &&
                          version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
        if (is_current && !vector_push(arena, &loading->versions, version))
            status = problem_no_memory(problem);
    }
    return status;
}

/* The set is a function of the versions: their names, numbers and contents. */
static status_code key_of(const struct loading *loading, struct arena *arena, struct digest *ret_key,
                          struct problem *problem) {
    slice *parts = ARENA_ARRAY(arena, slice, 3 * loading->versions.count + 1);
    size_t count = 0;
    if (parts == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < loading->versions.count; i++) {
        const struct view_version *version = loading->versions.items[i];
        parts[count++] = slice_of((const uint8_t *)version->name, strlen(version->name) + 1);
        parts[count++] = slice_of((const uint8_t *)version->version, strlen(version->version) + 1);
        parts[count++] = slice_of(version->content.bytes, sizeof version->content.bytes);
    }
    *ret_key = digest_of(parts, count);
    return STATUS_OK;
}

static status_code build(void *job, struct arena *arena, const struct suggest_set **ret_set, struct problem *problem) {
    const struct loading *loading = job;
    struct suggest_member *members = ARENA_ARRAY(arena, struct suggest_member, loading->versions.count + 1);
    if (members == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < loading->versions.count; i++) {
        const Catalog__V1__Object *object = NULL;
        status_code status =
            loading->view->object(loading->view->context, loading->versions.items[i], &object, problem);
        if (status != STATUS_OK)
            return status;
        members[i] = (struct suggest_member){.version = loading->versions.items[i], .message = object->threat};
    }
    return suggest_set_build(members, loading->versions.count, arena, ret_set, problem);
}

status_code suggest_set_load(const struct catalog_view *view, char *const *namespaces, size_t namespace_count,
                             struct arena *arena, const struct suggest_set **ret_set, struct problem *problem) {
    struct loading loading = {.view = view};
    struct digest key;
    status_code status = list(&loading, namespaces, namespace_count, arena, problem);
    if (status != STATUS_OK || view->threat_set == NULL)
        return status != STATUS_OK ? status : build(&loading, arena, ret_set, problem);
    status = key_of(&loading, arena, &key, problem);
    return status != STATUS_OK ? status : view->threat_set(view->context, &key, build, &loading, ret_set, problem);
}
