/* Writing an Open Threat Model file, version 0.2.0. */
#ifndef CATALOG_CONVERT_OTM_OTM_EXPORT_H
#define CATALOG_CONVERT_OTM_OTM_EXPORT_H

#include "convert/carry.h"
#include "convert/export.h"
#include "convert/otm/otm_said.h"

typedef VECTOR(const void *) otm_items;

struct otm_export {
    struct export *export;
    struct tree_maker maker;
    const Catalog__V1__Model *model;
    struct string_map zones;       /* ids */
    struct string_map components;  /* ids of what stands as a component or flow, and addresses */
    struct string_map uses;        /* place to the otm_items of its Catalog__V1__ThreatUse */
    struct string_map assets;      /* place to the otm_items of its Catalog__V1__Asset */
    struct string_map mitigations; /* threat to the otm_items of what answers it, Catalog__V1__Mitigation */
    bool has_unplaced;             /* something stands in no zone */
    struct tree_node *threats;     /* in the order in which places name them */
    struct string_map threat_ids;  /* of these */
};

/* Fills the maps of OTM with what the model says of zones, threats and mitigations. */
void otm_index(struct otm_export *otm);

/* Puts the threats at PLACE into OWNER, a component or flow, and adds each to the list of threats once. */
void otm_put_threats(struct otm_export *otm, struct tree_node *owner, const char *place);

/* The list of mitigations. */
struct tree_node *otm_mitigations(struct otm_export *otm);

/* Puts what PART carries beside the format's own fields, which NODE has by now, into NODE, with their marks. */
void otm_put_carried(struct otm_export *otm, struct tree_node *node, const char *part, const struct tree_node *carried);

#endif
