#include "convert_fixture.h"

static struct convert_fixture fixture;

static const char model[] =
    "{\"metadata\": {\"provider\": \"own\", \"service\": \"Box\", \"service_name\": \"Own Box\", \"version\": "
    "\"20260101\",\n"
    "  \"scf_version\": \"2024.1\", \"source\": \"https://box.example\", \"other_covered_services\": [\"Lid\"]},\n"
    " \"scorecard\": {\"aws_vpc_endpoint\": {\"score\": \"Yes<br>(both)\"}, \"perimeter\": {\"NA\": [\"B.C1\"]}},\n"
    " \"feature_classes\": {\n"
    "  \"B.FC1\": {\"name\": \"Put and get\", \"description\": \"Put <i>things</i> in.\", \"long_description\": \"\",\n"
    "   \"class_relationship\": [], \"order\": \"0\"},\n"
    "  \"B.FC2\": {\"name\": \"Labels\", \"description\": \"Label them.\",\n"
    "   \"class_relationship\": [{\"type\": \"parent\", \"class\": \"B.FC1\"}, {\"type\": \"usage\", \"class\": "
    "\"B.FC9\"}]}},\n"
    " \"threats\": {\n"
    "  \"B.T1\": {\"feature_class\": \"B.FC1\", \"name\": \"Theft\", \"description\": \"Taken &amp; gone.\",\n"
    "   \"access\": {\"AND\": [\"b:Get\", {\"OPTIONAL\": {\"OR\": [\"b:List\", \"b:Head\"]}}]}, \"hlgoal\": "
    "\"DataTheft\",\n"
    "   \"mitre_attack\": \"TA0010, T1048\", \"cvss\": \"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:L/A:N\", \"retired\": "
    "\"false\"},\n"
    "  \"B.T2\": {\"feature_class\": \"B.FC7\", \"name\": \"Spoof\", \"access\": {}, \"cvss\": \"5.2\",\n"
    "   \"cvss_severity\": \"High\", \"hlgoal\": \"Spoofing\"},\n"
    "  \"B.T3\": {\"name\": \"Old\", \"cvss\": \"\", \"retired\": \"true\"}},\n"
    " \"control_objectives\": {\n"
    "  \"B.CO1\": {\"description\": \"Keep it shut\", \"scf\": [\"CRY-03\"], \"retired\": \"false\"},\n"
    "  \"B.CO2\": {\"description\": \"Nobody serves it\", \"scf\": []},\n"
    "  \"B.CO3\": {\"description\": \"Gone\", \"retired\": \"true\"}},\n"
    " \"controls\": {\n"
    "  \"B.C1\": {\"coso\": \"Preventative\", \"nist_csf\": \"Protect\", \"objective\": \"B.CO1\", \"assured_by\": "
    "\"B.C2,B.C9\",\n"
    "   \"depends_on\": \"B.C2\", \"description\": \"Lock <a href=\\\"https://lock.example\\\">it</a>. Twice.\",\n"
    "   \"testing\": \"Pull.\", \"effort\": \"Low\", \"feature_class\": [\"B.FC1\", \"B.FC8\"], \"mitigate\": [\n"
    "    {\"threat\": \"B.T1\", \"impact\": \"Very High\"}, {\"threat\": \"B.T2\", \"impact\": \"Low\"},\n"
    "    {\"threat\": \"B.T1\", \"impact\": \"Low\"}, {\"threat\": \"B.T9\", \"impact\": \"Low\"}]},\n"
    "  \"B.C2\": {\"coso\": \"Assurance\", \"nist_csf\": \"Detect\", \"objective\": \"B.CO1\", \"description\": "
    "\"Look\"}},\n"
    " \"actions\": {\n"
    "  \"B.A1\": {\"api\": \"Get\", \"endpoint\": \"box\", \"feature_class\": \"B.FC1\", \"action_description\": "
    "\"Gets.\",\n"
    "   \"iam_permission\": \"b:Get\", \"event_name\": \"-\"},\n"
    "  \"B.A2\": {\"api\": \"Put\", \"endpoint\": \"box\", \"feature_class\": \"B.FC5\"}},\n"
    " \"dfd\": {\"body\": \"AAAA\"}}";

static const Catalog__V1__Model *component(void) {
    ck_assert_msg(fixture_import(&fixture, model, false) == STATUS_OK, "%s", fixture.problem.message);
    return fixture.import.objects.items[0]->component;
}

