/* One object of a mutation that stores objects, from the request to what becomes of it. */
#ifndef CATALOGD_SERVICE_CANDIDATE_H
#define CATALOGD_SERVICE_CANDIDATE_H

#include "model/bump.h"
#include "service/store_view.h"
#include "store/facts.h"

#include "catalog/v1/catalog_service.pb-c.h"

/* How the number of what is published came about. */
struct numbers {
    const char *base; /* the version it was compared with; NULL: none */
    struct bump_result result;
    char least[SEMVER_TEXT_BYTES];     /* the smallest legal number */
    Catalog__V1__VersionBump afforded; /* what the number given allows */
    bool is_too_low;
};

struct candidate {
    uint32_t index;                    /* in the request */
    const Catalog__V1__Object *object; /* with the version number it is to have */
    Catalog__V1__ObjectKind kind;
    const char *name;
    const char *version; /* publishing: the number, "" until it is assigned; else the one asked for, or "" */
    bool is_usable;      /* it has kind and name, and no wrong number: the rest can be looked at */
    slice bytes;         /* canonical, version empty */
    struct digest content;
    struct digest contract;
    struct object_facts facts;
    Catalog__V1__ApplyOutcome outcome;
    char **editorial; /* marks of a curator, borrowed */
    size_t editorial_count;
    struct numbers numbers; /* publishing */
};

/* What all candidates of one call share. */
struct candidate_context {
    struct snapshot *snapshot;
    struct store_view *view; /* published versions, and drafts when drafts are stored */
    struct arena *arena;
    bool publish;
    struct string_map seen; /* names, or names with versions, given so far */
    struct problem *problem;
    /* Versions that are there with other content: told only when nothing else is wrong. */
    const struct candidate *taken;
};

/* Looks at OBJECT by itself and against what is stored of its name, and fills *RET_CANDIDATE. What is wrong is added to
 * the context's problem. Errors: STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS; what the caller did wrong is no error
 * here. */
MUST_CHECK status_code candidate_prepare(struct candidate_context *context, const Catalog__V1__Object *object,
                                         uint32_t index, struct candidate *ret_candidate);

/* Adds a violation of CANDIDATE to PROBLEM. */
void candidate_violation(struct problem *problem, const struct candidate *candidate, const char *field,
                         const char *message, const char *remedy);

/* Puts COUNT candidates in an order in which whatever refers to another comes after it, as far as there is one; the
 * order of the request decides else. *ret_order lives in ARENA. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code candidates_order(const struct candidate *candidates, size_t count, struct arena *arena,
                                        const struct candidate ***ret_order, struct problem *problem);

#endif
