#include "support/test.h"

#include "base/limits.h"
#include "base/macros.h"
#include "model/memory_view.h"
#include "model/validate.h"
#include "validate_fixture.h"

START_TEST(test_validate__accepts_the_least_of_each_kind) {
    static const struct validate_row rows[] = {
        {THREAT, NULL, NULL, NULL},
        {CONTROL, NULL, NULL, NULL},
        {BASELINE "entries: [{id: e, control: c/lock, level: mandatory}]\n", NULL, NULL, NULL},
        {COMPONENT DUTY, NULL, NULL, NULL},
        {FEATURE, NULL, NULL, NULL},
        {POLICY MATRIX, NULL, NULL, NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__names_what_is_missing) {
    static const struct validate_row rows[] = {
        {"kind: threat\nname: n/t\nlikelihood: 3\nimpact: 3\nstatement: {action: acts}\n", "title", "title is missing",
         NULL},
        {"kind: threat\nname: n/t\ntitle: T\nimpact: 3\nstatement: {action: acts}\n", "likelihood", "missing", NULL},
        {"kind: threat\nname: n/t\ntitle: T\nlikelihood: 3\nimpact: 3\n", "statement", "missing", NULL},
        {"kind: control\nname: n/c\ntitle: C\nobjective: O\n", "type", "missing", "preventive"},
        {"kind: control\nname: n/c\ntitle: C\ntype: preventive\n", "objective", "missing", NULL},
        {CONTROL "mitigates: [{threat: t/leak}]\n", "mitigates[0].strength", "missing", "partial, full"},
        {CONTROL "verification: [{id: v}]\n", "verification[0].statement", "missing", NULL},
        {BASELINE, "entries", "missing", NULL},
        {BASELINE "entries: [{id: e, control: c/lock}]\n", "entries[0].level", "missing", "platform, mandatory"},
        {"kind: component\nname: n/a\ntitle: A\n" DUTY, "service_class", "missing", "infrastructure"},
        {COMPONENT, "responsibilities", "at least one responsibility", NULL},
        {COMPONENT DUTY "elements: [{id: e}]\n", "elements[0].kind", "missing", "process"},
        {COMPONENT DUTY "parameters: [{name: p}]\n", "parameters[0].type", "missing", "bool"},
        {COMPONENT DUTY "dependencies: [{alias: x, component: x/store}]\n", "dependencies[0].requirement", "missing",
         NULL},
        {FEATURE "elements: [{id: e, kind: store}]\nthreats: [{id: t, on: e}]\n", "threats[0].threat", "missing",
         "inline"},
        {FEATURE "decisions: [{id: d, kind: accepted, subjects: [{control: c/lock}], justification: J}]\n",
         "decisions[0].expires_at", "missing", NULL},
        {POLICY MATRIX "approvals: [{band: low, role: r}]\n", "approvals[0].max_days", "missing", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

#define X64  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X256 X64 X64 X64 X64

START_TEST(test_validate__keeps_titles_on_one_line) {
    static const struct validate_row rows[] = {
        {"kind: control\nname: n/c\ntitle: " X256 "\nobjective: O\ntype: preventive\n", NULL, NULL, NULL},
        {"kind: control\nname: n/c\ntitle: x" X256 "\nobjective: O\ntype: preventive\n", "title", "at most 256 bytes",
         "shorten"},
        {"kind: control\nname: n/c\ntitle: \"a\\nb\"\nobjective: O\ntype: preventive\n", "title", "one line", NULL},
        {FEATURE "elements: [{id: e, kind: store, title: x" X256 "}]\n", "elements[0].title", "one line", NULL},
        {FEATURE "elements: [{id: e, kind: store}]\nassets: [{id: a, on: [e], title: x" X256 "}]\n", "assets[0].title",
         "one line", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_names_ids_and_versions) {
    static const struct validate_row rows[] = {
        {"kind: control\nname: Bad\ntitle: C\nobjective: O\ntype: preventive\n", "name", "'Bad' is not the name",
         "namespace/slug"},
        {"kind: control\nname: platform/c\ntitle: C\nobjective: O\ntype: preventive\n", "name", "reserved", NULL},
        {"kind: control\nname: t/leak\ntitle: C\nobjective: O\ntype: preventive\n", "name",
         "t/leak is taken: it is the name of a threat", NULL},
        {"kind: control\nname: n/c\nversion: 01.0.0\ntitle: C\nobjective: O\ntype: preventive\n", "version", "", NULL},
        {CONTROL "verification: [{id: Bad Id, statement: S}]\n", "verification[0].id", "is not an id", "[a-z]"},
        {CONTROL "verification: [{id: v, statement: S}, {id: v, statement: S}]\n", "verification[1].id", "given twice",
         NULL},
        {CONTROL "mitigates: [{threat: t/leak, strength: full}, {threat: t/leak, strength: full}]\n",
         "mitigates[1].threat", "given twice", NULL},
        {COMPONENT DUTY "elements: [{id: duty, kind: store}]\n", "responsibilities[0].id",
         "'duty' is there already, as elements[0]", NULL},
        {COMPONENT DUTY "limits: {excluded_uses: [{id: duty, statement: S, when: \"true\"}]}\n",
         "limits.excluded_uses[0].id", "as responsibility", NULL},
        {COMPONENT DUTY "parameters: [{name: rest-api, type: bool}]\n", "parameters[0].name", "is not a name", NULL},
        {COMPONENT DUTY "parameters: [{name: exposure, type: bool}]\n", "parameters[0].name", "is taken", NULL},
        {COMPONENT DUTY "dependencies: [{alias: platform, component: x/store, requirement: ^1.0}]\n",
         "dependencies[0].alias", "reserved", NULL},
        {"kind: component\nname: n/old\ntitle: A\nservice_class: saas\nresponsibilities: [{id: spot, statement: S}]\n",
         "responsibilities[0].id", "was the id of a thing of kind element", NULL},
        {CONTROL "references: [{scheme: CWE, id: CWE-1}]\n", "references[0].scheme", "is not an id", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_ranges_and_values) {
    static const struct validate_row rows[] = {
        {"kind: threat\nname: n/t\ntitle: T\nlikelihood: 6\nimpact: 3\nstatement: {action: a}\n", "likelihood",
         "6 is not a rating", "1 to 5"},
        {CONTROL "full_reduction_bp: 10001\n", "full_reduction_bp", "10001", "basis points"},
        {CONTROL "partial_reduction_bp: 20000\n", "partial_reduction_bp", "20000", NULL},
        {FEATURE "elements: [{id: e, kind: store}]\nmitigations: [{id: m, control: c/lock, mitigates: [t/leak], on: e, "
                 "evidence: [{kind: k, digest: abc}]}]\n",
         "mitigations[0].evidence[0].digest", "is not a digest", "sha256:"},
        {FEATURE "assets: [{id: a, classification: secrets}]\n", "assets[0].classification", "'secrets'",
         "did you mean 'secret'?"},
        {COMPONENT DUTY "limits: {highest_classification: top}\n", "limits.highest_classification", "'top'", NULL},
        {COMPONENT DUTY "assurance: [{report: R, valid_from: 2026-01-02, valid_until: 2026-01-02}]\n",
         "assurance[0].valid_until", "before it begins", NULL},
        {FEATURE "facts: {publik_data: true}\n", "facts[0].name", "'publik_data'", "did you mean 'public_data'?"},
        {FEATURE "facts: {public_data: yes}\n", "facts[0].value", "'yes' is no value", "true, false"},
        {FEATURE "facts: {users: all}\n", "facts[0].value", "'all'", "one of: few, many"},
        {FEATURE "facts: {age: 1.5}\n", "facts[0].value", "'1.5'", "whole number"},
        {FEATURE "facts: {data_classification: open}\n", "facts[0].name", "derived", NULL},
        {FEATURE "facts: {users: unknown, age: -7}\n", NULL, NULL, NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_references) {
    static const struct validate_row rows[] = {
        {CONTROL "mitigates: [{threat: t/leek, strength: full}]\n", "mitigates[0].threat",
         "no published threat called t/leek", "did you mean 't/leak'?"},
        {CONTROL "mitigates: [{threat: c/lock, strength: full}]\n", "mitigates[0].threat", "c/lock is a control", NULL},
        {CONTROL "mitigates: [{threat: leak, strength: full}]\n", "mitigates[0].threat", "is not the name of a threat",
         NULL},
        {BASELINE "entries: [{id: e, control: c/lok, level: mandatory}]\n", "entries[0].control", "c/lok",
         "did you mean 'c/lock'?"},
        {THREAT "mitigation_groups: [{id: g, controls: [c/lock]}]\n", "mitigation_groups[0].controls[0]",
         "does not mitigate n/t", NULL},
        {FEATURE "dependencies: [{alias: x, component: x/stor, requirement: ^1.0}]\n", "dependencies[0].component",
         "x/stor", "did you mean 'x/store'?"},
        {FEATURE "dependencies: [{alias: x, component: x/store, requirement: ^2.0}]\n", "dependencies[0].requirement",
         "no published version of x/store satisfies '^2.0'", "published: 1.0.0"},
        {FEATURE "dependencies: [{alias: x, component: x/store, requirement: 1.b}]\n", "dependencies[0].requirement",
         "", NULL},
        {FEATURE USES_X "overrides: [{component: x/store, version: 9.0.0}]\n", "overrides[0].version",
         "no published version 9.0.0", "published: 1.0.0"},
        {COMPONENT DUTY "provides: [{id: p, control: c/lock, mitigates: [\"#none\"]}]\n", "provides[0].mitigates[0]",
         "no threat with the id 'none'", NULL},
        {FEATURE USES_X "mitigations: [{id: m, control: c/watch, mitigates: [x/store#gone], on: x}]\n",
         "mitigations[0].mitigates[0]", "carries no threat with the id 'gone'", NULL},
        {FEATURE USES_X "mitigations: [{id: m, control: c/watch, mitigates: [x/store#own], on: x.table}]\n", NULL, NULL,
         NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__tells_of_an_object_without_a_kind) {
    struct arena arena;
    struct memory_view view;
    struct problem problem;
    struct validate_options options = {0};
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    arena_init(&arena, 0);
    memory_view_init(&view, &arena, NULL);
    problem_init(&problem, &arena);
    ck_assert_int_eq(validate_object(&object, memory_view_catalog(&view), &options, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].field, "kind");
    ck_assert_str_eq(problem.reason, "INVALID_OBJECT");
    arena_done(&arena);
}
END_TEST

START_TEST(test_validate__drafts_may_be_unfinished) {
    static const char *const texts[] = {
        "kind: threat\nname: n/t\n",
        "kind: component\nname: n/a\nprovides: [{id: p, control: not/there, mitigates: [no/where]}]\n",
        FEATURE "dependencies: [{alias: x, component: not/there, requirement: ^1.0}]\nassets: [{id: a, on: x.some}]\n",
        FEATURE "dependencies: [{alias: x, component: x/store, requirement: ^9.0}]\n",
        "kind: policy\nname: policy/organisation\n",
        BASELINE,
    };
    validate_drafts(texts, COUNT_OF(texts));
}
END_TEST

/* A hostile object must not keep the walk busy with findings that nobody sees. */
START_TEST(test_validate__ends_when_the_list_is_full) {
    struct arena arena;
    struct memory_view view;
    struct problem problem;
    struct validate_options options = {0};
    Catalog__V1__ControlMitigation empty;
    catalog__v1__control_mitigation__init(&empty);
    Catalog__V1__ControlMitigation *mitigations[1000];
    Catalog__V1__Control control;
    catalog__v1__control__init(&control);
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    arena_init(&arena, 0);
    memory_view_init(&view, &arena, NULL);
    problem_init(&problem, &arena);
    for (size_t i = 0; i < COUNT_OF(mitigations); i++)
        mitigations[i] = &empty;
    control.mitigates = mitigations;
    control.n_mitigates = COUNT_OF(mitigations);
    object.kind_case = CATALOG__V1__OBJECT__KIND_CONTROL;
    object.control = &control;
    ck_assert_int_eq(validate_object(&object, memory_view_catalog(&view), &options, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violation_count, LIMIT_VIOLATIONS);
    ck_assert_uint_lt(problem.violations_total, LIMIT_VIOLATIONS + 10);
    ck_assert_int_eq(validate_object(&object, memory_view_catalog(&view), &options, &problem), STATUS_INVALID_ARGUMENT);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(validate, test_validate__accepts_the_least_of_each_kind, test_validate__names_what_is_missing,
           test_validate__keeps_titles_on_one_line, test_validate__checks_names_ids_and_versions,
           test_validate__checks_ranges_and_values, test_validate__checks_references,
           test_validate__tells_of_an_object_without_a_kind, test_validate__drafts_may_be_unfinished,
           test_validate__ends_when_the_list_is_full)
