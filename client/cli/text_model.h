/* The effective model as text: the verdict with its reasons, the risk matrix, the rows that are not mitigated, what is
 * inherited from whom, what is left to see to, findings. Every message may lack any part. */
#ifndef CATALOGCTL_TEXT_MODEL_H
#define CATALOGCTL_TEXT_MODEL_H

#include "cli/table.h"

#include "catalog/v1/effective.pb-c.h"

/* All parts in this order. IS_AS_PLANNED: the verdict that counts is the planned one. */
void text_model(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned);

/* The parts. Each prints nothing where there is nothing to say. */
void text_verdict(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned);
void text_matrix(struct page *page, const Catalog__V1__EffectiveModel *model);
void text_open_rows(struct page *page, const Catalog__V1__EffectiveModel *model);
void text_inherited(struct page *page, const Catalog__V1__EffectiveModel *model);
void text_duties(struct page *page, const Catalog__V1__EffectiveModel *model);
void text_findings(struct page *page, const Catalog__V1__EffectiveModel *model);
void text_judged_by(struct page *page, const Catalog__V1__EffectiveModel *model);

/* An empty line and the title of a part. */
void text_heading(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);

/* A faint paragraph below a title. */
void text_remark(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds a line for each cause below the row of TABLE that ended, which is about SUBJECT: what a cause is about is named
 * where it is something else. */
void text_causes(struct table *table, const char *subject, Catalog__V1__Cause *const *causes, size_t count);

/* Adds what would have to be known, where there is such a thing. */
void text_unknown(struct table *table, char *const *names, size_t count);

#endif
