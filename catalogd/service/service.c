#include "service/service.h"

#include "base/limits.h"
#include "service/impact_state.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "service/replanner.h"
#include "service/resolution_cache.h"
#include "service/threat_sets.h"
#include "service/uploads.h"
#include "service/watchers.h"

#include <sodium.h>
#include <stdlib.h>

#define NAME_CACHE_BYTES       (16 * MIB)
#define OBJECT_CACHE_BYTES     (64 * MIB)
#define RESOLUTION_CACHE_BYTES (64 * MIB)
#define THREAT_SETS_BYTES      (64 * MIB)

static void wake_watchers(void *context, struct store_head head) {
    struct service *service = context;
    (void)head;
    watchers_wake(service->watchers);
}

static status_code start_threads(struct service *service, struct problem *problem) {
    status_code status = watchers_new(service->store, &service->watchers, problem);
    return status == STATUS_OK ? replanner_new(&service->replanner, problem) : status;
}

status_code service_new(struct store *store, struct clock clock, struct service **ret_service,
                        struct problem *problem) {
    if (sodium_init() < 0)
        return problem_set(problem, STATUS_INTERNAL, "NO_RANDOM", "the system gives no random numbers");
    struct service *service = calloc(1, sizeof *service);
    if (service == NULL)
        return problem_no_memory(problem);
    service->store = store;
    service->clock = clock;
    randombytes_buf(service->token_key, sizeof service->token_key);
    service->names = name_cache_new(NAME_CACHE_BYTES);
    service->objects = object_cache_new(OBJECT_CACHE_BYTES);
    service->resolutions = resolution_cache_new(RESOLUTION_CACHE_BYTES);
    service->threats = threat_sets_new(THREAT_SETS_BYTES);
    service->impacts = impact_cache_new(LIMIT_IMPACT_CACHE_BYTES);
    service->uploads = uploads_new();
    bool is_whole = service->names != NULL && service->objects != NULL && service->resolutions != NULL &&
                    service->threats != NULL && service->impacts != NULL && service->uploads != NULL;
    status_code status = is_whole ? start_threads(service, problem) : problem_no_memory(problem);
    if (status != STATUS_OK) {
        service_stop(service);
        service_free(service);
        return status;
    }
    store_set_listener(store, wake_watchers, service);
    *ret_service = service;
    return STATUS_OK;
}

void service_stop(struct service *service) {
    if (atomic_exchange(&service->is_stopping, true))
        return;
    if (service->watchers != NULL)
        watchers_stop(service->watchers);
    if (service->replanner != NULL)
        replanner_stop(service->replanner);
}

void service_free(struct service *service) {
    if (service == NULL)
        return;
    watchers_free(service->watchers);
    replanner_free(service->replanner);
    uploads_free(service->uploads);
    threat_sets_free(service->threats);
    impact_cache_free(service->impacts);
    resolution_cache_free(service->resolutions);
    object_cache_free(service->objects);
    name_cache_free(service->names);
    sodium_memzero(service->token_key, sizeof service->token_key);
    free(service);
}
