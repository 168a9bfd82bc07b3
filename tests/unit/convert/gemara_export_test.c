#include "export_fixture.h"

static struct export_fixture fixture;

static const char catalog[] =
    "kind: threat\n"
    "name: in/theft\n"
    "version: 1.0.0\n"
    "title: Somebody takes it\n"
    "statement: {source: a visitor, prerequisites: nobody looks, action: takes it, impact: it is gone}\n"
    "stride: [tampering, spoofing]\n"
    "references:\n"
    "  - {scheme: cwe, id: CWE-1}\n"
    "  - {scheme: my-cwe-list, id: \"7\"}\n"
    "  - {scheme: cwe, id: CWE-2}\n"
    "likelihood: 4\n"
    "impact: 2\n"
    "---\n"
    "kind: threat\n"
    "name: in/odd\n"
    "title: \"no\"\n"
    "categories: [\"gemara:house rules\"]\n"
    "---\n"
    "kind: control\n"
    "name: in/locks\n"
    "title: Locks\n"
    "objective: |\n"
    "  Doors are locked,\n"
    "  always.\n"
    "\n"
    "  Also at night.\n"
    "type: preventive\n"
    "domain: data_at_rest\n"
    "tags: [\"source:gemara-in\"]\n"
    "mitigates:\n"
    "  - {threat: in/theft, strength: full}\n"
    "  - {threat: other/theft, strength: partial}\n"
    "verification:\n"
    "  - {id: tried, statement: \"Doors MUST NOT open. Applies to: tlp-red, tlp-green. Recommended: Try them.\"}\n"
    "  - {id: seen, statement: Locks are seen., evidence_kinds: [photograph]}\n"
    "references: [{scheme: asvs, id: V1.1, release: 5.0.0}]\n";

static const char component[] = "kind: component\n"
                                "name: in/house\n"
                                "version: 2.1.0\n"
                                "title: A house\n"
                                "tags: [building]\n"
                                "service_class: saas\n"
                                "elements: [{id: door, kind: external, title: Door}, {id: cellar, kind: store}]\n"
                                "entry_points: [{id: bell, on: door}]\n"
                                "threats:\n"
                                "  - {threat: in/theft, on: door}\n"
                                "  - {threat: in/theft, on: cellar}\n"
                                "  - {threat: out/theft, on: bell}\n"
                                "provides: [{id: locked, control: in/locks}]\n"
                                "responsibilities: [{id: keys, statement: Keep them., discharged_by: {controls: "
                                "[in/keys]}}]\n";

static const char known[] = "kind: threat\nname: out/theft\ntitle: Taken from outside\n"
                            "---\nkind: control\nname: in/keys\ntitle: Keys\ndescription: Keys are kept.\n";

static void expect(const char *const *said, size_t count) {
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(export_fixture_says(&fixture, said[i]), "%s is not in %s", said[i], fixture.out.data);
}

START_TEST(test_gemara_export__holds_threats_and_controls) {
    static const char *const said[] = {"  id: in\n",
                                       "title: in\n",
                                       "  - id: theft\n    title: Somebody takes it\n",
                                       "description: \"a visitor takes it, given: nobody looks; it is gone\"\n",
                                       "group: tampering\n",
                                       "group: house rules\n",
                                       "title: \"no\"\n",
                                       "reference-id: scheme:my-cwe-list\n",
                                       "objective: |-\n      Doors are locked, always.\n\n      Also at night.\n",
                                       "group: data-at-rest\n",
                                       "reference-id: catalog:other\n",
                                       "strength: 10\n",
                                       "strength: 5\n",
                                       "text: Doors MUST NOT open.\n",
                                       "applicability: [tlp-red, tlp-green]\n",
                                       "recommendation: Try them.\n",
                                       "type: Software\n"};
    ck_assert_int_eq(export_fixture_write(&fixture, "gemara", catalog, NULL), STATUS_OK);
    expect(said, COUNT_OF(said));
    ck_assert(!export_fixture_says(&fixture, "source:gemara"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara_export__lists_what_is_lost) {
    ck_assert_int_eq(export_fixture_write(&fixture, "gemara", catalog, NULL), STATUS_OK);
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no place for likelihood (4)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no place for version (1.0.0)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no place for type (preventive)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "of 2 classes the first"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "kinds of evidence of seen"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "release"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara_export__comes_back) {
    ck_assert_int_eq(export_fixture_write(&fixture, "gemara", catalog, NULL), STATUS_OK);
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara_export__of_a_component_brings_its_threats_and_controls) {
    static const char *const said[] = {"  id: house\n",
                                       "title: A house\n",
                                       "version: \"2.1.0\"\n",
                                       "category-ids: [building]\n",
                                       "  - id: door\n    title: Door\n    group: external\n",
                                       "          - reference-id: door\n          - reference-id: cellar\n",
                                       "  - id: out-theft\n    title: Taken from outside\n",
                                       "  - id: locks\n",
                                       "objective: Keys are kept.\n"};
    char both[sizeof catalog + sizeof component + 8];
    ck_assert_int_eq(
        export_fixture_write(&fixture, "gemara", strcat(strcat(strcpy(both, component), "---\n"), catalog), known),
        STATUS_OK);
    expect(said, COUNT_OF(said));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no place for responsibilities (1)"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara_export__of_a_bare_component_is_one_again) {
    static const char bare[] = "kind: component\nname: in/bare\ntitle: Bare\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "gemara", bare, NULL), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "capabilities: []\n"));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_gemara_export__describes_one_component) {
    static const char two[] = "kind: component\nname: in/a\n---\nkind: component\nname: in/b\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "gemara", two, NULL), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "TOO_MANY_OBJECTS");
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(gemara_export, test_gemara_export__holds_threats_and_controls, test_gemara_export__lists_what_is_lost,
           test_gemara_export__comes_back, test_gemara_export__of_a_component_brings_its_threats_and_controls,
           test_gemara_export__of_a_bare_component_is_one_again, test_gemara_export__describes_one_component)