START_TEST(test_trustoncloud__service_becomes_a_component) {
    const Catalog__V1__Model *box = component();
    ck_assert_str_eq(fixture.format->name, "trustoncloud");
    ck_assert_uint_eq(fixture.import.objects.count, 6);
    ck_assert_str_eq(box->name, "in/own-box");
    ck_assert_str_eq(box->title, "Own Box");
    ck_assert_str_eq(box->tags[0], "release-20260101");
    ck_assert_str_eq(box->description, "Also covers: Lid\n\n- aws vpc endpoint: Yes\n(both)");
    ck_assert_uint_eq(box->n_elements, 3);
    ck_assert_str_eq(box->elements[1]->id, "b-fc1");
    ck_assert_str_eq(box->elements[1]->description, "Put things in.\n\nActions:\n- Get: Gets. Permission: b:Get.");
    ck_assert_str_eq(box->elements[2]->description, "Label them.\n\nPart of Put and get (b-fc1).");
    ck_assert_uint_eq(box->n_entry_points, 1);
    ck_assert_str_eq(box->entry_points[0]->id, "box");
    ck_assert_str_eq(box->entry_points[0]->on, "service");
    ck_assert_uint_eq(box->entry_points[0]->n_exposures, 2);
    ck_assert_str_eq(box->entry_points[0]->default_exposure, "internet");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_trustoncloud__threats_stand_at_their_classes) {
    const Catalog__V1__Model *box = component();
    ck_assert_uint_eq(box->n_threats, 2);
    ck_assert_str_eq(box->threats[0]->threat, "in/b-t1");
    ck_assert_str_eq(box->threats[0]->on, "b-fc1");
    ck_assert_str_eq(box->threats[1]->on, "service");
    const Catalog__V1__Threat *theft = fixture.import.objects.items[1]->threat;
    ck_assert_str_eq(theft->description, "Taken & gone.");
    ck_assert_str_eq(theft->statement->prerequisites, "Permissions: b:Get and (optionally (b:List or b:Head))");
    ck_assert_uint_eq(theft->likelihood, 2);
    ck_assert_uint_eq(theft->impact, 4);
    ck_assert_str_eq(theft->tags[0], "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:L/A:N");
    ck_assert_uint_eq(theft->n_references, 2);
    ck_assert_str_eq(theft->references[1]->id, "T1048");
    ck_assert_str_eq(theft->categories[0], "trustoncloud:DataTheft");
    const Catalog__V1__Threat *spoof = fixture.import.objects.items[2]->threat;
    ck_assert_str_eq(spoof->statement->prerequisites, "");
    ck_assert_uint_eq(fixture.import.deprecations.count, 1);
    ck_assert_str_eq(fixture.import.deprecations.items[0].name, "in/b-t3");
    ck_assert_uint_eq(spoof->likelihood, 4);
    ck_assert_int_eq(spoof->stride[0], CATALOG__V1__STRIDE__STRIDE_SPOOFING);
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_trustoncloud__controls_discharge_their_objectives) {
    const Catalog__V1__Model *box = component();
    ck_assert_uint_eq(box->n_responsibilities, 2);
    const Catalog__V1__Responsibility *duty = box->responsibilities[0];
    ck_assert_str_eq(duty->id, "b-co1");
    ck_assert_str_eq(duty->statement, "Keep it shut");
    ck_assert_uint_eq(duty->n_covers, 2);
    ck_assert_uint_eq(duty->discharged_by->n_controls, 1);
    ck_assert_str_eq(duty->discharged_by->controls[0], "in/b-c1");
    ck_assert(box->responsibilities[1]->discharged_by->statement);
    const Catalog__V1__Control *lock = fixture.import.objects.items[4]->control;
    ck_assert_str_eq(lock->title, "Lock it");
    ck_assert_str_eq(lock->description, "Lock it (https://lock.example). Twice.\n\nDepends on in/b-c2.");
    ck_assert_str_eq(lock->objective, "Keep it shut");
    ck_assert_int_eq(lock->type, CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE);
    ck_assert_uint_eq(lock->n_mitigates, 2);
    ck_assert_int_eq(lock->mitigates[0]->strength, CATALOG__V1__STRENGTH__STRENGTH_FULL);
    ck_assert_int_eq(lock->mitigates[1]->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert_uint_eq(lock->n_verification, 2);
    ck_assert_str_eq(lock->verification[1]->id, "by-b-c2");
    ck_assert_str_eq(lock->references[0]->id, "CRY-03");
    ck_assert_str_eq(lock->references[0]->release, "2024.1");
    ck_assert_str_eq(lock->references[1]->id, "PR");
    fixture_done(&fixture);
}
END_TEST

static const struct fixture_note notes[] = {
    {NOTE_LOSS, "an element has no parents: they stand in the text of b-fc2"},
    {NOTE_LOSS, "the data flow diagram, 4 bytes of text"},
    {NOTE_LOSS, "the score perimeter is no text"},
    {NOTE_LOSS, "controls do not depend on each other"},
    {NOTE_LOSS, "no control type \"Assurance\""},
    {NOTE_LOSS, "retired the control objective B.CO3"},
    {NOTE_LOSS, "\"Very High\" became full, 1 others partial"},
    {NOTE_WARNING, "no feature class \"B.FC9\""},
    {NOTE_WARNING, "no feature class \"B.FC7\": the threat stands at the whole"},
    {NOTE_WARNING, "no feature class \"B.FC5\": the action is left out"},
    {NOTE_WARNING, "no feature class \"B.FC8\""},
    {NOTE_WARNING, "\"5.2\" is no CVSS vector"},
    {NOTE_WARNING, "retired the threat: it stands nowhere"},
    {NOTE_WARNING, "no threat \"B.T9\""},
    {NOTE_WARNING, "no control \"B.C9\" to assure it"},
    {NOTE_WARNING, "no control serves the objective B.CO2"},
};

START_TEST(test_trustoncloud__says_what_is_lost_and_what_dangles) {
    (void)component();
    fixture_check_notes(&fixture, notes, COUNT_OF(notes));
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_trustoncloud__bad_entry_is_refused_or_left_out) {
    static const char text[] =
        "{\"feature_classes\": {\"a\": 1}, \"control_objectives\": {}, \"threats\": [], \"controls\": null}";
    ck_assert_int_eq(fixture_import(&fixture, text, false), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.message, "file:1:27: an entry of feature_classes is no mapping");
    fixture_done(&fixture);
    ck_assert_int_eq(fixture_import(&fixture, text, true), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    ck_assert_uint_eq(fixture.import.objects.items[0]->component->n_responsibilities, 1);
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(trustoncloud, test_trustoncloud__service_becomes_a_component,
           test_trustoncloud__threats_stand_at_their_classes, test_trustoncloud__controls_discharge_their_objectives,
           test_trustoncloud__says_what_is_lost_and_what_dangles, test_trustoncloud__bad_entry_is_refused_or_left_out)
