/* The envelope of a call: what is read lies within the bytes, and what is written about it unpacks again. */
#include "rpc/envelope.h"

#include "codec/message.h"

#include "catalog/v1/envelope.pb-c.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_failure(const struct problem *problem, struct arena *arena) {
    struct buffer answer;
    ProtobufCMessage *message = NULL;
    buffer_init(&answer, LIMIT_MESSAGE_BYTES);
    envelope_write_failure(&answer, 0, problem);
    if (answer.has_failed ||
        message_unpack(&catalog__v1__response__descriptor, buffer_slice(&answer), arena, &message, NULL) != STATUS_OK)
        abort();
    buffer_done(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct problem problem;
    struct envelope_request request;
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    problem_init(&problem, &arena);
    if (envelope_read_request(slice_of(data, size), &request, &problem) != STATUS_OK)
        check_failure(&problem, &arena);
    else if (request.payload.size > 0 &&
             (request.payload.data < data || request.payload.data + request.payload.size > data + size))
        abort();
    arena_done(&arena);
    return 0;
}
