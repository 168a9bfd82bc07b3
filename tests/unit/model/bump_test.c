#include "support/test.h"

#include "base/macros.h"
#include "bump_corpus.h"
#include "model/bump.h"
#include "sample.h"

#include <string.h>

struct bench {
    struct arena arena;
    struct memory_view view;
    struct problem problem;
};

static void bench_open(struct bench *bench) {
    arena_init(&bench->arena, 0);
    memory_view_init(&bench->view, &bench->arena, NULL);
    problem_init(&bench->problem, &bench->arena);
}

static struct bump_result classify(struct bench *bench, const char *from, const char *to) {
    struct bump_result result;
    const struct bump_options options = {.view = memory_view_catalog(&bench->view)};
    ck_assert_int_eq(bump_classify(sample_object(from, &bench->arena), sample_object(to, &bench->arena), &options,
                                   &bench->arena, &result, &bench->problem),
                     STATUS_OK);
    return result;
}

/* BASE with FIND, which must be there, replaced. */
static const char *mutate(struct bench *bench, const char *base, const struct corpus_row *row) {
    const char *found = strstr(base, row->find);
    ck_assert_msg(found != NULL, "%s: nothing to change", row->what);
    return arena_printf(&bench->arena, "%.*s%s%s", (int)(found - base), base, row->replacement,
                        found + strlen(row->find));
}

