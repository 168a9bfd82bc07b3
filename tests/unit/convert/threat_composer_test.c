#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char workspace[] =
    "{\"schema\": 1, \"applicationInfo\": {\"name\": \"Parcel Desk\", \"description\": \"Takes parcels.\"},\n"
    " \"architecture\": {\"image\": \"data:image/png;base64,AAAA\", \"description\": \"One desk.\"},\n"
    " \"dataflow\": {\"image\": \"https://pictures.example/flow.png\"},\n"
    " \"threats\": [\n"
    "  {\"id\": \"t-1\", \"threatSource\": \"courier\", \"prerequisites\": \"with a uniform\",\n"
    "   \"threatAction\": \"take a parcel\", \"threatImpact\": \"loss\", \"impactedGoal\": [\"integrity\", "
    "\"trust\"],\n"
    "   \"impactedAssets\": [\"parcels\"], \"tags\": [\"desk\"], \"status\": \"threatResolved\",\n"
    "   \"statement\": \"A courier with a uniform can take a parcel, which leads to loss, resulting in reduced "
    "integrity and/or trust of parcels\",\n"
    "   \"metadata\": [{\"key\": \"STRIDE\", \"value\": [\"S\", \"T\", \"Delay\"]}, {\"key\": \"Priority\", \"value\": "
    "\"High\"},\n"
    "    {\"key\": \"Comments\", \"value\": \"Seen once.\"}, {\"key\": \"custom:x\", \"value\": \"y\"},\n"
    "    {\"key\": \"threatPackId\", \"value\": \"Desks\"}, {\"key\": \"threatPackThreatId\", \"value\": \"t-9\"}]},\n"
    "  {\"id\": \"t-2\", \"threatSource\": \"clerk\", \"threatImpact\": \"parcels go astray\", \"statement\": \"Own "
    "words.\"}],\n"
    " \"mitigations\": [\n"
    "  {\"id\": \"m-1\", \"content\": \"Ask for a badge\", \"status\": \"mitigationResolved\"},\n"
    "  {\"id\": \"m-2\", \"content\": \"Count parcels\", \"status\": \"mitigationResolvedWillNotAction\"}],\n"
    " \"mitigationLinks\": [{\"mitigationId\": \"m-1\", \"linkedId\": \"t-1\"}, {\"mitigationId\": \"m-1\", "
    "\"linkedId\": \"t-1\"},\n"
    "  {\"mitigationId\": \"m-1\", \"linkedId\": \"gone\"}, {\"mitigationId\": \"gone\", \"linkedId\": \"t-1\"}],\n"
    " \"assumptions\": [{\"id\": \"a-1\", \"content\": \"Doors are locked.\"}],\n"
    " \"assumptionLinks\": [{\"type\": \"Threat\", \"assumptionId\": \"a-1\", \"linkedId\": \"t-2\"},\n"
    "  {\"type\": \"Mitigation\", \"assumptionId\": \"a-1\", \"linkedId\": \"m-2\"},\n"
    "  {\"type\": \"Threat\", \"assumptionId\": \"gone\", \"linkedId\": \"t-2\"}]}\n";

