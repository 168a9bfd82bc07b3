#include "convert_fixture.h"

static struct convert_fixture fixture;

#define DATUM(name, value)                                                                                             \
    "<ThreatMetaDatum><Name>" name "</Name><Values><Value>" value "</Value></Values></ThreatMetaDatum>"

/* clang-format off */
static const char base[] =
    "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\n"
    "<KnowledgeBase xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Manifest name='Own' id='0000-1' "
    "version='1.0' author='a'/><ThreatMetaData><PropertiesMetaData><ThreatMetaDatum><Name>Priority</Name>"
    "<Values><Value>High</Value><Value>Low</Value></Values></ThreatMetaDatum><ThreatMetaDatum>"
    "<Name>PossibleMitigations</Name><Values><Value>Ask somebody.</Value></Values></ThreatMetaDatum>"
    "</PropertiesMetaData></ThreatMetaData><GenericElements><ElementType><Name>Generic Process</Name>"
    "<ID>GE.P</ID><Image>AAAA</Image><Attributes><Attribute><Name>auth</Name><DisplayName>Asks who</DisplayName>"
    "</Attribute></Attributes></ElementType></GenericElements><StandardElements><ElementType><Name>Web "
    "Server</Name><ID>SE.P.Web</ID></ElementType></StandardElements><ThreatCategories><ThreatCategory>"
    "<Name>Spoofing</Name><Id>S</Id><ShortDescription>To pretend.</ShortDescription></ThreatCategory>"
    "<ThreatCategory><Name>Abuse</Name><Id>A</Id><ShortDescription>To misuse.</ShortDescription>"
    "</ThreatCategory></ThreatCategories><ThreatTypes>\n"
    "<ThreatType><GenerationFilters><Include>\n"
    "  source is 'GE.P' and\n"
    " target is 'SE.P.Web' and flow is 'odd'</Include><Exclude>source.auth is 'Yes'</Exclude>"
    "</GenerationFilters><Id>S1.2</Id><ShortTitle>Spoofing {source.Name} by {Target.name}</ShortTitle>"
    "<Category>S</Category><RelatedCategory>A</RelatedCategory><Description>{flow.Name} lies.</Description>"
    "<PropertiesMetaData>" DATUM("UserThreatShortDescription", "To pretend.")
    DATUM("UserThreatDescription", "&lt;b&gt;{flow.Name}&lt;/b&gt; may lie.") DATUM("Priority", "High")
    DATUM("SDLPhase", "Design") DATUM("Own", "x") DATUM("Empty", "")
    DATUM("PossibleMitigations", "Ask {source.Name} who it is. Then ask again.")
    "</PropertiesMetaData></ThreatType>\n"
    "<ThreatType><GenerationFilters><Include/><Exclude/></GenerationFilters><Id>R1</Id><ShortTitle/>"
    "<Category>Repudiation</Category><Description>Denies it.</Description><PropertiesMetaData><ThreatMetaDatum>"
    "<Name>Priority</Name><Values><Value xsi:nil='true'/></Values></ThreatMetaDatum></PropertiesMetaData>"
    "</ThreatType></ThreatTypes></KnowledgeBase>";
/* clang-format on */

