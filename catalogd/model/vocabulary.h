/* The variables that a predicate may read in each place where one is written, and how their values are read from text.
 *
 *   facts.NAME             the Policy's vocabulary; facts.data_classification is derived
 *   config.NAME            a parameter of the component the predicate stands in
 *   config.exposure.ID     the exposure chosen for its entry point ID, one of those it offers
 *   feature.namespace, feature.owner, feature.workload, feature.stage
 *   place.id               id in its model
 *   place.kind             actor, process, store, external, entry_point or flow
 *   place.exposure, place.authentication    of an entry point; "" for other places
 *   place.protocol         of an entry point or flow; else ""
 *   place.zone             id of the trust zone of an element, or of the one an entry point leads to; else ""
 *   place.technologies     likewise; else empty
 *   place.crosses          of a flow; else empty */
#ifndef CATALOGD_MODEL_VOCABULARY_H
#define CATALOGD_MODEL_VOCABULARY_H

#include "base/string_map.h"
#include "model/policy.h"
#include "model/predicate.h"

#include "catalog/v1/model.pb-c.h"

enum vocabulary_scope {
    VOCABULARY_CONFIG,   /* config: what a component says of itself, whatever the Policy */
    VOCABULARY_CONTRACT, /* config and facts: `when` in a component */
    VOCABULARY_FACTS,    /* facts: `holds_when`, `while` */
    VOCABULARY_FEATURE,  /* facts and feature: `scope`, a sign-off's `when` */
    VOCABULARY_PLACE     /* place and facts: `each`, `applies_when` */
};

/* Immutable once built; lives in the arena it was built in. Any thread. */
struct vocabulary {
    struct predicate_environment environment;
};

/* The variables of SCOPE. COMPONENT is read for VOCABULARY_CONFIG and VOCABULARY_CONTRACT only, where it may not be
 * NULL; POLICY for all but VOCABULARY_CONFIG, where it may.
 * Ownership: *ret_vocabulary lives in ARENA and borrows from POLICY and COMPONENT. Errors: STATUS_RESOURCE_EXHAUSTED.
 */
MUST_CHECK status_code vocabulary_build(enum vocabulary_scope scope, const struct policy *policy,
                                        const Catalog__V1__Model *component, struct arena *arena,
                                        struct vocabulary *ret_vocabulary, struct problem *problem);

/* The type of PATH ("facts.users"). NULL: not among the variables. Borrowed from VOCABULARY. */
const struct predicate_type *vocabulary_type(const struct vocabulary *vocabulary, const char *path);

/* The type of a fact or parameter; WORDS are those of an enumeration, borrowed. */
struct predicate_type vocabulary_type_of(Catalog__V1__ValueType type, char *const *words, size_t word_count);

enum vocabulary_reading {
    VOCABULARY_READ,     /* a value, or "" or "unknown", which is PREDICATE_UNKNOWN */
    VOCABULARY_ILL_TYPED /* no value of the type; *ret_value is PREDICATE_UNKNOWN */
};

/* Reads TEXT as a value of TYPE: true, false; a decimal integer of 64 bits; any text; a word of the enumeration; texts
 * separated by commas, blanks around them dropped. Ownership: *ret_value lives in ARENA and borrows from TEXT and TYPE;
 * when ARENA is full it is PREDICATE_UNKNOWN. */
enum vocabulary_reading vocabulary_read(const struct predicate_type *type, const char *text, struct arena *arena,
                                        struct predicate_value *ret_value);

#endif
