#include "model/gate_record.h"

#include "base/limits.h"
#include "codec/canonical.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <stdlib.h>
#include <string.h>

static bool copy_reasons(const Catalog__V1__Verdict *verdict, struct arena *arena,
                         Catalog__V1__GateReason ***ret_reasons, size_t *ret_count) {
    Catalog__V1__GateReason *reasons = ARENA_ARRAY(arena, Catalog__V1__GateReason, verdict->n_reasons + 1);
    Catalog__V1__GateReason **pointers = ARENA_ARRAY(arena, Catalog__V1__GateReason *, verdict->n_reasons + 1);
    if (reasons == NULL || pointers == NULL)
        return false;
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        catalog__v1__gate_reason__init(&reasons[i]);
        reasons[i].state = verdict->reasons[i]->state;
        reasons[i].code = verdict->reasons[i]->code;
        reasons[i].subject = verdict->reasons[i]->subject;
        pointers[i] = &reasons[i];
    }
    *ret_reasons = pointers;
    *ret_count = verdict->n_reasons;
    return true;
}

static int compare_keys(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__RecordedRow *const *)left)->key, (*(Catalog__V1__RecordedRow *const *)right)->key);
}

static void copy_row(const Catalog__V1__Row *row, Catalog__V1__RecordedRow *ret_row) {
    catalog__v1__recorded_row__init(ret_row);
    ret_row->key = row->key;
    if (row->now != NULL) {
        ret_row->state = row->now->state;
        ret_row->residual = row->now->residual;
    }
    if (row->planned != NULL) {
        ret_row->planned = row->planned->state;
        ret_row->planned_residual = row->planned->residual;
    }
}

static bool copy_rows(const Catalog__V1__EffectiveModel *model, struct arena *arena, Catalog__V1__GateRecord *record) {
    Catalog__V1__RecordedRow *rows = ARENA_ARRAY(arena, Catalog__V1__RecordedRow, model->n_rows + 1);
    record->rows = ARENA_ARRAY(arena, Catalog__V1__RecordedRow *, model->n_rows + 1);
    if (rows == NULL || record->rows == NULL)
        return false;
    for (size_t i = 0; i < model->n_rows; i++) {
        copy_row(model->rows[i], &rows[i]);
        record->rows[i] = &rows[i];
    }
    record->n_rows = model->n_rows;
    record->row_count = (uint32_t)model->n_rows;
    if (record->n_rows > 0)
        qsort(record->rows, record->n_rows, sizeof *record->rows, compare_keys);
    return true;
}

/* Which model, and at which revision it was locked, makes no other choice of versions. */
static char *digest_of_pins(const Catalog__V1__Lock *lock, struct arena *arena) {
    Catalog__V1__Lock bare;
    struct digest digest;
    char *text = arena_alloc(arena, DIGEST_TEXT_BYTES);
    catalog__v1__lock__init(&bare);
    bare.pins = lock->pins;
    bare.n_pins = lock->n_pins;
    if (text == NULL || canonical_digest(&bare.base, &digest, NULL) != STATUS_OK)
        return NULL;
    digest_text(&digest, text);
    return text;
}

static bool fill_head(const struct resolution *resolution, const struct resolve_options *options, struct arena *arena,
                      Catalog__V1__GateRecord *record) {
    const Catalog__V1__EffectiveModel *model = resolution->model;
    record->feature = model->model;
    record->content_digest = model->content_digest;
    record->effective_digest = model->effective_digest;
    record->lock = resolution->lock;
    record->lock_digest = digest_of_pins(resolution->lock, arena);
    record->at_revision = options->revision;
    record->at = ARENA_NEW(arena, Catalog__V1__Timestamp);
    if (record->lock_digest == NULL || record->at == NULL)
        return false;
    *record->at = timestamp_of(options->at);
    record->now = model->now->state;
    record->planned = model->planned->state;
    return true;
}

static status_code check_size(const Catalog__V1__GateRecord *record, struct problem *problem) {
    size_t items = record->n_rows + record->n_reasons + record->n_planned_reasons + record->lock->n_pins;
    if (items > LIMIT_GATE_RECORD_ITEMS)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "GATE_RECORD_TOO_LARGE",
                           "the gate result of %.140s has %zu rows, reasons and pins, and %d can be recorded",
                           record->feature, items, LIMIT_GATE_RECORD_ITEMS);
    size_t size = catalog__v1__gate_record__get_packed_size(record);
    if (size <= LIMIT_GATE_RECORD_BYTES)
        return STATUS_OK;
    return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "GATE_RECORD_TOO_LARGE",
                       "the gate result of %.140s has %zu bytes, and %lu can be recorded", record->feature, size,
                       LIMIT_GATE_RECORD_BYTES);
}

status_code gate_record_make(const struct resolution *resolution, const struct resolve_options *options,
                             struct arena *arena, Catalog__V1__GateRecord **ret_record, struct problem *problem) {
    const Catalog__V1__EffectiveModel *model = resolution->model;
    Catalog__V1__GateRecord *record = ARENA_NEW(arena, Catalog__V1__GateRecord);
    if (record == NULL)
        return problem_no_memory(problem);
    catalog__v1__gate_record__init(record);
    bool is_whole = fill_head(resolution, options, arena, record) && copy_rows(model, arena, record) &&
                    copy_reasons(model->now, arena, &record->reasons, &record->n_reasons) &&
                    copy_reasons(model->planned, arena, &record->planned_reasons, &record->n_planned_reasons);
    if (!is_whole)
        return problem_no_memory(problem);
    status_code status = check_size(record, problem);
    if (status == STATUS_OK)
        *ret_record = record;
    return status;
}

Catalog__V1__GateRecord gate_record_head(const Catalog__V1__GateRecord *record) {
    Catalog__V1__GateRecord head = *record;
    head.lock = NULL;
    head.n_reasons = head.n_planned_reasons = head.n_rows = 0;
    return head;
}
