/* What a store is made of. Only for files of this room. */
#ifndef CATALOGD_STORE_STATE_H
#define CATALOGD_STORE_STATE_H

#include "store/environment.h"
#include "store/snapshot.h"
#include "store/writer.h"

#include <pthread.h>
#include <stdatomic.h>

#define IDEMPOTENCY_KEPT_NS NS_PER_DAY

struct snapshot {
    struct store *store;
    struct txn txn;
    struct chain_head head;
    uint64_t revision;
    struct snapshot *next; /* while it rests */
};

/* Jobs on their way to the writer thread, first come first served. */
struct writer {
    pthread_t thread;
    bool is_running;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct write_job *first; /* under mutex */
    struct write_job *last;
    bool is_stopping;
};

struct store {
    struct environment environment;
    char *directory;
    struct clock clock;
    unsigned disk_full_percent;
    size_t request_ids_max;
    pthread_mutex_t readers_mutex;
    struct snapshot *resting; /* under readers_mutex */
    pthread_mutex_t head_mutex;
    struct chain_head head; /* under head_mutex; set by the writer thread */
    atomic_bool is_read_only;
    struct writer writer;
    store_listener listener;
    void *listener_context;
};

/* Starts the writer thread of STORE; writer_stop runs what is queued and ends it. */
MUST_CHECK status_code writer_start(struct store *store, struct problem *problem);
void writer_stop(struct store *store);

/* Frees the snapshots that rest. */
void snapshots_free(struct store *store);

#endif
