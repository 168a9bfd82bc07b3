#include "convert_fixture.h"

#include <stdio.h>

static struct convert_fixture fixture;

struct text {
    const char *path;
    const char *text;
};

/* Imports the COUNT TEXTS as if they were the files of a directory. */
static status_code import_directory(const struct text *texts, size_t count, bool keeps_going) {
    static struct source_file files[8];
    arena_init(&fixture.arena, 0);
    problem_init(&fixture.problem, &fixture.arena);
    report_init(&fixture.report, &fixture.arena);
    import_init(&fixture.import, &fixture.arena, &fixture.report, "in", &fixture.problem);
    fixture.import.keeps_going = keeps_going;
    for (size_t i = 0; i < count; i++) {
        struct source one;
        ck_assert_int_eq(
            source_of_text(texts[i].path, slice_text(texts[i].text), &fixture.arena, &one, &fixture.problem),
            STATUS_OK);
        files[i] = one.files[0];
    }
    fixture.source = (struct source){.path = "tree", .is_directory = true, .files = files, .file_count = count};
    status_code code = import_recognise(&fixture.source, &fixture.format, &fixture.problem);
    return code == STATUS_OK ? import_read(&fixture.import, fixture.format, &fixture.source) : code;
}

static const Catalog__V1__Object *object_at(size_t index) {
    ck_assert_uint_lt(index, fixture.import.objects.count);
    return fixture.import.objects.items[index];
}

static const struct text tree[] = {
    {"tree/core/capabilities.yaml", "capabilities:\n"
                                    "  - {id: OWN.Core.CP1, title: Calls, description: It is called.}\n"
                                    "  - {id: OWN.Core.CP2, title: Copies}\n"},
    {"tree/core/controls.yaml",
     "controls:\n"
     "  - id: OWN.Core.CN1\n"
     "    group: Encryption\n"
     "    title: Encrypt calls\n"
     "    objective: |\n      Calls are\n      encrypted.\n"
     "    threats: [{reference-id: O, entries: [{reference-id: OWN.Core.TH1, strength: 9}, {reference-id: "
     "OWN.Core.TH2, strength: 8}]}]\n"
     "    guidelines: [{reference-id: NIST_800_53, entries: [{reference-id: SC-8, strength: 3, remarks: Transport}]}]\n"
     "    assessment-requirements:\n"
     "      - {id: OWN.Core.CN1.AR1, text: Calls use TLS., applicability: [green, red], recommendation: Turn it on.}\n"
     "  - {id: OWN.Core.CN2, title: Log calls, state: Retired}\n"},
    {"tree/core/metadata.yaml", "metadata: {id: OWN.Core, title: Core, version: v2025.10}\n"},
    {"tree/core/threats.yaml",
     "threats:\n"
     "  - id: OWN.Core.TH1\n"
     "    group: Access\n"
     "    title: Calls are listened to\n"
     "    description: Somebody listens.\n"
     "    capabilities: [{reference-id: O, entries: [{reference-id: OWN.Core.CP1}, {reference-id: OWN.Core.CP9}]}]\n"
     "  - {id: OWN.Core.TH2, title: Copies go astray,\n"
     "     capabilities: [{reference-id: O, entries: [{reference-id: OWN.Core.CP2}]}]}\n"},
    {"tree/mail/capabilities.yaml", "imports: [{reference-id: O, entries: [{reference-id: OWN.Core.CP1}]}]\n"
                                    "capabilities: [{id: OWN.Mail.CP1, title: Boxes}]\n"},
    {"tree/mail/controls.yaml", "imports: [{reference-id: O, entries: [{reference-id: OWN.Core.CN1}, {reference-id: "
                                "OWN.Core.CN7}]}]\n"},
    {"tree/mail/metadata.yaml", "metadata: {id: OWN.Mail, title: Mail, version: dev, category-ids: [OWN.Post],\n"
                                "  example-csp-services: [{service: Post, url: https://example.org}], author: us,\n"
                                "  last-modified: 2026-01-01}\n"},
    {"tree/mail/threats.yaml",
     "imports: [{reference-id: O, entries: [{reference-id: OWN.Core.TH1}, {reference-id: OWN.Core.TH2}]}]\n"},
};

