/* kill -9 in the middle of publishing: no acknowledged change is lost, none appears twice.
 *
 *   kill9 CATALOGD [ROUNDS [SEED]]
 *
 * Each round starts the daemon, lets eight writers publish, kills it with SIGKILL after a random time, starts it again
 * and sends every call that got no answer once more with its request_id. At the end what was acknowledged is compared
 * with the log of changes, and `catalogd check` must find nothing. */
#include "support/daemon.h"

#include "catalog/catalog.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WRITERS = 8 };

struct writer {
    pthread_t thread;
    struct catalog_client *client;
    unsigned number;
    unsigned next;    /* number of the threat to publish next */
    bool is_in_doubt; /* the last call got no answer */
};

static struct writer writers[WRITERS];
static atomic_uint acknowledged;
static unsigned repeated;

static enum catalog_code apply(struct writer *writer, Catalog__V1__Threat *threat, const char *request_id,
                               uint32_t deadline_ms) {
    Catalog__V1__Object object = CATALOG__V1__OBJECT__INIT;
    object.kind_case = CATALOG__V1__OBJECT__KIND_THREAT;
    object.threat = threat;
    Catalog__V1__Object *objects[] = {&object};
    struct catalog_apply_options options = CATALOG_APPLY_OPTIONS_INIT;
    options.publish = true;
    options.request_id = request_id;
    options.call.deadline_ms = deadline_ms;
    options.call.no_retry = true;
    Catalog__V1__ApplyObjectsResponse *response = NULL;
    struct catalog_error *error = NULL;
    enum catalog_code code = catalog_apply(writer->client, objects, 1, &options, &response, &error);
    if (code != CATALOG_OK && code != CATALOG_UNAVAILABLE && code != CATALOG_DEADLINE_EXCEEDED)
        die("publish %s: %s: %s", threat->name, catalog_code_name(code), catalog_error_message(error));
    if (response != NULL)
        catalog_message_free(&response->base);
    catalog_error_free(error);
    return code;
}

/* The same number gives the same content and the same request_id, so a second call is a repetition of the first. */
static enum catalog_code publish(struct writer *writer, uint32_t deadline_ms) {
    char name[64];
    char request_id[64];
    char version[] = "1.0.0";
    char title[] = "A threat that must not be lost";
    snprintf(name, sizeof name, "kill/w%u-%u", writer->number, writer->next);
    snprintf(request_id, sizeof request_id, "kill9-writer-%u-call-%08u", writer->number, writer->next);
    Catalog__V1__ThreatStatement statement = CATALOG__V1__THREAT_STATEMENT__INIT;
    statement.action = title;
    Catalog__V1__Stride stride = CATALOG__V1__STRIDE__STRIDE_TAMPERING;
    Catalog__V1__Threat threat = CATALOG__V1__THREAT__INIT;
    threat.name = name;
    threat.version = version;
    threat.title = title;
    threat.statement = &statement;
    threat.likelihood = 3;
    threat.impact = 3;
    threat.stride = &stride;
    threat.n_stride = 1;
    return apply(writer, &threat, request_id, deadline_ms);
}

static void *write_until_killed(void *context) {
    struct writer *writer = context;
    while (publish(writer, 5000) == CATALOG_OK) {
        writer->next++;
        atomic_fetch_add(&acknowledged, 1);
    }
    writer->is_in_doubt = true;
    return NULL;
}

static void wait_until_serving(struct catalog_client *client) {
    struct catalog_call_options options = CATALOG_CALL_OPTIONS_INIT;
    options.deadline_ms = 20000;
    Catalog__V1__CheckHealthResponse *response = NULL;
    struct catalog_error *error = NULL;
    if (catalog_check_health(client, &options, &response, &error) != CATALOG_OK)
        die("the daemon does not answer: %s", catalog_error_message(error));
    catalog_message_free(&response->base);
}

static void open_clients(const struct daemon *daemon) {
    for (unsigned i = 0; i < WRITERS; i++) {
        struct catalog_error *error = NULL;
        writers[i].number = i;
        if (catalog_client_open(daemon->url, NULL, &writers[i].client, &error) != CATALOG_OK)
            die("client: %s", catalog_error_message(error));
    }
}

