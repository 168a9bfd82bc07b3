/* One row of the effective model. */
#ifndef CATALOGD_MODEL_EFFECTIVE_ROW_H
#define CATALOGD_MODEL_EFFECTIVE_ROW_H

#include "model/readings.h"

/* ROW as a message in the graph's arena; NULL: no memory. */
Catalog__V1__Row *effective_row(struct graph *graph, const struct row *row);

/* Fills CREDITS of MESSAGE: the ones that count now first, then those that count as planned, then by source. */
MUST_CHECK bool effective_credits(struct graph *graph, const struct row *row, Catalog__V1__Row *message);

/* Why ROW, read as READING in the world STRICT, is not better. */
MUST_CHECK bool effective_row_causes(struct graph *graph, const struct row *row, const struct row_reading *reading,
                                     worlds strict, Catalog__V1__RowReading *message);

#endif
