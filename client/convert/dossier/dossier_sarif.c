#include "convert/dossier/dossier_model.h"

#include "base/digest.h"
#include "base/string_map.h"
#include "convert/escape.h"
#include "convert/words.h"

#include <stdlib.h>

#define SCHEMA     "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROW_CODE   "RISK_ABOVE_APPETITE"
#define PATH_BYTES 64

struct result {
    const char *code;
    const char *subject;
    Catalog__V1__GateState state;
    const char *cause;
    const char *remedy;
};

/* What is written, collected first: rules stand before results. */
struct sarif {
    const struct dossier *dossier;
    struct buffer *out;
    struct arena arena;
    struct result *results;
    size_t result_count;
    const char **rules; /* codes in byte order, each once */
    size_t rule_count;
};

static void add_reasons(struct sarif *sarif, struct string_map *seen) {
    const Catalog__V1__Verdict *verdict = dossier_verdict(sarif->dossier);
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        Catalog__V1__GateReason *reason = verdict->reasons[i];
        sarif->results[sarif->result_count++] =
            (struct result){reason->code, reason->subject, reason->state, reason->cause, reason->remedy};
        if (strcmp(reason->code, ROW_CODE) == 0)
            sarif->out->has_failed |= !string_map_put(seen, reason->subject, reason);
    }
}

static void add_rows(struct sarif *sarif, const struct string_map *seen) {
    const Catalog__V1__EffectiveModel *effective = sarif->dossier->effective;
    for (size_t i = 0; i < effective->n_rows; i++) {
        const Catalog__V1__Row *row = effective->rows[i];
        if (dossier_reading(sarif->dossier, row)->above_appetite && string_map_get(seen, row->key) == NULL)
            sarif->results[sarif->result_count++] =
                (struct result){ROW_CODE, row->key, CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED, row->title, ""};
    }
}

