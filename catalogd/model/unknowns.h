/* Which facts and parameters would settle a row that strict and lenient reading disagree on. */
#ifndef CATALOGD_MODEL_UNKNOWNS_H
#define CATALOGD_MODEL_UNKNOWNS_H

#include "model/rows.h"

typedef VECTOR(const char *) name_list;

/* Adds to NAMES what ROW hangs on where STRICT and LENIENT differ, through credits, what they require, and duties. */
MUST_CHECK bool unknowns_of_row(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                                name_list *names);

/* The same of one provision or duty. */
MUST_CHECK bool unknowns_of_provision(struct graph *graph, struct provision *provision, name_list *names);
MUST_CHECK bool unknowns_of_duty(struct graph *graph, struct duty *duty, name_list *names);

#endif
