#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

/* Two services that both stand on one store, and a feature on both. */
#define TEXT_INNER                                                                                                     \
    "kind: component\nname: s/inner\nversion: 1.0.0\ntitle: Inner\nservice_class: in_house\n"                          \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n"                                                              \
    "provides:\n  - {id: guard, control: c/guard, mitigates: [t/leak], strength: full, requires: [key]}\n"             \
    "responsibilities:\n  - {id: key, statement: The key is kept., mandatory: true, discharged_by: {statement: "       \
    "true}}\n"                                                                                                         \
    "assumptions:\n  - {id: ours, statement: It is ours., holds_when: facts.private_account, covers: [t/leak]}\n---\n"
#define TEXT_SERVICE(name, more)                                                                                       \
    "kind: component\nname: s/" name "\nversion: 1.0.0\ntitle: Service\nservice_class: in_house\n"                     \
    "dependencies:\n  - {alias: box-of, component: s/inner, requirement: ^1.0}\n"                                      \
    "elements:\n  - {id: run, kind: process, title: Runs}\n" more

#define TEXT_USER                                                                                                      \
    TEXT_FEATURE_HEAD "dependencies:\n  - {alias: left, component: s/left, requirement: ^1.0}\n"                       \
                      "  - {alias: right-hand, component: s/left, requirement: ^1.0}\n"

static struct test_catalog catalog;

static struct resolution resolve_texts(const char *components, const char *feature) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, components);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, feature));
}

