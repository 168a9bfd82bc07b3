#include "bump_corpus.h"

#include "base/macros.h"

/* One line a record, so that each can be found and changed by itself. */
const char bump_corpus_base[] =
    "kind: component\n"
    "name: own/store\n"
    "title: Store\n"
    "service_class: abstracted\n"
    "layer_owners: [{layer: os, owner: consumer}]\n"
    "assurance: [{report: SOC 2, issuer: Own, valid_until: 2028-01-01}]\n"
    "parameters:\n"
    "  - {name: private, type: bool, default: \"true\"}\n"
    "  - {name: logged, type: bool, default: \"false\"}\n"
    "  - {name: mode, type: enum, allowed_values: [slow, fast], default: slow}\n"
    "dependencies:\n"
    "  - {alias: keys, component: own/keys, requirement: ^1.2, configuration: {rotation: true}}\n"
    "elements: [{id: table, kind: store}, {id: index, kind: store}]\n"
    "mitigations:\n"
    "  - {id: role, control: c/role, mitigates: [t/wide], on: [keys], status: implemented, evidence: [{kind: "
    "iam_policy}, "
    "{kind: review, valid_until: 2026-09-01}]}\n"
    "  - {id: alarm, control: c/alarm, mitigates: [t/wide, t/stale], on: [keys, table], strength: partial}\n"
    "answers:\n"
    "  - {to: keys.policy, by: [role]}\n"
    "  - {to: keys.grants, by: [role, alarm], statement: {text: Seen., who: us, at: 2026-02-01, max_age_days: 90}}\n"
    "entry_points:\n"
    "  - {id: api, on: table, exposures: [none, internet], default_exposure: none}\n"
    "threats:\n"
    "  - {id: read, threat: t/read, on: table}\n"
    "  - {id: alter, threat: t/alter, on: table, when: config.private}\n"
    "provides:\n"
    "  - {id: tls, control: c/tls, mitigates: [t/read], strength: full}\n"
    "  - {id: private, control: c/private, mitigates: [t/read, t/alter], strength: partial, when: config.private && "
    "!config.logged}\n"
    "  - {id: events, control: c/log, mitigates: [t/hide], when: config.logged || config.private, requires: [policy], "
    "on: [table], valid_until: 2027-01-01}\n"
    "responsibilities:\n"
    "  - {id: policy, statement: Name who may read., mandatory: true, covers: [t/copy]}\n"
    "  - {id: review, statement: Look at it., covers: [t/alter], when: config.private}\n"
    "  - {id: rotate, statement: Turn it., from: [keys.turn], discharged_by: {controls: [c/turn], evidence: [log]}}\n"
    "assumptions:\n"
    "  - {id: own, statement: One team., holds_when: facts.private_account && facts.human_access}\n"
    "residuals:\n"
    "  - {id: copy, threat: t/copy, on: table, likelihood: 2, impact: 3}\n"
    "limits: {highest_classification: confidential, excluded_uses: [{id: cards, statement: No cards., when: "
    "facts.payment_data}]}\n";

#define TLS     "  - {id: tls, control: c/tls, mitigates: [t/read], strength: full}\n"
#define ALTER   "  - {id: alter, threat: t/alter, on: table, when: config.private}\n"
#define RETURNS "  - {id: review, statement: Look at it., covers: [t/alter], when: config.private}\n"
#define API     "  - {id: api, on: table, exposures: [none, internet], default_exposure: none}\n"
#define LIMITED                                                                                                        \
    "limits: {highest_classification: confidential, excluded_uses: [{id: cards, statement: No cards., when: "          \
    "facts.payment_data}]}\n"
#define AND "config.private && !config.logged"
#define OR  "config.logged || config.private"

