/* Steps of a derivation, as they are written down. */
#ifndef CATALOGD_MODEL_EXPLAIN_STEPS_H
#define CATALOGD_MODEL_EXPLAIN_STEPS_H

#include "model/rows.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Records may lean on each other in long chains; a derivation says no more below this depth. */
#define EXPLAIN_DEPTH_MAX 256

struct explanation {
    struct graph *graph;
    const struct row *row;
    VECTOR(Catalog__V1__DerivationStep *) steps;
};

/* One step to be. Strings are borrowed; NULL reads as "". */
struct step {
    uint32_t depth;
    const char *rule;
    const struct graph_object *object; /* NULL: none */
    const char *object_label;          /* instead of OBJECT */
    const char *record;
    const struct condition *condition; /* NULL: none; judged and recorded with what it read */
    struct scope scope;
    const char *outcome; /* NULL: what CONDITION comes to */
    const char *text;
};

MUST_CHECK bool explain_add(struct explanation *explanation, const struct step *step);

/* A duty with all that it hangs on. RULE says in which part it plays. */
MUST_CHECK bool explain_duty(struct explanation *explanation, const char *rule, struct duty *duty, uint32_t depth);

/* A provision with all that it hangs on. */
MUST_CHECK bool explain_provision(struct explanation *explanation, const char *rule, struct provision *provision,
                                  uint32_t depth);

/* One credit of the row. */
MUST_CHECK bool explain_credit(struct explanation *explanation, const struct row_credit *credit, uint32_t depth);

/* "credited", "unknown" or "not credited", now; "met", "pending" or "unmet". */
const char *explain_counts(worlds counts);
const char *explain_met(worlds met);

/* "provides[id]": the path of a record. NULL: no memory. */
const char *explain_path(struct graph *graph, const char *list, const char *id);

#endif
