#include "support/catalog.h"
#include "support/test.h"

#include "base/limits.h"
#include "model/effective_diff.h"
#include "model/upgrade.h"

#include <string.h>

#define STATE(name) CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_##name
#define BUMP(name)  CATALOG__V1__VERSION_BUMP__VERSION_BUMP_##name

#define THREAT(version, likelihood)                                                                                    \
    "kind: threat\nname: t/leak\nversion: " version "\ntitle: Data leaks\nlikelihood: " likelihood "\nimpact: 4\n"
#define CONTROL                                                                                                        \
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"        \
    "mitigates:\n  - {threat: t/leak, strength: full}\n"
#define GUARD "provides:\n  - {id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full}\n"
#define STORE(version, more)                                                                                           \
    "kind: component\nname: s/store\nversion: " version "\ntitle: A store\nservice_class: abstracted\n"                \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n"                                                              \
    "responsibilities:\n  - {id: key, statement: The key is kept.}\n" more
#define KEYS(version)                                                                                                  \
    "kind: component\nname: s/keys\nversion: " version "\ntitle: Keys\nservice_class: abstracted\n"                    \
    "elements:\n  - {id: key, kind: store, title: A key}\n"                                                            \
    "responsibilities:\n  - {id: rotate, statement: Keys are rotated.}\n"
#define NEEDS_KEYS(range) "dependencies:\n  - {alias: keys, component: s/keys, requirement: " range "}\n"
#define FEATURE(dependencies)                                                                                          \
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"       \
    "elements:\n  - {id: api, kind: process, title: The service}\n  - {id: browser, kind: external, title: A "         \
    "browser}\n"                                                                                                       \
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"                                      \
    "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internet}\n"                                    \
    "data_flows:\n  - {id: ask, from: browser, to: api, assets: [data]}\n"                                             \
    "dependencies:\n" dependencies
#define ON_STORE(range) "  - {alias: data-store, component: s/store, requirement: " range "}\n"
#define ON_KEYS(range)  "  - {alias: own-keys, component: s/keys, requirement: " range "}\n"

static struct test_catalog catalog;
static const Catalog__V1__Object *feature;
static Catalog__V1__Lock *lock;
static struct outdated outdated;
static Catalog__V1__UpgradeStep *steps[UPGRADE_STEPS_MAX];
static size_t step_count;

/* A feature with DEPENDENCIES that is locked to 1.0.0 of everything. */
static void open_catalog(const char *dependencies) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, THREAT("1.0.0", "4"));
    test_catalog_add(&catalog, CONTROL);
    test_catalog_add(&catalog, KEYS("1.0.0"));
    test_catalog_add_as(&catalog, STORE("1.0.0", GUARD), &(struct view_version){.stored_at = 1});
    feature = test_catalog_add(&catalog, arena_printf(&catalog.arena, "%s", dependencies));
    lock = test_catalog_resolve(&catalog, feature).lock;
}

static void publish(const char *text, Catalog__V1__LifecycleState state) {
    test_catalog_add_as(&catalog, text, &(struct view_version){.stored_at = TEST_CATALOG_TIME, .state = state});
}

static void begin_at(time_ns at) {
    const struct resolve_options options = {.at = at, .lock = lock};
    ck_assert_int_eq(outdated_begin(feature, memory_view_catalog(&catalog.view), &options, &catalog.arena, &outdated,
                                    &catalog.problem),
                     STATUS_OK);
}

static Catalog__V1__OutdatedPin *compare(const char *name) {
    Catalog__V1__OutdatedPin *pin = NULL;
    for (size_t i = 0; i < outdated.now.lock->n_pins; i++) {
        if (strcmp(outdated.now.lock->pins[i]->name, name) == 0)
            ck_assert_int_eq(outdated_compare(&outdated, i, &catalog.arena, &pin, &catalog.problem), STATUS_OK);
    }
    ck_assert_msg(pin != NULL, "no pin of %s", name);
    return pin;
}

