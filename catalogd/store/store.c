#include "store/store.h"

#include "base/limits.h"
#include "store/record.h"
#include "store/state.h"

#include <stdlib.h>
#include <string.h>

#define DISK_FULL_PERCENT_DEFAULT 90

static status_code read_head(struct store *store, struct problem *problem) {
    struct snapshot *snapshot = NULL;
    status_code status = snapshot_begin(store, 0, &snapshot, problem);
    if (status == STATUS_OK)
        store->head = snapshot->head;
    if (status == STATUS_OK)
        snapshot_end(snapshot);
    return status;
}

static struct store *new_store(const struct store_options *options) {
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return NULL;
    store->environment.lock_fd = -1;
    pthread_mutex_init(&store->readers_mutex, NULL);
    pthread_mutex_init(&store->head_mutex, NULL);
    store->clock = options->clock;
    store->directory = strdup(options->directory);
    store->disk_full_percent = options->disk_full_percent == 0 ? DISK_FULL_PERCENT_DEFAULT : options->disk_full_percent;
    store->request_ids_max = options->request_ids_max == 0 ? LIMIT_REQUEST_IDS : options->request_ids_max;
    return store;
}

status_code store_open(const struct store_options *options, struct store **ret_store, struct problem *problem) {
    struct store_options chosen = *options;
    if (chosen.clock.now == NULL)
        chosen.clock = clock_wall();
    struct store *store = new_store(&chosen);
    if (store == NULL || store->directory == NULL) {
        store_close(store);
        return problem_no_memory(problem);
    }
    status_code status = environment_open(&store->environment, &chosen, problem);
    if (status == STATUS_OK)
        status = read_head(store, problem);
    if (status == STATUS_OK)
        status = writer_start(store, problem);
    if (status != STATUS_OK)
        store_close(store);
    else
        *ret_store = store;
    return status;
}

void store_close(struct store *store) {
    if (store == NULL)
        return;
    writer_stop(store);
    snapshots_free(store);
    environment_close(&store->environment);
    pthread_mutex_destroy(&store->readers_mutex);
    pthread_mutex_destroy(&store->head_mutex);
    free(store->directory);
    free(store);
}

struct store_head store_head(struct store *store) {
    pthread_mutex_lock(&store->head_mutex);
    struct store_head head = {.revision = store->head.revision, .committed_at = store->head.committed_at};
    pthread_mutex_unlock(&store->head_mutex);
    return head;
}

bool store_is_read_only(const struct store *store) {
    return atomic_load(&store->is_read_only);
}

void store_set_listener(struct store *store, store_listener listener, void *context) {
    store->listener = listener;
    store->listener_context = context;
}
