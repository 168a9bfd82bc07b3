/* One import of a release from a text, its entries and mappings kept as YAML, for tests of importers. */
#ifndef CATALOGD_TESTS_RELEASE_FIXTURE_H
#define CATALOGD_TESTS_RELEASE_FIXTURE_H

#include "base/buffer.h"
#include "codec/yaml.h"
#include "convert/release.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

struct release_fixture {
    struct arena arena;
    struct problem problem;
    struct report report;
    struct import import;
    struct buffer seen; /* documents in the order they were handed on */
    size_t entries;
    size_t mappings;
};

static inline status_code release_fixture_begin(void *context, const Catalog__V1__Taxonomy *taxonomy,
                                                struct problem *problem) {
    struct release_fixture *fixture = context;
    return yaml_write(&taxonomy->base, &fixture->seen, problem);
}

static inline status_code release_fixture_add(void *context, const Catalog__V1__TaxonomyItem *item,
                                              struct problem *problem) {
    struct release_fixture *fixture = context;
    bool is_entry = item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    fixture->entries += is_entry;
    fixture->mappings += !is_entry;
    buffer_append_text(&fixture->seen, "---\n");
    return yaml_write(is_entry ? &item->entry->base : &item->mapping->base, &fixture->seen, problem);
}

/* Imports TEXT of the file called PATH as RELEASE (NULL: what it says itself), by the format it is recognised as. */
static inline status_code release_fixture_import(struct release_fixture *fixture, const char *path, const char *text,
                                                 const char *release, bool keeps_going) {
    static struct import_release receiver = {.begin = release_fixture_begin, .add = release_fixture_add};
    struct source source;
    const struct import_format *format = NULL;
    *fixture = (struct release_fixture){.entries = 0};
    receiver.context = fixture;
    arena_init(&fixture->arena, 0);
    problem_init(&fixture->problem, &fixture->arena);
    report_init(&fixture->report, &fixture->arena);
    import_init(&fixture->import, &fixture->arena, &fixture->report, "in", &fixture->problem);
    buffer_init(&fixture->seen, 0);
    fixture->import.keeps_going = keeps_going;
    fixture->import.release = &receiver;
    fixture->import.release_wanted = release;
    status_code code = source_of_text(path, slice_text(text), &fixture->arena, &source, &fixture->problem);
    if (code == STATUS_OK)
        code = import_recognise(&source, &format, &fixture->problem);
    if (code == STATUS_OK)
        code = import_read(&fixture->import, format, &source);
    buffer_append_byte(&fixture->seen, '\0');
    return code;
}

/* Fails unless the YAML that was handed on holds TEXT. */
static inline void release_fixture_expect(const struct release_fixture *fixture, const char *text) {
    const char *seen = (const char *)fixture->seen.data;
    ck_assert_msg(strstr(seen, text) != NULL, "%s is not in\n%s", text, seen);
}

static inline void release_fixture_done(struct release_fixture *fixture);

/* Fails unless TEXT in "file.json" is refused with WORDS. */
static inline void release_fixture_expect_refusal(const char *text, const char *words) {
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "file.json", text, NULL, false), STATUS_INVALID_ARGUMENT);
    ck_assert_msg(strstr(fixture.problem.message, words) != NULL, "%s", fixture.problem.message);
    release_fixture_done(&fixture);
}

/* Fails unless FORMAT takes a file that begins with HEAD, or does not, as IS_TAKEN says. */
static inline void release_fixture_expect_head(const char *format, const char *head, bool is_taken) {
    ck_assert_msg(import_format_find(format)->recognises_head(slice_text(head)) == is_taken, "%s", head);
}

static inline void release_fixture_done(struct release_fixture *fixture) {
    buffer_done(&fixture->seen);
    arena_done(&fixture->arena);
}

#endif
