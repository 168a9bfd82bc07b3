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

static char advisory_id[] = "17";

/* Gives what is published an id, and refuses what has no request id. */
static void answer_publishing(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__publish_advisory_request__descriptor);
    const Catalog__V1__PublishAdvisoryRequest *request = (const void *)message;
    Catalog__V1__PublishAdvisoryResponse response;
    Catalog__V1__Advisory advisory;
    catalog__v1__publish_advisory_response__init(&response);
    catalog__v1__advisory__init(&advisory);
    advisory.id = advisory_id;
    response.advisory = &advisory;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.AdvisoryService/PublishAdvisory");
    if (request->request_id[0] == '\0')
        double_fail(call, CATALOG__V1__CODE__CODE_INVALID_ARGUMENT, 0);
    else
        double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_advisories__take_a_request_id_of_the_library) {
    begin(answer_publishing);
    Catalog__V1__PublishAdvisoryRequest request;
    Catalog__V1__PublishAdvisoryResponse *response = NULL;
    catalog__v1__publish_advisory_request__init(&request);
    ck_assert_int_eq(catalog_publish_advisory(client, &request, NULL, &response, NULL), CATALOG_OK);
    ck_assert_str_eq(response->advisory->id, "17");
    catalog_message_free(response);
    end();
}
END_TEST

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_PERMISSION_DENIED, 0);
}

START_TEST(test_advisories__refusals_come_through) {
    begin(refuse);
    Catalog__V1__WithdrawAdvisoryRequest withdrawal;
    Catalog__V1__WithdrawAdvisoryResponse *withdrawn = NULL;
    Catalog__V1__GetAdvisoryRequest question;
    Catalog__V1__GetAdvisoryResponse *answer = NULL;
    struct catalog_error *error = NULL;
    catalog__v1__withdraw_advisory_request__init(&withdrawal);
    catalog__v1__get_advisory_request__init(&question);
    ck_assert_int_eq(catalog_withdraw_advisory(client, &withdrawal, NULL, &withdrawn, NULL), CATALOG_PERMISSION_DENIED);
    ck_assert_int_eq(catalog_get_advisory(client, &question, NULL, &answer, &error), CATALOG_PERMISSION_DENIED);
    ck_assert_ptr_null(withdrawn);
    ck_assert_ptr_null(answer);
    catalog_error_free(error);
    end();
}
END_TEST

/* Two pages of one advisory each. */
static void answer_list(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_advisories_request__descriptor);
    const Catalog__V1__ListAdvisoriesRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListAdvisoriesResponse response;
    Catalog__V1__Advisory advisory;
    Catalog__V1__Advisory *advisories[] = {&advisory};
    catalog__v1__list_advisories_response__init(&response);
    catalog__v1__advisory__init(&advisory);
    advisory.id = is_first ? (char[]){"17"} : (char[]){"18"};
    response.advisories = advisories;
    response.n_advisories = 1;
    response.next_page_token = is_first ? (char[]){"more"} : (char[]){""};
    ck_assert_str_eq(request->object, "a/b");
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_advisories__are_listed_to_the_end) {
    static const char *const ids[] = {"17", "18"};
    begin(answer_list);
    Catalog__V1__ListAdvisoriesRequest request;
    struct catalog_advisory_iterator *iterator = NULL;
    const Catalog__V1__Advisory *advisory = NULL;
    char object[] = "a/b";
    catalog__v1__list_advisories_request__init(&request);
    request.object = object;
    ck_assert_int_eq(catalog_list_advisories(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(catalog_advisory_iterator_next(iterator, &advisory, NULL), CATALOG_OK);
        ck_assert_str_eq(advisory->id, ids[i]);
    }
    ck_assert_int_eq(catalog_advisory_iterator_next(iterator, &advisory, NULL), CATALOG_OK);
    ck_assert_ptr_null(advisory);
    catalog_advisory_iterator_free(iterator);
    catalog_advisory_iterator_free(NULL);
    end();
}
END_TEST

TEST_SUITE(advisories, test_advisories__take_a_request_id_of_the_library, test_advisories__refusals_come_through,
           test_advisories__are_listed_to_the_end)
