#include "convert/otm/otm.h"

#include <string.h>

#define PARENTS_MAX 64

status_code otm_read_zone(struct otm *otm, const struct tree_node *node) {
    if (otm_carried_node(node, "no_zone") != NULL)
        return STATUS_OK;
    Catalog__V1__TrustZone *zone = DRAFT_NEW(otm->import, Catalog__V1__TrustZone, catalog__v1__trust_zone);
    const char *id = draft_id(&otm->ids, "zone", draft_text(node, "id"), draft_text(node, "name"));
    if (zone == NULL || id == NULL || !string_map_put(&otm->zones, id, zone))
        return import_no_memory(otm->import);
    zone->id = (char *)(uintptr_t)id;
    zone->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    OTM_NOTE_REST(otm, node, "id", "name", "parent", "risk", "representations");
    if (tree_get(node, "risk") != NULL)
        report_add(otm->import->report, NOTE_LOSS, otm->file, node,
                   "the trust rating of a zone has no place in a model");
    return draft_add(otm->import, &otm->feature->n_trust_zones, &otm->feature->trust_zones, zone)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

/* Nothing in the format keeps components from standing in each other. */
const char *otm_zone_of(struct otm *otm, const struct tree_node *component) {
    for (unsigned i = 0; i < PARENTS_MAX && component != NULL; i++) {
        const char *zone = draft_id_of(&otm->ids, "zone", otm_parent(component, "trustZone"));
        if (zone != NULL)
            return zone;
        component = otm_node(otm, "components", otm_parent(component, "component"));
    }
    return NULL;
}

static Catalog__V1__TrustZone *find_zone(const struct otm *otm, const char *id) {
    return string_map_get(&otm->zones, id);
}

/* Whether ZONE lies in INNER, or would: then INNER cannot lie in it. */
static bool lies_in(const struct otm *otm, const char *zone, const char *inner) {
    unsigned depth = 0;
    while (zone != NULL && zone[0] != '\0' && strcmp(zone, inner) != 0 && depth++ < PARENTS_MAX)
        zone = find_zone(otm, zone)->parent;
    return zone != NULL && zone[0] != '\0';
}

/* A zone in a component lies in the zone of that component. */
static const char *outer_of(struct otm *otm, const struct tree_node *node) {
    const char *outer = draft_id_of(&otm->ids, "zone", otm_parent(node, "trustZone"));
    const struct tree_node *component = otm_node(otm, "components", otm_parent(node, "component"));
    if (outer != NULL || component == NULL)
        return outer;
    report_add(otm->import->report, NOTE_LOSS, otm->file, node,
               "the zone lies in a component: it lies in the zone of that component instead");
    return otm_zone_of(otm, component);
}

void otm_nest_zones(struct otm *otm) {
    const struct tree_node *list = otm_list(otm, "trustZones");
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        const char *inner = draft_id_of(&otm->ids, "zone", draft_text(node, "id"));
        if (inner == NULL || (otm_parent(node, "trustZone")[0] == '\0' && otm_parent(node, "component")[0] == '\0'))
            continue;
        const char *outer = outer_of(otm, node);
        if (outer == NULL || lies_in(otm, outer, inner))
            report_add(otm->import->report, NOTE_WARNING, otm->file, node,
                       "the zone lies in none that there is, or in itself");
        else
            find_zone(otm, inner)->parent = (char *)(uintptr_t)outer;
    }
}
