#include "support/test.h"

#include "catalog/catalog.h"
#include "unit/client/double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 8

/* Resolves to `rows` rows, `page` at a time, of which it sends `sent`. */
static struct {
    uint32_t rows;
    uint32_t sent;
    uint32_t page;
} script;

static Catalog__V1__Row rows[ROWS_MAX];
static Catalog__V1__Row *row_items[ROWS_MAX];
static char keys[ROWS_MAX][12];

static void make_rows(void) {
    for (uint32_t i = 0; i < ROWS_MAX; i++) {
        catalog__v1__row__init(&rows[i]);
        snprintf(keys[i], sizeof keys[i], "row-%u", (unsigned)i);
        rows[i].key = keys[i];
        row_items[i] = &rows[i];
    }
}

static uint32_t page_from(uint32_t first, char token[12]) {
    uint32_t count = script.sent - first < script.page ? script.sent - first : script.page;
    token[0] = '\0';
    if (first + count < script.sent)
        snprintf(token, 12, "%u", (unsigned)(first + count));
    return count;
}

static void answer_resolve(struct double_call *call) {
    char token[12];
    Catalog__V1__EffectiveModel model;
    catalog__v1__effective_model__init(&model);
    Catalog__V1__ResolveResponse response;
    catalog__v1__resolve_response__init(&response);
    model.n_rows = page_from(0, token);
    model.rows = row_items;
    response.model = &model;
    response.revision = 4;
    response.row_count = script.rows;
    response.next_page_token = token;
    double_reply(call, &response.base, 4);
}

static void answer_rows(struct double_call *call) {
    char token[12];
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_rows_request__descriptor);
    const Catalog__V1__ListRowsRequest *request = (const void *)message;
    ck_assert_str_eq(request->target->selector->name, "a/f");
    uint32_t first = (uint32_t)strtoul(request->page_token, NULL, 10);
    protobuf_c_message_free_unpacked(message, NULL);
    Catalog__V1__ListRowsResponse response;
    catalog__v1__list_rows_response__init(&response);
    response.n_rows = page_from(first, token);
    response.rows = row_items + first;
    response.next_page_token = token;
    double_reply(call, &response.base, 4);
}

static void answer(struct double_server *server, struct double_call *call) {
    (void)server;
    if (strcmp(call->envelope->method, "catalog.v1.ResolutionService/Resolve") == 0)
        answer_resolve(call);
    else
        answer_rows(call);
}

/* Resolves and checks the rows that came, if they did. */
static enum catalog_code resolve_all(struct catalog_client *client) {
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    Catalog__V1__ResolutionTarget target;
    catalog__v1__resolution_target__init(&target);
    selector.name = (char[]){"a/f"};
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = &selector;
    Catalog__V1__ResolveResponse *response = NULL;
    enum catalog_code code = catalog_resolve(client, &target, NULL, &response, NULL);
    if (code != CATALOG_OK)
        return code;
    ck_assert_uint_eq(response->revision, 4);
    ck_assert_str_eq(response->next_page_token, "");
    ck_assert_uint_eq(response->model->n_rows, script.rows);
    for (uint32_t i = 0; i < script.rows; i++)
        ck_assert_str_eq(response->model->rows[i]->key, keys[i]);
    catalog_message_free(response);
    return code;
}

START_TEST(test_resolve__brings_all_rows_or_none) {
    static const struct {
        uint32_t rows;
        uint32_t sent;
        uint32_t page;
        enum catalog_code code;
    } cases[] = {
        {0, 0, 1, CATALOG_OK},        {1, 1, 8, CATALOG_OK},        {7, 7, 3, CATALOG_OK},
        {8, 8, 1, CATALOG_OK},        {5, 4, 2, CATALOG_DATA_LOSS}, {4, 5, 2, CATALOG_DATA_LOSS},
        {2, 8, 4, CATALOG_DATA_LOSS}, {4, 8, 4, CATALOG_DATA_LOSS},
    };
    struct double_server server;
    struct catalog_client *client = NULL;
    make_rows();
    double_start(&server, answer);
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        script.rows = cases[i].rows;
        script.sent = cases[i].sent;
        script.page = cases[i].page;
        ck_assert_msg(resolve_all(client) == cases[i].code, "case %zu", i);
    }
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

START_TEST(test_url__reads_lists_and_the_environment) {
    static const struct {
        const char *urls;
        enum catalog_code code;
        const char *first;
    } cases[] = {
        {"tcp://127.0.0.1:7600", CATALOG_OK, "tcp://127.0.0.1:7600"},
        {"ipc:///a , ipc:///b", CATALOG_OK, "ipc:///a"},
        {NULL, CATALOG_OK, "ipc:///from-environment"},
        {"", CATALOG_OK, "ipc:///from-environment"},
        {"http://example.org", CATALOG_INVALID_ARGUMENT, NULL},
        {"ipc://", CATALOG_INVALID_ARGUMENT, NULL},
        {"ipc:///a,", CATALOG_INVALID_ARGUMENT, NULL},
        {"ipc:///a ipc:///b", CATALOG_INVALID_ARGUMENT, NULL},
        {"tls+tcp://example.org:7600", CATALOG_INVALID_ARGUMENT, NULL},
        {"ipc:///0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
         "01234567",
         CATALOG_INVALID_ARGUMENT, NULL},
    };
    setenv("CATALOG_URL", "ipc:///from-environment", 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct catalog_client *client = NULL;
        ck_assert_msg(catalog_client_open(cases[i].urls, NULL, &client, NULL) == cases[i].code, "case %zu", i);
        if (client != NULL)
            ck_assert_str_eq(catalog_client_url(client), cases[i].first);
        catalog_client_close(client);
    }
    unsetenv("CATALOG_URL");
    setenv("XDG_RUNTIME_DIR", "/tmp/runtime", 1);
    struct catalog_client *client = NULL;
    ck_assert_int_eq(catalog_client_open(NULL, NULL, &client, NULL), CATALOG_OK);
    ck_assert_str_eq(catalog_client_url(client), "ipc:///tmp/runtime/catalogd.sock");
    catalog_client_close(client);
    catalog_client_close(NULL);
}
END_TEST

TEST_SUITE(resolve, test_resolve__brings_all_rows_or_none, test_url__reads_lists_and_the_environment)
