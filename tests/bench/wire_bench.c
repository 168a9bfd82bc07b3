/* Point reads, batch reads and durable publishes, each beside a raw nng echo of the same sizes in the same run.
 *
 *   wire_bench CATALOGD [ROUNDS]
 *
 * Servers run on processor 0, the load on processor 1. Rounds of daemon and echo alternate; the medians are printed. */
#include "bench/echo_peer.h"
#include "bench/load.h"
#include "bench/measure.h"
#include "support/daemon.h"

#include "codec/message.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/envelope.pb-c.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OBJECTS = 1000, BATCH = 100, ROUNDS_MAX = 101 };

#define GET       "catalog.v1.CatalogService/GetObject"
#define BATCH_GET "catalog.v1.CatalogService/BatchGetObjects"
#define APPLY     "catalog.v1.CatalogService/ApplyObjects"

/* Sizes of request and reply of the call that was made last, for the echo to match. */
static atomic_size_t request_bytes;
static atomic_size_t reply_bytes;
static atomic_uint publish_run;

static void append_envelope(const char *method, const ProtobufCMessage *payload, struct buffer *ret_body) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(payload, &bytes);
    char name[80];
    snprintf(name, sizeof name, "%s", method);
    Catalog__V1__Request request = CATALOG__V1__REQUEST__INIT;
    request.method = name;
    request.timeout_ms = 30000;
    request.payload = (ProtobufCBinaryData){bytes.size, bytes.data};
    message_pack(&request.base, ret_body);
    buffer_done(&bytes);
    atomic_store(&request_bytes, ret_body->size);
}

static void get_request(void *context, size_t number, struct buffer *ret_body) {
    (void)context;
    char name[64];
    snprintf(name, sizeof name, "bench/threat-%zu", number * 7919 % OBJECTS);
    Catalog__V1__ObjectSelector selector = CATALOG__V1__OBJECT_SELECTOR__INIT;
    selector.name = name;
    Catalog__V1__GetObjectRequest request = CATALOG__V1__GET_OBJECT_REQUEST__INIT;
    request.selector = &selector;
    append_envelope(GET, &request.base, ret_body);
}

static void batch_request(void *context, size_t number, struct buffer *ret_body) {
    (void)context;
    static _Thread_local char names[BATCH][64];
    Catalog__V1__ObjectSelector selectors[BATCH];
    Catalog__V1__ObjectSelector *list[BATCH];
    for (size_t i = 0; i < BATCH; i++) {
        snprintf(names[i], sizeof names[i], "bench/threat-%zu", (number * BATCH + i) * 7919 % OBJECTS);
        catalog__v1__object_selector__init(&selectors[i]);
        selectors[i].name = names[i];
        list[i] = &selectors[i];
    }
    Catalog__V1__BatchGetObjectsRequest request = CATALOG__V1__BATCH_GET_OBJECTS_REQUEST__INIT;
    request.selectors = list;
    request.n_selectors = BATCH;
    append_envelope(BATCH_GET, &request.base, ret_body);
}

static void apply_threat(const char *name, const char *request_id, struct buffer *ret_body) {
    char text[64];
    char id[64];
    char version[] = "1.0.0";
    char title[] = "A threat that was made for measuring";
    char action[] = "does what an attacker does, at some length, so that the object has the size of a real one, with "
                    "its source, its prerequisites and its impact described in a sentence or two for each of them";
    snprintf(text, sizeof text, "%s", name);
    snprintf(id, sizeof id, "%s", request_id);
    Catalog__V1__ThreatStatement statement = CATALOG__V1__THREAT_STATEMENT__INIT;
    statement.action = action;
    statement.impact = action;
    Catalog__V1__Stride stride = CATALOG__V1__STRIDE__STRIDE_TAMPERING;
    Catalog__V1__Threat threat = CATALOG__V1__THREAT__INIT;
    threat.name = text;
    threat.version = version;
    threat.title = title;
    threat.description = action;
    threat.statement = &statement;
    threat.stride = &stride;
    threat.n_stride = 1;
    threat.likelihood = 3;
    threat.impact = 3;
    Catalog__V1__Object object = CATALOG__V1__OBJECT__INIT;
    object.kind_case = CATALOG__V1__OBJECT__KIND_THREAT;
    object.threat = &threat;
    Catalog__V1__Object *objects[] = {&object};
    Catalog__V1__ApplyObjectsRequest request = CATALOG__V1__APPLY_OBJECTS_REQUEST__INIT;
    request.request_id = id;
    request.objects = objects;
    request.n_objects = 1;
    request.publish = 1;
    append_envelope(APPLY, &request.base, ret_body);
}

static void load_request_of(void *context, size_t number, struct buffer *ret_body) {
    (void)context;
    char name[64];
    char id[64];
    snprintf(name, sizeof name, "bench/threat-%zu", number);
    snprintf(id, sizeof id, "wire-bench-load-%08zu", number);
    apply_threat(name, id, ret_body);
}

