/* What the two files of the Microsoft Threat Modeling Tool have in common: the knowledge base (.tb7), which describes
 * threats, and the model (.tm7), which repeats a knowledge base inside. Both are what .NET makes of objects, so that
 * the order of elements is nearly fixed, and the place of an absent one may be taken by an empty one. */
#ifndef CATALOG_CONVERT_TMT_TMT_H
#define CATALOG_CONVERT_TMT_TMT_H

#include "convert/tool_parts.h"
#include "convert/xml.h"

/* The scheme of classes of threats that are none of STRIDE. */
#define TMT_SCHEME "ms-tmt"

/* Whether SOURCE is no larger than what is kept of it may be: all that is read stays in memory. Errors:
 * STATUS_NOT_FOUND, STATUS_RESOURCE_EXHAUSTED (SOURCE_TOO_LARGE: past LIMIT_FOREIGN_BYTES). */
MUST_CHECK status_code tmt_check_size(struct import *import, const struct source *source);

/* The text of ELEMENT, NULL for none, without HTML, "{source.Name}" as "{source}", no blanks at its ends. NULL: no
 * room, and the import's problem says so. */
const char *tmt_words(struct import *import, const struct xml_node *element);

/* tmt_words in one line, for a title; FALLBACK where nothing is left. */
const char *tmt_title(struct import *import, const struct xml_node *element, const char *fallback);

/* Adds the tag KEY:TEXT unless TEXT is "". False: no room. */
bool tmt_tag(struct import *import, Catalog__V1__Threat *threat, const char *key, const char *text);

/* Whether the property NAME of a threat has a place here, or says again what another part of the file says. */
bool tmt_is_known_property(const char *name);

#endif
