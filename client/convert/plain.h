/* Plain text of what others wrote as HTML: the catalog holds no markup. */
#ifndef CATALOG_CONVERT_PLAIN_H
#define CATALOG_CONVERT_PLAIN_H

#include "base/arena.h"

/* TEXT without its HTML: tags of running text go, those of blocks become line ends, items of lists get a "- ", the
 * target of a link follows it in parentheses unless it is what the link says, and character references are resolved.
 * What looks like a tag and is none of HTML's ("<bucket-name>") and all of what would run ("<script>") is words and
 * stays, as does a tag of more than 4096 bytes. At most one empty line in between, none at the ends. Ownership: lives
 * in ARENA. NULL: no room. */
char *plain_text(struct arena *arena, const char *text);

/* The same without the targets of links, for titles. */
char *plain_words(struct arena *arena, const char *text);

/* The first sentence of plain TEXT: up to a '.', '!' or '?' that blanks follow, or to the end of the line. Ownership:
 * lives in ARENA. NULL: no room. */
char *plain_sentence(struct arena *arena, const char *text);

#endif
