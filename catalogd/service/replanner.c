#include "service/replanner.h"

#include <pthread.h>
#include <stdlib.h>

struct replanner {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct mutation *first; /* under mutex */
    struct mutation *last;
    bool is_stopping;
};

static struct mutation *take(struct replanner *replanner) {
    pthread_mutex_lock(&replanner->mutex);
    while (replanner->first == NULL && !replanner->is_stopping)
        pthread_cond_wait(&replanner->wake, &replanner->mutex);
    struct mutation *mutation = replanner->is_stopping ? NULL : replanner->first;
    if (mutation != NULL)
        replanner->first = mutation->next;
    if (replanner->first == NULL)
        replanner->last = NULL;
    pthread_mutex_unlock(&replanner->mutex);
    return mutation;
}

static void *run(void *argument) {
    struct replanner *replanner = argument;
    for (struct mutation *mutation = take(replanner); mutation != NULL; mutation = take(replanner))
        mutation_resume(mutation);
    return NULL;
}

status_code replanner_new(struct replanner **ret_replanner, struct problem *problem) {
    struct replanner *replanner = calloc(1, sizeof *replanner);
    if (replanner == NULL)
        return problem_no_memory(problem);
    pthread_mutex_init(&replanner->mutex, NULL);
    pthread_cond_init(&replanner->wake, NULL);
    if (pthread_create(&replanner->thread, NULL, run, replanner) != 0) {
        replanner_free(replanner);
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "cannot start the planner thread");
    }
    *ret_replanner = replanner;
    return STATUS_OK;
}

void replanner_add(struct replanner *replanner, struct mutation *mutation) {
    mutation->next = NULL;
    pthread_mutex_lock(&replanner->mutex);
    bool is_taken = !replanner->is_stopping;
    if (is_taken) {
        if (replanner->last == NULL)
            replanner->first = mutation;
        else
            replanner->last->next = mutation;
        replanner->last = mutation;
        pthread_cond_signal(&replanner->wake);
    }
    pthread_mutex_unlock(&replanner->mutex);
    if (!is_taken)
        mutation_give_up(mutation);
}

void replanner_stop(struct replanner *replanner) {
    pthread_mutex_lock(&replanner->mutex);
    replanner->is_stopping = true;
    struct mutation *waiting = replanner->first;
    replanner->first = replanner->last = NULL;
    pthread_cond_signal(&replanner->wake);
    pthread_mutex_unlock(&replanner->mutex);
    while (waiting != NULL) {
        struct mutation *next = waiting->next;
        mutation_give_up(waiting);
        waiting = next;
    }
    pthread_join(replanner->thread, NULL);
}

void replanner_free(struct replanner *replanner) {
    if (replanner == NULL)
        return;
    pthread_mutex_destroy(&replanner->mutex);
    pthread_cond_destroy(&replanner->wake);
    free(replanner);
}
