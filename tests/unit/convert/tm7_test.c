#include "convert/tmt/tm7.h"
#include "convert_fixture.h"

static struct convert_fixture fixture;

#define TEXT(label, value)                                                                                             \
    "<a:anyType i:type='b:StringDisplayAttribute'><b:DisplayName>" label "</b:DisplayName><b:Name/>"                   \
    "<b:Value i:type='c:string'>" value "</b:Value></a:anyType>"
#define HEADER(label)                                                                                                  \
    "<a:anyType i:type='b:HeaderDisplayAttribute'><b:DisplayName>" label "</b:DisplayName><b:Name/>"                   \
    "<b:Value i:nil='true'/></a:anyType>"
#define SHAPE(as, generic, type, guid, properties, rest)                                                               \
    "<a:KeyValueOfguidanyType><a:Key>" guid "</a:Key><a:Value i:type='" as "'><GenericTypeId>" generic                 \
    "</GenericTypeId><Guid>" guid "</Guid><Properties>" properties "</Properties><TypeId>" type "</TypeId>" rest       \
    "</a:Value></a:KeyValueOfguidanyType>\n"
#define BOX(left, top, width, height)                                                                                  \
    "<Height>" height "</Height><Left>" left "</Left><Top>" top "</Top><Width>" width "</Width>"
#define CURVE(from, to, x1, y1, xm, ym, x2, y2)                                                                        \
    "<HandleX>" xm "</HandleX><HandleY>" ym "</HandleY><SourceGuid>" from "</SourceGuid><SourceX>" x1 "</SourceX>"     \
    "<SourceY>" y1 "</SourceY><TargetGuid>" to "</TargetGuid><TargetX>" x2 "</TargetX><TargetY>" y2 "</TargetY>"
#define NOWHERE "00000000-0000-0000-0000-000000000000"
#define PAIR(key, value)                                                                                               \
    "<a:KeyValueOfstringstring><a:Key>" key "</a:Key><a:Value>" value "</a:Value></a:KeyValueOfstringstring>"
#define THREAT(key, flow, target, state, type, why, properties)                                                        \
    "<a:KeyValueOfstringThreatpc_P0_PhOB><a:Key>" key "</a:Key><a:Value><b:ChangedBy i:nil='true'/><b:FlowGuid>" flow  \
    "</b:FlowGuid><b:ModifiedAt>0001-01-01T00:00:00</b:ModifiedAt><b:Priority>Low</"                                   \
    "b:Priority><b:Properties>" properties "</b:Properties><b:SourceGuid i:nil='true'/><b:State>" state                \
    "</b:State><b:StateInformation>" why "</b:StateInformation><b:TargetGuid>" target                                  \
    "</b:TargetGuid><b:Title>Older</b:Title><b:TypeId>" type "</b:TypeId></a:Value>"                                   \
    "</a:KeyValueOfstringThreatpc_P0_PhOB>\n"

#define BEGIN                                                                                                          \
    "<ThreatModel xmlns='http://schemas.datacontract.org/2004/07/ThreatModeling.Model' "                               \
    "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:a='urn:a' xmlns:b='urn:b'>"
#define END "</ThreatModel>"

