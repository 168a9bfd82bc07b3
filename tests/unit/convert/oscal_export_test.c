#include "codec/json_compose.h"
#include "export_fixture.h"

#include <regex.h>

static struct export_fixture fixture;

static const char store[] =
    "kind: component\n"
    "name: in/store\n"
    "version: 1.2.0\n"
    "title: The <b>store</b>\n"
    "description: |-\n"
    "  Keeps {{ rows }}.\n"
    "\n"
    "  And <i>more</i>.\n"
    "tags: [own, \"source:oscal-before\"]\n"
    "links: [{title: Home, url: \"https://store.example\"}]\n"
    "service_class: self_hosted\n"
    "parameters:\n"
    "  - {name: key, type: bool, default: \"false\", description: \"Under a key.\\nOf the consumer.\"}\n"
    "  - {name: mode, type: enum, default: remarks, allowed_values: [remarks, tight]}\n"
    "elements: [{id: rows, kind: store}]\n"
    "entry_points: [{id: sql, on: rows, protocol: sql, exposures: [internet]}, {id: door, on: rows}]\n"
    "threats: [{id: theft, threat: stride/theft, on: rows}]\n"
    "provides:\n"
    "  - id: at-rest\n"
    "    title: Rows are encrypted\n"
    "    control: base/encrypt\n"
    "    mitigates: [stride/theft, stride/reading]\n"
    "    strength: full\n"
    "    when: config.key == true && config.mode != \"remarks\"\n"
    "    requires: [key-policy]\n"
    "    evidence: [{kind: test_report, path: a.txt, line: 3}]\n"
    "    valid_until: 2030-01-02T03:04:05Z\n"
    "  - {id: locks, control: base/locks, mitigates: [stride/theft]}\n"
    "responsibilities:\n"
    "  - {id: key-policy, statement: \"The key's policy names who may use it.\", mandatory: true, covers: "
    "[stride/theft],\n"
    "     discharged_by: {controls: [base/least-privilege, base/encrypt], evidence: [iam_policy]}}\n"
    "  - {id: grant, statement: Grant little., discharged_by: {controls: [base/least-privilege]}}\n"
    "  - {id: tell, statement: Tell us.}\n";

static const char known[] = "kind: control\n"
                            "name: base/encrypt\n"
                            "title: Encrypt\n"
                            "references: [{scheme: nist-800-53, id: SC-28(1)}, {scheme: nist-800-53, id: sc-12}, "
                            "{scheme: cwe, id: CWE-311}]\n"
                            "---\n"
                            "kind: control\n"
                            "name: base/least-privilege\n"
                            "title: Least privilege\n";

START_TEST(test_oscal_export__holds_what_is_provided_and_what_is_left) {
    static const char *const said[] = {
        "\"control-id\": \"sc-28.1\"",
        "\"control-id\": \"sc-12\"",
        "\"control-id\": \"least-privilege\"",
        "\"control-id\": \"locks\"",
        "\"description\": \"Rows are encrypted\"",
        "\"description\": \"base/locks\"",
        "\"description\": \"The key's policy names who may use it.\"",
        "\"role-id\": \"customer\"",
        "\"type\": \"software\"",
        "\"name\": \"sql\"",
        "\"name\": \"discharged_by.controls\"",
        "\"name\": \"parameters.2.allowed_values\"",
        "\"name\": \"responsibilities.1.statement\"",
        "\"value\": \"2030-01-02T03:04:05Z\"",
        "\"https://doi.org/10.6028/NIST.SP.800-53r5\"",
    };
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal", store, known), STATUS_OK);
    for (size_t i = 0; i < COUNT_OF(said); i++)
        ck_assert_msg(export_fixture_says(&fixture, said[i]), "%s", said[i]);
    ck_assert(!export_fixture_says(&fixture, "oscal-before"));
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "threats (1)"));
    ck_assert(export_fixture_notes(&fixture, NOTE_WARNING, "no control of this name"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_export__comes_back) {
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal", store, known), STATUS_OK);
    export_fixture_comes_back(&fixture, known);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_export__of_several_comes_back) {
    static const char several[] = "kind: component\nname: in/bare\n---\n"
                                  "kind: component\n"
                                  "name: in/next\n"
                                  "title: Next\n"
                                  "dependencies: [{alias: bare, component: in/bare, requirement: \"*\", "
                                  "configuration: {key: \"true\"}}]\n"
                                  "responsibilities: [{id: pass, statement: \"\", from: [bare.x]}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal", several, NULL), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "\"title\": \"Components\""));
    ck_assert(export_fixture_says(&fixture, "\"name\": \"dependencies.1.configuration.key\""));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

