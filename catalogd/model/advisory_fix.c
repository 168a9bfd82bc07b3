#include "model/advisory.h"

#include "model/requirement.h"

#include <string.h>

/* What a version must be to be the way out. */
struct wanted {
    struct requirement range; /* of the advisory: left out */
    VECTOR(struct requirement) requirements;
    bool is_release;
};

static bool is_overridden(const struct graph *graph, const char *component) {
    const Catalog__V1__Model *model = graph->objects.items[0]->model;
    for (size_t i = 0; i < model->n_overrides; i++) {
        if (strcmp(model->overrides[i]->component, component) == 0)
            return true;
    }
    return false;
}

/* One that does not read admits nothing, and then nothing was chosen. */
static bool add_requirements(struct graph *graph, const Catalog__V1__Model *model, const char *component,
                             struct wanted *wanted) {
    for (size_t i = 0; i < model->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = model->dependencies[i];
        struct requirement requirement;
        if (strcmp(dependency->component, component) != 0)
            continue;
        graph->status =
            requirement_parse(slice_text(dependency->requirement), graph->arena, &requirement, graph->problem);
        if (graph->status != STATUS_OK)
            return false;
        if (!vector_push(graph->arena, &wanted->requirements, requirement))
            return graph_no_memory(graph);
    }
    return true;
}

static bool admits(const struct wanted *wanted, const struct view_version *version, struct semver *ret_number) {
    bool is_choosable = version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
                        version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    if (!is_choosable || semver_parse(slice_text(version->version), ret_number, NULL) != STATUS_OK ||
        requirement_admits(&wanted->range, ret_number) || (wanted->is_release && ret_number->pre_release.size > 0))
        return false;
    for (size_t i = 0; i < wanted->requirements.count; i++) {
        if (!requirement_admits(&wanted->requirements.items[i], ret_number))
            return false;
    }
    return true;
}

static bool choose(struct graph *graph, const char *name, const struct wanted *wanted, const char **ret_version) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    struct semver best;
    *ret_version = "";
    graph->status = graph->view->versions(graph->view->context, name, &versions, &count, graph->problem);
    if (graph->status != STATUS_OK || !graph_spend(graph, count * (wanted->requirements.count + 1)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct semver number;
        if (!admits(wanted, &versions[i], &number))
            continue;
        int order = **ret_version == '\0' ? 1 : semver_compare(&number, &best);
        if (order < 0 || (order == 0 && strcmp(versions[i].version, *ret_version) < 0))
            continue;
        best = number;
        *ret_version = versions[i].version;
    }
    return true;
}

bool advisory_fixed_in(struct graph *graph, const struct advisory_node *node, const char **ret_version) {
    const char *name = node->version->name;
    struct wanted wanted = {.is_release = node->version->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL};
    graph->status = requirement_parse(slice_text(node->message->range), graph->arena, &wanted.range, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    for (size_t i = 0; !is_overridden(graph, name) && i < graph->objects.count; i++) {
        if (!add_requirements(graph, graph->objects.items[i]->model, name, &wanted))
            return false;
    }
    return choose(graph, name, &wanted, ret_version);
}
