#include "convert/stix/stix.h"

/* Names come from the source: as many as this are told apart, the others are counted together. */
#define LOSSES_MAX 200

bool stix_lose(struct stix *stix, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *what = arena_vprintf(&stix->scratch, format, arguments);
    va_end(arguments);
    if (what == NULL)
        return false;
    struct stix_loss *loss = string_map_get(&stix->losses, what);
    if (loss == NULL && stix->losses.count >= LOSSES_MAX) {
        what = "other parts";
        loss = string_map_get(&stix->losses, what);
    }
    if (loss == NULL) {
        loss = ARENA_NEW(&stix->index, struct stix_loss);
        const char *kept = arena_strdup(&stix->index, what);
        if (loss == NULL || kept == NULL || !string_map_put(&stix->losses, kept, loss))
            return false;
        loss->what = kept;
    }
    loss->count++;
    return true;
}
