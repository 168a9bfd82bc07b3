/* References: an id has one spelling, which is its own; releases are in an order. */
#include "model/reference.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_id(const char *scheme, const char *text, struct arena *arena) {
    const char *id = reference_id(scheme, text, arena);
    const char *again = id == NULL ? NULL : reference_id(scheme, id, arena);
    if (again == NULL || strcmp(id, again) != 0)
        abort();
}

/* The two halves of TEXT as releases. */
static void check_order(char *text, size_t size) {
    size_t half = size / 2;
    char cut = text[half];
    const char *second = text + half;
    int ahead = reference_compare_releases(text, second);
    int behind = reference_compare_releases(second, text);
    if ((ahead > 0) != (behind < 0) || (ahead == 0) != (strcmp(text, second) == 0))
        abort();
    text[half] = '\0';
    if (half > 0 && cut != '\0' && reference_compare_releases(text, text) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const schemes[] = {"cwe", "capec", "attack", "nist-800-53", "asvs", "d3fend", "url", ""};
    struct arena arena;
    arena_init(&arena, 0);
    char *text = arena_strndup(&arena, (const char *)data, size);
    if (text == NULL)
        abort();
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        check_id(schemes[i], text, &arena);
    (void)reference_is_release(text);
    check_order(text, strlen(text));
    arena_done(&arena);
    return 0;
}