static int compare_codes(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void collect_rules(struct sarif *sarif) {
    for (size_t i = 0; i < sarif->result_count; i++)
        sarif->rules[i] = sarif->results[i].code;
    qsort(sarif->rules, sarif->result_count, sizeof *sarif->rules, compare_codes);
    for (size_t i = 0; i < sarif->result_count; i++) {
        if (i == 0 || strcmp(sarif->rules[i], sarif->rules[i - 1]) != 0)
            sarif->rules[sarif->rule_count++] = sarif->rules[i];
    }
}

static bool collect(struct sarif *sarif) {
    size_t most = dossier_verdict(sarif->dossier)->n_reasons + sarif->dossier->effective->n_rows + 1;
    struct string_map seen;
    string_map_init(&seen, &sarif->arena);
    sarif->results = ARENA_ARRAY(&sarif->arena, struct result, most);
    sarif->rules = ARENA_ARRAY(&sarif->arena, const char *, most);
    if (sarif->results == NULL || sarif->rules == NULL)
        return false;
    add_reasons(sarif, &seen);
    add_rows(sarif, &seen);
    collect_rules(sarif);
    return true;
}

/* "NAME": "TEXT" */
static void write_member(struct buffer *out, const char *name, const char *text) {
    buffer_printf(out, "\"%s\": ", name);
    escape_json(out, text);
}

static void write_rule(struct buffer *out, const char *code) {
    buffer_append_text(out, "{");
    write_member(out, "id", code);
    buffer_append_text(out, ", \"shortDescription\": {");
    write_member(out, "text", word_of_code(code).text);
    buffer_append_text(out, "}}");
}

static void write_tool(const struct sarif *sarif) {
    struct buffer *out = sarif->out;
    buffer_append_text(out, "      \"tool\": {\"driver\": {");
    write_member(out, "name", "catalogctl");
    buffer_append_text(out, ", ");
    write_member(out, "version", CATALOGD_VERSION);
    buffer_append_text(out, ", ");
    write_member(out, "semanticVersion", CATALOGD_VERSION);
    buffer_append_text(out, ", \"rules\": [");
    for (size_t i = 0; i < sarif->rule_count; i++) {
        buffer_append_text(out, i == 0 ? "\n        " : ",\n        ");
        write_rule(out, sarif->rules[i]);
    }
    buffer_append_text(out, "\n      ]}},\n");
}

static void write_region(struct sarif *sarif, const char *subject) {
    const struct dossier *dossier = sarif->dossier;
    char path[PATH_BYTES];
    uint32_t line = 1;
    uint32_t column = 1;
    dossier_path_of(dossier->model, subject, path, sizeof path);
    if (dossier->locate == NULL || !dossier->locate(dossier->context, path, &line, &column))
        line = column = 1;
    buffer_printf(sarif->out, "\"region\": {\"startLine\": %u, \"startColumn\": %u}", line, column);
}

/* What a reason is about stands in the file of the model; of a stored model only its name is known. */
static void write_location(struct sarif *sarif, const struct result *result) {
    struct buffer *out = sarif->out;
    const char *model = sarif->dossier->effective->model;
    const char *name = ARENA_JOIN(&sarif->arena, model, result->subject[0] == '\0' ? "" : "#", result->subject);
    out->has_failed |= name == NULL;
    buffer_append_text(out, "          \"locations\": [{");
    if (sarif->dossier->file != NULL) {
        buffer_append_text(out, "\"physicalLocation\": {\"artifactLocation\": {\"uri\": \"");
        escape_uri(out, sarif->dossier->file);
        buffer_append_text(out, "\"}, ");
        write_region(sarif, result->subject);
        buffer_append_text(out, "}, ");
    }
    buffer_append_text(out, "\"logicalLocations\": [{");
    write_member(out, "fullyQualifiedName", name == NULL ? model : name);
    buffer_append_text(out, ", ");
    write_member(out, "kind", "resource");
    buffer_append_text(out, "}]}],\n");
}

/* Of bytes that stay the same as long as code and subject do. */
static void write_fingerprint(struct buffer *out, const struct result *result) {
    const slice parts[] = {slice_text(result->code), slice_of("", 1), slice_text(result->subject)};
    struct digest digest = digest_of(parts, COUNT_OF(parts));
    char text[DIGEST_TEXT_BYTES];
    digest_text(&digest, text);
    buffer_append_text(out, "          \"partialFingerprints\": {");
    write_member(out, "reasonAndSubject/v1", strchr(text, ':') + 1);
    buffer_append_text(out, "}\n");
}

static const char *level_of(Catalog__V1__GateState state) {
    bool is_warning =
        state == CATALOG__V1__GATE_STATE__GATE_STATE_STALE || state == CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL;
    bool is_note =
        state == CATALOG__V1__GATE_STATE__GATE_STATE_PASS || state == CATALOG__V1__GATE_STATE__GATE_STATE_UNSPECIFIED;
    return is_note ? "note" : is_warning ? "warning" : "error";
}

static void write_message(struct sarif *sarif, const struct result *result) {
    bool has_remedy = result->remedy[0] != '\0';
    const char *text = ARENA_JOIN(&sarif->arena, result->subject, result->subject[0] == '\0' ? "" : ": ",
                                  result->cause[0] == '\0' ? word_of_code(result->code).text : result->cause,
                                  has_remedy ? ". What would help: " : "", result->remedy);
    sarif->out->has_failed |= text == NULL;
    buffer_append_text(sarif->out, "          \"message\": {");
    write_member(sarif->out, "text", text == NULL ? "" : text);
    buffer_append_text(sarif->out, "},\n");
}

static size_t rule_of(const struct sarif *sarif, const char *code) {
    const char *const *found = bsearch(&code, sarif->rules, sarif->rule_count, sizeof *sarif->rules, compare_codes);
    return found == NULL ? 0 : (size_t)(found - sarif->rules);
}

static void write_result(struct sarif *sarif, const struct result *result) {
    struct buffer *out = sarif->out;
    buffer_append_text(out, "        {\n          ");
    write_member(out, "ruleId", result->code);
    buffer_printf(out, ", \"ruleIndex\": %zu, ", rule_of(sarif, result->code));
    write_member(out, "level", level_of(result->state));
    buffer_append_text(out, ",\n");
    write_message(sarif, result);
    write_location(sarif, result);
    write_fingerprint(out, result);
    buffer_append_text(out, "        }");
}

static void write_run(struct sarif *sarif) {
    struct buffer *out = sarif->out;
    const Catalog__V1__Verdict *verdict = dossier_verdict(sarif->dossier);
    write_tool(sarif);
    buffer_append_text(out, "      \"columnKind\": \"unicodeCodePoints\",\n      \"properties\": {");
    write_member(out, "model", sarif->dossier->effective->model);
    buffer_append_text(out, ", ");
    write_member(out, "verdict", word_in_capitals(&catalog__v1__gate_state__descriptor, (int)verdict->state).text);
    buffer_append_text(out, ", ");
    write_member(out, "effectiveDigest", sarif->dossier->effective->effective_digest);
    buffer_append_text(out, "},\n      \"results\": [");
    for (size_t i = 0; i < sarif->result_count; i++) {
        buffer_append_text(out, i == 0 ? "\n" : ",\n");
        write_result(sarif, &sarif->results[i]);
    }
    buffer_append_text(out, "\n      ]\n");
}

void dossier_write_sarif(const struct dossier *dossier, struct buffer *out) {
    struct sarif sarif = {.dossier = dossier, .out = out};
    arena_init(&sarif.arena, 0);
    out->has_failed |= !collect(&sarif);
    buffer_append_text(out, "{\n  \"$schema\": \"" SCHEMA "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n");
    if (!out->has_failed)
        write_run(&sarif);
    buffer_append_text(out, "    }\n  ]\n}\n");
    arena_done(&sarif.arena);
}
