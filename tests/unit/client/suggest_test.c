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
static char threats[][4] = {"t/1", "t/2"};

/* A page of one suggestion; after the first one NEXT follows. */
static void answer_with(struct double_call *call, char *next) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__suggest_threats_request__descriptor);
    const Catalog__V1__SuggestThreatsRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__SuggestThreatsResponse response;
    Catalog__V1__Suggestion suggestion;
    Catalog__V1__Suggestion *suggestions[] = {&suggestion};
    catalog__v1__suggest_threats_response__init(&response);
    catalog__v1__suggestion__init(&suggestion);
    suggestion.threat = threats[is_first ? 0 : 1];
    response.suggestions = suggestions;
    response.n_suggestions = 1;
    response.next_page_token = is_first ? more : next;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.SuggestService/SuggestThreats");
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
    double_fail(call, CATALOG__V1__CODE__CODE_NOT_FOUND, 0);
}

static enum catalog_code ask(Catalog__V1__SuggestThreatsResponse **ret_response) {
    Catalog__V1__SuggestThreatsRequest request;
    catalog__v1__suggest_threats_request__init(&request);
    return catalog_suggest_threats(client, &request, NULL, ret_response, NULL);
}

START_TEST(test_suggest__all_pages_are_in_the_answer) {
    Catalog__V1__SuggestThreatsResponse *response = NULL;
    begin(answer_two);
    ck_assert_int_eq(ask(&response), CATALOG_OK);
    ck_assert_uint_eq(response->n_suggestions, 2);
    ck_assert_str_eq(response->suggestions[0]->threat, "t/1");
    ck_assert_str_eq(response->suggestions[1]->threat, "t/2");
    ck_assert_str_eq(response->next_page_token, "");
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_suggest__pages_without_end_are_refused) {
    Catalog__V1__SuggestThreatsResponse *response = NULL;
    begin(answer_for_ever);
    ck_assert_int_eq(ask(&response), CATALOG_DATA_LOSS);
    ck_assert_ptr_null(response);
    end();
}
END_TEST

START_TEST(test_suggest__refusals_come_through) {
    Catalog__V1__SuggestThreatsResponse *response = NULL;
    begin(refuse);
    ck_assert_int_eq(ask(&response), CATALOG_NOT_FOUND);
    ck_assert_ptr_null(response);
    end();
}
END_TEST

TEST_SUITE(suggest, test_suggest__all_pages_are_in_the_answer, test_suggest__pages_without_end_are_refused,
           test_suggest__refusals_come_through)
