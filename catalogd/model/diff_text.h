/* Field values as one line of text for people. */
#ifndef CATALOGD_MODEL_DIFF_TEXT_H
#define CATALOGD_MODEL_DIFF_TEXT_H

#include "base/arena.h"

#include <protobuf-c/protobuf-c.h>

/* VALUE (see field_value) of FIELD: text and numbers as they are, enumerations and times as in YAML, a message as
 * "{id: tls, mitigates: [a, b]}". In ARENA; NULL: no room. */
char *diff_text(const ProtobufCFieldDescriptor *field, const void *value, struct arena *arena);

#endif
