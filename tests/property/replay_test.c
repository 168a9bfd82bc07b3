/* The proof of every row, replayed by a checker that shares no code with the resolver, gives the same state; and the
 * checker refuses what is no proof. */
#include "replay_fixture.h"
#include "support/random_graph.h"
#include "support/test.h"

#include "codec/message.h"
#include "model/object.h"

#include <string.h>

static void replay(struct proofs *proofs, const Catalog__V1__ExplainRowResponse *proof) {
    char reason[REPLAY_REASON_BYTES];
    ck_assert_msg(replay_check(proof, &proofs->library, reason), "PROPERTY_SEED=%llu %s: %s: %s",
                  (unsigned long long)proofs->seed, object_name(proofs->object), proof->row->key, reason);
}

/* Rules that random graphs must come to, and in how many proofs they did. */
static struct {
    const char *rule;
    size_t proofs;
} seen[] = {{"row.threat", 0},      {"row.residual", 0},    {"row.advisory", 0},      {"row.responsibility", 0},
            {"row.assumption", 0},  {"rating.rerated", 0},  {"class.layer", 0},       {"credit.provision", 0},
            {"credit.platform", 0}, {"credit.advisory", 0}, {"credit.mitigation", 0}, {"credit.requires", 0},
            {"credit.evidence", 0}, {"duty.answer", 0},     {"duty.passed", 0},       {"duty.stated", 0},
            {"decision", 0},        {"state.decided", 0}};

static void note_rules(const Catalog__V1__ExplainRowResponse *proof) {
    for (size_t i = 0; i < COUNT_OF(seen); i++) {
        size_t step = 0;
        while (step < proof->n_steps && strcmp(proof->steps[step]->rule, seen[i].rule) != 0)
            step++;
        seen[i].proofs += step < proof->n_steps;
    }
}

static void replay_and_note(struct proofs *proofs, const Catalog__V1__ExplainRowResponse *proof) {
    replay(proofs, proof);
    note_rules(proof);
}

static size_t walk_random(uint64_t seed, void (*look)(struct proofs *, const Catalog__V1__ExplainRowResponse *)) {
    struct random_graph graph;
    random_graph_init(&graph, seed);
    random_graph_decide(&graph);
    struct proofs proofs = {.catalog = &graph.catalog, .object = graph.feature, .seed = seed, .look = look};
    const struct resolve_options options = random_graph_options(&graph, TEST_CATALOG_TIME);
    proofs_walk(&proofs, &options);
    random_graph_done(&graph);
    return proofs.rows;
}

START_TEST(test_replay__comes_to_the_same_on_random_graphs) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    size_t rows = 0;
    for (size_t i = 0; i < runs; i++)
        rows += walk_random(seed + i, replay_and_note);
    ck_assert_uint_gt(rows, runs);
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        ck_assert_msg(seen[i].proofs >= runs / 20, "%zu of %zu proofs have %s", seen[i].proofs, rows, seen[i].rule);
}
END_TEST

START_TEST(test_replay__comes_to_the_same_on_the_starter_catalogs) {
    struct test_catalog catalog;
    size_t rows = 0;
    test_catalog_init(&catalog);
    test_catalog_add_directory(&catalog, "catalogs");
    for (size_t i = 0; i < catalog.count; i++) {
        const struct resolve_options options = {.at = TEST_CATALOG_TIME};
        struct proofs proofs = {.catalog = &catalog, .object = catalog.objects[i], .look = replay};
        if (object_model(catalog.objects[i]) == NULL)
            continue;
        proofs_walk(&proofs, &options);
        rows += proofs.rows;
    }
    ck_assert_uint_gt(rows, 100);
    test_catalog_done(&catalog);
}
END_TEST

/* ---- What is no proof ---- */

typedef Catalog__V1__ExplainRowResponse proof_message;
typedef Catalog__V1__DerivationStep step_message;

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static const step_message *forged_step; /* the last one */

