#include "convert/threagile/threagile_rules.h"
#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char model[] =
    "threagile_version: 1.0.0\n"
    "title: Bakery\n"
    "date: 2020-07-01\n"
    "business_criticality: critical\n"
    "business_overview: {description: Sells <b>bread</b>., images: [{a.png: A}]}\n"
    "questions: {Who bakes?: \"\", Who eats?: \"<i>All</i>\"}\n"
    "abuse_cases: {Theft: As a thief I want bread.}\n"
    "security_requirements: {Locks: All doors lock.}\n"
    "data_assets:\n"
    "  Recipe: &recipe {id: recipe, description: How to bake, confidentiality: confidential, integrity: critical}\n"
    "  Copy: {<<: *recipe, id: copy}\n"
    "technical_assets:\n"
    "  Web: {id: web, type: external-entity, technology: browser, internet: true, out_of_scope: true, tags: ,\n"
    "    justification_out_of_scope: Theirs, data_assets_processed: ,\n"
    "    communication_links: {Orders: {target: oven, protocol: https, authentication: token, vpn: true,\n"
    "      data_assets_sent: [recipe], data_assets_received: [copy, moon]}, Lost: {target: moon}}}\n"
    "  Oven: {id: oven, type: process, technologies: [iron], tags: [hot], data_assets_stored: [recipe, gone]}\n"
    "  Shelf: {id: shelf, type: cupboard}\n"
    "trust_boundaries:\n"
    "  Shop: {id: shop, type: network, technical_assets_inside: [oven, moon], trust_boundaries_nested: [yard]}\n"
    "  Yard: {id: yard, technical_assets_inside: [web], trust_boundaries_nested: [shop]}\n"
    "shared_runtimes:\n"
    "  Floor: {id: floor, technical_assets_running: [oven, shelf]}\n"
    "individual_risk_categories:\n"
    "  <b>Burning</b>: {id: burning, impact: Black bread, action: Watch, mitigation: Look often, check: Who looks?,\n"
    "    stride: tampering, asvs: V1 - Heat, cheat_sheet: 'https://example.org', cwe: 0, function: operations,\n"
    "    risks_identified: {\n"
    "      <b>Burning</b> at <b>Oven</b>: {severity: high, exploitation_likelihood: likely, exploitation_impact: low,\n"
    "        most_relevant_technical_asset: oven},\n"
    "      Burning on the way: {most_relevant_communication_link: web>orders},\n"
    "      Burning floor: {most_relevant_shared_runtime: floor}}}\n"
    "risk_tracking:\n"
    "  burning@oven: {status: mitigated, justification: Looked, ticket: T-1}\n"
    "  unencrypted-asset@oven: {status: accepted, justification: Old}\n"
    "  unencrypted-asset@*: {status: mitigated}\n"
    "  ldap-injection@web@oven@*: {status: in-progress}\n"
    "  missing-waf@shelf: {status: false-positive}\n"
    "  missing-vault@moon: {status: unchecked}\n"
    "  nothing@web: {status: unchecked}\n";

static const Catalog__V1__Model *import_model(void) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "threagile");
    return fixture.import.objects.items[0]->feature;
}

static const Catalog__V1__ThreatUse *use_of(const Catalog__V1__Model *feature, const char *id) {
    for (size_t i = 0; i < feature->n_threats; i++) {
        if (strcmp(feature->threats[i]->id, id) == 0)
            return feature->threats[i];
    }
    ck_abort_msg("there is no threat %s", id);
}

static const Catalog__V1__Mitigation *mitigation_of(const Catalog__V1__Model *feature, const char *id) {
    for (size_t i = 0; i < feature->n_mitigations; i++) {
        if (strcmp(feature->mitigations[i]->id, id) == 0)
            return feature->mitigations[i];
    }
    ck_abort_msg("there is no mitigation %s", id);
}

