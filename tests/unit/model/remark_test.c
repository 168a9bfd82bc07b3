#include "model/remark.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "base/limits.h"
#include "base/macros.h"

#include <stdio.h>
#include <string.h>

#define BASELINE(name, scope, entries)                                                                                 \
    "kind: baseline\nname: b/" name "\nversion: 1.0.0\ntitle: B\nscope: \"" scope "\"\nentries:\n" entries "---\n"
#define ENTRY(id, control, level, each) "  - {id: " id ", control: " control ", level: " level ", each: \"" each "\"}\n"

#define FLOWS  "place.kind == 'flow'"
#define INTERN "facts.internet_facing"

/* What there is to say about the last object of TEXT. */
static struct remark_list remarks_of(struct test_catalog *catalog, const char *text, bool is_draft) {
    struct remark_list remarks = {.arena = &catalog->arena};
    test_catalog_init(catalog);
    test_catalog_add(catalog, TEXT_THREATS TEXT_CONTROLS);
    const Catalog__V1__Object *object = test_catalog_add(catalog, text);
    const struct validate_options options = {.object_index = 3, .is_draft = is_draft};
    ck_assert_int_eq(remark_object(object, memory_view_catalog(&catalog->view), &options, &remarks, &catalog->problem),
                     STATUS_OK);
    return remarks;
}

struct remark_row {
    const char *text;
    const char *code; /* of the one remark; NULL: none */
    const char *field;
    const char *message;
};

static void check_rows(const struct remark_row *rows, size_t count, bool is_draft) {
    for (size_t i = 0; i < count; i++) {
        struct test_catalog catalog;
        struct remark_list remarks = remarks_of(&catalog, rows[i].text, is_draft);
        ck_assert_msg(remarks.items.count == (rows[i].code != NULL), "row %zu: %zu remarks, first %s", i,
                      remarks.items.count, remarks.items.count > 0 ? remarks.items.items[0]->message : "");
        if (rows[i].code != NULL) {
            const Catalog__V1__ObjectFinding *found = remarks.items.items[0];
            ck_assert_msg(strcmp(found->code, rows[i].code) == 0, "row %zu: %s", i, found->code);
            ck_assert_msg(strcmp(found->field, rows[i].field) == 0, "row %zu: %s", i, found->field);
            ck_assert_msg(strstr(found->message, rows[i].message) != NULL, "row %zu: %s", i, found->message);
            ck_assert_uint_eq(found->object_index, 3);
            ck_assert_str_ne(found->remedy, "");
        }
        test_catalog_done(&catalog);
    }
}

