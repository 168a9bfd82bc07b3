#include "release_fixture.h"

static struct release_fixture fixture;

static status_code import_text(const char *text, bool keeps_going) {
    return release_fixture_import(&fixture, "a/cwec.xml", text, NULL, keeps_going);
}

static void end(void) {
    release_fixture_done(&fixture);
}

static bool has_loss(const char *words) {
    for (size_t i = 0; i < fixture.report.notes.count; i++) {
        if (strstr(fixture.report.notes.items[i].text, words) != NULL)
            return fixture.report.notes.items[i].kind == NOTE_LOSS;
    }
    return false;
}

/* The YAML of the entry ID; NULL: there is none. */
static const char *entry_of(const char *id) {
    const char *line = arena_printf(&fixture.arena, "---\nid: %s\n", id);
    const char *start = strstr((const char *)fixture.seen.data, line);
    const char *stop = start == NULL ? NULL : strstr(start + 4, "---\n");
    return start == NULL ? NULL
                         : arena_strndup(&fixture.arena, start + 4,
                                         stop == NULL ? strlen(start + 4) : (size_t)(stop - start - 4));
}

#define BEGIN                                                                                                          \
    "<?xml version='1.0' encoding='UTF-8'?><Weakness_Catalog Name='CWE' Version='9.1' Date='2030-01-02' "              \
    "xmlns='http://cwe.mitre.org/cwe-9' xmlns:h='http://www.w3.org/1999/xhtml'>"
#define END "</Weakness_Catalog>"

static const char catalog[] = BEGIN
    "<Weaknesses>\n"
    "<Weakness ID='20' Name='Trusts too much' Abstraction='Base' Structure='Simple' Status='Stable'>\n"
    "  <Description>It believes what it is told.</Description>\n"
    "  <Extended_Description><h:p>Such as:</h:p><h:ul><h:li>a &lt;name&gt;</h:li></h:ul></Extended_Description>\n"
    "  <Related_Weaknesses>\n"
    "    <Related_Weakness Nature='ChildOf' CWE_ID='7' View_ID='1000' Ordinal='Primary'/>\n"
    "    <Related_Weakness Nature='ChildOf' CWE_ID='7' View_ID='699'/>\n"
    "    <Related_Weakness Nature='ChildOf' CWE_ID='8' View_ID='1003'/>\n"
    "    <Related_Weakness Nature='PeerOf' CWE_ID='9' View_ID='1000'/>\n"
    "  </Related_Weaknesses>\n"
    "  <Likelihood_Of_Exploit>Medium</Likelihood_Of_Exploit>\n"
    "  <Common_Consequences><Consequence><Scope>Integrity</Scope><Scope>Access Control</Scope>\n"
    "    <Impact>Modify Memory</Impact><Impact>Execute Code</Impact><Note>At once.</Note></Consequence>\n"
    "    <Consequence><Scope>Integrity</Scope><Impact>Execute Code</Impact><Impact>Other</Impact></Consequence>\n"
    "    <Consequence><Scope>Other</Scope></Consequence></Common_Consequences>\n"
    "  <Observed_Examples/>\n"
    "  <Potential_Mitigations>\n"
    "    <Mitigation Mitigation_ID='MIT-5'><Phase>Design</Phase><Phase>Build</Phase>\n"
    "      <Strategy>Ask Twice</Strategy><Description><h:p>Ask twice.</h:p></Description>\n"
    "      <Effectiveness>High</Effectiveness><Effectiveness_Notes>It helps.</Effectiveness_Notes></Mitigation>\n"
    "    <Mitigation Mitigation_ID='MIT-5'><Description>Ask again.</Description></Mitigation>\n"
    "    <Mitigation><Description>Leave it.</Description><Effectiveness>None</Effectiveness></Mitigation>\n"
    "  </Potential_Mitigations>\n"
    "  <Taxonomy_Mappings>\n"
    "    <Taxonomy_Mapping Taxonomy_Name='OWASP Top Ten 2007'><Entry_ID>A1</Entry_ID></Taxonomy_Mapping>\n"
    "    <Taxonomy_Mapping Taxonomy_Name='PLOVER'><Entry_Name>Trust</Entry_Name></Taxonomy_Mapping>\n"
    "  </Taxonomy_Mappings>\n"
    "  <Related_Attack_Patterns><Related_Attack_Pattern CAPEC_ID='3'/><Related_Attack_Pattern CAPEC_ID=''/>\n"
    "  </Related_Attack_Patterns>\n"
    "</Weakness>\n"
    "<Weakness ID='21' Name='DEPRECATED: Twin' Status='Deprecated'>\n"
    "  <Description>It was a duplicate of CWE-20. All is there.</Description></Weakness>\n"
    "</Weaknesses><Categories>\n"
    "<Category ID='300' Name='Group' Status='Draft'><Summary>One group.</Summary><Relationships>\n"
    "  <Has_Member CWE_ID='20' View_ID='699'/><Has_Member CWE_ID='21' View_ID='888'/></Relationships></Category>\n"
    "<Category ID='301' Name='Old' Status='Obsolete'><Summary>Old.</Summary></Category>\n"
    "</Categories><Views>\n"
    "<View ID='699' Name='Software Development' Type='Graph' Status='Draft'><Objective>To build.</Objective>\n"
    "  <Members><Has_Member CWE_ID='300' View_ID='699'/></Members></View>\n"
    "<View ID='700' Name='Slice' Type='Implicit' Status='Draft'><Objective>To filter.</Objective>\n"
    "  <Filter>/Weakness[./@ID='20']</Filter></View>\n"
    "</Views>" END;

