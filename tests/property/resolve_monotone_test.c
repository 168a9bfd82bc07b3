#include "support/catalog.h"
#include "support/random_message.h"
#include "support/seed.h"
#include "support/test.h"

#include "codec/message.h"

#include <stdarg.h>
#include <stdio.h>

enum { ROUNDS = 250, TEXT_BYTES = 1 << 15 };

static const char *const threats[] = {"t/a", "t/b", "t/c"};
static const char *const controls[] = {"c/a", "c/b", "c/c", "c/d"};
static const char *const layers[] = {"application", "identity", "data", "platform_api"};
static const char *const facts[] = {"private_account", "human_access", "personal_data"};
static const char *const statuses[] = {"proposed", "planned", "implemented", "verified"};

struct text {
    char bytes[TEXT_BYTES];
    size_t size;
};

static void append(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

static void append(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text->size += (size_t)vsnprintf(text->bytes + text->size, TEXT_BYTES - text->size, format, arguments);
    va_end(arguments);
    ck_assert_uint_lt(text->size, TEXT_BYTES);
}

#define PICK(state, list) (list)[random_below((state), sizeof(list) / sizeof *(list))]

/* A predicate over facts, half of the time none. */
static void append_when(struct text *text, struct random *state, const char *field) {
    const char *first = PICK(state, facts);
    const char *second = PICK(state, facts);
    switch (random_below(state, 6)) {
    case 0:
        append(text, ", %s: \"facts.%s\"", field, first);
        break;
    case 1:
        append(text, ", %s: \"!facts.%s\"", field, first);
        break;
    case 2:
        append(text, ", %s: \"facts.%s && !facts.%s\"", field, first, second);
        break;
    default:
        break;
    }
}

static void append_catalog(struct text *text, struct random *state) {
    for (size_t i = 0; i < 3; i++) {
        append(text, "kind: threat\nname: %s\nversion: 1.0.0\ntitle: T\nlikelihood: %zu\nimpact: %zu\n", threats[i],
               (size_t)(1 + random_below(state, 5)), (size_t)(1 + random_below(state, 5)));
        if (random_below(state, 3) == 0)
            append(text, "mitigation_groups:\n  - {id: g, controls: [%s, %s]}\n", PICK(state, controls),
                   PICK(state, controls));
        append(text, "---\n");
    }
    for (size_t i = 0; i < 4; i++) {
        append(text, "kind: control\nname: %s\nversion: 1.0.0\ntitle: C\nobjective: O\ntype: %s\nmitigates:\n",
               controls[i], random_below(state, 2) ? "preventive" : "recovery");
        for (size_t k = 0; k < 3; k++)
            append(text, "  - {threat: %s, strength: %s}\n", threats[k], random_below(state, 2) ? "full" : "partial");
        append(text, "---\n");
    }
}

static void append_component(struct text *text, struct random *state) {
    append(text, "kind: component\nname: s/one\nversion: 1.0.0\ntitle: One\nservice_class: in_house\n"
                 "elements:\n  - {id: box, kind: store, title: Box}\nthreats:\n");
    for (size_t i = 0; i < 3; i++) {
        append(text, "  - {id: t%zu, threat: %s, on: box", i, threats[i]);
        append_when(text, state, "when");
        append(text, "}\n");
    }
    append(text, "provides:\n");
    for (size_t i = 0; i < 3; i++) {
        append(text, "  - {id: p%zu, control: %s, mitigates: [%s, %s], layer: %s%s", i, PICK(state, controls),
               PICK(state, threats), threats[i], PICK(state, layers), random_below(state, 2) ? ", requires: [r0]" : "");
        append_when(text, state, "when");
        append(text, "}\n");
    }
    append(text, "responsibilities:\n  - {id: r0, statement: S, covers: [%s]", PICK(state, threats));
    append_when(text, state, "when");
    append(text, "}\nassumptions:\n  - {id: a0, statement: S, covers: [%s]", PICK(state, threats));
    append_when(text, state, "holds_when");
    append(text, "}\nresiduals:\n  - {id: x0, threat: %s, on: box, likelihood: 2, impact: 2", PICK(state, threats));
    append_when(text, state, "when");
    append(text, "}\n---\n");
}

static void append_mitigation(struct text *text, struct random *state, size_t number, const char *status) {
    append(text, "  - {id: m%zu, %s, mitigates: [%s], on: [%s], status: %s", number,
           random_below(state, 4) == 0 ? "uses: dep.p1" : "control: c/a", PICK(state, threats),
           random_below(state, 2) ? "dep" : "api", status);
    append(text, ", layer: %s}\n", PICK(state, layers));
}

/* The feature with COUNT mitigations, and with its facts but number TAKEN. The same STATE gives the same feature. */
static void append_feature(struct text *text, struct random state, size_t count, size_t taken) {
    append(text, "kind: feature\nname: f/one\nversion: 1.0.0\ntitle: F\n"
                 "dependencies:\n  - {alias: dep, component: s/one, requirement: ^1.0}\n"
                 "elements:\n  - {id: api, kind: process, title: A}\nthreats:\n  - {id: own, threat: t/a, on: api}\n"
                 "answers:\n  - {to: dep.r0, by: [m0]}\nfacts:\n");
    for (size_t i = 0; i < 3; i++) {
        const char *value = random_below(&state, 2) ? "true" : "false";
        append(text, "  %s: %s\n", facts[i], i == taken ? "unknown" : value);
    }
    append(text, "mitigations:\n");
    for (size_t i = 0; i < count; i++)
        append_mitigation(text, &state, i, PICK(&state, statuses));
}

struct variant {
    struct test_catalog catalog;
    struct resolution resolution;
};

static void make(struct variant *variant, uint64_t seed, size_t count, size_t taken) {
    static struct text text;
    struct random state = {seed};
    text.size = 0;
    append_catalog(&text, &state);
    append_component(&text, &state);
    append_feature(&text, state, count, taken);
    test_catalog_init(&variant->catalog);
    variant->resolution = test_catalog_resolve(&variant->catalog, test_catalog_add(&variant->catalog, text.bytes));
}

static const Catalog__V1__Row *same_row(const struct variant *variant, const Catalog__V1__Row *row) {
    return test_row(&variant->resolution, row->key);
}

static void expect_no_worse(const Catalog__V1__Row *before, const Catalog__V1__RowReading *was,
                            const Catalog__V1__RowReading *is, uint64_t seed) {
    ck_assert_msg(is->state >= was->state && is->residual->likelihood <= was->residual->likelihood &&
                      is->residual->impact <= was->residual->impact &&
                      is->residual_lenient->likelihood <= was->residual_lenient->likelihood,
                  "%s, seed %llu", before->key, (unsigned long long)seed);
}

START_TEST(test_resolve_property__a_control_more_never_worsens_a_row) {
    uint64_t seed = test_seed();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        static struct variant before;
        static struct variant after;
        make(&before, seed + round, 2, SIZE_MAX);
        make(&after, seed + round, 3, SIZE_MAX);
        for (size_t i = 0; i < before.resolution.model->n_rows; i++) {
            const Catalog__V1__Row *row = before.resolution.model->rows[i];
            const Catalog__V1__Row *better = same_row(&after, row);
            ck_assert_msg(better != NULL, "%s is gone, seed %llu", row->key, (unsigned long long)(seed + round));
            expect_no_worse(row, row->now, better->now, seed + round);
            expect_no_worse(row, row->planned, better->planned, seed + round);
        }
        test_catalog_done(&before.catalog);
        test_catalog_done(&after.catalog);
    }
}
END_TEST

