/* One import of a text, for tests of importers. */
#ifndef CATALOGD_TESTS_CONVERT_FIXTURE_H
#define CATALOGD_TESTS_CONVERT_FIXTURE_H

#include "convert/import.h"
#include "support/test.h"

struct convert_fixture {
    struct arena arena;
    struct problem problem;
    struct report report;
    struct source source;
    const struct import_format *format;
    struct import import;
};

/* An import into the namespace "in" that has read nothing yet. */
static inline void fixture_open(struct convert_fixture *fixture, bool keeps_going) {
    arena_init(&fixture->arena, 0);
    problem_init(&fixture->problem, &fixture->arena);
    report_init(&fixture->report, &fixture->arena);
    import_init(&fixture->import, &fixture->arena, &fixture->report, "in", &fixture->problem);
    fixture->import.keeps_going = keeps_going;
}

/* Imports TEXT by the format that it is recognised as. Returns what came of it. */
static inline status_code fixture_read(struct convert_fixture *fixture, const char *text) {
    status_code code = source_of_text("file", slice_text(text), &fixture->arena, &fixture->source, &fixture->problem);
    if (code == STATUS_OK)
        code = import_recognise(&fixture->source, &fixture->format, &fixture->problem);
    return code == STATUS_OK ? import_read(&fixture->import, fixture->format, &fixture->source) : code;
}

/* Both. */
static inline status_code fixture_import(struct convert_fixture *fixture, const char *text, bool keeps_going) {
    fixture_open(fixture, keeps_going);
    return fixture_read(fixture, text);
}

static inline void fixture_done(struct convert_fixture *fixture) {
    arena_done(&fixture->arena);
}

/* Whether a note of KIND holds WORDS. */
static inline bool fixture_has_note(const struct convert_fixture *fixture, enum note_kind kind, const char *words) {
    for (size_t i = 0; i < fixture->report.notes.count; i++) {
        const struct note *note = &fixture->report.notes.items[i];
        if (note->kind == kind && strstr(note->text, words) != NULL)
            return true;
    }
    return false;
}

/* A note that an import is to have, by words of it. */
struct fixture_note {
    enum note_kind kind;
    const char *words;
};

static inline void fixture_check_notes(const struct convert_fixture *fixture, const struct fixture_note *notes,
                                       size_t count) {
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fixture_has_note(fixture, notes[i].kind, notes[i].words), "%s", notes[i].words);
}

/* A text that is refused, and words of the message. */
struct fixture_refusal {
    const char *text;
    const char *words;
};

static inline void fixture_check_refusals(struct convert_fixture *fixture, const struct fixture_refusal *refusals,
                                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(fixture_import(fixture, refusals[i].text, false), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(fixture->problem.message, refusals[i].words) != NULL, "%s", fixture->problem.message);
        fixture_done(fixture);
    }
}

#endif
