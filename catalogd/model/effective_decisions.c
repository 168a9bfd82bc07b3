#include "model/effective.h"

#include "model/decision.h"
#include "model/report.h"

#include <stdlib.h>
#include <string.h>

static bool fill_subjects(struct graph *graph, const Catalog__V1__DecisionRequest *request,
                          Catalog__V1__EffectiveDecision *decision) {
    const char **subjects = ARENA_ARRAY(graph->arena, const char *, request->n_subjects + 1);
    if (subjects == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < request->n_subjects; i++) {
        const Catalog__V1__DecisionSubject *subject = request->subjects[i];
        const char *what = subject->threat[0] != '\0' ? subject->threat : subject->control;
        subjects[i] = subject->place[0] == '\0' ? what : graph_text(graph, "%s@%s", what, subject->place);
        if (subjects[i] == NULL)
            return false;
    }
    return report_sorted(graph, subjects, request->n_subjects, &decision->subjects, &decision->n_subjects);
}

static Catalog__V1__EffectiveDecision *add(struct graph *graph, const Catalog__V1__DecisionRequest *request,
                                           Catalog__V1__EffectiveModel *model) {
    Catalog__V1__EffectiveDecision *decision = ARENA_NEW(graph->arena, Catalog__V1__EffectiveDecision);
    if (decision == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__effective_decision__init(decision);
    decision->id = request->id;
    decision->kind = request->kind;
    decision->expires_at = request->expires_at;
    model->decisions[model->n_decisions++] = decision;
    return fill_subjects(graph, request, decision) ? decision : NULL;
}

static bool add_request(struct graph *graph, const Catalog__V1__DecisionRequest *request,
                        Catalog__V1__EffectiveModel *model) {
    cause_list causes = {0};
    Catalog__V1__EffectiveDecision *decision = add(graph, request, model);
    if (decision == NULL)
        return false;
    decision->requester = graph->objects.items[0]->model->owner;
    return report_cause(graph, &causes, "DECISION_NOT_APPROVED", request->id,
                        "It is a request in the model, and nobody else has approved it.") &&
           effective_causes(graph, &causes, &decision->causes, &decision->n_causes);
}

static bool add_decision(struct graph *graph, const struct decision_node *node, Catalog__V1__EffectiveModel *model) {
    const Catalog__V1__Decision *source = node->message;
    Catalog__V1__EffectiveDecision *decision = add(graph, source->request, model);
    if (decision == NULL)
        return false;
    decision->id = source->id;
    decision->in_force = (node->in_force & WORLD_NOW_STRICT) != 0;
    decision->requester = source->requester;
    decision->approver = source->approver;
    return effective_causes(graph, &node->causes, &decision->causes, &decision->n_causes);
}

/* Such a request is shown as what became of it. */
static bool was_asked(const struct graph *graph, const char *request_id) {
    for (size_t i = 0; i < graph->decisions.count; i++) {
        if (strcmp(graph->decisions.items[i]->message->request->id, request_id) == 0)
            return true;
    }
    return false;
}

static int compare_decisions(const void *a, const void *b) {
    return strcmp((*(Catalog__V1__EffectiveDecision *const *)a)->id, (*(Catalog__V1__EffectiveDecision *const *)b)->id);
}

bool effective_decisions(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    const Catalog__V1__Model *root = graph->objects.items[0]->model;
    size_t count = root->n_decisions + graph->decisions.count;
    model->decisions = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveDecision *, count + 1);
    if (model->decisions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < root->n_decisions; i++) {
        if (!was_asked(graph, root->decisions[i]->id) && !add_request(graph, root->decisions[i], model))
            return false;
    }
    for (size_t i = 0; i < graph->decisions.count; i++) {
        if (!add_decision(graph, graph->decisions.items[i], model))
            return false;
    }
    qsort(model->decisions, model->n_decisions, sizeof(Catalog__V1__EffectiveDecision *), compare_decisions);
    return true;
}
