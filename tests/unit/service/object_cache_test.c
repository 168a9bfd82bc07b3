#include "codec/message.h"
#include "fixture.h"
#include "model/compiled_model.h"
#include "model/object.h"
#include "model/resolve.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "service/store_view.h"
#include "support/test.h"

#include <pthread.h>

#define JUDGED_AT (1780272000LL * NS_PER_SECOND)
#define THREADS   4
#define ROUNDS    6

static const char catalog_yaml[] =
    "kind: threat\nname: t/leak\ntitle: Data leaks\nstatement: {action: reads}\nlikelihood: 4\nimpact: 4\n"
    "stride: [information_disclosure]\n---\n"
    "kind: control\nname: c/guard\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"
    "mitigates: [{threat: t/leak, strength: full}]\n---\n"
    "kind: component\nname: s/store\ntitle: A store\nservice_class: in_house\n"
    "parameters: [{name: watched, type: bool, default: 'false'}]\n"
    "elements: [{id: box, kind: store, title: The box}]\n"
    "entry_points: [{id: api, on: box, exposures: [vpc], default_exposure: vpc}]\nentry_point_policy: closed\n"
    "threats: [{id: leak, threat: t/leak, on: box, when: config.watched || facts.data_classification == "
    "\"internal\"}]\n"
    "provides: [{id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full}]\n"
    "responsibilities: [{id: key, statement: The key is kept., discharged_by: {statement: true}}]\n---\n"
    "kind: feature\nname: f/feature\ntitle: A feature\n"
    "elements: [{id: api, kind: process, title: The service}]\n"
    "dependencies: [{alias: box, component: s/store, requirement: '*', exposures: {api: vpc}}]\n";

struct shared {
    struct service caches; /* the fixture's service with a cache of its own */
    struct buffer expected;
};

/* Resolves the feature through CACHES into BYTES; with KNOWN by telling all that is known of it. */
static void resolve_as(struct service *caches, bool known, struct buffer *bytes) {
    struct arena arena;
    struct problem problem;
    struct snapshot *snapshot = NULL;
    struct store_view view;
    struct resolution resolution;
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    struct resolve_options options = {.at = JUDGED_AT, .revision = 1};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    buffer_init(bytes, 0);
    ck_assert_int_eq(snapshot_begin(caches->store, 0, &snapshot, &problem), STATUS_OK);
    store_view_init(&view, caches, snapshot, &arena, false);
    ck_assert_int_eq(store_view_find(&view, "f/feature", "1.0.0", &version, &problem), STATUS_OK);
    ck_assert_int_eq(view.view.object(&view, version, &object, &problem), STATUS_OK);
    if (known) {
        ck_assert_int_eq(view.view.compiled(&view, version, &options.compiled, &problem), STATUS_OK);
        ck_assert_ptr_eq(options.compiled->model, object_model(object));
        options.content = &version->content;
        options.is_published = true;
    }
    ck_assert_int_eq(resolve(object, &view.view, &options, &arena, &resolution, &problem), STATUS_OK);
    message_pack(&resolution.model->base, bytes);
    message_pack(&resolution.lock->base, bytes);
    store_view_done(&view);
    snapshot_end(snapshot);
    arena_done(&arena);
}

static void resolve_feature(struct service *caches, struct buffer *bytes) {
    resolve_as(caches, true, bytes);
}

static void *resolve_often(void *context) {
    struct shared *shared = context;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct buffer bytes;
        resolve_feature(&shared->caches, &bytes);
        ck_assert(slice_equal(buffer_slice(&bytes), buffer_slice(&shared->expected)));
        buffer_done(&bytes);
    }
    return NULL;
}

/* A limit of 0 throws everything out as soon as nobody holds it; the large one keeps it all. */
START_TEST(test_object_cache__gives_the_same_results_whatever_its_limit) {
    static const size_t limits[] = {0, 1024, (size_t)1 << 20};
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, catalog_yaml, true);
    struct shared shared = {0};
    resolve_as(fixture.service, false, &shared.expected);
    ck_assert_uint_gt(shared.expected.size, 100);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        pthread_t threads[THREADS];
        shared.caches.store = fixture.store;
        shared.caches.objects = object_cache_new(limits[i]);
        shared.caches.names = name_cache_new(limits[i]);
        ck_assert_ptr_nonnull(shared.caches.objects);
        ck_assert_ptr_nonnull(shared.caches.names);
        for (size_t k = 0; k < THREADS; k++)
            ck_assert_int_eq(pthread_create(&threads[k], NULL, resolve_often, &shared), 0);
        for (size_t k = 0; k < THREADS; k++)
            pthread_join(threads[k], NULL);
        object_cache_free(shared.caches.objects);
        name_cache_free(shared.caches.names);
    }
    buffer_done(&shared.expected);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_object_cache__compiles_models_and_nothing_else) {
    static const struct {
        const char *name;
        bool is_model;
    } cases[] = {{"t/leak", false}, {"c/guard", false}, {"s/store", true}, {"f/feature", true}};
    struct fixture fixture;
    struct problem problem;
    struct snapshot *snapshot = NULL;
    struct store_view view;
    fixture_open(&fixture);
    fixture_apply(&fixture, catalog_yaml, true);
    problem_init(&problem, NULL);
    ck_assert_int_eq(snapshot_begin(fixture.store, 0, &snapshot, &problem), STATUS_OK);
    store_view_init(&view, fixture.service, snapshot, &fixture.arena, false);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct view_version *version = NULL;
        const struct compiled_model *compiled[2] = {NULL, NULL};
        ck_assert_int_eq(store_view_find(&view, cases[i].name, "1.0.0", &version, &problem), STATUS_OK);
        for (size_t k = 0; k < COUNT_OF(compiled); k++)
            ck_assert_int_eq(view.view.compiled(&view, version, &compiled[k], &problem), STATUS_OK);
        ck_assert_ptr_eq(compiled[0], compiled[1]);
        ck_assert_int_eq(compiled[0] != NULL, cases[i].is_model);
    }
    store_view_done(&view);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(object_cache, test_object_cache__gives_the_same_results_whatever_its_limit,
           test_object_cache__compiles_models_and_nothing_else)
