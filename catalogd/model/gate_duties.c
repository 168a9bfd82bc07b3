#include "model/gate_bench.h"

#include <string.h>

#define BLOCKED     CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED
#define CONDITIONAL CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL

/* The model under the gate is the team's own; a component's owner answers for what it declared. */
static const char *actor_of(const struct gate_bench *bench, const char *answerable) {
    bool is_own = *answerable == '\0' || strcmp(answerable, bench->input->model->model) == 0;
    return is_own ? GATE_ACTOR_TEAM : arena_printf(bench->arena, "owner of %s", answerable);
}

static bool binds(Catalog__V1__BaselineLevel level) {
    return level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_MANDATORY ||
           level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE;
}

static char *entry_remedy(struct gate_bench *bench, const Catalog__V1__EffectiveEntry *entry) {
    bool is_negotiable = entry->level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE;
    return arena_printf(bench->arena, "add a mitigation with control %s%s%s%s", entry->control,
                        *entry->place == '\0' ? "" : " on ", entry->place,
                        is_negotiable ? ", or ask for a deviation" : "");
}

static void check_entry(struct gate_bench *bench, const Catalog__V1__EffectiveEntry *entry) {
    Catalog__V1__EntryState state = bench->reading == GATE_NOW ? entry->state : entry->planned;
    bool is_unmet = state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET;
    if (!binds(entry->level) || (!is_unmet && state != CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNKNOWN))
        return;
    bool is_once = *entry->place == '\0';
    gate_add(bench, &(struct gate_finding){
                        .state = is_unmet ? BLOCKED : CONDITIONAL,
                        .code = "BASELINE_UNMET",
                        .subject = is_once ? entry->control
                                           : arena_printf(bench->arena, "%s@%s", entry->control, entry->place),
                        .cause = arena_printf(bench->arena, "%s asks for it and nothing that counts has this control",
                                              entry->n_asked_by > 0 ? entry->asked_by[0] : "a baseline"),
                        .actor = GATE_ACTOR_TEAM,
                        .remedy = entry_remedy(bench, entry),
                        .facts = entry->unknown,
                        .fact_count = is_unmet ? 0 : entry->n_unknown,
                    });
}

static char *duty_cause(struct gate_bench *bench, const char *statement, Catalog__V1__Cause *const *causes,
                        size_t count) {
    return arena_printf(bench->arena, "%s%s%s", statement, count > 0 ? " " : "", count > 0 ? causes[0]->text : "");
}

static bool fails(Catalog__V1__DutyState state) {
    return state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET || state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING;
}

static void check_responsibility(struct gate_bench *bench, const Catalog__V1__EffectiveResponsibility *duty) {
    Catalog__V1__DutyState state = bench->reading == GATE_NOW ? duty->state : duty->planned;
    bool is_unmet = state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET;
    if (!duty->mandatory || !fails(state))
        return;
    gate_add(bench, &(struct gate_finding){
                        .state = is_unmet ? BLOCKED : CONDITIONAL,
                        .code = is_unmet ? "RESPONSIBILITY_UNMET" : "RESPONSIBILITY_PENDING",
                        .subject = duty->address,
                        .cause = duty_cause(bench, duty->statement, duty->causes, duty->n_causes),
                        .actor = actor_of(bench, duty->answerable),
                        .remedy = arena_printf(bench->arena, "answer %s by a mitigation%s%s", duty->address,
                                               duty->n_controls > 0 ? " with control " : "",
                                               duty->n_controls > 0 ? duty->controls[0] : ""),
                        .facts = duty->unknown,
                        .fact_count = is_unmet ? 0 : duty->n_unknown,
                    });
}

static void check_assumption(struct gate_bench *bench, const Catalog__V1__EffectiveAssumption *duty) {
    bool is_unmet = duty->state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET;
    if (!fails(duty->state))
        return;
    gate_add(bench,
             &(struct gate_finding){
                 .state = is_unmet ? BLOCKED : CONDITIONAL,
                 .code = is_unmet ? "ASSUMPTION_VIOLATED" : "ASSUMPTION_PENDING",
                 .subject = duty->address,
                 .cause = duty_cause(bench, duty->statement, duty->causes, duty->n_causes),
                 .actor = actor_of(bench, duty->answerable),
                 .remedy = is_unmet ? "make it so, or use another component"
                                    : arena_printf(bench->arena, "state the facts it needs, or attest %s in answers",
                                                   duty->address),
                 .facts = duty->unknown,
                 .fact_count = is_unmet ? 0 : duty->n_unknown,
             });
}

void gate_look_at_duties(struct gate_bench *bench) {
    const Catalog__V1__EffectiveModel *model = bench->input->model;
    for (size_t i = 0; i < model->n_baseline; i++)
        check_entry(bench, model->baseline[i]);
    for (size_t i = 0; i < model->n_responsibilities; i++)
        check_responsibility(bench, model->responsibilities[i]);
    for (size_t i = 0; i < model->n_assumptions; i++)
        check_assumption(bench, model->assumptions[i]);
}
