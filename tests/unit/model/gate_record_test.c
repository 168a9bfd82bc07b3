#include "support/test.h"

#include "base/limits.h"
#include "codec/message.h"
#include "model/gate_record.h"
#include "model/ratchet.h"
#include "resolve_texts.h"
#include "support/catalog.h"

#include <string.h>

static struct test_catalog catalog;

static struct resolution resolve_feature(const struct resolve_options *options) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    return test_catalog_resolve_with(
        &catalog, test_catalog_add(&catalog, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("planned") TEXT_ANSWER),
        options);
}

static const struct resolve_options options = {.at = TEST_CATALOG_TIME + 1, .revision = 7};

START_TEST(test_gate_record__holds_both_readings_in_order_of_key) {
    struct resolution resolution = resolve_feature(&options);
    Catalog__V1__GateRecord *record = NULL;
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem), STATUS_OK);
    ck_assert_str_eq(record->feature, "f/feature");
    ck_assert_str_eq(record->effective_digest, resolution.model->effective_digest);
    ck_assert_uint_eq(record->at_revision, 7);
    ck_assert_int_eq(record->at->nanos, 1);
    ck_assert_int_eq(record->now, resolution.model->now->state);
    ck_assert_int_eq(record->planned, resolution.model->planned->state);
    ck_assert_uint_eq(record->n_reasons, resolution.model->now->n_reasons);
    ck_assert_uint_gt(record->n_reasons, record->n_planned_reasons);
    ck_assert_str_eq(record->reasons[0]->cause, "");
    ck_assert_uint_eq(record->n_rows, resolution.model->n_rows);
    for (size_t i = 1; i < record->n_rows; i++)
        ck_assert_int_lt(strcmp(record->rows[i - 1]->key, record->rows[i]->key), 0);
    const Catalog__V1__Row *row = test_row(&resolution, record->rows[0]->key);
    ck_assert_int_eq(record->rows[0]->state, row->now->state);
    ck_assert_int_eq(record->rows[0]->planned, row->planned->state);
    ck_assert_int_eq(record->rows[0]->planned_residual->band, row->planned->residual->band);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_gate_record__is_not_worse_than_what_it_was_made_of) {
    struct resolution resolution = resolve_feature(&options);
    Catalog__V1__GateRecord *record = NULL;
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem), STATUS_OK);
    for (int reading = GATE_NOW; reading <= GATE_PLANNED; reading++) {
        Catalog__V1__CheckRatchetResponse found = CATALOG__V1__CHECK_RATCHET_RESPONSE__INIT;
        ck_assert_int_eq(ratchet_compare(resolution.model, record, (enum gate_reading)reading, &catalog.arena, &found,
                                         &catalog.problem),
                         STATUS_OK);
        ck_assert_uint_eq(found.n_worse + found.n_better, 0);
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_gate_record__lock_digest_is_of_the_pins_alone) {
    struct resolution resolution = resolve_feature(&options);
    const struct resolve_options later = {.at = TEST_CATALOG_TIME + 1, .revision = 8};
    Catalog__V1__GateRecord *first = NULL;
    Catalog__V1__GateRecord *second = NULL;
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &first, &catalog.problem), STATUS_OK);
    resolution.lock->revision = 8;
    ck_assert_int_eq(gate_record_make(&resolution, &later, &catalog.arena, &second, &catalog.problem), STATUS_OK);
    ck_assert_str_eq(first->lock_digest, second->lock_digest);
    resolution.lock->n_pins--;
    ck_assert_int_eq(gate_record_make(&resolution, &later, &catalog.arena, &second, &catalog.problem), STATUS_OK);
    ck_assert_str_ne(first->lock_digest, second->lock_digest);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_gate_record__head_is_what_lists_show) {
    struct resolution resolution = resolve_feature(&options);
    Catalog__V1__GateRecord *record = NULL;
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem), STATUS_OK);
    Catalog__V1__GateRecord head = gate_record_head(record);
    ck_assert_ptr_null(head.lock);
    ck_assert_uint_eq(head.n_rows + head.n_reasons + head.n_planned_reasons, 0);
    ck_assert_uint_eq(head.row_count, record->n_rows);
    ck_assert_uint_lt(catalog__v1__gate_record__get_packed_size(&head), LIMIT_ANSWER_BYTES);
    test_catalog_done(&catalog);
}
END_TEST

/* As many rows as LIMIT_GATE_RECORD_ITEMS leaves room for, and one more. */
START_TEST(test_gate_record__says_what_is_too_large) {
    struct resolution resolution = resolve_feature(&options);
    Catalog__V1__EffectiveModel *model = resolution.model;
    Catalog__V1__GateRecord *record = NULL;
    model->now->n_reasons = model->planned->n_reasons = resolution.lock->n_pins = 0;
    Catalog__V1__Row **rows = ARENA_ARRAY(&catalog.arena, Catalog__V1__Row *, LIMIT_GATE_RECORD_ITEMS + 1);
    for (size_t i = 0; i <= LIMIT_GATE_RECORD_ITEMS; i++)
        rows[i] = model->rows[0];
    model->rows = rows;
    model->n_rows = LIMIT_GATE_RECORD_ITEMS;
    rows[0]->key = arena_strdup(&catalog.arena, "t@e");
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem), STATUS_OK);
    model->n_rows++;
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem),
                     STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(catalog.problem.reason, "GATE_RECORD_TOO_LARGE");
    model->n_rows--;
    problem_init(&catalog.problem, NULL);
    rows[0]->key = arena_strdup(&catalog.arena, "threats/with-quite-a-long-name@and.an.address-of-some-length");
    ck_assert_int_eq(gate_record_make(&resolution, &options, &catalog.arena, &record, &catalog.problem),
                     STATUS_RESOURCE_EXHAUSTED);
    ck_assert_ptr_nonnull(strstr(catalog.problem.message, "bytes"));
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(gate_record, test_gate_record__holds_both_readings_in_order_of_key,
           test_gate_record__is_not_worse_than_what_it_was_made_of, test_gate_record__lock_digest_is_of_the_pins_alone,
           test_gate_record__head_is_what_lists_show, test_gate_record__says_what_is_too_large)
