#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#define INVALID CATALOG__V1__GATE_STATE__GATE_STATE_INVALID

#define TEXT_PART(name, version, more)                                                                                 \
    "kind: component\nname: s/" name "\nversion: " version "\ntitle: Part\nservice_class: in_house\n" more "---\n"
#define TEXT_NEEDS(alias, component, requirement)                                                                      \
    "  - {alias: " alias ", component: s/" component ", requirement: " requirement "}\n"

static struct test_catalog catalog;

static struct resolution resolve_texts(const char *components, const char *dependencies) {
    char text[1024];
    snprintf(text, sizeof text, "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: F\ndependencies:\n%s",
             dependencies);
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, components);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, text));
}

START_TEST(test_resolve_failure__explains_a_version_conflict) {
    struct resolution resolution =
        resolve_texts(TEXT_PART("a", "1.0.0", "dependencies:\n" TEXT_NEEDS("c", "c", "^1.0"))
                          TEXT_PART("b", "1.0.0", "dependencies:\n" TEXT_NEEDS("c", "c", "^2.0"))
                              TEXT_PART("c", "1.0.0", "") TEXT_PART("c", "2.0.0", ""),
                      TEXT_NEEDS("a", "a", "^1.0") TEXT_NEEDS("b", "b", "^1.0"));
    const Catalog__V1__GateReason *reason = test_reason(&resolution, "VERSION_CONFLICT");
    ck_assert_ptr_nonnull(reason);
    ck_assert_int_eq(reason->state, INVALID);
    ck_assert_ptr_nonnull(strstr(reason->cause, "s/c"));
    ck_assert_ptr_nonnull(strstr(reason->cause, "^2.0"));
    ck_assert_uint_eq(resolution.model->n_instances, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_failure__an_override_settles_a_conflict_and_is_a_finding) {
    struct resolution resolution = resolve_texts(
        TEXT_PART("a", "1.0.0", "dependencies:\n" TEXT_NEEDS("c", "c", "^1.0"))
            TEXT_PART("b", "1.0.0", "dependencies:\n" TEXT_NEEDS("c", "c", "^2.0")) TEXT_PART("c", "1.0.0", "")
                TEXT_PART("c", "2.0.0", ""),
        TEXT_NEEDS("a", "a", "^1.0") TEXT_NEEDS(
            "b", "b", "^1.0") "overrides:\n  - {component: s/c, version: 2.0.0, rationale: Both work with it.}\n");
    ck_assert_ptr_null(test_reason(&resolution, "VERSION_CONFLICT"));
    ck_assert_str_eq(test_finding(&resolution, "VERSION_OVERRIDE")->subject, "s/c");
    ck_assert_uint_eq(resolution.model->n_instances, 4);
    ck_assert_str_eq(resolution.model->instances[1]->address, "a.c");
    ck_assert_str_eq(resolution.model->instances[1]->version, "2.0.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_failure__names_the_path_of_a_cycle) {
    struct resolution resolution =
        resolve_texts(TEXT_PART("a", "1.0.0", "dependencies:\n" TEXT_NEEDS("b", "b", "^1.0"))
                          TEXT_PART("b", "1.0.0", "dependencies:\n" TEXT_NEEDS("a", "a", "^1.0")),
                      TEXT_NEEDS("a", "a", "^1.0"));
    const Catalog__V1__GateReason *reason = test_reason(&resolution, "DEPENDENCY_CYCLE");
    ck_assert_ptr_nonnull(reason);
    ck_assert_str_eq(reason->cause, "s/a@1.0.0 -> s/b@1.0.0 -> s/a@1.0.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_failure__names_a_component_that_is_not_there) {
    struct resolution resolution = resolve_texts(TEXT_PART("a", "1.0.0", ""), TEXT_NEEDS("x", "x", "^1.0"));
    ck_assert_str_eq(test_reason(&resolution, "COMPONENT_NOT_FOUND")->subject, "s/x");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_failure__a_component_resolves_as_if_it_were_the_feature) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    struct resolution resolution = test_catalog_resolve(&catalog, test_catalog_add(&catalog, TEXT_STORE));
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@box");
    ck_assert_int_eq(row->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED);
    ck_assert_int_eq(row->now->mitigated_by, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_OWN);
    ck_assert_uint_eq(resolution.model->n_responsibilities, 0);
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_PASS);
    test_catalog_done(&catalog);
}
END_TEST

/* Whatever allocation is the one that fails, the answer is RESOURCE_EXHAUSTED and nothing else happens. */
START_TEST(test_resolve_failure__every_lack_of_memory_is_reported) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    const Catalog__V1__Object *feature =
        test_catalog_add(&catalog, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    struct resolve_options options = {.at = TEST_CATALOG_TIME};
    status_code status = STATUS_RESOURCE_EXHAUSTED;
    size_t limit = 64;
    for (; status != STATUS_OK && limit < (1 << 20); limit += 64) {
        struct arena arena;
        struct problem problem;
        struct resolution resolution;
        arena_init(&arena, limit);
        problem_init(&problem, NULL);
        status = resolve(feature, memory_view_catalog(&catalog.view), &options, &arena, &resolution, &problem);
        ck_assert_msg(status == STATUS_OK || status == STATUS_RESOURCE_EXHAUSTED, "%s at %zu bytes",
                      status_name(status), limit);
        arena_done(&arena);
    }
    ck_assert_int_eq(status, STATUS_OK);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_failure, test_resolve_failure__explains_a_version_conflict,
           test_resolve_failure__an_override_settles_a_conflict_and_is_a_finding,
           test_resolve_failure__names_the_path_of_a_cycle, test_resolve_failure__names_a_component_that_is_not_there,
           test_resolve_failure__a_component_resolves_as_if_it_were_the_feature,
           test_resolve_failure__every_lack_of_memory_is_reported)