/* A random step that FITS, or NULL. */
static step_message *pick(const proof_message *proof, struct random *random, bool (*fits)(const step_message *)) {
    size_t first = random_below(random, proof->n_steps);
    for (size_t i = 0; i < proof->n_steps; i++) {
        step_message *step = proof->steps[(first + i) % proof->n_steps];
        if (fits(step)) {
            forged_step = step;
            return step;
        }
    }
    return NULL;
}

static void drop(proof_message *proof, const step_message *step) {
    size_t first = 0;
    while (proof->steps[first] != step)
        first++;
    size_t end = first + 1;
    while (end < proof->n_steps && proof->steps[end]->depth > step->depth)
        end++;
    memmove(&proof->steps[first], &proof->steps[end], (proof->n_steps - end) * sizeof(step_message *));
    proof->n_steps -= end - first;
}

static bool is_credit(const step_message *step) {
    return step->depth == 1 && begins(step->rule, "credit.");
}

static bool is_source(const step_message *step) {
    return step->depth == 1 && begins(step->rule, "row.");
}

static bool is_truth(const step_message *step) {
    return strcmp(step->outcome, "true") == 0 || strcmp(step->outcome, "false") == 0;
}

static bool is_held(const step_message *step) {
    return step->n_holds_in > 0;
}

static bool is_requirement(const step_message *step) {
    return strcmp(step->rule, "credit.requires") == 0 || strcmp(step->rule, "credit.kept") == 0;
}

static bool is_single_value(const step_message *step) {
    return step->n_values == 1 && strcmp(step->predicate, step->values[0]->name) == 0 && is_truth(step);
}

static Catalog__V1__Setting *number_of(const step_message *step) {
    static const char *const names[] = {"likelihood",         "impact", "likelihood_scaled",
                                        "impact_scaled",      "groups", "likelihood_reduction_bp",
                                        "impact_reduction_bp"};
    for (size_t i = 0; i < step->n_details; i++) {
        for (size_t k = 0; k < COUNT_OF(names); k++) {
            if (strcmp(step->details[i]->name, names[k]) == 0)
                return step->details[i];
        }
    }
    return NULL;
}

/* What a decision asks for says nothing where it is not in force. */
static bool has_number(const step_message *step) {
    return number_of(step) != NULL && strcmp(step->rule, "decision") != 0;
}

static bool drop_credit(proof_message *proof, struct random *random) {
    const step_message *step = pick(proof, random, is_credit);
    if (step != NULL)
        drop(proof, step);
    return step != NULL;
}

static bool drop_source(proof_message *proof, struct random *random) {
    const step_message *step = pick(proof, random, is_source);
    if (step != NULL)
        drop(proof, step);
    return step != NULL;
}

static bool drop_requirement(proof_message *proof, struct random *random) {
    const step_message *step = pick(proof, random, is_requirement);
    if (step != NULL)
        drop(proof, step);
    return step != NULL;
}

static bool flip_outcome(proof_message *proof, struct random *random) {
    static char truth[] = "true";
    static char untruth[] = "false";
    step_message *step = pick(proof, random, is_truth);
    if (step != NULL)
        step->outcome = strcmp(step->outcome, truth) == 0 ? untruth : truth;
    return step != NULL;
}

static bool change_number(proof_message *proof, struct random *random) {
    const step_message *step = pick(proof, random, has_number);
    if (step != NULL)
        number_of(step)->value[0] = number_of(step)->value[0] == '9' ? '8' : '9';
    return step != NULL;
}

static bool hold_less(proof_message *proof, struct random *random) {
    step_message *step = pick(proof, random, is_held);
    if (step != NULL)
        step->n_holds_in--;
    return step != NULL;
}

static bool read_otherwise(proof_message *proof, struct random *random) {
    step_message *step = pick(proof, random, is_single_value);
    static char truth[] = "true";
    static char untruth[] = "false";
    if (step != NULL)
        step->values[0]->value = strcmp(step->values[0]->value, truth) == 0 ? untruth : truth;
    return step != NULL;
}

