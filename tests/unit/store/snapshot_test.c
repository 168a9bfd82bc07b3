#include "support/test.h"

#include "fixture.h"
#include "store/splice.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "codec/message.h"

#define DRAFT     CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DRAFT
#define PUBLISH   CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH
#define DEPRECATE CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DEPRECATE
#define YANK      CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK

static struct snapshot *snapshot_at(struct fixture *fixture, uint64_t revision) {
    struct snapshot *snapshot = NULL;
    ck_assert_int_eq(snapshot_begin(fixture->store, revision, &snapshot, NULL), STATUS_OK);
    return snapshot;
}

static Catalog__V1__LifecycleState state_at(struct fixture *fixture, uint64_t revision, const char *name,
                                            const char *version) {
    struct snapshot *snapshot = snapshot_at(fixture, revision);
    struct stored_version stored;
    Catalog__V1__ObjectVersion *unpacked = NULL;
    status_code status = snapshot_version(snapshot, name, version, &stored, NULL);
    Catalog__V1__LifecycleState state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED;
    if (status == STATUS_OK) {
        ck_assert_int_eq(splice_unpack(&stored, &fixture->arena, &unpacked, NULL), STATUS_OK);
        state = unpacked->lifecycle->state;
    }
    snapshot_end(snapshot);
    return state;
}

START_TEST(test_snapshot__answers_as_of_each_revision) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "first");
    struct edit deprecate = {.action = DEPRECATE, .name = "a/b", .version = "1.0.0", .title = "first"};
    struct edit yank = {.action = YANK, .name = "a/b", .version = "1.0.0", .title = "first"};
    ck_assert_uint_eq(fixture_edit(&fixture, &deprecate).revision, 2);
    ck_assert_uint_eq(fixture_edit(&fixture, &yank).revision, 3);
    fixture_publish(&fixture, "a/b", "2.0.0", "second");
    ck_assert_int_eq(state_at(&fixture, 1, "a/b", "1.0.0"), CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
    ck_assert_int_eq(state_at(&fixture, 2, "a/b", "1.0.0"), CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED);
    ck_assert_int_eq(state_at(&fixture, 0, "a/b", "1.0.0"), CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED);
    ck_assert_int_eq(state_at(&fixture, 3, "a/b", "2.0.0"), CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED);
    struct snapshot *snapshot = NULL;
    ck_assert_int_eq(snapshot_begin(fixture.store, 5, &snapshot, NULL), STATUS_OUT_OF_RANGE);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__lists_versions_up_to_its_revision) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture_publish(&fixture, "a/b-c", "1.0.0", "other");
    fixture_publish(&fixture, "a/b", "1.1.0", "two");
    for (uint64_t revision = 1; revision <= 3; revision++) {
        struct snapshot *snapshot = snapshot_at(&fixture, revision);
        struct stored_version *versions = NULL;
        size_t count = 0;
        ck_assert_int_eq(snapshot_versions(snapshot, "a/b", &fixture.arena, &versions, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, revision == 3 ? 2 : 1);
        ck_assert(slice_equal(versions[0].title, slice_text("one")));
        ck_assert_int_eq(snapshot_versions(snapshot, "a/none", &fixture.arena, &versions, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, 0);
        snapshot_end(snapshot);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__pages_names_by_kind_and_namespace) {
    static const char *const names[] = {"a/one", "a/two", "a-b/one", "b/one", "b/two"};
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = COUNT_OF(names); i-- > 0;)
        fixture_publish(&fixture, names[i], "1.0.0", "x");
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    static const Catalog__V1__ObjectKind kinds[] = {CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED,
                                                    CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        struct name_filter filter = {.kind = kinds[k], .name_space = "", .after = "", .limit = 1};
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            const char **page = NULL;
            size_t count = 0;
            ck_assert_int_eq(snapshot_names(snapshot, &filter, &fixture.arena, &page, &count, NULL), STATUS_OK);
            ck_assert_uint_eq(count, 1);
            ck_assert_str_eq(page[0], names[i]);
            filter.after = page[0];
        }
        const char **rest = NULL;
        size_t count = 0;
        filter.limit = 9;
        ck_assert_int_eq(snapshot_names(snapshot, &filter, &fixture.arena, &rest, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, 0);
        filter = (struct name_filter){.kind = kinds[k], .name_space = "a", .after = "a/one", .limit = 9};
        ck_assert_int_eq(snapshot_names(snapshot, &filter, &fixture.arena, &rest, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_str_eq(rest[0], "a/two");
    }
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__splices_an_answer_that_unpacks_to_the_object) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "a title");
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    struct stored_version stored;
    slice blob = {0};
    ck_assert_int_eq(snapshot_version(snapshot, "a/b", "1.0.0", &stored, NULL), STATUS_OK);
    ck_assert_int_eq(snapshot_blob(snapshot, &stored.content, &blob, NULL), STATUS_OK);
    struct buffer reply;
    buffer_init(&reply, 0);
    splice_version(&reply, 1, &stored, blob);
    snapshot_end(snapshot);
    ProtobufCMessage *message = NULL;
    ck_assert_int_eq(message_unpack(&catalog__v1__get_object_response__descriptor, buffer_slice(&reply), &fixture.arena,
                                    &message, NULL),
                     STATUS_OK);
    const Catalog__V1__ObjectVersion *version = ((Catalog__V1__GetObjectResponse *)message)->object;
    ck_assert_str_eq(version->name, "a/b");
    ck_assert_str_eq(version->version, "1.0.0");
    ck_assert_str_eq(version->author, "tester");
    ck_assert_str_eq(version->etag, "r1");
    ck_assert_int_eq(version->stored_at->seconds, 1000);
    ck_assert_int_eq(version->object->kind_case, CATALOG__V1__OBJECT__KIND_THREAT);
    ck_assert_str_eq(version->object->threat->title, "a title");
    buffer_done(&reply);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__draft_ends_when_its_content_is_published) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct edit draft = {.action = DRAFT, .name = "a/b", .version = "", .title = "one"};
    struct stored_version stored;
    fixture_edit(&fixture, &draft);
    fixture_publish(&fixture, "a/b", "1.0.0", "another");
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    ck_assert_int_eq(snapshot_draft(snapshot, "a/b", &stored, NULL), STATUS_OK);
    snapshot_end(snapshot);
    fixture_publish(&fixture, "a/b", "1.0.1", "one");
    snapshot = snapshot_at(&fixture, 0);
    ck_assert_int_eq(snapshot_draft(snapshot, "a/b", &stored, NULL), STATUS_NOT_FOUND);
    snapshot_end(snapshot);
    snapshot = snapshot_at(&fixture, 2);
    ck_assert_int_eq(snapshot_draft(snapshot, "a/b", &stored, NULL), STATUS_OK);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__finds_who_refers_to_a_name) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct edit publish = {.action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "x", .control = "c/mfa"};
    fixture_edit(&fixture, &publish);
    struct edit yank = publish;
    yank.action = YANK;
    fixture_edit(&fixture, &yank);
    for (uint64_t revision = 1; revision <= 2; revision++) {
        struct snapshot *snapshot = snapshot_at(&fixture, revision);
        struct stored_reference *references = NULL;
        size_t count = 0;
        ck_assert_int_eq(snapshot_references(snapshot, "c/mfa", &fixture.arena, &references, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, revision == 1 ? 1 : 0);
        if (count == 1)
            ck_assert_str_eq(references[0].name, "a/b");
        snapshot_end(snapshot);
    }
    fixture_close(&fixture);
}
END_TEST

