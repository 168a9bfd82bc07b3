#include "convert_fixture.h"

#include "base/buffer.h"

static struct convert_fixture fixture;

static const char shop[] = "spec_version = \"0.7.0\"\n"
                           "variable \"owner\" { value = \"@shop\" }\n"
                           "threatmodel \"Shop\" {\n"
                           "  author = var.owner\n"
                           "  description = <<-EOT\n"
                           "    Sells <b>things</b> for ${var.owner}, $${var.owner}.\n"
                           "  EOT\n"
                           "  link = \"https://shop.example\"\n"
                           "  repository = [\"https://code.example/shop\", \"not a link\"]\n"
                           "  created_at = 1594033151\n"
                           "  attributes {\n"
                           "    new_initiative = \"true\"\n"
                           "    internet_facing = true\n"
                           "    initiative_size = \"Small\"\n"
                           "  }\n"
                           "  additional_attribute \"segment\" { value = \"dmz\" }\n"
                           "  information_asset \"card store\" {\n"
                           "    description = \"Cards\"\n"
                           "    information_classification = \"Restricted\"\n"
                           "    source = \"terraform\"\n"
                           "  }\n"
                           "  information_asset \"plans\" { information_classification = \"Secret\" }\n"
                           "  usecase { description = \"People buy. Often.\" }\n"
                           "  exclusion { description = \"Delivery\" }\n"
                           "  exclusion { description = \"Returns\" }\n"
                           "  third_party_dependency \"bank\" {\n"
                           "    description = \"Takes money\"\n"
                           "    saas = \"true\"\n"
                           "    uptime_dependency = \"hard\"\n"
                           "  }\n"
                           "  threat \"Card theft\" {\n"
                           "    description = \"Cards are copied\"\n"
                           "    impacts = [\"Confidentiality\"]\n"
                           "    stride = [\"Info Disclosure\", \"Elevation Of Privilege\", \"Mischief\"]\n"
                           "    information_asset_refs = [\"card store\", \"gone\"]\n"
                           "    risk {\n"
                           "      likelihood = \"very_low\"\n"
                           "      impact = \"very_high\"\n"
                           "      severity = \"critical\"\n"
                           "      rationale = \"It happens\"\n"
                           "    }\n"
                           "    control \"Lock\" {\n"
                           "      description = import.control.lock.description\n"
                           "      implemented = true\n"
                           "      implementation_notes = \"Two of them\"\n"
                           "      risk_reduction = 80\n"
                           "      attribute \"owner\" { value = \"platform\" }\n"
                           "    }\n"
                           "    expanded_control \"Look\" {\n"
                           "      description = \"Look ${import.control.nothing.description}\"\n"
                           "      risk_reduction = 800\n"
                           "    }\n"
                           "    control_imports = [\"import.control.lock\", \"import.control.nothing\"]\n"
                           "  }\n"
                           "  threat {\n"
                           "    description = \"Nobody named it. At all.\"\n"
                           "    control = \"Do it. Soon.\"\n"
                           "    proposed_control {\n"
                           "      implemented = \"true\"\n"
                           "      description = \"Done it\"\n"
                           "    }\n"
                           "    mood = \"bad\"\n"
                           "  }\n"
                           "  data_flow_diagram_v2 \"level 0\" {\n"
                           "    external_element \"buyer\" {}\n"
                           "    process \"desk\" { trust_zone = \"inside\" }\n"
                           "    trust_zone \"inside\" {\n"
                           "      data_store \"cards\" { information_asset = \"card store\" }\n"
                           "    }\n"
                           "    flow \"https\" {\n"
                           "      from = \"buyer\"\n"
                           "      to = \"desk\"\n"
                           "      protocol = \"https\"\n"
                           "    }\n"
                           "    flow \"https\" {\n"
                           "      from = \"desk\"\n"
                           "      to = \"cards\"\n"
                           "    }\n"
                           "    flow \"https\" {\n"
                           "      from = \"desk\"\n"
                           "      to = \"moon\"\n"
                           "    }\n"
                           "  }\n"
                           "  mermaid \"drawing\" { content = \"x\" }\n"
                           "}\n"
                           "component \"control\" \"lock\" {\n"
                           "  description = \"Keep it <i>locked</i>\"\n"
                           "  risk_reduction = 70\n"
                           "  attribute \"framework\" { value = \"own\" }\n"
                           "}\n"
                           "component \"thing\" \"x\" {}\n";

