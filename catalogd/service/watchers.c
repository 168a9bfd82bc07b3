#include "service/watchers.h"

#include "base/limits.h"

#include "catalog/v1/changes_service.pb-c.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define LOOK_AGAIN_NS   NS_PER_SECOND /* for calls whose peer has gone */
#define CHANGES_AT_ONCE 100

struct watcher {
    struct call *call;
    uint64_t after;
    time_ns until;
    struct watcher *next;
};

struct watchers {
    struct store *store;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct watcher *parked; /* under mutex, as all below */
    size_t count;
    bool is_woken;
    bool is_stopping;
};

bool watch_read(struct store *store, struct call *call, uint64_t revision, uint64_t *ret_after) {
    const Catalog__V1__WatchChangesRequest *request = (const Catalog__V1__WatchChangesRequest *)call->request;
    const struct change_filter filter = {
        .name_space = request->namespace_, .name = request->name, .limit = CHANGES_AT_ONCE};
    struct change_page page = {.after = revision};
    struct snapshot *snapshot = NULL;
    if (snapshot_begin(store, 0, &snapshot, &call->problem) != STATUS_OK)
        return true;
    status_code status = changes_read(snapshot, page.after, &filter, &call->reply, &page, &call->problem);
    call->revision = snapshot_revision(snapshot);
    snapshot_end(snapshot);
    *ret_after = page.after;
    return status != STATUS_OK || page.count > 0 || page.has_more;
}

void watch_reply(struct call *call, uint64_t after) {
    Catalog__V1__WatchChangesResponse rest;
    catalog__v1__watch_changes_response__init(&rest);
    rest.last_revision = after;
    /* A message packed behind another of its type adds to it. */
    call_reply(call, &rest.base);
}

/* Whether WATCHER can be answered now; its reply or problem is set then. */
static bool is_ready(struct watchers *watchers, struct watcher *watcher) {
    struct call *call = watcher->call;
    bool has_news = store_head(watchers->store).revision > watcher->after;
    if (has_news && watch_read(watchers->store, call, watcher->after, &watcher->after)) {
        watch_reply(call, watcher->after);
        return true;
    }
    if (call->is_cancelled != NULL && call->is_cancelled(call))
        return call_is_over(call);
    if (clock_monotonic() < watcher->until)
        return false;
    watch_reply(call, watcher->after);
    return true;
}

static void answer_ready(struct watchers *watchers, struct watcher **list) {
    for (struct watcher **link = list; *link != NULL;) {
        struct watcher *watcher = *link;
        if (!is_ready(watchers, watcher)) {
            link = &watcher->next;
            continue;
        }
        *link = watcher->next;
        watcher->call->finish(watcher->call);
        free(watcher);
        pthread_mutex_lock(&watchers->mutex);
        watchers->count--;
        pthread_mutex_unlock(&watchers->mutex);
    }
}

static void refuse_all(struct watcher *list) {
    while (list != NULL) {
        struct watcher *watcher = list;
        list = watcher->next;
        problem_set(&watcher->call->problem, STATUS_UNAVAILABLE, "STOPPING", "the server stops: watch again later");
        watcher->call->finish(watcher->call);
        free(watcher);
    }
}

static struct timespec next_look(const struct watcher *list) {
    time_ns until = clock_monotonic() + LOOK_AGAIN_NS;
    for (; list != NULL; list = list->next)
        until = list->until < until ? list->until : until;
    return (struct timespec){.tv_sec = until / NS_PER_SECOND, .tv_nsec = until % NS_PER_SECOND};
}

/* Waits for news, a new watcher or the end of a wait. The thread's own LIST takes those that were parked meanwhile.
 * False: the end. */
static bool wait_for_news(struct watchers *watchers, struct watcher **list) {
    struct timespec until = next_look(*list);
    pthread_mutex_lock(&watchers->mutex);
    int waited = 0;
    while (!watchers->is_woken && !watchers->is_stopping && waited == 0)
        waited = *list == NULL ? pthread_cond_wait(&watchers->wake, &watchers->mutex)
                               : pthread_cond_timedwait(&watchers->wake, &watchers->mutex, &until);
    watchers->is_woken = false;
    struct watcher *parked = watchers->parked;
    watchers->parked = NULL;
    bool goes_on = !watchers->is_stopping;
    pthread_mutex_unlock(&watchers->mutex);
    while (parked != NULL) {
        struct watcher *next = parked->next;
        parked->next = *list;
        *list = parked;
        parked = next;
    }
    return goes_on;
}

static void *run(void *argument) {
    struct watchers *watchers = argument;
    struct watcher *list = NULL;
    while (wait_for_news(watchers, &list))
        answer_ready(watchers, &list);
    refuse_all(list);
    return NULL;
}

status_code watchers_new(struct store *store, struct watchers **ret_watchers, struct problem *problem) {
    struct watchers *watchers = calloc(1, sizeof *watchers);
    pthread_condattr_t monotonic;
    if (watchers == NULL)
        return problem_no_memory(problem);
    watchers->store = store;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&watchers->mutex, NULL);
    pthread_cond_init(&watchers->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&watchers->thread, NULL, run, watchers) != 0) {
        watchers_free(watchers);
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "cannot start the watch thread");
    }
    *ret_watchers = watchers;
    return STATUS_OK;
}

void watchers_stop(struct watchers *watchers) {
    pthread_mutex_lock(&watchers->mutex);
    watchers->is_stopping = true;
    pthread_cond_signal(&watchers->wake);
    pthread_mutex_unlock(&watchers->mutex);
    pthread_join(watchers->thread, NULL);
}

void watchers_free(struct watchers *watchers) {
    if (watchers == NULL)
        return;
    pthread_mutex_destroy(&watchers->mutex);
    pthread_cond_destroy(&watchers->wake);
    free(watchers);
}

void watchers_wake(struct watchers *watchers) {
    pthread_mutex_lock(&watchers->mutex);
    watchers->is_woken = true;
    pthread_cond_signal(&watchers->wake);
    pthread_mutex_unlock(&watchers->mutex);
}

static bool refuse(struct call *call, bool is_stopping) {
    if (is_stopping)
        problem_set(&call->problem, STATUS_UNAVAILABLE, "STOPPING", "the server stops: watch again later");
    else
        problem_set(&call->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_WATCHERS", "at most %d calls wait at once",
                    LIMIT_WATCHERS);
    return false;
}

bool watchers_park(struct watchers *watchers, struct call *call, uint64_t revision, time_ns until) {
    struct watcher *watcher = malloc(sizeof *watcher);
    if (watcher == NULL) {
        problem_no_memory(&call->problem);
        return false;
    }
    *watcher = (struct watcher){.call = call, .after = revision, .until = until};
    pthread_mutex_lock(&watchers->mutex);
    bool is_stopping = watchers->is_stopping;
    bool is_taken = !is_stopping && watchers->count < LIMIT_WATCHERS;
    if (is_taken) {
        watcher->next = watchers->parked;
        watchers->parked = watcher;
        watchers->count++;
        watchers->is_woken = true;
        pthread_cond_signal(&watchers->wake);
    }
    pthread_mutex_unlock(&watchers->mutex);
    if (is_taken)
        return true;
    free(watcher);
    return refuse(call, is_stopping);
}
