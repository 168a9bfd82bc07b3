#include "model/effective_diff.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

#define ROW(name)   CATALOG__V1__ROW_STATE__ROW_STATE_##name
#define GATE(name)  CATALOG__V1__GATE_STATE__GATE_STATE_##name
#define DUTY(name)  CATALOG__V1__DUTY_STATE__DUTY_STATE_##name
#define ENTRY(name) CATALOG__V1__ENTRY_STATE__ENTRY_STATE_##name
#define BAND(name)  CATALOG__V1__RISK_BAND__RISK_BAND_##name

#define DEPENDENT TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER

/* The store of the shared texts in a next release that lost its guard and asks for one thing more. */
#define WEAKER_STORE                                                                                                   \
    "kind: component\nname: s/store\nversion: 1.1.0\ntitle: A store\nservice_class: abstracted\n"                      \
    "assurance:\n  - {report: R, issuer: I, valid_from: 2026-01-01, valid_until: 2027-01-01}\n"                        \
    "parameters:\n  - {name: watched, type: bool, default: \"false\"}\n  - {name: mode, type: enum, allowed_values: "  \
    "[open, shut]}\n"                                                                                                  \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "entry_points:\n  - {id: api, on: box, protocol: https, exposures: [internet, vpc], default_exposure: vpc}\n"      \
    "entry_point_policy: closed\n"                                                                                     \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n  - {id: theft, threat: t/theft, on: box, layer: hardware}\n"  \
    "  - {id: alter, threat: t/alter, on: box}\n"                                                                      \
    "responsibilities:\n"                                                                                              \
    "  - {id: key, statement: The key is kept., mandatory: true, discharged_by: {controls: [c/role]}}\n"               \
    "  - {id: more, statement: More is done., mandatory: true}\n"

static struct test_catalog catalog;

static void open_catalog(void) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
}

static const Catalog__V1__EffectiveModel *resolved(const Catalog__V1__Object *object) {
    return test_catalog_resolve(&catalog, object).model;
}

static Catalog__V1__EffectiveDiff *diff_of(const Catalog__V1__EffectiveModel *before,
                                           const Catalog__V1__EffectiveModel *after) {
    Catalog__V1__EffectiveDiff *diff = NULL;
    ck_assert_int_eq(effective_diff(before, after, &catalog.arena, &diff, &catalog.problem), STATUS_OK);
    return diff;
}

static const Catalog__V1__RowDifference *row_of(const Catalog__V1__EffectiveDiff *diff, const char *key) {
    for (size_t i = 0; i < diff->n_rows; i++) {
        if (strcmp(diff->rows[i]->key, key) == 0)
            return diff->rows[i];
    }
    ck_abort_msg("no difference of row %s", key);
    return NULL;
}