static void publish_request(void *context, size_t number, struct buffer *ret_body) {
    (void)context;
    unsigned run = atomic_load(&publish_run);
    char name[64];
    char id[64];
    snprintf(name, sizeof name, "bench/made-%u-%zu", run, number);
    snprintf(id, sizeof id, "wire-bench-%u-%08zu", run, number);
    apply_threat(name, id, ret_body);
}

static void echo_request(void *context, size_t number, struct buffer *ret_body) {
    (void)number;
    const size_t *sizes = context;
    uint8_t *body = buffer_reserve(ret_body, sizes[0]);
    if (body == NULL)
        die("out of memory");
    memset(body, 0, sizes[0]);
    for (size_t i = 0; i < 4; i++)
        body[i] = (uint8_t)(sizes[1] >> (24 - 8 * i));
    buffer_grow(ret_body, sizes[0]);
}

/* A reply that carries no status: field 1 is absent, so the first tag is another. */
static bool reply_is_ok(void *context, slice reply) {
    (void)context;
    atomic_store(&reply_bytes, reply.size);
    return reply.size > 0 && reply.data[0] != 0x0a;
}

static double median(double *rates, size_t count) {
    int64_t scaled[ROUNDS_MAX];
    for (size_t i = 0; i < count; i++)
        scaled[i] = (int64_t)(rates[i] * 1000);
    return (double)measure_percentile(scaled, count, 0.5) / 1000;
}

struct peers {
    const char *daemon_url;
    const char *echo_url;
    size_t rounds;
};

static void compare(const char *title, const struct peers *peers, load_request request, size_t calls,
                    size_t in_flight) {
    double daemon_rates[ROUNDS_MAX];
    double echo_rates[ROUNDS_MAX];
    size_t sizes[2];
    for (size_t i = 0; i < peers->rounds; i++) {
        struct load daemon = {peers->daemon_url, request, reply_is_ok, NULL, calls, in_flight};
        atomic_fetch_add(&publish_run, 1);
        daemon_rates[i] = load_run(&daemon);
        sizes[0] = atomic_load(&request_bytes);
        sizes[1] = atomic_load(&reply_bytes);
        struct load echo = {peers->echo_url, echo_request, NULL, sizes, calls, in_flight};
        echo_rates[i] = load_run(&echo);
    }
    double daemon_rate = median(daemon_rates, peers->rounds);
    double echo_rate = median(echo_rates, peers->rounds);
    printf("%-28s %3zu in flight  %5zu -> %6zu bytes  %9.0f/s  echo %9.0f/s  ratio %.2f\n", title, in_flight, sizes[0],
           sizes[1], daemon_rate, echo_rate, daemon_rate / echo_rate);
}

static double publish_rate(const struct peers *peers, size_t calls, size_t in_flight) {
    double rates[ROUNDS_MAX];
    for (size_t i = 0; i < peers->rounds; i++) {
        struct load load = {peers->daemon_url, publish_request, reply_is_ok, NULL, calls, in_flight};
        atomic_fetch_add(&publish_run, 1);
        rates[i] = load_run(&load);
    }
    return median(rates, peers->rounds);
}

static void run(const struct peers *peers) {
    struct load fill = {peers->daemon_url, load_request_of, reply_is_ok, NULL, OBJECTS, 64};
    load_run(&fill);
    compare("point read", peers, get_request, 20000, 64);
    compare("point read", peers, get_request, 5000, 1);
    compare("batch read of 100", peers, batch_request, 1000, 16);
    compare("durable publish", peers, publish_request, 5000, 64);
    double many = publish_rate(peers, 5000, 64);
    double one = publish_rate(peers, 500, 1);
    printf("%-28s 64 publishers %9.0f/s  one %9.0f/s  ratio %.2f\n", "durable publish", many, one, many / one);
}

static pid_t start_echo(const char *url) {
    pid_t pid = fork();
    if (pid == 0)
        echo_peer_run(url);
    return pid;
}

int main(int argc, char **argv) {
    if (argc < 2)
        die("usage: wire_bench CATALOGD [ROUNDS]");
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 5;
    if (rounds == 0 || rounds > ROUNDS_MAX)
        die("rounds: 1 to %d", ROUNDS_MAX);
    struct daemon daemon;
    daemon_init(&daemon, argv[1]);
    char echo_url[96];
    snprintf(echo_url, sizeof echo_url, "ipc://%s/e", daemon.directory);
    measure_pin(0);
    pid_t echo = start_echo(echo_url);
    daemon_start(&daemon);
    measure_pin(1);
    sleep(1);
    struct peers peers = {daemon.url, echo_url, rounds};
    run(&peers);
    kill(echo, SIGKILL);
    daemon_stop(&daemon, SIGTERM);
    daemon_done(&daemon);
    return EXIT_SUCCESS;
}
