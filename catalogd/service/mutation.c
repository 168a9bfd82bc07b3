#include "service/mutation.h"

#include "base/limits.h"
#include "changelog/chain.h"
#include "changelog/stamp.h"
#include "codec/message.h"
#include "model/timestamp.h"
#include "service/replanner.h"
#include "store/splice.h"

#include <stdlib.h>
#include <string.h>

#define ATTEMPTS_MAX 2

/* Every mutation's request has one: the method table's own check sees to it. */
static const char *request_id_of(const struct call *call) {
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(call->request->descriptor, "request_id");
    return *(char *const *)((const char *)call->request + field->offset);
}

static struct digest digest_of_pair(const char *first, slice second) {
    const slice parts[] = {slice_text(first), slice_text("\n"), second};
    return digest_of(parts, COUNT_OF(parts));
}

bool mutation_add(struct mutation *mutation, Catalog__V1__ObjectChange *change, const struct write_object *object) {
    return vector_push(&mutation->arena, &mutation->changes, change) &&
           vector_push(&mutation->arena, &mutation->objects, *object);
}

bool mutation_decide(struct mutation *mutation, Catalog__V1__Decision *decision) {
    return vector_push(&mutation->arena, &mutation->decisions, decision);
}

bool mutation_rests_on(struct mutation *mutation, const struct read_mark *mark) {
    return vector_push(&mutation->arena, &mutation->reads, *mark);
}

status_code mutation_rests_on_view(struct mutation *mutation, const struct store_view *view, struct problem *problem) {
    struct read_mark *marks = NULL;
    size_t count = 0;
    status_code status = store_view_marks(view, &marks, &count, problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!mutation_rests_on(mutation, &marks[i]))
            status = problem_no_memory(problem);
    }
    return status;
}

static void free_mutation(struct mutation *mutation) {
    buffer_done(&mutation->job.answer_bytes);
    arena_done(&mutation->arena);
    free(mutation);
}

static void finish(struct mutation *mutation) {
    struct call *call = mutation->call;
    free_mutation(mutation);
    call->finish(call);
}

/* A commit stamps decisions itself, but for the etag; an answer that is made once more has to have all of it. */
static void stamp_decisions(struct mutation *mutation, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                            struct arena *arena) {
    for (size_t i = 0; i < mutation->decisions.count; i++) {
        Catalog__V1__Decision *decision = mutation->decisions.items[i];
        char *etag = arena_alloc(arena, ETAG_BYTES);
        if (!decision_stamp(decision, revision, committed_at, arena) || etag == NULL)
            continue;
        etag_format(revision, etag);
        decision->etag = etag;
    }
}

/* The record of the change is another one, and whole. */
static void stamp_gate_head(struct mutation *mutation, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                            struct arena *arena) {
    Catalog__V1__GateRecord *head = mutation->gate_head;
    if (head != NULL && !gate_record_stamp(head, revision, committed_at, arena))
        head->id = (char *)(uintptr_t)protobuf_c_empty_string;
}

static void stamp_advisory(Catalog__V1__Advisory *advisory, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                           struct arena *arena) {
    char *etag = arena_alloc(arena, ETAG_BYTES);
    if (!advisory_stamp(advisory, revision, committed_at, arena) || etag == NULL)
        return;
    etag_format(revision, etag);
    advisory->etag = etag;
}

static void stamp(struct mutation *mutation, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                  struct arena *arena) {
    stamp_decisions(mutation, revision, committed_at, arena);
    stamp_gate_head(mutation, revision, committed_at, arena);
    if (mutation->advisory != NULL)
        stamp_advisory(mutation->advisory, revision, committed_at, arena);
    Catalog__V1__ObjectVersion *version = mutation->stamped;
    if (version == NULL)
        return;
    char *etag = arena_alloc(arena, ETAG_BYTES);
    if (etag != NULL) {
        etag_format(revision, etag);
        version->etag = etag;
    }
    version->lifecycle->revision = revision;
    if (!mutation->is_new_content)
        return;
    version->revision = revision;
    version->stored_at = arena_alloc(arena, sizeof *version->stored_at);
    if (version->stored_at != NULL)
        *version->stored_at = *committed_at;
}

