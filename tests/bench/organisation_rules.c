/* The policy, the baselines, threats and controls of a made organisation. */
#include "bench/organisation_parts.h"

void organisation_write_policy(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    (void)organisation;
    (void)number;
    buffer_append_text(
        yaml,
        "---\nkind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: How it judges\n"
        "facts:\n"
        "  - {name: internet_facing, type: bool}\n  - {name: personal_data, type: bool}\n"
        "  - {name: payment_data, type: bool}\n  - {name: private_account, type: bool}\n"
        "  - {name: human_access, type: bool}\n  - {name: multi_tenant, type: bool}\n"
        "  - {name: users, type: enum, values: [staff, partners, public]}\n"
        "  - {name: region, type: string}\n  - {name: regulations, type: list}\n  - {name: nodes, type: integer}\n"
        "classifications: [public, internal, confidential, restricted]\n"
        "matrix:\n"
        "  - {likelihood: 1, bands: [low, low, low, low, medium]}\n"
        "  - {likelihood: 2, bands: [low, low, medium, medium, high]}\n"
        "  - {likelihood: 3, bands: [low, medium, medium, high, high]}\n"
        "  - {likelihood: 4, bands: [low, medium, high, high, critical]}\n"
        "  - {likelihood: 5, bands: [medium, medium, high, critical, critical]}\n"
        "appetite:\n  - {highest: medium}\n  - {classification: restricted, highest: low}\n"
        "depth:\n  - {band: critical, groups: 2}\n"
        "approvals:\n  - {band: medium, role: product_owner, max_days: 365}\n"
        "  - {band: high, role: security_lead, max_days: 180}\n"
        "  - {band: critical, role: executive, max_days: 90}\n"
        "lag: {majors: 1, days: 365}\nreview_interval_days: 365\n");
}

void organisation_write_threat(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    static const char *const stride[] = {
        "spoofing",         "tampering", "repudiation", "information_disclosure", "elevation_of_privilege",
        "denial_of_service"};
    struct random random = organisation_random(organisation, ORGANISATION_MEASURES, number);
    buffer_printf(yaml,
                  "---\nkind: threat\nname: made/threat-%zu\nversion: 1.0.0\ntitle: Threat %zu\nstride: [%s]\n"
                  "likelihood: %zu\nimpact: %zu\n",
                  number, number, stride[number % COUNT_OF(stride)], 1 + random_below(&random, 5),
                  2 + random_below(&random, 4));
    buffer_append_text(yaml, "statement:\n  source: Somebody who can reach the place\n"
                             "  action: does what the place was not made for\n"
                             "  impact: and nobody sees it in time to keep the harm small\n"
                             "references: [{scheme: cwe, id: '79'}, {scheme: capec, id: '63'}]\n");
    if (number % 4 == 0)
        buffer_printf(yaml, "mitigation_groups:\n  - {id: alone, controls: [made/control-%zu]}\n",
                      organisation_control(organisation, number));
}

/* Full against the threats that are its own, partial against two others. */
void organisation_write_control(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    static const char *const types[] = {"preventive", "detective", "preventive", "responsive", "directive"};
    struct random random =
        organisation_random(organisation, ORGANISATION_MEASURES, organisation->shape.threats + number);
    size_t threats = organisation->shape.threats;
    buffer_printf(yaml,
                  "---\nkind: control\nname: made/control-%zu\nversion: 1.0.0\ntitle: Control %zu\n"
                  "objective: Keeps the harm small.\ntype: %s\ndomain: infrastructure\n"
                  "verification: [{id: seen, statement: Somebody tried and was refused.}]\nmitigates:\n",
                  number, number, types[number % COUNT_OF(types)]);
    for (size_t threat = number * threats / organisation->shape.controls;
         threat < threats && organisation_control(organisation, threat) <= number; threat++)
        if (organisation_control(organisation, threat) == number)
            buffer_printf(yaml, "  - {threat: made/threat-%zu, strength: full}\n", threat);
    size_t other = random_below(&random, threats);
    if (organisation_control(organisation, other) != number)
        buffer_printf(yaml, "  - {threat: made/threat-%zu, strength: partial}\n", other);
}

/* Baseline 0 is for everybody; the others have a scope. The controls are the first ones of the catalog. */
void organisation_write_baseline(const struct organisation *organisation, size_t number, struct buffer *yaml) {
    static const char *const scopes[] = {"", "facts.personal_data",
                                         "facts.internet_facing && feature.stage != \"legacy\"",
                                         "facts.users == \"public\" || facts.payment_data"};
    static const char *const levels[] = {"platform", "mandatory", "negotiable", "advisory"};
    static const char *const each[] = {"", "each: place.kind == \"entry_point\" && place.exposure == \"internet\"",
                                       "each: place.kind == \"process\"", ""};
    (void)organisation;
    buffer_printf(yaml, "---\nkind: baseline\nname: made/baseline-%zu\nversion: 1.0.0\ntitle: Baseline %zu\n", number,
                  number);
    if (number > 0)
        buffer_printf(yaml, "scope: '%s'\n", scopes[number]);
    buffer_append_text(yaml, "entries:\n");
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        buffer_printf(yaml, "  - id: entry-%zu\n    control: made/control-%zu\n    level: %s\n    %s\n", i,
                      number + 2 * i, levels[i], each[(number + i) % COUNT_OF(each)]);
}
