/* Fields of a message that OSCAL has no place for, as properties in a name space of this catalog: one for each scalar
 * of what carry_map makes of them, named by its path ("discharged_by.controls", "parameters.1.default"). A text that is
 * no value of a property (of several lines, with blanks at its ends) stands in `remarks`. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_PROPS_H
#define CATALOG_CONVERT_OSCAL_OSCAL_PROPS_H

#include "convert/import.h"
#include "convert/tree_make.h"

/* The name space of properties that only this catalog writes. */
#define OSCAL_NS "urn:catalogd:oscal"

/* The property that says what the others make up; it is none of the message's fields. */
#define OSCAL_PROP_KIND "kind"

/* What they make up, and the fields that OSCAL has a place for. */
#define OSCAL_KIND_PROVISION "provision"
#define OSCAL_KIND_DUTY      "responsibility"
#define OSCAL_KIND_COMPONENT "component"
#define OSCAL_KIND_CONTROL   "control"
#define OSCAL_SAID_PROVISION "title"
#define OSCAL_SAID_DUTY      "statement"
#define OSCAL_SAID_COMPONENT "title", "description", "links", "provides"
#define OSCAL_SAID_CONTROL   "title", "objective"

/* Appends to PROPS the kind KIND and all of CARRIED. */
void oscal_props_put(struct tree_maker *maker, struct tree_node *props, const char *kind,
                     const struct tree_node *carried);

/* The kind of the properties of NODE; "": it has none of this catalog's. */
const char *oscal_props_kind(const struct tree_node *node);

/* What oscal_props_put was given, of the properties of NODE. Ownership: lives in the import's arena. NULL: they make up
 * no tree, of which there is a warning. */
const struct tree_node *oscal_props_tree(struct import *import, const char *file, const struct tree_node *node);

#endif
