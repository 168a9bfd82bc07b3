#include "model/promote.h"
#include "support/test.h"

#include "base/macros.h"
#include "codec/yaml.h"
#include "model/object.h"

#include <stdio.h>
#include <string.h>

struct bench {
    struct arena arena;
    struct problem problem;
    Catalog__V1__Object **objects;
    size_t count;
};

static status_code run(struct bench *bench, const char *yaml, const char *name_space) {
    struct document_list documents;
    arena_init(&bench->arena, 0);
    problem_init(&bench->problem, &bench->arena);
    status_code status = yaml_read(&catalog__v1__get_taxonomy_entry_response__descriptor, slice_text(yaml),
                                   &bench->arena, &documents, &bench->problem);
    ck_assert_msg(status == STATUS_OK, "%s: %s", yaml, bench->problem.message);
    return promote((const Catalog__V1__GetTaxonomyEntryResponse *)documents.items[0].message, name_space, &bench->arena,
                   &bench->objects, &bench->count, &bench->problem);
}

#define CWE "taxonomy: {scheme: cwe, release: '4.15', title: Weaknesses}\n"

START_TEST(test_promote__makes_a_threat_with_its_controls) {
    struct bench bench;
    ck_assert_int_eq(run(&bench,
                         CWE
                         "entry: {id: CWE-79, title: Scripts of others, text: A text., references: [{scheme: capec, "
                         "id: CAPEC-63}], mitigations: [{id: MIT-5, title: Check input, text: Check it., strength: "
                         "full}, {text: Encode output. Always do.}, {text: Once more}]}\n"
                         "mappings: [{from: {scheme: nist-800-53, id: SI-10}, to: {scheme: cwe, id: CWE-79}}, "
                         "{from: {scheme: cwe, id: CWE-79}, to: {scheme: capec, id: CAPEC-1}}]\n",
                         "web"),
                     STATUS_OK);
    static const char *const names[] = {"web/cwe-79", "web/cwe-79-mit-5", "web/cwe-79-mitigation",
                                        "web/cwe-79-mitigation-2", "web/cwe-79-si-10"};
    ck_assert_uint_eq(bench.count, COUNT_OF(names));
    for (size_t i = 0; i < bench.count; i++)
        ck_assert_str_eq(object_name(bench.objects[i]), names[i]);
    const Catalog__V1__Threat *threat = bench.objects[0]->threat;
    ck_assert_str_eq(threat->title, "Scripts of others");
    ck_assert_str_eq(threat->description, "A text.");
    ck_assert_uint_eq(threat->n_references, 2);
    ck_assert_str_eq(threat->references[0]->id, "CWE-79");
    ck_assert_str_eq(threat->references[0]->release, "4.15");
    const Catalog__V1__Control *control = bench.objects[1]->control;
    ck_assert_str_eq(control->title, "Check input");
    ck_assert_str_eq(control->mitigates[0]->threat, "web/cwe-79");
    ck_assert_int_eq(control->mitigates[0]->strength, CATALOG__V1__STRENGTH__STRENGTH_FULL);
    ck_assert_str_eq(bench.objects[2]->control->title, "Encode output.");
    ck_assert_int_eq(bench.objects[2]->control->mitigates[0]->strength, CATALOG__V1__STRENGTH__STRENGTH_PARTIAL);
    ck_assert_str_eq(bench.objects[4]->control->references[0]->scheme, "nist-800-53");
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__takes_over_how_likely_and_how_bad_it_is_and_what_it_needs) {
    struct bench bench;
    ck_assert_int_eq(run(&bench,
                         "taxonomy: {scheme: capec, release: '3.9', title: Patterns}\n"
                         "entry: {id: CAPEC-66, title: Injection, likelihood: 4, severity: 5, prerequisites: [SQL is "
                         "used., Input is taken.], consequences: ['confidentiality: Read Data', 'access control: Gain "
                         "Privileges', Something]}\n",
                         "web"),
                     STATUS_OK);
    const Catalog__V1__Threat *threat = bench.objects[0]->threat;
    ck_assert_uint_eq(threat->likelihood, 4);
    ck_assert_uint_eq(threat->impact, 5);
    ck_assert_str_eq(threat->statement->prerequisites, "SQL is used.\nInput is taken.");
    ck_assert_str_eq(threat->statement->impact,
                     "confidentiality: Read Data\naccess control: Gain Privileges\nSomething");
    ck_assert_uint_eq(threat->statement->n_impacted_goals, 2);
    ck_assert_str_eq(threat->statement->impacted_goals[1], "access control");
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__refers_to_mitigations_that_are_entries) {
    struct bench bench;
    ck_assert_int_eq(run(&bench,
                         "taxonomy: {scheme: attack-ics, release: '18.1', title: Techniques}\n"
                         "entry: {id: T0800, title: Activate Firmware Update Mode, mitigations: [{id: M0801, title: "
                         "Access Management}, {id: own, title: Own}]}\n",
                         "plant"),
                     STATUS_OK);
    ck_assert_uint_eq(bench.count, 3);
    ck_assert_ptr_null(bench.objects[0]->threat->statement);
    ck_assert_uint_eq(bench.objects[1]->control->n_references, 2);
    ck_assert_str_eq(bench.objects[1]->control->references[1]->id, "M0801");
    ck_assert_uint_eq(bench.objects[2]->control->n_references, 1);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__makes_a_control_of_a_control) {
    struct bench bench;
    ck_assert_int_eq(run(&bench,
                         "taxonomy: {scheme: nist-800-53, release: rev5, title: Controls}\n"
                         "entry: {id: AC-2(3), title: Disable Accounts, text: They are disabled.}\n",
                         "org"),
                     STATUS_OK);
    ck_assert_uint_eq(bench.count, 1);
    ck_assert_str_eq(object_name(bench.objects[0]), "org/nist-800-53-ac-2-3");
    ck_assert_int_eq(bench.objects[0]->kind_case, CATALOG__V1__OBJECT__KIND_CONTROL);
    ck_assert_str_eq(bench.objects[0]->control->objective, "They are disabled.");
    ck_assert_uint_eq(bench.objects[0]->control->n_mitigates, 0);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__says_what_is_so_where_a_requirement_wants_it_verified) {
    static const struct {
        const char *text;
        const char *objective;
    } cases[] = {{"Verify that doors are locked.", "Doors are locked."},
                 {"Verify that 2 doors are locked.", "2 doors are locked."},
                 {"Verify the locks.", "Verify the locks."},
                 {"Verify that ", "Verify that "}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bench bench;
        char yaml[256];
        snprintf(yaml, sizeof yaml,
                 "taxonomy: {scheme: asvs, release: 5.0.0, title: T}\n"
                 "entry: {id: V1.1.1, kind: requirement, title: '%s', text: '%s'}\n",
                 cases[i].text, cases[i].text);
        ck_assert_int_eq(run(&bench, yaml, "org"), STATUS_OK);
        ck_assert_str_eq(bench.objects[0]->control->title, cases[i].objective);
        ck_assert_str_eq(bench.objects[0]->control->objective, cases[i].objective);
        arena_done(&bench.arena);
    }
}
END_TEST

