#include "release_fixture.h"

#include "base/macros.h"

static struct release_fixture fixture;

static status_code import_text(const char *text, const char *release, bool keeps_going) {
    return release_fixture_import(&fixture, "d3fend.csv", text, release, keeps_going);
}

#define TREE "ID,D3FEND Tactic,D3FEND Technique,D3FEND Technique Level 0,D3FEND Technique Level 1,Definition\n"

START_TEST(test_d3fend__reads_the_tree_in_the_columns) {
    static const char text[] = TREE "D3-CH,Harden,Credential Hardening,,,\n"
                                    "D3-MFA,Harden,,Multi-factor Authentication,,\"Two, or more.\"\n"
                                    "D3-OTP,Harden,,,One-time Password,Once.\n"
                                    "D3-FA,Detect,File Analysis,,,\n"
                                    "D3-DA,Detect,,Dynamic Analysis,,Run it.\n"
                                    ",Detect,,Static Analysis,,Read it.\n";
    ck_assert_int_eq(import_text(text, "1.0.0", false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 8);
    release_fixture_expect(&fixture, "id: HARDEN\nkind: tactic\ntitle: Harden\n");
    release_fixture_expect(&fixture, "id: D3-CH\nkind: technique\ntitle: Credential Hardening\nparents: [HARDEN]\n");
    release_fixture_expect(&fixture, "text: Two, or more.\nparents: [D3-CH]\n");
    release_fixture_expect(&fixture, "text: Once.\nparents: [D3-MFA]\n");
    release_fixture_expect(&fixture, "text: Run it.\nparents: [D3-FA]\n");
    release_fixture_expect(&fixture, "id: STATIC-ANALYSIS\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], 1);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_d3fend__takes_a_technique_in_two_places_once) {
    static const char text[] = TREE "D3-A,Harden,A,,,\nD3-B,Harden,,B,,\nD3-C,Detect,C,,,\nD3-B,Detect,,B,,\n";
    ck_assert_int_eq(import_text(text, "1.0.0", false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 5);
    release_fixture_expect(&fixture, "title: B\nparents: [D3-A, D3-C]\n");
    release_fixture_done(&fixture);
}
END_TEST

#define CLASSES "d3fend_id,class,label,parents,definition\n"

START_TEST(test_d3fend__turns_classes_into_ids_whatever_their_order) {
    static const char text[] = CLASSES "D3-B,BeeClass,Bee,AyClass;DefensiveTechnique,\n"
                                       "D3-A,AyClass,Ay,DefensiveTechnique,\"First\nline\"\n"
                                       "D3-C,SeaClass,Sea,GoneClass,Text\n";
    ck_assert_int_eq(import_text(text, "1.0.0", false), STATUS_OK);
    ck_assert_uint_eq(fixture.entries, 3);
    release_fixture_expect(&fixture, "id: D3-B\nkind: technique\ntitle: Bee\nparents: [D3-A]\n");
    release_fixture_expect(&fixture, "parents: [GONECLASS]\n");
    ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], 1);
    release_fixture_done(&fixture);
}
END_TEST

START_TEST(test_d3fend__refuses_with_the_place_or_goes_on) {
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {CLASSES "D3-A,A,Ay,,\nD3-A,B,Bee,,\n", "d3fend.csv:3:1: D3-A is \"Ay\" on line 2 already"},
        {CLASSES "D3-A,A,,,\n", "d3fend.csv:2:1: the row names no technique"},
        {TREE "D3-A,Harden,,,,Text\n", "d3fend.csv:2:1: the row names no technique"},
        {CLASSES "D3-A,A,Ay,,,,\n", "d3fend.csv:2:1: the row has more cells than the header has names"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_int_eq(import_text(cases[i].text, "1.0.0", false), STATUS_INVALID_ARGUMENT);
        ck_assert_str_eq(fixture.problem.message, cases[i].message);
        release_fixture_done(&fixture);
        ck_assert_int_eq(import_text(cases[i].text, "1.0.0", true), STATUS_OK);
        ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
        release_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(test_d3fend__needs_the_name_of_a_release) {
    ck_assert_int_eq(import_text(CLASSES "D3-A,A,Ay,,\n", NULL, false), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "NO_RELEASE");
    release_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(d3fend, test_d3fend__reads_the_tree_in_the_columns, test_d3fend__takes_a_technique_in_two_places_once,
           test_d3fend__turns_classes_into_ids_whatever_their_order, test_d3fend__refuses_with_the_place_or_goes_on,
           test_d3fend__needs_the_name_of_a_release)
