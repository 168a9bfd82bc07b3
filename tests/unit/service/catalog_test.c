#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"
#include "model/contract.h"

#include <string.h>

#define PUBLISHED  CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED
#define DEPRECATED CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED
#define YANKED     CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED

static void publish(struct fixture *fixture, const char *name, const char *version, const char *title) {
    fixture_apply(fixture, fixture_control(fixture, name, version, title), true);
}

static const Catalog__V1__ObjectVersion *get(struct fixture *fixture, const char *name, const char *version,
                                             uint64_t at_revision) {
    Catalog__V1__GetObjectRequest request;
    catalog__v1__get_object_request__init(&request);
    request.selector = fixture_selector(fixture, name, version);
    request.at_revision = at_revision;
    const Catalog__V1__GetObjectResponse *response = fixture_call(fixture, "CatalogService/GetObject", &request.base);
    return response->object;
}

START_TEST(test_catalog__get_answers_the_newest_by_precedence) {
    static const struct {
        const char *version;
        const char *newest; /* after it was published */
    } rows[] = {{"1.0.0-beta.2", "1.0.0-beta.2"},
                {"1.0.0-beta.10", "1.0.0-beta.10"},
                {"1.0.0", "1.0.0"},
                {"2.0.0-rc.1", "1.0.0"},
                {"1.10.0", "1.10.0"},
                {"1.9.0", "1.10.0"}};
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        publish(&fixture, "c/mfa", rows[i].version, rows[i].version);
        ck_assert_str_eq(get(&fixture, "c/mfa", "", 0)->version, rows[i].newest);
    }
    ck_assert_str_eq(get(&fixture, "c/mfa", "", 1)->version, "1.0.0-beta.2");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__get_sends_bytes_that_have_the_digest) {
    struct fixture fixture;
    struct digest content;
    char text[DIGEST_TEXT_BYTES];
    fixture_open(&fixture);
    publish(&fixture, "c/mfa", "1.0.0", "One");
    const Catalog__V1__ObjectVersion *version = get(&fixture, "c/mfa", "1.0.0", 0);
    ck_assert_int_eq(content_digest(version->object, &fixture.arena, &content, NULL), STATUS_OK);
    digest_text(&content, text);
    ck_assert_str_eq(version->content_digest, text);
    ck_assert_str_eq(version->object->control->version, "");
    ck_assert_str_eq(version->author, "tester");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__get_refuses_what_is_not_there_and_what_is_no_name) {
    static const struct {
        const char *name;
        const char *version;
        uint64_t at_revision;
        status_code code;
    } rows[] = {{"c/none", "", 0, STATUS_NOT_FOUND},          {"c/mfa", "9.9.9", 0, STATUS_NOT_FOUND},
                {"c/mfa", "", 99, STATUS_OUT_OF_RANGE},       {"no-slash", "", 0, STATUS_INVALID_ARGUMENT},
                {"c/mfa", "one", 0, STATUS_INVALID_ARGUMENT}, {"", "", 0, STATUS_INVALID_ARGUMENT}};
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "c/mfa", "1.0.0", "One");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Catalog__V1__GetObjectRequest request;
        catalog__v1__get_object_request__init(&request);
        request.selector = fixture_selector(&fixture, rows[i].name, rows[i].version);
        request.at_revision = rows[i].at_revision;
        struct problem problem = fixture_fail(&fixture, "CatalogService/GetObject", &request.base);
        ck_assert_msg(problem.code == rows[i].code, "row %zu: %s", i, problem.message);
    }
    Catalog__V1__GetObjectRequest empty;
    catalog__v1__get_object_request__init(&empty);
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/GetObject", &empty.base).code, STATUS_INVALID_ARGUMENT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__batch_says_which_are_missing) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "c/mfa", "1.0.0", "One");
    Catalog__V1__ObjectSelector *selectors[101];
    for (size_t i = 0; i < COUNT_OF(selectors); i++)
        selectors[i] = fixture_selector(&fixture, i % 2 == 0 ? "c/mfa" : "c/none", "");
    Catalog__V1__BatchGetObjectsRequest request;
    catalog__v1__batch_get_objects_request__init(&request);
    request.selectors = selectors;
    request.n_selectors = 3;
    const Catalog__V1__BatchGetObjectsResponse *response =
        fixture_call(&fixture, "CatalogService/BatchGetObjects", &request.base);
    ck_assert_uint_eq(response->n_objects, 2);
    ck_assert_uint_eq(response->n_missing, 1);
    ck_assert_uint_eq(response->missing[0], 1);
    ck_assert_str_eq(response->objects[1]->object->control->title, "One");
    request.n_selectors = COUNT_OF(selectors);
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/BatchGetObjects", &request.base).code,
                     STATUS_INVALID_ARGUMENT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__list_pages_stay_at_the_first_ones_revision) {
    static const char *const names[] = {"a/one", "a/two", "b/one", "b/three", "b/two"};
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        publish(&fixture, names[i], "1.0.0", names[i]);
    Catalog__V1__ListObjectsRequest request;
    catalog__v1__list_objects_request__init(&request);
    request.page_size = 2;
    size_t found = 0;
    do {
        const Catalog__V1__ListObjectsResponse *page =
            fixture_call(&fixture, "CatalogService/ListObjects", &request.base);
        for (size_t i = 0; i < page->n_objects; i++, found++) {
            ck_assert_str_eq(page->objects[i]->version->name, names[found]);
            ck_assert_str_eq(page->objects[i]->title, names[found]);
            ck_assert_ptr_null(page->objects[i]->version->object);
        }
        publish(&fixture, arena_printf(&fixture.arena, "b/later-%zu", found), "1.0.0", "x");
        request.page_token = page->next_page_token;
    } while (request.page_token[0] != '\0');
    ck_assert_uint_eq(found, COUNT_OF(names));
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__list_filters_by_kind_namespace_and_drafts) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "a/one", "1.0.0", "x");
    publish(&fixture, "b/one", "1.0.0", "x");
    fixture_apply(&fixture, fixture_control(&fixture, "b/draft", "", "x"), false);
    static const struct {
        Catalog__V1__ObjectKind kind;
        const char *name_space;
        bool drafts;
        size_t count;
    } rows[] = {{0, "", false, 2},
                {0, "b", false, 1},
                {0, "", true, 1},
                {CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL, "", false, 2},
                {CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, "", false, 0},
                {0, "none", false, 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Catalog__V1__ListObjectsRequest request;
        catalog__v1__list_objects_request__init(&request);
        request.kind = rows[i].kind;
        request.namespace_ = arena_strdup(&fixture.arena, rows[i].name_space);
        request.drafts = rows[i].drafts;
        const Catalog__V1__ListObjectsResponse *page =
            fixture_call(&fixture, "CatalogService/ListObjects", &request.base);
        ck_assert_msg(page->n_objects == rows[i].count, "row %zu: %zu", i, page->n_objects);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__page_tokens_are_good_for_their_own_request_only) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "a/one", "1.0.0", "x");
    publish(&fixture, "a/two", "1.0.0", "x");
    Catalog__V1__ListObjectsRequest request;
    catalog__v1__list_objects_request__init(&request);
    request.page_size = 1;
    const Catalog__V1__ListObjectsResponse *page = fixture_call(&fixture, "CatalogService/ListObjects", &request.base);
    char *token = page->next_page_token;
    ck_assert_str_ne(token, "");
    request.namespace_ = arena_strdup(&fixture.arena, "a");
    request.page_token = token;
    ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/ListObjects", &request.base).reason, "BAD_PAGE_TOKEN");
    request.namespace_ = arena_strdup(&fixture.arena, "");
    for (size_t i = 0; i < strlen(token); i++) {
        request.page_token = arena_strdup(&fixture.arena, token);
        request.page_token[i] = request.page_token[i] == 'A' ? 'B' : 'A';
        ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/ListObjects", &request.base).reason, "BAD_PAGE_TOKEN");
        request.page_token[i] = '\0';
        if (i > 0)
            ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/ListObjects", &request.base).reason,
                             "BAD_PAGE_TOKEN");
    }
    request.page_token = token;
    request.page_size = 1001;
    ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/ListObjects", &request.base).reason, "BAD_PAGE_SIZE");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__versions_come_newest_first_in_pages) {
    static const char *const newest_first[] = {"10.0.0", "2.0.0", "2.0.0-rc.1", "1.0.0"};
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = COUNT_OF(newest_first); i-- > 0;)
        publish(&fixture, "c/mfa", newest_first[(i * 3) % COUNT_OF(newest_first)],
                arena_printf(&fixture.arena, "%zu", i));
    Catalog__V1__ListVersionsRequest request;
    catalog__v1__list_versions_request__init(&request);
    request.name = arena_strdup(&fixture.arena, "c/mfa");
    request.page_size = 1;
    for (size_t i = 0; i < COUNT_OF(newest_first); i++) {
        const Catalog__V1__ListVersionsResponse *page =
            fixture_call(&fixture, "CatalogService/ListVersions", &request.base);
        ck_assert_uint_eq(page->n_versions, 1);
        ck_assert_str_eq(page->versions[0]->version, newest_first[i]);
        ck_assert_int_eq(page->next_page_token[0] == '\0', i + 1 == COUNT_OF(newest_first));
        request.page_token = page->next_page_token;
    }
    request.name = arena_strdup(&fixture.arena, "c/none");
    request.page_token = arena_strdup(&fixture.arena, "");
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/ListVersions", &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__diff_names_the_fields) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "c/mfa", "1.0.0", "One");
    publish(&fixture, "c/mfa", "1.0.1", "Two");
    Catalog__V1__DiffObjectsRequest request;
    catalog__v1__diff_objects_request__init(&request);
    request.from = fixture_selector(&fixture, "c/mfa", "1.0.0");
    request.to = fixture_selector(&fixture, "c/mfa", "");
    const Catalog__V1__DiffObjectsResponse *response =
        fixture_call(&fixture, "CatalogService/DiffObjects", &request.base);
    ck_assert_uint_eq(response->n_differences, 1);
    ck_assert_str_eq(response->differences[0]->path, "title");
    ck_assert_str_eq(response->differences[0]->after, "Two");
    ck_assert_str_eq(response->to->version, "1.0.1");
    fixture_close(&fixture);
}
END_TEST

