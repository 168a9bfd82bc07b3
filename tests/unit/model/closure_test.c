#include "model/closure.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include <stdio.h>
#include <string.h>

/* A store that leaves a duty, an assumption, an open threat and a residual to whoever uses it. */
#define TEXT_BOX                                                                                                       \
    "kind: component\nname: s/box\nversion: 1.0.0\ntitle: The box\nservice_class: abstracted\n"                        \
    "assurance:\n  - {report: R, issuer: I, valid_from: 2026-01-01, valid_until: 2026-07-01}\n"                        \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box, when: \"!facts.private_account\"}\n"                            \
    "  - {id: theft, threat: t/theft, on: box, layer: hardware}\n"                                                     \
    "responsibilities:\n  - {id: key, statement: The key is kept., mandatory: true, when: facts.ephemeral_data}\n"     \
    "  - {id: tidy, statement: It is tidy., discharged_by: {statement: true}}\n"                                       \
    "assumptions:\n  - {id: ours, statement: It is ours., holds_when: facts.private_account}\n"                        \
    "residuals:\n  - {id: rest, threat: t/alter, on: box, likelihood: 2, impact: 4}\n---\n"

#define TEXT_HEAD                                                                                                      \
    "kind: component\nname: s/outer\nversion: 1.0.0\ntitle: Outer\nservice_class: in_house\n"                          \
    "elements:\n  - {id: run, kind: process, title: Runs}\n"                                                           \
    "dependencies:\n  - {alias: below, component: s/box, requirement: ^1.0}\n"

#define WORD ", statement: {text: So., who: us, at: 2026-01-01}}\n"

/* What closes the whole of it, part by part. */
#define KEY     "  - {id: key, statement: S., mandatory: true, from: [below.key]}\n"
#define TIDY    "  - {to: below.tidy" WORD
#define OURS    "assumptions:\n  - {id: ours, statement: S., from: [below.ours]}\n"
#define ANSWERS "answers:\n" TIDY
#define GUARDED                                                                                                        \
    "mitigations:\n  - {id: guard, control: c/guard, mitigates: [t/leak], on: [below], status: implemented, "          \
    "strength: full}\n"
#define REST "residuals:\n  - {id: rest, from: [below.rest]}\n"

static struct test_catalog catalog;

static status_code check_at(const char *texts, time_ns at, struct problem *ret_problem) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    const Catalog__V1__Object *object = test_catalog_add(&catalog, texts);
    const struct resolve_options options = {.at = at};
    struct resolution resolution = test_catalog_resolve_with(&catalog, object, &options);
    problem_init(ret_problem, &catalog.arena);
    return closure_check(object, &resolution, 7, &catalog.arena, ret_problem);
}

struct closure_row {
    const char *text;
    const char *field; /* of the one violation; NULL: it is closed */
    const char *message;
    const char *remedy;
};

static void check_rows(const struct closure_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct problem problem;
        char texts[8192];
        snprintf(texts, sizeof texts, "%s%s", TEXT_BOX TEXT_HEAD, rows[i].text);
        status_code status = check_at(texts, TEST_CATALOG_TIME, &problem);
        if (rows[i].field == NULL) {
            ck_assert_msg(status == STATUS_OK, "row %zu: %s: %s", i, problem.reason,
                          problem.violation_count > 0 ? problem.violations[0].message : "");
            test_catalog_done(&catalog);
            continue;
        }
        ck_assert_msg(status == STATUS_FAILED_PRECONDITION, "row %zu: %d", i, (int)status);
        ck_assert_str_eq(problem.reason, "NOT_CLOSED");
        ck_assert_msg(problem.violation_count == 1, "row %zu: %zu, %s: %s", i, problem.violation_count,
                      problem.violations[1].field, problem.violations[1].message);
        const struct violation *violation = &problem.violations[0];
        ck_assert_uint_eq(violation->object_index, 7);
        ck_assert_msg(strcmp(violation->field, rows[i].field) == 0, "row %zu: %s", i, violation->field);
        ck_assert_msg(strstr(violation->message, rows[i].message) != NULL, "row %zu: %s", i, violation->message);
        ck_assert_msg(strstr(violation->remedy, rows[i].remedy) != NULL, "row %zu: %s", i, violation->remedy);
        test_catalog_done(&catalog);
    }
}