/* The pin of NAME with its steps in `steps`. */
static Catalog__V1__OutdatedPin *look(const char *name) {
    begin_at(TEST_CATALOG_TIME);
    Catalog__V1__OutdatedPin *pin = compare(name);
    ck_assert_int_eq(upgrade_steps(&outdated, pin, true, &catalog.arena, steps, &step_count, &catalog.problem),
                     STATUS_OK);
    return pin;
}

static const Catalog__V1__UpdateLockResponse *update(const char *name, const char *precise) {
    static Catalog__V1__UpdateLockResponse response;
    Catalog__V1__UpdateLockRequest request = CATALOG__V1__UPDATE_LOCK_REQUEST__INIT;
    char *names[] = {arena_strdup(&catalog.arena, name)};
    catalog__v1__update_lock_response__init(&response);
    request.names = names;
    request.n_names = name[0] != '\0';
    request.precise = arena_strdup(&catalog.arena, precise);
    begin_at(TEST_CATALOG_TIME);
    problem_init(&catalog.problem, &catalog.arena);
    status_code status = upgrade_lock(&outdated, &request, &catalog.arena, &response, &catalog.problem);
    return status == STATUS_OK ? &response : NULL;
}

static void expect_refusal(const char *name, const char *precise, status_code code, const char *reason,
                           const char *says) {
    ck_assert_ptr_null(update(name, precise));
    ck_assert_int_eq(catalog.problem.code, code);
    ck_assert_str_eq(catalog.problem.reason, reason);
    ck_assert_msg(strstr(catalog.problem.message, says) != NULL, "%s", catalog.problem.message);
}

static const char *pinned(const Catalog__V1__Lock *of, const char *name) {
    for (size_t i = 0; i < of->n_pins; i++) {
        if (strcmp(of->pins[i]->name, name) == 0)
            return of->pins[i]->version;
    }
    return "";
}

