#include "support/test.h"

#include "catalog/catalog.h"
#include "unit/client/double.h"

#include <string.h>

static struct double_server server;
static struct catalog_client *client;

static void begin(void (*handle)(struct double_server *, struct double_call *)) {
    double_start(&server, handle);
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
}

static void end(void) {
    catalog_client_close(client);
    double_stop(&server);
}

static char guard[] = "c/guard";
static char watch[] = "c/watch";
static char first_feature[] = "f/a";
static char second_feature[] = "f/b";
static char more[] = "more";
static char nothing[] = "";

static Catalog__V1__PlatformControl control_of(char *name, uint32_t rows, char **example) {
    Catalog__V1__PlatformControl control;
    catalog__v1__platform_control__init(&control);
    control.control = name;
    control.features = 1;
    control.rows_closed = rows;
    control.examples = example;
    control.n_examples = 1;
    return control;
}

/* Two pages of one feature each: on the first guard closes 3 rows, on the second guard closes 1 and watch 9. A page
 * after the one called "again" is that page once more. */
static void answer_pages(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__plan_organisation_request__descriptor);
    const Catalog__V1__PlanOrganisationRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    char *example = is_first ? first_feature : second_feature;
    Catalog__V1__PlatformControl guarded = control_of(guard, is_first ? 3 : 1, &example);
    Catalog__V1__PlatformControl watched = control_of(watch, 9, &example);
    Catalog__V1__PlatformControl *controls[] = {&guarded, &watched};
    Catalog__V1__PlanOrganisationResponse response;
    catalog__v1__plan_organisation_response__init(&response);
    ck_assert_uint_eq(request->at_revision, 4);
    response.controls = controls;
    response.n_controls = is_first ? 1 : 2;
    response.features = 1;
    response.features_total = 2;
    response.next_page_token = is_first ? more : (self->context != NULL ? self->context : nothing);
    double_reply(call, &response.base, 4);
    protobuf_c_message_free_unpacked(message, NULL);
}

static void note_progress(void *context, size_t done, size_t total) {
    size_t *calls = context;
    (*calls)++;
    ck_assert_uint_eq(done, *calls);
    ck_assert_uint_eq(total, 2);
}

START_TEST(test_plans__sum_up_all_pages_of_an_organisation) {
    begin(answer_pages);
    size_t calls = 0;
    struct catalog_plan_options options = CATALOG_PLAN_OPTIONS_INIT;
    Catalog__V1__PlanOrganisationRequest request;
    Catalog__V1__PlanOrganisationResponse *response = NULL;
    catalog__v1__plan_organisation_request__init(&request);
    request.at_revision = 4;
    options.progress = note_progress;
    options.progress_context = &calls;
    ck_assert_int_eq(catalog_plan_organisation(client, &request, &options, &response, NULL), CATALOG_OK);
    ck_assert_uint_eq(calls, 2);
    ck_assert_uint_eq(response->features, 2);
    ck_assert_str_eq(response->next_page_token, "");
    ck_assert_uint_eq(response->n_controls, 2);
    ck_assert_str_eq(response->controls[0]->control, "c/watch");
    ck_assert_str_eq(response->controls[1]->control, "c/guard");
    ck_assert_uint_eq(response->controls[1]->rows_closed, 4);
    ck_assert_uint_eq(response->controls[1]->features, 2);
    ck_assert_uint_eq(response->controls[1]->n_examples, 2);
    ck_assert_str_eq(response->controls[1]->examples[0], "f/a");
    ck_assert_str_eq(response->controls[1]->examples[1], "f/b");
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_plans__refuse_a_server_that_goes_round_in_circles) {
    begin(answer_pages);
    server.context = more;
    Catalog__V1__PlanOrganisationRequest request;
    Catalog__V1__PlanOrganisationResponse *response = NULL;
    struct catalog_error *error = NULL;
    catalog__v1__plan_organisation_request__init(&request);
    request.at_revision = 4;
    ck_assert_int_eq(catalog_plan_organisation(client, &request, NULL, &response, &error), CATALOG_DATA_LOSS);
    ck_assert_str_eq(catalog_error_reason(error), "PAGE_REPEATED");
    ck_assert_ptr_null(response);
    catalog_error_free(error);
    end();
    server.context = NULL;
}
END_TEST

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_NOT_FOUND, 0);
}

