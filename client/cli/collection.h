/* Messages that an iterator lends one at a time, kept until all are there. */
#ifndef CATALOGCTL_COLLECTION_H
#define CATALOGCTL_COLLECTION_H

#include "base/macros.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

/* Start with {0}, free with collection_done. */
struct collection {
    ProtobufCMessage **items;
    size_t count;
    size_t capacity;
};

/* Adds a deep copy of MESSAGE. False: no memory. */
MUST_CHECK bool collection_add(struct collection *collection, const ProtobufCMessage *message);

void collection_done(struct collection *collection);

#endif
