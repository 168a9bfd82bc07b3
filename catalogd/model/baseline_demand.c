#include "model/baseline.h"

#include "model/advisory.h"
#include "model/credit.h"
#include "model/graph_catalog.h"

#include <string.h>

#define ONCE UINT32_MAX

#define PLATFORM   CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM
#define MANDATORY  CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_MANDATORY
#define NEGOTIABLE CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE
#define ADVISORY   CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_ADVISORY

static struct baseline_demand *find_or_add(struct graph *graph, struct control_node *control, uint32_t place) {
    const char *address = place == ONCE ? "" : graph->places.items[place].address;
    const char *key = GRAPH_JOIN(graph, control->name, "@", address);
    if (key == NULL)
        return NULL;
    struct baseline_demand *demand = string_map_get(&graph->demands_by_key, key);
    if (demand != NULL)
        return demand;
    demand = ARENA_NEW(graph->arena, struct baseline_demand);
    if (demand == NULL || !vector_push(graph->arena, &graph->demands, demand) ||
        !string_map_put(&graph->demands_by_key, key, demand)) {
        graph_no_memory(graph);
        return NULL;
    }
    *demand = (struct baseline_demand){.control = control, .key = key, .place = place, .level = PLATFORM};
    return demand;
}

static bool add_unknown(struct graph *graph, struct baseline_demand *demand, const struct judgement *judgement) {
    for (size_t i = 0; i < judgement->unknown_count; i++) {
        if (!vector_push(graph->arena, &demand->unknown, judgement->unknown[i]))
            return graph_no_memory(graph);
    }
    return true;
}

/* Without a level it advises. */
static void raise_level(struct baseline_demand *demand, Catalog__V1__BaselineLevel level, worlds asked) {
    demand->asked |= asked;
    if (level == PLATFORM)
        return;
    if (level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_UNSPECIFIED)
        level = ADVISORY;
    if (demand->level == PLATFORM || level < demand->level)
        demand->level = level;
    if (level == MANDATORY)
        demand->asked_mandatory |= asked;
    if (level == MANDATORY || level == NEGOTIABLE)
        demand->asked_binding |= asked;
}

static bool ask(struct graph *graph, const struct baseline_node *baseline, const Catalog__V1__BaselineEntry *entry,
                uint32_t place, const struct judgement *each) {
    struct control_node *control = graph_control(graph, entry->control, baseline->message->name);
    struct baseline_demand *demand = control == NULL ? NULL : find_or_add(graph, control, place);
    const char *asker = GRAPH_JOIN(graph, baseline->message->name, "#", entry->id);
    if (demand == NULL || asker == NULL)
        return false;
    raise_level(demand, entry->level, worlds_burden(baseline->scope.truth) & worlds_burden(each->truth));
    return add_unknown(graph, demand, &baseline->scope) && add_unknown(graph, demand, each) &&
           (vector_push(graph->arena, &demand->asked_by, asker) || graph_no_memory(graph));
}

static bool ask_at_places(struct graph *graph, const struct baseline_node *baseline, size_t number) {
    if (!graph_spend(graph, graph->places.count))
        return false;
    for (uint32_t i = 0; i < graph->places.count; i++) {
        const struct place *place = &graph->places.items[i];
        struct judgement each;
        if (!place->is_declared_here)
            continue;
        struct scope scope = {.instance = graph->instances.items[0], .place = place};
        if (!condition_judge(graph, &baseline->each[number], scope, &each))
            return false;
        if (each.truth != CONDITION_FALSE && !ask(graph, baseline, baseline->message->entries[number], i, &each))
            return false;
    }
    return true;
}

static bool ask_all(struct graph *graph, const struct baseline_node *baseline) {
    const struct judgement always = {.truth = CONDITION_TRUE};
    for (size_t i = 0; i < baseline->message->n_entries; i++) {
        const Catalog__V1__BaselineEntry *entry = baseline->message->entries[i];
        bool is_asked =
            entry->each[0] == '\0' ? ask(graph, baseline, entry, ONCE, &always) : ask_at_places(graph, baseline, i);
        if (!is_asked)
            return false;
    }
    return true;
}

static bool meet(struct graph *graph, struct baseline_demand *demand, worlds counts, const char *source) {
    if (counts == WORLDS_NONE)
        return true;
    demand->met |= counts;
    return vector_push(graph->arena, &demand->met_by, source) || graph_no_memory(graph);
}

static bool meet_by_mitigation(struct graph *graph, struct baseline_demand *demand,
                               const struct mitigation *mitigation) {
    return mitigation->control != demand->control ||
           meet(graph, demand, mitigation_counts(mitigation), mitigation->address);
}

static bool meet_by_instance(struct graph *graph, struct baseline_demand *demand, const struct instance *instance) {
    for (size_t i = 0; i < instance->object->model->n_provides; i++) {
        const struct provision *provision = &instance->provisions[i];
        if (provision->rule->control != demand->control)
            continue;
        bool is_there = demand->place == ONCE || provision_covers(graph, provision, demand->place);
        if (is_there && !meet(graph, demand, provision_counts(provision), provision->address))
            return false;
    }
    return true;
}

static bool meet_by_platform(struct graph *graph, struct baseline_demand *demand) {
    for (size_t i = 0; i < graph->platform.count; i++) {
        const struct platform_provision *platform = &graph->platform.items[i];
        struct judgement each;
        worlds counts;
        if (platform->control != demand->control || advisory_voids_control(demand->control))
            continue;
        bool is_for_place = demand->place != ONCE || platform->each->text[0] == '\0';
        if (!is_for_place)
            continue;
        if (!baseline_judge_platform(graph, platform, demand->place, &counts, &each) ||
            !add_unknown(graph, demand, &each) || !meet(graph, demand, counts, platform->address))
            return false;
    }
    return true;
}

static bool meet_once(struct graph *graph, struct baseline_demand *demand) {
    const struct graph_object *root = graph->objects.items[0];
    for (size_t i = 0; i < root->model->n_mitigations; i++) {
        if (!meet_by_mitigation(graph, demand, &root->mitigations[i]))
            return false;
    }
    for (size_t i = 0; i < root->model->n_dependencies; i++) {
        if (root->dependencies[i] != NULL && !meet_by_instance(graph, demand, root->dependencies[i]))
            return false;
    }
    return true;
}

static bool meet_at_place(struct graph *graph, struct baseline_demand *demand) {
    const struct place *place = &graph->places.items[demand->place];
    for (size_t i = 0; i < place->mitigations.count; i++) {
        if (!meet_by_mitigation(graph, demand, place->mitigations.items[i]))
            return false;
    }
    if (!meet_by_instance(graph, demand, place->instance))
        return false;
    if (place->kind != PLACE_FLOW || place->target.count == 0)
        return true;
    const struct instance *target = graph->places.items[place->target.first].instance;
    return target == place->instance || meet_by_instance(graph, demand, target);
}

bool baseline_create_demands(struct graph *graph) {
    string_map_init(&graph->demands_by_key, graph->arena);
    for (size_t i = 0; i < graph->baselines.count; i++) {
        if (!ask_all(graph, graph->baselines.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->demands.count; i++) {
        struct baseline_demand *demand = graph->demands.items[i];
        bool is_met = demand->place == ONCE ? meet_once(graph, demand) : meet_at_place(graph, demand);
        if (!is_met || !meet_by_platform(graph, demand))
            return false;
    }
    return true;
}
