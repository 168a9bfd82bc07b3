/* What the models of drawing and workshop tools have in common: words for ratings and classes, free text, tags. */
#ifndef CATALOG_CONVERT_TOOL_H
#define CATALOG_CONVERT_TOOL_H

#include "convert/draft.h"

/* Marks a threat whose title was made from its statement: the source has none. */
#define TOOL_TAG_DERIVED "title-derived"

/* What is added to a list is looked for among this many first: a hostile source makes lists of millions. */
#define TOOL_COMPARED_MAX 1000

/* Where the reading stands; every note is about NODE. */
struct tool_place {
    struct import *import;
    const char *file;
    const struct tree_node *node;
};

/* TEXT for a field of a message, which is never written through. */
static inline char *tool_text(const char *text) {
    return (char *)(uintptr_t)text;
}

/* Calls READ with each mapping of the list that is LIST's node; what is none is refused as an entry of KEY. Errors:
 * those of READ and import_refuse. */
typedef status_code tool_read(void *context, const struct tree_node *node);
MUST_CHECK status_code tool_each(const struct tool_place *list, const char *key, tool_read *read, void *context);

/* Whether KEY is one of the COUNT in KNOWN. */
bool tool_is_known(const char *key, const char *const *known, size_t count);

/* FIRST and SECOND with an empty line between; where one is "", the other. NULL: no room. */
const char *tool_paragraphs(struct import *import, const char *first, const char *second);

/* Adds TEXT to TAGS unless it is "" or there. False: no room. */
bool tool_tag(struct import *import, size_t *count, char ***tags, const char *text);

/* Adds each text of LIST, and those alone. False: no room. */
bool tool_add_texts(struct import *import, size_t *count, char ***texts, const struct tree_node *list);

/* Adds the class TEXT to THREAT: STRIDE, else the category "SCHEME:TEXT". "" adds nothing. False: no room. */
bool tool_classify(struct import *import, Catalog__V1__Threat *threat, const char *scheme, const char *text);

/* Takes WORD, one severity for the whole, as likelihood and as impact, which gives the same band; the tag "KEY:WORD"
 * keeps it. A warning says so. An unset WORD leaves THREAT unrated. False: no room. */
bool tool_rate(const struct tool_place *place, Catalog__V1__Threat *threat, const char *key, const char *word);

/* What kind of element WORDS in lower case ("postgres", "web-client") say that something is; a process where they say
 * nothing. */
Catalog__V1__ElementKind tool_element_kind(const char *words);

/* Gives ASSET the classification WORD in any case. One that the built-in policy does not know is kept in the text, with
 * a loss; "" gives none. False: no room. */
bool tool_classify_asset(const struct tool_place *place, Catalog__V1__Asset *asset, const char *word);

/* Reports each key of the map at PLACE that is not among the COUNT in KNOWN and holds anything as a loss. */
void tool_note_rest(const struct tool_place *place, const char *const *known, size_t count);

#endif
