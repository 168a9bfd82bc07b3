#include "model/graph_catalog.h"

#include "model/advisory.h"
#include "model/newest.h"
#include "model/report.h"

#include <string.h>

const Catalog__V1__Pin *graph_pin(const struct graph *graph, const char *name) {
    return string_map_get(&graph->pins, name);
}

static bool is_pinned(const struct graph *graph, const struct view_version *version, Catalog__V1__ObjectKind kind) {
    const Catalog__V1__Pin *pin = graph_pin(graph, version->name);
    return pin != NULL && version->kind == kind && strcmp(pin->version, version->version) == 0 &&
           version->state >= CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
}

/* The version pinned in the lock, when it is still there. */
static bool find_pinned(struct graph *graph, Catalog__V1__ObjectKind kind, const char *name,
                        const struct view_version **ret_version) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    if (graph_pin(graph, name) == NULL)
        return true;
    graph->status = graph->view->versions(graph->view->context, name, &versions, &count, graph->problem);
    for (size_t i = 0; graph->status == STATUS_OK && i < count; i++) {
        if (is_pinned(graph, &versions[i], kind))
            *ret_version = &versions[i];
    }
    return graph->status == STATUS_OK;
}

bool graph_newest(struct graph *graph, Catalog__V1__ObjectKind kind, const char *name,
                  const struct view_version **ret_version) {
    *ret_version = NULL;
    if (!find_pinned(graph, kind, name, ret_version) || *ret_version != NULL)
        return graph->status == STATUS_OK;
    graph->status = newest_version(graph->view, name, NULL, ret_version, graph->problem);
    if (graph->status == STATUS_OK && *ret_version != NULL && (*ret_version)->kind != kind)
        *ret_version = NULL;
    return graph->status == STATUS_OK;
}

const Catalog__V1__Object *graph_read(struct graph *graph, const struct view_version *version) {
    const Catalog__V1__Object *object = NULL;
    graph->status = graph->view->object(graph->view->context, version, &object, graph->problem);
    return graph->status == STATUS_OK ? object : NULL;
}

static const char *inline_name(struct graph *graph, const struct graph_object *object, const char *id) {
    return GRAPH_JOIN(graph, object->index == 0 ? "" : object->name, "#", id);
}

static struct threat_node *new_threat(struct graph *graph, const char *name) {
    struct threat_node *node = ARENA_NEW(graph->arena, struct threat_node);
    if (node == NULL || !vector_push(graph->arena, &graph->threats, node) ||
        !string_map_put(&graph->threats_by_name, name, node)) {
        graph_no_memory(graph);
        return NULL;
    }
    node->name = name;
    return node;
}

struct threat_node *graph_threat(struct graph *graph, const struct graph_object *object, const char *name) {
    const char *full = name[0] == '#' ? inline_name(graph, object, name + 1) : name;
    if (full == NULL)
        return NULL;
    struct threat_node *node = string_map_get(&graph->threats_by_name, full);
    return node != NULL ? node : new_threat(graph, full);
}

bool graph_add_inline_threat(struct graph *graph, const struct graph_object *object, const char *id,
                             const Catalog__V1__Threat *message) {
    const char *name = inline_name(graph, object, id);
    struct threat_node *node = name == NULL ? NULL : graph_threat(graph, object, name);
    if (node == NULL)
        return false;
    node->message = message;
    node->is_loaded = true;
    return true;
}

bool graph_report_lifecycle(struct graph *graph, const struct view_version *version) {
    struct gate_item item = {.remedy = ""};
    if (version->state < CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED)
        return true;
    item.subject = GRAPH_JOIN(graph, version->name, "@", version->version);
    if (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED) {
        item.code = "DEPRECATED_OBJECT";
        item.cause = "The version is deprecated.";
        if (version->replaced_by[0] != '\0')
            item.remedy = graph_text(graph, "Use %s.", version->replaced_by);
        return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_NOTE, item);
    }
    if (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED) {
        item.code = "YANKED_OBJECT";
        item.cause = graph_text(graph, "The version is yanked and stands in the lock: %s", version->reason);
        item.remedy = "Lock again.";
        return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item);
    }
    return true;
}

/* What is not in the catalog makes the verdict INVALID. */
static bool report_missing(struct graph *graph, const char *code, const char *kind, const char *name,
                           const char *user) {
    struct gate_item item = {
        .code = code,
        .subject = name,
        .cause = graph_text(graph, "%s names the %s %s, and no version of it is published.", user, kind, name),
        .remedy = graph_text(graph, "Publish %s, or name another %s.", name, kind)};
    return report_item(graph, &graph->invalid, item);
}

bool graph_load_threat(struct graph *graph, struct threat_node *node, const char *user) {
    if (node->is_loaded)
        return true;
    node->is_loaded = true;
    if (!graph_newest(graph, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, node->name, &node->version))
        return false;
    if (node->version == NULL)
        return report_missing(graph, "THREAT_NOT_FOUND", "threat", node->name, user);
    const Catalog__V1__Object *object = graph_read(graph, node->version);
    if (object == NULL)
        return false;
    node->message = object->threat;
    return graph_report_lifecycle(graph, node->version);
}

static struct control_node *new_control(struct graph *graph, const char *name) {
    struct control_node *node = ARENA_NEW(graph->arena, struct control_node);
    if (node == NULL || !vector_push(graph->arena, &graph->controls, node) ||
        !string_map_put(&graph->controls_by_name, name, node)) {
        graph_no_memory(graph);
        return NULL;
    }
    node->name = name;
    return node;
}

static bool load_control(struct graph *graph, struct control_node *node, const char *user) {
    if (!graph_newest(graph, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL, node->name, &node->version))
        return false;
    if (node->version == NULL)
        return report_missing(graph, "CONTROL_NOT_FOUND", "control", node->name, user);
    const Catalog__V1__Object *object = graph_read(graph, node->version);
    if (object == NULL)
        return false;
    node->message = object->control;
    return graph_report_lifecycle(graph, node->version) && advisory_find(graph, node->version, &node->advisories);
}

struct control_node *graph_control(struct graph *graph, const char *name, const char *user) {
    struct control_node *node = string_map_get(&graph->controls_by_name, name);
    if (node != NULL)
        return node;
    node = new_control(graph, name);
    return node != NULL && load_control(graph, node, user) ? node : NULL;
}

struct control_node *graph_inline_control(struct graph *graph, const struct graph_object *object, const char *id,
                                          const Catalog__V1__Control *message) {
    const char *name = inline_name(graph, object, id);
    struct control_node *node = name == NULL ? NULL : new_control(graph, name);
    if (node == NULL)
        return NULL;
    node->message = message;
    node->is_inline = true;
    return node;
}

Catalog__V1__Strength control_strength(const struct control_node *control, const struct threat_node *threat) {
    const Catalog__V1__Control *message = control->message;
    for (size_t i = 0; message != NULL && i < message->n_mitigates; i++) {
        if (strcmp(message->mitigates[i]->threat, threat->name) == 0)
            return message->mitigates[i]->strength;
    }
    return CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
}
