/* What a request for a decision comes to in its model: whether it may be asked for, and what an approval records. */
#ifndef CATALOGD_MODEL_DECISION_RECORD_H
#define CATALOGD_MODEL_DECISION_RECORD_H

#include "model/policy.h"
#include "model/resolve.h"

/* Checks the request in DECISION against the feature OBJECT, resolved as OPTIONS say but without its decisions, and
 * sets recorded_digests, recorded_band and recorded_classification. The band is the highest residual one, now and read
 * strictly, of the rows that the subjects are about. Ownership: what DECISION points at afterwards lives in ARENA.
 * Errors: STATUS_INVALID_ARGUMENT, with a violation for each mistake, its field below "request" (a field that is wrong,
 * a subject that is neither row nor entry of the model, an entry that nothing lifts, a kind that does nothing to its
 * subject), and those of resolve(). */
MUST_CHECK status_code decision_record(const Catalog__V1__Object *object, const struct catalog_view *view,
                                       const struct resolve_options *options, struct arena *arena,
                                       Catalog__V1__Decision *decision, struct problem *problem);

/* The rule of POLICY for a decision about BAND: the one with the lowest band that is not below it. NULL: nobody may
 * approve it, or the Policy has no rules at all. */
const Catalog__V1__ApprovalRule *decision_rule(const struct policy *policy, Catalog__V1__RiskBand band);

#endif
