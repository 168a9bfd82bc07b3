#include "support/test.h"

#include "model/diff.h"
#include "sample.h"

#define HEAD    "kind: component\nname: aws/s3\n"
#define CONTROL "kind: control\nname: a/b\n"

struct row {
    const char *what;
    const char *from;
    const char *to;
    struct {
        const char *path;
        const char *before;
        const char *after;
        bool in_contract;
    } expected[4];
};

static const struct row rows[] = {
    {"nothing", HEAD "title: A\n", HEAD "title: A\n", {{0}}},
    {"the version is left out", HEAD "version: 1.0.0\n", HEAD "version: 2.0.0\n", {{0}}},
    {"text is not in the contract", HEAD "title: A\n", HEAD "title: B\n", {{"title", "A", "B", false}}},
    {"absent on one side", HEAD, HEAD "service_class: saas\n", {{"service_class", "", "saas", true}}},
    {"records are matched by id",
     HEAD "provides: [{id: tls, control: a/b, strength: full}, {id: log, control: a/c}]\n",
     HEAD "provides: [{id: log, control: a/c}, {id: tls, control: a/b, strength: partial, title: T}]\n",
     {{"provides[tls].strength", "full", "partial", true}, {"provides[tls].title", "", "T", false}}},
    {"a record on one side",
     HEAD "provides: [{id: tls, control: a/b, mitigates: [t/x, t/y]}]\n",
     HEAD,
     {{"provides[tls]", "{id: tls, control: a/b, mitigates: [t/x, t/y]}", "", true}}},
    {"dependencies by alias, settings by name",
     HEAD "dependencies: [{alias: keys, component: aws/kms, requirement: ^1.0, configuration: {rotation: true}}]\n",
     HEAD "dependencies: [{alias: keys, component: aws/kms, requirement: ^2.0, configuration: {rotation: false}}]\n",
     {{"dependencies[keys].configuration[rotation].value", "true", "false", true},
      {"dependencies[keys].requirement", "^1.0", "^2.0", true}}},
    {"texts by themselves",
     HEAD "tags: [a, b]\n",
     HEAD "tags: [a, c]\n",
     {{"tags[b]", "b", "", false}, {"tags[c]", "", "c", false}}},
    {"texts in another order",
     HEAD "tags: [a, b]\n",
     HEAD "tags: [b, a]\n",
     {{"tags[0]", "a", "b", false}, {"tags[1]", "b", "a", false}}},
    {"an id twice falls back to positions",
     HEAD "provides: [{id: a, control: x/a}, {id: a, control: x/b}]\n",
     HEAD "provides: [{id: a, control: x/a}]\n",
     {{"provides[1]", "{id: a, control: x/b}", "", true}}},
    {"times are one value",
     HEAD "provides: [{id: tls, valid_until: 2026-01-01}]\n",
     HEAD "provides: [{id: tls, valid_until: 2027-01-01}]\n",
     {{"provides[tls].valid_until", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", true}}},
    {"text below a term, and all below text",
     HEAD "responsibilities: [{id: r, mandatory: true}]\ndecisions: [{id: d, kind: accepted}]\n",
     HEAD "responsibilities: [{id: r}]\ndecisions: [{id: d, kind: rerated}]\n",
     {{"decisions[d].kind", "accepted", "rerated", false}, {"responsibilities[r].mandatory", "true", "", true}}},
    {"numbers",
     CONTROL "full_reduction_bp: 100\n",
     CONTROL "full_reduction_bp: 200\n",
     {{"full_reduction_bp", "100", "200", true}}},
    {"records without a name by position",
     CONTROL "mitigates: [{threat: a/x, strength: full}]\n",
     CONTROL "mitigates: [{threat: a/y, strength: full}]\n",
     {{"mitigates[0].threat", "a/x", "a/y", true}}},
};

static size_t expected_count(const struct row *row) {
    size_t count = 0;
    while (count < COUNT_OF(row->expected) && row->expected[count].path != NULL)
        count++;
    return count;
}

START_TEST(test_diff__lists_what_differs) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct diff_list list;
        arena_init(&arena, 0);
        ck_assert_int_eq(
            diff_objects(sample_object(rows[i].from, &arena), sample_object(rows[i].to, &arena), &arena, &list, NULL),
            STATUS_OK);
        ck_assert_msg(list.count == expected_count(&rows[i]), "%s: %zu differences", rows[i].what, list.count);
        for (size_t j = 0; j < list.count; j++) {
            ck_assert_str_eq(list.items[j]->path, rows[i].expected[j].path);
            ck_assert_str_eq(list.items[j]->before, rows[i].expected[j].before);
            ck_assert_str_eq(list.items[j]->after, rows[i].expected[j].after);
            ck_assert_msg(list.items[j]->in_contract == rows[i].expected[j].in_contract, "%s: %s", rows[i].what,
                          list.items[j]->path);
        }
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_diff__refuses_two_kinds) {
    struct arena arena;
    struct diff_list list;
    struct problem problem;
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    ck_assert_int_eq(diff_objects(sample_object(HEAD, &arena), sample_object(CONTROL, &arena), &arena, &list, &problem),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "KIND_MISMATCH");
    arena_done(&arena);
}
END_TEST

START_TEST(test_diff__says_so_when_there_is_no_room) {
    struct arena objects;
    arena_init(&objects, 0);
    const Catalog__V1__Object *from = sample_object(HEAD "tags: [a, b, c]\n", &objects);
    const Catalog__V1__Object *to = sample_object(HEAD "tags: [d, e, f]\n", &objects);
    bool has_room = false;
    for (size_t limit = 16; !has_room; limit += 16) {
        struct arena arena;
        struct diff_list list;
        arena_init(&arena, limit);
        status_code code = diff_objects(from, to, &arena, &list, NULL);
        has_room = code == STATUS_OK;
        ck_assert(has_room || code == STATUS_RESOURCE_EXHAUSTED);
        ck_assert(!has_room || list.count == 6);
        arena_done(&arena);
    }
    arena_done(&objects);
}
END_TEST

TEST_SUITE(diff, test_diff__lists_what_differs, test_diff__refuses_two_kinds, test_diff__says_so_when_there_is_no_room)
