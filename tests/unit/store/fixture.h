/* A store in a temporary directory, and mutations that wait for their end. */
#ifndef CATALOGD_TESTS_STORE_FIXTURE_H
#define CATALOGD_TESTS_STORE_FIXTURE_H

#include "store/facts.h"
#include "store/snapshot.h"
#include "store/writer.h"

struct fixture {
    char directory[64];
    time_ns now; /* what the store's clock says */
    struct store_options options;
    struct store *store;
    struct arena arena;
    unsigned requests; /* counts request ids */
};

/* Makes the directory and opens the store in it. */
void fixture_open(struct fixture *fixture);
/* Opens it again, as after a restart. */
void fixture_reopen(struct fixture *fixture);
/* Closes the store and removes the directory. */
void fixture_close(struct fixture *fixture);
/* Path of a file in the directory; static memory. */
const char *fixture_path(const struct fixture *fixture, const char *file);

/* One mutation of one object. */
struct edit {
    Catalog__V1__ChangeAction action;
    const char *name;
    const char *version;
    const char *title;
    const char *control;    /* a control that the threat names; NULL: none */
    const char *request_id; /* NULL: a new one */
    const struct read_mark *reads;
    size_t read_count;
    size_t padding; /* bytes of description */
    bool has_wrong_contract;
};

/* What came of it. */
struct done {
    enum write_outcome outcome;
    struct problem problem;
    uint64_t revision;
    char answer[64];
};

/* Writes a threat as EDIT says and waits until it is done. */
struct done fixture_edit(struct fixture *fixture, const struct edit *edit);

/* fixture_edit of a publication, which must succeed. Returns the revision. */
uint64_t fixture_publish(struct fixture *fixture, const char *name, const char *version, const char *title);

/* Records a gate result of FEATURE with ROW_COUNT rows. Returns the revision. */
uint64_t fixture_record_gate(struct fixture *fixture, const char *feature, size_t row_count);

/* Publishes an advisory about OBJECT, or withdraws the one called WITHDRAWN_ID (NULL: none). */
struct done fixture_advise(struct fixture *fixture, const char *object, const char *withdrawn_id);

/* Imports RELEASE of the scheme "cwe" with two entries and a mapping between them. */
struct done fixture_import(struct fixture *fixture, const char *release);

/* fixture_edit of COUNT edits (at most 64) that wait at the writer at the same time. */
void fixture_edit_all(struct fixture *fixture, const struct edit *edits, struct done *ret_done, size_t count);

#endif
