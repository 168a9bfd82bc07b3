/* Messages in and out of bytes, driven by their descriptors. */
#ifndef CATALOGD_CODEC_MESSAGE_H
#define CATALOGD_CODEC_MESSAGE_H

#include "base/buffer.h"
#include "base/status.h"
#include "codec/guard.h"

#include <protobuf-c/protobuf-c.h>

/* Guards BYTES with OPTIONS (NULL: unknown fields pass, LIMIT_MESSAGE_BYTES) and unpacks them into ARENA, which gives
 * at most LIMIT_UNPACKED_BASE_BYTES + LIMIT_UNPACKED_FACTOR x the wire size, never more than
 * LIMIT_UNPACKED_CEILING_BYTES. Ownership: the message lives and dies with ARENA and is never freed by itself; it
 * borrows nothing from BYTES. Errors: those of guard_check; STATUS_RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE once
 * unpacked). */
MUST_CHECK status_code message_unpack_with(const ProtobufCMessageDescriptor *descriptor, slice bytes,
                                           const struct guard_options *options, struct arena *arena,
                                           ProtobufCMessage **ret_message, struct problem *problem);

/* message_unpack_with without options: for what this program or its server wrote. */
MUST_CHECK status_code message_unpack(const ProtobufCMessageDescriptor *descriptor, slice bytes, struct arena *arena,
                                      ProtobufCMessage **ret_message, struct problem *problem);

/* Appends the packed MESSAGE to BUFFER, whose has_failed says whether it fitted. Unknown fields go along. */
void message_pack(const ProtobufCMessage *message, struct buffer *buffer);

/* The values of MESSAGE that guard_check counts against LIMIT_OBJECT_ITEMS once it is packed: those of lists, all
 * levels together, and one more for each list of numbers. */
size_t message_items(const ProtobufCMessage *message);

/* A deep copy of MESSAGE in ARENA. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code message_copy(const ProtobufCMessage *message, struct arena *arena,
                                    ProtobufCMessage **ret_message, struct problem *problem);

/* An empty message in ARENA; NULL when there is no room. */
ProtobufCMessage *message_new(const ProtobufCMessageDescriptor *descriptor, struct arena *arena);

#endif
