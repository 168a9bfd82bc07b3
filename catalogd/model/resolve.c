#include "model/resolve.h"

#include "model/context.h"
#include "model/contract.h"
#include "model/effective.h"
#include "model/lock.h"
#include "model/report.h"
#include "model/resolver.h"
#include "model/suggest_search.h"
#include "model/text_field.h"

/* Minimum context is asked of features; a component may be one element and nothing else. */
static bool look_for_context(struct graph *graph) {
    const struct graph_object *root = graph->objects.items[0];
    struct gate_items missing = {0};
    if (root->is_component)
        return true;
    const Catalog__V1__Model **components =
        ARENA_ARRAY(graph->arena, const Catalog__V1__Model *, root->model->n_dependencies + 1);
    if (components == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < root->model->n_dependencies; i++)
        components[i] = root->dependencies[i] == NULL ? NULL : root->dependencies[i]->object->model;
    graph->status = context_missing(root->model, components, graph->arena, &missing, graph->problem);
    for (size_t i = 0; graph->status == STATUS_OK && i < missing.count; i++) {
        if (!report_item(graph, &graph->missing, missing.items[i]))
            return false;
    }
    return graph->status == STATUS_OK;
}

/* The perspectives whose demand holds or may hold. */
static bool list_sign_offs(struct graph *graph, struct gate_input *input) {
    const Catalog__V1__Policy *policy = policy_message(graph->policy);
    const char **perspectives = ARENA_ARRAY(graph->arena, const char *, policy->n_sign_offs + 1);
    if (perspectives == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < policy->n_sign_offs; i++) {
        struct condition when;
        struct judgement judgement;
        struct scope scope = {.instance = graph->instances.items[0]};
        if (!condition_compile(graph, policy->sign_offs[i]->when, &when) ||
            !condition_judge(graph, &when, scope, &judgement))
            return false;
        if (judgement.truth != CONDITION_FALSE)
            perspectives[input->sign_off_count++] = policy->sign_offs[i]->perspective;
    }
    input->sign_offs = perspectives;
    return true;
}

static bool judge(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    if (!look_for_context(graph) || !suggest_triage(graph))
        return false;
    struct gate_input input = {.model = model,
                               .policy = graph->policy,
                               .invalid = {graph->invalid.items, graph->invalid.count},
                               .missing = {graph->missing.items, graph->missing.count},
                               .stale = {graph->stale.items, graph->stale.count},
                               .conditional = {graph->conditional.items, graph->conditional.count},
                               .next_boundary = graph->boundary};
    if (!graph->objects.items[0]->is_component && !list_sign_offs(graph, &input))
        return false;
    graph->status = gate_judge(&input, GATE_NOW, graph->arena, &model->now, graph->problem);
    if (graph->status == STATUS_OK)
        graph->status = gate_judge(&input, GATE_PLANNED, graph->arena, &model->planned, graph->problem);
    return graph->status == STATUS_OK;
}

static bool find_content(struct graph *graph, const Catalog__V1__Object *object, struct digest *ret_content) {
    if (graph->options->content != NULL)
        *ret_content = *graph->options->content;
    else
        graph->status = content_digest(object, graph->arena, ret_content, graph->problem);
    return graph->status == STATUS_OK;
}

static bool fill_lock(struct graph *graph, const Catalog__V1__Object *object, struct resolution *resolution) {
    Catalog__V1__EffectiveModel *model = resolution->model;
    struct digest content;
    if (graph->options->leaves_out_lock)
        return true;
    if (!lock_make(graph, &resolution->lock) || !find_content(graph, object, &content))
        return false;
    model->content_digest = effective_digest_text(graph, &content);
    if (model->content_digest == NULL)
        return false;
    model->effective_digest = lock_effective_digest(graph, &content);
    return model->effective_digest != NULL;
}

static bool write_down(struct graph *graph, const Catalog__V1__Object *object, struct resolution *resolution) {
    Catalog__V1__EffectiveModel *model = ARENA_NEW(graph->arena, Catalog__V1__EffectiveModel);
    if (model == NULL)
        return graph_no_memory(graph);
    catalog__v1__effective_model__init(model);
    model->model = text_field(graph->objects.items[0]->name);
    model->stage = graph->objects.items[0]->model->stage;
    model->data_classification = text_field(graph->data_classification);
    resolution->model = model;
    return fill_lock(graph, object, resolution) && effective_instances(graph, model) && effective_rows(graph, model) &&
           effective_duties(graph, model) && effective_baseline(graph, model) && effective_decisions(graph, model) &&
           effective_advisories(graph, model) && effective_findings(graph, model) && judge(graph, model);
}

status_code resolve(const Catalog__V1__Object *object, const struct catalog_view *view,
                    const struct resolve_options *options, struct arena *arena, struct resolution *ret_resolution,
                    struct problem *problem) {
    struct graph graph;
    struct resolution resolution = {0};
    status_code status = resolver_run(object, view, options, arena, &graph, problem);
    if (status != STATUS_OK)
        return status;
    if (!write_down(&graph, object, &resolution))
        return graph.status != STATUS_OK ? graph.status : problem_no_memory(problem);
    resolution.overruled = graph.overruled.items;
    resolution.overruled_count = graph.overruled.count;
    resolution.conflict = graph.conflict;
    *ret_resolution = resolution;
    return STATUS_OK;
}