static bool ask_otherwise(proof_message *proof, struct random *random) {
    static char other[] = "facts.nothing";
    step_message *step = pick(proof, random, is_truth);
    if (step == NULL || step->predicate[0] == '\0')
        return false;
    step->predicate = other;
    return true;
}

static bool claim_state(proof_message *proof, struct random *random) {
    (void)random;
    bool is_mitigated = proof->row->now->state == CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
    proof->row->now->state =
        is_mitigated ? CATALOG__V1__ROW_STATE__ROW_STATE_OPEN : CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
    return true;
}

static bool claim_residual(proof_message *proof, struct random *random) {
    Catalog__V1__RowReading *reading = random_below(random, 2) == 0 ? proof->row->now : proof->row->planned;
    Catalog__V1__Rating *rating = random_below(random, 2) == 0 ? reading->residual : reading->residual_lenient;
    rating->impact = rating->impact == 1 ? 2 : rating->impact - 1;
    return true;
}

static bool claim_band(proof_message *proof, struct random *random) {
    (void)random;
    Catalog__V1__Rating *rating = proof->row->now->residual;
    rating->band = rating->band == CATALOG__V1__RISK_BAND__RISK_BAND_LOW ? CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM
                                                                         : CATALOG__V1__RISK_BAND__RISK_BAND_LOW;
    return true;
}

static bool claim_strength(proof_message *proof, struct random *random) {
    if (proof->row->n_credits == 0)
        return false;
    Catalog__V1__Credit *credit = proof->row->credits[random_below(random, proof->row->n_credits)];
    credit->likelihood_reduction_bp += 1;
    return true;
}

static const struct {
    const char *name;
    bool (*change)(proof_message *proof, struct random *random); /* false: there is nothing of the kind */
} forgeries[] = {
    {"a credit is dropped", drop_credit},
    {"a source is dropped", drop_source},
    {"a requirement is dropped", drop_requirement},
    {"an outcome is flipped", flip_outcome},
    {"a number is changed", change_number},
    {"something holds in less", hold_less},
    {"a value is another", read_otherwise},
    {"a predicate is another", ask_otherwise},
    {"the state is another", claim_state},
    {"a residual is another", claim_residual},
    {"a band is another", claim_band},
    {"a reduction is another", claim_strength},
};

static size_t forged[COUNT_OF(forgeries)];

static void forge(struct proofs *proofs, const proof_message *proof) {
    struct random random = {proofs->seed + proofs->rows};
    char reason[REPLAY_REASON_BYTES];
    size_t i = random_below(&random, COUNT_OF(forgeries));
    ProtobufCMessage *copy;
    forged_step = NULL;
    ck_assert_int_eq(message_copy(&proof->base, &proofs->catalog->arena, &copy, &proofs->catalog->problem), STATUS_OK);
    if (!forgeries[i].change((proof_message *)(void *)copy, &random))
        return;
    forged[i]++;
    ck_assert_msg(!replay_check((const proof_message *)(void *)copy, &proofs->library, reason),
                  "PROPERTY_SEED=%llu: %s: nobody notices that %s: %s %s %s", (unsigned long long)proofs->seed,
                  proof->row->key, forgeries[i].name, forged_step == NULL ? "" : forged_step->rule,
                  forged_step == NULL ? "" : forged_step->subject, forged_step == NULL ? "" : forged_step->outcome);
}

START_TEST(test_replay__refuses_forged_proofs) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(1000);
    for (size_t i = 0; i < runs; i++)
        walk_random(seed + i, forge);
    for (size_t i = 0; i < COUNT_OF(forgeries); i++)
        ck_assert_msg(runs < 100 || forged[i] > 0, "never tried: %s", forgeries[i].name);
}
END_TEST

TEST_SUITE(replay, test_replay__comes_to_the_same_on_random_graphs,
           test_replay__comes_to_the_same_on_the_starter_catalogs, test_replay__refuses_forged_proofs)
