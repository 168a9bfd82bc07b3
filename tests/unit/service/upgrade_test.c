#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"
#include "model/effective_diff.h"

#include "catalog/v1/resolution_service.pb-c.h"
#include "catalog/v1/upgrade_service.pb-c.h"

#include <string.h>

#define THREAT(version, impact)                                                                                        \
    "kind: threat\nname: t/leak\nversion: " version "\ntitle: Data leaks\nlikelihood: 4\nimpact: " impact "\n"         \
    "statement: {action: reads}\n"
#define CONTROL                                                                                                        \
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"        \
    "mitigates:\n  - {threat: t/leak, strength: full}\n"
#define GUARD "provides:\n  - {id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full}\n"
#define STORE(version, more)                                                                                           \
    "kind: component\nname: s/store\nversion: " version "\ntitle: A store\nservice_class: abstracted\n"                \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n" more                                                         \
    "responsibilities:\n  - {id: key, statement: The key is kept.}\n"
#define FEATURE                                                                                                        \
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"       \
    "elements:\n  - {id: api, kind: process, title: The service}\n  - {id: browser, kind: external, title: A "         \
    "browser}\n"                                                                                                       \
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"                                      \
    "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internet}\n"                                    \
    "data_flows:\n  - {id: ask, from: browser, to: api, assets: [data]}\n"                                             \
    "  - {id: save, from: api, to: data-store.box}\n"                                                                  \
    "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n"
#define MORE "  - {id: more, title: More, control: c/guard, mitigates: [t/leak], strength: partial}\n"

static struct fixture fixture;
static Catalog__V1__ResolutionTarget target;
static Catalog__V1__Lock *lock;

static const Catalog__V1__ResolveResponse *resolve_with(Catalog__V1__Lock *with) {
    Catalog__V1__ResolveRequest question = CATALOG__V1__RESOLVE_REQUEST__INIT;
    Catalog__V1__ResolutionTarget locked = target;
    locked.lock = with;
    question.target = &locked;
    return fixture_call(&fixture, "ResolutionService/Resolve", &question.base);
}

/* A feature that is locked to the first of everything, and newer versions of what it stands on. */
static void open_catalog(void) {
    fixture_open(&fixture);
    fixture_apply(&fixture, THREAT("1.0.0", "4") "---\n" CONTROL "---\n" STORE("1.0.0", GUARD) "---\n" FEATURE, true);
    catalog__v1__resolution_target__init(&target);
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "f/feature", "");
    lock = resolve_with(NULL)->lock;
    fixture.now += 10 * NS_PER_DAY;
    fixture_apply(&fixture, THREAT("2.0.0", "5") "---\n" STORE("1.1.0", GUARD MORE) "---\n" STORE("3.0.0", ""), true);
    fixture.now += 5 * NS_PER_DAY;
    target.lock = lock;
}

static Catalog__V1__ListOutdatedRequest list_request(bool with_changes) {
    Catalog__V1__ListOutdatedRequest request = CATALOG__V1__LIST_OUTDATED_REQUEST__INIT;
    request.target = &target;
    request.with_changes = with_changes;
    return request;
}

static const Catalog__V1__ListOutdatedResponse *list(const Catalog__V1__ListOutdatedRequest *request) {
    return fixture_call(&fixture, "UpgradeService/ListOutdated", &request->base);
}

static Catalog__V1__UpdateLockRequest lock_request(char **names, char *precise) {
    Catalog__V1__UpdateLockRequest request = CATALOG__V1__UPDATE_LOCK_REQUEST__INIT;
    request.target = &target;
    request.names = names;
    request.n_names = names != NULL;
    request.precise = precise;
    return request;
}

static const Catalog__V1__UpdateLockResponse *update(char **names, char *precise) {
    Catalog__V1__UpdateLockRequest request = lock_request(names, precise);
    return fixture_call(&fixture, "UpgradeService/UpdateLock", &request.base);
}

static void expect_diff(const Catalog__V1__EffectiveModel *before, const Catalog__V1__EffectiveModel *after,
                        const Catalog__V1__EffectiveDiff *told) {
    Catalog__V1__EffectiveDiff *diff = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(effective_diff(before, after, &fixture.arena, &diff, &problem), STATUS_OK);
    size_t size = protobuf_c_message_get_packed_size(&diff->base);
    ck_assert_uint_eq(size, protobuf_c_message_get_packed_size(&told->base));
    uint8_t *left = arena_alloc(&fixture.arena, size + 1);
    uint8_t *right = arena_alloc(&fixture.arena, size + 1);
    protobuf_c_message_pack(&diff->base, left);
    protobuf_c_message_pack(&told->base, right);
    ck_assert_mem_eq(left, right, size);
}

