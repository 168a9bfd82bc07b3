/* The native YAML format, in both directions.
 *
 * Field names are the schema's own; enum values are in lower case without their prefix; every scalar is text that the
 * schema gives a type (`1.10`, `no` and dates stay what they are). Short forms:
 *   - a union message: `kind: <member>` and the member's fields on the same level;
 *   - a list of {name, value}: a mapping;
 *   - a list of one scalar: the scalar alone;
 *   - a Timestamp: RFC 3339 text or a bare date; bytes: base64.
 * Refused: tags, anchors, aliases, merge keys, directives, duplicate keys, unknown keys other than `x-...` (which are
 * skipped), anything but UTF-8, depth past LIMIT_DOCUMENT_DEPTH, documents past LIMIT_OBJECT_BYTES or
 * LIMIT_OBJECT_ITEMS values. */
#ifndef CATALOGD_CODEC_YAML_H
#define CATALOGD_CODEC_YAML_H

#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"
#include "codec/document.h"

/* Reads all messages of TEXT: each document of the stream is one, or a list of them; empty documents are none.
 * Everything that is wrong becomes a violation with field path, line, column and remedy; object_index counts the
 * messages of TEXT and `object` is the message's `name`. Ownership: messages and source maps live in ARENA and borrow
 * nothing from TEXT. Errors: STATUS_INVALID_ARGUMENT (INVALID_OBJECT), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code yaml_read(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                                 struct document_list *ret_documents, struct problem *problem);

/* Appends MESSAGE as one document without markers ("---"): fields in order of their numbers, two spaces of indentation,
 * multi-line text as literal blocks, quotes only where yaml_read needs them. yaml_read gives the same message back.
 * OUT's has_failed says whether there was room.
 * Errors: STATUS_INVALID_ARGUMENT (a Timestamp outside of the years 1 to 9999, a union without a member). */
MUST_CHECK status_code yaml_write(const ProtobufCMessage *message, struct buffer *out, struct problem *problem);

#endif
