/* One mutation from its request to its answer: planned on a worker thread, moved to the store's writer, planned once
 * more when somebody else was faster, answered from the writer. The same request_id with the same content is answered
 * again and not done again. */
#ifndef CATALOGD_SERVICE_MUTATION_H
#define CATALOGD_SERVICE_MUTATION_H

#include "base/vector.h"
#include "service/service.h"
#include "service/store_view.h"
#include "store/snapshot.h"
#include "store/writer.h"

#include "catalog/v1/catalog_service.pb-c.h"

struct mutation;

/* Plans MUTATION against SNAPSHOT: checks everything, adds what is to be written with mutation_add and what it rests on
 * with mutation_rests_on, and sets `response`. Adding nothing means that nothing changes. Called again, after
 * everything in the mutation's arena is gone, when the plan no longer holds. Errors: what the caller is to be told. */
typedef status_code (*mutation_planner)(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem);

struct mutation {
    struct service *service;
    struct call *call;
    mutation_planner plan;
    bool is_validate_only;
    struct arena arena; /* for the plan */
    VECTOR(Catalog__V1__ObjectChange *) changes;
    VECTOR(struct write_object) objects;
    VECTOR(struct read_mark) reads;
    VECTOR(Catalog__V1__Decision *) decisions; /* in the response too, if it has them */
    Catalog__V1__Advisory *advisory;           /* NULL: none; in the response too, if it has it */
    Catalog__V1__GateRecord *gate_record;      /* NULL: none */
    Catalog__V1__Taxonomy *taxonomy;           /* NULL: none; with it job.taxonomy */
    Catalog__V1__GateRecord *gate_head;        /* in the response: takes id and time of the commit; or NULL */
    time_ns planned_at;                        /* the time to plan by: of a repeated request that of its commit */
    ProtobufCMessage *response;
    Catalog__V1__ObjectVersion *stamped; /* in the response: takes etag and lifecycle revision of the commit; or NULL */
    bool is_new_content;                 /* it also takes revision and time: its content is new */
    Catalog__V1__Change change;
    struct write_job job;
    unsigned attempts;
    uint64_t repeated_revision;                 /* not 0: the request was done there and only its answer is wanted */
    const Catalog__V1__Change *repeated_change; /* what was done there; the snapshot is of the revision before it */
    struct mutation *next;                      /* in the replanner's queue */
};

struct mutation_options {
    mutation_planner plan;
    bool is_validate_only;
    const struct digest *content; /* over what the request names and does not hold; NULL: nothing, or not known now */
};

/* Runs CALL, whose request_id the router has checked, as a mutation: plans it and hands it to the writer. Ownership: of
 * CALL moves on when the result is CALL_PENDING; OPTIONS is copied. */
enum call_progress mutation_run(struct service *service, struct call *call, const struct mutation_options *options);

/* Goes on with a mutation whose plan did not hold, or whose answer was not kept; on the replanner's thread. */
void mutation_resume(struct mutation *mutation);

/* Ends a mutation that cannot be planned again because the server stops. */
void mutation_give_up(struct mutation *mutation);

/* For planners. OBJECT, DECISION and what they and CHANGE point at live in the mutation's arena. False: no memory. */
MUST_CHECK bool mutation_add(struct mutation *mutation, Catalog__V1__ObjectChange *change,
                             const struct write_object *object);
MUST_CHECK bool mutation_decide(struct mutation *mutation, Catalog__V1__Decision *decision);
MUST_CHECK bool mutation_rests_on(struct mutation *mutation, const struct read_mark *mark);

/* Lets the plan rest on all that was read through VIEW. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code mutation_rests_on_view(struct mutation *mutation, const struct store_view *view,
                                              struct problem *problem);

#endif
