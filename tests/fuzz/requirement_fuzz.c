/* Requirements: the normal form reads back as the same requirement, and both admit the same versions. */
#include "model/requirement.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_admits(const struct requirement *one, const struct requirement *other) {
    static const char *const versions[] = {"0.0.0", "0.0.1-0",      "0.1.0", "1.0.0-alpha",
                                           "1.2.3", "1.2.3-beta.2", "2.0.0"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct semver version;
        if (semver_parse(slice_text(versions[i]), &version, NULL) != STATUS_OK ||
            requirement_admits(one, &version) != requirement_admits(other, &version))
            abort();
    }
}

static void check_print(const struct requirement *requirement, struct arena *arena) {
    struct requirement again;
    const char *printed = requirement_print(requirement, arena);
    /* `x||x||x` prints longer than it was. */
    if (printed == NULL || strlen(printed) > LIMIT_REQUIREMENT_BYTES)
        return;
    if (requirement_parse(slice_text(printed), arena, &again, NULL) != STATUS_OK)
        abort();
    const char *reprinted = requirement_print(&again, arena);
    if (reprinted == NULL || strcmp(reprinted, printed) != 0)
        abort();
    check_admits(requirement, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct requirement requirement;
    struct semver version;
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    if (requirement_parse(slice_of(data, size), &arena, &requirement, NULL) == STATUS_OK)
        check_print(&requirement, &arena);
    if (semver_parse(slice_of(data, size), &version, NULL) == STATUS_OK) {
        char text[SEMVER_TEXT_BYTES];
        semver_format(&version, text);
        if (!slice_equal(slice_text(text), slice_of(data, size)))
            abort();
    }
    arena_done(&arena);
    return 0;
}
