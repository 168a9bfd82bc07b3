#include "model/context.h"

#include "base/limits.h"
#include "base/vector.h"
#include "model/model_index.h"

#include <string.h>

struct search {
    const Catalog__V1__Model *feature;
    const Catalog__V1__Model *const *components;
    struct model_index index;
    struct arena *arena;
    VECTOR(struct gate_item) items;
    bool has_failed; /* no room */
};

static void miss(struct search *search, const char *code, const char *subject, const char *cause, const char *remedy) {
    struct gate_item item = {.code = code, .subject = subject, .cause = cause, .remedy = remedy};
    bool is_whole = subject != NULL && cause != NULL && remedy != NULL;
    if (!is_whole || !vector_push(search->arena, &search->items, item))
        search->has_failed = true;
}

/* The record that the first part of ADDRESS names. */
static const struct record *first_record(const struct search *search, const char *address) {
    char first[LIMIT_IDENTIFIER_BYTES + 1];
    size_t size = strcspn(address, ".");
    if (size > LIMIT_IDENTIFIER_BYTES)
        return NULL;
    memcpy(first, address, size);
    first[size] = '\0';
    return model_index_find(&search->index, first);
}

static bool is_component(const struct record *record) {
    if (record == NULL)
        return false;
    if (record->kind == RECORD_DEPENDENCY)
        return true;
    return record->kind == RECORD_ELEMENT &&
           ((const Catalog__V1__Element *)record->message)->kind != CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR;
}

/* The dependency or element that ADDRESS is in or leads to. NULL: none, or a person. */
static const struct record *component_at(const struct search *search, const char *address) {
    const struct record *record = first_record(search, address);
    if (record != NULL && record->kind == RECORD_ENTRY_POINT)
        record = first_record(search, ((const Catalog__V1__EntryPoint *)record->message)->on);
    return is_component(record) ? record : NULL;
}

static void need_asset(struct search *search) {
    if (search->feature->n_assets == 0)
        miss(search, "NO_ASSET", "assets", "the model names nothing worth protecting",
             "add to assets what the feature stores or handles, with its classification");
}

static void need_entry_point(struct search *search) {
    if (search->feature->n_entry_points == 0)
        miss(search, "NO_ENTRY_POINT", "entry_points", "the model has no entry point",
             "add to entry_points where people or systems get in");
}

static void need_components(struct search *search) {
    size_t count = 0;
    for (size_t i = 0; i < search->index.record_count; i++)
        count += is_component(&search->index.records[i]);
    if (count < 2)
        miss(search, "TOO_FEW_COMPONENTS", "elements",
             arena_printf(search->arena, "the model has %zu component%s and needs two", count, count == 1 ? "" : "s"),
             "add dependencies, or elements of kind process, store or external; a person is no component");
}

static void need_flow(struct search *search) {
    for (size_t i = 0; i < search->feature->n_data_flows; i++) {
        const struct record *from = component_at(search, search->feature->data_flows[i]->from);
        const struct record *to = component_at(search, search->feature->data_flows[i]->to);
        if (from != NULL && to != NULL && from != to)
            return;
    }
    miss(search, "NO_FLOW", "data_flows", "no data flow goes from one component to another",
         "add to data_flows what moves between two components");
}

static void need_reach(struct search *search) {
    for (size_t i = 0; i < search->feature->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *point = search->feature->entry_points[i];
        if (component_at(search, point->on) == NULL)
            miss(search, "ENTRY_POINT_UNREACHED", point->id, "the entry point leads to no component",
                 "set `on` to a process, store, external system or dependency");
    }
}

static void need_placed_assets(struct search *search) {
    for (size_t i = 0; i < search->feature->n_assets; i++)
        if (search->feature->assets[i]->n_on == 0)
            miss(search, "ASSET_NOT_PLACED", search->feature->assets[i]->id, "the asset is nowhere",
                 "set `on` to the places that hold it");
}

static bool is_exposure_chosen(const Catalog__V1__Dependency *dependency, const Catalog__V1__EntryPoint *point) {
    for (size_t i = 0; i < dependency->n_exposures; i++)
        if (strcmp(dependency->exposures[i]->name, point->id) == 0)
            return *dependency->exposures[i]->value != '\0' && strcmp(dependency->exposures[i]->value, "unknown") != 0;
    return *point->default_exposure != '\0';
}

/* A message lists so many choices and no more. */
#define CHOICES_SHOWN 8

static char *choices_of(struct arena *arena, const Catalog__V1__EntryPoint *point) {
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; text != NULL && i < point->n_exposures && i < CHOICES_SHOWN; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ", ", point->exposures[i]);
    return text;
}

static void need_exposures_of(struct search *search, const Catalog__V1__Dependency *dependency,
                              const Catalog__V1__Model *component) {
    struct arena *arena = search->arena;
    for (size_t i = 0; i < component->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *point = component->entry_points[i];
        if (is_exposure_chosen(dependency, point))
            continue;
        const char *choices = choices_of(arena, point);
        miss(search, "EXPOSURE_NOT_CHOSEN", arena_printf(arena, "%s.%s", dependency->alias, point->id),
             "nobody chose how the entry point is exposed",
             choices == NULL ? NULL
                             : arena_printf(arena, "set exposures.%s of the dependency %s to one of: %s", point->id,
                                            dependency->alias, choices));
    }
}

static void need_exposures(struct search *search) {
    for (size_t i = 0; i < search->feature->n_dependencies; i++)
        if (search->components[i] != NULL)
            need_exposures_of(search, search->feature->dependencies[i], search->components[i]);
}

static void need_own_entry_points(struct search *search) {
    for (size_t i = 0; i < search->feature->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = search->feature->dependencies[i];
        const Catalog__V1__Model *component = search->components[i];
        bool is_open =
            component != NULL &&
            component->entry_point_policy == CATALOG__V1__ENTRY_POINT_POLICY__ENTRY_POINT_POLICY_EXTENSIBLE &&
            dependency->n_own_entry_points == 0 && !dependency->no_own_entry_points;
        if (is_open)
            miss(search, "OWN_ENTRY_POINTS_NOT_STATED", dependency->alias,
                 "the component lets its consumers add entry points and the model does not say which",
                 "list own_entry_points of the dependency, or set no_own_entry_points");
    }
}

status_code context_missing(const Catalog__V1__Model *feature, const Catalog__V1__Model *const *components,
                            struct arena *arena, struct gate_items *ret_items, struct problem *problem) {
    static void (*const rules[])(struct search *) = {
        need_asset, need_entry_point,   need_components, need_flow,
        need_reach, need_placed_assets, need_exposures,  need_own_entry_points,
    };
    struct search search = {.feature = feature, .components = components, .arena = arena};
    status_code code = model_index_build(feature, arena, &search.index, problem);
    if (code != STATUS_OK)
        return code;
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        rules[i](&search);
    if (search.has_failed)
        return problem_no_memory(problem);
    *ret_items = (struct gate_items){.items = search.items.items, .count = search.items.count};
    return STATUS_OK;
}
