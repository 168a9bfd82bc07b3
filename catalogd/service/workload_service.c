#include "base/limits.h"
#include "model/test_scope.h"
#include "model/timestamp.h"
#include "model/workload.h"
#include "service/features.h"
#include "service/handlers.h"
#include "service/patience.h"
#include "store/splice.h"

#include "catalog/v1/workload_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

/* ---- Workloads ---- */

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_summaries(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__WorkloadSummary *const *)left)->workload,
                  (*(Catalog__V1__WorkloadSummary *const *)right)->workload);
}

static Catalog__V1__WorkloadSummary *find_summary(struct string_map *workloads, const Catalog__V1__Model *feature) {
    Catalog__V1__WorkloadSummary *summary = string_map_get(workloads, feature->workload);
    if (summary != NULL)
        return summary;
    summary = ARENA_NEW(workloads->arena, Catalog__V1__WorkloadSummary);
    char *name = arena_strdup(workloads->arena, feature->workload);
    if (summary == NULL || name == NULL || !string_map_put(workloads, name, summary))
        return NULL;
    catalog__v1__workload_summary__init(summary);
    summary->workload = name;
    summary->owners = ARENA_ARRAY(workloads->arena, char *, LIMIT_ADVICE_EXAMPLES);
    return summary->owners == NULL ? NULL : summary;
}

static bool note_owner(struct arena *arena, Catalog__V1__WorkloadSummary *summary, const char *owner) {
    for (size_t i = 0; i < summary->n_owners; i++) {
        if (strcmp(summary->owners[i], owner) == 0)
            return true;
    }
    if (owner[0] == '\0' || summary->n_owners == LIMIT_ADVICE_EXAMPLES)
        return true;
    char *copy = arena_strdup(arena, owner);
    if (copy != NULL)
        summary->owners[summary->n_owners++] = copy;
    return copy != NULL;
}

static status_code collect(struct features *features, struct string_map *workloads) {
    for (size_t i = 0; i < features->count && !call_is_over(features->call); i++) {
        const Catalog__V1__Model *feature;
        status_code status = features_get(features, features->names[i], &feature);
        if (status != STATUS_OK)
            return status;
        if (feature == NULL)
            continue;
        Catalog__V1__WorkloadSummary *summary = find_summary(workloads, feature);
        if (summary == NULL || !note_owner(&features->arena, summary, feature->owner))
            return problem_no_memory(&features->call->problem);
        summary->features++;
    }
    return features->call->problem.code;
}

/* The page of LIST that begins behind the workload of TOKEN, "=" and its name. */
static void reply_page(struct features *features, Catalog__V1__WorkloadSummary **list, size_t count,
                       const struct page_scope *scope, struct page_token *token, size_t wanted) {
    struct call *call = features->call;
    Catalog__V1__ListWorkloadsResponse response;
    catalog__v1__list_workloads_response__init(&response);
    size_t first = 0;
    while (token->after[0] != '\0' && first < count && strcmp(list[first]->workload, token->after + 1) <= 0)
        first++;
    response.workloads = list + first;
    response.n_workloads = count - first < wanted ? count - first : wanted;
    if (first + response.n_workloads < count) {
        token->revision = features->revision;
        token->after = arena_printf(&call->arena, "=%s", list[first + response.n_workloads - 1]->workload);
        const char *text = token->after == NULL ? NULL : page_token_text(features->service, scope, token, &call->arena);
        response.next_page_token = text == NULL ? NULL : arena_strdup(&call->arena, text);
    }
    if (response.next_page_token == NULL)
        problem_no_memory(&call->problem);
    else
        call_reply(call, &response.base);
}

static void list_workloads(struct features *features, const struct page_scope *scope, struct page_token *token,
                           size_t wanted) {
    struct string_map workloads;
    string_map_init(&workloads, &features->arena);
    if (collect(features, &workloads) != STATUS_OK)
        return;
    Catalog__V1__WorkloadSummary **list =
        ARENA_ARRAY(&features->arena, Catalog__V1__WorkloadSummary *, workloads.count + 1);
    if (list == NULL) {
        problem_no_memory(&features->call->problem);
        return;
    }
    for (size_t i = 0; i < workloads.count; i++) {
        list[i] = workloads.entries[i].value;
        qsort(list[i]->owners, list[i]->n_owners, sizeof *list[i]->owners, compare_texts);
    }
    qsort(list, workloads.count, sizeof *list, compare_summaries);
    reply_page(features, list, workloads.count, scope, token, wanted);
}

enum call_progress workload_list_workloads(struct service *service, struct call *call) {
    const Catalog__V1__ListWorkloadsRequest *request = (const Catalog__V1__ListWorkloadsRequest *)call->request;
    struct page_token token = {.revision = request->at_revision, .after = ""};
    struct page_scope scope;
    struct features features;
    size_t wanted = 0;
    if (page_size_read(request->page_size, &wanted, &call->problem) != STATUS_OK ||
        page_scope_of(call, &scope) != STATUS_OK ||
        page_token_read(service, &scope, request->page_token, &call->arena, &token, &call->problem) != STATUS_OK)
        return CALL_DONE;
    if (features_begin(&features, service, call, token.revision, NULL) == STATUS_OK)
        list_workloads(&features, &scope, &token, wanted);
    features_end(&features);
    return CALL_DONE;
}