START_TEST(test_threat_composer__makes_one_feature_of_a_workspace) {
    ck_assert_msg(fixture_import(&fixture, workspace, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "threat-composer");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->name, "in/parcel-desk");
    ck_assert_str_eq(feature->description, "Takes parcels.\n\nOne desk.\n\nAssumption: Doors are locked.");
    ck_assert_uint_eq(feature->n_elements, 1);
    ck_assert_uint_eq(feature->n_threats, 2);
    ck_assert_str_eq(feature->threats[0]->id, "t-1");
    ck_assert_str_eq(feature->threats[0]->on, feature->elements[0]->id);
    ck_assert_str_eq(feature->threats[1]->rationale, "Assumption: Doors are locked.");
    ck_assert_uint_eq(feature->n_links, 1);
    ck_assert_str_eq(feature->links[0]->url, "https://pictures.example/flow.png");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_composer__takes_a_statement_apart) {
    ck_assert_int_eq(fixture_import(&fixture, workspace, false), STATUS_OK);
    const Catalog__V1__Threat *threat = fixture.import.objects.items[0]->feature->threats[0]->inline_;
    ck_assert_str_eq(threat->title, "take a parcel");
    ck_assert_str_eq(threat->description, "Seen once.");
    ck_assert_str_eq(threat->statement->source, "courier");
    ck_assert_uint_eq(threat->statement->n_impacted_goals, 2);
    ck_assert_uint_eq(threat->n_stride, 2);
    ck_assert_str_eq(threat->categories[0], "threat-composer:Delay");
    ck_assert_uint_eq(threat->likelihood, 4);
    ck_assert_uint_eq(threat->impact, 4);
    ck_assert_str_eq(threat->references[0]->id, "Desks/t-9");
    ck_assert_uint_eq(threat->n_tags, 4);
    ck_assert_str_eq(threat->tags[1], "title-derived");
    const Catalog__V1__Threat *other = fixture.import.objects.items[0]->feature->threats[1]->inline_;
    ck_assert_str_eq(other->title, "parcels go astray");
    ck_assert_str_eq(other->description, "Own words.");
    ck_assert_uint_eq(other->likelihood, 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_composer__links_mitigations) {
    ck_assert_int_eq(fixture_import(&fixture, workspace, false), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_mitigations, 2);
    const Catalog__V1__Mitigation *first = feature->mitigations[0];
    ck_assert_uint_eq(first->n_mitigates, 1);
    ck_assert_str_eq(first->mitigates[0], "#t-1");
    ck_assert_int_eq(first->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_str_eq(first->inline_->objective, "Ask for a badge");
    ck_assert_int_eq(feature->mitigations[1]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED);
    ck_assert_str_eq(feature->mitigations[1]->description, "Assumption: Doors are locked.");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_composer__says_what_is_lost_and_what_dangles) {
    static const struct fixture_note notes[] = {
        {NOTE_LOSS, "image of `architecture`, 26 bytes"},
        {NOTE_LOSS, "metadata \"custom:x\""},
        {NOTE_LOSS, "status \"threatResolved\""},
        {NOTE_LOSS, "status \"mitigationResolvedWillNotAction\""},
        {NOTE_LOSS, "no assumptions"},
        {NOTE_WARNING, "a threat that is not there"},
        {NOTE_WARNING, "a mitigation that is not there"},
        {NOTE_WARNING, "an assumption that is not there"},
        {NOTE_WARNING, "\"Count parcels\" answers no threat"},
        {NOTE_WARNING, "has no action"},
        {NOTE_WARNING, "priority \"High\" is taken"},
    };
    ck_assert_int_eq(fixture_import(&fixture, workspace, false), STATUS_OK);
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    for (size_t i = 0; i < fixture.report.notes.count; i++)
        ck_assert_ptr_null(strstr(fixture.report.notes.items[i].text, "base64"));
    fixture_done(&fixture);
}
END_TEST

static const char pack[] =
    "{\"schema\": 1, \"namespace\": \"own\", \"type\": \"threat-pack\", \"id\": \"Desks\", \"name\": \"Desks\",\n"
    " \"threats\": [{\"id\": \"t-1\", \"threatSource\": \"courier\", \"threatAction\": \"take a parcel\"}],\n"
    " \"mitigations\": [{\"id\": \"m-1\", \"content\": \"Ask for a badge\", \"tags\": [\"door\"],\n"
    "  \"metadata\": [{\"key\": \"Comments\", \"value\": \"At the door.\"}]}],\n"
    " \"mitigationLinks\": [{\"mitigationId\": \"m-1\", \"linkedId\": \"t-1\"}, {\"mitigationId\": \"m-1\", "
    "\"linkedId\": \"t-1\"},\n"
    "  {\"mitigationId\": \"m-1\", \"linkedId\": \"t-2\"}]}\n";

START_TEST(test_threat_composer__makes_threats_and_controls_of_a_pack) {
    ck_assert_msg(fixture_import(&fixture, pack, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    const Catalog__V1__Threat *threat = fixture.import.objects.items[0]->threat;
    const Catalog__V1__Control *control = fixture.import.objects.items[1]->control;
    ck_assert_str_eq(threat->name, "in/desks-t-1");
    ck_assert_str_eq(threat->tags[1], "pack:Desks");
    ck_assert_str_eq(control->name, "in/desks-m-1");
    ck_assert_str_eq(control->description, "At the door.");
    ck_assert_uint_eq(control->n_mitigates, 1);
    ck_assert_str_eq(control->mitigates[0]->threat, threat->name);
    ck_assert_int_eq(control->mitigates[0]->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "a threat that is not there"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_composer__makes_threats_of_a_bare_list) {
    static const char list[] = "[{\"id\": \"E_1\", \"threatSource\": \"a\", \"threatAction\": \"do b\"},\n"
                               " {\"id\": \"E_2\", \"threatSource\": \"c\", \"threatAction\": \"do d\"}]";
    ck_assert_msg(fixture_import(&fixture, list, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_uint_eq(fixture.import.objects.count, 2);
    ck_assert_str_eq(fixture.import.objects.items[1]->threat->name, "in/e-2");
    ck_assert_str_eq(fixture.import.objects.items[1]->threat->statement->action, "do d");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_refusal refused[] = {
    {"{\"schema\": \"1.0\", \"threats\": []}", "file:1:12: `schema` \"1.0\" is a text"},
    {"{\"schema\": 2, \"threats\": []}", "`schema` \"2\" is not known"},
    {"{\"schema\": 1, \"threats\": [7]}", "file:1:27: an entry of threats is no mapping"},
    {"{\"schema\": 1, \"namespace\": \"a\", \"type\": \"b\", \"mitigations\": [[]]}", "an entry of mitigations"},
    {"{\"schema\": 1}", "the shape of no known format"},
    {"[7]", "the shape of no known format"},
    {"[]", "the shape of no known format"},
};

START_TEST(test_threat_composer__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

START_TEST(test_threat_composer__goes_on_past_a_bad_entry_when_asked) {
    static const char text[] = "{\"schema\": 1, \"threats\": [7, {\"threatAction\": \"do b\"}, {}]}";
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->name, "in/threat-model");
    ck_assert_uint_eq(feature->n_threats, 2);
    ck_assert_str_eq(feature->threats[0]->id, "do-b");
    ck_assert_str_eq(feature->threats[1]->inline_->title, "Threat");
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(threat_composer, test_threat_composer__makes_one_feature_of_a_workspace,
           test_threat_composer__takes_a_statement_apart, test_threat_composer__links_mitigations,
           test_threat_composer__says_what_is_lost_and_what_dangles,
           test_threat_composer__makes_threats_and_controls_of_a_pack,
           test_threat_composer__makes_threats_of_a_bare_list, test_threat_composer__refuses_with_the_place,
           test_threat_composer__goes_on_past_a_bad_entry_when_asked)
