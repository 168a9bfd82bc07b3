#include "base/limits.h"
#include "codec/canonical.h"
#include "model/newest.h"
#include "model/object.h"
#include "model/timestamp.h"
#include "service/handlers.h"
#include "service/impact_reach.h"
#include "service/impact_state.h"
#include "service/page_token.h"
#include "store/splice.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TAG_DRAFTS    3
#define TAG_CONSUMERS 7

/* One call of an analysis. */
struct analysis_call {
    struct service *service;
    struct call *call;
    const Catalog__V1__AnalyzeImpactRequest *request;
    struct snapshot *snapshot;
    struct page_scope scope;
    struct page_token token;
    size_t page_size;
    time_ns at;
    size_t first; /* consumer on the page */
    struct impact_state *state;
};

/* ---- Where the call goes on ---- */

/* The token's own hash has shown that this server wrote it. */
static bool read_position(struct analysis_call *analysis) {
    char *end = NULL;
    const char *after = analysis->token.after;
    analysis->at = strtoll(after, &end, 10);
    if (end == after || *end != ' ')
        return false;
    analysis->first = strtoull(end + 1, &end, 10);
    return *end == '\0';
}

static status_code choose_time(struct analysis_call *analysis) {
    const Catalog__V1__AnalyzeImpactRequest *request = analysis->request;
    struct problem *problem = &analysis->call->problem;
    if (analysis->token.after[0] != '\0')
        return read_position(analysis) ? STATUS_OK
                                       : problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_TOKEN",
                                                     "the page token is not one for consumers");
    if (request->at != NULL)
        analysis->at = timestamp_time(request->at, 0);
    else if (request->at_revision == 0)
        analysis->at = clock_now(analysis->service->clock);
    else
        return snapshot_commit_time(analysis->snapshot, analysis->call->revision, &analysis->at, problem);
    return STATUS_OK;
}

/* Everything that the result is a function of. */
static status_code choose_key(struct analysis_call *analysis, struct digest *ret_key) {
    static const char *const volatile_fields[] = {"page_token", "page_size"};
    Catalog__V1__AnalyzeImpactRequest fixed = *analysis->request;
    Catalog__V1__Timestamp at = timestamp_of(analysis->at);
    fixed.at_revision = analysis->call->revision;
    fixed.at = &at;
    ProtobufCMessage *lasting =
        canonical_without(&fixed.base, volatile_fields, COUNT_OF(volatile_fields), &analysis->call->arena);
    if (lasting == NULL)
        return problem_no_memory(&analysis->call->problem);
    return canonical_digest(lasting, ret_key, &analysis->call->problem);
}

static status_code begin(struct analysis_call *analysis) {
    struct call *call = analysis->call;
    const Catalog__V1__AnalyzeImpactRequest *request = analysis->request;
    struct digest key;
    analysis->token = (struct page_token){.revision = request->at_revision, .after = ""};
    status_code status = page_size_read(request->page_size, &analysis->page_size, &call->problem);
    if (status == STATUS_OK)
        status = page_scope_of(call, &analysis->scope);
    if (status == STATUS_OK)
        status = page_token_read(analysis->service, &analysis->scope, request->page_token, &call->arena,
                                 &analysis->token, &call->problem);
    if (status == STATUS_OK)
        status =
            snapshot_begin(analysis->service->store, analysis->token.revision, &analysis->snapshot, &call->problem);
    if (status != STATUS_OK)
        return status;
    call->revision = snapshot_revision(analysis->snapshot);
    status = choose_time(analysis);
    if (status == STATUS_OK)
        status = choose_key(analysis, &key);
    if (status != STATUS_OK)
        return status;
    analysis->state = impact_cache_take(analysis->service->impacts, &key);
    return analysis->state == NULL ? problem_no_memory(&call->problem) : STATUS_OK;
}

/* ---- Evaluating consumers ---- */

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

