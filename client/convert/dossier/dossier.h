/* The effective model as documents that leave the catalog: a report for people in Markdown or HTML, results for
 * programs in SARIF or JUnit XML. The same input always gives the same bytes; no time but those of the model is in
 * them. Every message may lack any part, and every text may be a stranger's. */
#ifndef CATALOG_CONVERT_DOSSIER_DOSSIER_H
#define CATALOG_CONVERT_DOSSIER_DOSSIER_H

#include "base/buffer.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/model.pb-c.h"

/* A picture of the model, as the program dot draws it. */
struct dossier_picture {
    const char *caption;
    const char *id; /* a word of its own */
    slice svg;
    const char *missing; /* why there is none, one sentence; NULL: SVG holds it */
};
#define DOSSIER_PICTURES_MAX 2

/* All is borrowed. */
struct dossier {
    const Catalog__V1__EffectiveModel *effective;
    bool is_as_planned; /* the verdict that counts is the planned one */
    struct dossier_picture pictures[DOSSIER_PICTURES_MAX];
    size_t picture_count;

    /* Where the model was read; all NULL: it is a stored one. */
    const char *file;
    const Catalog__V1__Model *model;
    /* Line and column, from 1, of the field at PATH ("mitigations[2]") in FILE, or of the nearest around it. False: not
     * known. */
    bool (*locate)(void *context, const char *path, uint32_t *ret_line, uint32_t *ret_column);
    void *context;
};

struct dossier_format {
    const char *name; /* as given to --format */
    bool has_pictures;
    /* Appends to OUT, whose has_failed says whether there was room. Any thread. */
    void (*write)(const struct dossier *dossier, struct buffer *out);
};

#define DOSSIER_FORMAT_NAMES "markdown|html|sarif|junit"

/* The format called NAME; NULL: there is none. */
const struct dossier_format *dossier_format_find(const char *name);

void dossier_write_markdown(const struct dossier *dossier, struct buffer *out);
void dossier_write_html(const struct dossier *dossier, struct buffer *out);

/* Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020): a result for each reason of the gate, and for each
 * row above its appetite that is no reason of its own. Rules are the codes of the reasons. A result keeps its
 * fingerprint as long as its code and what it is about stay. */
void dossier_write_sarif(const struct dossier *dossier, struct buffer *out);

/* JUnit XML as CI systems read it: one suite, with a case for the gate, each row, each baseline entry, and each reason
 * that is about none of these. What stands in the way of the gate has failed; what is accepted, lifted or does not
 * apply is skipped. */
void dossier_write_junit(const struct dossier *dossier, struct buffer *out);

#endif
