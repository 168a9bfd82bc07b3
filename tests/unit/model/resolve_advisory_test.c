#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "codec/yaml.h"
#include "model/explain.h"

#include <string.h>

#define STATE(name)   CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_##name
#define GATE(name)    CATALOG__V1__GATE_STATE__GATE_STATE_##name
#define CREDIT(name)  CATALOG__V1__CREDIT_STATE__CREDIT_STATE_##name
#define ROW(name)     CATALOG__V1__ROW_STATE__ROW_STATE_##name
#define SOURCE(name)  CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_##name
#define LEAK          "t/leak@data-store.box"
#define STORE_GUARDED TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER

/* What an advisory 7 about the store says. */
#define ADVISORY(more) "id: 7\nobject: s/store\nrange: <1.0.2\nstatement: It does not guard.\nrevision: 7\n" more

static struct test_catalog catalog;
static const Catalog__V1__Object *feature;

static void open_catalog(const char *more) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    feature = test_catalog_add(&catalog, more);
}

static struct resolution resolve_feature(void) {
    return test_catalog_resolve(&catalog, feature);
}

static bool has_cause(Catalog__V1__Cause *const *causes, size_t count, const char *subject) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(causes[i]->code, "ADVISORY") == 0 && strcmp(causes[i]->subject, subject) == 0)
            return true;
    }
    return false;
}

static const Catalog__V1__RowSource *source_of(const Catalog__V1__Row *row) {
    for (size_t i = 0; i < row->n_sources; i++) {
        if (row->sources[i]->kind == SOURCE(ADVISORY))
            return row->sources[i];
    }
    return NULL;
}

