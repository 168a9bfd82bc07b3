#include "model/advisory.h"

#include "model/report.h"
#include "model/requirement.h"

static bool covers(struct graph *graph, const Catalog__V1__Advisory *advisory, const struct view_version *version,
                   bool *ret_covers) {
    struct requirement range;
    struct semver number;
    graph->status = requirement_parse(slice_text(advisory->range), graph->arena, &range, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    *ret_covers =
        semver_parse(slice_text(version->version), &number, NULL) == STATUS_OK && requirement_admits(&range, &number);
    return true;
}

static bool index_names(struct graph *graph, char *const *names, size_t count, struct string_map *ret_map) {
    string_map_init(ret_map, graph->arena);
    for (size_t i = 0; i < count; i++) {
        if (!string_map_put(ret_map, names[i], names[i]))
            return graph_no_memory(graph);
    }
    return true;
}

static bool add_node(struct graph *graph, const Catalog__V1__Advisory *advisory, const struct view_version *version,
                     advisory_list *list) {
    struct advisory_node *node = ARENA_NEW(graph->arena, struct advisory_node);
    if (node == NULL || !vector_push(graph->arena, list, node) || !vector_push(graph->arena, &graph->advisories, node))
        return graph_no_memory(graph);
    node->message = advisory;
    node->version = version;
    node->is_active = true;
    node->is_whole = advisory->n_provisions == 0 && advisory->n_threats == 0;
    node->label = graph_text(graph, "%s@%s#%s", version->name, version->version, advisory->id);
    return node->label != NULL && index_names(graph, advisory->provisions, advisory->n_provisions, &node->provisions) &&
           index_names(graph, advisory->threats, advisory->n_threats, &node->threats);
}

bool advisory_find(struct graph *graph, const struct view_version *version, advisory_list *list) {
    const Catalog__V1__Advisory *const *advisories = NULL;
    size_t count = 0;
    graph->status = graph->view->advisories(graph->view->context, version->name, &advisories, &count, graph->problem);
    if (graph->status != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is_about = false;
        if (!covers(graph, advisories[i], version, &is_about))
            return false;
        if (is_about && !add_node(graph, advisories[i], version, list))
            return false;
    }
    return true;
}

static bool voids_threat(const struct advisory_node *node, const struct threat_node *threat) {
    return node->is_whole || string_map_get(&node->threats, threat->name) != NULL;
}

static bool voids(const struct advisory_node *node, const char *provision, const struct threat_node *threat) {
    return voids_threat(node, threat) || (provision != NULL && string_map_get(&node->provisions, provision) != NULL);
}

static bool add_voiding(struct graph *graph, struct advisory_node *node, struct voiding *voiding) {
    voiding->active++;
    return (vector_push(graph->arena, &voiding->by, node) && vector_push(graph->arena, &node->voidings, voiding)) ||
           graph_no_memory(graph);
}

/* Notes in VOIDINGS, by threat, which advisories of LIST void PROVISION (NULL: a control) against it. */
static bool list_voids(struct graph *graph, const advisory_list *list, const char *provision,
                       const threat_list *threats, struct voiding **voidings) {
    if (list->count == 0)
        return true;
    if (*voidings == NULL)
        *voidings = ARENA_ARRAY(graph->arena, struct voiding, threats->count + 1);
    if (*voidings == NULL)
        return graph_no_memory(graph);
    if (!graph_spend(graph, list->count * threats->count))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = 0; k < threats->count; k++) {
            if (voids(list->items[i], provision, threats->items[k]) &&
                !add_voiding(graph, list->items[i], &(*voidings)[k]))
                return false;
        }
    }
    return true;
}

/* The model that is resolved has no version that an advisory could be about. */
bool advisory_void_provisions(struct graph *graph) {
    for (size_t i = 0; i < graph->objects.count; i++) {
        struct graph_object *object = graph->objects.items[i];
        if (object->version != NULL && !advisory_find(graph, object->version, &object->advisories))
            return false;
        for (size_t k = 0; k < object->model->n_provides; k++) {
            struct provision_rule *rule = &object->provisions[k];
            if (!list_voids(graph, &object->advisories, rule->message->id, &rule->threats, &rule->voidings) ||
                !list_voids(graph, &rule->control->advisories, NULL, &rule->threats, &rule->voidings))
                return false;
        }
    }
    return true;
}

bool advisory_void_mitigation(struct graph *graph, struct mitigation *mitigation) {
    if (mitigation->uses != NULL || mitigation->control == NULL)
        return true;
    return list_voids(graph, &mitigation->control->advisories, NULL, &mitigation->threats, &mitigation->voidings);
}

void advisory_activate(struct advisory_node *node, bool is_active) {
    if (node->is_active == is_active)
        return;
    node->is_active = is_active;
    for (size_t i = 0; i < node->voidings.count; i++) {
        uint32_t *active = &node->voidings.items[i]->active;
        *active = is_active ? *active + 1 : *active - 1;
    }
}

bool advisory_voids_control_for(const struct control_node *control, const struct threat_node *threat) {
    for (size_t i = 0; i < control->advisories.count; i++) {
        const struct advisory_node *node = control->advisories.items[i];
        if (node->is_active && voids_threat(node, threat))
            return true;
    }
    return false;
}

bool advisory_voids_control(const struct control_node *control) {
    for (size_t i = 0; i < control->advisories.count; i++) {
        const struct advisory_node *node = control->advisories.items[i];
        if (node->is_active && node->is_whole)
            return true;
    }
    return false;
}

static bool add_cause(struct graph *graph, const struct advisory_node *node, cause_list *causes) {
    return report_cause(graph, causes, "ADVISORY", node->label,
                        graph_text(graph, "Advisory %s says that %s does not do what it says.", node->message->id,
                                   node->version->name));
}

bool advisory_causes(struct graph *graph, const advisory_list *list, cause_list *causes) {
    for (size_t i = 0; i < list->count; i++) {
        if (!add_cause(graph, list->items[i], causes))
            return false;
    }
    return true;
}

bool advisory_control_causes(struct graph *graph, const struct control_node *control, const struct threat_node *threat,
                             cause_list *causes) {
    for (size_t i = 0; i < control->advisories.count; i++) {
        const struct advisory_node *node = control->advisories.items[i];
        if (voids_threat(node, threat) && !add_cause(graph, node, causes))
            return false;
    }
    return true;
}

bool advisory_explain_provision(struct graph *graph, struct provision *provision) {
    const struct provision_rule *rule = provision->rule;
    if (rule->voidings == NULL)
        return true;
    for (size_t i = 0; i < rule->threats.count; i++) {
        if (rule->voidings[i].by.count == 0)
            return true;
    }
    for (size_t i = 0; i < rule->threats.count; i++) {
        if (!advisory_causes(graph, &rule->voidings[i].by, &provision->causes))
            return false;
    }
    return true;
}
