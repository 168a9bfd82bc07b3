#include "support/random_graph_text.h"

#include <stdbool.h>

#define PICK(random, list) ((list)[random_below((random), COUNT_OF(list))])

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

enum { THREATS = 4, CONTROLS = 5 };

static const char *const threats[THREATS] = {"t/a", "t/b", "t/c", "t/d"};
static const char *const controls[CONTROLS] = {"c/a", "c/b", "c/c", "c/d", "c/e"};
static const char *const layers[] = {"application", "identity", "data", "platform_api", "hardware", "os"};
static const char *const facts[] = {"private_account", "human_access", "personal_data"};

static bool chance(struct random *random, size_t one_in) {
    return random_below(random, one_in) == 0;
}

/* ---- Predicates ---- */

static const char *const fact_predicates[] = {
    "facts.private_account",
    "!facts.human_access",
    "facts.private_account && !facts.human_access",
    "facts.human_access || facts.personal_data",
    "facts.data_classification >= 'confidential'",
    "facts.data_classification in ['public', 'restricted']",
    "facts.users == 'staff' || facts.private_account",
    "facts.users < 'world'",
};

static const char *const config_predicates[] = {
    "config.flag",
    "!config.flag || facts.private_account",
    "config.mode == 'required'",
    "config.mode >= 'optional' && config.flag",
    "config.days > 7",
    "config.days <= 30 && facts.human_access",
    "config.exposure.rest == 'internet'",
    "config.exposure[\\\"rest\\\"] != 'none' && !facts.personal_data",
    "config.tags.exists(v, v == 'a' || v.startsWith('b'))",
    "config.tags.all(v, v != 'a') && config.flag",
    "size(config.tags) > 1 || facts.private_account",
    "'c' in config.tags",
    "config.region.contains('eu') || config.region.endsWith('-1')",
    "size(config.region) == 2",
};

static void write_predicate(struct buffer *text, struct random *random, const char *field) {
    if (chance(random, 2))
        return;
    const char *predicate = chance(random, 3) ? PICK(random, fact_predicates) : PICK(random, config_predicates);
    buffer_printf(text, ", %s: \"%s\"", field, predicate);
}

/* Before or after the time that is judged at. */
static void write_end(struct buffer *text, struct random *random, size_t one_in) {
    if (chance(random, one_in))
        buffer_printf(text, ", valid_until: 2026-0%zu-01", 5 + random_below(random, 3));
}

static void write_evidence(struct buffer *text, struct random *random, bool is_needed) {
    if (!is_needed && chance(random, 2))
        return;
    buffer_append_text(text, ", evidence: [{kind: policy, digest: \"" DIGEST "\", observed_at: 2026-04-01");
    write_end(text, random, 3);
    if (chance(random, 3)) {
        buffer_append_text(text, "}, {kind: test");
        write_end(text, random, 3);
    }
    buffer_append_text(text, "}]");
}

/* ---- Policy, threats, controls, baselines ---- */

static void write_policy(struct buffer *text, struct random *random, size_t number) {
    static const char *const bands[] = {"low", "medium", "high", "critical"};
    (void)number;
    buffer_append_text(text, "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nfacts:\n"
                             "  - {name: private_account, type: bool}\n  - {name: human_access, type: bool}\n"
                             "  - {name: personal_data, type: bool}\n"
                             "  - {name: users, type: enum, values: [staff, partners, world]}\n"
                             "classifications: [public, internal, confidential, restricted]\n");
    buffer_printf(text, "appetite:\n  - {classification: internal, highest: %s}\n", PICK(random, bands));
    buffer_printf(text, "  - {classification: restricted, highest: %s}\nmatrix:\n", PICK(random, bands));
    for (size_t i = 1; i <= 5; i++)
        buffer_printf(text, "  - {likelihood: %zu, bands: [low, %s, %s, high, critical]}\n", i, PICK(random, bands),
                      PICK(random, bands));
}

/* The last one is for places of the feature alone. */
static void write_threat(struct buffer *text, struct random *random, size_t number) {
    if (number == THREATS) {
        buffer_append_text(text, "kind: threat\nname: t/e\nversion: 1.0.0\ntitle: E\nlikelihood: 5\nimpact: 2\n");
        return;
    }
    buffer_printf(text, "kind: threat\nname: %s\nversion: 1.0.0\ntitle: T\nlikelihood: %zu\nimpact: %zu\n",
                  threats[number], 1 + random_below(random, 5), 1 + random_below(random, 5));
    if (chance(random, 3))
        buffer_printf(text, "mitigation_groups:\n  - {id: one, controls: [%s, %s]}\n  - {id: two, controls: [%s]}\n",
                      controls[number], controls[number + 1], PICK(random, controls));
}