/* Requirements have no names: the whole of one is its title in the release. */
START_TEST(test_promote__cuts_a_title_that_is_too_long_at_a_word) {
    enum { WORDS = 60 };
    char text[WORDS * 6 + 1] = "";
    char yaml[sizeof text * 2 + 128];
    struct bench bench;
    for (size_t i = 0; i < WORDS; i++)
        memcpy(text + i * 6, i + 1 < WORDS ? "words " : "words.", 7);
    snprintf(yaml, sizeof yaml,
             "taxonomy: {scheme: asvs, release: 5.0.0, title: T}\n"
             "entry: {id: V1.1.1, kind: requirement, title: '%s', text: '%s'}\n",
             text, text);
    ck_assert_int_eq(run(&bench, yaml, "org"), STATUS_OK);
    const char *title = bench.objects[0]->control->title;
    ck_assert_uint_le(strlen(title), 200);
    ck_assert_uint_ge(strlen(title), 190);
    ck_assert_str_eq(title + strlen(title) - strlen(" words ..."), " words ...");
    ck_assert_str_eq(bench.objects[0]->control->objective, text);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__takes_the_first_line_of_a_title) {
    struct bench bench;
    ck_assert_int_eq(run(&bench,
                         "taxonomy: {scheme: cwe, release: 4.15, title: T}\n"
                         "entry: {id: CWE-1, title: \"One\\nTwo\", text: Text.}\n",
                         "org"),
                     STATUS_OK);
    ck_assert_str_eq(bench.objects[0]->threat->title, "One");
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__knows_schemes_and_kinds_of_controls) {
    ck_assert(promote_is_control("asvs", ""));
    ck_assert(promote_is_control("house-rules", "requirement"));
    ck_assert(promote_is_control("attack", "mitigation"));
    ck_assert(!promote_is_control("attack", "technique"));
    ck_assert(!promote_is_control("cwe", ""));
}
END_TEST

START_TEST(test_promote__refuses_what_is_no_namespace) {
    static const char *const wrong[] = {"", "Web", "a/b", "platform", "1a"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct bench bench;
        ck_assert_int_eq(run(&bench, CWE "entry: {id: CWE-1, title: One}\n", wrong[i]), STATUS_INVALID_ARGUMENT);
        ck_assert_str_eq(bench.problem.reason, "BAD_NAMESPACE");
        arena_done(&bench.arena);
    }
    struct bench bench;
    ck_assert_int_eq(run(&bench, CWE, "web"), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(bench.problem.reason, "NO_ENTRY");
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_promote__keeps_names_within_their_limit) {
    struct bench bench;
    ck_assert_int_eq(
        run(&bench,
            "taxonomy: {scheme: house, release: '1', title: H}\n"
            "entry: {id: An Id That Is Much Longer Than Any Name Of An Object Could Ever Be In This Place, "
            "title: One, mitigations: [{id: a, text: b}, {id: c, text: d}]}\n",
            "web"),
        STATUS_OK);
    ck_assert_uint_eq(bench.count, 3);
    for (size_t i = 0; i < bench.count; i++) {
        ck_assert_uint_le(strlen(object_name(bench.objects[i])), strlen("web/") + 63);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(object_name(bench.objects[i]), object_name(bench.objects[j]));
    }
    arena_done(&bench.arena);
}
END_TEST

TEST_SUITE(promote, test_promote__takes_over_how_likely_and_how_bad_it_is_and_what_it_needs,
           test_promote__refers_to_mitigations_that_are_entries, test_promote__makes_a_threat_with_its_controls,
           test_promote__makes_a_control_of_a_control,
           test_promote__says_what_is_so_where_a_requirement_wants_it_verified,
           test_promote__cuts_a_title_that_is_too_long_at_a_word, test_promote__takes_the_first_line_of_a_title,
           test_promote__knows_schemes_and_kinds_of_controls, test_promote__refuses_what_is_no_namespace,
           test_promote__keeps_names_within_their_limit)
