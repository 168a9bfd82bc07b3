#include "support/test.h"

#include "rpc/method_check.h"

#include "model/services.h"

#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/health_service.pb-c.h"

#include <string.h>

static enum call_progress nothing(struct service *service, struct call *call) {
    (void)service;
    (void)call;
    return CALL_DONE;
}

static const ProtobufCServiceDescriptor *const services[] = {&catalog__v1__changes_service__descriptor,
                                                             &catalog__v1__health_service__descriptor};

/* The rows of the two services, as they should be. */
static const struct method right[] = {
    {.name = "catalog.v1.ChangesService/ListChanges",
     .request = &catalog__v1__list_changes_request__descriptor,
     .response = &catalog__v1__list_changes_response__descriptor,
     .handler = nothing},
    {.name = "catalog.v1.ChangesService/WatchChanges",
     .request = &catalog__v1__watch_changes_request__descriptor,
     .response = &catalog__v1__watch_changes_response__descriptor,
     .handler = nothing},
    {.name = "catalog.v1.HealthService/CheckHealth",
     .request = &catalog__v1__check_health_request__descriptor,
     .response = &catalog__v1__check_health_response__descriptor,
     .handler = nothing},
};

static void expect(const struct method *rows, size_t count, const char *words) {
    struct problem problem;
    problem_init(&problem, NULL);
    status_code code = method_table_check(rows, count, services, COUNT_OF(services), &problem);
    if (words == NULL)
        ck_assert_msg(code == STATUS_OK, "%s", problem.message);
    else
        ck_assert_msg(code == STATUS_INTERNAL && strstr(problem.message, words) != NULL, "%s", problem.message);
}

START_TEST(test_method_check__passes_the_right_table) {
    expect(right, COUNT_OF(right), NULL);
}
END_TEST

START_TEST(test_method_check__names_what_is_wrong) {
    struct method rows[4];
    expect(right, 2, "catalog.v1.HealthService/CheckHealth has no row");
    memcpy(rows, right, sizeof right);
    rows[1].handler = NULL;
    expect(rows, 3, "WatchChanges has no handler");
    memcpy(rows, right, sizeof right);
    rows[0].request = right[1].request;
    expect(rows, 3, "ListChanges has other messages");
    memcpy(rows, right, sizeof right);
    rows[0].response = right[1].response;
    expect(rows, 3, "ListChanges has other messages");
    memcpy(rows, right, sizeof right);
    rows[0] = right[1];
    rows[1] = right[0];
    expect(rows, 3, "out of order");
    memcpy(rows, right, sizeof right);
    rows[3] = right[2];
    expect(rows, 4, "there twice");
    rows[3].name = "catalog.v1.HealthService/Extra";
    expect(rows, 4, "belongs to no RPC");
}
END_TEST

START_TEST(test_method_check__knows_every_service_of_the_schema) {
    size_t count = 0;
    const ProtobufCServiceDescriptor *const *all = schema_services(&count);
    ck_assert_uint_eq(count, 13);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_gt(all[i]->n_methods, 0);
}
END_TEST

TEST_SUITE(method_check, test_method_check__passes_the_right_table, test_method_check__names_what_is_wrong,
           test_method_check__knows_every_service_of_the_schema)
