#include "codec/message.h"
#include "model/effective_diff.h"
#include "model/impact.h"
#include "model/object.h"
#include "model/requirement.h"
#include "support/catalog.h"
#include "support/random.h"
#include "support/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Random small catalogs, random changes: what impact says of a change laid over the catalog is held against the
 * difference of two resolutions, the second over a catalog that really has it. */
enum { RUNS = 10000, VARIANTS = 8, COMPONENTS = 4, THREATS = 2, CONTROLS = 3, ENTRIES_MAX = 48, TEXT_BYTES = 8192 };

static const char *const threat_names[THREATS] = {"t/a", "t/b"};
static const char *const control_names[CONTROLS] = {"c/a", "c/b", "c/c"};
static const char *const component_names[COMPONENTS] = {"s/a", "s/b", "s/c", "s/d"};
static const char *const ranges[] = {"^1.0", "^1", "*", ">=1.0 <3", "^1 || ^2", "^1.1"};
static const char *const numbers[] = {"1.0.0", "1.1.0", "2.0.0"};
static const char *const later[] = {"1.2.0", "2.1.0", "3.0.0"};

#define PICK(state, list) (list)[random_below((state), sizeof(list) / sizeof *(list))]

/* Every variant is read once; a catalog is a choice among them. */
static struct {
    struct test_catalog holder;
    const Catalog__V1__Object *threats[THREATS][VARIANTS];
    const Catalog__V1__Object *controls[CONTROLS][VARIANTS];
    const Catalog__V1__Object *components[COMPONENTS][VARIANTS];
    const Catalog__V1__Object *features[VARIANTS];
    const Catalog__V1__Object *baselines[VARIANTS];
} pool;

/* What the rounds came to: a property that nothing exercises proves nothing. */
static struct {
    size_t differences; /* that are not empty */
    size_t upgrades;
} seen;

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

static const Catalog__V1__Object *make_threat(struct random *state, size_t number) {
    struct text text = {.size = 0};
    append(&text, "kind: threat\nname: %s\ntitle: T\nlikelihood: %zu\nimpact: %zu\n", threat_names[number],
           1 + random_below(state, 5), 1 + random_below(state, 5));
    return test_catalog_add(&pool.holder, text.bytes);
}

static const Catalog__V1__Object *make_control(struct random *state, size_t number) {
    struct text text = {.size = 0};
    append(&text, "kind: control\nname: %s\ntitle: C\nobjective: O\ntype: %s\nmitigates:\n", control_names[number],
           random_below(state, 2) ? "preventive" : "recovery");
    for (size_t i = 0; i < THREATS; i++)
        append(&text, "  - {threat: %s, strength: %s}\n", threat_names[i], random_below(state, 2) ? "full" : "partial");
    return test_catalog_add(&pool.holder, text.bytes);
}

/* On components of a higher number only, so that there is no cycle. */
static void append_dependencies(struct text *text, struct random *state, size_t first) {
    const char *title = "dependencies:\n";
    for (size_t i = first; i < COMPONENTS; i++) {
        if (random_below(state, 2) == 0)
            continue;
        append(
            text,
            "%s  - {alias: d%zu, component: %s, requirement: \"%s\", configuration: [{name: safe, value: \"%s\"}]}\n",
            title, i, component_names[i], PICK(state, ranges), random_below(state, 2) ? "true" : "false");
        title = "";
    }
}

static const Catalog__V1__Object *make_component(struct random *state, size_t number) {
    struct text text = {.size = 0};
    append(&text,
           "kind: component\nname: %s\ntitle: S\nservice_class: in_house\nelements:\n"
           "  - {id: box, kind: store, title: Box}\nparameters:\n  - {name: safe, type: bool, default: \"false\"}\n"
           "threats:\n  - {id: t, threat: %s, on: box}\nprovides:\n",
           component_names[number], PICK(state, threat_names));
    for (size_t i = 0; i < 1 + random_below(state, 2); i++)
        append(&text, "  - {id: p%zu, title: P, control: %s, mitigates: [%s]%s%s}\n", i, PICK(state, control_names),
               PICK(state, threat_names), random_below(state, 2) ? ", when: config.safe" : "",
               random_below(state, 2) ? ", requires: [r]" : "");
    append(&text, "responsibilities:\n  - {id: r, statement: S, mandatory: %s, covers: [%s]}\n",
           random_below(state, 2) ? "true" : "false", PICK(state, threat_names));
    if (random_below(state, 2))
        append(&text, "residuals:\n  - {id: x, threat: %s, on: box, likelihood: 2, impact: 3, rationale: R}\n",
               PICK(state, threat_names));
    append_dependencies(&text, state, number + 1);
    return test_catalog_add(&pool.holder, text.bytes);
}

