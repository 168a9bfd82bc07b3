#include "convert_fixture.h"

static struct convert_fixture fixture;

/* Two diagrams share the cell "desk". */
static const char newer[] =
    "{\"version\": \"2.3.0\", \"summary\": {\"title\": \"Parcel Desk\", \"owner\": \"team-desk\", \"description\": "
    "\"Takes parcels.\", \"id\": 0},\n"
    " \"detail\": {\"contributors\": [{\"name\": \"A\"}], \"reviewer\": \"B\", \"diagrams\": [\n"
    "  {\"id\": 0, \"title\": \"Front\", \"diagramType\": \"STRIDE\", \"cells\": [\n"
    "   {\"id\": \"flow\", \"shape\": \"flow\", \"source\": {\"cell\": \"courier\"}, \"target\": {\"cell\": "
    "\"desk\"},\n"
    "    \"data\": {\"type\": \"tm.Flow\", \"name\": \"Hand over\", \"protocol\": \"spoken\", \"isPublicNetwork\": "
    "true,\n"
    "     \"isEncrypted\": \"true\", \"isBidirectional\": true}},\n"
    "   {\"id\": \"loose\", \"shape\": \"flow\", \"source\": {\"cell\": \"desk\"}, \"target\": {\"x\": 1, \"y\": 2},\n"
    "    \"data\": {\"type\": \"tm.Flow\", \"threats\": [{\"id\": \"t-3\", \"title\": \"Drop\", \"status\": "
    "\"NotApplicable\",\n"
    "     \"severity\": \"TBA\", \"type\": \"Linkability\", \"modelType\": \"LINDDUN\", \"mitigation\": \"Soft "
    "floor\", "
    "\"score\": 3}]}},\n"
    "   {\"id\": \"lost\", \"shape\": \"flow\", \"data\": {\"type\": \"tm.Flow\", \"threats\": [{\"title\": "
    "\"x\"}]}},\n"
    "   {\"id\": \"courier\", \"shape\": \"actor\", \"position\": {\"x\": 0, \"y\": 0}, \"size\": {\"width\": 5, "
    "\"height\": 5},\n"
    "    \"data\": {\"type\": \"tm.Actor\", \"name\": \"Courier\", \"outOfScope\": true, \"reasonOutOfScope\": "
    "\"not ours\"}},\n"
    "   {\"id\": \"desk\", \"shape\": \"process\", \"position\": {\"x\": 20, \"y\": 20}, \"size\": {\"width\": 5, "
    "\"height\": 5},\n"
    "    \"data\": {\"type\": \"tm.Process\", \"name\": \"Desk\", \"threats\": [\n"
    "     {\"id\": \"t-1\", \"title\": \"Forge\", \"status\": \"Mitigated\", \"severity\": \"High\", \"type\": "
    "\"Spoofing\",\n"
    "      \"description\": \"Provide a description for this threat\", \"mitigation\": \"Ask for a badge\"},\n"
    "     {\"id\": \"t-2\", \"title\": \"Swap\", \"status\": \"Mitigated\", \"type\": \"Tampering\",\n"
    "      \"mitigation\": \"Provide remediation for this threat or a reason if status is N/A\"}]}},\n"
    "   {\"id\": \"house\", \"shape\": \"trust-boundary-box\", \"position\": {\"x\": 10, \"y\": 10},\n"
    "    \"size\": {\"width\": 100, \"height\": 100}, \"attrs\": {\"label\": {\"text\": \"House\"}},\n"
    "    \"data\": {\"type\": \"tm.BoundaryBox\"}},\n"
    "   {\"id\": \"room\", \"shape\": \"trust-boundary-box\", \"position\": {\"x\": 15, \"y\": 15},\n"
    "    \"size\": {\"width\": 20, \"height\": 20}, \"data\": {\"type\": \"tm.Boundary\", \"name\": \"Room\"}},\n"
    "   {\"id\": \"line\", \"shape\": \"trust-broundary-curve\", \"data\": {\"type\": \"tm.Boundary\"}},\n"
    "   {\"id\": \"text\", \"shape\": \"td-text-block\", \"data\": {\"type\": \"tm.Text\"}}]},\n"
    "  {\"id\": 1, \"title\": \"Back\", \"cells\": [\n"
    "   {\"id\": \"desk\", \"shape\": \"store\", \"data\": {\"type\": \"tm.Store\", \"name\": \"Shelf\", \"isALog\": "
    "true}},\n"
    "   {\"id\": \"yard\", \"shape\": \"process\", \"data\": {\"type\": \"tm.Process\", \"name\": \"Yard\"}},\n"
    "   {\"id\": \"flow\", \"shape\": \"flow\", \"source\": {\"cell\": \"desk\"}, \"target\": {\"cell\": \"yard\"},\n"
    "    \"data\": {\"type\": \"tm.Flow\"}}]}]}}\n";

