#include "support/test.h"

#include "base/limits.h"
#include "catalog/catalog.h"
#include "codec/message.h"
#include "unit/client/double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct double_server server;
static struct catalog_client *client;

static void begin(void (*handle)(struct double_server *, struct double_call *), void *context) {
    double_start(&server, handle);
    server.context = context;
    ck_assert_int_eq(catalog_client_open(server.url, NULL, &client, NULL), CATALOG_OK);
}

static void end(void) {
    catalog_client_close(client);
    double_stop(&server);
}

/* Answers ListVersions with two versions a page, "0", "1" and so on up to the context's number; the token is the next
 * number. Fails once, before the second page. */
static void answer_versions(struct double_server *self, struct double_call *call) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__list_versions_request__descriptor);
    const Catalog__V1__ListVersionsRequest *request = (const void *)message;
    int first = (int)strtol(request->page_token, NULL, 10);
    int total = *(const int *)self->context;
    ck_assert_str_eq(request->name, "a/b");
    if (self->arrived == 1) {
        double_fail(call, CATALOG__V1__CODE__CODE_INTERNAL, 0);
    } else {
        Catalog__V1__ObjectVersion versions[2];
        catalog__v1__object_version__init(&versions[0]);
        catalog__v1__object_version__init(&versions[1]);
        Catalog__V1__ObjectVersion *items[2] = {&versions[0], &versions[1]};
        char names[2][12];
        char token[12] = "";
        Catalog__V1__ListVersionsResponse response;
        catalog__v1__list_versions_response__init(&response);
        for (int i = first; i < total && i < first + 2; i++) {
            snprintf(names[i - first], sizeof names[0], "%d", i);
            versions[i - first].version = names[i - first];
            response.n_versions++;
        }
        if (first + 2 < total)
            snprintf(token, sizeof token, "%d", first + 2);
        response.versions = items;
        response.next_page_token = token;
        double_reply(call, &response.base, 5);
    }
    protobuf_c_message_free_unpacked(message, NULL);
}

