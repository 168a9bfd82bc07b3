#include "convert_fixture.h"

#include "base/buffer.h"

static const char lifecycle[] =
    "metadata: {id: Own Catalog}\n"
    "controls:\n"
    "  - {id: C1, title: New, objective: New.}\n"
    "  - {id: C2, title: Old, objective: Old., state: Retired, replaced-by: {reference-id: O, entry-id: C1}}\n"
    "  - {id: C3, title: Older, objective: Older., state: Deprecated, replaced-by: {entry-id: C9}}\n";

START_TEST(test_import_read__marks_objects_with_their_source) {
    struct convert_fixture fixture;
    ck_assert_int_eq(fixture_import(&fixture, lifecycle, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const Catalog__V1__Control *control = fixture.import.objects.items[i]->control;
        ck_assert_uint_eq(control->n_tags, 1);
        ck_assert_str_eq(control->tags[0], "source:gemara-own-catalog");
    }
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_import_read__passes_on_what_the_source_deprecates) {
    struct convert_fixture fixture;
    ck_assert_int_eq(fixture_import(&fixture, lifecycle, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.deprecations.count, 2);
    ck_assert_str_eq(fixture.import.deprecations.items[0].name, "in/c2");
    ck_assert_str_eq(fixture.import.deprecations.items[0].replaced_by, "in/c1");
    ck_assert_str_eq(fixture.import.deprecations.items[1].name, "in/c3");
    ck_assert_str_eq(fixture.import.deprecations.items[1].replaced_by, "");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"C9\", is no control among the sources"));
    fixture_done(&fixture);
}
END_TEST

/* A file that was exported from a catalog carries the mark of an earlier import. */
START_TEST(test_import_read__puts_its_mark_in_the_place_of_another) {
    static const char pack[] = "{\"schema\": 1, \"namespace\": \"n\", \"type\": \"threat-pack\", \"id\": \"P\","
                               "\"threats\": [{\"id\": \"t\", \"threatAction\": \"acts\","
                               "\"tags\": [\"source:otm-shop\", \"source:pentest\"]}]}";
    struct convert_fixture fixture;
    ck_assert_int_eq(fixture_import(&fixture, pack, false), STATUS_OK);
    const Catalog__V1__Threat *threat = fixture.import.objects.items[0]->threat;
    bool has_mark = false;
    for (size_t i = 0; i < threat->n_tags; i++) {
        ck_assert_str_ne(threat->tags[i], "source:otm-shop");
        has_mark = has_mark || strcmp(threat->tags[i], "source:threat-composer-threat-pack-p") == 0;
    }
    ck_assert(has_mark);
    ck_assert_str_eq(threat->tags[0], "source:pentest");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_import_read__tells_marks_from_other_tags) {
    static const struct {
        const char *tag;
        bool is_mark;
    } cases[] = {{"source:otm-shop", true},   {"source:gemara-a-b", true}, {"source:otm", false},
                 {"source:pentest", false},   {"otm-shop", false},         {"", false},
                 {"source:otmx-shop", false}, {"source:", false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(import_is_mark(cases[i].tag) == cases[i].is_mark, "%s", cases[i].tag);
}
END_TEST

/* Tried one by one from the start, this would take a hundred times as long. */
START_TEST(test_import_read__numbers_names_that_repeat) {
    struct convert_fixture fixture;
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "metadata: {id: own}\ncontrols:\n");
    for (size_t i = 0; i < 20000; i++)
        buffer_append_text(&text, "  - {id: \"C!\", title: T, objective: O.}\n");
    buffer_append_byte(&text, '\0');
    ck_assert_int_eq(fixture_import(&fixture, (const char *)text.data, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 20000);
    ck_assert_str_eq(fixture.import.objects.items[0]->control->name, "in/c");
    ck_assert_str_eq(fixture.import.objects.items[1]->control->name, "in/c-2");
    ck_assert_str_eq(fixture.import.objects.items[19999]->control->name, "in/c-20000");
    buffer_done(&text);
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(import_read, test_import_read__marks_objects_with_their_source,
           test_import_read__passes_on_what_the_source_deprecates,
           test_import_read__puts_its_mark_in_the_place_of_another, test_import_read__tells_marks_from_other_tags,
           test_import_read__numbers_names_that_repeat)
