#include "support/catalog.h"
#include "support/random.h"
#include "support/test.h"

#include "model/bump.h"

#include <stdio.h>

#define MINOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR
#define MAJOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR

enum { PROVISIONS = 4, DUTIES = 3, CONJUNCTS = 3, MITIGATIONS = 3, REPORTS = 2 };

/* What of a component is changed, as a consumer sees it: more of the first group, or less of the second, is better. */
struct shape {
    bool provides[PROVISIONS];
    bool is_full[PROVISIONS];
    unsigned mitigates[PROVISIONS]; /* set of four threats, never empty */
    unsigned conjuncts[PROVISIONS]; /* set of facts that must hold */
    unsigned requires[PROVISIONS];  /* set of duties */
    bool demands[DUTIES];
    bool is_mandatory[DUTIES];
    unsigned likelihood; /* of a residual, 1 to 5 */
    unsigned minor;      /* of a requirement ^1.minor */

    bool mitigates_inside[MITIGATIONS];
    unsigned status[MITIGATIONS];        /* 0 to 3: proposed to verified */
    unsigned evidence_year[MITIGATIONS]; /* in which the only piece ends; 0: never */
    unsigned answers;                    /* set of mitigations that answer a duty; those that are there count */
    unsigned word_days;                  /* for which somebody's word counts; 0: none */
    unsigned report_year[REPORTS];       /* in which a report ends; 0: there is none */
    unsigned passed_on;                  /* set of inherited duties that are left to consumers */
};

static const char *const facts[CONJUNCTS] = {"facts.private_account", "facts.human_access", "facts.multi_tenant"};

static struct shape random_shape(struct random *random) {
    struct shape shape = {.likelihood = 2 + (unsigned)random_below(random, 3),
                          .minor = 1 + (unsigned)random_below(random, 8)};
    for (size_t i = 0; i < PROVISIONS; i++) {
        shape.provides[i] = random_below(random, 4) > 0;
        shape.is_full[i] = random_below(random, 2) == 0;
        shape.mitigates[i] = 1 + (unsigned)random_below(random, 15);
        shape.conjuncts[i] = (unsigned)random_below(random, 8);
        shape.requires[i] = (unsigned)random_below(random, 8);
    }
    for (size_t i = 0; i < DUTIES; i++) {
        shape.demands[i] = random_below(random, 3) > 0;
        shape.is_mandatory[i] = random_below(random, 2) == 0;
    }
    for (size_t i = 0; i < MITIGATIONS; i++) {
        shape.mitigates_inside[i] = random_below(random, 4) > 0;
        shape.status[i] = (unsigned)random_below(random, 4);
        shape.evidence_year[i] = random_below(random, 2) == 0 ? 0 : 2030 + (unsigned)random_below(random, 5);
    }
    for (size_t i = 0; i < REPORTS; i++)
        shape.report_year[i] = random_below(random, 3) == 0 ? 0 : 2030 + (unsigned)random_below(random, 5);
    shape.answers = (unsigned)random_below(random, 1U << MITIGATIONS);
    shape.word_days = (unsigned)random_below(random, 3) * 100;
    shape.passed_on = (unsigned)random_below(random, 1U << DUTIES);
    return shape;
}

/* Sets a bit that is clear in *BITS, below LIMIT. False: all are set. */
static bool add_bit(struct random *random, unsigned *bits, unsigned limit) {
    size_t first = random_below(random, limit);
    for (size_t i = 0; i < limit; i++) {
        unsigned bit = 1U << ((first + i) % limit);
        if ((*bits & bit) == 0) {
            *bits |= bit;
            return true;
        }
    }
    return false;
}

/* One weakening, or none where SHAPE has nothing of the kind left. */
static bool weaken_provision(struct random *random, struct shape *shape) {
    size_t i = random_below(random, PROVISIONS);
    if (!shape->provides[i])
        return false;
    switch (random_below(random, 5)) {
    case 0:
        shape->provides[i] = false;
        return true;
    case 1:
        if (!shape->is_full[i])
            return false;
        shape->is_full[i] = false;
        return true;
    case 2: {
        unsigned rest = shape->mitigates[i] & (shape->mitigates[i] - 1);
        bool is_possible = rest != 0;
        shape->mitigates[i] = is_possible ? rest : shape->mitigates[i];
        return is_possible;
    }
    case 3:
        return add_bit(random, &shape->conjuncts[i], CONJUNCTS);
    default:
        return add_bit(random, &shape->requires[i], DUTIES);
    }
}

