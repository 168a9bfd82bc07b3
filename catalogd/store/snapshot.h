/* Reading the store as it stood at one revision.
 *
 * The past is answered by seeking the record at or below the revision, never by holding a snapshot: one is taken for
 * each call and given back before the call waits for anything. */
#ifndef CATALOGD_STORE_SNAPSHOT_H
#define CATALOGD_STORE_SNAPSHOT_H

#include "base/buffer.h"
#include "store/store.h"

#include "catalog/v1/advisory.pb-c.h"
#include "catalog/v1/decision.pb-c.h"
#include "catalog/v1/gate_record.pb-c.h"
#include "catalog/v1/object.pb-c.h"

struct snapshot;
struct write_job;

/* Takes the newest snapshot of STORE, for reading as of AT_REVISION (0: the newest). Ownership: give *ret_snapshot back
 * with snapshot_end; all that is read through it is borrowed and ends with it, unless it is said to live in an arena.
 * Threads: any, one at a time for each snapshot. Errors: STATUS_OUT_OF_RANGE (FUTURE_REVISION),
 * STATUS_RESOURCE_EXHAUSTED (TOO_MANY_READERS, OUT_OF_MEMORY). */
MUST_CHECK status_code snapshot_begin(struct store *store, uint64_t at_revision, struct snapshot **ret_snapshot,
                                      struct problem *problem);

/* SNAPSHOT may be NULL. */
void snapshot_end(struct snapshot *snapshot);

/* Reads as of REVISION, no later than what was read so far, from here on; 0: as before the first change. */
void snapshot_rewind(struct snapshot *snapshot, uint64_t revision);

/* The revision that is read, and the newest one. */
uint64_t snapshot_revision(const struct snapshot *snapshot);
struct store_head snapshot_head(const struct snapshot *snapshot);

/* One version of an object, or a draft. Its parts are packed: joined they are a catalog.v1.ObjectVersion without its
 * object (store/splice.h). */
struct stored_version {
    slice header;
    slice state; /* lifecycle and etag; empty in a draft, where the header has them */
    slice title;
    Catalog__V1__ObjectKind kind;
    struct digest content;
};

/* What is known of a name. Names are never forgotten and never change their kind. */
struct stored_name {
    Catalog__V1__ObjectKind kind;
    uint64_t last_revision; /* the newest change that mentions it, whatever the snapshot's revision */
};

/* Whether NAME was ever used up to the snapshot's revision. A name that breaks the syntax was not. */
bool snapshot_name(struct snapshot *snapshot, const char *name, struct stored_name *ret_name);

/* The newest change that brought a name of KIND, whatever the snapshot's revision; 0: there is none. */
uint64_t snapshot_kind_revision(struct snapshot *snapshot, Catalog__V1__ObjectKind kind);

/* The published VERSION of NAME. Errors: STATUS_NOT_FOUND, STATUS_DATA_LOSS. */
MUST_CHECK status_code snapshot_version(struct snapshot *snapshot, const char *name, const char *version,
                                        struct stored_version *ret_version, struct problem *problem);

/* The newest published or deprecated version of NAME by precedence, a pre-release only where there is no release.
 * Takes the same time however many versions there are. Errors: STATUS_NOT_FOUND, STATUS_DATA_LOSS. */
MUST_CHECK status_code snapshot_newest(struct snapshot *snapshot, const char *name, struct stored_version *ret_version,
                                       struct problem *problem);

/* The draft of NAME. Errors: STATUS_NOT_FOUND, STATUS_DATA_LOSS. */
MUST_CHECK status_code snapshot_draft(struct snapshot *snapshot, const char *name, struct stored_version *ret_version,
                                      struct problem *problem);

/* All published versions of NAME in order of publication; the list lives in ARENA. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_versions(struct snapshot *snapshot, const char *name, struct arena *arena,
                                         struct stored_version **ret_versions, size_t *ret_count,
                                         struct problem *problem);

/* The canonical bytes of the catalog.v1.Object with digest CONTENT, its version empty. Errors: STATUS_DATA_LOSS
 * (BLOB_MISSING). */
MUST_CHECK status_code snapshot_blob(struct snapshot *snapshot, const struct digest *content, slice *ret_bytes,
                                     struct problem *problem);

/* Which names to list. */
struct name_filter {
    Catalog__V1__ObjectKind kind; /* unspecified: all */
    const char *name_space;       /* "": all */
    const char *after;            /* only names after this one; "": from the first */
    size_t limit;                 /* how many at most */
};

/* The names that match FILTER, in order of namespace and slug, with a version or draft; in ARENA. Errors:
 * STATUS_RESOURCE_EXHAUSTED, STATUS_INTERNAL. */
