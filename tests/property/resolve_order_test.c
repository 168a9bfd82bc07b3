#include "codec/message.h"
#include "model/object.h"
#include "support/catalog.h"
#include "support/random_graph.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The starter catalogs are as rich a set of models as there is. */
#define CATALOGS "catalogs"

static void shuffle(struct random *state, void **items, size_t count) {
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)random_below(state, i);
        void *kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

static Catalog__V1__Model *own_model(Catalog__V1__Object *object) {
    if (object->kind_case == CATALOG__V1__OBJECT__KIND_COMPONENT)
        return object->component;
    return object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ? object->feature : NULL;
}

static void shuffle_threats(struct random *state, Catalog__V1__Model *model) {
    for (size_t i = 0; i < model->n_provides; i++)
        shuffle(state, (void **)model->provides[i]->mitigates, model->provides[i]->n_mitigates);
    for (size_t i = 0; i < model->n_responsibilities; i++)
        shuffle(state, (void **)model->responsibilities[i]->covers, model->responsibilities[i]->n_covers);
}

static void shuffle_records(struct random *state, Catalog__V1__Model *model) {
    shuffle(state, (void **)model->dependencies, model->n_dependencies);
    shuffle(state, (void **)model->facts, model->n_facts);
    shuffle(state, (void **)model->parameters, model->n_parameters);
    shuffle(state, (void **)model->elements, model->n_elements);
    shuffle(state, (void **)model->assets, model->n_assets);
    shuffle(state, (void **)model->entry_points, model->n_entry_points);
    shuffle(state, (void **)model->data_flows, model->n_data_flows);
    shuffle(state, (void **)model->threats, model->n_threats);
    shuffle(state, (void **)model->mitigations, model->n_mitigations);
    shuffle(state, (void **)model->provides, model->n_provides);
    shuffle(state, (void **)model->responsibilities, model->n_responsibilities);
    shuffle(state, (void **)model->assumptions, model->n_assumptions);
    shuffle(state, (void **)model->residuals, model->n_residuals);
    shuffle(state, (void **)model->answers, model->n_answers);
    shuffle(state, (void **)model->dismissals, model->n_dismissals);
    shuffle_threats(state, model);
}

/* The same objects in another order; with RECORDS also the records inside each model and baseline. */
static void add_shuffled(struct test_catalog *catalog, const struct test_catalog *original, struct random *state,
                         bool records) {
    void **order = calloc(original->count, sizeof *order);
    ck_assert_ptr_nonnull(order);
    memcpy(order, original->objects, original->count * sizeof *order);
    shuffle(state, order, original->count);
    for (size_t i = 0; i < original->count; i++) {
        ProtobufCMessage *copy = order[i];
        if (records)
            ck_assert_int_eq(message_copy(order[i], &catalog->arena, &copy, &catalog->problem), STATUS_OK);
        Catalog__V1__Model *model = own_model((Catalog__V1__Object *)copy);
        if (records && model != NULL)
            shuffle_records(state, model);
        ck_assert_int_eq(memory_view_add(&catalog->view, (Catalog__V1__Object *)copy, NULL, &catalog->problem),
                         STATUS_OK);
    }
    free(order);
}

/* Digests of objects change with the order of their records, and nothing else may. */
static void forget_digests(struct resolution *resolution) {
    static char none[] = "";
    Catalog__V1__EffectiveModel *model = resolution->model;
    model->content_digest = none;
    model->effective_digest = none;
    for (size_t i = 0; i < model->n_instances; i++)
        model->instances[i]->content_digest = none;
    for (size_t i = 0; i < model->n_baselines; i++)
        model->baselines[i]->content_digest = none;
    for (size_t i = 0; i < resolution->lock->n_pins; i++)
        resolution->lock->pins[i]->content_digest = resolution->lock->pins[i]->contract_digest = none;
}

static void pack(struct resolution resolution, struct buffer *bytes) {
    buffer_init(bytes, 0);
    message_pack(&resolution.model->base, bytes);
    message_pack(&resolution.lock->base, bytes);
    ck_assert(!bytes->has_failed);
}

static void expect_same(struct resolution a, struct resolution b, const char *what, uint64_t seed) {
    struct buffer left;
    struct buffer right;
    pack(a, &left);
    pack(b, &right);
    ck_assert_msg(slice_equal(buffer_slice(&left), buffer_slice(&right)), "PROPERTY_SEED=%llu: %s",
                  (unsigned long long)seed, what);
    buffer_done(&left);
    buffer_done(&right);
}