START_TEST(test_outdated__nothing_newer_is_current) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert(outdated_is_current(pin));
    ck_assert_str_eq(pin->newest, "1.0.0");
    ck_assert_str_eq(pin->admitted, "1.0.0");
    ck_assert_int_eq(pin->bump, BUMP(UNSPECIFIED));
    ck_assert(pin->is_direct);
    ck_assert_uint_eq(step_count, 0);
    ck_assert(outdated_is_current(look("t/leak")));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__tells_what_is_admitted_what_is_newest_and_who_holds_it_back) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.2.0", GUARD), STATE(PUBLISHED));
    publish(STORE("3.0.0", ""), STATE(PUBLISHED));
    publish(STORE("4.0.0", ""), STATE(YANKED));
    publish(STORE("4.0.0-beta", ""), STATE(PUBLISHED));
    begin_at(TEST_CATALOG_TIME + 3 * NS_PER_DAY - 1);
    const Catalog__V1__OutdatedPin *pin = compare("s/store");
    ck_assert(!outdated_is_current(pin));
    ck_assert_str_eq(pin->locked, "1.0.0");
    ck_assert_str_eq(pin->admitted, "1.2.0");
    ck_assert_str_eq(pin->newest, "3.0.0");
    ck_assert_int_eq(pin->bump, BUMP(MAJOR));
    ck_assert_uint_eq(pin->majors_behind, 2);
    ck_assert_uint_eq(pin->days_behind, 2);
    ck_assert_int_eq(pin->first_missed_at->seconds, TEST_CATALOG_TIME / NS_PER_SECOND);
    ck_assert_uint_eq(pin->n_held_by, 1);
    ck_assert_str_eq(pin->held_by[0]->declared_by, "f/feature");
    ck_assert_str_eq(pin->held_by[0]->alias, "data-store");
    ck_assert_str_eq(pin->held_by[0]->before, "^1.0");
    ck_assert_str_eq(pin->held_by[0]->after, "^3.0.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__an_inner_component_is_held_back_by_who_declares_it) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, THREAT("1.0.0", "4"));
    test_catalog_add(&catalog, CONTROL);
    test_catalog_add(&catalog, KEYS("1.0.0"));
    test_catalog_add(&catalog, STORE("1.0.0", GUARD NEEDS_KEYS("~1.0.0")));
    feature = test_catalog_add(&catalog, FEATURE(ON_STORE("^1.0")));
    lock = NULL;
    publish(KEYS("1.1.0"), STATE(PUBLISHED));
    const Catalog__V1__OutdatedPin *pin = look("s/keys");
    ck_assert(!pin->is_direct);
    ck_assert_str_eq(pin->admitted, "1.0.0");
    ck_assert_str_eq(pin->newest, "1.1.0");
    ck_assert_int_eq(pin->bump, BUMP(MINOR));
    ck_assert_str_eq(pin->held_by[0]->declared_by, "s/store");
    ck_assert_str_eq(pin->held_by[0]->declared_version, "1.0.0");
    ck_assert_uint_eq(step_count, 1);
    ck_assert(steps[0]->is_beyond);
    ck_assert_str_eq(steps[0]->requirements[0]->declared_by, "s/store");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__tells_state_and_advisories) {
    open_catalog(FEATURE(ON_STORE("^1.0") ON_KEYS("^1.0")));
    test_catalog_add_as(&catalog, KEYS("1.0.0"),
                        &(struct view_version){.state = STATE(DEPRECATED), .replaced_by = "s/vault", .sunset = 5});
    test_catalog_advise(&catalog, "id: \"7\"\nobject: s/store\nrange: \"<1.1\"\nstatement: It leaks.\n"
                                  "provisions: [guard]\npublished_at: 2026-05-01T00:00:00Z\n");
    const Catalog__V1__OutdatedPin *keys = look("s/keys");
    ck_assert_int_eq(keys->state, STATE(DEPRECATED));
    ck_assert_str_eq(keys->replaced_by, "s/vault");
    ck_assert_int_eq(keys->sunset->nanos, 5);
    ck_assert(!outdated_is_current(keys));
    const Catalog__V1__OutdatedPin *store = look("s/store");
    ck_assert_uint_eq(store->n_advisories, 1);
    ck_assert_str_eq(store->advisories[0], "7");
    ck_assert(!outdated_is_current(store));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__a_yanked_lock_may_have_to_go_back) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    lock = test_catalog_resolve(&catalog, feature).lock;
    test_catalog_add_as(&catalog, STORE("1.1.0", GUARD),
                        &(struct view_version){.state = STATE(YANKED), .reason = "Broken."});
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert_str_eq(pin->locked, "1.1.0");
    ck_assert_int_eq(pin->state, STATE(YANKED));
    ck_assert_str_eq(pin->reason, "Broken.");
    ck_assert_str_eq(pin->admitted, "1.0.0");
    ck_assert_str_eq(pin->newest, "1.0.0");
    ck_assert_uint_eq(step_count, 1);
    ck_assert_str_eq(steps[0]->after, "1.0.0");
    ck_assert_uint_eq(steps[0]->difference->n_findings_removed, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__a_yanked_lock_without_another_version_cannot_move) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    test_catalog_add_as(&catalog, STORE("1.0.0", GUARD), &(struct view_version){.state = STATE(YANKED)});
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert_str_eq(pin->admitted, "");
    ck_assert_str_eq(pin->newest, "");
    ck_assert_uint_eq(step_count, 0);
    expect_refusal("s/store", "", STATUS_FAILED_PRECONDITION, "VERSION_CONFLICT", "s/store");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__an_override_stays_and_is_told) {
    open_catalog(FEATURE(ON_STORE("^1.0") "overrides:\n  - {component: s/store, version: 1.0.0, rationale: R.}\n"));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert(pin->is_overridden);
    ck_assert_str_eq(pin->admitted, "1.0.0");
    ck_assert_str_eq(pin->newest, "1.1.0");
    ck_assert_uint_eq(step_count, 0);
    expect_refusal("s/store", "1.1.0", STATUS_FAILED_PRECONDITION, "VERSION_OVERRIDDEN", "override");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_outdated__a_model_without_a_solution_is_refused) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    const Catalog__V1__Object *wrong = test_catalog_add(&catalog, FEATURE(ON_STORE("^9.0")));
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    ck_assert_int_eq(outdated_begin(wrong, memory_view_catalog(&catalog.view), &options, &catalog.arena, &outdated,
                                    &catalog.problem),
                     STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(catalog.problem.reason, "VERSION_CONFLICT");
    ck_assert_ptr_nonnull(strstr(catalog.problem.message, "s/store"));
    test_catalog_done(&catalog);
}
END_TEST

