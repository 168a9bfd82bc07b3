/* Messages of any descriptor, made up from a seed: the same seed always gives the same message. */
#ifndef CATALOGD_TESTS_RANDOM_MESSAGE_H
#define CATALOGD_TESTS_RANDOM_MESSAGE_H

#include "base/arena.h"
#include "support/random.h"

#include <protobuf-c/protobuf-c.h>

/* A message with texts that are hard to quote, numbers at the ends of their ranges, lists of up to four values, times
 * in the years 1 to 9999, every union set, and messages nested up to DEPTH below it. NULL: no room. */
ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *descriptor, struct random *random, size_t depth,
                                 struct arena *arena);

#endif
