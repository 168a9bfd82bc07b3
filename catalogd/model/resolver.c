#include "model/resolver.h"

#include "model/advisory.h"
#include "model/baseline.h"
#include "model/credit.h"
#include "model/decision.h"
#include "model/duty.h"
#include "model/fact.h"
#include "model/graph_build.h"
#include "model/name.h"
#include "model/object.h"
#include "model/place.h"
#include "model/report.h"
#include "model/rows.h"
#include "model/rules.h"
#include "model/suggest_search.h"
#include "model/usage.h"
#include "model/validate.h"
#include "model/versions.h"

static bool index_pins(struct graph *graph) {
    const Catalog__V1__Lock *lock = graph->options->lock;
    string_map_init(&graph->pins, graph->arena);
    for (size_t i = 0; lock != NULL && i < lock->n_pins; i++) {
        if (!string_map_put(&graph->pins, lock->pins[i]->name, lock->pins[i]))
            return graph_no_memory(graph);
    }
    return true;
}

static bool compile(struct graph *graph, const Catalog__V1__Model *model, const struct compiled_model **ret_compiled) {
    *ret_compiled = graph->options->compiled;
    if (*ret_compiled == NULL)
        graph->status = compiled_model_build(model, graph->arena, ret_compiled, graph->problem);
    return graph->status == STATUS_OK;
}

static const char *highest_classification(const struct graph *graph, const Catalog__V1__Model *model) {
    const char *highest = "";
    for (size_t i = 0; i < model->n_assets; i++) {
        const char *candidate = model->assets[i]->classification;
        if (policy_classification_rank(graph->policy, candidate) > policy_classification_rank(graph->policy, highest))
            highest = candidate;
    }
    return highest;
}

static bool prepare(struct graph *graph, const Catalog__V1__Model *model) {
    graph->status = policy_load(graph->view, graph->arena, &graph->policy, &graph->policy_version, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    slice space = name_namespace(model->name);
    graph->feature_namespace = graph_text(graph, "%.*s", (int)space.size, (const char *)space.data);
    graph->data_classification = highest_classification(graph, model);
    string_map_init(&graph->threats_by_name, graph->arena);
    string_map_init(&graph->controls_by_name, graph->arena);
    return graph->feature_namespace != NULL && index_pins(graph);
}

/* What is wrong with the model by itself and against what it names; names of unknown objects are found on the way. */
static bool validate(struct graph *graph, const Catalog__V1__Object *object, const struct compiled_model *compiled) {
    const struct validate_options options = {
        .is_draft = true, .is_published = graph->options->is_published, .compiled = compiled};
    struct problem problem;
    problem_init(&problem, graph->arena);
    status_code status = validate_object(object, graph->view, &options, &problem);
    if (status != STATUS_OK && status != STATUS_INVALID_ARGUMENT)
        return graph_fail(graph, status, problem.reason, "%s", problem.message);
    graph->has_violations = problem.violation_count > 0;
    for (size_t i = 0; i < problem.violation_count; i++) {
        const struct violation *violation = &problem.violations[i];
        struct gate_item item = {.code = "INVALID_OBJECT",
                                 .subject = violation->field,
                                 .cause = violation->message,
                                 .remedy = violation->remedy};
        if (!report_item(graph, &graph->invalid, item))
            return false;
    }
    return true;
}

static bool build(struct graph *graph, const struct compiled_model *model, bool is_component) {
    struct string_map chosen;
    if (!versions_choose(graph, model->model, &chosen) || !graph_build_objects(graph, model, is_component, &chosen) ||
        !fact_prepare(graph) || !graph_build_instances(graph))
        return false;
    place_link(graph);
    return rules_compile(graph) && advisory_void_provisions(graph);
}

/* The order matters: each stage reads what the ones before it made. */
static bool find_out(struct graph *graph) {
    static bool (*const stages[])(struct graph *) = {credit_create_provisions,
                                                     credit_create_mitigations,
                                                     duty_create,
                                                     credit_link,
                                                     credit_settle,
                                                     duty_explain,
                                                     credit_explain,
                                                     credit_place_mitigations,
                                                     baseline_load,
                                                     rows_create,
                                                     suggest_check_dismissals,
                                                     baseline_create_demands,
                                                     decision_judge,
                                                     advisory_judge,
                                                     usage_check,
                                                     stale_check,
                                                     duty_report_unused};
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        if (!stages[i](graph))
            return false;
    }
    return true;
}

status_code resolver_run(const Catalog__V1__Object *object, const struct catalog_view *view,
                         const struct resolve_options *options, struct arena *arena, struct graph *ret_graph,
                         struct problem *problem) {
    const Catalog__V1__Model *model = object_model(object);
    bool is_component = object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    if (model == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_MODEL",
                           "a %s cannot be resolved; a feature or a component can",
                           object_kind_text(object_kind(object)));
    *ret_graph = (struct graph){.arena = arena,
                                .view = view,
                                .options = options,
                                .problem = problem,
                                .status = STATUS_OK,
                                .boundary = INT64_MAX};
    const struct compiled_model *compiled = NULL;
    if (compile(ret_graph, model, &compiled) && prepare(ret_graph, model) && validate(ret_graph, object, compiled) &&
        build(ret_graph, compiled, is_component) && find_out(ret_graph))
        return STATUS_OK;
    return ret_graph->status != STATUS_OK ? ret_graph->status : problem_no_memory(problem);
}
