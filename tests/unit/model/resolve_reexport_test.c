#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include <stdio.h>
#include <string.h>

/* A store that leaves a key and a rest to whoever uses it, and services that pass both on. */
#define TEXT_BOX                                                                                                       \
    "kind: component\nname: s/c0\nversion: 1.0.0\ntitle: The box\nservice_class: in_house\n"                           \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n  - {id: theft, threat: t/theft, on: box}\n"                   \
    "provides:\n  - {id: guard, control: c/guard, mitigates: [t/leak], strength: full, requires: [key]}\n"             \
    "responsibilities:\n"                                                                                              \
    "  - {id: key, statement: The key is kept., mandatory: true, discharged_by: {statement: true}}\n"                  \
    "residuals:\n  - {id: rest, threat: t/alter, on: box, likelihood: 2, impact: 4}\n---\n"
#define TEXT_OPEN(name, below, more)                                                                                   \
    "kind: component\nname: s/" name "\nversion: 1.0.0\ntitle: Passes on\nservice_class: in_house\n"                   \
    "dependencies:\n  - {alias: below, component: s/" below ", requirement: ^1.0}\n" more
#define TEXT_PASSING(name, below, more) TEXT_OPEN(name, below, more) "---\n"
#define TEXT_KEY(more)                                                                                                 \
    "responsibilities:\n  - {id: key, statement: The key is kept., mandatory: true, from: [below.key], "               \
    "discharged_by: {statement: true}" more "}\n"
#define TEXT_USES(component, configuration)                                                                            \
    TEXT_FEATURE_HEAD "dependencies:\n  - {alias: top, component: s/" component                                        \
                      ", requirement: ^1.0, configuration: {" configuration "}}\n"
#define TEXT_WORD(id) "  - {to: top." id ", statement: {text: Kept., who: us, at: 2026-01-01}}\n"

#define CREDITED     CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED
#define UNKNOWN      CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNKNOWN
#define NOT_CREDITED CATALOG__V1__CREDIT_STATE__CREDIT_STATE_NOT_CREDITED

static struct test_catalog catalog;

static struct resolution resolve_texts(const char *components, const char *model) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, components);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, model));
}

START_TEST(test_resolve_reexport__a_duty_goes_through_a_deep_chain) {
    static const char *const answers[] = {"", "answers:\n" TEXT_WORD("key")};
    for (size_t i = 0; i < 2; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%s%s", TEXT_USES("c4", ""), answers[i]);
        struct resolution resolution =
            resolve_texts(TEXT_BOX TEXT_PASSING("c1", "c0", TEXT_KEY("")) TEXT_PASSING("c2", "c1", TEXT_KEY(""))
                              TEXT_PASSING("c3", "c2", TEXT_KEY("")) TEXT_PASSING("c4", "c3", TEXT_KEY("")),
                          text);
        ck_assert_int_eq(test_provision(&resolution, "top.below.below.below.below.guard")->state,
                         i == 1 ? CREDITED : NOT_CREDITED);
        ck_assert_int_eq(test_responsibility(&resolution, "top.below.below.key")->state,
                         CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED);
        ck_assert_uint_eq(test_responsibility(&resolution, "top.below.below.key")->n_causes, i == 1 ? 0 : 1);
        ck_assert_int_eq(test_responsibility(&resolution, "top.key")->state,
                         i == 1 ? CATALOG__V1__DUTY_STATE__DUTY_STATE_MET : CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET);
        test_catalog_done(&catalog);
    }
}
END_TEST