static const Catalog__V1__Object *import_one(const char *text, size_t index) {
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "hcltm");
    ck_assert_uint_gt(fixture.import.objects.count, index);
    return fixture.import.objects.items[index];
}

START_TEST(test_hcltm__model_becomes_a_feature) {
    const Catalog__V1__Model *feature = import_one(shop, 1)->feature;
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    ck_assert_str_eq(feature->name, "in/shop");
    ck_assert_str_eq(feature->owner, "@shop");
    ck_assert_str_eq(feature->description,
                     "Sells things for @shop, ${var.owner}.\n\nNot looked at: Delivery\n\nNot looked at: Returns");
    ck_assert_uint_eq(feature->n_links, 2);
    ck_assert_str_eq(feature->facts[0]->name, "internet_facing");
    ck_assert_str_eq(feature->facts[0]->value, "true");
    ck_assert_str_eq(feature->tags[0], "new_initiative:true");
    ck_assert_str_eq(feature->tags[2], "segment:dmz");
    ck_assert_uint_eq(feature->n_assets, 2);
    ck_assert_str_eq(feature->assets[0]->classification, "restricted");
    ck_assert_str_eq(feature->assets[0]->description, "Cards\n\nSource: terraform");
    ck_assert_str_eq(feature->assets[0]->on[0], "cards");
    ck_assert_str_eq(feature->use_cases[0]->title, "People buy");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_hcltm__diagrams_become_elements_and_flows) {
    const Catalog__V1__Model *feature = import_one(shop, 1)->feature;
    ck_assert_uint_eq(feature->n_elements, 5);
    ck_assert_str_eq(feature->elements[0]->id, "bank");
    ck_assert_str_eq(feature->elements[0]->technologies[0], "saas");
    ck_assert_str_eq(feature->elements[0]->description, "Takes money\n\nUptime dependency: hard.");
    ck_assert_str_eq(feature->elements[1]->id, "desk");
    ck_assert_str_eq(feature->elements[1]->zone, "inside");
    ck_assert_int_eq(feature->elements[2]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    ck_assert_int_eq(feature->elements[3]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    ck_assert_str_eq(feature->elements[3]->zone, "inside");
    ck_assert_str_eq(feature->elements[4]->id, "application");
    ck_assert_uint_eq(feature->n_trust_zones, 1);
    ck_assert_uint_eq(feature->n_data_flows, 2);
    ck_assert_str_eq(feature->data_flows[0]->id, "https-buyer-to-desk");
    ck_assert_str_eq(feature->data_flows[0]->protocol, "https");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_hcltm__threats_keep_their_ratings_and_places) {
    const Catalog__V1__Model *feature = import_one(shop, 1)->feature;
    ck_assert_uint_eq(feature->n_threats, 2);
    const Catalog__V1__ThreatUse *theft = feature->threats[0];
    ck_assert_str_eq(theft->id, "card-theft");
    ck_assert_str_eq(theft->on, "cards");
    ck_assert_str_eq(theft->rationale, "It happens");
    ck_assert_uint_eq(theft->inline_->n_stride, 2);
    ck_assert_str_eq(theft->inline_->categories[0], "hcltm:Mischief");
    ck_assert_uint_eq(theft->inline_->likelihood, 1);
    ck_assert_uint_eq(theft->inline_->impact, 5);
    ck_assert_str_eq(theft->inline_->tags[0], "severity:critical");
    ck_assert_str_eq(theft->inline_->statement->impacted_goals[0], "confidentiality");
    ck_assert_str_eq(feature->threats[1]->inline_->title, "Nobody named it");
    ck_assert_str_eq(feature->threats[1]->on, "application");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_hcltm__controls_become_mitigations) {
    const Catalog__V1__Model *feature = import_one(shop, 1)->feature;
    ck_assert_uint_eq(feature->n_mitigations, 5);
    const Catalog__V1__Mitigation *lock = feature->mitigations[0];
    ck_assert_str_eq(lock->title, "Lock");
    ck_assert_str_eq(lock->inline_->objective, "Keep it locked");
    ck_assert_str_eq(lock->description, "Two of them");
    ck_assert_int_eq(lock->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_str_eq(lock->mitigates[0], "#card-theft");
    ck_assert_str_eq(lock->on[0], "cards");
    ck_assert_str_eq(lock->inline_->tags[0], "risk-reduction:80");
    ck_assert_str_eq(lock->inline_->tags[1], "owner:platform");
    ck_assert_str_eq(feature->mitigations[1]->inline_->objective, "Look ${import.control.nothing.description}");
    ck_assert_str_eq(feature->mitigations[2]->title, "lock");
    ck_assert_str_eq(feature->mitigations[3]->title, "Do it");
    ck_assert_str_eq(feature->mitigations[4]->title, "Done it");
    ck_assert_int_eq(feature->mitigations[4]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_hcltm__library_becomes_controls) {
    const Catalog__V1__Control *lock = import_one(shop, 0)->control;
    ck_assert_str_eq(lock->name, "in/lock");
    ck_assert_str_eq(lock->objective, "Keep it locked");
    ck_assert_uint_eq(lock->partial_reduction_bp, 7000);
    ck_assert_str_eq(lock->tags[0], "framework:own");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "`created_at` has no place here"},
    {NOTE_LOSS, "`mermaid` has no place here"},
    {NOTE_LOSS, "`mood` has no place here"},
    {NOTE_LOSS, "a component \"thing\" has no place here"},
    {NOTE_LOSS, "a model has no exclusions"},
    {NOTE_LOSS, "the risk reduction of 80 percent is a tag only"},
    {NOTE_LOSS, "a flow from \"desk\" to \"moon\" is left out"},
    {NOTE_LOSS, "\"Secret\" is no classification here"},
    {NOTE_WARNING, "the risk reduction \"800\" is not 0 to 100"},
    {NOTE_WARNING, "\"bank\" is a third party that the model depends on"},
    {NOTE_WARNING, "nothing is called import.control.nothing.description: it stays"},
    {NOTE_WARNING, "there is no control \"nothing\" in what is imported"},
    {NOTE_WARNING, "there is no information asset \"gone\""},
    {NOTE_WARNING, "the threat has no name"},
    {NOTE_WARNING, "the control is free text"},
    {NOTE_WARNING, "others stand on the element `application`"},
};

START_TEST(test_hcltm__says_what_is_lost_and_what_dangles) {
    (void)import_one(shop, 0);
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

/* ---- JSON ---- */

/* The same model in HCL's JSON, where keys repeat; and as the tool exports it. */
static const char *const in_json[] = {
    "{\"spec_version\": \"0.7.0\",\n"
    " \"threatmodel\": {\"Shop\": {\"author\": \"a\",\n"
    "  \"threat\": [{\"Theft\": {\"description\": \"d\", \"expanded_control\": [{\"Lock\": {\"description\": "
    "\"l\"}}]}},\n"
    "             {\"Loss\": {\"description\": \"d\"}}],\n"
    "  \"data_flow_diagram\": {\"process\": {\"a\": {}, \"b\": {}}, \"flow\": {\n"
    "   \"tcp\": {\"from\": \"a\", \"to\": \"b\"}, \"tcp\": {\"from\": \"b\", \"to\": \"a\"}}}}}}",
    "{\"threatmodels\": [{\"name\": \"Shop\", \"author\": \"a\",\n"
    "  \"threat\": [{\"name\": \"Theft\", \"description\": \"d\", \"expandedControl\": [{\"name\": \"Lock\", "
    "\"description\": "
    "\"l\"}]},\n"
    "             {\"name\": \"Loss\", \"description\": \"d\"}],\n"
    "  \"dataFlowDiagram\": [{\"name\": \"x\", \"process\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"flow\": [\n"
    "   {\"name\": \"tcp\", \"from\": \"a\", \"to\": \"b\"}, {\"name\": \"tcp\", \"from\": \"b\", \"to\": \"a\"}]}]}]}",
    "[{\"name\": \"Shop\", \"author\": \"a\",\n"
    "  \"threat\": [{\"name\": \"Theft\", \"description\": \"d\", \"control\": [{\"name\": \"Lock\", \"description\": "
    "\"l\"}]},\n"
    "             {\"name\": \"Loss\", \"description\": \"d\"}],\n"
    "  \"legacyDataFlowDiagram\": {\"process\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"flow\": [\n"
    "   {\"name\": \"tcp\", \"from\": \"a\", \"to\": \"b\"}, {\"name\": \"tcp\", \"from\": \"b\", \"to\": \"a\"}]}}]",
};

START_TEST(test_hcltm__reads_json_in_all_its_shapes) {
    for (size_t i = 0; i < COUNT_OF(in_json); i++) {
        const Catalog__V1__Model *feature = import_one(in_json[i], 0)->feature;
        ck_assert_str_eq(feature->name, "in/shop");
        ck_assert_uint_eq(feature->n_threats, 2);
        ck_assert_str_eq(feature->threats[0]->id, "theft");
        ck_assert_str_eq(feature->mitigations[0]->title, "Lock");
        ck_assert_uint_eq(feature->n_elements, 3);
        ck_assert_uint_eq(feature->n_data_flows, 2);
        ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 0);
        fixture_done(&fixture);
    }
}
END_TEST

/* ---- Refusals ---- */

static const struct fixture_refusal refused[] = {
    {"threatmodel \"a\" {\n  author = upper(\"x\")\n}\n", "file:2:17: not HCL: only references such as var.name"},
    {"threatmodel \"a\" {\n", "file:2:1: not HCL: the block of line 1 has no end"},
    {"spec_version = \"1\"\nthreatmodel \"a\" {\n x = <<EOT\n", "not HCL: no line holds the marker EOT"},
    {"spec_version = \"\x80\"\n", "file:1:17: not HCL: a byte that is no UTF-8 text"},
    {"threatmodel \"a\" {\n  threat = 1\n}\n", "file:2:12: an entry of threat is no block"},
    {"threatmodel \"a\" {\n  including = \"../b.hcl\"\n}\n", "file:2:15: \"../b.hcl\" is not read: only files below"},
    {"threatmodel \"a\" {\n  imports = [\"/etc/passwd\"]\n}\n", "file:2:14: \"/etc/passwd\" is not read"},
    {"{\"threatmodel\": {\"a\": {\"threat\": [1]}}}", "file:1:35: an entry of threat is no block"},
};

START_TEST(test_hcltm__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_int_eq(fixture_import(&fixture, refused[i].text, true), STATUS_OK);
        ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
        fixture_done(&fixture);
    }
}
END_TEST

static const char *const remote[] = {"https://a.example/b.hcl", "git::https://a.example/b", "github.com/a/b|c.hcl",
                                     "http://a.example", "s3::https://b/c"};

START_TEST(test_hcltm__fetches_nothing) {
    for (size_t i = 0; i < COUNT_OF(remote); i++) {
        char text[256];
        snprintf(text, sizeof text, "threatmodel \"a\" {\n  including = \"%s\"\n  imports = [\"%s\"]\n}\n", remote[i],
                 remote[i]);
        (void)import_one(text, 0);
        ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 2);
        ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "is left out: nothing is fetched"));
        fixture_done(&fixture);
    }
}
END_TEST

