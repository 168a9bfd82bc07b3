#include "export_fixture.h"

static struct export_fixture fixture;

static const char known[] =
    "kind: component\n"
    "name: store/box\n"
    "title: A box\n"
    "service_class: abstracted\n"
    "elements: [{id: lid, kind: process}]\n"
    "---\n"
    "kind: threat\n"
    "name: std/theft\n"
    "title: Theft\n"
    "description: Taken away.\n"
    "statement: {source: a thief, action: takes it}\n"
    "references: [{scheme: cwe, id: CWE-284}, {scheme: capec, id: CAPEC-390}, {scheme: owasp, id: A01}]\n"
    "likelihood: 3\n"
    "impact: 4\n"
    "---\n"
    "kind: control\n"
    "name: std/lock\n"
    "title: Lock\n"
    "objective: Only keys open it.\n"
    "type: preventive\n";

static const char feature[] =
    "kind: feature\n"
    "name: in/bakery\n"
    "version: 1.2.0\n"
    "title: Bakery\n"
    "description: Sells <bread>  and cake.\n"
    "tags: ['tier:non_critical', small]\n"
    "owner: team-oven\n"
    "facts: {internet_facing: true}\n"
    "dependencies: [{alias: box, component: store/box, requirement: ^1.0}]\n"
    "elements:\n"
    "  - {id: oven_1, kind: process, title: Oven, zone: shop, technologies: [iron]}\n"
    "  - {id: guest, kind: actor, zone: street}\n"
    "  - {id: bank, kind: external}\n"
    "  - {id: till, kind: store, zone: shop, technologies: [postgresql]}\n"
    "assets: [{id: coins, title: Coins, classification: confidential, on: [till]}, {id: dough, on: [oven_1, till]}]\n"
    "entry_points: [{id: door, on: oven_1, exposure: internet}]\n"
    "trust_zones: [{id: street, title: Street}, {id: shop, title: Shop, parent: street}]\n"
    "data_flows:\n"
    "  - {id: buy, title: Buys, from: guest, to: door, assets: [coins], protocol: https}\n"
    "  - {id: keep, from: oven_1, to: till}\n"
    "  - {id: pack, from: oven_1, to: box.lid}\n"
    "threats:\n"
    "  - {threat: std/theft, on: till}\n"
    "  - {threat: std/theft, on: till, impact: 5}\n"
    "  - id: burn\n"
    "    inline: {title: Burns, stride: [tampering], likelihood: 2, impact: 5, categories: ['tml:failure'],\n"
    "      statement: {source: heat, action: rises, impact: black bread}, references: [{scheme: cwe, id: CWE-1},\n"
    "      {scheme: attack, id: T1485}]}\n"
    "    on: buy\n"
    "    rationale: It did once.\n"
    "mitigations:\n"
    "  - {id: lock, control: std/lock, mitigates: [std/theft, '#burn'], on: [till, buy], status: verified,\n"
    "     evidence: [{kind: photo, path: a.png}]}\n"
    "  - {id: watch, title: Watch, inline: {title: Look, objective: Somebody looks., type: detective, tags: "
    "['priority:high']},\n"
    "     mitigates: ['#burn'], on: [buy], status: planned}\n"
    "answers: [{to: box.key, by: [lock]}]\n";

/* Whether the file holds WORDS, line ends and blanks aside. */
static bool holds(const char *words) {
    const char *text = (const char *)fixture.out.data;
    for (; *text != '\0'; text++) {
        const char *at = text;
        const char *word = words;
        while (*word != '\0' && *at != '\0') {
            if (*at == ' ' || *at == '\n')
                at++;
            else if (*word == ' ')
                word++;
            else if (*at++ != *word++)
                break;
            else if (*word == '\0')
                return true;
        }
    }
    return false;
}

static void write_feature(void) {
    status_code code = export_fixture_write(&fixture, "tml", feature, known);
    ck_assert_msg(code == STATUS_OK, "%s", fixture.problem.message);
}

