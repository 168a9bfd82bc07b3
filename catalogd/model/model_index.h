/* The records of one model by their ids, which share one space. */
#ifndef CATALOGD_MODEL_MODEL_INDEX_H
#define CATALOGD_MODEL_MODEL_INDEX_H

#include "base/status.h"
#include "base/string_map.h"

#include "catalog/v1/model.pb-c.h"

enum record_kind {
    RECORD_DEPENDENCY, /* its alias */
    RECORD_ELEMENT,
    RECORD_ASSET,
    RECORD_ENTRY_POINT,
    RECORD_TRUST_ZONE,
    RECORD_DATA_FLOW,
    RECORD_USE_CASE,
    RECORD_THREAT,
    RECORD_MITIGATION,
    RECORD_PROVISION,
    RECORD_RESPONSIBILITY,
    RECORD_ASSUMPTION,
    RECORD_RESIDUAL,
    RECORD_DECISION
};
#define RECORD_KIND_COUNT (RECORD_DECISION + 1)

struct record {
    enum record_kind kind;
    size_t index;        /* in its list */
    const char *id;      /* borrowed; "" in a list is not indexed */
    const void *message; /* a Catalog__V1__Element and so on, borrowed */
};

struct model_index {
    struct record *records; /* all of them, those without an id too, in the order of record_kind */
    size_t record_count;
    struct string_map by_id; /* id -> the first record that has it */
};

/* Ownership: *ret_index lives in ARENA and borrows from MODEL. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code model_index_build(const Catalog__V1__Model *model, struct arena *arena,
                                         struct model_index *ret_index, struct problem *problem);

/* The first record with ID. NULL: none. Borrowed from INDEX. */
const struct record *model_index_find(const struct model_index *index, const char *id);

/* The list that records of KIND stand in: "elements". */
const char *record_list_name(enum record_kind kind);

/* What a record of KIND is called in messages: "element". */
const char *record_kind_text(enum record_kind kind);

/* A record of KIND is a place: something stands or moves there, so that a threat can be on it. */
static inline bool record_is_place(enum record_kind kind) {
    return kind == RECORD_ELEMENT || kind == RECORD_ENTRY_POINT || kind == RECORD_DATA_FLOW;
}

#endif
