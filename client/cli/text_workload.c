#include "cli/text_message.h"

#include "cli/text_model.h"
#include "cli/words.h"

#define INDENT 2

static struct word gate_word(Catalog__V1__GateState gate) {
    return word_in_capitals(&catalog__v1__gate_state__descriptor, (int)gate);
}

static struct word band_word(Catalog__V1__RiskBand band) {
    return word_of(&catalog__v1__risk_band__descriptor, (int)band);
}

void text_workloads(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {
        {"WORKLOAD", COLUMN_NAME}, {"FEATURES", COLUMN_NUMBER}, {"OWNERS", COLUMN_TEXT}};
    const Catalog__V1__ListWorkloadsResponse *list = (const Catalog__V1__ListWorkloadsResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_workloads; i++) {
        const Catalog__V1__WorkloadSummary *workload = list->workloads[i];
        table_cell(&table, STYLE_STRONG, "%s", workload->workload[0] == '\0' ? "(none)" : workload->workload);
        table_cell(&table, STYLE_PLAIN, "%u", workload->features);
        table_cell(&table, STYLE_PLAIN, "%s", words_joined(&table.arena, workload->owners, workload->n_owners));
    }
    if (list->n_workloads == 0)
        page_line(page, STYLE_PLAIN, "No workloads: no feature is published.");
    table_write(&table);
}

/* ---- One workload ---- */

static void print_features(struct page *page, const Catalog__V1__Workload *workload) {
    static const struct column columns[] = {{"VERDICT", COLUMN_TEXT}, {"PLANNED", COLUMN_TEXT},
                                            {"OPEN", COLUMN_NUMBER},  {"ROWS", COLUMN_NUMBER},
                                            {"HIGHEST", COLUMN_TEXT}, {"FEATURE", COLUMN_NAME}};
    struct table table;
    text_heading(page, "Features (%zu)", workload->n_features);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < workload->n_features; i++) {
        const Catalog__V1__WorkloadFeature *feature = workload->features[i];
        table_cell(&table, style_of_gate(feature->now), "%s", gate_word(feature->now).text);
        table_cell(&table, style_of_gate(feature->planned), "%s", gate_word(feature->planned).text);
        table_cell(&table, STYLE_PLAIN, "%u", feature->rows_open);
        table_cell(&table, STYLE_PLAIN, "%u", feature->rows);
        table_cell(&table, style_of_band(feature->highest_now), "%s", band_word(feature->highest_now).text);
        table_cell(&table, STYLE_STRONG, "%s@%s", feature->name, feature->version);
        if (feature->title[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", feature->title);
    }
    table_write(&table);
}

static void print_states(struct page *page, Catalog__V1__StateCount *const *states, size_t count) {
    static const struct column columns[] = {{"STATE", COLUMN_TEXT}, {"NOW", COLUMN_NUMBER}, {"PLANNED", COLUMN_NUMBER}};
    struct table table;
    text_heading(page, "Rows by state");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < count; i++) {
        table_cell(&table, style_of_state(states[i]->state), "%s",
                   word_of(&catalog__v1__row_state__descriptor, (int)states[i]->state).text);
        table_cell(&table, STYLE_PLAIN, "%u", states[i]->now);
        table_cell(&table, STYLE_PLAIN, "%u", states[i]->planned);
    }
    table_write(&table);
}

static uint32_t open_rows(const Catalog__V1__WorkloadThreat *threat) {
    uint32_t count = 0;
    for (size_t i = 0; i < threat->n_states; i++) {
        bool is_open = threat->states[i]->state < CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
        count += is_open ? threat->states[i]->now : 0;
    }
    return count;
}

static void add_coverage(struct table *table, const Catalog__V1__WorkloadThreat *threat) {
    const char *text = threat->n_coverage == 0 ? "nothing counts" : "covered by";
    for (size_t i = 0; text != NULL && i < threat->n_coverage; i++)
        text = arena_printf(&table->arena, "%s%s %s of %s (%s)", text, i == 0 ? "" : ",",
                            word_of(&catalog__v1__layer__descriptor, (int)threat->coverage[i]->layer).text,
                            threat->coverage[i]->provider, word_of_count(threat->coverage[i]->rows, "row").text);
    if (text != NULL)
        table_detail(table, STYLE_FAINT, "%s", text);
}

static void add_instances(struct table *table, const Catalog__V1__WorkloadThreat *threat) {
    for (size_t i = 0; i < threat->n_instances; i++) {
        const Catalog__V1__WorkloadInstance *instance = threat->instances[i];
        if (instance->rows_open > 0)
            table_detail(table, STYLE_PLAIN, "open in %s%s%s", instance->feature,
                         instance->instance[0] == '\0' ? "" : ": ", instance->instance);
    }
    if (threat->instance_count > threat->n_instances)
        table_detail(table, STYLE_FAINT, "and %zu instances more", threat->instance_count - threat->n_instances);
}

