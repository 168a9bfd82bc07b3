#include "convert/cyclonedx/cyclonedx_system.h"

#include <string.h>

static status_code index_refs(struct system *system, const struct tree_node *node);

static status_code index_list(struct system *system, const struct tree_node *list) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++)
        code = index_refs(system, list->entries[i].value);
    return code;
}

/* The composer bounds how deep they nest. */
static status_code index_refs(struct system *system, const struct tree_node *node) {
    if (!string_map_put(&system->known, bom_key(node), (void *)(uintptr_t)node))
        return import_no_memory(system->bom->import);
    status_code code = index_list(system, draft_list(node, "services"));
    return code == STATUS_OK ? index_list(system, draft_list(node, "components")) : code;
}

/* The part called REFERENCE. The system as a whole becomes one when something says what it depends on. */
static struct part *part_of(struct system *system, const struct tree_node *node, const char *reference,
                            status_code *code) {
    const struct tree_node *root = bom_map(bom_map(system->bom->root, "metadata"), "component");
    struct part *part = string_map_get(&system->parts, reference);
    if (part == NULL && root != NULL && reference[0] != '\0' && strcmp(bom_key(root), reference) == 0) {
        part = system_add_part(system, root);
        *code = part == NULL ? import_no_memory(system->bom->import) : STATUS_OK;
    }
    if (part == NULL && string_map_get(&system->known, reference) == NULL)
        report_add(system->bom->import->report, NOTE_WARNING, system->bom->file, node,
                   "there is no service or component \"%.60s\"", reference);
    return part;
}

/* Whatever repeats in the source: a flow carries what is known of its end only as far as a model can hold it. */
static void add_carried(struct system *system, Catalog__V1__DataFlow *flow, const struct part *to) {
    if (to->assets.count > LIMIT_OBJECT_ITEMS - system->carried)
        return;
    system->carried += to->assets.count;
    flow->n_assets = to->assets.count;
    flow->assets = to->assets.items;
}

static bool add_flow(struct system *system, const struct part *from, const struct part *to) {
    struct import *import = system->bom->import;
    Catalog__V1__DataFlow *flow = DRAFT_NEW(import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *key = ARENA_JOIN(import->arena, from->element->id, " to ", to->element->id);
    const char *title = ARENA_JOIN(import->arena, from->element->title, " uses ", to->element->title);
    if (key != NULL && string_map_get(&system->flows, key) != NULL)
        return true;
    const char *id = key == NULL ? NULL : draft_id(&system->ids, "flow", "", key);
    if (flow == NULL || id == NULL || title == NULL || !string_map_put(&system->flows, key, flow))
        return false;
    flow->id = tool_text(id);
    flow->title = tool_text(draft_title(import, title));
    flow->from = from->element->id;
    flow->to = to->element->id;
    add_carried(system, flow, to);
    if (to->is_outside && !draft_add(import, &flow->n_crosses, &flow->crosses, tool_text("trust-boundary")))
        return false;
    return flow->title != NULL && draft_add(import, &system->feature->n_data_flows, &system->feature->data_flows, flow);
}

static status_code read_dependency(void *context, const struct tree_node *node) {
    struct system *system = context;
    const struct tree_node *uses = draft_list(node, "dependsOn");
    status_code code = STATUS_OK;
    if (uses->count == 0)
        return STATUS_OK;
    const struct part *from = part_of(system, node, draft_text(node, "ref"), &code);
    for (size_t i = 0; i < uses->count && from != NULL && code == STATUS_OK; i++) {
        const struct part *to = part_of(system, uses->entries[i].value, uses->entries[i].value->text, &code);
        if (code == STATUS_OK && to != NULL && to != from && !add_flow(system, from, to))
            code = import_no_memory(system->bom->import);
    }
    return code;
}

status_code system_read_flows(struct system *system) {
    const struct bom *bom = system->bom;
    status_code code = index_refs(system, bom->root);
    return code == STATUS_OK ? bom_each(bom, bom->root, "dependencies", read_dependency, system) : code;
}
