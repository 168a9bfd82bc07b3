#include "codec/message.h"
#include "model/effective_diff.h"
#include "model/object.h"
#include "model/upgrade.h"
#include "support/catalog.h"
#include "support/random.h"
#include "support/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Random small catalogs with several versions of everything, and locks to random ones of them: what a step is told to
 * change is held against resolutions with the lock that its pins make, found without the engine's own steps. */
enum { RUNS = 10000, COMPONENTS = 4, VERSIONS = 4, TEXT_BYTES = 4096 };

static const char *const components[COMPONENTS] = {"s/a", "s/b", "s/c", "s/d"};
static const char *const numbers[VERSIONS] = {"1.0.0", "1.1.0", "1.2.0", "2.0.0"};
static const char *const ranges[] = {"^1.0", "^1", "*", "1.x || 2.x", "~1.1.0", "^2.0"};
static const char *const likelihoods[] = {"1", "3", "5"};

#define PICK(state, list) (list)[random_below((state), sizeof(list) / sizeof *(list))]

struct text {
    char bytes[TEXT_BYTES];
    size_t size;
};

struct round {
    uint64_t seed;
    struct random random;
    struct test_catalog catalog;
    const Catalog__V1__Object *feature;
    struct resolve_options options; /* with the lock */
    struct outdated outdated;
};

static void append(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

static void append(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text->size += (size_t)vsnprintf(text->bytes + text->size, TEXT_BYTES - text->size, format, arguments);
    va_end(arguments);
    ck_assert_uint_lt(text->size, TEXT_BYTES);
}

/* On components of a higher number only, so that there is no cycle. */
static void append_dependencies(struct text *text, struct random *state, size_t first) {
    const char *title = "dependencies:\n";
    for (size_t i = first; i < COMPONENTS; i++) {
        if (random_below(state, 2) == 0)
            continue;
        append(text, "%s  - {alias: d%zu, component: %s, requirement: \"%s\"}\n", title, i, components[i],
               PICK(state, ranges));
        title = "";
    }
}

static void publish(struct round *round, const struct text *text) {
    static const Catalog__V1__LifecycleState states[] = {CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED,
                                                         CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED,
                                                         CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED,
                                                         CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED,
                                                         CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED};
    test_catalog_add_as(&round->catalog, text->bytes,
                        &(struct view_version){.state = PICK(&round->random, states),
                                               .stored_at = (time_ns)random_below(&round->random, 1000),
                                               .sunset = INT64_MAX});
}

static void publish_component(struct round *round, size_t number, const char *version) {
    struct random *state = &round->random;
    struct text text = {.size = 0};
    append(&text,
           "kind: component\nname: %s\nversion: %s\ntitle: S\nservice_class: in_house\nelements:\n"
           "  - {id: box, kind: store, title: Box}\nthreats:\n  - {id: t, threat: t/a, on: box}\n"
           "responsibilities:\n  - {id: r, statement: S, mandatory: %s}\n",
           components[number], version, random_below(state, 2) ? "true" : "false");
    if (random_below(state, 2))
        append(&text, "provides:\n  - {id: p, title: P, control: c/a, mitigates: [t/a]}\n");
    append_dependencies(&text, state, number + 1);
    publish(round, &text);
}

static void publish_all(struct round *round) {
    struct random *state = &round->random;
    for (size_t i = 0; i < VERSIONS; i++) {
        struct text threat = {.size = 0};
        struct text control = {.size = 0};
        append(&threat, "kind: threat\nname: t/a\nversion: %s\ntitle: T\nlikelihood: %s\nimpact: 3\n", numbers[i],
               PICK(state, likelihoods));
        append(&control,
               "kind: control\nname: c/a\nversion: %s\ntitle: C\nobjective: O\ntype: preventive\n"
               "mitigates:\n  - {threat: t/a, strength: %s}\n",
               numbers[i], random_below(state, 2) ? "full" : "partial");
        publish(round, &threat);
        publish(round, &control);
        for (size_t k = 0; k < COMPONENTS; k++) {
            if (random_below(state, 4) > 0)
                publish_component(round, k, numbers[i]);
        }
    }
}

static void make_feature(struct round *round) {
    struct text text = {.size = 0};
    append(&text, "kind: feature\nname: f/one\nversion: 1.0.0\ntitle: F\nowner: team\nelements:\n"
                  "  - {id: api, kind: process, title: A}\nthreats:\n  - {id: t, threat: t/a, on: api}\n");
    append_dependencies(&text, &round->random, 0);
    round->feature = test_catalog_add(&round->catalog, text.bytes);
}

static Catalog__V1__Pin *make_pin(struct round *round, Catalog__V1__ObjectKind kind, const char *name,
                                  const char *version) {
    Catalog__V1__Pin *pin = ARENA_NEW(&round->catalog.arena, Catalog__V1__Pin);
    catalog__v1__pin__init(pin);
    pin->kind = kind;
    pin->name = arena_strdup(&round->catalog.arena, name);
    pin->version = arena_strdup(&round->catalog.arena, version);
    return pin;
}

/* A pin of everything, whether it fits or not. */
static Catalog__V1__Lock *make_lock(struct round *round) {
    Catalog__V1__Lock *lock = ARENA_NEW(&round->catalog.arena, Catalog__V1__Lock);
    catalog__v1__lock__init(lock);
    lock->pins = ARENA_ARRAY(&round->catalog.arena, Catalog__V1__Pin *, COMPONENTS + 2);
    lock->pins[lock->n_pins++] =
        make_pin(round, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, "t/a", PICK(&round->random, numbers));
    lock->pins[lock->n_pins++] =
        make_pin(round, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL, "c/a", PICK(&round->random, numbers));
    for (size_t i = 0; i < COMPONENTS; i++)
        lock->pins[lock->n_pins++] = make_pin(round, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT, components[i],
                                              PICK(&round->random, numbers));
    return lock;
}

/* ---- What must hold ---- */

static struct resolution resolved(struct round *round, const Catalog__V1__Lock *lock,
                                  const struct resolve_force *force) {
    struct resolve_options options = round->options;
    struct resolution resolution;
    options.lock = lock;
    options.forced = force;
    options.forced_count = force != NULL;
    ck_assert_int_eq(resolve(round->feature, memory_view_catalog(&round->catalog.view), &options, &round->catalog.arena,
                             &resolution, &round->catalog.problem),
                     STATUS_OK);
    return resolution;
}

static slice packed(struct round *round, const ProtobufCMessage *message) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(&round->catalog.arena, size + 1);
    protobuf_c_message_pack(message, bytes);
    return slice_of(bytes, size);
}