static const Catalog__V1__Object *make_feature(struct random *state) {
    struct text text = {.size = 0};
    append(
        &text,
        "kind: feature\nname: f/one\nversion: 1.0.0\ntitle: F\nowner: team\nelements:\n"
        "  - {id: api, kind: process, title: A}\nthreats:\n  - {id: t, threat: %s, on: api}\n"
        "mitigations:\n  - {id: m, control: %s, mitigates: [%s], on: [api], status: %s, evidence: [{kind: policy}]}\n",
        PICK(state, threat_names), PICK(state, control_names), PICK(state, threat_names),
        random_below(state, 2) ? "implemented" : "planned");
    append_dependencies(&text, state, 0);
    return test_catalog_add(&pool.holder, text.bytes);
}

static const Catalog__V1__Object *make_baseline(struct random *state) {
    struct text text = {.size = 0};
    append(&text, "kind: baseline\nname: b/one\ntitle: B\nentries:\n  - {id: e, control: %s, level: %s}\n",
           PICK(state, control_names), random_below(state, 2) ? "mandatory" : "advisory");
    return test_catalog_add(&pool.holder, text.bytes);
}

static void make_pool(uint64_t seed) {
    struct random state = {seed};
    test_catalog_init(&pool.holder);
    for (size_t variant = 0; variant < VARIANTS; variant++) {
        for (size_t i = 0; i < THREATS; i++)
            pool.threats[i][variant] = make_threat(&state, i);
        for (size_t i = 0; i < CONTROLS; i++)
            pool.controls[i][variant] = make_control(&state, i);
        for (size_t i = 0; i < COMPONENTS; i++)
            pool.components[i][variant] = make_component(&state, i);
        pool.features[variant] = make_feature(&state);
        pool.baselines[variant] = make_baseline(&state);
    }
}

/* ---- A catalog and a change ---- */

struct entry {
    const Catalog__V1__Object *object;
    struct view_version facts;
};

struct graph_catalog {
    struct entry entries[ENTRIES_MAX];
    size_t count;
};

struct graph_change {
    struct entry entry; /* added, or in a new state; none: an advisory */
    const Catalog__V1__Advisory *advisory;
    const char *name;
    struct resolve_force draft;
    bool is_draft;
};

static void put(struct graph_catalog *catalog, const Catalog__V1__Object *object, const char *version) {
    catalog->entries[catalog->count++] = (struct entry){object, {.version = version, .stored_at = TEST_CATALOG_TIME}};
}

static void choose_catalog(struct random *state, struct graph_catalog *catalog) {
    catalog->count = 0;
    for (size_t i = 0; i < THREATS; i++)
        put(catalog, PICK(state, pool.threats[i]), numbers[0]);
    for (size_t i = 0; i < CONTROLS; i++)
        put(catalog, PICK(state, pool.controls[i]), numbers[0]);
    for (size_t i = 0; i < COMPONENTS; i++) {
        for (size_t k = 0; k < 3; k++) {
            if (k == 0 || random_below(state, 2))
                put(catalog, PICK(state, pool.components[i]), numbers[k]);
        }
    }
    if (random_below(state, 2))
        put(catalog, PICK(state, pool.baselines), numbers[0]);
}

static struct entry *pick_component(struct random *state, struct graph_catalog *catalog) {
    struct entry *entry;
    do {
        entry = &catalog->entries[random_below(state, catalog->count)];
    } while (object_kind(entry->object) != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT);
    return entry;
}

static const Catalog__V1__Advisory *choose_advisory(struct random *state) {
    static char ids[][2] = {"p0", "p1"};
    static char any[] = "<2";
    static char *provisions[1];
    static Catalog__V1__Timestamp published_at;
    static Catalog__V1__Advisory advisory;
    catalog__v1__advisory__init(&advisory);
    catalog__v1__timestamp__init(&published_at);
    published_at.seconds = TEST_CATALOG_TIME / NS_PER_SECOND;
    provisions[0] = ids[0];
    advisory.object = (char *)(uintptr_t)PICK(state, component_names);
    advisory.range = any;
    advisory.published_at = &published_at;
    advisory.provisions = provisions;
    advisory.n_provisions = random_below(state, 2);
    return &advisory;
}

static void change_state(struct random *state, const struct entry *entry, struct graph_change *change) {
    change->entry = *entry;
    change->entry.facts.state = random_below(state, 2) ? CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED
                                                       : CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    change->entry.facts.replaced_by = "";
    change->entry.facts.reason = "R";
    change->entry.facts.sunset = random_below(state, 2) ? TEST_CATALOG_TIME : INT64_MAX;
    change->name = object_name(entry->object);
}

