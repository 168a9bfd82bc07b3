/* Requests into frames, frames into answers, and whether it is worth asking again. */
#ifndef CATALOG_LIB_ENVELOPE_H
#define CATALOG_LIB_ENVELOPE_H

#include "base/buffer.h"
#include "base/slice.h"
#include "catalog/message.h"

/* Appends the request for METHOD with PAYLOAD, the packed request message, to FRAME. */
void envelope_write(const char *method, uint32_t timeout_ms, slice payload, struct buffer *frame);

/* Reads an answer. *ret_response, an owned message of DESCRIPTOR, keeps its payload.
 * Errors: what the server says; CATALOG_DATA_LOSS (MALFORMED_REPLY); CATALOG_RESOURCE_EXHAUSTED. */
enum catalog_code envelope_read(slice frame, const ProtobufCMessageDescriptor *descriptor,
                                ProtobufCMessage **ret_response, struct catalog_error **ret_error);

#define RETRY_DELAY_FIRST_MS 20
#define RETRY_DELAY_MAX_MS   2000

/* Whether a call that ended with ERROR may end otherwise when it is sent again. */
bool retry_is_worthwhile(const struct catalog_error *error);

/* How long to wait before attempt ATTEMPT (the first repetition is 1): ADVICE_MS where the server gave some, and up to
 * half as much again; else between half of and a whole delay that doubles from attempt to attempt. RANDOM is any
 * number. */
uint32_t retry_delay_ms(unsigned attempt, uint32_t advice_ms, uint32_t random);

#endif
