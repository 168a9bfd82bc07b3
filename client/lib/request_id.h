/* The id that makes a change happen once. */
#ifndef CATALOG_LIB_REQUEST_ID_H
#define CATALOG_LIB_REQUEST_ID_H

#include "base/arena.h"
#include "base/macros.h"

#include <protobuf-c/protobuf-c.h>

#define REQUEST_ID_BYTES 27 /* 26 characters of 5 random bits each, and NUL */

/* Writes a random id. Any thread, after sodium_init. */
void request_id_make(char ret_id[REQUEST_ID_BYTES]);

/* REQUEST itself, or, where it has an empty field `request_id`, a copy of its own struct in ARENA with a random one.
 * NULL: no memory. */
MUST_CHECK const ProtobufCMessage *request_id_fill(const ProtobufCMessage *request, struct arena *arena);

#endif
