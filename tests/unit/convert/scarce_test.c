/* Importers and exporters with too little room, by ever more of it: they say so, and nothing else happens. */
#include "codec/yaml.h"
#include "convert/export.h"
#include "convert/import.h"
#include "support/test.h"

#define STEP_BYTES 61

static const char *const texts[] = {
    "{\"scope\": {\"title\": \"Bakery\", \"description\": \"Sells bread.\", \"data_sensitivity\": [\"pii\"]},\n"
    " \"trust_zones\": [{\"symbolic_name\": \"shop\", \"title\": \"Shop\"}], \"repo_link\": "
    "\"https://example.org/a\",\n"
    " \"actors\": [{\"symbolic_name\": \"guest\", \"type\": \"user\", \"permissions\": \"Look.\", \"trust_zone\": "
    "\"shop\"}],\n"
    " \"components\": [{\"symbolic_name\": \"till\", \"title\": \"Till\", \"trust_zone\": \"shop\"}],\n"
    " \"data_stores\": [{\"symbolic_name\": \"till\", \"type\": \"sql\", \"trust_zone\": \"moon\"}],\n"
    " \"data_sets\": [{\"symbolic_name\": \"coins\", \"data_sensitivity\": [\"fin\"], \"placements\": "
    "[{\"data_store\": "
    "\"till\"}]}],\n"
    " \"data_flows\": [{\"symbolic_name\": \"pay\", \"source\": {\"type\": \"actor\", \"object\": \"guest\"},\n"
    "  \"destination\": {\"type\": \"component\", \"object\": \"till\"}}],\n"
    " \"threat_personas\": [{\"symbolic_name\": \"thief\", \"title\": \"A thief\"}],\n"
    " \"threats\": [{\"symbolic_name\": \"grab\", \"title\": \"Grabs\", \"threat_persona\": \"thief\", \"event\": "
    "\"E\",\n"
    "   \"sources\": [\"adversary\"], \"weaknesses\": [{\"cwe_id\": 284}], \"components_affected\": [\"till\"]},\n"
    "  {\"symbolic_name\": \"lie\", \"title\": \"Lies\"}],\n"
    " \"controls\": [{\"symbolic_name\": \"lock\", \"threats\": [\"grab\", \"lie\"], \"status\": \"active\", "
    "\"priority\": "
    "\"high\",\n"
    "  \"trust_boundary\": {\"trust_zone_a\": \"shop\", \"trust_zone_b\": \"moon\"}}],\n"
    " \"risks\": [{\"symbolic_name\": \"loss\", \"threats\": [\"grab\"], \"likelihood\": \"likely\", \"impact\": "
    "\"minor\"}],\n"
    " \"assumptions\": [{\"description\": \"Nobody sleeps.\"}]}",

    "threagile_version: 1.0.0\n"
    "title: Bakery\n"
    "business_criticality: critical\n"
    "questions: {Who bakes?: All}\n"
    "abuse_cases: {Theft: Bread goes.}\n"
    "security_requirements: {Locks: All doors lock.}\n"
    "data_assets: {Recipe: {id: recipe, confidentiality: restricted}}\n"
    "technical_assets:\n"
    "  Web: {id: web, type: external-entity, internet: true, out_of_scope: true,\n"
    "    communication_links: {Orders: {target: oven, data_assets_sent: [recipe]}}}\n"
    "  Oven: {id: oven, type: process, internet: true, data_assets_stored: [recipe]}\n"
    "trust_boundaries: {Shop: {id: shop, technical_assets_inside: [oven], trust_boundaries_nested: [shop]}}\n"
    "individual_risk_categories:\n"
    "  Burning: {id: burning, impact: I, mitigation: M, check: C, asvs: V1, cheat_sheet: 'https://example.org', cwe: "
    "1,\n"
    "    risks_identified: {R: {most_relevant_data_asset: recipe}, S: {}}}\n"
    "risk_tracking:\n"
    "  burning@oven: {status: mitigated, justification: Looked}\n"
    "  unencrypted-asset@*: {status: accepted}\n"
    "  ldap-injection@web@oven@*: {status: in-progress}\n",

    "[{\"SID\": \"B1\", \"target\": [\"Server\", \"LLM\"], \"description\": \"Taken\", \"details\": \"D\", "
    "\"severity\": "
    "\"High\",\n"
    "  \"condition\": \"c\", \"prerequisites\": \"P\", \"mitigations\": \"M.\", \"references\": \"CWE-1, "
    "https://example.org/a\",\n"
    "  \"DEPRECATED\": \"Old.\"}]",

    "{\"name\": \"Bakery\", \"isOrdered\": true, \"boundaries\": [{\"name\": \"Shop\", \"inBoundary\": \"Shop\"}],\n"
    " \"elements\": [{\"__class__\": \"LLM\", \"name\": \"Oven\", \"inScope\": false, \"controls\": {\"isHardened\": "
    "true}}],\n"
    " \"data\": [{\"name\": \"Order\", \"classification\": \"C.SECRET\", \"processedBy\": [\"Oven\"]}],\n"
    " \"flows\": [{\"name\": \"Buys\", \"source\": \"Oven\", \"sink\": \"Oven\", \"data\": [\"Order\"]}],\n"
    " \"findings\": [{\"threat_id\": \"B1\", \"target\": \"Oven\", \"description\": \"Taken\", \"severity\": "
    "\"High\",\n"
    "  \"mitigations\": \"M.\", \"references\": \"CWE-1\"}], \"assumptions\": [{\"name\": \"A\"}]}",
};