START_TEST(test_gemara__makes_threats_and_controls_of_the_core_once) {
    ck_assert_msg(import_directory(tree, COUNT_OF(tree), false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "gemara");
    ck_assert_uint_eq(fixture.import.objects.count, 5);
    const Catalog__V1__Threat *threat = object_at(0)->threat;
    ck_assert_str_eq(threat->name, "in/own-core-th1");
    ck_assert_str_eq(threat->statement->action, "Calls are listened to");
    ck_assert_str_eq(threat->statement->impact, "Somebody listens.");
    ck_assert_str_eq(threat->categories[0], "gemara:Access");
    ck_assert_uint_eq(threat->n_tags, 3);
    ck_assert_str_eq(threat->tags[1], "own-core-cp1");
    ck_assert_uint_eq(threat->n_stride, 0);
    ck_assert_uint_eq(threat->likelihood, 3);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__reads_what_a_control_does) {
    ck_assert_int_eq(import_directory(tree, COUNT_OF(tree), false), STATUS_OK);
    const Catalog__V1__Control *control = object_at(2)->control;
    ck_assert_str_eq(control->name, "in/own-core-cn1");
    ck_assert_str_eq(control->objective, "Calls are encrypted.");
    ck_assert_int_eq(control->type, CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE);
    ck_assert_uint_eq(control->n_mitigates, 2);
    ck_assert_int_eq(control->mitigates[0]->strength, CATALOG__V1__STRENGTH__STRENGTH_FULL);
    ck_assert_int_eq(control->mitigates[1]->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert_str_eq(control->references[0]->scheme, "nist-800-53");
    ck_assert_str_eq(control->references[0]->id, "SC-8");
    ck_assert_str_eq(control->verification[0]->id, "own-core-cn1-ar1");
    ck_assert_str_eq(control->verification[0]->statement,
                     "Calls use TLS. Applies to: green, red. Recommended: Turn it on.");
    ck_assert_int_eq(object_at(3)->control->type, CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE);
    ck_assert_str_eq(object_at(3)->control->objective, "Log calls");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__makes_a_component_of_a_service) {
    ck_assert_int_eq(import_directory(tree, COUNT_OF(tree), false), STATUS_OK);
    ck_assert_int_eq(object_at(4)->kind_case, CATALOG__V1__OBJECT__KIND_COMPONENT);
    const Catalog__V1__Model *component = object_at(4)->component;
    ck_assert_str_eq(component->name, "in/own-mail");
    ck_assert_int_eq(component->service_class, CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_ABSTRACTED);
    ck_assert_str_eq(component->tags[0], "release-dev");
    ck_assert_str_eq(component->tags[1], "own-post");
    ck_assert_str_eq(component->links[0]->url, "https://example.org");
    ck_assert_uint_eq(component->n_elements, 3);
    ck_assert_str_eq(component->elements[0]->id, "service");
    ck_assert_str_eq(component->elements[1]->id, "own-mail-cp1");
    ck_assert_str_eq(component->elements[2]->id, "own-core-cp1");
    ck_assert_uint_eq(component->n_threats, 2);
    ck_assert_str_eq(component->threats[0]->on, "own-core-cp1");
    ck_assert_str_eq(component->threats[1]->on, "service");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__leaves_controls_to_the_consumer) {
    ck_assert_int_eq(import_directory(tree, COUNT_OF(tree), false), STATUS_OK);
    const Catalog__V1__Model *component = object_at(4)->component;
    ck_assert_uint_eq(component->n_provides, 0);
    ck_assert_uint_eq(component->n_responsibilities, 1);
    const Catalog__V1__Responsibility *duty = component->responsibilities[0];
    ck_assert_str_eq(duty->id, "own-core-cn1");
    ck_assert_str_eq(duty->statement, "Calls are encrypted.");
    ck_assert_str_eq(duty->discharged_by->controls[0], "in/own-core-cn1");
    ck_assert_uint_eq(duty->n_covers, 2);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__says_what_is_lost_guessed_and_dangling) {
    ck_assert_int_eq(import_directory(tree, COUNT_OF(tree), false), STATUS_OK);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "strength 8 of 10 became partial"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "a reference has no strength: 3 of 10"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "remarks (Transport) has no place here"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "last-modified (2026-01-01)"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "does not rate threats"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "guessed from their titles"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"Retired\""));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "there is no capability \"OWN.Core.CP9\""));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"OWN.Core.CN7\" is imported and not among the sources"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__goes_on_without_the_core) {
    ck_assert_int_eq(import_directory(tree + 4, COUNT_OF(tree) - 4, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    const Catalog__V1__Model *component = object_at(0)->component;
    ck_assert_uint_eq(component->n_elements, 2);
    ck_assert_uint_eq(component->n_threats, 0);
    ck_assert_str_eq(component->responsibilities[0]->id, "configuration");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"OWN.Core.TH1\" is imported"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "names no controls"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara__makes_no_component_of_a_core_alone) {
    ck_assert_int_eq(import_directory(tree, 4, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 4);
    fixture_done(&fixture);
}
END_TEST

static const char catalog[] =
    "metadata: {id: T, gemara-version: 1.1.0, mapping-references: [{id: V, version: '1.0'}]}\n"
    "title: Own threats\n"
    "groups: [{id: s, title: Spoofing}]\n"
    "threats:\n"
    "  - {id: T1, title: A, group: s, actors: [{name: Guest}, {name: Host}],\n"
    "     vectors: [{reference-id: MITRE-ATT&CK, entries: [{reference-id: T1020}]}]}\n"
    "  - {id: T1, title: B}\n";

START_TEST(test_gemara__reads_a_file_of_its_own) {
    ck_assert_msg(fixture_import(&fixture, catalog, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    const Catalog__V1__Threat *threat = object_at(0)->threat;
    ck_assert_int_eq(threat->stride[0], CATALOG__V1__STRIDE__STRIDE_SPOOFING);
    ck_assert_str_eq(threat->statement->source, "Guest, Host");
    ck_assert_str_eq(threat->references[0]->scheme, "attack");
    ck_assert_str_eq(object_at(1)->threat->name, "in/t1-2");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "the name in/t1 is taken"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "\"1.0\" of V is left out"));
    fixture_done(&fixture);
}
END_TEST

static const struct text mapped[] = {
    {"tree/catalog.yaml", catalog},
    {"tree/mappings.yaml",
     "metadata: {id: M, gemara-version: 1.1.0}\n"
     "target-reference: {reference-id: CWE}\n"
     "mappings:\n"
     "  - {id: a, source: T1, relationship: implements, targets: [{entry-id: CWE-1, strength: 4}]}\n"
     "  - {id: b, source: T9, targets: [{entry-id: CWE-2}]}\n"
     "  - {id: c, source: T1, targets: [{}]}\n"},
    {"tree/else.yaml", "a: b\n"},
};

START_TEST(test_gemara__adds_references_from_mappings) {
    ck_assert_int_eq(import_directory(mapped, COUNT_OF(mapped), false), STATUS_OK);
    const Catalog__V1__Threat *threat = object_at(0)->threat;
    ck_assert_uint_eq(threat->n_references, 2);
    ck_assert_str_eq(threat->references[1]->scheme, "cwe");
    ck_assert_str_eq(threat->references[1]->id, "CWE-1");
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "no relationship: \"implements\""));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "strength (4) has no place here"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "holds nothing that a catalog takes"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no threat or control \"T9\""));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no `entry-id`"));
    fixture_done(&fixture);
}
END_TEST