START_TEST(test_bump__each_rule_both_ways) {
    for (size_t i = 0; i < bump_corpus_count; i++) {
        const struct corpus_row *row = &bump_corpus[i];
        struct bench bench;
        bench_open(&bench);
        const char *mutation = mutate(&bench, bump_corpus_base, row);
        struct bump_result there = classify(&bench, bump_corpus_base, mutation);
        struct bump_result back = classify(&bench, mutation, bump_corpus_base);
        ck_assert_msg(there.count > 0 && back.count > 0, "%s: no change", row->what);
        ck_assert_msg((int)there.bump == (int)row->there, "%s: %s is %d", row->what, there.changes[0]->path,
                      (int)there.bump);
        ck_assert_msg((int)back.bump == (int)row->back, "%s, back: %s is %d by %s", row->what, back.changes[0]->path,
                      (int)back.bump, back.changes[0]->rule);
        ck_assert_msg(strcmp(there.changes[0]->path, row->path) == 0, "%s: path %s", row->what, there.changes[0]->path);
        ck_assert_msg(strcmp(there.changes[0]->rule, row->rule) == 0, "%s: rule %s", row->what, there.changes[0]->rule);
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_bump__nothing_differs_but_the_version) {
    struct bench bench;
    bench_open(&bench);
    struct bump_result result = classify(&bench, bump_corpus_base, bump_corpus_base);
    ck_assert_uint_eq(result.count, 0);
    ck_assert_int_eq(result.bump, CATALOG__V1__VERSION_BUMP__VERSION_BUMP_UNSPECIFIED);
    arena_done(&bench.arena);
}
END_TEST

START_TEST(test_bump__a_threat_with_groups_needs_a_whole_group) {
    static const struct {
        const char *group;
        enum corpus_bump bump;
    } rows[] = {{"[c/tls]", CORPUS_MINOR}, {"[c/tls, c/other]", CORPUS_MAJOR}, {"[c/log]", CORPUS_MAJOR}};
    static const struct corpus_row spy = {
        .what = "spy", .find = "threats:\n", .replacement = "threats:\n  - {id: spy, threat: t/read, on: index}\n"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench;
        bench_open(&bench);
        sample_publish(&bench.view, arena_printf(&bench.arena,
                                                 "kind: threat\nname: t/read\nmitigation_groups: [{id: g, controls: "
                                                 "%s}]\n",
                                                 rows[i].group));
        struct bump_result result = classify(&bench, bump_corpus_base, mutate(&bench, bump_corpus_base, &spy));
        ck_assert_msg((int)result.bump == (int)rows[i].bump, "%s: %d", rows[i].group, (int)result.bump);
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_bump__other_kinds_go_by_the_contract) {
    static const struct {
        const char *from;
        const char *to;
        enum corpus_bump bump;
    } rows[] = {
        {"kind: threat\nname: t/a\ntitle: A\n", "kind: threat\nname: t/a\ntitle: B\n", CORPUS_PATCH},
        {"kind: threat\nname: t/a\nimpact: 2\n", "kind: threat\nname: t/a\nimpact: 1\n", CORPUS_MAJOR},
        {"kind: control\nname: c/a\nobjective: A\n", "kind: control\nname: c/a\nobjective: B\n", CORPUS_MAJOR},
        {"kind: baseline\nname: b/a\nscope: a\n", "kind: baseline\nname: b/a\nscope: a && b\n", CORPUS_MAJOR},
        {"kind: feature\nname: f/a\nowner: a\n", "kind: feature\nname: f/a\nowner: b\n", CORPUS_MAJOR},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench;
        bench_open(&bench);
        ck_assert_msg((int)classify(&bench, rows[i].from, rows[i].to).bump == (int)rows[i].bump, "%s", rows[i].to);
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_bump__editorial_marks_texts_of_the_contract_only) {
    static const struct {
        const char *find;
        const char *replacement;
        const char *mark;
        status_code code;
    } rows[] = {
        {"Look at it.", "Look well.", "responsibilities[review].statement", STATUS_OK},
        {"One team.", "A team.", "assumptions[own].statement", STATUS_OK},
        {"No cards.", "No cards at all.", "limits.excluded_uses[cards].statement", STATUS_OK},
        {"title: Store", "title: Shop", "title", STATUS_INVALID_ARGUMENT},
        {"strength: full", "strength: partial", "provides[tls].strength", STATUS_INVALID_ARGUMENT},
        {"facts.payment_data", "facts.personal_data", "limits.excluded_uses[cards].when", STATUS_INVALID_ARGUMENT},
        {"title: Store", "title: Shop", "responsibilities[review].statement", STATUS_INVALID_ARGUMENT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench;
        bench_open(&bench);
        const struct corpus_row row = {.what = rows[i].mark, .find = rows[i].find, .replacement = rows[i].replacement};
        char *marks[] = {arena_strdup(&bench.arena, rows[i].mark)};
        const struct bump_options options = {
            .view = memory_view_catalog(&bench.view), .editorial = marks, .editorial_count = 1};
        struct bump_result result = {0};
        status_code code = bump_classify(sample_object(bump_corpus_base, &bench.arena),
                                         sample_object(mutate(&bench, bump_corpus_base, &row), &bench.arena), &options,
                                         &bench.arena, &result, &bench.problem);
        ck_assert_msg(code == rows[i].code, "%s: %d", rows[i].mark, (int)code);
        if (code == STATUS_OK) {
            ck_assert_int_eq(result.bump, CATALOG__V1__VERSION_BUMP__VERSION_BUMP_PATCH);
            ck_assert(result.changes[0]->editorial);
        } else {
            ck_assert_str_eq(bench.problem.reason, "NOT_EDITORIAL");
            ck_assert_str_eq(bench.problem.violations[0].field, rows[i].mark);
        }
        arena_done(&bench.arena);
    }
}
END_TEST

START_TEST(test_bump__next_numbers) {
    static const struct {
        const char *from;
        Catalog__V1__VersionBump bump;
        const char *to;
    } rows[] = {{"1.2.3", CATALOG__V1__VERSION_BUMP__VERSION_BUMP_PATCH, "1.2.4"},
                {"1.2.3", CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR, "1.3.0"},
                {"1.2.3+build", CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR, "2.0.0"},
                {"1.2.3", CATALOG__V1__VERSION_BUMP__VERSION_BUMP_UNSPECIFIED, "1.2.3"},
                {"18446744073709551615.0.0", CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR, NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct semver from;
        struct semver next;
        char text[SEMVER_TEXT_BYTES];
        ck_assert_int_eq(semver_parse(slice_text(rows[i].from), &from, NULL), STATUS_OK);
        ck_assert_msg(bump_next(&from, rows[i].bump, &next) == (rows[i].to != NULL), "%s", rows[i].from);
        if (rows[i].to == NULL)
            continue;
        semver_format(&next, text);
        ck_assert_str_eq(text, rows[i].to);
    }
}
END_TEST

START_TEST(test_bump__says_so_when_there_is_no_room) {
    struct bench bench;
    bench_open(&bench);
    const Catalog__V1__Object *from = sample_object(bump_corpus_base, &bench.arena);
    const Catalog__V1__Object *to = sample_object(mutate(&bench, bump_corpus_base, &bump_corpus[12]), &bench.arena);
    const struct bump_options options = {.view = memory_view_catalog(&bench.view)};
    bool has_room = false;
    for (size_t limit = 16; !has_room; limit += 128) {
        struct arena arena;
        struct bump_result result;
        arena_init(&arena, limit);
        status_code code = bump_classify(from, to, &options, &arena, &result, NULL);
        has_room = code == STATUS_OK;
        ck_assert(has_room || code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
    arena_done(&bench.arena);
}
END_TEST

TEST_SUITE(bump, test_bump__each_rule_both_ways, test_bump__nothing_differs_but_the_version,
           test_bump__a_threat_with_groups_needs_a_whole_group, test_bump__other_kinds_go_by_the_contract,
           test_bump__editorial_marks_texts_of_the_contract_only, test_bump__next_numbers,
           test_bump__says_so_when_there_is_no_room)
