#include "model/duty.h"

#include "model/credit.h"
#include "model/report.h"

static bool explain_answers(struct graph *graph, struct duty *duty) {
    for (size_t i = 0; i < duty->answers.count; i++) {
        const struct mitigation *mitigation = duty->answers.items[i];
        if ((mitigation_counts(mitigation) & WORLD_NOW_STRICT) == 0 &&
            !report_cause(graph, &duty->causes, "ANSWER_NOT_COUNTING", mitigation->address,
                          "The mitigation that answers it does not count now."))
            return false;
    }
    return true;
}

static bool explain_passing(struct graph *graph, struct duty *duty) {
    for (size_t i = 0; i < duty->passed_to.count; i++) {
        const struct duty *outer = duty->passed_to.items[i];
        if ((outer->met & WORLD_NOW_STRICT) == 0)
            return report_cause(graph, &duty->causes, "PASSED_ON", outer->address,
                                "It is passed on, and not every consumer meets it.");
    }
    return report_cause(graph, &duty->causes, "PASSED_ON_NARROWER", duty->address,
                        "What passes it on applies less often than it does.");
}

static bool explain_responsibility(struct graph *graph, struct duty *duty) {
    if (duty->is_passed_on)
        return explain_passing(graph, duty);
    if (!duty->is_answered)
        return report_cause(graph, &duty->causes, "NOT_ANSWERED", duty->address, "Nobody has answered it.");
    if (duty->answers.count == 0)
        return report_cause(graph, &duty->causes, "ANSWER_NOT_ADMITTED", duty->address,
                            "The answer is of no kind that discharges it, or has aged.");
    return explain_answers(graph, duty);
}

static bool explain_assumption(struct graph *graph, struct duty *duty) {
    if (duty->when.truth == CONDITION_FALSE)
        return report_cause(graph, &duty->causes, "ASSUMPTION_VIOLATED", duty->address, "The facts say otherwise.");
    return report_cause(graph, &duty->causes, "NOT_ATTESTED", duty->address,
                        duty->is_answered ? "The attestation does not count at this time."
                                          : "The facts do not say, and nobody has attested it.");
}

static bool explain_list(struct graph *graph, struct duty *duties, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct duty *duty = &duties[i];
        if ((duty->met & WORLD_NOW_STRICT) != 0)
            continue;
        if (!(duty->is_assumption ? explain_assumption(graph, duty) : explain_responsibility(graph, duty)))
            return false;
    }
    return true;
}

bool duty_explain(struct graph *graph) {
    for (size_t i = 1; i < graph->instances.count; i++) {
        const struct instance *instance = graph->instances.items[i];
        const Catalog__V1__Model *model = instance->object->model;
        if (!explain_list(graph, instance->responsibilities, model->n_responsibilities) ||
            !explain_list(graph, instance->assumptions, model->n_assumptions))
            return false;
    }
    return true;
}

/* What an answer to DUTY is for; NULL: it is of use. */
static const char *why_unused(const struct duty *duty) {
    if (duty == NULL)
        return "Nothing of that address asks for an answer.";
    if (!duty->is_assumption && duty->when.truth == CONDITION_FALSE)
        return "The responsibility does not apply with this configuration.";
    return NULL;
}

bool duty_report_unused(struct graph *graph) {
    const struct graph_object *root = graph->objects.items[0];
    for (size_t i = 0; i < root->model->n_answers; i++) {
        const char *to = root->model->answers[i]->to;
        const char *why = why_unused(duty_find(root, to));
        if (why != NULL &&
            !report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_NOTE,
                            (struct gate_item){
                                .code = "UNUSED_ANSWER", .subject = to, .cause = why, .remedy = "Remove the answer."}))
            return false;
    }
    return true;
}
