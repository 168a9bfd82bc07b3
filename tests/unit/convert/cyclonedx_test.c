#include "convert_fixture.h"

#include "convert/release.h"

static struct convert_fixture fixture;

/* ---- Services ---- */

static const char services[] =
    "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"metadata\": {\"authors\": [{\"name\": \"a\"}],\n"
    " \"component\": {\"bom-ref\": \"app\", \"group\": \"org.shop\", \"name\": \"Shop\", \"description\": \"Sells "
    "<b>things</b>.\"}},\n"
    " \"services\": [\n"
    "  {\"bom-ref\": \"gate\", \"name\": \"Gate\", \"version\": \"2\", \"provider\": {\"name\": \"Acme\"}, "
    "\"trustZone\": \"edge\",\n"
    "   \"endpoints\": [\"HTTPS://gate.example/\", \"\"], \"authenticated\": false, \"x-trust-boundary\": true,\n"
    "   \"data\": [{\"flow\": \"inbound\", \"classification\": \"PII\", \"name\": \"Orders\", \"governance\": "
    "{\"owners\": [{}]}}],\n"
    "   \"externalReferences\": [{\"type\": \"documentation\", \"url\": \"https://gate.example/doc\"}, {\"type\": "
    "\"x\", \"url\": \"javascript:1\"}],\n"
    "   \"services\": [{\"bom-ref\": \"db\", \"name\": \"PostgreSQL\", \"authenticated\": true, \"endpoints\": "
    "[\"tcp://db:5432\"],\n"
    "     \"data\": [{\"classification\": \"PII\", \"name\": \"Orders\"}, {\"classification\": \"Public\"}]}]}],\n"
    " \"components\": [{\"type\": \"library\", \"bom-ref\": \"lib\", \"name\": \"left\"}, {\"type\": \"container\", "
    "\"bom-ref\": \"box\", \"name\": \"Box\"}],\n"
    " \"dependencies\": [{\"ref\": \"app\", \"dependsOn\": [\"gate\", \"lib\", \"gone\"]}, {\"ref\": \"gate\", "
    "\"dependsOn\": [\"db\", \"gate\"]},\n"
    "   {\"ref\": \"nobody\", \"dependsOn\": [\"db\"]}, {\"ref\": \"db\"}]}";

static const Catalog__V1__Model *feature_of(const char *text) {
    ck_assert_msg(fixture_import(&fixture, text, false) == STATUS_OK, "%s", fixture.problem.message);
    return fixture.import.objects.items[0]->feature;
}

