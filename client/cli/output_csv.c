#include "cli/output.h"

#include "base/macros.h"
#include "cli/csv_cells.h"
#include "cli/csv_message.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"
#include "catalog/v1/plan_service.pb-c.h"
#include "catalog/v1/suggest_service.pb-c.h"
#include "catalog/v1/upgrade_service.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

#include <assert.h>

static struct word state_of(const Catalog__V1__ObjectVersion *version) {
    if (version->lifecycle == NULL)
        return (struct word){"draft"};
    return value_of(&catalog__v1__lifecycle_state__descriptor, (int)version->lifecycle->state);
}

static void write_objects(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListObjectsResponse *list = (const Catalog__V1__ListObjectsResponse *)message;
    ROW(page, "name", "version", "kind", "state", "title");
    for (size_t i = 0; i < list->n_objects; i++) {
        const Catalog__V1__ObjectVersion *version = list->objects[i]->version;
        if (version == NULL)
            continue;
        struct word kind = value_of(&catalog__v1__object_kind__descriptor, (int)version->kind);
        struct word state = state_of(version);
        ROW(page, version->name, version->version, kind.text, state.text, list->objects[i]->title);
    }
}

static void write_versions(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListVersionsResponse *list = (const Catalog__V1__ListVersionsResponse *)message;
    Catalog__V1__Lifecycle none;
    catalog__v1__lifecycle__init(&none);
    ROW(page, "name", "version", "state", "revision", "stored_at", "author", "replaced_by", "sunset", "reason");
    for (size_t i = 0; i < list->n_versions; i++) {
        const Catalog__V1__ObjectVersion *version = list->versions[i];
        const Catalog__V1__Lifecycle *lifecycle = version->lifecycle == NULL ? &none : version->lifecycle;
        struct word state = state_of(version);
        struct word revision = number_of(version->revision);
        struct word stored_at = time_of(version->stored_at);
        struct word sunset = time_of(lifecycle->sunset);
        ROW(page, version->name, version->version, state.text, revision.text, stored_at.text, version->author,
            lifecycle->replaced_by, sunset.text, lifecycle->reason);
    }
}

static void write_applied(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ApplyObjectsResponse *applied = (const Catalog__V1__ApplyObjectsResponse *)message;
    ROW(page, "outcome", "name", "version", "kind", "content_digest");
    for (size_t i = 0; i < applied->n_results; i++) {
        const Catalog__V1__ApplyResult *result = applied->results[i];
        struct word outcome = value_of(&catalog__v1__apply_outcome__descriptor, (int)result->outcome);
        struct word kind = value_of(&catalog__v1__object_kind__descriptor, (int)result->kind);
        ROW(page, outcome.text, result->name, result->version, kind.text, result->content_digest);
    }
}

static void write_differences(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__DiffObjectsResponse *diff = (const Catalog__V1__DiffObjectsResponse *)message;
    ROW(page, "bump", "path", "before", "after", "rule", "reason");
    for (size_t i = 0; i < diff->n_changes; i++) {
        const Catalog__V1__ClassifiedChange *change = diff->changes[i];
        struct word bump = value_of(&catalog__v1__version_bump__descriptor, (int)change->bump);
        ROW(page, bump.text, change->path, change->before, change->after, change->rule, change->reason);
    }
}

static void write_suggestions(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__SuggestThreatsResponse *list = (const Catalog__V1__SuggestThreatsResponse *)message;
    struct arena arena;
    arena_init(&arena, 0);
    ROW(page, "threat", "version", "title", "place", "state", "unknown", "clause", "covered_by", "dismissal", "reason");
    for (size_t i = 0; i < list->n_suggestions; i++) {
        const Catalog__V1__Suggestion *suggestion = list->suggestions[i];
        struct word state = value_of(&catalog__v1__suggestion_state__descriptor, (int)suggestion->state);
        struct word dismissal = value_of(&catalog__v1__dismissal_state__descriptor, (int)suggestion->dismissal);
        const char *unknown = words_joined(&arena, suggestion->unknown, suggestion->n_unknown);
        const char *covered_by = words_joined(&arena, suggestion->covered_by, suggestion->n_covered_by);
        ROW(page, suggestion->threat, suggestion->version, suggestion->title, suggestion->place, state.text, unknown,
            suggestion->clause, covered_by, dismissal.text, suggestion->reason);
        arena_reset(&arena);
    }
    arena_done(&arena);
}

