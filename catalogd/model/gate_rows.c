#include "model/gate_bench.h"

#include "model/risk.h"

static const char *const band_texts[] = {
    [CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED] = "not rated", [CATALOG__V1__RISK_BAND__RISK_BAND_LOW] = "low",
    [CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM] = "medium",         [CATALOG__V1__RISK_BAND__RISK_BAND_HIGH] = "high",
    [CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL] = "critical",
};

static const char *band_text(Catalog__V1__RiskBand band) {
    return band_texts[(unsigned)band < COUNT_OF(band_texts) ? band : CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED];
}

bool gate_is_settled(const Catalog__V1__RowReading *reading) {
    return reading->state == CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED ||
           reading->state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE ||
           reading->mitigated_by == CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS;
}

static Catalog__V1__RiskBand band_of(const Catalog__V1__Rating *rating) {
    return rating == NULL ? CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED : rating->band;
}

static Catalog__V1__RiskBand appetite_of(const struct gate_bench *bench, const Catalog__V1__Row *row) {
    bool is_given = row->appetite != CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED;
    return is_given ? row->appetite : policy_appetite(bench->input->policy, row->classification);
}

static Catalog__V1__GateState failing_state(bool fails_leniently) {
    return fails_leniently ? CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED
                           : CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL;
}

static char *appetite_cause(struct gate_bench *bench, const Catalog__V1__Row *row,
                            const Catalog__V1__RowReading *reading) {
    const char *detail = reading->n_causes > 0 ? reading->causes[0]->text : "";
    const char *data = *row->classification == '\0' ? "unclassified" : row->classification;
    return arena_printf(bench->arena, "residual risk is %s and the appetite for %s data is %s%s%s",
                        band_text(band_of(reading->residual)), data, band_text(appetite_of(bench, row)),
                        *detail == '\0' ? "" : ": ", detail);
}

static char *appetite_remedy(struct gate_bench *bench, const Catalog__V1__Row *row, bool is_blocked) {
    if (!is_blocked)
        return arena_strdup(bench->arena, "state the facts that are not known");
    return arena_printf(bench->arena, "put a control in place that mitigates %s on %s, or have the risk accepted",
                        row->threat, row->place);
}

static void check_appetite(struct gate_bench *bench, const Catalog__V1__Row *row,
                           const Catalog__V1__RowReading *reading) {
    if (!reading->above_appetite)
        return;
    const Catalog__V1__Rating *lenient =
        reading->residual_lenient == NULL ? reading->residual : reading->residual_lenient;
    bool is_blocked = !reading->may_be_decided && band_of(lenient) > appetite_of(bench, row);
    gate_add(bench, &(struct gate_finding){
                        .state = failing_state(is_blocked),
                        .code = "RISK_ABOVE_APPETITE",
                        .subject = row->key,
                        .cause = appetite_cause(bench, row, reading),
                        .actor = GATE_ACTOR_TEAM,
                        .remedy = appetite_remedy(bench, row, is_blocked),
                        .facts = reading->unknown,
                        .fact_count = is_blocked ? 0 : reading->n_unknown,
                    });
}

/* Groups that would count if every unknown fell the favourable way. */
static uint32_t lenient_depth(struct gate_bench *bench, const Catalog__V1__Row *row) {
    struct risk_credit *credits = ARENA_ARRAY(bench->arena, struct risk_credit, row->n_credits + 1);
    size_t count = 0;
    if (credits == NULL) {
        bench->has_failed = true;
        return 0;
    }
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        bool counts = bench->reading == GATE_NOW ? credit->counts_now : credit->counts_planned;
        if (counts || credit->n_unknown > 0)
            credits[count++] = (struct risk_credit){.layer = credit->layer, .provider = credit->provider};
    }
    return risk_apply((struct risk_rating){1, 1}, credits, count).depth;
}

static void check_depth(struct gate_bench *bench, const Catalog__V1__Row *row, const Catalog__V1__RowReading *reading) {
    uint32_t demand = policy_depth(bench->input->policy, band_of(row->inherent));
    if (reading->depth >= demand)
        return;
    bool is_blocked = !reading->may_be_decided && lenient_depth(bench, row) < demand;
    gate_add(bench, &(struct gate_finding){
                        .state = failing_state(is_blocked),
                        .code = "DEPTH_TOO_LOW",
                        .subject = row->key,
                        .cause = arena_printf(bench->arena,
                                              "inherent risk is %s, which asks for controls in %u independent layers "
                                              "or providers; %u count%s",
                                              band_text(band_of(row->inherent)), demand, reading->depth,
                                              reading->depth == 1 ? "s" : ""),
                        .actor = GATE_ACTOR_TEAM,
                        .remedy = is_blocked ? "add a control on another layer or by another provider"
                                             : "state the facts that are not known",
                        .facts = reading->unknown,
                        .fact_count = is_blocked ? 0 : reading->n_unknown,
                    });
}

void gate_look_at_rows(struct gate_bench *bench) {
    const Catalog__V1__EffectiveModel *model = bench->input->model;
    for (size_t i = 0; i < model->n_rows; i++) {
        const Catalog__V1__Row *row = model->rows[i];
        const Catalog__V1__RowReading *reading = bench->reading == GATE_NOW ? row->now : row->planned;
        if (reading == NULL || gate_is_settled(reading))
            continue;
        check_appetite(bench, row, reading);
        check_depth(bench, row, reading);
    }
}
