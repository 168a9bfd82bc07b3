#include "model/suggest_values.h"

#include <string.h>

void suggest_values_init(struct suggest_values *values, struct graph *graph) {
    *values = (struct suggest_values){.facts = {.graph = graph, .scope = {.instance = graph->instances.items[0]}}};
    arena_init(&values->place_arena, 0);
    string_map_init(&values->of_model, graph->arena);
    string_map_init(&values->of_place, &values->place_arena);
}

void suggest_values_done(struct suggest_values *values) {
    arena_done(&values->place_arena);
}

void suggest_values_at(struct suggest_values *values, const struct place *place) {
    arena_reset(&values->place_arena);
    string_map_init(&values->of_place, &values->place_arena);
    values->facts.scope.place = place;
}

/* A failure is kept aside: a lookup has no way to tell of one. */
static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    struct suggest_values *values = context;
    bool is_fact = strncmp(path, "facts.", 6) == 0;
    struct string_map *known = is_fact ? &values->of_model : &values->of_place;
    struct predicate_value *value = string_map_get(known, path);
    if (value == NULL) {
        value = ARENA_NEW(known->arena, struct predicate_value);
        if (value == NULL || !string_map_put(known, path, value)) {
            values->has_failed = true;
            return;
        }
        fact_lookup(&values->facts, path, value);
    }
    *ret_value = *value;
}

struct predicate_source suggest_values_source(struct suggest_values *values) {
    return (struct predicate_source){.context = values, .lookup = look_up};
}

bool suggest_values_are_whole(const struct suggest_values *values) {
    return !values->has_failed && !values->facts.has_failed ? true : graph_no_memory(values->facts.graph);
}