START_TEST(test_threagile__becomes_a_feature) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_str_eq(feature->name, "in/bakery");
    ck_assert_str_eq(feature->description, "Sells bread.\n\nQuestion: Who bakes? Answer: none yet.\n\nQuestion: Who "
                                           "eats? Answer: All");
    ck_assert_str_eq(feature->tags[0], "business_criticality:critical");
    ck_assert_uint_eq(feature->n_elements, 4);
    ck_assert_int_eq(feature->elements[0]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    ck_assert_str_eq(feature->elements[0]->description, "Out of scope: Theirs");
    ck_assert_str_eq(feature->elements[1]->technologies[1], "hot");
    ck_assert_str_eq(feature->elements[3]->id, "system");
    ck_assert_uint_eq(feature->n_assets, 2);
    ck_assert_str_eq(feature->assets[1]->description,
                     "How to bake\n\nConfidentiality: confidential. Integrity: critical.");
    ck_assert_str_eq(feature->assets[0]->on[0], "oven");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__nests_boundaries_and_breaks_circles) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_trust_zones, 3);
    ck_assert_str_eq(feature->trust_zones[0]->parent, "");
    ck_assert_str_eq(feature->trust_zones[1]->parent, "shop");
    ck_assert_str_eq(feature->elements[0]->zone, "yard");
    ck_assert_str_eq(feature->elements[1]->zone, "shop");
    ck_assert_str_eq(feature->elements[2]->zone, "floor");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__makes_flows_and_entry_points_of_links) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_data_flows, 1);
    const Catalog__V1__DataFlow *flow = feature->data_flows[0];
    ck_assert_str_eq(flow->id, "web-orders");
    ck_assert_str_eq(flow->to, "oven");
    ck_assert_uint_eq(flow->n_assets, 2);
    ck_assert_str_eq(flow->crosses[0], "internet");
    ck_assert_uint_eq(feature->n_entry_points, 1);
    ck_assert_str_eq(feature->entry_points[0]->on, "oven");
    ck_assert_str_eq(feature->entry_points[0]->authentication, "token");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__makes_a_threat_and_a_control_of_a_category) {
    const Catalog__V1__Model *feature = import_model();
    const Catalog__V1__Threat *threat = fixture.import.objects.items[1]->threat;
    const Catalog__V1__Control *control = fixture.import.objects.items[2]->control;
    ck_assert_str_eq(threat->name, "in/bakery-burning");
    ck_assert_str_eq(threat->title, "Burning");
    ck_assert_uint_eq(threat->n_references, 0);
    ck_assert_str_eq(threat->statement->impact, "Black bread");
    ck_assert_str_eq(control->title, "Watch");
    ck_assert_str_eq(control->verification[0]->statement, "Who looks?");
    ck_assert_str_eq(control->references[0]->id, "V1");
    ck_assert_str_eq(control->mitigates[0]->threat, threat->name);
    const Catalog__V1__ThreatUse *use = use_of(feature, "burning-oven");
    ck_assert_uint_eq(use->likelihood, 3);
    ck_assert_uint_eq(use->impact, 2);
    ck_assert_str_eq(use->rationale, "Burning at Oven. Severity: high.");
    ck_assert_str_eq(use_of(feature, "burning-web-orders")->on, "web-orders");
    ck_assert_str_eq(use_of(feature, "burning-shelf")->on, "shelf");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__keeps_what_is_done_about_risks) {
    const Catalog__V1__Model *feature = import_model();
    const Catalog__V1__Mitigation *done = mitigation_of(feature, "mitigation-burning-oven");
    ck_assert_int_eq(done->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_str_eq(done->control, "in/bakery-burning-mitigation");
    ck_assert_str_eq(done->description, "Looked\n\nStatus: mitigated. Ticket: T-1.");
    ck_assert_str_eq(use_of(feature, "unencrypted-asset-oven")->rationale, "Old\n\nStatus: accepted.");
    const Catalog__V1__Mitigation *wild = mitigation_of(feature, "mitigation-unencrypted-asset");
    ck_assert_uint_eq(wild->n_on, 1);
    ck_assert_str_eq(wild->on[0], "shelf");
    const Catalog__V1__Mitigation *planned = mitigation_of(feature, "mitigation-ldap-injection-web-oven");
    ck_assert_str_eq(planned->on[0], "web-orders");
    ck_assert_int_eq(planned->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED);
    const Catalog__V1__Mitigation *proposed = mitigation_of(feature, "mitigation-burning-proposed");
    ck_assert_int_eq(proposed->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED);
    ck_assert_uint_eq(proposed->n_on, 2);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__makes_threats_of_abuse_cases_and_controls_of_requirements) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_str_eq(use_of(feature, "abuse-theft")->on, "system");
    ck_assert_str_eq(use_of(feature, "abuse-theft")->inline_->description, "As a thief I want bread.");
    ck_assert_str_eq(mitigation_of(feature, "requirement-locks")->inline_->objective, "All doors lock.");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "`date` has no place here"},
    {NOTE_LOSS, "`images` has no place here"},
    {NOTE_LOSS, "its ratings stand in the description"},
    {NOTE_LOSS, "nothing in a model is out of scope"},
    {NOTE_LOSS, "`vpn` has no place here"},
    {NOTE_LOSS, "what comes back is listed with what is sent"},
    {NOTE_LOSS, "`oven` is in `shop`: that it is in `floor` too has no place"},
    {NOTE_LOSS, "\"missing-waf@shelf\" is a false positive"},
    {NOTE_LOSS, "that the risk is accepted stands in the rationale only"},
    {NOTE_WARNING, "stands for whatever the rule finds: here for all 1 places"},
    {NOTE_WARNING, "\"missing-vault@moon\" names no place that there is"},
    {NOTE_WARNING, "the rule \"nothing\" is unknown"},
    {NOTE_WARNING, "no data asset \"gone\""},
    {NOTE_WARNING, "no data asset \"moon\""},
    {NOTE_WARNING, "no technical asset \"moon\": the link is left out"},
    {NOTE_WARNING, "no technical asset \"moon\""},
    {NOTE_WARNING, "\"cupboard\" is no known type"},
    {NOTE_WARNING, "stand in each other"},
    {NOTE_WARNING, "the question has no answer yet"},
};

