/* Why a row stands as it does: the derivation, step by step, so that somebody else can replay it.
 *
 * Steps come depth first, parents before children. Rules, by what they are about:
 *
 *   row                  the row itself; outcome: its state now
 *   row.threat           a threat brings it; predicate `when`
 *   row.residual         a residual brings it; predicate `when`
 *   row.responsibility   a responsibility that is not met brings it
 *   row.assumption       an assumption that does not hold brings it
 *   class.layer          the layer of a threat is the provider's; outcome: true under a valid assurance
 *   credit.provision     a provision names the threat and covers the place; outcome: credited, unknown, not credited
 *   credit.mitigation    likewise a mitigation
 *   credit.platform      likewise a platform-level baseline entry; predicate `each`
 *   credit.when          predicate of a provision
 *   credit.valid         nothing has expired; outcome: true or false
 *   credit.requires      something that it requires, with its own derivation below
 *   credit.kept          a duty of the same instance that covers the threat, with its own derivation below
 *   mitigation.status    PROPOSED, PLANNED, IMPLEMENTED or VERIFIED
 *   duty.when            predicate of a responsibility
 *   duty.holds           predicate of an assumption
 *   duty.answer          an answer: a statement, or a mitigation
 *   duty.passed          a consumer's duty that re-exports it
 *   state                the state now; outcome: MITIGATED, PARTIAL, OPEN, CONDITIONAL ...
 *   state.planned        the state as planned
 *   risk.inherent        likelihood x impact before any control
 *   risk.residual        what is left now, read strictly
 *   risk.lenient         what is left now when every unknown falls the favourable way
 *   risk.appetite        the highest band that is fine at the place */
#ifndef CATALOGD_MODEL_EXPLAIN_H
#define CATALOGD_MODEL_EXPLAIN_H

#include "model/resolve.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Explains the row KEY ("threat@place") of OBJECT, resolved as resolve() does with the same arguments.
 * Ownership: *ret_answer lives in ARENA and borrows from OBJECT and VIEW. Errors: STATUS_NOT_FOUND (NO_SUCH_ROW), and
 * those of resolve(). */
MUST_CHECK status_code explain_row(const Catalog__V1__Object *object, const struct catalog_view *view,
                                   const struct resolve_options *options, const char *key, struct arena *arena,
                                   Catalog__V1__ExplainRowResponse **ret_answer, struct problem *problem);

#endif
