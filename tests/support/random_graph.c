#include "support/random_graph.h"

#include "base/buffer.h"
#include "codec/message.h"
#include "codec/yaml.h"
#include "model/decision_record.h"
#include "model/timestamp.h"
#include "support/random_graph_pool.h"

#include <check.h>

/* Reads one document of TEXT that is no object of the catalog. */
static ProtobufCMessage *read_one(struct random_graph *graph, const ProtobufCMessageDescriptor *descriptor,
                                  const char *text) {
    struct document_list documents;
    status_code status =
        yaml_read(descriptor, slice_text(text), &graph->catalog.arena, &documents, &graph->catalog.problem);
    ck_assert_msg(status == STATUS_OK, "%s\n%s", graph->catalog.problem.message, text);
    return documents.items[0].message;
}

static const char *end_text(struct buffer *text) {
    buffer_append_byte(text, '\0');
    ck_assert(!text->has_failed);
    return (const char *)text->data;
}

static void add_advisories(struct random_graph *graph, struct buffer *text) {
    for (size_t number = 1; number <= 2; number++) {
        buffer_reset(text);
        if (random_graph_write_advisory(text, &graph->random, number))
            test_catalog_advise(&graph->catalog, end_text(text));
    }
}

/* Copies: a test may change what it has. */
static void add_documents(struct random_graph *graph, const struct random_graph_shape *shape, uint64_t seed) {
    for (enum random_graph_document kind = 0; kind < RANDOM_GRAPH_KINDS; kind++) {
        for (size_t i = 0; i < random_graph_document_count(shape, kind); i++) {
            const Catalog__V1__Object *object = random_graph_pool_pick(kind, i, seed, &graph->random);
            ProtobufCMessage *copy = NULL;
            status_code status = message_copy(&object->base, &graph->catalog.arena, &copy, &graph->catalog.problem);
            ck_assert_int_eq(status, STATUS_OK);
            test_catalog_publish(&graph->catalog, (const Catalog__V1__Object *)(void *)copy);
        }
    }
}

void random_graph_init(struct random_graph *graph, uint64_t seed) {
    struct buffer text;
    *graph = (struct random_graph){.random = {seed}};
    buffer_init(&text, 0);
    test_catalog_init(&graph->catalog);
    const struct random_graph_shape shape = random_graph_draw_shape(&graph->random);
    add_documents(graph, &shape, seed);
    add_advisories(graph, &text);
    buffer_reset(&text);
    random_graph_write_feature(&text, &graph->random, &shape);
    graph->feature = (Catalog__V1__Object *)(void *)read_one(graph, &catalog__v1__object__descriptor, end_text(&text));
    buffer_done(&text);
}

void random_graph_done(struct random_graph *graph) {
    test_catalog_done(&graph->catalog);
}

struct resolve_options random_graph_options(const struct random_graph *graph, time_ns at) {
    return (struct resolve_options){.at = at,
                                    .revision = 1,
                                    .decisions = (const Catalog__V1__Decision *const *)graph->decisions,
                                    .decision_count = graph->decision_count};
}

struct resolution random_graph_resolve(struct random_graph *graph, time_ns at) {
    struct resolve_options options = random_graph_options(graph, at);
    return test_catalog_resolve_with(&graph->catalog, graph->feature, &options);
}

/* ---- Decisions ---- */

static const char *write_decision(struct random_graph *graph, const Catalog__V1__Row *row, size_t number) {
    static const char *const kinds[] = {"accepted", "not_applicable", "rerated", "rerated"};
    static const char *const whiles[] = {"", "", "", "while: \"!facts.human_access\"",
                                         "while: \"facts.personal_data || facts.private_account\""};
    struct random *random = &graph->random;
    size_t day = 1 + random_below(random, 28);
    size_t kind = random_below(random, COUNT_OF(kinds));
    return arena_printf(&graph->catalog.arena,
                        "id: \"%zu\"\nfeature: f/one\nrequester: asker\napprover: head\nstate: %s\n"
                        "decided_at: 2026-%s-01\nrequest:\n  id: d%zu\n  kind: %s\n  justification: It is fine.\n"
                        "  subjects: [{threat: \"%s\", place: \"%s\"}]\n  expires_at: 2026-06-%02zu\n  %s\n%s",
                        number + 1, random_below(random, 16) > 0 ? "approved" : "revoked",
                        random_below(random, 12) > 0 ? "05" : "07", number, kinds[kind], row->threat, row->place, day,
                        whiles[random_below(random, COUNT_OF(whiles))],
                        kind < 2 ? ""
                                 : arena_printf(&graph->catalog.arena, "  likelihood: %zu\n  impact: %zu\n",
                                                1 + random_below(random, 5), random_below(random, 4)));
}

/* What it was approved with is the model as it is, or now and then something else. */
static void rest_on_model(struct random_graph *graph, Catalog__V1__Decision *decision) {
    static char other[] = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    struct problem problem;
    problem_init(&problem, &graph->catalog.arena);
    status_code status = decision_record(graph->feature, memory_view_catalog(&graph->catalog.view), &options,
                                         &graph->catalog.arena, decision, &problem);
    ck_assert_msg(status == STATUS_OK || status == STATUS_INVALID_ARGUMENT, "%s", problem.message);
    switch (random_below(&graph->random, 16)) {
    case 0:
        decision->recorded_band = CATALOG__V1__RISK_BAND__RISK_BAND_LOW;
        break;
    case 1:
        if (decision->n_recorded_digests > 0)
            decision->recorded_digests[0]->value = other;
        break;
    case 2:
        decision->recorded_classification = other + sizeof other - 1;
        break;
    default:
        break;
    }
}

void random_graph_decide(struct random_graph *graph) {
    struct resolution resolution = random_graph_resolve(graph, TEST_CATALOG_TIME);
    const Catalog__V1__EffectiveModel *model = resolution.model;
    static const size_t counts[] = {1, 1, 1, 2, 2, RANDOM_GRAPH_DECISIONS};
    size_t count = model->n_rows == 0 ? 0 : counts[random_below(&graph->random, COUNT_OF(counts))];
    for (size_t i = 0; i < count; i++) {
        const Catalog__V1__Row *row = model->rows[random_below(&graph->random, model->n_rows)];
        Catalog__V1__Decision *decision = (Catalog__V1__Decision *)(void *)read_one(
            graph, &catalog__v1__decision__descriptor, write_decision(graph, row, i));
        rest_on_model(graph, decision);
        graph->decisions[graph->decision_count++] = decision;
    }
}
