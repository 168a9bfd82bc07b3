/* Reading an effective model for documents. Only dossier*.c need it. */
#ifndef CATALOG_CONVERT_DOSSIER_DOSSIER_MODEL_H
#define CATALOG_CONVERT_DOSSIER_DOSSIER_MODEL_H

#include "convert/dossier/dossier.h"

/* The verdict that counts; of a row its reading and residual risk. Where the model lacks it, one without anything. */
const Catalog__V1__Verdict *dossier_verdict(const struct dossier *dossier);
const Catalog__V1__RowReading *dossier_reading(const struct dossier *dossier, const Catalog__V1__Row *row);
const Catalog__V1__RowReading *dossier_reading_or_none(const Catalog__V1__RowReading *reading);
const Catalog__V1__Rating *dossier_rating_or_none(const Catalog__V1__Rating *rating);
Catalog__V1__EntryState dossier_entry_state(const struct dossier *dossier, const Catalog__V1__EffectiveEntry *entry);

/* Path of the field of MODEL that SUBJECT of a reason is about: "dependencies[1]" for "invoices.bucket",
 * "t/leak@invoices.bucket" and "invoices.key". "" where MODEL (NULL: none) has none: the model as a whole. PATH
 * has room for SIZE bytes. */
void dossier_path_of(const Catalog__V1__Model *model, const char *subject, char *path, size_t size);

#endif
