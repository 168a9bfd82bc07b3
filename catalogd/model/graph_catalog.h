/* Threats and controls of the catalog: which version counts, and what is inline. */
#ifndef CATALOGD_MODEL_GRAPH_CATALOG_H
#define CATALOGD_MODEL_GRAPH_CATALOG_H

#include "model/graph.h"

/* The pin of NAME in the lock; NULL: none. */
const Catalog__V1__Pin *graph_pin(const struct graph *graph, const char *name);

/* The version of NAME that counts where nobody states a range: the pinned one if it is there, else the newest published
 * or deprecated one, by semantic version. *ret_version is NULL where there is none of KIND. */
MUST_CHECK bool graph_newest(struct graph *graph, Catalog__V1__ObjectKind kind, const char *name,
                             const struct view_version **ret_version);

/* The object of VERSION; NULL: the view failed. */
const Catalog__V1__Object *graph_read(struct graph *graph, const struct view_version *version);

/* Says as a finding that VERSION is deprecated or yanked, when it is. Both still count. */
MUST_CHECK bool graph_report_lifecycle(struct graph *graph, const struct view_version *version);

/* The node of the threat that OBJECT calls NAME: "ns/slug", "#id" (inline there) or "ns/slug#id". Not loaded yet.
 * NULL: the resolution cannot go on. */
struct threat_node *graph_threat(struct graph *graph, const struct graph_object *object, const char *name);

/* Makes the inline threat INLINE, with ID in OBJECT, known. */
MUST_CHECK bool graph_add_inline_threat(struct graph *graph, const struct graph_object *object, const char *id,
                                        const Catalog__V1__Threat *message);

/* Reads the threat of NODE from the view, once. One that is not there is a reason INVALID that names USER, and its
 * message stays NULL. */
MUST_CHECK bool graph_load_threat(struct graph *graph, struct threat_node *node, const char *user);

/* The node of the catalog control NAME, loaded; one that is not there is a reason INVALID that names USER. */
struct control_node *graph_control(struct graph *graph, const char *name, const char *user);

/* A node for a control written inline in OBJECT at mitigation ID. */
struct control_node *graph_inline_control(struct graph *graph, const struct graph_object *object, const char *id,
                                          const Catalog__V1__Control *message);

/* How strongly CONTROL mitigates THREAT by its own entry; UNSPECIFIED: it has none. */
Catalog__V1__Strength control_strength(const struct control_node *control, const struct threat_node *threat);

#endif
