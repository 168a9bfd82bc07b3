#include "convert/draft.h"
#include "dossier_fixture.h"

#include <stdlib.h>

static const char feature[] = "name: f/x\n"
                              "elements:\n  - {id: box}\n  - {id: net}\n"
                              "dependencies:\n  - {alias: invoices}\n"
                              "threats:\n  - {id: own}\n"
                              "mitigations:\n  - {id: role}\n  - {id: guard}\n";

static const struct {
    const char *subject;
    const char *path;
} paths[] = {
    {"box", "elements[0]"},
    {"t/leak@net", "elements[1]"},
    {"t/leak@invoices.bucket", "dependencies[0]"},
    {"invoices.key", "dependencies[0]"},
    {"guard", "mitigations[1]"},
    {"#own@nowhere", "threats[0]"},
    {"dependencies", "dependencies"},
    {"c/control", ""},
    {"", ""},
    {"t/leak@invoices2.bucket", ""},
};

START_TEST(test_dossier__finds_what_a_reason_is_about) {
    char path[64];
    set_up("{model: f/x}");
    const Catalog__V1__Model *model = (const void *)read_message(&catalog__v1__model__descriptor, feature);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        dossier_path_of(model, paths[i].subject, path, sizeof path);
        ck_assert_str_eq(path, paths[i].path);
        dossier_path_of(NULL, paths[i].subject, path, sizeof path);
        ck_assert_str_eq(path, "");
    }
    arena_done(&arena);
}
END_TEST

static const struct tree_node *parse(const char *text) {
    struct source source;
    ck_assert_int_eq(source_of_text("x.json", slice_text(text), &arena, &source, &problem), STATUS_OK);
    ck_assert_ptr_nonnull(source_root(&source));
    return source_root(&source);
}

static const struct tree_node *get(const struct tree_node *map, const char *key) {
    const struct tree_node *value = tree_get(map, key);
    ck_assert_msg(value != NULL, "no %s", key);
    return value;
}

static const struct tree_node *item(const struct tree_node *list, size_t index) {
    ck_assert_int_eq(list->kind, TREE_LIST);
    ck_assert_uint_lt(index, list->count);
    return list->entries[index].value;
}

/* The properties that SARIF 2.1.0 requires, and that indices point at what they say. */
static void check_result(const struct tree_node *result, const struct tree_node *rules) {
    static const char *const levels[] = {"error", "warning", "note"};
    const char *level = get(result, "level")->text;
    bool is_level = false;
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        is_level |= strcmp(level, levels[i]) == 0;
    ck_assert_msg(is_level, "%s", level);
    size_t index = strtoul(get(result, "ruleIndex")->text, NULL, 10);
    ck_assert_str_eq(get(item(rules, index), "id")->text, get(result, "ruleId")->text);
    ck_assert_str_ne(get(get(result, "message"), "text")->text, "");
    ck_assert_uint_eq(strlen(get(get(result, "partialFingerprints"), "reasonAndSubject/v1")->text), 64);
    const struct tree_node *location = item(get(result, "locations"), 0);
    ck_assert_str_ne(get(item(get(location, "logicalLocations"), 0), "fullyQualifiedName")->text, "");
}

static const struct tree_node *sarif_run(void) {
    const struct tree_node *root = parse(written("sarif"));
    ck_assert_str_eq(get(root, "version")->text, "2.1.0");
    const struct tree_node *run = item(get(root, "runs"), 0);
    const struct tree_node *driver = get(get(run, "tool"), "driver");
    ck_assert_str_eq(get(driver, "name")->text, "catalogctl");
    ck_assert_str_ne(get(driver, "version")->text, "");
    for (size_t i = 0; i < get(run, "results")->count; i++)
        check_result(item(get(run, "results"), i), get(driver, "rules"));
    return run;
}

START_TEST(test_dossier__writes_sarif) {
    set_up(DOSSIER_HOSTILE);
    const char *text = written("sarif");
    const struct tree_node *results = get(sarif_run(), "results");
    ck_assert_uint_eq(results->count, 3);
    ck_assert_str_eq(get(item(results, 0), "level")->text, "error");
    ck_assert_str_eq(get(item(results, 1), "level")->text, "warning");
    ck_assert_str_eq(get(item(results, 1), "ruleId")->text, "RISK_ABOVE_APPETITE");
    ck_assert_ptr_null(tree_get(item(get(item(results, 0), "locations"), 0), "physicalLocation"));
    ck_assert_ptr_null(strstr(text, "\xe2\x80"));
    arena_done(&arena);
}
END_TEST

