#include "support/test.h"

#include "fixture.h"
#include "store/taxonomies.h"

#include <string.h>

static struct snapshot *snapshot_at(struct fixture *fixture, uint64_t revision) {
    struct snapshot *snapshot = NULL;
    ck_assert_int_eq(snapshot_begin(fixture->store, revision, &snapshot, NULL), STATUS_OK);
    return snapshot;
}

/* The release that is found when ASKED is looked for at REVISION; "": none. */
static const char *found(struct fixture *fixture, const char *asked, uint64_t revision) {
    struct snapshot *snapshot = snapshot_at(fixture, revision);
    Catalog__V1__Taxonomy *taxonomy = NULL;
    status_code status = snapshot_taxonomy(snapshot, "cwe", asked, &fixture->arena, &taxonomy, NULL);
    snapshot_end(snapshot);
    ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
    return status == STATUS_OK ? taxonomy->release : "";
}

START_TEST(test_store_taxonomy__is_there_from_its_revision_on) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    ck_assert_uint_eq(fixture_import(&fixture, "4.15").revision, 2);
    ck_assert_uint_eq(fixture_import(&fixture, "4.9").revision, 3);
    ck_assert_str_eq(found(&fixture, "", 0), "4.15");
    ck_assert_str_eq(found(&fixture, "4.9", 0), "4.9");
    ck_assert_str_eq(found(&fixture, "4.9", 2), "");
    ck_assert_str_eq(found(&fixture, "", 1), "");
    ck_assert_str_eq(found(&fixture, "4.1", 0), "");
    fixture_reopen(&fixture);
    ck_assert_str_eq(found(&fixture, "", 0), "4.15");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store_taxonomy__is_imported_once) {
    struct fixture fixture;
    fixture_open(&fixture);
    ck_assert_int_eq(fixture_import(&fixture, "4.15").outcome, WRITE_COMMITTED);
    ck_assert_int_eq(fixture_import(&fixture, "4.15").outcome, WRITE_FAILED);
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store_taxonomy__makes_a_plan_that_rests_on_its_absence_fail) {
    const struct read_mark mark = {.name = "cwe", .release = "4.15"};
    const struct edit edit = {.action = CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH,
                              .name = "a/b",
                              .version = "1.0.0",
                              .title = "one",
                              .reads = &mark,
                              .read_count = 1};
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_import(&fixture, "4.9");
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_COMMITTED);
    fixture_import(&fixture, "4.15");
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_CONFLICT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store_taxonomy__gives_entries_and_mappings) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_import(&fixture, "4.9");
    fixture_import(&fixture, "4.15");
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    Catalog__V1__Taxonomy *taxonomy = NULL;
    Catalog__V1__TaxonomyEntry *entry = NULL;
    Catalog__V1__TaxonomyMapping **mappings = NULL;
    struct stored_entry *entries = NULL;
    size_t count = 0;
    ck_assert_int_eq(snapshot_taxonomy(snapshot, "cwe", "4.9", &fixture.arena, &taxonomy, NULL), STATUS_OK);
    ck_assert_int_eq(snapshot_taxonomy_entries(snapshot, taxonomy, "", &fixture.arena, &entries, &count, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(entries[1].id, "CWE-79");
    ck_assert_int_eq(snapshot_taxonomy_entries(snapshot, taxonomy, "CWE-20", &fixture.arena, &entries, &count, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(snapshot_taxonomy_entry(snapshot, taxonomy, "CWE-20", &fixture.arena, &entry, NULL), STATUS_OK);
    ck_assert_str_eq(entry->title, "An entry");
    ck_assert_int_eq(snapshot_taxonomy_entry(snapshot, taxonomy, "CWE-2", &fixture.arena, &entry, NULL),
                     STATUS_NOT_FOUND);
    ck_assert_int_eq(snapshot_taxonomy_mappings(snapshot, "cwe", "CWE-79", &fixture.arena, &mappings, &count, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(snapshot_taxonomy_mappings(snapshot, "cwe", "CWE-7", &fixture.arena, &mappings, &count, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(count, 0);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(store_taxonomy, test_store_taxonomy__is_there_from_its_revision_on, test_store_taxonomy__is_imported_once,
           test_store_taxonomy__makes_a_plan_that_rests_on_its_absence_fail,
           test_store_taxonomy__gives_entries_and_mappings)
