#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char model[] =
    "{\"version\": \"1.0\", \"frozen\": true, \"repo_link\": \"https://example.org/bakery\",\n"
    " \"scope\": {\"title\": \"Bakery\", \"description\": \"Sells <b>bread</b>.\", \"business_criticality\": \"low\",\n"
    "  \"data_sensitivity\": [\"pii\"], \"exposure\": \"external\", \"tier\": \"important\"},\n"
    " \"description\": \"Since 1901.\",\n"
    " \"trust_zones\": [{\"symbolic_name\": \"shop\", \"title\": \"Shop\", \"description\": \"\"}],\n"
    " \"trust_boundaries\": [{\"trust_zone_a\": \"shop\", \"trust_zone_b\": \"street\"}],\n"
    " \"actors\": [{\"symbolic_name\": \"guest\", \"title\": \"Guest\", \"description\": \"Hungry.\", \"type\": "
    "\"user\",\n"
    "   \"permissions\": \"Look.\", \"trust_zone\": \"shop\"},\n"
    "  {\"symbolic_name\": \"bank\", \"title\": \"Bank\", \"description\": \"\", \"type\": \"third_party\",\n"
    "   \"trust_zone\": \"street\"}],\n"
    " \"components\": [{\"symbolic_name\": \"till\", \"title\": \"Till\", \"description\": \"\", \"trust_zone\": "
    "\"shop\",\n"
    "   \"parent_component\": \"desk\"},\n"
    "  {\"symbolic_name\": \"oven\", \"title\": \"Oven\", \"description\": \"\", \"trust_zone\": \"shop\"}],\n"
    " \"data_stores\": [{\"symbolic_name\": \"till\", \"title\": \"Drawer\", \"description\": \"\", \"type\": "
    "\"sql\",\n"
    "   \"vendor\": \"Wood\", \"product\": \"Box\", \"trust_zone\": \"shop\"}],\n"
    " \"data_sets\": [{\"symbolic_name\": \"coins\", \"title\": \"Coins\", \"description\": \"Round.\",\n"
    "   \"data_sensitivity\": [\"fin\", \"biz\"], \"placements\": [{\"data_store\": \"till\"}, {\"data_store\": "
    "\"safe\"}]}],\n"
    " \"data_flows\": [\n"
    "  {\"symbolic_name\": \"pay\", \"title\": \"Pays\", \"source\": {\"type\": \"#/$defs/actor\", \"object\": "
    "\"guest\"},\n"
    "   \"destination\": {\"type\": \"component\", \"object\": \"till\"}},\n"
    "  {\"symbolic_name\": \"keep\", \"title\": \"Keeps\", \"source\": {\"type\": \"data-store\", \"object\": "
    "\"oven\"},\n"
    "   \"destination\": {\"type\": \"data_store\", \"object\": \"till\"}},\n"
    "  {\"symbolic_name\": \"out\", \"title\": \"Out\", \"source\": {\"type\": \"component\", \"object\": \"till\"},\n"
    "   \"destination\": {\"type\": \"component\", \"object\": \"moon\"}}],\n"
    " \"threat_personas\": [{\"symbolic_name\": \"thief\", \"title\": \"A thief\", \"skill_level\": \"insider\"}],\n"
    " \"threats\": [\n"
    "  {\"symbolic_name\": \"grab\", \"title\": \"Grabs coins\", \"description\": \"D\", \"threat_persona\": "
    "\"thief\",\n"
    "   \"event\": \"an open drawer\", \"sources\": [\"adversary\"], \"components_affected\": [\"till\", \"roof\"],\n"
    "   \"attack_mechanisms\": [{\"capec_id\": 390}], \"weaknesses\": [{\"cwe_id\": 284}]},\n"
    "  {\"symbolic_name\": \"rumour\", \"title\": \"Tells lies\", \"threat_persona\": \"nobody\"},\n"
    "  {\"symbolic_name\": \"fire\", \"title\": \"Burns\", \"components_affected\": [\"till\", \"oven\"]}],\n"
    " \"controls\": [\n"
    "  {\"symbolic_name\": \"lock\", \"title\": \"Lock\", \"description\": \"Locks itself.\", \"status\": \"active\",\n"
    "   \"threats\": [\"grab\", \"fire\", \"rain\"], \"priority\": \"high\",\n"
    "   \"trust_boundary\": {\"trust_zone_a\": \"shop\", \"trust_zone_b\": \"street\"}},\n"
    "  {\"symbolic_name\": \"sign\", \"title\": \"Sign\", \"threats\": [\"rumour\"], \"status\": \"wont_do\",\n"
    "   \"priority\": \"none\"},\n"
    "  {\"symbolic_name\": \"dog\", \"title\": \"Dog\", \"threats\": [], \"status\": \"assumed\"}],\n"
    " \"risks\": [\n"
    "  {\"symbolic_name\": \"loss\", \"title\": \"Loss\", \"description\": \"Coins go.\", \"threats\": [\"grab\", "
    "\"fire\"],\n"
    "   \"likelihood\": \"likely\", \"impact\": \"minor\", \"impact_description\": \"No bread.\"},\n"
    "  {\"symbolic_name\": \"ruin\", \"title\": \"Ruin\", \"threats\": [\"fire\", \"flood\"], \"likelihood\": "
    "\"certain\",\n"
    "   \"impact\": \"severe\"}],\n"
    " \"diagrams\": [{\"title\": \"Plan\", \"type\": \"svg\", \"source\": \"<svg/>\"}],\n"
    " \"assumptions\": [{\"description\": \"Nobody sleeps.\", \"validity\": \"rejected\"}]}\n";

