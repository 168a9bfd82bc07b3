#include "base/limits.h"
#include "codec/canonical.h"
#include "model/timestamp.h"
#include "service/handlers.h"
#include "service/impact_consumer.h"
#include "service/impact_reach.h"
#include "service/impact_state.h"
#include "service/page_token.h"
#include "service/patience.h"
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

/* ---- Looking at consumers ---- */

static status_code evaluate(struct analysis_call *analysis, struct hypothesis *hypothesis, struct arena *scratch) {
    struct impact_state *state = analysis->state;
    struct problem *problem = &analysis->call->problem;
    struct impact_consumer consumer;
    Catalog__V1__ConsumerImpact *impact = NULL;
    status_code status = impact_consumer_read(hypothesis, state->names[state->done], scratch, &consumer);
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

/* As many as fit into the time of one call, and one at least, so that every call gets further. */
static status_code go_on(struct analysis_call *analysis, struct hypothesis *hypothesis) {
    struct impact_state *state = analysis->state;
    struct patience patience = patience_of(analysis->call, LIMIT_IMPACT_CALL_MS * NS_PER_MS);
    struct arena scratch;
    status_code status = state->is_begun ? STATUS_OK : find_consumers(analysis, hypothesis);
    arena_init(&scratch, LIMIT_RESOLUTION_BYTES);
    while (status == STATUS_OK && state->done < state->total) {
        status = evaluate(analysis, hypothesis, &scratch);
        arena_reset(&scratch);
        if (status == STATUS_OK && call_is_over(analysis->call))
            status = analysis->call->problem.code;
        if (patience_is_over(&patience))
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
