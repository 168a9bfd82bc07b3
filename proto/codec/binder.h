/* What bind.c and bind_scalar.c share. */
#ifndef CATALOGD_CODEC_BINDER_H
#define CATALOGD_CODEC_BINDER_H

#include "codec/bind.h"
#include "codec/path.h"

/* One binding under way. */
struct binder {
    const struct bind_request *request;
    struct arena *arena;
    struct problem *problem;
    const char *object; /* the message's name, for violations */
    struct path path;
    bool has_failed;
    bool is_out_of_memory;
};

/* Records that NODE is wrong at the binder's path. REMEDY may be "". */
PRINTF_LIKE(4, 5)
void binder_complain(struct binder *binder, const struct tree_node *node, const char *remedy, const char *format, ...);

/* Fills in the value at SLOT of a field that is no message (a Timestamp counts as none). */
void binder_scalar(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                   void *slot);

/* FIELD is written as one scalar. */
bool binder_is_scalar(const ProtobufCFieldDescriptor *field);

#endif