static void publish(const Catalog__V1__Object *object, const char *version, struct graph_change *change) {
    change->entry = (struct entry){object, {.version = version, .stored_at = TEST_CATALOG_TIME}};
    change->name = object_name(object);
    change->is_draft = object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    change->draft = (struct resolve_force){change->name, version};
}

static struct graph_change choose_change(struct random *state, struct graph_catalog *catalog) {
    struct graph_change change = {.advisory = NULL};
    switch (random_below(state, 8)) {
    case 0:
        publish(PICK(state, pool.threats[random_below(state, THREATS)]), "2.0.0", &change);
        break;
    case 1:
        publish(PICK(state, pool.controls[random_below(state, CONTROLS)]), "2.0.0", &change);
        break;
    case 2:
        publish(PICK(state, pool.baselines), "2.0.0", &change);
        break;
    case 3:
        change_state(state, pick_component(state, catalog), &change);
        break;
    case 4:
        change.advisory = choose_advisory(state);
        change.name = change.advisory->object;
        break;
    default:
        publish(PICK(state, pool.components[random_below(state, COMPONENTS)]), PICK(state, later), &change);
        break;
    }
    return change;
}

/* ---- The two ways ---- */

struct round {
    uint64_t seed;
    struct arena arena;
    struct problem problem;
    struct memory_view before;
    struct memory_view overlay; /* the change laid over it */
    struct memory_view after;   /* a catalog that has it */
    const Catalog__V1__Object *consumer;
    struct resolve_options options;
    struct graph_change change;
};

static void must(const struct round *round, status_code status) {
    ck_assert_msg(status == STATUS_OK, "%s, seed %llu", round->problem.message, (unsigned long long)round->seed);
}

static void fill(struct round *round, struct memory_view *view, const struct graph_catalog *catalog) {
    memory_view_init(view, &round->arena, NULL);
    for (size_t i = 0; i < catalog->count; i++)
        must(round, memory_view_add(view, catalog->entries[i].object, &catalog->entries[i].facts, &round->problem));
}

static void make(struct round *round, struct memory_view *view) {
    const struct graph_change *change = &round->change;
    if (change->advisory != NULL)
        must(round, memory_view_add_advisory(view, change->advisory, &round->problem));
    else
        must(round, memory_view_add(view, change->entry.object, &change->entry.facts, &round->problem));
}

static struct resolution resolved(struct round *round, const Catalog__V1__Object *object,
                                  const struct memory_view *view, const struct resolve_options *options) {
    struct resolution resolution;
    must(round, resolve(object, memory_view_catalog(view), options, &round->arena, &resolution, &round->problem));
    return resolution;
}

static void expect_diff(struct round *round, const Catalog__V1__EffectiveModel *before,
                        const Catalog__V1__EffectiveModel *after, const Catalog__V1__EffectiveDiff *told) {
    Catalog__V1__EffectiveDiff *diff = NULL;
    struct buffer left;
    struct buffer right;
    must(round, effective_diff(before, after, &round->arena, &diff, &round->problem));
    buffer_init(&left, 0);
    buffer_init(&right, 0);
    message_pack(&diff->base, &left);
    message_pack(&told->base, &right);
    ck_assert_msg(slice_equal(buffer_slice(&left), buffer_slice(&right)), "seed %llu", (unsigned long long)round->seed);
    seen.differences += left.size > 0;
    buffer_done(&left);
    buffer_done(&right);
}

/* The consumer as its team would write it: with an override. */
static const Catalog__V1__Object *overridden(struct round *round) {
    static char rationale[] = "We move.";
    static Catalog__V1__VersionOverride override;
    static Catalog__V1__VersionOverride *overrides[] = {&override};
    Catalog__V1__Object *object = object_with_version(round->consumer, object_version(round->consumer), &round->arena);
    catalog__v1__version_override__init(&override);
    override.component = (char *)(uintptr_t)round->change.draft.component;
    override.version = (char *)(uintptr_t)round->change.draft.version;
    override.rationale = rationale;
    Catalog__V1__Model *model =
        object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ? object->feature : object->component;
    model->overrides = overrides;
    model->n_overrides = 1;
    return object;
}

static void drop_override_finding(Catalog__V1__EffectiveModel *model) {
    size_t kept = 0;
    for (size_t i = 0; i < model->n_findings; i++) {
        if (strcmp(model->findings[i]->code, "VERSION_OVERRIDE") != 0)
            model->findings[kept++] = model->findings[i];
    }
    model->n_findings = kept;
}

