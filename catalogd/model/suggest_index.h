/* An index over predicates, so that the many that are false at a place need not be tried there.
 *
 * A predicate is the list of its clauses, all of which must hold. A clause of one of these forms says which values a
 * variable must have:
 *
 *   place.kind == "store"   place.protocol in ["http", "ftp"]   "internet" in place.crosses
 *   facts.payment_data   !facts.payment_data   facts.users == "public"
 *
 * Each predicate stands under one such clause, the one that fewest others share so far. Where the variable has another
 * value that clause is false, and with it the predicate, whatever the rest says. Where the value is not known, or could
 * not be compared (another type, a word that the enumeration lacks, texts too long for the steps of a predicate), the
 * predicate is found. One without such a clause is found everywhere. */
#ifndef CATALOGD_MODEL_SUGGEST_INDEX_H
#define CATALOGD_MODEL_SUGGEST_INDEX_H

#include "base/vector.h"
#include "model/predicate.h"

typedef VECTOR(uint32_t) number_list;

struct suggest_slot;

/* Initialise with suggest_index_init. Lives in one arena; once it is filled any thread may read it. */
struct suggest_index {
    struct arena *arena;
    VECTOR(struct suggest_slot *) slots;
    struct string_map slots_by_key; /* form and path to slot */
    number_list always;             /* predicates that are found everywhere */
    uint32_t count;                 /* predicates added; their numbers ascend from 0 */
};

void suggest_index_init(struct suggest_index *index, struct arena *arena);

/* Adds the next predicate, the conjunction of CLAUSES (none: found everywhere). Ownership: CLAUSES must outlive INDEX.
 * False: no memory. */
MUST_CHECK bool suggest_index_add(struct suggest_index *index, const struct predicate_node *const *clauses,
                                  size_t clause_count);

/* Numbers found, each once. Initialise with suggest_found_init. */
struct suggest_found {
    uint32_t *numbers;
    size_t count;
    uint32_t *epochs; /* by number: the search that found it last */
    uint32_t epoch;
};

/* Room for every number of INDEX. False: no memory. */
MUST_CHECK bool suggest_found_init(struct suggest_found *found, const struct suggest_index *index, struct arena *arena);

/* Finds the predicates of INDEX that may be true or unknown over SOURCE: all that are, and others. */
void suggest_index_search(const struct suggest_index *index, const struct predicate_source *source,
                          struct suggest_found *found);

#endif