static void write_control(struct buffer *text, struct random *random, size_t number) {
    static const char *const types[] = {"preventive", "recovery", "detective", "deterrent", "compensating"};
    buffer_printf(text, "kind: control\nname: %s\nversion: 1.0.0\ntitle: C\nobjective: O\ntype: %s\n", controls[number],
                  PICK(random, types));
    if (chance(random, 4))
        buffer_append_text(text, chance(random, 2) ? "reduces: both\n" : "reduces: likelihood\n");
    if (chance(random, 3))
        buffer_printf(text, "partial_reduction_bp: %zu\nfull_reduction_bp: %zu\n", 1 + random_below(random, 5000),
                      5000 + random_below(random, 5001));
    buffer_append_text(text, "mitigates:\n");
    for (size_t i = 0; i < THREATS; i++) {
        if (i == number || !chance(random, 3))
            buffer_printf(text, "  - {threat: %s, strength: %s}\n", threats[i], chance(random, 2) ? "full" : "partial");
    }
    if (number == CONTROLS - 1)
        buffer_append_text(text, "  - {threat: t/e, strength: full}\n");
}

static void write_baseline(struct buffer *text, struct random *random, size_t number) {
    static const char *const scopes[] = {"", "scope: \"feature.stage == 'build'\"\n", "scope: facts.human_access\n",
                                         "scope: \"feature.owner.startsWith('team') && !facts.private_account\"\n"};
    static const char *const places[] = {"", ", each: \"place.kind == 'process'\"",
                                         ", each: \"place.kind == 'flow' && facts.personal_data\"",
                                         ", each: \"'queue' in place.technologies\"",
                                         ", each: \"place.zone == 'inner' || place.exposure == 'internet'\""};
    static const char *const levels[] = {"mandatory", "negotiable", "advisory"};
    (void)number;
    buffer_printf(text, "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: B\n%sentries:\n", PICK(random, scopes));
    buffer_printf(text, "  - {id: shared, control: %s, level: platform%s}\n", PICK(random, controls),
                  PICK(random, places));
    buffer_printf(text, "  - {id: watched, control: %s, level: platform%s}\n", PICK(random, controls),
                  PICK(random, places));
    buffer_printf(text, "  - {id: asked, control: %s, level: %s%s}\n", PICK(random, controls), PICK(random, levels),
                  PICK(random, places));
}

/* ---- Components ---- */

/* The alias by which a component reaches the one before it. */
static const char *const names[] = {"keys", "store", "queue", "gate"};

static void write_contract(struct buffer *text, struct random *random) {
    static const char *const classes[] = {"infrastructure", "container", "abstracted", "saas",
                                          "platform",       "in_house",  "self_hosted"};
    buffer_printf(text, "service_class: %s\n", PICK(random, classes));
    if (chance(random, 4))
        buffer_printf(text, "layer_owners: [{layer: %s, owner: %s}]\n", PICK(random, layers),
                      chance(random, 2) ? "provider" : "consumer");
    if (!chance(random, 3)) {
        buffer_append_text(text, "assurance:\n  - {report: R, issuer: I, valid_from: 2025-01-01");
        write_end(text, random, 2);
        buffer_append_text(text, "}\n");
    }
    buffer_printf(text,
                  "parameters:\n  - {name: flag, type: bool%s}\n"
                  "  - {name: mode, type: enum, allowed_values: [off, optional, required], default: optional}\n"
                  "  - {name: days, type: integer%s}\n  - {name: tags, type: list, default: \"a, b\"}\n"
                  "  - {name: region, type: string%s}\n",
                  chance(random, 2) ? ", default: \"true\"" : "", chance(random, 2) ? ", default: \"14\"" : "",
                  chance(random, 2) ? ", default: eu-west-1" : "");
    buffer_append_text(text,
                       "elements:\n  - {id: box, kind: store, title: Box, zone: inner, technologies: [queue]}\n"
                       "  - {id: run, kind: process, title: Run}\n"
                       "entry_points:\n  - {id: rest, on: run, protocol: https, exposures: [internet, vpc, none], "
                       "default_exposure: vpc}\n");
}

