/* The client library resolves without a server to the same bytes, and to the same proofs. */
#include "support/random_graph.h"
#include "support/test.h"

#include "catalog/message.h"
#include "catalog/resolve.h"
#include "codec/message.h"
#include "lib/cache.h"
#include "lib/target.h"
#include "model/explain.h"
#include "model/object.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RECORDS_MAX 64
#define REVISION    1

/* A cache of its own; in memory where there is room for it, because each graph is one durable write. */
struct offline_fixture {
    char directory[64];
    struct catalog_cache *cache;
    struct random_graph graph;
    Catalog__V1__ResolutionTarget target;
    Catalog__V1__Timestamp at;
};

static void open_cache(struct offline_fixture *fixture) {
    struct catalog_error *error = NULL;
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(fixture->directory, sizeof fixture->directory, "%s/catalog-XXXXXX", base);
    ck_assert_ptr_nonnull(mkdtemp(fixture->directory));
    ck_assert_int_eq(catalog_cache_open(fixture->directory, &fixture->cache, &error), CATALOG_OK);
}

static void close_cache(struct offline_fixture *fixture) {
    static const char *const files[] = {"data.mdb", "lock.mdb", NULL};
    char path[128];
    catalog_cache_close(fixture->cache);
    for (size_t i = 0; files[i] != NULL; i++) {
        snprintf(path, sizeof path, "%s/%s", fixture->directory, files[i]);
        unlink(path);
    }
    rmdir(fixture->directory);
}

/* ---- What a server would have listed ---- */

static slice pack(struct arena *arena, const ProtobufCMessage *message) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(message, &bytes);
    ck_assert(!bytes.has_failed);
    slice copy = slice_of(arena_strndup(arena, (const char *)bytes.data, bytes.size), bytes.size);
    buffer_done(&bytes);
    return copy;
}

static char *text_of_digest(struct arena *arena, const struct digest *digest) {
    char text[DIGEST_TEXT_BYTES];
    digest_text(digest, text);
    return arena_strdup(arena, text);
}

static Catalog__V1__ObjectVersion *list_version(struct arena *arena, const struct view_version *version) {
    Catalog__V1__ObjectVersion *message = ARENA_NEW(arena, Catalog__V1__ObjectVersion);
    catalog__v1__object_version__init(message);
    message->lifecycle = ARENA_NEW(arena, Catalog__V1__Lifecycle);
    catalog__v1__lifecycle__init(message->lifecycle);
    message->lifecycle->state = version->state;
    message->name = text_field(version->name);
    message->version = text_field(version->version);
    message->kind = version->kind;
    message->content_digest = text_of_digest(arena, &version->content);
    message->contract_digest = text_of_digest(arena, &version->contract);
    return message;
}

static int compare_versions(const void *a, const void *b) {
    return strcmp((*(Catalog__V1__ObjectVersion *const *)a)->name, (*(Catalog__V1__ObjectVersion *const *)b)->name);
}

static int compare_advisories(const void *a, const void *b) {
    const Catalog__V1__Advisory *left = *(const Catalog__V1__Advisory *const *)a;
    const Catalog__V1__Advisory *right = *(const Catalog__V1__Advisory *const *)b;
    int order = strcmp(left->object, right->object);
    return order != 0 ? order : strcmp(left->id, right->id);
}

static void fill_advisories(struct test_catalog *catalog, Catalog__V1__GetResolutionInputsResponse *manifest) {
    size_t count = catalog->view.advisories.count;
    manifest->advisories = ARENA_ARRAY(&catalog->arena, Catalog__V1__Advisory *, count + 1);
    for (; manifest->n_advisories < count; manifest->n_advisories++)
        manifest->advisories[manifest->n_advisories] =
            (Catalog__V1__Advisory *)(uintptr_t)catalog->view.advisories.items[manifest->n_advisories];
    qsort(manifest->advisories, count, sizeof *manifest->advisories, compare_advisories);
}

static size_t list_objects(struct test_catalog *catalog, Catalog__V1__GetResolutionInputsResponse *manifest,
                           struct cache_record *records) {
    const struct catalog_view *view = memory_view_catalog(&catalog->view);
    manifest->versions = ARENA_ARRAY(&catalog->arena, Catalog__V1__ObjectVersion *, catalog->count + 1);
    ck_assert_uint_lt(catalog->count, RECORDS_MAX);
    for (size_t i = 0; i < catalog->count; i++) {
        const struct view_version *versions = NULL;
        size_t count = 0;
        ck_assert_int_eq(
            view->versions(view->context, object_name(catalog->objects[i]), &versions, &count, &catalog->problem),
            STATUS_OK);
        ck_assert_uint_eq(count, 1);
        manifest->versions[manifest->n_versions++] = list_version(&catalog->arena, &versions[0]);
        records[i] = (struct cache_record){
            CACHE_OBJECTS, cache_key_of_object(&versions[0].content),
            pack(&catalog->arena, &object_with_version(catalog->objects[i], "", &catalog->arena)->base)};
    }
    qsort(manifest->versions, manifest->n_versions, sizeof *manifest->versions, compare_versions);
    return catalog->count;
}