/* What is in the name space of the component is its own: the file needs nothing beside it. */
START_TEST(test_oscal_export__with_controls_of_its_own_needs_nothing_else) {
    static const char own[] = "kind: control\n"
                              "name: in/keys\n"
                              "title: Keys\n"
                              "objective: |-\n"
                              "  Keys are kept.\n"
                              "  Well.\n"
                              "type: preventive\n"
                              "tags: [\"source:oscal-x\", mine]\n"
                              "references: [{scheme: nist-800-53, id: SC-12}]\n"
                              "---\n"
                              "kind: component\n"
                              "name: in/vault\n"
                              "provides: [{id: keys, control: in/keys}]\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal", own, NULL), STATUS_OK);
    ck_assert(export_fixture_says(&fixture, "\"control-id\": \"sc-12\""));
    export_fixture_comes_back(&fixture, NULL);
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_export__takes_components) {
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal", "kind: threat\nname: in/a\n", NULL),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "UNKNOWN_KIND");
    export_fixture_done(&fixture);
}
END_TEST

/* ---- The schema ---- */

/* What stands under a key, or in a list there: keys that it must have, and those that it may have. */
static const struct {
    const char *key;
    const char *required;
    const char *optional;
} shapes[] = {
    {"component-definition", "uuid metadata", "components capabilities back-matter"},
    {"system-security-plan",
     "uuid metadata import-profile system-characteristics system-implementation control-implementation", "back-matter"},
    {"import-profile", "href", ""},
    {"system-characteristics", "system-ids system-name description system-information status authorization-boundary",
     "props links"},
    {"system-ids", "id", ""},
    {"system-information", "information-types", ""},
    {"information-types", "title description", "uuid"},
    {"status", "state", ""},
    {"authorization-boundary", "description", ""},
    {"system-implementation", "users components", ""},
    {"users", "uuid", "title"},
    {"control-implementation", "description implemented-requirements", ""},
    {"by-components", "component-uuid uuid description", "export"},
    {"export", "", "provided responsibilities"},
    {"provided", "uuid description", "props responsible-roles"},
    {"responsibilities", "uuid description", "provided-uuid props responsible-roles"},
    {"metadata", "title last-modified version oscal-version", "roles"},
    {"roles", "id title", ""},
    {"components", "uuid type title description", "props links protocols control-implementations status"},
    {"props", "name value", "ns remarks"},
    {"links", "href", "rel text"},
    {"protocols", "name", "uuid title"},
    {"control-implementations", "uuid source description implemented-requirements", ""},
    {"implemented-requirements", "uuid control-id", "description props responsible-roles by-components"},
    {"responsible-roles", "role-id", ""},
    {"back-matter", "resources", ""},
    {"resources", "uuid", "title description props rlinks"},
    {"rlinks", "href", ""},
};

#define UUID "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

/* What values look like, by key. */
static const struct {
    const char *key;
    const char *pattern;
} patterns[] = {
    {"uuid", UUID},
    {"component-uuid", UUID},
    {"provided-uuid", UUID},
    {"control-id", "^[A-Za-z_][A-Za-z0-9._-]*$"},
    {"name", "^[A-Za-z_][A-Za-z0-9._-]*$"},
    {"role-id", "^[A-Za-z_][A-Za-z0-9._-]*$"},
    {"value", "^[^[:space:]](.*[^[:space:]])?$"},
    {"last-modified", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"},
    {"type", "^[^[:space:]]+$"},
};

static bool is_word_of(const char *words, const char *key) {
    size_t size = strlen(key);
    for (const char *at = strstr(words, key); at != NULL; at = strstr(at + 1, key)) {
        bool begins = at == words || at[-1] == ' ';
        if (begins && (at[size] == ' ' || at[size] == '\0'))
            return true;
    }
    return false;
}

static void check_words(const char *key, const char *words, const struct tree_node *map) {
    char copy[256];
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
        ck_assert_msg(tree_get(map, word) != NULL, "line %u: %s lacks %s", map->line, key, word);
}

static void check_map(const char *key, const struct tree_node *map) {
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        if (strcmp(shapes[i].key, key) != 0)
            continue;
        check_words(key, shapes[i].required, map);
        for (size_t j = 0; j < map->count; j++) {
            const char *member = map->entries[j].key->text;
            ck_assert_msg(is_word_of(shapes[i].required, member) || is_word_of(shapes[i].optional, member), "%s in %s",
                          member, key);
        }
    }
}

