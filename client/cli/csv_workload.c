#include "cli/csv_cells.h"
#include "cli/csv_message.h"

#include "catalog/v1/workload_service.pb-c.h"

void csv_workloads(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListWorkloadsResponse *list = (const Catalog__V1__ListWorkloadsResponse *)message;
    struct arena arena;
    arena_init(&arena, 0);
    ROW(page, "workload", "features", "owners");
    for (size_t i = 0; i < list->n_workloads; i++) {
        const Catalog__V1__WorkloadSummary *workload = list->workloads[i];
        struct word features = number_of(workload->features);
        ROW(page, workload->workload, features.text, words_joined(&arena, workload->owners, workload->n_owners));
        arena_reset(&arena);
    }
    arena_done(&arena);
}

static uint32_t rows_in(const Catalog__V1__WorkloadThreat *threat, Catalog__V1__RowState state) {
    for (size_t i = 0; i < threat->n_states; i++) {
        if (threat->states[i]->state == state)
            return threat->states[i]->now;
    }
    return 0;
}

static void write_threat(struct page *page, const Catalog__V1__WorkloadThreat *threat) {
    struct word rows = number_of(threat->rows);
    struct word open = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_OPEN));
    struct word partial = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL));
    struct word conditional = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL));
    struct word mitigated = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED));
    struct word accepted = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED));
    struct word dropped = number_of(rows_in(threat, CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE));
    struct word above = number_of(threat->above_appetite);
    struct word now = value_of(&catalog__v1__risk_band__descriptor, (int)threat->highest_now);
    struct word planned = value_of(&catalog__v1__risk_band__descriptor, (int)threat->highest_planned);
    struct word instances = number_of(threat->instance_count);
    ROW(page, threat->threat, threat->title, threat->component, rows.text, open.text, partial.text, conditional.text,
        mitigated.text, accepted.text, dropped.text, above.text, now.text, planned.text, instances.text);
}

void csv_workload(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__Workload *workload = ((const Catalog__V1__GetWorkloadResponse *)message)->workload;
    ROW(page, "threat", "title", "component", "rows", "open", "partial", "conditional", "mitigated", "accepted",
        "not_applicable", "above_appetite", "highest_now", "highest_planned", "instances");
    for (size_t i = 0; workload != NULL && i < workload->n_threats; i++)
        write_threat(page, workload->threats[i]);
}

static void write_unseen(struct page *page, const Catalog__V1__ScopeRow *row) {
    struct word state = value_of(&catalog__v1__row_state__descriptor, (int)row->state);
    struct word risk =
        value_of(&catalog__v1__risk_band__descriptor, row->inherent == NULL ? 0 : (int)row->inherent->band);
    for (size_t i = 0; i < row->n_controls; i++)
        ROW(page, "control", row->controls[i]->mitigation, row->controls[i]->title, row->key, state.text, risk.text, "",
            "", "");
}

void csv_test_scope(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GetTestScopeResponse *scope = (const Catalog__V1__GetTestScopeResponse *)message;
    ROW(page, "what", "subject", "title", "row", "state", "inherent", "detail", "said_at", "until");
    for (size_t i = 0; i < scope->n_entry_points; i++) {
        const Catalog__V1__ScopeEntryPoint *point = scope->entry_points[i];
        ROW(page, "entry_point", point->address, point->title, "", point->exposure, "", point->authentication, "", "");
    }
    for (size_t i = 0; i < scope->n_rows; i++)
        write_unseen(page, scope->rows[i]);
    for (size_t i = 0; i < scope->n_attestations; i++) {
        const Catalog__V1__ScopeAttestation *word = scope->attestations[i];
        struct word said = time_of(word->at);
        struct word until = time_of(word->until);
        ROW(page, "attestation", word->address, word->text, "", word->counts ? "counts" : "does_not_count", "",
            word->who, said.text, until.text);
    }
}
