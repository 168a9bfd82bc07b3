#include "base/limits.h"
#include "model/decision_record.h"
#include "model/policy.h"
#include "model/timestamp.h"
#include "service/handlers.h"
#include "service/mutation.h"
#include "service/selector.h"
#include "service/store_view.h"

#include "catalog/v1/decision_service.pb-c.h"

#include <string.h>

#define STATE(name) CATALOG__V1__DECISION_STATE__DECISION_STATE_##name

static status_code rest_on_feature(struct mutation *mutation, struct snapshot *snapshot, const char *feature,
                                   struct problem *problem) {
    struct stored_name name = {.last_revision = 0};
    snapshot_name(snapshot, feature, &name);
    const struct read_mark mark = {.name = feature, .last_revision = name.last_revision};
    return mutation_rests_on(mutation, &mark) ? STATUS_OK : problem_no_memory(problem);
}

static const char *band_text(Catalog__V1__RiskBand band) {
    static const char *const texts[] = {"unrated", "low", "medium", "high", "critical"};
    return (unsigned)band < COUNT_OF(texts) ? texts[band] : texts[0];
}

static status_code check_expiry(const Catalog__V1__Decision *decision, const Catalog__V1__ApprovalRule *rule,
                                time_ns now, struct problem *problem) {
    time_ns expires_at = timestamp_time(decision->request->expires_at, INT64_MIN);
    if (expires_at <= now)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_EXPIRY",
                           "request.expires_at is past: ask for a time to come");
    if (rule == NULL || expires_at <= time_add_days(now, rule->max_days))
        return STATUS_OK;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "EXPIRY_TOO_LATE",
                       "the policy lets a decision about %s risk count for %u days at most: ask for an earlier expiry",
                       band_text(decision->recorded_band), rule->max_days);
}

/* The Policy's ceiling for the band that was recorded. */
static status_code check_ceiling(struct mutation *mutation, const struct policy *policy,
                                 Catalog__V1__Decision *decision, struct problem *problem) {
    const Catalog__V1__ApprovalRule *rule = decision_rule(policy, decision->recorded_band);
    if (rule == NULL && policy_message(policy)->n_approvals > 0)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "NOBODY_MAY_APPROVE",
                           "the policy lets nobody approve a decision about %s risk: lower the risk first",
                           band_text(decision->recorded_band));
    decision->approver_role = arena_strdup(&mutation->arena, rule == NULL ? "" : rule->role);
    if (decision->approver_role == NULL)
        return problem_no_memory(problem);
    return check_expiry(decision, rule, mutation->planned_at, problem);
}

static status_code find_feature(struct store_view *view, const char *name, const Catalog__V1__Object **ret_object,
                                struct problem *problem) {
    Catalog__V1__ObjectSelector selector;
    struct stored_version stored;
    catalog__v1__object_selector__init(&selector);
    selector.name = (char *)(uintptr_t)name;
    status_code status = selector_find(view->snapshot, &selector, &stored, problem);
    if (status != STATUS_OK)
        return status;
    if (stored.kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_FEATURE",
                           "decisions are about features, and %.140s is none", name);
    const struct view_version named = {.content = stored.content};
    return view->view.object(view, &named, ret_object, problem);
}

static status_code examine_in(struct mutation *mutation, struct store_view *view, Catalog__V1__Decision *decision,
                              struct problem *problem) {
    const struct resolve_options options = {.at = mutation->planned_at, .revision = snapshot_revision(view->snapshot)};
    const Catalog__V1__Object *object = NULL;
    const struct policy *policy = NULL;
    status_code status = find_feature(view, decision->feature, &object, problem);
    if (status == STATUS_OK)
        status = decision_record(object, &view->view, &options, &mutation->arena, decision, problem);
    if (status == STATUS_OK)
        status = policy_load(&view->view, &mutation->arena, &policy, NULL, problem);
    if (status == STATUS_OK)
        status = check_ceiling(mutation, policy, decision, problem);
    if (status == STATUS_OK)
        status = mutation_rests_on_view(mutation, view, problem);
    if (status != STATUS_OK)
        return status;
    /* It stands in an object that the view gives back. */
    decision->recorded_classification = arena_strdup(&mutation->arena, decision->recorded_classification);
    return decision->recorded_classification == NULL ? problem_no_memory(problem) : STATUS_OK;
}