START_TEST(test_resolve_advisory__voids_a_provision_that_it_names) {
    open_catalog(STORE_GUARDED);
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    struct resolution after = resolve_feature();
    const Catalog__V1__Row *row = test_row(&after, LEAK);
    const Catalog__V1__Credit *credit = test_credit(row, "data-store.guard");
    const Catalog__V1__EffectiveProvision *provision = test_provision(&after, "data-store.guard");
    ck_assert_int_eq(test_row(&before, LEAK)->now->state, ROW(MITIGATED));
    ck_assert_int_eq(row->now->state, ROW(PARTIAL));
    ck_assert(!credit->counts_now);
    ck_assert(has_cause(credit->causes, credit->n_causes, "s/store@1.0.0#7"));
    ck_assert(has_cause(row->now->causes, row->now->n_causes, "s/store@1.0.0#7"));
    ck_assert_int_eq(provision->state, CREDIT(NOT_CREDITED));
    ck_assert(has_cause(provision->causes, provision->n_causes, "s/store@1.0.0#7"));
    ck_assert(test_credit(row, "role")->counts_now);
    ck_assert_str_eq(source_of(row)->record, "7");
    ck_assert_str_eq(source_of(row)->instance, "data-store");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__makes_the_verdict_stale_and_says_what_to_do) {
    open_catalog(STORE_GUARDED);
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = "1.0.2"});
    struct resolution fresh = resolve_feature();
    static char name[] = "s/store";
    static char version[] = "1.0.0";
    for (size_t i = 0; i < fresh.lock->n_pins; i++) {
        if (strcmp(fresh.lock->pins[i]->name, name) == 0)
            fresh.lock->pins[i]->version = version;
    }
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .lock = fresh.lock};
    test_catalog_advise(&catalog, ADVISORY(""));
    struct resolution locked = test_catalog_resolve_with(&catalog, feature, &options);
    const Catalog__V1__EffectiveAdvisory *advisory = test_advisory(&locked, "7");
    const Catalog__V1__GateReason *reason = test_reason(&locked, "ADVISORY_UNANSWERED");
    ck_assert_int_eq(advisory->state, STATE(UNANSWERED));
    ck_assert_int_eq(advisory->planned, STATE(UNANSWERED));
    ck_assert_str_eq(advisory->version, "1.0.0");
    ck_assert_str_eq(advisory->fixed_in, "1.0.2");
    ck_assert_uint_eq(advisory->n_rows, 1);
    ck_assert_str_eq(advisory->rows[0], LEAK);
    ck_assert_int_eq(reason->state, GATE(STALE));
    ck_assert_str_eq(reason->subject, "s/store@1.0.0#7");
    ck_assert_ptr_nonnull(strstr(reason->cause, "It does not guard."));
    ck_assert_ptr_nonnull(strstr(reason->remedy, "s/store@1.0.2"));
    ck_assert_uint_eq(resolve_feature().model->n_advisories, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__does_nothing_outside_of_its_range_or_withdrawn) {
    open_catalog(STORE_GUARDED);
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, "id: 8\nobject: s/store\nrange: '>1.0.0'\nstatement: No.\n");
    test_catalog_advise(&catalog, "id: 9\nobject: s/other\nrange: '*'\nstatement: No.\n");
    test_catalog_advise(&catalog, ADVISORY("withdrawn_at: 2026-02-01\n"));
    struct resolution after = resolve_feature();
    ck_assert_uint_eq(after.model->n_advisories, 0);
    ck_assert_int_eq(test_row(&after, LEAK)->now->state, ROW(MITIGATED));
    ck_assert_str_eq(after.model->effective_digest, before.model->effective_digest);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__belongs_to_what_is_signed_off) {
    open_catalog(STORE_GUARDED);
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, ADVISORY(""));
    struct resolution during = resolve_feature();
    test_catalog_advise(&catalog, ADVISORY("withdrawn_at: 2026-02-01\n"));
    struct resolution after = resolve_feature();
    ck_assert_str_ne(during.model->effective_digest, before.model->effective_digest);
    ck_assert_str_eq(after.model->effective_digest, before.model->effective_digest);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__brings_rows_for_a_threat_that_nobody_listed) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, ADVISORY("threats: [t/alter]\n"));
    struct resolution resolution = resolve_feature();
    const Catalog__V1__Row *row = test_row(&resolution, "t/alter@data-store.box");
    ck_assert_int_eq(row->now->state, ROW(OPEN));
    ck_assert_uint_eq(row->inherent->likelihood, 3);
    ck_assert_uint_eq(row->n_sources, 1);
    ck_assert_int_eq(test_row(&resolution, LEAK)->now->state, ROW(MITIGATED));
    ck_assert(test_credit(test_row(&resolution, LEAK), "data-store.guard")->counts_now);
    ck_assert_uint_eq(test_advisory(&resolution, "7")->n_rows, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__ends_what_the_class_answers) {
    open_catalog(STORE_GUARDED);
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, ADVISORY("threats: [t/theft]\n"));
    struct resolution after = resolve_feature();
    ck_assert_int_eq(test_row(&before, "t/theft@data-store.box")->now->mitigated_by,
                     CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS);
    ck_assert_int_eq(test_row(&after, "t/theft@data-store.box")->now->state, ROW(OPEN));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__a_threat_that_is_not_there_brings_nothing) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, ADVISORY("threats: [t/gone, 's/store#gone']\n"));
    struct resolution resolution = resolve_feature();
    ck_assert_uint_eq(test_advisory(&resolution, "7")->n_rows, 0);
    ck_assert_int_eq(test_advisory(&resolution, "7")->state, STATE(ANSWERED));
    ck_assert_ptr_null(test_reason(&resolution, "THREAT_NOT_FOUND"));
    ck_assert_ptr_null(test_reason(&resolution, "ADVISORY_UNANSWERED"));
    test_catalog_done(&catalog);
}
END_TEST

/* A control of its own on the row, by STATUS. */
#define OWN_GUARD(status) "  - {id: own, control: c/guard, mitigates: [t/leak], on: [data-store], status: " status "}\n"

