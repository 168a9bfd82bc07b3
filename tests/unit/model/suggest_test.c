#include "model/suggest.h"

#include "model/object.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/buffer.h"
#include "resolve_texts.h"

#include <stdio.h>
#include <string.h>

#define TEXT_SUGGESTED                                                                                                 \
    "kind: threat\nname: x/facts\nversion: 1.0.0\ntitle: Hangs on a fact\nlikelihood: 3\nimpact: 3\n"                  \
    "applies_when: place.kind == 'process' && facts.payment_data\n---\n"                                               \
    "kind: threat\nname: x/never\nversion: 1.0.0\ntitle: Suggested nowhere\nlikelihood: 3\nimpact: 3\n---\n"           \
    "kind: threat\nname: x/open\nversion: 1.0.0\ntitle: Applies to processes\nlikelihood: 3\nimpact: 3\n"              \
    "applies_when: place.kind == 'process'\n---\n"                                                                     \
    "kind: threat\nname: y/door\nversion: 1.0.0\ntitle: Applies to open doors\nlikelihood: 3\nimpact: 3\n"             \
    "applies_when: place.kind == 'entry_point' && place.exposure == 'internet'\n---\n"

#define TEXT_POLICY(more)                                                                                              \
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\n"                                              \
    "facts: [{name: payment_data, type: bool}]\n" more "---\n"

struct test {
    struct test_catalog catalog;
    struct suggestions *suggestions;
};

static struct test test;

static void suggest_to(const char *feature, const struct suggest_options *options) {
    const struct resolve_options resolve_options = {.at = TEST_CATALOG_TIME};
    const Catalog__V1__Object *object = test_catalog_add(&test.catalog, feature);
    status_code status = suggest(object, &test.catalog.view.view, &resolve_options, options, &test.catalog.arena,
                                 &test.suggestions, &test.catalog.problem);
    ck_assert_msg(status == STATUS_OK, "%s", test.catalog.problem.message);
}

static const Catalog__V1__Suggestion *read_one(size_t number) {
    const Catalog__V1__Suggestion *suggestion = NULL;
    ck_assert_uint_lt(number, suggestions_count(test.suggestions));
    ck_assert_int_eq(suggestions_read(test.suggestions, number, &suggestion, &test.catalog.problem), STATUS_OK);
    return suggestion;
}

/* The suggestion of THREAT at PLACE; NULL: there is none. */
static const Catalog__V1__Suggestion *find(const char *threat, const char *place) {
    for (size_t i = 0; i < suggestions_count(test.suggestions); i++) {
        const Catalog__V1__Suggestion *suggestion = read_one(i);
        if (strcmp(suggestion->threat, threat) == 0 && strcmp(suggestion->place, place) == 0)
            return suggestion;
    }
    return NULL;
}

static const struct suggest_options plain = {.namespaces = NULL};

static void set_up(void) {
    test_catalog_init(&test.catalog);
    test_catalog_add(&test.catalog, TEXT_THREATS TEXT_CONTROLS TEXT_SUGGESTED TEXT_STORE);
}

static void tear_down(void) {
    test_catalog_done(&test.catalog);
}

START_TEST(test_suggest__names_what_applies_and_is_open) {
    set_up();
    suggest_to(TEXT_FEATURE_HEAD, &plain);
    const Catalog__V1__Suggestion *open = find("x/open", "api");
    ck_assert_ptr_nonnull(open);
    ck_assert_int_eq(open->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN);
    ck_assert_str_eq(open->version, "1.0.0");
    ck_assert_str_eq(open->title, "Applies to processes");
    ck_assert_uint_eq(open->n_values, 1);
    ck_assert_str_eq(open->values[0]->name, "place.kind");
    ck_assert_str_eq(open->values[0]->value, "process");
    ck_assert_ptr_nonnull(find("y/door", "door"));
    ck_assert_ptr_null(find("x/open", "browser"));
    ck_assert_ptr_null(find("x/never", "api"));
    tear_down();
}
END_TEST

