#include "model/gate_bench.h"

static char *cause_of(struct gate_bench *bench, const Catalog__V1__EffectiveAdvisory *advisory) {
    size_t more = advisory->n_rows - 1;
    const char *first = advisory->rows[0];
    if (more == 0)
        return arena_printf(bench->arena, "an advisory touches the row %s: %s", first, advisory->statement);
    return arena_printf(bench->arena, "an advisory touches the row %s and %zu more: %s", first, more,
                        advisory->statement);
}

static const char *remedy_of(struct gate_bench *bench, const Catalog__V1__EffectiveAdvisory *advisory,
                             bool is_pending) {
    const char *otherwise = is_pending ? "state the facts that are not known"
                                       : "answer its rows by other controls, or have the risk accepted anew";
    if (*advisory->fixed_in == '\0')
        return otherwise;
    return arena_printf(bench->arena, "lock %s@%s, which it is not about, or %s", advisory->object, advisory->fixed_in,
                        otherwise);
}

static void check_advisory(struct gate_bench *bench, const Catalog__V1__EffectiveAdvisory *advisory) {
    Catalog__V1__AdvisoryState state = bench->reading == GATE_NOW ? advisory->state : advisory->planned;
    bool is_pending = state == CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_PENDING;
    bool is_unanswered = state == CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_UNANSWERED;
    if ((!is_pending && !is_unanswered) || advisory->n_rows == 0)
        return;
    gate_add(bench,
             &(struct gate_finding){
                 .state = is_pending ? CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL
                                     : CATALOG__V1__GATE_STATE__GATE_STATE_STALE,
                 .code = "ADVISORY_UNANSWERED",
                 .subject = arena_printf(bench->arena, "%s@%s#%s", advisory->object, advisory->version, advisory->id),
                 .cause = cause_of(bench, advisory),
                 .actor = GATE_ACTOR_TEAM,
                 .remedy = remedy_of(bench, advisory, is_pending),
                 .facts = advisory->unknown,
                 .fact_count = is_pending ? advisory->n_unknown : 0,
             });
}

void gate_look_at_advisories(struct gate_bench *bench) {
    for (size_t i = 0; i < bench->input->model->n_advisories; i++)
        check_advisory(bench, bench->input->model->advisories[i]);
}
