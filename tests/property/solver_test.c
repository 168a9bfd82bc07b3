/* The solver against the oracle, on small random catalogs with every state, pins and overrides. */
#include "support/random.h"
#include "support/solver_oracle.h"
#include "support/test.h"

#include <string.h>

static const char *const names[] = {"a", "b", "c", "d", "e"};

static const char *const version_sets[] = {"1.0.0", "1.1.0", "2.0.0", "2.1.0-beta.1"};
/* The loose ones come four times as often, so that many catalogs have a solution, and not the first one tried. */
static const char *const loose[] = {"*", ">=1.0", "<2.1", "1 || 2", "^1", "^2"};
static const char *const strict[] = {"~1.0", "1.1.x", "2.1.0", ">=2.1.0-alpha", "^3", "1.0.0 - 2.0.0", "<1.1"};
static const char *const states[] = {"", "", "", "", "", "", " deprecated", " yanked", " draft"};

#define PICK(random, array) ((array)[random_below((random), COUNT_OF(array))])

static const char *random_requirement(struct random *random) {
    return random_below(random, 5) > 0 ? PICK(random, loose) : PICK(random, strict);
}

static const char *random_dependencies(struct random *random, struct arena *arena, size_t most) {
    const char *text = "";
    size_t count = random_below(random, most + 1);
    for (size_t i = 0; i < count; i++) {
        const char *name = random_below(random, 60) == 0 ? "gone" : PICK(random, names);
        text = arena_printf(arena, "%s%s%s %s", text, i > 0 ? ", " : "", name, random_requirement(random));
    }
    return text;
}

static const char *random_pins(struct random *random, struct arena *arena, size_t one_in) {
    const char *text = "";
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (random_below(random, one_in) == 0)
            text = arena_printf(arena, "%s%s@%s, ", text, names[i], PICK(random, version_sets));
    return text;
}

static struct fixture *random_fixture(uint64_t seed) {
    static const char *const none[] = {NULL};
    struct random random = {seed};
    struct fixture *fixture = fixture_new(none);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        for (size_t j = 0; j < COUNT_OF(version_sets); j++)
            if (random_below(&random, 4) > 0)
                fixture_add(fixture,
                            arena_printf(&fixture->arena, "%s@%s%s: %s", names[i], version_sets[j],
                                         PICK(&random, states), random_dependencies(&random, &fixture->arena, 2)));
    fixture_require(fixture, random_dependencies(&random, &fixture->arena, 4));
    fixture_pin(fixture, random_pins(&random, &fixture->arena, 4));
    fixture_override(fixture, random_pins(&random, &fixture->arena, 25));
    return fixture;
}

static void check_solution(struct fixture *fixture, const struct assignment *best, uint64_t seed) {
    size_t members = 0;
    for (size_t i = 0; i < best->count; i++)
        members += best->version[i] != NULL;
    ck_assert_msg(fixture->outcome.choice_count == members, "seed %llu: %s", (unsigned long long)seed,
                  fixture_choices(fixture));
    for (size_t i = 0; i < fixture->outcome.choice_count; i++) {
        const struct solver_choice *choice = &fixture->outcome.choices[i];
        size_t place = 0;
        while (strcmp(best->component[place], choice->component) != 0)
            place++;
        ck_assert_msg(choice->version->handle == best->version[place], "seed %llu: %s", (unsigned long long)seed,
                      fixture_choices(fixture));
    }
}

static const char *check_one(struct fixture *fixture, uint64_t seed) {
    struct assignment best;
    bool has_solution = oracle_solve(fixture, names, COUNT_OF(names), &best);
    status_code code = fixture_solve(fixture);
    if (!has_solution) {
        ck_assert_msg(code == STATUS_FAILED_PRECONDITION && fixture->outcome.failure != NULL, "seed %llu: %s",
                      (unsigned long long)seed, fixture->problem.message);
        ck_assert_msg(oracle_is_proof(fixture, fixture->outcome.failure), "seed %llu: no proof: %s",
                      (unsigned long long)seed, fixture->outcome.failure->text);
        return fixture->outcome.failure->text;
    }
    if (oracle_has_cycle(&best)) {
        ck_assert_msg(strcmp(fixture->problem.reason, "DEPENDENCY_CYCLE") == 0, "seed %llu: %s",
                      (unsigned long long)seed, fixture->problem.reason);
        return fixture->problem.message;
    }
    ck_assert_msg(code == STATUS_OK, "seed %llu: %s", (unsigned long long)seed, fixture->problem.message);
    check_solution(fixture, &best, seed);
    return fixture_choices(fixture);
}

/* The order in which versions come changes neither the solution nor the explanation. */
START_TEST(test_solver_property__equals_a_brute_force_oracle) {
    for (size_t i = 0; i < property_runs(10000); i++) {
        uint64_t seed = property_seed() + i;
        struct fixture *fixture = random_fixture(seed);
        const char *answer = arena_strdup(&fixture->arena, check_one(fixture, seed));
        fixture->is_reversed = true;
        ck_assert_str_eq(check_one(fixture, seed), answer);
        fixture_free(fixture);
    }
}
END_TEST

TEST_SUITE(solver_property, test_solver_property__equals_a_brute_force_oracle)