START_TEST(test_suggest__orders_by_threat_then_place) {
    set_up();
    suggest_to(TEXT_FEATURE_HEAD "facts: [{name: payment_data, value: \"true\"}]\n", &plain);
    ck_assert_uint_eq(suggestions_count(test.suggestions), 3);
    ck_assert_str_eq(read_one(0)->threat, "x/facts");
    ck_assert_str_eq(read_one(1)->threat, "x/open");
    ck_assert_str_eq(read_one(2)->threat, "y/door");
    const Catalog__V1__SuggestionCounts *counts = suggestions_counts(test.suggestions);
    ck_assert_uint_eq(counts->open, 3);
    ck_assert_uint_eq(counts->threats, 3);
    ck_assert_uint_eq(counts->places, 5);
    tear_down();
}
END_TEST

START_TEST(test_suggest__names_the_facts_that_are_not_known) {
    set_up();
    suggest_to(TEXT_FEATURE_HEAD, &plain);
    const Catalog__V1__Suggestion *unknown = find("x/facts", "api");
    ck_assert_ptr_nonnull(unknown);
    ck_assert_int_eq(unknown->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN);
    ck_assert_uint_eq(unknown->n_unknown, 1);
    ck_assert_str_eq(unknown->unknown[0], "facts.payment_data");
    ck_assert_uint_eq(unknown->n_values, 2);
    ck_assert_str_eq(unknown->values[1]->value, "unknown");
    tear_down();
}
END_TEST

START_TEST(test_suggest__names_the_clause_that_is_false) {
    const struct suggest_options all = {.with_not_applicable = true};
    set_up();
    suggest_to(TEXT_FEATURE_HEAD "facts: [{name: payment_data, value: \"false\"}]\n", &all);
    const Catalog__V1__Suggestion *false_one = find("x/facts", "api");
    ck_assert_ptr_nonnull(false_one);
    ck_assert_int_eq(false_one->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_NOT_APPLICABLE);
    ck_assert_str_eq(false_one->clause, "facts.payment_data");
    ck_assert_uint_eq(false_one->n_values, 1);
    ck_assert_str_eq(find("x/open", "browser")->clause, "place.kind == \"process\"");
    ck_assert_uint_eq(suggestions_counts(test.suggestions)->not_applicable, 13);
    tear_down();
}
END_TEST

START_TEST(test_suggest__names_what_covers) {
    set_up();
    test_catalog_add(&test.catalog,
                     "kind: control\nname: c/answer\nversion: 1.0.0\ntitle: A\nobjective: O\ntype: preventive\n"
                     "mitigates: [{threat: x/open, strength: full}]\n");
    suggest_to(TEXT_FEATURE_HEAD "mitigations:\n  - {id: now, control: c/answer, mitigates: [x/open], on: [api], "
                                 "status: implemented}\n",
               &plain);
    const Catalog__V1__Suggestion *covered = find("x/open", "api");
    ck_assert_int_eq(covered->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_COVERED);
    ck_assert_uint_eq(covered->n_covered_by, 1);
    ck_assert_str_eq(covered->covered_by[0], "now");
    suggest_to(TEXT_FEATURE_HEAD "mitigations:\n  - {id: later, control: c/answer, mitigates: [x/open], on: [api], "
                                 "status: planned}\n",
               &plain);
    ck_assert_int_eq(find("x/open", "api")->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN);
    tear_down();
}
END_TEST

START_TEST(test_suggest__leaves_out_what_the_model_has) {
    set_up();
    suggest_to(TEXT_FEATURE_HEAD "threats:\n  - {id: has, threat: x/open, on: api}\n", &plain);
    ck_assert_ptr_null(find("x/open", "api"));
    ck_assert_ptr_nonnull(find("y/door", "door"));
    tear_down();
}
END_TEST

