#include "catalog/changes.h"

#include "base/arena.h"
#include "base/limits.h"
#include "codec/message.h"
#include "lib/failure.h"

#include <pthread.h>
#include <stdlib.h>

#define WAIT_DEFAULT_MS 30000

struct catalog_change_iterator {
    struct catalog_client *client;
    struct catalog_call_options options;
    bool is_watch;
    struct arena arena; /* holds the request */
    Catalog__V1__ListChangesRequest *list;
    Catalog__V1__WatchChangesRequest *watch;

    ProtobufCMessage *page;
    Catalog__V1__Change *const *changes; /* on the page */
    size_t count;
    size_t next;
    uint64_t last_revision; /* where the page after this one begins */
    bool has_more;
    uint64_t given_revision;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t is_over_changed;
    struct catalog_pending *pending;
    bool is_cancelled;
    bool is_over;
    ProtobufCMessage *response;
    struct catalog_error *error;
};

static enum catalog_code make(struct catalog_client *client, const ProtobufCMessage *request,
                              const struct catalog_call_options *options, struct catalog_change_iterator **ret_iterator,
                              struct catalog_error **ret_error) {
    static const struct catalog_call_options defaults = CATALOG_CALL_OPTIONS_INIT;
    struct catalog_change_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    iterator->client = client;
    iterator->options = options == NULL ? defaults : *options;
    iterator->has_more = true;
    pthread_mutex_init(&iterator->lock, NULL);
    pthread_cond_init(&iterator->is_over_changed, NULL);
    arena_init(&iterator->arena, 0);
    struct problem problem;
    problem_init(&problem, NULL);
    ProtobufCMessage *copy = NULL;
    if (message_copy(request, &iterator->arena, &copy, &problem) != STATUS_OK) {
        catalog_change_iterator_free(iterator);
        return error_from_problem(ret_error, &problem);
    }
    iterator->is_watch = request->descriptor == &catalog__v1__watch_changes_request__descriptor;
    if (iterator->is_watch)
        iterator->watch = (Catalog__V1__WatchChangesRequest *)(void *)copy;
    else
        iterator->list = (Catalog__V1__ListChangesRequest *)(void *)copy;
    *ret_iterator = iterator;
    return CATALOG_OK;
}

enum catalog_code catalog_list_changes(struct catalog_client *client, const Catalog__V1__ListChangesRequest *request,
                                       const struct catalog_call_options *options,
                                       struct catalog_change_iterator **ret_iterator,
                                       struct catalog_error **ret_error) {
    enum catalog_code code = make(client, &request->base, options, ret_iterator, ret_error);
    if (code == CATALOG_OK)
        (*ret_iterator)->last_revision = (*ret_iterator)->given_revision = request->after_revision;
    return code;
}

/* The server waits before it answers: that time is on top of what the caller gave it. */
static void extend_deadline(struct catalog_change_iterator *iterator) {
    uint32_t wait_ms = iterator->watch->wait_ms == 0 ? WAIT_DEFAULT_MS : iterator->watch->wait_ms;
    uint64_t deadline_ms =
        iterator->options.deadline_ms == 0 ? LIMIT_DEADLINE_DEFAULT_MS : iterator->options.deadline_ms;
    deadline_ms += wait_ms;
    const uint32_t most_ms = LIMIT_DEADLINE_MAX_MS;
    iterator->options.deadline_ms = deadline_ms > most_ms ? most_ms : (uint32_t)deadline_ms;
}

enum catalog_code catalog_watch_changes(struct catalog_client *client, const Catalog__V1__WatchChangesRequest *request,
                                        const struct catalog_call_options *options,
                                        struct catalog_change_iterator **ret_iterator,
                                        struct catalog_error **ret_error) {
    enum catalog_code code = make(client, &request->base, options, ret_iterator, ret_error);
    if (code != CATALOG_OK)
        return code;
    (*ret_iterator)->last_revision = (*ret_iterator)->given_revision = request->after_revision;
    extend_deadline(*ret_iterator);
    return CATALOG_OK;
}

static void take_page(void *context, ProtobufCMessage *response, struct catalog_error *error) {
    struct catalog_change_iterator *iterator = context;
    pthread_mutex_lock(&iterator->lock);
    iterator->response = response;
    iterator->error = error;
    iterator->is_over = true;
    pthread_cond_signal(&iterator->is_over_changed);
    pthread_mutex_unlock(&iterator->lock);
}

static enum catalog_code start(struct catalog_change_iterator *iterator, struct catalog_error **ret_error) {
    struct catalog_async_call call = {.options = &iterator->options, .completion = take_page, .context = iterator};
    if (iterator->is_watch) {
        iterator->watch->after_revision = iterator->last_revision;
        call.method = "catalog.v1.ChangesService/WatchChanges";
        call.request = &iterator->watch->base;
    } else {
        iterator->list->after_revision = iterator->last_revision;
        call.method = "catalog.v1.ChangesService/ListChanges";
        call.request = &iterator->list->base;
    }
    return catalog_call_async(iterator->client, &call, &iterator->pending, ret_error);
}

