/* The features of a made organisation. */
#include "bench/organisation_parts.h"

#include <string.h>

#define OWN_THREATS      5
#define DEPENDENCIES_MAX 64

/* What a feature uses, and what it owes to each. */
struct made_feature {
    const struct organisation *organisation;
    struct random random;
    size_t number;
    size_t uses[DEPENDENCIES_MAX];
    bool answers[DEPENDENCIES_MAX]; /* what the component leaves open */
    size_t use_count;
    size_t threats[OWN_THREATS];
};

static bool uses(const struct made_feature *feature, size_t component) {
    for (size_t i = 0; i < feature->use_count; i++)
        if (feature->uses[i] == component)
            return true;
    return false;
}

/* The components used most come first, each with its own share of features; the rest is the long tail. */
static void plan(struct made_feature *feature) {
    static const size_t shares_percent[] = {85, 75, 70, 60, 50, 40};
    const struct organisation_shape *shape = &feature->organisation->shape;
    size_t wanted = feature->number % 8 == 0 ? shape->dependencies
                                             : 3 + organisation_pick(&feature->random, shape->dependencies - 3);
    if (wanted > DEPENDENCIES_MAX || wanted > shape->components / 2)
        wanted = DEPENDENCIES_MAX < shape->components / 2 ? DEPENDENCIES_MAX : shape->components / 2;
    for (size_t i = 0; i < COUNT_OF(shares_percent) && feature->use_count < wanted; i++)
        if (organisation_chance(&feature->random, shares_percent[i]))
            feature->uses[feature->use_count++] = i;
    while (feature->use_count < wanted) {
        size_t component = organisation_pick(&feature->random, shape->components);
        if (!uses(feature, component))
            feature->uses[feature->use_count++] = component;
    }
    for (size_t i = 0; i < feature->use_count; i++)
        feature->answers[i] = organisation_chance(&feature->random, 85);
    for (size_t i = 0; i < OWN_THREATS; i++)
        feature->threats[i] = (feature->number * OWN_THREATS + i * 7) % shape->threats;
}

static size_t left_open(const struct made_feature *feature, size_t use) {
    return feature->organisation->components[feature->uses[use]].threats[COMPONENT_THREATS - 1];
}

static void write_facts(struct made_feature *feature, struct buffer *yaml) {
    static const char *const facts[] = {
        "internet_facing: 'true'", "personal_data: 'true'", "payment_data: 'false'", "human_access: 'true'",
        "multi_tenant: 'false'",   "users: partners",       "region: north",         "nodes: '3'",
        "private_account: 'true'"};
    buffer_append_text(yaml, "facts:\n");
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        if (i == 0 || organisation_chance(&feature->random, 88))
            buffer_printf(yaml, "  %s\n", facts[i]);
}

static void write_dependencies(struct made_feature *feature, struct buffer *yaml) {
    buffer_append_text(yaml, "dependencies:\n");
    for (size_t i = 0; i < feature->use_count; i++) {
        buffer_printf(yaml,
                      "  - {alias: use-%zu, component: %s, requirement: ^1.0,\n"
                      "     exposures: {api: %s, admin: internal}, configuration: {",
                      i, feature->organisation->components[feature->uses[i]].name,
                      organisation_chance(&feature->random, 70) ? "vpc" : "internal");
        buffer_printf(yaml, "tier: %s", organisation_chance(&feature->random, 90) ? "strict" : "basic");
        if (organisation_chance(&feature->random, 85))
            buffer_append_text(yaml, ", encrypted: 'true'");
        if (organisation_chance(&feature->random, 80))
            buffer_append_text(yaml, ", logged: 'true'");
        buffer_append_text(yaml, "}}\n");
    }
}

