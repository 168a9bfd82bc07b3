/* The search behind suggestions and triage, over a graph that is resolved. Functions return false as those of the graph
 * do. */
#ifndef CATALOGD_MODEL_SUGGEST_SEARCH_H
#define CATALOGD_MODEL_SUGGEST_SEARCH_H

#include "model/graph.h"
#include "model/suggest_set.h"

#include "catalog/v1/suggest_service.pb-c.h"

/* A threat at a place, and what became of it. */
struct suggest_hit {
    const struct suggest_threat *threat;
    uint32_t place;
    Catalog__V1__SuggestionState state;
    Catalog__V1__DismissalState dismissal_state;
    const Catalog__V1__Dismissal *dismissal; /* NULL: none */
};

struct suggest_hits {
    VECTOR(struct suggest_hit) list; /* in byte order of threat, then of place */
    uint32_t place_count;            /* looked at */
    bool is_cut;                     /* there are more than LIMIT_SUGGESTIONS */
};

/* Finds what SET has for the model of GRAPH. WITH_NOT_APPLICABLE tries every threat at every place; without it those
 * that the index rules out are not tried. *ret_hits lives in the graph's arena. */
MUST_CHECK bool suggest_search(struct graph *graph, const struct suggest_set *set, bool with_not_applicable,
                               struct suggest_hits *ret_hits);

/* The controls that count now and name THREAT at PLACE: their addresses in byte order, none twice. */
MUST_CHECK bool suggest_covers(struct graph *graph, const struct suggest_threat *threat, uint32_t place,
                               char ***ret_sources, size_t *ret_count);

/* Says as findings which threats the model both lists and dismisses at a place. After rows_create. */
MUST_CHECK bool suggest_check_dismissals(struct graph *graph);

/* Adds to graph->missing what is left of the namespaces that the Policy wants triaged. Features only. */
MUST_CHECK bool suggest_triage(struct graph *graph);

#endif
