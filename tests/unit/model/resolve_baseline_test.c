#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include <stdio.h>

#define MET     CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET
#define UNKNOWN CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNKNOWN
#define UNMET   CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET

static struct test_catalog catalog;

static struct resolution resolve_texts(const char *baselines, const char *feature) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    test_catalog_add(&catalog, baselines);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, feature));
}

START_TEST(test_resolve_baseline__asks_at_the_places_that_each_picks) {
    struct resolution resolution =
        resolve_texts("kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                      "  - {id: guard, control: c/guard, level: mandatory, each: place.kind == \"flow\"}\n"
                      "  - {id: role, control: c/role, level: negotiable}\n",
                      TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    ck_assert_uint_eq(resolution.model->n_baseline, 3);
    ck_assert_int_eq(test_entry(&resolution, "c/guard", "ask")->state, UNMET);
    ck_assert_int_eq(test_entry(&resolution, "c/guard", "save")->state, MET);
    ck_assert_str_eq(test_entry(&resolution, "c/guard", "save")->met_by[0], "data-store.guard");
    ck_assert_int_eq(test_entry(&resolution, "c/role", "")->state, MET);
    ck_assert_str_eq(test_entry(&resolution, "c/role", "")->met_by[0], "role");
    ck_assert_str_eq(test_reason(&resolution, "BASELINE_UNMET")->subject, "c/guard@ask");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_baseline__unites_and_the_stricter_level_wins) {
    struct resolution resolution =
        resolve_texts("kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                      "  - {id: guard, control: c/guard, level: advisory}\n---\n"
                      "kind: baseline\nname: b/two\nversion: 1.0.0\ntitle: Two\nentries:\n"
                      "  - {id: g, control: c/guard, level: mandatory}\n---\n"
                      "kind: baseline\nname: b/other\nversion: 1.0.0\ntitle: Other\nscope: feature.owner == \"x\"\n"
                      "entries:\n  - {id: w, control: c/watch, level: mandatory}\n",
                      TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    const Catalog__V1__EffectiveEntry *entry = test_entry(&resolution, "c/guard", "");
    ck_assert_int_eq(entry->level, CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_MANDATORY);
    ck_assert_uint_eq(entry->n_asked_by, 2);
    ck_assert_str_eq(entry->asked_by[0], "b/one#guard");
    ck_assert_ptr_null(test_entry(&resolution, "c/watch", ""));
    ck_assert_uint_eq(resolution.model->n_baselines, 2);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_baseline__an_unknown_scope_asks_strictly) {
    struct resolution resolution =
        resolve_texts("kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nscope: facts.personal_data\nentries:\n"
                      "  - {id: watch, control: c/watch, level: mandatory}\n",
                      TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    const Catalog__V1__EffectiveEntry *entry = test_entry(&resolution, "c/watch", "");
    ck_assert_int_eq(entry->state, UNKNOWN);
    ck_assert_str_eq(entry->unknown[0], "facts.personal_data");
    ck_assert_int_eq(test_reason(&resolution, "BASELINE_UNMET")->state,
                     CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_baseline__platform_entries_count_where_each_picks_the_place) {
    struct resolution resolution =
        resolve_texts("kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                      "  - {id: guard, control: c/guard, level: platform, each: place.kind == \"process\"}\n"
                      "  - {id: ask, control: c/guard, level: mandatory, each: place.kind == \"process\"}\n",
                      TEXT_FEATURE_HEAD TEXT_DEPENDENCY(
                          "") "threats:\n  - {id: a, threat: t/leak, on: api}\n  - {id: b, threat: t/leak, on: ask}\n");
    const Catalog__V1__Credit *credit = test_credit(test_row(&resolution, "t/leak@api"), "platform.guard");
    ck_assert(credit->counts_now);
    ck_assert_str_eq(credit->provider, "platform");
    ck_assert_ptr_null(test_credit(test_row(&resolution, "t/leak@ask"), "platform.guard"));
    ck_assert_int_eq(test_entry(&resolution, "c/guard", "api")->state, MET);
    ck_assert_str_eq(test_entry(&resolution, "c/guard", "api")->met_by[0], "platform.guard");
    ck_assert_ptr_nonnull(test_provision(&resolution, "platform.guard"));
    ck_assert_str_eq(resolution.model->instances[1]->address, "platform");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_baseline__an_advisory_entry_is_a_finding) {
    struct resolution resolution = resolve_texts("kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
                                                 "  - {id: watch, control: c/watch, level: advisory}\n",
                                                 TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, UNMET);
    ck_assert_str_eq(test_finding(&resolution, "ADVISORY_UNMET")->subject, "c/watch");
    ck_assert_ptr_null(test_reason(&resolution, "BASELINE_UNMET"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_baseline__a_request_is_shown_and_counts_for_nothing) {
    struct resolution resolution = resolve_texts(
        "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
        "  - {id: watch, control: c/watch, level: negotiable}\n",
        TEXT_FEATURE_HEAD TEXT_DEPENDENCY(
            "") "decisions:\n  - {id: later, kind: accepted, subjects: [{control: c/watch}], justification: "
                "Later., expires_at: 2026-12-01}\n");
    ck_assert_uint_eq(resolution.model->n_decisions, 1);
    ck_assert(!resolution.model->decisions[0]->in_force);
    ck_assert_str_eq(resolution.model->decisions[0]->subjects[0], "c/watch");
    ck_assert_str_eq(resolution.model->decisions[0]->causes[0]->code, "DECISION_NOT_APPROVED");
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, UNMET);
    test_catalog_done(&catalog);
}
END_TEST

#define BASELINE(name, scope, entries)                                                                                 \
    "kind: baseline\nname: b/" name "\nversion: 1.0.0\ntitle: B\n" scope "entries:\n" entries
#define MANDATORY    CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_MANDATORY
#define NEGOTIABLE   CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE
#define ADVISORY     CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_ADVISORY
#define PLATFORM     CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM
#define WATCH(level) "  - {id: watch, control: c/watch, level: " level "}\n"

/* Two baselines that ask for one control: in which reading the stricter one asks decides what it costs. */
START_TEST(test_resolve_baseline__binds_only_where_the_binding_one_asks) {
    static const struct {
        const char *one;
        const char *two;
        Catalog__V1__BaselineLevel level;
        int state;
        int gate; /* of the reason; 0: none */
    } cases[] = {
        {BASELINE("one", "", WATCH("mandatory")), BASELINE("two", "", WATCH("advisory")), MANDATORY, UNMET,
         CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED},
        {BASELINE("one", "scope: facts.personal_data\n", WATCH("mandatory")), BASELINE("two", "", WATCH("advisory")),
         MANDATORY, UNKNOWN, CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL},
        {BASELINE("one", "scope: facts.personal_data\n", WATCH("mandatory")), BASELINE("two", "", WATCH("negotiable")),
         MANDATORY, UNMET, CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED},
        {BASELINE("one", "scope: facts.personal_data\n", WATCH("advisory")), BASELINE("two", "", WATCH("negotiable")),
         NEGOTIABLE, UNMET, CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED},
        {BASELINE("one", "", WATCH("advisory")), BASELINE("two", "", WATCH("advisory")), ADVISORY, UNMET, 0},
        {BASELINE("one", "", WATCH("platform")), BASELINE("two", "", WATCH("mandatory")), MANDATORY, MET, 0},
        {BASELINE("one", "scope: facts.personal_data\n", WATCH("platform")), BASELINE("two", "", WATCH("mandatory")),
         MANDATORY, UNKNOWN, CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL},
        {BASELINE("one", "scope: feature.owner == \"x\"\n", WATCH("platform")), BASELINE("two", "", WATCH("mandatory")),
         MANDATORY, UNMET, CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED},
        {BASELINE("one", "", WATCH("platform")), BASELINE("two", "", WATCH("platform")), PLATFORM, MET, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s---\n%s", cases[i].one, cases[i].two);
        struct resolution resolution = resolve_texts(text, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
        const Catalog__V1__EffectiveEntry *entry = test_entry(&resolution, "c/watch", "");
        const Catalog__V1__GateReason *reason = test_reason(&resolution, "BASELINE_UNMET");
        ck_assert_msg(entry->level == cases[i].level, "case %zu: level %d", i, (int)entry->level);
        ck_assert_msg((int)entry->state == cases[i].state, "case %zu: state %d", i, (int)entry->state);
        ck_assert_msg((reason == NULL ? 0 : (int)reason->state) == cases[i].gate, "case %zu: gate", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

/* Each picks other places: where they meet the stricter one wins, elsewhere each asks for itself. */
START_TEST(test_resolve_baseline__unites_by_place) {
    struct resolution resolution = resolve_texts(
        BASELINE(
            "one", "",
            "  - {id: g, control: c/watch, level: advisory, each: \"place.kind == \\\"flow\\\" || "
            "place.kind == \\\"process\\\"\"}\n") "---\n" BASELINE("two", "",
                                                                   "  - {id: g, control: c/watch, level: mandatory, "
                                                                   "each: \"place.kind == \\\"process\\\" "
                                                                   "|| place.kind == \\\"entry_point\\\"\"}\n"
                                                                   "  - {id: h, control: c/watch, level: "
                                                                   "negotiable}\n"),
        TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "ask")->level, ADVISORY);
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "api")->level, MANDATORY);
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "door")->level, MANDATORY);
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->level, NEGOTIABLE);
    ck_assert_uint_eq(test_entry(&resolution, "c/watch", "api")->n_asked_by, 2);
    ck_assert_uint_eq(test_entry(&resolution, "c/watch", "door")->n_asked_by, 1);
    ck_assert_ptr_null(test_entry(&resolution, "c/watch", "browser"));
    ck_assert_uint_eq(resolution.model->n_baseline, 5);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_baseline, test_resolve_baseline__asks_at_the_places_that_each_picks,
           test_resolve_baseline__unites_and_the_stricter_level_wins,
           test_resolve_baseline__an_unknown_scope_asks_strictly,
           test_resolve_baseline__platform_entries_count_where_each_picks_the_place,
           test_resolve_baseline__an_advisory_entry_is_a_finding,
           test_resolve_baseline__a_request_is_shown_and_counts_for_nothing,
           test_resolve_baseline__binds_only_where_the_binding_one_asks, test_resolve_baseline__unites_by_place)
