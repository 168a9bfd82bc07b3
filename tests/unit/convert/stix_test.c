#include "convert/stix/stix.h"
#include "unit/convert/release_fixture.h"

#define CAPEC_HEAD "{\"type\": \"bundle\", \"id\": \"bundle--1\", \"objects\": [\n"

static const char capec[] = CAPEC_HEAD
    "{\"type\": \"relationship\", \"id\": \"relationship--1\", \"relationship_type\": \"mitigates\","
    " \"source_ref\": \"course-of-action--2\", \"target_ref\": \"attack-pattern--1\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--2\", \"relationship_type\": \"mitigates\","
    " \"source_ref\": \"course-of-action--1\", \"target_ref\": \"attack-pattern--1\"},\n"
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--1\", \"name\": \"Injection of words\","
    " \"description\": \"<xhtml:p>One.</xhtml:p><script>alert(1)</script>\", \"x_capec_version\": \"3.9\","
    " \"x_capec_abstraction\": \"Standard\", \"x_capec_status\": \"Draft\", \"x_capec_typical_severity\": \"Very "
    "High\","
    " \"x_capec_likelihood_of_attack\": \"Low\", \"x_capec_prerequisites\": [\"Words are taken.\"],"
    " \"x_capec_consequences\": {\"Access_Control\": [\"Gain Privileges\", \"Read Data\"]},"
    " \"x_capec_skills_required\": {\"Low\": \"none\"},"
    " \"x_capec_child_of_refs\": [\"attack-pattern--2\", \"attack-pattern--404\"], \"external_references\": ["
    "{\"source_name\": \"capec\", \"external_id\": \"CAPEC-7\"}, {\"source_name\": \"cwe\", \"external_id\": "
    "\"CWE-74\"},"
    "{\"source_name\": \"ATTACK\", \"external_id\": \"T1055.011\"}, {\"source_name\": \"Somebody 2020\"}]},\n"
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--2\", \"name\": \"DEPRECATED: Words\","
    " \"description\": \"Please refer to CAPEC-7 : Injection of words.\", \"x_capec_status\": \"Deprecated\","
    " \"external_references\": [{\"source_name\": \"capec\", \"external_id\": \"CAPEC-2\"}]},\n"
    "{\"type\": \"course-of-action\", \"id\": \"course-of-action--1\", \"name\": \"coa-7-10\", \"description\": "
    "\"Ten.\"},\n"
    "{\"type\": \"course-of-action\", \"id\": \"course-of-action--2\", \"name\": \"coa-7-9\", \"description\": "
    "\"Nine.\"}\n"
    "]}";

START_TEST(test_stix__patterns_of_capec_are_entries) {
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "capec.json", capec, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 2);
    release_fixture_expect(&fixture, "scheme: capec\nrelease: 3.9\n");
    release_fixture_expect(&fixture, "source: https://capec.mitre.org/\n---\n"
                                     "id: CAPEC-7\n"
                                     "kind: attack-pattern\n"
                                     "title: Injection of words\n"
                                     "text: |-\n"
                                     "  One.\n"
                                     "\n"
                                     "  <script>alert(1)</script>\n"
                                     "parents: [CAPEC-2]\n"
                                     "references:\n"
                                     "  - scheme: cwe\n"
                                     "    id: CWE-74\n"
                                     "  - scheme: attack\n"
                                     "    id: T1055.011\n"
                                     "level: Standard\n"
                                     "mitigations:\n"
                                     "  - id: coa-7-9\n"
                                     "    text: Nine.\n"
                                     "  - id: coa-7-10\n"
                                     "    text: Ten.\n"
                                     "likelihood: 2\n"
                                     "severity: 5\n"
                                     "prerequisites: [Words are taken.]\n"
                                     "consequences: [\"access control: Gain Privileges; Read Data\"]\n");
    release_fixture_expect(&fixture, "status: deprecated\nreplaced_by: CAPEC-7\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 3);
    release_fixture_done(&fixture);
}
END_TEST

#define MITRE(id)   "\"external_references\": [{\"source_name\": \"mitre-attack\", \"external_id\": \"" id "\"}]"
#define PHASE(name) "\"kill_chain_phases\": [{\"kill_chain_name\": \"mitre-attack\", \"phase_name\": \"" name "\"}], "