/* clang-format off */
static const char model[] =
    BEGIN "<DrawingSurfaceList><DrawingSurfaceModel><Guid>d1</Guid><Properties/><Borders>\n"
    SHAPE(
        "BorderBoundary", "GE.TB.B", "GE.TB.B", "z1", HEADER("Border") TEXT("Name", "Cloud"),
        BOX("0", "0", "300", "300"))
    SHAPE(
        "BorderBoundary", "GE.TB.B", "GE.TB.B", "z2", HEADER("Border") TEXT("Name", "Subnet"),
        BOX("10", "10", "100", "100"))
    SHAPE(
        "StencilEllipse", "GE.P", "SE.P.Web", "e1",
        HEADER("Web Server") TEXT("Name", "Shop") HEADER("More") TEXT("Note", "old")
        "<a:anyType i:type='b:BooleanDisplayAttribute'><b:DisplayName>Out Of Scope</b:DisplayName>"
        "<b:Name>x</b:Name><b:Value>true</b:Value></a:anyType><a:anyType i:type='b:ListDisplayAttribute'>"
        "<b:DisplayName>Kind</b:DisplayName><b:Name>k</b:Name><b:Value><a:string>Select</a:string>"
        "<a:string>Fast</a:string></b:Value><b:SelectedIndex>1</b:SelectedIndex></a:anyType><a:anyType "
        "i:type='b:ListDisplayAttribute'><b:DisplayName>Other</b:DisplayName><b:Name>o</b:Name><b:Value>"
        "<a:string>Select</a:string></b:Value><b:SelectedIndex>0</b:SelectedIndex></a:anyType>",
        BOX("20", "20", "50", "50"))
    SHAPE(
        "StencilParallelLines", "GE.DS", "GE.DS", "e2", HEADER("Store") TEXT("Name", "Orders"),
        BOX("150", "20", "50", "50"))
    SHAPE(
        "StencilRectangle", "GE.EI", "SE.EI.TMCore.User", "e3", HEADER("Human User") TEXT("Name", ""),
        BOX("400", "20", "50", "50"))
    SHAPE("StencilAnnotation", "GE.A", "GE.A", "n1", TEXT("Name", "text"), "") "</Borders><Lines>\n"
    SHAPE(
        "LineBoundary", "GE.TB.L", "SE.TB.L.TMCore.Internet", "l1", TEXT("Name", "Edge"),
        CURVE(NOWHERE, NOWHERE, "350", "0", "350", "50", "350", "100"))
    SHAPE(
        "LineBoundary", "GE.TB.L", "GE.TB.L", "l2", TEXT("Name", "Far"),
        CURVE(NOWHERE, NOWHERE, "350", "500", "350", "550", "350", "600"))
    SHAPE(
        "Connector", "GE.DF", "SE.DF.TMCore.HTTPS", "f1", HEADER("HTTPS") TEXT("Name", "Order"),
        CURVE("e3", "e1", "450", "45", "350", "45", "45", "45"))
    SHAPE(
        "Connector", "GE.DF", "GE.DF", "f2", HEADER("Generic") TEXT("Name", ""),
        CURVE("e1", "e2", "45", "45", "100", "45", "175", "45"))
    SHAPE(
        "Connector", "GE.DF", "GE.DF", "f3", TEXT("Name", "Loose"),
        CURVE("e1", NOWHERE, "1", "1", "2", "2", "3", "3"))
    "</Lines></DrawingSurfaceModel><DrawingSurfaceModel><Guid>d2</Guid><Borders>\n"
    SHAPE(
        "StencilEllipse", "GE.P", "GE.P", "e4", HEADER("Process") TEXT("Name", "Report"),
        BOX("20", "20", "50", "50"))
    SHAPE(
        "StencilEllipse", "GE.P", "GE.P", "e1", HEADER("Process") TEXT("Name", "Shop again"),
        BOX("90", "20", "50", "50"))
    "</Borders><Lines>\n"
    SHAPE(
        "Connector", "GE.DF", "GE.DF", "f4", TEXT("Name", "Ask"),
        CURVE("e4", "e1", "45", "45", "60", "45", "90", "45"))
    "</Lines></DrawingSurfaceModel></DrawingSurfaceList><MetaInformation><Assumptions>All is well.</Assumptions>"
    "<Contributors>A, B</Contributors><ExternalDependencies/><HighLevelSystemDescription>Sells "
    "things.</HighLevelSystemDescription><Owner>team-shop</Owner><Reviewer/><ThreatModelName>Web "
    "Shop</ThreatModelName></MetaInformation><Notes/><ThreatInstances>\n"
    THREAT(
        "k1", "f1", "e1", "AutoGenerated", "T1", "",
        PAIR("Title", "Spoofing {source.Name}") PAIR("UserThreatCategory", "Spoofing")
        PAIR("UserThreatDescription", "Somebody &lt;b&gt;lies&lt;/b&gt;.") PAIR("Priority", "High")
        PAIR("PossibleMitigations", "Ask who. Then ask again.") PAIR("Own", "x") PAIR("SDLPhase", "Design"))
    THREAT("k2", "f1", "e1", "Mitigated", "T2", "Input is checked. Always.", PAIR("UserThreatCategory", "Abuse"))
    THREAT("k3", "f2", "e2", "NotApplicable", "T1", "Not here.", PAIR("PossibleMitigations", "Ask who."))
    THREAT("k4", "f3", "e1", "NeedsInvestigation", "", "Ask Bob.", "")
    THREAT("k5", NOWHERE, "gone", "AutoGenerated", "T9", "", "") THREAT("k6", "f4", "e1", "Mitigated", "T1", "", "")
    THREAT("k7", "f4", "e1", "Odd", "T2", "", "")
    "</ThreatInstances><KnowledgeBase><ThreatTypes><ThreatType/></ThreatTypes></KnowledgeBase>" END;
/* clang-format on */

static const Catalog__V1__Model *import_model(void) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "tm7");
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    return fixture.import.objects.items[0]->feature;
}

