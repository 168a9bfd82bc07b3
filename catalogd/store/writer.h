/* Changing the store: plan, then apply.
 *
 * A mutation is planned on some thread against a snapshot. The plan says what is to be written and what it rests on:
 * for each name it looked at, the newest change that mentioned it. The one writer thread takes all plans that wait,
 * compares inside one transaction, applies those that still hold, commits once and then answers. */
#ifndef CATALOGD_STORE_WRITER_H
#define CATALOGD_STORE_WRITER_H

#include "base/buffer.h"
#include "store/store.h"

#include "catalog/v1/change.pb-c.h"

/* What goes with one ObjectChange. DRAFT and PUBLISH need all of it, YANK the references, DEPRECATE nothing. */
struct write_object {
    slice bytes; /* canonical bytes of the catalog.v1.Object, its version empty */
    const char *title;
    const char *const *references; /* names it refers to, each once */
    size_t reference_count;
};

/* An entry of a taxonomy and a mapping, with the canonical bytes of their messages. */
struct write_entry {
    const char *id;
    struct digest content;
    slice bytes;
};

struct write_mapping {
    const Catalog__V1__Reference *from;
    const Catalog__V1__Reference *to;
    struct digest content;
    slice bytes;
};

/* What goes with one Taxonomy of a change. */
struct write_taxonomy {
    struct digest content; /* the Taxonomy's digest */
    slice bytes;           /* canonical bytes of the catalog.store.v1.TaxonomyContent */
    const struct write_entry *entries;
    size_t entry_count;
    const struct write_mapping *mappings;
    size_t mapping_count;
};

/* What a plan rests on: what was said of a name, which names of a kind there were, or which release of a scheme. */
struct read_mark {
    const char *name;             /* NULL: all names of `kind` */
    const char *release;          /* not NULL: of the scheme `name`; last_revision is what imported it */
    Catalog__V1__ObjectKind kind; /* without a name */
    uint64_t last_revision;       /* stored_name's or snapshot_kind_revision's; 0: not used */
};

enum write_outcome {
    WRITE_COMMITTED, /* it is on disk at `revision` */
    WRITE_REPEATED,  /* the same request was done before, at `revision`; answer_bytes has what was answered */
    WRITE_CONFLICT,  /* something it rests on changed: nothing was written; plan anew */
    WRITE_FAILED     /* nothing was written; `problem` says why */
};

/* One mutation on its way. Ownership: the caller's, who keeps it and all it points at until `done` is called. */
struct write_job {
    /* Author, request id, method and the object changes: each with its content digest, those of DEPRECATE and YANK with
     * the new lifecycle. The writer sets revision, committed_at,
     * previous_hash and lifecycle revisions. */
    Catalog__V1__Change *change;
    const struct write_object *objects;    /* one for each of change->objects */
    const struct write_taxonomy *taxonomy; /* of change->taxonomies, which has one at most */
    const struct read_mark *reads;
    size_t read_count;
    struct digest request_key; /* SHA-256 over principal and request id */
    struct digest request_digest;
    struct digest content_digest; /* over what the request names and does not hold; without it has_content is false */
    bool has_content;
    struct arena *arena; /* takes what the writer adds to CHANGE */

    /* Appends the answer to ANSWER; change->revision and committed_at are set. Called on the writer thread inside the
     * transaction, perhaps more than once. */
    void (*answer)(struct write_job *job, struct buffer *answer);
    /* Called once, on the writer thread, after the commit or instead of it. May not block. JOB is the caller's again.
     */
    void (*done)(struct write_job *job);
    void *context;

    /* Set before `done` */
    enum write_outcome outcome;
    struct problem problem;
    uint64_t revision;
    struct buffer answer_bytes; /* initialised and freed by the caller */
    bool has_answer;            /* WRITE_REPEATED: the answer was small enough to be kept */
    struct write_job *next;
};

/* Hands JOB to the writer thread. Any thread; does not block. After store_close began: done is called at once with
 * WRITE_FAILED (UNAVAILABLE).
 * Failures: ALREADY_EXISTS never (that is the planner's), INVALID_ARGUMENT (REQUEST_ID_REUSED),
 * RESOURCE_EXHAUSTED (STORE_FULL, DISK_ALMOST_FULL, TOO_MANY_REQUESTS), UNAVAILABLE (STORE_READ_ONLY, STOPPING). */
void store_submit(struct store *store, struct write_job *job);

#endif
