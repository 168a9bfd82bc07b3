#include "convert/draft.h"

#include <stdio.h>
#include <string.h>

/* The number to try next behind BASE, from 2. It is remembered: a source that says the same a hundred thousand times
 * would otherwise be tried from the start each time. NULL: no room. */
static unsigned *number_of(struct string_map *numbers, const char *base) {
    unsigned *number = string_map_get(numbers, base);
    if (number != NULL)
        return number;
    number = ARENA_NEW(numbers->arena, unsigned);
    if (number == NULL || !string_map_put(numbers, base, number))
        return NULL;
    *number = 2;
    return number;
}

/* BASE with the first number behind it that is not in TAKEN. */
static char *numbered(struct string_map *numbers, const struct string_map *taken, const char *base) {
    unsigned *number = base == NULL ? NULL : number_of(numbers, base);
    char *name = NULL;
    do {
        name = number == NULL ? NULL : arena_printf(numbers->arena, "%s-%u", base, (*number)++);
    } while (name != NULL && string_map_get(taken, name) != NULL);
    return name;
}

/* The name of a new object; a taken one gets a number. */
static char *take_name(struct import *import, const char *file, const struct tree_node *node, const char *slug) {
    if (slug == NULL)
        return NULL;
    char *name = arena_printf(import->arena, "%s/%s", import->name_space, slug);
    if (name != NULL && string_map_get(&import->names, name) != NULL)
        name = numbered(&import->numbers, &import->names,
                        arena_printf(import->arena, "%s/%.58s", import->name_space, slug));
    if (name == NULL) {
        import_no_memory(import);
        return NULL;
    }
    if (strcmp(name + strlen(import->name_space) + 1, slug) != 0)
        report_add(import->report, NOTE_WARNING, file, node, "the name %s/%s is taken; it became %s",
                   import->name_space, slug, name);
    return name;
}

/* Adds CONTENT (NULL: there was no room for it) as an object of KIND. Returns its name; NULL: no room. The members of
 * the union share one place. */
static char *add_object(struct import *import, const char *file, const struct tree_node *node, const char *slug,
                        Catalog__V1__Object__KindCase kind, void *content) {
    char *name = take_name(import, file, node, slug);
    Catalog__V1__Object *object = DRAFT_NEW(import, Catalog__V1__Object, catalog__v1__object);
    if (content == NULL || name == NULL || object == NULL)
        return NULL;
    object->kind_case = kind;
    object->threat = content;
    if (vector_push(import->arena, &import->marks, import->mark) &&
        vector_push(import->arena, &import->objects, object) && string_map_put(&import->names, name, object))
        return name;
    import_no_memory(import);
    return NULL;
}

Catalog__V1__Threat *draft_threat(struct import *import, const char *file, const struct tree_node *node,
                                  const char *slug) {
    Catalog__V1__Threat *threat = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    char *name = add_object(import, file, node, slug, CATALOG__V1__OBJECT__KIND_THREAT, threat);
    if (name == NULL)
        return NULL;
    threat->name = name;
    return threat;
}

Catalog__V1__Control *draft_control(struct import *import, const char *file, const struct tree_node *node,
                                    const char *slug) {
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    char *name = add_object(import, file, node, slug, CATALOG__V1__OBJECT__KIND_CONTROL, control);
    if (name == NULL)
        return NULL;
    control->name = name;
    return control;
}

Catalog__V1__Baseline *draft_baseline(struct import *import, const char *file, const struct tree_node *node,
                                      const char *slug) {
    Catalog__V1__Baseline *baseline = DRAFT_NEW(import, Catalog__V1__Baseline, catalog__v1__baseline);
    char *name = add_object(import, file, node, slug, CATALOG__V1__OBJECT__KIND_BASELINE, baseline);
    if (name == NULL)
        return NULL;
    baseline->name = name;
    return baseline;
}

static Catalog__V1__Model *draft_model(struct import *import, const char *file, const struct tree_node *node,
                                       const char *slug, Catalog__V1__Object__KindCase kind) {
    Catalog__V1__Model *model = DRAFT_NEW(import, Catalog__V1__Model, catalog__v1__model);
    char *name = add_object(import, file, node, slug, kind, model);
    if (name == NULL)
        return NULL;
    model->name = name;
    return model;
}

Catalog__V1__Model *draft_feature(struct import *import, const char *file, const struct tree_node *node,
                                  const char *slug) {
    return draft_model(import, file, node, slug, CATALOG__V1__OBJECT__KIND_FEATURE);
}

Catalog__V1__Model *draft_component(struct import *import, const char *file, const struct tree_node *node,
                                    const char *slug) {
    return draft_model(import, file, node, slug, CATALOG__V1__OBJECT__KIND_COMPONENT);
}

void draft_ids_init(struct draft_ids *ids, struct import *import) {
    *ids = (struct draft_ids){.import = import};
    string_map_init(&ids->taken, import->arena);
    string_map_init(&ids->numbers, import->arena);
    string_map_init(&ids->by_source, import->arena);
}

static char *key_of(const struct draft_ids *ids, const char *kind, const char *source_id) {
    return ARENA_JOIN(ids->import->arena, kind, ":", source_id);
}

/* Both texts stand in the arena already, or for ever. */
static bool remember(struct draft_ids *ids, const char *kind, const char *source_id, char *id) {
    char *key = key_of(ids, kind, source_id);
    return key != NULL && string_map_put(&ids->taken, id, id) &&
           (source_id[0] == '\0' || string_map_get(&ids->by_source, key) != NULL ||
            string_map_put(&ids->by_source, key, id));
}

const char *draft_id(struct draft_ids *ids, const char *kind, const char *source_id, const char *title) {
    struct import *import = ids->import;
    bool is_id = draft_is_name(source_id, "_-");
    const char *text = source_id[0] == '\0' ? title : source_id;
    const char *slug = is_id ? source_id : draft_slug(import, text, draft_slug(import, kind, "part"));
    char *id = slug == NULL ? NULL : arena_strdup(import->arena, slug);
    if (id != NULL && string_map_get(&ids->taken, id) != NULL)
        id = arena_printf(import->arena, "%.40s-%s", slug, draft_slug(import, kind, "part"));
    if (id != NULL && string_map_get(&ids->taken, id) != NULL)
        id = numbered(&ids->numbers, &ids->taken, id);
    if (id != NULL && remember(ids, kind, source_id, id))
        return id;
    import_no_memory(import);
    return NULL;
}

bool draft_id_as_it_is(struct draft_ids *ids, const char *kind, const char *source_id) {
    char *key = key_of(ids, kind, source_id);
    if (key != NULL && (string_map_get(&ids->by_source, key) != NULL ||
                        string_map_put(&ids->by_source, key, (void *)(uintptr_t)source_id)))
        return true;
    import_no_memory(ids->import);
    return false;
}

const char *draft_id_of(const struct draft_ids *ids, const char *kind, const char *source_id) {
    char *key = key_of(ids, kind, source_id);
    return key == NULL ? NULL : string_map_get(&ids->by_source, key);
}
