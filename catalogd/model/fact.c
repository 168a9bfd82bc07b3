#include "model/fact.h"

#include "model/instance.h"
#include "model/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool read_bool(const char *text, struct predicate_value *ret_value) {
    bool is_true = strcmp(text, "true") == 0;
    if (!is_true && strcmp(text, "false") != 0)
        return false;
    *ret_value = (struct predicate_value){.kind = PREDICATE_BOOL, .boolean = is_true};
    return true;
}

static bool read_integer(const char *text, struct predicate_value *ret_value) {
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || (text[0] != '-' && (text[0] < '0' || text[0] > '9')))
        return false;
    *ret_value = (struct predicate_value){.kind = PREDICATE_INT, .integer = number};
    return true;
}

static bool read_word(struct arena *arena, char *const *words, size_t count, const char *text,
                      struct predicate_value *ret_value, bool *failed) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], text) != 0)
            continue;
        struct predicate_type *type = ARENA_NEW(arena, struct predicate_type);
        *failed = type == NULL;
        if (type == NULL)
            return false;
        *type =
            (struct predicate_type){.kind = PREDICATE_ENUM, .words = (const char *const *)words, .word_count = count};
        *ret_value = (struct predicate_value){.kind = PREDICATE_ENUM, .text = text, .type = type};
        return true;
    }
    return false;
}

static size_t count_items(const char *text) {
    size_t count = 1;
    for (; *text != '\0'; text++)
        count += *text == ',';
    return count;
}

static bool read_list(struct arena *arena, const char *text, struct predicate_value *ret_value, bool *failed) {
    struct predicate_value *items = ARENA_ARRAY(arena, struct predicate_value, count_items(text));
    size_t count = 0;
    *failed = items == NULL;
    while (!*failed) {
        text += strspn(text, " ");
        size_t size = strcspn(text, ",");
        size_t trimmed = size;
        while (trimmed > 0 && text[trimmed - 1] == ' ')
            trimmed--;
        const char *item = arena_strndup(arena, text, trimmed);
        *failed = item == NULL;
        items[count++] = (struct predicate_value){.kind = PREDICATE_STRING, .text = item};
        if (text[size] == '\0')
            break;
        text += size + 1;
    }
    *ret_value = (struct predicate_value){.kind = PREDICATE_LIST, .items = items, .item_count = count};
    return !*failed;
}

bool fact_read(struct arena *arena, Catalog__V1__ValueType type, char *const *words, size_t word_count,
               const char *text, struct predicate_value *ret_value, bool *failed) {
    *failed = false;
    switch ((int)type) {
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL:
        return read_bool(text, ret_value);
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER:
        return read_integer(text, ret_value);
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM:
        return read_word(arena, words, word_count, text, ret_value, failed);
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST:
        return read_list(arena, text, ret_value, failed);
    default:
        *ret_value = (struct predicate_value){.kind = PREDICATE_STRING, .text = text};
        return true;
    }
}

static void set_text(const char *text, struct predicate_value *ret_value) {
    if (instance_known(text) != NULL)
        *ret_value = (struct predicate_value){.kind = PREDICATE_STRING, .text = text};
}

static void look_up_exposure(struct fact_source *source, const char *id, struct predicate_value *ret_value) {
    const struct instance *instance = source->scope.instance;
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_entry_points; i++) {
        if (strcmp(model->entry_points[i]->id, id) == 0)
            set_text(instance->exposures[i], ret_value);
    }
}

static void look_up_config(struct fact_source *source, const char *name, struct predicate_value *ret_value) {
    const struct instance *instance = source->scope.instance;
    if (strncmp(name, "exposure.", 9) == 0) {
        look_up_exposure(source, name + 9, ret_value);
        return;
    }
    uintptr_t number = (uintptr_t)string_map_get(&instance->object->parameters, name);
    if (number == 0 || instance->configuration[number - 1] == NULL)
        return;
    const Catalog__V1__Parameter *parameter = instance->object->model->parameters[number - 1];
    bool failed;
    fact_read(source->graph->arena, parameter->type, parameter->allowed_values, parameter->n_allowed_values,
              instance->configuration[number - 1], ret_value, &failed);
    source->has_failed |= failed;
}

static const char *fact_text(const struct graph *graph, const struct instance *instance, const char *name) {
    if (strcmp(name, POLICY_FACT_CLASSIFICATION) == 0)
        return instance_known(graph->data_classification);
    const char *text = NULL;
    if (instance->declared_by != NULL)
        text = instance_known(string_map_get(&instance->declared_by->facts, name));
    return text != NULL ? text : instance_known(string_map_get(&graph->objects.items[0]->facts, name));
}