static void write_threat_uses(struct buffer *text, struct random *random) {
    buffer_append_text(text, "threats:\n");
    for (size_t i = 0; i < THREATS; i++) {
        if (chance(random, 4))
            continue;
        buffer_printf(text, "  - {id: use%zu, threat: %s, on: %s", i, threats[i], chance(random, 4) ? "rest" : "box");
        if (chance(random, 3))
            buffer_printf(text, ", layer: %s", PICK(random, layers));
        if (chance(random, 4))
            buffer_printf(text, ", likelihood: %zu", 1 + random_below(random, 5));
        write_predicate(text, random, "when");
        buffer_append_text(text, "}\n");
    }
    buffer_append_text(text, "  - {id: odd, on: run, inline: {title: Odd, likelihood: 3, impact: 4}}\n");
}

static void write_requires(struct buffer *text, struct random *random, size_t component) {
    if (chance(random, 2))
        return;
    buffer_append_text(text, ", requires: [");
    buffer_printf(text, "duty%zu", random_below(random, 2));
    if (component > 0 && chance(random, 2))
        buffer_printf(text, ", %s.give%zu", names[component - 1], random_below(random, 3));
    buffer_append_text(text, "]");
}

static void write_provisions(struct buffer *text, struct random *random, size_t component) {
    buffer_append_text(text, "provides:\n");
    for (size_t i = 0; i < 3; i++) {
        buffer_printf(text, "  - {id: give%zu, control: %s, mitigates: [%s, %s]", i, PICK(random, controls),
                      threats[(i + 1 + random_below(random, 3)) % THREATS], threats[i]);
        if (chance(random, 2))
            buffer_printf(text, ", layer: %s", PICK(random, layers));
        if (chance(random, 3))
            buffer_printf(text, ", strength: %s", chance(random, 2) ? "full" : "partial");
        if (chance(random, 4))
            buffer_append_text(text, chance(random, 2) ? ", on: [box]" : ", on: [rest, run]");
        write_requires(text, random, component);
        write_predicate(text, random, "when");
        write_evidence(text, random, false);
        write_end(text, random, 5);
        buffer_append_text(text, "}\n");
    }
}

static void write_from(struct buffer *text, struct random *random, size_t component, const char *id) {
    if (component > 0 && chance(random, 3))
        buffer_printf(text, ", from: [%s.%s]", names[component - 1], id);
}

static void write_duties(struct buffer *text, struct random *random, size_t component) {
    static const char *const discharges[2][3] = {
        {"", ", discharged_by: {controls: [c/a, c/b]}", ", discharged_by: {controls: [c/a, c/b], evidence: [policy]}"},
        {", discharged_by: {statement: true}", ", discharged_by: {statement: true, controls: [c/a, c/b]}",
         ", discharged_by: {statement: true, evidence: [policy, test]}"}};
    buffer_append_text(text, "responsibilities:\n");
    for (size_t i = 0; i < 2; i++) {
        buffer_printf(text, "  - {id: duty%zu, statement: S, covers: [%s, %s]%s", i, PICK(random, threats),
                      PICK(random, threats), PICK(random, discharges[i]));
        write_predicate(text, random, "when");
        write_from(text, random, component, i == 0 ? "duty0" : "duty1");
        buffer_append_text(text, "}\n");
    }
    buffer_printf(text, "assumptions:\n  - {id: given, statement: S, covers: [%s]", PICK(random, threats));
    if (!chance(random, 3))
        buffer_printf(text, ", holds_when: \"%s\"", PICK(random, fact_predicates));
    write_from(text, random, component, "given");
    buffer_append_text(text, "}\n");
    if (chance(random, 2))
        return;
    buffer_printf(text, "residuals:\n  - {id: left, threat: %s, on: box, likelihood: %zu, impact: %zu",
                  PICK(random, threats), random_below(random, 6), random_below(random, 6));
    write_predicate(text, random, "when");
    buffer_append_text(text, "}\n");
    if (component == 0 || chance(random, 2))
        return;
    buffer_printf(text, "  - {id: passed, threat: %s, from: [%s.%s], likelihood: %zu, impact: 3", PICK(random, threats),
                  names[component - 1], chance(random, 2) ? "left" : "box", random_below(random, 6));
    write_predicate(text, random, "when");
    buffer_append_text(text, "}\n");
}

