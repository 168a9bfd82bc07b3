/* Objects for tests, written as YAML documents. Each call asserts that it worked. */
#ifndef CATALOGD_TESTS_UNIT_MODEL_SAMPLE_H
#define CATALOGD_TESTS_UNIT_MODEL_SAMPLE_H

#include "model/memory_view.h"

/* The one object of TEXT, in ARENA. */
const Catalog__V1__Object *sample_object(const char *text, struct arena *arena);

/* The one message of TEXT, of a type without a name of its own. */
const ProtobufCMessage *sample_message(const ProtobufCMessageDescriptor *descriptor, const char *text,
                                       struct arena *arena);

/* Adds each object of TEXT to VIEW, as published with the version it gives, else as 1.0.0. */
void sample_publish(struct memory_view *view, const char *text);

#endif
