#include "model/explain_row.h"

#include "model/decision.h"
#include "model/policy.h"
#include "model/readings.h"

#include <string.h>

static const struct {
    worlds world;
    const char *name;
} readings[] = {{WORLD_NOW_STRICT, "now, strictly"},
                {WORLD_NOW_LENIENT, "now, leniently"},
                {WORLD_PLANNED_STRICT, "as planned, strictly"},
                {WORLD_PLANNED_LENIENT, "as planned, leniently"}};

static const char *state_text(Catalog__V1__RowState state) {
    static const char *const texts[] = {"",          "OPEN",     "PARTIAL",       "CONDITIONAL",
                                        "MITIGATED", "ACCEPTED", "NOT_APPLICABLE"};
    return (unsigned)state < COUNT_OF(texts) ? texts[state] : "";
}

static const char *rating_text(struct explanation *explanation, struct risk_rating rating) {
    const Catalog__V1__RiskBand band = policy_band(explanation->graph->policy, rating.likelihood, rating.impact);
    const char *word = explain_word_text(explanation, &catalog__v1__risk_band__descriptor, (int)band);
    const char *text = graph_text(explanation->graph, "%ux%u %s", rating.likelihood, rating.impact, word);
    explanation->has_failed |= text == NULL;
    return text;
}

/* ---- Mitigation groups ---- */

static bool counts_in(const struct row *row, const char *control, worlds world) {
    for (size_t i = 0; i < row->credits.count; i++) {
        const struct row_credit *credit = &row->credits.items[i];
        if ((credit->counts & world) != 0 && strcmp(credit->control->name, control) == 0)
            return true;
    }
    return false;
}

static void explain_group(struct explanation *explanation, const Catalog__V1__MitigationGroup *group, worlds world,
                          uint32_t depth) {
    size_t found = 0;
    for (size_t i = 0; i < group->n_controls; i++)
        found += counts_in(explanation->row, group->controls[i], world);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "state.group",
                                            .object_label = explanation->row->threat->name,
                                            .record = explain_path(explanation, "mitigation_groups", group->id),
                                            .outcome = explain_truth(found > 0 && found == group->n_controls),
                                            .text = "All controls of the group must count."});
    for (size_t i = 0; i < group->n_controls; i++)
        explain_detail(explanation, group->controls[i], "%s",
                       counts_in(explanation->row, group->controls[i], world) ? "counts" : "does not count");
}

/* ---- Arithmetic ---- */

static void explain_sum(struct explanation *explanation, const struct risk_sum *sum, uint32_t depth) {
    const struct row_source *residual = sum->residual;
    explain_add(
        explanation,
        &(struct step){.depth = depth,
                       .rule = residual == NULL ? "risk.sum" : "risk.residual",
                       .object = residual == NULL ? NULL : residual->instance->object,
                       .record = residual == NULL ? NULL : explain_path(explanation, "residuals", residual->record),
                       .subject = residual == NULL ? NULL : residual->instance->address,
                       .outcome = rating_text(explanation, sum->outcome.residual),
                       .text = residual == NULL ? "What the controls leave of the risk."
                                                : "What others' controls leave of the residual."});
    explain_rating(explanation, sum->start);
    explain_number(explanation, "likelihood_scaled", sum->outcome.likelihood_scaled);
    explain_number(explanation, "impact_scaled", sum->outcome.impact_scaled);
    for (uint32_t i = 0; i < sum->outcome.depth; i++) {
        const struct risk_credit *group = &sum->groups[i];
        explain_add(explanation, &(struct step){.depth = depth + 1,
                                                .rule = "risk.group",
                                                .text = "The largest reductions of one layer of one provider."});
        explain_word(explanation, "layer", &catalog__v1__layer__descriptor, (int)group->layer);
        explain_detail(explanation, "provider", "%s", group->provider);
        explain_number(explanation, "likelihood_reduction_bp", group->reduction.likelihood_bp);
        explain_number(explanation, "impact_reduction_bp", group->reduction.impact_bp);
    }
}

/* ---- Readings ---- */

static bool is_like(worlds holds, worlds a, worlds b) {
    return ((holds & a) != 0) == ((holds & b) != 0);
}