static void write_answer(struct page *page, const Catalog__V1__ConsumerImpact *consumer, const char *answer,
                         const Catalog__V1__EffectiveDiff *diff) {
    if (diff == NULL)
        return;
    const ProtobufCEnumDescriptor *states = &catalog__v1__gate_state__descriptor;
    struct word kind = value_of(&catalog__v1__object_kind__descriptor, (int)consumer->kind);
    struct word before = value_of(states, (int)diff->now_before);
    struct word after = value_of(states, (int)diff->now_after);
    struct word band = value_of(&catalog__v1__risk_band__descriptor, (int)diff->highest_band_gained);
    struct word lost = number_of(diff->rows_lost);
    struct word won = number_of(diff->rows_won);
    ROW(page, consumer->name, consumer->version, kind.text, consumer->owner, consumer->workload, answer, before.text,
        after.text, band.text, lost.text, won.text, consumer->is_worse ? "true" : "false");
}

/* A line for each consumer and answer. */
static void write_impact(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__AnalyzeImpactResponse *impact = (const Catalog__V1__AnalyzeImpactResponse *)message;
    ROW(page, "consumer", "version", "kind", "owner", "workload", "answer", "verdict_before", "verdict_after",
        "band_gained", "rows_lost", "rows_won", "is_worse");
    for (size_t i = 0; i < impact->n_consumers; i++) {
        write_answer(page, impact->consumers[i], "on_commit", impact->consumers[i]->on_commit);
        write_answer(page, impact->consumers[i], "on_upgrade", impact->consumers[i]->on_upgrade);
    }
}

/* What a row of the effective model says of one time, now or as planned. */
struct reading {
    struct word state;
    struct word band;
    const char *above_appetite;
};

static struct word band_of(const Catalog__V1__Rating *rating) {
    return rating == NULL ? (struct word){""} : value_of(&catalog__v1__risk_band__descriptor, (int)rating->band);
}

static struct reading reading_of(const Catalog__V1__RowReading *reading) {
    if (reading == NULL)
        return (struct reading){.above_appetite = ""};
    return (struct reading){value_of(&catalog__v1__row_state__descriptor, (int)reading->state),
                            band_of(reading->residual), reading->above_appetite ? "true" : "false"};
}

static void write_model(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned) {
    (void)is_as_planned;
    ROW(page, "row", "threat", "title", "place", "instance", "inherent", "state_now", "residual_now",
        "above_appetite_now", "state_planned", "residual_planned", "above_appetite_planned");
    for (size_t i = 0; i < model->n_rows; i++) {
        const Catalog__V1__Row *row = model->rows[i];
        struct word inherent = band_of(row->inherent);
        struct reading now = reading_of(row->now);
        struct reading planned = reading_of(row->planned);
        ROW(page, row->key, row->threat, row->title, row->place, row->instance, inherent.text, now.state.text,
            now.band.text, now.above_appetite, planned.state.text, planned.band.text, planned.above_appetite);
    }
}

static void write_gate_records(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListGateRecordsResponse *list = (const Catalog__V1__ListGateRecordsResponse *)message;
    ROW(page, "id", "feature", "version", "now", "planned", "rows", "recorded_at", "author", "at", "at_revision",
        "lock_digest", "effective_digest");
    for (size_t i = 0; i < list->n_records; i++) {
        const Catalog__V1__GateRecord *record = list->records[i];
        struct word now = value_of(&catalog__v1__gate_state__descriptor, (int)record->now);
        struct word planned = value_of(&catalog__v1__gate_state__descriptor, (int)record->planned);
        struct word rows = number_of(record->row_count);
        struct word recorded_at = time_of(record->recorded_at);
        struct word at = time_of(record->at);
        struct word at_revision = number_of(record->at_revision);
        ROW(page, record->id, record->feature, record->version, now.text, planned.text, rows.text, recorded_at.text,
            record->author, at.text, at_revision.text, record->lock_digest, record->effective_digest);
    }
}

