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
    "dependencies:\n"
    "  - {alias: keys, component: own/keys, requirement: ^1.2, configuration: {rotation: true}}\n"
    "elements: [{id: table, kind: store}, {id: index, kind: store}]\n"
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
    {"another default", "type: bool, default: \"true\"", "type: bool, default: \"false\"", CORPUS_MAJOR, CORPUS_MAJOR,
     "parameters[private].default", "contract-change"},
    {"anything not listed", "{id: index, kind: store}", "{id: index, kind: process}", CORPUS_MAJOR, CORPUS_MAJOR,
     "elements[index].kind", "contract-change"},
    {"records in another order", "[{id: table, kind: store}, {id: index, kind: store}]",
     "[{id: index, kind: store}, {id: table, kind: store}]", CORPUS_MAJOR, CORPUS_MAJOR, "", "reordered"},
};

const size_t bump_corpus_count = COUNT_OF(bump_corpus);