START_TEST(test_tm7__becomes_one_feature_of_all_drawings) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_str_eq(feature->name, "in/web-shop");
    ck_assert_str_eq(feature->title, "Web Shop");
    ck_assert_str_eq(feature->owner, "team-shop");
    ck_assert_str_eq(feature->description, "Sells things.\n\nAssumptions: All is well.");
    ck_assert_uint_eq(feature->n_elements, 4);
    ck_assert_uint_eq(feature->n_trust_zones, 4);
    ck_assert_uint_eq(feature->n_data_flows, 3);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *id, *title, *zone, *description;
    Catalog__V1__ElementKind kind;
} elements[] = {
    {"e1", "Shop", "z2", "Note: old\nOut Of Scope: true\nKind: Fast", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"e2", "Orders", "z1", "", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"e3", "Human User", "", "", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR},
    {"e4", "Report", "", "", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
};

START_TEST(test_tm7__places_elements_in_zones) {
    const Catalog__V1__Model *feature = import_model();
    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        const Catalog__V1__Element *element = feature->elements[i];
        ck_assert_str_eq(element->id, elements[i].id);
        ck_assert_str_eq(element->title, elements[i].title);
        ck_assert_str_eq(element->zone, elements[i].zone);
        ck_assert_str_eq(element->description, elements[i].description);
        ck_assert_int_eq(element->kind, elements[i].kind);
    }
    ck_assert_uint_eq(feature->elements[0]->n_technologies, 1);
    ck_assert_str_eq(feature->elements[0]->technologies[0], "Web Server");
    ck_assert_uint_eq(feature->elements[1]->n_technologies, 0);
    ck_assert_str_eq(feature->trust_zones[0]->parent, "");
    ck_assert_str_eq(feature->trust_zones[1]->parent, "z1");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tm7__sees_which_boundaries_a_flow_crosses) {
    const Catalog__V1__Model *feature = import_model();
    const Catalog__V1__DataFlow *order = feature->data_flows[0];
    ck_assert_str_eq(order->id, "f1");
    ck_assert_str_eq(order->from, "e3");
    ck_assert_str_eq(order->to, "e1");
    ck_assert_str_eq(order->protocol, "https");
    ck_assert_uint_eq(order->n_crosses, 2);
    ck_assert_str_eq(order->crosses[0], "l1");
    ck_assert_str_eq(order->crosses[1], "internet");
    ck_assert_uint_eq(feature->data_flows[1]->n_crosses, 0);
    ck_assert_str_eq(feature->data_flows[1]->title, "Generic");
    ck_assert_uint_eq(feature->data_flows[2]->n_crosses, 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tm7__brings_threats_where_they_are) {
    static const char *const ids[] = {"t1-f1", "t2-f1", "t1-f2", "k4", "t1-f4", "t2-f4"};
    static const char *const places[] = {"f1", "f1", "f2", "e1", "f4", "f4"};
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_threats, COUNT_OF(ids));
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        ck_assert_str_eq(feature->threats[i]->id, ids[i]);
        ck_assert_str_eq(feature->threats[i]->on, places[i]);
    }
    const Catalog__V1__Threat *threat = feature->threats[0]->inline_;
    ck_assert_str_eq(threat->title, "Spoofing {source}");
    ck_assert_str_eq(threat->description, "Somebody lies.");
    ck_assert_int_eq(threat->stride[0], CATALOG__V1__STRIDE__STRIDE_SPOOFING);
    ck_assert_uint_eq(threat->likelihood, 4);
    ck_assert_str_eq(threat->tags[1], "ms-tmt:T1");
    ck_assert_str_eq(threat->tags[2], "sdl-phase:Design");
    ck_assert_str_eq(feature->threats[1]->inline_->title, "Older");
    ck_assert_str_eq(feature->threats[1]->inline_->categories[0], "ms-tmt:Abuse");
    ck_assert_uint_eq(feature->threats[1]->inline_->likelihood, 2);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tm7__takes_what_is_decided_about_threats) {
    const Catalog__V1__Model *feature = import_model();
    ck_assert_uint_eq(feature->n_mitigations, 2);
    ck_assert_str_eq(feature->mitigations[0]->title, "Ask who");
    ck_assert_int_eq(feature->mitigations[0]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED);
    ck_assert_str_eq(feature->mitigations[0]->mitigates[0], "#t1-f1");
    ck_assert_str_eq(feature->mitigations[1]->inline_->objective, "Input is checked. Always.");
    ck_assert_int_eq(feature->mitigations[1]->status, CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED);
    ck_assert_str_eq(feature->mitigations[1]->on[0], "f1");
    ck_assert_str_eq(feature->threats[2]->rationale, "Not here.");
    ck_assert_str_eq(feature->threats[2]->inline_->tags[2], "status:not-applicable");
    ck_assert_str_eq(feature->threats[3]->rationale, "Ask Bob.");
    ck_assert_str_eq(feature->threats[3]->inline_->tags[1], "status:in-discussion");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "Contributors has no place"},
    {NOTE_LOSS, "the knowledge base inside is left out"},
    {NOTE_LOSS, "nothing in a model is out of scope"},
    {NOTE_LOSS, "a block of text on the drawing"},
    {NOTE_LOSS, "a flow that does not end at two elements"},
    {NOTE_LOSS, "a threat at nothing that is on a drawing"},
    {NOTE_LOSS, "the property \"Own\" has no place"},
    {NOTE_LOSS, "\"not applicable\" is kept as a tag only"},
    {NOTE_LOSS, "drawings and positions on them are left out: 2"},
    {NOTE_WARNING, "an element with its id is drawn already"},
    {NOTE_WARNING, "the justification became a control of the model"},
    {NOTE_WARNING, "the threat is mitigated, and nothing says how"},
    {NOTE_WARNING, "\"Odd\" is no known state"},
};