static void compare_all(struct test_catalog *original, uint64_t seed, bool records) {
    struct random state = {seed};
    struct test_catalog shuffled;
    test_catalog_init(&shuffled);
    add_shuffled(&shuffled, original, &state, records);
    for (size_t i = original->view.advisories.count; i > 0; i--)
        ck_assert_int_eq(memory_view_add_advisory(&shuffled.view, original->view.advisories.items[i - 1], NULL),
                         STATUS_OK);
    for (size_t i = 0; i < original->count; i++) {
        const Catalog__V1__Object *object = original->objects[i];
        if (object_model(object) == NULL)
            continue;
        struct resolution first = test_catalog_resolve(original, object);
        struct resolution again = test_catalog_resolve(original, object);
        struct resolution other = test_catalog_resolve(&shuffled, object);
        if (records) {
            forget_digests(&first);
            forget_digests(&again);
            forget_digests(&other);
        }
        expect_same(first, again, object_name(object), seed);
        expect_same(first, other, object_name(object), seed);
    }
    test_catalog_done(&shuffled);
}

START_TEST(test_resolve_property__bytes_do_not_hang_on_any_order) {
    struct test_catalog original;
    test_catalog_init(&original);
    test_catalog_add_directory(&original, CATALOGS);
    uint64_t seed = property_seed();
    for (uint64_t round = 0; round < 3; round++) {
        compare_all(&original, seed + round, false);
        compare_all(&original, seed + round, true);
    }
    test_catalog_done(&original);
}
END_TEST

START_TEST(test_resolve_property__triage_does_not_hang_on_any_order) {
    struct test_catalog original;
    test_catalog_init(&original);
    test_catalog_add_directory(&original, CATALOGS);
    test_catalog_add(&original, "kind: policy\nname: policy/organisation\nversion: 2.0.0\ntitle: P\n"
                                "triage_namespaces: [stride, inhouse]\n");
    uint64_t seed = property_seed();
    struct resolution resolution =
        test_catalog_resolve(&original, test_catalog_find(&original, "examples/invoice-upload"));
    ck_assert_ptr_nonnull(test_reason(&resolution, "TRIAGE_LEFT"));
    compare_all(&original, seed, false);
    compare_all(&original, seed, true);
    test_catalog_done(&original);
}
END_TEST

START_TEST(test_resolve_property__advisories_do_not_hang_on_any_order) {
    static const char *const texts[] = {
        "id: 7\nobject: aws/kms\nrange: '*'\nstatement: No.\nprovisions: [key-isolation, rotation]\n",
        "id: 10\nobject: aws/s3\nrange: '*'\nstatement: No.\n",
        "id: 8\nobject: baseline/rate-limits\nrange: '*'\nstatement: No.\n",
        "id: 9\nobject: aws/s3\nrange: '*'\nstatement: No.\nthreats: [aws/s3-ransom, stride/flow-tampering]\n"};
    struct test_catalog original;
    test_catalog_init(&original);
    test_catalog_add_directory(&original, CATALOGS);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        test_catalog_advise(&original, texts[i]);
    uint64_t seed = property_seed();
    struct resolution resolution =
        test_catalog_resolve(&original, test_catalog_find(&original, "examples/invoice-upload"));
    ck_assert_uint_eq(resolution.model->n_advisories, COUNT_OF(texts));
    compare_all(&original, seed, false);
    compare_all(&original, seed, true);
    test_catalog_done(&original);
}
END_TEST

/* The same bytes on a second run, and with every list of records in another order. */
static void check_order(struct random_graph *graph, uint64_t seed) {
    struct random state = {seed};
    struct test_catalog shuffled;
    const struct resolve_options options = random_graph_options(graph, TEST_CATALOG_TIME);
    struct resolution first = random_graph_resolve(graph, TEST_CATALOG_TIME);
    struct resolution again = random_graph_resolve(graph, TEST_CATALOG_TIME);
    expect_same(first, again, "a second run", seed);
    test_catalog_init(&shuffled);
    add_shuffled(&shuffled, &graph->catalog, &state, true);
    for (size_t i = graph->catalog.view.advisories.count; i > 0; i--)
        ck_assert_int_eq(
            memory_view_add_advisory(&shuffled.view, graph->catalog.view.advisories.items[i - 1], &shuffled.problem),
            STATUS_OK);
    shuffle_records(&state, graph->feature->feature);
    struct resolution other = test_catalog_resolve_with(&shuffled, graph->feature, &options);
    forget_digests(&first);
    forget_digests(&other);
    expect_same(first, other, "another order", seed);
    test_catalog_done(&shuffled);
}

START_TEST(test_resolve_property__bytes_of_random_graphs_do_not_hang_on_any_order) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    for (size_t i = 0; i < runs; i++) {
        struct random_graph graph;
        random_graph_init(&graph, seed + i);
        if (i % 2 == 0)
            random_graph_decide(&graph);
        check_order(&graph, seed + i);
        random_graph_done(&graph);
    }
}
END_TEST

TEST_SUITE(resolve_order, test_resolve_property__bytes_do_not_hang_on_any_order,
           test_resolve_property__triage_does_not_hang_on_any_order,
           test_resolve_property__advisories_do_not_hang_on_any_order,
           test_resolve_property__bytes_of_random_graphs_do_not_hang_on_any_order)
