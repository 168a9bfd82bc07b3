/* Reading models of the OWASP Threat Model Library, schema 1.0:
 * https://owasp.org/www-project-threat-model-library/
 *
 * Symbolic names are unique in their list only, and nothing keeps references from dangling. */
#ifndef CATALOG_CONVERT_TML_H
#define CATALOG_CONVERT_TML_H

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
    struct string_map threats;  /* symbolic name to the struct tml_threat */
    struct string_map personas; /* symbolic name to the node */
};

/* Where NODE stands, for notes. */
struct tool_place tml_place(const struct tml *tml, const struct tree_node *node);

/* Calls READ with each mapping of the list KEY; what is none is refused. */
typedef status_code tml_read(struct tml *tml, const struct tree_node *node);
MUST_CHECK status_code tml_each(struct tml *tml, const char *key, tml_read *read);

/* A new id for NODE, an entry of KIND, with a warning where its symbolic name is taken in its list. NULL: no room. */
const char *tml_new_id(struct tml *tml, const char *kind, const struct tree_node *node);

/* The id of the place called NAME, a component before all else; NULL: there is none. */
const char *tml_find_place(const struct tml *tml, const char *name);

/* Adds zones, elements, assets and flows. */
MUST_CHECK status_code tml_read_parts(struct tml *tml);

/* Adds one control as a mitigation of threats that are known. */
MUST_CHECK status_code tml_read_control(struct tml *tml, const struct tree_node *node);

/* Adds threats with their ratings, and controls as mitigations. */
MUST_CHECK status_code tml_read_threats(struct tml *tml);

/* Puts threats and mitigations that have no place on an element that stands for the whole system. */
MUST_CHECK status_code tml_place_rest(struct tml *tml);

#endif
