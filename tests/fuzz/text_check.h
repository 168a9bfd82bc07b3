/* What the fuzz targets of the text formats ask of a message that was read. */
#ifndef CATALOGD_TESTS_TEXT_CHECK_H
#define CATALOGD_TESTS_TEXT_CHECK_H

#include "codec/message.h"

#include <stdlib.h>

/* MESSAGE and AGAIN pack to the same bytes, which the strictest guard passes. */
static inline void check_same(const ProtobufCMessage *message, const ProtobufCMessage *again) {
    const struct guard_options options = {.refuse_unknown = true};
    struct buffer wanted;
    struct buffer found;
    buffer_init(&wanted, 0);
    buffer_init(&found, 0);
    message_pack(message, &wanted);
    message_pack(again, &found);
    if (!slice_equal(buffer_slice(&wanted), buffer_slice(&found)) ||
        guard_check(message->descriptor, buffer_slice(&wanted), &options, NULL) != STATUS_OK)
        abort();
    buffer_done(&wanted);
    buffer_done(&found);
}

/* A refusal says what is wrong, and where it does. */
static inline void check_refusal(const struct problem *problem) {
    bool has_place = problem->violation_count > 0 && problem->violations[0].line > 0;
    if (problem->message[0] == '\0' || (problem->code == STATUS_INVALID_ARGUMENT && !has_place))
        abort();
}

#endif
