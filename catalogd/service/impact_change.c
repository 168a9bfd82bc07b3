#include "service/impact_change.h"

#include "base/limits.h"
#include "model/advisory_check.h"
#include "model/name.h"
#include "model/object.h"
#include "model/text_field.h"
#include "model/timestamp.h"
#include "service/apply_plan.h"
#include "service/lifecycle.h"
#include "service/selector.h"

#include <inttypes.h>
#include <string.h>

typedef status_code (*change_reader_function)(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change);

static status_code set_name(struct hypothesis *hypothesis, const char *name) {
    const char **names = ARENA_ARRAY(&hypothesis->arena, const char *, 1);
    if (names == NULL)
        return problem_no_memory(&hypothesis->call->problem);
    names[0] = name;
    hypothesis->change.names = names;
    hypothesis->change.name_count = 1;
    return STATUS_OK;
}

/* ---- Reach ---- */

static bool is_triaged(const Catalog__V1__Policy *policy, const char *threat) {
    for (size_t i = 0; i < policy->n_triage_namespaces; i++) {
        if (slice_equal(name_namespace(threat), slice_text(policy->triage_namespaces[i])))
            return true;
    }
    return false;
}

/* A policy or baseline binds every feature. So does a threat that the policy has everybody triage: whoever does not
 * name it has to say so. */
static status_code note_reach(struct hypothesis *hypothesis, Catalog__V1__ObjectKind kind, const char *name) {
    hypothesis->reaches_all |=
        kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY || kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE;
    if (hypothesis->reaches_all || kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT)
        return STATUS_OK;
    status_code status = hypothesis->policy != NULL
                             ? STATUS_OK
                             : policy_load(hypothesis->change.before, &hypothesis->arena, &hypothesis->policy, NULL,
                                           &hypothesis->call->problem);
    if (status == STATUS_OK)
        hypothesis->reaches_all = is_triaged(policy_message(hypothesis->policy), name);
    return status;
}

/* ---- Drafts ---- */

static bool is_published(const struct candidate *candidate) {
    return candidate->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_PUBLISHED;
}

static Catalog__V1__ImpactDraft *describe(struct hypothesis *hypothesis, const struct candidate *candidate) {
    Catalog__V1__ImpactDraft *draft = ARENA_NEW(&hypothesis->arena, Catalog__V1__ImpactDraft);
    if (draft == NULL)
        return NULL;
    catalog__v1__impact_draft__init(draft);
    draft->name = text_field(candidate->name);
    draft->version = text_field(candidate->version);
    draft->kind = candidate->kind;
    draft->outcome = candidate->outcome;
    draft->bump = candidate->numbers.result.bump;
    if (candidate->numbers.base != NULL)
        draft->compared_with = text_field(candidate->numbers.base);
    return draft;
}

/* Of two versions of one component the greater one is moved to. */
static void force(struct resolve_force *forced, size_t *count, const struct candidate *candidate) {
    struct semver numbers[2];
    size_t place = 0;
    while (place < *count && strcmp(forced[place].component, candidate->name) != 0)
        place++;
    if (place == *count)
        (*count)++;
    else if (semver_parse(slice_text(forced[place].version), &numbers[0], NULL) == STATUS_OK &&
             semver_parse(slice_text(candidate->version), &numbers[1], NULL) == STATUS_OK &&
             semver_compare(&numbers[0], &numbers[1]) > 0)
        return;
    forced[place] = (struct resolve_force){candidate->name, candidate->version};
}

static status_code lay_over(struct hypothesis *hypothesis, const struct candidate *candidates, size_t count) {
    struct problem *problem = &hypothesis->call->problem;
    struct resolve_force *forced = ARENA_ARRAY(&hypothesis->arena, struct resolve_force, count);
    const char **names = ARENA_ARRAY(&hypothesis->arena, const char *, count);
    hypothesis->drafts = ARENA_ARRAY(&hypothesis->arena, Catalog__V1__ImpactDraft *, count);
    if (forced == NULL || names == NULL || hypothesis->drafts == NULL)
        return problem_no_memory(problem);
    hypothesis->change.drafts = forced;
    hypothesis->change.names = names;
    for (size_t i = 0; i < count; i++) {
        const struct candidate *candidate = &candidates[i];
        Catalog__V1__ImpactDraft *draft = describe(hypothesis, candidate);
        if (draft == NULL)
            return problem_no_memory(problem);
        hypothesis->drafts[hypothesis->draft_count++] = draft;
        if (!is_published(candidate))
            continue;
        const struct view_version facts = {.stored_at = hypothesis->at, .version = candidate->version};
        status_code status = memory_view_add(&hypothesis->overlay, candidate->object, &facts, problem);
        if (status == STATUS_OK)
            status = note_reach(hypothesis, candidate->kind, candidate->name);
        if (status != STATUS_OK)
            return status;
        names[hypothesis->change.name_count++] = candidate->name;
        if (candidate->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
            force(forced, &hypothesis->change.draft_count, candidate);
    }
    return STATUS_OK;
}

static status_code read_publish(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    const Catalog__V1__ImpactPublish *publish = change->publish;
    struct problem *problem = &hypothesis->call->problem;
    struct candidate *candidates = NULL;
    const struct apply_input input = {.objects = publish->objects,
                                      .count = publish->n_objects,
                                      .publish = true,
                                      .marks = publish->editorial,
                                      .mark_count = publish->n_editorial};
    if (input.count == 0 || input.count > LIMIT_UPLOAD_OBJECTS)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_OBJECTS", "give 1 to %d objects to be published",
                           LIMIT_UPLOAD_OBJECTS);
    status_code status = apply_plan(&hypothesis->plan, hypothesis->snapshot, &input, &candidates, problem);
    return status == STATUS_OK ? lay_over(hypothesis, candidates, input.count) : status;
}