static void answer_job(struct write_job *job, struct buffer *answer) {
    struct mutation *mutation = job->context;
    stamp(mutation, job->change->revision, job->change->committed_at, &mutation->arena);
    message_pack(mutation->response, answer);
}

static void take_problem(struct call *call, const struct problem *problem) {
    problem_set(&call->problem, problem->code, problem->reason, "%s", problem->message);
    call->problem.retry_after_ms = problem->retry_after_ms;
}

static void take_answer(struct call *call, slice answer, uint64_t revision) {
    call->revision = revision;
    buffer_append(&call->reply, answer);
    call_check_reply(call);
}

static void job_done(struct write_job *job) {
    struct mutation *mutation = job->context;
    bool is_answered = job->outcome == WRITE_COMMITTED || (job->outcome == WRITE_REPEATED && job->has_answer);
    if (is_answered)
        take_answer(mutation->call, buffer_slice(&job->answer_bytes), job->revision);
    else if (job->outcome == WRITE_FAILED)
        take_problem(mutation->call, &job->problem);
    else if (job->outcome == WRITE_CONFLICT && ++mutation->attempts >= ATTEMPTS_MAX)
        problem_set(&mutation->call->problem, STATUS_ABORTED, "CONFLICT",
                    "others changed what this call had read, twice: read again and retry");
    else {
        if (job->outcome == WRITE_REPEATED)
            mutation->repeated_revision = job->revision;
        replanner_add(mutation->service->replanner, mutation);
        return;
    }
    finish(mutation);
}

static void submit(struct mutation *mutation) {
    struct call *call = mutation->call;
    catalog__v1__change__init(&mutation->change);
    mutation->change.author = call->principal.name;
    mutation->change.request_id = (char *)(uintptr_t)request_id_of(call);
    mutation->change.method = (char *)(uintptr_t)call->method->name;
    mutation->change.objects = mutation->changes.items;
    mutation->change.n_objects = mutation->changes.count;
    mutation->change.decisions = mutation->decisions.items;
    mutation->change.n_decisions = mutation->decisions.count;
    mutation->change.advisories = &mutation->advisory;
    mutation->change.n_advisories = mutation->advisory != NULL;
    mutation->change.taxonomies = &mutation->taxonomy;
    mutation->change.n_taxonomies = mutation->taxonomy != NULL;
    mutation->change.gate_records = &mutation->gate_record;
    mutation->change.n_gate_records = mutation->gate_record != NULL;
    mutation->job.change = &mutation->change;
    mutation->job.objects = mutation->objects.items;
    mutation->job.reads = mutation->reads.items;
    mutation->job.read_count = mutation->reads.count;
    problem_init(&mutation->job.problem, NULL);
    store_submit(mutation->service->store, &mutation->job);
}

/* Whether the request was done before: then the call is answered, or only its answer is to be planned. */
static bool is_repeated(struct mutation *mutation, struct snapshot *snapshot) {
    struct stored_request done;
    struct call *call = mutation->call;
    if (!snapshot_request(snapshot, &mutation->job, &done))
        return false;
    if (!done.is_same) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "REQUEST_ID_REUSED",
                    "this request_id was used for another request: take a new one for each mutation");
        return true;
    }
    if (done.has_answer)
        take_answer(call, done.answer, done.revision);
    else
        mutation->repeated_revision = done.revision;
    return done.has_answer;
}

/* What was answered then follows from what the catalog was before it. */
static status_code plan_repeated(struct mutation *mutation, struct snapshot *snapshot) {
    struct problem *problem = &mutation->call->problem;
    slice record = {0};
    Catalog__V1__Change *change = NULL;
    status_code status = snapshot_change(snapshot, mutation->repeated_revision, &record, problem);
    if (status == STATUS_OK)
        status = change_read(record, &mutation->arena, &change, problem);
    if (status != STATUS_OK)
        return status;
    mutation->repeated_change = change;
    mutation->planned_at = timestamp_time(change->committed_at, mutation->planned_at);
    snapshot_rewind(snapshot, mutation->repeated_revision - 1);
    status = mutation->plan(mutation, snapshot, problem);
    if (status == STATUS_OK)
        stamp(mutation, mutation->repeated_revision, change->committed_at, &mutation->arena);
    return status;
}

