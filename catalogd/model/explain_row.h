/* The parts of a row's derivation: what brings it, what answers it, what was decided, and what comes of it. */
#ifndef CATALOGD_MODEL_EXPLAIN_ROW_H
#define CATALOGD_MODEL_EXPLAIN_ROW_H

#include "model/explain_steps.h"

/* One source with its ratings, and the layer it lies on. */
void explain_source(struct explanation *explanation, const struct row_source *source, uint32_t depth);

/* One credit: that it covers the place and names the threat, how strongly it counts, and what it hangs on. */
void explain_credit(struct explanation *explanation, const struct row_credit *credit, uint32_t depth);

/* The decisions about the row, in force or not. */
void explain_decisions(struct explanation *explanation, uint32_t depth);

/* State and risk in each reading, as MESSAGE has them. */
void explain_outcome(struct explanation *explanation, const Catalog__V1__Row *message, uint32_t depth);

#endif
