#include "export_fixture.h"

static struct export_fixture fixture;

static const char feature[] =
    "kind: feature\n"
    "name: in/shop\n"
    "version: 1.2.0\n"
    "title: The shop\n"
    "owner: team-shop\n"
    "tags: [shop, \"source:otm-shop\"]\n"
    "facts: {internet_facing: true}\n"
    "dependencies: [{alias: keys, component: aws/kms, requirement: ^1.0}]\n"
    "elements:\n"
    "  - {id: browser, kind: external, zone: outside}\n"
    "  - {id: web_app, kind: process, title: \"The <b>site</b>\", zone: inside, technologies: [nginx, process]}\n"
    "trust_zones: [{id: inside, parent: outside}, {id: outside, title: Internet}]\n"
    "entry_points: [{id: login, on: web_app, protocol: https}]\n"
    "assets: [{id: card, classification: secret, on: [web_app, keys.key]}]\n"
    "data_flows:\n"
    "  - {id: order, from: browser, to: login, assets: [card], crosses: [internet]}\n"
    "  - {id: sign, from: web_app, to: keys.api}\n"
    "threats:\n"
    "  - {id: eaves, threat: stride/listening, on: order}\n"
    "  - {id: theft, inline: {title: Theft, stride: [tampering], likelihood: 2, impact: 5}, on: web_app}\n"
    "  - {id: idea, inline: {title: An idea, references: [{scheme: capec, id: CAPEC-1}]}, on: web_app}\n"
    "  - {id: far, threat: stride/unknown, on: keys.key}\n"
    "mitigations:\n"
    "  - {id: tls, control: base/tls, mitigates: [stride/listening], on: [order], status: implemented, strength: "
    "full}\n"
    "  - {id: locks, inline: {title: Locks}, mitigates: [\"#theft\"], on: [web_app], status: planned}\n";

static const char known[] = "kind: threat\n"
                            "name: stride/listening\n"
                            "title: Somebody listens\n"
                            "likelihood: 4\n"
                            "impact: 3\n"
                            "stride: [information_disclosure]\n"
                            "references: [{scheme: cwe, id: CWE-319}, {scheme: capec, id: CAPEC-157}]\n"
                            "---\n"
                            "kind: control\n"
                            "name: base/tls\n"
                            "title: Encrypt on the way\n"
                            "objective: Nobody reads along.\n"
                            "full_reduction_bp: 8000\n";

START_TEST(test_otm_export__holds_parts_threats_and_what_is_done) {
    static const char *const said[] = {"\"otmVersion\": \"0.2.0\"",
                                       "\"name\": \"The <b>site</b>\"",
                                       "\"type\": \"nginx\"",
                                       "\"trustZone\": \"inside\"",
                                       "\"id\": \"keys.api\"",
                                       "\"destination\": \"keys.api\"",
                                       "\"CWE-319\"",
                                       "\"name\": \"Somebody listens\"",
                                       "\"likelihood\": 80",
                                       "\"impact\": 60",
                                       "\"Tampering\"",
                                       "\"riskReduction\": 80",
                                       "\"state\": \"mitigated\"",
                                       "\"state\": \"required\"",
                                       "\"description\": \"Nobody reads along.\"",
                                       "\"version\": \"1.2.0\"",
                                       "\"component\": \"aws/kms\"",
                                       "\"likelihood\": null"};
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", feature, known), STATUS_OK);
    for (size_t i = 0; i < COUNT_OF(said); i++)
        ck_assert_msg(export_fixture_says(&fixture, said[i]), "%s is not in %s", said[i], fixture.out.data);
    ck_assert(!export_fixture_says(&fixture, "source:otm"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm_export__lists_what_others_do_not_see) {
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", feature, known), STATUS_OK);
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "facts (1)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "trust zone"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "classification"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "of 2 references"));
    ck_assert(export_fixture_notes(&fixture, NOTE_WARNING, "no threat of this name"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm_export__comes_back) {
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", feature, known), STATUS_OK);
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm_export__of_a_component_comes_back) {
    static const char component[] = "kind: component\n"
                                    "name: in/store\n"
                                    "service_class: saas\n"
                                    "elements: [{id: store, kind: store}]\n"
                                    "provides: [{id: tls, control: base/tls, when: config.tls_only}]\n"
                                    "responsibilities: [{id: keep, statement: \"See to it: \\u202Enow\"}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", component, NULL), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "\"service_class\": \"saas\""));
    ck_assert(export_fixture_says(&fixture, "\"statement\": \"See to it: \\u202enow\""));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "provides (1)"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm_export__takes_one_model) {
    static const char two[] = "kind: feature\nname: in/a\n---\nkind: feature\nname: in/b\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", two, NULL), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "TOO_MANY_OBJECTS");
    export_fixture_done(&fixture);
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", "kind: threat\nname: in/a\n", NULL),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "UNKNOWN_KIND");
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "component, feature"));
    export_fixture_done(&fixture);
}
END_TEST

/* Flows to nowhere, zones that are not there, a place without a name. */
START_TEST(test_otm_export__of_a_broken_model_is_stable) {
    static const char broken[] = "kind: feature\n"
                                 "name: in/broken\n"
                                 "elements: [{id: a, zone: gone}]\n"
                                 "entry_points: [{id: e, on: gone}]\n"
                                 "data_flows: [{id: f, from: a, to: x.y.z, assets: [gone]}]\n"
                                 "threats: [{id: t, threat: no/such, on: nowhere}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "otm", broken, NULL), STATUS_OK);
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no asset of the model"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(otm_export, test_otm_export__holds_parts_threats_and_what_is_done,
           test_otm_export__lists_what_others_do_not_see, test_otm_export__comes_back,
           test_otm_export__of_a_component_comes_back, test_otm_export__takes_one_model,
           test_otm_export__of_a_broken_model_is_stable)
