#include "bench/organisation_parts.h"

#include <stdio.h>
#include <string.h>

#define HUBS      6
#define BASELINES 4

const struct organisation_shape organisation_whole = {
    .seed = 1, .threats = 2000, .controls = 1000, .components = 300, .features = 3000, .dependencies = 20};

static const char *const hub_names[HUBS] = {"object-store", "keys", "database", "login", "queue", "log"};

struct random organisation_random(const struct organisation *organisation, enum organisation_part part, size_t number) {
    struct random random = {organisation->shape.seed ^ ((uint64_t)part << 48) ^ ((uint64_t)number << 16)};
    random_next(&random);
    return random;
}

/* The square of a fraction: half of all picks fall in the first quarter. */
size_t organisation_pick(struct random *random, size_t limit) {
    size_t fraction = random_below(random, 1024);
    return fraction * fraction * limit / (1024UL * 1024UL);
}

/* Three in five stand on nothing, one in fifty on four levels below. */
static unsigned level_of(size_t number, size_t count) {
    static const size_t ends_percent[] = {60, 82, 93, 98};
    unsigned level = 0;
    while (level < COUNT_OF(ends_percent) && number * 100 >= ends_percent[level] * count)
        level++;
    return level;
}

static bool has(const size_t *numbers, size_t count, size_t number) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

static void plan_threats(const struct organisation_shape *shape, struct random *random,
                         struct made_component *component) {
    for (size_t i = 0; i < COMPONENT_THREATS;) {
        size_t threat = random_below(random, shape->threats);
        if (!has(component->threats, i, threat))
            component->threats[i++] = threat;
    }
}

/* The first of its uses makes the level what it is; the others are any below. */
static void plan_uses(const struct organisation *organisation, size_t number, struct random *random) {
    struct made_component *component = &organisation->components[number];
    size_t first = number;
    while (first > 0 && organisation->components[first - 1].level >= component->level)
        first--;
    size_t start = first;
    while (start > 0 && organisation->components[start - 1].level + 1 == component->level)
        start--;
    component->uses[component->use_count++] = start + organisation_pick(random, first - start);
    size_t wanted = 1 + random_below(random, COMPONENT_USES);
    for (size_t i = 1; i < wanted; i++) {
        size_t used = organisation_pick(random, first);
        if (!has(component->uses, component->use_count, used))
            component->uses[component->use_count++] = used;
    }
}

static void plan_component(const struct organisation *organisation, size_t number) {
    struct random random = organisation_random(organisation, ORGANISATION_PARTS, number);
    struct made_component *component = &organisation->components[number];
    component->level = level_of(number, organisation->shape.components);
    component->versions = number < HUBS ? 3 : 1 + (number % 3 == 0);
    if (number < HUBS)
        snprintf(component->name, sizeof component->name, "made/%s", hub_names[number]);
    else
        snprintf(component->name, sizeof component->name, "made/component-%zu", number);
    plan_threats(&organisation->shape, &random, component);
    if (component->level > 0)
        plan_uses(organisation, number, &random);
}

bool organisation_plan(struct organisation *organisation, const struct organisation_shape *shape, struct arena *arena) {
    *organisation = (struct organisation){.shape = *shape,
                                          .components = ARENA_ARRAY(arena, struct made_component, shape->components)};
    for (size_t i = 0; organisation->components != NULL && i < shape->components; i++)
        plan_component(organisation, i);
    return organisation->components != NULL;
}

static void write_measure(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    size_t threats = organisation->shape.threats;
    if (number < threats)
        organisation_write_threat(organisation, number, yaml);
    else
        organisation_write_control(organisation, number - threats, yaml);
}

static const struct {
    const char *name;
    void (*write)(const struct organisation *organisation, size_t number, struct buffer *yaml);
} parts[] = {
    [ORGANISATION_POLICY] = {"policy", organisation_write_policy},
    [ORGANISATION_MEASURES] = {"measures", write_measure},
    [ORGANISATION_BASELINES] = {"baselines", organisation_write_baseline},
    [ORGANISATION_COMPONENTS] = {"components", organisation_write_component},
    [ORGANISATION_FEATURES] = {"features", organisation_write_feature},
};

const char *organisation_part_name(enum organisation_part part) {
    return parts[part].name;
}

size_t organisation_count(const struct organisation *organisation, enum organisation_part part) {
    const size_t counts[] = {
        [ORGANISATION_POLICY] = 1,
        [ORGANISATION_MEASURES] = organisation->shape.threats + organisation->shape.controls,
        [ORGANISATION_BASELINES] = BASELINES,
        [ORGANISATION_COMPONENTS] = organisation->shape.components,
        [ORGANISATION_FEATURES] = organisation->shape.features,
    };
    return counts[part];
}

void organisation_write(const struct organisation *organisation, enum organisation_part part, size_t number,
                        struct buffer *yaml) {
    parts[part].write(organisation, number, yaml);
}