static void expect_diff(struct round *round, const Catalog__V1__EffectiveModel *after,
                        const Catalog__V1__EffectiveDiff *told) {
    Catalog__V1__EffectiveDiff *found = NULL;
    const Catalog__V1__EffectiveModel *before = resolved(round, round->options.lock, NULL).model;
    ck_assert_int_eq(effective_diff(before, after, &round->catalog.arena, &found, &round->catalog.problem), STATUS_OK);
    ck_assert_msg(slice_equal(packed(round, &found->base), packed(round, &told->base)), "seed %llu",
                  (unsigned long long)round->seed);
}

/* The lock of the model with the pins of STEP as they are after it. */
static Catalog__V1__Lock *lock_after(struct round *round, const Catalog__V1__UpgradeStep *step) {
    const Catalog__V1__Lock *now = round->outdated.now.lock;
    struct arena *arena = &round->catalog.arena;
    Catalog__V1__Lock *lock = ARENA_NEW(arena, Catalog__V1__Lock);
    *lock = *now;
    lock->pins = ARENA_ARRAY(arena, Catalog__V1__Pin *, now->n_pins + step->n_pins + 1);
    memcpy(lock->pins, now->pins, now->n_pins * sizeof *lock->pins);
    for (size_t i = 0; i < step->n_pins; i++) {
        const Catalog__V1__PinDifference *pin = step->pins[i];
        for (size_t k = 0; k < now->n_pins; k++) {
            if (strcmp(now->pins[k]->name, pin->name) == 0)
                lock->pins[k] = make_pin(round, pin->kind, pin->name, pin->after[0] == '\0' ? "0.0.0" : pin->after);
        }
        if (pin->before[0] == '\0')
            lock->pins[lock->n_pins++] = make_pin(round, pin->kind, pin->name, pin->after);
    }
    return lock;
}

static const char *pinned(const Catalog__V1__Lock *lock, const char *name) {
    for (size_t i = 0; i < lock->n_pins; i++) {
        if (strcmp(lock->pins[i]->name, name) == 0)
            return lock->pins[i]->version;
    }
    return "";
}

