#include "support/test.h"

#include "base/buffer.h"
#include "base/macros.h"
#include "fixture.h"

#include "catalog/v1/resolution_service.pb-c.h"
#include "codec/message.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_file(struct buffer *text, const char *path) {
    FILE *file = fopen(path, "r");
    char bytes[4096];
    ck_assert_msg(file != NULL, "%s", path);
    buffer_append_text(text, "\n---\n");
    for (size_t size = fread(bytes, 1, sizeof bytes, file); size > 0; size = fread(bytes, 1, sizeof bytes, file))
        buffer_append(text, slice_of(bytes, size));
    fclose(file);
}

static const char *const starters[] = {"policy", "stride", "appsec", "baseline", "aws", "selfhosted", "inhouse"};

/* Publishes the starter catalogs, all of them in one call. */
static void publish_starters(struct fixture *fixture) {
    struct buffer text;
    buffer_init(&text, 0);
    for (size_t i = 0; i < COUNT_OF(starters); i++) {
        glob_t found;
        ck_assert_int_eq(glob(arena_printf(&fixture->arena, "catalogs/%s/*.yaml", starters[i]), 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++)
            append_file(&text, found.gl_pathv[j]);
        globfree(&found);
    }
    buffer_append_byte(&text, '\0');
    fixture_apply(fixture, (const char *)text.data, true);
    buffer_done(&text);
}

static Catalog__V1__ResolutionTarget *example_target(struct fixture *fixture, const char *file) {
    struct buffer text;
    size_t count = 0;
    buffer_init(&text, 0);
    append_file(&text, file);
    buffer_append_byte(&text, '\0');
    Catalog__V1__ResolutionTarget *target = ARENA_NEW(&fixture->arena, Catalog__V1__ResolutionTarget);
    catalog__v1__resolution_target__init(target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT;
    target->object = fixture_objects(fixture, (const char *)text.data, &count)[0];
    buffer_done(&text);
    return target;
}

#define EXAMPLE "catalogs/examples/report-export.yaml"

static char *packed(struct fixture *fixture, const ProtobufCMessage *message, size_t *ret_size) {
    *ret_size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(&fixture->arena, *ret_size);
    protobuf_c_message_pack(message, bytes);
    return (char *)bytes;
}

START_TEST(test_resolution__pages_of_rows_are_the_whole_model) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    request.page_size = 1;
    const Catalog__V1__ResolveResponse *first = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    ck_assert_uint_gt(first->row_count, 3);
    ck_assert_uint_eq(first->model->n_rows, 1);
    ck_assert_uint_eq(first->revision, 1);
    ck_assert_int_eq(first->at->seconds, FIXTURE_START / NS_PER_SECOND);

    Catalog__V1__ListRowsRequest pages;
    catalog__v1__list_rows_request__init(&pages);
    pages.target = request.target;
    pages.page_size = 2;
    pages.page_token = first->next_page_token;
    size_t rows = 1;
    /* Neither a later change nor a later time moves the pages of a resolution that was begun. */
    fixture_apply(&fixture, fixture_control(&fixture, "c/later", "1.0.0", "x"), true);
    fixture.now += NS_PER_DAY;
    while (pages.page_token[0] != '\0') {
        const Catalog__V1__ListRowsResponse *page = fixture_call(&fixture, "ResolutionService/ListRows", &pages.base);
        ck_assert_uint_ge(page->n_rows, 1);
        ck_assert_uint_le(page->n_rows, 2);
        rows += page->n_rows;
        pages.page_token = page->next_page_token;
    }
    ck_assert_uint_eq(rows, first->row_count);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__the_same_revision_and_time_give_the_same_bytes) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    request.target->at_revision = 1;
    size_t sizes[2];
    char *bytes[2];
    for (size_t i = 0; i < 2; i++) {
        const Catalog__V1__ResolveResponse *response =
            fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
        bytes[i] = packed(&fixture, &response->model->base, &sizes[i]);
        fixture_apply(&fixture, fixture_control(&fixture, "c/later", "1.0.0", "x"), true);
        fixture.now += NS_PER_DAY;
    }
    ck_assert_uint_eq(sizes[0], sizes[1]);
    ck_assert_mem_eq(bytes[0], bytes[1], sizes[0]);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__stored_and_local_models_resolve_alike) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    const Catalog__V1__ResolveResponse *local = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    Catalog__V1__ApplyObjectsRequest apply;
    catalog__v1__apply_objects_request__init(&apply);
    apply.request_id = fixture_request_id(&fixture);
    apply.objects = &request.target->object;
    apply.n_objects = 1;
    fixture_call(&fixture, "CatalogService/ApplyObjects", &apply.base);
    Catalog__V1__ResolutionTarget stored;
    catalog__v1__resolution_target__init(&stored);
    stored.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    stored.selector = fixture_selector(&fixture, local->model->model, "");
    stored.selector->draft = true;
    request.target = &stored;
    const Catalog__V1__ResolveResponse *draft = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    size_t sizes[2];
    char *bytes[2] = {packed(&fixture, &local->model->base, &sizes[0]),
                      packed(&fixture, &draft->model->base, &sizes[1])};
    ck_assert_uint_eq(sizes[0], sizes[1]);
    ck_assert_mem_eq(bytes[0], bytes[1], sizes[0]);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__inputs_name_what_was_read_in_order) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__GetResolutionInputsRequest request;
    catalog__v1__get_resolution_inputs_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    const Catalog__V1__GetResolutionInputsResponse *inputs =
        fixture_call(&fixture, "ResolutionService/GetResolutionInputs", &request.base);
    bool has_policy = false;
    bool has_component = false;
    ck_assert_ptr_null(inputs->model);
    for (size_t i = 0; i < inputs->n_versions; i++) {
        const Catalog__V1__ObjectVersion *version = inputs->versions[i];
        has_policy |= strcmp(version->name, "policy/organisation") == 0;
        has_component |= strcmp(version->name, "aws/s3") == 0;
        ck_assert_ptr_null(version->object);
        if (i > 0)
            ck_assert_int_le(strcmp(inputs->versions[i - 1]->name, version->name), 0);
    }
    ck_assert(has_policy && has_component);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__explains_a_row_of_the_model) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    const Catalog__V1__ResolveResponse *response = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    Catalog__V1__ExplainRowRequest explain;
    catalog__v1__explain_row_request__init(&explain);
    explain.target = request.target;
    explain.row = response->model->rows[0]->key;
    const Catalog__V1__ExplainRowResponse *answer =
        fixture_call(&fixture, "ResolutionService/ExplainRow", &explain.base);
    ck_assert_str_eq(answer->row->key, explain.row);
    ck_assert_uint_gt(answer->n_steps, 0);
    explain.row = arena_strdup(&fixture.arena, "no/such@row");
    ck_assert_int_eq(fixture_fail(&fixture, "ResolutionService/ExplainRow", &explain.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

/* Page by page, in the order of the model, each as it is explained alone. */
START_TEST(test_resolution__explains_all_rows_in_pages) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = example_target(&fixture, EXAMPLE);
    const Catalog__V1__ResolveResponse *response = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    Catalog__V1__ExplainRowsRequest explain;
    catalog__v1__explain_rows_request__init(&explain);
    explain.target = request.target;
    explain.page_size = 3;
    size_t count = 0;
    do {
        const Catalog__V1__ExplainRowsResponse *page =
            fixture_call(&fixture, "ResolutionService/ExplainRows", &explain.base);
        ck_assert_uint_gt(page->n_explanations, 0);
        ck_assert_uint_le(page->n_explanations, 3);
        for (size_t i = 0; i < page->n_explanations; i++) {
            ck_assert_uint_lt(count, response->row_count);
            ck_assert_str_eq(page->explanations[i]->row->key, response->model->rows[count++]->key);
            ck_assert_uint_gt(page->explanations[i]->n_steps, 0);
        }
        explain.page_token = page->next_page_token;
    } while (explain.page_token[0] != '\0');
    ck_assert_uint_eq(count, response->row_count);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__pages_of_explanations_take_their_own_tokens_only) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ListRowsRequest rows;
    Catalog__V1__ExplainRowsRequest explain;
    catalog__v1__list_rows_request__init(&rows);
    catalog__v1__explain_rows_request__init(&explain);
    ck_assert_int_eq(fixture_fail(&fixture, "ResolutionService/ExplainRows", &explain.base).code,
                     STATUS_INVALID_ARGUMENT);
    rows.target = explain.target = example_target(&fixture, EXAMPLE);
    rows.page_size = 1;
    const Catalog__V1__ListRowsResponse *page = fixture_call(&fixture, "ResolutionService/ListRows", &rows.base);
    explain.page_token = page->next_page_token;
    ck_assert_int_eq(fixture_fail(&fixture, "ResolutionService/ExplainRows", &explain.base).code,
                     STATUS_INVALID_ARGUMENT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__refuses_what_is_no_model) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, fixture_control(&fixture, "c/mfa", "1.0.0", "x"), true);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    ck_assert_str_eq(fixture_fail(&fixture, "ResolutionService/Resolve", &request.base).reason, "NO_TARGET");
    Catalog__V1__ResolutionTarget target;
    catalog__v1__resolution_target__init(&target);
    request.target = &target;
    ck_assert_str_eq(fixture_fail(&fixture, "ResolutionService/Resolve", &request.base).reason, "NO_TARGET");
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "c/mfa", "");
    ck_assert_str_eq(fixture_fail(&fixture, "ResolutionService/Resolve", &request.base).reason, "NOT_A_MODEL");
    target.selector = fixture_selector(&fixture, "c/none", "");
    ck_assert_int_eq(fixture_fail(&fixture, "ResolutionService/Resolve", &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_resolution__a_model_that_resolves_to_invalid_is_not_published) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish_starters(&fixture);
    Catalog__V1__ResolutionTarget *target = example_target(&fixture, "catalogs/drafts/webhook-receiver.yaml");
    Catalog__V1__ApplyObjectsRequest apply;
    catalog__v1__apply_objects_request__init(&apply);
    apply.request_id = fixture_request_id(&fixture);
    apply.objects = &target->object;
    apply.n_objects = 1;
    apply.publish = true;
    struct problem problem = fixture_fail(&fixture, "CatalogService/ApplyObjects", &apply.base);
    ck_assert_int_eq(problem.code, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "MODEL_INVALID");
    ck_assert_uint_gt(problem.violation_count, 0);
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    apply.publish = false;
    fixture_call(&fixture, "CatalogService/ApplyObjects", &apply.base);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(resolution, test_resolution__pages_of_rows_are_the_whole_model,
           test_resolution__the_same_revision_and_time_give_the_same_bytes,
           test_resolution__stored_and_local_models_resolve_alike, test_resolution__inputs_name_what_was_read_in_order,
           test_resolution__explains_a_row_of_the_model, test_resolution__explains_all_rows_in_pages,
           test_resolution__pages_of_explanations_take_their_own_tokens_only, test_resolution__refuses_what_is_no_model,
           test_resolution__a_model_that_resolves_to_invalid_is_not_published)
