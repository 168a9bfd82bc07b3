/* Baselines: which apply, what they ask for at which place, and what meets it.
 *
 * A baseline applies while its scope is true; unknown burdens. All that apply are united, and the strictest level of a
 * control at a place wins; a platform entry meets others and loosens none. What binds only while an unknown falls the
 * strict way binds in that reading only. `each` picks places of the model itself, and entry points that it adds to a
 * dependency; without `each` an entry is asked for once, and met by a counting mitigation of the model anywhere or by a
 * provision of one of its own dependencies. Platform entries are provisions of the implicit instance `platform`: they
 * count where `each` picks the place (any place of the whole graph without `each`), for the threats that their control
 * mitigates, as strongly as it says. */
#ifndef CATALOGD_MODEL_BASELINE_H
#define CATALOGD_MODEL_BASELINE_H

#include "model/graph.h"

/* The provider of platform provisions, and the address of their instance. */
#define BASELINE_PLATFORM "platform"

/* One control asked for at one place. */
struct baseline_demand {
    struct control_node *control;
    const char *key;                  /* "control@place" */
    uint32_t place;                   /* UINT32_MAX: once */
    Catalog__V1__BaselineLevel level; /* the strictest; PLATFORM: nothing else asks */
    worlds asked;
    worlds asked_mandatory; /* in which no decision lifts it */
    worlds asked_binding;   /* in which the gate stays shut without it: mandatory or negotiable */
    worlds met;
    VECTOR(const char *) asked_by; /* "baseline#entry" */
    VECTOR(const char *) met_by;
    VECTOR(const char *) unknown;
};

/* Reads the baselines that apply or may apply, and their platform provisions. */
MUST_CHECK bool baseline_load(struct graph *graph);

/* Where PLATFORM counts at PLACE, and what its `each` came to. */
MUST_CHECK bool baseline_judge_platform(struct graph *graph, const struct platform_provision *platform, uint32_t place,
                                        worlds *ret_counts, struct judgement *ret_judgement);

/* The worlds in which DEMAND asks with the force of its level: what merely advises there asks for nothing that binds.
 */
static inline worlds baseline_asked(const struct baseline_demand *demand) {
    return demand->asked_binding != WORLDS_NONE ? demand->asked_binding : demand->asked;
}

/* Makes the demands of all baselines and finds what meets them. After credit_settle. */
MUST_CHECK bool baseline_create_demands(struct graph *graph);

#endif