/* The consumer below turns the re-export off: nobody keeps the key then. */
START_TEST(test_resolve_reexport__one_that_does_not_apply_answers_nothing) {
    static const char service[] = TEXT_BOX TEXT_PASSING(
        "c1", "c0", "parameters:\n  - {name: open, type: bool}\n" TEXT_KEY(", when: config.open"));
    static const struct {
        const char *model;
        Catalog__V1__CreditState state;
    } cases[] = {{TEXT_USES("c1", "open: \"false\""), NOT_CREDITED},
                 {TEXT_USES("c1", "open: \"false\"") "answers:\n" TEXT_WORD("key"), CREDITED},
                 {TEXT_USES("c1", "open: \"true\""), NOT_CREDITED},
                 {TEXT_USES("c1", "open: \"true\"") "answers:\n" TEXT_WORD("key"), CREDITED},
                 {TEXT_USES("c1", ""), NOT_CREDITED},
                 {TEXT_USES("c1", "") "answers:\n" TEXT_WORD("key"), CREDITED}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution = resolve_texts(service, cases[i].model);
        const Catalog__V1__EffectiveResponsibility *inner = test_responsibility(&resolution, "top.below.key");
        ck_assert_msg(test_provision(&resolution, "top.below.guard")->state == cases[i].state, "case %zu", i);
        if (i == 0)
            ck_assert_str_eq(inner->causes[0]->code, "PASSED_ON_NARROWER");
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_reexport__two_that_take_turns_answer_for_each_other) {
    static const char service[] = TEXT_BOX TEXT_PASSING(
        "c1", "c0",
        "parameters:\n  - {name: open, type: bool, default: \"true\"}\n" TEXT_KEY(
            ", when: config.open") "  - {id: other, statement: Else., mandatory: true, from: [below.key], when: "
                                   "\"!config.open\", discharged_by: {statement: true}}\n");
    static const struct {
        const char *model;
        Catalog__V1__CreditState state;
    } cases[] = {{TEXT_USES("c1", "open: \"true\"") "answers:\n" TEXT_WORD("key"), CREDITED},
                 {TEXT_USES("c1", "open: \"false\"") "answers:\n" TEXT_WORD("other"), CREDITED},
                 {TEXT_USES("c1", "open: \"false\"") "answers:\n" TEXT_WORD("key"), NOT_CREDITED},
                 {TEXT_USES("c1", "open: unknown") "answers:\n" TEXT_WORD("key"), UNKNOWN},
                 {TEXT_USES("c1", "open: unknown") "answers:\n" TEXT_WORD("key") TEXT_WORD("other"), CREDITED}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution = resolve_texts(service, cases[i].model);
        ck_assert_msg(test_provision(&resolution, "top.below.guard")->state == cases[i].state, "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_reexport__a_residual_passed_on_is_one_row) {
    struct resolution resolution =
        resolve_texts(TEXT_BOX TEXT_PASSING("c1", "c0", TEXT_KEY("") "residuals:\n  - {id: more, from: [below.rest]}\n")
                          TEXT_PASSING("c2", "c1",
                                       TEXT_KEY("") "residuals:\n  - {id: most, from: [below.more, below.below.rest], "
                                                    "likelihood: 3}\n"),
                      TEXT_USES("c2", ""));
    const Catalog__V1__Row *row = test_row(&resolution, "t/alter@top.below.below.box");
    ck_assert_uint_eq(row->n_sources, 3);
    ck_assert_str_eq(row->sources[0]->record, "most");
    ck_assert_str_eq(row->sources[1]->record, "more");
    ck_assert_str_eq(row->sources[2]->record, "rest");
    ck_assert_uint_eq(row->now->residual->likelihood, 3);
    ck_assert_uint_eq(row->now->residual->impact, 4);
    for (size_t i = 0; i < resolution.model->n_rows; i++)
        if (strcmp(resolution.model->rows[i]->threat, "t/alter") == 0)
            ck_assert_ptr_eq(resolution.model->rows[i], row);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_reexport__a_place_passes_on_its_rows) {
    static const struct {
        const char *residual;
        bool has_leak;
        bool has_theft;
    } cases[] = {{"residuals:\n  - {id: more, from: [below.box]}\n", true, true},
                 {"residuals:\n  - {id: more, from: [below]}\n", true, true},
                 {"residuals:\n  - {id: more, threat: t/theft, from: [below.box]}\n", false, true},
                 {"residuals:\n  - {id: more, from: [below.box], when: facts.never}\n", true, true}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s", TEXT_BOX TEXT_OPEN("c1", "c0", TEXT_KEY("")), cases[i].residual);
        struct resolution resolution = resolve_texts(text, TEXT_USES("c1", ""));
        const Catalog__V1__Row *leak = test_row(&resolution, "t/leak@top.below.box");
        const Catalog__V1__Row *theft = test_row(&resolution, "t/theft@top.below.box");
        ck_assert_msg(leak->n_sources == 1u + cases[i].has_leak, "case %zu", i);
        ck_assert_msg(theft->n_sources == 1u + cases[i].has_theft, "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

/* The service's own controls are said not to be enough; those of its consumers are. */
START_TEST(test_resolve_reexport__others_answer_what_a_component_passes_on) {
    static const char service[] = TEXT_BOX TEXT_PASSING(
        "c1", "c0",
        TEXT_KEY("") "mitigations:\n  - {id: inside, control: c/guard, mitigates: [t/alter], on: [below], status: "
                     "implemented}\nresiduals:\n  - {id: more, from: [below.rest]}\n");
    static const char *const mitigations[] = {
        "", "mitigations:\n  - {id: outside, control: c/guard, mitigates: [t/alter], on: [top.below], status: "
            "implemented}\n"};
    for (size_t i = 0; i < 2; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%s%s", TEXT_USES("c1", ""), mitigations[i]);
        struct resolution resolution = resolve_texts(service, text);
        ck_assert_int_eq(test_row(&resolution, "t/alter@top.below.box")->now->state,
                         i == 1 ? CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED
                                : CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_reexport__brings_no_row_where_nothing_is) {
    struct resolution resolution =
        resolve_texts(TEXT_BOX TEXT_PASSING(
                          "c1", "c0", TEXT_KEY("") "residuals:\n  - {id: more, threat: t/grouped, from: [below]}\n"),
                      TEXT_USES("c1", ""));
    ck_assert_ptr_null(test_row(&resolution, "t/grouped@top.below.box"));
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_reexport, test_resolve_reexport__a_duty_goes_through_a_deep_chain,
           test_resolve_reexport__one_that_does_not_apply_answers_nothing,
           test_resolve_reexport__two_that_take_turns_answer_for_each_other,
           test_resolve_reexport__a_residual_passed_on_is_one_row, test_resolve_reexport__a_place_passes_on_its_rows,
           test_resolve_reexport__others_answer_what_a_component_passes_on,
           test_resolve_reexport__brings_no_row_where_nothing_is)
