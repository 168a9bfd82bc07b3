/* Parts of a model as properties of OSCAL in the name space OSCAL_NS, for what OSCAL has no place for: one property for
 * each scalar, named by its path ("discharged_by.controls", "parameters.1.default"), its value as in native YAML. A
 * text that is no value of a property (of several lines, with blanks at its ends) stands in `remarks`. */
#ifndef CATALOG_CONVERT_OSCAL_PROPS_H
#define CATALOG_CONVERT_OSCAL_PROPS_H

#include "convert/import.h"
#include "convert/tree_make.h"

#include <protobuf-c/protobuf-c.h>

/* The name space of properties that only this catalog writes. */
#define OSCAL_NS "urn:catalogd:oscal"

/* The property that says what the others make up; it is none of the message's fields. */
#define OSCAL_PROP_KIND "kind"

/* Appends to PROPS the kind KIND and all of MESSAGE. Errors: STATUS_INVALID_ARGUMENT (a timestamp out of range),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code oscal_props_put(struct tree_maker *maker, struct tree_node *props, const char *kind,
                                       const ProtobufCMessage *message, struct problem *problem);

/* The kind of the properties of NODE; "": it has none of this catalog's. */
const char *oscal_props_kind(const struct tree_node *node);

/* The message of DESCRIPTOR that the properties of NODE make up; where they make up none they are refused, and
 * *ret_message is NULL. Ownership: lives in the import's arena. Errors: STATUS_INVALID_ARGUMENT,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code oscal_props_get(struct import *import, const char *file, const struct tree_node *node,
                                       const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret_message);

#endif
