#include "support/test.h"

#include "model/memory_view.h"
#include "model/object.h"

#include <string.h>

static struct arena arena;
static struct memory_view below;
static struct memory_view above;

static void set_up(void) {
    arena_init(&arena, 0);
    memory_view_init(&below, &arena, NULL);
    memory_view_init(&above, &arena, memory_view_catalog(&below));
}

static void tear_down(void) {
    arena_done(&arena);
}

static const Catalog__V1__Object *control_of(const char *name, const char *version, const char *title) {
    Catalog__V1__Object *object = ARENA_NEW(&arena, Catalog__V1__Object);
    Catalog__V1__Control *control = ARENA_NEW(&arena, Catalog__V1__Control);
    catalog__v1__object__init(object);
    catalog__v1__control__init(control);
    control->name = arena_strdup(&arena, name);
    control->version = arena_strdup(&arena, version);
    control->title = arena_strdup(&arena, title);
    object->kind_case = CATALOG__V1__OBJECT__KIND_CONTROL;
    object->control = control;
    return object;
}

static void add(struct memory_view *view, const char *name, const char *version, const char *title) {
    ck_assert_int_eq(memory_view_add(view, control_of(name, version, title), NULL, NULL), STATUS_OK);
}

static size_t versions_of(const struct memory_view *view, const char *name, const struct view_version **ret_versions) {
    const struct catalog_view *catalog = memory_view_catalog(view);
    size_t count = 99;
    ck_assert_int_eq(catalog->versions(catalog->context, name, ret_versions, &count, NULL), STATUS_OK);
    return count;
}

static const char *title_of(const struct memory_view *view, const struct view_version *version) {
    const struct catalog_view *catalog = memory_view_catalog(view);
    const Catalog__V1__Object *object = NULL;
    ck_assert_int_eq(catalog->object(catalog->context, version, &object, NULL), STATUS_OK);
    return object_title(object);
}

START_TEST(test_memory_view__unknown_name_has_no_versions) {
    set_up();
    const struct view_version *versions = NULL;
    ck_assert_uint_eq(versions_of(&above, "aws/s3", &versions), 0);
    tear_down();
}
END_TEST

START_TEST(test_memory_view__objects_above_win_over_those_below) {
    set_up();
    add(&below, "a/b", "1.0.0", "old");
    add(&below, "a/b", "1.1.0", "kept");
    add(&above, "a/b", "1.0.0", "new");
    const struct view_version *versions = NULL;
    ck_assert_uint_eq(versions_of(&above, "a/b", &versions), 2);
    for (size_t i = 0; i < 2; i++)
        ck_assert_str_eq(title_of(&above, &versions[i]), strcmp(versions[i].version, "1.0.0") == 0 ? "new" : "kept");
    ck_assert_uint_eq(versions_of(&below, "a/b", &versions), 2);
    ck_assert_str_eq(title_of(&below, &versions[0]), "old");
    tear_down();
}
END_TEST

START_TEST(test_memory_view__sees_through_to_a_name_it_does_not_hold) {
    set_up();
    add(&below, "a/b", "1.0.0", "below");
    const struct view_version *versions = NULL;
    ck_assert_uint_eq(versions_of(&above, "a/b", &versions), 1);
    ck_assert_str_eq(title_of(&above, &versions[0]), "below");
    tear_down();
}
END_TEST

START_TEST(test_memory_view__addition_is_seen_after_a_look) {
    set_up();
    const struct view_version *versions = NULL;
    add(&above, "a/b", "1.0.0", "one");
    ck_assert_uint_eq(versions_of(&above, "a/b", &versions), 1);
    add(&above, "a/b", "1.1.0", "two");
    ck_assert_uint_eq(versions_of(&above, "a/b", &versions), 2);
    add(&above, "a/b", "1.1.0", "three");
    ck_assert_uint_eq(versions_of(&above, "a/b", &versions), 2);
    ck_assert_str_eq(title_of(&above, &versions[1]), "three");
    tear_down();
}
END_TEST

