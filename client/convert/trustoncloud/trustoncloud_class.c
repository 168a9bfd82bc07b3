#include "convert/trustoncloud/trustoncloud.h"

#include <string.h>

/* ---- Elements: the service and its feature classes ---- */

Catalog__V1__Element *cloud_add_element(struct cloud *cloud, const char *source_id, const char *title) {
    const char *id = draft_id(&cloud->ids, "class", source_id, "class");
    Catalog__V1__Element *element =
        tool_element(cloud->import, cloud->component, id, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
    if (element == NULL)
        return NULL;
    element->title = tool_text(draft_title(cloud->import, title));
    return element->title == NULL ? NULL : element;
}

static bool put(const struct cloud *cloud, struct cloud_class *class, const char *text) {
    return vector_push(cloud->import->arena, &class->text, text);
}

status_code cloud_read_class(struct cloud *cloud, const struct cloud_entry *entry) {
    static const char *const known[] = {"name", "description", "long_description", "class_relationship", "order"};
    struct tool_place place = {cloud->import, cloud->file, entry->node};
    const char *name = draft_text(entry->node, "name");
    const char *text = tool_plain(cloud->import, entry->node, "description");
    const char *more = tool_plain(cloud->import, entry->node, "long_description");
    struct cloud_class *class = ARENA_NEW(cloud->import->arena, struct cloud_class);
    if (class == NULL || text == NULL || more == NULL || !string_map_put(&cloud->classes, entry->id, class))
        return import_no_memory(cloud->import);
    bool is_repeated = strncmp(more, text, strlen(text)) == 0;
    class->element = cloud_add_element(cloud, entry->id, name[0] == '\0' ? entry->id : name);
    tool_note_rest(&place, known, COUNT_OF(known));
    return class->element != NULL && put(cloud, class, is_repeated ? more : tool_paragraphs(cloud->import, text, more))
               ? STATUS_OK
               : import_no_memory(cloud->import);
}

/* An element has no parents: what a class belongs to and what it uses stands in its text. */
static bool relate(struct cloud *cloud, struct cloud_class *class, const struct tree_node *relation) {
    const struct cloud_class *other = string_map_get(&cloud->classes, draft_text(relation, "class"));
    bool is_parent = strcmp(draft_text(relation, "type"), "parent") == 0;
    if (other == NULL) {
        cloud_warn(cloud, relation, "there is no feature class \"%.60s\"", draft_text(relation, "class"));
        return true;
    }
    return put(cloud, class, is_parent ? "\nPart of " : "\nUses ") && put(cloud, class, other->element->title) &&
           put(cloud, class, " (") && put(cloud, class, other->element->id) && put(cloud, class, ").");
}

status_code cloud_relate_class(struct cloud *cloud, const struct cloud_entry *entry) {
    const struct tree_node *relations = draft_list(entry->node, "class_relationship");
    struct cloud_class *class = string_map_get(&cloud->classes, entry->id);
    if (relations->count == 0)
        return STATUS_OK;
    cloud_lose(cloud, relations, "an element has no parents: they stand in the text of %s", class->element->id);
    bool is_whole = put(cloud, class, "\n");
    for (size_t i = 0; i < relations->count && is_whole; i++)
        is_whole = relate(cloud, class, relations->entries[i].value);
    return is_whole ? STATUS_OK : import_no_memory(cloud->import);
}

status_code cloud_finish_class(struct cloud *cloud, const struct cloud_entry *entry) {
    const struct cloud_class *class = string_map_get(&cloud->classes, entry->id);
    class->element->description = cloud_join(cloud, &class->text);
    return class->element->description == NULL ? import_no_memory(cloud->import) : STATUS_OK;
}

/* ---- Entry points: one for each endpoint that actions name ---- */

static bool is_said(const char *text) {
    return text[0] != '\0' && strcmp(text, "-") != 0;
}

static bool add_exposures(const struct cloud *cloud, Catalog__V1__EntryPoint *point) {
    const struct tree_node *scores = tree_get(cloud->root, "scorecard");
    const struct tree_node *private_path =
        scores == NULL || scores->kind != TREE_MAP ? NULL : tree_get(scores, "aws_vpc_endpoint");
    point->default_exposure = tool_text("internet");
    return draft_add(cloud->import, &point->n_exposures, &point->exposures, tool_text("internet")) &&
           (strncmp(draft_text(private_path, "score"), "Yes", strlen("Yes")) != 0 ||
            draft_add(cloud->import, &point->n_exposures, &point->exposures, tool_text("vpc_endpoint")));
}

static bool add_entry_point(struct cloud *cloud, const char *endpoint) {
    struct import *import = cloud->import;
    if (draft_id_of(&cloud->ids, "endpoint", endpoint) != NULL)
        return true;
    Catalog__V1__EntryPoint *point = DRAFT_NEW(import, Catalog__V1__EntryPoint, catalog__v1__entry_point);
    const char *title = ARENA_JOIN(import->arena, "API ", endpoint);
    const char *id = draft_id(&cloud->ids, "endpoint", endpoint, "endpoint");
    if (point == NULL || id == NULL || title == NULL)
        return false;
    point->id = tool_text(id);
    point->on = tool_text(cloud->whole);
    point->title = tool_text(draft_title(import, title));
    return point->title != NULL && add_exposures(cloud, point) &&
           draft_add(import, &cloud->component->n_entry_points, &cloud->component->entry_points, point);
}

/* Two hundred calls are no two hundred entry points: each is a line in the text of its class. */
static const char *line_of(const struct cloud *cloud, const struct cloud_entry *entry) {
    const char *api = draft_text(entry->node, "api");
    const char *permission = draft_text(entry->node, "iam_permission");
    const char *event = draft_text(entry->node, "event_name");
    const char *text = tool_plain(cloud->import, entry->node, "action_description");
    if (text == NULL)
        return NULL;
    return ARENA_JOIN(cloud->import->arena, "- ", is_said(api) ? api : entry->id, ": ", text,
                      is_said(permission) ? " Permission: " : "", is_said(permission) ? permission : "",
                      is_said(permission) ? "." : "", is_said(event) ? " Event: " : "", is_said(event) ? event : "",
                      is_said(event) ? "." : "");
}

status_code cloud_read_action(struct cloud *cloud, const struct cloud_entry *entry) {
    const char *endpoint = draft_text(entry->node, "endpoint");
    struct cloud_class *class = string_map_get(&cloud->classes, draft_text(entry->node, "feature_class"));
    const char *line = line_of(cloud, entry);
    if (line == NULL ||
        (is_said(endpoint) && is_said(draft_text(entry->node, "api")) && !add_entry_point(cloud, endpoint)))
        return import_no_memory(cloud->import);
    if (class == NULL) {
        cloud_warn(cloud, entry->node, "there is no feature class \"%.60s\": the action is left out",
                   draft_text(entry->node, "feature_class"));
        return STATUS_OK;
    }
    bool is_whole =
        (class->has_actions || put(cloud, class, "\n\nActions:")) && put(cloud, class, "\n") && put(cloud, class, line);
    class->has_actions = true;
    return is_whole ? STATUS_OK : import_no_memory(cloud->import);
}
