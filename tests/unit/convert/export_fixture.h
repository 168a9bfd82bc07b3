/* One export of objects in native YAML, and the way back. */
#ifndef CATALOGD_TESTS_EXPORT_FIXTURE_H
#define CATALOGD_TESTS_EXPORT_FIXTURE_H

#include "codec/yaml.h"
#include "convert/export.h"
#include "convert/import.h"
#include "support/test.h"

struct export_fixture {
    struct arena arena;
    struct problem problem;
    struct report report;
    struct export export;
    struct buffer out; /* what was written */
};

static inline void export_fixture_init(struct export_fixture *fixture) {
    arena_init(&fixture->arena, 0);
    problem_init(&fixture->problem, &fixture->arena);
    report_init(&fixture->report, &fixture->arena);
    export_init(&fixture->export, &fixture->arena, &fixture->report, &fixture->problem);
    buffer_init(&fixture->out, 0);
}

static inline void export_fixture_done(struct export_fixture *fixture) {
    buffer_done(&fixture->out);
    arena_done(&fixture->arena);
}

/* Adds the objects of TEXT, native YAML. */
static inline void export_fixture_add(struct export_fixture *fixture, const char *text, bool is_asked) {
    struct document_list documents;
    status_code code =
        yaml_read(&catalog__v1__object__descriptor, slice_text(text), &fixture->arena, &documents, &fixture->problem);
    ck_assert_msg(code == STATUS_OK, "%s",
                  fixture->problem.violation_count > 0 ? fixture->problem.violations[0].message
                                                       : fixture->problem.message);
    for (size_t i = 0; i < documents.count; i++)
        ck_assert(export_add(&fixture->export, (const void *)documents.items[i].message, is_asked));
}

/* Writes ASKED, objects in native YAML; those of KNOWN (NULL: none) are looked up. The text is in fixture->out, with a
 * NUL behind it. */
static inline status_code export_fixture_write(struct export_fixture *fixture, const char *format, const char *asked,
                                               const char *known) {
    export_fixture_init(fixture);
    export_fixture_add(fixture, asked, true);
    if (known != NULL)
        export_fixture_add(fixture, known, false);
    ck_assert_ptr_nonnull(export_format_find(format));
    status_code code = export_write(&fixture->export, export_format_find(format), &fixture->out);
    buffer_append_byte(&fixture->out, '\0');
    return code;
}

/* Imports what FIXTURE wrote into "in", and writes that again as TO (NULL: the format it is recognised as) with KNOWN:
 * the same text. */
static inline void export_fixture_comes_back_as(struct export_fixture *fixture, const char *known, const char *to) {
    struct export_fixture again;
    struct import import;
    struct source source;
    const struct import_format *format = NULL;
    slice text = slice_of(fixture->out.data, fixture->out.size - 1);
    export_fixture_init(&again);
    import_init(&import, &again.arena, &again.report, "in", &again.problem);
    ck_assert_int_eq(source_of_text("file", text, &again.arena, &source, &again.problem), STATUS_OK);
    ck_assert_msg(import_recognise(&source, &format, &again.problem) == STATUS_OK, "%s", again.problem.message);
    ck_assert_msg(import_read(&import, format, &source) == STATUS_OK, "%s", again.problem.message);
    for (size_t i = 0; i < import.objects.count; i++)
        ck_assert(export_add(&again.export, import.objects.items[i], true));
    if (known != NULL)
        export_fixture_add(&again, known, false);
    to = to == NULL ? format->name : to;
    ck_assert_int_eq(export_write(&again.export, export_format_find(to), &again.out), STATUS_OK);
    buffer_append_byte(&again.out, '\0');
    ck_assert_str_eq((const char *)again.out.data, (const char *)fixture->out.data);
    export_fixture_done(&again);
}

static inline void export_fixture_comes_back(struct export_fixture *fixture, const char *known) {
    export_fixture_comes_back_as(fixture, known, NULL);
}

static inline bool export_fixture_says(const struct export_fixture *fixture, const char *words) {
    return strstr((const char *)fixture->out.data, words) != NULL;
}

/* Whether a note of KIND holds WORDS. */
static inline bool export_fixture_notes(const struct export_fixture *fixture, enum note_kind kind, const char *words) {
    for (size_t i = 0; i < fixture->report.notes.count; i++) {
        const struct note *note = &fixture->report.notes.items[i];
        if (note->kind == kind && strstr(note->text, words) != NULL)
            return true;
    }
    return false;
}

#endif
