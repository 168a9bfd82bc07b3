/* A made organisation in a store of its own, with the service over it: what the daemon is but for the wire. */
#ifndef CATALOGD_TESTS_ORGANISATION_STORE_H
#define CATALOGD_TESTS_ORGANISATION_STORE_H

#include "bench/organisation.h"
#include "service/service.h"

/* 2026-09-21: when all of it was published, and when it is judged. */
#define ORGANISATION_TIME (1790000000LL * NS_PER_SECOND)

struct organisation_store {
    char directory[64]; /* removed at the end */
    struct store *store;
    struct service *service;
    unsigned requests;
    size_t objects;
};

/* Publishes all of ORGANISATION, as ApplyObjects does, and opens the store anew: the caches are empty. Ends the process
 * where it cannot. */
void organisation_store_open(struct organisation_store *loaded, const struct organisation *organisation);
void organisation_store_close(struct organisation_store *loaded);

/* Calls METHOD ("catalog.v1.CatalogService/ApplyObjects") and waits; the answer lives in ARENA. Ends the process where
 * the call fails. */
const ProtobufCMessage *organisation_store_call(struct organisation_store *loaded, const char *method,
                                                const ProtobufCMessage *request, struct arena *arena);

/* Publishes the objects of YAML. */
void organisation_store_publish(struct organisation_store *loaded, const struct buffer *yaml);

#endif
