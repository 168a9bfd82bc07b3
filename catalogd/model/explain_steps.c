#include "model/explain_steps.h"

#include "model/credit.h"
#include "model/text_field.h"

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

const char *explain_counts(worlds counts) {
    if ((counts & WORLD_NOW_STRICT) != 0)
        return "credited";
    return (counts & WORLD_NOW_LENIENT) != 0 ? "unknown" : "not credited";
}

const char *explain_met(worlds met) {
    if ((met & WORLD_NOW_STRICT) != 0)
        return "met";
    return (met & WORLD_NOW_LENIENT) != 0 ? "pending" : "unmet";
}

const char *explain_path(struct graph *graph, const char *list, const char *id) {
    return graph_text(graph, "%s[%s]", list, id);
}

static bool fill_values(struct graph *graph, const struct predicate_outcome *outcome,
                        Catalog__V1__DerivationStep *message) {
    message->values = ARENA_ARRAY(graph->arena, Catalog__V1__Setting *, outcome->reading_count + 1);
    if (message->values == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < outcome->reading_count; i++) {
        Catalog__V1__Setting *setting = ARENA_NEW(graph->arena, Catalog__V1__Setting);
        const char *text = predicate_value_text(&outcome->readings[i].value, graph->arena);
        if (setting == NULL || text == NULL)
            return graph_no_memory(graph);
        catalog__v1__setting__init(setting);
        setting->name = text_field(outcome->readings[i].path);
        setting->value = text_field(text);
        message->values[message->n_values++] = setting;
    }
    return true;
}

static bool fill_condition(struct graph *graph, const struct step *step, Catalog__V1__DerivationStep *message) {
    static const char *const verdicts[] = {
        [PREDICATE_IS_FALSE] = "false", [PREDICATE_IS_TRUE] = "true", [PREDICATE_IS_UNKNOWN] = "unknown"};
    struct predicate_outcome outcome;
    if (!condition_trace(graph, step->condition, step->scope, &outcome))
        return false;
    message->predicate = text_field(text_or_empty(step->condition->text));
    message->outcome = text_field(verdicts[outcome.verdict]);
    return fill_values(graph, &outcome, message);
}

bool explain_add(struct explanation *explanation, const struct step *step) {
    struct graph *graph = explanation->graph;
    Catalog__V1__DerivationStep *message = ARENA_NEW(graph->arena, Catalog__V1__DerivationStep);
    if (message == NULL)
        return graph_no_memory(graph);
    catalog__v1__derivation_step__init(message);
    message->depth = step->depth;
    message->rule = text_field(step->rule);
    message->object = text_field(step->object != NULL ? step->object->label : text_or_empty(step->object_label));
    message->record = text_field(text_or_empty(step->record));
    message->text = text_field(text_or_empty(step->text));
    if (step->condition != NULL && !fill_condition(graph, step, message))
        return false;
    if (step->outcome != NULL)
        message->outcome = text_field(step->outcome);
    return vector_push(graph->arena, &explanation->steps, message) || graph_no_memory(graph);
}

static bool explain_duty_condition(struct explanation *explanation, const struct duty *duty, uint32_t depth) {
    const struct instance *instance = duty->instance;
    const struct graph_object *object = instance->object;
    const struct threat_rule *rule = duty->is_assumption ? &object->assumptions[duty - instance->assumptions]
                                                         : &object->responsibilities[duty - instance->responsibilities];
    struct step step = {.depth = depth,
                        .rule = duty->is_assumption ? "duty.holds" : "duty.when",
                        .object = object,
                        .condition = &rule->when,
                        .scope = {.instance = instance}};
    return rule->when.text[0] == '\0' || explain_add(explanation, &step);
}

static bool explain_answer(struct explanation *explanation, const struct duty *duty,
                           const struct mitigation *mitigation, uint32_t depth) {
    worlds counts = mitigation_counts(mitigation);
    struct step step = {.depth = depth,
                        .rule = "duty.answer",
                        .object = mitigation->object,
                        .record = explain_path(explanation->graph, "mitigations", mitigation->message->id),
                        .outcome = explain_counts(counts),
                        .text = duty->is_assumption ? "" : "A mitigation that discharges it while it counts."};
    if (step.record == NULL || !explain_add(explanation, &step))
        return false;
    return mitigation->uses == NULL || explain_provision(explanation, "credit.provision", mitigation->uses, depth + 1);
}

static bool explain_statement(struct explanation *explanation, const struct duty *duty, uint32_t depth) {
    if (!duty->is_answered || duty->answers.count > 0)
        return true;
    struct step step = {.depth = depth,
                        .rule = "duty.answer",
                        .object = duty->instance->declared_by,
                        .record = "answers",
                        .outcome = duty->answered == WORLDS_NONE ? "false" : "true",
                        .text = "Whether somebody's word counts for it at this time."};
    return explain_add(explanation, &step);
}

bool explain_duty(struct explanation *explanation, const char *rule, struct duty *duty, uint32_t depth) {
    struct step step = {
        .depth = depth,
        .rule = rule,
        .object = duty->instance->object,
        .record = explain_path(explanation->graph, duty->is_assumption ? "assumptions" : "responsibilities", duty->id),
        .outcome = explain_met(duty->met),
        .text = duty->address};
    bool was_seen = duty->seen == explanation->graph->epoch;
    if (step.record == NULL || !explain_add(explanation, &step))
        return false;
    if (was_seen || depth >= EXPLAIN_DEPTH_MAX)
        return true;
    duty->seen = explanation->graph->epoch;
    if (!explain_duty_condition(explanation, duty, depth + 1) || !explain_statement(explanation, duty, depth + 1))
        return false;
    for (size_t i = 0; i < duty->answers.count; i++) {
        if (!explain_answer(explanation, duty, duty->answers.items[i], depth + 1))
            return false;
    }
    for (size_t i = 0; i < duty->passed_to.count; i++) {
        if (!explain_duty(explanation, "duty.passed", duty->passed_to.items[i], depth + 1))
            return false;
    }
    return true;
}