START_TEST(test_memory_view__state_follows_from_what_is_given) {
    set_up();
    const struct view_version *versions = NULL;
    struct view_version yanked = {
        .version = "2.0.0", .state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED, .reason = "wrong"};
    add(&above, "a/draft", "", "draft");
    add(&above, "a/published", "1.0.0", "published");
    ck_assert_int_eq(memory_view_add(&above, control_of("a/yanked", "1.0.0", ""), &yanked, NULL), STATUS_OK);
    ck_assert_uint_eq(versions_of(&above, "a/draft", &versions), 1);
    ck_assert_int_eq(versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT);
    ck_assert_uint_eq(versions_of(&above, "a/published", &versions), 1);
    ck_assert_int_eq(versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
    ck_assert_int_eq(versions[0].sunset, INT64_MAX);
    ck_assert_uint_eq(versions_of(&above, "a/yanked", &versions), 1);
    ck_assert_str_eq(versions[0].version, "2.0.0");
    ck_assert_str_eq(versions[0].reason, "wrong");
    ck_assert_str_eq(versions[0].replaced_by, "");
    tear_down();
}
END_TEST

START_TEST(test_memory_view__lists_names_of_both_in_byte_order) {
    set_up();
    const struct catalog_view *catalog = memory_view_catalog(&above);
    const char *const *names = NULL;
    size_t count = 0;
    add(&below, "a/c", "1.0.0", "");
    add(&below, "a/a", "1.0.0", "");
    add(&above, "a/b", "1.0.0", "");
    add(&above, "a/a", "1.1.0", "");
    add(&above, "a/draft", "", "");
    ck_assert_int_eq(
        catalog->names(catalog->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL, &names, &count, NULL),
        STATUS_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(names[0], "a/a");
    ck_assert_str_eq(names[1], "a/b");
    ck_assert_str_eq(names[2], "a/c");
    ck_assert_int_eq(
        catalog->names(catalog->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, &names, &count, NULL),
        STATUS_OK);
    ck_assert_uint_eq(count, 0);
    tear_down();
}
END_TEST

START_TEST(test_memory_view__refuses_an_object_without_a_name) {
    set_up();
    Catalog__V1__Object empty;
    catalog__v1__object__init(&empty);
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(memory_view_add(&above, &empty, NULL, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "INVALID_OBJECT");
    ck_assert_int_eq(memory_view_add(&above, control_of("", "1.0.0", ""), NULL, NULL), STATUS_INVALID_ARGUMENT);
    tear_down();
}
END_TEST

static void advise(struct memory_view *view, const char *id, const char *object, bool is_withdrawn) {
    static Catalog__V1__Timestamp then = CATALOG__V1__TIMESTAMP__INIT;
    Catalog__V1__Advisory *advisory = ARENA_NEW(&arena, Catalog__V1__Advisory);
    catalog__v1__advisory__init(advisory);
    advisory->id = arena_strdup(&arena, id);
    advisory->object = arena_strdup(&arena, object);
    advisory->withdrawn_at = is_withdrawn ? &then : NULL;
    ck_assert_int_eq(memory_view_add_advisory(view, advisory, NULL), STATUS_OK);
}

/* The ids of the advisories that VIEW shows about OBJECT, each with a blank after it. */
static const char *advisories_of(const struct memory_view *view, const char *object) {
    const struct catalog_view *catalog = memory_view_catalog(view);
    const Catalog__V1__Advisory *const *advisories = NULL;
    size_t count = 99;
    const char *ids = "";
    ck_assert_int_eq(catalog->advisories(catalog->context, object, &advisories, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        ids = arena_printf(&arena, "%s%s ", ids, advisories[i]->id);
    return ids;
}

START_TEST(test_memory_view__advisories_above_stand_after_those_below) {
    set_up();
    ck_assert_str_eq(advisories_of(&above, "aws/s3"), "");
    advise(&below, "7", "aws/s3", false);
    advise(&below, "9", "aws/s3", false);
    advise(&below, "8", "aws/kms", false);
    ck_assert_str_eq(advisories_of(&above, "aws/s3"), "7 9 ");
    advise(&above, "", "aws/s3", false);
    advise(&above, "", "aws/s3", false);
    ck_assert_str_eq(advisories_of(&above, "aws/s3"), "7 9   ");
    ck_assert_str_eq(advisories_of(&above, "aws/kms"), "8 ");
    tear_down();
}
END_TEST

START_TEST(test_memory_view__advisory_above_takes_one_below_back) {
    set_up();
    advise(&below, "7", "aws/s3", false);
    advise(&below, "8", "aws/s3", true);
    advise(&above, "7", "aws/s3", true);
    ck_assert_str_eq(advisories_of(&below, "aws/s3"), "7 ");
    ck_assert_str_eq(advisories_of(&above, "aws/s3"), "");
    advise(&above, "7", "aws/s3", false);
    ck_assert_str_eq(advisories_of(&above, "aws/s3"), "7 ");
    tear_down();
}
END_TEST

TEST_SUITE(memory_view, test_memory_view__unknown_name_has_no_versions,
           test_memory_view__objects_above_win_over_those_below,
           test_memory_view__sees_through_to_a_name_it_does_not_hold, test_memory_view__addition_is_seen_after_a_look,
           test_memory_view__state_follows_from_what_is_given, test_memory_view__lists_names_of_both_in_byte_order,
           test_memory_view__refuses_an_object_without_a_name,
           test_memory_view__advisories_above_stand_after_those_below,
           test_memory_view__advisory_above_takes_one_below_back)