static Catalog__V1__Lock *without_pin(struct round *round, const Catalog__V1__Lock *lock) {
    Catalog__V1__Lock *rest = ARENA_NEW(&round->arena, Catalog__V1__Lock);
    *rest = *lock;
    rest->n_pins = 0;
    rest->pins = ARENA_ARRAY(&round->arena, Catalog__V1__Pin *, lock->n_pins + 1);
    for (size_t i = 0; i < lock->n_pins; i++) {
        if (strcmp(lock->pins[i]->name, round->change.name) != 0)
            rest->pins[rest->n_pins++] = lock->pins[i];
    }
    return rest;
}

static void expect_requirements(struct round *round, const Catalog__V1__ConsumerImpact *impact) {
    for (size_t i = 0; i < impact->n_requirements; i++) {
        struct requirement requirement;
        struct semver number;
        const Catalog__V1__RequirementChange *change = impact->requirements[i];
        must(round, semver_parse(slice_text(round->change.draft.version), &number, &round->problem));
        must(round, requirement_parse(slice_text(change->before), &round->arena, &requirement, &round->problem));
        ck_assert(!requirement_admits(&requirement, &number));
        must(round, requirement_parse(slice_text(change->after), &round->arena, &requirement, &round->problem));
        ck_assert(requirement_admits(&requirement, &number));
    }
}

static void expect_upgrade(struct round *round, const Catalog__V1__EffectiveModel *before,
                           const Catalog__V1__ConsumerImpact *impact) {
    const Catalog__V1__Object *object = round->change.is_draft ? overridden(round) : round->consumer;
    struct resolve_options options = round->options;
    if (options.lock != NULL)
        options.lock = without_pin(round, options.lock);
    struct resolution upgraded = resolved(round, object, &round->after, &options);
    drop_override_finding(upgraded.model);
    seen.upgrades++;
    expect_diff(round, before, upgraded.model, impact->on_upgrade);
    expect_requirements(round, impact);
}

/* Who has no second answer stands on the draft, or never stood on its component. */
static void expect_moved(struct round *round, const Catalog__V1__EffectiveModel *after) {
    for (size_t i = 0; round->change.is_draft && i < after->n_instances; i++) {
        if (strcmp(after->instances[i]->component, round->change.name) == 0)
            ck_assert_str_eq(after->instances[i]->version, round->change.draft.version);
    }
}

static void compare(struct round *round) {
    const char *const names[] = {round->change.name};
    const struct impact_change change = {.before = memory_view_catalog(&round->before),
                                         .after = memory_view_catalog(&round->overlay),
                                         .names = names,
                                         .name_count = 1,
                                         .drafts = &round->change.draft,
                                         .draft_count = round->change.is_draft};
    const struct impact_consumer consumer = {.before = round->consumer,
                                             .after = round->consumer,
                                             .version = "1.0.0",
                                             .options_before = round->options,
                                             .options_after = round->options};
    Catalog__V1__ConsumerImpact *impact = NULL;
    must(round, impact_analyze(&change, &consumer, &round->arena, &impact, &round->problem));
    struct resolution before = resolved(round, round->consumer, &round->before, &round->options);
    struct resolution after = resolved(round, round->consumer, &round->after, &round->options);
    expect_diff(round, before.model, after.model, impact->on_commit);
    if (impact->on_upgrade != NULL)
        expect_upgrade(round, before.model, impact);
    else
        expect_moved(round, after.model);
}

static void run(uint64_t seed) {
    struct random state = {seed};
    struct graph_catalog catalog;
    struct round round = {.seed = seed, .options = {.at = TEST_CATALOG_TIME, .revision = 7}};
    arena_init(&round.arena, 0);
    problem_init(&round.problem, &round.arena);
    choose_catalog(&state, &catalog);
    fill(&round, &round.before, &catalog);
    round.consumer = random_below(&state, 4) == 0 ? PICK(&state, pool.components[0]) : PICK(&state, pool.features);
    if (random_below(&state, 3) == 0) {
        struct resolution locked = resolved(&round, round.consumer, &round.before, &round.options);
        round.options.lock = locked.lock;
    }
    round.change = choose_change(&state, &catalog);
    memory_view_init(&round.overlay, &round.arena, memory_view_catalog(&round.before));
    make(&round, &round.overlay);
    fill(&round, &round.after, &catalog);
    make(&round, &round.after);
    compare(&round);
    arena_done(&round.arena);
}

START_TEST(test_impact_property__is_the_difference_of_resolutions) {
    size_t runs = property_runs(RUNS);
    uint64_t seed = property_seed();
    make_pool(1);
    for (size_t i = 0; i < runs; i++)
        run(seed + i);
    ck_assert_uint_ge(seen.differences, runs / 4);
    ck_assert_uint_ge(seen.upgrades, runs / 20);
    test_catalog_done(&pool.holder);
}
END_TEST

TEST_SUITE(impact_property, test_impact_property__is_the_difference_of_resolutions)
