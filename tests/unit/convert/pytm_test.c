#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char library[] =
    "[{\"SID\": \"BRD01\", \"target\": [\"Server\", \"Process\", \"LLM\", \"Oven\"], \"description\": \"Bread is "
    "<b>taken</b>\",\n"
    "  \"details\": \"Somebody takes it.\", \"Likelihood Of Attack\": \"High\", \"severity\": \"Very Low\",\n"
    "  \"condition\": \"target.isOpen is True\", \"prerequisites\": \"The door is open.\",\n"
    "  \"mitigations\": \"Close the door. Look.\", \"example\": \"Once.\", \"cvss\": 3,\n"
    "  \"references\": \"https://capec.mitre.org/data/definitions/10.html, "
    "http://cwe.mitre.org/data/definitions/79.html,"
    " CVE-1999-0001, https://example.org/a, hearsay\"},\n"
    " {\"SID\": \"BRD02\", \"target\": \"Datastore\", \"description\": \"Crumbs\", \"DEPRECATED\": \"See BRD01.\",\n"
    "  \"condition\": \"\", \"severity\": \"Crumbly\", \"mitigations\": \"\"}]\n";

static const Catalog__V1__Object *object(size_t number) {
    ck_assert_uint_lt(number, fixture.import.objects.count);
    return fixture.import.objects.items[number];
}

START_TEST(test_pytm__makes_threats_of_a_library) {
    ck_assert_msg(fixture_import(&fixture, library, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "pytm");
    ck_assert_uint_eq(fixture.import.objects.count, 3);
    const Catalog__V1__Threat *threat = object(0)->threat;
    ck_assert_str_eq(threat->name, "in/brd01");
    ck_assert_str_eq(threat->title, "Bread is taken");
    ck_assert_str_eq(threat->description,
                     "Somebody takes it.\n\nExample: Once.\n\nCondition in pytm, which nothing here evaluates: "
                     "target.isOpen is True");
    ck_assert_str_eq(threat->statement->prerequisites, "The door is open.");
    ck_assert_str_eq(threat->applies_when, "place.kind == \"process\" || \"llm\" in place.technologies");
    ck_assert_uint_eq(threat->likelihood, 4);
    ck_assert_uint_eq(threat->impact, 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__takes_references_apart) {
    ck_assert_int_eq(fixture_import(&fixture, library, false), STATUS_OK);
    const Catalog__V1__Threat *threat = object(0)->threat;
    ck_assert_uint_eq(threat->n_references, 3);
    ck_assert_str_eq(threat->references[0]->id, "CAPEC-10");
    ck_assert_str_eq(threat->references[1]->id, "CWE-79");
    ck_assert_str_eq(threat->references[2]->scheme, "cve");
    ck_assert_uint_eq(threat->n_links, 1);
    ck_assert_str_eq(threat->links[0]->url, "https://example.org/a");
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "\"hearsay\" is no URL"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__makes_a_control_of_what_is_said_against_a_threat) {
    ck_assert_int_eq(fixture_import(&fixture, library, false), STATUS_OK);
    const Catalog__V1__Control *control = object(1)->control;
    ck_assert_str_eq(control->name, "in/brd01-mitigation");
    ck_assert_str_eq(control->title, "Close the door");
    ck_assert_str_eq(control->objective, "Close the door. Look.");
    ck_assert_str_eq(control->mitigates[0]->threat, "in/brd01");
    ck_assert_str_eq(object(2)->threat->name, "in/brd02");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__says_what_is_lost_of_a_library) {
    ck_assert_int_eq(fixture_import(&fixture, library, false), STATUS_OK);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "conditions are Python"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "cvss (3) has no place"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"Oven\" is no known class"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "\"Crumbly\" is no known rating"));
    ck_assert_uint_eq(fixture.import.deprecations.count, 1);
    ck_assert_str_eq(object(2)->threat->applies_when, "place.kind == \"store\"");
    ck_assert_str_eq(object(2)->threat->description, "Deprecated: See BRD01.");
    fixture_done(&fixture);
}
END_TEST

static const char model[] =
    "{\"name\": \"Bakery\", \"description\": \"Sells bread.\", \"isOrdered\": true, \"mergeResponses\": true,\n"
    " \"boundaries\": [{\"name\": \"Shop\", \"inBoundary\": \"Street\"}, {\"name\": \"Street\"}],\n"
    " \"elements\": [{\"__class__\": \"Actor\", \"name\": \"Guest\", \"inBoundary\": \"Street\", \"inScope\": false},\n"
    "  {\"__class__\": \"Lambda\", \"name\": \"Oven\", \"inBoundary\": \"Sky\", \"minTLSVersion\": "
    "\"TLSVersion.NONE\",\n"
    "   \"maxClassification\": \"Classification.SECRET\", \"controls\": {\"isEncrypted\": true, \"usesMFA\": false}},\n"
    "  {\"__class__\": \"Loaf\", \"name\": \"Oven\"}],\n"
    " \"data\": [{\"name\": \"Order\", \"classification\": \"Classification.SECRET\", \"processedBy\": [\"Oven\", "
    "\"Moon\"]}],\n"
    " \"flows\": [{\"name\": \"Buys\", \"source\": \"Guest\", \"sink\": \"Oven\", \"data\": [\"Order\", \"Air\"], "
    "\"protocol\": "
    "\"Voice\"},\n"
    "  {\"name\": \"Out\", \"source\": \"Oven\", \"sink\": \"Moon\"}],\n"
    " \"findings\": [{\"threat_id\": \"BRD01\", \"target\": \"Oven\", \"description\": \"Bread is taken\", "
    "\"severity\": "
    "\"High\",\n"
    "  \"mitigations\": \"Close the door. Look.\", \"response\": \"accepted\", \"references\": \"CWE-1\"},\n"
    "  {\"threat_id\": \"BRD02\", \"target\": \"Moon\", \"description\": \"Crumbs\"}],\n"
    " \"assumptions\": [{\"name\": \"Quiet\", \"description\": \"Nobody sings.\"}]}\n";

