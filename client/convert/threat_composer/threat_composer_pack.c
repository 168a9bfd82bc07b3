#include "convert/threat_composer/threat_composer.h"

#include <string.h>

struct pack {
    const struct composer *composer;
    const char *id;             /* of the pack; "" for a bare list */
    const char *tag;            /* on every object; "" for a bare list */
    struct string_map threats;  /* id in the source to the Catalog__V1__Threat */
    struct string_map controls; /* id in the source to the Catalog__V1__Control */
};

/* Ids are unique in their pack only. */
static const char *slug_of(const struct pack *pack, const struct tree_node *node, const char *fallback) {
    struct import *import = pack->composer->import;
    const char *id = draft_text(node, "id");
    const char *whole = pack->id[0] == '\0' ? id : ARENA_JOIN(import->arena, pack->id, "-", id);
    return whole == NULL ? NULL : draft_slug(import, whole, fallback);
}

static bool remember(struct string_map *map, const struct tree_node *node, void *object) {
    const char *id = draft_text(node, "id");
    return string_map_get(map, id) != NULL || string_map_put(map, id, object);
}

/* What another pack of the same id made of NODE already: packs of threats and of mitigations repeat each other's
 * entries. OWN is what this one made. NULL: nothing. */
static Catalog__V1__Object *shared(const struct pack *pack, const struct string_map *own, const struct tree_node *node,
                                   const char *slug) {
    struct import *import = pack->composer->import;
    if (slug == NULL || pack->tag[0] == '\0' || string_map_get(own, draft_text(node, "id")) != NULL)
        return NULL;
    char *name = ARENA_JOIN(import->arena, import->name_space, "/", slug);
    return name == NULL ? NULL : import_find(import, name);
}

static bool has_text(char *const *texts, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(texts[i], text) == 0)
            return true;
    }
    return false;
}

static status_code read_threat(void *context, const struct tree_node *node) {
    struct pack *pack = context;
    const struct composer *composer = pack->composer;
    const char *slug = slug_of(pack, node, "threat");
    const Catalog__V1__Object *other = shared(pack, &pack->threats, node, slug);
    if (other != NULL && other->kind_case == CATALOG__V1__OBJECT__KIND_THREAT &&
        has_text(other->threat->tags, other->threat->n_tags, pack->tag))
        return remember(&pack->threats, node, other->threat) ? STATUS_OK : import_no_memory(pack->composer->import);
    Catalog__V1__Threat *threat = draft_threat(composer->import, composer->file, node, slug);
    if (threat == NULL || !composer_fill_threat(composer, node, threat) ||
        !tool_tag(composer->import, &threat->n_tags, &threat->tags, pack->tag) ||
        !remember(&pack->threats, node, threat))
        return import_no_memory(pack->composer->import);
    return STATUS_OK;
}

static status_code read_control(void *context, const struct tree_node *node) {
    struct pack *pack = context;
    const struct composer *composer = pack->composer;
    const char *slug = slug_of(pack, node, "control");
    const Catalog__V1__Object *other = shared(pack, &pack->controls, node, slug);
    if (other != NULL && other->kind_case == CATALOG__V1__OBJECT__KIND_CONTROL &&
        has_text(other->control->tags, other->control->n_tags, pack->tag))
        return remember(&pack->controls, node, other->control) ? STATUS_OK : import_no_memory(pack->composer->import);
    Catalog__V1__Control *control = draft_control(composer->import, composer->file, node, slug);
    if (control == NULL || !composer_fill_control(composer, node, control) ||
        !tool_tag(composer->import, &control->n_tags, &control->tags, pack->tag) ||
        !remember(&pack->controls, node, control))
        return import_no_memory(pack->composer->import);
    return STATUS_OK;
}

static bool names(const Catalog__V1__Control *control, const char *threat) {
    for (size_t i = 0; i < control->n_mitigates; i++) {
        if (strcmp(control->mitigates[i]->threat, threat) == 0)
            return true;
    }
    return false;
}

static status_code read_link(void *context, const struct tree_node *node) {
    struct pack *pack = context;
    const struct composer *composer = pack->composer;
    Catalog__V1__Control *control = string_map_get(&pack->controls, draft_text(node, "mitigationId"));
    const Catalog__V1__Threat *threat = string_map_get(&pack->threats, draft_text(node, "linkedId"));
    if (control == NULL || threat == NULL) {
        report_add(composer->import->report, NOTE_WARNING, composer->file, node,
                   "the link goes to a %s that is not there", control == NULL ? "mitigation" : "threat");
        return STATUS_OK;
    }
    if (names(control, threat->name))
        return STATUS_OK;
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(composer->import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    if (mitigation == NULL || !draft_add(composer->import, &control->n_mitigates, &control->mitigates, mitigation))
        return import_no_memory(pack->composer->import);
    mitigation->threat = threat->name;
    mitigation->strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    return STATUS_OK;
}

static void start(struct pack *pack, const struct composer *composer) {
    *pack = (struct pack){.composer = composer, .id = "", .tag = ""};
    string_map_init(&pack->threats, composer->import->arena);
    string_map_init(&pack->controls, composer->import->arena);
}

status_code composer_read_pack(const struct composer *composer) {
    static const struct {
        const char *key;
        composer_read *read;
    } parts[] = {{"threats", read_threat}, {"mitigations", read_control}, {"mitigationLinks", read_link}};
    struct pack pack;
    start(&pack, composer);
    pack.id = draft_text(composer->root, "id");
    pack.tag = ARENA_JOIN(composer->import->arena, "pack:", pack.id);
    const char *name = ARENA_JOIN(composer->import->arena, draft_text(composer->root, "type"), "-", pack.id);
    if (pack.tag == NULL || name == NULL)
        return import_no_memory(pack.composer->import);
    report_add(composer->import->report, NOTE_LOSS, composer->file, composer->root,
               "name and description of the pack are left out; its id is a tag");
    status_code code = import_source(composer->import, name);
    for (size_t i = 0; i < COUNT_OF(parts) && code == STATUS_OK; i++)
        code = composer_each(composer, parts[i].key, draft_list(composer->root, parts[i].key), parts[i].read, &pack);
    return code;
}

status_code composer_read_statements(const struct composer *composer) {
    struct pack pack;
    start(&pack, composer);
    return composer_each(composer, "the list", composer->root, read_threat, &pack);
}