/* What was done at each revision, and which version is the newest then; NULL: none. */
static const struct {
    Catalog__V1__ChangeAction action;
    const char *version;
    const char *newest;
} newest_rows[] = {
    {PUBLISH, "1.0.0-rc.1", "1.0.0-rc.1"},
    {PUBLISH, "1.0.0", "1.0.0"},
    {PUBLISH, "2.0.0-rc.1", "1.0.0"},
    {PUBLISH, "1.10.0", "1.10.0"},
    {PUBLISH, "1.9.0", "1.10.0"},
    {YANK, "1.0.0", "1.10.0"},
    {YANK, "1.10.0", "1.9.0"},
    {DEPRECATE, "1.9.0", "1.9.0"},
    {YANK, "1.9.0", "2.0.0-rc.1"},
    {YANK, "1.0.0-rc.1", "2.0.0-rc.1"},
    {YANK, "2.0.0-rc.1", NULL},
    {PUBLISH, "0.1.0+b", "0.1.0+b"},
    {PUBLISH, "0.1.0+a", "0.1.0+b"},
};

START_TEST(test_snapshot__finds_the_newest_version_at_each_revision) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(newest_rows); i++) {
        struct edit edit = {
            .action = newest_rows[i].action, .name = "a/b", .version = newest_rows[i].version, .title = "x"};
        ck_assert_uint_eq(fixture_edit(&fixture, &edit).revision, i + 1);
    }
    for (size_t i = 0; i < COUNT_OF(newest_rows); i++) {
        struct snapshot *snapshot = snapshot_at(&fixture, i + 1);
        struct stored_version stored;
        slice number = {0};
        status_code status = snapshot_newest(snapshot, "a/b", &stored, NULL);
        ck_assert_msg((status == STATUS_OK) == (newest_rows[i].newest != NULL), "row %zu: %s", i, status_name(status));
        if (status == STATUS_OK) {
            ck_assert(stored_version_number(&stored, &number));
            ck_assert_msg(slice_equal(number, slice_text(newest_rows[i].newest)), "row %zu: %.*s", i, (int)number.size,
                          (const char *)number.data);
        }
        snapshot_end(snapshot);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_snapshot__refuses_names_that_no_key_can_hold) {
    char name[600];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    name[3] = '/';
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "x");
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    struct stored_version stored;
    struct stored_version *versions = NULL;
    size_t count = 0;
    const char *const names[] = {name, "", "a", "/", "a/"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        ck_assert_int_eq(snapshot_version(snapshot, names[i], "1.0.0", &stored, NULL), STATUS_NOT_FOUND);
        ck_assert_int_eq(snapshot_draft(snapshot, names[i], &stored, NULL), STATUS_NOT_FOUND);
        ck_assert_int_eq(snapshot_newest(snapshot, names[i], &stored, NULL), STATUS_NOT_FOUND);
        ck_assert_int_eq(snapshot_versions(snapshot, names[i], &fixture.arena, &versions, &count, NULL), STATUS_OK);
        ck_assert_uint_eq(count, 0);
    }
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(snapshot, test_snapshot__answers_as_of_each_revision, test_snapshot__lists_versions_up_to_its_revision,
           test_snapshot__pages_names_by_kind_and_namespace,
           test_snapshot__splices_an_answer_that_unpacks_to_the_object,
           test_snapshot__draft_ends_when_its_content_is_published, test_snapshot__finds_who_refers_to_a_name,
           test_snapshot__finds_the_newest_version_at_each_revision, test_snapshot__refuses_names_that_no_key_can_hold)