static void print_threats(struct page *page, const Catalog__V1__Workload *workload) {
    static const struct column columns[] = {{"OPEN", COLUMN_NUMBER},  {"ROWS", COLUMN_NUMBER}, {"NOW", COLUMN_TEXT},
                                            {"PLANNED", COLUMN_TEXT}, {"THREAT", COLUMN_TEXT}, {"ON", COLUMN_TEXT}};
    struct table table;
    text_heading(page, "Threats by component (%zu)", workload->n_threats);
    text_remark(page, "Residual risk now and as planned; ! is above the appetite somewhere.");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < workload->n_threats; i++) {
        const Catalog__V1__WorkloadThreat *threat = workload->threats[i];
        table_cell(&table, STYLE_PLAIN, "%u", open_rows(threat));
        table_cell(&table, STYLE_PLAIN, "%u", threat->rows);
        table_cell(&table, style_of_band(threat->highest_now), "%s%s", band_word(threat->highest_now).text,
                   threat->above_appetite > 0 ? "!" : "");
        table_cell(&table, style_of_band(threat->highest_planned), "%s", band_word(threat->highest_planned).text);
        table_cell(&table, STYLE_STRONG, "%s", threat->threat);
        table_cell(&table, STYLE_PLAIN, "%s", threat->component[0] == '\0' ? "own places" : threat->component);
        if (threat->title[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", threat->title);
        add_coverage(&table, threat);
        add_instances(&table, threat);
    }
    table_write(&table);
}

void text_workload(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__Workload *workload = ((const Catalog__V1__GetWorkloadResponse *)message)->workload;
    if (workload == NULL)
        return;
    page_printf(page, STYLE_PLAIN, "workload ");
    page_paragraph(page, 2 * INDENT, STYLE_STRONG, "%s", workload->workload[0] == '\0' ? "(none)" : workload->workload);
    print_features(page, workload);
    print_states(page, workload->states, workload->n_states);
    print_threats(page, workload);
    text_notes(page, workload->notes, workload->n_notes);
}

/* ---- What to test ---- */

static void print_entry_points(struct page *page, const Catalog__V1__GetTestScopeResponse *scope) {
    static const struct column columns[] = {{"EXPOSED", COLUMN_TEXT},
                                            {"PROTOCOL", COLUMN_TEXT},
                                            {"CALLERS KNOWN BY", COLUMN_TEXT},
                                            {"ENTRY POINT", COLUMN_TEXT}};
    struct table table;
    text_heading(page, "Exposed entry points (%zu)", scope->n_entry_points);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < scope->n_entry_points; i++) {
        const Catalog__V1__ScopeEntryPoint *point = scope->entry_points[i];
        table_cell(&table, STYLE_PLAIN, "%s", point->exposure[0] == '\0' ? "not known" : point->exposure);
        table_cell(&table, STYLE_PLAIN, "%s", point->protocol[0] == '\0' ? "-" : point->protocol);
        table_cell(&table, STYLE_PLAIN, "%s", point->authentication[0] == '\0' ? "-" : point->authentication);
        table_cell(&table, STYLE_STRONG, "%s", point->address);
        if (point->title[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", point->title);
    }
    table_write(&table);
}

static void print_unseen(struct page *page, const Catalog__V1__GetTestScopeResponse *scope) {
    static const struct column columns[] = {
        {"INHERENT", COLUMN_TEXT}, {"NOW", COLUMN_TEXT}, {"STATE", COLUMN_TEXT}, {"ROW", COLUMN_TEXT}};
    struct table table;
    text_heading(page, "Rows that rest on controls nobody has verified (%zu)", scope->n_rows);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < scope->n_rows; i++) {
        const Catalog__V1__ScopeRow *row = scope->rows[i];
        Catalog__V1__RiskBand inherent = row->inherent == NULL ? 0 : row->inherent->band;
        Catalog__V1__RiskBand residual = row->residual == NULL ? 0 : row->residual->band;
        table_cell(&table, style_of_band(inherent), "%s", band_word(inherent).text);
        table_cell(&table, style_of_band(residual), "%s", band_word(residual).text);
        table_cell(&table, style_of_state(row->state), "%s",
                   word_of(&catalog__v1__row_state__descriptor, (int)row->state).text);
        table_cell(&table, STYLE_STRONG, "%s", row->key);
        for (size_t k = 0; k < row->n_controls; k++)
            table_detail(&table, STYLE_PLAIN, "see to %s: %s (%s)", row->controls[k]->mitigation,
                         row->controls[k]->title, row->controls[k]->control);
    }
    table_write(&table);
}

static void print_attestations(struct page *page, const Catalog__V1__GetTestScopeResponse *scope) {
    static const struct column columns[] = {
        {"ADDRESS", COLUMN_TEXT}, {"WHO", COLUMN_TEXT}, {"SAID", COLUMN_TEXT}, {"UNTIL", COLUMN_TEXT}};
    struct table table;
    text_heading(page, "What rests on somebody's word (%zu)", scope->n_attestations);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < scope->n_attestations; i++) {
        const Catalog__V1__ScopeAttestation *word = scope->attestations[i];
        table_cell(&table, STYLE_STRONG, "%s", word->address);
        table_cell(&table, STYLE_PLAIN, "%s", word->who);
        table_cell(&table, STYLE_PLAIN, "%s", word_of_time(word->at).text);
        table_cell(&table, word->counts ? STYLE_PLAIN : STYLE_BAD, "%s%s", word_of_time(word->until).text,
                   word->counts ? "" : " (does not count)");
        if (word->statement[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", word->statement);
        table_detail(&table, STYLE_PLAIN, "\"%s\"", word->text);
    }
    table_write(&table);
}

void text_test_scope(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GetTestScopeResponse *scope = (const Catalog__V1__GetTestScopeResponse *)message;
    page_printf(page, STYLE_PLAIN, "what to test of ");
    page_paragraph(page, 2 * INDENT, STYLE_STRONG, "%s", scope->model);
    print_entry_points(page, scope);
    print_unseen(page, scope);
    print_attestations(page, scope);
}