START_TEST(test_resolve_advisory__is_answered_by_another_control) {
    open_catalog(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") OWN_GUARD("implemented") TEXT_ANSWER);
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    struct resolution after = resolve_feature();
    ck_assert_int_eq(test_advisory(&after, "7")->state, STATE(ANSWERED));
    ck_assert_uint_eq(test_advisory(&after, "7")->n_rows, 1);
    ck_assert_str_eq(test_finding(&after, "ADVISORY_ANSWERED")->subject, "s/store@1.0.0#7");
    ck_assert_ptr_null(test_reason(&after, "ADVISORY_UNANSWERED"));
    ck_assert_int_eq(after.model->now->state, before.model->now->state);
    test_catalog_done(&catalog);
}
END_TEST

static bool is_planned_reason(const struct resolution *resolution, const char *code) {
    for (size_t i = 0; i < resolution->model->planned->n_reasons; i++) {
        if (strcmp(resolution->model->planned->reasons[i]->code, code) == 0)
            return true;
    }
    return false;
}

START_TEST(test_resolve_advisory__is_answered_as_planned_by_what_is_planned) {
    open_catalog(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") OWN_GUARD("planned") TEXT_ANSWER);
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    struct resolution resolution = resolve_feature();
    ck_assert_int_eq(test_advisory(&resolution, "7")->state, STATE(UNANSWERED));
    ck_assert_int_eq(test_advisory(&resolution, "7")->planned, STATE(ANSWERED));
    ck_assert_ptr_nonnull(test_reason(&resolution, "ADVISORY_UNANSWERED"));
    ck_assert(!is_planned_reason(&resolution, "ADVISORY_UNANSWERED"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__an_unknown_that_may_answer_it_is_conditional) {
    open_catalog(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(", configuration: {watched: unknown}") TEXT_ROLE("implemented")
                     TEXT_ANSWER);
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    struct resolution resolution = resolve_feature();
    const Catalog__V1__GateReason *reason = test_reason(&resolution, "ADVISORY_UNANSWERED");
    ck_assert_int_eq(test_advisory(&resolution, "7")->state, STATE(PENDING));
    ck_assert_int_eq(reason->state, GATE(CONDITIONAL));
    ck_assert_uint_eq(reason->n_facts, 1);
    ck_assert_str_eq(reason->facts[0], "data-store.config.watched");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__a_provision_that_is_not_configured_touches_nothing) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, ADVISORY("provisions: [watch]\n"));
    struct resolution resolution = resolve_feature();
    ck_assert_uint_eq(test_advisory(&resolution, "7")->n_rows, 0);
    ck_assert_int_eq(test_row(&resolution, LEAK)->now->state, ROW(MITIGATED));
    test_catalog_done(&catalog);
}
END_TEST

/* A decision in force that accepts the leak, approved at REVISION. */
static struct resolution resolve_accepted(uint64_t revision) {
    static const char text[] = "id: 3\nfeature: f/feature\nrequester: team\nstate: approved\napprover: lead\n"
                               "decided_at: 2026-02-01\nrecorded_band: critical\nrecorded_classification: "
                               "internal\nrequest:\n  kind: accepted\n"
                               "  subjects: [{threat: t/leak, place: data-store.box}]\n  justification: Fine.\n"
                               "  expires_at: 2026-12-01\n";
    struct document_list documents;
    ck_assert_int_eq(yaml_read(&catalog__v1__decision__descriptor, slice_text(text), &catalog.arena, &documents, NULL),
                     STATUS_OK);
    Catalog__V1__Decision *decision = (Catalog__V1__Decision *)documents.items[0].message;
    const struct view_version *versions = NULL;
    size_t count = 0;
    char digest[DIGEST_TEXT_BYTES];
    static char leak[] = "t/leak";
    Catalog__V1__Setting recorded = CATALOG__V1__SETTING__INIT;
    Catalog__V1__Setting *list[] = {&recorded};
    const struct catalog_view *view = memory_view_catalog(&catalog.view);
    ck_assert_int_eq(view->versions(view->context, leak, &versions, &count, NULL), STATUS_OK);
    digest_text(&versions[0].contract, digest);
    recorded.name = leak;
    recorded.value = digest;
    decision->recorded_digests = list;
    decision->n_recorded_digests = 1;
    decision->revision = revision;
    const Catalog__V1__Decision *decisions[] = {decision};
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .decisions = decisions, .decision_count = 1};
    return test_catalog_resolve_with(&catalog, feature, &options);
}

START_TEST(test_resolve_advisory__only_a_later_decision_answers_it) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, ADVISORY(""));
    struct resolution earlier = resolve_accepted(6);
    ck_assert_int_eq(test_row(&earlier, LEAK)->now->state, ROW(ACCEPTED));
    ck_assert_int_eq(test_advisory(&earlier, "7")->state, STATE(UNANSWERED));
    struct resolution later = resolve_accepted(8);
    ck_assert_int_eq(test_row(&later, LEAK)->now->state, ROW(ACCEPTED));
    ck_assert_int_eq(test_advisory(&later, "7")->state, STATE(ANSWERED));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__no_decision_answers_one_that_is_not_published) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, "object: s/store\nrange: 1.x\nstatement: What if.\n");
    struct resolution resolution = resolve_accepted(8);
    ck_assert_int_eq(test_advisory(&resolution, "")->state, STATE(UNANSWERED));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__about_a_control_voids_all_that_has_it) {
    open_catalog(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") OWN_GUARD("implemented") TEXT_ANSWER);
    test_catalog_advise(&catalog, "id: 7\nobject: c/guard\nrange: 1.0.0\nstatement: It is broken.\nrevision: 7\n");
    struct resolution resolution = resolve_feature();
    const Catalog__V1__Row *row = test_row(&resolution, LEAK);
    ck_assert(!test_credit(row, "own")->counts_now);
    ck_assert(has_cause(test_credit(row, "own")->causes, test_credit(row, "own")->n_causes, "c/guard@1.0.0#7"));
    ck_assert(!test_credit(row, "data-store.guard")->counts_now);
    ck_assert(test_credit(row, "role")->counts_now);
    ck_assert_int_eq(test_advisory(&resolution, "7")->state, STATE(UNANSWERED));
    ck_assert_str_eq(test_advisory(&resolution, "7")->fixed_in, "");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__about_a_control_keeps_to_the_threats_it_names) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, "id: 7\nobject: c/guard\nrange: 1.0.0\nstatement: No.\nthreats: [t/alter]\n");
    struct resolution resolution = resolve_feature();
    ck_assert_int_eq(test_row(&resolution, LEAK)->now->state, ROW(MITIGATED));
    ck_assert_ptr_null(test_row(&resolution, "t/alter@data-store.box"));
    ck_assert_uint_eq(test_advisory(&resolution, "7")->n_rows, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__a_responsibility_loses_what_discharged_it) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, "id: 7\nobject: c/role\nrange: '*'\nstatement: Roles are wide.\nrevision: 7\n");
    struct resolution resolution = resolve_feature();
    ck_assert_int_eq(test_responsibility(&resolution, "data-store.key")->state,
                     CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET);
    ck_assert_int_eq(test_provision(&resolution, "data-store.guard")->state, CREDIT(NOT_CREDITED));
    ck_assert_str_eq(test_advisory(&resolution, "7")->rows[0], LEAK);
    ck_assert_int_eq(resolution.model->now->state, GATE(BLOCKED));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__of_two_about_the_same_each_touches_the_row) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, "id: 10\nobject: c/guard\nrange: 1.0.0\nstatement: It is broken.\nrevision: 10\n");
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    struct resolution resolution = resolve_feature();
    ck_assert_uint_eq(resolution.model->n_advisories, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_str_eq(resolution.model->advisories[i]->id, i == 0 ? "7" : "10");
        ck_assert_uint_eq(resolution.model->advisories[i]->n_rows, 1);
        ck_assert_int_eq(resolution.model->advisories[i]->state, STATE(UNANSWERED));
    }
    test_catalog_done(&catalog);
}
END_TEST