START_TEST(test_tb7__becomes_threats) {
    ck_assert_msg(fixture_import(&fixture, base, false) == STATUS_OK, "%s", fixture.problem.message);
    ck_assert_str_eq(fixture.format->name, "tb7");
    ck_assert_uint_eq(fixture.import.objects.count, 4);
    const Catalog__V1__Threat *threat = fixture.import.objects.items[0]->threat;
    ck_assert_str_eq(threat->name, "in/s1-2");
    ck_assert_str_eq(threat->title, "Spoofing {source} by {target}");
    ck_assert_str_eq(threat->description, "{flow} may lie.\n\n"
                                          "Arises where: source is 'Generic Process' and target is 'Web Server' and "
                                          "flow is 'odd'\n\nNot where: source.'Asks who' is 'Yes'");
    ck_assert_str_eq(threat->applies_when, "");
    ck_assert_uint_eq(threat->n_stride, 1);
    ck_assert_int_eq(threat->stride[0], CATALOG__V1__STRIDE__STRIDE_SPOOFING);
    ck_assert_uint_eq(threat->n_categories, 1);
    ck_assert_str_eq(threat->categories[0], "ms-tmt:Abuse");
    ck_assert_uint_eq(threat->likelihood, 4);
    ck_assert_uint_eq(threat->n_tags, 3);
    ck_assert_str_eq(threat->tags[0], "priority:High");
    ck_assert_str_eq(threat->tags[1], "sdl-phase:Design");
    ck_assert_str_eq(threat->tags[2], "source:tb7-own-0000-1");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tb7__takes_a_threat_that_says_little) {
    ck_assert_int_eq(fixture_import(&fixture, base, false), STATUS_OK);
    const Catalog__V1__Threat *threat = fixture.import.objects.items[2]->threat;
    ck_assert_str_eq(threat->name, "in/r1");
    ck_assert_str_eq(threat->title, "Threat");
    ck_assert_str_eq(threat->description, "Denies it.");
    ck_assert_int_eq(threat->stride[0], CATALOG__V1__STRIDE__STRIDE_REPUDIATION);
    ck_assert_uint_eq(threat->likelihood, 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tb7__makes_controls_of_what_it_advises) {
    ck_assert_int_eq(fixture_import(&fixture, base, false), STATUS_OK);
    const Catalog__V1__Control *control = fixture.import.objects.items[1]->control;
    ck_assert_str_eq(control->name, "in/s1-2-mitigation");
    ck_assert_str_eq(control->title, "Ask {source} who it is");
    ck_assert_str_eq(control->objective, "Ask {source} who it is. Then ask again.");
    ck_assert_uint_eq(control->n_mitigates, 1);
    ck_assert_str_eq(control->mitigates[0]->threat, "in/s1-2");
    ck_assert_str_eq(fixture.import.objects.items[3]->control->objective, "Ask somebody.");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tb7__says_what_is_lost) {
    ck_assert_int_eq(fixture_import(&fixture, base, false), STATUS_OK);
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the rule that generates the threat is kept as text"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "two descriptions"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "the property \"Own\" has no place"));
    ck_assert(!fixture_has_note(&fixture, NOTE_LOSS, "the property \"Empty\""));
    ck_assert(!fixture_has_note(&fixture, NOTE_LOSS, "short description"));
    ck_assert(fixture_has_note(&fixture, NOTE_LOSS, "stencils, of which drawings are made, are left out: 2"));
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 4);
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_refusal refused[] = {
    {"<KnowledgeBase><ThreatTypes><ThreatType/></ThreatTypes></KnowledgeBase>",
     "file:1:29: a ThreatType without an Id"},
    {"<KnowledgeBase><ThreatTypes>", "file:1:29: no element found"},
    {"<!DOCTYPE a><KnowledgeBase/>", "a DOCTYPE is not taken"},
    {"<Knowledge/>", "the shape of no known format"},
};

START_TEST(test_tb7__refuses_with_the_place) {
    fixture_check_refusals(&fixture, refused, COUNT_OF(refused));
}
END_TEST

START_TEST(test_tb7__may_be_empty) {
    ck_assert_int_eq(fixture_import(&fixture, "<KnowledgeBase/>", false), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_tb7__goes_on_past_a_bad_entry_when_asked) {
    static const char text[] = "<KnowledgeBase><ThreatTypes><ThreatType/><ThreatType><Id>a</Id></ThreatType>"
                               "</ThreatTypes></KnowledgeBase>";
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.import.objects.count, 1);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    fixture_done(&fixture);
}
END_TEST

/* Wherever memory runs out, it is said, and nothing is read past it. */
START_TEST(test_tb7__says_where_memory_runs_out) {
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 256; code != STATUS_OK; limit += 256) {
        fixture_open(&fixture, false);
        fixture.arena.limit_bytes = fixture.arena.used_bytes + limit;
        code = fixture_read(&fixture, base);
        ck_assert_msg(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED, "at %zu bytes: %s", limit,
                      fixture.problem.message);
        ck_assert(code == STATUS_OK || fixture.problem.code == STATUS_RESOURCE_EXHAUSTED);
        fixture_done(&fixture);
    }
}
END_TEST

TEST_SUITE(tb7, test_tb7__becomes_threats, test_tb7__takes_a_threat_that_says_little,
           test_tb7__makes_controls_of_what_it_advises, test_tb7__says_what_is_lost, test_tb7__refuses_with_the_place,
           test_tb7__may_be_empty, test_tb7__goes_on_past_a_bad_entry_when_asked, test_tb7__says_where_memory_runs_out)
