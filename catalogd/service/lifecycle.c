#include "service/lifecycle.h"

#include "base/limits.h"
#include "service/handlers.h"
#include "service/mutation.h"
#include "service/selector.h"
#include "store/facts.h"
#include "store/splice.h"

#include <string.h>

status_code lifecycle_check_etag(const char *etag, const Catalog__V1__ObjectVersion *version, struct problem *problem) {
    if (etag[0] == '\0' || strcmp(etag, version->etag) == 0)
        return STATUS_OK;
    return problem_set(problem, STATUS_ABORTED, "ETAG_MISMATCH",
                       "somebody changed %.140s since it was read: its etag is %.40s, not %.40s; read it again",
                       version->name, version->etag, etag);
}

/* What a change of state is to come to. */
struct transition {
    Catalog__V1__ChangeAction action;
    const char *name;
    const char *version;
    const char *etag;
    Catalog__V1__Lifecycle *lifecycle; /* the new one; its revision is set by the commit */
};

static status_code check_arguments(const struct transition *transition, struct problem *problem) {
    status_code status = selector_check_name("name", transition->name, problem);
    return status == STATUS_OK ? selector_check_version("version", transition->version, problem) : status;
}

static bool is_same_time(const Catalog__V1__Timestamp *a, const Catalog__V1__Timestamp *b) {
    if (a == NULL || b == NULL)
        return a == b;
    return a->seconds == b->seconds && a->nanos == b->nanos;
}

static bool is_there_already(const Catalog__V1__Lifecycle *stored, const Catalog__V1__Lifecycle *wanted) {
    return stored->state == wanted->state && strcmp(stored->replaced_by, wanted->replaced_by) == 0 &&
           strcmp(stored->reason, wanted->reason) == 0 && is_same_time(stored->sunset, wanted->sunset);
}

static status_code read_references(struct snapshot *snapshot, const struct stored_version *stored, struct arena *arena,
                                   struct write_object *ret_object, struct problem *problem) {
    slice bytes = {0};
    struct object_facts facts;
    status_code status = snapshot_blob(snapshot, &stored->content, &bytes, problem);
    if (status == STATUS_OK)
        status = facts_of_bytes(bytes, arena, &facts, problem);
    if (status == STATUS_OK)
        *ret_object = (struct write_object){.references = facts.references, .reference_count = facts.reference_count};
    return status;
}

static status_code add_change(struct mutation *mutation, struct snapshot *snapshot, const struct transition *transition,
                              const struct stored_version *stored, Catalog__V1__ObjectVersion *version,
                              struct problem *problem) {
    struct stored_name name = {.last_revision = 0};
    struct write_object object = {0};
    Catalog__V1__ObjectChange *change = arena_alloc(&mutation->arena, sizeof *change);
    if (change == NULL)
        return problem_no_memory(problem);
    catalog__v1__object_change__init(change);
    change->action = transition->action;
    change->kind = version->kind;
    change->name = version->name;
    change->version = version->version;
    change->content_digest = version->content_digest;
    change->contract_digest = version->contract_digest;
    change->lifecycle = transition->lifecycle;
    status_code status = read_references(snapshot, stored, &mutation->arena, &object, problem);
    if (status != STATUS_OK)
        return status;
    snapshot_name(snapshot, transition->name, &name);
    const struct read_mark mark = {.name = transition->name, .last_revision = name.last_revision};
    if (!mutation_add(mutation, change, &object) || !mutation_rests_on(mutation, &mark))
        return problem_no_memory(problem);
    return STATUS_OK;
}

/* Reads the version, checks that it may come into the new state, and plans that. *ret_version is the answer. */
static status_code plan_transition(struct mutation *mutation, struct snapshot *snapshot,
                                   const struct transition *transition, Catalog__V1__ObjectVersion **ret_version,
                                   struct problem *problem) {
    struct stored_version stored;
    Catalog__V1__ObjectVersion *version = NULL;
    status_code status = check_arguments(transition, problem);
    if (status == STATUS_OK)
        status = snapshot_version(snapshot, transition->name, transition->version, &stored, problem);
    if (status == STATUS_OK)
        status = splice_unpack(&stored, &mutation->arena, &version, problem);
    if (status == STATUS_OK)
        status = lifecycle_check_etag(transition->etag, version, problem);
    if (status != STATUS_OK)
        return status;
    *ret_version = version;
    if (is_there_already(version->lifecycle, transition->lifecycle))
        return STATUS_OK;
    if (version->lifecycle->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "VERSION_YANKED",
                           "%.140s@%.130s was yanked, and that is final", version->name, version->version);
    status = add_change(mutation, snapshot, transition, &stored, version, problem);
    version->lifecycle = transition->lifecycle;
    mutation->stamped = version;
    return status;
}

