/* How the YAML writer puts a text down: plain, quoted or as a literal block, whichever is the first that reads back as
 * the same text. */
#ifndef CATALOGD_CODEC_YAML_TEXT_H
#define CATALOGD_CODEC_YAML_TEXT_H

#include "base/buffer.h"

/* On one line: in a flow list, or as a key. */
void yaml_write_inline(const char *text, struct buffer *out);

/* In double quotes, whether it needs them or not. */
void yaml_write_quoted(const char *text, struct buffer *out);

/* As a value in block context, with what follows the key's colon up to the end of the line. Lines of a literal block
 * are indented by INDENT spaces, 1 to 9 more than the key. */
void yaml_write_block(const char *text, unsigned indent, struct buffer *out);

#endif
