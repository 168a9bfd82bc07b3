#include "service/features.h"

#include "base/limits.h"
#include "model/object.h"
#include "model/text_field.h"
#include "model/timestamp.h"

static status_code choose_time(struct features *features, uint64_t at_revision, const Catalog__V1__Timestamp *at) {
    features->at = clock_now(features->service->clock);
    if (at != NULL)
        features->at = timestamp_time(at, 0);
    if (at != NULL || at_revision == 0)
        return STATUS_OK;
    return snapshot_commit_time(features->snapshot, features->revision, &features->at, &features->call->problem);
}

static status_code list_names(struct features *features) {
    struct name_filter filter = {
        .kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE, .name_space = "", .after = "", .limit = LIMIT_PAGE};
    VECTOR(const char *) names = {0};
    size_t count = LIMIT_PAGE;
    while (count == LIMIT_PAGE) {
        const char **page = NULL;
        status_code status =
            snapshot_names(features->snapshot, &filter, &features->arena, &page, &count, &features->call->problem);
        if (status != STATUS_OK)
            return status;
        for (size_t i = 0; i < count; i++) {
            if (!vector_push(&features->arena, &names, page[i]))
                return problem_no_memory(&features->call->problem);
            filter.after = page[i];
        }
    }
    features->names = names.items;
    features->count = names.count;
    return STATUS_OK;
}

status_code features_begin(struct features *features, struct service *service, struct call *call, uint64_t at_revision,
                           const Catalog__V1__Timestamp *at) {
    *features = (struct features){.service = service, .call = call};
    arena_init(&features->arena, LIMIT_RESOLUTION_BYTES);
    status_code status = snapshot_begin(service->store, at_revision, &features->snapshot, &call->problem);
    if (status != STATUS_OK)
        return status;
    features->revision = call->revision = snapshot_revision(features->snapshot);
    store_view_init(&features->view, service, features->snapshot, &features->arena, false);
    status = choose_time(features, at_revision, at);
    return status == STATUS_OK ? list_names(features) : status;
}

void features_end(struct features *features) {
    store_view_done(&features->newest);
    store_view_done(&features->view);
    snapshot_end(features->snapshot);
    arena_done(&features->arena);
}

status_code features_get(struct features *features, const char *name, const Catalog__V1__Model **ret_feature) {
    struct stored_version stored;
    struct problem problem;
    const Catalog__V1__Object *object = NULL;
    problem_init(&problem, NULL);
    *ret_feature = NULL;
    status_code status = snapshot_newest(features->snapshot, name, &stored, &problem);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return problem_set(&features->call->problem, status, problem.reason, "%.500s", problem.message);
    const struct view_version named = {.content = stored.content};
    store_view_done(&features->newest);
    store_view_init(&features->newest, features->service, features->snapshot, &features->arena, false);
    status = features->newest.view.object(&features->newest, &named, &object, &features->call->problem);
    if (status == STATUS_OK)
        *ret_feature = object_model(object);
    return status;
}

status_code features_target(struct features *features, const char *name, struct target *target) {
    catalog__v1__resolution_target__init(&features->asked);
    catalog__v1__object_selector__init(&features->selector);
    features->selector.name = text_field(name);
    features->asked_at = timestamp_of(features->at);
    features->asked.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    features->asked.selector = &features->selector;
    features->asked.at_revision = features->revision;
    features->asked.at = &features->asked_at;
    return target_begin(target, features->service, features->call, &features->asked, NULL);
}