/* ---- Steps ---- */

START_TEST(test_upgrade__has_a_step_within_the_requirements_and_one_beyond) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    publish(STORE("2.0.0", ""), STATE(PUBLISHED));
    look("s/store");
    ck_assert_uint_eq(step_count, 2);
    ck_assert(!steps[0]->is_beyond && steps[1]->is_beyond);
    ck_assert_str_eq(steps[0]->before, "1.0.0");
    ck_assert_str_eq(steps[0]->after, "1.1.0");
    ck_assert_uint_eq(steps[0]->n_requirements, 0);
    ck_assert_uint_eq(steps[0]->n_pins, 1);
    ck_assert_str_eq(steps[0]->pins[0]->name, "s/store");
    ck_assert_uint_eq(steps[0]->difference->rows_lost, 0);
    ck_assert_str_eq(steps[1]->after, "2.0.0");
    ck_assert_uint_eq(steps[1]->n_requirements, 1);
    ck_assert_str_eq(steps[1]->requirements[0]->declared_by, "f/feature");
    ck_assert_str_eq(steps[1]->requirements[0]->after, "^2.0.0");
    ck_assert_uint_eq(steps[1]->difference->rows_lost, 1);
    ck_assert(steps[1]->difference->is_worse);
    ck_assert_int_lt(upgrade_step_compare(steps[0], steps[1]), 0);
    ck_assert_int_gt(upgrade_step_compare(steps[1], steps[0]), 0);
    ck_assert_int_eq(upgrade_step_compare(steps[1], steps[1]), 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__a_step_beyond_is_what_the_changed_requirement_does) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("2.0.0", ""), STATE(PUBLISHED));
    look("s/store");
    const Catalog__V1__Object *changed = test_catalog_add(&catalog, FEATURE(ON_STORE("^2.0.0")));
    struct resolution after = test_catalog_resolve(&catalog, changed);
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .lock = lock};
    struct resolution before = test_catalog_resolve_with(&catalog, feature, &options);
    Catalog__V1__EffectiveDiff *wanted = NULL;
    ck_assert_int_eq(effective_diff(before.model, after.model, &catalog.arena, &wanted, &catalog.problem), STATUS_OK);
    size_t size = protobuf_c_message_get_packed_size(&wanted->base);
    uint8_t *left = arena_alloc(&catalog.arena, size + 1);
    uint8_t *right = arena_alloc(&catalog.arena, size + 1);
    ck_assert_uint_eq(protobuf_c_message_get_packed_size(&steps[0]->difference->base), size);
    protobuf_c_message_pack(&wanted->base, left);
    protobuf_c_message_pack(&steps[0]->difference->base, right);
    ck_assert_mem_eq(left, right, size);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__a_conflict_that_holds_back_is_explained) {
    open_catalog(FEATURE(ON_STORE("^1.0") ON_KEYS("~1.0.0")));
    publish(STORE("1.1.0", GUARD NEEDS_KEYS("^2.0")), STATE(PUBLISHED));
    publish(KEYS("2.0.0"), STATE(PUBLISHED));
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert_str_eq(pin->admitted, "1.1.0");
    ck_assert_uint_eq(pin->n_held_by, 0);
    ck_assert_msg(strstr(pin->conflict, "s/keys") != NULL, "%s", pin->conflict);
    ck_assert_uint_eq(step_count, 1);
    ck_assert(steps[0]->is_beyond);
    ck_assert_str_ne(steps[0]->conflict, "");
    ck_assert_ptr_null(steps[0]->difference);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__pins_that_hold_back_are_named) {
    open_catalog(FEATURE(ON_KEYS("1.x || 2.x") ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD NEEDS_KEYS("^2.0")), STATE(PUBLISHED));
    publish(KEYS("2.0.0"), STATE(PUBLISHED));
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert_str_eq(pin->conflict, "Other pins must move with it: s/keys from 1.0.0 to 2.0.0.");
    ck_assert_uint_eq(step_count, 1);
    ck_assert_uint_eq(steps[0]->n_pins, 2);
    test_catalog_done(&catalog);
}
END_TEST