START_TEST(test_cyclonedx__services_become_a_feature) {
    const Catalog__V1__Model *shop = feature_of(services);
    ck_assert_str_eq(fixture.format->name, "cyclonedx");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    ck_assert_str_eq(shop->name, "in/shop");
    ck_assert_str_eq(shop->description, "Sells things.\n\nGroup: org.shop");
    ck_assert_uint_eq(shop->n_elements, 4);
    ck_assert_str_eq(shop->elements[0]->description, "Provider: Acme\nVersion: 2");
    ck_assert_str_eq(shop->elements[0]->zone, "edge");
    ck_assert_str_eq(shop->elements[1]->id, "db");
    ck_assert_int_eq(shop->elements[1]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    ck_assert_str_eq(shop->elements[2]->id, "box");
    ck_assert_str_eq(shop->elements[3]->id, "app");
    ck_assert_uint_eq(shop->n_entry_points, 2);
    ck_assert_str_eq(shop->entry_points[0]->protocol, "https");
    ck_assert_str_eq(shop->entry_points[0]->authentication, "none");
    ck_assert_str_eq(shop->entry_points[1]->authentication, "required");
    ck_assert_uint_eq(shop->n_links, 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_cyclonedx__data_becomes_assets_that_flows_carry) {
    const Catalog__V1__Model *shop = feature_of(services);
    ck_assert_uint_eq(shop->n_assets, 2);
    ck_assert_str_eq(shop->assets[0]->title, "Orders");
    ck_assert_str_eq(shop->assets[0]->description, "Classified there as PII.");
    ck_assert_uint_eq(shop->assets[0]->n_on, 2);
    ck_assert_str_eq(shop->assets[1]->classification, "public");
    ck_assert_uint_eq(shop->n_data_flows, 2);
    ck_assert_str_eq(shop->data_flows[0]->id, "app-to-gate");
    ck_assert_str_eq(shop->data_flows[0]->crosses[0], "trust-boundary");
    ck_assert_str_eq(shop->data_flows[1]->from, "gate");
    ck_assert_str_eq(shop->data_flows[1]->to, "db");
    ck_assert_uint_eq(shop->data_flows[1]->n_assets, 2);
    ck_assert_uint_eq(shop->data_flows[1]->n_crosses, 0);
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_WARNING, "has no threats"},
    {NOTE_LOSS, "`authors` has no place here"},
    {NOTE_LOSS, "`governance` has no place here"},
    {NOTE_LOSS, "\"PII\" is no classification here"},
    {NOTE_LOSS, "the services behind a service stand beside it"},
    {NOTE_LOSS, "1 components that the system is built of are left out"},
    {NOTE_WARNING, "no service or component \"gone\""},
    {NOTE_WARNING, "no service or component \"nobody\""},
};

START_TEST(test_cyclonedx__says_what_is_lost_and_what_dangles) {
    (void)feature_of(services);
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

/* ---- Threat models ---- */

static const char model[] =
    "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"threat-model\", \"name\": "
    "\"TM\", \"components\": [\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"u\", \"name\": \"User\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"actor\"}, {\n"
    "   \"name\": \"cdx:model:inBoundary\", \"value\": \"z\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"s\", \"name\": \"Shelf\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"datastore\"}, {\n"
    "   \"name\": \"cdx:model:platform\", \"value\": \"Linux\"}, {\n"
    "   \"name\": \"cdx:model:isHardened\", \"value\": \"true\"}, {\n"
    "   \"name\": \"cdx:model:inBoundary\", \"value\": \"y\"}, {\"name\": \"cdx:model:shape:x\", \"value\": \"1\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"z\", \"name\": \"Outside\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"boundary\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"a\", \"name\": \"Card\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"asset\"}, {\n"
    "   \"name\": \"cdx:model:storedBy\", \"value\": \"s\"}, {\"name\": \"cdx:model:processedBy\", \"value\": "
    "\"x\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"f\", \"name\": \"Put\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"dataflow\"}, {\n"
    "   \"name\": \"cdx:model:dataflow:source\", \"value\": \"u\"}, {\n"
    "   \"name\": \"cdx:model:dataflow:destination\", \"value\": \"s\"}, {\n"
    "   \"name\": \"cdx:model:dataflow:data\", \"value\": \"a\"}, {\n"
    "   \"name\": \"cdx:model:dataflow:protocol\", \"value\": \"SQL\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"g\", \"name\": \"Lost\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"dataflow\"}]},\n"
    " {\"type\": \"threat-model\", \"bom-ref\": \"t\", \"name\": \"T\", \n"
    "  \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"threat\"}]}]}]}\n";

START_TEST(test_cyclonedx__threat_model_becomes_a_feature) {
    const Catalog__V1__Model *feature = feature_of(model);
    ck_assert_str_eq(feature->name, "in/tm");
    ck_assert_uint_eq(feature->n_elements, 2);
    ck_assert_int_eq(feature->elements[0]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR);
    ck_assert_str_eq(feature->elements[0]->zone, "z");
    ck_assert_str_eq(feature->elements[1]->zone, "");
    ck_assert_str_eq(feature->elements[1]->technologies[0], "Linux");
    ck_assert_uint_eq(feature->n_trust_zones, 1);
    ck_assert_uint_eq(feature->assets[0]->n_on, 1);
    ck_assert_uint_eq(feature->n_data_flows, 1);
    ck_assert_str_eq(feature->data_flows[0]->protocol, "SQL");
    ck_assert_str_eq(feature->data_flows[0]->assets[0], "a");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no boundary \"y\""));
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no element \"x\""));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "`isHardened` (true)"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "a flow that ends nowhere"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "a part of the type \"threat\""));
    ck_assert(!fixture_has_note(&fixture, NOTE_LOSS, "shape"));
    fixture_done(&fixture);
}
END_TEST