/* Places of components are for their own models; entry points added to a dependency are the model's. */
START_TEST(test_suggest__looks_at_the_places_of_the_model_itself) {
    set_up();
    test_catalog_add(&test.catalog, "kind: component\nname: s/open\nversion: 1.0.0\ntitle: Open\n"
                                    "service_class: self_hosted\nentry_point_policy: extensible\n"
                                    "elements:\n  - {id: machine, kind: process, title: M}\n"
                                    "responsibilities:\n  - {id: r, statement: S}\n");
    suggest_to("kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: F\nworkload: w\nowner: o\nstage: build\n"
               "dependencies:\n  - {alias: m, component: s/open, requirement: ^1.0, own_entry_points: "
               "[{id: page, on: machine, exposure: internet}]}\n",
               &plain);
    ck_assert_uint_eq(suggestions_count(test.suggestions), 1);
    ck_assert_str_eq(read_one(0)->place, "m.page");
    ck_assert_uint_eq(suggestions_counts(test.suggestions)->places, 1);
    tear_down();
}
END_TEST

START_TEST(test_suggest__keeps_to_the_namespaces_asked_for) {
    static char y[] = "y";
    static char *const namespaces[] = {y};
    const struct suggest_options only_y = {.namespaces = namespaces, .namespace_count = 1};
    set_up();
    suggest_to(TEXT_FEATURE_HEAD, &only_y);
    ck_assert_uint_eq(suggestions_count(test.suggestions), 1);
    ck_assert_str_eq(read_one(0)->threat, "y/door");
    tear_down();
}
END_TEST

START_TEST(test_suggest__looks_at_newest_versions_that_are_not_deprecated) {
    const struct view_version deprecated = {.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED,
                                            .sunset = INT64_MAX,
                                            .replaced_by = "",
                                            .reason = ""};
    set_up();
    test_catalog_add(&test.catalog, "kind: threat\nname: y/door\nversion: 1.1.0\ntitle: Newer\nlikelihood: 3\n"
                                    "impact: 3\napplies_when: place.kind == 'process'\n");
    test_catalog_add_as(&test.catalog,
                        "kind: threat\nname: x/open\nversion: 2.0.0\ntitle: Old\nlikelihood: 3\n"
                        "impact: 3\napplies_when: place.kind == 'process'\n",
                        &deprecated);
    suggest_to(TEXT_FEATURE_HEAD, &plain);
    ck_assert_str_eq(find("y/door", "api")->version, "1.1.0");
    ck_assert_ptr_null(find("y/door", "door"));
    ck_assert_ptr_null(find("x/open", "api"));
    tear_down();
}
END_TEST

/* A predicate that was right when it was published may be ill-typed under a later Policy. */
START_TEST(test_suggest__takes_a_value_of_another_type_as_unknown) {
    set_up();
    test_catalog_add(&test.catalog, "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\n"
                                    "facts: [{name: payment_data, type: integer}]\n");
    suggest_to(TEXT_FEATURE_HEAD "facts: [{name: payment_data, value: \"3\"}]\n", &plain);
    ck_assert_int_eq(find("x/facts", "api")->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN);
    tear_down();
}
END_TEST

/* Publishing refuses it; a store may hold it all the same. */
START_TEST(test_suggest__takes_a_predicate_that_does_not_read_as_unknown) {
    set_up();
    test_catalog_add(&test.catalog, "kind: threat\nname: x/broken\nversion: 1.0.0\ntitle: B\nlikelihood: 3\n"
                                    "impact: 3\napplies_when: place.kind ==\n");
    suggest_to(TEXT_FEATURE_HEAD, &plain);
    const Catalog__V1__Suggestion *broken = find("x/broken", "api");
    ck_assert_int_eq(broken->state, CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN);
    ck_assert_uint_eq(broken->n_unknown, 0);
    tear_down();
}
END_TEST