START_TEST(test_closure__duties_are_met_or_passed_on) {
    static const struct closure_row rows[] = {
        {"responsibilities:\n" KEY OURS ANSWERS GUARDED REST, NULL, NULL, NULL},
        {"responsibilities:\n" KEY ANSWERS GUARDED REST, "dependencies[0]", "below.ours is not met", "an assumption"},
        {"facts: {private_account: \"true\"}\nresponsibilities:\n" KEY ANSWERS GUARDED REST, NULL, NULL, NULL},
        {"facts: {private_account: \"false\"}\nresponsibilities:\n" KEY ANSWERS GUARDED REST, "dependencies[0]",
         "The facts say otherwise", "pass it on"},
        {"responsibilities:\n" KEY ANSWERS "  - {to: below.ours" WORD GUARDED REST, NULL, NULL, NULL},
        {OURS ANSWERS GUARDED REST, "dependencies[0]", "below.key is not met, and not passed on", "from: [below.key]"},
        {"facts: {ephemeral_data: \"false\"}\n" OURS ANSWERS GUARDED REST, NULL, NULL, NULL},
        {"responsibilities:\n" KEY OURS GUARDED REST, "dependencies[0]", "below.tidy", "answer it"},
        {"responsibilities:\n" KEY OURS
         "answers:\n  - {to: below.tidy, statement: {text: So., who: us, at: 2020-01-01, max_age_days: 9}}\n" GUARDED
             REST,
         "answers[0]", "has aged", "answer it"},
    };
    check_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_closure__what_passes_on_applies_as_often_and_binds_as_much) {
    static const struct closure_row rows[] = {
        {"responsibilities:\n  - {id: key, statement: S., mandatory: true, from: [below.key], when: "
         "facts.ephemeral_data}\n" OURS ANSWERS GUARDED REST,
         NULL, NULL, NULL},
        {"responsibilities:\n  - {id: key, statement: S., mandatory: true, from: [below.key], when: "
         "facts.ephemeral_data || facts.private_account}\n" OURS ANSWERS GUARDED REST,
         NULL, NULL, NULL},
        {"responsibilities:\n  - {id: key, statement: S., mandatory: true, from: [below.key], when: "
         "facts.ephemeral_data && facts.private_account}\n" OURS ANSWERS GUARDED REST,
         "responsibilities[0].when", "applies less often", "leave `when` out"},
        {"facts: {ephemeral_data: \"true\"}\nresponsibilities:\n  - {id: key, statement: S., mandatory: true, from: "
         "[below.key], when: facts.ephemeral_data}\n" OURS ANSWERS GUARDED REST,
         "responsibilities[0].when", "applies less often", "gives no value"},
        {"parameters:\n  - {name: p, type: bool, default: \"true\"}\nresponsibilities:\n  - {id: key, statement: S., "
         "mandatory: true, from: [below.key], when: config.p}\n" OURS ANSWERS GUARDED REST,
         "responsibilities[0].when", "applies less often", "by facts"},
        {"responsibilities:\n  - {id: key, statement: S., from: [below.key]}\n" OURS ANSWERS GUARDED REST,
         "responsibilities[0].mandatory", "below.key, which is mandatory", "mandatory: true"},
        {"responsibilities:\n  - {id: soft, statement: S., from: [below.key]}\n" KEY OURS ANSWERS GUARDED REST, NULL,
         NULL, NULL},
    };
    check_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_closure__rows_are_mitigated_or_passed_on) {
    static const struct closure_row rows[] = {
        {"responsibilities:\n" KEY OURS ANSWERS REST, "dependencies[0]", "t/leak is not mitigated at below.box",
         "threat: t/leak, from: [below.box]"},
        {"responsibilities:\n" KEY OURS ANSWERS GUARDED, "dependencies[0]", "t/alter is not mitigated at below.box",
         "pass it on"},
        {"responsibilities:\n" KEY OURS ANSWERS "residuals:\n  - {id: all, from: [below.box]}\n", NULL, NULL, NULL},
        {"responsibilities:\n" KEY OURS ANSWERS "residuals:\n  - {id: all, from: [below]}\n", NULL, NULL, NULL},
        {"responsibilities:\n" KEY OURS ANSWERS "residuals:\n  - {id: rest, from: [below.rest]}\n"
         "  - {id: leak, threat: t/leak, from: [below.box], when: \"!facts.private_account\"}\n",
         NULL, NULL, NULL},
        {"responsibilities:\n" KEY OURS ANSWERS "residuals:\n  - {id: rest, from: [below.rest]}\n"
         "  - {id: leak, threat: t/leak, from: [below.box], when: facts.ephemeral_data}\n",
         "residuals[1].when", "t/leak@below.box, and applies less often", "whenever the row is there"},
        {"responsibilities:\n" KEY OURS ANSWERS GUARDED
         "residuals:\n  - {id: rest, threat: t/theft, from: [below.box]}\n",
         "dependencies[0]", "t/alter", "pass it on"},
        {"responsibilities:\n" KEY OURS ANSWERS REST
         "mitigations:\n  - {id: guard, control: c/guard, mitigates: [t/leak], on: [below], status: planned}\n",
         "dependencies[0]", "t/leak", "mitigate it"},
        {"threats:\n  - {id: own, threat: t/grouped, on: run}\nresponsibilities:\n" KEY OURS ANSWERS GUARDED REST, NULL,
         NULL, NULL},
    };
    check_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_closure__by_class_counts_while_the_assurance_is_valid) {
    static const char texts[] = TEXT_BOX TEXT_HEAD "responsibilities:\n" KEY OURS ANSWERS GUARDED REST;
    const time_ns end = 1782864000LL * NS_PER_SECOND; /* 2026-07-01T00:00:00Z */
    struct problem problem;
    ck_assert_int_eq(check_at(texts, end - 1, &problem), STATUS_OK);
    test_catalog_done(&catalog);
    ck_assert_int_eq(check_at(texts, end, &problem), STATUS_FAILED_PRECONDITION);
    ck_assert_uint_eq(problem.violation_count, 1);
    ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "t/theft is not mitigated at below.box"));
    test_catalog_done(&catalog);
}
END_TEST

