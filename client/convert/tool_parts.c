#include "convert/tool_parts.h"

#include "base/buffer.h"
#include "convert/plain.h"
#include "model/reference.h"

#include <string.h>

/* A list of keys that stand in one note. */
#define REST_BYTES 240

static void *no_room(struct import *import) {
    import_no_memory(import);
    return NULL;
}

const char *tool_plain(struct import *import, const struct tree_node *map, const char *key) {
    const char *text = plain_text(import->arena, draft_text(map, key));
    return text == NULL ? no_room(import) : text;
}

const char *tool_plain_title(struct import *import, const char *text, const char *fallback) {
    const char *plain = plain_text(import->arena, text);
    if (plain == NULL)
        return no_room(import);
    return draft_title(import, plain[0] == '\0' ? fallback : plain);
}

bool tool_refer(struct import *import, size_t *count, Catalog__V1__Reference ***references, const char *scheme,
                const char *id) {
    const char *spelled = reference_id(scheme, id, import->arena);
    if (spelled == NULL)
        return no_room(import) != NULL;
    if (spelled[0] == '\0')
        return true;
    for (size_t i = 0; i < *count && i < TOOL_COMPARED_MAX; i++) {
        if (strcmp((*references)[i]->scheme, scheme) == 0 && strcmp((*references)[i]->id, spelled) == 0)
            return true;
    }
    Catalog__V1__Reference *reference = DRAFT_NEW(import, Catalog__V1__Reference, catalog__v1__reference);
    if (reference == NULL)
        return false;
    reference->scheme = tool_text(scheme);
    reference->id = tool_text(spelled);
    return draft_add(import, count, references, reference);
}

bool tool_link(struct import *import, size_t *count, Catalog__V1__Link ***links, const char *title, const char *url) {
    if (strncmp(url, "https://", strlen("https://")) != 0 && strncmp(url, "http://", strlen("http://")) != 0)
        return true;
    for (size_t i = 0; i < *count && i < TOOL_COMPARED_MAX; i++) {
        if (strcmp((*links)[i]->url, url) == 0)
            return true;
    }
    Catalog__V1__Link *link = DRAFT_NEW(import, Catalog__V1__Link, catalog__v1__link);
    if (link == NULL)
        return false;
    link->title = tool_text(title);
    link->url = tool_text(url);
    return draft_add(import, count, links, link);
}

Catalog__V1__Mitigation *tool_mitigation(struct import *import, Catalog__V1__Model *model, const char *id,
                                         const char *title) {
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    if (mitigation == NULL || control == NULL || id == NULL || title == NULL)
        return NULL;
    control->title = tool_text(title);
    mitigation->id = tool_text(id);
    mitigation->title = control->title;
    mitigation->inline_ = control;
    mitigation->status = CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
    return draft_add(import, &model->n_mitigations, &model->mitigations, mitigation) ? mitigation : NULL;
}

Catalog__V1__Element *tool_element(struct import *import, Catalog__V1__Model *model, const char *id,
                                   Catalog__V1__ElementKind kind) {
    Catalog__V1__Element *element = DRAFT_NEW(import, Catalog__V1__Element, catalog__v1__element);
    if (element == NULL || id == NULL)
        return NULL;
    element->id = tool_text(id);
    element->kind = kind;
    return draft_add(import, &model->n_elements, &model->elements, element) ? element : NULL;
}

Catalog__V1__TrustZone *tool_zone(struct import *import, Catalog__V1__Model *model, const char *id, const char *title) {
    Catalog__V1__TrustZone *zone = DRAFT_NEW(import, Catalog__V1__TrustZone, catalog__v1__trust_zone);
    if (zone == NULL || id == NULL || title == NULL)
        return NULL;
    zone->id = tool_text(id);
    zone->title = tool_text(title);
    return draft_add(import, &model->n_trust_zones, &model->trust_zones, zone) ? zone : NULL;
}

/* ---- Circles of zones ---- */

/* A zone that was walked over has the number of the walk, so that each is walked over once. */
struct zone_walk {
    Catalog__V1__TrustZone *zone;
    size_t number;
};

static bool index_zones(struct import *import, const Catalog__V1__Model *model, struct string_map *walks) {
    string_map_init(walks, import->arena);
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        struct zone_walk *walk = ARENA_NEW(import->arena, struct zone_walk);
        if (walk == NULL || !string_map_put(walks, model->trust_zones[i]->id, walk))
            return no_room(import) != NULL;
        walk->zone = model->trust_zones[i];
    }
    return true;
}

/* A zone of the circle that the way up from ZONE ends in; NULL: it ends at the top, or at what an earlier walk was at.
 * This walk has NUMBER. */
static Catalog__V1__TrustZone *find_circle(const struct string_map *walks, const Catalog__V1__TrustZone *zone,
                                           size_t number) {
    struct zone_walk *walk = string_map_get(walks, zone->id);
    while (walk != NULL && walk->number == 0) {
        walk->number = number;
        walk = string_map_get(walks, walk->zone->parent);
    }
    return walk != NULL && walk->number == number ? walk->zone : NULL;
}

bool tool_break_circles(const struct tool_place *place, Catalog__V1__Model *model) {
    struct string_map walks;
    if (!index_zones(place->import, model, &walks))
        return false;
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        Catalog__V1__TrustZone *zone = find_circle(&walks, model->trust_zones[i], i + 1);
        if (zone == NULL)
            continue;
        report_add(place->import->report, NOTE_WARNING, place->file, place->node,
                   "the zones around \"%.60s\" stand in each other: it stands alone", zone->id);
        zone->parent = tool_text("");
    }
    return true;
}

/* ---- What is not taken ---- */

/* Whether VALUE says something: an absent one and a "no" do not. */
static bool says_something(const struct tree_node *value) {
    static const char *const nothing[] = {"", "null", "~", "false"};
    if (value->kind == TREE_LIST || value->kind == TREE_MAP)
        return value->count > 0;
    return value->kind != TREE_NULL && !tool_is_known(value->text, nothing, COUNT_OF(nothing));
}

void tool_note_keys(const struct tool_place *place, const char *const *known, size_t count) {
    const struct tree_node *node = place->node;
    struct buffer keys;
    size_t found = 0;
    buffer_init(&keys, REST_BYTES);
    for (size_t i = 0; node != NULL && node->kind == TREE_MAP && i < node->count; i++) {
        const char *key = node->entries[i].key->text;
        if (tool_is_known(key, known, count) || !says_something(node->entries[i].value))
            continue;
        buffer_printf(&keys, "%s`%.40s`", found == 0 ? "" : ", ", key);
        found++;
    }
    if (found > 0)
        report_add(place->import->report, NOTE_LOSS, place->file, node, "%.*s%s %s no place here", (int)keys.size,
                   (const char *)keys.data, keys.has_failed ? ", ..." : "", found == 1 ? "has" : "have");
    buffer_done(&keys);
}