/* Whether nothing tells world A from B on the row. */
static bool is_same(const struct explanation *explanation, worlds a, worlds b) {
    const struct row *row = explanation->row;
    bool is_same = decision_state_of(explanation->graph, row, a) == decision_state_of(explanation->graph, row, b);
    for (size_t i = 0; i < row->sources.count; i++)
        is_same &= is_like(row->sources.items[i].exists, a, b);
    for (size_t i = 0; i < row->reratings.count; i++)
        is_same &= is_like(row->reratings.items[i].in_force, a, b);
    for (size_t i = 0; i < row->credits.count; i++)
        is_same &= is_like(row->credits.items[i].counts, a, b);
    return is_same;
}

/* The first reading before NUMBER that is the same; NUMBER itself: none. */
static size_t find_same(const struct explanation *explanation, size_t number) {
    size_t other = 0;
    while (other < number && !is_same(explanation, readings[other].world, readings[number].world))
        other++;
    return other;
}

static void explain_below(struct explanation *explanation, worlds world, const struct reading_trace *trace,
                          uint32_t depth) {
    const Catalog__V1__Threat *threat = explanation->row->threat->message;
    const Catalog__V1__RowState decided = decision_state_of(explanation->graph, explanation->row, world);
    for (size_t i = 0; i < threat->n_mitigation_groups; i++)
        explain_group(explanation, threat->mitigation_groups[i], world, depth);
    for (size_t i = 0; i < trace->sums.count; i++)
        explain_sum(explanation, &trace->sums.items[i], depth);
    if (decided != CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED)
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "state.decided",
                                                .outcome = state_text(decided),
                                                .text = "A decision in force sets the state."});
}

static void explain_reading(struct explanation *explanation, size_t number, uint32_t depth) {
    struct graph *graph = explanation->graph;
    const worlds world = readings[number].world;
    const size_t same = find_same(explanation, number);
    struct reading_trace trace = {.arena = graph->arena};
    struct world_reading reading;
    if (explanation->has_failed || !readings_trace(graph, explanation->row, world, &reading, &trace)) {
        explanation->has_failed = true;
        return;
    }
    const char *text = graph_text(graph, same == number ? "Read %s." : "Read %s: the same as read %s.",
                                  readings[number].name, readings[same].name);
    explanation->has_failed |= text == NULL;
    explain_add(
        explanation,
        &(struct step){
            .depth = depth, .rule = "reading", .holds = world, .outcome = state_text(reading.state), .text = text});
    explain_detail(explanation, "exists", "%s", explain_truth(reading.exists));
    explain_number(explanation, "groups", reading.depth);
    explain_rating(explanation, reading.residual);
    explain_word(explanation, "band", &catalog__v1__risk_band__descriptor,
                 (int)policy_band(graph->policy, reading.residual.likelihood, reading.residual.impact));
    if (reading.state >= CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL)
        explain_word(explanation, "mitigated_by", &catalog__v1__mitigated_by__descriptor, (int)reading.mitigated_by);
    if (same == number)
        explain_below(explanation, world, &trace, depth + 1);
}

static void explain_state(struct explanation *explanation, const char *rule, const Catalog__V1__RowReading *reading,
                          size_t first, uint32_t depth) {
    static const char conditional[] = "Not answered if the unknown is unfavourable, and answered if not.";
    const bool is_conditional = reading->state == CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = rule,
                                            .outcome = state_text(reading->state),
                                            .text = is_conditional ? conditional : "The strict reading."});
    explain_detail(explanation, "above_appetite", "%s", explain_truth(reading->above_appetite));
    explain_reading(explanation, first, depth + 1);
    explain_reading(explanation, first + 1, depth + 1);
}

void explain_outcome(struct explanation *explanation, const Catalog__V1__Row *message, uint32_t depth) {
    const struct risk_rating inherent = {message->inherent->likelihood, message->inherent->impact};
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "risk.inherent",
                                            .outcome = rating_text(explanation, inherent),
                                            .text = "The highest rating that may bring it."});
    explain_rating(explanation, inherent);
    explain_state(explanation, "state", message->now, 0, depth);
    explain_state(explanation, "state.planned", message->planned, 2, depth);
    explain_add(explanation,
                &(struct step){.depth = depth,
                               .rule = "risk.appetite",
                               .outcome = explain_word_text(explanation, &catalog__v1__risk_band__descriptor,
                                                            (int)message->appetite),
                               .text = "The highest band that is fine where data of that classification is."});
    if (message->classification[0] != '\0')
        explain_detail(explanation, "classification", "%s", message->classification);
}
