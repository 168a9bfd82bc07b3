#include "model/decision_record.h"
#include "model/timestamp.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include <stdio.h>

#define DECISION_KIND(kind)  CATALOG__V1__DECISION_KIND__DECISION_KIND_##kind
#define DECISION_STATE(name) CATALOG__V1__DECISION_STATE__DECISION_STATE_##name
#define ENTRY_STATE(name)    CATALOG__V1__ENTRY_STATE__ENTRY_STATE_##name
#define ROW_STATE(name)      CATALOG__V1__ROW_STATE__ROW_STATE_##name

#define EXPIRES (TEST_CATALOG_TIME + 30 * NS_PER_DAY)

static struct test_catalog catalog;
static const Catalog__V1__Object *feature;
static Catalog__V1__DecisionSubject row_subject;
static Catalog__V1__DecisionSubject entry_subject;
static Catalog__V1__DecisionRequest request;
static Catalog__V1__Decision decision;
static Catalog__V1__Timestamp decided_at;
static Catalog__V1__Timestamp expires_at;

/* A feature with one open row and one unmet entry; MORE goes into it. */
static void open_catalog(const char *level, const char *more) {
    char text[2048];
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    snprintf(text, sizeof text,
             "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
             "  - {id: watch, control: c/watch, level: %s}\n",
             level);
    test_catalog_add(&catalog, text);
    snprintf(text, sizeof text,
             "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\n"
             "elements:\n  - {id: api, kind: process, title: The service}\n"
             "threats:\n  - {id: leak, threat: t/leak, on: api}\n%s",
             more);
    feature = test_catalog_add(&catalog, text);
}

/* A request of KIND about the row, the entry, or both, as a fresh decision that nobody approved. */
static void ask(Catalog__V1__DecisionKind kind, bool about_row, bool about_entry) {
    static char texts[][16] = {"t/leak", "api", "c/watch", "take-it", "7", "team", "lead", "It is fine."};
    static Catalog__V1__DecisionSubject *subjects[2];
    catalog__v1__decision_subject__init(&row_subject);
    catalog__v1__decision_subject__init(&entry_subject);
    catalog__v1__decision_request__init(&request);
    catalog__v1__decision__init(&decision);
    row_subject.threat = texts[0];
    row_subject.place = texts[1];
    entry_subject.control = texts[2];
    request.id = texts[3];
    request.kind = kind;
    request.justification = texts[7];
    request.subjects = subjects;
    request.n_subjects = 0;
    if (about_row)
        subjects[request.n_subjects++] = &row_subject;
    if (about_entry)
        subjects[request.n_subjects++] = &entry_subject;
    request.likelihood = kind == DECISION_KIND(RERATED) ? 2 : 0;
    expires_at = timestamp_of(EXPIRES);
    request.expires_at = &expires_at;
    decision.id = texts[4];
    decision.requester = texts[5];
    decision.approver = texts[6];
    decision.request = &request;
}

static status_code record(struct problem *problem) {
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    problem_init(problem, &catalog.arena);
    return decision_record(feature, memory_view_catalog(&catalog.view), &options, &catalog.arena, &decision, problem);
}

/* Records what it rests on and approves it. */
static void approve(void) {
    struct problem problem;
    status_code status = record(&problem);
    ck_assert_msg(status == STATUS_OK, "%s %s", problem.message,
                  problem.violation_count == 0 ? "" : problem.violations[0].message);
    decided_at = timestamp_of(TEST_CATALOG_TIME);
    decision.decided_at = &decided_at;
    decision.state = DECISION_STATE(APPROVED);
}

static struct resolution resolve_at(time_ns at) {
    static const Catalog__V1__Decision *const decisions[] = {&decision};
    struct resolve_options options = {.at = at, .decisions = decisions, .decision_count = 1};
    return test_catalog_resolve_with(&catalog, feature, &options);
}

static const char *cause_of(const struct resolution *resolution) {
    const Catalog__V1__EffectiveDecision *effective = resolution->model->decisions[0];
    ck_assert_uint_eq(resolution->model->n_decisions, 1);
    ck_assert_int_eq(effective->in_force, effective->n_causes == 0);
    return effective->n_causes == 0 ? "" : effective->causes[0]->code;
}