/* LIMIT_ADVICE_EXAMPLES and five more. */
START_TEST(test_upgrade__pins_that_hold_back_are_named_as_far_as_there_is_room) {
    const char *all = "";
    const char *needed = "dependencies:\n";
    test_catalog_init(&catalog);
    for (size_t i = 0; i < LIMIT_ADVICE_EXAMPLES + 5; i++) {
        for (size_t version = 1; version <= 2; version++)
            test_catalog_add(&catalog, arena_printf(&catalog.arena,
                                                    "kind: component\nname: s/k%zu\nversion: %zu.0.0\ntitle: K\n"
                                                    "service_class: in_house\n",
                                                    i, version));
        all = arena_printf(&catalog.arena, "%s  - {alias: k%zu, component: s/k%zu, requirement: 1.x || 2.x}\n", all, i,
                           i);
        needed =
            arena_printf(&catalog.arena, "%s  - {alias: k%zu, component: s/k%zu, requirement: ^2.0}\n", needed, i, i);
    }
    test_catalog_add(&catalog, STORE("1.0.0", ""));
    test_catalog_add(&catalog, arena_printf(&catalog.arena, "%s%s", STORE("1.1.0", ""), needed));
    test_catalog_add(&catalog, THREAT("1.0.0", "4"));
    feature = test_catalog_add(&catalog, arena_printf(&catalog.arena, "%s%s", FEATURE(ON_STORE("^1.0")), all));
    lock = test_catalog_resolve(&catalog, feature).lock;
    for (size_t i = 0; i < lock->n_pins; i++)
        if (lock->pins[i]->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
            lock->pins[i]->version = arena_strdup(&catalog.arena, "1.0.0");
    const Catalog__V1__OutdatedPin *pin = look("s/store");
    ck_assert_msg(strstr(pin->conflict, ", and 5 more.") != NULL, "%s", pin->conflict);
    ck_assert_msg(strstr(pin->conflict, "s/k0 from 1.0.0 to 2.0.0, ") != NULL, "%s", pin->conflict);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__a_threat_moves_by_its_pin_alone) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(THREAT("2.0.0", "5"), STATE(PUBLISHED));
    const Catalog__V1__OutdatedPin *pin = look("t/leak");
    ck_assert_str_eq(pin->admitted, "2.0.0");
    ck_assert_uint_eq(step_count, 1);
    ck_assert(!steps[0]->is_beyond);
    ck_assert_uint_eq(steps[0]->n_pins, 1);
    ck_assert_ptr_nonnull(steps[0]->difference);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__without_changes_a_step_says_only_where_it_leads) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    begin_at(TEST_CATALOG_TIME);
    Catalog__V1__OutdatedPin *pin = compare("s/store");
    ck_assert_int_eq(upgrade_steps(&outdated, pin, false, &catalog.arena, steps, &step_count, &catalog.problem),
                     STATUS_OK);
    ck_assert_uint_eq(step_count, 1);
    ck_assert_str_eq(steps[0]->after, "1.1.0");
    ck_assert_ptr_null(steps[0]->difference);
    test_catalog_done(&catalog);
}
END_TEST

