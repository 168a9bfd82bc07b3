/* Pictures, byte for byte: each case draws SOURCE.yaml as PRINTED.dot and PRINTED.mermaid. Written anew as
 * golden_test.c says. */
#include "support/test.h"

#include "base/limits.h"
#include "base/macros.h"
#include "codec/yaml.h"
#include "convert/graph/graph.h"

#include "catalog/v1/object.pb-c.h"

#include <stdio.h>
#include <stdlib.h>

#define FOLDER "tests/golden/"

struct graph_case {
    const char *model;     /* NULL: the dependencies of EFFECTIVE */
    const char *effective; /* NULL: not resolved */
    const char *printed;
    const char *explanation; /* NULL: not the derivation of one */
};

static const struct graph_case cases[] = {
    {"catalogs/examples/invoice-upload", NULL, "graph-invoice-upload", NULL},
    {"catalogs/examples/partner-api", NULL, "graph-partner-api", NULL},
    {"catalogs/examples/invoice-upload", FOLDER "model-pass", "graph-invoice-upload-resolved", NULL},
    {NULL, FOLDER "model-pass", "graph-dependencies", NULL},
    {NULL, FOLDER "model-empty", "graph-dependencies-none", NULL},
    {FOLDER "graph-hostile", NULL, "graph-hostile", NULL},
    {NULL, NULL, "graph-derivation", FOLDER "explanation"},
    {NULL, NULL, "graph-derivation-hostile", FOLDER "explanation-hostile"},
};

static slice read_file(struct arena *arena, const char *name, const char *suffix) {
    FILE *file = fopen(arena_printf(arena, "%s.%s", name, suffix), "rb");
    ck_assert_msg(file != NULL, "no file %s.%s", name, suffix);
    char *text = arena_alloc(arena, LIMIT_OBJECT_BYTES);
    size_t size = fread(text, 1, LIMIT_OBJECT_BYTES, file);
    fclose(file);
    return slice_of(text, size);
}

static const void *read_message(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, const char *name) {
    struct problem problem;
    struct document_list documents;
    problem_init(&problem, arena);
    status_code code = yaml_read(descriptor, read_file(arena, name, "yaml"), arena, &documents, &problem);
    ck_assert_msg(code == STATUS_OK && documents.count == 1, "%s: %s", name, problem.message);
    return documents.items[0].message;
}

static void draw(const struct graph_case *row, struct arena *arena, struct graph *graph, struct arena *graph_arena) {
    const Catalog__V1__EffectiveModel *effective =
        row->effective == NULL ? NULL : read_message(arena, &catalog__v1__effective_model__descriptor, row->effective);
    if (row->explanation != NULL) {
        graph_init(graph, graph_arena, "");
        graph_of_derivation(graph,
                            read_message(arena, &catalog__v1__explain_row_response__descriptor, row->explanation));
        return;
    }
    if (row->model == NULL) {
        graph_init(graph, graph_arena, effective->model);
        graph_of_dependencies(graph, effective);
        return;
    }
    const Catalog__V1__Object *object = read_message(arena, &catalog__v1__object__descriptor, row->model);
    graph_init(graph, graph_arena, object->feature->title);
    graph_of_flows(graph, object->feature, effective);
}

static void compare(struct arena *arena, const char *printed_name, const char *suffix, slice printed) {
    const char *name = arena_printf(arena, FOLDER "%s", printed_name);
    if (getenv("CATALOG_GOLDEN") != NULL) {
        FILE *file = fopen(arena_printf(arena, "%s.%s", name, suffix), "wb");
        ck_assert(file != NULL && fwrite(printed.data, 1, printed.size, file) == printed.size && fclose(file) == 0);
    }
    ck_assert_msg(slice_equal(printed, read_file(arena, name, suffix)), "%s.%s differs; printed:\n%.*s", name, suffix,
                  (int)printed.size, (const char *)printed.data);
}

START_TEST(test_graph__draws_what_the_files_say) {
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena arena;
        struct graph graph;
        struct buffer text;
        arena_init(&arena, 0);
        buffer_init(&text, 0);
        draw(&cases[i], &arena, &graph, &arena);
        ck_assert(!graph.has_failed);
        graph_write_dot(&graph, &text);
        compare(&arena, cases[i].printed, "dot", buffer_slice(&text));
        buffer_reset(&text);
        graph_write_mermaid(&graph, &text);
        compare(&arena, cases[i].printed, "mermaid", buffer_slice(&text));
        buffer_done(&text);
        arena_done(&arena);
    }
}
END_TEST

/* The text of FORMAT between quotes that are not escaped, taken away. What is left was written by us. */
static void drop_quoted(char *text) {
    char *end = text;
    bool is_quoted = false;
    for (const char *at = text; *at != '\0'; at++) {
        if (is_quoted && *at == '\\' && at[1] != '\0')
            at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted)
            *end++ = *at;
    }
    *end = '\0';
    ck_assert(!is_quoted);
}

static const struct graph_case hostile[] = {
    {FOLDER "graph-hostile", NULL, NULL, NULL},
    {NULL, NULL, NULL, FOLDER "explanation-hostile"},
};

START_TEST(test_graph__leaves_nothing_of_a_strangers_text_outside_of_quotes) {
    static const char *const words[] = {"owned", "javascript", "alert", "init", "code", "red", "https", "quot"};
    void (*const writers[])(const struct graph *, struct buffer *) = {graph_write_dot, graph_write_mermaid};
    for (size_t i = 0; i < COUNT_OF(writers) * COUNT_OF(hostile); i++) {
        struct arena arena;
        struct graph graph;
        struct buffer text;
        arena_init(&arena, 0);
        buffer_init(&text, 0);
        draw(&hostile[i / COUNT_OF(writers)], &arena, &graph, &arena);
        writers[i % COUNT_OF(writers)](&graph, &text);
        buffer_append_byte(&text, '\0');
        for (size_t k = 0; k + 1 < text.size; k++)
            ck_assert(text.data[k] >= ' ' || text.data[k] == '\n');
        ck_assert_ptr_null(strstr((char *)text.data, "\xe2\x80\xae"));
        drop_quoted((char *)text.data);
        for (size_t k = 0; k < COUNT_OF(words); k++)
            ck_assert_msg(strstr((char *)text.data, words[k]) == NULL, "%s stands outside of quotes", words[k]);
        buffer_done(&text);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_graph__says_when_there_is_no_memory) {
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool has_failed = true;
        for (size_t limit = 1; has_failed; limit += 256) {
            struct arena arena;
            struct arena small;
            struct graph graph;
            arena_init(&arena, 0);
            arena_init(&small, limit);
            draw(&cases[i], &arena, &graph, &small);
            has_failed = graph.has_failed;
            arena_done(&small);
            arena_done(&arena);
        }
    }
}
END_TEST

TEST_SUITE(graph, test_graph__draws_what_the_files_say,
           test_graph__leaves_nothing_of_a_strangers_text_outside_of_quotes, test_graph__says_when_there_is_no_memory)