/* clang-format off */
static const char attack[] =
    "{\"type\": \"bundle\", \"id\": \"bundle--2\", \"spec_version\": \"2.0\", \"objects\": [\n"
    "{\"type\": \"x-mitre-collection\", \"id\": \"x-mitre-collection--1\", \"name\": \"Enterprise ATT&CK\", "
    "\"x_mitre_version\": \"18.1\"},\n"
    "{\"type\": \"x-mitre-tactic\", \"id\": \"x-mitre-tactic--1\", \"name\": \"Persistence\", "
    "\"x_mitre_shortname\": \"persistence\", " MITRE("TA0003") "},\n"
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--1\", \"name\": \"Jobs\", " PHASE("persistence")
    "\"description\": \"See [Shells](https://attack.mitre.org/techniques/T1059/004) and <code>cron</code>. "
    "(Citation: A (2020)\", \"x_mitre_detection\": \"Watch.\", " MITRE("T1053") "},\n"
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--2\", \"name\": \"Cron\", " PHASE("persistence")
    MITRE("T1053.003") "},\n"
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--3\", \"name\": \"Old\", \"revoked\": true, "
    MITRE("T1168") "},\n"
    "{\"type\": \"course-of-action\", \"id\": \"course-of-action--1\", \"name\": \"Audit\", \"description\": "
    "\"All.\", \"labels\": [\"NIST SP 800-53 Rev. 5 - AC-3; SC-07\", \"Other\"], " MITRE("M1047") "},\n"
    "{\"type\": \"course-of-action\", \"id\": \"course-of-action--2\", \"name\": \"Jobs Mitigation\", "
    "\"x_mitre_deprecated\": true, " MITRE("T1053") "},\n"
    "{\"type\": \"intrusion-set\", \"id\": \"intrusion-set--1\", \"name\": \"Group\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--1\", \"relationship_type\": \"subtechnique-of\", "
    "\"source_ref\": \"attack-pattern--2\", \"target_ref\": \"attack-pattern--1\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--2\", \"relationship_type\": \"revoked-by\", "
    "\"source_ref\": \"attack-pattern--3\", \"target_ref\": \"attack-pattern--2\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--3\", \"relationship_type\": \"mitigates\", "
    "\"source_ref\": \"course-of-action--1\", \"target_ref\": \"attack-pattern--1\", \"description\": \"Look at "
    "jobs.(Citation: B)\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--4\", \"relationship_type\": \"mitigates\", "
    "\"source_ref\": \"course-of-action--2\", \"target_ref\": \"attack-pattern--1\"},\n"
    "{\"type\": \"relationship\", \"id\": \"relationship--5\", \"relationship_type\": \"uses\", \"source_ref\": "
    "\"intrusion-set--1\", \"target_ref\": \"attack-pattern--1\"}\n"
    "]}";
/* clang-format on */

START_TEST(test_stix__techniques_mitigations_and_tactics_of_attack_are_entries) {
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "attack.json", attack, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 5);
    release_fixture_expect(&fixture, "scheme: attack\nrelease: 18.1\n");
    release_fixture_expect(&fixture, "id: TA0003\nkind: tactic\n");
    release_fixture_expect(&fixture, "id: T1053\n"
                                     "kind: technique\n"
                                     "title: Jobs\n"
                                     "text: |-\n"
                                     "  See Shells (T1059.004) and cron.\n"
                                     "\n"
                                     "  Detection: Watch.\n"
                                     "parents: [TA0003]\n"
                                     "mitigations:\n"
                                     "  - id: M1047\n"
                                     "    title: Audit\n"
                                     "    text: Look at jobs.\n");
    release_fixture_expect(&fixture, "title: Cron\nparents: [T1053]\n");
    release_fixture_expect(&fixture, "title: Old\nstatus: revoked\nreplaced_by: T1053.003\n");
    release_fixture_expect(&fixture, "id: M1047\n"
                                     "kind: mitigation\n"
                                     "title: Audit\n"
                                     "text: All.\n"
                                     "references:\n"
                                     "  - scheme: nist-800-53\n"
                                     "    id: AC-3\n"
                                     "  - scheme: nist-800-53\n"
                                     "    id: SC-7\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], 0);
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 5);
    release_fixture_done(&fixture);
}
END_TEST

/* A technique alone, of DOMAIN, with more MEMBERS. */
#define ONE(domain, members)                                                                                           \
    CAPEC_HEAD                                                                                                         \
    "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--1\", \"name\": \"One\", \"x_mitre_domains\": "           \
    "[\"" domain "\"]" members ", " MITRE("T0800") "}]}"