/* Checks DECISION against the newest version of its feature and records what it rests on. */
static status_code examine(struct mutation *mutation, struct snapshot *snapshot, Catalog__V1__Decision *decision,
                           struct problem *problem) {
    struct store_view view;
    store_view_init(&view, mutation->service, snapshot, &mutation->arena, false);
    status_code status = examine_in(mutation, &view, decision, problem);
    store_view_done(&view);
    return status == STATUS_OK ? rest_on_feature(mutation, snapshot, decision->feature, problem) : status;
}

static status_code check_request(const Catalog__V1__RequestDecisionRequest *request, struct problem *problem) {
    if (request->request == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_REQUEST", "request: say what is asked for");
    if (strlen(request->request->justification) > LIMIT_REASON_BYTES)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_JUSTIFICATION",
                           "request.justification: say why in at most %d bytes", LIMIT_REASON_BYTES);
    return selector_check_name("feature", request->feature, problem);
}

static status_code check_count(struct mutation *mutation, struct snapshot *snapshot, const char *feature,
                               struct problem *problem) {
    const struct numbered_filter filter = {.name = feature, .after_name = "", .limit = LIMIT_DECISIONS};
    Catalog__V1__Decision **decisions = NULL;
    size_t count = 0;
    status_code status = snapshot_decisions(snapshot, &filter, &mutation->arena, &decisions, &count, problem);
    if (status != STATUS_OK || count < LIMIT_DECISIONS)
        return status;
    return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_DECISIONS",
                       "there are %d decisions about %.140s already, which is the most", LIMIT_DECISIONS, feature);
}

/* What an approval records is looked at now, so that what nobody may approve is not asked for, and not kept. */
static void forget_record(Catalog__V1__Decision *decision) {
    static char nothing[] = "";
    decision->recorded_digests = NULL;
    decision->n_recorded_digests = 0;
    decision->recorded_band = CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED;
    decision->recorded_classification = nothing;
}

static status_code plan_request(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__RequestDecisionRequest *request =
        (const Catalog__V1__RequestDecisionRequest *)mutation->call->request;
    Catalog__V1__RequestDecisionResponse *response = ARENA_NEW(&mutation->arena, Catalog__V1__RequestDecisionResponse);
    Catalog__V1__Decision *decision = ARENA_NEW(&mutation->arena, Catalog__V1__Decision);
    if (response == NULL || decision == NULL)
        return problem_no_memory(problem);
    catalog__v1__request_decision_response__init(response);
    catalog__v1__decision__init(decision);
    mutation->response = &response->base;
    response->decision = decision;
    decision->feature = request->feature;
    decision->request = request->request;
    decision->requester = mutation->call->principal.name;
    decision->state = STATE(REQUESTED);
    status_code status = check_request(request, problem);
    if (status == STATUS_OK)
        status = check_count(mutation, snapshot, request->feature, problem);
    if (status == STATUS_OK)
        status = examine(mutation, snapshot, decision, problem);
    if (status != STATUS_OK)
        return status;
    forget_record(decision);
    return mutation_decide(mutation, decision) ? STATUS_OK : problem_no_memory(problem);
}

/* What is to become of a decision. */
struct verdict {
    Catalog__V1__DecisionState state;
    const char *id;
    const char *etag;
};

static status_code check_etag(const struct verdict *verdict, const Catalog__V1__Decision *decision,
                              struct problem *problem) {
    if (verdict->etag[0] == '\0' || strcmp(verdict->etag, decision->etag) == 0)
        return STATUS_OK;
    return problem_set(problem, STATUS_ABORTED, "ETAG_MISMATCH",
                       "somebody changed decision %.40s since it was read: its etag is %.40s, not %.40s; read it again",
                       decision->id, decision->etag, verdict->etag);
}

