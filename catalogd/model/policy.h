/* How the organisation judges: a Policy made ready for looking up.
 *
 * When none is published a built-in one is used: bool facts internet_facing, personal_data, payment_data,
 * ephemeral_data, multi_tenant, human_access, enrolled_users, private_account; classifications public < internal <
 * confidential < restricted; the band of likelihood x impact is LOW up to 4, MEDIUM up to 9, HIGH up to 16, else
 * CRITICAL; residual up to MEDIUM is fine, for restricted data up to LOW; two groups for CRITICAL rows; no lag limit,
 * review interval, sign-off or triage. */
#ifndef CATALOGD_MODEL_POLICY_H
#define CATALOGD_MODEL_POLICY_H

#include "base/arena.h"
#include "base/status.h"
#include "model/view.h"

#include "catalog/v1/policy.pb-c.h"

#include <stdbool.h>

/* The fact that no model gives: the highest classification of its assets. Compares in the Policy's order. */
#define POLICY_FACT_CLASSIFICATION "data_classification"

/* What classification_rank answers for "" and for what is no classification. */
#define POLICY_UNCLASSIFIED (-1)

/* Immutable once built; lives in the arena it was built in. Any thread. */
struct policy;

/* MESSAGE (NULL: the built-in one) made ready. A part that MESSAGE leaves out or gives in part (matrix,
 * classifications) is the built-in one's. Ownership: *ret_policy lives in ARENA and borrows from MESSAGE. Errors:
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code policy_compile(const Catalog__V1__Policy *message, struct arena *arena,
                                      const struct policy **ret_policy, struct problem *problem);

/* The newest published Policy of VIEW, or the built-in one; *ret_version (may be NULL) is which, NULL for built-in.
 * Ownership: as policy_compile, and borrows from VIEW. Errors: STATUS_RESOURCE_EXHAUSTED, what VIEW fails with. */
MUST_CHECK status_code policy_load(const struct catalog_view *view, struct arena *arena,
                                   const struct policy **ret_policy, const struct view_version **ret_version,
                                   struct problem *problem);

/* The message it was made from, or the built-in one: lag, review interval, sign-offs, triage. Borrowed. */
const Catalog__V1__Policy *policy_message(const struct policy *policy);

/* The band of a rating; ratings outside 1 to 5 are taken as the nearest. */
Catalog__V1__RiskBand policy_band(const struct policy *policy, uint32_t likelihood, uint32_t impact);

/* The highest residual band that is fine where CLASSIFICATION is; "" is a place without classified assets. For a
 * classification without an entry: that of the nearest lower one that has, then of "", then MEDIUM. */
Catalog__V1__RiskBand policy_appetite(const struct policy *policy, const char *classification);

/* How many (layer, provider) groups a row of inherent BAND needs; 0: no demand. */
uint32_t policy_depth(const struct policy *policy, Catalog__V1__RiskBand band);

/* Position of CLASSIFICATION, from 0 for the lowest; POLICY_UNCLASSIFIED for "" and unknown ones. */
int policy_classification_rank(const struct policy *policy, const char *classification);

/* Definition of the fact NAME, POLICY_FACT_CLASSIFICATION among them. NULL: the vocabulary lacks it. Borrowed. */
const Catalog__V1__FactDefinition *policy_fact(const struct policy *policy, const char *name);

/* All facts of the vocabulary, POLICY_FACT_CLASSIFICATION last. Borrowed. */
const Catalog__V1__FactDefinition *const *policy_facts(const struct policy *policy, size_t *ret_count);

#endif