static void write_settings(struct buffer *text, struct random *random) {
    static const char *const flags[] = {"true", "false", "unknown"};
    static const char *const modes[] = {"off", "optional", "required", "unknown"};
    buffer_append_text(text, "    configuration: {");
    buffer_printf(text, "mode: %s", PICK(random, modes));
    if (!chance(random, 3))
        buffer_printf(text, ", flag: %s", PICK(random, flags));
    if (chance(random, 2))
        buffer_printf(text, ", days: %zu", random_below(random, 40));
    if (chance(random, 3))
        buffer_printf(text, ", tags: \"c, b%zu\"", random_below(random, 3));
    buffer_append_text(text, "}\n");
    if (chance(random, 2))
        buffer_printf(text, "    exposures: {rest: %s}\n", chance(random, 2) ? "internet" : "none");
}

static void write_dependency(struct buffer *text, struct random *random, size_t component) {
    buffer_printf(text, "  - alias: %s\n    component: n/%s\n    requirement: ^1.0\n", names[component],
                  names[component]);
    write_settings(text, random);
}

static void write_statement(struct buffer *text, struct random *random) {
    buffer_printf(text, ", statement: {text: T, who: W, at: 2026-0%zu-01, max_age_days: %zu}",
                  4 + random_below(random, 3), random_below(random, 3) * 40);
}

/* Answers to the duties of the component behind ALIAS, by the mitigations mit0 and mit1. */
static void write_answers(struct buffer *text, struct random *random, const char *alias) {
    for (size_t i = 0; i < 2; i++) {
        if (chance(random, 3))
            continue;
        buffer_printf(text, "  - {to: %s.duty%zu, by: [mit%zu]", alias, i, random_below(random, 2));
        if (i == 1 && chance(random, 2))
            write_statement(text, random);
        buffer_append_text(text, "}\n");
    }
    buffer_printf(text, "  - {to: %s.given", alias);
    if (chance(random, 2))
        write_statement(text, random);
    else
        buffer_append_text(text, ", by: [mit0]");
    buffer_append_text(text, "}\n");
}

static void write_mitigation(struct buffer *text, struct random *random, size_t number, const char *alias,
                             const char *place) {
    static const char *const statuses[] = {"proposed", "planned", "implemented", "implemented", "verified"};
    const char *status = PICK(random, statuses);
    size_t form = random_below(random, 5);
    size_t provision = random_below(random, 3);
    buffer_printf(text, "  - {id: mit%zu, ", number);
    if (form == 0)
        buffer_printf(text, "uses: %s.give%zu, mitigates: [%s]", alias, provision, threats[provision]);
    else if (form == 1)
        buffer_append_text(text, "inline: {title: I, objective: O, type: preventive}");
    else
        buffer_printf(text, "control: %s", PICK(random, controls));
    if (form != 0)
        buffer_printf(text, ", mitigates: [%s, %s]", threats[provision], threats[provision + 1]);
    buffer_printf(text, ", on: [%s], status: %s", place, status);
    if (chance(random, 2))
        buffer_printf(text, ", layer: %s", PICK(random, layers));
    if (form > 1 && chance(random, 4))
        buffer_append_text(text, ", strength: partial");
    write_evidence(text, random, status == statuses[4]);
    buffer_append_text(text, "}\n");
}

static void write_facts(struct buffer *text, struct random *random, size_t unknown_one_in, bool has_users) {
    buffer_append_text(text, "facts:\n");
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        const char *value = chance(random, 2) ? "true" : "false";
        buffer_printf(text, "  %s: %s\n", facts[i], chance(random, unknown_one_in) ? "unknown" : value);
    }
    if (has_users)
        buffer_printf(text, "  users: %s\n", chance(random, 2) ? "staff" : "partners");
}

static void write_component(struct buffer *text, struct random *random, size_t component) {
    buffer_printf(text, "kind: component\nname: n/%s\nversion: 1.0.0\ntitle: N\n", names[component]);
    write_contract(text, random);
    if (component > 0) {
        if (chance(random, 3))
            write_facts(text, random, 2, false);
        buffer_append_text(text, "dependencies:\n");
        write_dependency(text, random, component - 1);
        buffer_append_text(text, "mitigations:\n");
        write_mitigation(text, random, 0, names[component - 1], names[component - 1]);
        write_mitigation(text, random, 1, names[component - 1], "box");
        buffer_append_text(text, "answers:\n");
        write_answers(text, random, names[component - 1]);
    }
    write_threat_uses(text, random);
    write_provisions(text, random, component);
    write_duties(text, random, component);
}

