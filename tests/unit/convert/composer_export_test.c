#include "export_fixture.h"

#include <stdio.h>

static struct export_fixture fixture;

static const char feature[] =
    "kind: feature\n"
    "name: in/desk\n"
    "version: 1.0.0\n"
    "title: Parcel desk\n"
    "description: Takes <i>parcels</i>.\n"
    "tags: [post, \"source:threat-composer-parcel-desk\"]\n"
    "dependencies: [{alias: keys, component: aws/kms, requirement: ^1.0}]\n"
    "elements: [{id: counter, kind: process}]\n"
    "threats:\n"
    "  - {threat: stride/listening, on: counter, likelihood: 5}\n"
    "  - id: n-11111111-2222-4333-8444-555555555555\n"
    "    inline:\n"
    "      title: Theft\n"
    "      statement: {source: courier, action: take a parcel, impacted_goals: [integrity]}\n"
    "      stride: [tampering]\n"
    "      likelihood: 2\n"
    "      impact: 2\n"
    "      tags: [\"status:threatResolved\", a tag that is longer than thirty characters]\n"
    "    on: counter\n"
    "  - {id: idea, inline: {title: An idea}, on: keys.key}\n"
    "mitigations:\n"
    "  - {id: tls, control: base/tls, mitigates: [stride/listening], on: [counter], status: verified}\n"
    "  - {id: badge, title: Badges, inline: {title: Badge, objective: Ask for a badge, type: preventive},\n"
    "     mitigates: [\"#n-11111111-2222-4333-8444-555555555555\"], on: [counter], status: planned}\n"
    "  - {id: far, title: Far away, control: base/tls, mitigates: [stride/listening], on: [keys]}\n";

static const char known[] = "kind: threat\n"
                            "name: stride/listening\n"
                            "title: Somebody listens\n"
                            "likelihood: 1\n"
                            "impact: 3\n"
                            "statement: {source: a neighbour, action: listens}\n"
                            "references: [{scheme: cwe, id: CWE-319}]\n"
                            "---\n"
                            "kind: control\n"
                            "name: base/tls\n"
                            "title: Encrypt on the way\n";

START_TEST(test_composer_export__makes_a_workspace) {
    static const char *const said[] = {"\"schema\": 1",
                                       "\"name\": \"Parcel desk\"",
                                       "\"threatAction\": \"listens\"",
                                       "\"statement\": \"courier can take a parcel, resulting in reduced integrity\"",
                                       "\"id\": \"11111111-2222-4333-8444-555555555555\"",
                                       "\"status\": \"threatResolved\"",
                                       "\"status\": \"mitigationResolved\"",
                                       "\"status\": \"mitigationInProgress\"",
                                       "\"content\": \"Encrypt on the way\"",
                                       "\"content\": \"Ask for a badge\"",
                                       "\"content\": \"It stands on aws/kms ^1.0, as keys.\"",
                                       "\"value\": \"High\"",
                                       "\"value\": \"Low\"",
                                       "\"cwe:CWE-319\"",
                                       "\"value\": \"stride/listening\"",
                                       "\"a tag that is longer than thir\""};
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, known), STATUS_OK);
    for (size_t i = 0; i < COUNT_OF(said); i++)
        ck_assert_msg(export_fixture_says(&fixture, said[i]), "%s is not in %s", said[i], fixture.out.data);
    ck_assert(!export_fixture_says(&fixture, "source:threat-composer"));
    ck_assert(!export_fixture_says(&fixture, "status:threatResolved"));
    export_fixture_done(&fixture);
}
END_TEST

static size_t count_of(const char *words) {
    size_t count = 0;
    for (const char *at = (const char *)fixture.out.data; (at = strstr(at, words)) != NULL; at++)
        count++;
    return count;
}

START_TEST(test_composer_export__links_what_covers_the_place) {
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, known), STATUS_OK);
    ck_assert_uint_eq(count_of("\"mitigationId\""), 2);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_composer_export__comes_back) {
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, known), STATUS_OK);
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_composer_export__lists_what_is_cut_and_what_others_do_not_see) {
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, NULL), STATUS_OK);
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "tags is cut to 30 characters"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "elements (1)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "dependencies (1)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_WARNING, "no threat of this name"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

