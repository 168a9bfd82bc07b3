/* Text output, byte for byte. Each case reads the message MESSAGE.yaml beside this file, prints it and compares with
 * PRINTED.txt. After a change that is meant, write the files anew and read the difference:
 *
 *   CATALOG_GOLDEN=write build/debug/tests/golden && git diff tests/golden
 */
#include "support/test.h"

#include "base/limits.h"
#include "cli/output.h"
#include "cli/text_message.h"
#include "codec/yaml.h"

#include <stdlib.h>

#define FOLDER "tests/golden/"

struct golden_case {
    const char *message;
    const char *printed;
    const ProtobufCMessageDescriptor *descriptor;
    unsigned columns;
    bool has_color;
    bool is_as_planned;
};

static const struct golden_case cases[] = {
    {"model-pass", "model-pass", &catalog__v1__effective_model__descriptor, 80, false, false},
    {"model-blocked", "model-blocked", &catalog__v1__effective_model__descriptor, 80, false, false},
    {"model-blocked", "model-blocked-as-planned", &catalog__v1__effective_model__descriptor, 80, false, true},
    {"model-blocked", "model-blocked-narrow", &catalog__v1__effective_model__descriptor, 50, false, false},
    {"model-blocked", "model-blocked-color", &catalog__v1__effective_model__descriptor, 80, true, false},
    {"model-conditional", "model-conditional", &catalog__v1__effective_model__descriptor, 80, false, false},
    {"model-hostile", "model-hostile", &catalog__v1__effective_model__descriptor, 80, false, false},
    {"model-empty", "model-empty", &catalog__v1__effective_model__descriptor, 80, false, false},
    {"object", "object", &catalog__v1__get_object_response__descriptor, 80, false, false},
    {"objects", "objects", &catalog__v1__list_objects_response__descriptor, 80, false, false},
    {"versions", "versions", &catalog__v1__list_versions_response__descriptor, 80, false, false},
    {"applied", "applied", &catalog__v1__apply_objects_response__descriptor, 80, false, false},
    {"differences", "differences", &catalog__v1__diff_objects_response__descriptor, 80, false, false},
    {"explanation", "explanation", &catalog__v1__explain_row_response__descriptor, 80, false, false},
    {"impact", "impact", &catalog__v1__analyze_impact_response__descriptor, 80, false, false},
    {"impact", "impact-narrow", &catalog__v1__analyze_impact_response__descriptor, 50, false, false},
    {"impact-none", "impact-none", &catalog__v1__analyze_impact_response__descriptor, 80, false, false},
    {"impact-hostile", "impact-hostile", &catalog__v1__analyze_impact_response__descriptor, 80, false, false},
    {"suggestions", "suggestions", &catalog__v1__suggest_threats_response__descriptor, 80, false, false},
    {"suggestions-none", "suggestions-none", &catalog__v1__suggest_threats_response__descriptor, 80, false, false},
    {"plan", "plan", &catalog__v1__plan_feature_response__descriptor, 80, false, false},
    {"plan-passes", "plan-passes", &catalog__v1__plan_feature_response__descriptor, 80, false, false},
    {"plan-hostile", "plan-hostile", &catalog__v1__plan_feature_response__descriptor, 80, false, false},
    {"organisation-plan", "organisation-plan", &catalog__v1__plan_organisation_response__descriptor, 80, false, false},
    {"workloads", "workloads", &catalog__v1__list_workloads_response__descriptor, 80, false, false},
    {"workload", "workload", &catalog__v1__get_workload_response__descriptor, 80, false, false},
    {"test-scope", "test-scope", &catalog__v1__get_test_scope_response__descriptor, 80, false, false},
    {"outdated", "outdated", &catalog__v1__list_outdated_response__descriptor, 80, false, false},
    {"outdated-none", "outdated-none", &catalog__v1__list_outdated_response__descriptor, 80, false, false},
    {"upgrade", "upgrade", &catalog__v1__list_outdated_response__descriptor, 80, false, false},
    {"lock-updated", "lock-updated", &catalog__v1__update_lock_response__descriptor, 80, false, false},
    {"lock-updated-none", "lock-updated-none", &catalog__v1__update_lock_response__descriptor, 80, false, false},
    {"taxonomies", "taxonomies", &catalog__v1__list_taxonomies_response__descriptor, 80, false, false},
    {"taxonomies-none", "taxonomies-none", &catalog__v1__list_taxonomies_response__descriptor, 80, false, false},
    {"imported", "imported", &catalog__v1__import_report__descriptor, 80, false, false},
    {"imported-again", "imported-again", &catalog__v1__import_report__descriptor, 80, false, false},
    {"taxonomy-imported", "taxonomy-imported", &catalog__v1__import_taxonomy_response__descriptor, 80, false, false},
    {"taxonomy-entry", "taxonomy-entry", &catalog__v1__get_taxonomy_entry_response__descriptor, 80, false, false},
    {"taxonomy-entry-hostile", "taxonomy-entry-hostile", &catalog__v1__get_taxonomy_entry_response__descriptor, 80,
     false, false},
    {"taxonomy-entries", "taxonomy-entries", &catalog__v1__list_taxonomy_entries_response__descriptor, 80, false,
     false},
    {"taxonomy-entries-none", "taxonomy-entries-none", &catalog__v1__list_taxonomy_entries_response__descriptor, 80,
     false, false},
    {"taxonomy-differences", "taxonomy-differences", &catalog__v1__diff_taxonomies_response__descriptor, 80, false,
     false},
    {"taxonomy-differences-none", "taxonomy-differences-none", &catalog__v1__diff_taxonomies_response__descriptor, 80,
     false, false},
    {"object-references", "object-references", &catalog__v1__get_object_response__descriptor, 80, false, false},
    {"changes", "changes", &catalog__v1__list_changes_response__descriptor, 80, false, false},
    {"decision", "decision", &catalog__v1__get_decision_response__descriptor, 80, false, false},
    {"decisions", "decisions", &catalog__v1__list_decisions_response__descriptor, 80, false, false},
    {"gate-record", "gate-record", &catalog__v1__get_gate_record_response__descriptor, 80, false, false},
    {"gate-records", "gate-records", &catalog__v1__list_gate_records_response__descriptor, 80, false, false},
    {"gate-records-none", "gate-records-none", &catalog__v1__list_gate_records_response__descriptor, 80, false, false},
    {"ratchet-worse", "ratchet-worse", &catalog__v1__check_ratchet_response__descriptor, 80, false, false},
    {"ratchet-same", "ratchet-same", &catalog__v1__check_ratchet_response__descriptor, 80, false, false},
    {"status", "status", &catalog__v1__status__descriptor, 80, false, false},
    {"report", "report", &catalog__v1__documents_report__descriptor, 80, false, false},
    {"report-clean", "report-clean", &catalog__v1__documents_report__descriptor, 80, false, false},
    {"health", "health", &catalog__v1__check_health_response__descriptor, 80, false, false},
};