static const char *const written[] = {
    "\"version\": \"1.2.0\"",
    "\"exposure\": \"external\", \"tier\": \"non_critical\"",
    "{\"symbolic_name\": \"shop\", \"title\": \"Shop\", \"description\": \"\"}",
    "\"symbolic_name\": \"oven-1\", \"title\": \"Oven\"",
    "\"title\": \"A box\", \"description\": \"Stands on store/box ^1.0.\"",
    "\"type\": \"sql\", \"trust_zone\": \"shop\"",
    "\"placements\": [{\"data_store\": \"till\"}]",
    "\"source\": {\"type\": \"actor\", \"object\": \"guest\"}, \"destination\": {\"type\": \"component\", \"object\": "
    "\"oven-1\"}, \"has_sensitive_data\": true, \"encrypted\": true",
    "\"destination\": {\"type\": \"component\", \"object\": \"box\"}",
    "\"symbolic_name\": \"theft-at-till\", \"title\": \"Theft\", \"description\": \"Taken away.\", "
    "\"components_affected\": [\"till\"], \"threat_persona\": \"persona-1\", \"event\": \"takes it\"",
    "\"attack_mechanisms\": [{\"capec_id\": 390}], \"weaknesses\": [{\"cwe_id\": 284}]",
    "\"sources\": [\"failure\"]",
    "\"symbolic_name\": \"risk-of-burn\", \"title\": \"Burns\", \"description\": \"It did once.\", \"threats\": "
    "[\"burn\"], \"likelihood\": \"unlikely\", \"impact\": \"severe\", \"impact_description\": \"\", \"score\": 10, "
    "\"level\": \"high\"",
    "\"title\": \"Lock\", \"description\": \"Only keys open it.\", \"threats\": [\"theft-at-till\", "
    "\"theft-at-till-2\", \"burn\"], \"status\": \"active\", \"priority\": \"none\"",
    "\"title\": \"Watch\", \"description\": \"Somebody looks.\", \"threats\": [\"burn\"], \"status\": \"scheduled\", "
    "\"priority\": \"high\"",
    "\"catalogd.internal/native\": {\"slug\": \"bakery\"",
};

START_TEST(test_tml_export__says_in_the_format_what_it_can) {
    write_feature();
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        ck_assert_msg(holds(written[i]), "%s", written[i]);
    }
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml_export__comes_back_as_it_was) {
    write_feature();
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

static const char *const losses[] = {
    "`business_criticality` is not known",
    "dependencies (1) stands in `extensions`",
    "answers (1) stands in `extensions`",
    "something stands in no trust zone",
    "data_sets coins: classification stands",
    "data_flows pack: to stands",
    "threats burn: stride, categories, references",
    "controls lock: control, mitigates, on, status, evidence stand",
    "skill, access and intent of who threatens are not known",
};

START_TEST(test_tml_export__says_what_others_do_not_see) {
    write_feature();
    for (size_t i = 0; i < COUNT_OF(losses); i++) {
        bool is_said = false;
        for (size_t j = 0; j < fixture.report.notes.count; j++)
            is_said = is_said || strstr(fixture.report.notes.items[j].text, losses[i]) != NULL;
        ck_assert_msg(is_said, "%s", losses[i]);
    }
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml_export__writes_a_component_with_its_contract) {
    static const char component[] =
        "kind: component\n"
        "name: in/box\n"
        "title: Box\n"
        "service_class: abstracted\n"
        "elements: [{id: lid, kind: process}]\n"
        "threats: [{threat: std/theft, on: lid, layer: platform_api, when: 'config.open == true'}]\n"
        "parameters: [{name: open, type: bool}]\n"
        "provides: [{id: closed, control: std/lock, mitigates: [std/theft], strength: full}]\n"
        "responsibilities: [{id: key, statement: Keep the key., mandatory: true}]\n"
        "assumptions: [{id: dry, statement: It does not rain.}]\n"
        "residuals: [{id: rust, threat: std/theft, on: lid, likelihood: 1, impact: 1, rationale: It rusts.}]\n";
    status_code code = export_fixture_write(&fixture, "tml", component, known);
    ck_assert_msg(code == STATUS_OK, "%s", fixture.problem.message);
    ck_assert(holds("\"assumptions\": [{\"description\": \"It does not rain.\", \"validity\": \"unconfirmed\"}]"));
    ck_assert(holds("\"component\": {"));
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml_export__takes_what_it_does_not_know_by_name) {
    static const char text[] = "kind: feature\nname: in/a\ntitle: A\nelements: [{id: x, kind: process}]\n"
                               "threats: [{threat: far/away, on: x}]\n";
    status_code code = export_fixture_write(&fixture, "tml", text, NULL);
    ck_assert_msg(code == STATUS_OK, "%s", fixture.problem.message);
    ck_assert(holds("\"title\": \"far/away\""));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(tml_export, test_tml_export__says_in_the_format_what_it_can, test_tml_export__comes_back_as_it_was,
           test_tml_export__says_what_others_do_not_see, test_tml_export__writes_a_component_with_its_contract,
           test_tml_export__takes_what_it_does_not_know_by_name)