/* Publishing the feature itself is a review. */
static status_code read_review(struct hypothesis *hypothesis, const char *name, struct impact_consumer *consumer) {
    time_ns reviewed_at = INT64_MIN;
    status_code status = snapshot_reviewed_at(hypothesis->snapshot, name, &reviewed_at, &hypothesis->call->problem);
    bool is_published = consumer->after != consumer->before;
    consumer->options_before.is_reviewed = reviewed_at != INT64_MIN;
    consumer->options_before.reviewed_at = reviewed_at;
    consumer->options_after.is_reviewed = is_published || consumer->options_before.is_reviewed;
    consumer->options_after.reviewed_at = is_published ? hypothesis->at : reviewed_at;
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

/* *ret_consumer has no `before` where there is nothing to look at. A consumer that nothing is left of by the change is
 * looked at as it was. */
static status_code read_consumer(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                                 struct impact_consumer *ret_consumer) {
    const struct impact_change *change = &hypothesis->change;
    struct problem *problem = &hypothesis->call->problem;
    const struct view_version *before = NULL;
    const struct view_version *after = NULL;
    const struct resolve_options options = {.at = hypothesis->at, .revision = hypothesis->revision};
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
    ret_consumer->version = before->version;
    bool is_feature = before->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE;
    return status == STATUS_OK && is_feature ? read_records(hypothesis, name, arena, ret_consumer) : status;
}

static status_code evaluate(struct analysis_call *analysis, struct hypothesis *hypothesis, struct arena *scratch) {
    struct impact_state *state = analysis->state;
    struct problem *problem = &analysis->call->problem;
    struct impact_consumer consumer;
    Catalog__V1__ConsumerImpact *impact = NULL;
    status_code status = read_consumer(hypothesis, state->names[state->done], scratch, &consumer);
    if (status == STATUS_OK && consumer.before != NULL)
        status = impact_analyze(&hypothesis->change, &consumer, scratch, &impact, problem);
    return status == STATUS_OK ? impact_state_add(state, impact, analysis->request->include_unaffected, problem)
                               : status;
}

static status_code find_consumers(struct analysis_call *analysis, struct hypothesis *hypothesis) {
    struct impact_state *state = analysis->state;
    status_code status = impact_reach(hypothesis, &state->arena, &state->names, &state->total);
    for (size_t i = 0; i < hypothesis->draft_count && status == STATUS_OK; i++)
        status = impact_state_add_draft(state, hypothesis->drafts[i], &analysis->call->problem);
    state->is_begun = status == STATUS_OK;
    return status;
}

/* When to answer, with time left for that. */
static time_ns end_of_work(const struct call *call) {
    time_ns now = clock_monotonic();
    time_ns budget = LIMIT_IMPACT_CALL_MS * NS_PER_MS;
    time_ns half = (call->deadline - now) / 2;
    return now + (half < budget ? half : budget);
}

/* As many as fit into the time of one call, and one at least, so that every call gets further. */
static status_code go_on(struct analysis_call *analysis, struct hypothesis *hypothesis) {
    struct impact_state *state = analysis->state;
    time_ns until = end_of_work(analysis->call);
    struct arena scratch;
    status_code status = state->is_begun ? STATUS_OK : find_consumers(analysis, hypothesis);
    arena_init(&scratch, LIMIT_RESOLUTION_BYTES);
    while (status == STATUS_OK && state->done < state->total) {
        status = evaluate(analysis, hypothesis, &scratch);
        arena_reset(&scratch);
        if (status == STATUS_OK && call_is_over(analysis->call))
            status = analysis->call->problem.code;
        if (clock_monotonic() >= until)
            break;
    }
    arena_done(&scratch);
    return status;
}

static status_code work(struct analysis_call *analysis) {
    struct hypothesis hypothesis;
    if (analysis->state->is_begun && analysis->state->done == analysis->state->total)
        return STATUS_OK;
    status_code status = hypothesis_begin(&hypothesis, analysis->service, analysis->call, analysis->snapshot,
                                          analysis->at, analysis->request->change);
    if (status == STATUS_OK)
        status = go_on(analysis, &hypothesis);
    hypothesis_end(&hypothesis);
    return status;
}

/* ---- Answering ---- */

static size_t append_consumers(struct analysis_call *analysis) {
    const struct impact_state *state = analysis->state;
    struct buffer *reply = &analysis->call->reply;
    size_t number = analysis->first;
    for (; number < state->entries.count && number - analysis->first < analysis->page_size; number++) {
        slice packed = state->entries.items[number].packed;
        if (number > analysis->first && reply->size + packed.size > LIMIT_PAGE_BYTES)
            break;
        splice_block(reply, TAG_CONSUMERS, packed);
    }
    return number;
}

static status_code make_token(struct analysis_call *analysis, size_t next, char **ret_token) {
    char after[64];
    snprintf(after, sizeof after, "%" PRId64 " %zu", analysis->at, next);
    const struct page_token token = {.revision = analysis->call->revision, .after = after};
    const char *text = page_token_text(analysis->service, &analysis->scope, &token, &analysis->call->arena);
    *ret_token = (char *)(uintptr_t)text;
    return text == NULL ? problem_no_memory(&analysis->call->problem) : STATUS_OK;
}

static void reply(struct analysis_call *analysis) {
    const struct impact_state *state = analysis->state;
    struct call *call = analysis->call;
    Catalog__V1__AnalyzeImpactResponse rest;
    catalog__v1__analyze_impact_response__init(&rest);
    Catalog__V1__Timestamp at = timestamp_of(analysis->at);
    Catalog__V1__ImpactSummary summary = state->summary;
    bool is_whole = state->done == state->total;
    for (size_t i = 0; i < state->drafts.count; i++)
        splice_block(&call->reply, TAG_DRAFTS, state->drafts.items[i]);
    size_t next = is_whole ? append_consumers(analysis) : analysis->first;
    rest.revision = call->revision;
    rest.at = &at;
    rest.consumers_done = (uint32_t)state->done;
    rest.consumers_total = (uint32_t)state->total;
    rest.summary = &summary;
    if ((!is_whole || next < state->entries.count) && make_token(analysis, next, &rest.next_page_token) != STATUS_OK)
        return;
    call_reply(call, &rest.base);
}

enum call_progress impact_analyze_impact(struct service *service, struct call *call) {
    struct analysis_call analysis = {
        .service = service, .call = call, .request = (const Catalog__V1__AnalyzeImpactRequest *)call->request};
    if (begin(&analysis) == STATUS_OK && work(&analysis) == STATUS_OK)
        reply(&analysis);
    if (analysis.state != NULL && analysis.state->is_begun)
        impact_cache_put(service->impacts, analysis.state);
    else
        impact_state_free(analysis.state);
    snapshot_end(analysis.snapshot);
    return CALL_DONE;
}
