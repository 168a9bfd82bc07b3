#include "base/limits.h"
#include "model/advisory_check.h"
#include "service/handlers.h"
#include "service/mutation.h"

#include "catalog/v1/advisory_service.pb-c.h"

#include <string.h>

/* What the server gives must not come with the request: it would look as if it had been taken over. */
static void check_given(const Catalog__V1__Advisory *advisory, struct problem *problem) {
    const struct {
        const char *field;
        bool is_given;
    } fields[] = {{"advisory.id", advisory->id[0] != '\0'},
                  {"advisory.published_at", advisory->published_at != NULL},
                  {"advisory.author", advisory->author[0] != '\0'},
                  {"advisory.withdrawn_at", advisory->withdrawn_at != NULL},
                  {"advisory.withdrawn_by", advisory->withdrawn_by[0] != '\0'},
                  {"advisory.withdrawn_reason", advisory->withdrawn_reason[0] != '\0'},
                  {"advisory.revision", advisory->revision != 0},
                  {"advisory.etag", advisory->etag[0] != '\0'}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct violation violation = {
            .object = "", .field = fields[i].field, .message = "the server gives it", .remedy = "leave it out"};
        if (fields[i].is_given)
            problem_add(problem, &violation);
    }
}

static status_code check_count(struct mutation *mutation, struct snapshot *snapshot, const char *object,
                               struct problem *problem) {
    const struct numbered_filter filter = {.name = object, .after_name = "", .limit = LIMIT_ADVISORIES};
    Catalog__V1__Advisory **advisories = NULL;
    size_t count = 0;
    status_code status = snapshot_advisories(snapshot, &filter, &mutation->arena, &advisories, &count, problem);
    size_t standing = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        standing += advisories[i]->withdrawn_at == NULL;
    if (status != STATUS_OK || (count < LIMIT_ADVISORIES && standing < LIMIT_ADVISORIES_STAND))
        return status;
    return problem_set(
        problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ADVISORIES",
        "there are %zu advisories about %.140s already, %zu of them not withdrawn: at most are %d and %d", count,
        object, standing, LIMIT_ADVISORIES, LIMIT_ADVISORIES_STAND);
}

/* The versions covered, copied from the view into the mutation's arena. */
static status_code answer_versions(struct mutation *mutation, const struct advisory_versions *covered,
                                   Catalog__V1__PublishAdvisoryResponse *response, struct problem *problem) {
    response->versions = ARENA_ARRAY(&mutation->arena, char *, covered->count);
    for (size_t i = 0; response->versions != NULL && i < covered->count; i++) {
        response->versions[i] = arena_strdup(&mutation->arena, covered->items[i]);
        if (response->versions[i] == NULL)
            return problem_no_memory(problem);
        response->n_versions++;
    }
    return response->versions == NULL ? problem_no_memory(problem) : STATUS_OK;
}

static status_code examine(struct mutation *mutation, struct snapshot *snapshot, const Catalog__V1__Advisory *asked,
                           Catalog__V1__PublishAdvisoryResponse *response, struct problem *problem) {
    struct store_view view;
    struct advisory_versions covered;
    store_view_init(&view, mutation->service, snapshot, &mutation->arena, false);
    check_given(asked, problem);
    status_code status = advisory_check(asked, &view.view, &mutation->arena, &covered, problem);
    if (status == STATUS_OK)
        status = answer_versions(mutation, &covered, response, problem);
    if (status == STATUS_OK)
        status = mutation_rests_on_view(mutation, &view, problem);
    store_view_done(&view);
    return status == STATUS_OK ? check_count(mutation, snapshot, asked->object, problem) : status;
}

/* What was asked for, without what the server gives. */
static Catalog__V1__Advisory *advisory_of(struct mutation *mutation, const Catalog__V1__Advisory *asked) {
    Catalog__V1__Advisory *advisory = ARENA_NEW(&mutation->arena, Catalog__V1__Advisory);
    if (advisory == NULL)
        return NULL;
    *advisory = *asked;
    advisory->author = mutation->call->principal.name;
    return advisory;
}

