#include "service/call.h"

#include "base/limits.h"
#include "codec/message.h"

void call_reply(struct call *call, const ProtobufCMessage *response) {
    message_pack(response, &call->reply);
    call_check_reply(call);
}

void call_check_reply(struct call *call) {
    bool has_fitted = !call->reply.has_failed && call->reply.size <= LIMIT_MESSAGE_BYTES;
    if (has_fitted && call->problem.code == STATUS_OK)
        return;
    buffer_reset(&call->reply);
    problem_set(&call->problem, STATUS_RESOURCE_EXHAUSTED, "REPLY_TOO_LARGE",
                "the answer is larger than a message, %lu bytes: ask for less at a time", LIMIT_MESSAGE_BYTES);
}

bool call_is_over(struct call *call) {
    if (call->is_cancelled != NULL && call->is_cancelled(call)) {
        problem_set(&call->problem, STATUS_CANCELLED, "CANCELLED", "the call was given up");
        return true;
    }
    if (clock_monotonic() < call->deadline)
        return false;
    problem_set(&call->problem, STATUS_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED",
                "the deadline passed before the answer was whole");
    return true;
}