static void expect_no_new_credit(const Catalog__V1__Row *known, const Catalog__V1__Row *unknown, uint64_t seed) {
    for (size_t i = 0; i < unknown->n_credits; i++) {
        const Catalog__V1__Credit *credit = unknown->credits[i];
        const Catalog__V1__Credit *was = test_credit(known, credit->source);
        ck_assert_msg(!credit->counts_now || (was != NULL && was->counts_now), "%s at %s, seed %llu", credit->source,
                      known->key, (unsigned long long)seed);
    }
}

START_TEST(test_resolve_property__a_fact_less_never_helps) {
    uint64_t seed = test_seed();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        static struct variant known;
        static struct variant unknown;
        make(&known, seed + round, 3, SIZE_MAX);
        make(&unknown, seed + round, 3, round % 3);
        for (size_t i = 0; i < known.resolution.model->n_rows; i++) {
            const Catalog__V1__Row *row = known.resolution.model->rows[i];
            const Catalog__V1__Row *worse = same_row(&unknown, row);
            ck_assert_msg(worse != NULL, "%s is gone, seed %llu", row->key, (unsigned long long)(seed + round));
            expect_no_new_credit(row, worse, seed + round);
            ck_assert_msg(worse->now->residual->likelihood >= row->now->residual->likelihood &&
                              worse->now->residual->impact >= row->now->residual->impact,
                          "%s, seed %llu", row->key, (unsigned long long)(seed + round));
        }
        test_catalog_done(&known.catalog);
        test_catalog_done(&unknown.catalog);
    }
}
END_TEST

