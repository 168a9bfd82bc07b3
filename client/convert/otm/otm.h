/* Reading an Open Threat Model file: https://github.com/iriusrisk/OpenThreatModel, versions 0.1 and 0.2. */
#ifndef CATALOG_CONVERT_OTM_OTM_H
#define CATALOG_CONVERT_OTM_OTM_H

#include "convert/carry.h"
#include "convert/draft.h"
#include "convert/otm/otm_said.h"

struct otm {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map nodes;  /* "list:id" to its node */
    struct string_map assets; /* id in the source to the Catalog__V1__Asset */
};

/* What NODE carries as PART; NULL: nothing. */
const struct tree_node *otm_carried_node(const struct tree_node *node, const char *part);

/* Reads that as a message; NULL where there is none. False: no room. */
MUST_CHECK bool otm_carried(struct otm *otm, const struct tree_node *node, const char *part,
                            const struct carried *carried, void **ret_message);

/* OTM_CARRIED_AS(otm, node, "asset", asset, &asset, OTM_SAID_ASSET): the arguments of otm_carried for a message. */
#define OTM_CARRIED_AS(otm, node, part, type, ret_message, ...)                                                        \
    otm_carried((otm), (node), (part),                                                                                 \
                &(struct carried){.descriptor = &catalog__v1__##type##__descriptor,                                    \
                                  .skipped = (const char *const[]){__VA_ARGS__, NULL}},                                \
                (void **)(void *)(ret_message))

/* Adds the dependency, entry point or address that the component NODE carries. *RET_IS_CARRIED: it carries one. */
MUST_CHECK status_code otm_read_carried_component(struct otm *otm, const struct tree_node *node, bool *ret_is_carried);

/* Makes the object that the file describes, with what it carries of it. NULL: no room. */
Catalog__V1__Model *otm_model(struct otm *otm, const struct tree_node *project);

/* Adds the trust zone of NODE; what stands for no zone is passed over. */
MUST_CHECK status_code otm_read_zone(struct otm *otm, const struct tree_node *node);

/* Puts zones into those they lie in, once all are there: one may stand before the one it lies in. */
void otm_nest_zones(struct otm *otm);

/* The zone around COMPONENT, which may stand in other components. NULL: none. */
const char *otm_zone_of(struct otm *otm, const struct tree_node *component);

/* The entry of the list called LIST with ID; NULL: none. */
const struct tree_node *otm_node(const struct otm *otm, const char *list, const char *id);

/* Adds the threats that components and flows name, with what is done about them. Ids of components and flows are known.
 */
MUST_CHECK status_code otm_read_threats(struct otm *otm);

#endif
