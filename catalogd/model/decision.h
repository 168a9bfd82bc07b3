/* Decisions: which are in force, and what those do to rows and baseline entries.
 *
 * A decision is in force while it is approved at the revision; approved_at <= T < expires_at; its `while` is true
 * (leniently: not false); for an acceptance the data classification is not above the recorded one; the contracts of its
 * threats and controls are the recorded ones; no row it is about has a residual band above the recorded one; and, where
 * it compensates, the mitigations it names count on every row that the lifted control would have answered there, at no
 * less strength. An entry's rows are those that its control would answer: at its place, or anywhere for one that is
 * asked for once. Bands are judged before any decision: no decision leans on another. A subject that the model does not
 * have any more is not looked at. */
#ifndef CATALOGD_MODEL_DECISION_H
#define CATALOGD_MODEL_DECISION_H

#include "model/baseline.h"
#include "model/rows.h"
#include "model/unknowns.h"

/* One thing that must hold for a decision to be in force. */
struct decision_check {
    const char *rule;     /* "decision.ended": the name of the step in a derivation */
    const char *subject;  /* what it is about; "": the decision itself */
    const char *recorded; /* at approval; NULL: nothing is */
    const char *found;    /* now; NULL: nothing is */
    worlds holds;
};

struct decision_node {
    const Catalog__V1__Decision *message;
    struct judgement condition; /* its `while` */
    worlds in_force;
    VECTOR(struct decision_check) checks; /* all that was looked at */
    cause_list causes;                    /* why it is not in force now, strictly */
};

struct decision_list {
    VECTOR(struct decision_node *) nodes; /* in order of id */
};

/* Finds out which decisions are in force and lowers the ratings of rows by those that say so. For when rows and demands
 * are there. */
MUST_CHECK bool decision_judge(struct graph *graph);

/* The state that a decision sets for ROW in WORLD: ACCEPTED or NOT_APPLICABLE; UNSPECIFIED: none does. */
Catalog__V1__RowState decision_state_of(const struct graph *graph, const struct row *row, worlds world);

/* The worlds in which a decision that was approved after REVISION sets the state of ROW. */
worlds decision_answers_since(const struct graph *graph, const struct row *row, uint64_t revision);

/* The worlds in which decisions lift DEMAND. Nothing lifts a mandatory one. */
worlds decision_lifts(const struct graph *graph, const struct baseline_demand *demand);

/* Adds to NAMES the facts on which decisions about ROW hang that are in force in LENIENT and not in STRICT. */
MUST_CHECK bool decision_unknowns(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                                  name_list *names);

/* "threat@place" or "control@place"; NULL: no memory. */
const char *decision_subject_key(struct graph *graph, const Catalog__V1__DecisionSubject *subject);

#endif