static const struct text apart[] = {
    {"tree/a.yaml", "metadata: {id: A}\ncapabilities: [{id: CP1, title: One}]\n"},
    {"tree/b.yaml", "metadata: {id: B}\nthreats: [{id: TH1, title: Two, capabilities: [{entries: [{reference-id: "
                    "CP1}]}]}]\n"},
    {"tree/c.yaml", "metadata: {id: C}\ncapabilities: [{id: CP2, title: Three}]\n"},
};

START_TEST(test_gemara__takes_files_of_a_directory_together_while_kinds_differ) {
    ck_assert_int_eq(import_directory(apart, 2, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    ck_assert_str_eq(object_at(1)->component->name, "in/a");
    ck_assert_str_eq(object_at(1)->component->threats[0]->on, "cp1");
    fixture_done(&fixture);
    ck_assert_int_eq(import_directory(apart, 3, false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 3);
    ck_assert_uint_eq(object_at(1)->component->n_threats, 0);
    ck_assert_str_eq(object_at(2)->component->name, "in/c");
    fixture_done(&fixture);
}
END_TEST

static const struct text broken[] = {
    {"tree/a.yaml", "metadata: {id: T}\nthreats: [{id: T1, title: A}]\n"},
    {"tree/b.yaml", "threats: [\n"},
};

START_TEST(test_gemara__refuses_with_the_place) {
    static const char text[] = "metadata: {id: T}\nthreats:\n  - {title: A}\n  - {id: B, title: B}\n";
    ck_assert_int_eq(fixture_import(&fixture, text, false), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "file:3:5: an entry of threats is no mapping with an `id`"));
    fixture_done(&fixture);
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
    ck_assert_int_eq(import_directory(broken, COUNT_OF(broken), false), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "tree/b.yaml:2:1: not YAML"));
    fixture_done(&fixture);
    ck_assert_int_eq(import_directory(broken, COUNT_OF(broken), true), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

static const char *const others[] = {
    "kind: threat\nthreats: []\nmetadata: {id: T}\n",
    "metadata: {id: T}\n",
    "threats: [{id: a}]\n",
    "threats: {a: b}\nmetadata: {id: T}\n",
};

START_TEST(test_gemara__leaves_other_shapes_alone) {
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        ck_assert_msg(fixture_import(&fixture, others[i], false) == STATUS_INVALID_ARGUMENT, "%s", others[i]);
        ck_assert_str_eq(fixture.problem.reason, "UNKNOWN_FORMAT");
        fixture_done(&fixture);
    }
}
END_TEST

static const struct {
    const char *strength;
    Catalog__V1__Strength read;
    bool is_wrong;
} strengths[] = {
    {"0", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, false},   {"1", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, false},
    {"9", CATALOG__V1__STRENGTH__STRENGTH_FULL, false},      {"10", CATALOG__V1__STRENGTH__STRENGTH_FULL, false},
    {"11", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, true},   {"-1", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, true},
    {"high", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, true}, {"", CATALOG__V1__STRENGTH__STRENGTH_PARTIAL, false},
};

START_TEST(test_gemara__reads_strengths_of_one_to_ten) {
    char text[256];
    for (size_t i = 0; i < COUNT_OF(strengths); i++) {
        snprintf(text, sizeof text,
                 "metadata: {id: T}\nthreats: [{id: T1, title: A}]\ncontrols: [{id: C1, title: B, threats: "
                 "[{reference-id: T, entries: [{reference-id: T1, strength: '%s'}]}]}]\n",
                 strengths[i].strength);
        ck_assert_int_eq(fixture_import(&fixture, text, false), STATUS_OK);
        ck_assert_int_eq(object_at(1)->control->mitigates[0]->strength, strengths[i].read);
        ck_assert_msg(fixture_has_note(&fixture, NOTE_WARNING, "is not 0 to 10") == strengths[i].is_wrong, "%s",
                      strengths[i].strength);
        fixture_done(&fixture);
    }
}
END_TEST

/* As releases before 1.0 have it: families of controls, links by `identifiers`, imports one list a kind. */
static const struct text older[] = {
    {"tree/core/capabilities.yaml", "capabilities: [{id: OWN.F1, title: Calls}]\n"},
    {"tree/core/controls.yaml",
     "control-families:\n"
     "  - title: Data in Use\n"
     "    description: About data.\n"
     "    controls:\n"
     "      - id: OWN.C1\n"
     "        title: Encrypt calls\n"
     "        threat-mappings: [{reference-id: O, identifiers: [OWN.TH1]}]\n"
     "        guideline-mappings: [{reference-id: NIST_800_53, identifiers: [SC-8, SC-13]}]\n"},
    {"tree/core/metadata.yaml", "metadata: {id: OWN.Core, title: Core}\n"},
    {"tree/core/threats.yaml", "threats: [{id: OWN.TH1, title: Calls are listened to,\n"
                               "  external-mappings: [{reference-id: MITRE-ATT&CK, entries: [{id: T1040}]}]}]\n"},
    {"tree/mail/capabilities.yaml", "imported-capabilities: [{reference-id: O, entries: [{reference-id: OWN.F1}]}]\n"},
    {"tree/mail/controls.yaml", "imported-controls: [{reference-id: O, entries: [{reference-id: OWN.C1}]}]\n"
                                "control-families: []\n"},
    {"tree/mail/metadata.yaml", "metadata: {id: OWN.Mail, title: Mail,\n"
                                "  mapping-csp-services: [{service: Post, url: https://example.org}]}\n"},
    {"tree/mail/threats.yaml", "shared-threats: [{reference-id: O, identifiers: [OWN.TH1]}]\n"},
};

START_TEST(test_gemara__reads_earlier_releases_of_the_model) {
    ck_assert_msg(import_directory(older, COUNT_OF(older), false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 3);
    const Catalog__V1__Threat *threat = object_at(0)->threat;
    ck_assert_str_eq(threat->references[0]->scheme, "attack");
    ck_assert_str_eq(threat->references[0]->id, "T1040");
    const Catalog__V1__Control *control = object_at(1)->control;
    ck_assert_str_eq(control->tags[0], "data-in-use");
    ck_assert_str_eq(control->mitigates[0]->threat, threat->name);
    ck_assert_uint_eq(control->n_references, 2);
    ck_assert_str_eq(control->references[1]->id, "SC-13");
    const Catalog__V1__Model *mail = object_at(2)->component;
    ck_assert_str_eq(mail->links[0]->title, "Post");
    ck_assert_uint_eq(mail->n_threats, 1);
    ck_assert_uint_eq(mail->n_responsibilities, 1);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "description (About data.)"));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *text;
    const char *lost;
} telling[] = {
    {"controlfamilies: [{id: data, title: Data, controls: [{id: A, title: B}]}]\nrelease_details: [{version: a}]\n",
     "release_details (more than a word)"},
    {"category: Legal\ncontrols: [{id: A, title: B, family: data, mappings: [{reference-id: CRA, identifiers: "
     "[1.2b]}],\n"
     "  assessment-requirements: [{id: A.1, text: C}]}]\n",
     "category (Legal)"},
    {"metadata: {id: A}\ncontrols: [{id: A, title: B, family: data}]\nfamilies: [{id: data, title: Data}]\n",
     "of 1 families the ids stay as tags"},
    {"metadata: {id: A, description: About it.}\ncontrols: [{id: A, title: B, group: data}]\n",
     "description (About it.) has no place here"},
};

START_TEST(test_gemara__takes_one_file_of_an_earlier_release) {
    for (size_t i = 0; i < COUNT_OF(telling); i++) {
        ck_assert_msg(fixture_import(&fixture, telling[i].text, false) == STATUS_OK, "%s", fixture.problem.message);
        ck_assert_uint_eq(fixture.import.objects.count, 1);
        ck_assert_str_eq(object_at(0)->control->tags[0], "data");
        ck_assert_msg(fixture_has_note(&fixture, NOTE_LOSS, telling[i].lost), "%s", telling[i].lost);
        fixture_done(&fixture);
    }
}
END_TEST

TEST_SUITE(gemara, test_gemara__makes_threats_and_controls_of_the_core_once, test_gemara__reads_what_a_control_does,
           test_gemara__makes_a_component_of_a_service, test_gemara__leaves_controls_to_the_consumer,
           test_gemara__says_what_is_lost_guessed_and_dangling, test_gemara__goes_on_without_the_core,
           test_gemara__makes_no_component_of_a_core_alone, test_gemara__reads_a_file_of_its_own,
           test_gemara__adds_references_from_mappings,
           test_gemara__takes_files_of_a_directory_together_while_kinds_differ, test_gemara__refuses_with_the_place,
           test_gemara__leaves_other_shapes_alone, test_gemara__reads_strengths_of_one_to_ten,
           test_gemara__reads_earlier_releases_of_the_model, test_gemara__takes_one_file_of_an_earlier_release)