/* Locked on entry and exit; waits in between. */
static enum catalog_code call_and_wait(struct catalog_change_iterator *iterator, struct catalog_error **ret_error) {
    if (iterator->is_cancelled)
        return error_set(ret_error, CATALOG_CANCELLED, "CANCELLED", "the walk was cancelled");
    iterator->is_over = false;
    enum catalog_code code = start(iterator, ret_error);
    if (code != CATALOG_OK)
        return code;
    while (!iterator->is_over)
        pthread_cond_wait(&iterator->is_over_changed, &iterator->lock);
    catalog_pending_release(iterator->pending);
    iterator->pending = NULL;
    return iterator->error == NULL ? CATALOG_OK : error_give(ret_error, iterator->error);
}

/* Revisions only go up: what does not would be handed out twice or go on for ever. */
static enum catalog_code check_order(const struct catalog_change_iterator *iterator, uint64_t asked_after,
                                     struct catalog_error **ret_error) {
    uint64_t last = asked_after;
    if (iterator->last_revision < asked_after)
        return error_set(ret_error, CATALOG_DATA_LOSS, "CHANGES_OUT_OF_ORDER",
                         "the server went back from revision %llu to %llu", (unsigned long long)asked_after,
                         (unsigned long long)iterator->last_revision);
    for (size_t i = 0; i < iterator->count; i++) {
        uint64_t revision = iterator->changes[i]->revision;
        if (revision <= last || revision > iterator->last_revision)
            return error_set(ret_error, CATALOG_DATA_LOSS, "CHANGES_OUT_OF_ORDER",
                             "the server sent revision %llu after %llu", (unsigned long long)revision,
                             (unsigned long long)last);
        last = revision;
    }
    return CATALOG_OK;
}

static void use_page(struct catalog_change_iterator *iterator) {
    catalog_message_free(iterator->page);
    iterator->page = iterator->response;
    iterator->next = 0;
    if (iterator->is_watch) {
        const Catalog__V1__WatchChangesResponse *page = (const void *)iterator->page;
        iterator->changes = page->changes;
        iterator->count = page->n_changes;
        iterator->last_revision = page->last_revision;
        return;
    }
    const Catalog__V1__ListChangesResponse *page = (const void *)iterator->page;
    iterator->changes = page->changes;
    iterator->count = page->n_changes;
    iterator->has_more = page->has_more && page->last_revision > iterator->last_revision;
    iterator->last_revision = page->last_revision;
}

static enum catalog_code fetch(struct catalog_change_iterator *iterator, struct catalog_error **ret_error) {
    pthread_mutex_lock(&iterator->lock);
    enum catalog_code code = call_and_wait(iterator, ret_error);
    pthread_mutex_unlock(&iterator->lock);
    if (code != CATALOG_OK)
        return code;
    uint64_t before = iterator->last_revision;
    use_page(iterator);
    code = check_order(iterator, before, ret_error);
    if (code == CATALOG_OK)
        return code;
    iterator->count = 0;
    iterator->last_revision = before;
    iterator->has_more = true;
    return code;
}

enum catalog_code catalog_change_iterator_next(struct catalog_change_iterator *iterator,
                                               const Catalog__V1__Change **ret_change,
                                               struct catalog_error **ret_error) {
    while (iterator->next >= iterator->count) {
        if (!iterator->is_watch && !iterator->has_more) {
            *ret_change = NULL;
            return CATALOG_OK;
        }
        enum catalog_code code = fetch(iterator, ret_error);
        if (code != CATALOG_OK)
            return code;
    }
    *ret_change = iterator->changes[iterator->next++];
    iterator->given_revision = (*ret_change)->revision;
    return CATALOG_OK;
}

void catalog_change_iterator_cancel(struct catalog_change_iterator *iterator) {
    pthread_mutex_lock(&iterator->lock);
    iterator->is_cancelled = true;
    if (iterator->pending != NULL)
        catalog_pending_cancel(iterator->pending);
    pthread_mutex_unlock(&iterator->lock);
}

uint64_t catalog_change_iterator_revision(const struct catalog_change_iterator *iterator) {
    return iterator->given_revision;
}

void catalog_change_iterator_free(struct catalog_change_iterator *iterator) {
    if (iterator == NULL)
        return;
    catalog_message_free(iterator->page);
    pthread_cond_destroy(&iterator->is_over_changed);
    pthread_mutex_destroy(&iterator->lock);
    arena_done(&iterator->arena);
    free(iterator);
}