static void check_value(const char *key, const struct tree_node *node) {
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        regex_t pattern;
        if (strcmp(patterns[i].key, key) != 0)
            continue;
        ck_assert_int_eq(regcomp(&pattern, patterns[i].pattern, REG_EXTENDED | REG_NOSUB), 0);
        ck_assert_msg(regexec(&pattern, node->text, 0, NULL, 0) == 0, "%s: %s", key, node->text);
        regfree(&pattern);
    }
}

static void check_node(const char *key, const struct tree_node *node) {
    if (node->kind == TREE_LIST)
        ck_assert_msg(node->count > 0, "%s is empty", key);
    if (node->kind == TREE_MAP)
        check_map(key, node);
    if (node->kind == TREE_TEXT)
        check_value(key, node);
    for (size_t i = 0; i < node->count; i++)
        check_node(node->kind == TREE_MAP ? node->entries[i].key->text : key, node->entries[i].value);
}

static void check_schema(void) {
    const struct tree_node *root = NULL;
    slice text = slice_of(fixture.out.data, fixture.out.size - 1);
    ck_assert_int_eq(json_compose(text, &compose_foreign, &fixture.arena, &root, &fixture.problem), STATUS_OK);
    check_node("", root);
}

START_TEST(test_oscal_export__has_what_the_schema_asks_for) {
    static const char *const formats[] = {"oscal", "oscal-ssp"};
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        ck_assert_int_eq(export_fixture_write(&fixture, formats[i], store, known), STATUS_OK);
        check_schema();
        export_fixture_done(&fixture);
    }
}
END_TEST

/* ---- Plans ---- */

START_TEST(test_oscal_export__plan_exports_what_is_provided_and_what_is_left) {
    static const char *const said[] = {
        "\"control-id\": \"sc-28.1\"", "\"provided\": [",           "\"responsibilities\": [",
        "\"provided-uuid\": ",         "\"type\": \"this-system\"", "\"id\": \"in/store\"",
    };
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal-ssp", store, known), STATUS_OK);
    for (size_t i = 0; i < COUNT_OF(said); i++)
        ck_assert_msg(export_fixture_says(&fixture, said[i]), "%s", said[i]);
    ck_assert(export_fixture_notes(&fixture, NOTE_LOSS, "locks stands at locks, which is no control of NIST"));
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_export__plan_comes_back) {
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal-ssp", store, known), STATUS_OK);
    export_fixture_comes_back_as(&fixture, known, "oscal-ssp");
    export_fixture_done(&fixture);
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal-ssp", store, NULL), STATUS_OK);
    export_fixture_comes_back_as(&fixture, NULL, "oscal-ssp");
    export_fixture_done(&fixture);
}
END_TEST

START_TEST(test_oscal_export__plan_needs_a_control) {
    static const char bare[] = "kind: component\nname: in/bare\n";
    ck_assert_int_eq(export_fixture_write(&fixture, "oscal-ssp", bare, NULL), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "NO_CONTROLS");
    export_fixture_done(&fixture);
}
END_TEST

TEST_SUITE(oscal_export, test_oscal_export__holds_what_is_provided_and_what_is_left, test_oscal_export__comes_back,
           test_oscal_export__of_several_comes_back, test_oscal_export__with_controls_of_its_own_needs_nothing_else,
           test_oscal_export__takes_components, test_oscal_export__has_what_the_schema_asks_for,
           test_oscal_export__plan_exports_what_is_provided_and_what_is_left, test_oscal_export__plan_comes_back,
           test_oscal_export__plan_needs_a_control)