START_TEST(test_remark__an_entry_picks_some_kind_of_place) {
#define EACH(each) BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", each))
    static const struct remark_row rows[] = {
        {EACH(""), NULL, NULL, NULL},
        {EACH(FLOWS), NULL, NULL, NULL},
        {EACH(FLOWS " && place.crosses.exists(c, c == 'internet')"), NULL, NULL, NULL},
        {EACH("place.id == 'door'"), NULL, NULL, NULL},
        {EACH("facts.personal_data"), NULL, NULL, NULL},
        {EACH("place.exposure == 'internet'"), NULL, NULL, NULL},
        {EACH("place.kind != 'flow'"), NULL, NULL, NULL},
        {EACH(FLOWS " && place.kind == 'store'"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", "no place of any kind"},
        {EACH(FLOWS " && place.exposure == 'internet'"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", "no place"},
        {EACH("place.kind == 'store' && place.protocol == 'https'"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", ""},
        {EACH("place.kind == 'process' && size(place.crosses) > 0"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", ""},
        {EACH("place.kind == 'flow' && place.zone == 'dmz'"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", ""},
        {EACH("false"), "ENTRY_PICKS_NO_PLACE", "entries[0].each", ""},
    };
    check_rows(rows, COUNT_OF(rows), false);
}
END_TEST

START_TEST(test_remark__an_exposure_is_one_that_baselines_name) {
#define EXPOSED(by, as)                                                                                                \
    BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", by))                                                        \
    "kind: feature\nname: f/one\nversion: 1.0.0\ntitle: F\nelements: [{id: api, kind: process}]\n"                     \
    "entry_points: [{id: door, on: api, exposure: " as "}]\n"
#define MISSPELT "EXPOSURE_MISSPELT", "entry_points[0].exposure"
    static const struct remark_row rows[] = {
        {EXPOSED("place.exposure == 'internet'", "internet"), NULL, NULL, NULL},
        {EXPOSED("place.exposure == 'internet'", "intrnet"), MISSPELT, "'intrnet'"},
        {EXPOSED("!('internet' == place.exposure)", "Internet"), MISSPELT, "'Internet'"},
        {EXPOSED("place.kind == 'entry_point' && place.exposure in ['vpn', 'partners']", "partner"), MISSPELT, ""},
        {EXPOSED("place.exposure == 'internet'", "vpc_endpoint"), NULL, NULL, NULL},
        {EXPOSED("place.exposure == 'internet'", "''"), NULL, NULL, NULL},
        {EXPOSED("place.protocol == 'internet'", "intrnet"), NULL, NULL, NULL},
    };
    check_rows(rows, COUNT_OF(rows), false);
}
END_TEST

START_TEST(test_remark__an_entry_asks_for_more_than_others) {
    static const struct remark_row rows[] = {
        /* another baseline: level, scope, places */
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "negotiable", "")),
         "ENTRY_IMPLIED", "entries[0]", "b/wide#w"},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", INTERN, ENTRY("e", "c/watch", "advisory", "")),
         "ENTRY_IMPLIED", "entries[0]", "b/wide#w"},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "advisory", ""))
             BASELINE("one", INTERN, ENTRY("e", "c/watch", "mandatory", "")),
         NULL, NULL, NULL},
        {BASELINE("narrow", INTERN, ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "negotiable", "")),
         NULL, NULL, NULL},
        {BASELINE("wide", INTERN, ENTRY("w", "c/watch", "mandatory", FLOWS))
             BASELINE("one", INTERN " && facts.personal_data", ENTRY("e", "c/watch", "negotiable", FLOWS)),
         "ENTRY_IMPLIED", "entries[0]", "b/wide#w"},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", FLOWS " || place.kind == 'store'"))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", FLOWS)),
         "ENTRY_IMPLIED", "entries[0]", "b/wide#w"},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", FLOWS))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", FLOWS " || place.kind == 'store'")),
         NULL, NULL, NULL},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", FLOWS))
             BASELINE("one", "", ENTRY("e", "c/watch", "advisory", "")),
         NULL, NULL, NULL},
        {BASELINE("wide", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "advisory", FLOWS)),
         NULL, NULL, NULL},
        {BASELINE("wide", "", ENTRY("w", "c/guard", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "advisory", "")),
         NULL, NULL, NULL},
        /* the same in both: the first by name stays */
        {BASELINE("a", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "")),
         "ENTRY_IMPLIED", "entries[0]", "b/a#w"},
        {BASELINE("z", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "")),
         NULL, NULL, NULL},
        {BASELINE("z", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", INTERN, ENTRY("e", "c/watch", "mandatory", "")),
         "ENTRY_IMPLIED", "entries[0]", "b/z#w"},
        /* the same baseline */
        {BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "") ENTRY("f", "c/watch", "mandatory", "")),
         "ENTRY_IMPLIED", "entries[1]", "b/one#e"},
        {BASELINE("one", "", ENTRY("e", "c/watch", "advisory", FLOWS) ENTRY("f", "c/watch", "mandatory", FLOWS)),
         "ENTRY_IMPLIED", "entries[0]", "b/one#f"},
    };
    check_rows(rows, COUNT_OF(rows), false);
}
END_TEST

