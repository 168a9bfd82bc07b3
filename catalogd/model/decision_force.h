/* What a decision rests on, as the model has it: the same for recording it at approval and for comparing it later. */
#ifndef CATALOGD_MODEL_DECISION_FORCE_H
#define CATALOGD_MODEL_DECISION_FORCE_H

#include "model/decision.h"

#define WORLD_COUNT 4

/* The residual bands of a subject's rows, the highest of all, by world: bit N is element N. LOW where there is none. */
struct decision_bands {
    Catalog__V1__RiskBand of_world[WORLD_COUNT];
};

/* The rows that SUBJECT is about, read before any decision. */
typedef VECTOR(const struct row *) row_list;
MUST_CHECK bool decision_rows(struct graph *graph, const Catalog__V1__DecisionSubject *subject, row_list *ret_rows);

MUST_CHECK bool decision_bands(struct graph *graph, const row_list *rows, struct decision_bands *ret_bands);

/* The digest of the contract of threat or control NAME as the resolution uses it; of one written inline that of its
 * content. *ret_text is NULL where it is not used. */
MUST_CHECK bool decision_contract(struct graph *graph, const char *name, const char **ret_text);

/* The threat of a row, the control of an entry. */
static inline const char *decision_subject_name(const Catalog__V1__DecisionSubject *subject) {
    return subject->threat[0] != '\0' ? subject->threat : subject->control;
}

/* Sets in_force and causes of NODE. */
MUST_CHECK bool decision_find_force(struct graph *graph, struct decision_node *node);

#endif