/* ---- Standards ---- */

static struct {
    Catalog__V1__Taxonomy taxonomy;
    char text[512]; /* a line for each entry */
    size_t size;
} released;

static status_code keep_release(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    (void)context;
    (void)problem;
    released.taxonomy = *taxonomy;
    return STATUS_OK;
}

static status_code keep_item(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    (void)context;
    (void)problem;
    const Catalog__V1__TaxonomyEntry *entry = item->entry;
    released.size += (size_t)snprintf(released.text + released.size, sizeof released.text - released.size,
                                      "%s %s [%s] %s < %s @ %s\n", entry->id, entry->kind, entry->level, entry->title,
                                      entry->n_parents == 0 ? "-" : entry->parents[0],
                                      entry->n_references == 0 ? "-" : entry->references[0]->id);
    return STATUS_OK;
}

static const char standard[] =
    "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"definitions\": {\"standards\": [{\n"
    "  \"bom-ref\": \"s\", \"name\": \"Own Standard (ASVS)\", \"version\": \"5.0.0\", \"requirements\": [\n"
    "   {\"bom-ref\": \"r1\", \"identifier\": \"V1\", \"title\": \"Chapter\"},\n"
    "   {\"bom-ref\": \"r2\", \"identifier\": \"V1.1\", \"title\": \"Section\", \"parent\": \"r1\"},\n"
    "   {\"bom-ref\": \"r3\", \"identifier\": \"V1.1.1\", \"text\": \"Verify it. Then go.\", \"parent\": \"r2\", "
    "\"openCre\": [\"CRE:1-2\"]}],\n"
    "  \"levels\": [{\"identifier\": \"Level 1\", \"requirements\": [\"r3\", \"r9\"]}, {\"identifier\": \"Level 2\", "
    "\"requirements\": [\"r3\"]}]}]}}";

START_TEST(test_cyclonedx__standard_becomes_a_release) {
    static const struct import_release receiver = {NULL, keep_release, keep_item};
    memset(&released, 0, sizeof released);
    fixture_open(&fixture, false);
    fixture.import.release = &receiver;
    ck_assert_msg(fixture_read(&fixture, standard) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(released.taxonomy.scheme, "asvs");
    ck_assert_str_eq(released.taxonomy.release, "5.0.0");
    ck_assert_str_eq(released.text, "V1 chapter [] Chapter < - @ -\n"
                                    "V1.1 section [] Section < V1 @ -\n"
                                    "V1.1.1 requirement [L1] Verify it < V1.1 @ CRE:1-2\n");
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no requirement \"r9\""));
    ck_assert_uint_eq(fixture.import.objects.count, 0);
    fixture_done(&fixture);
}
END_TEST

/* ---- Refusals ---- */

static const struct fixture_refusal refused[] = {
    {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.8\", \"services\": [{\"name\": \"a\"}]}",
     "file:1:43: `specVersion` \"1.8\" is not read: 1.2 to 1.7 are"},
    {"{\"bomFormat\": \"CycloneDX\"}", "file:1:1: `specVersion` \"\" is not read"},
    {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"2.0\"}", "`specVersion` \"2.0\" is not read"},
    {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.4\", \"components\": [{\"type\": \"library\"}]}",
     "file:1:1: the bill of materials has no services, standards or threat models (and 1 other components)"},
    {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.4\", \"services\": [1]}",
     "file:1:63: an entry of services is no mapping"},
    {"<?xml version=\"1.0\"?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"/>", "is read as JSON only"},
};

START_TEST(test_cyclonedx__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

TEST_SUITE(cyclonedx, test_cyclonedx__services_become_a_feature, test_cyclonedx__data_becomes_assets_that_flows_carry,
           test_cyclonedx__says_what_is_lost_and_what_dangles, test_cyclonedx__threat_model_becomes_a_feature,
           test_cyclonedx__standard_becomes_a_release, test_cyclonedx__refuses_with_the_place)
