/* Reading an Open Threat Model file: https://github.com/iriusrisk/OpenThreatModel, versions 0.1 and 0.2. */
#ifndef CATALOG_CONVERT_OTM_OTM_H
#define CATALOG_CONVERT_OTM_OTM_H

#include "convert/carry.h"
#include "convert/links.h"
#include "convert/otm/otm_said.h"

struct otm {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map nodes;  /* "list:id" to its struct otm_entry */
    struct string_map zones;  /* id here to the Catalog__V1__TrustZone */
    struct string_map assets; /* id in the source to the Catalog__V1__Asset */
    struct links links;       /* of mitigations that are carried */
    const char *whole;        /* the element that stands for the whole application; NULL: nothing needed it so far */
};

/* An entry of one of the file's lists. */
struct otm_entry {
    const struct tree_node *node;
    bool is_named; /* by a component, a flow or a threat of one */
};

/* The list of KEY in the file, in any case: early files say `trustzones`. An empty one where there is none. */
const struct tree_node *otm_list(const struct otm *otm, const char *key);

/* What NODE stands in: the KEY ("trustZone", "component") of its `parent`, which early files write as a mere id of
 * either. "": nothing. */
const char *otm_parent(const struct tree_node *node, const char *key);

/* The end KEY of FLOW, which early files call OLDER_KEY. "": none. */
const char *otm_end(const struct tree_node *flow, const char *key, const char *older_key);

/* One loss at NODE that lists what it says beside the COUNT keys in KNOWN, of which "attributes" is the last: it is
 * known where it carries what an export put there. */
void otm_note_rest(struct otm *otm, const struct tree_node *node, const char *const *known, size_t count);

/* OTM_NOTE_REST(otm, node, "id", "name"): NODE may say these. */
#define OTM_NOTE_REST(otm, node, ...)                                                                                  \
    otm_note_rest((otm), (node), (const char *const[]){__VA_ARGS__, "attributes"},                                     \
                  COUNT_OF(((const char *const[]){__VA_ARGS__, "attributes"})))

/* Makes the entries of the list LIST_KEY known by their ids. False: no room. */
MUST_CHECK bool otm_index_nodes(struct otm *otm, const char *list_key);

/* What NODE carries as PART; NULL: nothing. */
const struct tree_node *otm_carried_node(const struct tree_node *node, const char *part);

/* Whether KEY of NODE, which carries a part, is another than when it was written. */
bool otm_is_changed(const struct otm *otm, const struct tree_node *node, const char *key);

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

/* The same for something that names it, which is remembered; and whether anything did. */
const struct tree_node *otm_named(struct otm *otm, const char *list, const char *id);
bool otm_is_named(const struct otm *otm, const char *list, const struct tree_node *node);

/* Adds the mitigation that USE names, which answers THREAT, called NAME; one that is carried is linked to it. */
MUST_CHECK status_code otm_read_mitigation(struct otm *otm, const struct tree_node *use, const char *name,
                                           const Catalog__V1__ThreatUse *threat);

/* Adds the mitigations that the file carries, whatever places name them; and those that no threat names. */
MUST_CHECK status_code otm_read_carried_mitigations(struct otm *otm);
MUST_CHECK status_code otm_read_unnamed_mitigations(struct otm *otm);

/* Adds the threats that components and flows name, with what is done about them, and those that nothing names. Ids of
 * components and flows are known. */
MUST_CHECK status_code otm_read_threats(struct otm *otm);

#endif
