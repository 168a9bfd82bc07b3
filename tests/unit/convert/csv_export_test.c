#include "export_fixture.h"

static struct export_fixture fixture;

START_TEST(test_csv_export__has_a_row_for_each_threat) {
    static const char threats[] =
        "kind: threat\nname: in/a\ntitle: \"=cmd|' /C calc'!A0\"\nstride: [spoofing, tampering]\n"
        "statement: {source: me, action: \"I act, \\\"quoted\\\"\"}\nlikelihood: 2\n"
        "references: [{scheme: asvs, id: V1, release: 5.0.0}, {scheme: cwe, id: CWE-1}]\n"
        "tags: [x, \"source:otm-y\"]\napplies_when: \"true\"\n"
        "---\nkind: threat\nname: in/b\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "csv", threats, NULL), STATUS_OK);
    ck_assert_str_eq((const char *)fixture.out.data,
                     "name,version,title,description,source,prerequisites,action,follows,stride,categories,likelihood,"
                     "impact,references,tags\r\n"
                     "in/a,,'=cmd|' /C calc'!A0,,me,,\"I act, \"\"quoted\"\"\",,spoofing; tampering,,2,,"
                     "asvs@5.0.0:V1; cwe:CWE-1,x\r\n"
                     "in/b,,,,,,,,,,,,,\r\n");
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "no place for applies_when (true)"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_csv_export__has_a_row_for_each_control) {
    static const char control[] = "kind: control\nname: in/c\ntitle: C\ntype: detective\ndomain: infrastructure\n"
                                  "mitigates: [{threat: in/a, strength: full}, {threat: in/b}]\n"
                                  "verification: [{id: v, statement: Seen.}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "csv", control, NULL), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "in/c,,C,,,detective,infrastructure,in/a (full); in/b (-),Seen.,,\r\n"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_csv_export__has_a_row_for_each_threat_of_a_model) {
    static const char model[] = "kind: feature\nname: in/f\nelements: [{id: e}]\n"
                                "threats:\n"
                                "  - {id: t, threat: in/a, on: e, impact: 5}\n"
                                "  - {id: u, inline: {title: Own}, on: e}\n"
                                "mitigations: [{id: m, control: in/c, mitigates: [in/a], on: [e], status: planned}]\n";
    static const char known[] = "kind: threat\nname: in/a\ntitle: A\nlikelihood: 1\nimpact: 1\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "csv", model, known), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "in/f,,t,in/a,A,e,,1,5,,m (planned),\r\n"));
    ck_assert(export_fixture_says(&fixture, "in/f,,u,,Own,e,,,,,,\r\n"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_csv_export__holds_one_kind) {
    static const char mixed[] = "kind: threat\nname: in/a\n---\nkind: control\nname: in/b\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "csv", mixed, NULL), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "MIXED_KINDS");
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(csv_export, test_csv_export__has_a_row_for_each_threat, test_csv_export__has_a_row_for_each_control,
           test_csv_export__has_a_row_for_each_threat_of_a_model, test_csv_export__holds_one_kind)
