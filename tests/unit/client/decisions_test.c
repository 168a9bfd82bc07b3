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

static char decision_id[] = "17";

/* Answers every verdict with the decision it is about, and refuses what has no request id. */
static void answer_approval(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__approve_decision_request__descriptor);
    const Catalog__V1__ApproveDecisionRequest *request = (const void *)message;
    Catalog__V1__ApproveDecisionResponse response;
    Catalog__V1__Decision decision;
    catalog__v1__approve_decision_response__init(&response);
    catalog__v1__decision__init(&decision);
    decision.id = request->id;
    response.decision = &decision;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.DecisionService/ApproveDecision");
    if (request->request_id[0] == '\0')
        double_fail(call, CATALOG__V1__CODE__CODE_INVALID_ARGUMENT, 0);
    else
        double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_decisions__take_a_request_id_of_the_library) {
    begin(answer_approval);
    Catalog__V1__ApproveDecisionRequest request;
    Catalog__V1__ApproveDecisionResponse *response = NULL;
    catalog__v1__approve_decision_request__init(&request);
    request.id = decision_id;
    ck_assert_int_eq(catalog_approve_decision(client, &request, NULL, &response, NULL), CATALOG_OK);
    ck_assert_str_eq(response->decision->id, "17");
    catalog_message_free(response);
    end();
}
END_TEST

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_PERMISSION_DENIED, 0);
}

START_TEST(test_decisions__refusals_come_through) {
    begin(refuse);
    Catalog__V1__RevokeDecisionRequest revocation;
    Catalog__V1__RevokeDecisionResponse *revoked = NULL;
    Catalog__V1__GetDecisionRequest question;
    Catalog__V1__GetDecisionResponse *answer = NULL;
    struct catalog_error *error = NULL;
    catalog__v1__revoke_decision_request__init(&revocation);
    catalog__v1__get_decision_request__init(&question);
    ck_assert_int_eq(catalog_revoke_decision(client, &revocation, NULL, &revoked, NULL), CATALOG_PERMISSION_DENIED);
    ck_assert_int_eq(catalog_get_decision(client, &question, NULL, &answer, &error), CATALOG_PERMISSION_DENIED);
    ck_assert_ptr_null(revoked);
    ck_assert_ptr_null(answer);
    catalog_error_free(error);
    end();
}
END_TEST

/* Two pages of one decision each. */
static void answer_list(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_decisions_request__descriptor);
    const Catalog__V1__ListDecisionsRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListDecisionsResponse response;
    Catalog__V1__Decision decision;
    Catalog__V1__Decision *decisions[] = {&decision};
    catalog__v1__list_decisions_response__init(&response);
    catalog__v1__decision__init(&decision);
    decision.id = is_first ? (char[]){"17"} : (char[]){"18"};
    response.decisions = decisions;
    response.n_decisions = 1;
    response.next_page_token = is_first ? (char[]){"more"} : (char[]){""};
    ck_assert_str_eq(request->feature, "a/b");
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_decisions__are_listed_to_the_end) {
    static const char *const ids[] = {"17", "18"};
    begin(answer_list);
    Catalog__V1__ListDecisionsRequest request;
    struct catalog_decision_iterator *iterator = NULL;
    const Catalog__V1__Decision *decision = NULL;
    char feature[] = "a/b";
    catalog__v1__list_decisions_request__init(&request);
    request.feature = feature;
    ck_assert_int_eq(catalog_list_decisions(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(catalog_decision_iterator_next(iterator, &decision, NULL), CATALOG_OK);
        ck_assert_str_eq(decision->id, ids[i]);
    }
    ck_assert_int_eq(catalog_decision_iterator_next(iterator, &decision, NULL), CATALOG_OK);
    ck_assert_ptr_null(decision);
    catalog_decision_iterator_free(iterator);
    catalog_decision_iterator_free(NULL);
    end();
}
END_TEST

TEST_SUITE(decisions, test_decisions__take_a_request_id_of_the_library, test_decisions__refusals_come_through,
           test_decisions__are_listed_to_the_end)