static const struct {
    size_t count;
    void (*write)(struct buffer *text, struct random *random, size_t number);
} documents[RANDOM_GRAPH_KINDS] = {
    [RANDOM_GRAPH_POLICY] = {1, write_policy},
    [RANDOM_GRAPH_THREAT] = {THREATS + 1, write_threat},
    [RANDOM_GRAPH_CONTROL] = {CONTROLS, write_control},
    [RANDOM_GRAPH_BASELINE] = {1, write_baseline},
    [RANDOM_GRAPH_COMPONENT] = {COUNT_OF(names), write_component},
};

void random_graph_write_document(struct buffer *text, struct random *random, enum random_graph_document kind,
                                 size_t number) {
    documents[kind].write(text, random, number);
}

struct random_graph_shape random_graph_draw_shape(struct random *random) {
    static const size_t components[] = {1, 1, 1, 1, 2, 2, 2, 2, 3, 4};
    struct random_graph_shape shape = {.components = PICK(random, components)};
    shape.has_policy = !chance(random, 3);
    return shape;
}

size_t random_graph_document_count(const struct random_graph_shape *shape, enum random_graph_document kind) {
    return kind == RANDOM_GRAPH_COMPONENT ? shape->components
           : kind == RANDOM_GRAPH_POLICY  ? shape->has_policy
                                          : documents[kind].count;
}

bool random_graph_write_advisory(struct buffer *text, struct random *random, size_t number) {
    static const char *const objects[] = {"n/keys", "n/store", "c/a", "c/c"};
    const char *object = PICK(random, objects);
    if (!chance(random, 4))
        return false;
    buffer_printf(text, "id: \"%zu\"\nobject: %s\nrange: ^1.0\nstatement: It does not help.\nrevision: %zu\n", number,
                  object, number);
    if (object[0] == 'n' && chance(random, 2))
        buffer_printf(text, "provisions: [give%zu]\n", random_below(random, 3));
    if (!chance(random, 3))
        buffer_printf(text, "threats: [%s, %s]\n", PICK(random, threats), PICK(random, threats));
    return true;
}

/* ---- The feature ---- */

void random_graph_write_feature(struct buffer *text, struct random *random, const struct random_graph_shape *shape) {
    static const char *const classes[] = {"public", "internal", "confidential", "restricted"};
    static const char *const places[] = {"api", "ask, api", "save"};
    size_t top = random_below(random, shape->components);
    unsigned declared = 0;
    buffer_append_text(text, "kind: feature\nname: f/one\nversion: 1.0.0\ntitle: F\nowner: team-one\nstage: build\n");
    write_facts(text, random, 4, shape->has_policy);
    buffer_append_text(text, "dependencies:\n");
    for (size_t i = 0; i < shape->components; i++) {
        if (i != top && chance(random, 2))
            continue;
        write_dependency(text, random, i);
        declared |= 1U << i;
    }
    buffer_append_text(text,
                       "trust_zones: [{id: inner, title: I}]\nelements:\n  - {id: person, kind: actor, title: P}\n"
                       "  - {id: api, kind: process, title: A, zone: inner, technologies: [queue]}\n");
    buffer_printf(text, "assets:\n  - {id: data, title: D, classification: %s, on: [api]}\n", PICK(random, classes));
    buffer_printf(text, "  - {id: more, title: M, classification: %s, on: [%s]}\n", PICK(random, classes), names[top]);
    buffer_append_text(text, "entry_points:\n  - {id: ask, on: api, protocol: https, exposure: internet}\n");
    buffer_printf(text,
                  "data_flows:\n  - {id: save, title: S, from: api, to: %s.rest, assets: [data]}\n"
                  "threats:\n  - {id: own, threat: t/a, on: api, likelihood: %zu}\n"
                  "  - {id: flow, threat: %s, on: save, impact: %zu}\n  - {id: seen, threat: t/e, on: ask}\n"
                  "  - {id: odd, on: api, inline: {title: O, likelihood: 2, impact: 5}}\nmitigations:\n",
                  names[top], random_below(random, 6), PICK(random, threats), random_below(random, 6));
    for (size_t i = 0; i < 5; i++)
        write_mitigation(text, random, i, names[top], chance(random, 2) ? names[top] : PICK(random, places));
    buffer_append_text(text, "answers:\n");
    for (size_t i = 0; i < shape->components; i++) {
        if ((declared >> i & 1) != 0)
            write_answers(text, random, names[i]);
    }
}