static void keep(struct offline_fixture *fixture) {
    struct test_catalog *catalog = &fixture->graph.catalog;
    struct cache_record records[RECORDS_MAX + 1];
    struct catalog_error *error = NULL;
    struct digest target;
    Catalog__V1__GetResolutionInputsResponse manifest;
    catalog__v1__get_resolution_inputs_response__init(&manifest);
    size_t count = list_objects(catalog, &manifest, records);
    fill_advisories(catalog, &manifest);
    manifest.revision = REVISION;
    manifest.at = &fixture->at;
    manifest.decisions = (Catalog__V1__Decision **)(uintptr_t)fixture->graph.decisions;
    manifest.n_decisions = fixture->graph.decision_count;
    ck_assert_int_eq(target_digest(&fixture->target, true, &target, &error), CATALOG_OK);
    records[count] = (struct cache_record){CACHE_MANIFESTS, cache_key_of_manifest(&target, REVISION),
                                           pack(&catalog->arena, &manifest.base)};
    ck_assert_int_eq(cache_put(fixture->cache, records, count + 1, &error), CATALOG_OK);
}

/* ---- The same ---- */

static void expect_same(struct offline_fixture *fixture, const ProtobufCMessage *a, const ProtobufCMessage *b,
                        const char *what, uint64_t seed) {
    ck_assert_msg(slice_equal(pack(&fixture->graph.catalog.arena, a), pack(&fixture->graph.catalog.arena, b)),
                  "PROPERTY_SEED=%llu: the %s differs", (unsigned long long)seed, what);
}

static void compare_proof(struct offline_fixture *fixture, const struct resolution *resolution, uint64_t seed) {
    struct random_graph *graph = &fixture->graph;
    const struct resolve_options options = random_graph_options(graph, TEST_CATALOG_TIME);
    Catalog__V1__ExplainRowResponse *here = NULL;
    Catalog__V1__ExplainRowResponse *offline = NULL;
    Catalog__V1__ExplainRowRequest request;
    struct catalog_error *error = NULL;
    catalog__v1__explain_row_request__init(&request);
    request.target = &fixture->target;
    request.row = resolution->model->rows[random_below(&graph->random, resolution->model->n_rows)]->key;
    ck_assert_int_eq(explain_row(graph->feature, memory_view_catalog(&graph->catalog.view), &options, request.row,
                                 &graph->catalog.arena, &here, &graph->catalog.problem),
                     STATUS_OK);
    ck_assert_int_eq(catalog_explain_row_offline(fixture->cache, &request, &offline, &error), CATALOG_OK);
    expect_same(fixture, &here->base, &offline->base, "proof", seed);
    catalog_message_free(offline);
}

static void check(struct offline_fixture *fixture, uint64_t seed) {
    struct random_graph *graph = &fixture->graph;
    struct catalog_error *error = NULL;
    Catalog__V1__ResolveResponse *response = NULL;
    fixture->at = timestamp_of(TEST_CATALOG_TIME);
    catalog__v1__resolution_target__init(&fixture->target);
    fixture->target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT;
    fixture->target.object = graph->feature;
    fixture->target.at_revision = REVISION;
    fixture->target.at = &fixture->at;
    keep(fixture);
    struct resolution resolution = random_graph_resolve(graph, TEST_CATALOG_TIME);
    enum catalog_code code = catalog_resolve_offline(fixture->cache, &fixture->target, &response, &error);
    ck_assert_msg(code == CATALOG_OK, "PROPERTY_SEED=%llu: %s", (unsigned long long)seed, catalog_error_message(error));
    expect_same(fixture, &resolution.model->base, &response->model->base, "effective model", seed);
    expect_same(fixture, &resolution.lock->base, &response->lock->base, "lock", seed);
    catalog_message_free(response);
    if (resolution.model->n_rows > 0)
        compare_proof(fixture, &resolution, seed);
}

START_TEST(test_offline_property__gives_the_same_bytes_as_the_server) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    struct offline_fixture fixture;
    open_cache(&fixture);
    for (size_t i = 0; i < runs; i++) {
        random_graph_init(&fixture.graph, seed + i);
        if (i % 2 == 0)
            random_graph_decide(&fixture.graph);
        check(&fixture, seed + i);
        random_graph_done(&fixture.graph);
    }
    close_cache(&fixture);
}
END_TEST

TEST_SUITE(offline_property, test_offline_property__gives_the_same_bytes_as_the_server)
