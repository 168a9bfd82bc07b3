/* What a change of the catalog does to one consumer: the difference of its effective models before and after.
 *
 * Two answers: on commit, with the consumer's lock as it is; and on upgrade, with the drafts forced and what the lock
 * keeps of the changed objects given up. A consumer that is there already on commit has no second answer. */
#ifndef CATALOGD_MODEL_IMPACT_H
#define CATALOGD_MODEL_IMPACT_H

#include "model/resolve.h"

#include "catalog/v1/impact_service.pb-c.h"

/* A change: the catalog without and with it. */
struct impact_change {
    const struct catalog_view *before;
    const struct catalog_view *after;
    const char *const *names; /* of the objects that change */
    size_t name_count;
    const struct resolve_force *drafts; /* components among them that are published, each once */
    size_t draft_count;
};

/* A model that may stand on what changes. */
struct impact_consumer {
    const Catalog__V1__Object *before;
    const Catalog__V1__Object *after; /* another object where the change is about the consumer itself */
    const char *version;
    struct resolve_options options_before; /* its lock among them */
    struct resolve_options options_after;  /* decisions may differ */
};

/* Fills all of *ret_impact for CONSUMER. Ownership: it lives in ARENA and borrows from CHANGE and CONSUMER. Threads:
 * those of the views. Errors: those of resolve(). */
MUST_CHECK status_code impact_analyze(const struct impact_change *change, const struct impact_consumer *consumer,
                                      struct arena *arena, Catalog__V1__ConsumerImpact **ret_impact,
                                      struct problem *problem);

/* Whether anything is different, on commit or on upgrade. */
bool impact_is_affected(const Catalog__V1__ConsumerImpact *impact);

/* How bad it is: what consumers are ordered by. Greater is worse. */
struct impact_damage {
    int verdict_fall; /* in states of the gate; negative: it rises */
    Catalog__V1__RiskBand band_gained;
    uint32_t rows_lost;
};

/* DIFF may be NULL: no damage. */
struct impact_damage impact_damage_of(const Catalog__V1__EffectiveDiff *diff);

/* Negative: A is worse. */
int impact_damage_compare(const struct impact_damage *a, const struct impact_damage *b);

/* Adds IMPACT to SUMMARY. */
void impact_count(const Catalog__V1__ConsumerImpact *impact, Catalog__V1__ImpactSummary *summary);

#endif
