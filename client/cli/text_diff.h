/* Differences of effective models as text, indented by two. */
#ifndef CATALOGCTL_TEXT_DIFF_H
#define CATALOGCTL_TEXT_DIFF_H

#include "cli/page.h"

#include "catalog/v1/effective_diff.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"

#define TEXT_DIFF_COLUMN 14 /* where what a title is about begins */

/* TITLE in front of a line, or "" in front of one more under the same title. */
void text_diff_title(struct page *page, const char *title);

/* DIFF, its verdict on the line that begins with TITLE. */
void text_diff(struct page *page, const char *title, const Catalog__V1__EffectiveDiff *diff);

/* The requirements that must change. */
void text_diff_requirements(struct page *page, Catalog__V1__RequirementChange *const *changes, size_t count);

#endif
