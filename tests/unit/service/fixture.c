#include "fixture.h"

#include "base/limits.h"
#include "codec/message.h"
#include "codec/yaml.h"
#include "service/method.h"
#include "support/scarce.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fake_call {
    struct call call; /* first: finish gets a pointer to it */
    struct buffer payload;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_answered;
};

static time_ns fake_now(void *context) {
    return ((struct fixture *)context)->now;
}

void fixture_open(struct fixture *fixture) {
    struct problem problem;
    *fixture = (struct fixture){.directory = "/tmp/catalogd-service-XXXXXX", .now = FIXTURE_START};
    ck_assert_ptr_nonnull(mkdtemp(fixture->directory));
    const struct clock clock = {.now = fake_now, .context = fixture};
    const struct store_options options = {
        .directory = fixture->directory, .map_size = (size_t)256 << 20, .disk_full_percent = 100, .clock = clock};
    problem_init(&problem, NULL);
    arena_init(&fixture->arena, 0);
    ck_assert_msg(store_open(&options, &fixture->store, &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_msg(service_new(fixture->store, clock, &fixture->service, &problem) == STATUS_OK, "%s", problem.message);
}

void fixture_close(struct fixture *fixture) {
    static const char *const files[] = {"data.mdb", "lock.mdb", "catalogd.lock"};
    char path[128];
    service_stop(fixture->service);
    store_close(fixture->store);
    service_free(fixture->service);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s/%s", fixture->directory, files[i]);
        unlink(path);
    }
    rmdir(fixture->directory);
    arena_done(&fixture->arena);
}

static void mark_answered(struct call *call) {
    struct fake_call *fake = (struct fake_call *)(void *)call;
    pthread_mutex_lock(&fake->mutex);
    fake->is_answered = true;
    pthread_cond_signal(&fake->changed);
    pthread_mutex_unlock(&fake->mutex);
}

struct fake_call *fixture_start(struct fixture *fixture, const char *method, const ProtobufCMessage *request) {
    struct fake_call *fake = calloc(1, sizeof *fake);
    struct call *call = &fake->call;
    ProtobufCMessage *unpacked = NULL;
    pthread_mutex_init(&fake->mutex, NULL);
    pthread_cond_init(&fake->changed, NULL);
    buffer_init(&fake->payload, 0);
    message_pack(request, &fake->payload);
    call->method = method_find(arena_printf(&fixture->arena, "catalog.v1.%s", method));
    ck_assert_msg(call->method != NULL, "%s", method);
    ck_assert_ptr_eq(call->method->request, request->descriptor);
    snprintf(call->principal.name, sizeof call->principal.name, "%s",
             fixture->principal == NULL ? "tester" : fixture->principal);
    arena_init(&call->arena, 0);
    problem_init(&call->problem, &fixture->arena);
    buffer_init(&call->reply, 0);
    call->payload = buffer_slice(&fake->payload);
    call->deadline = clock_monotonic() + (fixture->is_late ? 0 : 60 * NS_PER_SECOND);
    call->finish = mark_answered;
    ck_assert_int_eq(message_unpack(call->method->request, call->payload, &call->arena, &unpacked, NULL), STATUS_OK);
    call->request = unpacked;
    if (fixture->starved_allocation != 0)
        scarce_begin(fixture->starved_allocation - 1);
    enum call_progress progress = call->method->handler(fixture->service, call);
    fixture->has_starved = fixture->starved_allocation != 0 && scarce_end();
    if (progress == CALL_DONE)
        mark_answered(call);
    return fake;
}

bool fixture_is_answered(struct fake_call *fake) {
    pthread_mutex_lock(&fake->mutex);
    bool is_answered = fake->is_answered;
    pthread_mutex_unlock(&fake->mutex);
    return is_answered;
}

const void *fixture_finish(struct fixture *fixture, struct fake_call *fake, struct problem *ret_problem,
                           uint64_t *ret_revision) {
    struct call *call = &fake->call;
    ProtobufCMessage *answer = NULL;
    pthread_mutex_lock(&fake->mutex);
    while (!fake->is_answered)
        pthread_cond_wait(&fake->changed, &fake->mutex);
    pthread_mutex_unlock(&fake->mutex);
    if (call->problem.code == STATUS_OK)
        ck_assert_int_eq(
            message_unpack(call->method->response, buffer_slice(&call->reply), &fixture->arena, &answer, NULL),
            STATUS_OK);
    *ret_problem = call->problem;
    if (ret_revision != NULL)
        *ret_revision = call->revision;
    buffer_done(&call->reply);
    buffer_done(&fake->payload);
    arena_done(&call->arena);
    free(fake);
    return answer;
}

const void *fixture_call(struct fixture *fixture, const char *method, const ProtobufCMessage *request) {
    struct problem problem;
    const void *answer = fixture_finish(fixture, fixture_start(fixture, method, request), &problem, NULL);
    ck_assert_msg(answer != NULL, "%s: %s (%zu violations, first: %s: %s)", problem.reason, problem.message,
                  problem.violation_count, problem.violation_count == 0 ? "" : problem.violations[0].field,
                  problem.violation_count == 0 ? "" : problem.violations[0].message);
    return answer;
}

struct problem fixture_fail(struct fixture *fixture, const char *method, const ProtobufCMessage *request) {
    struct problem problem;
    const void *answer = fixture_finish(fixture, fixture_start(fixture, method, request), &problem, NULL);
    ck_assert_ptr_null(answer);
    ck_assert_int_ne(problem.code, STATUS_OK);
    return problem;
}

char *fixture_request_id(struct fixture *fixture) {
    return arena_printf(&fixture->arena, "request-id-%08u", fixture->requests++);
}

Catalog__V1__Object **fixture_objects(struct fixture *fixture, const char *yaml, size_t *ret_count) {
    struct document_list list;
    struct problem problem;
    problem_init(&problem, &fixture->arena);
    status_code status =
        yaml_read(&catalog__v1__object__descriptor, slice_text(yaml), &fixture->arena, &list, &problem);
    ck_assert_msg(status == STATUS_OK, "%s", problem.message);
    Catalog__V1__Object **objects = ARENA_ARRAY(&fixture->arena, Catalog__V1__Object *, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        objects[i] = (Catalog__V1__Object *)list.items[i].message;
    *ret_count = list.count;
    return objects;
}

Catalog__V1__ApplyObjectsRequest *fixture_apply_request(struct fixture *fixture, const char *yaml, bool publish) {
    Catalog__V1__ApplyObjectsRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__ApplyObjectsRequest);
    catalog__v1__apply_objects_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->objects = fixture_objects(fixture, yaml, &request->n_objects);
    request->publish = publish;
    return request;
}

const Catalog__V1__ApplyObjectsResponse *fixture_apply(struct fixture *fixture, const char *yaml, bool publish) {
    return fixture_call(fixture, "CatalogService/ApplyObjects", &fixture_apply_request(fixture, yaml, publish)->base);
}

Catalog__V1__ObjectSelector *fixture_selector(struct fixture *fixture, const char *name, const char *version) {
    Catalog__V1__ObjectSelector *selector = ARENA_NEW(&fixture->arena, Catalog__V1__ObjectSelector);
    catalog__v1__object_selector__init(selector);
    selector->name = arena_strdup(&fixture->arena, name);
    selector->version = arena_strdup(&fixture->arena, version);
    return selector;
}

const char *fixture_control(struct fixture *fixture, const char *name, const char *version, const char *title) {
    return arena_printf(&fixture->arena,
                        "---\nkind: control\nname: %s\n%s%s\ntitle: %s\nobjective: Something that can be tested.\n"
                        "type: preventive\ndomain: infrastructure\n",
                        name, version[0] == '\0' ? "" : "version: ", version, title);
}