static status_code plan_publish(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__PublishAdvisoryRequest *request =
        (const Catalog__V1__PublishAdvisoryRequest *)mutation->call->request;
    Catalog__V1__PublishAdvisoryResponse *response = ARENA_NEW(&mutation->arena, Catalog__V1__PublishAdvisoryResponse);
    if (response == NULL)
        return problem_no_memory(problem);
    catalog__v1__publish_advisory_response__init(response);
    mutation->response = &response->base;
    if (request->advisory == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_ADVISORY", "advisory: say what is wrong and where");
    status_code status = examine(mutation, snapshot, request->advisory, response, problem);
    if (status != STATUS_OK)
        return status;
    response->advisory = advisory_of(mutation, request->advisory);
    if (response->advisory == NULL)
        return problem_no_memory(problem);
    mutation->advisory = response->advisory;
    return STATUS_OK;
}

static status_code check_withdrawal(const Catalog__V1__WithdrawAdvisoryRequest *request,
                                    const Catalog__V1__Advisory *advisory, struct problem *problem) {
    if (request->reason[0] == '\0' || strlen(request->reason) > LIMIT_REASON_BYTES)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_REASON",
                           "reason: say in at most %d bytes why the advisory is taken back", LIMIT_REASON_BYTES);
    if (request->etag[0] != '\0' && strcmp(request->etag, advisory->etag) != 0)
        return problem_set(problem, STATUS_ABORTED, "ETAG_MISMATCH",
                           "somebody changed advisory %.40s since it was read: its etag is %.40s, not %.40s; read it "
                           "again",
                           advisory->id, advisory->etag, request->etag);
    return STATUS_OK;
}

static status_code rest_on_object(struct mutation *mutation, struct snapshot *snapshot, const char *object,
                                  struct problem *problem) {
    struct stored_name name = {.last_revision = 0};
    snapshot_name(snapshot, object, &name);
    const struct read_mark mark = {.name = object, .last_revision = name.last_revision};
    return mutation_rests_on(mutation, &mark) ? STATUS_OK : problem_no_memory(problem);
}

/* One that was withdrawn already stays as it is. */
static status_code plan_withdraw(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__WithdrawAdvisoryRequest *request =
        (const Catalog__V1__WithdrawAdvisoryRequest *)mutation->call->request;
    Catalog__V1__WithdrawAdvisoryResponse *response =
        ARENA_NEW(&mutation->arena, Catalog__V1__WithdrawAdvisoryResponse);
    if (response == NULL)
        return problem_no_memory(problem);
    catalog__v1__withdraw_advisory_response__init(response);
    mutation->response = &response->base;
    status_code status = snapshot_advisory(snapshot, request->id, &mutation->arena, &response->advisory, problem);
    if (status == STATUS_OK)
        status = check_withdrawal(request, response->advisory, problem);
    if (status != STATUS_OK || response->advisory->withdrawn_at != NULL)
        return status;
    response->advisory->withdrawn_by = mutation->call->principal.name;
    response->advisory->withdrawn_reason = request->reason;
    mutation->advisory = response->advisory;
    return rest_on_object(mutation, snapshot, response->advisory->object, problem);
}

enum call_progress advisory_publish(struct service *service, struct call *call) {
    const Catalog__V1__PublishAdvisoryRequest *request = (const Catalog__V1__PublishAdvisoryRequest *)call->request;
    const struct mutation_options options = {.plan = plan_publish, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}

enum call_progress advisory_withdraw(struct service *service, struct call *call) {
    const Catalog__V1__WithdrawAdvisoryRequest *request = (const Catalog__V1__WithdrawAdvisoryRequest *)call->request;
    const struct mutation_options options = {.plan = plan_withdraw, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}
