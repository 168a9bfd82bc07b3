#include "support/test.h"

#include "base/limits.h"
#include "convert/release.h"

#include <stdio.h>
#include <string.h>

static const char ok_title[] = "A title";
static char ok_kind[] = "weakness";

/* An import whose releases are written down. */
struct fixture {
    struct arena arena;
    struct problem problem;
    struct report report;
    struct import import;
    struct import_release receiver;
    char log[512];
};

static status_code take_begin(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem) {
    struct fixture *fixture = context;
    size_t size = strlen(fixture->log);
    (void)problem;
    snprintf(fixture->log + size, sizeof fixture->log - size, "[%s %s]", taxonomy->scheme, taxonomy->release);
    return STATUS_OK;
}

static status_code take_item(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem) {
    struct fixture *fixture = context;
    size_t size = strlen(fixture->log);
    bool is_entry = item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY;
    snprintf(fixture->log + size, sizeof fixture->log - size, " %s",
             is_entry ? item->entry->id : item->mapping->to->id);
    return strstr(fixture->log, "CWE-666") == NULL
               ? STATUS_OK
               : problem_set(problem, STATUS_UNAVAILABLE, "GONE", "the receiver is gone");
}

static void begin(struct fixture *fixture) {
    *fixture = (struct fixture){.receiver = {.context = fixture, .begin = take_begin, .add = take_item}};
    arena_init(&fixture->arena, 0);
    problem_init(&fixture->problem, &fixture->arena);
    report_init(&fixture->report, &fixture->arena);
    import_init(&fixture->import, &fixture->arena, &fixture->report, "in", &fixture->problem);
    fixture->import.release = &fixture->receiver;
}

static status_code add(struct fixture *fixture, const char *id, const char *title) {
    Catalog__V1__TaxonomyEntry entry;
    catalog__v1__taxonomy_entry__init(&entry);
    entry.id = (char *)(uintptr_t)id;
    entry.title = (char *)(uintptr_t)title;
    entry.kind = ok_kind;
    return release_entry(&fixture->import, "file", NULL, &entry);
}

START_TEST(test_release__hands_on_what_it_is_given) {
    struct fixture fixture;
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    ck_assert_int_eq(add(&fixture, "79", ok_title), STATUS_OK);
    ck_assert(release_has(&fixture.import, "CWE-79"));
    ck_assert_int_eq(release_begin(&fixture.import, "capec", "3.9 draft", "Patterns", "file"), STATUS_OK);
    ck_assert(!release_has(&fixture.import, "CWE-79"));
    ck_assert_int_eq(add(&fixture, "CAPEC-063", ok_title), STATUS_OK);
    ck_assert_str_eq(fixture.log, "[cwe 4.15] CWE-79[capec 3.9-draft] CAPEC-63");
    arena_done(&fixture.arena);
}
END_TEST

START_TEST(test_release__is_called_what_the_caller_wants) {
    struct fixture fixture;
    begin(&fixture);
    fixture.import.release_wanted = "of-today";
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "", "Weaknesses", "file"), STATUS_OK);
    ck_assert_str_eq(fixture.log, "[cwe of-today]");
    arena_done(&fixture.arena);
}
END_TEST

START_TEST(test_release__without_a_name_or_read_twice_is_refused) {
    struct fixture fixture;
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "", "Weaknesses", "file"), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "NO_RELEASE");
    arena_done(&fixture.arena);
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.reason, "TWO_RELEASES");
    arena_done(&fixture.arena);
}
END_TEST

static const struct bad_entry {
    const char *id;
    const char *title;
    const char *words;
} bad_entries[] = {
    {"", ok_title, "an id has 1 to 128 bytes"},
    {"a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-a-very-long-id-"
     "a-very-long-id-a-very-long-id",
     ok_title, "an id has 1 to 128 bytes"},
    {"CWE-80", "", "has no title"},
    {"CWE-079", ok_title, "another entry has this id"},
};

static void check_refused(const struct bad_entry *bad) {
    struct fixture fixture;
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    ck_assert_int_eq(add(&fixture, "79", ok_title), STATUS_OK);
    ck_assert_int_eq(add(&fixture, bad->id, bad->title), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(fixture.problem.message, bad->words));
    fixture.import.keeps_going = true;
    ck_assert_int_eq(add(&fixture, bad->id, bad->title), STATUS_OK);
    ck_assert_uint_eq(fixture.report.totals[NOTE_SKIPPED], 1);
    ck_assert_str_eq(fixture.log, "[cwe 4.15] CWE-79");
    arena_done(&fixture.arena);
}