static void expect_others_stay(const Catalog__V1__UpgradeStep *step) {
    for (size_t i = 0; i < step->n_pins; i++) {
        const Catalog__V1__PinDifference *pin = step->pins[i];
        ck_assert(strcmp(pin->name, step->name) == 0 || pin->before[0] == '\0' || pin->after[0] == '\0');
    }
}

static void check_step(struct round *round, const char *newest, const Catalog__V1__UpgradeStep *step) {
    const struct resolve_force force = {.component = step->name, .version = newest};
    if (step->conflict[0] != '\0') {
        ck_assert_ptr_null(step->difference);
        return;
    }
    struct resolution after = resolved(round, lock_after(round, step), step->is_beyond ? &force : NULL);
    ck_assert_ptr_null(after.conflict);
    ck_assert_str_eq(pinned(after.lock, step->name), step->after);
    ck_assert(step->is_beyond || step->after[0] != '\0');
    ck_assert_uint_eq(after.overruled_count, step->n_requirements);
    ck_assert(step->is_beyond || step->n_requirements == 0);
    expect_diff(round, after.model, step->difference);
    if (!step->is_beyond)
        expect_others_stay(step);
}

/* Updating the lock of one name is its step within the requirements. */
static void check_update(struct round *round, const Catalog__V1__OutdatedPin *pin,
                         const Catalog__V1__UpgradeStep *within) {
    Catalog__V1__UpdateLockRequest request = CATALOG__V1__UPDATE_LOCK_REQUEST__INIT;
    Catalog__V1__UpdateLockResponse response = CATALOG__V1__UPDATE_LOCK_RESPONSE__INIT;
    char *names[] = {pin->name};
    request.names = names;
    request.n_names = 1;
    status_code status =
        upgrade_lock(&round->outdated, &request, &round->catalog.arena, &response, &round->catalog.problem);
    problem_init(&round->catalog.problem, &round->catalog.arena);
    if (status == STATUS_FAILED_PRECONDITION) {
        ck_assert(within == NULL || within->conflict[0] != '\0');
        ck_assert_int_eq(pin->state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED);
        return;
    }
    ck_assert_int_eq(status, STATUS_OK);
    ck_assert_str_eq(pinned(response.lock, pin->name), within == NULL ? pin->locked : within->after);
    if (within != NULL)
        ck_assert(slice_equal(packed(round, &response.difference->base), packed(round, &within->difference->base)));
}

static void check_pin(struct round *round, size_t index) {
    struct arena *arena = &round->catalog.arena;
    Catalog__V1__OutdatedPin *pin = NULL;
    Catalog__V1__UpgradeStep *steps[UPGRADE_STEPS_MAX];
    size_t count = 0;
    ck_assert_int_eq(outdated_compare(&round->outdated, index, arena, &pin, &round->catalog.problem), STATUS_OK);
    ck_assert_int_eq(upgrade_steps(&round->outdated, pin, true, arena, steps, &count, &round->catalog.problem),
                     STATUS_OK);
    for (size_t i = 0; i < count; i++)
        check_step(round, pin->newest, steps[i]);
    if (outdated_is_current(pin))
        ck_assert_uint_eq(count, 0);
    check_update(round, pin, count > 0 && !steps[0]->is_beyond ? steps[0] : NULL);
}

static void run(uint64_t seed) {
    struct round round = {.seed = seed, .random = {seed}};
    test_catalog_init(&round.catalog);
    publish_all(&round);
    make_feature(&round);
    round.options = (struct resolve_options){.at = TEST_CATALOG_TIME, .revision = 7, .lock = make_lock(&round)};
    status_code status = outdated_begin(round.feature, memory_view_catalog(&round.catalog.view), &round.options,
                                        &round.catalog.arena, &round.outdated, &round.catalog.problem);
    for (size_t i = 0; status == STATUS_OK && i < round.outdated.now.lock->n_pins; i++)
        check_pin(&round, i);
    if (status != STATUS_OK)
        ck_assert_str_eq(round.catalog.problem.reason, "VERSION_CONFLICT");
    test_catalog_done(&round.catalog);
}

START_TEST(test_upgrade_property__a_step_is_the_difference_of_resolutions) {
    size_t runs = property_runs(RUNS);
    uint64_t seed = property_seed();
    for (size_t i = 0; i < runs; i++)
        run(seed + i);
}
END_TEST

TEST_SUITE(upgrade_property, test_upgrade_property__a_step_is_the_difference_of_resolutions)