static bool weaken_rest(struct random *random, struct shape *shape) {
    size_t i = random_below(random, DUTIES);
    switch (random_below(random, 4)) {
    case 0:
        if (shape->likelihood == 5)
            return false;
        shape->likelihood++;
        return true;
    case 1:
        if (shape->minor == 0)
            return false;
        shape->minor--;
        return true;
    case 2:
        if (shape->demands[i])
            return false;
        shape->demands[i] = true;
        return true;
    default:
        if (!shape->demands[i] || shape->is_mandatory[i])
            return false;
        shape->is_mandatory[i] = true;
        return true;
    }
}

static bool weaken_mitigation(struct random *random, struct shape *shape) {
    size_t i = random_below(random, MITIGATIONS);
    if (!shape->mitigates_inside[i])
        return false;
    switch (random_below(random, 3)) {
    case 0:
        shape->mitigates_inside[i] = false;
        return true;
    case 1:
        if (shape->status[i] == 0)
            return false;
        shape->status[i]--;
        return true;
    default:
        shape->evidence_year[i] = shape->evidence_year[i] == 0 ? 2029 : shape->evidence_year[i] - 1;
        return true;
    }
}

/* Takes one of SET away. */
static bool drop_bit(struct random *random, unsigned *set, unsigned limit) {
    unsigned rest = (1U << limit) - 1 - *set;
    bool is_dropped = add_bit(random, &rest, limit);
    *set = (1U << limit) - 1 - rest;
    return is_dropped;
}

static bool weaken_inside(struct random *random, struct shape *shape) {
    size_t i = random_below(random, REPORTS);
    switch (random_below(random, 5)) {
    case 0:
        return drop_bit(random, &shape->answers, MITIGATIONS);
    case 1:
        if (shape->word_days == 0)
            return false;
        shape->word_days -= 50;
        return true;
    case 2:
        if (shape->report_year[i] == 0)
            return false;
        shape->report_year[i] = random_below(random, 2) == 0 ? 0 : shape->report_year[i] - 1;
        return true;
    case 3:
        return add_bit(random, &shape->passed_on, DUTIES);
    default:
        return weaken_mitigation(random, shape);
    }
}

static bool weaken(struct random *random, struct shape *shape) {
    static bool (*const ways[])(struct random *, struct shape *) = {weaken_provision, weaken_rest, weaken_inside};
    return ways[random_below(random, 3)](random, shape);
}

/* Bits of SET as NAMES, in an order that FLIP turns round. */
static const char *join(struct arena *arena, unsigned set, const char *const *names, const char *separator,
                        size_t count, bool flip) {
    const char *text = "";
    for (size_t n = 0; n < count; n++) {
        size_t i = flip ? count - 1 - n : n;
        if ((set & (1U << i)) != 0)
            text = arena_printf(arena, "%s%s%s", text, text[0] == '\0' ? "" : separator, names[i]);
    }
    return text;
}

static const char *write_provision(struct arena *arena, const struct shape *shape, size_t i, bool flip) {
    static const char *const threats[] = {"t/a", "t/b", "t/c", "t/d"};
    static const char *const duties[] = {"duty-0", "duty-1", "duty-2"};
    return arena_printf(arena,
                        "  - {id: p%zu, control: c/p%zu, mitigates: [%s], strength: %s, when: \"%s\", requires: "
                        "[%s]}\n",
                        i, i, join(arena, shape->mitigates[i], threats, ", ", 4, false),
                        shape->is_full[i] ? "full" : "partial",
                        join(arena, shape->conjuncts[i], facts, " && ", CONJUNCTS, flip),
                        join(arena, shape->requires[i], duties, ", ", DUTIES, false));
}

static const char *write_mitigations(struct arena *arena, const struct shape *shape) {
    static const char *const statuses[] = {"proposed", "planned", "implemented", "verified"};
    const char *text = "";
    for (size_t i = 0; i < MITIGATIONS; i++) {
        const char *end =
            shape->evidence_year[i] == 0 ? "" : arena_printf(arena, ", valid_until: %u-01-01", shape->evidence_year[i]);
        if (shape->mitigates_inside[i])
            text = arena_printf(arena,
                                "%s  - {id: m%zu, control: c/m%zu, mitigates: [t/a], on: [keys], status: %s, evidence: "
                                "[{kind: k%s}]}\n",
                                text, i, i, statuses[shape->status[i]], end);
    }
    return text[0] == '\0' ? "" : arena_printf(arena, "mitigations:\n%s", text);
}