static const struct release_case {
    const char *path;
    const char *text;
    const char *wanted;
    const char *head;
    size_t warnings;
} release_cases[] = {
    {"ics-attack-18.1.json", ONE("ics-attack", ""), NULL, "scheme: attack-ics\nrelease: 18.1\n", 1},
    {"dir-1.2/mobile-attack-v17.0.json", ONE("mobile-attack", ""), NULL, "scheme: attack-mobile\nrelease: 17.0\n", 1},
    {"e.json", ONE("enterprise-attack", ", \"modified\": \"2025-11-12T15:42:52Z\""), NULL,
     "scheme: attack\nrelease: 2025-11-12\n", 1},
    {"e.json", ONE("enterprise-attack", ""), "9 of mine", "scheme: attack\nrelease: 9-of-mine\n", 0},
};

START_TEST(test_stix__release_comes_from_the_bundle_the_name_or_the_last_change) {
    for (size_t i = 0; i < COUNT_OF(release_cases); i++) {
        const struct release_case *one = &release_cases[i];
        struct release_fixture fixture;
        ck_assert_int_eq(release_fixture_import(&fixture, one->path, one->text, one->wanted, false), STATUS_OK);
        release_fixture_expect(&fixture, one->head);
        ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], one->warnings);
        release_fixture_done(&fixture);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {ONE("enterprise-attack", ""), "does not say which release of attack it is: say so with --release"},
    {CAPEC_HEAD "{\"type\": \"indicator\", \"id\": \"indicator--1\"}]}", "neither CAPEC nor ATT&CK"},
    {CAPEC_HEAD "]}", "neither CAPEC nor ATT&CK"},
    {CAPEC_HEAD "{\"type\": \"indicator\"}]}", "file.json:2:1: an object of a bundle has a `type` and an `id`"},
    {CAPEC_HEAD "7]}", "file.json:2:1: an object of a bundle has"},
    {"{\"type\": \"bundle\", \"objects\": {}}", "file.json:1:31: `objects` is a list"},
    {CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", \"x_capec_version\": \"1\"," MITRE(
         "T1") "},"
               "{\"type\": \"attack-pattern\", \"id\": \"b\"," MITRE("T1") "}]}",
     "it has no title"},
    {CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", \"name\": \"A\", \"x_capec_version\": \"1\"," MITRE(
         "T1") "},"
               "{\"type\": \"attack-pattern\", \"id\": \"b\", \"name\": \"B\"," MITRE("T01") "}]}",
     "another entry has this id"},
    {CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", \"name\": \"A\", \"x_capec_version\": \"1\"," MITRE(
         "T1") "},"
               "{\"type\": \"attack-pattern\", \"id\": \"b\", \"name\": \"B\"}]}",
     "\"B\" has no id of ATT&CK"},
    {CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", " MITRE(
         "T1") "},"
               "{\"type\": \"attack-pattern\", \"id\": \"b\", \"external_references\":"
               " [{\"source_name\": \"capec\", \"external_id\": \"CAPEC-1\"}]}]}",
     "two of CAPEC, ATT&CK and ATLAS at once"},
};

START_TEST(test_stix__refuses_what_it_cannot_take) {
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        release_fixture_expect_refusal(refused[i].text, refused[i].words);
}
END_TEST

START_TEST(test_stix__goes_on_past_bad_entries_where_it_is_told_to) {
    static const char text[] = CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", \"name\": \"A\", " MITRE(
        "T1") "}, 7,"
              "{\"type\": \"attack-pattern\", \"id\": \"b\", \"name\": \"B\"}]}";
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "file.json", text, "1", true), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 2);
    release_fixture_done(&fixture);
}
END_TEST

/* Two versions of one object, and two objects with one id of which one is out of use. */
START_TEST(test_stix__takes_the_version_that_counts) {
    /* clang-format off */
    static const char text[] =
        CAPEC_HEAD "{\"type\": \"attack-pattern\", \"id\": \"a\", \"name\": \"New\", \"modified\": \"2021\", "
        MITRE("T1001") "},{\"type\": \"attack-pattern\", \"id\": \"a\", \"name\": \"Old\", \"modified\": \"2020\", "
        MITRE("T1001") "},{\"type\": \"attack-pattern\", \"id\": \"b\", \"name\": \"Gone\", \"revoked\": true, "
        MITRE("T1001") "}]}";
    /* clang-format on */
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "file.json", text, "1", false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 1);
    release_fixture_expect(&fixture, "title: New\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 1);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_stix__is_recognised_by_its_head) {
    static const struct {
        const char *head;
        bool is_bundle;
    } heads[] = {
        {"{\"type\": \"bundle\", \"objects\": [{\"type\": \"x-mit", true},
        {"{\"objects_of\": 1, \"id\": \"bundle--1\", \"obj", true},
        {"{\"spec_version\": \"2.0\", \"type\": \"bundle\"", true},
        {"{\"type\": \"bundles\", \"objects\": [", false},
        {"{\"otmVersion\": \"0.2.0\"", false},
        {"[{\"type\": \"bundle\"}]", false},
        {"", false},
    };
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        release_fixture_expect_head("stix", heads[i].head, heads[i].is_bundle);
}
END_TEST

