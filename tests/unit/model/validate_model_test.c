#include "support/test.h"

#include "base/macros.h"
#include "validate_fixture.h"

#define DEPENDS(more)   "dependencies: [{alias: x, component: x/store, requirement: ^1.0, " more "}]\n"
#define OPENS(more)     "dependencies: [{alias: o, component: x/open, requirement: ^1.0, " more "}]\n"
#define ELEMENT         "elements: [{id: e, kind: process}]\n"
#define MITIGATES(more) FEATURE USES_X ELEMENT "mitigations: [{id: m, mitigates: [t/leak], on: e, " more "}]\n"

START_TEST(test_validate__types_configuration_by_the_component) {
    static const struct validate_row rows[] = {
        {FEATURE DEPENDS("configuration: {mode: fast, size: 2, flag: unknown}"), NULL, NULL, NULL},
        {FEATURE DEPENDS("configuration: {mod: fast}"), "dependencies[0].configuration[0].name", "no parameter called",
         "did you mean 'mode'?"},
        {FEATURE DEPENDS("configuration: {mode: quick}"), "dependencies[0].configuration[0].value", "'quick'",
         "one of: slow, fast"},
        {FEATURE DEPENDS("configuration: {flag: maybe}"), "dependencies[0].configuration[0].value", "'maybe'",
         "true, false"},
        {FEATURE DEPENDS("configuration: {size: big}"), "dependencies[0].configuration[0].value", "'big'",
         "whole number"},
        {FEATURE DEPENDS("configuration: {size: 3}"), "dependencies[0].configuration[0].value", "may not be '3'",
         "one of: 1, 2"},
        {FEATURE DEPENDS("exposures: {api: private}"), NULL, NULL, NULL},
        {FEATURE DEPENDS("exposures: {apy: private}"), "dependencies[0].exposures[0].name", "no entry point called",
         "did you mean 'api'?"},
        {FEATURE DEPENDS("exposures: {api: moon}"), "dependencies[0].exposures[0].value", "cannot be exposed to 'moon'",
         "internet, private"},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__guards_entry_points) {
    static const struct validate_row rows[] = {
        {FEATURE OPENS("own_entry_points: [{id: page, on: machine, exposure: internet}]"), NULL, NULL, NULL},
        {FEATURE DEPENDS("own_entry_points: [{id: page, on: table}]"), "dependencies[0].own_entry_points",
         "x/store is closed", "exposures"},
        {FEATURE OPENS("own_entry_points: [{id: page, on: disk}]"), "dependencies[0].own_entry_points[0].on",
         "no element 'disk'", NULL},
        {FEATURE OPENS("own_entry_points: [{id: machine, on: machine}]"), "dependencies[0].own_entry_points[0].id",
         "has an id 'machine' already", NULL},
        {FEATURE OPENS("no_own_entry_points: true, own_entry_points: [{id: page, on: machine}]"),
         "dependencies[0].no_own_entry_points", "said not to exist", NULL},
        {FEATURE ELEMENT "entry_points: [{id: p, on: gone}]\n", "entry_points[0].on", "nothing is called 'gone'", NULL},
        {FEATURE ELEMENT "entry_points: [{id: p, on: e, exposures: [internet]}]\n", "entry_points[0].exposures",
         "only a component offers", NULL},
        {FEATURE ELEMENT "entry_points: [{id: p, on: e, default_exposure: internet}]\n",
         "entry_points[0].default_exposure", "only a component", NULL},
        {COMPONENT DUTY ELEMENT "entry_points: [{id: p, on: e, exposure: internet}]\n", "entry_points[0].exposure",
         "consumer", NULL},
        {COMPONENT DUTY ELEMENT "entry_points: [{id: p, on: e, default_exposure: internet}]\n",
         "entry_points[0].exposures", "nothing to choose from", NULL},
        {COMPONENT DUTY ELEMENT "entry_points: [{id: p, on: e, exposures: [a, b], default_exposure: c}]\n",
         "entry_points[0].default_exposure", "cannot be exposed to 'c'", "one of: a, b"},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__follows_addresses) {
    static const struct validate_row rows[] = {
        {FEATURE USES_X ELEMENT "assets: [{id: a, on: [e, x, x.table, x.api, x.deep, x.deep.machine]}]\n", NULL, NULL,
         NULL},
        {FEATURE USES_X "assets: [{id: a, on: y}]\n", "assets[0].on[0]", "nothing is called 'y'", NULL},
        {FEATURE USES_X "assets: [{id: a, on: x.tabel}]\n", "assets[0].on[0]", "nothing is called 'tabel'",
         "did you mean 'table'?"},
        {FEATURE USES_X "assets: [{id: a, on: x.lock}]\n", "assets[0].on[0]", "of kind provision", NULL},
        {FEATURE USES_X "assets: [{id: a, on: x.deep.machin}]\n", "assets[0].on[0]", "'machin'",
         "did you mean 'machine'?"},
        {FEATURE ELEMENT "assets: [{id: a, on: e.f}]\n", "assets[0].on[0]", "'e' leads no further", ""},
        {FEATURE ELEMENT "data_flows: [{id: d, from: e, to: f}]\n", "data_flows[0].to", "nothing is called 'f'", NULL},
        {FEATURE ELEMENT "data_flows: [{id: d, from: e, to: e, assets: [gold]}]\n", "data_flows[0].assets[0]", "'gold'",
         NULL},
        {FEATURE "trust_zones: [{id: a, parent: b}]\n", "trust_zones[0].parent", "'b'", NULL},
        {FEATURE "elements: [{id: e, kind: process, zone: dmz}]\ntrust_zones: [{id: dmx}]\n", "elements[0].zone",
         "'dmz'", "did you mean 'dmx'?"},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_predicates_where_they_stand) {
    static const struct validate_row rows[] = {
        {COMPONENT DUTY
         "parameters: [{name: flag, type: bool}]\n"
         "provides: [{id: p, control: c/lock, mitigates: [t/leak], when: config.flag && facts.public_data}]\n",
         NULL, NULL, NULL},
        {COMPONENT DUTY "parameters: [{name: flag, type: bool}]\n"
                        "provides: [{id: p, control: c/lock, mitigates: [t/leak], when: config.flog}]\n",
         "provides[0].when", "config.flog", NULL},
        {COMPONENT DUTY "provides: [{id: p, control: c/lock, mitigates: [t/leak], when: \"1 +\"}]\n",
         "provides[0].when", "", NULL},
        {COMPONENT DUTY ELEMENT "entry_points: [{id: api, on: e, exposures: [net, lan], default_exposure: lan}]\n"
                                "threats: [{id: t, threat: t/leak, on: e, when: config.exposure.api == \"nat\"}]\n",
         "threats[0].when", "nat", NULL},
        {COMPONENT DUTY "assumptions: [{id: a, statement: S, holds_when: config.x}]\n", "assumptions[0].holds_when",
         "config.x", NULL},
        {COMPONENT DUTY "assumptions: [{id: a, statement: S, holds_when: facts.age}]\n", "assumptions[0].holds_when",
         "", NULL},
        {BASELINE "scope: feature.stage == \"prod\"\nentries: [{id: e, control: c/lock, level: mandatory}]\n", "scope",
         "prod", NULL},
        {BASELINE "entries: [{id: e, control: c/lock, level: mandatory, each: place.kind == \"entrypoint\"}]\n",
         "entries[0].each", "entrypoint", NULL},
        {BASELINE "entries: [{id: e, control: c/lock, level: mandatory, each: feature.stage == \"live\"}]\n",
         "entries[0].each", "feature.stage", NULL},
        {THREAT "applies_when: place.kind == \"store\" && facts.users >= \"many\"\n", NULL, NULL, NULL},
        {FEATURE "decisions: [{id: d, kind: accepted, justification: J, expires_at: 2027-01-01, while: facts.nope, "
                 "subjects: [{control: c/lock}]}]\n",
         "decisions[0].while", "facts.nope", NULL},
        {POLICY MATRIX "sign_offs: [{perspective: appsec, when: feature.team == \"a\"}]\n", "sign_offs[0].when",
         "feature.team", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__keeps_components_and_features_apart) {
    static const struct validate_row rows[] = {
        {COMPONENT DUTY "workload: w\n", "workload", "only a feature", NULL},
        {COMPONENT DUTY "stage: live\n", "stage", "only a feature", NULL},
        {COMPONENT DUTY "decisions: [{id: d, kind: accepted, justification: J, expires_at: 2027-01-01, subjects: "
                        "[{control: c/lock}]}]\n",
         "decisions", "only a feature", NULL},
        {FEATURE "service_class: saas\n", "service_class", "only a component", NULL},
        {FEATURE "residuals: [{id: r, threat: t/leak, on: e, likelihood: 1, impact: 1}]\n" ELEMENT, "residuals",
         "only a component", NULL},
        {FEATURE "limits: {highest_classification: open}\n", "limits", "only a component", NULL},
        {FEATURE ELEMENT "threats: [{id: t, threat: t/leak, on: e, when: facts.public_data}]\n", "threats[0].when",
         "only a component", NULL},
        {FEATURE ELEMENT "threats: [{id: t, threat: t/leak, on: e, layer: os}]\n", "threats[0].layer",
         "only a component", NULL},
        {FEATURE ELEMENT "threats: [{id: t, threat: t/leak, inline: {title: I, likelihood: 1, impact: 1}, on: e}]\n",
         "threats[0].inline", "either named or written inline", NULL},
        {FEATURE ELEMENT "threats: [{inline: {title: I, likelihood: 1, impact: 1}, on: e}]\n", "threats[0].id",
         "needs an id", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_the_contract_of_a_component) {
    static const struct validate_row rows[] = {
        {COMPONENT DUTY "layer_owners: [{layer: os, owner: consumer}]\n", NULL, NULL, NULL},
        {COMPONENT DUTY "layer_owners: [{layer: data, owner: provider}]\n", "layer_owners[0].evidence",
         "leaves this layer to the consumer", NULL},
        {COMPONENT DUTY "layer_owners: [{layer: data, owner: provider, evidence: [{kind: k}]}]\n", NULL, NULL, NULL},
        {COMPONENT DUTY "layer_owners: [{layer: os, owner: consumer}, {layer: os, owner: consumer}]\n",
         "layer_owners[1].layer", "given twice", NULL},
        {COMPONENT DUTY "parameters: [{name: p, type: enum}]\n", "parameters[0].allowed_values", "needs its values",
         NULL},
        {COMPONENT DUTY "parameters: [{name: p, type: bool, default: maybe}]\n", "parameters[0].default", "'maybe'",
         "true, false"},
        {COMPONENT DUTY "parameters: [{name: p, type: enum, allowed_values: [a, b], default: c}]\n",
         "parameters[0].default", "'c'", "one of: a, b"},
        {COMPONENT DUTY "parameters: [{name: p, type: enum, allowed_values: [a, a]}]\n",
         "parameters[0].allowed_values[1]", "given twice", NULL},
        {COMPONENT DUTY "parameters: [{name: p, type: enum, allowed_values: [a, unknown]}]\n",
         "parameters[0].allowed_values[1]", "stands for what is not known", NULL},
        {COMPONENT DUTY "parameters: [{name: p, type: integer, allowed_values: [x]}]\n",
         "parameters[0].allowed_values[0]", "not of the type", NULL},
        {COMPONENT DUTY "parameters: [{name: p, type: bool}, {name: p, type: bool}]\n", "parameters[1].name",
         "given twice", NULL},
        {COMPONENT DUTY "provides: [{id: p, control: c/lock, mitigates: [t/leak], strength: full}]\n", NULL, NULL,
         NULL},
        {COMPONENT DUTY "provides: [{id: p, control: c/lock, mitigates: [t/change], strength: full}]\n",
         "provides[0].strength", "only partial", NULL},
        {COMPONENT DUTY USES_X "provides: [{id: p, control: c/lock, mitigates: [t/leak], requires: [duty, x.lock]}]\n",
         NULL, NULL, NULL},
        {COMPONENT DUTY USES_X "provides: [{id: p, control: c/lock, mitigates: [t/leak], requires: [x.lok]}]\n",
         "provides[0].requires[0]", "'lok'", "did you mean 'lock'?"},
        {COMPONENT DUTY USES_X "provides: [{id: p, control: c/lock, mitigates: [t/leak], requires: [x.strict]}]\n",
         "provides[0].requires[0]", "of kind responsibility", NULL},
        {COMPONENT "responsibilities: [{id: r, statement: S, discharged_by: {statement: false}}]\n",
         "responsibilities[0].discharged_by", "nothing discharges it", NULL},
        {COMPONENT USES_X "responsibilities: [{id: r, statement: S, from: [x.strict]}]\n", NULL, NULL, NULL},
        {COMPONENT USES_X "responsibilities: [{id: r, statement: S, from: [x.alone]}]\n", "responsibilities[0].from[0]",
         "of kind assumption", NULL},
        {COMPONENT DUTY USES_X "assumptions: [{id: a, statement: S, from: [x.alone]}]\n", NULL, NULL, NULL},
        {COMPONENT DUTY USES_X "residuals: [{id: r, from: [x.rest, x.table]}]\n", NULL, NULL, NULL},
        {COMPONENT DUTY USES_X ELEMENT "residuals: [{id: r, on: e, from: [x.rest]}]\n", "residuals[0].on",
         "stands already", "leave it out"},
        {COMPONENT "responsibilities: [{id: r, statement: S, from: [r]}]\n", "responsibilities[0].from[0]",
         "of kind responsibility", NULL},
        {COMPONENT DUTY ELEMENT "residuals: [{id: r, threat: t/leak, on: e, likelihood: 1}]\n", "residuals[0].impact",
         "missing", "from"},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_mitigations) {
    static const struct validate_row rows[] = {
        {MITIGATES("control: c/lock, strength: full"), NULL, NULL, NULL},
        {MITIGATES("strength: partial"), "mitigations[0]", "names no control", "exactly one"},
        {MITIGATES("control: c/lock, uses: x.lock"), "mitigations[0]", "more than one", "exactly one"},
        {MITIGATES("inline: {title: I, type: preventive}, strength: full"), "mitigations[0].strength",
         "partial at most", NULL},
        {MITIGATES("inline: {title: I}"), "mitigations[0].inline.type", "missing", NULL},
        {MITIGATES("control: c/watch, strength: full"), "mitigations[0].strength", "only partial", NULL},
        {MITIGATES("uses: x.lock"), NULL, NULL, NULL},
        {MITIGATES("uses: x.lock, strength: full"), "mitigations[0].strength", "the provision x.lock is partial", NULL},
        {MITIGATES("uses: x.lok"), "mitigations[0].uses", "'lok'", "did you mean 'lock'?"},
        {MITIGATES("uses: x.strict"), "mitigations[0].uses", "of kind responsibility", NULL},
        {FEATURE USES_X ELEMENT "mitigations: [{id: m, mitigates: [t/change], on: e, uses: x.lock}]\n",
         "mitigations[0].mitigates[0]", "does not answer t/change", "one of: t/leak"},
        {MITIGATES("control: c/lock, status: verified"), "mitigations[0].evidence", "digest and observed_at", NULL},
        {MITIGATES("control: c/lock, status: verified, evidence: [{kind: k, observed_at: 2026-01-01, digest: "
                   "\"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}]"),
         NULL, NULL, NULL},
        {MITIGATES("control: c/lock, degrades: [speed]"), "mitigations[0].degrades[0]", "'speed'", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_answers_and_requests) {
    static const struct validate_row rows[] = {
        {FEATURE USES_X "answers: [{to: x.loose, statement: {text: T, who: W, at: 2026-01-01}}]\n", NULL, NULL, NULL},
        {FEATURE USES_X "answers: [{to: x.alone, statement: {text: T, who: W, at: 2026-01-01}}]\n", NULL, NULL, NULL},
        {FEATURE USES_X "answers: [{to: x.strict, statement: {text: T, who: W, at: 2026-01-01}}]\n",
         "answers[0].statement", "cannot be discharged by a statement", NULL},
        {FEATURE USES_X "answers: [{to: x.strict}]\n", "answers[0]", "says nothing", NULL},
        {FEATURE USES_X "answers: [{to: x.loose, by: [gone]}]\n", "answers[0].by[0]", "'gone'", NULL},
        {FEATURE USES_X ELEMENT "mitigations: [{id: m, control: c/lock, mitigates: [t/leak], on: e}]\n"
                                "answers: [{to: x.lock, by: [m]}]\n",
         "answers[0].to", "of kind provision", NULL},
        {FEATURE USES_X ELEMENT "mitigations: [{id: m, control: c/lock, mitigates: [t/leak], on: e}]\n"
                                "answers: [{to: x.loose, by: [m]}, {to: x.loose, by: [m]}]\n",
         "answers[1].to", "given twice", NULL},
        {FEATURE "decisions: [{id: d, kind: accepted, justification: J, expires_at: 2027-01-01, subjects: "
                 "[{threat: t/leak}]}]\n",
         "decisions[0].subjects[0].place", "missing", NULL},
        {FEATURE ELEMENT "decisions: [{id: d, kind: rerated, justification: J, expires_at: 2027-01-01, subjects: "
                         "[{threat: t/leak, place: e}]}]\n",
         "decisions[0].likelihood", "asked for and not given", NULL},
        {FEATURE ELEMENT "decisions: [{id: d, kind: accepted, impact: 1, justification: J, expires_at: 2027-01-01, "
                         "subjects: [{threat: t/leak, place: e}]}]\n",
         "decisions[0].impact", "only a request of kind rerated", NULL},
        {FEATURE "decisions: [{id: d, kind: compensating, justification: J, expires_at: 2027-01-01, subjects: "
                 "[{control: c/lock}]}]\n",
         "decisions[0].compensating", "nothing is named", NULL},
        {FEATURE
         "decisions: [{id: d, kind: accepted, justification: J, expires_at: 2027-01-01, subjects: [{place: \"\"}]}]\n",
         "decisions[0].subjects[0]", "empty", NULL},
        {FEATURE ELEMENT "dismissals: [{threat: t/leak, on: e, reason: R, outcome: applicable}]\n", NULL, NULL, NULL},
        {FEATURE "dismissals: [{threat: t/leak, reason: R, outcome: applicable}, {threat: t/leak, reason: S, outcome: "
                 "unknown}]\n",
         "dismissals[1].threat", "given twice", "keep one"},
        {FEATURE "dismissals: [{threat: t/leak, outcome: unknown}]\n", "dismissals[0].reason", "missing", NULL},
        {FEATURE "dismissals: [{threat: t/leak, reason: R}]\n", "dismissals[0].outcome", "missing", NULL},
        {FEATURE "dismissals: [{reason: R, outcome: unknown}]\n", "dismissals[0].threat", "missing", NULL},
        {FEATURE "dismissals: [{threat: t/none, reason: R, outcome: unknown}]\n", "dismissals[0].threat", "t/none",
         NULL},
        {FEATURE "dismissals: [{threat: t/leak, on: gone, reason: R, outcome: unknown}]\n", "dismissals[0].on",
         "nothing is called 'gone'", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__finds_cycles_with_their_path) {
    static const struct validate_row rows[] = {
        {COMPONENT DUTY "dependencies: [{alias: b, component: x/back, requirement: ^1.0}]\n",
         "dependencies[0].component", "a cycle: n/a -> x/back -> n/a", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_validate__checks_the_policy) {
    static const struct validate_row rows[] = {
        {"kind: policy\nname: n/p\ntitle: P\n" MATRIX, "name", "there is one policy", "policy/organisation"},
        {POLICY "matrix:\n"
                "  - {likelihood: 1, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 2, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 3, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 4, bands: [low, low, low, low, low]}\n",
         "matrix", "no row for likelihood 5", "five rows"},
        {POLICY "matrix:\n"
                "  - {likelihood: 1, bands: [low, low, low, low]}\n"
                "  - {likelihood: 2, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 3, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 4, bands: [low, low, low, low, low]}\n"
                "  - {likelihood: 5, bands: [low, low, low, low, low]}\n",
         "matrix[0].bands", "4 bands are not five", NULL},
        {POLICY MATRIX "facts: [{name: f, type: enum}]\n", "facts[0].values", "needs its values", NULL},
        {POLICY MATRIX "facts: [{name: f, type: bool, values: [a]}]\n", "facts[0].values", "only an enumeration", NULL},
        {POLICY MATRIX "facts: [{name: f, type: bool}, {name: f, type: bool}]\n", "facts[1].name", "given twice", NULL},
        {POLICY MATRIX "facts: [{name: f, type: enum, values: [a, a]}]\n", "facts[0].values[1]", "given twice", NULL},
        {POLICY MATRIX "facts: [{name: f, type: enum, values: [unknown]}]\n", "facts[0].values[0]", "not known", NULL},
        {POLICY MATRIX "facts: [{name: data_classification, type: bool}]\n", "facts[0].name", "derived", NULL},
        {POLICY MATRIX "classifications: [a, a]\n", "classifications[1]", "given twice", NULL},
        {POLICY MATRIX "classifications: [open, secret]\nappetite: [{classification: secrets, highest: low}]\n",
         "appetite[0].classification", "'secrets'", "did you mean 'secret'?"},
        {POLICY MATRIX "likelihood_scale: [{value: 6, title: T}]\n", "likelihood_scale[0].value", "6 is not a rating",
         NULL},
        {POLICY MATRIX "impact_scale: [{value: 1, title: T}, {value: 1, title: U}]\n", "impact_scale[1].value", "twice",
         NULL},
        {POLICY MATRIX "sign_offs: [{perspective: develloper}]\n", "sign_offs[0].perspective", "not a perspective",
         "did you mean 'developer'?"},
        {POLICY MATRIX "triage_namespaces: [Aws]\n", "triage_namespaces[0]", "not a namespace", NULL},
        {POLICY MATRIX "depth: [{band: high}]\n", "depth[0].groups", "missing", NULL},
    };
    validate_rows(rows, COUNT_OF(rows));
}
END_TEST

TEST_SUITE(validate_model, test_validate__types_configuration_by_the_component, test_validate__guards_entry_points,
           test_validate__follows_addresses, test_validate__checks_predicates_where_they_stand,
           test_validate__keeps_components_and_features_apart, test_validate__checks_the_contract_of_a_component,
           test_validate__checks_mitigations, test_validate__checks_answers_and_requests,
           test_validate__finds_cycles_with_their_path, test_validate__checks_the_policy)
