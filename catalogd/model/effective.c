#include "model/effective.h"

#include "model/baseline.h"
#include "model/report.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

char *effective_digest_text(struct graph *graph, const struct digest *digest) {
    char text[DIGEST_TEXT_BYTES];
    digest_text(digest, text);
    return graph_text(graph, "%s", text);
}

static int compare_causes(const void *a, const void *b) {
    const Catalog__V1__Cause *left = *(Catalog__V1__Cause *const *)a;
    const Catalog__V1__Cause *right = *(Catalog__V1__Cause *const *)b;
    int order = strcmp(left->code, right->code);
    if (order == 0)
        order = strcmp(left->subject, right->subject);
    return order != 0 ? order : strcmp(left->text, right->text);
}

bool effective_causes(struct graph *graph, const cause_list *causes, Catalog__V1__Cause ***ret_causes,
                      size_t *ret_count) {
    *ret_causes = NULL;
    *ret_count = 0;
    if (causes->count == 0)
        return true;
    Catalog__V1__Cause **sorted = ARENA_ARRAY(graph->arena, Catalog__V1__Cause *, causes->count);
    if (sorted == NULL)
        return graph_no_memory(graph);
    memcpy(sorted, causes->items, causes->count * sizeof(Catalog__V1__Cause *));
    qsort(sorted, causes->count, sizeof(Catalog__V1__Cause *), compare_causes);
    for (size_t i = 0; i < causes->count; i++) {
        if (i == 0 || compare_causes(&sorted[i], &sorted[*ret_count - 1]) != 0)
            sorted[(*ret_count)++] = sorted[i];
    }
    *ret_causes = sorted;
    return true;
}

static int compare_findings(const void *a, const void *b) {
    const Catalog__V1__Finding *left = *(Catalog__V1__Finding *const *)a;
    const Catalog__V1__Finding *right = *(Catalog__V1__Finding *const *)b;
    int order = strcmp(left->code, right->code);
    if (order == 0)
        order = strcmp(left->subject, right->subject);
    return order != 0 ? order : strcmp(left->message, right->message);
}

bool effective_findings(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    size_t count = 0;
    if (graph->findings.count > 0)
        qsort(graph->findings.items, graph->findings.count, sizeof(Catalog__V1__Finding *), compare_findings);
    for (size_t i = 0; i < graph->findings.count; i++) {
        Catalog__V1__Finding **kept = graph->findings.items;
        if (count == 0 || compare_findings(&kept[i], &kept[count - 1]) != 0)
            kept[count++] = kept[i];
    }
    model->findings = graph->findings.items;
    model->n_findings = count;
    return true;
}

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

static bool fill_decision(struct graph *graph, const Catalog__V1__DecisionRequest *request,
                          Catalog__V1__EffectiveDecision *decision) {
    cause_list causes = {0};
    catalog__v1__effective_decision__init(decision);
    decision->id = request->id;
    decision->kind = request->kind;
    decision->requester = graph->objects.items[0]->model->owner;
    decision->expires_at = request->expires_at;
    return report_cause(graph, &causes, "DECISION_NOT_APPROVED", request->id,
                        "It is a request in the model, and nobody else has approved it.") &&
           effective_causes(graph, &causes, &decision->causes, &decision->n_causes) &&
           fill_subjects(graph, request, decision);
}

static int compare_decisions(const void *a, const void *b) {
    return strcmp((*(Catalog__V1__EffectiveDecision *const *)a)->id, (*(Catalog__V1__EffectiveDecision *const *)b)->id);
}

bool effective_decisions(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    const Catalog__V1__Model *root = graph->objects.items[0]->model;
    model->decisions = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveDecision *, root->n_decisions + 1);
    if (model->decisions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < root->n_decisions; i++) {
        model->decisions[i] = ARENA_NEW(graph->arena, Catalog__V1__EffectiveDecision);
        if (model->decisions[i] == NULL)
            return graph_no_memory(graph);
        if (!fill_decision(graph, root->decisions[i], model->decisions[i]))
            return false;
    }
    model->n_decisions = root->n_decisions;
    qsort(model->decisions, model->n_decisions, sizeof(Catalog__V1__EffectiveDecision *), compare_decisions);
    return true;
}