/* Lengths are counted in characters, not in bytes. */
START_TEST(test_composer_export__cuts_at_the_bounds_of_the_schema) {
    char text[8192];
    char action[1024] = "";
    for (size_t i = 0; i < 201; i++)
        strcat(action, "\xC3\xA4");
    snprintf(text, sizeof text,
             "kind: feature\nname: in/long\nelements: [{id: e}]\nthreats:\n"
             "  - {id: t, inline: {title: T, statement: {action: %s}}, on: e}\n",
             action);
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", text, NULL), STATUS_OK);
    action[400] = '\0';
    char wanted[2048];
    snprintf(wanted, sizeof wanted, "\"threatAction\": \"%s\"", action);
    ck_assert(export_fixture_says(&fixture, wanted));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "what is done is cut to 200 characters"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_composer_export__of_a_component_comes_back) {
    static const char component[] = "kind: component\n"
                                    "name: in/store-room\n"
                                    "title: A room\n"
                                    "service_class: saas\n"
                                    "provides: [{id: tls, control: base/tls, when: config.tls_only}]\n"
                                    "responsibilities: [{id: keep, statement: See to it.}]\n"
                                    "assumptions: [{id: doors, statement: Doors are locked.}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", component, known), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "It provides base/tls: Encrypt on the way, when config.tls_only"));
    ck_assert(export_fixture_says(&fixture, "Left to the consumer: See to it."));
    ck_assert(export_fixture_says(&fixture, "\"content\": \"Doors are locked.\""));
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

/* Replaces FROM, which is there once, by TO of the same length. */
static void edit(const char *from, const char *to) {
    char *at = strstr((char *)fixture.out.data, from);
    ck_assert_ptr_nonnull(at);
    ck_assert_uint_eq(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
}

START_TEST(test_composer_export__takes_edits_back) {
    struct import import;
    struct source source;
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, known), STATUS_OK);
    edit("\"content\": \"Ask for a badge\"", "\"content\": \"Ask for a smile\"");
    edit("\"status\": \"mitigationInProgress\"", "\"status\":   \"mitigationResolved\"");
    edit("\"threatSource\": \"courier\"", "\"threatSource\": \"visitor\"");
    slice text = slice_of(fixture.out.data, fixture.out.size - 1);
    import_init(&import, &fixture.arena, &fixture.report, "in", &fixture.problem);
    ck_assert_int_eq(source_of_text("file", text, &fixture.arena, &source, &fixture.problem), STATUS_OK);
    ck_assert_int_eq(import_read(&import, import_format_find("threat-composer"), &source), STATUS_OK);
    const Catalog__V1__Model *model = import.objects.items[0]->feature;
    ck_assert_str_eq(model->name, "in/desk");
    ck_assert_str_eq(model->mitigations[1]->inline_->objective, "Ask for a smile");
    ck_assert_int_eq(model->mitigations[1]->inline_->type, CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE);
    ck_assert_int_eq(model->mitigations[1]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_int_eq(model->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED);
    ck_assert_str_eq(model->threats[1]->inline_->statement->source, "visitor");
    ck_assert_str_eq(model->threats[0]->threat, "stride/listening");
    ck_assert_uint_eq(model->n_elements, 1);
    export_fixture_done(&fixture);
}
END_TEST

/* What is carried may have been broken by somebody. */
START_TEST(test_composer_export__carried_nonsense_is_left_out_with_a_warning) {
    struct import import;
    struct source source;
    ck_assert_int_eq(export_fixture_write(&fixture, "threat-composer", feature, known), STATUS_OK);
    edit("dependencies:\"", "dependancies:\"");
    slice text = slice_of(fixture.out.data, fixture.out.size - 1);
    import_init(&import, &fixture.arena, &fixture.report, "in", &fixture.problem);
    ck_assert_int_eq(source_of_text("file", text, &fixture.arena, &source, &fixture.problem), STATUS_OK);
    ck_assert_int_eq(import_read(&import, import_format_find("threat-composer"), &source), STATUS_OK);
    ck_assert_uint_eq(import.objects.items[0]->feature->n_elements, 0);
    ck_assert(export_fixture_notes(&fixture, NOTE_WARNING, "carries of the catalog cannot be read"));
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(composer_export, test_composer_export__makes_a_workspace, test_composer_export__links_what_covers_the_place,
           test_composer_export__comes_back, test_composer_export__lists_what_is_cut_and_what_others_do_not_see,
           test_composer_export__cuts_at_the_bounds_of_the_schema, test_composer_export__of_a_component_comes_back,
           test_composer_export__takes_edits_back, test_composer_export__carried_nonsense_is_left_out_with_a_warning)