START_TEST(test_resolve_decision__sets_the_state_and_leaves_the_risk_visible) {
    open_catalog("negotiable", "");
    ask(DECISION_KIND(ACCEPTED), true, true);
    approve();
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
    ck_assert_int_eq(row->now->state, ROW_STATE(ACCEPTED));
    ck_assert_uint_eq(row->now->residual->likelihood, 4);
    ck_assert(!row->now->above_appetite);
    ck_assert_ptr_null(test_reason(&resolution, "RISK_ABOVE_APPETITE"));
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, ENTRY_STATE(LIFTED));
    ck_assert_str_eq(cause_of(&resolution), "");
    ck_assert_str_eq(resolution.model->decisions[0]->approver, "lead");
    ck_assert_uint_eq(resolution.model->states[ROW_STATE(ACCEPTED) - 1]->now, 1);
    ck_assert_int_eq(resolution.model->now->next_boundary->seconds, EXPIRES / NS_PER_SECOND);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__not_applicable_is_a_state_of_its_own) {
    open_catalog("negotiable", "");
    ask(DECISION_KIND(NOT_APPLICABLE), true, false);
    approve();
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_int_eq(test_row(&resolution, "t/leak@api")->now->state, ROW_STATE(NOT_APPLICABLE));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__lifts_no_mandatory_entry) {
    struct problem problem;
    open_catalog("negotiable", "");
    ask(DECISION_KIND(ACCEPTED), false, true);
    approve();
    struct test_catalog recorded = catalog; /* what was recorded lives there */
    open_catalog("mandatory", "");
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, ENTRY_STATE(UNMET));
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "request.subjects[0]");
    test_catalog_done(&catalog);
    test_catalog_done(&recorded);
}
END_TEST

/* Another baseline asks for the same without a way out, if it applies. */
START_TEST(test_resolve_decision__lifts_an_entry_unless_a_mandatory_one_may_ask) {
    static const struct {
        const char *scope;
        Catalog__V1__EntryState state;
    } cases[] = {{"facts.multi_tenant", ENTRY_STATE(LIFTED)}, {"facts.personal_data", ENTRY_STATE(UNKNOWN)}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[512];
        open_catalog("negotiable", "facts: {multi_tenant: \"false\"}\n");
        ask(DECISION_KIND(ACCEPTED), false, true);
        approve();
        snprintf(text, sizeof text,
                 "kind: baseline\nname: b/two\nversion: 1.0.0\ntitle: Two\nscope: %s\nentries:\n"
                 "  - {id: watch, control: c/watch, level: mandatory}\n",
                 cases[i].scope);
        test_catalog_add(&catalog, text);
        struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
        ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, cases[i].state);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_decision__rerates_downwards_only) {
    open_catalog("advisory", "");
    ask(DECISION_KIND(RERATED), true, false);
    approve();
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
    ck_assert_uint_eq(row->inherent->likelihood, 2);
    ck_assert_uint_eq(row->inherent->impact, 4);
    ck_assert_int_eq(row->now->state, ROW_STATE(OPEN));
    test_catalog_done(&catalog);
}
END_TEST

/* Whichever comes first, and in each dimension; one that has lapsed leaves what the other asks for. */
START_TEST(test_resolve_decision__of_several_reratings_the_lowest_counts) {
    static char later[] = "8";
    open_catalog("advisory", "");
    ask(DECISION_KIND(RERATED), true, false);
    approve();
    Catalog__V1__Timestamp past = timestamp_of(TEST_CATALOG_TIME);
    Catalog__V1__DecisionRequest other_request = request;
    Catalog__V1__Decision other = decision;
    other.id = later;
    other.request = &other_request;
    other_request.likelihood = 1;
    other_request.impact = 3;
    request.likelihood = 3;
    request.impact = 2;
    const Catalog__V1__Decision *const orders[][2] = {{&decision, &other}, {&other, &decision}};
    for (size_t i = 0; i < 2 * COUNT_OF(orders); i++) {
        struct resolve_options options = {
            .at = TEST_CATALOG_TIME, .decisions = orders[i % 2], .decision_count = COUNT_OF(orders[0])};
        bool has_lapsed = i >= COUNT_OF(orders);
        other_request.expires_at = has_lapsed ? &past : &expires_at;
        struct resolution resolution = test_catalog_resolve_with(&catalog, feature, &options);
        const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
        ck_assert_uint_eq(row->inherent->likelihood, has_lapsed ? 3 : 1);
        ck_assert_uint_eq(row->now->residual->likelihood, has_lapsed ? 3 : 1);
        ck_assert_uint_eq(row->now->residual->impact, 2);
    }
    test_catalog_done(&catalog);
}
END_TEST

