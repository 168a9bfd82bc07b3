#include "codec/yaml.h"

#include "base/limits.h"
#include "support/proto/sample.pb-c.h"
#include "text_case.h"

static struct arena arena;
static struct problem problem;

static status_code read_text(const char *text, struct document_list *ret_documents) {
    *ret_documents = (struct document_list){0};
    problem_init(&problem, &arena);
    return yaml_read(&sample__object__descriptor, slice_text(text), &arena, ret_documents, &problem);
}

static const Sample__Plant *read_plant(const char *text) {
    struct document_list documents;
    ck_assert_msg(read_text(text, &documents) == STATUS_OK, "%s", problem.message);
    ck_assert_uint_eq(documents.count, 1);
    return ((const Sample__Object *)documents.items[0].message)->plant;
}

static void set_up(void) {
    arena_init(&arena, 0);
}

static void tear_down(void) {
    arena_done(&arena);
}

static void check_refused(const struct text_case *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct document_list documents;
        set_up();
        ck_assert_msg(read_text(rows[i].text, &documents) == STATUS_INVALID_ARGUMENT, "%s", rows[i].text);
        ck_assert_uint_eq(documents.count, 0);
        check_first_violation(&rows[i], &problem);
        tear_down();
    }
}

START_TEST(test_yaml__keeps_scalars_as_text) {
    set_up();
    const Sample__Plant *plant =
        read_plant("kind: plant\nname: no\nversion: 1.10\ndescription: 2026-01-01\nfacts: {a: true, b: null, c: }\n");
    ck_assert_str_eq(plant->name, "no");
    ck_assert_str_eq(plant->version, "1.10");
    ck_assert_str_eq(plant->description, "2026-01-01");
    ck_assert_str_eq(plant->facts[0]->value, "true");
    ck_assert_str_eq(plant->facts[1]->value, "null");
    ck_assert_str_eq(plant->facts[2]->value, "");
    tear_down();
}
END_TEST

START_TEST(test_yaml__reads_every_type) {
    set_up();
    const Sample__Plant *plant = read_plant("kind: plant\n"
                                            "color: dark_green\n"
                                            "planted_at: 2026-01-01T01:00:00+01:00\n"
                                            "height_nm: -9223372036854775808\n"
                                            "cells: 18446744073709551615\n"
                                            "celsius: -40\n"
                                            "genome: AP8=\n"
                                            "palette: red\n"
                                            "waterings: [2026-01-01, 2026-01-02]\n"
                                            "composted: false\n");
    ck_assert_int_eq(plant->color, SAMPLE__COLOR__COLOR_DARK_GREEN);
    ck_assert_int_eq(plant->planted_at->seconds, 1767225600);
    ck_assert_int_eq(plant->height_nm, INT64_MIN);
    ck_assert_uint_eq(plant->cells, UINT64_MAX);
    ck_assert_int_eq(plant->celsius, -40);
    ck_assert_uint_eq(plant->genome.len, 2);
    ck_assert_uint_eq(plant->genome.data[1], 0xFF);
    ck_assert_uint_eq(plant->n_palette, 1);
    ck_assert_uint_eq(plant->n_waterings, 2);
    ck_assert_int_eq(plant->fate_case, SAMPLE__PLANT__FATE_COMPOSTED);
    tear_down();
}
END_TEST

START_TEST(test_yaml__reads_short_forms) {
    set_up();
    const Sample__Plant *plant = read_plant("x-note: {any: [thing]}\n"
                                            "name: oak\n"
                                            "kind: plant\n"
                                            "leaves: [{id: l, tags: one}]\n"
                                            "parts: [{kind: stone, grams: 3}, {kind: loose_leaf}]\n"
                                            "facts: [{name: a, value: b}]\n"
                                            "palette:\n");
    ck_assert_str_eq(plant->leaves[0]->tags[0], "one");
    ck_assert_uint_eq(plant->parts[0]->stone->grams, 3);
    ck_assert_int_eq(plant->parts[1]->kind_case, SAMPLE__THING__KIND_LOOSE_LEAF);
    ck_assert_str_eq(plant->facts[0]->name, "a");
    ck_assert_uint_eq(plant->n_palette, 0);
    tear_down();
}
END_TEST