START_TEST(test_lists__walk_over_pages_and_repeat_one_that_failed) {
    int total = 5;
    begin(answer_versions, &total);
    Catalog__V1__ListVersionsRequest request;
    catalog__v1__list_versions_request__init(&request);
    char name[] = "a/b";
    request.name = name;
    struct catalog_version_iterator *iterator = NULL;
    ck_assert_int_eq(catalog_list_versions(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    name[0] = 'x';
    const Catalog__V1__ObjectVersion *version = NULL;
    for (int i = 0; i < total; i++) {
        char expected[12];
        snprintf(expected, sizeof expected, "%d", i);
        if (i == 2)
            ck_assert_int_eq(catalog_version_iterator_next(iterator, &version, NULL), CATALOG_INTERNAL);
        ck_assert_int_eq(catalog_version_iterator_next(iterator, &version, NULL), CATALOG_OK);
        ck_assert_str_eq(version->version, expected);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(catalog_version_iterator_next(iterator, &version, NULL), CATALOG_OK);
        ck_assert_ptr_null(version);
    }
    catalog_version_iterator_free(iterator);
    catalog_version_iterator_free(NULL);
    end();
}
END_TEST

static void answer_same_page(struct double_server *self, struct double_call *call) {
    (void)self;
    Catalog__V1__ListObjectsResponse response;
    catalog__v1__list_objects_response__init(&response);
    response.next_page_token = (char[]){"again"};
    double_reply(call, &response.base, 5);
}

START_TEST(test_lists__do_not_go_round_in_circles) {
    begin(answer_same_page, NULL);
    Catalog__V1__ListObjectsRequest request;
    catalog__v1__list_objects_request__init(&request);
    struct catalog_object_iterator *iterator = NULL;
    ck_assert_int_eq(catalog_list_objects(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    const Catalog__V1__ObjectSummary *object = NULL;
    ck_assert_int_eq(catalog_object_iterator_next(iterator, &object, NULL), CATALOG_DATA_LOSS);
    catalog_object_iterator_free(iterator);
    end();
}
END_TEST

/* What arrived for one apply. */
static struct {
    uint32_t staged;
    unsigned parts;
    char upload_id[65];
    size_t applied;
    bool publish;
} apply;

static void take_part(struct double_call *call) {
    ProtobufCMessage *message = double_request(call, &catalog__v1__stage_objects_request__descriptor);
    const Catalog__V1__StageObjectsRequest *request = (const void *)message;
    ck_assert_uint_eq(request->offset, apply.staged);
    ck_assert_uint_le(message_items(message), LIMIT_OBJECT_ITEMS);
    if (apply.parts++ > 0)
        ck_assert_str_eq(apply.upload_id, request->upload_id);
    snprintf(apply.upload_id, sizeof apply.upload_id, "%s", request->upload_id);
    apply.staged += (uint32_t)request->n_objects;
    protobuf_c_message_free_unpacked(message, NULL);
    Catalog__V1__StageObjectsResponse response;
    catalog__v1__stage_objects_response__init(&response);
    double_reply(call, &response.base, 0);
}

static void take_apply(struct double_server *self, struct double_call *call) {
    (void)self;
    if (strcmp(call->envelope->method, "catalog.v1.CatalogService/StageObjects") == 0) {
        take_part(call);
        return;
    }
    ProtobufCMessage *message = double_request(call, &catalog__v1__apply_objects_request__descriptor);
    const Catalog__V1__ApplyObjectsRequest *request = (const void *)message;
    ck_assert_uint_le(message_items(message), LIMIT_OBJECT_ITEMS);
    apply.applied = request->n_objects;
    apply.publish = request->publish;
    ck_assert_str_eq(request->upload_id, apply.upload_id);
    protobuf_c_message_free_unpacked(message, NULL);
    Catalog__V1__ApplyObjectsResponse response;
    catalog__v1__apply_objects_response__init(&response);
    double_reply(call, &response.base, 6);
}

static void note_progress(void *context, size_t sent, size_t total) {
    (void)total;
    *(size_t *)context = sent;
}

/* Applies OBJECT COUNT times. */
static enum catalog_code apply_often(Catalog__V1__Object *object, size_t count, size_t *ret_progress) {
    memset(&apply, 0, sizeof apply);
    Catalog__V1__Object **objects = malloc((count + 1) * sizeof *objects);
    for (size_t i = 0; i < count; i++)
        objects[i] = object;
    struct catalog_apply_options options = CATALOG_APPLY_OPTIONS_INIT;
    options.publish = true;
    options.progress = note_progress;
    options.progress_context = ret_progress;
    Catalog__V1__ApplyObjectsResponse *response = NULL;
    enum catalog_code code = catalog_apply(client, objects, count, &options, &response, NULL);
    catalog_message_free(response);
    free(objects);
    return code;
}

/* Applies COUNT objects with a description of SIZE bytes. */
static enum catalog_code apply_objects(size_t count, size_t size, size_t *ret_progress) {
    char *text = malloc(size + 1);
    memset(text, 'x', size);
    text[size] = '\0';
    Catalog__V1__Control control;
    catalog__v1__control__init(&control);
    control.description = text;
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    object.kind_case = CATALOG__V1__OBJECT__KIND_CONTROL;
    object.control = &control;
    enum catalog_code code = apply_often(&object, count, ret_progress);
    free(text);
    return code;
}

/* Applies COUNT objects with VALUES values in a list. */
static enum catalog_code apply_lists(size_t count, size_t values, size_t *ret_progress) {
    static char text[] = "x";
    Catalog__V1__ThreatUse use;
    Catalog__V1__ThreatUse **uses = malloc((values + 1) * sizeof(Catalog__V1__ThreatUse *));
    catalog__v1__threat_use__init(&use);
    use.id = text;
    for (size_t i = 0; i < values; i++)
        uses[i] = &use;
    Catalog__V1__Model model;
    catalog__v1__model__init(&model);
    model.threats = uses;
    model.n_threats = values;
    Catalog__V1__Object object;
    catalog__v1__object__init(&object);
    object.kind_case = CATALOG__V1__OBJECT__KIND_FEATURE;
    object.feature = &model;
    enum catalog_code code = apply_often(&object, count, ret_progress);
    free((void *)uses);
    return code;
}

START_TEST(test_apply__uploads_in_parts_what_is_large) {
    size_t progress = 0;
    begin(take_apply, NULL);
    ck_assert_int_eq(apply_objects(3, 100, &progress), CATALOG_OK);
    ck_assert_uint_eq(apply.applied, 3);
    ck_assert_uint_eq(apply.parts, 0);
    ck_assert_uint_eq(progress, 0);
    ck_assert(apply.publish);

    ck_assert_int_eq(apply_objects(10, MIB - 1000, &progress), CATALOG_OK);
    ck_assert_uint_eq(apply.applied, 0);
    ck_assert_uint_eq(apply.staged, 10);
    ck_assert_uint_eq(apply.parts, 4);
    ck_assert_uint_eq(progress, 10);
    end();
}
END_TEST

START_TEST(test_apply__uploads_in_parts_what_has_many_values) {
    static const struct {
        size_t values;
        unsigned parts;
    } cases[] = {{LIMIT_OBJECT_ITEMS / 2 - 1, 0}, {LIMIT_OBJECT_ITEMS / 2, 2}, {LIMIT_OBJECT_ITEMS - 1, 2}};
    begin(take_apply, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t progress = 0;
        ck_assert_int_eq(apply_lists(2, cases[i].values, &progress), CATALOG_OK);
        ck_assert_uint_eq(apply.parts, cases[i].parts);
        ck_assert_uint_eq(apply.staged + apply.applied, 2);
    }
    end();
}
END_TEST

START_TEST(test_apply__refuses_what_no_server_takes) {
    size_t progress = 0;
    begin(take_apply, NULL);
    ck_assert_int_eq(apply_objects(LIMIT_UPLOAD_OBJECTS + 1, 1, &progress), CATALOG_INVALID_ARGUMENT);
    ck_assert_int_eq(apply_objects(70, MIB - 1000, &progress), CATALOG_INVALID_ARGUMENT);
    ck_assert_int_eq(apply_objects(1, 4 * MIB, &progress), CATALOG_INVALID_ARGUMENT);
    ck_assert_int_eq(apply_lists(1, LIMIT_OBJECT_ITEMS, &progress), CATALOG_INVALID_ARGUMENT);
    ck_assert_uint_eq(server.arrived, 0);
    end();
}
END_TEST

/* Changes 1 to 3 are there; the watch waits for 4, and later ones come one by one. */
static void answer_changes(struct double_server *self, struct double_call *call) {
    uint64_t after = 0;
    bool is_watch = strcmp(call->envelope->method, "catalog.v1.ChangesService/WatchChanges") == 0;
    ProtobufCMessage *message = double_request(call, is_watch ? &catalog__v1__watch_changes_request__descriptor
                                                              : &catalog__v1__list_changes_request__descriptor);
    if (is_watch)
        after = ((const Catalog__V1__WatchChangesRequest *)(const void *)message)->after_revision;
    else
        after = ((const Catalog__V1__ListChangesRequest *)(const void *)message)->after_revision;
    protobuf_c_message_free_unpacked(message, NULL);
    Catalog__V1__Change change;
    catalog__v1__change__init(&change);
    Catalog__V1__Change *changes[1] = {&change};
    change.revision = after + 1;
    if (is_watch && after >= 3) {
        double_hold(self, call);
    } else if (is_watch) {
        Catalog__V1__WatchChangesResponse response;
        catalog__v1__watch_changes_response__init(&response);
        response.n_changes = 1;
        response.changes = changes;
        response.last_revision = after + 1;
        double_reply(call, &response.base, 3);
    } else {
        Catalog__V1__ListChangesResponse response;
        catalog__v1__list_changes_response__init(&response);
        response.n_changes = after < 3 ? 1 : 0;
        response.changes = changes;
        response.last_revision = after < 3 ? after + 1 : 3;
        response.has_more = after < 2;
        double_reply(call, &response.base, 3);
    }
}

START_TEST(test_changes__are_listed_to_the_end) {
    begin(answer_changes, NULL);
    Catalog__V1__ListChangesRequest request;
    catalog__v1__list_changes_request__init(&request);
    struct catalog_change_iterator *iterator = NULL;
    const Catalog__V1__Change *change = NULL;
    ck_assert_int_eq(catalog_list_changes(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    for (uint64_t i = 1; i <= 3; i++) {
        ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_OK);
        ck_assert_uint_eq(change->revision, i);
        ck_assert_uint_eq(catalog_change_iterator_revision(iterator), i);
    }
    ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_OK);
    ck_assert_ptr_null(change);
    catalog_change_iterator_free(iterator);
    end();
}
END_TEST

static void *await_and_cancel(void *iterator) {
    double_await(&server, 4);
    catalog_change_iterator_cancel(iterator);
    return NULL;
}

START_TEST(test_changes__are_watched_until_cancelled) {
    begin(answer_changes, NULL);
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    struct catalog_change_iterator *iterator = NULL;
    const Catalog__V1__Change *change = NULL;
    ck_assert_int_eq(catalog_watch_changes(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, await_and_cancel, iterator), 0);
    for (uint64_t i = 1; i <= 3; i++) {
        ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_OK);
        ck_assert_uint_eq(change->revision, i);
    }
    ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_CANCELLED);
    pthread_join(thread, NULL);
    ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_CANCELLED);
    ck_assert_uint_eq(catalog_change_iterator_revision(iterator), 3);
    catalog_change_iterator_free(iterator);
    end();
}
END_TEST

static void answer_backwards(struct double_server *self, struct double_call *call) {
    (void)self;
    Catalog__V1__Change change;
    catalog__v1__change__init(&change);
    Catalog__V1__Change *changes[1] = {&change};
    change.revision = 4;
    Catalog__V1__WatchChangesResponse response;
    catalog__v1__watch_changes_response__init(&response);
    response.n_changes = 1;
    response.changes = changes;
    response.last_revision = 9;
    double_reply(call, &response.base, 9);
}

START_TEST(test_changes__refuse_a_server_that_goes_back) {
    begin(answer_backwards, NULL);
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    request.after_revision = 4;
    struct catalog_change_iterator *iterator = NULL;
    const Catalog__V1__Change *change = NULL;
    ck_assert_int_eq(catalog_watch_changes(client, &request, NULL, &iterator, NULL), CATALOG_OK);
    ck_assert_int_eq(catalog_change_iterator_next(iterator, &change, NULL), CATALOG_DATA_LOSS);
    catalog_change_iterator_free(iterator);
    end();
}
END_TEST

TEST_SUITE(lists, test_lists__walk_over_pages_and_repeat_one_that_failed, test_lists__do_not_go_round_in_circles,
           test_apply__uploads_in_parts_what_is_large, test_apply__uploads_in_parts_what_has_many_values,
           test_apply__refuses_what_no_server_takes, test_changes__are_listed_to_the_end,
           test_changes__are_watched_until_cancelled, test_changes__refuse_a_server_that_goes_back)