/* An advisory about the component or one of the controls, that names something or nothing. */
static void advise(struct variant *variant, struct random *state) {
    static struct text text;
    bool is_component = random_below(state, 2) == 0;
    text.size = 0;
    append(&text, "id: 9\nobject: %s\nrange: '*'\nstatement: No.\nrevision: 9\n",
           is_component ? "s/one" : PICK(state, controls));
    if (is_component && random_below(state, 2) == 0)
        append(&text, "provisions: [p%zu]\n", (size_t)random_below(state, 3));
    if (random_below(state, 2) == 0)
        append(&text, "threats: [%s]\n", PICK(state, threats));
    test_catalog_advise(&variant->catalog, text.bytes);
    variant->resolution = test_catalog_resolve(&variant->catalog, test_catalog_find(&variant->catalog, "f/one"));
}

static bool is_touched(const struct variant *variant, const char *key) {
    const Catalog__V1__EffectiveAdvisory *advisory = test_advisory(&variant->resolution, "9");
    for (size_t i = 0; advisory != NULL && i < advisory->n_rows; i++) {
        if (strcmp(advisory->rows[i], key) == 0)
            return true;
    }
    return false;
}

static bool is_same(const ProtobufCMessage *a, const ProtobufCMessage *b) {
    struct buffer left;
    struct buffer right;
    buffer_init(&left, 0);
    buffer_init(&right, 0);
    message_pack(a, &left);
    message_pack(b, &right);
    bool is_equal = slice_equal(buffer_slice(&left), buffer_slice(&right));
    buffer_done(&left);
    buffer_done(&right);
    return is_equal;
}

START_TEST(test_resolve_property__an_advisory_never_helps_and_leaves_what_it_does_not_touch) {
    uint64_t seed = test_seed();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        static struct variant before;
        static struct variant after;
        struct random state = {seed + round + 1};
        make(&before, seed + round, 3, round % 4);
        make(&after, seed + round, 3, round % 4);
        advise(&after, &state);
        for (size_t i = 0; i < before.resolution.model->n_rows; i++) {
            const Catalog__V1__Row *row = before.resolution.model->rows[i];
            const Catalog__V1__Row *worse = same_row(&after, row);
            ck_assert_msg(worse != NULL, "%s is gone, seed %llu", row->key, (unsigned long long)(seed + round));
            expect_no_new_credit(row, worse, seed + round);
            expect_no_worse(worse, worse->now, row->now, seed + round);
            expect_no_worse(worse, worse->planned, row->planned, seed + round);
            ck_assert_msg(is_touched(&after, row->key) || (is_same(&row->now->base, &worse->now->base) &&
                                                           is_same(&row->planned->base, &worse->planned->base)),
                          "%s changed, seed %llu", row->key, (unsigned long long)(seed + round));
        }
        test_catalog_done(&before.catalog);
        test_catalog_done(&after.catalog);
    }
}
END_TEST

TEST_SUITE(resolve_monotone, test_resolve_property__a_control_more_never_worsens_a_row,
           test_resolve_property__a_fact_less_never_helps,
           test_resolve_property__an_advisory_never_helps_and_leaves_what_it_does_not_touch)