START_TEST(test_threat_dragon__makes_one_feature_of_all_diagrams) {
    ck_assert_msg(fixture_import(&fixture, newer, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "threat-dragon");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_str_eq(feature->name, "in/parcel-desk");
    ck_assert_str_eq(feature->owner, "team-desk");
    ck_assert_uint_eq(feature->n_elements, 4);
    ck_assert_int_eq(feature->elements[0]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR);
    ck_assert_str_eq(feature->elements[0]->description, "Out of scope: not ours");
    ck_assert_str_eq(feature->elements[1]->id, "desk");
    ck_assert_str_eq(feature->elements[2]->id, "diagram-1-desk");
    ck_assert_int_eq(feature->elements[2]->kind, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    ck_assert_uint_eq(feature->n_data_flows, 2);
    ck_assert_str_eq(feature->data_flows[0]->from, "courier");
    ck_assert_str_eq(feature->data_flows[0]->protocol, "spoken");
    ck_assert_str_eq(feature->data_flows[0]->crosses[0], "internet");
    ck_assert_str_eq(feature->data_flows[1]->from, "diagram-1-desk");
    ck_assert_str_eq(feature->data_flows[1]->to, "yard");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_dragon__puts_elements_into_the_smallest_box_around_them) {
    ck_assert_int_eq(fixture_import(&fixture, newer, false), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_trust_zones, 2);
    ck_assert_str_eq(feature->trust_zones[0]->title, "House");
    ck_assert_str_eq(feature->elements[0]->zone, "");
    ck_assert_str_eq(feature->elements[1]->zone, "room");
    ck_assert_str_eq(feature->elements[2]->zone, "");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_dragon__brings_threats_with_what_is_done_about_them) {
    ck_assert_int_eq(fixture_import(&fixture, newer, false), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_threats, 3);
    const Catalog__V1__ThreatUse *forge = feature->threats[0];
    ck_assert_str_eq(forge->id, "t-1");
    ck_assert_str_eq(forge->on, "desk");
    ck_assert_str_eq(forge->inline_->description, "");
    ck_assert_int_eq(forge->inline_->stride[0], CATALOG__V1__STRIDE__STRIDE_SPOOFING);
    ck_assert_uint_eq(forge->inline_->impact, 4);
    const Catalog__V1__ThreatUse *drop = feature->threats[2];
    ck_assert_str_eq(drop->on, "desk");
    ck_assert_str_eq(drop->rationale, "Soft floor");
    ck_assert_str_eq(drop->inline_->categories[0], "LINDDUN:Linkability");
    ck_assert_str_eq(drop->inline_->tags[0], "status:not-applicable");
    ck_assert_uint_eq(drop->inline_->impact, 0);
    ck_assert_uint_eq(feature->n_mitigations, 1);
    ck_assert_str_eq(feature->mitigations[0]->mitigates[0], "#t-1");
    ck_assert_int_eq(feature->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_dragon__says_what_is_lost) {
    static const struct fixture_note notes[] = {
        {NOTE_LOSS, "the reviewer"},
        {NOTE_LOSS, "the contributors"},
        {NOTE_LOSS, "layout of the diagram \"Back\""},
        {NOTE_LOSS, "does not end at two elements"},
        {NOTE_LOSS, "left out with it, 1 of them"},
        {NOTE_LOSS, "a boundary that is a line"},
        {NOTE_LOSS, "a block of text"},
        {NOTE_LOSS, "`isEncrypted` has no place"},
        {NOTE_LOSS, "`isALog` has no place"},
        {NOTE_LOSS, "`score` has no place"},
        {NOTE_LOSS, "one way"},
        {NOTE_LOSS, "out of scope"},
        {NOTE_LOSS, "\"not applicable\""},
        {NOTE_WARNING, "go to its one end, 1 of them"},
        {NOTE_WARNING, "free text"},
        {NOTE_WARNING, "nothing says how"},
        {NOTE_WARNING, "severity \"High\" is taken"},
    };
    ck_assert_int_eq(fixture_import(&fixture, newer, false), STATUS_OK);
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

#define OLDER_HEAD                                                                                                     \
    "{\"summary\": {\"title\": \"Old\"}, \"detail\": {\"diagrams\": [{\"id\": 0, \"title\": \"D\", "                   \
    "\"diagramJson\": {\"cells\": [\n"                                                                                 \
    " {\"id\": \"a\", \"type\": \"tm.Process\", \"attrs\": {\"text\": {\"text\": \"Two\\nlines\"}}, \"threats\": [\n"
#define OLDER_TAIL                                                                                                     \
    "  {\"title\": \"Same\", \"type\": \"Tampering\", \"status\": \"Open\", \"mitigation\": \"Do b\"},\n"              \
    "  {\"title\": \"Same\", \"type\": \"Tampering\", \"status\": \"Open\"}]},\n"                                      \
    " {\"id\": \"b\", \"type\": \"tm.Store\"},\n"                                                                      \
    " {\"id\": \"f\", \"type\": \"tm.Flow\", \"source\": {\"id\": \"a\"}, \"target\": {\"id\": \"b\"},\n"              \
    "  \"labels\": [{\"attrs\": {\"text\": {\"text\": \"Send\"}}}]}]}}, {\"id\": 1, \"diagramJson\": {}}]}}\n"

static const char older[] = OLDER_HEAD OLDER_TAIL;
static const char older_with_one_more[] = OLDER_HEAD "  {\"title\": \"Other\", \"status\": \"Open\"},\n" OLDER_TAIL;

START_TEST(test_threat_dragon__reads_version_1) {
    ck_assert_msg(fixture_import(&fixture, older, false) == STATUS_OK, "%s", fixture.problem.message);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_elements, 2);
    ck_assert_str_eq(feature->elements[0]->title, "Two lines");
    ck_assert_str_eq(feature->data_flows[0]->title, "Send");
    ck_assert_uint_eq(feature->n_threats, 2);
    ck_assert_str_eq(feature->threats[0]->id, "a-same-1");
    ck_assert_str_eq(feature->threats[1]->id, "a-same-2");
    ck_assert_int_eq(feature->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED);
    ck_assert(fixture_has_note(&fixture, NOTE_WARNING, "no cells"));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_threat_dragon__keeps_ids_when_another_threat_comes_before) {
    ck_assert_int_eq(fixture_import(&fixture, older_with_one_more, false), STATUS_OK);
    const Catalog__V1__Model *feature = fixture.import.objects.items[0]->feature;
    ck_assert_uint_eq(feature->n_threats, 3);
    ck_assert_str_eq(feature->threats[1]->id, "a-same-1");
    ck_assert_str_eq(feature->threats[2]->id, "a-same-2");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_refusal refused[] = {
    {"{\"summary\": {}, \"details\": {}}", "file:1:28: there is `details` where `detail` is meant"},
    {"{\"summary\": {}, \"detail\": 7}", "`detail` is no mapping"},
    {"{\"summary\": {}, \"detail\": {}}", "no list `diagrams`"},
    {"{\"summary\": {}, \"detail\": {\"diagrams\": {}}}", "no list `diagrams`"},
    {"{\"summary\": {}, \"detail\": {\"diagrams\": [7]}}", "an entry of diagrams is no mapping"},
    {"{\"summary\": {}, \"detail\": {\"diagrams\": [{\"cells\": [7]}]}}", "an entry of cells is no mapping"},
    {"{\"summary\": {}, \"detail\": {\"diagrams\": [{\"cells\": [{\"shape\": \"cloud\"}]}]}}", "shape \"cloud\""},
    {"{\"summary\": {}, \"detail\": {\"diagrams\": [{\"cells\": [{\"shape\": \"store\", \"data\": {\"threats\": "
     "[7]}}]}]}}",
     "an entry of threats is no mapping"},
    {"{\"summary\": 7, \"detail\": {}}", "the shape of no known format"},
};

START_TEST(test_threat_dragon__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

START_TEST(test_threat_dragon__goes_on_past_bad_entries_when_asked) {
    static const char text[] =
        "{\"summary\": {}, \"detail\": {\"diagrams\": [7, {\"cells\": [7, {\"shape\": \"cloud\"}, "
        "{\"shape\": \"store\"}]}]}}";
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.items[0]->feature->n_elements, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 3);
    fixture_done(&fixture);
}
END_TEST

static const char chatty[] =
    "{\"version\": \"2.6\", \"summary\": {\"title\": \"T\", \"budget\": 7}, \"detail\": {\"diagrams\": [\n"
    "{\"id\": 0, \"title\": \"D\", \"description\": \"All of it\", \"cells\": [\n"
    "{\"shape\": \"trust-boundary-box\", \"id\": \"b\", \"data\": {\"name\": \"B\", \"description\": \"Inside\"}},\n"
    "{\"shape\": \"store\", \"id\": \"s\", \"data\": {\"name\": \"S\", \"isSigned\": true, \"isALog\": false,\n"
    " \"threats\": [{\"id\": \"t\", \"title\": \"T\", \"score\": \"7\", \"plan\": \"wait\"}]}}]}]}}";

START_TEST(test_threat_dragon__says_what_it_has_no_place_for) {
    static const char *const losses[] = {"`budget` has", "`description` has", "the description of a boundary",
                                         "`isSigned` has", "`score`, `plan` have"};
    ck_assert_msg(fixture_import(&fixture, chatty, false) == STATUS_OK, "%s", fixture.problem.message);
    for (size_t i = 0; i < COUNT_OF(losses); i++)
        ck_assert_msg(fixture_has_note(&fixture, NOTE_LOSS, losses[i]), "%s", losses[i]);
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(threat_dragon, test_threat_dragon__makes_one_feature_of_all_diagrams,
           test_threat_dragon__puts_elements_into_the_smallest_box_around_them,
           test_threat_dragon__brings_threats_with_what_is_done_about_them, test_threat_dragon__says_what_is_lost,
           test_threat_dragon__reads_version_1, test_threat_dragon__keeps_ids_when_another_threat_comes_before,
           test_threat_dragon__refuses_with_the_place, test_threat_dragon__goes_on_past_bad_entries_when_asked,
           test_threat_dragon__says_what_it_has_no_place_for)
