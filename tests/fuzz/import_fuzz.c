/* Importers: whatever a file of others holds, what comes of it can be packed and written, or is refused in words. */
#include "codec/yaml.h"
#include "convert/import.h"

#include "base/limits.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_objects(const struct import *import) {
    for (size_t i = 0; i < import->objects.count; i++) {
        struct buffer text;
        buffer_init(&text, 0);
        if (yaml_write(&import->objects.items[i]->base, &text, NULL) != STATUS_OK)
            abort();
        buffer_done(&text);
    }
}

static void check(slice text, bool keeps_going) {
    struct arena arena;
    struct problem problem;
    struct report report;
    struct import import;
    struct source source;
    const struct import_format *format = NULL;
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    problem_init(&problem, &arena);
    report_init(&report, &arena);
    import_init(&import, &arena, &report, "in", &problem);
    import.keeps_going = keeps_going;
    import.release_wanted = keeps_going ? "1.0" : NULL;
    status_code code = source_of_text("file", text, &arena, &source, &problem);
    if (code == STATUS_OK)
        code = import_recognise(&source, &format, &problem);
    if (code == STATUS_OK)
        code = import_read(&import, format, &source);
    if (code == STATUS_OK)
        check_objects(&import);
    else if (problem.message[0] == '\0')
        abort();
    arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(slice_of(data, size), false);
    check(slice_of(data, size), true);
    return 0;
}
