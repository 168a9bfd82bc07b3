/* How the values of the schema read in text output. */
#ifndef CATALOGCTL_WORDS_H
#define CATALOGCTL_WORDS_H

#include "cli/page.h"
#include "convert/words.h"

/* Colours of meaning. */
enum style style_of_gate(Catalog__V1__GateState state);
enum style style_of_state(Catalog__V1__RowState state);
enum style style_of_band(Catalog__V1__RiskBand band);

#endif
