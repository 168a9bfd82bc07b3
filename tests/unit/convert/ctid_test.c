#include "unit/convert/release_fixture.h"

#include "base/limits.h"

#define ROW(capability, technique, rest)                                                                               \
    "{\"capability_id\": " capability ", \"attack_object_id\": " technique ", \"status\": \"complete\"" rest "}"

/* clang-format off */
static const char aws[] =
    "{\"metadata\": {\"technology_domain\": \"enterprise\", \"attack_version\": \"16.1\", \"mapping_framework\": "
    "\"aws\", \"mapping_framework_version\": \"12/02/2024\", \"capability_groups\": {\"storage\": \"Storage\"}},"
    "\n"
    "\"mapping_objects\": [\n"
    ROW(
        "\"aws_s3\"", "\"T1530\"",
        ", \"capability_description\": \"AWS S3\", \"capability_group\": \"storage\", \"mapping_type\": "
        "\"technique_scores\", \"score_category\": \"protect\", \"score_value\": \"significant\", \"comments\": "
        "\"<b>Keys</b> help.\", \"references\": [\"https://example.org\"]")
    ",\n"
    ROW(
        "\"aws_s3\"", "\"t1485\"",
        ", \"capability_group\": \"storage\", \"score_category\": \"detect\", \"score_value\": \"minimal\"")
    ",\n"
    "{\"capability_id\": \"aws_artifact\", \"capability_description\": \"AWS Artifact\", \"attack_object_id\": "
    "null, \"status\": \"non_mappable\"}\n"
    "]}";
/* clang-format on */

START_TEST(test_ctid__capabilities_are_entries_and_scores_are_mappings) {
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "aws.json", aws, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 3);
    ck_assert_uint_eq(fixture.mappings, 2);
    release_fixture_expect(&fixture, "scheme: ctid-aws\nrelease: 2024-12-02-attack-16.1\n");
    release_fixture_expect(&fixture, "id: storage\nkind: capability\ntitle: Storage\n---\n"
                                     "id: aws_s3\nkind: capability\ntitle: AWS S3\nparents: [storage]\n");
    release_fixture_expect(&fixture, "from:\n  scheme: ctid-aws\n  id: aws_s3\n"
                                     "to:\n  scheme: attack\n  id: T1530\n  release: 16.1\n"
                                     "relation: protects\nstrength: partial\nnote: \"significant: Keys help.\"\n");
    release_fixture_expect(&fixture,
                           "id: T1485\n  release: 16.1\nrelation: detects\nstrength: partial\nnote: minimal\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 2);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_ctid__a_framework_with_a_scheme_of_its_own_keeps_it) {
    /* clang-format off */
    static const char text[] =
        "{\"mapping_objects\": [" ROW("\"AC-02\"", "\"T1078\"", ", \"mapping_type\": \"mitigates\"") ","
        ROW("\"AC-06\"", "\"T1078\"", ", \"mapping_type\": \"secondary_impact\"") "," ROW("null", "\"T1078\"", "")
        "],\"metadata\": {\"attack_version\": \"17.1\", \"mapping_framework\": \"nist_800_53\", "
        "\"technology_domain\": \"ics\", \"mapping_framework_version\": \"rev5\"}}";
    /* clang-format on */
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "nist.json", text, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 0);
    ck_assert_uint_eq(fixture.mappings, 2);
    release_fixture_expect(&fixture, "scheme: ctid-nist-800-53\nrelease: rev5-attack-ics-17.1\n");
    release_fixture_expect(&fixture,
                           "from:\n  scheme: nist-800-53\n  id: AC-2\nto:\n  scheme: attack-ics\n  id: T1078\n"
                           "  release: 17.1\nrelation: mitigates\n---\n");
    release_fixture_expect(&fixture, "relation: secondary-impact\n");
    release_fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {"{\"mapping_objects\": [" ROW("\"a\"", "\"T1\"", "") "], \"metadata\": {\"mapping_framework\": \"a\"}, \"x\": 1,"
                                                          "\"x\": 2}",
     "duplicate object key"},
    {"{\"metadata\": {\"mapping_framework\": \"aws\"}, \"mapping_objects\": [7]}",
     "file.json:1:64: an element of `mapping_objects` is a map"},
};

START_TEST(test_ctid__refuses_what_it_cannot_take) {
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        release_fixture_expect_refusal(refused[i].text, refused[i].words);
}
END_TEST

START_TEST(test_ctid__is_recognised_by_its_head) {
    static const struct {
        const char *head;
        bool is_mapping;
    } heads[] = {
        {"{\"metadata\": {\"mapping_framework\": \"aws\"}, \"mapp", true},
        {"{\"mapping_objects\": [{\"attack_object_id\": null}, {", true},
        {"{\"mapping_objects\": [{}, {", false},
        {"{\"metadata\": {\"title\": \"aws\"}", false},
        {"{\"type\": \"bundle\"}", false},
    };
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        release_fixture_expect_head("ctid", heads[i].head, heads[i].is_mapping);
}
END_TEST

/* As the files of 2023 have it: types and groups are lists, and rows name their ids. */
START_TEST(test_ctid__reads_lists_of_types_and_groups) {
    static const char text[] =
        "{\"metadata\": {\"attack_version\": \"9.0\", \"mapping_framework\": \"own\", \"mapping_types\":"
        " [{\"id\": \"85-64\", \"name\": \"primary_impact\"}], \"groups\": [{\"id\": \"g1\", \"name\": \"First\"}]},\n"
        "\"mapping_objects\": [" ROW("\"a\"", "\"T1047\"", ", \"mapping_type\": \"85-64\", \"group\": \"g1\"") "]}";
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "old.json", text, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 2);
    release_fixture_expect(&fixture, "id: g1\nkind: capability\ntitle: First\n---\n"
                                     "id: a\nkind: capability\ntitle: a\nparents: [g1]\n");
    release_fixture_expect(&fixture, "relation: primary-impact\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 0);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_ctid__says_what_scores_and_other_schemes_leave_no_place_for) {
    static const char text[] = "{\"metadata\": {\"mapping_framework\": \"kev\"}, \"mapping_objects\": [" ROW(
        "\"CVE-2024-1\"", "\"T1047\"",
        ", \"mapping_type\": \"sealed\", \"score_category\": \"protect\", \"capability_description\": \"A\"") "]}";
    struct release_fixture fixture;
    ck_assert_int_eq(release_fixture_import(&fixture, "kev.json", text, NULL, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 0);
    ck_assert_uint_eq(fixture.mappings, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 2);
    release_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(ctid, test_ctid__reads_lists_of_types_and_groups,
           test_ctid__says_what_scores_and_other_schemes_leave_no_place_for,
           test_ctid__capabilities_are_entries_and_scores_are_mappings,
           test_ctid__a_framework_with_a_scheme_of_its_own_keeps_it, test_ctid__refuses_what_it_cannot_take,
           test_ctid__is_recognised_by_its_head)