static bool locate(void *context, const char *path, uint32_t *ret_line, uint32_t *ret_column) {
    ck_assert_ptr_eq(context, &dossier);
    *ret_line = strcmp(path, "elements[0]") == 0 ? 7 : 2;
    *ret_column = 5;
    return true;
}

START_TEST(test_dossier__places_sarif_results_in_the_file) {
    set_up("model: f/x\nnow: {state: blocked, reasons: [{state: blocked, code: X, subject: t/a@box}, {state: stale, "
           "code: Y}]}");
    dossier.model = (const void *)read_message(&catalog__v1__model__descriptor, feature);
    dossier.file = "models/a b\"#%.yaml";
    dossier.locate = locate;
    dossier.context = &dossier;
    const struct tree_node *results = get(sarif_run(), "results");
    static const char *const lines[] = {"7", "2"};
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        const struct tree_node *place = get(item(get(item(results, i), "locations"), 0), "physicalLocation");
        ck_assert_str_eq(get(get(place, "artifactLocation"), "uri")->text, "models/a%20b%22%23%25.yaml");
        ck_assert_str_eq(get(get(place, "region"), "startLine")->text, lines[i]);
    }
    dossier.file = "/tmp/m.yaml";
    ck_assert_ptr_nonnull(strstr(written("sarif"), "\"uri\": \"file:///tmp/m.yaml\""));
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__keeps_fingerprints) {
    set_up("model: f/x\nnow: {reasons: [{state: blocked, code: X, subject: a, cause: one}]}");
    const struct tree_node *first = item(get(sarif_run(), "results"), 0);
    dossier.effective->now->reasons[0]->cause = arena_strdup(&arena, "another");
    const struct tree_node *second = item(get(sarif_run(), "results"), 0);
    ck_assert_str_eq(get(get(first, "partialFingerprints"), "reasonAndSubject/v1")->text,
                     get(get(second, "partialFingerprints"), "reasonAndSubject/v1")->text);
    arena_done(&arena);
}
END_TEST

/* As planned another row is above its appetite, and no reason is known. */
START_TEST(test_dossier__reads_as_planned) {
    set_up(DOSSIER_HOSTILE);
    dossier.is_as_planned = true;
    const struct tree_node *results = get(sarif_run(), "results");
    ck_assert_uint_eq(results->count, 1);
    ck_assert_ptr_nonnull(strstr(get(get(item(results, 0), "message"), "text")->text, "t/c@box"));
    arena_done(&arena);
}
END_TEST

static size_t count_of(const char *text, const char *word) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

START_TEST(test_dossier__writes_junit) {
    set_up(DOSSIER_HOSTILE);
    const char *text = written("junit");
    /* The gate, four rows, two entries; the first reason is about the first row. */
    ck_assert_uint_eq(count_of(text, "<testcase "), 7);
    ck_assert_ptr_nonnull(strstr(text, " tests=\"7\" failures=\"3\" errors=\"0\" skipped=\"2\""));
    ck_assert_uint_eq(count_of(text, "<failure "), 3);
    ck_assert_uint_eq(count_of(text, "<skipped "), 2);
    ck_assert_ptr_nonnull(strstr(text, "name=\"t/c@box\" time=\"0\"/>"));
    ck_assert_ptr_null(strstr(text, "<script"));
    for (const char *at = text; *at != '\0'; at++)
        ck_assert_msg((unsigned char)*at >= ' ' || *at == '\n', "a control character at %zu", (size_t)(at - text));
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__gives_other_reasons_a_case) {
    set_up("now: {state: conditional, reasons: [{state: conditional, code: SIGN_OFF_MISSING, subject: privacy}]}");
    const char *text = written("junit");
    ck_assert_ptr_nonnull(strstr(text, ".reasons\" name=\"privacy\""));
    ck_assert_ptr_nonnull(strstr(text, "type=\"SIGN_OFF_MISSING\""));
    arena_done(&arena);
}
END_TEST

START_TEST(test_dossier__passes_what_passes) {
    set_up("{model: f/x, now: {state: pass}}");
    ck_assert_ptr_nonnull(strstr(written("junit"), "tests=\"1\" failures=\"0\""));
    ck_assert_uint_eq(get(sarif_run(), "results")->count, 0);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(dossier_results, test_dossier__finds_what_a_reason_is_about, test_dossier__writes_sarif,
           test_dossier__places_sarif_results_in_the_file, test_dossier__keeps_fingerprints,
           test_dossier__reads_as_planned, test_dossier__writes_junit, test_dossier__gives_other_reasons_a_case,
           test_dossier__passes_what_passes)