static const struct {
    const char *id;
    const char *yaml;
} entries[] = {
    {"CWE-20", "id: CWE-20\nkind: weakness\ntitle: Trusts too much\n"
               "text: |-\n  It believes what it is told.\n\n  Such as:\n\n  - a <name>\n"
               "parents: [CWE-7, CWE-300]\n"},
    {"CWE-20", "references:\n  - scheme: capec\n    id: CAPEC-3\n  - scheme: owasp\n    id: A1\n    release: 2007\n"},
    {"CWE-20", "level: Base\n"},
    {"CWE-20", "likelihood: 3\n"},
    {"CWE-20", "consequences: [\"integrity: Modify Memory; Execute Code; Other\", \"access control: Modify Memory; "
               "Execute Code\", other]\n"},
    {"CWE-20", "  - id: MIT-5\n    title: Ask Twice (Design, Build)\n    text: |-\n      Ask twice.\n\n"
               "      Phase: Design, Build\n      Effectiveness: High\n      It helps.\n    strength: full\n"},
    {"CWE-20", "  - id: MIT-5-2\n    text: Ask again.\n"},
    {"CWE-20", "  - id: 3\n    text: |-\n      Leave it.\n\n      Effectiveness: None\n"},
    {"CWE-21", "status: deprecated\nreplaced_by: CWE-20\n"},
    {"CWE-300",
     "kind: category\ntitle: Group\ntext: |-\n  One group.\n\n  Members: CWE-20, CWE-21\nparents: [CWE-699]\n"},
    {"CWE-301", "status: deprecated\n"},
    {"CWE-699", "kind: view\ntitle: Software Development\ntext: |-\n  To build.\n\n  Members: CWE-300\n"},
    {"CWE-700", "  To filter.\n\n  Filter: /Weakness[./@ID='20']\n"},
};

START_TEST(test_cwe__becomes_a_release) {
    ck_assert_msg(import_text(catalog, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.entries, 6);
    ck_assert_uint_eq(fixture.mappings, 0);
    release_fixture_expect(&fixture, "scheme: cwe\nrelease: 9.1\n"
                                     "title: Common Weakness Enumeration 9.1 of 2030-01-02\n"
                                     "source: cwec.xml\n");
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        const char *yaml = entry_of(entries[i].id);
        ck_assert_msg(yaml != NULL && strstr(yaml, entries[i].yaml) != NULL, "row %zu: %s", i, yaml);
    }
    end();
}
END_TEST

START_TEST(test_cwe__leaves_current_entries_without_a_status) {
    ck_assert_int_eq(import_text(catalog, false), STATUS_OK);
    ck_assert_ptr_null(strstr(entry_of("CWE-20"), "status:"));
    ck_assert_ptr_null(strstr(entry_of("CWE-20"), "replaced_by:"));
    end();
}
END_TEST

START_TEST(test_cwe__says_what_is_lost) {
    ck_assert_int_eq(import_text(catalog, false), STATUS_OK);
    ck_assert(has_loss("Observed_Examples has no place in a taxonomy; entries with it: 1"));
    ck_assert(has_loss("notes on consequences are left out: 1"));
    ck_assert(has_loss("parent in views 1000 and 699 are left out: 2"));
    ck_assert(has_loss("counterparts in schemes that are not known are left out: 1"));
    end();
}
END_TEST