MUST_CHECK status_code snapshot_names(struct snapshot *snapshot, const struct name_filter *filter, struct arena *arena,
                                      const char ***ret_names, size_t *ret_count, struct problem *problem);

/* The stored bytes of the Change that made REVISION. Errors: STATUS_NOT_FOUND (past the end), STATUS_DATA_LOSS. */
MUST_CHECK status_code snapshot_change(struct snapshot *snapshot, uint64_t revision, slice *ret_bytes,
                                       struct problem *problem);

/* When REVISION was committed. Errors: those of snapshot_change. */
MUST_CHECK status_code snapshot_commit_time(struct snapshot *snapshot, uint64_t revision, time_ns *ret_time,
                                            struct problem *problem);

/* A published version that refers to a name. */
struct stored_reference {
    const char *name;
    const char *version;
};

/* Published versions, yanked ones left out, that refer to TARGET by name in any field, in order of name; in ARENA.
 * Errors: STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS. */
MUST_CHECK status_code snapshot_references(struct snapshot *snapshot, const char *target, struct arena *arena,
                                           struct stored_reference **ret_references, size_t *ret_count,
                                           struct problem *problem);

/* The decision ID as it stood, with its etag; in ARENA. Errors: STATUS_NOT_FOUND (DECISION_NOT_FOUND),
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_decision(struct snapshot *snapshot, const char *id, struct arena *arena,
                                         Catalog__V1__Decision **ret_decision, struct problem *problem);

/* Which records about names to list: decisions about features, advisories about objects. */
struct numbered_filter {
    const char *name;       /* "": all */
    const char *after_name; /* "": from the first; else only those after this one's AFTER_NUMBER */
    uint64_t after_number;  /* the id as a number */
    size_t limit;           /* how many at most */
};

/* The decisions that match FILTER as they stood, in order of feature and id, with their etags; in ARENA.
 * Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_decisions(struct snapshot *snapshot, const struct numbered_filter *filter,
                                          struct arena *arena, Catalog__V1__Decision ***ret_decisions,
                                          size_t *ret_count, struct problem *problem);

/* The advisory ID as it stood, with its etag; in ARENA. Errors: STATUS_NOT_FOUND (ADVISORY_NOT_FOUND),
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_advisory(struct snapshot *snapshot, const char *id, struct arena *arena,
                                         Catalog__V1__Advisory **ret_advisory, struct problem *problem);

/* The advisories that match FILTER as they stood, withdrawn ones too, in order of object and id, with their etags; in
 * ARENA. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_advisories(struct snapshot *snapshot, const struct numbered_filter *filter,
                                           struct arena *arena, Catalog__V1__Advisory ***ret_advisories,
                                           size_t *ret_count, struct problem *problem);

/* The gate record ID, whole, where it was recorded by the snapshot's revision; in ARENA. Errors:
 * STATUS_NOT_FOUND (GATE_RECORD_NOT_FOUND), STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_gate_record(struct snapshot *snapshot, const char *id, struct arena *arena,
                                            Catalog__V1__GateRecord **ret_record, struct problem *problem);

/* The newest gate record of FEATURE, whole; in ARENA. Errors: STATUS_NOT_FOUND (NO_GATE_RECORD: nothing was recorded),
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_newest_gate_record(struct snapshot *snapshot, const char *feature, struct arena *arena,
                                                   Catalog__V1__GateRecord **ret_record, struct problem *problem);

/* Which gate records to list. */
struct gate_record_filter {
    const char *feature;
    uint64_t before; /* only those older than this revision; 0: from the newest */
    size_t limit;    /* how many at most */
};

/* The gate records that match FILTER, newest first, as lists show them: without lock, reasons and rows; in ARENA.
 * Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_gate_records(struct snapshot *snapshot, const struct gate_record_filter *filter,
                                             struct arena *arena, Catalog__V1__GateRecord ***ret_records,
                                             size_t *ret_count, struct problem *problem);

/* When FEATURE was last looked at: the newer of its newest gate record and its latest publication. INT64_MIN: never.
 * Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_reviewed_at(struct snapshot *snapshot, const char *feature, time_ns *ret_time,
                                            struct problem *problem);

/* A mutation that was done under a request id. */
struct stored_request {
    bool is_same; /* as the one that was asked for */
    uint64_t revision;
    bool has_answer;
    slice answer;
};

/* The mutation that was done under JOB's request key in the last 24 hours. False: none. */
bool snapshot_request(struct snapshot *snapshot, const struct write_job *job, struct stored_request *ret_request);

#endif