/* ---- States of published versions ---- */

/* Lays the published VERSION of NAME over the view in the state that FACTS say. */
static status_code lay_state(struct hypothesis *hypothesis, const char *name, const char *version,
                             const struct view_version *facts) {
    struct problem *problem = &hypothesis->call->problem;
    const struct view_version *stored = NULL;
    const Catalog__V1__Object *object = NULL;
    status_code status = selector_check_name("name", name, problem);
    if (status == STATUS_OK)
        status = selector_check_version("version", version, problem);
    if (status == STATUS_OK)
        status = store_view_find(&hypothesis->view, name, version, &stored, problem);
    if (status != STATUS_OK)
        return status;
    if (stored == NULL)
        return problem_set(problem, STATUS_NOT_FOUND, "OBJECT_NOT_FOUND", "there is no published version %.130s of %s",
                           version, name);
    if (stored->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "VERSION_YANKED",
                           "%.140s@%.130s was yanked, and that is final", name, version);
    struct view_version changed = *stored;
    changed.state = facts->state;
    changed.replaced_by = facts->replaced_by;
    changed.reason = facts->reason;
    changed.sunset = facts->sunset;
    status = note_reach(hypothesis, stored->kind, stored->name);
    if (status == STATUS_OK)
        status = hypothesis->view.view.object(&hypothesis->view, stored, &object, problem);
    if (status == STATUS_OK)
        status = memory_view_add(&hypothesis->overlay, object, &changed, problem);
    return status == STATUS_OK ? set_name(hypothesis, stored->name) : status;
}

static status_code read_yank(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    const Catalog__V1__ImpactYank *yank = change->yank;
    const struct view_version facts = {.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED,
                                       .replaced_by = "",
                                       .reason = yank->reason,
                                       .sunset = INT64_MAX};
    return lay_state(hypothesis, yank->name, yank->version, &facts);
}

static status_code read_deprecate(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    const Catalog__V1__ImpactDeprecate *deprecate = change->deprecate;
    struct problem *problem = &hypothesis->call->problem;
    Catalog__V1__DeprecateObjectRequest request;
    catalog__v1__deprecate_object_request__init(&request);
    request.name = deprecate->name;
    request.version = deprecate->version;
    request.replaced_by = deprecate->replaced_by;
    status_code status = lifecycle_check_replacement(hypothesis->snapshot, &request, &hypothesis->arena, problem);
    const struct view_version facts = {.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED,
                                       .replaced_by = deprecate->replaced_by,
                                       .reason = "",
                                       .sunset = timestamp_time(deprecate->sunset, INT64_MAX)};
    return status == STATUS_OK ? lay_state(hypothesis, deprecate->name, deprecate->version, &facts) : status;
}

/* ---- Advisories ---- */

static status_code lay_advisory(struct hypothesis *hypothesis, const Catalog__V1__Advisory *advisory) {
    status_code status = memory_view_add_advisory(&hypothesis->overlay, advisory, &hypothesis->call->problem);
    return status == STATUS_OK ? set_name(hypothesis, advisory->object) : status;
}

static Catalog__V1__Timestamp *now_of(struct hypothesis *hypothesis) {
    Catalog__V1__Timestamp *at = ARENA_NEW(&hypothesis->arena, Catalog__V1__Timestamp);
    if (at != NULL)
        *at = timestamp_of(hypothesis->at);
    return at;
}

/* With the id it would get if it were the next change, and no revision: no decision came after it. The statement is
 * often written last. */