static const struct {
    const char *text;
    status_code code;
    const char *words;
} refused[] = {
    {"<Weakness_Catalog Name='CWE'/>", STATUS_INVALID_ARGUMENT, "which release of cwe"},
    {"<Weakness_Catalog Catalog_Version='2.11'/>", STATUS_INVALID_ARGUMENT,
     "a/cwec.xml:1:1: CWE 2.11 has another shape: releases since 3.0 are read"},
    {BEGIN "<Weaknesses><Weakness ID='1'/></Weaknesses>" END, STATUS_INVALID_ARGUMENT, "it has no title"},
    {BEGIN "<Weaknesses><Weakness Name='a'/></Weaknesses>" END, STATUS_INVALID_ARGUMENT, "an id has 1 to 128 bytes"},
    {BEGIN "<Weaknesses><Weakness ID='1' Name='a'/><Weakness ID='01' Name='b'/></Weaknesses>" END,
     STATUS_INVALID_ARGUMENT, "another entry has this id"},
    {BEGIN "<Weaknesses><Weakness ID='1' Name='a'>", STATUS_INVALID_ARGUMENT, "no element found"},
    {"<!DOCTYPE a [<!ENTITY b 'c'>]><Weakness_Catalog/>", STATUS_INVALID_ARGUMENT, "a DOCTYPE is not taken"},
};

START_TEST(test_cwe__refuses_with_the_place) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_msg(import_text(refused[i].text, false) == refused[i].code, "row %zu", i);
        ck_assert_msg(strstr(fixture.problem.message, refused[i].words) != NULL, "%s", fixture.problem.message);
        end();
    }
}
END_TEST

START_TEST(test_cwe__hands_on_nothing_of_a_file_that_is_broken_at_its_end) {
    ck_assert_int_ne(import_text(BEGIN "<Weaknesses><Weakness ID='1' Name='a'/></Weaknesses>", false), STATUS_OK);
    ck_assert_str_eq((const char *)fixture.seen.data, "");
    end();
}
END_TEST

START_TEST(test_cwe__goes_on_past_a_bad_entry_when_asked) {
    static const char text[] = BEGIN "<Weaknesses><Weakness ID='1'/><Weakness ID='2' Name='b'/></Weaknesses>" END;
    ck_assert_int_eq(import_text(text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    ck_assert_ptr_nonnull(entry_of("CWE-2"));
    end();
}
END_TEST

START_TEST(test_cwe__warns_of_a_part_of_a_release) {
    static const char text[] =
        "<Weakness_Catalog Name='VIEW LIST: CWE-699' Version='4.15'><Weaknesses><Weakness ID='2' "
        "Name='b'/></Weaknesses></Weakness_Catalog>";
    ck_assert_int_eq(import_text(text, false), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], 1);
    ck_assert_ptr_nonnull(strstr(fixture.report.notes.items[0].text, "is a part of the release"));
    end();
}
END_TEST

/* What stays of an entry is its id. */
START_TEST(test_cwe__forgets_entries_that_it_has_handed_on) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, BEGIN "<Weaknesses>");
    for (unsigned i = 1; i <= 500; i++)
        buffer_printf(&text, "<Weakness ID='%u' Name='a'><Description>%020000u</Description></Weakness>", i, i);
    buffer_append_text(&text, "</Weaknesses>" END);
    buffer_append_byte(&text, '\0');
    ck_assert_uint_gt(text.size, 10000000);
    ck_assert_int_eq(import_text((const char *)text.data, false), STATUS_OK);
    ck_assert_uint_lt(fixture.arena.used_bytes, 200000);
    buffer_done(&text);
    end();
}
END_TEST

TEST_SUITE(cwe, test_cwe__becomes_a_release, test_cwe__leaves_current_entries_without_a_status,
           test_cwe__says_what_is_lost, test_cwe__refuses_with_the_place,
           test_cwe__hands_on_nothing_of_a_file_that_is_broken_at_its_end,
           test_cwe__goes_on_past_a_bad_entry_when_asked, test_cwe__forgets_entries_that_it_has_handed_on,
           test_cwe__warns_of_a_part_of_a_release)
