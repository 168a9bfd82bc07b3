/* Reading models of the OWASP Threat Model Library, schema 1.0:
 * https://owasp.org/www-project-threat-model-library/
 *
 * Symbolic names are unique in their list only, and nothing keeps references from dangling. What a file that was
 * written here carries (tml_said.h) is taken back, texts as they are. */
#ifndef CATALOG_CONVERT_TML_TML_H
#define CATALOG_CONVERT_TML_TML_H

#include "convert/carry.h"
#include "convert/links.h"
#include "convert/passage.h"
#include "convert/tml/tml_said.h"
#include "convert/tool_parts.h"

#define TML_SCHEME "tml"
/* Before the name of a risk that an export made of the rating of one threat, whose name follows. */
#define TML_RISK_OF "risk-of-"
/* Tags that hold what a model has no other place for: "risk:NAME", "priority:high", "tier:important". */
#define TML_TAG_RISK     "risk"
#define TML_TAG_PRIORITY "priority"
#define TML_SCALE_STEPS  5

/* Words of the two scales, for 1 to 5. */
extern const char *const tml_likelihoods[TML_SCALE_STEPS];
extern const char *const tml_impacts[TML_SCALE_STEPS];

/* What became of one threat of the source: it stands at each component that it names. */
struct tml_threat {
    VECTOR(Catalog__V1__ThreatUse *) uses;
    uint32_t score; /* of the rating that it has */
};

struct tml {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct links links;          /* of mitigations that are carried, by symbolic name */
    struct string_map threats;   /* symbolic name to the struct tml_threat */
    struct string_map personas;  /* symbolic name to the node */
    const struct tree_node *own; /* what the file carries of the catalog; NULL: it was written elsewhere */
    struct passage prose;        /* the description of the feature */
    struct string_map aliases;   /* of the dependencies that it carries, which stand as components */
};

/* Calls READ with each mapping of the list KEY; what is none is refused. */
typedef status_code tml_read(struct tml *tml, const struct tree_node *node);
MUST_CHECK status_code tml_each(struct tml *tml, const char *key, tml_read *read);

/* A new id for NODE, an entry of LIST and a KIND of its ids, with a warning where its symbolic name is taken there.
 * NULL: no room. */
const char *tml_new_id(struct tml *tml, const char *kind, const char *list, const struct tree_node *node);

/* The text of KEY in NODE without HTML, "" where there is none; one line for a title, with OTHERWISE for "". NULL: no
 * room. */
const char *tml_text(const struct tml *tml, const struct tree_node *node, const char *key);
const char *tml_title(const struct tml *tml, const struct tree_node *node, const char *otherwise);

/* One loss for the keys of NODE that are none of KNOWN; none where the file carries what they stand for. */
void tml_note_keys(const struct tml *tml, const struct tree_node *node, const char *const *known, size_t count);

/* ---- tml_carried.c ---- */

/* Finds out what the file carries. */
void tml_find_own(struct tml *tml);

/* What is carried under KEY of the entry NODE of LIST; NULL: nothing. */
const struct tree_node *tml_own(const struct tml *tml, const char *list, const struct tree_node *node, const char *key);

/* Whether KEY of NODE, the entry NAME of LIST, is another than when it was written. */
bool tml_is_changed(const struct tml *tml, const char *list, const char *name, const struct tree_node *node,
                    const char *key);

/* Takes away the TEXTS that are "PREFIX:" and anything. */
void tml_drop(size_t *count, char **texts, const char *prefix);

/* Reads that as a message without the SKIPPED fields; an empty one where nothing is carried. NULL: no room. */
void *tml_own_message(struct tml *tml, const struct tree_node *own, const ProtobufCMessageDescriptor *descriptor,
                      const char *const *skipped);

/* TML_OWN(tml, own, Catalog__V1__Asset, asset, TML_SAID_ASSET): the arguments of tml_own_message for a type. */
#define TML_OWN(tml, own, Type, type, ...)                                                                             \
    ((Type *)tml_own_message((tml), (own), &catalog__v1__##type##__descriptor,                                         \
                             (const char *const[]){__VA_ARGS__, NULL}))

/* Makes the feature or component that the file is. */
MUST_CHECK status_code tml_start(struct tml *tml);

/* Adds the sources that the threat NODE names to the classes of THREAT. False: no room. */
bool tml_classify(struct tml *tml, const struct tree_node *node, Catalog__V1__Threat *threat);

/* Makes of USE, read from NODE, what it was before it was written. False: no room. */
bool tml_take_use(struct tml *tml, const struct tree_node *node, Catalog__V1__ThreatUse *use);

/* The id of the place called NAME, a component before all else; NULL: there is none. */
const char *tml_find_place(const struct tml *tml, const char *name);

/* Each adds one element. */
MUST_CHECK status_code tml_read_actor(struct tml *tml, const struct tree_node *node);
MUST_CHECK status_code tml_read_component(struct tml *tml, const struct tree_node *node);
MUST_CHECK status_code tml_read_store(struct tml *tml, const struct tree_node *node);

/* Adds zones, elements, assets and flows. */
MUST_CHECK status_code tml_read_parts(struct tml *tml);

/* Rates the threats that one risk is of. */
MUST_CHECK status_code tml_read_risk(struct tml *tml, const struct tree_node *node);

/* Adds one control as a mitigation of threats that are known. */
MUST_CHECK status_code tml_read_control(struct tml *tml, const struct tree_node *node);

/* Adds threats with their ratings, and controls as mitigations. */
MUST_CHECK status_code tml_read_threats(struct tml *tml);

/* Puts threats and mitigations that have no place on an element that stands for the whole system. */
MUST_CHECK status_code tml_place_rest(struct tml *tml);

#endif