START_TEST(test_release__refuses_entries_that_are_wrong) {
    for (size_t i = 0; i < COUNT_OF(bad_entries); i++)
        check_refused(&bad_entries[i]);
}
END_TEST

START_TEST(test_release__an_error_of_the_receiver_ends_it) {
    struct fixture fixture;
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    ck_assert_int_eq(add(&fixture, "666", ok_title), STATUS_UNAVAILABLE);
    arena_done(&fixture.arena);
}
END_TEST

START_TEST(test_release__cuts_what_is_too_long_with_a_loss) {
    struct fixture fixture;
    char title[LIMIT_TAXONOMY_TITLE_BYTES + 2];
    begin(&fixture);
    memset(title, 'a', sizeof title - 1);
    memcpy(title + LIMIT_TAXONOMY_TITLE_BYTES - 1, "\xC3\xA9", 3);
    Catalog__V1__TaxonomyEntry entry;
    catalog__v1__taxonomy_entry__init(&entry);
    char id[] = "1";
    char *parents[LIMIT_TAXONOMY_LINKS + 1];
    for (size_t i = 0; i < LIMIT_TAXONOMY_LINKS + 1; i++)
        parents[i] = id;
    entry.id = id;
    entry.title = title;
    entry.parents = parents;
    entry.n_parents = LIMIT_TAXONOMY_LINKS + 1;
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    ck_assert_int_eq(release_entry(&fixture.import, "file", NULL, &entry), STATUS_OK);
    ck_assert_uint_eq(strlen(entry.title), LIMIT_TAXONOMY_TITLE_BYTES - 1);
    ck_assert_uint_eq(entry.n_parents, LIMIT_TAXONOMY_LINKS);
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 2);
    arena_done(&fixture.arena);
}
END_TEST

START_TEST(test_release__has_an_end) {
    struct fixture fixture;
    char id[16];
    status_code code = STATUS_OK;
    begin(&fixture);
    ck_assert_int_eq(release_begin(&fixture.import, "cwe", "4.15", "Weaknesses", "file"), STATUS_OK);
    fixture.import.release = NULL;
    for (unsigned i = 0; i < LIMIT_TAXONOMY_ITEMS && code == STATUS_OK; i++) {
        snprintf(id, sizeof id, "%u", i);
        code = add(&fixture, id, ok_title);
    }
    ck_assert_int_eq(code, STATUS_OK);
    ck_assert_int_eq(add(&fixture, "999999", ok_title), STATUS_RESOURCE_EXHAUSTED);
    arena_done(&fixture.arena);
}
END_TEST

static Catalog__V1__Reference end_of(char *scheme, char *id) {
    Catalog__V1__Reference end;
    catalog__v1__reference__init(&end);
    end.scheme = scheme;
    end.id = id;
    return end;
}

START_TEST(test_release__hands_on_mappings) {
    struct fixture fixture;
    static char note[3 * KIB];
    char scheme[] = "cwe";
    char one[] = "CWE-1";
    char two[] = "CWE-2";
    Catalog__V1__Reference from = end_of(scheme, one);
    Catalog__V1__Reference to = end_of(scheme, two);
    Catalog__V1__TaxonomyMapping mapping;
    catalog__v1__taxonomy_mapping__init(&mapping);
    begin(&fixture);
    memset(note, 'a', sizeof note - 1);
    mapping.from = &from;
    mapping.to = &to;
    mapping.note = note;
    ck_assert_int_eq(release_begin(&fixture.import, "own", "1", "Mappings", "file"), STATUS_OK);
    ck_assert_int_eq(release_mapping(&fixture.import, "file", NULL, &mapping), STATUS_OK);
    ck_assert_str_eq(fixture.log, "[own 1] CWE-2");
    ck_assert_uint_eq(fixture.report.totals[NOTE_LOSS], 1);
    ck_assert_uint_le(protobuf_c_message_get_packed_size(&mapping.base), LIMIT_TAXONOMY_MAPPING_BYTES);
    mapping.to = NULL;
    ck_assert_int_eq(release_mapping(&fixture.import, "file", NULL, &mapping), STATUS_INVALID_ARGUMENT);
    arena_done(&fixture.arena);
}
END_TEST

TEST_SUITE(release, test_release__hands_on_what_it_is_given, test_release__is_called_what_the_caller_wants,
           test_release__without_a_name_or_read_twice_is_refused, test_release__refuses_entries_that_are_wrong,
           test_release__an_error_of_the_receiver_ends_it, test_release__cuts_what_is_too_long_with_a_loss,
           test_release__has_an_end, test_release__hands_on_mappings)