START_TEST(test_upgrade__lists_what_is_behind) {
    open_catalog();
    Catalog__V1__ListOutdatedRequest request = list_request(false);
    const Catalog__V1__ListOutdatedResponse *answer = list(&request);
    ck_assert_str_eq(answer->model, "f/feature");
    ck_assert_uint_eq(answer->pin_count, 3);
    ck_assert_uint_eq(answer->n_pins, 2);
    ck_assert_uint_eq(answer->n_steps, 0);
    ck_assert_str_eq(answer->next_page_token, "");
    ck_assert_str_eq(answer->pins[0]->name, "t/leak");
    ck_assert_str_eq(answer->pins[0]->admitted, "2.0.0");
    ck_assert_str_eq(answer->pins[1]->locked, "1.0.0");
    ck_assert_str_eq(answer->pins[1]->admitted, "1.1.0");
    ck_assert_str_eq(answer->pins[1]->newest, "3.0.0");
    ck_assert_uint_eq(answer->pins[1]->days_behind, 5);
    request.include_current = true;
    ck_assert_uint_eq(list(&request)->n_pins, 3);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__lists_without_a_lock_what_the_newest_choice_is_behind) {
    open_catalog();
    target.lock = NULL;
    Catalog__V1__ListOutdatedRequest request = list_request(true);
    const Catalog__V1__ListOutdatedResponse *answer = list(&request);
    ck_assert_uint_eq(answer->n_pins, 1);
    ck_assert_str_eq(answer->pins[0]->locked, "1.1.0");
    ck_assert_uint_eq(answer->n_steps, 1);
    ck_assert(answer->steps[0]->is_beyond);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__orders_steps_and_none_that_is_worse_comes_first) {
    open_catalog();
    Catalog__V1__ListOutdatedRequest request = list_request(true);
    const Catalog__V1__ListOutdatedResponse *answer = list(&request);
    ck_assert_uint_eq(answer->n_steps, 3);
    for (size_t i = 1; i < answer->n_steps; i++)
        ck_assert_int_le(answer->steps[i - 1]->difference->is_worse, answer->steps[i]->difference->is_worse);
    ck_assert(answer->steps[2]->difference->is_worse);
    ck_assert_str_eq(answer->steps[2]->name, "s/store");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__pages_hold_together_what_one_answer_holds) {
    open_catalog();
    Catalog__V1__ListOutdatedRequest request = list_request(true);
    request.include_current = true;
    const Catalog__V1__ListOutdatedResponse *whole = list(&request);
    size_t pins = 0;
    size_t steps = 0;
    request.page_size = 1;
    do {
        const Catalog__V1__ListOutdatedResponse *page = list(&request);
        ck_assert_uint_eq(page->n_pins, 1);
        ck_assert_str_eq(page->pins[0]->name, whole->pins[pins]->name);
        ck_assert_uint_eq(page->revision, whole->revision);
        pins += page->n_pins;
        steps += page->n_steps;
        request.page_token = page->next_page_token;
    } while (request.page_token[0] != '\0');
    ck_assert_uint_eq(pins, whole->n_pins);
    ck_assert_uint_eq(steps, whole->n_steps);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__lists_one_by_name) {
    static char name[] = "c/guard";
    static char other[] = "s/other";
    open_catalog();
    Catalog__V1__ListOutdatedRequest request = list_request(true);
    request.name = name;
    const Catalog__V1__ListOutdatedResponse *answer = list(&request);
    ck_assert_uint_eq(answer->n_pins, 1);
    ck_assert_str_eq(answer->pins[0]->name, "c/guard");
    ck_assert_uint_eq(answer->n_steps, 0);
    request.name = other;
    struct problem problem = fixture_fail(&fixture, "UpgradeService/ListOutdated", &request.base);
    ck_assert_int_eq(problem.code, STATUS_NOT_FOUND);
    ck_assert_str_eq(problem.reason, "NOT_PINNED");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__a_step_is_what_updating_the_lock_does) {
    open_catalog();
    char *names[] = {(char[]){"s/store"}};
    Catalog__V1__ListOutdatedRequest request = list_request(true);
    request.name = names[0];
    const Catalog__V1__ListOutdatedResponse *answer = list(&request);
    const Catalog__V1__UpgradeStep *step = answer->steps[answer->steps[0]->is_beyond ? 1 : 0];
    const Catalog__V1__EffectiveModel *before = resolve_with(lock)->model;
    const Catalog__V1__UpdateLockResponse *updated = update(names, (char[]){""});
    const Catalog__V1__EffectiveModel *after = resolve_with(updated->lock)->model;
    expect_diff(before, after, step->difference);
    expect_diff(before, after, updated->difference);
    ck_assert_uint_eq(updated->n_pins, 1);
    ck_assert_str_eq(updated->pins[0]->after, "1.1.0");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_upgrade__updates_all_and_goes_back) {
    open_catalog();
    char *names[] = {(char[]){"s/store"}};
    const Catalog__V1__UpdateLockResponse *all = update(NULL, (char[]){""});
    ck_assert_uint_eq(all->n_pins, 2);
    ck_assert_uint_eq(all->lock->n_pins, 3);
    target.lock = all->lock;
    const Catalog__V1__UpdateLockResponse *back = update(names, (char[]){"1.0.0"});
    ck_assert_uint_eq(back->n_pins, 1);
    ck_assert_str_eq(back->pins[0]->before, "1.1.0");
    ck_assert_str_eq(back->pins[0]->after, "1.0.0");
    fixture_close(&fixture);
}
END_TEST

