#include "rpc/router.h"

#include "base/limits.h"
#include "codec/message.h"
#include "rpc/envelope.h"
#include "rpc/pool.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETRY_AFTER_MS 200

struct router {
    struct router_options options;
    _Atomic uint32_t deadline_default_ms;
    struct pool *pool;
    struct buffer no_memory_answer; /* made while there is memory */
};

/* A call with what the router needs to answer it. */
struct routed_call {
    struct call call; /* first: finish gets a pointer to it */
    struct router *router;
    struct sp_request *request;
};

static struct routed_call *routed(struct call *call) {
    return (struct routed_call *)call;
}

static void call_free(struct routed_call *routed_call) {
    arena_done(&routed_call->call.arena);
    buffer_done(&routed_call->call.reply);
    free(routed_call);
}

static void finish(struct call *call) {
    struct buffer head;
    buffer_init(&head, LIMIT_MESSAGE_BYTES);
    bool is_success = call->problem.code == STATUS_OK;
    if (is_success)
        envelope_write_head(&head, call->revision, call->reply.size);
    else
        envelope_write_failure(&head, call->revision, &call->problem);
    const slice parts[] = {buffer_slice(&head), buffer_slice(&call->reply)};
    struct routed_call *routed_call = routed(call);
    if (head.has_failed) {
        slice answer = buffer_slice(&routed_call->router->no_memory_answer);
        sp_request_reply(routed_call->request, &answer, 1);
    } else {
        sp_request_reply(routed_call->request, parts, is_success ? 2 : 1);
    }
    buffer_done(&head);
    call_free(routed_call);
}

static bool is_cancelled(const struct call *call) {
    return sp_request_is_cancelled(((const struct routed_call *)call)->request);
}

static struct principal identify(const struct router *router, const struct sp_peer *peer) {
    struct principal principal = {.is_trusted = router->options.is_open_to_all};
    if (peer->has_uid) {
        principal.is_admin = peer->uid == router->options.own_uid || peer->uid == 0;
        snprintf(principal.name, sizeof principal.name, "uid:%lu", (unsigned long)peer->uid);
    } else {
        snprintf(principal.name, sizeof principal.name, "anonymous");
    }
    return principal;
}

/* Until there are accounts, a caller may do everything or ask for health. */
static status_code check_permission(struct call *call, enum permission permission) {
    if (permission == PERMISSION_NONE || call->principal.is_admin || call->principal.is_trusted)
        return STATUS_OK;
    if (strcmp(call->principal.name, "anonymous") == 0)
        return problem_set(&call->problem, STATUS_PERMISSION_DENIED, "ANONYMOUS_CALLER",
                           "over this transport only CheckHealth is open: call over the server's ipc socket as its own "
                           "user, or start the server with --insecure-no-auth");
    return problem_set(&call->problem, STATUS_PERMISSION_DENIED, "NOT_THE_OWNER",
                       "%s may only call CheckHealth: the server belongs to another user", call->principal.name);
}

static int compare_name(const void *name, const void *row) {
    return strcmp(name, ((const struct method *)row)->name);
}

static status_code find_method(const struct router *router, struct call *call, const char *name) {
    if (router->options.method_count > 0)
        call->method =
            bsearch(name, router->options.methods, router->options.method_count, sizeof *call->method, compare_name);
    if (call->method == NULL)
        return problem_set(&call->problem, STATUS_UNIMPLEMENTED, "UNKNOWN_METHOD", "there is no method %s", name);
    return STATUS_OK;
}

static bool is_request_id(const char *id) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t size = strlen(id);
    return size >= LIMIT_REQUEST_ID_MIN && size <= LIMIT_REQUEST_ID_MAX && strspn(id, allowed) == size;
}

/* A mutation may arrive twice, because transports send again: its request_id tells. */
static status_code check_request_id(struct call *call) {
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(call->method->request, "request_id");
    if (!call->method->is_mutation || field == NULL)
        return STATUS_OK;
    const char *id = *(char *const *)((const char *)call->request + field->offset);
    if (is_request_id(id))
        return STATUS_OK;
    return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "INVALID_REQUEST_ID",
                       "request_id is needed: %d to %d letters, digits, '_' and '-', new for each change",
                       LIMIT_REQUEST_ID_MIN, LIMIT_REQUEST_ID_MAX);
}

static status_code unpack(struct call *call) {
    struct guard_options options = {.refuse_unknown = call->method->is_mutation};
    ProtobufCMessage *request = NULL;
    status_code code =
        message_unpack_with(call->method->request, call->payload, &options, &call->arena, &request, &call->problem);
    if (code != STATUS_OK)
        return code;
    call->request = request;
    if (call->method->permission_of != NULL)
        code = check_permission(call, call->method->permission_of(request));
    return code == STATUS_OK ? check_request_id(call) : code;
}

