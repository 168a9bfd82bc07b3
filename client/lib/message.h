/* Messages with memory of their own, as the library hands them out. */
#ifndef CATALOG_LIB_MESSAGE_H
#define CATALOG_LIB_MESSAGE_H

#include "base/arena.h"
#include "base/macros.h"
#include "base/slice.h"
#include "catalog/message.h"
#include "codec/document.h"

/* Turns ROOT, which lives in ARENA with everything it points at, into a message for catalog_message_free; REVISION is
 * what catalog_message_revision will say. On success the memory of ARENA has moved to the message and ARENA is empty;
 * ROOT's own struct is copied, so that only *ret_message is the message from then on. NULL: no memory, nothing has
 * moved. Any thread. */
MUST_CHECK ProtobufCMessage *message_own(struct arena *arena, const ProtobufCMessage *root, uint64_t revision);

/* Reads every message of the file at PATH into ARENA: JSON, one, where the name ends in ".json", else YAML; "-" is
 * standard input, read as YAML. Errors: CATALOG_NOT_FOUND (no such file), CATALOG_INVALID_ARGUMENT with a violation for
 * each mistake, which carries PATH. */
enum catalog_code message_read_all(const ProtobufCMessageDescriptor *descriptor, const char *path, struct arena *arena,
                                   struct document_list *ret_list, struct catalog_error **ret_error);

/* The memory of MESSAGE, for what is to live as long as it. */
struct arena *message_arena(void *message);

/* Frees CHILD, another message of message_own, together with MESSAGE from now on. */
void message_attach(void *message, void *child);

/* The bytes MESSAGE was unpacked from, where they were kept (in its arena); else empty. */
slice message_payload(const void *message);
void message_set_payload(void *message, slice payload);

#endif
