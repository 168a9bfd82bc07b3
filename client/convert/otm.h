/* Reading an Open Threat Model file: https://github.com/iriusrisk/OpenThreatModel, versions 0.1 and 0.2. */
#ifndef CATALOG_CONVERT_OTM_H
#define CATALOG_CONVERT_OTM_H

#include "convert/draft.h"

struct otm {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map nodes;  /* "list:id" to its node */
    struct string_map assets; /* id in the source to the Catalog__V1__Asset */
};

/* The entry of the list called LIST with ID; NULL: none. */
const struct tree_node *otm_node(const struct otm *otm, const char *list, const char *id);

/* Adds the threats that components and flows name, with what is done about them. Ids of components and flows are known.
 */
MUST_CHECK status_code otm_read_threats(struct otm *otm);

#endif
