#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char model[] =
    "otmVersion: 0.2.0\n"
    "project: {name: Shop, id: shop, owner: team-shop}\n"
    "trustZones:\n"
    "  - {id: z1, name: Internet, risk: {trustRating: 1}}\n"
    "components:\n"
    "  - {id: web, name: Browser, type: web-client, parent: {trustZone: z1}}\n"
    "  - {id: 7, name: Orders, type: database, parent: {component: web}, assets: {stored: [card], processed: [card]},\n"
    "     threats: [{threat: 7, state: exposed, mitigations: [{mitigation: 7, state: implemented}, {mitigation: "
    "8}]}]}\n"
    "  - {id: loop-a, name: A, parent: {component: loop-b}}\n"
    "  - {id: loop-b, name: B, parent: {component: loop-a}}\n"
    "dataflows:\n"
    "  - {id: f1, name: Order, source: web, destination: 7, assets: [card, gone]}\n"
    "  - {id: f2, name: Out, source: web, destination: z1}\n"
    "assets: [{id: card, name: Card number, risk: {confidentiality: 100}}]\n"
    "threats:\n"
    "  - {id: 7, name: Theft, categories: [Information Disclosure, PII], cwes: [CWE-200, '89'],\n"
    "     risk: {likelihood: 100, impact: 21}}\n"
    "mitigations: [{id: 7, name: Encrypt, riskReduction: 80}]\n";

START_TEST(test_otm__becomes_a_feature) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "otm");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->name, "in/shop");
    ck_assert_uint_eq(feature->n_elements, 4);
    ck_assert_int_eq(feature->elements[0]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    ck_assert_str_eq(feature->elements[1]->id, "n-7");
    ck_assert_int_eq(feature->elements[1]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    ck_assert_str_eq(feature->elements[1]->zone, "z1");
    ck_assert_uint_eq(feature->assets[0]->n_on, 1);
    ck_assert_str_eq(feature->assets[0]->on[0], "n-7");
    ck_assert_uint_eq(feature->n_data_flows, 1);
    ck_assert_uint_eq(feature->data_flows[0]->n_assets, 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm__brings_threats_with_what_is_done_about_them) {
    ck_assert_int_eq(fixture_import(&fixture, model, false), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_threats, 1);
    const Catalog__V1__Threat *threat = feature->threats[0]->inline_;
    ck_assert_str_eq(feature->threats[0]->on, "n-7");
    ck_assert_int_eq(threat->stride[0], CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE);
    ck_assert_str_eq(threat->categories[0], "otm:PII");
    ck_assert_str_eq(threat->references[1]->id, "CWE-89");
    ck_assert_uint_eq(threat->likelihood, 5);
    ck_assert_uint_eq(threat->impact, 2);
    ck_assert_uint_eq(feature->n_mitigations, 1);
    ck_assert_int_eq(feature->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_int_eq(feature->mitigations[0]->mitigates[0][0], '#');
    ck_assert_str_eq(feature->mitigations[0]->mitigates[0] + 1, feature->threats[0]->id);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_otm__says_what_is_lost_and_what_dangles) {
    ck_assert_int_eq(fixture_import(&fixture, model, false), STATUS_OK);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "trust rating"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "ends in a trust zone"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "risk reduction of 80"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no mitigation \"8\""));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "asset that is not there"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no trust zone that there is"));
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_refusal refused[] = {
    {"otmVersion: 0.1.0\n", "there is no `project`"},
    {"otmVersion: 0.1.0\nproject: text\n", "there is no `project`"},
    {"otmVersion: 0.1.0\nproject: {name: a}\ncomponents: [text]\n", "file:3:14: an entry of components is no mapping"},
    {"a: b\n", "the shape of no known format; looked for otm"},
    {"{\"a\": 1, \"a\": 2}", "file:1:"},
    {"a: [b\n", "file:2:1: not YAML"},
    {"", "file is empty"},
    {"kind: threat\nname: a/b\n", "file is native: `catalogctl apply` takes it"},
};

START_TEST(test_otm__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

START_TEST(test_otm__goes_on_past_a_bad_entry_when_asked) {
    static const char text[] = "otmVersion: 0.1.0\nproject: {name: a}\ncomponents: [text, {id: b, name: B}]\n";
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.items[0]->feature->n_elements, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

/* As the first tools wrote it: `trustzones`, a parent that is an id, `from` and `to`. */
static const char early[] = "otmVersion: 0.1.0\n"
                            "project: {name: Early, id: early, attributes: {unit: 7}}\n"
                            "trustzones: [{id: net, name: Net}, {id: inner, name: Inner, parent: {component: web}}]\n"
                            "components:\n"
                            "  - {id: web, name: Web, parent: net, properties: {scope: full}}\n"
                            "  - {id: db, name: Db, parent: web}\n"
                            "dataFlows: [{id: ask, name: Ask, from: web, to: db}]\n";

START_TEST(test_otm__reads_the_early_spellings) {
    ck_assert_msg(fixture_import(&fixture, early, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_trust_zones, 2);
    ck_assert_str_eq(feature->trust_zones[1]->parent, "net");
    ck_assert_str_eq(feature->elements[0]->zone, "net");
    ck_assert_str_eq(feature->elements[1]->zone, "net");
    ck_assert_str_eq(feature->data_flows[0]->from, "web");
    ck_assert_str_eq(feature->data_flows[0]->to, "db");
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "`attributes` has no place"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "`properties` has no place"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the zone lies in a component"));
    fixture_done(&fixture);
}
END_TEST

static const char unnamed[] =
    "otmVersion: 0.2.0\n"
    "project: {name: Loose}\n"
    "components: [{id: web, name: Web, threats: [{threat: used, state: accepted, mitigations: [{mitigation: m, state: "
    "rejected}]}]}]\n"
    "threats: [{id: used, name: Used, tags: [sql]}, {name: Loose end, severity: high}, {id: lone, name: Lone}]\n"
    "mitigations: [{id: m, name: Mend}, {name: Lone mend}]\n";

START_TEST(test_otm__keeps_what_nothing_names) {
    ck_assert_msg(fixture_import(&fixture, unnamed, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_threats, 3);
    ck_assert_str_eq(feature->threats[0]->inline_->tags[0], "sql");
    ck_assert_str_eq(feature->threats[1]->on, "application");
    ck_assert_str_eq(feature->threats[2]->on, "application");
    ck_assert_uint_eq(feature->n_mitigations, 2);
    ck_assert_uint_eq(feature->mitigations[1]->n_mitigates, 0);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the threat is \"accepted\""));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the state \"rejected\""));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "`severity` has no place"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "names the threat"));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "answers no threat"));
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(otm, test_otm__becomes_a_feature, test_otm__brings_threats_with_what_is_done_about_them,
           test_otm__says_what_is_lost_and_what_dangles, test_otm__refuses_with_the_place,
           test_otm__goes_on_past_a_bad_entry_when_asked, test_otm__reads_the_early_spellings,
           test_otm__keeps_what_nothing_names)
