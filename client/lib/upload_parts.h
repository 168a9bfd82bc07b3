/* Large calls: what does not fit into one message is uploaded in parts first. */
#ifndef CATALOG_LIB_UPLOAD_PARTS_H
#define CATALOG_LIB_UPLOAD_PARTS_H

#include "catalog/error.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

/* What a message has to carry. */
struct load {
    size_t bytes;
    size_t items; /* values of lists */
};

/* MESSAGE as one of a list in another, with HEAD_BYTES of tags and lengths before it. */
struct load load_of(const ProtobufCMessage *message, size_t head_bytes);
struct load load_sum(struct load a, struct load b);

/* Whether LOAD fits into one message of LIMIT_MESSAGE_BYTES, with room for the envelope. */
bool load_is_one_part(struct load load);

/* Messages to upload, each of which is one part at most. */
struct upload_parts {
    ProtobufCMessage *const *messages;
    size_t count;
    size_t head_bytes;
    enum catalog_code (*send)(void *context, size_t first, size_t count, struct catalog_error **ret_error);
    void *context;
    void (*progress)(void *context, size_t sent, size_t total); /* NULL: nobody is told */
    void *progress_context;
};

/* Sends all messages in order, as few parts as they fit into. Errors: those of send, after which nothing more is sent.
 * Threads: the caller's. */
enum catalog_code upload_parts_send(const struct upload_parts *parts, struct catalog_error **ret_error);

#endif