/* A service whose only provision rests on what its own store guards. */
#define TEXT_RESTING                                                                                                   \
    "kind: component\nname: s/base\nversion: 1.0.0\ntitle: Base\nservice_class: in_house\n"                            \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: alter, threat: t/alter, on: box}\n"                                                            \
    "provides:\n  - {id: guard, control: c/guard, mitigates: [t/alter], strength: full}\n"                             \
    "responsibilities:\n  - {id: own, statement: It is run.}\n---\n"                                                   \
    "kind: component\nname: s/login\nversion: 1.0.0\ntitle: Login\nservice_class: in_house\n"                          \
    "dependencies:\n  - {alias: base, component: s/base, requirement: ^1.0}\n"                                         \
    "elements:\n  - {id: run, kind: process, title: Runs}\n"                                                           \
    "threats:\n  - {id: leak, threat: t/leak, on: run}\n"                                                              \
    "provides:\n  - {id: proof, control: c/guard, mitigates: [t/leak], strength: full, requires: [base.guard]}\n"      \
    "responsibilities:\n  - {id: own, statement: It is run.}\n"

START_TEST(test_resolve_advisory__what_rests_on_a_voided_provision_is_lost) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_RESTING);
    feature = test_catalog_add(&catalog, TEXT_FEATURE_HEAD
                               "dependencies:\n  - {alias: login, component: s/login, requirement: ^1.0}\n"
                               "threats:\n  - {id: leak, threat: t/leak, on: api}\n"
                               "mitigations:\n  - {id: auth, uses: login.proof, mitigates: [t/leak], on: [api], "
                               "status: implemented}\n");
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, "id: 7\nobject: s/base\nrange: ^1.0.0\nprovisions: [guard]\nstatement: No.\n"
                                  "revision: 7\n");
    struct resolution after = resolve_feature();
    static const char *const keys[] = {"t/alter@login.base.box", "t/leak@api", "t/leak@login.run"};
    const Catalog__V1__EffectiveAdvisory *advisory = test_advisory(&after, "7");
    ck_assert_uint_eq(advisory->n_rows, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_str_eq(advisory->rows[i], keys[i]);
        ck_assert_int_eq(test_row(&before, keys[i])->now->state, ROW(MITIGATED));
        ck_assert_int_eq(test_row(&after, keys[i])->now->state, ROW(OPEN));
    }
    ck_assert_int_eq(test_provision(&after, "login.proof")->state, CREDIT(NOT_CREDITED));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__the_platform_counts_no_more) {
    open_catalog(TEXT_FEATURE_HEAD "threats:\n  - {id: leak, threat: t/leak, on: api}\n");
    test_catalog_add(&catalog, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                               "  - {id: guard, control: c/guard, level: platform}\n"
                               "  - {id: asked, control: c/guard, level: mandatory}\n");
    struct resolution before = resolve_feature();
    test_catalog_advise(&catalog, "id: 7\nobject: c/guard\nrange: 1.0.0\nstatement: It is broken.\nrevision: 7\n");
    struct resolution after = resolve_feature();
    const Catalog__V1__Credit *credit = test_credit(test_row(&after, "t/leak@api"), "platform.guard");
    ck_assert_int_eq(test_row(&before, "t/leak@api")->now->state, ROW(MITIGATED));
    ck_assert_int_eq(test_entry(&before, "c/guard", "")->state, CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET);
    ck_assert_int_eq(test_row(&after, "t/leak@api")->now->state, ROW(OPEN));
    ck_assert_int_eq(test_entry(&after, "c/guard", "")->state, CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET);
    ck_assert_int_eq(test_provision(&after, "platform.guard")->state, CREDIT(NOT_CREDITED));
    ck_assert(has_cause(credit->causes, credit->n_causes, "c/guard@1.0.0#7"));
    ck_assert_uint_eq(test_advisory(&after, "7")->n_rows, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__the_way_out_fits_every_requirement) {
    static const struct {
        const char *more;
        const char *fixed_in;
    } rows[] = {{"", "1.2.0"},
                {"overrides:\n  - {component: s/store, version: 1.0.0, rationale: It is tested.}\n", "2.0.0"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        test_catalog_init(&catalog);
        test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
        feature = test_catalog_add(&catalog, arena_printf(&catalog.arena, "%s%s", STORE_GUARDED, rows[i].more));
        struct resolution first = resolve_feature();
        const struct resolve_options options = {.at = TEST_CATALOG_TIME, .lock = first.lock};
        static const char *const versions[] = {"1.1.0", "1.2.0", "1.3.0-beta", "2.0.0"};
        for (size_t k = 0; k < COUNT_OF(versions); k++)
            test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = versions[k]});
        test_catalog_advise(&catalog, ADVISORY(""));
        struct resolution locked = test_catalog_resolve_with(&catalog, feature, &options);
        ck_assert_str_eq(test_advisory(&locked, "7")->fixed_in, rows[i].fixed_in);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_advisory__stands_in_the_derivation) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, ADVISORY("provisions: [guard]\n"));
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    Catalog__V1__ExplainRowResponse *answer = NULL;
    size_t source_count = 0;
    size_t void_count = 0;
    ck_assert_int_eq(explain_row(feature, memory_view_catalog(&catalog.view), &options, LEAK, &catalog.arena, &answer,
                                 &catalog.problem),
                     STATUS_OK);
    for (size_t i = 0; i < answer->n_steps; i++) {
        const Catalog__V1__DerivationStep *step = answer->steps[i];
        source_count += strcmp(step->rule, "row.advisory") == 0;
        void_count += strcmp(step->rule, "credit.advisory") == 0 && strcmp(step->record, "advisories[7]") == 0;
    }
    ck_assert_uint_eq(source_count, 1);
    ck_assert_uint_eq(void_count, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_advisory__a_range_that_does_not_read_is_refused) {
    open_catalog(STORE_GUARDED);
    test_catalog_advise(&catalog, "id: 7\nobject: s/store\nrange: one\nstatement: No.\n");
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    struct resolution resolution;
    ck_assert_int_eq(
        resolve(feature, memory_view_catalog(&catalog.view), &options, &catalog.arena, &resolution, &catalog.problem),
        STATUS_INVALID_ARGUMENT);
    test_catalog_done(&catalog);
}
END_TEST

