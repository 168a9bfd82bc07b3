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

static char empty[] = "";
static char more[] = "more";
static char names[][4] = {"a/1", "a/2"};

/* A page of one pin with one step; the step of the first page loses a row. After the first page NEXT follows. */
static void answer_with(struct double_call *call, char *next) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_outdated_request__descriptor);
    const Catalog__V1__ListOutdatedRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListOutdatedResponse response = CATALOG__V1__LIST_OUTDATED_RESPONSE__INIT;
    Catalog__V1__OutdatedPin pin = CATALOG__V1__OUTDATED_PIN__INIT;
    Catalog__V1__UpgradeStep step = CATALOG__V1__UPGRADE_STEP__INIT;
    Catalog__V1__EffectiveDiff difference = CATALOG__V1__EFFECTIVE_DIFF__INIT;
    Catalog__V1__OutdatedPin *pins[] = {&pin};
    Catalog__V1__UpgradeStep *steps[] = {&step};
    pin.name = step.name = names[is_first ? 0 : 1];
    difference.is_worse = is_first;
    difference.rows_lost = is_first;
    step.difference = &difference;
    response.pins = pins;
    response.steps = steps;
    response.n_pins = response.n_steps = 1;
    response.next_page_token = is_first ? more : next;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.UpgradeService/ListOutdated");
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

static void answer_two(struct double_server *self, struct double_call *call) {
    (void)self;
    answer_with(call, empty);
}

static void answer_for_ever(struct double_server *self, struct double_call *call) {
    (void)self;
    answer_with(call, more);
}

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_FAILED_PRECONDITION, 0);
}

static enum catalog_code list(Catalog__V1__ListOutdatedResponse **ret_response) {
    Catalog__V1__ListOutdatedRequest request;
    catalog__v1__list_outdated_request__init(&request);
    return catalog_list_outdated(client, &request, NULL, ret_response, NULL);
}

START_TEST(test_upgrades__all_pages_are_in_the_answer_and_the_best_step_first) {
    Catalog__V1__ListOutdatedResponse *response = NULL;
    begin(answer_two);
    ck_assert_int_eq(list(&response), CATALOG_OK);
    ck_assert_uint_eq(response->n_pins, 2);
    ck_assert_str_eq(response->pins[0]->name, "a/1");
    ck_assert_str_eq(response->pins[1]->name, "a/2");
    ck_assert_uint_eq(response->n_steps, 2);
    ck_assert_str_eq(response->steps[0]->name, "a/2");
    ck_assert_str_eq(response->steps[1]->name, "a/1");
    ck_assert_str_eq(response->next_page_token, "");
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_upgrades__a_page_that_follows_itself_is_refused) {
    Catalog__V1__ListOutdatedResponse *response = NULL;
    begin(answer_for_ever);
    ck_assert_int_eq(list(&response), CATALOG_DATA_LOSS);
    ck_assert_ptr_null(response);
    end();
}
END_TEST

static void answer_lock(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__update_lock_request__descriptor);
    const Catalog__V1__UpdateLockRequest *request = (const void *)message;
    Catalog__V1__UpdateLockResponse response = CATALOG__V1__UPDATE_LOCK_RESPONSE__INIT;
    Catalog__V1__Lock lock = CATALOG__V1__LOCK__INIT;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.UpgradeService/UpdateLock");
    ck_assert_str_eq(request->precise, "1.0.0");
    lock.model = names[0];
    response.lock = &lock;
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

static enum catalog_code update(Catalog__V1__UpdateLockResponse **ret_response) {
    Catalog__V1__UpdateLockRequest request;
    catalog__v1__update_lock_request__init(&request);
    request.precise = (char[]){"1.0.0"};
    return catalog_update_lock(client, &request, NULL, ret_response, NULL);
}

START_TEST(test_upgrades__a_lock_comes_through) {
    Catalog__V1__UpdateLockResponse *response = NULL;
    begin(answer_lock);
    ck_assert_int_eq(update(&response), CATALOG_OK);
    ck_assert_str_eq(response->lock->model, "a/1");
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_upgrades__refusals_come_through) {
    Catalog__V1__ListOutdatedResponse *listed = NULL;
    Catalog__V1__UpdateLockResponse *updated = NULL;
    begin(refuse);
    ck_assert_int_eq(list(&listed), CATALOG_FAILED_PRECONDITION);
    ck_assert_int_eq(update(&updated), CATALOG_FAILED_PRECONDITION);
    ck_assert_ptr_null(listed);
    ck_assert_ptr_null(updated);
    end();
}
END_TEST

TEST_SUITE(upgrades, test_upgrades__all_pages_are_in_the_answer_and_the_best_step_first,
           test_upgrades__a_page_that_follows_itself_is_refused, test_upgrades__a_lock_comes_through,
           test_upgrades__refusals_come_through)