START_TEST(test_resolve_instance__is_one_for_each_declared_dependency) {
    struct resolution resolution = resolve_texts(TEXT_INNER TEXT_SERVICE("left", ""), TEXT_USER);
    ck_assert_uint_eq(resolution.model->n_instances, 3);
    ck_assert_str_eq(resolution.model->instances[0]->address, "left");
    ck_assert_str_eq(resolution.model->instances[1]->address, "left.box-of");
    ck_assert_str_eq(resolution.model->instances[1]->declared_by, "s/left@1.0.0");
    ck_assert_uint_eq(resolution.model->instances[1]->n_other_addresses, 1);
    ck_assert_str_eq(resolution.model->instances[1]->other_addresses[0], "right-hand.box-of");
    ck_assert_uint_eq(resolution.model->n_rows, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_instance__the_declarer_speaks_for_what_it_declares) {
    struct resolution resolution = resolve_texts(
        TEXT_INNER TEXT_SERVICE("left", "facts: {private_account: true}\nanswers:\n  - {to: box-of.key, statement: "
                                        "{text: Kept., who: us, at: 2026-01-01}}\n"),
        TEXT_USER "facts: {private_account: false}\n");
    ck_assert_int_eq(test_responsibility(&resolution, "left.box-of.key")->state,
                     CATALOG__V1__DUTY_STATE__DUTY_STATE_MET);
    ck_assert_str_eq(test_responsibility(&resolution, "left.box-of.key")->answerable, "s/left@1.0.0");
    ck_assert_int_eq(test_assumption(&resolution, "left.box-of.ours")->state, CATALOG__V1__DUTY_STATE__DUTY_STATE_MET);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_instance__a_fact_the_declarer_lacks_is_the_features) {
    struct resolution resolution =
        resolve_texts(TEXT_INNER TEXT_SERVICE("left", ""), TEXT_USER "facts: {private_account: false}\n");
    ck_assert_int_eq(test_assumption(&resolution, "left.box-of.ours")->state,
                     CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_instance__a_duty_passed_on_is_met_when_all_consumers_meet_it) {
    static const char service[] =
        TEXT_INNER TEXT_SERVICE("left", "facts: {private_account: true}\nresponsibilities:\n  - {id: key-of, "
                                        "statement: The key is kept., mandatory: true, from: [box-of.key], "
                                        "discharged_by: {statement: true}}\n");
    static const char *const answers[] = {
        "answers:\n  - {to: left.key-of, statement: {text: Kept., who: us, at: 2026-01-01}}\n",
        "answers:\n  - {to: left.key-of, statement: {text: Kept., who: us, at: 2026-01-01}}\n"
        "  - {to: right-hand.key-of, statement: {text: Kept., who: us, at: 2026-01-01}}\n"};
    for (size_t i = 0; i < 2; i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s", TEXT_USER, answers[i]);
        struct resolution resolution = resolve_texts(service, text);
        ck_assert_int_eq(test_responsibility(&resolution, "left.box-of.key")->state,
                         CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED);
        ck_assert_int_eq(test_provision(&resolution, "left.box-of.guard")->state,
                         i == 1 ? CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED
                                : CATALOG__V1__CREDIT_STATE__CREDIT_STATE_NOT_CREDITED);
        test_catalog_done(&catalog);
    }
}
END_TEST

#define TEXT_RESTING(value)                                                                                            \
    TEXT_INNER TEXT_SERVICE("left", "threats:\n  - {id: alter, threat: t/alter, on: run}\n"                            \
                                    "provides:\n  - {id: shield, control: c/guard, mitigates: [t/alter], "             \
                                    "strength: full, requires: [box-of.guard]}\n"                                      \
                                    "facts: {private_account: " value "}\n"                                            \
                                    "answers:\n  - {to: box-of.key, statement: {text: Kept., who: us, at: "            \
                                    "2026-01-01}}\n")

START_TEST(test_resolve_instance__a_provision_that_rests_on_a_lost_one_is_lost) {
    static const struct {
        const char *components;
        Catalog__V1__CreditState state;
    } cases[] = {{TEXT_RESTING("true"), CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED},
                 {TEXT_RESTING("false"), CATALOG__V1__CREDIT_STATE__CREDIT_STATE_NOT_CREDITED}};
    for (size_t i = 0; i < 2; i++) {
        struct resolution resolution = resolve_texts(cases[i].components, TEXT_USER);
        const Catalog__V1__EffectiveProvision *shield = test_provision(&resolution, "left.shield");
        ck_assert_int_eq(shield->kind, CATALOG__V1__PROVISION_KIND__PROVISION_KIND_INHERITED);
        ck_assert_int_eq(shield->state, cases[i].state);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_instance__prints_configuration_with_defaults) {
    struct resolution resolution = resolve_texts(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    const Catalog__V1__Instance *instance = resolution.model->instances[0];
    ck_assert_uint_eq(instance->n_configuration, 2);
    ck_assert_str_eq(instance->configuration[0]->name, "mode");
    ck_assert_str_eq(instance->configuration[0]->value, "unknown");
    ck_assert_str_eq(instance->configuration[1]->value, "false");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_instance__limits_of_use_make_the_model_invalid) {
    static const struct {
        const char *dependency;
        const char *code;
        Catalog__V1__GateState state;
    } cases[] = {
        {", configuration: {nothing: 1}", "INVALID_OBJECT", CATALOG__V1__GATE_STATE__GATE_STATE_INVALID},
        {", exposures: {api: moon}", "INVALID_OBJECT", CATALOG__V1__GATE_STATE__GATE_STATE_INVALID},
        {", exposures: {none: vpc}", "INVALID_OBJECT", CATALOG__V1__GATE_STATE__GATE_STATE_INVALID},
        {", own_entry_points: [{id: mine, on: box}]", "INVALID_OBJECT", CATALOG__V1__GATE_STATE__GATE_STATE_INVALID},
        {", exposures: {api: internet}", "EXCLUDED_USE", CATALOG__V1__GATE_STATE__GATE_STATE_INVALID},
        {", exposures: {api: unknown}", "EXCLUDED_USE_POSSIBLE", CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        snprintf(text, sizeof text,
                 "%sdependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0%s}\n",
                 TEXT_FEATURE_HEAD, cases[i].dependency);
        struct resolution resolution = resolve_texts(
            TEXT_STORE "limits:\n  excluded_uses:\n    - {id: open, statement: Not on the internet., when: "
                       "config.exposure.api == \"internet\"}\n",
            text);
        const Catalog__V1__GateReason *reason = test_reason(&resolution, cases[i].code);
        ck_assert_msg(reason != NULL, "case %zu", i);
        ck_assert_int_eq(reason->state, cases[i].state);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_instance__classification_above_the_limit_is_invalid) {
    struct resolution resolution =
        resolve_texts(TEXT_STORE "limits: {highest_classification: public}\n", TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    ck_assert_ptr_null(test_reason(&resolution, "CLASSIFICATION_ABOVE_LIMIT"));
    test_catalog_done(&catalog);

    resolution =
        resolve_texts(TEXT_STORE "limits: {highest_classification: public}\n",
                      "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\n"
                      "assets:\n  - {id: data, classification: internal, on: [data-store]}\n" TEXT_DEPENDENCY(""));
    ck_assert_str_eq(test_reason(&resolution, "CLASSIFICATION_ABOVE_LIMIT")->subject, "data-store.api");
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_instance, test_resolve_instance__is_one_for_each_declared_dependency,
           test_resolve_instance__the_declarer_speaks_for_what_it_declares,
           test_resolve_instance__a_fact_the_declarer_lacks_is_the_features,
           test_resolve_instance__a_duty_passed_on_is_met_when_all_consumers_meet_it,
           test_resolve_instance__a_provision_that_rests_on_a_lost_one_is_lost,
           test_resolve_instance__prints_configuration_with_defaults,
           test_resolve_instance__limits_of_use_make_the_model_invalid,
           test_resolve_instance__classification_above_the_limit_is_invalid)