static void write_gate_record(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GateRecord *record = ((const Catalog__V1__GetGateRecordResponse *)message)->record;
    ROW(page, "row", "state_now", "residual_now", "state_planned", "residual_planned");
    for (size_t i = 0; record != NULL && i < record->n_rows; i++) {
        const Catalog__V1__RecordedRow *row = record->rows[i];
        struct word state = value_of(&catalog__v1__row_state__descriptor, (int)row->state);
        struct word residual = band_of(row->residual);
        struct word planned = value_of(&catalog__v1__row_state__descriptor, (int)row->planned);
        struct word planned_residual = band_of(row->planned_residual);
        ROW(page, row->key, state.text, residual.text, planned.text, planned_residual.text);
    }
}

static void write_ratchet_list(struct page *page, const char *way, Catalog__V1__RatchetDifference *const *differences,
                               size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Catalog__V1__RatchetDifference *difference = differences[i];
        struct word rule = value_of(&catalog__v1__ratchet_rule__descriptor, (int)difference->rule);
        struct word gate_before = value_of(&catalog__v1__gate_state__descriptor, (int)difference->gate_before);
        struct word gate_after = value_of(&catalog__v1__gate_state__descriptor, (int)difference->gate_after);
        struct word row_before = value_of(&catalog__v1__row_state__descriptor, (int)difference->row_before);
        struct word row_after = value_of(&catalog__v1__row_state__descriptor, (int)difference->row_after);
        struct word residual_before = band_of(difference->residual_before);
        struct word residual_after = band_of(difference->residual_after);
        ROW(page, way, rule.text, difference->subject, difference->code, gate_before.text, gate_after.text,
            row_before.text, row_after.text, residual_before.text, residual_after.text);
    }
}

static void write_ratchet(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__CheckRatchetResponse *answer = (const Catalog__V1__CheckRatchetResponse *)message;
    ROW(page, "way", "rule", "subject", "code", "gate_before", "gate_after", "row_before", "row_after",
        "residual_before", "residual_after");
    write_ratchet_list(page, "worse", answer->worse, answer->n_worse);
    write_ratchet_list(page, "better", answer->better, answer->n_better);
}

static const struct {
    const ProtobufCMessageDescriptor *descriptor;
    void (*write)(struct page *page, const ProtobufCMessage *message);
} writers[] = {
    {&catalog__v1__list_objects_response__descriptor, write_objects},
    {&catalog__v1__list_versions_response__descriptor, write_versions},
    {&catalog__v1__apply_objects_response__descriptor, write_applied},
    {&catalog__v1__diff_objects_response__descriptor, write_differences},
    {&catalog__v1__list_changes_response__descriptor, csv_changes},
    {&catalog__v1__list_gate_records_response__descriptor, write_gate_records},
    {&catalog__v1__get_gate_record_response__descriptor, write_gate_record},
    {&catalog__v1__check_ratchet_response__descriptor, write_ratchet},
    {&catalog__v1__plan_feature_response__descriptor, csv_plan},
    {&catalog__v1__plan_organisation_response__descriptor, csv_organisation_plan},
    {&catalog__v1__list_workloads_response__descriptor, csv_workloads},
    {&catalog__v1__get_workload_response__descriptor, csv_workload},
    {&catalog__v1__get_test_scope_response__descriptor, csv_test_scope},
    {&catalog__v1__list_outdated_response__descriptor, csv_outdated},
    {&catalog__v1__suggest_threats_response__descriptor, write_suggestions},
    {&catalog__v1__analyze_impact_response__descriptor, write_impact},
};

static void write_message(struct page *page, const ProtobufCMessage *message) {
    for (size_t i = 0; i < COUNT_OF(writers); i++) {
        if (writers[i].descriptor == message->descriptor) {
            writers[i].write(page, message);
            return;
        }
    }
    assert(!"every message of a command with has_rows has a writer");
}

const struct output output_csv = {"csv", write_message, write_message, write_model};
