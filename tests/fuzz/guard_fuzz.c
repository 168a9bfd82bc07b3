/* The wire guard: what it passes unpacks within its allowance, and packs to bytes that it passes again and that stay as
 * they are from then on. */
#include "base/limits.h"
#include "codec/canonical.h"
#include "codec/message.h"
#include "support/proto/sample.pb-c.h"

#include "catalog/v1/object.pb-c.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_packs_stably(const ProtobufCMessage *message, const struct guard_options *options,
                               struct arena *arena) {
    struct buffer first;
    struct buffer second;
    ProtobufCMessage *again = NULL;
    buffer_init(&first, 0);
    buffer_init(&second, 0);
    message_pack(message, &first);
    status_code status = message_unpack_with(message->descriptor, buffer_slice(&first), options, arena, &again, NULL);
    if (status == STATUS_OK)
        message_pack(again, &second);
    /* Packing can shorten the wire, and with it the memory that is set aside for it. */
    if (status != STATUS_RESOURCE_EXHAUSTED && !slice_equal(buffer_slice(&first), buffer_slice(&second)))
        abort();
    buffer_done(&first);
    buffer_done(&second);
}

static void check(const ProtobufCMessageDescriptor *descriptor, slice bytes, bool refuse_unknown) {
    const struct guard_options options = {.refuse_unknown = refuse_unknown};
    struct arena arena;
    struct problem problem;
    ProtobufCMessage *message = NULL;
    arena_init(&arena, 2 * LIMIT_UNPACKED_CEILING_BYTES);
    problem_init(&problem, &arena);
    status_code status = message_unpack_with(descriptor, bytes, &options, &arena, &message, &problem);
    if (status == STATUS_OK)
        check_packs_stably(message, &options, &arena);
    else if (problem.message[0] == '\0' || problem.reason[0] == '\0')
        abort();
    arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(&sample__object__descriptor, slice_of(data, size), false);
    check(&sample__object__descriptor, slice_of(data, size), true);
    check(&sample__nest__descriptor, slice_of(data, size), true);
    check(&catalog__v1__object__descriptor, slice_of(data, size), true);
    return 0;
}
