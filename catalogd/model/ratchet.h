/* The ratchet: a feature may be bad, but not worse than it was when its gate result was recorded. The rule by which
 * features that were live before models were asked for get better without being stopped. */
#ifndef CATALOGD_MODEL_RATCHET_H
#define CATALOGD_MODEL_RATCHET_H

#include "base/arena.h"
#include "base/status.h"
#include "model/gate.h"

#include "catalog/v1/gate_service.pb-c.h"

/* Compares READING of MODEL, which is whole, with the same reading of RECORD, and fills state, worse, better and their
 * counts in RESPONSE, which has all of them. A pure function. Rules stand at RatchetRule in the schema. A row that went
 * is better where it was unanswered, and nothing otherwise; a new row that is answered or within the appetite is
 * nothing. One row may differ by several rules: each is listed. Ownership: the lists live in ARENA and borrow from
 * MODEL and RECORD. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code ratchet_compare(const Catalog__V1__EffectiveModel *model, const Catalog__V1__GateRecord *record,
                                       enum gate_reading reading, struct arena *arena,
                                       Catalog__V1__CheckRatchetResponse *response, struct problem *problem);

#endif
