#include "release_fixture.h"

#include "base/macros.h"

static struct release_fixture fixture;

static status_code import_text(const char *path, const char *text, bool keeps_going) {
    return release_fixture_import(&fixture, path, text, NULL, keeps_going);
}

#define NESTED(items)                                                                                                  \
    "{\"ShortName\": \"ASVS\", \"Version\": \"4.9.1\", \"Requirements\": [{\"Shortcode\": \"V2\", \"ShortName\": "     \
    "\"D\", \"Name\": \"Doors\", \"Items\": [{\"Shortcode\": \"V2.1\", \"Name\": \"Locks\", \"Items\": [" items        \
    "]}]}]}"

#define OLD_ITEM                                                                                                       \
    "{\"Shortcode\": \"V2.1.1\", \"Description\": \"Verify that doors are locked. Always.\","                          \
    "\"L1\": {\"Required\": false, \"Requirement\": \"\"}, \"L2\": {\"Required\": true, \"Requirement\": "             \
    "\"30 days\"}, \"L3\": {\"Required\": true, \"Requirement\": \"\xE2\x9C\x93\"}, \"CWE\": [79, 287],"               \
    "\"NIST\": [\"5.1.1\", \"5.2.2\"]}"

START_TEST(test_asvs__reads_levels_and_references_of_older_releases) {
    ck_assert_int_eq(import_text("asvs.json", NESTED(OLD_ITEM), false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 3);
    release_fixture_expect(&fixture, "scheme: asvs\nrelease: 4.9.1\n");
    release_fixture_expect(&fixture, "id: V2\nkind: chapter\ntitle: Doors\n");
    release_fixture_expect(&fixture, "id: V2.1\nkind: section\ntitle: Locks\nparents: [V2]\n");
    release_fixture_expect(&fixture, "id: V2.1.1\nkind: requirement\ntitle: Verify that doors are locked.\n");
    release_fixture_expect(&fixture, "level: L2\n");
    release_fixture_expect(&fixture, "L2: 30 days");
    release_fixture_expect(&fixture, "id: CWE-287");
    release_fixture_expect(&fixture, "scheme: nist-800-63b\n    id: 5.2.2\n");
    release_fixture_done(&fixture);
}
END_TEST

/* The same requirement, in each of the other shapes. */
static const struct {
    const char *path;
    const char *text;
} shapes[] = {
    {"asvs-4.9.1.flat.json",
     "{\"requirements\": [{\"chapter_id\": \"V2\", \"chapter_name\": \"Doors\", \"section_id\": \"V2.1\","
     "\"section_name\": \"Locks\", \"req_id\": \"V2.1.1\", \"req_description\": \"Verify that doors are locked. "
     "Always.\", \"level1\": \"\", \"level2\": \"30 days\", \"level3\": \"\xE2\x9C\x93\", \"cwe\": \"79, 287\","
     "\"nist\": \"5.1.1 / 5.2.2\"}]}"},
    {"asvs 4.9.1-en.csv",
     "chapter_id,chapter_name,section_id,section_name,req_id,req_description,level1,level2,level3,cwe,nist\r\n"
     "V2,Doors,V2.1,Locks,V2.1.1,\"Verify that doors are locked. Always.\",,30 days,x,\"79,287\",5.1.1 / 5.2.2\r\n"},
};

START_TEST(test_asvs__makes_the_same_of_every_shape) {
    char first[4096];
    ck_assert_int_eq(import_text("asvs.json", NESTED(OLD_ITEM), false), STATUS_OK);
    snprintf(first, sizeof first, "%s", (const char *)fixture.seen.data);
    release_fixture_done(&fixture);
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        ck_assert_msg(import_text(shapes[i].path, shapes[i].text, false) == STATUS_OK, "%s", fixture.problem.message);
        ck_assert_str_eq((const char *)fixture.seen.data, first);
        release_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(test_asvs__names_what_an_older_flat_file_leaves_out) {
    static const char text[] = "Section,Name,Item,Description,L1,L2,L3,CWE,NIST\n"
                               "V1,,V1.4.2,\"[DELETED, DUPLICATE OF 4.1.3]\",,,,,\n"
                               "V1,,V1.4.3,\"[DELETED, NOT ACTIONABLE]\",,,,,\n";
    ck_assert_int_eq(import_text("ASVS 4.0.3-en.csv", text, false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 4);
    release_fixture_expect(&fixture, "id: V1.4\nkind: section\ntitle: V1.4\nparents: [V1]\n");
    release_fixture_expect(&fixture, "parents: [V1.4]\nstatus: revoked\nreplaced_by: V4.1.3\n");
    release_fixture_expect(&fixture, "text: \"[DELETED, NOT ACTIONABLE]\"\nparents: [V1.4]\nstatus: revoked\n");
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_asvs__keeps_a_long_text_and_cuts_its_title_at_a_word) {
    char text[2048] = "chapter_id,chapter_name,section_id,section_name,req_id,req_description,L\nV1,A,V1.1,B,V1.1.1,";
    for (int i = 0; i < 60; i++)
        strncat(text, "word ", sizeof text - strlen(text) - 1);
    strncat(text, "end,3\n", sizeof text - strlen(text) - 1);
    ck_assert_int_eq(import_text("asvs-5.0.0.csv", text, false), STATUS_OK);
    release_fixture_expect(&fixture, "word ...\n");
    release_fixture_expect(&fixture, "word end\n");
    release_fixture_expect(&fixture, "level: L3\n");
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_asvs__refuses_with_the_place_or_goes_on) {
    static const struct {
        const char *path;
        const char *text;
        const char *message;
    } cases[] = {
        {"a-5.0.0.csv", "chapter_id,chapter_name,section_id,section_name,req_id,req_description,L\nV1,A,V1.1,B,,X,1\n",
         "a-5.0.0.csv:2:1: a requirement has an id and a text, this one has no id"},
        {"a-5.0.0.csv",
         "chapter_id,chapter_name,section_id,section_name,req_id,req_description,L\nV1,A,V1.1,B,V1.1.1,X,1,2\n",
         "a-5.0.0.csv:2:1: a requirement is no mapping, or has more cells than the header"},
        {"a.json", NESTED("{\"Shortcode\": \"V2.1.1\"}"), "this one has no text"},
        {"a.json", NESTED("7"), "a requirement is no mapping"},
        {"a.json", NESTED(OLD_ITEM "," OLD_ITEM), "V2.1.1: another entry has this id"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_int_eq(import_text(cases[i].path, cases[i].text, false), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(fixture.problem.message, cases[i].message) != NULL, "%s", fixture.problem.message);
        release_fixture_done(&fixture);
        ck_assert_int_eq(import_text(cases[i].path, cases[i].text, true), STATUS_OK);
        ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
        release_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(test_asvs__refuses_a_table_that_is_none_and_a_release_without_name) {
    ck_assert_int_eq(import_text("a-5.0.0.csv", "chapter_id,chapter_name,section_id,section_name,req_id\n\"V1\n", true),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.message, "a-5.0.0.csv:2:1: the quote does not end");
    release_fixture_done(&fixture);
    ck_assert_int_eq(import_text("v5/a.csv", "chapter_id,chapter_name,section_id,section_name,req_id\n", false),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "NO_RELEASE");
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_asvs__says_what_has_no_place) {
    ck_assert_int_eq(import_text("a.json",
                                 NESTED("{\"Shortcode\": \"V2.1.1\", \"Description\": \"A.\", \"Owner\": 1},"
                                        "{\"Shortcode\": \"V2.1.2\", \"Description\": \"A.\", \"Owner\": 2}"),
                                 false),
                     STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 1);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_asvs_mapping__reads_what_became_of_requirements) {
    static const char text[] =
        "v4.0.3-1.2.4:\n  tag-v5.0.0: MODIFIED, MOVED TO v5.0.0-6.1.3, SPLIT TO v5.0.0-6.3.4,\n    v5.0.0-6.3.5\n"
        "v4.0.3-1.1.1:\n  tag-v5.0.0: DELETED, NOT IN SCOPE\n"
        "v4.0.3-1.2.3:\n  tag-v5.0.0: DELETED, COVERED BY v5.0.0-6.1.3\n"
        "v4.0.3-1.2.5:\n  tag-v5.0.0: COVERS v5.0.0-9.9.9\n";
    ck_assert_int_eq(import_text("a.yml", text, false), STATUS_OK);
    ck_assert_uint_eq(fixture.mappings, 5);
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 1);
    release_fixture_expect(&fixture, "scheme: asvs-mapping\nrelease: 4.0.3-to-5.0.0\n");
    release_fixture_expect(&fixture,
                           "from:\n  scheme: asvs\n  id: V1.2.4\n  release: 4.0.3\nto:\n  scheme: asvs\n  id: "
                           "V6.3.5\n  release: 5.0.0\nrelation: split\n");
    release_fixture_expect(&fixture, "id: V6.1.3\n  release: 5.0.0\nrelation: covered\n");
    release_fixture_expect(&fixture, "from:\n  scheme: asvs\n  id: V9.9.9\n  release: 5.0.0\nto:\n");
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_asvs_mapping__refuses_what_is_no_requirement) {
    static const char text[] = "v4.0.3-1.2.4: {tag-v5.0.0: MOVED TO v5.0.0-6.1.3}\nv4-x: {tag-v5.0.0: ADDED}\n";
    ck_assert_int_eq(import_text("a.yml", text, false), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "a.yml:2:1: \"v4-x\" is no requirement"));
    release_fixture_done(&fixture);
    ck_assert_int_eq(import_text("a.yml", text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.mappings, 1);
    release_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(asvs, test_asvs__reads_levels_and_references_of_older_releases, test_asvs__makes_the_same_of_every_shape,
           test_asvs__names_what_an_older_flat_file_leaves_out,
           test_asvs__keeps_a_long_text_and_cuts_its_title_at_a_word, test_asvs__refuses_with_the_place_or_goes_on,
           test_asvs__refuses_a_table_that_is_none_and_a_release_without_name, test_asvs__says_what_has_no_place,
           test_asvs_mapping__reads_what_became_of_requirements, test_asvs_mapping__refuses_what_is_no_requirement)
