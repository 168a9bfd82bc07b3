#include "convert/otm/otm.h"
#include "convert/tool.h"

#include <string.h>

const struct tree_node *otm_carried_node(const struct tree_node *node, const char *part) {
    const struct tree_node *attributes = node->kind == TREE_MAP ? tree_get(node, "attributes") : NULL;
    const struct tree_node *parts = attributes == NULL ? NULL : tree_get(attributes, OTM_CARRIED);
    return parts == NULL || parts->kind != TREE_MAP ? NULL : tree_get(parts, part);
}

bool otm_is_changed(const struct otm *otm, const struct tree_node *node, const char *key) {
    const struct tree_node *marks = otm_carried_node(node, OTM_MARKS);
    const char *mark = draft_text(marks, key);
    const char *now = carry_mark(otm->import->arena, tree_get(node, key));
    return mark[0] != '\0' && now != NULL && strcmp(mark, now) != 0;
}

bool otm_carried(struct otm *otm, const struct tree_node *node, const char *part, const struct carried *carried,
                 void **ret_message) {
    struct carried whole = *carried;
    ProtobufCMessage *message = NULL;
    whole.file = otm->file;
    whole.node = otm_carried_node(node, part);
    bool is_read = carry_read(otm->import, &whole, &message);
    *ret_message = message;
    return is_read;
}

static const char *first_tag(const struct tree_node *node) {
    const struct tree_node *tags = draft_list(node, "tags");
    return tags->count == 0 ? "" : tags->entries[0].value->text;
}

static status_code read_dependency(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__Dependency *dependency = NULL;
    if (!OTM_CARRIED_AS(otm, node, "dependency", dependency, &dependency, OTM_SAID_DEPENDENCY))
        return import_no_memory(otm->import);
    if (dependency == NULL)
        return STATUS_OK;
    if (otm_is_changed(otm, node, "type"))
        dependency->component = tool_text(draft_text(node, "type"));
    if (otm_is_changed(otm, node, "tags"))
        dependency->requirement = tool_text(first_tag(node));
    dependency->alias = tool_text(draft_id(&otm->ids, "component", draft_text(node, "id"), draft_text(node, "name")));
    return dependency->alias != NULL &&
                   draft_add(otm->import, &otm->feature->n_dependencies, &otm->feature->dependencies, dependency)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

static status_code read_entry_point(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__EntryPoint *entry = NULL;
    if (!OTM_CARRIED_AS(otm, node, "entry_point", entry_point, &entry, OTM_SAID_ENTRY_POINT))
        return import_no_memory(otm->import);
    if (entry == NULL)
        return STATUS_OK;
    const char *on = otm_parent(node, "component");
    if (otm_is_changed(otm, node, "parent") && on[0] != '\0')
        entry->on = tool_text(on);
    if (otm_is_changed(otm, node, "tags"))
        entry->protocol = tool_text(first_tag(node));
    entry->id = tool_text(draft_id(&otm->ids, "component", draft_text(node, "id"), draft_text(node, "name")));
    entry->title = tool_text(draft_title(otm->import, draft_text(node, "name")));
    return entry->id != NULL && entry->title != NULL &&
                   draft_add(otm->import, &otm->feature->n_entry_points, &otm->feature->entry_points, entry)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

/* A place inside a dependency: it is named, and is no part of this model. */
static status_code read_address(struct otm *otm, const struct tree_node *node) {
    return draft_id_as_it_is(&otm->ids, "component", draft_text(node, "id")) ? STATUS_OK
                                                                             : import_no_memory(otm->import);
}

status_code otm_read_carried_component(struct otm *otm, const struct tree_node *node, bool *ret_is_carried) {
    static const struct {
        const char *part;
        status_code (*read)(struct otm *otm, const struct tree_node *node);
    } parts[] = {{"dependency", read_dependency}, {"entry_point", read_entry_point}, {"address", read_address}};
    *ret_is_carried = false;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (otm_carried_node(node, parts[i].part) == NULL)
            continue;
        *ret_is_carried = true;
        return parts[i].read(otm, node);
    }
    return STATUS_OK;
}

Catalog__V1__Model *otm_model(struct otm *otm, const struct tree_node *project) {
    struct import *import = otm->import;
    const char *id = draft_text(project, "id");
    const char *slug = draft_slug(import, id[0] == '\0' ? draft_text(project, "name") : id, "threat-model");
    bool is_component = otm_carried_node(project, "component") != NULL;
    Catalog__V1__Model *carried = NULL;
    Catalog__V1__Model *model = (is_component ? draft_component : draft_feature)(import, otm->file, project, slug);
    if (model == NULL ||
        !OTM_CARRIED_AS(otm, project, is_component ? "component" : "feature", model, &carried, OTM_SAID_MODEL))
        return NULL;
    if (carried != NULL) {
        carried->name = model->name;
        *model = *carried;
    }
    return tool_add_texts(import, &model->n_tags, &model->tags, draft_list(project, "tags")) ? model : NULL;
}
