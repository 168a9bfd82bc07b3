/* Steps of a derivation, as they are written down. The functions do nothing once one has failed, so that a walk needs
 * to look only at its end. */
#ifndef CATALOGD_MODEL_EXPLAIN_STEPS_H
#define CATALOGD_MODEL_EXPLAIN_STEPS_H

#include "model/rows.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Records may lean on each other in long chains: what stands deeper than this is taken apart on its own, below the row,
 * so that neither the tree nor the stack grows with the chain. */
#define EXPLAIN_DEPTH_MAX 48

/* A record to be taken apart on its own: one of the two. */
struct lemma {
    struct provision *provision;
    struct duty *duty;
};

struct explanation {
    struct graph *graph;
    const struct row *row;
    VECTOR(Catalog__V1__DerivationStep *) steps;
    VECTOR(Catalog__V1__Setting *) details; /* of the last step */
    VECTOR(struct lemma) lemmas;
    bool has_failed; /* the graph says why */
};

/* One step to be. Strings are borrowed; NULL reads as "". */
struct step {
    uint32_t depth;
    const char *rule;
    const struct graph_object *object; /* NULL: none */
    const char *object_label;          /* instead of OBJECT */
    const char *record;
    const char *subject;
    const struct condition *condition; /* NULL: none; judged and recorded with what it read */
    struct scope scope;
    worlds holds;
    const char *outcome; /* NULL: what CONDITION comes to */
    const char *text;
};

void explain_add(struct explanation *explanation, const struct step *step);

/* Add to the details of the last step. A word is the value of an enumeration; one that is not stated and a time that is
 * NULL are left out. */
void explain_detail(struct explanation *explanation, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);
void explain_number(struct explanation *explanation, const char *name, uint64_t value);
void explain_word(struct explanation *explanation, const char *name, const ProtobufCEnumDescriptor *type, int value);
void explain_time(struct explanation *explanation, const char *name, const Catalog__V1__Timestamp *time);
void explain_rating(struct explanation *explanation, struct risk_rating rating);

/* The word as it stands in details; "" where it is not stated. */
const char *explain_word_text(struct explanation *explanation, const ProtobufCEnumDescriptor *type, int value);

/* "provides[id]": the path of a record. */
const char *explain_path(struct explanation *explanation, const char *list, const char *id);

/* "true" or "false". */
const char *explain_truth(bool is_true);

#endif