/* The deadline counts from the last byte of the request. */
static time_ns deadline_of(const struct router *router, const struct sp_request *request, uint32_t timeout_ms) {
    uint32_t wanted = timeout_ms == 0 ? atomic_load(&router->deadline_default_ms) : timeout_ms;
    uint32_t bounded = wanted > LIMIT_DEADLINE_MAX_MS ? LIMIT_DEADLINE_MAX_MS : wanted;
    return sp_request_received_at(request) + (time_ns)bounded * NS_PER_MS;
}

static status_code admit(struct routed_call *routed_call) {
    struct call *call = &routed_call->call;
    struct envelope_request envelope;
    status_code code = envelope_read_request(sp_request_body(routed_call->request), &envelope, &call->problem);
    if (code != STATUS_OK)
        return code;
    call->payload = envelope.payload;
    call->deadline = deadline_of(routed_call->router, routed_call->request, envelope.timeout_ms);
    code = find_method(routed_call->router, call, envelope.method);
    if (code == STATUS_OK)
        code = check_permission(call, call->method->permission);
    return code == STATUS_OK ? unpack(call) : code;
}

static void run(void *context, struct call *call) {
    const struct router *router = context;
    if (call_is_over(call) || call->method->handler(router->options.service, call) == CALL_DONE)
        finish(call);
}

static void abandon(void *context, struct call *call) {
    (void)context;
    problem_set(&call->problem, STATUS_UNAVAILABLE, "STOPPING", "the server is about to end");
    finish(call);
}

static void dispatch(struct router *router, struct call *call) {
    if (call->method->method_class == METHOD_INLINE) {
        run(router, call);
    } else if (!pool_submit(router->pool, call)) {
        problem_set(&call->problem, STATUS_RESOURCE_EXHAUSTED, "QUEUE_FULL",
                    "the server has more calls waiting than it takes: send the call again later");
        call->problem.retry_after_ms = RETRY_AFTER_MS;
        finish(call);
    }
}

void router_handle(struct router *router, struct sp_request *request) {
    struct routed_call *routed_call = calloc(1, sizeof *routed_call);
    if (routed_call == NULL) {
        slice answer = buffer_slice(&router->no_memory_answer);
        sp_request_reply(request, &answer, 1);
        return;
    }
    struct call *call = &routed_call->call;
    routed_call->router = router;
    routed_call->request = request;
    call->finish = finish;
    call->is_cancelled = is_cancelled;
    call->principal = identify(router, sp_request_peer(request));
    arena_init(&call->arena, LIMIT_CALL_BYTES);
    buffer_init(&call->reply, REPLY_LIMIT_BYTES);
    problem_init(&call->problem, &call->arena);
    if (admit(routed_call) == STATUS_OK)
        dispatch(router, call);
    else
        finish(call);
}

void router_answer_oversize(uint64_t size, size_t limit_bytes, struct buffer *ret_answer) {
    struct problem problem;
    problem_init(&problem, NULL);
    problem_set(&problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                "the request has %llu bytes, the limit is %zu: send large sets in parts with StageObjects",
                (unsigned long long)size, limit_bytes);
    envelope_write_failure(ret_answer, 0, &problem);
}

static status_code prepare_no_memory_answer(struct router *router, struct problem *problem) {
    struct problem no_memory;
    problem_init(&no_memory, NULL);
    problem_no_memory(&no_memory);
    no_memory.retry_after_ms = RETRY_AFTER_MS;
    buffer_init(&router->no_memory_answer, 0);
    envelope_write_failure(&router->no_memory_answer, 0, &no_memory);
    return router->no_memory_answer.has_failed ? problem_no_memory(problem) : STATUS_OK;
}

void router_set_deadline_default(struct router *router, uint32_t milliseconds) {
    atomic_store(&router->deadline_default_ms, milliseconds == 0 ? (uint32_t)LIMIT_DEADLINE_DEFAULT_MS : milliseconds);
}

status_code router_new(const struct router_options *options, struct router **ret_router, struct problem *problem) {
    struct router *router = calloc(1, sizeof *router);
    if (router == NULL)
        return problem_no_memory(problem);
    router->options = *options;
    if (options->queue_calls == 0 || options->queue_calls > LIMIT_QUEUE_CALLS)
        router->options.queue_calls = LIMIT_QUEUE_CALLS;
    router_set_deadline_default(router, options->deadline_default_ms);
    status_code code = prepare_no_memory_answer(router, problem);
    if (code == STATUS_OK)
        code = pool_new(options->workers, router->options.queue_calls, run, router, &router->pool, problem);
    if (code == STATUS_OK)
        *ret_router = router;
    else
        router_free(router);
    return code;
}

void router_stop(struct router *router) {
    pool_stop(router->pool, abandon);
}

void router_free(struct router *router) {
    if (router == NULL)
        return;
    pool_free(router->pool);
    buffer_done(&router->no_memory_answer);
    free(router);
}
