#include "service/impact_consumer.h"

#include "base/limits.h"
#include "model/newest.h"

#include <string.h>

static status_code read_decisions(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                                  struct impact_consumer *consumer) {
    const struct numbered_filter filter = {.name = name, .after_name = "", .limit = LIMIT_DECISIONS};
    struct problem *problem = &hypothesis->call->problem;
    Catalog__V1__Decision **before = NULL;
    size_t count = 0;
    status_code status = snapshot_decisions(hypothesis->snapshot, &filter, arena, &before, &count, problem);
    if (status != STATUS_OK)
        return status;
    const Catalog__V1__Decision **after = ARENA_ARRAY(arena, const Catalog__V1__Decision *, count + 1);
    if (after == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < count; i++) {
        bool is_revoked = hypothesis->decision != NULL && strcmp(before[i]->id, hypothesis->decision->id) == 0;
        after[i] = is_revoked ? hypothesis->decision : before[i];
    }
    consumer->options_before.decisions = (const Catalog__V1__Decision *const *)before;
    consumer->options_after.decisions = after;
    consumer->options_before.decision_count = consumer->options_after.decision_count = count;
    return STATUS_OK;
}

/* A feature without a gate record is not locked. */
static status_code read_lock(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                             const Catalog__V1__Lock **ret_lock) {
    Catalog__V1__GateRecord *record = NULL;
    struct problem absent;
    problem_init(&absent, NULL);
    status_code status = snapshot_newest_gate_record(hypothesis->snapshot, name, arena, &record, &absent);
    *ret_lock = status == STATUS_OK ? record->lock : NULL;
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return STATUS_OK;
    return problem_set(&hypothesis->call->problem, status, absent.reason, "%.500s", absent.message);
}

static bool is_published(const struct hypothesis *hypothesis, const char *name) {
    for (size_t i = 0; hypothesis->draft_count > 0 && i < hypothesis->change.name_count; i++) {
        if (strcmp(hypothesis->change.names[i], name) == 0)
            return true;
    }
    return false;
}

/* Publishing the feature itself is a review. */
static status_code read_review(struct hypothesis *hypothesis, const char *name, struct impact_consumer *consumer) {
    time_ns reviewed_at = INT64_MIN;
    status_code status = snapshot_reviewed_at(hypothesis->snapshot, name, &reviewed_at, &hypothesis->call->problem);
    bool is_renewed = is_published(hypothesis, name);
    consumer->options_before.is_reviewed = reviewed_at != INT64_MIN;
    consumer->options_before.reviewed_at = reviewed_at;
    consumer->options_after.is_reviewed = is_renewed || consumer->options_before.is_reviewed;
    consumer->options_after.reviewed_at = is_renewed ? hypothesis->at : reviewed_at;
    return status;
}

static status_code read_records(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                                struct impact_consumer *consumer) {
    const Catalog__V1__Lock *lock = NULL;
    status_code status = read_lock(hypothesis, name, arena, &lock);
    consumer->options_before.lock = consumer->options_after.lock = lock;
    if (status == STATUS_OK)
        status = read_decisions(hypothesis, name, arena, consumer);
    return status == STATUS_OK ? read_review(hypothesis, name, consumer) : status;
}

/* The newest version of NAME in VIEW with its object, and its content and compiled model for OPTIONS. *ret_version is
 * NULL where every version was yanked. */
static status_code read_newest(const struct catalog_view *view, const char *name,
                               const struct view_version **ret_version, const Catalog__V1__Object **ret_object,
                               struct resolve_options *options, struct problem *problem) {
    status_code status = newest_version(view, name, NULL, ret_version, problem);
    if (status != STATUS_OK || *ret_version == NULL)
        return status;
    status = view->object(view->context, *ret_version, ret_object, problem);
    options->content = &(*ret_version)->content;
    return status == STATUS_OK ? view->compiled(view->context, *ret_version, &options->compiled, problem) : status;
}

status_code impact_consumer_read(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                                 struct impact_consumer *ret_consumer) {
    const struct impact_change *change = &hypothesis->change;
    struct problem *problem = &hypothesis->call->problem;
    const struct view_version *before = NULL;
    const struct view_version *after = NULL;
    const struct resolve_options options = {
        .at = hypothesis->at, .revision = hypothesis->revision, .leaves_out_lock = true};
    *ret_consumer = (struct impact_consumer){.options_before = options, .options_after = options};
    status_code status =
        read_newest(change->before, name, &before, &ret_consumer->before, &ret_consumer->options_before, problem);
    if (status != STATUS_OK || before == NULL)
        return status;
    status = read_newest(change->after, name, &after, &ret_consumer->after, &ret_consumer->options_after, problem);
    if (status == STATUS_OK && after == NULL) {
        ret_consumer->after = ret_consumer->before;
        ret_consumer->options_after = ret_consumer->options_before;
    }
    bool is_same = after == NULL || digest_equal(&after->content, &before->content);
    ret_consumer->options_before.is_published = true;
    ret_consumer->options_after.is_published = is_same;
    ret_consumer->version = before->version;
    bool is_feature = before->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE;
    return status == STATUS_OK && is_feature ? read_records(hypothesis, name, arena, ret_consumer) : status;
}