START_TEST(test_tm7__says_what_is_lost_and_what_looks_wrong) {
    import_model();
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {BEGIN "<DrawingSurfaceList><DrawingSurfaceModel><Borders><a:KeyValueOfguidanyType/></Borders>"
           "</DrawingSurfaceModel></DrawingSurfaceList>" END,
     "an entry of a drawing without a Value"},
    {BEGIN "<DrawingSurfaceList><DrawingSurfaceModel><Borders>" SHAPE(
         "Odd", "", "", "g", "", "") "</Borders>"
                                     "</DrawingSurfaceModel></DrawingSurfaceList>" END,
     "\"Odd\" is no known thing on a drawing"},
    {BEGIN "<ThreatInstances><a:KeyValueOfstringThreat/></ThreatInstances>" END, "a threat without a Value"},
    {BEGIN, "no element found"},
};

START_TEST(test_tm7__refuses_with_the_place_or_goes_on) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_int_eq(fixture_import(&fixture, refused[i].text, false), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strstr(fixture.problem.message, refused[i].words) != NULL, "%s", fixture.problem.message);
        ck_assert_ptr_nonnull(strstr(fixture.problem.message, "file:1:"));
        fixture_done(&fixture);
    }
    ck_assert_int_eq(fixture_import(&fixture, refused[1].text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tm7__without_a_name_is_called_after_its_file) {
    ck_assert_int_eq(fixture_import(&fixture, BEGIN END, false), STATUS_OK);
    ck_assert_str_eq(fixture.import.objects.items[0]->feature->name, "in/file");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    struct tm7_curve a, b;
    bool cross;
} curves[] = {
    {{{0, 0}, {5, 5}, {10, 10}}, {{0, 10}, {5, 5}, {10, 0}}, true},
    {{{0, 0}, {5, 0}, {10, 0}}, {{0, 1}, {5, 1}, {10, 1}}, false},
    {{{0, 0}, {5, 0}, {10, 0}}, {{0, 0}, {5, 0}, {10, 0}}, false},
    {{{0, 0}, {5, 10}, {10, 0}}, {{0, 5}, {5, 5}, {10, 5}}, true}, /* only its bend is above */
    {{{0, 0}, {0, 0}, {0, 0}}, {{0, 0}, {0, 0}, {0, 0}}, false},
};

START_TEST(test_tm7__curves_cross) {
    for (size_t i = 0; i < COUNT_OF(curves); i++) {
        ck_assert_msg(tm7_crosses(&curves[i].a, &curves[i].b) == curves[i].cross, "row %zu", i);
        ck_assert_msg(tm7_crosses(&curves[i].b, &curves[i].a) == curves[i].cross, "row %zu turned", i);
    }
}
END_TEST

/* Wherever memory runs out, it is said, and nothing is read past it. */
START_TEST(test_tm7__says_where_memory_runs_out) {
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 256; code != STATUS_OK; limit += 256) {
        fixture_open(&fixture, false);
        fixture.arena.limit_bytes = fixture.arena.used_bytes + limit;
        code = fixture_read(&fixture, model);
        ck_assert_msg(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED, "at %zu bytes: %s", limit,
                      fixture.problem.message);
        ck_assert(code == STATUS_OK || fixture.problem.code == STATUS_RESOURCE_EXHAUSTED);
        fixture_done(&fixture);
    }
}
END_TEST

TEST_SUITE(tm7, test_tm7__becomes_one_feature_of_all_drawings, test_tm7__places_elements_in_zones,
           test_tm7__sees_which_boundaries_a_flow_crosses, test_tm7__brings_threats_where_they_are,
           test_tm7__takes_what_is_decided_about_threats, test_tm7__says_what_is_lost_and_what_looks_wrong,
           test_tm7__refuses_with_the_place_or_goes_on, test_tm7__without_a_name_is_called_after_its_file,
           test_tm7__curves_cross, test_tm7__says_where_memory_runs_out)