START_TEST(test_threagile__says_what_is_lost_and_what_dangles) {
    (void)import_model();
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__takes_categories_as_a_list) {
    static const char text[] = "threagile_version: 1.0.0\ntitle: A\ncustom_risk_categories:\n"
                               "  - {id: b, title: Burning, cwe: 20, risks_identified: {R: {}}}\n";
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    ck_assert_str_eq(fixture.import.objects.items[1]->threat->title, "Burning");
    ck_assert_str_eq(fixture.import.objects.items[1]->threat->references[0]->id, "CWE-20");
    ck_assert_str_eq(fixture.import.objects.items[0]->feature->threats[0]->on, "system");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threagile__makes_a_threat_of_a_rule_and_runs_nothing) {
    static const char text[] = "id: stale-bread\ntitle: Stale <b>bread</b>\nstride: tampering\ncwe: 20\n"
                               "mitigation: Bake daily.\nrisk: {match: {do: [{return: true}]}}\n";
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    ck_assert_str_eq(fixture.import.objects.items[0]->threat->name, "in/stale-bread");
    ck_assert_str_eq(fixture.import.objects.items[0]->threat->title, "Stale bread");
    ck_assert_str_eq(fixture.import.objects.items[1]->control->title, "Against Stale bread");
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the script that finds the risk is left out"));
    fixture_done(&fixture);
}
END_TEST

