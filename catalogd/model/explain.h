/* Why a row stands as it does: the derivation, step by step, so that somebody else can replay it. Where the outcome of
 * a step is the same in all readings it stands in `outcome` alone; where it is not, `holds_in` names those it holds in,
 * and `outcome` is about now.
 *
 * Steps come depth first, parents before children. What was taken apart once is not taken apart again where it comes up
 * another time with the same subject; so a proof is as long as what it rests on, and circles in it end. What holds is
 * the least fixed point: nothing holds only because of itself. Rules, by what they are about:
 *
 *   row                     the row; `at`: the time judged at
 *     row.threat            a threat brings it, where the predicate is true or, strictly, unknown; layer, rating
 *     row.residual          likewise a residual; `from`: it is passed on, to where something else brings the row
 *     row.advisory          likewise an advisory that voids what answered it
 *     row.responsibility    brings it where it is not met
 *     row.assumption        likewise
 *       rating.default      the rating of the threat
 *       rating.raised       what the model says: counts where it is higher
 *       rating.residual     what the component says is left: counts instead
 *       rating.rerated      by a decision, in the readings it is in force in; of several the lowest counts
 *       class.layer         whose the layer is; outcome: whether it is the provider's, under a valid assurance
 *         class.assurance   one report with its time
 *       row.unless          the duty
 *     credit.provision      something that may answer it; holds where it counts. Its control, strength, layer,
 * provider, credit.mitigation     and how much it lowers likelihood and impact, in basis points credit.platform
 *       credit.declared     the dependency that it comes by
 *       credit.place        why it covers the place
 *       credit.names        it names the threat
 *       credit.strength     what it claims, and what its control gives
 *       credit.reduction    what the control lowers, and by how much
 *       credit.basis        the provision; holds where it counts for the threat
 *       credit.uses         likewise, of a mitigation that uses one
 *       credit.advisory     voids it against the threats it names; without any, altogether
 *       mitigation.status   proposed, planned, implemented or verified; the threats it names
 *       baseline.scope      of a platform entry: where its baseline applies
 *       credit.each         of a platform entry: at which places
 *     lemma                 a provision or duty that stands deeper above
 *
 *   a provision             holds where it counts for a threat of its own
 *     credit.when           its predicate
 *     credit.valid          nothing has expired: before valid_until, and before that of one piece of evidence
 *       credit.evidence     one piece
 *     credit.requires       a duty or provision, which must hold; outcome "not found": never
 *     credit.answers        a threat that it names; holds where the duties below are met
 *       credit.kept         a duty of its instance that covers that threat
 *
 *   a duty                  holds where it is met: by one of these, or by its predicate
 *     duty.when             of a responsibility: false meets it
 *     duty.holds            of an assumption: true meets it, false is final
 *     duty.stated           somebody's word, from valid_from to before valid_until
 *     duty.answer           a mitigation, where it counts; "not admitted": never. Below it as a credit.mitigation
 *       duty.uses           the provision that it uses
 *     duty.passed           a consumer's duty that re-exports it: all of these together, and of each consumer one that
 *                           is met by more than its `when`
 *     duty.left             of the model itself: left to its consumers
 *
 *   decision                about the row; holds where it is in force; all of these must hold
 *     decision.state        only where it is not approved
 *     decision.begun        the time is not before decided_at
 *     decision.ended        the time is before expires_at
 *     decision.while        its predicate
 *     decision.classification, decision.contract, decision.risk   recorded at approval, and found
 *     decision.compensated  what stands in counts
 *
 *   risk.inherent           likelihood x impact before any control
 *   state, state.planned    MITIGATED, PARTIAL, OPEN, CONDITIONAL ...
 *     reading               one reading: state, residual, groups. Without steps below: the same as one before
 *       state.group         a mitigation group; its controls that count
 *       risk.sum            what the controls leave of the threats' rating
 *       risk.residual       what others' controls leave of a residual
 *         risk.group        the largest reductions of a layer of a provider. From rating x 10^12, factors in falling
 *                           order, each product rounded up: `..._scaled`; divided by 10^12, rounded up, at least 1
 *       state.decided       a decision sets the state
 *   risk.appetite           the highest band that is fine at the place */
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

/* Rows in the order of the effective model. */
struct explain_range {
    size_t first;
    size_t count; /* at most so many */
};

/* Takes explanations one by one; EXPLANATION lives in the arena given. ROW_COUNT: rows in all. Returns whether to go
 * on. */
struct explain_visitor {
    void *context;
    bool (*visit)(void *context, const Catalog__V1__ExplainRowResponse *explanation, size_t row_count);
};

/* Explains the rows of RANGE, resolving once. Errors: those of resolve(). */
MUST_CHECK status_code explain_rows(const Catalog__V1__Object *object, const struct catalog_view *view,
                                    const struct resolve_options *options, const struct explain_range *range,
                                    struct arena *arena, struct explain_visitor visitor, struct problem *problem);

#endif
