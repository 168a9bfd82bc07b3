/* What an analysis of impact has found out so far, kept between the calls that it takes. A function of its key: what
 * falls out of the cache is computed again.
 *
 * A state belongs to one call at a time: taking it removes it. A second call for the same analysis begins anew. */
#ifndef CATALOGD_SERVICE_IMPACT_STATE_H
#define CATALOGD_SERVICE_IMPACT_STATE_H

#include "base/digest.h"
#include "base/vector.h"
#include "model/impact.h"

struct impact_entry {
    struct impact_damage on_commit;
    struct impact_damage on_upgrade;
    bool is_affected;
    size_t number; /* in order of name */
    slice packed;  /* catalog.v1.ConsumerImpact */
};

struct impact_state {
    struct digest key; /* the request, revision and time */
    struct arena arena;
    const char **names; /* of the consumers, in byte order */
    size_t total;
    size_t done;
    VECTOR(struct impact_entry) entries; /* those that are told of; by damage once all is done */
    VECTOR(slice) drafts;                /* catalog.v1.ImpactDraft */
    Catalog__V1__ImpactSummary summary;
    bool is_begun; /* the consumers are known */

    struct impact_state *next; /* private to the cache */
};

struct impact_cache;

/* LIMIT_BYTES bounds the states that no call is at; the newest stays whatever its size. NULL: no memory. */
struct impact_cache *impact_cache_new(size_t limit_bytes);

/* CACHE may be NULL. */
void impact_cache_free(struct impact_cache *cache);

/* The state with KEY, or an empty one. Ownership: the caller's, until impact_cache_put. NULL: no memory. */
struct impact_state *impact_cache_take(struct impact_cache *cache, const struct digest *key);

/* Takes STATE, which is begun, back; of two with one key the one that is further stays. */
void impact_cache_put(struct impact_cache *cache, struct impact_state *state);

/* For a state that was taken and is not put back. STATE may be NULL. */
void impact_state_free(struct impact_state *state);

/* Adds what was found out about the consumer called state->names[state->done]; NULL: it has no version to look at. With
 * KEEPS_ALL those on whom nothing changes are kept too. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code impact_state_add(struct impact_state *state, const Catalog__V1__ConsumerImpact *impact,
                                        bool keeps_all, struct problem *problem);

/* Packs DRAFT as the next one. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code impact_state_add_draft(struct impact_state *state, const Catalog__V1__ImpactDraft *draft,
                                              struct problem *problem);

#endif
