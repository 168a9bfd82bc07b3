#include "bench/load.h"

#include "bench/measure.h"
#include "support/daemon.h"

#include <pthread.h>
#include <stdatomic.h>

struct run {
    const struct load *load;
    struct sp_client *client;
    atomic_size_t next;
    atomic_size_t done;
    pthread_mutex_t lock;
    pthread_cond_t all_done;
};

static void take_reply(void *context, const struct sp_reply *reply);

static bool send_next(struct run *run) {
    size_t number = atomic_fetch_add(&run->next, 1);
    if (number >= run->load->calls)
        return false;
    struct buffer body;
    buffer_init(&body, 0);
    run->load->request(run->load->context, number, &body);
    if (sp_client_call(run->client, buffer_slice(&body), 30000, take_reply, run, NULL) != STATUS_OK)
        die("a call was not taken");
    buffer_done(&body);
    return true;
}

static void take_reply(void *context, const struct sp_reply *reply) {
    struct run *run = context;
    if (reply->code != STATUS_OK)
        die("a call failed: %s", reply->message);
    if (run->load->check != NULL && !run->load->check(run->load->context, reply->body))
        die("a reply is not what was asked for");
    send_next(run);
    if (atomic_fetch_add(&run->done, 1) + 1 == run->load->calls) {
        pthread_mutex_lock(&run->lock);
        pthread_cond_signal(&run->all_done);
        pthread_mutex_unlock(&run->lock);
    }
}

double load_run(const struct load *load) {
    struct run run = {.load = load};
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.all_done, NULL);
    struct sp_client_options options = {.url = load->url};
    struct problem problem;
    problem_init(&problem, NULL);
    if (sp_client_open(&options, &run.client, &problem) != STATUS_OK)
        die("%s", problem.message);
    int64_t start = measure_now();
    for (size_t i = 0; i < load->in_flight && send_next(&run); i++)
        ;
    pthread_mutex_lock(&run.lock);
    while (atomic_load(&run.done) < load->calls)
        pthread_cond_wait(&run.all_done, &run.lock);
    pthread_mutex_unlock(&run.lock);
    double seconds = (double)(measure_now() - start) / 1e9;
    sp_client_free(run.client);
    pthread_mutex_destroy(&run.lock);
    pthread_cond_destroy(&run.all_done);
    return (double)load->calls / seconds;
}
