/* The gate at the edges of the Policy's numbers: the built-in one, under which a product up to 4 is LOW, up to 9
 * MEDIUM, up to 16 HIGH, MEDIUM is fine and for restricted data LOW, and a CRITICAL row needs controls in two groups.
 */
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

#define CATALOG                                                                                                        \
    "kind: threat\nname: t/any\nversion: 1.0.0\ntitle: Any\nlikelihood: 1\nimpact: 1\n---\n"                           \
    "kind: control\nname: c/stop\nversion: 1.0.0\ntitle: Stop\nobjective: It stops.\ntype: preventive\n"               \
    "mitigates:\n  - {threat: t/any, strength: full}\n"
#define FEATURE                                                                                                        \
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\n"                                               \
    "elements:\n  - {id: plain, kind: process, title: Plain}\n  - {id: other, kind: process, title: Other}\n"          \
    "  - {id: vault, kind: store, title: Vault}\n  - {id: desk, kind: process, title: Desk}\n"                         \
    "assets:\n  - {id: notes, title: Notes, classification: internal, on: [plain]}\n"                                  \
    "  - {id: keys, title: Keys, classification: restricted, on: [vault]}\n"                                           \
    "entry_points:\n  - {id: hatch, on: vault, protocol: https, exposure: internet}\n"                                 \
    "data_flows:\n  - {id: ask, from: plain, to: other}\n  - {id: move, from: vault, to: desk, assets: [keys]}\n"

static struct test_catalog catalog;

static struct resolution resolve_with(const char *place, unsigned likelihood, unsigned impact, const char *more) {
    char text[4096];
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, CATALOG);
    snprintf(text, sizeof text, "%sthreats:\n  - {id: it, threat: t/any, on: %s, likelihood: %u, impact: %u}\n%s",
             FEATURE, place, likelihood, impact, more);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, text));
}

START_TEST(test_resolve_gate__appetite_goes_by_the_classification_at_the_place) {
    static const struct {
        const char *place;
        unsigned likelihood;
        unsigned impact;
        bool is_above;
    } rows[] = {
        {"plain", 3, 3, false}, {"plain", 2, 5, true}, {"other", 3, 3, false}, {"other", 5, 2, true},
        {"vault", 2, 2, false}, {"vault", 1, 5, true}, {"hatch", 2, 2, false}, {"hatch", 5, 1, true},
        {"desk", 2, 2, false},  {"desk", 5, 1, true},  {"move", 1, 4, false},  {"move", 1, 5, true},
        {"ask", 1, 5, false},   {"ask", 3, 3, false},  {"ask", 2, 5, true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct resolution resolution = resolve_with(rows[i].place, rows[i].likelihood, rows[i].impact, "");
        const Catalog__V1__GateReason *reason = test_reason(&resolution, "RISK_ABOVE_APPETITE");
        ck_assert_msg((reason != NULL) == rows[i].is_above, "%s at %ux%u", rows[i].place, rows[i].likelihood,
                      rows[i].impact);
        ck_assert(resolution.model->rows[0]->now->above_appetite == rows[i].is_above);
        test_catalog_done(&catalog);
    }
}
END_TEST

#define ON(id, layer, status)                                                                                          \
    "  - {id: " id ", control: c/stop, mitigates: [t/any], on: [plain], layer: " layer ", status: " status "}\n"

START_TEST(test_resolve_gate__depth_counts_groups_of_layer_and_provider) {
    static const struct {
        const char *what;
        unsigned likelihood; /* with impact 4: 5 is CRITICAL, 4 is HIGH */
        const char *mitigations;
        bool is_low_now;
        bool is_low_planned;
    } rows[] = {
        {"one group", 5, ON("a", "application", "implemented"), true, true},
        {"two in one group", 5, ON("a", "application", "implemented") ON("b", "application", "implemented"), true,
         true},
        {"two groups", 5, ON("a", "application", "implemented") ON("b", "os", "implemented"), false, false},
        {"the second is planned", 5, ON("a", "application", "implemented") ON("b", "os", "planned"), true, false},
        {"no demand below", 4, ON("a", "application", "implemented"), false, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char more[1024];
        snprintf(more, sizeof more, "mitigations:\n%s", rows[i].mitigations);
        struct resolution resolution = resolve_with("plain", rows[i].likelihood, 4, more);
        const Catalog__V1__GateReason *reason = test_reason(&resolution, "DEPTH_TOO_LOW");
        bool is_low_planned = false;
        for (size_t k = 0; k < resolution.model->planned->n_reasons; k++)
            is_low_planned |= strcmp(resolution.model->planned->reasons[k]->code, "DEPTH_TOO_LOW") == 0;
        ck_assert_msg((reason != NULL) == rows[i].is_low_now, "%s: now", rows[i].what);
        ck_assert_msg(is_low_planned == rows[i].is_low_planned, "%s: planned", rows[i].what);
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(resolve_gate, test_resolve_gate__appetite_goes_by_the_classification_at_the_place,
           test_resolve_gate__depth_counts_groups_of_layer_and_provider)