/* Imports TEXT with LIMIT_BYTES of room. */
static status_code import_text(const char *text, size_t limit_bytes, struct problem *problem) {
    struct arena arena;
    struct report report;
    struct import import;
    struct source source;
    const struct import_format *format = NULL;
    arena_init(&arena, limit_bytes);
    problem_init(problem, NULL);
    report_init(&report, &arena);
    import_init(&import, &arena, &report, "in", problem);
    status_code code = source_of_text("file", slice_text(text), &arena, &source, problem);
    if (code == STATUS_OK)
        code = import_recognise(&source, &format, problem);
    if (code == STATUS_OK)
        code = import_read(&import, format, &source);
    if (code == STATUS_OK && report.has_failed)
        code = STATUS_RESOURCE_EXHAUSTED;
    arena_done(&arena);
    return code;
}

START_TEST(test_scarce__imports_say_that_there_is_no_room) {
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct problem problem;
        size_t limit_bytes = STEP_BYTES;
        status_code code = import_text(texts[i], limit_bytes, &problem);
        for (; code != STATUS_OK; limit_bytes += STEP_BYTES) {
            ck_assert_msg(code == STATUS_RESOURCE_EXHAUSTED, "text %zu with %zu bytes: %s", i, limit_bytes,
                          problem.message);
            code = import_text(texts[i], limit_bytes, &problem);
        }
        ck_assert_uint_gt(limit_bytes, 2048);
    }
}
END_TEST

static const char model[] =
    "kind: feature\nname: in/bakery\ntitle: Bakery\ntags: [small]\nfacts: {internet_facing: true}\n"
    "elements: [{id: oven_1, kind: process, technologies: [iron]}, {id: till, kind: store, zone: shop},\n"
    "  {id: guest, kind: actor, zone: street}]\n"
    "trust_zones: [{id: shop}, {id: street, parent: shop}]\n"
    "assets: [{id: coins, classification: internal, on: [oven_1]}]\n"
    "entry_points: [{id: door, on: oven_1}]\n"
    "data_flows: [{id: buy, from: guest, to: till, assets: [coins], protocol: https}, {id: get, from: door, to: "
    "till}]\n"
    "threats: [{id: burn, on: door, rationale: R, inline: {title: Burns, likelihood: 2, impact: 5,\n"
    "  statement: {source: heat, impact: ash}, references: [{scheme: cwe, id: CWE-1}, {scheme: attack, id: T1485}]}}]\n"
    "mitigations: [{id: watch, inline: {title: Look}, mitigates: ['#burn'], on: [door], status: verified}]\n";

static status_code write_model(const Catalog__V1__Object *object, size_t limit_bytes) {
    struct arena arena;
    struct report report;
    struct problem problem;
    struct export export;
    struct buffer out;
    arena_init(&arena, limit_bytes);
    problem_init(&problem, NULL);
    report_init(&report, &arena);
    export_init(&export, &arena, &report, &problem);
    buffer_init(&out, 0);
    status_code code = export_add(&export, object, true) ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
    if (code == STATUS_OK)
        code = export_write(&export, export_format_find("tml"), &out);
    if (code == STATUS_OK && report.has_failed)
        code = STATUS_RESOURCE_EXHAUSTED;
    buffer_done(&out);
    arena_done(&arena);
    return code;
}

START_TEST(test_scarce__exports_say_that_there_is_no_room) {
    struct arena arena;
    struct problem problem;
    struct document_list documents;
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    ck_assert_int_eq(yaml_read(&catalog__v1__object__descriptor, slice_text(model), &arena, &documents, &problem),
                     STATUS_OK);
    const Catalog__V1__Object *object = (const void *)documents.items[0].message;
    size_t limit_bytes = STEP_BYTES;
    status_code code = write_model(object, limit_bytes);
    for (; code != STATUS_OK; limit_bytes += STEP_BYTES) {
        ck_assert_int_eq(code, STATUS_RESOURCE_EXHAUSTED);
        code = write_model(object, limit_bytes);
    }
    ck_assert_uint_gt(limit_bytes, 2048);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(scarce, test_scarce__imports_say_that_there_is_no_room, test_scarce__exports_say_that_there_is_no_room)