static const Catalog__V1__Model *import_model(void) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "tml");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    return fixture.import.objects.items[0]->feature;
}

START_TEST(test_tml__becomes_a_feature) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_str_eq(feature->name, "in/bakery");
    ck_assert_str_eq(feature->description, "Sells bread.\n\nSince 1901.\n\nAssumption (rejected): Nobody sleeps.");
    ck_assert_str_eq(feature->links[0]->url, "https://example.org/bakery");
    ck_assert_str_eq(feature->tags[0], "business_criticality:low");
    ck_assert_uint_eq(feature->n_elements, 6);
    ck_assert_str_eq(feature->elements[0]->description, "Hungry.\n\nPermissions: Look.");
    ck_assert_int_eq(feature->elements[0]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR);
    ck_assert_int_eq(feature->elements[1]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    ck_assert_str_eq(feature->elements[1]->zone, "");
    ck_assert_int_eq(feature->elements[4]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    ck_assert_str_eq(feature->elements[4]->technologies[1], "Wood Box");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__tells_names_of_two_lists_apart) {
    const Catalog__V1__Model *feature = import_model();
    const char *drawer = feature->elements[4]->id;
    ck_assert_str_eq(feature->elements[2]->id, "till");
    ck_assert_str_ne(drawer, "till");
    ck_assert_uint_eq(feature->assets[0]->n_on, 1);
    ck_assert_str_eq(feature->assets[0]->on[0], drawer);
    ck_assert_str_eq(feature->assets[0]->description, "Round.\n\nData sensitivity: fin, biz.");
    ck_assert_uint_eq(feature->n_data_flows, 2);
    ck_assert_str_eq(feature->data_flows[0]->to, "till");
    ck_assert_str_eq(feature->data_flows[1]->from, "oven");
    ck_assert_str_eq(feature->data_flows[1]->to, drawer);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__puts_a_threat_at_each_component_it_names) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_threats, 4);
    ck_assert_str_eq(feature->threats[0]->id, "grab");
    ck_assert_str_eq(feature->threats[0]->on, "till");
    ck_assert_str_eq(feature->threats[1]->on, "system");
    ck_assert_str_eq(feature->threats[2]->id, "fire-till");
    ck_assert_str_eq(feature->threats[3]->on, "oven");
    const Catalog__V1__Threat *threat = feature->threats[0]->inline_;
    ck_assert_str_eq(threat->statement->source, "A thief");
    ck_assert_str_eq(threat->statement->action, "an open drawer");
    ck_assert_str_eq(threat->categories[0], "tml:adversary");
    ck_assert_str_eq(threat->references[0]->id, "CAPEC-390");
    ck_assert_str_eq(threat->references[1]->id, "CWE-284");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__copies_the_highest_risk_to_each_threat) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->threats[0]->inline_->likelihood, 4);
    ck_assert_uint_eq(feature->threats[0]->inline_->impact, 2);
    ck_assert_str_eq(feature->threats[0]->inline_->tags[0], "risk:loss");
    ck_assert_str_eq(feature->threats[0]->rationale, "Coins go.\n\nNo bread.");
    ck_assert_uint_eq(feature->threats[1]->inline_->likelihood, 0);
    ck_assert_uint_eq(feature->threats[3]->inline_->likelihood, 5);
    ck_assert_uint_eq(feature->threats[3]->inline_->impact, 5);
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "which is lower: this one counts"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__makes_mitigations_of_controls) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_mitigations, 3);
    const Catalog__V1__Mitigation *lock = feature->mitigations[0];
    ck_assert_int_eq(lock->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_uint_eq(lock->n_mitigates, 3);
    ck_assert_str_eq(lock->mitigates[1], "#fire-till");
    ck_assert_uint_eq(lock->n_on, 2);
    ck_assert_str_eq(lock->inline_->objective, "Locks itself.");
    ck_assert_str_eq(lock->inline_->tags[0], "priority:high");
    ck_assert_str_eq(lock->description, "Protects the boundary between shop and street.");
    ck_assert_str_eq(feature->mitigations[1]->on[0], "system");
    ck_assert_int_eq(feature->mitigations[1]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED);
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "`version`, `frozen` have no place here"},
    {NOTE_LOSS, "`parent_component` has no place here"},
    {NOTE_LOSS, "`skill_level` has no place here"},
    {NOTE_LOSS, "the diagram \"Plan\" is left out"},
    {NOTE_LOSS, "a feature has no assumptions"},
    {NOTE_LOSS, "will not be done"},
    {NOTE_WARNING, "only assumed"},
    {NOTE_WARNING, "no trust zone \"street\""},
    {NOTE_WARNING, "no data store \"safe\""},
    {NOTE_WARNING, "no destination \"moon\": the flow is left out"},
    {NOTE_WARNING, "no data-store \"oven\""},
    {NOTE_WARNING, "no component \"roof\""},
    {NOTE_WARNING, "no threat persona \"nobody\""},
    {NOTE_WARNING, "no threat \"rain\""},
    {NOTE_WARNING, "no threat \"flood\""},
    {NOTE_WARNING, "the control answers no threat"},
    {NOTE_WARNING, "1 of 4 threats name no component"},
};

