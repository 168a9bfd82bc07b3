/* Rows: one for each (threat, place), with everything that brings it and every control that may answer it.
 *
 * A row comes from a threat of the model or of an instance, from a residual, and from a responsibility that is not met,
 * an assumption that does not hold or an advisory, by the threats it covers: those join the rows that its instance's
 * places have for that threat, and stand at each of its elements but people unless one of those rows is there whatever
 * the unknown turns out to be. A residual that passes on what it inherits brings no row: it joins those of the
 * residuals and places that its `from` names, as far as they are there, with its rating where it states one. So a row
 * surfaces once, however often it is passed on. */
#ifndef CATALOGD_MODEL_ROWS_H
#define CATALOGD_MODEL_ROWS_H

#include "model/graph.h"
#include "model/risk.h"

struct row_source {
    Catalog__V1__RowSourceKind kind;
    const struct instance *instance;
    const char *record;
    size_t number; /* of the record in its list */
    const struct condition *when;
    struct judgement judgement;
    const struct duty *duty;              /* one of the two; NULL: a threat or residual */
    const struct advisory_node *advisory; /* NULL: as above */
    worlds exists;
    bool is_by_class; /* on a layer that the provider owns, under a valid assurance */
    Catalog__V1__Layer layer;
    struct risk_rating rating;
};

/* What a decision asks for. It lowers the sources that are no residuals, and raises none. */
struct rerating {
    const char *decision;
    struct risk_rating to; /* 0: leaves that as it is */
    worlds in_force;
};

struct row_credit {
    const struct control_node *control;
    const char *source;
    const char *provider;
    const struct mitigation *mitigation; /* one of the two, or both: a mitigation that uses a provision */
    const struct provision *provision;
    const struct platform_provision *platform; /* or this */
    struct judgement judgement;                /* of a platform provision */
    bool is_inherited;
    Catalog__V1__Strength strength;
    Catalog__V1__Layer layer;
    struct risk_reduction reduction;
    worlds possible; /* where the platform does it */
    worlds counts;
    worlds unadvised; /* if there were no advisories; set where there are */
};

struct row {
    const char *key; /* "threat@place" */
    struct threat_node *threat;
    uint32_t place;
    uint32_t passed_by; /* number of the residual that gathered it last; 0: none */
    worlds exists;
    VECTOR(struct row_source) sources; /* in order of instance address, kind, record; none twice */
    VECTOR(struct row_credit) credits; /* in order of source, control */
    advisory_list advisories;          /* that touch it, in order of id */
    VECTOR(struct rerating) reratings; /* in force in any world, in order of the decision's id */
};

/* Makes the rows of threats and residuals, then those of duties, then those of advisories, then finds who may answer
 * each. After credit_settle. */
MUST_CHECK bool rows_create(struct graph *graph);

/* Makes SOURCE one of those that bring THREAT at each place of RANGE, where it exists in any world. */
MUST_CHECK bool rows_add(struct graph *graph, struct threat_node *threat, struct place_range range,
                         const struct row_source *source);

/* Makes the rows of the residuals of INSTANCE that pass nothing on. */
MUST_CHECK bool rows_add_residuals(struct graph *graph, const struct instance *instance);

/* Lets residuals join the rows that they pass on. After all other rows are made. */
MUST_CHECK bool rows_pass_on(struct graph *graph);

/* Gathers the credits of one row. */
MUST_CHECK bool rows_gather_credits(struct graph *graph, struct row *row);

/* The worlds in which CREDIT counts for ROW, by what stands settled now. */
worlds rows_credit_counts(const struct row *row, const struct row_credit *credit);

/* Adds SOURCE, of something that covers THREAT, with THREAT's own rating: to the rows that the places of its instance
 * have for THREAT; and at each of its elements but people, unless one of those rows is there whatever the unknown turns
 * out to be. */
MUST_CHECK bool rows_cover(struct graph *graph, struct threat_node *threat, struct row_source *source);

#endif
