/* Reading a knowledge base of the Microsoft Threat Modeling Tool:
 * https://github.com/microsoft/threat-modeling-templates. It is read twice: first for what its threats are described
 * with, then for the threats. */
#ifndef CATALOG_CONVERT_TMT_TB7_H
#define CATALOG_CONVERT_TMT_TB7_H

#include "convert/tmt/tmt.h"

/* A class of threats. */
struct tb7_category {
    const char *name;
    const char *summary;
};

struct tb7 {
    struct import *import;
    const char *file;
    const char *id;               /* name and id of the knowledge base */
    struct string_map categories; /* by id: struct tb7_category */
    struct string_map stencils;   /* by id: its name; elements of a drawing are made of them */
    struct string_map attributes; /* of stencils, by name: how people see it */
    struct string_map defaults;   /* of the properties of a threat, by name: the text */
};

/* The first value of the property NAME of a threat or of the knowledge base; NULL: none. */
const struct xml_node *tb7_property(const struct xml_node *owner, const char *name);

/* Taker of the second pass. */
MUST_CHECK status_code tb7_take_threat(void *context, const struct xml_node *threat);

/* The generation rule TEXT in words: stencils and their attributes under the names that people see. NULL: no room. */
const char *tb7_rule(const struct tb7 *base, const char *text);

#endif