START_TEST(test_yaml__reads_streams_and_lists) {
    static const struct {
        const char *text;
        size_t count;
    } rows[] = {{"", 0},
                {"# nothing\n", 0},
                {"---\n---\nkind: stone\n", 1},
                {"\xEF\xBB\xBFkind: stone\n", 1},
                {"kind: stone\n---\nkind: plant\n...\n---\nkind: stone\n", 3},
                {"- kind: stone\n- {kind: plant}\n", 2},
                {"[]\n", 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct document_list documents;
        set_up();
        ck_assert_msg(read_text(rows[i].text, &documents) == STATUS_OK, "%s: %s", rows[i].text, problem.message);
        ck_assert_uint_eq(documents.count, rows[i].count);
        tear_down();
    }
}
END_TEST

START_TEST(test_yaml__refuses_what_yaml_can_do_and_the_format_cannot) {
    static const struct text_case rows[] = {
        {"kind: stone\nname: &a x\n", 2, 7, "", "anchors are not allowed", "write the value"},
        {"kind: stone\nname: *a\n", 2, 7, "", "aliases are not allowed", ""},
        {"kind: stone\nname: !!str x\n", 2, 7, "", "tags are not allowed", "schema"},
        {"!stone\nkind: stone\n", 1, 1, "", "tags are not allowed", ""},
        {"kind: stone\n<<: {name: a}\n", 2, 1, "", "merge keys are not allowed", ""},
        {"%YAML 1.1\n---\nkind: stone\n", 1, 1, "", "directives are not allowed", ""},
        {"kind: stone\nname: a\nname: b\n", 3, 1, "", "duplicate key 'name'", "keep one"},
        {"kind: plant\nfacts: {a: b, a: c}\n", 2, 15, "", "duplicate key 'a'", ""},
        {"kind: stone\n[a]: b\n", 2, 3, "", "a key must be text", ""},
        {"kind: stone\nname: \"a\\0b\"\n", 2, 7, "", "NUL", ""},
        {"kind: stone\nname: \xFF\n", 2, 7, "", "not UTF-8", ""},
        {"kind: stone\nname: [a\n", 3, 1, "", "not YAML", ""},
        {"kind: stone\n\tname: a\n", 2, 1, "", "not YAML", ""},
        {"x-deep: [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]\n", 1, 24, "", "deeper than 16", ""},
    };
    check_refused(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_yaml__refuses_what_the_schema_does_not_have) {
    static const struct text_case rows[] = {
        {"just text\n", 1, 1, "", "expected a mapping", ""},
        {"name: oak\n", 1, 1, "", "'kind' is missing", "plant, stone"},
        {"kind: plnt\n", 1, 7, "", "did you mean 'plant'", "plant, stone"},
        {"kind: plant\nnane: a\n", 2, 1, "", "unknown field 'nane'", "did you mean 'name'"},
        {"kind: plant\nheightNm: 1\n", 2, 1, "", "unknown field 'heightNm'", "height_nm"},
        {"kind: plant\nzzzzzzzz: 1\n", 2, 1, "", "unknown field 'zzzzzzzz'", ""},
        {"kind: plant\nleaves:\n  - id: a\n  - colour: red\n", 4, 5, "leaves[1]", "unknown field", "'color'"},
        {"kind: plant\nparts: [{kind: stone, gram: 3}]\n", 2, 23, "parts[0].stone", "unknown field 'gram'", "'grams'"},
        {"kind: plant\nparts: [{kind: stone, zzz: 3}]\n", 2, 23, "parts[0].stone", "unknown field 'zzz'",
         "one of: name, grams"},
        {"kind: plant\nparts: [{grams: 3}]\n", 2, 9, "parts[0]", "'kind' is missing", "stone, loose_leaf"},
        {"kind: plant\ncolor: rad\n", 2, 8, "color", "'rad' is not a value",
         "did you mean 'red'? one of: red, dark_green"},
        {"kind: plant\ncolor: COLOR_RED\n", 2, 8, "color", "not a value", "one of: red"},
        {"kind: plant\ncolor: 1\n", 2, 8, "color", "not a value", "one of: red"},
        {"kind: plant\ncomposted: yes\n", 2, 12, "composted", "not a boolean", "true or false"},
        {"kind: plant\nrings: -1\n", 2, 8, "rings", "not an integer", "0 to 4294967295"},
        {"kind: plant\ncelsius: 2147483648\n", 2, 10, "celsius", "not an integer", "2147483647"},
        {"kind: plant\ncells: 18446744073709551616\n", 2, 8, "cells", "not an integer", ""},
        {"kind: plant\nrings: 1.0\n", 2, 8, "rings", "not an integer", ""},
        {"kind: plant\nrings: 010\n", 2, 8, "rings", "not an integer", ""},
        {"kind: plant\nrings:\n", 2, 7, "rings", "not an integer", ""},
        {"kind: plant\nplanted_at: 2026-02-30\n", 2, 13, "planted_at", "not a time", "2026-01-31"},
        {"kind: plant\ngenome: '*'\n", 2, 9, "genome", "not base64", ""},
        {"kind: plant\nname: [a]\n", 2, 7, "name", "expected text, found a list", ""},
        {"kind: plant\ncrown: leaf\n", 2, 8, "crown", "expected a mapping of the fields of Leaf", ""},
        {"kind: plant\nleaves: {id: a}\n", 2, 9, "leaves", "expected a list", ""},
        {"kind: plant\nfacts: {a: [b]}\n", 2, 12, "facts[0]", "expected text, found a list", ""},
        {"kind: plant\neaten_by: ox\ncomposted: true\n", 3, 1, "", "cannot stand beside 'eaten_by'", "keep one"},
        {"kind: plant\n\"a\\x1bb\": 1\n", 2, 1, "", "unknown field 'a?b'", ""},
    };
    check_refused(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_yaml__reports_everything_that_is_wrong) {
    struct document_list documents;
    set_up();
    ck_assert_int_eq(read_text("kind: plant\nname: oak\nrings: x\nnane: y\n---\nkind: stone\ngrams: z\n", &documents),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violation_count, 3);
    ck_assert_str_eq(problem.violations[0].object, "oak");
    ck_assert_uint_eq(problem.violations[1].object_index, 0);
    ck_assert_uint_eq(problem.violations[2].object_index, 1);
    ck_assert_uint_eq(problem.violations[2].line, 7);
    tear_down();
}
END_TEST

START_TEST(test_yaml__bounds_documents) {
    struct buffer text;
    struct document_list documents;
    buffer_init(&text, 0);
    set_up();
    buffer_append_text(&text, "kind: stone\nname: ");
    while (text.size <= LIMIT_OBJECT_BYTES)
        buffer_append_text(&text, "a");
    buffer_append_byte(&text, '\0');
    ck_assert_int_eq(read_text((const char *)text.data, &documents), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(problem.message, "1048576 characters"));
    buffer_reset(&text);
    buffer_append_text(&text, "x-many: [");
    for (size_t i = 0; i < LIMIT_OBJECT_ITEMS; i++)
        buffer_append_text(&text, "a,");
    buffer_append_text(&text, "]");
    buffer_append_byte(&text, '\0');
    ck_assert_int_eq(read_text((const char *)text.data, &documents), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(problem.message, "100000 values"));
    tear_down();
    buffer_done(&text);
}
END_TEST

START_TEST(test_yaml__survives_every_small_arena) {
    static const char text[] = "kind: plant\nname: oak\nleaves: [{id: l, tags: [a, b]}]\nfacts: {a: b}\n"
                               "planted_at: 2026-01-01\ngenome: AAAA\nparts: [{kind: stone}]\n";
    bool has_succeeded = false;
    for (size_t limit = 16; limit < 16384 && !has_succeeded; limit += 16) {
        struct arena small;
        struct document_list documents = {0};
        arena_init(&small, limit);
        status_code status = yaml_read(&sample__object__descriptor, slice_text(text), &small, &documents, NULL);
        has_succeeded = status == STATUS_OK;
        ck_assert_int_eq(status, has_succeeded ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED);
        arena_done(&small);
    }
    ck_assert(has_succeeded);
}
END_TEST

START_TEST(test_yaml__survives_a_cut_anywhere) {
    static const char text[] = "kind: plant\nname: \"o\xc3\xa9k\"\nleaves: [{id: l, tags: [a, b]}]\ndescription: |-\n  "
                               "one\n  two\nfacts: {a: b}\n";
    for (size_t size = 0; size < sizeof text; size++) {
        struct document_list documents = {0};
        set_up();
        problem_init(&problem, &arena);
        status_code status = yaml_read(&sample__object__descriptor, slice_of(text, size), &arena, &documents, &problem);
        ck_assert(status == STATUS_OK || (problem.violation_count > 0 && problem.violations[0].line > 0));
        tear_down();
    }
}
END_TEST

START_TEST(test_yaml__writes_the_one_canonical_form) {
    static const char wanted[] = "kind: plant\n"
                                 "name: oak\n"
                                 "description: |\n"
                                 "  One line.\n"
                                 "\n"
                                 "    And an indented one.\n"
                                 "color: dark_green\n"
                                 "leaves:\n"
                                 "  - id: a\n"
                                 "    color: red\n"
                                 "    tags: [x, \"y: z\", \"\"]\n"
                                 "  - {}\n"
                                 "facts:\n"
                                 "  size: \"#1\"\n"
                                 "  note: |-\n"
                                 "    two\n"
                                 "    lines\n"
                                 "planted_at: 2026-01-01\n"
                                 "crown: {}\n"
                                 "composted: false\n"
                                 "parts:\n"
                                 "  - kind: stone\n"
                                 "    grams: 3\n";
    struct document_list documents;
    struct buffer text;
    buffer_init(&text, 0);
    set_up();
    ck_assert_msg(read_text(wanted, &documents) == STATUS_OK, "%s", problem.message);
    ck_assert_int_eq(yaml_write(documents.items[0].message, &text, &problem), STATUS_OK);
    buffer_append_byte(&text, '\0');
    ck_assert_str_eq((const char *)text.data, wanted);
    buffer_done(&text);
    tear_down();
}
END_TEST

START_TEST(test_yaml__escapes_what_does_not_read_as_it_is) {
    static const char wanted[] = "kind: plant\n"
                                 "name: \"safe\\u202E evil\\u200B\"\n"
                                 "description: \"two\\nlines\\u2066\"\n";
    struct document_list documents;
    struct buffer text;
    buffer_init(&text, 0);
    set_up();
    ck_assert_msg(read_text(wanted, &documents) == STATUS_OK, "%s", problem.message);
    const Sample__Object *object = (const Sample__Object *)documents.items[0].message;
    ck_assert_str_eq(object->plant->name, "safe\xE2\x80\xAE evil\xE2\x80\x8B");
    ck_assert_int_eq(yaml_write(documents.items[0].message, &text, &problem), STATUS_OK);
    buffer_append_byte(&text, '\0');
    ck_assert_str_eq((const char *)text.data, wanted);
    buffer_done(&text);
    tear_down();
}
END_TEST

START_TEST(test_yaml__refuses_to_write_what_it_could_not_read) {
    Sample__Object empty = SAMPLE__OBJECT__INIT;
    Sample__Timestamp never = SAMPLE__TIMESTAMP__INIT;
    Sample__Plant plant = SAMPLE__PLANT__INIT;
    struct buffer text;
    buffer_init(&text, 0);
    set_up();
    problem_init(&problem, &arena);
    ck_assert_int_eq(yaml_write(&empty.base, &text, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "EMPTY_UNION");
    never.seconds = INT64_MAX;
    plant.planted_at = &never;
    problem_init(&problem, &arena);
    ck_assert_int_eq(yaml_write(&plant.base, &text, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "INVALID_TIME");
    tear_down();
    buffer_done(&text);
}
END_TEST

TEST_SUITE(yaml, test_yaml__keeps_scalars_as_text, test_yaml__reads_every_type, test_yaml__reads_short_forms,
           test_yaml__reads_streams_and_lists, test_yaml__refuses_what_yaml_can_do_and_the_format_cannot,
           test_yaml__refuses_what_the_schema_does_not_have, test_yaml__reports_everything_that_is_wrong,
           test_yaml__bounds_documents, test_yaml__survives_every_small_arena, test_yaml__survives_a_cut_anywhere,
           test_yaml__writes_the_one_canonical_form, test_yaml__escapes_what_does_not_read_as_it_is,
           test_yaml__refuses_to_write_what_it_could_not_read)