/* The index rules out nothing that applies or may apply: over all models of the starter catalogs. */
START_TEST(test_suggest__finds_the_same_as_trying_all) {
    const struct suggest_options all = {.with_not_applicable = true, .with_dismissed = true};
    const struct suggest_options some = {.with_dismissed = true};
    const struct resolve_options resolve_options = {.at = TEST_CATALOG_TIME};
    struct test_catalog *catalog = &test.catalog;
    test_catalog_init(catalog);
    test_catalog_add_directory(catalog, "catalogs");
    for (size_t i = 0; i < catalog->count; i++) {
        struct suggestions *tried;
        struct suggestions *found;
        if (object_model(catalog->objects[i]) == NULL)
            continue;
        ck_assert_int_eq(suggest(catalog->objects[i], &catalog->view.view, &resolve_options, &all, &catalog->arena,
                                 &tried, &catalog->problem),
                         STATUS_OK);
        ck_assert_int_eq(suggest(catalog->objects[i], &catalog->view.view, &resolve_options, &some, &catalog->arena,
                                 &found, &catalog->problem),
                         STATUS_OK);
        const Catalog__V1__SuggestionCounts *a = suggestions_counts(tried);
        const Catalog__V1__SuggestionCounts *b = suggestions_counts(found);
        ck_assert_uint_eq(a->open, b->open);
        ck_assert_uint_eq(a->covered, b->covered);
        ck_assert_uint_eq(a->unknown, b->unknown);
        ck_assert_uint_eq(a->dismissed, b->dismissed);
        ck_assert_uint_eq(suggestions_count(tried) - a->not_applicable, suggestions_count(found));
    }
    tear_down();
}
END_TEST

/* ---- Limits ---- */

static const char *many_processes(size_t count) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "kind: feature\nname: f/many\nversion: 1.0.0\ntitle: Many\nworkload: w\nowner: o\n"
                              "stage: build\nelements:\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "  - {id: e%zu, kind: process}\n", i);
    const char *copy = arena_strndup(&test.catalog.arena, (const char *)text.data, text.size);
    ck_assert(!text.has_failed && copy != NULL);
    buffer_done(&text);
    return copy;
}

static void add_many_threats(size_t count) {
    for (size_t i = 0; i < count; i++)
        test_catalog_add(&test.catalog,
                         arena_printf(&test.catalog.arena,
                                      "kind: threat\nname: many/t%zu\nversion: 1.0.0\ntitle: T\nlikelihood: 3\n"
                                      "impact: 3\napplies_when: place.kind == 'process'\n",
                                      i));
}

