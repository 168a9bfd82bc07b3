#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/macros.h"

#include <stdio.h>
#include <string.h>

#define MITIGATED CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED
#define OPEN      CATALOG__V1__ROW_STATE__ROW_STATE_OPEN
#define BY_CLASS  CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS

#define JANUARY  (1767225600LL * NS_PER_SECOND) /* 2026-01-01T00:00:00Z */
#define JULY     (1782864000LL * NS_PER_SECOND) /* 2026-07-01T00:00:00Z */
#define NEW_YEAR (1798761600LL * NS_PER_SECOND) /* 2027-01-01T00:00:00Z */

#define DISK "t/theft@disk-of.disk"

static struct test_catalog catalog;

/* The row of a threat on LAYER of a component of the class and with what else is said of it. */
static const Catalog__V1__Row *row_at(const char *class, const char *more, const char *layer, time_ns at,
                                      struct resolution *ret_resolution) {
    char text[4096];
    snprintf(text, sizeof text,
             "kind: component\nname: s/disk\nversion: 1.0.0\ntitle: D\nservice_class: %s\n%s"
             "elements: [{id: disk, kind: store}]\n"
             "threats: [{id: theft, threat: t/theft, on: disk, layer: %s}]\n",
             class, more, layer);
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, text);
    const Catalog__V1__Object *feature = test_catalog_add(
        &catalog, TEXT_FEATURE_HEAD "dependencies: [{alias: disk-of, component: s/disk, requirement: ^1.0}]\n");
    const struct resolve_options options = {.at = at};
    *ret_resolution = test_catalog_resolve_with(&catalog, feature, &options);
    return test_row(ret_resolution, DISK);
}

#define FIRST_HALF  "{report: SOC 2, issuer: Us, valid_from: 2026-01-01, valid_until: 2026-07-01}"
#define SECOND_HALF "{report: SOC 2, issuer: Us, valid_from: 2026-07-01, valid_until: 2027-01-01}"
#define FOR_EVER    "{report: Own, issuer: Us}"

START_TEST(test_layer__is_answered_by_class_while_a_report_is_valid) {
    static const struct {
        const char *assurance;
        time_ns at;
        const char *code; /* NULL: MITIGATED by class */
        const char *text;
    } cases[] = {
        {"", JULY, "ASSURANCE_MISSING", "lists no assurance"},
        {"assurance: [" FOR_EVER "]\n", JULY, NULL, NULL},
        {"assurance: [" FIRST_HALF "]\n", JANUARY - 1, "ASSURANCE_NOT_BEGUN",
         "its report SOC 2 (Us) begins at 2026-01-01T00:00:00Z"},
        {"assurance: [" FIRST_HALF "]\n", JANUARY, NULL, NULL},
        {"assurance: [" FIRST_HALF "]\n", JULY - 1, NULL, NULL},
        {"assurance: [" FIRST_HALF "]\n", JULY, "ASSURANCE_EXPIRED",
         "its report SOC 2 (Us) ended at 2026-07-01T00:00:00Z"},
        {"assurance: [" FIRST_HALF ", " SECOND_HALF "]\n", JULY, NULL, NULL},
        {"assurance: [" SECOND_HALF ", " FIRST_HALF "]\n", NEW_YEAR - 1, NULL, NULL},
        {"assurance: [" SECOND_HALF ", " FIRST_HALF "]\n", NEW_YEAR, "ASSURANCE_EXPIRED", "2027-01-01T00:00:00Z"},
        {"assurance: [" SECOND_HALF ", " FIRST_HALF "]\n", JANUARY - 1, "ASSURANCE_NOT_BEGUN", "2026-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution;
        const Catalog__V1__RowReading *now =
            row_at("abstracted", cases[i].assurance, "hardware", cases[i].at, &resolution)->now;
        ck_assert_msg(now->state == (cases[i].code == NULL ? MITIGATED : OPEN), "case %zu", i);
        if (cases[i].code == NULL) {
            ck_assert_int_eq(now->mitigated_by, BY_CLASS);
            ck_assert(!now->above_appetite);
        } else {
            ck_assert_str_eq(now->causes[0]->code, cases[i].code);
            ck_assert_str_eq(now->causes[0]->subject, "disk-of");
            ck_assert_msg(strstr(now->causes[0]->text, cases[i].text) != NULL, "case %zu: %s", i, now->causes[0]->text);
        }
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_layer__the_verdict_may_change_when_a_report_ends_or_begins) {
    static const struct {
        time_ns at;
        time_ns boundary; /* 0: none */
    } cases[] = {{JANUARY - 1, JANUARY}, {JANUARY, JULY}, {JULY - 1, JULY}, {JULY, NEW_YEAR}, {NEW_YEAR, 0}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution;
        row_at("abstracted", "assurance: [" FIRST_HALF ", " SECOND_HALF "]\n", "hardware", cases[i].at, &resolution);
        const Catalog__V1__Timestamp *next = resolution.model->now->next_boundary;
        ck_assert_msg((next == NULL) == (cases[i].boundary == 0), "case %zu", i);
        if (next != NULL)
            ck_assert_int_eq(time_from_parts(next->seconds, next->nanos), cases[i].boundary);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_layer__owners_go_by_class_unless_the_component_says_otherwise) {
    static const char report[] = "assurance: [" FOR_EVER "]\n";
    static const struct {
        const char *class;
        const char *owners;
        const char *layer;
        bool is_by_class;
    } cases[] = {
        {"infrastructure", "", "hypervisor", true},
        {"infrastructure", "", "os", false},
        {"container", "", "os", true},
        {"container", "", "engine", false},
        {"abstracted", "", "platform_api", true},
        {"abstracted", "", "network_config", false},
        {"saas", "", "platform_api", true},
        {"platform", "", "application", true},
        {"platform", "", "identity", false},
        {"in_house", "", "application", true},
        {"in_house", "", "data", false},
        {"self_hosted", "", "application", true},
        {"self_hosted", "", "os", false},
        {"abstracted", "layer_owners: [{layer: hardware, owner: consumer}]\n", "hardware", false},
        {"container", "layer_owners: [{layer: engine, owner: provider, evidence: [{kind: contract}]}]\n", "engine",
         true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution resolution;
        char more[512];
        snprintf(more, sizeof more, "%s%s", report, cases[i].owners);
        const Catalog__V1__Row *row = row_at(cases[i].class, more, cases[i].layer, JULY, &resolution);
        ck_assert_msg(row->now->state == (cases[i].is_by_class ? MITIGATED : OPEN), "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(layer, test_layer__is_answered_by_class_while_a_report_is_valid,
           test_layer__the_verdict_may_change_when_a_report_ends_or_begins,
           test_layer__owners_go_by_class_unless_the_component_says_otherwise)