static size_t count_sources(const Catalog__V1__Row *row) {
    size_t count = 0;
    for (size_t i = 0; i < row->n_sources; i++)
        count += row->sources[i]->kind == SOURCE(ADVISORY);
    return count;
}

START_TEST(test_resolve_advisory__brings_a_row_once_for_a_threat_named_twice) {
    static const char *const texts[] = {"threats: [t/leak, t/leak]\n", "threats: [t/leak, t/alter, t/leak]\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        open_catalog(STORE_GUARDED);
        test_catalog_advise(&catalog, arena_printf(&catalog.arena, ADVISORY("%s"), texts[i]));
        struct resolution resolution = resolve_feature();
        ck_assert_uint_eq(count_sources(test_row(&resolution, LEAK)), 1);
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(resolve_advisory, test_resolve_advisory__brings_a_row_once_for_a_threat_named_twice,
           test_resolve_advisory__voids_a_provision_that_it_names,
           test_resolve_advisory__makes_the_verdict_stale_and_says_what_to_do,
           test_resolve_advisory__does_nothing_outside_of_its_range_or_withdrawn,
           test_resolve_advisory__belongs_to_what_is_signed_off,
           test_resolve_advisory__brings_rows_for_a_threat_that_nobody_listed,
           test_resolve_advisory__ends_what_the_class_answers,
           test_resolve_advisory__a_threat_that_is_not_there_brings_nothing,
           test_resolve_advisory__is_answered_by_another_control,
           test_resolve_advisory__is_answered_as_planned_by_what_is_planned,
           test_resolve_advisory__an_unknown_that_may_answer_it_is_conditional,
           test_resolve_advisory__a_provision_that_is_not_configured_touches_nothing,
           test_resolve_advisory__only_a_later_decision_answers_it,
           test_resolve_advisory__no_decision_answers_one_that_is_not_published,
           test_resolve_advisory__about_a_control_voids_all_that_has_it,
           test_resolve_advisory__about_a_control_keeps_to_the_threats_it_names,
           test_resolve_advisory__a_responsibility_loses_what_discharged_it,
           test_resolve_advisory__of_two_about_the_same_each_touches_the_row,
           test_resolve_advisory__what_rests_on_a_voided_provision_is_lost,
           test_resolve_advisory__the_platform_counts_no_more,
           test_resolve_advisory__the_way_out_fits_every_requirement, test_resolve_advisory__stands_in_the_derivation,
           test_resolve_advisory__a_range_that_does_not_read_is_refused)