START_TEST(test_suggest__refuses_more_than_can_be_read) {
    const struct resolve_options resolve_options = {.at = TEST_CATALOG_TIME};
    set_up();
    add_many_threats(201);
    const Catalog__V1__Object *object = test_catalog_add(&test.catalog, many_processes(1000));
    status_code status = suggest(object, &test.catalog.view.view, &resolve_options, &plain, &test.catalog.arena,
                                 &test.suggestions, &test.catalog.problem);
    ck_assert_int_eq(status, STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(test.catalog.problem.reason, "TOO_MANY_SUGGESTIONS");
    tear_down();
}
END_TEST

/* The verdict is there all the same. */
START_TEST(test_suggest__triage_past_the_limit_is_one_reason) {
    set_up();
    add_many_threats(201);
    test_catalog_add(&test.catalog, TEXT_POLICY("triage_namespaces: [many]\n"));
    struct resolution resolution =
        test_catalog_resolve(&test.catalog, test_catalog_add(&test.catalog, many_processes(1000)));
    const Catalog__V1__GateReason *reason = test_reason(&resolution, "TRIAGE_LEFT");
    ck_assert_str_eq(reason->subject, "f/many");
    ck_assert_ptr_nonnull(strstr(reason->cause, "more than 200000"));
    tear_down();
}
END_TEST

/* ---- Dismissals ---- */

#define DISMISSES(text) TEXT_FEATURE_HEAD "dismissals:\n  - {" text ", reason: We checked}\n"

static Catalog__V1__DismissalState dismissal_of(const char *feature, const char *threat) {
    const struct suggest_options options = {.with_dismissed = true};
    suggest_to(feature, &options);
    const Catalog__V1__Suggestion *suggestion = find(threat, "api");
    ck_assert_ptr_nonnull(suggestion);
    return suggestion->dismissal;
}

START_TEST(test_suggest__a_dismissal_stands_while_the_predicate_comes_to_the_same) {
    static const struct {
        const char *feature;
        const char *threat;
        Catalog__V1__DismissalState state;
    } rows[] = {
        {DISMISSES("threat: x/open, on: api, outcome: applicable"), "x/open",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED},
        {DISMISSES("threat: x/open, outcome: applicable"), "x/open",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED},
        {DISMISSES("threat: x/open, on: browser, outcome: applicable"), "x/open",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_UNSPECIFIED},
        {DISMISSES("threat: x/open, on: api, outcome: unknown"), "x/open",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_RETURNED},
        {DISMISSES("threat: x/open, on: api"), "x/open", CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_RETURNED},
        {DISMISSES("threat: x/facts, on: api, outcome: unknown"), "x/facts",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED},
        {DISMISSES("threat: x/facts, on: api, outcome: unknown") "facts: [{name: payment_data, value: \"true\"}]\n",
         "x/facts", CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_RETURNED},
        {DISMISSES("threat: x/facts, on: api, outcome: applicable"), "x/facts",
         CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_RETURNED},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        set_up();
        ck_assert_msg(dismissal_of(rows[i].feature, rows[i].threat) == rows[i].state, "row %zu", i);
        tear_down();
    }
}
END_TEST

START_TEST(test_suggest__shows_dismissed_ones_when_asked) {
    set_up();
    suggest_to(DISMISSES("threat: x/open, on: api, outcome: applicable"), &plain);
    ck_assert_ptr_null(find("x/open", "api"));
    ck_assert_uint_eq(suggestions_counts(test.suggestions)->dismissed, 1);
    ck_assert_int_eq(dismissal_of(DISMISSES("threat: x/open, on: api, outcome: applicable"), "x/open"),
                     CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED);
    ck_assert_str_eq(find("x/open", "api")->reason, "We checked");
    tear_down();
}
END_TEST

START_TEST(test_suggest__finds_what_is_used_and_dismissed) {
    static const struct {
        const char *dismissal;
        bool is_found;
    } rows[] = {
        {"threat: x/open, on: api", true},
        {"threat: x/open", true},
        {"threat: x/open, on: browser", false},
        {"threat: x/facts, on: api", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        set_up();
        char text[2000];
        snprintf(text, sizeof text,
                 "%sthreats:\n  - {id: u, threat: x/open, on: api}\ndismissals:\n  - {%s, reason: R}\n",
                 TEXT_FEATURE_HEAD, rows[i].dismissal);
        struct resolution resolution = test_catalog_resolve(&test.catalog, test_catalog_add(&test.catalog, text));
        const Catalog__V1__Finding *finding = test_finding(&resolution, "DISMISSED_AND_USED");
        ck_assert_msg((finding != NULL) == rows[i].is_found, "row %zu", i);
        if (finding != NULL)
            ck_assert_str_eq(finding->subject, "x/open@api");
        tear_down();
    }
}
END_TEST

/* ---- Triage ---- */

static struct resolution triage(const char *policy, const char *feature) {
    if (policy[0] != '\0')
        test_catalog_add(&test.catalog, policy);
    return test_catalog_resolve(&test.catalog, test_catalog_add(&test.catalog, feature));
}

START_TEST(test_suggest__what_is_left_to_triage_makes_incomplete) {
    set_up();
    struct resolution resolution =
        triage(TEXT_POLICY("triage_namespaces: [x]\n"), TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE);
    ck_assert_int_eq(resolution.model->planned->state, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE);
    ck_assert_uint_eq(resolution.model->now->n_reasons, resolution.model->planned->n_reasons);
    ck_assert_str_eq(resolution.model->now->reasons[0]->code, "TRIAGE_LEFT");
    ck_assert_str_eq(resolution.model->now->reasons[0]->subject, "x/facts@api");
    ck_assert_str_eq(resolution.model->now->reasons[1]->subject, "x/open@api");
    tear_down();
}
END_TEST

START_TEST(test_suggest__nothing_is_triaged_where_the_policy_names_nothing) {
    set_up();
    struct resolution resolution = triage("", TEXT_FEATURE_HEAD);
    ck_assert_ptr_null(test_reason(&resolution, "TRIAGE_LEFT"));
    resolution = triage(TEXT_POLICY("triage_namespaces: [z]\n"), TEXT_FEATURE_HEAD);
    ck_assert_ptr_null(test_reason(&resolution, "TRIAGE_LEFT"));
    tear_down();
}
END_TEST

START_TEST(test_suggest__triage_ends_with_use_and_dismissal) {
    set_up();
    struct resolution resolution = triage(TEXT_POLICY("triage_namespaces: [x, y]\n"), TEXT_FEATURE_HEAD
                                          "threats:\n  - {id: u, threat: x/open, on: api}\ndismissals:\n"
                                          "  - {threat: x/facts, on: api, reason: R, outcome: unknown}\n"
                                          "  - {threat: y/door, reason: R, outcome: applicable}\n");
    ck_assert_ptr_null(test_reason(&resolution, "TRIAGE_LEFT"));
    tear_down();
}
END_TEST

START_TEST(test_suggest__triage_is_for_features) {
    set_up();
    struct resolution resolution = triage(TEXT_POLICY("triage_namespaces: [x]\n"), TEXT_STORE);
    ck_assert_ptr_null(test_reason(&resolution, "TRIAGE_LEFT"));
    tear_down();
}
END_TEST

static size_t count_reasons(const struct resolution *resolution, const char *code) {
    size_t count = 0;
    for (size_t i = 0; i < resolution->model->now->n_reasons; i++)
        count += strcmp(resolution->model->now->reasons[i]->code, code) == 0;
    return count;
}

START_TEST(test_suggest__many_left_to_triage_are_counted) {
    set_up();
    add_many_threats(30);
    struct resolution resolution = triage(TEXT_POLICY("triage_namespaces: [many, y]\n"), TEXT_FEATURE_HEAD);
    ck_assert_uint_eq(count_reasons(&resolution, "TRIAGE_LEFT"), 22);
    const Catalog__V1__GateReason *rest = test_reason(&resolution, "TRIAGE_LEFT");
    ck_assert_str_eq(rest->subject, "many/*");
    ck_assert_ptr_nonnull(strstr(rest->cause, "30 suggestions"));
    tear_down();
}
END_TEST

/* The lock pins what the model stands on, and a suggestion is not that. */
START_TEST(test_suggest__triage_pins_nothing) {
    set_up();
    struct resolution without = triage("", TEXT_FEATURE_HEAD);
    struct resolution with = triage(TEXT_POLICY("triage_namespaces: [x, y]\n"), TEXT_FEATURE_HEAD);
    ck_assert_uint_eq(with.lock->n_pins, without.lock->n_pins);
    tear_down();
}
END_TEST

TEST_SUITE(suggest, test_suggest__names_what_applies_and_is_open, test_suggest__orders_by_threat_then_place,
           test_suggest__names_the_facts_that_are_not_known, test_suggest__names_the_clause_that_is_false,
           test_suggest__names_what_covers, test_suggest__leaves_out_what_the_model_has,
           test_suggest__looks_at_the_places_of_the_model_itself, test_suggest__keeps_to_the_namespaces_asked_for,
           test_suggest__looks_at_newest_versions_that_are_not_deprecated,
           test_suggest__takes_a_value_of_another_type_as_unknown,
           test_suggest__takes_a_predicate_that_does_not_read_as_unknown, test_suggest__finds_the_same_as_trying_all,
           test_suggest__refuses_more_than_can_be_read, test_suggest__triage_past_the_limit_is_one_reason,
           test_suggest__a_dismissal_stands_while_the_predicate_comes_to_the_same,
           test_suggest__shows_dismissed_ones_when_asked, test_suggest__finds_what_is_used_and_dismissed,
           test_suggest__what_is_left_to_triage_makes_incomplete,
           test_suggest__nothing_is_triaged_where_the_policy_names_nothing,
           test_suggest__triage_ends_with_use_and_dismissal, test_suggest__triage_is_for_features,
           test_suggest__many_left_to_triage_are_counted, test_suggest__triage_pins_nothing)
