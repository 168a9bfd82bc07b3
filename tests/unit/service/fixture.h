/* A service over a store in a temporary directory, and calls as the router makes them. */
#ifndef CATALOGD_TESTS_SERVICE_FIXTURE_H
#define CATALOGD_TESTS_SERVICE_FIXTURE_H

#include "service/service.h"

#include "catalog/v1/catalog_service.pb-c.h"

/* 2026-06-01T00:00:00Z: what the clock says until a test changes it. The assurances of the starter catalogs hold. */
#define FIXTURE_START (1780272000LL * NS_PER_SECOND)

struct fixture {
    char directory[64];
    time_ns now;
    struct store *store;
    struct service *service;
    struct arena arena;          /* requests and answers */
    unsigned requests;           /* counts request ids */
    unsigned starved_allocation; /* which allocation of a handler fails, from 1; 0: none */
    bool has_starved;            /* it did, in the last call that was started */
    const char *principal;       /* who calls; NULL: "tester" */
    bool is_late;                /* deadlines are past when a call starts */
};

void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);

/* A call in flight. */
struct fake_call;

/* Starts METHOD ("CatalogService/GetObject") with REQUEST as the router would: packed, guarded, unpacked. */
struct fake_call *fixture_start(struct fixture *fixture, const char *method, const ProtobufCMessage *request);

/* Whether the call was answered by now. */
bool fixture_is_answered(struct fake_call *call);

/* Waits until the call is answered and frees it. Returns the unpacked answer, or NULL and the problem, whose
 * violations live in the fixture's arena. */
const void *fixture_finish(struct fixture *fixture, struct fake_call *call, struct problem *ret_problem,
                           uint64_t *ret_revision);

/* fixture_start and fixture_finish of a call that must succeed. */
const void *fixture_call(struct fixture *fixture, const char *method, const ProtobufCMessage *request);

/* The same of a call that must fail. */
struct problem fixture_fail(struct fixture *fixture, const char *method, const ProtobufCMessage *request);

/* A new request id. */
char *fixture_request_id(struct fixture *fixture);

/* The objects of a YAML text, which must be right. */
Catalog__V1__Object **fixture_objects(struct fixture *fixture, const char *yaml, size_t *ret_count);

/* An ApplyObjects request for the objects of YAML with a new request id. */
Catalog__V1__ApplyObjectsRequest *fixture_apply_request(struct fixture *fixture, const char *yaml, bool publish);

/* Applies it, which must succeed. */
const Catalog__V1__ApplyObjectsResponse *fixture_apply(struct fixture *fixture, const char *yaml, bool publish);

/* A selector of the request, in the fixture's arena. */
Catalog__V1__ObjectSelector *fixture_selector(struct fixture *fixture, const char *name, const char *version);

/* A valid control; the YAML of one object, in the fixture's arena. */
const char *fixture_control(struct fixture *fixture, const char *name, const char *version, const char *title);

#endif
