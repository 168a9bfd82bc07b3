/* Importers: whatever a file of others holds, what comes of it can be packed and written, or is refused in words.
 * Exporters: what was imported is written in every format that takes it, and what comes back from there is written the
 * same. */
#include "codec/yaml.h"
#include "convert/export.h"
#include "convert/release.h"
#include "model/taxonomy.h"

#include "base/limits.h"

#include <stdio.h>
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

struct writing {
    const struct export_format *format;
    struct arena arena;
    struct problem problem;
    struct report report;
    struct buffer out;
};

static void start(struct writing *writing, const struct export_format *format) {
    *writing = (struct writing){.format = format};
    arena_init(&writing->arena, LIMIT_UNPACKED_CEILING_BYTES);
    problem_init(&writing->problem, &writing->arena);
    report_init(&writing->report, &writing->arena);
    buffer_init(&writing->out, 0);
}

static void stop(struct writing *writing) {
    buffer_done(&writing->out);
    arena_done(&writing->arena);
}

/* False: there was no room, which is no mistake, or nothing that the format takes. */
static bool write_objects(struct writing *writing, Catalog__V1__Object *const *objects, size_t count) {
    struct export export;
    export_init(&export, &writing->arena, &writing->report, &writing->problem);
    for (size_t i = 0; i < count; i++) {
        if (!export_add(&export, objects[i], true))
            return false;
    }
    status_code code = export_write(&export, writing->format, &writing->out);
    if (code != STATUS_OK && code != STATUS_RESOURCE_EXHAUSTED && code != STATUS_INVALID_ARGUMENT)
        abort();
    return code == STATUS_OK;
}

static void check_return(const struct writing *written) {
    const struct import_format *reader = import_format_find(written->format->name);
    struct writing again;
    struct import import;
    struct source source;
    if (reader == NULL)
        return;
    start(&again, written->format);
    import_init(&import, &again.arena, &again.report, "in", &again.problem);
    status_code code = source_of_text("file", buffer_slice(&written->out), &again.arena, &source, &again.problem);
    if (code == STATUS_OK && !reader->recognises(&source))
        abort();
    if (code == STATUS_OK)
        code = import_read(&import, reader, &source);
    bool is_written = code == STATUS_OK && write_objects(&again, import.objects.items, import.objects.count);
    if (is_written ? !slice_equal(buffer_slice(&again.out), buffer_slice(&written->out))
                   : again.problem.code != STATUS_RESOURCE_EXHAUSTED)
        abort();
    stop(&again);
}

static void check_export(const struct export_format *format, Catalog__V1__Object *const *objects, size_t count) {
    struct writing writing;
    start(&writing, format);
    if (write_objects(&writing, objects, count))
        check_return(&writing);
    stop(&writing);
}

static void check_exports(const struct import *import) {
    for (size_t i = 0; i < export_format_count; i++) {
        const struct export_format *format = export_formats[i];
        if (!format->is_single)
            check_export(format, import->objects.items, import->objects.count);
        for (size_t j = 0; format->is_single && j < import->objects.count; j++)
            check_export(format, &import->objects.items[j], 1);
    }
}

/* The release that is handed on. */
struct receiving {
    Catalog__V1__Taxonomy taxonomy;
    char scheme[64];
    char release[64];
};

static status_code begin_release(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    static char title[] = "a release";
    struct receiving *receiving = context;
    (void)problem;
    catalog__v1__taxonomy__init(&receiving->taxonomy);
    snprintf(receiving->scheme, sizeof receiving->scheme, "%s", taxonomy->scheme);
    snprintf(receiving->release, sizeof receiving->release, "%s", taxonomy->release);
    receiving->taxonomy.scheme = receiving->scheme;
    receiving->taxonomy.release = receiving->release;
    receiving->taxonomy.title = title;
    return STATUS_OK;
}

/* What is handed on of a release is what a server takes. */
static status_code check_item(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    const struct receiving *receiving = context;
    Catalog__V1__TaxonomyItem copy = *item;
    Catalog__V1__TaxonomyItem *items[] = {&copy};
    struct taxonomy_content content;
    struct arena arena;
    struct problem own;
    (void)problem;
    arena_init(&arena, 0);
    problem_init(&own, &arena);
    if (taxonomy_prepare(&receiving->taxonomy, items, 1, &arena, &content, &own) != STATUS_OK)
        abort();
    arena_done(&arena);
    return STATUS_OK;
}

static void check(slice text, bool keeps_going) {
    struct receiving receiving;
    const struct import_release receiver = {.context = &receiving, .begin = begin_release, .add = check_item};
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
    import.release = &receiver;
    import.release_wanted = keeps_going ? "1.0" : NULL;
    status_code code = source_of_text("file", text, &arena, &source, &problem);
    if (code == STATUS_OK)
        code = import_recognise(&source, &format, &problem);
    if (code == STATUS_OK)
        code = import_read(&import, format, &source);
    if (code == STATUS_OK) {
        check_objects(&import);
        check_exports(&import);
    } else if (problem.message[0] == '\0')
        abort();
    arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(slice_of(data, size), false);
    check(slice_of(data, size), true);
    return 0;
}