/* A short text that repeats a long one is bounded. */
START_TEST(test_hcltm__references_do_not_multiply) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "variable \"v\" { value = \"");
    for (size_t i = 0; i < 100000; i++)
        buffer_append_text(&text, "0123456789");
    buffer_append_text(&text, "\" }\nthreatmodel \"a\" { description = \"");
    for (size_t i = 0; i < 1000; i++)
        buffer_append_text(&text, "${var.v}");
    buffer_append_text(&text, "\" }\n");
    buffer_append_byte(&text, '\0');
    ck_assert_int_eq(fixture_import(&fixture, (const char *)text.data, false), STATUS_RESOURCE_EXHAUSTED);
    fixture_done(&fixture);
    buffer_done(&text);
}
END_TEST

/* Names as slugs and as references; the zone is referred to before it stands there. */
static const char referring[] = "spec_version = \"0.7.0\"\n"
                                "threatmodel \"Hub\" {\n"
                                "  author = \"me\"\n"
                                "  information_asset \"Sensor data\" { information_classification = \"Public\" }\n"
                                "  threat \"loss\" {\n"
                                "    description = \"Data is lost\"\n"
                                "    information_asset_refs = [information_asset.sensor_data, \"none-such\"]\n"
                                "  }\n"
                                "  data_flow_diagram_v2 \"all\" {\n"
                                "    process \"3rd party\" { trust_zone = trust_zone.back_end }\n"
                                "    trust_zone \"Back end\" {\n"
                                "      data_store \"Main DB\" { information_asset = \"sensor-data\" }\n"
                                "    }\n"
                                "    flow \"a\" {\n"
                                "      from = process[\"3rd_party\"]\n"
                                "      to = data_store.main_db\n"
                                "    }\n"
                                "    flow \"b\" {\n"
                                "      from = \"main-db\"\n"
                                "      to = \"3rd party\"\n"
                                "    }\n"
                                "  }\n"
                                "}\n";