status_code lifecycle_check_replacement(struct snapshot *snapshot, const Catalog__V1__DeprecateObjectRequest *request,
                                        struct arena *arena, struct problem *problem) {
    const char *replaced_by = request->replaced_by;
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    struct stored_version stored;
    struct problem detail;
    problem_init(&detail, NULL);
    if (replaced_by[0] == '\0')
        return STATUS_OK;
    size_t name_size = strcspn(replaced_by, "@");
    selector.name = arena_strndup(arena, replaced_by, name_size);
    if (selector.name == NULL)
        return problem_no_memory(problem);
    if (replaced_by[name_size] == '@')
        selector.version = (char *)(uintptr_t)(replaced_by + name_size + 1);
    if (strcmp(selector.name, request->name) == 0 && strcmp(selector.version, request->version) == 0)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_REPLACEMENT",
                           "replaced_by: %.400s cannot replace itself; name what to use instead", replaced_by);
    if (selector_find(snapshot, &selector, &stored, &detail) == STATUS_OK)
        return STATUS_OK;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_REPLACEMENT", "replaced_by: %.480s", detail.message);
}

static status_code plan_deprecate(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__DeprecateObjectRequest *request =
        (const Catalog__V1__DeprecateObjectRequest *)mutation->call->request;
    Catalog__V1__DeprecateObjectResponse *response = arena_alloc(&mutation->arena, sizeof *response);
    Catalog__V1__Lifecycle *lifecycle = arena_alloc(&mutation->arena, sizeof *lifecycle);
    if (response == NULL || lifecycle == NULL)
        return problem_no_memory(problem);
    catalog__v1__deprecate_object_response__init(response);
    catalog__v1__lifecycle__init(lifecycle);
    lifecycle->state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    lifecycle->replaced_by = request->replaced_by;
    lifecycle->sunset = request->sunset;
    mutation->response = &response->base;
    bool is_no_time =
        request->sunset != NULL && (request->sunset->nanos < 0 || request->sunset->nanos >= NS_PER_SECOND);
    if (is_no_time)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_TIME", "sunset: nanos are 0 to 999999999");
    const struct transition transition = {.action = CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DEPRECATE,
                                          .name = request->name,
                                          .version = request->version,
                                          .etag = request->etag,
                                          .lifecycle = lifecycle};
    status_code status = lifecycle_check_replacement(snapshot, request, &mutation->arena, problem);
    return status == STATUS_OK ? plan_transition(mutation, snapshot, &transition, &response->version, problem) : status;
}

static status_code plan_yank(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__YankObjectRequest *request = (const Catalog__V1__YankObjectRequest *)mutation->call->request;
    Catalog__V1__YankObjectResponse *response = arena_alloc(&mutation->arena, sizeof *response);
    Catalog__V1__Lifecycle *lifecycle = arena_alloc(&mutation->arena, sizeof *lifecycle);
    if (response == NULL || lifecycle == NULL)
        return problem_no_memory(problem);
    catalog__v1__yank_object_response__init(response);
    catalog__v1__lifecycle__init(lifecycle);
    lifecycle->state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED;
    lifecycle->reason = request->reason;
    mutation->response = &response->base;
    size_t reason_size = strlen(request->reason);
    if (reason_size == 0 || reason_size > LIMIT_REASON_BYTES)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_REASON",
                           "reason: say why in at most %d bytes; everybody whose lock holds the version reads it",
                           LIMIT_REASON_BYTES);
    const struct transition transition = {.action = CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK,
                                          .name = request->name,
                                          .version = request->version,
                                          .etag = request->etag,
                                          .lifecycle = lifecycle};
    return plan_transition(mutation, snapshot, &transition, &response->version, problem);
}

enum call_progress catalog_deprecate_object(struct service *service, struct call *call) {
    const Catalog__V1__DeprecateObjectRequest *request = (const Catalog__V1__DeprecateObjectRequest *)call->request;
    const struct mutation_options options = {.plan = plan_deprecate, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}

enum call_progress catalog_yank_object(struct service *service, struct call *call) {
    const Catalog__V1__YankObjectRequest *request = (const Catalog__V1__YankObjectRequest *)call->request;
    const struct mutation_options options = {.plan = plan_yank, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}