static void sleep_ms(unsigned ms) {
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

/* Every call that got no answer is sent again with its request_id: it must end as done, once. */
static void repeat_doubtful(void) {
    for (unsigned i = 0; i < WRITERS; i++) {
        struct writer *writer = &writers[i];
        if (!writer->is_in_doubt)
            continue;
        enum catalog_code code = publish(writer, 20000);
        if (code != CATALOG_OK)
            die("the repeated call of writer %u failed: %s", i, catalog_code_name(code));
        writer->next++;
        writer->is_in_doubt = false;
        repeated++;
    }
}

static void run_round(struct daemon *daemon, unsigned *seed) {
    daemon_start(daemon);
    wait_until_serving(writers[0].client);
    repeat_doubtful();
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_create(&writers[i].thread, NULL, write_until_killed, &writers[i]);
    sleep_ms(10 + (unsigned)rand_r(seed) % 60);
    daemon_stop(daemon, SIGKILL);
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_join(writers[i].thread, NULL);
}

/* Counts, for each threat of each writer, how often the log publishes it. */
static void count_change(const Catalog__V1__Change *change, unsigned char *seen[WRITERS], uint64_t expected_revision) {
    if (change->revision != expected_revision)
        die("the log has revision %" PRIu64 " where %" PRIu64 " was due", change->revision, expected_revision);
    for (size_t i = 0; i < change->n_objects; i++) {
        unsigned writer = 0;
        unsigned number = 0;
        const char *name = change->objects[i]->name;
        if (sscanf(name, "kill/w%u-%u", &writer, &number) != 2 || writer >= WRITERS || number >= writers[writer].next)
            die("the log publishes %s, which nobody asked for", name);
        if (seen[writer][number]++ != 0)
            die("the log publishes %s twice", name);
    }
}

static void read_log(unsigned char *seen[WRITERS]) {
    Catalog__V1__ListChangesRequest request = CATALOG__V1__LIST_CHANGES_REQUEST__INIT;
    request.page_size = 1000;
    struct catalog_change_iterator *iterator = NULL;
    struct catalog_error *error = NULL;
    if (catalog_list_changes(writers[0].client, &request, NULL, &iterator, &error) != CATALOG_OK)
        die("list changes: %s", catalog_error_message(error));
    const Catalog__V1__Change *change = NULL;
    for (uint64_t revision = 1; catalog_change_iterator_next(iterator, &change, &error) == CATALOG_OK; revision++) {
        if (change == NULL)
            break;
        count_change(change, seen, revision);
    }
    if (error != NULL)
        die("list changes: %s", catalog_error_message(error));
    catalog_change_iterator_free(iterator);
}

static void compare_with_log(void) {
    unsigned char *seen[WRITERS];
    for (unsigned i = 0; i < WRITERS; i++) {
        seen[i] = calloc(writers[i].next + 1, 1);
        if (seen[i] == NULL)
            die("out of memory");
    }
    read_log(seen);
    for (unsigned i = 0; i < WRITERS; i++) {
        for (unsigned j = 0; j < writers[i].next; j++) {
            if (seen[i][j] != 1)
                die("kill/w%u-%u was acknowledged and is lost", i, j);
        }
        free(seen[i]);
    }
}

static void run(struct daemon *daemon, unsigned rounds, unsigned seed) {
    open_clients(daemon);
    for (unsigned round = 0; round < rounds; round++)
        run_round(daemon, &seed);
    daemon_start(daemon);
    wait_until_serving(writers[0].client);
    repeat_doubtful();
    compare_with_log();
    for (unsigned i = 0; i < WRITERS; i++)
        catalog_client_close(writers[i].client);
}

int main(int argc, char **argv) {
    if (argc < 2)
        die("usage: kill9 CATALOGD [ROUNDS [SEED]]");
    unsigned rounds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 50;
    unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
    printf("kill -9, %u rounds, seed %u\n", rounds, seed);
    struct daemon daemon;
    daemon_init(&daemon, argv[1]);
    run(&daemon, rounds, seed);
    int code = daemon_stop(&daemon, SIGTERM);
    if (code != 0)
        die("the daemon ended with %d after SIGTERM", code);
    if (daemon_check(&daemon) != 0)
        die("catalogd check found something; see %s/log", daemon.directory);
    daemon_done(&daemon);
    printf("%u changes acknowledged, %u calls repeated: none lost, none twice\n", atomic_load(&acknowledged), repeated);
    return EXIT_SUCCESS;
}