static status_code read_advisory(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    struct problem *problem = &hypothesis->call->problem;
    Catalog__V1__Advisory *advisory = ARENA_NEW(&hypothesis->arena, Catalog__V1__Advisory);
    Catalog__V1__Timestamp *published_at = now_of(hypothesis);
    struct advisory_versions covered;
    char *id = arena_printf(&hypothesis->arena, "%" PRIu64, hypothesis->revision + 1);
    if (advisory == NULL || published_at == NULL || id == NULL)
        return problem_no_memory(problem);
    *advisory = *change->advisory;
    advisory->id = id;
    advisory->published_at = published_at;
    advisory->withdrawn_at = NULL;
    advisory->revision = 0;
    if (advisory->statement[0] == '\0')
        advisory->statement = text_field("Not stated yet.");
    status_code status = advisory_check(advisory, hypothesis->change.before, &hypothesis->arena, &covered, problem);
    return status == STATUS_OK ? lay_advisory(hypothesis, advisory) : status;
}

static status_code read_withdrawal(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    struct problem *problem = &hypothesis->call->problem;
    Catalog__V1__Advisory *advisory = NULL;
    status_code status =
        snapshot_advisory(hypothesis->snapshot, change->withdraw_advisory, &hypothesis->arena, &advisory, problem);
    if (status != STATUS_OK)
        return status;
    if (advisory->withdrawn_at != NULL)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "ADVISORY_WITHDRAWN",
                           "advisory %.30s was withdrawn already", advisory->id);
    advisory->withdrawn_at = now_of(hypothesis);
    return advisory->withdrawn_at != NULL ? lay_advisory(hypothesis, advisory) : problem_no_memory(problem);
}

/* ---- Decisions ---- */

static status_code read_revocation(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    struct problem *problem = &hypothesis->call->problem;
    Catalog__V1__Decision *decision = NULL;
    status_code status =
        snapshot_decision(hypothesis->snapshot, change->revoke_decision, &hypothesis->arena, &decision, problem);
    if (status != STATUS_OK)
        return status;
    bool is_over = decision->state == CATALOG__V1__DECISION_STATE__DECISION_STATE_REJECTED ||
                   decision->state == CATALOG__V1__DECISION_STATE__DECISION_STATE_REVOKED;
    if (is_over)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "DECISION_OVER",
                           "decision %.30s was rejected or revoked already", decision->id);
    decision->state = CATALOG__V1__DECISION_STATE__DECISION_STATE_REVOKED;
    decision->revoked_at = now_of(hypothesis);
    hypothesis->decision = decision;
    return decision->revoked_at != NULL ? STATUS_OK : problem_no_memory(problem);
}

static status_code read_change(struct hypothesis *hypothesis, const Catalog__V1__ImpactChange *change) {
    static const change_reader_function readers[] = {
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_PUBLISH] = read_publish,
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_YANK] = read_yank,
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_DEPRECATE] = read_deprecate,
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_ADVISORY] = read_advisory,
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_WITHDRAW_ADVISORY] = read_withdrawal,
        [CATALOG__V1__IMPACT_CHANGE__CHANGE_REVOKE_DECISION] = read_revocation,
    };
    unsigned which = change == NULL ? 0 : (unsigned)change->change_case;
    if (which >= COUNT_OF(readers) || readers[which] == NULL)
        return problem_set(&hypothesis->call->problem, STATUS_INVALID_ARGUMENT, "NO_CHANGE",
                           "say what is changed: publish, yank, deprecate, advisory, withdraw_advisory or "
                           "revoke_decision");
    return readers[which](hypothesis, change);
}

status_code hypothesis_begin(struct hypothesis *hypothesis, struct service *service, struct call *call,
                             struct snapshot *snapshot, time_ns at, const Catalog__V1__ImpactChange *change) {
    *hypothesis = (struct hypothesis){.service = service,
                                      .call = call,
                                      .snapshot = snapshot,
                                      .revision = snapshot_revision(snapshot),
                                      .at = at,
                                      .plan = {.service = service, .call = call, .is_validate_only = true}};
    arena_init(&hypothesis->arena, LIMIT_RESOLUTION_BYTES);
    arena_init(&hypothesis->plan.arena, LIMIT_PLAN_BYTES);
    store_view_init(&hypothesis->view, service, snapshot, &hypothesis->arena, false);
    memory_view_init(&hypothesis->overlay, &hypothesis->arena, &hypothesis->view.view);
    hypothesis->change.before = &hypothesis->view.view;
    hypothesis->change.after = memory_view_catalog(&hypothesis->overlay);
    return read_change(hypothesis, change);
}

void hypothesis_end(struct hypothesis *hypothesis) {
    store_view_done(&hypothesis->view);
    arena_done(&hypothesis->plan.arena);
    arena_done(&hypothesis->arena);
}