/* ---- One workload ---- */

static status_code add_feature(struct features *features, const char *name, struct workload *workload) {
    struct target target;
    struct resolution resolution;
    slice version = {0};
    status_code status = features_target(features, name, &target);
    if (status == STATUS_OK)
        status = target_resolve(&target, &resolution);
    if (status == STATUS_OK && stored_version_number(&target.stored, &version)) {
        const char *number = arena_strndup(&target.arena, (const char *)version.data, version.size);
        bool is_added = number != NULL && workload_add(workload, target.object->feature, number, resolution.model);
        if (!is_added)
            status = problem_no_memory(&features->call->problem);
    }
    target_end(&target);
    return status;
}

/* Features that belong to it, in order of name. */
static status_code list_members(struct features *features, const char *name, const char ***ret_names,
                                size_t *ret_count) {
    const char **names = ARENA_ARRAY(&features->arena, const char *, features->count + 1);
    status_code status = names == NULL ? problem_no_memory(&features->call->problem) : STATUS_OK;
    *ret_count = 0;
    for (size_t i = 0; i < features->count && status == STATUS_OK; i++) {
        const Catalog__V1__Model *feature;
        status = features_get(features, features->names[i], &feature);
        if (status == STATUS_OK && feature != NULL && strcmp(feature->workload, name) == 0)
            names[(*ret_count)++] = features->names[i];
    }
    if (status == STATUS_OK && *ret_count == 0)
        return problem_set(&features->call->problem, STATUS_NOT_FOUND, "WORKLOAD_NOT_FOUND",
                           "no published feature belongs to a workload %.140s", name);
    if (status == STATUS_OK)
        qsort(names, *ret_count, sizeof *names, compare_texts);
    *ret_names = names;
    return status;
}

static status_code roll_up(struct features *features, struct workload *workload, const char **names, size_t count) {
    struct patience patience = patience_of(features->call, 0);
    status_code status = STATUS_OK;
    size_t done = 0;
    while (status == STATUS_OK && done < count && done < LIMIT_WORKLOAD_FEATURES && !patience_is_over(&patience))
        status = add_feature(features, names[done++], workload);
    const char *why = done == LIMIT_WORKLOAD_FEATURES ? "as many as one answer takes are" : "the time ran out";
    bool is_told = status != STATUS_OK || done == count ||
                   workload_note(workload, "%zu of %zu features are not rolled up: %s.", count - done, count, why);
    return is_told ? status : problem_no_memory(&features->call->problem);
}

static void reply_workload(struct features *features, const char *name) {
    struct call *call = features->call;
    const char **names = NULL;
    size_t count = 0;
    struct workload *workload = workload_new(name, &features->arena);
    if (workload == NULL) {
        problem_no_memory(&call->problem);
        return;
    }
    if (list_members(features, name, &names, &count) != STATUS_OK ||
        roll_up(features, workload, names, count) != STATUS_OK)
        return;
    Catalog__V1__GetWorkloadResponse response;
    Catalog__V1__Timestamp at = timestamp_of(features->at);
    catalog__v1__get_workload_response__init(&response);
    response.workload = workload_message(workload);
    response.revision = features->revision;
    response.at = &at;
    if (response.workload == NULL)
        problem_no_memory(&call->problem);
    else
        call_reply(call, &response.base);
}

enum call_progress workload_get_workload(struct service *service, struct call *call) {
    const Catalog__V1__GetWorkloadRequest *request = (const Catalog__V1__GetWorkloadRequest *)call->request;
    struct features features;
    if (features_begin(&features, service, call, request->at_revision, request->at) == STATUS_OK)
        reply_workload(&features, request->workload);
    features_end(&features);
    return CALL_DONE;
}

/* ---- What to test ---- */

static void reply_scope(struct target *target) {
    struct resolution resolution;
    Catalog__V1__GetTestScopeResponse *scope = NULL;
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    if (target_resolve(target, &resolution) != STATUS_OK ||
        test_scope_of(target->object, resolution.model, &target->view.view, target->at, &target->arena, &scope,
                      &target->call->problem) != STATUS_OK)
        return;
    scope->revision = target->revision;
    scope->at = &at;
    call_reply(target->call, &scope->base);
}

enum call_progress workload_get_test_scope(struct service *service, struct call *call) {
    const Catalog__V1__GetTestScopeRequest *request = (const Catalog__V1__GetTestScopeRequest *)call->request;
    struct target target;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK)
        reply_scope(&target);
    target_end(&target);
    return CALL_DONE;
}
