/* The components of a made organisation. */
#include "bench/organisation_parts.h"

#define PROVISIONS (COMPONENT_THREATS - 1)

static void write_places(struct buffer *yaml) {
    buffer_append_text(
        yaml, "service_class: in_house\nentry_point_policy: closed\n"
              "parameters:\n  - {name: encrypted, type: bool, default: 'false'}\n  - {name: logged, type: bool}\n"
              "  - {name: tier, type: enum, default: standard, allowed_values: [basic, standard, strict]}\n"
              "elements:\n  - {id: core, kind: store}\n  - {id: worker, kind: process}\n"
              "entry_points:\n"
              "  - {id: api, on: core, protocol: https, authentication: token, exposures: [internal, vpc, internet],\n"
              "     default_exposure: internal}\n"
              "  - {id: admin, on: worker, protocol: https, exposures: [internal, vpc], default_exposure: internal}\n");
}

static void write_threats(const struct made_component *component, struct buffer *yaml) {
    static const char *const places[] = {"core", "api", "worker", "admin"};
    static const char *const conditions[] = {"", "", "", "config.exposure.api != \"vpc\"", "facts.internet_facing", ""};
    buffer_append_text(yaml, "threats:\n");
    for (size_t i = 0; i < COMPONENT_THREATS; i++)
        buffer_printf(yaml, "  - {id: threat-%zu, threat: made/threat-%zu, on: %s, when: '%s'}\n", i,
                      component->threats[i], places[i % COUNT_OF(places)], conditions[i]);
}

/* One for each threat but the last. Each later version has one more; the third of them is against that last one. */
static void write_provisions(const struct organisation *organisation, const struct made_component *component,
                             unsigned minor, struct buffer *yaml) {
    static const char *const conditions[] = {"", "config.encrypted", "config.tier != \"basic\"",
                                             "config.logged && config.exposure.api in [\"internal\", \"vpc\"]", ""};
    static const char *const needs[] = {"setup", "", "", "", "setup"};
    buffer_append_text(yaml, "provides:\n");
    for (size_t i = 0; i < PROVISIONS; i++)
        buffer_printf(yaml,
                      "  - {id: guard-%zu, control: made/control-%zu, strength: full, mitigates: [made/threat-%zu],\n"
                      "     when: '%s', requires: [%s]}\n",
                      i, organisation_control(organisation, component->threats[i]), component->threats[i],
                      conditions[i], needs[i]);
    for (unsigned i = 1; i <= minor; i++) {
        size_t threat = component->threats[(i + 2) % COMPONENT_THREATS];
        buffer_printf(yaml,
                      "  - {id: more-%u, control: made/control-%zu, strength: full, mitigates: [made/threat-%zu]}\n", i,
                      organisation_control(organisation, threat), threat);
    }
}

static void write_duties(const struct organisation *organisation, const struct made_component *component,
                         struct buffer *yaml) {
    size_t left = component->threats[PROVISIONS];
    buffer_printf(yaml,
                  "responsibilities:\n"
                  "  - {id: setup, statement: It was set up as the guide says., mandatory: true,\n"
                  "     covers: [made/threat-%zu], discharged_by: {statement: true}}\n"
                  "  - {id: care, statement: Somebody answers what it leaves open., covers: [made/threat-%zu],\n"
                  "     discharged_by: {controls: [made/control-%zu]}}\n"
                  "assumptions:\n"
                  "  - {id: account, statement: The account is private., holds_when: facts.private_account,\n"
                  "     covers: [made/threat-%zu], attestation_max_age_days: 365}\n",
                  component->threats[0], left, organisation_control(organisation, left), component->threats[1]);
}

static void write_uses(const struct organisation *organisation, const struct made_component *component,
                       struct buffer *yaml) {
    if (component->use_count == 0)
        return;
    buffer_append_text(yaml, "dependencies:\n");
    for (size_t i = 0; i < component->use_count; i++)
        buffer_printf(yaml,
                      "  - {alias: part-%zu, component: %s, requirement: ^1.0,\n"
                      "     configuration: {encrypted: 'true', logged: 'true', tier: strict},\n"
                      "     exposures: {api: internal, admin: internal}}\n",
                      i, organisation->components[component->uses[i]].name);
    buffer_append_text(yaml, "data_flows:\n");
    for (size_t i = 0; i < component->use_count; i++)
        buffer_printf(yaml, "  - {id: call-%zu, from: worker, to: part-%zu.api, protocol: https}\n", i, i);
    buffer_append_text(yaml, "mitigations:\n");
    for (size_t i = 0; i < component->use_count; i++) {
        size_t left = organisation->components[component->uses[i]].threats[PROVISIONS];
        buffer_printf(yaml,
                      "  - {id: mine-%zu, title: Answers what the part leaves open, control: made/control-%zu,\n"
                      "     mitigates: [made/threat-%zu], on: [part-%zu], strength: full, status: implemented}\n",
                      i, organisation_control(organisation, left), left, i);
    }
    buffer_append_text(yaml, "answers:\n");
    for (size_t i = 0; i < component->use_count; i++)
        buffer_printf(yaml,
                      "  - {to: part-%zu.care, by: [mine-%zu]}\n"
                      "  - {to: part-%zu.setup, statement: {text: Done., who: team, at: 2026-09-01}}\n"
                      "  - {to: part-%zu.account, statement: {text: It is., who: team, at: 2026-09-01}}\n",
                      i, i, i, i);
}

static void write_head(const struct made_component *component, unsigned minor, struct buffer *yaml) {
    buffer_printf(yaml,
                  "---\nkind: component\nname: %s\nversion: 1.%u.0\ntitle: A component\n"
                  "description: Made for measuring. Keeps what it is given and gives it back to whoever may have it.\n",
                  component->name, minor);
    write_places(yaml);
    write_threats(component, yaml);
}

static void write_version(const struct organisation *organisation, const struct made_component *component,
                          unsigned minor, struct buffer *yaml) {
    write_head(component, minor, yaml);
    write_provisions(organisation, component, minor, yaml);
    write_duties(organisation, component, yaml);
    write_uses(organisation, component, yaml);
}

void organisation_write_component(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    for (unsigned minor = 0; minor < organisation->components[number].versions; minor++)
        write_version(organisation, &organisation->components[number], minor, yaml);
}

void organisation_write_next(const struct organisation *organisation, struct buffer *yaml) {
    write_version(organisation, &organisation->components[0], organisation->components[0].versions, yaml);
}