static void expect_refusal(char **names, char *precise, status_code code, const char *reason) {
    Catalog__V1__UpdateLockRequest request = lock_request(names, precise);
    struct problem problem = fixture_fail(&fixture, "UpgradeService/UpdateLock", &request.base);
    ck_assert_int_eq(problem.code, code);
    ck_assert_str_eq(problem.reason, reason);
}

START_TEST(test_upgrade__refuses_wrong_requests) {
    open_catalog();
    char *names[] = {(char[]){"s/store"}};
    char *others[] = {(char[]){"s/other"}};
    expect_refusal(names, (char[]){"3.0.0"}, STATUS_FAILED_PRECONDITION, "REQUIREMENT_NOT_MET");
    expect_refusal(names, (char[]){"9.0.0"}, STATUS_NOT_FOUND, "VERSION_NOT_FOUND");
    expect_refusal(others, (char[]){""}, STATUS_NOT_FOUND, "NOT_PINNED");
    expect_refusal(NULL, (char[]){"1.0.0"}, STATUS_INVALID_ARGUMENT, "PRECISE_NEEDS_NAME");
    Catalog__V1__ListOutdatedRequest empty = CATALOG__V1__LIST_OUTDATED_REQUEST__INIT;
    ck_assert_str_eq(fixture_fail(&fixture, "UpgradeService/ListOutdated", &empty.base).reason, "NO_TARGET");
    Catalog__V1__UpdateLockRequest none = CATALOG__V1__UPDATE_LOCK_REQUEST__INIT;
    ck_assert_str_eq(fixture_fail(&fixture, "UpgradeService/UpdateLock", &none.base).reason, "NO_TARGET");
    Catalog__V1__ListOutdatedRequest paged = list_request(false);
    paged.page_size = 1001;
    ck_assert_str_eq(fixture_fail(&fixture, "UpgradeService/ListOutdated", &paged.base).reason, "BAD_PAGE_SIZE");
    paged.page_size = 0;
    paged.page_token = (char[]){"x"};
    ck_assert_str_eq(fixture_fail(&fixture, "UpgradeService/ListOutdated", &paged.base).reason, "BAD_PAGE_TOKEN");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(upgrade, test_upgrade__lists_what_is_behind,
           test_upgrade__lists_without_a_lock_what_the_newest_choice_is_behind,
           test_upgrade__orders_steps_and_none_that_is_worse_comes_first,
           test_upgrade__pages_hold_together_what_one_answer_holds, test_upgrade__lists_one_by_name,
           test_upgrade__a_step_is_what_updating_the_lock_does, test_upgrade__updates_all_and_goes_back,
           test_upgrade__refuses_wrong_requests)