static const struct {
    const char *text;
    const char *plain;
} texts[] = {
    {"", ""},
    {"A [b](https://attack.mitre.org/groups/G0034) c", "A b (G0034) c"},
    {"[b](https://attack.mitre.org/techniques/T1021/001)", "b (T1021.001)"},
    {"[b](https://attack.mitre.org/techniques/T1021/)", "b (T1021)"},
    {"[b](https://attack.mitre.org/)", "b"},
    {"[b](https://example.org/x)", "b (https://example.org/x)"},
    {"[b](javascript:alert(1))", "[b](javascript:alert(1))"},
    {"a[0](x) [b] (http://x)", "a[0](x) [b] (http://x)"},
    {"[[b](http://x)]", "[b (http://x)]"},
    {"[b](http://x", "[b](http://x"},
    {"One (Citation: A)(Citation: B). Two (Citation: C", "One. Two (Citation: C"},
    {"<code>rm -rf</code> &lt;x&gt; <DOMAIN>", "rm -rf <x> <DOMAIN>"},
};

START_TEST(test_stix__texts_become_plain) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        ck_assert_str_eq(stix_text(&arena, texts[i].text), texts[i].plain);
    arena_done(&arena);
}
END_TEST

/* ATLAS names techniques of ATT&CK beside its own ids, which have a dot more. */
START_TEST(test_stix__techniques_of_atlas_are_a_scheme_of_their_own) {
    static const char text[] = CAPEC_HEAD
        "{\"type\": \"x-mitre-tactic\", \"id\": \"x-mitre-tactic--1\", \"name\": \"Looking\", \"x_mitre_shortname\":"
        " \"looking\", \"external_references\": [{\"source_name\": \"mitre-atlas\", \"external_id\": "
        "\"AML.TA0002\"}]},\n"
        "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--1\", \"name\": \"Search\", \"kill_chain_phases\":"
        " [{\"kill_chain_name\": \"mitre-atlas\", \"phase_name\": \"looking\"}], \"external_references\":"
        " [{\"source_name\": \"mitre-attack\", \"external_id\": \"T1596\"},"
        " {\"source_name\": \"mitre-atlas\", \"external_id\": \"AML.T0000\"}]},\n"
        "{\"type\": \"attack-pattern\", \"id\": \"attack-pattern--2\", \"name\": \"Journals\","
        " \"external_references\": [{\"source_name\": \"mitre-atlas\", \"external_id\": \"AML.T0000.001\"}]},\n"
        "{\"type\": \"x-mitre-collection\", \"id\": \"x-mitre-collection--1\", \"x_mitre_version\": \"0.1\"}]}";
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "stix-atlas.json", text, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 3);
    release_fixture_expect(&fixture, "scheme: atlas\nrelease: 0.1\ntitle: MITRE ATLAS\n");
    release_fixture_expect(&fixture, "id: AML.T0000\nkind: technique\ntitle: Search\nparents: [AML.TA0002]\n"
                                     "references:\n  - scheme: attack\n    id: T1596\n");
    release_fixture_expect(&fixture, "id: AML.T0000.001\nkind: technique\ntitle: Journals\nparents: [AML.T0000]\n");
    release_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(stix, test_stix__techniques_of_atlas_are_a_scheme_of_their_own, test_stix__patterns_of_capec_are_entries,
           test_stix__techniques_mitigations_and_tactics_of_attack_are_entries,
           test_stix__release_comes_from_the_bundle_the_name_or_the_last_change, test_stix__refuses_what_it_cannot_take,
           test_stix__goes_on_past_bad_entries_where_it_is_told_to, test_stix__takes_the_version_that_counts,
           test_stix__is_recognised_by_its_head, test_stix__texts_become_plain)
