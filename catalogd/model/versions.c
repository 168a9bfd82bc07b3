#include "model/versions.h"

#include "model/graph_catalog.h"
#include "model/object.h"
#include "model/report.h"
#include "model/solver.h"

#include <string.h>

/* What the solver sees of the view. */
static status_code list_versions(void *context, const char *component, const struct solver_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    struct graph *graph = context;
    const struct view_version *stored = NULL;
    size_t count = 0;
    *ret_count = 0;
    status_code status = graph->view->versions(graph->view->context, component, &stored, &count, problem);
    if (status != STATUS_OK)
        return status;
    struct solver_version *versions = ARENA_ARRAY(graph->arena, struct solver_version, count + 1);
    if (versions == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < count; i++) {
        if (stored[i].kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
            continue;
        versions[(*ret_count)++] =
            (struct solver_version){.version = stored[i].version, .state = stored[i].state, .handle = &stored[i]};
    }
    *ret_versions = versions;
    return STATUS_OK;
}

static struct solver_dependency *dependencies_of(struct graph *graph, const Catalog__V1__Model *model) {
    struct solver_dependency *list = ARENA_ARRAY(graph->arena, struct solver_dependency, model->n_dependencies + 1);
    for (size_t i = 0; list != NULL && i < model->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = model->dependencies[i];
        list[i] = (struct solver_dependency){
            .component = dependency->component, .requirement = dependency->requirement, .alias = dependency->alias};
    }
    return list;
}

static status_code list_dependencies(void *context, const char *component, const struct solver_version *version,
                                     const struct solver_dependency **ret_dependencies, size_t *ret_count,
                                     struct problem *problem) {
    (void)component;
    struct graph *graph = context;
    const Catalog__V1__Object *object = NULL;
    status_code status = graph->view->object(graph->view->context, version->handle, &object, problem);
    if (status != STATUS_OK)
        return status;
    const Catalog__V1__Model *model = object_model(object);
    *ret_dependencies = dependencies_of(graph, model);
    *ret_count = model->n_dependencies;
    return *ret_dependencies == NULL ? problem_no_memory(problem) : STATUS_OK;
}

static bool fill_pins(struct graph *graph, struct solver_request *request) {
    const Catalog__V1__Lock *lock = graph->options->lock;
    size_t count = lock == NULL ? 0 : lock->n_pins;
    struct solver_pin *pins = ARENA_ARRAY(graph->arena, struct solver_pin, count + 1);
    if (pins == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < count; i++) {
        if (lock->pins[i]->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
            pins[request->pin_count++] = (struct solver_pin){lock->pins[i]->name, lock->pins[i]->version};
    }
    request->pins = pins;
    return true;
}

static bool report_override(struct graph *graph, const Catalog__V1__VersionOverride *override) {
    const struct gate_item item = {.code = "VERSION_OVERRIDE",
                                   .subject = override->component,
                                   .cause = graph_text(graph, "Version %s is forced against the requirements: %s",
                                                       override->version, override->rationale),
                                   .remedy = "Remove the override when the requirements allow it."};
    return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item);
}

/* Of two for one component the solver takes the later one. */
static bool fill_overrides(struct graph *graph, const Catalog__V1__Model *model, struct solver_request *request) {
    const struct resolve_options *options = graph->options;
    size_t count = model->n_overrides + options->forced_count;
    struct solver_pin *overrides = ARENA_ARRAY(graph->arena, struct solver_pin, count + 1);
    if (overrides == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_overrides; i++) {
        overrides[i] = (struct solver_pin){model->overrides[i]->component, model->overrides[i]->version};
        if (!report_override(graph, model->overrides[i]))
            return false;
    }
    for (size_t i = 0; i < options->forced_count; i++)
        overrides[model->n_overrides + i] =
            (struct solver_pin){options->forced[i].component, options->forced[i].version};
    request->overrides = overrides;
    request->override_count = count;
    return true;
}

static bool is_forced(const struct resolve_options *options, const char *component) {
    for (size_t i = 0; i < options->forced_count; i++) {
        if (strcmp(options->forced[i].component, component) == 0)
            return true;
    }
    return false;
}

static bool keep_overruled(struct graph *graph, const struct solver_outcome *outcome) {
    for (size_t i = 0; i < outcome->overruled_count; i++) {
        bool is_kept = is_forced(graph->options, outcome->overruled[i].component);
        if (is_kept && !vector_push(graph->arena, &graph->overruled, outcome->overruled[i]))
            return graph_no_memory(graph);
    }
    return true;
}

static const char *join_cycle(struct graph *graph, const struct solver_outcome *outcome) {
    const char *path = "";
    for (size_t i = 0; path != NULL && i < outcome->cycle_count; i++)
        path = graph_text(graph, "%s%s%s", path, i == 0 ? "" : " -> ", outcome->cycle[i]);
    return path;
}

/* A model that cannot be solved is INVALID; its text tells the whole chain. */
static bool report_failure(struct graph *graph, const struct solver_outcome *outcome, const struct problem *problem) {
    struct gate_item item = {.code = "VERSION_CONFLICT", .subject = "dependencies", .remedy = "Change a requirement."};
    if (outcome->cycle_count > 0) {
        item.code = "DEPENDENCY_CYCLE";
        item.cause = join_cycle(graph, outcome);
        item.remedy = "Take one of the dependencies out.";
    } else if (outcome->failure != NULL) {
        item.cause = outcome->failure->text;
        bool is_missing = strcmp(problem->reason, "VERSION_CONFLICT") != 0;
        if (is_missing && outcome->failure->subject_count > 0) {
            item.code = "COMPONENT_NOT_FOUND";
            item.subject = outcome->failure->subjects[0].component;
            item.remedy = "Publish the component, or name another.";
        }
    } else {
        item.cause = graph_text(graph, "%s", problem->message);
        item.code = graph_text(graph, "%s", problem->reason);
    }
    graph->conflict = item.cause;
    return report_item(graph, &graph->invalid, item);
}

static bool keep_choices(struct graph *graph, const struct solver_outcome *outcome, struct string_map *chosen) {
    for (size_t i = 0; i < outcome->choice_count; i++) {
        const struct solver_choice *choice = &outcome->choices[i];
        const struct view_version *version = choice->version->handle;
        if (!string_map_put(chosen, choice->component, (void *)(uintptr_t)version))
            return graph_no_memory(graph);
    }
    return true;
}

bool versions_choose(struct graph *graph, const Catalog__V1__Model *model, struct string_map *ret_chosen) {
    struct solver_source source = {graph, list_versions, list_dependencies};
    struct solver_request request = {.name = model->name,
                                     .dependencies = dependencies_of(graph, model),
                                     .dependency_count = model->n_dependencies,
                                     .step_limit = graph->options->step_limit};
    struct solver_outcome outcome;
    struct problem problem;
    string_map_init(ret_chosen, graph->arena);
    if (request.dependencies == NULL)
        return graph_no_memory(graph);
    if (!fill_pins(graph, &request) || !fill_overrides(graph, model, &request))
        return false;
    problem_init(&problem, NULL);
    status_code status = solver_solve(&request, &source, graph->arena, &outcome, &problem);
    if (status == STATUS_OK)
        return keep_choices(graph, &outcome, ret_chosen) && keep_overruled(graph, &outcome);
    if (status == STATUS_FAILED_PRECONDITION || status == STATUS_INVALID_ARGUMENT)
        return report_failure(graph, &outcome, &problem);
    return graph_fail(graph, status, problem.reason, "%s", problem.message);
}
