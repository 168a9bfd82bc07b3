/* What the handlers of all services share. One for a process. */
#ifndef CATALOGD_SERVICE_SERVICE_H
#define CATALOGD_SERVICE_SERVICE_H

#include "base/clock.h"
#include "service/method.h"
#include "store/store.h"

#include <stdatomic.h>

#define TOKEN_KEY_BYTES 32

struct impact_cache;
struct name_cache;
struct object_cache;
struct replanner;
struct resolution_cache;
struct threat_sets;
struct uploads;
struct watchers;

struct service {
    struct store *store; /* borrowed */
    struct clock clock;
    struct name_cache *names;
    struct object_cache *objects;
    struct resolution_cache *resolutions;
    struct threat_sets *threats;
    struct impact_cache *impacts;
    struct uploads *uploads;
    struct watchers *watchers;
    struct replanner *replanner;
    uint8_t token_key[TOKEN_KEY_BYTES]; /* random: page tokens end with the process */
    atomic_bool is_stopping;
};

/* Makes the service over STORE and listens to its commits. Ownership: STORE is borrowed; service_stop and service_free
 * take *ret_service apart. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code service_new(struct store *store, struct clock clock, struct service **ret_service,
                                   struct problem *problem);

/* Answers every waiting watch with UNAVAILABLE and refuses new ones, and ends the service's threads. Mutations that the
 * writer still has are answered by it, so the order at the end is service_stop, store_close, service_free. */
void service_stop(struct service *service);

/* SERVICE may be NULL. */
void service_free(struct service *service);

#endif