START_TEST(test_effective_diff__of_equal_models_is_empty) {
    open_catalog();
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, DEPENDENT);
    Catalog__V1__EffectiveDiff *diff = diff_of(resolved(feature), resolved(feature));
    ck_assert(effective_diff_is_empty(diff));
    ck_assert(!diff->is_worse);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_effective_diff__names_what_a_weaker_version_takes) {
    open_catalog();
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, DEPENDENT);
    const Catalog__V1__EffectiveModel *before = resolved(feature);
    test_catalog_add(&catalog, WEAKER_STORE);
    Catalog__V1__EffectiveDiff *diff = diff_of(before, resolved(feature));
    ck_assert(diff->is_worse);

    ck_assert_uint_eq(diff->n_instances, 1);
    ck_assert_str_eq(diff->instances[0]->before, "1.0.0");
    ck_assert_str_eq(diff->instances[0]->after, "1.1.0");

    const Catalog__V1__RowDifference *leak = row_of(diff, "t/leak@data-store.box");
    ck_assert_int_eq(leak->before, ROW(MITIGATED));
    ck_assert_int_eq(leak->after, ROW(PARTIAL));
    ck_assert_uint_eq(leak->n_credits_removed, 1);
    ck_assert_str_eq(leak->credits_removed[0], "data-store.guard");
    ck_assert_uint_eq(leak->n_credits_added, 0);
    ck_assert_uint_gt(leak->residual_after->band, leak->residual_before->band);

    const Catalog__V1__RowDifference *alter = row_of(diff, "t/alter@data-store.box");
    ck_assert_int_eq(alter->before, ROW(UNSPECIFIED));
    ck_assert_ptr_null(alter->residual_before);
    ck_assert_int_eq(alter->after, ROW(OPEN));
    ck_assert_uint_eq(diff->rows_lost, 2);
    ck_assert_uint_eq(diff->rows_won, 0);
    ck_assert_uint_ge(diff->highest_band_gained, alter->residual_after->band);

    ck_assert_uint_eq(diff->n_provisions, 2);
    ck_assert_str_eq(diff->provisions[0]->address, "data-store.guard");
    ck_assert_int_eq(diff->provisions[0]->after, CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNSPECIFIED);
    ck_assert_uint_eq(diff->n_duties, 1);
    ck_assert_str_eq(diff->duties[0]->address, "data-store.more");
    ck_assert_int_eq(diff->duties[0]->before, DUTY(UNSPECIFIED));
    ck_assert_int_eq(diff->duties[0]->after, DUTY(UNMET));
    ck_assert(diff->duties[0]->mandatory);
    ck_assert_uint_gt(diff->n_reasons_added, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_effective_diff__turned_round_wins_what_was_lost) {
    open_catalog();
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, DEPENDENT);
    const Catalog__V1__EffectiveModel *before = resolved(feature);
    test_catalog_add(&catalog, WEAKER_STORE);
    const Catalog__V1__EffectiveModel *after = resolved(feature);
    Catalog__V1__EffectiveDiff *there = diff_of(before, after);
    Catalog__V1__EffectiveDiff *back = diff_of(after, before);
    ck_assert(!back->is_worse);
    ck_assert_uint_eq(back->rows_won, there->rows_lost);
    ck_assert_uint_eq(back->rows_lost, there->rows_won);
    ck_assert_uint_eq(back->n_reasons_removed, there->n_reasons_added);
    ck_assert_uint_eq(back->n_findings_added, there->n_findings_removed);
    ck_assert_uint_eq(back->n_rows, there->n_rows);
    ck_assert_int_eq(back->highest_band_gained, BAND(UNSPECIFIED));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_effective_diff__shows_baseline_entries_that_came) {
    open_catalog();
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, DEPENDENT);
    const Catalog__V1__EffectiveModel *before = resolved(feature);
    test_catalog_add(&catalog, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                               "  - {id: watch, control: c/watch, level: mandatory}\n");
    Catalog__V1__EffectiveDiff *diff = diff_of(before, resolved(feature));
    ck_assert_uint_eq(diff->n_entries, 1);
    ck_assert_str_eq(diff->entries[0]->control, "c/watch");
    ck_assert_int_eq(diff->entries[0]->before, ENTRY(UNSPECIFIED));
    ck_assert_int_eq(diff->entries[0]->after, ENTRY(UNMET));
    ck_assert_int_eq(diff->now_after, GATE(BLOCKED));
    ck_assert_uint_eq(diff->n_rows, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_effective_diff__shows_decisions_that_end) {
    static char id[] = "7";
    static char title[] = "t";
    Catalog__V1__Verdict verdict = CATALOG__V1__VERDICT__INIT;
    Catalog__V1__Cause cause = CATALOG__V1__CAUSE__INIT;
    Catalog__V1__Cause *causes[] = {&cause};
    Catalog__V1__EffectiveDecision in_force = CATALOG__V1__EFFECTIVE_DECISION__INIT;
    in_force.id = id;
    in_force.in_force = true;
    Catalog__V1__EffectiveDecision lapsed = in_force;
    lapsed.in_force = false;
    lapsed.causes = causes;
    lapsed.n_causes = 1;
    cause.code = title;
    Catalog__V1__EffectiveDecision *decisions[] = {&in_force, &lapsed};
    Catalog__V1__EffectiveModel before = CATALOG__V1__EFFECTIVE_MODEL__INIT;
    before.now = &verdict;
    before.planned = &verdict;
    Catalog__V1__EffectiveModel after = before;
    before.n_decisions = after.n_decisions = 1;
    before.decisions = &decisions[0];
    after.decisions = &decisions[1];
    test_catalog_init(&catalog);
    Catalog__V1__EffectiveDiff *diff = diff_of(&before, &after);
    ck_assert_uint_eq(diff->n_decisions, 1);
    ck_assert(diff->decisions[0]->before && !diff->decisions[0]->after);
    ck_assert_uint_eq(diff->decisions[0]->n_causes, 1);
    ck_assert(diff->is_worse);
    ck_assert(!diff_of(&after, &before)->is_worse);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_effective_diff__says_when_memory_is_out) {
    open_catalog();
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, DEPENDENT);
    const Catalog__V1__EffectiveModel *before = resolved(feature);
    test_catalog_add(&catalog, WEAKER_STORE);
    const Catalog__V1__EffectiveModel *after = resolved(feature);
    struct problem problem;
    problem_init(&problem, NULL);
    struct arena arena;
    arena_init(&arena, 64);
    Catalog__V1__EffectiveDiff *diff = NULL;
    ck_assert_int_eq(effective_diff(before, after, &arena, &diff, &problem), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_ptr_null(diff);
    arena_done(&arena);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(effective_diff, test_effective_diff__of_equal_models_is_empty,
           test_effective_diff__names_what_a_weaker_version_takes, test_effective_diff__turned_round_wins_what_was_lost,
           test_effective_diff__shows_baseline_entries_that_came, test_effective_diff__shows_decisions_that_end,
           test_effective_diff__says_when_memory_is_out)