START_TEST(test_plans__refusals_come_through) {
    begin(refuse);
    struct catalog_plan_options options = CATALOG_PLAN_OPTIONS_INIT;
    Catalog__V1__PlanOrganisationRequest all;
    Catalog__V1__PlanOrganisationResponse *sum = NULL;
    Catalog__V1__PlanFeatureRequest one;
    Catalog__V1__PlanFeatureResponse *plan = NULL;
    Catalog__V1__GetWorkloadRequest workload;
    Catalog__V1__GetWorkloadResponse *rolled_up = NULL;
    Catalog__V1__GetTestScopeRequest scope;
    Catalog__V1__GetTestScopeResponse *what_to_test = NULL;
    catalog__v1__plan_organisation_request__init(&all);
    catalog__v1__plan_feature_request__init(&one);
    catalog__v1__get_workload_request__init(&workload);
    catalog__v1__get_test_scope_request__init(&scope);
    ck_assert_int_eq(catalog_plan_organisation(client, &all, NULL, &sum, NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(catalog_plan_feature(client, &one, NULL, &plan, NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(catalog_get_workload(client, &workload, NULL, &rolled_up, NULL), CATALOG_NOT_FOUND);
    ck_assert_int_eq(catalog_get_test_scope(client, &scope, NULL, &what_to_test, NULL), CATALOG_NOT_FOUND);
    options.version = 99;
    ck_assert_int_eq(catalog_plan_organisation(client, &all, &options, &sum, NULL), CATALOG_INVALID_ARGUMENT);
    ck_assert(sum == NULL && plan == NULL && rolled_up == NULL && what_to_test == NULL);
    end();
}
END_TEST

/* Two pages of one workload each. */
static void answer_workloads(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_workloads_request__descriptor);
    const Catalog__V1__ListWorkloadsRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListWorkloadsResponse response;
    Catalog__V1__WorkloadSummary workload;
    Catalog__V1__WorkloadSummary *workloads[] = {&workload};
    catalog__v1__list_workloads_response__init(&response);
    catalog__v1__workload_summary__init(&workload);
    workload.workload = is_first ? guard : watch;
    response.workloads = workloads;
    response.n_workloads = 1;
    response.next_page_token = is_first ? more : nothing;
    double_reply(call, &response.base, 4);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_workloads__are_listed_to_the_end) {
    begin(answer_workloads);
    Catalog__V1__ListWorkloadsRequest request;
    struct catalog_workload_iterator *iterator = NULL;
    const Catalog__V1__WorkloadSummary *workload = NULL;
    catalog__v1__list_workloads_request__init(&request);
    ck_assert_int_eq(catalog_list_workloads(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_workload_iterator_next(iterator, &workload, NULL), CATALOG_OK);
    ck_assert_str_eq(workload->workload, guard);
    ck_assert_int_eq(catalog_workload_iterator_next(iterator, &workload, NULL), CATALOG_OK);
    ck_assert_str_eq(workload->workload, watch);
    ck_assert_int_eq(catalog_workload_iterator_next(iterator, &workload, NULL), CATALOG_OK);
    ck_assert_ptr_null(workload);
    catalog_workload_iterator_free(iterator);
    catalog_workload_iterator_free(NULL);
    end();
}
END_TEST

TEST_SUITE(plans, test_plans__sum_up_all_pages_of_an_organisation,
           test_plans__refuse_a_server_that_goes_round_in_circles, test_plans__refusals_come_through,
           test_workloads__are_listed_to_the_end)