START_TEST(test_tml__says_what_is_lost_and_what_dangles) {
    (void)import_model();
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__refuses_with_the_place) {
    static const char text[] = "{\"scope\": {\"title\": \"a\"}, \"data_flows\": [],\n \"trust_zones\": [7]}";
    ck_assert_int_eq(fixture_import(&fixture, text, false), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, "file:2:18: an entry of trust_zones is no mapping"));
    fixture_done(&fixture);
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tml__takes_an_empty_model) {
    static const char text[] = "scope: {}\ntrust_zones:\ndata_flows: []\n";
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.import.objects.items[0]->feature->name, "in/threat-model");
    fixture_done(&fixture);
}
END_TEST

/* As models were written before the schema: `id` and `name`, bare ends of flows, and entries that have no name. */
static const char early[] =
    "{\"version\": \"1.0\", \"scope\": {\"title\": \"Wallet\"},\n"
    " \"trust_zones\": [{\"id\": \"device\", \"name\": \"Device\"}],\n"
    " \"components\": [{\"id\": \"app\", \"name\": \"App\", \"trust_zone\": \"device\"}],\n"
    " \"data_stores\": [{\"description\": \"Keys\"}], \"data_sets\": [{\"description\": \"Coins\"}],\n"
    " \"data_flows\": [{\"id\": \"f\", \"source\": \"app\", \"destination\": \"app\"}]}";

START_TEST(test_tml__reads_what_was_written_before_the_schema) {
    ck_assert_msg(fixture_import(&fixture, early, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->trust_zones[0]->id, "device");
    ck_assert_str_eq(feature->trust_zones[0]->title, "Device");
    ck_assert_str_eq(feature->elements[0]->id, "app");
    ck_assert_str_eq(feature->elements[0]->zone, "device");
    ck_assert_str_eq(feature->elements[1]->id, "store");
    ck_assert_str_eq(feature->assets[0]->id, "set");
    ck_assert_str_eq(feature->data_flows[0]->from, "app");
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(tml, test_tml__becomes_a_feature, test_tml__tells_names_of_two_lists_apart,
           test_tml__puts_a_threat_at_each_component_it_names, test_tml__copies_the_highest_risk_to_each_threat,
           test_tml__makes_mitigations_of_controls, test_tml__says_what_is_lost_and_what_dangles,
           test_tml__refuses_with_the_place, test_tml__takes_an_empty_model,
           test_tml__reads_what_was_written_before_the_schema)
