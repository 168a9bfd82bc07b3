#include "support/test.h"

#include "model/context.h"
#include "sample.h"

#include <string.h>

#define HEAD "kind: feature\nname: n/f\n"
#define WHOLE                                                                                                          \
    HEAD "elements: [{id: person, kind: actor}, {id: browser, kind: external}, {id: api, kind: process}]\n"            \
         "assets: [{id: a, on: api}]\n"                                                                                \
         "entry_points: [{id: page, on: api}]\n"                                                                       \
         "data_flows: [{id: f, from: browser, to: page}]\n"

static const struct {
    const char *what;
    const char *text;
    const char *component;   /* of the first dependency; NULL: not known */
    const char *expected[4]; /* "CODE subject" */
} rows[] = {
    {"whole", WHOLE, NULL, {NULL}},
    {"empty",
     HEAD,
     NULL,
     {"NO_ASSET assets", "NO_ENTRY_POINT entry_points", "TOO_FEW_COMPONENTS elements", "NO_FLOW data_flows"}},
    {"a person is no component",
     HEAD "elements: [{id: person, kind: actor}, {id: api, kind: process}]\nassets: [{id: a, on: api}]\n"
          "entry_points: [{id: page, on: api}]\ndata_flows: [{id: f, from: person, to: api}]\n",
     NULL,
     {"TOO_FEW_COMPONENTS elements", "NO_FLOW data_flows"}},
    {"a flow into itself is none",
     HEAD "elements: [{id: browser, kind: external}, {id: api, kind: process}]\nassets: [{id: a, on: api}]\n"
          "entry_points: [{id: page, on: api}]\ndata_flows: [{id: f, from: api, to: page}]\n",
     NULL,
     {"NO_FLOW data_flows"}},
    {"an entry point on a person",
     HEAD "elements: [{id: person, kind: actor}, {id: browser, kind: external}, {id: api, kind: process}]\n"
          "assets: [{id: a}]\nentry_points: [{id: page, on: person}]\n"
          "data_flows: [{id: f, from: browser, to: api}]\n",
     NULL,
     {"ENTRY_POINT_UNREACHED page", "ASSET_NOT_PLACED a"}},
    {"a dependency is a component, and flows may end in its entry points",
     HEAD "elements: [{id: api, kind: process}]\nassets: [{id: a, on: s.table}]\nentry_points: [{id: page, on: s}]\n"
          "data_flows: [{id: f, from: api, to: s.door}]\ndependencies: [{alias: s, component: x/s, requirement: ^1}]\n",
     NULL,
     {NULL}},
    {"an exposure to choose",
     WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1}]\n",
     "kind: component\nname: x/s\nentry_points: [{id: door, exposures: [net, lan]}, {id: hatch, exposures: [net], "
     "default_exposure: net}]\n",
     {"EXPOSURE_NOT_CHOSEN s.door"}},
    {"an exposure said to be unknown",
     WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1, exposures: {door: unknown}}]\n",
     "kind: component\nname: x/s\nentry_points: [{id: door, exposures: [net, lan], default_exposure: net}]\n",
     {"EXPOSURE_NOT_CHOSEN s.door"}},
    {"an exposure chosen",
     WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1, exposures: {door: lan}}]\n",
     "kind: component\nname: x/s\nentry_points: [{id: door, exposures: [net, lan]}]\n",
     {NULL}},
    {"own entry points to state",
     WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1}]\n",
     "kind: component\nname: x/s\nentry_point_policy: extensible\n",
     {"OWN_ENTRY_POINTS_NOT_STATED s"}},
    {"own entry points stated to be none",
     WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1, no_own_entry_points: true}]\n",
     "kind: component\nname: x/s\nentry_point_policy: extensible\n",
     {NULL}},
};

static void check_row(size_t number) {
    struct arena arena;
    struct gate_items items;
    arena_init(&arena, 0);
    const Catalog__V1__Model *feature = sample_object(rows[number].text, &arena)->feature;
    const Catalog__V1__Model *component =
        rows[number].component == NULL ? NULL : sample_object(rows[number].component, &arena)->component;
    const Catalog__V1__Model *components[] = {component};
    ck_assert_int_eq(context_missing(feature, components, &arena, &items, NULL), STATUS_OK);
    for (size_t i = 0; i < items.count; i++) {
        const char *found = arena_printf(&arena, "%s %s", items.items[i].code, items.items[i].subject);
        ck_assert_msg(i < 4 && rows[number].expected[i] != NULL && strcmp(found, rows[number].expected[i]) == 0,
                      "%s: %s", rows[number].what, found);
        ck_assert(*items.items[i].cause != '\0' && *items.items[i].remedy != '\0');
    }
    ck_assert_msg(items.count == 4 || rows[number].expected[items.count] == NULL, "%s: %zu found", rows[number].what,
                  items.count);
    arena_done(&arena);
}

START_TEST(test_context__names_each_missing_item) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_row(i);
}
END_TEST

START_TEST(test_context__offers_the_exposures_there_are) {
    struct arena arena;
    struct gate_items items;
    arena_init(&arena, 0);
    const Catalog__V1__Model *feature =
        sample_object(WHOLE "dependencies: [{alias: s, component: x/s, requirement: ^1}]\n", &arena)->feature;
    const Catalog__V1__Model *components[] = {
        sample_object("kind: component\nname: x/s\nentry_points: [{id: door, exposures: [net, lan]}]\n", &arena)
            ->component};
    ck_assert_int_eq(context_missing(feature, components, &arena, &items, NULL), STATUS_OK);
    ck_assert_uint_eq(items.count, 1);
    ck_assert_str_eq(items.items[0].remedy, "set exposures.door of the dependency s to one of: net, lan");
    arena_done(&arena);
}
END_TEST

START_TEST(test_context__says_so_when_there_is_no_room) {
    struct arena objects;
    arena_init(&objects, 0);
    const Catalog__V1__Model *feature = sample_object(HEAD, &objects)->feature;
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (size_t limit = 16; code != STATUS_OK; limit += 16) {
        struct arena arena;
        struct gate_items items;
        arena_init(&arena, limit);
        code = context_missing(feature, NULL, &arena, &items, NULL);
        ck_assert(code == STATUS_OK ? items.count == 4 : code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
    arena_done(&objects);
}
END_TEST

TEST_SUITE(context, test_context__names_each_missing_item, test_context__offers_the_exposures_there_are,
           test_context__says_so_when_there_is_no_room)
