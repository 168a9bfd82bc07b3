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

static char feature_name[] = "a/b";

/* Refuses what has no request id. */
static void answer_record(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__record_gate_request__descriptor);
    const Catalog__V1__RecordGateRequest *request = (const void *)message;
    Catalog__V1__RecordGateResponse response;
    Catalog__V1__GateRecord record;
    catalog__v1__record_gate_response__init(&response);
    catalog__v1__gate_record__init(&record);
    record.id = (char[]){"17"};
    response.record = &record;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.GateService/RecordGate");
    if (request->request_id[0] == '\0')
        double_fail(call, CATALOG__V1__CODE__CODE_INVALID_ARGUMENT, 0);
    else
        double_reply(call, &response.base, 17);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_gates__record_takes_a_request_id_of_the_library) {
    begin(answer_record);
    Catalog__V1__RecordGateRequest request;
    Catalog__V1__RecordGateResponse *response = NULL;
    catalog__v1__record_gate_request__init(&request);
    ck_assert_int_eq(catalog_record_gate(client, &request, NULL, &response, NULL), CATALOG_OK);
    ck_assert_str_eq(response->record->id, "17");
    catalog_message_free(response);
    end();
}
END_TEST

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_FAILED_PRECONDITION, 0);
}

START_TEST(test_gates__refusals_come_through) {
    begin(refuse);
    Catalog__V1__CheckRatchetRequest check;
    Catalog__V1__CheckRatchetResponse *checked = NULL;
    Catalog__V1__GetGateRecordRequest question;
    Catalog__V1__GetGateRecordResponse *answer = NULL;
    catalog__v1__check_ratchet_request__init(&check);
    catalog__v1__get_gate_record_request__init(&question);
    ck_assert_int_eq(catalog_check_ratchet(client, &check, NULL, &checked, NULL), CATALOG_FAILED_PRECONDITION);
    ck_assert_int_eq(catalog_get_gate_record(client, &question, NULL, &answer, NULL), CATALOG_FAILED_PRECONDITION);
    ck_assert_ptr_null(checked);
    ck_assert_ptr_null(answer);
    end();
}
END_TEST

/* Two pages of one record each. */
static void answer_list(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_gate_records_request__descriptor);
    const Catalog__V1__ListGateRecordsRequest *request = (const void *)message;
    bool is_first = request->page_token[0] == '\0';
    Catalog__V1__ListGateRecordsResponse response;
    Catalog__V1__GateRecord record;
    Catalog__V1__GateRecord *records[] = {&record};
    catalog__v1__list_gate_records_response__init(&response);
    catalog__v1__gate_record__init(&record);
    record.id = is_first ? (char[]){"18"} : (char[]){"17"};
    response.records = records;
    response.n_records = 1;
    response.next_page_token = is_first ? (char[]){"more"} : (char[]){""};
    ck_assert_str_eq(request->feature, "a/b");
    double_reply(call, &response.base, 18);
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_gates__records_are_listed_to_the_end) {
    static const char *const ids[] = {"18", "17"};
    begin(answer_list);
    Catalog__V1__ListGateRecordsRequest request;
    struct catalog_gate_record_iterator *iterator = NULL;
    const Catalog__V1__GateRecord *record = NULL;
    catalog__v1__list_gate_records_request__init(&request);
    request.feature = feature_name;
    ck_assert_int_eq(catalog_list_gate_records(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        ck_assert_int_eq(catalog_gate_record_iterator_next(iterator, &record, NULL), CATALOG_OK);
        ck_assert_str_eq(record->id, ids[i]);
    }
    ck_assert_int_eq(catalog_gate_record_iterator_next(iterator, &record, NULL), CATALOG_OK);
    ck_assert_ptr_null(record);
    catalog_gate_record_iterator_free(iterator);
    catalog_gate_record_iterator_free(NULL);
    end();
}
END_TEST

TEST_SUITE(gates, test_gates__record_takes_a_request_id_of_the_library, test_gates__refusals_come_through,
           test_gates__records_are_listed_to_the_end)
