#include "rpc/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define WORKERS_MIN 2
#define WORKERS_MAX 64

struct pool {
    pool_run run;
    void *context;
    size_t queue_limit;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct call *first; /* under lock, as all below */
    struct call *last;
    size_t queued;
    bool is_stopping;
    uint32_t worker_count; /* started and not joined */
    pthread_t workers[WORKERS_MAX];
};

/* The oldest call, or NULL when the pool stops. */
static struct call *next_call(struct pool *pool) {
    pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->is_stopping)
        pthread_cond_wait(&pool->changed, &pool->lock);
    struct call *call = pool->is_stopping ? NULL : pool->first;
    if (call != NULL) {
        pool->first = call->next;
        pool->queued--;
    }
    pthread_mutex_unlock(&pool->lock);
    return call;
}

static void *work(void *argument) {
    struct pool *pool = argument;
    struct call *call = NULL;
    while ((call = next_call(pool)) != NULL) {
        call->next = NULL;
        pool->run(pool->context, call);
    }
    return NULL;
}

static uint32_t worker_count(uint32_t wanted) {
    if (wanted == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        wanted = cores < WORKERS_MIN ? WORKERS_MIN : (uint32_t)cores;
    }
    return wanted > WORKERS_MAX ? WORKERS_MAX : wanted;
}

static void drop_call(void *context, struct call *call) {
    (void)context;
    (void)call;
}

status_code pool_new(uint32_t workers, size_t queue_calls, pool_run run, void *context, struct pool **ret_pool,
                     struct problem *problem) {
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL)
        return problem_no_memory(problem);
    pool->run = run;
    pool->context = context;
    pool->queue_limit = queue_calls;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    for (uint32_t wanted = worker_count(workers); pool->worker_count < wanted; pool->worker_count++) {
        if (pthread_create(&pool->workers[pool->worker_count], NULL, work, pool) == 0)
            continue;
        pool_stop(pool, drop_call);
        pool_free(pool);
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "the worker threads cannot be started");
    }
    *ret_pool = pool;
    return STATUS_OK;
}

bool pool_submit(struct pool *pool, struct call *call) {
    pthread_mutex_lock(&pool->lock);
    bool is_taken = !pool->is_stopping && pool->queued < pool->queue_limit;
    if (is_taken) {
        call->next = NULL;
        if (pool->first == NULL)
            pool->first = call;
        else
            pool->last->next = call;
        pool->last = call;
        pool->queued++;
        pthread_cond_signal(&pool->changed);
    }
    pthread_mutex_unlock(&pool->lock);
    return is_taken;
}

void pool_stop(struct pool *pool, pool_run abandon) {
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    struct call *waiting = pool->first;
    pool->first = NULL;
    pool->queued = 0;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    while (waiting != NULL) {
        struct call *call = waiting;
        waiting = call->next;
        call->next = NULL;
        abandon(pool->context, call);
    }
    while (pool->worker_count > 0)
        pthread_join(pool->workers[--pool->worker_count], NULL);
}

void pool_free(struct pool *pool) {
    if (pool == NULL)
        return;
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