/* A request may be approved, rejected and taken back, an approved decision revoked; nothing else. */
static status_code check_state(const struct verdict *verdict, const Catalog__V1__Decision *decision,
                               struct problem *problem) {
    static const char *const words[] = {"in no known state", "asked for", "approved", "rejected", "revoked"};
    bool is_open = decision->state == STATE(REQUESTED);
    bool is_revocable = decision->state == STATE(APPROVED) && verdict->state == STATE(REVOKED);
    if (is_open || is_revocable)
        return STATUS_OK;
    bool is_known = (unsigned)decision->state < COUNT_OF(words);
    return problem_set(problem, STATUS_FAILED_PRECONDITION, "ALREADY_DECIDED",
                       "decision %.40s is %s already: ask for a new one", decision->id,
                       words[is_known ? (unsigned)decision->state : 0]);
}

/* Who may decide is the caller; the Policy's roles are recorded, and asked for once there are roles to hold. */
static status_code approve(struct mutation *mutation, struct snapshot *snapshot, Catalog__V1__Decision *decision,
                           struct problem *problem) {
    if (strcmp(decision->requester, mutation->call->principal.name) == 0)
        return problem_set(problem, STATUS_PERMISSION_DENIED, "SELF_APPROVAL",
                           "%s asked for decision %.40s, so somebody else must approve it", decision->requester,
                           decision->id);
    return examine(mutation, snapshot, decision, problem);
}

static void note_who(struct mutation *mutation, Catalog__V1__DecisionState state, Catalog__V1__Decision *decision) {
    decision->state = state;
    if (state == STATE(REVOKED))
        decision->revoked_by = mutation->call->principal.name;
    else
        decision->approver = mutation->call->principal.name;
}

static status_code plan_verdict(struct mutation *mutation, struct snapshot *snapshot, const struct verdict *verdict,
                                Catalog__V1__Decision **ret_decision, struct problem *problem) {
    Catalog__V1__Decision *decision = NULL;
    status_code status = snapshot_decision(snapshot, verdict->id, &mutation->arena, &decision, problem);
    if (status == STATUS_OK)
        status = check_etag(verdict, decision, problem);
    if (status != STATUS_OK)
        return status;
    *ret_decision = decision;
    if (decision->state == verdict->state)
        return STATUS_OK;
    status = check_state(verdict, decision, problem);
    if (status == STATUS_OK)
        status = verdict->state == STATE(APPROVED) ? approve(mutation, snapshot, decision, problem)
                                                   : rest_on_feature(mutation, snapshot, decision->feature, problem);
    if (status != STATUS_OK)
        return status;
    note_who(mutation, verdict->state, decision);
    return mutation_decide(mutation, decision) ? STATUS_OK : problem_no_memory(problem);
}

/* The three verdicts have messages of their own that look alike. X(name, Name, state) */
#define VERDICTS(X)                                                                                                    \
    X(approve, Approve, APPROVED)                                                                                      \
    X(reject, Reject, REJECTED)                                                                                        \
    X(revoke, Revoke, REVOKED)

#define VERDICT(name, Name, wanted)                                                                                    \
    static status_code plan_##name(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {    \
        const Catalog__V1__##Name##DecisionRequest *request =                                                          \
            (const Catalog__V1__##Name##DecisionRequest *)mutation->call->request;                                     \
        const struct verdict verdict = {STATE(wanted), request->id, request->etag};                                    \
        Catalog__V1__##Name##DecisionResponse *response =                                                              \
            ARENA_NEW(&mutation->arena, Catalog__V1__##Name##DecisionResponse);                                        \
        if (response == NULL)                                                                                          \
            return problem_no_memory(problem);                                                                         \
        catalog__v1__##name##_decision_response__init(response);                                                       \
        mutation->response = &response->base;                                                                          \
        return plan_verdict(mutation, snapshot, &verdict, &response->decision, problem);                               \
    }                                                                                                                  \
    enum call_progress decision_##name(struct service *service, struct call *call) {                                   \
        const Catalog__V1__##Name##DecisionRequest *request =                                                          \
            (const Catalog__V1__##Name##DecisionRequest *)call->request;                                               \
        const struct mutation_options options = {.plan = plan_##name, .is_validate_only = request->validate_only};     \
        return mutation_run(service, call, &options);                                                                  \
    }
VERDICTS(VERDICT)

enum call_progress decision_request(struct service *service, struct call *call) {
    const Catalog__V1__RequestDecisionRequest *request = (const Catalog__V1__RequestDecisionRequest *)call->request;
    const struct mutation_options options = {.plan = plan_request, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}
