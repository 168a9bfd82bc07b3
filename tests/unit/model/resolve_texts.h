/* A small catalog that the resolver's tests share, and models on top of it. */
#ifndef CATALOGD_TESTS_RESOLVE_TEXTS_H
#define CATALOGD_TESTS_RESOLVE_TEXTS_H

#define TEXT_THREATS                                                                                                   \
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 4\nimpact: 4\n"                        \
    "stride: [information_disclosure]\n---\n"                                                                          \
    "kind: threat\nname: t/alter\nversion: 1.0.0\ntitle: Data is altered\nlikelihood: 3\nimpact: 4\n---\n"             \
    "kind: threat\nname: t/theft\nversion: 1.0.0\ntitle: Disks are taken\nlikelihood: 2\nimpact: 4\n---\n"             \
    "kind: threat\nname: t/grouped\nversion: 1.0.0\ntitle: Needs two controls\nlikelihood: 3\nimpact: 3\n"             \
    "mitigation_groups:\n  - {id: both, controls: [c/guard, c/watch]}\n---\n"

#define TEXT_CONTROLS                                                                                                  \
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"        \
    "mitigates:\n  - {threat: t/leak, strength: full}\n  - {threat: t/alter, strength: full}\n"                        \
    "  - {threat: t/grouped, strength: partial}\n---\n"                                                                \
    "kind: control\nname: c/watch\nversion: 1.0.0\ntitle: Watch\nobjective: It is watched.\ntype: detective\n"         \
    "mitigates:\n  - {threat: t/leak, strength: partial}\n  - {threat: t/grouped, strength: partial}\n---\n"           \
    "kind: control\nname: c/role\nversion: 1.0.0\ntitle: Role\nobjective: Roles are narrow.\ntype: preventive\n"       \
    "mitigates:\n  - {threat: t/leak, strength: partial}\n  - {threat: t/alter, strength: partial}\n---\n"

/* A store that guards against leaks while its consumer keeps the key, and watches when configured to. */
#define TEXT_STORE                                                                                                     \
    "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"                      \
    "assurance:\n  - {report: R, issuer: I, valid_from: 2026-01-01, valid_until: 2027-01-01}\n"                        \
    "parameters:\n  - {name: watched, type: bool, default: \"false\"}\n  - {name: mode, type: enum, allowed_values: "  \
    "[open, shut]}\n"                                                                                                  \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "entry_points:\n  - {id: api, on: box, protocol: https, exposures: [internet, vpc], default_exposure: vpc}\n"      \
    "entry_point_policy: closed\n"                                                                                     \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n  - {id: theft, threat: t/theft, on: box, layer: hardware}\n"  \
    "provides:\n"                                                                                                      \
    "  - {id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full, requires: [key]}\n"        \
    "  - {id: watch, title: Watched, control: c/watch, mitigates: [t/leak], when: config.watched}\n"                   \
    "responsibilities:\n"                                                                                              \
    "  - id: key\n    statement: The key is kept.\n    mandatory: true\n    covers: [t/leak]\n"                        \
    "    discharged_by: {controls: [c/role], evidence: [policy]}\n"

/* The head of a feature that stands on the store; what follows adds lists that it does not have. */
#define TEXT_FEATURE_HEAD                                                                                              \
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"       \
    "elements:\n  - {id: api, kind: process, title: The service}\n  - {id: browser, kind: external, title: A "         \
    "browser}\n"                                                                                                       \
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"                                      \
    "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internet}\n"                                    \
    "data_flows:\n  - {id: ask, from: browser, to: api, assets: [data]}\n"                                             \
    "  - {id: save, from: api, to: data-store.api}\n"

#define TEXT_DEPENDENCY(more)                                                                                          \
    "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0, exposures: {api: vpc}" more "}\n"

#define TEXT_ROLE(status)                                                                                              \
    "mitigations:\n  - {id: role, control: c/role, mitigates: [t/leak], on: [data-store], layer: identity, "           \
    "status: " status ", evidence: [{kind: policy}]}\n"

#define TEXT_ANSWER "answers:\n  - {to: data-store.key, by: [role]}\n"

#endif