static void forget_plan(struct mutation *mutation) {
    arena_reset(&mutation->arena);
    memset(&mutation->changes, 0, sizeof mutation->changes);
    memset(&mutation->objects, 0, sizeof mutation->objects);
    memset(&mutation->reads, 0, sizeof mutation->reads);
    memset(&mutation->decisions, 0, sizeof mutation->decisions);
    mutation->advisory = NULL;
    mutation->gate_record = NULL;
    mutation->taxonomy = NULL;
    mutation->job.taxonomy = NULL;
    mutation->gate_head = NULL;
    mutation->response = NULL;
    mutation->repeated_change = NULL;
    mutation->stamped = NULL;
    mutation->is_new_content = false;
}

/* Plans MUTATION. True: it goes to the writer; false: its call is ready to be answered. */
static bool plan(struct mutation *mutation) {
    struct call *call = mutation->call;
    struct snapshot *snapshot = NULL;
    forget_plan(mutation);
    mutation->planned_at = clock_now(mutation->service->clock);
    if (snapshot_begin(mutation->service->store, 0, &snapshot, &call->problem) != STATUS_OK)
        return false;
    bool is_answered = mutation->repeated_revision == 0 && is_repeated(mutation, snapshot);
    bool is_repeat = mutation->repeated_revision != 0;
    if (!is_answered && is_repeat)
        plan_repeated(mutation, snapshot);
    else if (!is_answered)
        mutation->plan(mutation, snapshot, &call->problem);
    uint64_t revision = is_repeat ? mutation->repeated_revision : snapshot_revision(snapshot);
    snapshot_end(snapshot);
    if (is_answered || call->problem.code != STATUS_OK)
        return false;
    bool has_changes = mutation->changes.count > 0 || mutation->decisions.count > 0 || mutation->advisory != NULL ||
                       mutation->gate_record != NULL || mutation->taxonomy != NULL;
    if (!is_repeat && !mutation->is_validate_only && has_changes)
        return true;
    call->revision = revision;
    call_reply(call, mutation->response);
    return false;
}

enum call_progress mutation_run(struct service *service, struct call *call, const struct mutation_options *options) {
    const char *id = request_id_of(call);
    struct mutation *mutation = calloc(1, sizeof *mutation);
    if (mutation == NULL) {
        problem_no_memory(&call->problem);
        return CALL_DONE;
    }
    mutation->service = service;
    mutation->call = call;
    mutation->plan = options->plan;
    mutation->is_validate_only = options->is_validate_only;
    arena_init(&mutation->arena, LIMIT_PLAN_BYTES);
    mutation->job = (struct write_job){.arena = &mutation->arena, .answer = answer_job, .done = job_done};
    mutation->job.context = mutation;
    buffer_init(&mutation->job.answer_bytes, 0);
    mutation->job.request_key = digest_of_pair(call->principal.name, slice_text(id));
    mutation->job.request_digest = digest_of_pair(call->method->name, call->payload);
    mutation->job.has_content = options->content != NULL;
    if (options->content != NULL)
        mutation->job.content_digest = *options->content;
    if (plan(mutation)) {
        submit(mutation);
        return CALL_PENDING;
    }
    free_mutation(mutation);
    return CALL_DONE;
}

void mutation_resume(struct mutation *mutation) {
    if (!call_is_over(mutation->call) && plan(mutation))
        submit(mutation);
    else
        finish(mutation);
}

void mutation_give_up(struct mutation *mutation) {
    problem_set(&mutation->call->problem, STATUS_UNAVAILABLE, "STOPPING", "the server stops");
    finish(mutation);
}