/* s/middle was closed with an inner version that left nothing open. */
START_TEST(test_closure__what_an_inner_component_leaves_open_is_told_with_its_name) {
    static const char texts[] = TEXT_BOX
        "kind: component\nname: s/middle\nversion: 1.0.0\ntitle: Middle\nservice_class: in_house\n"
        "dependencies:\n  - {alias: box-of, component: s/box, requirement: ^1.0}\nresponsibilities:\n"
        "  - {id: key, statement: S., mandatory: true, from: [box-of.key]}\n"
        "assumptions:\n  - {id: ours, statement: S., from: [box-of.ours]}\n"
        "residuals:\n  - {id: rest, from: [box-of]}\n---\n"
        "kind: component\nname: s/outer\nversion: 1.0.0\ntitle: Outer\nservice_class: in_house\n"
        "dependencies:\n  - {alias: below, component: s/middle, requirement: ^1.0}\nresponsibilities:\n" KEY OURS REST;
    struct problem problem;
    ck_assert_int_eq(check_at(texts, TEST_CATALOG_TIME, &problem), STATUS_FAILED_PRECONDITION);
    ck_assert_uint_eq(problem.violation_count, 1);
    ck_assert_str_eq(problem.violations[0].field, "dependencies[0]");
    ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "below.box-of.tidy is not met"));
    ck_assert_ptr_nonnull(strstr(problem.violations[0].remedy, "s/middle@1.0.0 leaves it open"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_closure__only_invalid_features_are_refused) {
    struct problem problem;
    ck_assert_int_eq(check_at(TEXT_STORE "---\n" TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""), TEST_CATALOG_TIME, &problem),
                     STATUS_OK);
    test_catalog_done(&catalog);
    ck_assert_int_eq(check_at(TEXT_STORE "---\n" TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") "threats:\n  - {id: x, threat: "
                                                                                       "t/nowhere, on: api}\n",
                              TEST_CATALOG_TIME, &problem),
                     STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "MODEL_INVALID");
    ck_assert_uint_gt(problem.violation_count, 0);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(closure, test_closure__duties_are_met_or_passed_on,
           test_closure__what_passes_on_applies_as_often_and_binds_as_much,
           test_closure__rows_are_mitigated_or_passed_on, test_closure__by_class_counts_while_the_assurance_is_valid,
           test_closure__what_an_inner_component_leaves_open_is_told_with_its_name,
           test_closure__only_invalid_features_are_refused)
