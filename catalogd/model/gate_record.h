/* A resolution as it is recorded. */
#ifndef CATALOGD_MODEL_GATE_RECORD_H
#define CATALOGD_MODEL_GATE_RECORD_H

#include "model/resolve.h"

#include "catalog/v1/gate_record.pb-c.h"

/* The record of RESOLUTION, which OPTIONS led to: all but version, author, id and the time of recording. Ownership: it
 * lives in ARENA and borrows from RESOLUTION. Errors: STATUS_RESOURCE_EXHAUSTED (GATE_RECORD_TOO_LARGE past
 * LIMIT_GATE_RECORD_ITEMS or LIMIT_GATE_RECORD_BYTES). */
MUST_CHECK status_code gate_record_make(const struct resolution *resolution, const struct resolve_options *options,
                                        struct arena *arena, Catalog__V1__GateRecord **ret_record,
                                        struct problem *problem);

/* RECORD as lists show it: without lock, reasons and rows. Shares everything else with RECORD. */
Catalog__V1__GateRecord gate_record_head(const Catalog__V1__GateRecord *record);

#endif