/* ---- Locks ---- */

START_TEST(test_upgrade__a_lock_moves_only_what_is_named) {
    open_catalog(FEATURE(ON_STORE("^1.0") ON_KEYS("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    publish(KEYS("1.1.0"), STATE(PUBLISHED));
    publish(THREAT("2.0.0", "5"), STATE(PUBLISHED));
    const Catalog__V1__UpdateLockResponse *response = update("s/keys", "");
    ck_assert_uint_eq(response->n_pins, 1);
    ck_assert_str_eq(response->pins[0]->before, "1.0.0");
    ck_assert_str_eq(response->pins[0]->after, "1.1.0");
    ck_assert_str_eq(pinned(response->lock, "s/store"), "1.0.0");
    ck_assert_uint_eq(response->difference->n_instances, 1);
    response = update("", "");
    ck_assert_uint_eq(response->n_pins, 3);
    ck_assert_str_eq(response->pins[0]->name, "t/leak");
    ck_assert_str_eq(pinned(response->lock, "s/store"), "1.1.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__a_precise_version_goes_both_ways) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    publish(STORE("1.2.0", GUARD), STATE(PUBLISHED));
    publish(THREAT("2.0.0", "5"), STATE(PUBLISHED));
    lock = update("s/store", "1.1.0")->lock;
    ck_assert_str_eq(pinned(lock, "s/store"), "1.1.0");
    lock = update("t/leak", "2.0.0")->lock;
    ck_assert_str_eq(pinned(lock, "t/leak"), "2.0.0");
    ck_assert_str_eq(pinned(lock, "s/store"), "1.1.0");
    lock = update("t/leak", "1.0.0")->lock;
    ck_assert_str_eq(pinned(lock, "t/leak"), "1.0.0");
    lock = update("s/store", "1.0.0")->lock;
    ck_assert_str_eq(pinned(lock, "s/store"), "1.0.0");
    ck_assert_uint_eq(update("s/store", "1.0.0")->n_pins, 0);
    test_catalog_done(&catalog);
}
END_TEST

/* The keys are met first, and without their pin would take the store with them. */
START_TEST(test_upgrade__what_is_not_named_stays) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, THREAT("1.0.0", "4"));
    test_catalog_add(&catalog, CONTROL);
    test_catalog_add(&catalog, KEYS("1.0.0"));
    test_catalog_add(&catalog, STORE("1.0.0", GUARD NEEDS_KEYS("^1.0")));
    feature = test_catalog_add(&catalog, FEATURE(ON_KEYS("1.x || 2.x") ON_STORE("^1.0")));
    lock = test_catalog_resolve(&catalog, feature).lock;
    publish(KEYS("1.1.0"), STATE(PUBLISHED));
    publish(KEYS("2.0.0"), STATE(PUBLISHED));
    publish(STORE("1.1.0", GUARD NEEDS_KEYS("^2.0")), STATE(PUBLISHED));
    ck_assert_str_eq(look("s/keys")->admitted, "1.1.0");
    const Catalog__V1__UpdateLockResponse *response = update("s/keys", "");
    ck_assert_str_eq(pinned(response->lock, "s/keys"), "1.1.0");
    ck_assert_str_eq(pinned(response->lock, "s/store"), "1.0.0");
    response = update("", "");
    ck_assert_str_eq(pinned(response->lock, "s/keys"), "2.0.0");
    ck_assert_str_eq(pinned(response->lock, "s/store"), "1.1.0");
    expect_refusal("s/keys", "2.0.0", STATUS_FAILED_PRECONDITION, "REQUIREMENT_NOT_MET", "s/store@1.0.0 requires");
    expect_refusal("s/store", "1.1.0", STATUS_FAILED_PRECONDITION, "VERSION_CONFLICT", "stays as it is locked");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__a_threat_without_another_version_keeps_its_pin) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(THREAT("1.0.0", "4"), STATE(YANKED));
    ck_assert_int_eq(look("t/leak")->state, STATE(YANKED));
    ck_assert_uint_eq(step_count, 0);
    ck_assert_str_eq(pinned(update("t/leak", "")->lock, "t/leak"), "1.0.0");
    ck_assert_str_eq(pinned(update("", "")->lock, "t/leak"), "1.0.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_upgrade__refuses_what_cannot_be_pinned) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    publish(STORE("1.1.0", GUARD), STATE(YANKED));
    publish(STORE("1.2.0", GUARD), STATE(DRAFT));
    publish(STORE("2.0.0", GUARD), STATE(PUBLISHED));
    expect_refusal("s/keys", "", STATUS_NOT_FOUND, "NOT_PINNED", "s/keys");
    expect_refusal("", "1.0.0", STATUS_INVALID_ARGUMENT, "PRECISE_NEEDS_NAME", "1.0.0");
    expect_refusal("s/store", "7.7.7", STATUS_NOT_FOUND, "VERSION_NOT_FOUND", "7.7.7");
    expect_refusal("s/store", "1.1.0", STATUS_FAILED_PRECONDITION, "VERSION_YANKED", "s/store@1.1.0");
    expect_refusal("s/store", "1.2.0", STATUS_NOT_FOUND, "VERSION_NOT_FOUND", "1.2.0");
    expect_refusal("s/store", "2.0.0", STATUS_FAILED_PRECONDITION, "REQUIREMENT_NOT_MET",
                   "f/feature requires s/store ^1.0 as data-store, which does not admit 2.0.0");
    test_catalog_done(&catalog);
}
END_TEST

#define POLICY "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nlag: {majors: 1}\n"

START_TEST(test_upgrade__a_new_lock_is_judged_as_a_lock) {
    open_catalog(FEATURE(ON_STORE("^1.0")));
    test_catalog_add(&catalog, POLICY);
    publish(STORE("1.1.0", GUARD), STATE(PUBLISHED));
    publish(STORE("3.0.0", GUARD), STATE(PUBLISHED));
    const Catalog__V1__UpdateLockResponse *response = update("s/store", "");
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .lock = response->lock};
    struct resolution after = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_ptr_nonnull(test_reason(&after, "LOCK_BEHIND"));
    ck_assert_int_eq(response->difference->now_after, after.model->now->state);
    ck_assert_int_eq(response->difference->now_before, response->difference->now_after);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(upgrade, test_outdated__nothing_newer_is_current,
           test_outdated__tells_what_is_admitted_what_is_newest_and_who_holds_it_back,
           test_outdated__an_inner_component_is_held_back_by_who_declares_it, test_outdated__tells_state_and_advisories,
           test_outdated__a_yanked_lock_may_have_to_go_back,
           test_outdated__a_yanked_lock_without_another_version_cannot_move,
           test_outdated__an_override_stays_and_is_told, test_outdated__a_model_without_a_solution_is_refused,
           test_upgrade__has_a_step_within_the_requirements_and_one_beyond,
           test_upgrade__a_step_beyond_is_what_the_changed_requirement_does,
           test_upgrade__a_conflict_that_holds_back_is_explained, test_upgrade__pins_that_hold_back_are_named,
           test_upgrade__pins_that_hold_back_are_named_as_far_as_there_is_room,
           test_upgrade__a_threat_moves_by_its_pin_alone, test_upgrade__without_changes_a_step_says_only_where_it_leads,
           test_upgrade__a_lock_moves_only_what_is_named, test_upgrade__a_precise_version_goes_both_ways,
           test_upgrade__what_is_not_named_stays, test_upgrade__a_threat_without_another_version_keeps_its_pin,
           test_upgrade__refuses_what_cannot_be_pinned, test_upgrade__a_new_lock_is_judged_as_a_lock)
