#include "bench/organisation_store.h"

#include "codec/message.h"
#include "codec/yaml.h"
#include "service/method.h"
#include "support/daemon.h"

#include "catalog/v1/catalog_service.pb-c.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Of YAML, so that a request stays under the limit of a message and all threats and controls fit in one. */
#define BATCH_BYTES ((size_t)2 << 20)

/* A call of the bench's own. */
struct own_call {
    struct call call; /* first: finish gets a pointer to it */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_answered;
};

static void mark_answered(struct call *call) {
    struct own_call *own = (struct own_call *)(void *)call;
    pthread_mutex_lock(&own->mutex);
    own->is_answered = true;
    pthread_cond_signal(&own->changed);
    pthread_mutex_unlock(&own->mutex);
}

static void wait_for(struct own_call *own) {
    pthread_mutex_lock(&own->mutex);
    while (!own->is_answered)
        pthread_cond_wait(&own->changed, &own->mutex);
    pthread_mutex_unlock(&own->mutex);
}

const ProtobufCMessage *organisation_store_call(struct organisation_store *loaded, const char *method,
                                                const ProtobufCMessage *request, struct arena *arena) {
    struct own_call own = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    struct call *call = &own.call;
    ProtobufCMessage *response = NULL;
    call->method = method_find(method);
    call->request = request;
    call->deadline = clock_monotonic() + 600 * NS_PER_SECOND;
    call->finish = mark_answered;
    snprintf(call->principal.name, sizeof call->principal.name, "organisation");
    arena_init(&call->arena, 0);
    buffer_init(&call->reply, 0);
    problem_init(&call->problem, &call->arena);
    if (call->method->handler(loaded->service, call) == CALL_PENDING)
        wait_for(&own);
    if (call->problem.code != STATUS_OK)
        die("%s: %s %s", method, call->problem.message,
            call->problem.violation_count == 0 ? "" : call->problem.violations[0].message);
    if (message_unpack(call->method->response, buffer_slice(&call->reply), arena, &response, NULL) != STATUS_OK)
        die("%s gave an answer that does not read", method);
    buffer_done(&call->reply);
    arena_done(&call->arena);
    return response;
}

static void apply(struct organisation_store *loaded, Catalog__V1__ApplyObjectsRequest *request, struct arena *arena) {
    char id[32];
    snprintf(id, sizeof id, "organisation-%08u", loaded->requests++);
    request->request_id = id;
    request->publish = true;
    organisation_store_call(loaded, "catalog.v1.CatalogService/ApplyObjects", &request->base, arena);
}

void organisation_store_publish(struct organisation_store *loaded, const struct buffer *yaml) {
    struct arena arena;
    arena_init(&arena, 0);
    struct problem problem;
    problem_init(&problem, &arena);
    struct document_list documents = {0};
    if (yaml_read(&catalog__v1__object__descriptor, buffer_slice(yaml), &arena, &documents, &problem) != STATUS_OK)
        die("the made catalog is wrong: %s", problem.message);
    Catalog__V1__ApplyObjectsRequest request = CATALOG__V1__APPLY_OBJECTS_REQUEST__INIT;
    request.objects = ARENA_ARRAY(&arena, Catalog__V1__Object *, documents.count + 1);
    if (request.objects == NULL)
        die("out of memory");
    for (size_t i = 0; i < documents.count; i++)
        request.objects[request.n_objects++] = (Catalog__V1__Object *)documents.items[i].message;
    apply(loaded, &request, &arena);
    loaded->objects += documents.count;
    arena_done(&arena);
}

static void publish_part(struct organisation_store *loaded, const struct organisation *organisation,
                         enum organisation_part part) {
    struct buffer yaml;
    size_t count = organisation_count(organisation, part);
    buffer_init(&yaml, 0);
    for (size_t i = 0; i < count; i++) {
        organisation_write(organisation, part, i, &yaml);
        if (yaml.size < BATCH_BYTES && i + 1 < count)
            continue;
        organisation_store_publish(loaded, &yaml);
        buffer_reset(&yaml);
    }
    buffer_done(&yaml);
}

static time_ns fixed_now(void *context) {
    (void)context;
    return ORGANISATION_TIME;
}

static void open_service(struct organisation_store *loaded) {
    struct problem problem;
    problem_init(&problem, NULL);
    const struct clock clock = {.now = fixed_now};
    const struct store_options options = {.directory = loaded->directory, .disk_full_percent = 100, .clock = clock};
    if (store_open(&options, &loaded->store, &problem) != STATUS_OK ||
        service_new(loaded->store, clock, &loaded->service, &problem) != STATUS_OK)
        die("cannot make a store: %s", problem.message);
}

static void close_service(struct organisation_store *loaded) {
    service_stop(loaded->service);
    store_close(loaded->store);
    service_free(loaded->service);
}

void organisation_store_open(struct organisation_store *loaded, const struct organisation *organisation) {
    *loaded = (struct organisation_store){.directory = "/tmp/catalogd-organisation-XXXXXX"};
    if (mkdtemp(loaded->directory) == NULL)
        die("cannot make %s", loaded->directory);
    open_service(loaded);
    for (size_t part = 0; part < ORGANISATION_PARTS; part++)
        publish_part(loaded, organisation, (enum organisation_part)part);
    close_service(loaded);
    open_service(loaded);
}

void organisation_store_close(struct organisation_store *loaded) {
    static const char *const files[] = {"data.mdb", "lock.mdb", "catalogd.lock"};
    char path[128];
    close_service(loaded);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s/%s", loaded->directory, files[i]);
        unlink(path);
    }
    rmdir(loaded->directory);
}
