#include "lib/engine.h"

#include "base/limits.h"
#include "codec/message.h"
#include "lib/failure.h"
#include "lib/method.h"
#include "lib/request_id.h"

#include <stdlib.h>

static enum catalog_code check_options(const struct catalog_call_options *options, struct catalog_error **ret_error) {
    if (options->version != CATALOG_CALL_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_CALL_OPTIONS_INIT",
                         options->version, CATALOG_CALL_OPTIONS_VERSION);
    if (options->deadline_ms > LIMIT_DEADLINE_MAX_MS)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS", "deadline_ms is %u, at most %d",
                         options->deadline_ms, LIMIT_DEADLINE_MAX_MS);
    return CATALOG_OK;
}

static enum catalog_code check_call(const struct catalog_async_call *wanted,
                                    const ProtobufCMethodDescriptor **ret_method, struct catalog_error **ret_error) {
    const ProtobufCMethodDescriptor *method = method_of_name(wanted->method);
    if (method == NULL)
        return error_set(ret_error, CATALOG_UNIMPLEMENTED, "UNKNOWN_METHOD",
                         "this library knows no method \"%s\"; a name looks like catalog.v1.CatalogService/GetObject",
                         wanted->method);
    if (wanted->request->descriptor != method->input)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "WRONG_REQUEST", "%s takes a %s, not a %s",
                         wanted->method, method->input->name, wanted->request->descriptor->name);
    *ret_method = method;
    return wanted->options == NULL ? CATALOG_OK : check_options(wanted->options, ret_error);
}

/* Packs REQUEST into the call's arena, with a request_id where it lacks one. */
static enum catalog_code pack(struct catalog_pending *call, const ProtobufCMessage *request,
                              struct catalog_error **ret_error) {
    request = request_id_fill(request, &call->arena);
    if (request == NULL)
        return error_no_memory(ret_error);
    size_t size = protobuf_c_message_get_packed_size(request);
    if (size > LIMIT_MESSAGE_BYTES - KIB)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "MESSAGE_TOO_LARGE",
                         "the request has %zu bytes; with its envelope it may have %lu", size, LIMIT_MESSAGE_BYTES);
    uint8_t *bytes = arena_alloc(&call->arena, size);
    if (bytes == NULL)
        return error_no_memory(ret_error);
    call->payload = slice_of(bytes, protobuf_c_message_pack(request, bytes));
    return CATALOG_OK;
}

static void set_times(struct catalog_pending *call, const struct catalog_call_options *options) {
    const struct catalog_client_options *defaults = &call->client->options;
    bool has_own = options != NULL && options->deadline_ms != 0;
    uint32_t deadline_ms = has_own ? options->deadline_ms : defaults->deadline_ms;
    time_ns now = clock_monotonic();
    call->due = now;
    call->deadline = now + (time_ns)deadline_ms * NS_PER_MS;
    call->give_up_at = defaults->unreachable_ms == 0 ? INT64_MAX : now + (time_ns)defaults->unreachable_ms * NS_PER_MS;
    call->no_retry = defaults->no_retry || (options != NULL && options->no_retry);
}

static void free_unsent(struct catalog_pending *call) {
    arena_done(&call->arena);
    free(call);
}

/* NULL: *ret_code says why. */
static struct catalog_pending *make_call(struct catalog_client *client, const struct catalog_async_call *wanted,
                                         enum catalog_code *ret_code, struct catalog_error **ret_error) {
    const ProtobufCMethodDescriptor *method = NULL;
    *ret_code = check_call(wanted, &method, ret_error);
    if (*ret_code != CATALOG_OK)
        return NULL;
    struct catalog_pending *call = calloc(1, sizeof *call);
    if (call == NULL) {
        *ret_code = error_no_memory(ret_error);
        return NULL;
    }
    *call = (struct catalog_pending){.client = client,
                                     .method = method,
                                     .state = PENDING_OVER,
                                     .references = 1,
                                     .completion = wanted->completion,
                                     .context = wanted->context};
    arena_init(&call->arena, 0);
    set_times(call, wanted->options);
    call->name = arena_strdup(&call->arena, wanted->method);
    *ret_code = call->name == NULL ? error_no_memory(ret_error) : pack(call, wanted->request, ret_error);
    if (*ret_code == CATALOG_OK)
        return call;
    free_unsent(call);
    return NULL;
}

enum catalog_code catalog_call_async(struct catalog_client *client, const struct catalog_async_call *call,
                                     struct catalog_pending **ret_pending, struct catalog_error **ret_error) {
    enum catalog_code code = CATALOG_OK;
    struct catalog_pending *pending = make_call(client, call, &code, ret_error);
    if (pending == NULL)
        return code;
    if (ret_pending != NULL) {
        pending->references++;
        *ret_pending = pending;
    }
    pthread_mutex_lock(&client->lock);
    client->active++;
    pending_attempt(pending, pending->due);
    pthread_mutex_unlock(&client->lock);
    return CATALOG_OK;
}

/* Who waits in catalog_call. */
struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t is_over_changed;
    bool is_over;
    ProtobufCMessage *response;
    struct catalog_error *error;
};

/* The waiter may be gone as soon as its lock is free. */
static void wake_waiter(void *context, ProtobufCMessage *response, struct catalog_error *error) {
    struct waiter *waiter = context;
    pthread_mutex_lock(&waiter->lock);
    waiter->response = response;
    waiter->error = error;
    waiter->is_over = true;
    pthread_cond_signal(&waiter->is_over_changed);
    pthread_mutex_unlock(&waiter->lock);
}

static void wait_for_end(struct waiter *waiter) {
    pthread_mutex_lock(&waiter->lock);
    while (!waiter->is_over)
        pthread_cond_wait(&waiter->is_over_changed, &waiter->lock);
    pthread_mutex_unlock(&waiter->lock);
}

enum catalog_code catalog_call(struct catalog_client *client, const char *method, const ProtobufCMessage *request,
                               const struct catalog_call_options *options, ProtobufCMessage **ret_response,
                               struct catalog_error **ret_error) {
    struct waiter waiter = {.lock = PTHREAD_MUTEX_INITIALIZER, .is_over_changed = PTHREAD_COND_INITIALIZER};
    struct catalog_async_call call = {
        .method = method, .request = request, .options = options, .completion = wake_waiter, .context = &waiter};
    enum catalog_code code = catalog_call_async(client, &call, NULL, ret_error);
    if (code != CATALOG_OK)
        return code;
    wait_for_end(&waiter);
    if (waiter.error != NULL)
        return error_give(ret_error, waiter.error);
    *ret_response = waiter.response;
    return CATALOG_OK;
}
