#include "service/patience.h"

struct patience patience_of(const struct call *call, time_ns most_ns) {
    time_ns now = clock_monotonic();
    time_ns left = call->deadline > now ? (call->deadline - now) / 4 * 3 : 0;
    return (struct patience){.call = call, .until = now + (most_ns > 0 && most_ns < left ? most_ns : left)};
}

bool patience_is_over(void *patience) {
    const struct patience *asked = patience;
    const struct call *call = asked->call;
    return clock_monotonic() >= asked->until || (call->is_cancelled != NULL && call->is_cancelled(call));
}
