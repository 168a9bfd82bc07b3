#include "model/newest.h"

#include "model/semver.h"

#include <string.h>

struct candidate {
    const struct view_version *version;
    struct semver number;
};

static bool is_newer(const struct candidate *a, const struct candidate *b, bool prefers_releases) {
    bool a_is_release = a->number.pre_release.size == 0;
    bool b_is_release = b->number.pre_release.size == 0;
    if (prefers_releases && a_is_release != b_is_release)
        return a_is_release;
    int order = semver_compare(&a->number, &b->number);
    return order != 0 ? order > 0 : strcmp(a->version->version, b->version->version) > 0;
}

status_code newest_version(const struct catalog_view *view, const char *name, const struct requirement *requirement,
                           const struct view_version **ret_version, struct problem *problem) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code code = view->versions(view->context, name, &versions, &count, problem);
    if (code != STATUS_OK)
        return code;
    struct candidate best = {0};
    for (size_t i = 0; i < count; i++) {
        struct candidate next = {.version = &versions[i]};
        if (!view_version_is_choosable(&versions[i]) ||
            semver_parse(slice_text(versions[i].version), &next.number, NULL) != STATUS_OK)
            continue;
        if (requirement != NULL && !requirement_admits(requirement, &next.number))
            continue;
        if (best.version == NULL || is_newer(&next, &best, requirement == NULL))
            best = next;
    }
    *ret_version = best.version;
    return STATUS_OK;
}

status_code newest_object(const struct catalog_view *view, const char *name, const struct requirement *requirement,
                          const Catalog__V1__Object **ret_object, struct problem *problem) {
    const struct view_version *version = NULL;
    status_code code = newest_version(view, name, requirement, &version, problem);
    *ret_object = NULL;
    if (code != STATUS_OK || version == NULL)
        return code;
    return view->object(view->context, version, ret_object, problem);
}