/* As Threagile writes out what it has read: titles and technologies inside, links in a list. */
static const char written_out[] =
    "threagile_version: 1.0.0\n"
    "title: Bakery\n"
    "technical_assets:\n"
    "  oven:\n"
    "    {id: oven, title: The oven, type: process, technologies: [{name: oven-control}, iot],\n"
    "     communication_links: [{id: oven>heat, title: Heat, target_id: plate, protocol: https},\n"
    "                           {title: Smoke, target_id: gone}]}\n"
    "  plate: {id: plate, title: A plate, type: datastore}\n";

START_TEST(test_threagile__reads_what_threagile_wrote_out) {
    ck_assert_msg(fixture_import(&fixture, written_out, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->elements[0]->title, "The oven");
    ck_assert_uint_eq(feature->elements[0]->n_technologies, 2);
    ck_assert_str_eq(feature->elements[0]->technologies[0], "oven-control");
    ck_assert_uint_eq(feature->n_data_flows, 1);
    ck_assert_str_eq(feature->data_flows[0]->title, "Heat");
    ck_assert_str_eq(feature->data_flows[0]->to, "plate");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "there is no technical asset \"gone\""));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {"technical_assets: {A: 7}\n", "file:1:23: an entry of technical_assets is no mapping"},
    {"technical_assets: {A: {id: a}, B: {id: a}}\n", "file:1:35: the id \"a\" is another technical asset's too"},
    {"threagile_version: 1\ndata_assets: {A: {id: a}, B: {id: a}}\n", "the id \"a\" is another data asset's too"},
    {"threagile_version: 1\nabuse_cases: {A: [b]}\n", "an entry of abuse_cases is no text"},
    {"threagile_version: 1\nincludes: [../a.yaml]\n", "file:2:12: \"../a.yaml\" is not included: only files below"},
    {"threagile_version: 1\nincludes: [a/../../b.yaml]\n", "only files below"},
    {"threagile_version: 1\nincludes: [/etc/passwd]\n", "only files below"},
    {"threagile_version: 1\nincludes: ['https://example.org/a.yaml']\n", "only files below"},
    {"threagile_version: 1\nincludes: [no-such-file.yaml]\n", "there is no such file"},
    {"threagile_version: 1\nincludes: ['']\n", "name a file"},
};

START_TEST(test_threagile__refuses_with_the_place) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_msg(fixture_import(&fixture, refused[i].text, false) == STATUS_INVALID_ARGUMENT, "%s",
                      refused[i].text);
        ck_assert_msg(strstr(fixture.problem.message, refused[i].words) != NULL, "%s", fixture.problem.message);
        fixture_done(&fixture);
        ck_assert_int_eq(fixture_import(&fixture, refused[i].text, true), STATUS_OK);
        ck_assert_uint_ge(fixture.report.totals[NOTE_SKIPPED], 1);
        fixture_done(&fixture);
    }
}
END_TEST

START_TEST(test_threagile_rules__finds_rules_by_id) {
    static const char *const ids[] = {"accidental-secret-leak", "missing-authentication", "missing-vault",
                                      "unnecessary-data-transfer", "xml-external-entity"};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ck_assert_ptr_nonnull(threagile_rule_find(ids[i]));
    ck_assert_ptr_null(threagile_rule_find("something-strange"));
    ck_assert_ptr_null(threagile_rule_find(""));
}
END_TEST

TEST_SUITE(threagile, test_threagile__becomes_a_feature, test_threagile__nests_boundaries_and_breaks_circles,
           test_threagile__makes_flows_and_entry_points_of_links,
           test_threagile__makes_a_threat_and_a_control_of_a_category, test_threagile__keeps_what_is_done_about_risks,
           test_threagile__makes_threats_of_abuse_cases_and_controls_of_requirements,
           test_threagile__says_what_is_lost_and_what_dangles, test_threagile__takes_categories_as_a_list,
           test_threagile__makes_a_threat_of_a_rule_and_runs_nothing, test_threagile__refuses_with_the_place,
           test_threagile__reads_what_threagile_wrote_out, test_threagile_rules__finds_rules_by_id)