START_TEST(test_hcltm__finds_what_slugs_and_references_mean) {
    ck_assert_msg(fixture_import(&fixture, referring, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_trust_zones, 1);
    ck_assert_str_eq(feature->trust_zones[0]->title, "Back end");
    ck_assert_str_eq(feature->elements[0]->zone, "back-end");
    ck_assert_str_eq(feature->elements[1]->zone, "back-end");
    ck_assert_uint_eq(feature->n_data_flows, 2);
    ck_assert_str_eq(feature->data_flows[0]->from, "n-3rd-party");
    ck_assert_str_eq(feature->data_flows[0]->to, "main-db");
    ck_assert_str_eq(feature->data_flows[1]->from, "main-db");
    ck_assert_str_eq(feature->assets[0]->on[0], "main-db");
    ck_assert_str_eq(feature->threats[0]->on, "main-db");
    ck_assert_str_eq(feature->threats[0]->inline_->statement->impacted_assets[0], "Sensor data");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "there is no information asset \"none-such\""));
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(hcltm, test_hcltm__model_becomes_a_feature, test_hcltm__diagrams_become_elements_and_flows,
           test_hcltm__threats_keep_their_ratings_and_places, test_hcltm__controls_become_mitigations,
           test_hcltm__library_becomes_controls, test_hcltm__says_what_is_lost_and_what_dangles,
           test_hcltm__reads_json_in_all_its_shapes, test_hcltm__refuses_with_the_place, test_hcltm__fetches_nothing,
           test_hcltm__references_do_not_multiply, test_hcltm__finds_what_slugs_and_references_mean)
