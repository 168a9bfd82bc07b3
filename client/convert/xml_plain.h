/* Plain text of an element that holds text mixed with XHTML. */
#ifndef CATALOG_CONVERT_XML_PLAIN_H
#define CATALOG_CONVERT_XML_PLAIN_H

#include "convert/xml.h"

/* What ELEMENT says, in lines: paragraphs with an empty line between, items of lists behind "- " or their number and
 * by two blanks further in for each list around them, cells of a row behind " | ". Blanks of the source are one blank;
 * an element that is no block of XHTML is its text. "" for NULL. Ownership: lives in ARENA. NULL: no room. */
const char *xml_plain(const struct xml_node *element, struct arena *arena);

#endif
