/* JSON: what is read is written as text that reads back as the same message, and every place it came from is known. */
#include "codec/json.h"

#include "base/limits.h"
#include "support/proto/sample.pb-c.h"
#include "text_check.h"

#include "catalog/v1/object.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_document(const struct document *document, struct arena *arena) {
    static const char *const paths[] = {"", "name", "leaves[0].tags[1]", "facts[1].value",
                                        "plant.parts[0].stone.grams"};
    struct buffer text;
    struct document again = {0};
    uint32_t line = 0;
    uint32_t column = 0;
    buffer_init(&text, 0);
    if (json_write(document->message, &text, NULL) != STATUS_OK ||
        json_read(document->message->descriptor, buffer_slice(&text), arena, &again, NULL) != STATUS_OK)
        abort();
    check_same(document->message, again.message);
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (!source_map_find(&document->source, paths[i], &line, &column) || line == 0 || column == 0)
            abort();
    buffer_done(&text);
}

static void check(const ProtobufCMessageDescriptor *descriptor, slice text) {
    struct arena arena;
    struct problem problem;
    struct document document = {0};
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    problem_init(&problem, &arena);
    if (json_read(descriptor, text, &arena, &document, &problem) != STATUS_OK)
        check_refusal(&problem);
    else
        check_document(&document, &arena);
    arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(&sample__object__descriptor, slice_of(data, size));
    check(&catalog__v1__object__descriptor, slice_of(data, size));
    return 0;
}