static Catalog__V1__YankObjectRequest yank_request(struct fixture *fixture, const char *etag) {
    Catalog__V1__YankObjectRequest request;
    catalog__v1__yank_object_request__init(&request);
    request.request_id = fixture_request_id(fixture);
    request.name = arena_strdup(&fixture->arena, "c/mfa");
    request.version = arena_strdup(&fixture->arena, "1.0.0");
    request.reason = arena_strdup(&fixture->arena, "it does not hold");
    request.etag = arena_strdup(&fixture->arena, etag);
    return request;
}

START_TEST(test_catalog__deprecated_then_yanked_for_good) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "c/mfa", "1.0.0", "One");
    publish(&fixture, "c/better", "1.0.0", "Two");
    Catalog__V1__DeprecateObjectRequest deprecate;
    catalog__v1__deprecate_object_request__init(&deprecate);
    deprecate.request_id = fixture_request_id(&fixture);
    deprecate.name = arena_strdup(&fixture.arena, "c/mfa");
    deprecate.version = arena_strdup(&fixture.arena, "1.0.0");
    deprecate.replaced_by = arena_strdup(&fixture.arena, "c/none");
    ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/DeprecateObject", &deprecate.base).reason,
                     "BAD_REPLACEMENT");
    deprecate.replaced_by = arena_strdup(&fixture.arena, "c/mfa@1.0.0");
    ck_assert_str_eq(fixture_fail(&fixture, "CatalogService/DeprecateObject", &deprecate.base).reason,
                     "BAD_REPLACEMENT");
    deprecate.replaced_by = arena_strdup(&fixture.arena, "c/better@1.0.0");
    const Catalog__V1__DeprecateObjectResponse *deprecated =
        fixture_call(&fixture, "CatalogService/DeprecateObject", &deprecate.base);
    ck_assert_int_eq(deprecated->version->lifecycle->state, DEPRECATED);
    ck_assert_uint_eq(deprecated->version->lifecycle->revision, 3);
    const Catalog__V1__ObjectVersion *stored = get(&fixture, "c/mfa", "", 0);
    ck_assert_str_eq(stored->etag, deprecated->version->etag);
    ck_assert_str_eq(stored->lifecycle->replaced_by, "c/better@1.0.0");
    ck_assert_uint_eq(stored->revision, 1);

    Catalog__V1__YankObjectRequest stale = yank_request(&fixture, "r1");
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/YankObject", &stale.base).code, STATUS_ABORTED);
    Catalog__V1__YankObjectRequest yank = yank_request(&fixture, stored->etag);
    const Catalog__V1__YankObjectResponse *yanked = fixture_call(&fixture, "CatalogService/YankObject", &yank.base);
    ck_assert_int_eq(yanked->version->lifecycle->state, YANKED);
    ck_assert_int_eq(get(&fixture, "c/mfa", "1.0.0", 0)->lifecycle->state, YANKED);
    ck_assert_int_eq(get(&fixture, "c/mfa", "1.0.0", 2)->lifecycle->state, PUBLISHED);
    deprecate.request_id = fixture_request_id(&fixture);
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/DeprecateObject", &deprecate.base).code,
                     STATUS_FAILED_PRECONDITION);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_catalog__publish_takes_the_draft_and_answers_what_get_does) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, fixture_control(&fixture, "c/mfa", "", "One"), false);
    Catalog__V1__PublishObjectRequest request;
    catalog__v1__publish_object_request__init(&request);
    request.request_id = fixture_request_id(&fixture);
    request.name = arena_strdup(&fixture.arena, "c/mfa");
    request.version = arena_strdup(&fixture.arena, "1.0");
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/PublishObject", &request.base).code,
                     STATUS_INVALID_ARGUMENT);
    request.version = arena_strdup(&fixture.arena, "");
    request.etag = arena_strdup(&fixture.arena, "r9");
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/PublishObject", &request.base).code, STATUS_ABORTED);
    request.etag = arena_strdup(&fixture.arena, "r1");
    const Catalog__V1__PublishObjectResponse *response =
        fixture_call(&fixture, "CatalogService/PublishObject", &request.base);
    const Catalog__V1__ObjectVersion *stored = get(&fixture, "c/mfa", "1.0.0", 0);
    ck_assert_uint_eq(response->version->revision, 2);
    ck_assert_str_eq(response->version->etag, stored->etag);
    ck_assert_str_eq(response->version->content_digest, stored->content_digest);
    ck_assert_int_eq(response->version->stored_at->seconds, stored->stored_at->seconds);
    ck_assert_int_eq(response->version->lifecycle->state, PUBLISHED);
    request.request_id = fixture_request_id(&fixture);
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/PublishObject", &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(catalog, test_catalog__get_answers_the_newest_by_precedence,
           test_catalog__get_sends_bytes_that_have_the_digest,
           test_catalog__get_refuses_what_is_not_there_and_what_is_no_name, test_catalog__batch_says_which_are_missing,
           test_catalog__list_pages_stay_at_the_first_ones_revision,
           test_catalog__list_filters_by_kind_namespace_and_drafts,
           test_catalog__page_tokens_are_good_for_their_own_request_only,
           test_catalog__versions_come_newest_first_in_pages, test_catalog__diff_names_the_fields,
           test_catalog__deprecated_then_yanked_for_good,
           test_catalog__publish_takes_the_draft_and_answers_what_get_does)
