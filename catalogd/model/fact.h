/* The values that predicates read: settings and facts as text, made into what their definition says. */
#ifndef CATALOGD_MODEL_FACT_H
#define CATALOGD_MODEL_FACT_H

#include "model/graph.h"

struct fact_source {
    struct graph *graph;
    struct scope scope;
    bool has_failed; /* no memory */
};

/* Looks PATH up for a predicate; CONTEXT is a struct fact_source. What is not there, not known or ill-typed stays
 * unknown. */
void fact_lookup(void *context, const char *path, struct predicate_value *ret_value);

/* TEXT as a value of TYPE; WORDS are the values of an enumeration. An integer has 64 bits; a list is split at commas.
 * False: TEXT is no such value, or there is no memory (then *FAILED). */
bool fact_read(struct arena *arena, Catalog__V1__ValueType type, char *const *words, size_t word_count,
               const char *text, struct predicate_value *ret_value, bool *failed);

#endif
