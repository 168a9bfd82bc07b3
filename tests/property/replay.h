/* An independent checker of proofs. It takes the derivation of a row as it goes over the wire, and comes by rules of
 * its own, written from the meaning of the catalog, to what the row must be: which provisions, duties, mitigations and
 * decisions count in which of the four readings, state, residual, band, appetite. It shares no code with the engine:
 * only the messages of the schema and base/.
 *
 * What it cannot know by the proof alone are premises: that a record says so, that a value is so. Records are compared
 * with the objects of a library, where one is given. */
#ifndef CATALOGD_TESTS_REPLAY_H
#define CATALOGD_TESTS_REPLAY_H

#include "catalog/v1/object.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#include <stdbool.h>

#define REPLAY_REASON_BYTES 512

struct replay_library {
    const void *context;
    /* The object "name@version", or of that name alone the newest or the model itself. NULL: there is none. */
    const Catalog__V1__Object *(*find)(const void *context, const char *label);
    const Catalog__V1__Policy *policy; /* NULL: the built-in one */
};

/* Whether PROOF is a proof of its row. LIBRARY's find may be NULL. RET_REASON: the first thing that is wrong. */
bool replay_check(const Catalog__V1__ExplainRowResponse *proof, const struct replay_library *library,
                  char ret_reason[REPLAY_REASON_BYTES]);

#endif
