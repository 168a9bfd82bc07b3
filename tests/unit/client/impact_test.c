#include "support/test.h"

#include "catalog/catalog.h"
#include "unit/client/double.h"

#include <stdlib.h>
#include <string.h>

static struct double_server server;
static struct catalog_client *client;
static char names[][4] = {"f/a", "f/b", "f/c"};
static char tokens[][3] = {"t0", "t1", "t2", "t3", "t4"};

/* One answer of a server: how far it is, and which consumers are on the page. */
struct step {
    unsigned done;
    unsigned first;
    unsigned count;
    bool has_more;
};

static const struct step *steps;
static unsigned answered; /* calls come one after the other */

static void begin(const struct step *script, void (*handle)(struct double_server *, struct double_call *)) {
    steps = script;
    answered = 0;
    double_start(&server, handle);
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
}

static void end(void) {
    catalog_client_close(client);
    double_stop(&server);
}

/* Answers call number N with step N, and wants the token of the answer before. */
static void answer_step(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *message = double_request(call, &catalog__v1__analyze_impact_request__descriptor);
    const Catalog__V1__AnalyzeImpactRequest *request = (const void *)message;
    unsigned number = answered++;
    const struct step *step = &steps[number];
    Catalog__V1__AnalyzeImpactResponse response = CATALOG__V1__ANALYZE_IMPACT_RESPONSE__INIT;
    Catalog__V1__ConsumerImpact consumers[3];
    Catalog__V1__ConsumerImpact *list[3];
    ck_assert_str_eq(request->page_token, number == 0 ? "" : tokens[number - 1]);
    for (unsigned i = 0; i < step->count; i++) {
        list[i] = &consumers[i];
        catalog__v1__consumer_impact__init(list[i]);
        list[i]->name = names[step->first + i];
    }
    response.consumers = list;
    response.n_consumers = step->count;
    response.consumers_done = step->done;
    response.consumers_total = 3;
    if (step->has_more)
        response.next_page_token = tokens[number];
    double_reply(call, &response.base, 5);
    protobuf_c_message_free_unpacked(message, NULL);
}

struct progress {
    size_t calls;
    size_t done;
    size_t total;
};

static void note_progress(void *context, size_t done, size_t total) {
    struct progress *progress = context;
    progress->calls++;
    progress->done = done;
    progress->total = total;
}

static enum catalog_code analyze(struct progress *progress, Catalog__V1__AnalyzeImpactResponse **ret_response) {
    Catalog__V1__AnalyzeImpactRequest request = CATALOG__V1__ANALYZE_IMPACT_REQUEST__INIT;
    struct catalog_impact_options options = CATALOG_IMPACT_OPTIONS_INIT;
    options.progress = note_progress;
    options.progress_context = progress;
    return catalog_analyze_impact(client, &request, &options, ret_response, NULL);
}

START_TEST(test_impact__asks_until_all_is_there) {
    /* Two calls of work, a page, then the server has forgotten all and works again, then the last page. */
    static const struct step script[] = {
        {1, 0, 0, true}, {2, 0, 0, true}, {3, 0, 2, true}, {1, 0, 0, true}, {3, 2, 1, false}};
    struct progress progress = {0};
    Catalog__V1__AnalyzeImpactResponse *response = NULL;
    begin(script, answer_step);
    ck_assert_int_eq(analyze(&progress, &response), CATALOG_OK);
    ck_assert_uint_eq(answered, 5);
    ck_assert_uint_eq(response->n_consumers, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(response->consumers[i]->name, names[i]);
    ck_assert_str_eq(response->next_page_token, "");
    ck_assert_uint_eq(progress.calls, 5);
    ck_assert_uint_eq(progress.done, 3);
    ck_assert_uint_eq(progress.total, 3);
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_impact__takes_one_whole_answer) {
    static const struct step script[] = {{3, 0, 3, false}};
    Catalog__V1__AnalyzeImpactRequest request = CATALOG__V1__ANALYZE_IMPACT_REQUEST__INIT;
    Catalog__V1__AnalyzeImpactResponse *response = NULL;
    begin(script, answer_step);
    ck_assert_int_eq(catalog_analyze_impact(client, &request, NULL, &response, NULL), CATALOG_OK);
    ck_assert_uint_eq(response->n_consumers, 3);
    catalog_message_free(response);
    end();
}
END_TEST

START_TEST(test_impact__refuses_an_answer_that_leads_nowhere) {
    static const struct step script[] = {{1, 0, 0, false}};
    struct progress progress = {0};
    Catalog__V1__AnalyzeImpactResponse *response = NULL;
    begin(script, answer_step);
    ck_assert_int_eq(analyze(&progress, &response), CATALOG_DATA_LOSS);
    ck_assert_ptr_null(response);
    end();
}
END_TEST

static void refuse(struct double_server *self, struct double_call *call) {
    (void)self;
    double_fail(call, CATALOG__V1__CODE__CODE_FAILED_PRECONDITION, 0);
}

START_TEST(test_impact__refusals_come_through) {
    struct progress progress = {0};
    Catalog__V1__AnalyzeImpactResponse *response = NULL;
    begin(NULL, refuse);
    ck_assert_int_eq(analyze(&progress, &response), CATALOG_FAILED_PRECONDITION);
    ck_assert_uint_eq(progress.calls, 0);
    end();
}
END_TEST

START_TEST(test_impact__refuses_options_of_another_version) {
    struct catalog_impact_options options = CATALOG_IMPACT_OPTIONS_INIT;
    Catalog__V1__AnalyzeImpactRequest request = CATALOG__V1__ANALYZE_IMPACT_REQUEST__INIT;
    Catalog__V1__AnalyzeImpactResponse *response = NULL;
    begin(NULL, refuse);
    options.version = 99;
    ck_assert_int_eq(catalog_analyze_impact(client, &request, &options, &response, NULL), CATALOG_INVALID_ARGUMENT);
    end();
}
END_TEST

TEST_SUITE(impact_client, test_impact__asks_until_all_is_there, test_impact__takes_one_whole_answer,
           test_impact__refuses_an_answer_that_leads_nowhere, test_impact__refusals_come_through,
           test_impact__refuses_options_of_another_version)