static slice read_file(struct arena *arena, const char *name, const char *suffix) {
    FILE *file = fopen(arena_printf(arena, FOLDER "%s%s", name, suffix), "rb");
    ck_assert_msg(file != NULL, "no file " FOLDER "%s%s", name, suffix);
    char *text = arena_alloc(arena, LIMIT_OBJECT_BYTES);
    size_t size = fread(text, 1, LIMIT_OBJECT_BYTES, file);
    fclose(file);
    return slice_of(text, size);
}

static void write_file(struct arena *arena, const char *name, slice text) {
    FILE *file = fopen(arena_printf(arena, FOLDER "%s.txt", name), "wb");
    ck_assert(file != NULL && fwrite(text.data, 1, text.size, file) == text.size && fclose(file) == 0);
}

static const ProtobufCMessage *read_message(struct arena *arena, const struct golden_case *row) {
    struct problem problem;
    struct document_list documents;
    problem_init(&problem, arena);
    status_code code = yaml_read(row->descriptor, read_file(arena, row->message, ".yaml"), arena, &documents, &problem);
    ck_assert_msg(code == STATUS_OK, "%s.yaml:%u: %s: %s %s", row->message,
                  problem.violation_count > 0 ? problem.violations[0].line : 0,
                  problem.violation_count > 0 ? problem.violations[0].field : "", problem.message,
                  problem.violation_count > 0 ? problem.violations[0].message : "");
    ck_assert_uint_eq(documents.count, 1);
    return documents.items[0].message;
}

static void print(struct page *page, const ProtobufCMessage *message, bool is_as_planned) {
    if (message->descriptor == &catalog__v1__effective_model__descriptor)
        output_text.model(page, (const Catalog__V1__EffectiveModel *)message, is_as_planned);
    else
        output_text.message(page, message);
}

static size_t first_difference(slice a, slice b) {
    size_t line = 1;
    for (size_t i = 0; i < a.size && i < b.size && a.data[i] == b.data[i]; i++)
        line += a.data[i] == '\n';
    return line;
}

/* What holds for all text output: no line is wider than the page or ends with a blank, nothing but line feeds and the
 * page's own colours is left unescaped. */
static void check_lines(const struct golden_case *row, slice printed) {
    unsigned columns = 0;
    for (size_t i = 0; i < printed.size; i++) {
        uint8_t byte = printed.data[i];
        bool is_last = byte == '\n';
        ck_assert_msg(is_last || byte >= ' ' || row->has_color, "%s.txt: control character", row->printed);
        ck_assert_msg(!is_last || i == 0 || printed.data[i - 1] != ' ', "%s.txt: blank at the end of a line",
                      row->printed);
        bool is_first_byte = (byte & 0xc0) != 0x80;
        columns = is_last ? 0 : columns + is_first_byte;
        ck_assert_msg(columns <= row->columns || row->has_color, "%s.txt: line over %u columns", row->printed,
                      row->columns);
    }
}

static void check_case(const struct golden_case *row) {
    struct arena arena;
    struct page page;
    arena_init(&arena, 0);
    page_init(&page, stdout);
    page.columns = row->columns;
    page.has_color = row->has_color;
    print(&page, read_message(&arena, row), row->is_as_planned);
    ck_assert(!page.text.has_failed);
    slice printed = buffer_slice(&page.text);
    if (getenv("CATALOG_GOLDEN") != NULL)
        write_file(&arena, row->printed, printed);
    slice wanted = read_file(&arena, row->printed, ".txt");
    ck_assert_msg(slice_equal(printed, wanted), FOLDER "%s.txt: line %zu differs; printed:\n%.*s", row->printed,
                  first_difference(printed, wanted), (int)printed.size, (const char *)printed.data);
    check_lines(row, printed);
    page_done(&page);
    arena_done(&arena);
}

START_TEST(test_golden__prints_what_the_files_say) {
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_case(&cases[i]);
}
END_TEST

TEST_SUITE(golden, test_golden__prints_what_the_files_say)