const struct corpus_row bump_corpus[] = {
    {"text outside of the contract", "title: Store", "title: Shop", CORPUS_PATCH, CORPUS_PATCH, "title", "text"},

    {"provision removed", TLS, "", CORPUS_MAJOR, CORPUS_MINOR, "provides[tls]", "provision-removed"},
    {"provision weaker", "strength: full", "strength: partial", CORPUS_MAJOR, CORPUS_MINOR, "provides[tls].strength",
     "provision-weakened"},
    {"provision without its strength", ", strength: full", "", CORPUS_MAJOR, CORPUS_MAJOR, "provides[tls].strength",
     "provision-weakened"},
    {"provision for another control", "control: c/tls", "control: c/other", CORPUS_MAJOR, CORPUS_MAJOR,
     "provides[tls].control", "contract-change"},
    {"threat taken out of a provision", "[t/read, t/alter]", "[t/alter]", CORPUS_MAJOR, CORPUS_MINOR,
     "provides[private].mitigates[t/read]", "provision-weakened"},
    {"provision at fewer places", "mitigates: [t/read], strength: full}",
     "mitigates: [t/read], strength: full, on: [table]}", CORPUS_MAJOR, CORPUS_MINOR, "provides[tls].on[table]",
     "provision-weakened"},
    {"provision at one place more", "on: [table], valid", "on: [table, index], valid", CORPUS_MINOR, CORPUS_MAJOR,
     "provides[events].on[index]", "provision-strengthened"},
    {"provision that ends", "strength: full}", "strength: full, valid_until: 2027-01-01}", CORPUS_MAJOR, CORPUS_MINOR,
     "provides[tls].valid_until", "provision-weakened"},
    {"provision that ends sooner", "2027-01-01", "2026-07-01", CORPUS_MAJOR, CORPUS_MINOR,
     "provides[events].valid_until", "provision-weakened"},
    {"requires added", "requires: [policy]", "requires: [policy, review]", CORPUS_MAJOR, CORPUS_MINOR,
     "provides[events].requires[review]", "provision-requires-more"},

    {"condition where there was none", "strength: full}", "strength: full, when: config.logged}", CORPUS_MAJOR,
     CORPUS_MINOR, "provides[tls].when", "provision-weakened"},
    {"conjunct added", AND, AND " && facts.human_access", CORPUS_MAJOR, CORPUS_MINOR, "provides[private].when",
     "provision-weakened"},
    {"conjunct dropped", AND, "\"!config.logged\"", CORPUS_MINOR, CORPUS_MAJOR, "provides[private].when",
     "provision-strengthened"},
    {"disjunct added", OR, "facts.human_access || " OR, CORPUS_MINOR, CORPUS_MAJOR, "provides[events].when",
     "provision-strengthened"},
    {"disjunct dropped", OR, "config.logged", CORPUS_MAJOR, CORPUS_MINOR, "provides[events].when",
     "provision-weakened"},
    {"condition in another order", AND, "(!config.logged) && config.private", CORPUS_PATCH, CORPUS_PATCH,
     "provides[private].when", "rewritten"},
    {"wider, but not by a conjunct or disjunct", AND, "config.private || !config.logged", CORPUS_MAJOR, CORPUS_MAJOR,
     "provides[private].when", "provision-weakened"},

    {"responsibility removed", RETURNS, "", CORPUS_MINOR, CORPUS_MAJOR, "responsibilities[review]", "demand-eased"},
    {"responsibility made optional", ", mandatory: true", "", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[policy].mandatory", "demand-eased"},
    {"responsibility in fewer configurations", "covers: [t/alter], when: config.private}",
     "covers: [t/alter], when: config.private && config.logged}", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[review].when", "demand-eased"},
    {"responsibility worded anew", "Look at it.", "Look at it well.", CORPUS_MAJOR, CORPUS_MAJOR,
     "responsibilities[review].statement", "contract-change"},
    {"assumption removed",
     "  - {id: own, statement: One team., holds_when: facts.private_account && facts.human_access}\n",
     "  - {id: sole, statement: One team., holds_when: facts.private_account}\n", CORPUS_MAJOR, CORPUS_MAJOR,
     "assumptions[sole]", "demand-raised"},
    {"assumption harder to meet", "facts.private_account && facts.human_access",
     "facts.private_account && facts.human_access && facts.enrolled_users", CORPUS_MAJOR, CORPUS_MINOR,
     "assumptions[own].holds_when", "demand-raised"},
    {"assumption that only an attestation meets", ", holds_when: facts.private_account && facts.human_access", "",
     CORPUS_MAJOR, CORPUS_MAJOR, "assumptions[own].holds_when", "demand-raised"},

    {"one more duty passed on", "from: [keys.turn]", "from: [keys.turn, keys.look]", CORPUS_MAJOR, CORPUS_MINOR,
     "responsibilities[rotate].from[keys.look]", "passes-on-more"},
    {"a duty passed on no longer", "from: [keys.turn], ", "", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[rotate].from[keys.turn]", "passes-on-less"},
    {"an assumption passed on", "facts.human_access}", "facts.human_access, from: [keys.own]}", CORPUS_MAJOR,
     CORPUS_MINOR, "assumptions[own].from[keys.own]", "passes-on-more"},
    {"a residual passed on", "likelihood: 2, impact: 3", "likelihood: 2, impact: 3, from: [keys.rest]", CORPUS_MAJOR,
     CORPUS_MINOR, "residuals[copy].from[keys.rest]", "passes-on-more"},
    {"one more control discharges", "controls: [c/turn]", "controls: [c/turn, c/new]", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[rotate].discharged_by.controls[c/new]", "demand-eased"},
    {"any control discharges", "controls: [c/turn], ", "", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[rotate].discharged_by.controls[c/turn]", "demand-eased"},
    {"no evidence is asked for", ", evidence: [log]", "", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[rotate].discharged_by.evidence[log]", "demand-eased"},
    {"somebody's word is enough", "evidence: [log]", "evidence: [log], statement: true", CORPUS_MINOR, CORPUS_MAJOR,
     "responsibilities[rotate].discharged_by.statement", "demand-eased"},

    {"mitigation removed",
     "  - {id: alarm, control: c/alarm, mitigates: [t/wide, t/stale], on: [keys, table], strength: partial}\n", "",
     CORPUS_MAJOR, CORPUS_MINOR, "mitigations[alarm]", "mitigation-weakened"},
    {"mitigation only planned", "status: implemented", "status: planned", CORPUS_MAJOR, CORPUS_MINOR,
     "mitigations[role].status", "mitigation-weakened"},
    {"mitigation verified", "status: implemented", "status: verified", CORPUS_MINOR, CORPUS_MAJOR,
     "mitigations[role].status", "mitigation-strengthened"},
    {"mitigation proposed", "strength: partial}\n", "strength: partial, status: proposed}\n", CORPUS_PATCH,
     CORPUS_PATCH, "mitigations[alarm].status", "rewritten"},
    {"mitigation stronger", "on: [keys, table], strength: partial", "on: [keys, table], strength: full", CORPUS_MINOR,
     CORPUS_MAJOR, "mitigations[alarm].strength", "mitigation-strengthened"},
    {"mitigation of fewer threats", "[t/wide, t/stale]", "[t/wide]", CORPUS_MAJOR, CORPUS_MINOR,
     "mitigations[alarm].mitigates[t/stale]", "mitigation-weakened"},
    {"mitigation at fewer places", "on: [keys, table]", "on: [keys]", CORPUS_MAJOR, CORPUS_MINOR,
     "mitigations[alarm].on[table]", "mitigation-weakened"},
    {"mitigation by another control", "control: c/alarm", "control: c/bell", CORPUS_MAJOR, CORPUS_MAJOR,
     "mitigations[alarm].control", "contract-change"},

    {"evidence added", "{kind: iam_policy}", "{kind: iam_policy}, {kind: log}", CORPUS_MINOR, CORPUS_MAJOR,
     "mitigations[role].evidence[1].kind", "evidence-added"},
    {"evidence prolonged", "2026-09-01", "2026-10-01", CORPUS_MINOR, CORPUS_MAJOR,
     "mitigations[role].evidence[1].valid_until", "evidence-added"},
    {"evidence in another order", "{kind: iam_policy}, {kind: review, valid_until: 2026-09-01}",
     "{kind: review, valid_until: 2026-09-01}, {kind: iam_policy}", CORPUS_PATCH, CORPUS_PATCH,
     "mitigations[role].evidence[0].kind", "rewritten"},
    {"evidence that never ends taken away", "{kind: iam_policy}, ", "", CORPUS_MAJOR, CORPUS_MINOR,
     "mitigations[role].evidence[0].kind", "evidence-weakened"},
    {"the first evidence, without an end", "{id: tls, control: c/tls, mitigates: [t/read],",
     "{id: tls, control: c/tls, mitigates: [t/read], evidence: [{kind: report}],", CORPUS_MINOR, CORPUS_MAJOR,
     "provides[tls].evidence[0]", "evidence-added"},
    {"the first evidence, with an end", "{id: tls, control: c/tls, mitigates: [t/read],",
     "{id: tls, control: c/tls, mitigates: [t/read], evidence: [{kind: report, valid_until: 2027-01-01}],",
     CORPUS_MAJOR, CORPUS_MAJOR, "provides[tls].evidence[0]", "evidence-weakened"},

    {"answer by one mitigation more", "{to: keys.policy, by: [role]}", "{to: keys.policy, by: [role, alarm]}",
     CORPUS_MINOR, CORPUS_MAJOR, "answers[0].by[alarm]", "answer-strengthened"},
    {"answer taken back", "  - {to: keys.policy, by: [role]}\n", "", CORPUS_MAJOR, CORPUS_MINOR, "answers[0].by[alarm]",
     "answer-weakened"},
    {"one answer written as two", "{to: keys.grants, by: [role, alarm], statement",
     "{to: keys.grants, by: [alarm]}\n  - {to: keys.grants, by: [role], statement", CORPUS_PATCH, CORPUS_PATCH,
     "answers[1].by[role]", "rewritten"},
    {"word renewed", "at: 2026-02-01", "at: 2026-08-01", CORPUS_MINOR, CORPUS_MAJOR, "answers[1].statement.at",
     "answer-strengthened"},
    {"word that ages sooner", "max_age_days: 90", "max_age_days: 30", CORPUS_MAJOR, CORPUS_MINOR,
     "answers[1].statement.max_age_days", "answer-weakened"},
    {"word that outlasts time", "max_age_days: 90", "max_age_days: 4294967295", CORPUS_MINOR, CORPUS_MAJOR,
     "answers[1].statement.max_age_days", "answer-strengthened"},
    {"word that never ages", ", max_age_days: 90", "", CORPUS_MINOR, CORPUS_MAJOR, "answers[1].statement.max_age_days",
     "answer-strengthened"},

    {"assurance prolonged", "valid_until: 2028-01-01", "valid_until: 2029-01-01", CORPUS_MINOR, CORPUS_MAJOR,
     "assurance[0].valid_until", "assurance-renewed"},
    {"assurance for ever", ", valid_until: 2028-01-01", "", CORPUS_MINOR, CORPUS_MAJOR, "assurance[0].valid_until",
     "assurance-renewed"},
    {"assurance that begins later", "valid_until: 2028-01-01", "valid_from: 2026-01-01, valid_until: 2028-01-01",
     CORPUS_MAJOR, CORPUS_MINOR, "assurance[0].valid_from", "assurance-cut"},
    {"assurance added in front", "assurance: [", "assurance: [{report: ISO 27001, issuer: Own}, ", CORPUS_MINOR,
     CORPUS_MAJOR, "assurance[0].report", "assurance-renewed"},
    {"assurance by another report", "report: SOC 2", "report: SOC 1", CORPUS_MAJOR, CORPUS_MAJOR, "assurance[0].report",
     "assurance-cut"},

    {"residual more likely", "likelihood: 2", "likelihood: 3", CORPUS_MAJOR, CORPUS_MINOR, "residuals[copy].likelihood",
     "residual-raised"},
    {"residual with more impact", "impact: 3", "impact: 4", CORPUS_MAJOR, CORPUS_MINOR, "residuals[copy].impact",
     "residual-raised"},
    {"residual in fewer configurations", "likelihood: 2", "when: config.logged, likelihood: 2", CORPUS_MINOR,
     CORPUS_MAJOR, "residuals[copy].when", "residual-lowered"},
    {"residual added", "residuals:\n",
     "residuals:\n  - {id: old, threat: t/old, on: table, likelihood: 1, impact: 1}\n", CORPUS_MAJOR, CORPUS_MINOR,
     "residuals[old]", "residual-raised"},

    {"new threat, covered", "threats:\n", "threats:\n  - {id: spy, threat: t/read, on: index}\n", CORPUS_MINOR,
     CORPUS_MAJOR, "threats[spy]", "threat-covered"},
    {"new threat, answered in part", "threats:\n", "threats:\n  - {id: spy, threat: t/hide, on: table}\n", CORPUS_MAJOR,
     CORPUS_MAJOR, "threats[spy]", "threat-added"},
    {"new threat on the provider's layer", "threats:\n",
     "threats:\n  - {id: spy, threat: t/theft, on: table, layer: hardware}\n", CORPUS_MINOR, CORPUS_MAJOR,
     "threats[spy]", "threat-covered"},
    {"new threat on a layer of the consumer", "threats:\n",
     "threats:\n  - {id: spy, threat: t/theft, on: table, layer: os}\n", CORPUS_MAJOR, CORPUS_MAJOR, "threats[spy]",
     "threat-added"},
    {"threat in more configurations", ALTER, "  - {id: alter, threat: t/alter, on: table}\n", CORPUS_MAJOR,
     CORPUS_MAJOR, "threats[alter].when", "threat-changed"},

    {"layer to the consumer", "layer: os,", "layer: facility,", CORPUS_MAJOR, CORPUS_MAJOR, "layers[facility]",
     "layer-to-consumer"},
    {"layer to the provider", "layer: os, owner: consumer", "layer: os, owner: provider", CORPUS_MINOR, CORPUS_MAJOR,
     "layers[os]", "layer-to-provider"},
    {"another class with the same layers", "service_class: abstracted", "service_class: saas", CORPUS_PATCH,
     CORPUS_PATCH, "service_class", "layer-owners"},
    {"a class that leaves more to the consumer", "service_class: abstracted", "service_class: container", CORPUS_MAJOR,
     CORPUS_MINOR, "layers[engine]", "layer-to-consumer"},

    {"closed entry points become extensible", "entry_points:\n", "entry_point_policy: extensible\nentry_points:\n",
     CORPUS_MAJOR, CORPUS_MAJOR, "entry_point_policy", "entry-points-opened"},
    {"native entry point on by default", "default_exposure: none", "default_exposure: internet", CORPUS_MAJOR,
     CORPUS_MINOR, "entry_points[api].default_exposure", "entry-point-open"},
    {"native entry point that must be chosen", ", default_exposure: none", "", CORPUS_MAJOR, CORPUS_MINOR,
     "entry_points[api].default_exposure", "entry-point-open"},
    {"new entry point off by default", "entry_points:\n",
     "entry_points:\n  - {id: web, on: table, exposures: [none, internet], default_exposure: none}\n", CORPUS_MINOR,
     CORPUS_MAJOR, "entry_points[web]", "entry-point-closed"},
    {"new entry point on by default", "entry_points:\n",
     "entry_points:\n  - {id: web, on: table, exposures: [none, internet], default_exposure: internet}\n", CORPUS_MAJOR,
     CORPUS_MAJOR, "entry_points[web]", "entry-point-open"},

    {"classification limit lowered", "highest_classification: confidential", "highest_classification: internal",
     CORPUS_MAJOR, CORPUS_MINOR, "limits.highest_classification", "limit-lowered"},
    {"limits lifted", LIMITED, "", CORPUS_MINOR, CORPUS_MAJOR, "limits", "limit-raised"},
    {"use excluded in more cases", "facts.payment_data", "facts.payment_data || facts.personal_data", CORPUS_MAJOR,
     CORPUS_MINOR, "limits.excluded_uses[cards].when", "limit-lowered"},

    {"dependency added", "dependencies:\n", "dependencies:\n  - {alias: log, component: own/log, requirement: ^1}\n",
     CORPUS_MAJOR, CORPUS_MAJOR, "dependencies[log]", "dependency-added"},
    {"requirement admits a new major", "^1.2", "\">=1.2 <3\"", CORPUS_MAJOR, CORPUS_MAJOR,
     "dependencies[keys].requirement", "requirement-changed"},
    {"requirement narrowed within its major", "^1.2", "^1.3", CORPUS_MINOR, CORPUS_MAJOR,
     "dependencies[keys].requirement", "requirement-narrowed"},
    {"requirement moved to another major", "^1.2", "^2.0", CORPUS_MAJOR, CORPUS_MAJOR, "dependencies[keys].requirement",
     "requirement-changed"},
    {"requirement written differently", "^1.2", "\">=1.2.0 <2.0.0-0\"", CORPUS_PATCH, CORPUS_PATCH,
     "dependencies[keys].requirement", "rewritten"},
    {"configuration of a dependency", "rotation: true", "rotation: false", CORPUS_MAJOR, CORPUS_MAJOR,
     "dependencies[keys].configuration[rotation].value", "dependency-reconfigured"},

    {"parameter with a default", "parameters:\n", "parameters:\n  - {name: copies, type: integer, default: \"1\"}\n",
     CORPUS_MINOR, CORPUS_MAJOR, "parameters[copies]", "parameter-added"},
    {"parameter without a default", "parameters:\n", "parameters:\n  - {name: copies, type: integer}\n", CORPUS_MAJOR,
     CORPUS_MAJOR, "parameters[copies]", "parameter-needed"},
    {"one more allowed value", "[slow, fast]", "[slow, fast, turbo]", CORPUS_MINOR, CORPUS_MAJOR,
     "parameters[mode].allowed_values[turbo]", "choice-added"},
    {"one more exposure", "exposures: [none, internet]", "exposures: [none, internet, vpc]", CORPUS_MINOR, CORPUS_MAJOR,
     "entry_points[api].exposures[vpc]", "choice-added"},
    {"another default", "type: bool, default: \"true\"", "type: bool, default: \"false\"", CORPUS_MAJOR, CORPUS_MAJOR,
     "parameters[private].default", "contract-change"},
    {"anything not listed", "{id: index, kind: store}", "{id: index, kind: process}", CORPUS_MAJOR, CORPUS_MAJOR,
     "elements[index].kind", "contract-change"},
    {"records in another order", "[{id: table, kind: store}, {id: index, kind: store}]",
     "[{id: index, kind: store}, {id: table, kind: store}]", CORPUS_MAJOR, CORPUS_MAJOR, "", "reordered"},
};

const size_t bump_corpus_count = COUNT_OF(bump_corpus);