START_TEST(test_remark__an_entry_asks_for_what_the_platform_does_not_do) {
    static const struct remark_row rows[] = {
        {BASELINE("p", "", ENTRY("w", "c/watch", "platform", ""))
             BASELINE("one", INTERN, ENTRY("e", "c/watch", "mandatory", FLOWS)),
         "ENTRY_MET_BY_PLATFORM", "entries[0]", "b/p#w"},
        {BASELINE("p", "", ENTRY("w", "c/watch", "platform", FLOWS))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "")),
         NULL, NULL, NULL},
        {BASELINE("p", INTERN, ENTRY("w", "c/watch", "platform", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "")),
         NULL, NULL, NULL},
        {BASELINE("p", "", ENTRY("w", "c/watch", "mandatory", ""))
             BASELINE("one", "", ENTRY("e", "c/watch", "platform", "")),
         NULL, NULL, NULL},
        {BASELINE("p", "", ENTRY("w", "c/watch", "platform", ""))
             BASELINE("q", "", ENTRY("e", "c/watch", "platform", FLOWS)),
         "ENTRY_IMPLIED", "entries[0]", "b/p#w"},
    };
    check_rows(rows, COUNT_OF(rows), false);
}
END_TEST

/* Publishing refuses it anyway. */
START_TEST(test_remark__an_entry_of_a_draft_names_a_control_that_is_there) {
    static const struct remark_row rows[] = {
        {BASELINE("one", "", ENTRY("e", "c/nowhere", "mandatory", "")), "ENTRY_WITHOUT_CONTROL", "entries[0].control",
         "c/nowhere"},
        {BASELINE("one", "", ENTRY("e", "c/watch", "mandatory", "")), NULL, NULL, NULL},
    };
    static const struct remark_row published[] = {
        {BASELINE("one", "", ENTRY("e", "c/nowhere", "mandatory", "")), NULL, NULL, NULL}};
    check_rows(rows, COUNT_OF(rows), true);
    check_rows(published, COUNT_OF(published), false);
}
END_TEST

START_TEST(test_remark__a_component_gives_the_consumer_less_than_its_class) {
#define OWNERS(owners)                                                                                                 \
    "kind: component\nname: s/x\nversion: 1.0.0\ntitle: X\nservice_class: container\nlayer_owners: [" owners "]\n"
    static const struct remark_row rows[] = {
        {OWNERS(""), NULL, NULL, NULL},
        {OWNERS("{layer: os, owner: consumer}"), NULL, NULL, NULL},
        {OWNERS("{layer: os, owner: provider}"), NULL, NULL, NULL},
        {OWNERS("{layer: os, owner: consumer}, {layer: engine, owner: provider, evidence: [{kind: contract}]}"),
         "LAYER_TAKEN_OVER", "layer_owners[1]", "less than its class: the layer engine"},
    };
    check_rows(rows, COUNT_OF(rows), false);
}
END_TEST

START_TEST(test_remark__are_at_most_a_hundred) {
    struct test_catalog catalog;
    char text[16384];
    size_t size =
        (size_t)snprintf(text, sizeof text, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: B\nentries:\n");
    for (size_t i = 0; i < LIMIT_VIOLATIONS + 2; i++)
        size +=
            (size_t)snprintf(text + size, sizeof text - size, "  - {id: e%zu, control: c/watch, level: advisory}\n", i);
    struct remark_list remarks = remarks_of(&catalog, text, false);
    ck_assert_uint_eq(remarks.items.count, LIMIT_VIOLATIONS);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(remark, test_remark__an_entry_picks_some_kind_of_place, test_remark__an_entry_asks_for_more_than_others,
           test_remark__an_exposure_is_one_that_baselines_name,
           test_remark__an_entry_asks_for_what_the_platform_does_not_do,
           test_remark__an_entry_of_a_draft_names_a_control_that_is_there,
           test_remark__a_component_gives_the_consumer_less_than_its_class, test_remark__are_at_most_a_hundred)
