/* What a resolution has to say beside its rows: findings, causes, and reasons of the gate that only the graph knows. */
#ifndef CATALOGD_MODEL_REPORT_H
#define CATALOGD_MODEL_REPORT_H

#include "model/graph.h"

/* Appends ITEM as a finding. Ownership: strings of ITEM are borrowed and must live as long as the graph's arena; one
 * that is NULL means that there was no room for it. */
MUST_CHECK bool report_finding(struct graph *graph, Catalog__V1__Severity severity, struct gate_item item);

/* Appends ITEM to LIST, one of GRAPH's. Ownership: as report_finding. */
MUST_CHECK bool report_item(struct graph *graph, item_list *list, struct gate_item item);

/* Appends a cause to CAUSES. Ownership: as report_finding. */
MUST_CHECK bool report_cause(struct graph *graph, cause_list *causes, const char *code, const char *subject,
                             const char *text);

/* A copy of TEXTS in byte order without doubles; NULL for none. */
MUST_CHECK bool report_sorted(struct graph *graph, const char *const *texts, size_t count, char ***ret_sorted,
                              size_t *ret_count);

#endif
