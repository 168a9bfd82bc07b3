#include "model/advisory.h"

#include "model/graph_catalog.h"
#include "model/rules.h"

#include <string.h>

/* A threat that is no longer there brings no row: nobody who stands on the component can mend that. */
static bool is_there(struct graph *graph, const struct threat_node *threat, bool *ret_is) {
    const struct view_version *version = NULL;
    *ret_is = threat->message != NULL;
    if (threat->is_loaded)
        return true;
    bool is_found = graph_newest(graph, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT, threat->name, &version);
    *ret_is = version != NULL;
    return is_found;
}

static bool bring(struct graph *graph, const struct instance *instance, struct threat_node *threat,
                  struct row_source source) {
    bool is_known = false;
    source.kind = CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_ADVISORY;
    source.instance = instance;
    source.record = source.advisory->message->id;
    source.exists = worlds_burden(source.judgement.truth);
    if (source.exists == WORLDS_NONE)
        return true;
    return is_there(graph, threat, &is_known) && (!is_known || rows_cover(graph, threat, &source));
}

static bool bring_named(struct graph *graph, const struct instance *instance, const struct advisory_node *node) {
    static const struct condition always = {.text = ""};
    const struct row_source source = {.advisory = node, .when = &always, .judgement = {.truth = CONDITION_TRUE}};
    for (size_t i = 0; i < node->message->n_threats; i++) {
        struct threat_node *threat = graph_threat(graph, instance->object, node->message->threats[i]);
        if (threat == NULL || !bring(graph, instance, threat, source))
            return false;
    }
    return true;
}

static bool is_listed(const advisory_list *list, const struct advisory_node *node) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == node)
            return true;
    }
    return false;
}

/* Whether an earlier provision brings the same row for the same advisory under the same condition. */
static bool is_repeated(const struct instance *instance, size_t number, const struct threat_node *threat,
                        const struct advisory_node *node) {
    const struct provision_rule *rules = instance->object->provisions;
    for (size_t i = 0; i < number; i++) {
        size_t place = rules[i].voidings == NULL ? SIZE_MAX : threat_list_find(&rules[i].threats, threat);
        if (place != SIZE_MAX && is_listed(&rules[i].voidings[place].by, node) &&
            strcmp(rules[i].when.text, rules[number].when.text) == 0)
            return true;
    }
    return false;
}

static bool is_named(const struct instance *instance, const struct advisory_node *node,
                     const struct threat_node *threat) {
    return is_listed(&instance->object->advisories, node) && string_map_get(&node->threats, threat->name) != NULL;
}

static bool bring_for_provision(struct graph *graph, const struct instance *instance, size_t number) {
    const struct provision *provision = &instance->provisions[number];
    const struct provision_rule *rule = provision->rule;
    for (size_t i = 0; i < rule->threats.count; i++) {
        struct threat_node *threat = rule->threats.items[i];
        if (!graph_spend(graph, rule->voidings[i].by.count * (number + 1)))
            return false;
        for (size_t k = 0; k < rule->voidings[i].by.count; k++) {
            const struct advisory_node *node = rule->voidings[i].by.items[k];
            struct row_source source = {.advisory = node, .when = &rule->when, .judgement = provision->when};
            if (is_named(instance, node, threat) || is_repeated(instance, number, threat, node))
                continue;
            if (!bring(graph, instance, threat, source))
                return false;
        }
    }
    return true;
}

bool advisory_add_rows(struct graph *graph, const struct instance *instance) {
    const struct graph_object *object = instance->object;
    for (size_t i = 0; i < object->advisories.count; i++) {
        if (!bring_named(graph, instance, object->advisories.items[i]))
            return false;
    }
    for (size_t i = 0; i < object->model->n_provides; i++) {
        if (object->provisions[i].voidings != NULL && !bring_for_provision(graph, instance, i))
            return false;
    }
    return true;
}
