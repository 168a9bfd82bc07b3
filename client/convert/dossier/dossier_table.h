/* The tables of a report: what they are called, and how an item of the effective model becomes a row. */
#ifndef CATALOG_CONVERT_DOSSIER_DOSSIER_TABLE_H
#define CATALOG_CONVERT_DOSSIER_DOSSIER_TABLE_H

#include "convert/dossier/dossier_model.h"
#include "convert/dossier/paper.h"

#define DOSSIER_COLUMNS_MAX 6

struct dossier_table {
    const char *title;
    const char *none;                         /* sentence where there are no items; NULL: the part is left out */
    const char *columns[DOSSIER_COLUMNS_MAX]; /* NULL ends them */
    size_t (*count)(const Catalog__V1__EffectiveModel *effective);
    bool (*is_in)(const struct dossier *dossier, size_t index);       /* NULL: all are */
    long long (*weight)(const struct dossier *dossier, size_t index); /* the greatest first; NULL: in order */
    void (*write)(struct paper *paper, const struct dossier *dossier, size_t index); /* the cells */
};

void dossier_table_write(struct paper *paper, const struct dossier *dossier, const struct dossier_table *table);

/* Lines below the text of a cell: why SUBJECT stands as it does, what a cause is about being named where that is
 * something else; what would have to be known. */
void dossier_causes(struct paper *paper, const char *subject, Catalog__V1__Cause *const *causes, size_t count);
void dossier_unknown(struct paper *paper, char *const *names, size_t count);

/* A cell with a value of an enum, in capitals. */
void dossier_cell_value(struct paper *paper, enum tone tone, const ProtobufCEnumDescriptor *descriptor, int value);

/* Colours of meaning. */
enum tone dossier_tone_of_gate(Catalog__V1__GateState state);
enum tone dossier_tone_of_row(Catalog__V1__RowState state);
enum tone dossier_tone_of_band(Catalog__V1__RiskBand band);

/* The parts of a report in order. */
void dossier_write_verdict(struct paper *paper, const struct dossier *dossier);
void dossier_write_matrix(struct paper *paper, const struct dossier *dossier);
void dossier_write_rows(struct paper *paper, const struct dossier *dossier);
void dossier_write_inherited(struct paper *paper, const struct dossier *dossier);
void dossier_write_duties(struct paper *paper, const struct dossier *dossier);
void dossier_write_remarks(struct paper *paper, const struct dossier *dossier);

#endif