/* In force from the approval until the expiry, both to the nanosecond. */
START_TEST(test_resolve_decision__counts_up_to_its_expiry_and_not_at_it) {
    static const struct {
        time_ns at;
        const char *cause;
    } cases[] = {{TEST_CATALOG_TIME - 1, "DECISION_NOT_YET_APPROVED"},
                 {TEST_CATALOG_TIME, ""},
                 {EXPIRES - 1, ""},
                 {EXPIRES, "DECISION_EXPIRED"}};
    open_catalog("negotiable", "");
    ask(DECISION_KIND(ACCEPTED), true, false);
    approve();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution = resolve_at(cases[i].at);
        bool counts = cases[i].cause[0] == '\0';
        ck_assert_msg(strcmp(cause_of(&resolution), cases[i].cause) == 0, "%zu: %s", i, cause_of(&resolution));
        ck_assert_int_eq(test_row(&resolution, "t/leak@api")->now->state,
                         counts ? ROW_STATE(ACCEPTED) : ROW_STATE(OPEN));
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__counts_only_while_it_is_approved) {
    static const struct {
        Catalog__V1__DecisionState state;
        const char *cause;
    } cases[] = {{DECISION_STATE(REQUESTED), "DECISION_NOT_APPROVED"},
                 {DECISION_STATE(REJECTED), "DECISION_REJECTED"},
                 {DECISION_STATE(REVOKED), "DECISION_REVOKED"},
                 {(Catalog__V1__DecisionState)99, "DECISION_NOT_APPROVED"}};
    open_catalog("negotiable", "");
    ask(DECISION_KIND(ACCEPTED), true, true);
    approve();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        decision.state = cases[i].state;
        struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
        ck_assert_str_eq(cause_of(&resolution), cases[i].cause);
        ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, ENTRY_STATE(UNMET));
        ck_assert_int_eq(test_row(&resolution, "t/leak@api")->now->state, ROW_STATE(OPEN));
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__hangs_on_its_condition) {
    static char condition[] = "!facts.human_access";
    static const struct {
        const char *facts;
        Catalog__V1__RowState state;
        const char *cause;
        const char *reason; /* of the gate, for the row */
    } cases[] = {{"facts: {human_access: false}\n", ROW_STATE(ACCEPTED), "", NULL},
                 {"facts: {human_access: true}\n", ROW_STATE(OPEN), "DECISION_CONDITION_FALSE", "BLOCKED"},
                 {"", ROW_STATE(CONDITIONAL), "DECISION_CONDITION_UNKNOWN", "CONDITIONAL"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        open_catalog("negotiable", cases[i].facts);
        ask(DECISION_KIND(ACCEPTED), true, true);
        request.while_ = condition;
        approve();
        struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
        const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
        const Catalog__V1__GateReason *reason = test_reason(&resolution, "RISK_ABOVE_APPETITE");
        ck_assert_str_eq(cause_of(&resolution), cases[i].cause);
        ck_assert_int_eq(row->now->state, cases[i].state);
        ck_assert_int_eq(reason != NULL, cases[i].reason != NULL);
        if (cases[i].state != ROW_STATE(CONDITIONAL)) {
            test_catalog_done(&catalog);
            continue;
        }
        ck_assert_int_eq(reason->state, CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL);
        ck_assert_str_eq(row->now->unknown[0], "facts.human_access");
        ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, ENTRY_STATE(UNKNOWN));
        ck_assert_str_eq(test_entry(&resolution, "c/watch", "")->unknown[0], "facts.human_access");
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_decision__lapses_when_what_it_rests_on_changes) {
    static char other[] = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    open_catalog("negotiable", "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n");
    ask(DECISION_KIND(ACCEPTED), true, false);
    approve();
    ck_assert_str_eq(decision.recorded_classification, "internal");
    ck_assert_int_eq(decision.recorded_band, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH);
    ck_assert_uint_eq(decision.n_recorded_digests, 1);
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(cause_of(&resolution), "");

    char *digest = decision.recorded_digests[0]->value;
    decision.recorded_digests[0]->value = other;
    resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(cause_of(&resolution), "DECISION_CONTRACT_CHANGED");
    decision.recorded_digests[0]->value = digest;

    decision.recorded_band = CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM;
    resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(cause_of(&resolution), "DECISION_RISK_ABOVE_RECORDED");
    decision.recorded_band = CATALOG__V1__RISK_BAND__RISK_BAND_HIGH;

    decision.recorded_classification = (char *)(uintptr_t) "public";
    resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(cause_of(&resolution), "DECISION_CLASSIFICATION_RAISED");
    decision.recorded_classification = (char *)(uintptr_t) "restricted";
    resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(cause_of(&resolution), "");
    test_catalog_done(&catalog);
}
END_TEST

#define OWN(control, status)                                                                                           \
    "mitigations:\n  - {id: own, control: " control ", mitigates: [t/leak], on: [api], status: " status                \
    ", evidence: [{kind: policy}]}\n"

START_TEST(test_resolve_decision__compensates_at_no_less_strength) {
    static char own[] = "own";
    static char *names[] = {own};
    static const struct {
        const char *mitigation;
        const char *cause;
        Catalog__V1__EntryState now;
        Catalog__V1__EntryState planned;
    } cases[] = {{OWN("c/role", "implemented"), "", ENTRY_STATE(LIFTED), ENTRY_STATE(LIFTED)},
                 {OWN("c/role", "planned"), "DECISION_NOT_COMPENSATED", ENTRY_STATE(UNMET), ENTRY_STATE(LIFTED)},
                 {OWN("c/role", "proposed"), "DECISION_NOT_COMPENSATED", ENTRY_STATE(UNMET), ENTRY_STATE(UNMET)}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        open_catalog("negotiable", cases[i].mitigation);
        ask(DECISION_KIND(COMPENSATING), false, true);
        request.compensating = names;
        request.n_compensating = 1;
        approve();
        struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
        const Catalog__V1__EffectiveEntry *entry = test_entry(&resolution, "c/watch", "");
        ck_assert_msg(strcmp(cause_of(&resolution), cases[i].cause) == 0, "%zu: %s", i, cause_of(&resolution));
        ck_assert_int_eq(entry->state, cases[i].now);
        ck_assert_int_eq(entry->planned, cases[i].planned);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_decision__request_must_fit_the_model) {
    static char nowhere[] = "nowhere";
    struct problem problem;
    open_catalog("negotiable", "");
    ask(DECISION_KIND(ACCEPTED), true, false);
    row_subject.place = nowhere;
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ask(DECISION_KIND(ACCEPTED), false, true);
    entry_subject.place = nowhere;
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ask(DECISION_KIND(RERATED), false, true);
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ask(DECISION_KIND(COMPENSATING), true, false);
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ask(DECISION_KIND(ACCEPTED), true, false);
    request.justification = (char *)(uintptr_t) "";
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "request.justification");
    ask(DECISION_KIND(ACCEPTED), true, false);
    request.expires_at = NULL;
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "request.expires_at");
    ask(DECISION_KIND(UNSPECIFIED), true, false);
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "request.kind");
    ask(DECISION_KIND(ACCEPTED), true, false);
    request.while_ = (char *)(uintptr_t) "facts.";
    ck_assert_int_eq(record(&problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "request.while");
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_decision, test_resolve_decision__sets_the_state_and_leaves_the_risk_visible,
           test_resolve_decision__not_applicable_is_a_state_of_its_own, test_resolve_decision__lifts_no_mandatory_entry,
           test_resolve_decision__lifts_an_entry_unless_a_mandatory_one_may_ask,
           test_resolve_decision__rerates_downwards_only, test_resolve_decision__of_several_reratings_the_lowest_counts,
           test_resolve_decision__counts_up_to_its_expiry_and_not_at_it,
           test_resolve_decision__counts_only_while_it_is_approved, test_resolve_decision__hangs_on_its_condition,
           test_resolve_decision__lapses_when_what_it_rests_on_changes,
           test_resolve_decision__compensates_at_no_less_strength, test_resolve_decision__request_must_fit_the_model)
