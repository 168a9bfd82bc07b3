#include "codec/source_map.h"

#include "codec/json.h"
#include "codec/nearest.h"
#include "codec/path.h"
#include "codec/shape.h"
#include "codec/yaml.h"
#include "support/proto/sample.pb-c.h"
#include "support/test.h"

struct place {
    const char *path;
    uint32_t line;
    uint32_t column;
};

static void check_places(const struct source_map *map, const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t line = 0;
        uint32_t column = 0;
        ck_assert(source_map_find(map, places[i].path, &line, &column));
        ck_assert_msg(line == places[i].line && column == places[i].column, "%s: %u:%u", places[i].path, line, column);
    }
}

START_TEST(test_source_map__finds_fields_in_yaml) {
    static const char text[] = "kind: plant\n"
                               "name: oak\n"
                               "leaves:\n"
                               "  - id: a\n"
                               "  - id: b\n"
                               "    is_dry: true\n"
                               "    tags: one\n"
                               "facts: {size: big, age: old}\n"
                               "parts: [{kind: stone, grams: 3}]\n";
    static const struct place places[] = {
        {"", 1, 1},
        {"name", 2, 1},
        {"leaves", 3, 1},
        {"leaves[0]", 4, 5},
        {"leaves[1].is_dry", 6, 5},
        {"leaves[1].tags[0]", 7, 5},
        {"leaves[1].color", 5, 5},
        {"leaves[7]", 3, 1},
        {"facts[1].value", 8, 20},
        {"parts[0].stone.grams", 9, 23},
        {"plant.leaves[1].is_dry", 6, 5},
        {"nothing.like[3].that", 1, 1},
        {"not a path[", 1, 1},
    };
    struct arena arena;
    struct document_list documents = {0};
    arena_init(&arena, 0);
    ck_assert_int_eq(yaml_read(&sample__object__descriptor, slice_text(text), &arena, &documents, NULL), STATUS_OK);
    check_places(&documents.items[0].source, places, COUNT_OF(places));
    arena_done(&arena);
}
END_TEST

START_TEST(test_source_map__finds_fields_in_json) {
    static const char text[] = "{\"plant\": {\n"
                               "  \"name\": \"o\\\"\xc3\xa9\", \"plantedAt\": \"2026-01-01\",\n"
                               "  \"leaves\": [{}, {\"isDry\": true}]}}\n";
    static const struct place places[] = {
        {"", 1, 1}, {"name", 2, 3}, {"planted_at", 2, 19}, {"leaves[1].is_dry", 3, 19}, {"plant.leaves[1]", 3, 18},
    };
    struct arena arena;
    struct document document = {0};
    arena_init(&arena, 0);
    ck_assert_int_eq(json_read(&sample__object__descriptor, slice_text(text), &arena, &document, NULL), STATUS_OK);
    check_places(&document.source, places, COUNT_OF(places));
    arena_done(&arena);
}
END_TEST

START_TEST(test_source_map__knows_nothing_when_empty) {
    const struct source_map empty = {0};
    uint32_t line = 0;
    uint32_t column = 0;
    ck_assert(!source_map_find(&empty, "name", &line, &column));
}
END_TEST

START_TEST(test_path__prints_and_reads_steps) {
    struct path path = {0};
    char text[PATH_TEXT_BYTES];
    slice name;
    size_t index = 0;
    path_push(&path, "provides", 2);
    path_push(&path, "when", PATH_NO_INDEX);
    path_text(&path, text);
    ck_assert_str_eq(text, "provides[2].when");
    const char *rest = text;
    ck_assert(path_next(&rest, &name, &index));
    ck_assert(slice_equal(name, slice_text("provides")));
    ck_assert_uint_eq(index, 2);
    ck_assert(path_next(&rest, &name, &index));
    ck_assert_uint_eq(index, PATH_NO_INDEX);
    ck_assert(!path_next(&rest, &name, &index));
    path_pop(&path);
    path_pop(&path);
    path_text(&path, text);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(test_path__cuts_what_is_too_long) {
    struct path path = {0};
    char text[PATH_TEXT_BYTES];
    for (size_t i = 0; i < PATH_STEPS_MAX + 2; i++)
        path_push(&path, "a_name_of_middling_length", i);
    path_text(&path, text);
    ck_assert_uint_lt(strlen(text), sizeof text);
    ck_assert_str_eq(text + strlen(text) - 3, "...");
}
END_TEST

START_TEST(test_path__refuses_what_is_no_path) {
    static const char *const texts[] = {"", ".a", "[1]", "a[", "a[]", "a[x]", "a[1", "a[99999999999999999999]"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *rest = texts[i];
        slice name;
        size_t index = 0;
        ck_assert_msg(!path_next(&rest, &name, &index), "%s", texts[i]);
    }
}
END_TEST

START_TEST(test_nearest__offers_only_what_is_near) {
    static const struct {
        const char *word;
        const char *best;
    } rows[] = {{"mitigate", "mitigates"}, {"stregnth", "strength"}, {"when", "when"}, {"zzzz", ""}, {"", ""}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct nearest nearest = {.word = rows[i].word};
        nearest_offer(&nearest, "strength");
        nearest_offer(&nearest, "mitigates");
        nearest_offer(&nearest, "when");
        ck_assert_str_eq(nearest.best, rows[i].best);
    }
}
END_TEST

START_TEST(test_shape__tells_shapes_by_descriptor) {
    ck_assert(shape_is_union(&sample__object__descriptor));
    ck_assert(shape_is_union(&sample__thing__descriptor));
    ck_assert(!shape_is_union(&sample__plant__descriptor));
    ck_assert(!shape_is_union(&sample__nest__descriptor));
    ck_assert(shape_is_setting(&sample__setting__descriptor));
    ck_assert(!shape_is_setting(&sample__stone__descriptor));
    ck_assert(shape_is_timestamp(&sample__timestamp__descriptor));
}
END_TEST

TEST_SUITE(source_map, test_source_map__finds_fields_in_yaml, test_source_map__finds_fields_in_json,
           test_source_map__knows_nothing_when_empty, test_path__prints_and_reads_steps,
           test_path__cuts_what_is_too_long, test_path__refuses_what_is_no_path, test_nearest__offers_only_what_is_near,
           test_shape__tells_shapes_by_descriptor)
