/* A message that was read from a text, and where its fields stand there. */
#ifndef CATALOGD_CODEC_DOCUMENT_H
#define CATALOGD_CODEC_DOCUMENT_H

#include "codec/source_map.h"

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

/* Lives in the arena it was read into. */
struct document {
    ProtobufCMessage *message;
    struct source_map source;
};

struct document_list {
    struct document *items;
    size_t count;
};

#endif