static void look_up_fact(struct fact_source *source, const char *name, struct predicate_value *ret_value) {
    const Catalog__V1__FactDefinition *definition = policy_fact(source->graph->policy, name);
    const char *text = fact_text(source->graph, source->scope.instance, name);
    bool failed;
    if (definition == NULL || text == NULL)
        return;
    fact_read(source->graph->arena, definition->type, definition->values, definition->n_values, text, ret_value,
              &failed);
    source->has_failed |= failed;
}

static const char *stage_text(const Catalog__V1__Model *model) {
    static const char *const stages[] = {"", "design", "build", "live", "legacy"};
    return model->stage >= 0 && model->stage < (int)COUNT_OF(stages) ? stages[model->stage] : "";
}

static void look_up_feature(struct fact_source *source, const char *name, struct predicate_value *ret_value) {
    const Catalog__V1__Model *model = source->graph->objects.items[0]->model;
    const struct {
        const char *name;
        const char *text;
    } fields[] = {{"namespace", source->graph->feature_namespace},
                  {"owner", model->owner},
                  {"workload", model->workload},
                  {"stage", stage_text(model)}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(fields[i].name, name) == 0)
            set_text(fields[i].text, ret_value);
    }
}

static void set_list(struct fact_source *source, char *const *texts, size_t count, struct predicate_value *ret_value) {
    struct predicate_value *items = ARENA_ARRAY(source->graph->arena, struct predicate_value, count + 1);
    source->has_failed |= items == NULL;
    for (size_t i = 0; items != NULL && i < count; i++)
        items[i] = (struct predicate_value){.kind = PREDICATE_STRING, .text = texts[i]};
    *ret_value = (struct predicate_value){.kind = PREDICATE_LIST, .items = items, .item_count = items ? count : 0};
}

static const char *place_text(const struct place *place, const char *name) {
    const Catalog__V1__EntryPoint *entry_point = place->entry_point;
    if (strcmp(name, "kind") == 0)
        return place_kind_text(place);
    if (strcmp(name, "id") == 0)
        return place->id;
    if (strcmp(name, "classification") == 0)
        return place->classification;
    if (strcmp(name, "zone") == 0)
        return place->kind == PLACE_ELEMENT ? place->element->zone : "";
    if (strcmp(name, "authentication") == 0)
        return place->kind == PLACE_ENTRY_POINT ? entry_point->authentication : "";
    if (strcmp(name, "protocol") == 0 && place->kind == PLACE_ENTRY_POINT)
        return entry_point->protocol;
    return strcmp(name, "protocol") == 0 && place->kind == PLACE_FLOW ? place->flow->protocol : "";
}

static void look_up_place(struct fact_source *source, const char *name, struct predicate_value *ret_value) {
    const struct place *place = source->scope.place;
    if (place == NULL)
        return;
    if (strcmp(name, "technologies") == 0 && place->kind == PLACE_ELEMENT)
        set_list(source, place->element->technologies, place->element->n_technologies, ret_value);
    else if (strcmp(name, "crosses") == 0 && place->kind == PLACE_FLOW)
        set_list(source, place->flow->crosses, place->flow->n_crosses, ret_value);
    else if (strcmp(name, "technologies") == 0 || strcmp(name, "crosses") == 0)
        set_list(source, NULL, 0, ret_value);
    else if (strcmp(name, "exposure") == 0 && place->kind == PLACE_ENTRY_POINT)
        set_text(place->exposure, ret_value);
    else
        *ret_value = (struct predicate_value){.kind = PREDICATE_STRING, .text = place_text(place, name)};
}

void fact_lookup(void *context, const char *path, struct predicate_value *ret_value) {
    static const struct {
        const char *root;
        void (*look_up)(struct fact_source *source, const char *name, struct predicate_value *ret_value);
    } roots[] = {{"config.", look_up_config},
                 {"facts.", look_up_fact},
                 {"feature.", look_up_feature},
                 {"place.", look_up_place}};
    ret_value->kind = PREDICATE_UNKNOWN;
    for (size_t i = 0; i < COUNT_OF(roots); i++) {
        size_t size = strlen(roots[i].root);
        if (strncmp(path, roots[i].root, size) == 0)
            roots[i].look_up(context, path + size, ret_value);
    }
}
