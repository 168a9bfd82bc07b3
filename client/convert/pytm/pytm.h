/* Reading pytm: libraries of threats, and models that it dumped. https://github.com/OWASP/pytm
 *
 * Conditions are Python there. They are text here, and nothing evaluates them. */
#ifndef CATALOG_CONVERT_PYTM_PYTM_H
#define CATALOG_CONVERT_PYTM_PYTM_H

#include "convert/passage.h"
#include "convert/tool_parts.h"

/* What the class of an element in pytm says. */
struct pytm_class {
    const char *name;
    Catalog__V1__ElementKind kind;
    const char *technology; /* what tells it from others of its kind; "": nothing */
    const char *predicate;  /* true at places of this class */
};

/* A dumped model. */
struct pytm {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct passage prose; /* the description */
};

typedef status_code pytm_read(struct pytm *pytm, const struct tree_node *node);

/* Adds the finding NODE as a threat, with what it says against it. */
MUST_CHECK status_code pytm_read_finding(struct pytm *pytm, const struct tree_node *node);

/* The class called NAME; NULL: it is not known. */
const struct pytm_class *pytm_class_find(const char *name);

/* Adds what the references TEXT of the entry at PLACE name: URLs of CWE and CAPEC, ids of CVE, and links. False: no
 * room. */
bool pytm_refer(const struct tool_place *place, Catalog__V1__Threat *threat, const char *text);

/* Adds the threats of the library at ROOT with what it says against them as controls. */
MUST_CHECK status_code pytm_read_library(struct import *import, const char *file, const struct tree_node *root);

/* Adds the feature that the dumped model at ROOT is. */
MUST_CHECK status_code pytm_read_model(struct import *import, const char *file, const struct tree_node *root);

#endif