START_TEST(test_pytm__makes_a_feature_of_a_dumped_model) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = object(0)->feature;
    ck_assert_str_eq(feature->name, "in/bakery");
    ck_assert_str_eq(feature->description, "Sells bread.\n\nAssumption: Quiet: Nobody sings.");
    ck_assert_str_eq(feature->trust_zones[0]->parent, "street");
    ck_assert_uint_eq(feature->n_elements, 3);
    ck_assert_str_eq(feature->elements[0]->description, "Out of scope.");
    ck_assert_str_eq(feature->elements[0]->zone, "street");
    ck_assert_str_eq(feature->elements[1]->technologies[0], "lambda");
    ck_assert_str_ne(feature->elements[2]->id, "oven");
    ck_assert_uint_eq(feature->assets[0]->n_on, 1);
    ck_assert_uint_eq(feature->n_data_flows, 1);
    ck_assert_str_eq(feature->data_flows[0]->protocol, "Voice");
    ck_assert_str_eq(feature->data_flows[0]->assets[0], "order");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__makes_threats_of_findings) {
    ck_assert_int_eq(fixture_import(&fixture, model, false), STATUS_OK);
    const Catalog__V1__Model *feature = object(0)->feature;
    ck_assert_uint_eq(feature->n_threats, 1);
    ck_assert_str_eq(feature->threats[0]->id, "brd01-oven");
    ck_assert_str_eq(feature->threats[0]->on, "oven");
    ck_assert_str_eq(feature->threats[0]->rationale, "accepted");
    ck_assert_str_eq(feature->threats[0]->inline_->references[0]->id, "CWE-1");
    ck_assert_uint_eq(feature->n_mitigations, 1);
    ck_assert_str_eq(feature->mitigations[0]->title, "Close the door");
    ck_assert_str_eq(feature->mitigations[0]->mitigates[0], "#brd01-oven");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "`mergeResponses` has no place here"},
    {NOTE_LOSS, "`maxClassification` has no place here"},
    {NOTE_LOSS, "`isEncrypted` has no place here"},
    {NOTE_LOSS, "nothing in a model is out of scope"},
    {NOTE_LOSS, "the classification \"SECRET\""},
    {NOTE_LOSS, "no sink \"Moon\": the flow is left out"},
    {NOTE_LOSS, "no element \"Moon\": the finding is left out"},
    {NOTE_LOSS, "the response stands in the rationale only"},
    {NOTE_WARNING, "no boundary \"Sky\""},
    {NOTE_WARNING, "\"Loaf\" is no known class"},
    {NOTE_WARNING, "no element \"Moon\""},
    {NOTE_WARNING, "no data \"Air\""},
};

START_TEST(test_pytm__says_what_is_lost_of_a_model) {
    ck_assert_int_eq(fixture_import(&fixture, model, false), STATUS_OK);
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__breaks_circles_of_boundaries) {
    static const char text[] =
        "{\"name\": \"a\", \"isOrdered\": false, \"elements\": [], \"flows\": [], \"boundaries\": ["
        "{\"name\": \"A\", \"inBoundary\": \"B\"}, {\"name\": \"B\", \"inBoundary\": \"C\"},"
        "{\"name\": \"C\", \"inBoundary\": \"B\"}]}";
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = object(0)->feature;
    ck_assert_str_eq(feature->trust_zones[0]->parent, "b");
    ck_assert_str_eq(feature->trust_zones[1]->parent, "");
    ck_assert_str_eq(feature->trust_zones[2]->parent, "b");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "stand in each other"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_pytm__refuses_with_the_place) {
    static const char *const texts[] = {"[{\"SID\": \"A\", \"condition\": \"\"},\n 7]",
                                        "{\"isOrdered\": true, \"elements\": [],\n \"flows\": [], \"data\": [7]}"};
    static const char *const words[] = {"file:2:2: an entry of the library is no mapping",
                                        "file:2:24: an entry of data is no mapping"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ck_assert_int_eq(fixture_import(&fixture, texts[i], false), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(fixture.problem.message, words[i]) != NULL, "%s", fixture.problem.message);
        fixture_done(&fixture);
        ck_assert_int_eq(fixture_import(&fixture, texts[i], true), STATUS_OK);
        ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
        fixture_done(&fixture);
    }
}
END_TEST

TEST_SUITE(pytm, test_pytm__makes_threats_of_a_library, test_pytm__takes_references_apart,
           test_pytm__makes_a_control_of_what_is_said_against_a_threat, test_pytm__says_what_is_lost_of_a_library,
           test_pytm__makes_a_feature_of_a_dumped_model, test_pytm__makes_threats_of_findings,
           test_pytm__says_what_is_lost_of_a_model, test_pytm__breaks_circles_of_boundaries,
           test_pytm__refuses_with_the_place)
