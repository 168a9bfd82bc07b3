#include "model/condition.h"

#include "model/fact.h"
#include "model/graph.h"

#include <string.h>

bool condition_read(const char *text, struct arena *arena, struct condition *ret_condition) {
    *ret_condition = (struct condition){.text = text};
    if (text[0] == '\0')
        return true;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code status = predicate_parse(slice_text(text), arena, &ret_condition->predicate, &problem);
    ret_condition->is_broken = status != STATUS_OK;
    return status != STATUS_RESOURCE_EXHAUSTED;
}

bool condition_compile(struct graph *graph, const char *text, struct condition *ret_condition) {
    return condition_read(text, graph->arena, ret_condition) || graph_no_memory(graph);
}

bool condition_trace(struct graph *graph, const struct condition *condition, struct scope scope,
                     struct predicate_outcome *ret_outcome) {
    struct fact_source facts = {.graph = graph, .scope = scope};
    struct predicate_source source = {.context = &facts, .lookup = fact_lookup};
    struct problem problem;
    *ret_outcome =
        (struct predicate_outcome){.verdict = condition->is_broken ? PREDICATE_IS_UNKNOWN : PREDICATE_IS_TRUE};
    if (condition->predicate == NULL || condition->is_broken)
        return true;
    problem_init(&problem, NULL);
    status_code status = predicate_evaluate(condition->predicate, &source, graph->arena, 0, ret_outcome, &problem);
    if (facts.has_failed || (status == STATUS_RESOURCE_EXHAUSTED && strcmp(problem.reason, "PREDICATE_STEPS") != 0))
        return graph_no_memory(graph);
    if (status != STATUS_OK)
        *ret_outcome = (struct predicate_outcome){.verdict = PREDICATE_IS_UNKNOWN};
    return true;
}

/* A fact has one name; a parameter is told by the instance that it configures. */
static const char *unknown_name(struct graph *graph, struct scope scope, const char *path) {
    bool is_parameter = strncmp(path, "config.", 7) == 0 && scope.instance->address[0] != '\0';
    return is_parameter ? GRAPH_JOIN(graph, scope.instance->address, ".", path) : path;
}

static bool name_unknowns(struct graph *graph, struct scope scope, const struct predicate_outcome *outcome,
                          struct judgement *judgement) {
    judgement->unknown = ARENA_ARRAY(graph->arena, const char *, outcome->reading_count + 1);
    if (judgement->unknown == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < outcome->reading_count; i++) {
        if (!outcome->readings[i].decides)
            continue;
        const char *name = unknown_name(graph, scope, outcome->readings[i].path);
        if (name == NULL)
            return false;
        judgement->unknown[judgement->unknown_count++] = name;
    }
    return true;
}

bool condition_judge(struct graph *graph, const struct condition *condition, struct scope scope,
                     struct judgement *ret_judgement) {
    static const enum condition_truth truths[] = {[PREDICATE_IS_FALSE] = CONDITION_FALSE,
                                                  [PREDICATE_IS_TRUE] = CONDITION_TRUE,
                                                  [PREDICATE_IS_UNKNOWN] = CONDITION_UNKNOWN};
    struct predicate_outcome outcome;
    *ret_judgement = (struct judgement){.truth = CONDITION_TRUE};
    if (condition->text == NULL || condition->text[0] == '\0')
        return true;
    if (!condition_trace(graph, condition, scope, &outcome))
        return false;
    ret_judgement->truth = truths[outcome.verdict];
    return ret_judgement->truth != CONDITION_UNKNOWN || name_unknowns(graph, scope, &outcome, ret_judgement);
}
