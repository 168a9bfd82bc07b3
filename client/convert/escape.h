/* Texts of strangers inside of other languages: what cannot be shown safely is spelled out (convert/glyph.h), what
 * means something to the language is escaped. Whatever the bytes, what is written is UTF-8. Any thread. */
#ifndef CATALOG_CONVERT_ESCAPE_H
#define CATALOG_CONVERT_ESCAPE_H

#include "base/buffer.h"

/* TEXT as content or quoted attribute of HTML and XML 1.0. */
void escape_markup(struct buffer *out, const char *text);

/* TEXT as a JSON string with its quotes (RFC 8259). */
void escape_json(struct buffer *out, const char *text);

/* TEXT as a reference to a file: RFC 3986 path, an absolute one with its scheme. */
void escape_uri(struct buffer *out, const char *path);

#endif