static void write_places(const struct made_feature *feature, struct buffer *yaml) {
    buffer_append_text(yaml, "elements:\n  - {id: person, kind: actor}\n  - {id: browser, kind: external}\n"
                             "  - {id: service, kind: process}\n  - {id: jobs, kind: process}\n"
                             "  - {id: shelf, kind: store}\n"
                             "assets:\n  - {id: record, classification: confidential, on: [service, shelf]}\n"
                             "  - {id: report, classification: internal, on: [jobs]}\n"
                             "entry_points:\n"
                             "  - {id: web, on: service, protocol: https, authentication: token, exposure: internet}\n"
                             "  - {id: hook, on: jobs, protocol: https, exposure: internal}\n"
                             "data_flows:\n"
                             "  - {id: visit, from: browser, to: web, assets: [record], crosses: [internet]}\n"
                             "  - {id: keep, from: service, to: shelf, assets: [record]}\n");
    for (size_t i = 0; i < feature->use_count; i++)
        buffer_printf(yaml, "  - {id: call-%zu, from: service, to: use-%zu.api, protocol: https}\n", i, i);
}

static void write_threats(const struct made_feature *feature, struct buffer *yaml) {
    static const char *const places[OWN_THREATS] = {"web", "service", "shelf", "visit", "hook"};
    buffer_append_text(yaml, "threats:\n");
    for (size_t i = 0; i < OWN_THREATS; i++)
        buffer_printf(yaml, "  - {id: threat-%zu, threat: made/threat-%zu, on: %s}\n", i, feature->threats[i],
                      places[i]);
}

static void write_mitigations(struct made_feature *feature, struct buffer *yaml) {
    static const char *const statuses[] = {"implemented", "implemented", "planned", "implemented", "proposed"};
    const struct organisation *organisation = feature->organisation;
    buffer_append_text(yaml, "mitigations:\n");
    for (size_t i = 0; i < OWN_THREATS; i++)
        buffer_printf(
            yaml,
            "  - {id: own-%zu, title: One of its own, control: made/control-%zu, mitigates: [made/threat-%zu],\n"
            "     on: [web, service, shelf, visit, hook], strength: full, status: %s}\n",
            i, organisation_control(organisation, feature->threats[i]), feature->threats[i],
            statuses[(feature->number + i) % COUNT_OF(statuses)]);
    for (size_t i = 0; i < feature->use_count; i++)
        if (feature->answers[i])
            buffer_printf(yaml,
                          "  - {id: for-%zu, title: What the component leaves open, control: made/control-%zu,\n"
                          "     mitigates: [made/threat-%zu], on: [use-%zu], strength: full, status: implemented}\n",
                          i, organisation_control(organisation, left_open(feature, i)), left_open(feature, i), i);
}

static void write_answers(struct made_feature *feature, struct buffer *yaml) {
    buffer_append_text(yaml, "answers:\n");
    for (size_t i = 0; i < feature->use_count; i++) {
        if (feature->answers[i])
            buffer_printf(yaml, "  - {to: use-%zu.care, by: [for-%zu]}\n", i, i);
        if (i == 0 || organisation_chance(&feature->random, 90))
            buffer_printf(yaml, "  - {to: use-%zu.setup, statement: {text: Done., who: team, at: 2026-09-01}}\n", i);
    }
}

static struct made_feature planned(const struct organisation *organisation, size_t number) {
    struct made_feature feature = {.organisation = organisation,
                                   .random = organisation_random(organisation, ORGANISATION_FEATURES, number),
                                   .number = number};
    plan(&feature);
    return feature;
}

bool organisation_feature_uses(const struct organisation *organisation, size_t number, const bool *marked) {
    const struct made_feature feature = planned(organisation, number);
    for (size_t i = 0; i < feature.use_count; i++)
        if (marked[feature.uses[i]])
            return true;
    return false;
}

void organisation_write_feature(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    static const char *const stages[] = {"live", "build", "live", "design"};
    struct made_feature feature = planned(organisation, number);
    buffer_printf(yaml,
                  "---\nkind: feature\nname: made/feature-%zu\nversion: 1.0.0\ntitle: Feature %zu\n"
                  "workload: workload-%zu\nowner: team-%zu\nstage: %s\n",
                  number, number, number / 12, number / 40, stages[number % COUNT_OF(stages)]);
    write_facts(&feature, yaml);
    write_dependencies(&feature, yaml);
    write_places(&feature, yaml);
    write_threats(&feature, yaml);
    write_mitigations(&feature, yaml);
    write_answers(&feature, yaml);
}