/* The order of reports and answers says nothing, so that FLIP turns it round. */
static const char *write_inside(struct arena *arena, const struct shape *shape, bool flip) {
    static const char *const mitigations[] = {"m0", "m1", "m2"};
    const char *reports = "";
    for (size_t n = 0; n < REPORTS; n++) {
        size_t i = flip ? REPORTS - 1 - n : n;
        if (shape->report_year[i] != 0)
            reports = arena_printf(arena, "%s  - {report: R%zu, issuer: I, valid_until: %u-01-01}\n", reports, i,
                                   shape->report_year[i]);
    }
    const char *by = arena_printf(arena, "  - {to: keys.policy, by: [%s]}\n",
                                  join(arena, shape->answers, mitigations, ", ", MITIGATIONS, flip));
    const char *word = shape->word_days == 0
                           ? ""
                           : arena_printf(arena, "  - {to: keys.care, statement: {at: 2026-01-01, max_age_days: %u}}\n",
                                          shape->word_days);
    return arena_printf(arena, "%s%s%sanswers:\n%s%s", write_mitigations(arena, shape),
                        reports[0] == '\0' ? "" : "assurance:\n", reports, flip ? word : by, flip ? by : word);
}

static const char *write(struct arena *arena, const struct shape *shape, bool flip) {
    static const char *const inherited[] = {"keys.a", "keys.b", "keys.c"};
    const char *provides = "";
    const char *duties = "";
    for (size_t i = 0; i < PROVISIONS; i++)
        if (shape->provides[i])
            provides = arena_printf(arena, "%s%s", provides, write_provision(arena, shape, i, flip));
    for (size_t i = 0; i < DUTIES; i++)
        if (shape->demands[i])
            duties = arena_printf(arena, "%s  - {id: duty-%zu, statement: Do it., mandatory: %s}\n", duties, i,
                                  shape->is_mandatory[i] ? "true" : "false");
    duties = arena_printf(arena, "  - {id: passing, statement: Do it., from: [%s]}\n%s",
                          join(arena, shape->passed_on, inherited, ", ", DUTIES, false), duties);
    return arena_printf(
        arena,
        "kind: component\nname: own/part\nversion: %d.0.0\ndependencies:\n"
        "  - {alias: keys, component: own/keys, requirement: ^1.%u}\n"
        "residuals:\n  - {id: rest, threat: t/a, on: core, likelihood: %u, impact: 3}\n%s%sresponsibilities:\n%s%s",
        flip ? 2 : 1, shape->minor, shape->likelihood, provides[0] == '\0' ? "" : "provides:\n", provides, duties,
        write_inside(arena, shape, flip));
}

static Catalog__V1__VersionBump bump_of(struct test_catalog *catalog, const char *from, const char *to) {
    struct bump_result result;
    const struct bump_options options = {.view = memory_view_catalog(&catalog->view)};
    const Catalog__V1__Object *older = test_catalog_add(catalog, from);
    const Catalog__V1__Object *newer = test_catalog_add(catalog, to);
    ck_assert_int_eq(bump_classify(older, newer, &options, &catalog->arena, &result, &catalog->problem), STATUS_OK);
    return result.bump;
}

/* A weakening is MAJOR whatever is changed beside it, and the way back, all strengthening, is MINOR. */
START_TEST(test_bump__every_weakening_is_major_and_every_strengthening_minor) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    for (size_t i = 0; i < runs; i++) {
        struct random random = {seed + i};
        struct test_catalog catalog;
        test_catalog_init(&catalog);
        struct shape strong = random_shape(&random);
        struct shape weak = strong;
        size_t weakenings = 0;
        for (size_t tries = 1 + random_below(&random, 4); tries > 0 || weakenings == 0; tries -= tries > 0)
            weakenings += weaken(&random, &weak);
        const char *from = write(&catalog.arena, &strong, false);
        const char *to = write(&catalog.arena, &weak, true);
        Catalog__V1__VersionBump there = bump_of(&catalog, from, to);
        Catalog__V1__VersionBump back = bump_of(&catalog, to, from);
        ck_assert_msg(there == MAJOR && back == MINOR, "PROPERTY_SEED=%llu: %d and %d\n%s\n%s",
                      (unsigned long long)(seed + i), (int)there, (int)back, from, to);
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(bump, test_bump__every_weakening_is_major_and_every_strengthening_minor)
