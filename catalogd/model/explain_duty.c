#include "model/explain_nodes.h"

#include "model/credit.h"
#include "model/duty.h"
#include "model/rules.h"
#include "model/timestamp.h"

static const char *met_text(worlds met) {
    if ((met & WORLD_NOW_STRICT) != 0)
        return "met";
    return (met & WORLD_NOW_LENIENT) != 0 ? "pending" : "unmet";
}

static void explain_condition(struct explanation *explanation, const struct duty *duty, uint32_t depth) {
    const struct instance *instance = duty->instance;
    const struct graph_object *object = instance->object;
    const struct threat_rule *rule = duty->is_assumption ? &object->assumptions[duty - instance->assumptions]
                                                         : &object->responsibilities[duty - instance->responsibilities];
    const bool is_open = duty->is_assumption && rule->when.text[0] == '\0';
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = duty->is_assumption ? "duty.holds" : "duty.when",
                                            .object = object,
                                            .condition = &rule->when,
                                            .scope = {.instance = instance},
                                            .outcome = is_open ? "unknown" : NULL,
                                            .text = is_open ? "Only somebody's word can settle it." : ""});
}

static void explain_statement(struct explanation *explanation, const struct duty *duty,
                              const Catalog__V1__AnswerStatement *statement, uint32_t depth) {
    time_ns from = 0;
    time_ns until = 0;
    const time_ns at = explanation->graph->options->at;
    const bool is_admitted = duty_statement_period(duty, statement, &from, &until);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "duty.stated",
                                            .object = duty->instance->declared_by,
                                            .record = "answers",
                                            .outcome = explain_truth(is_admitted && from <= at && at < until),
                                            .text = is_admitted ? "Somebody's word, while it counts."
                                                                : "Nobody's word is asked for here."});
    if (!is_admitted)
        return;
    const Catalog__V1__Timestamp first = timestamp_of(from);
    const Catalog__V1__Timestamp last = timestamp_of(until);
    explain_time(explanation, "valid_from", &first);
    explain_time(explanation, "valid_until", until == INT64_MAX ? NULL : &last);
}

static void explain_answer(struct explanation *explanation, const struct duty *duty,
                           const struct mitigation *mitigation, uint32_t depth) {
    const bool is_admitted = duty_admits(explanation->graph, duty, mitigation);
    const worlds counts = is_admitted ? mitigation_counts(mitigation) : WORLDS_NONE;
    const char *record = explain_path(explanation, "mitigations", mitigation->message->id);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "duty.answer",
                                            .object = mitigation->object,
                                            .record = record,
                                            .subject = mitigation->address,
                                            .holds = counts,
                                            .outcome = is_admitted ? explain_counts(counts) : "not admitted",
                                            .text = is_admitted ? "It discharges it while it counts."
                                                                : "Of no kind that would discharge it."});
    if (is_admitted)
        explain_mitigation(explanation, mitigation, "duty.uses",
                           mitigation->uses == NULL ? WORLDS_NONE : provision_counts(mitigation->uses), depth + 1);
}

static void explain_answers(struct explanation *explanation, const struct duty *duty, uint32_t depth) {
    const struct graph_object *declarer = duty->instance->declared_by;
    for (size_t i = 0; i < declarer->model->n_answers; i++) {
        const Catalog__V1__Answer *answer = declarer->model->answers[i];
        if (duty_find(declarer, answer->to) != duty)
            continue;
        if (answer->statement != NULL)
            explain_statement(explanation, duty, answer->statement, depth);
        for (size_t k = 0; k < answer->n_by; k++) {
            size_t number = rules_find_mitigation(declarer, answer->by[k]);
            if (number != SIZE_MAX)
                explain_answer(explanation, duty, &declarer->mitigations[number], depth);
        }
    }
}

static void take_apart(struct explanation *explanation, const struct duty *duty, uint32_t depth) {
    if (duty->instance->index == 0) {
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "duty.left",
                                                .object = duty->instance->object,
                                                .outcome = "true",
                                                .text = "Left to whoever will depend on the model."});
        return;
    }
    explain_condition(explanation, duty, depth);
    explain_answers(explanation, duty, depth);
    for (size_t i = 0; i < duty->passed_to.count; i++)
        explain_duty(explanation, "duty.passed", duty->passed_to.items[i], depth);
}

void explain_duty(struct explanation *explanation, const char *rule, struct duty *duty, uint32_t depth) {
    const char *list = duty->is_assumption ? "assumptions" : "responsibilities";
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = rule,
                                            .object = duty->instance->object,
                                            .record = explain_path(explanation, list, duty->id),
                                            .subject = duty->address,
                                            .holds = duty->met,
                                            .outcome = met_text(duty->met)});
    if (explain_enter(explanation, &duty->seen, (struct lemma){.duty = duty}, depth))
        take_apart(explanation, duty, depth + 1);
}
