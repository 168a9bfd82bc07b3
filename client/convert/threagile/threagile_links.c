#include "convert/threagile/threagile.h"

#include <string.h>

#define INTERNET "internet"

/* One communication link while it is read. */
struct link {
    struct threagile *threagile;
    const struct threagile_asset *from, *to;
    const char *title;
    const char *source_id; /* as risks call it: "asset>title" */
    const struct tree_node *node;
};

static bool is_on_internet(const struct threagile_asset *asset) {
    return strcmp(draft_text(asset->node, INTERNET), "true") == 0;
}

/* Adds an entry point of the source id KEY. NULL: no room. */
static Catalog__V1__EntryPoint *add_entry_point(struct threagile *threagile, const char *key,
                                                const struct threagile_asset *asset) {
    struct import *import = threagile->import;
    Catalog__V1__EntryPoint *point = DRAFT_NEW(import, Catalog__V1__EntryPoint, catalog__v1__entry_point);
    const char *whole = ARENA_JOIN(import->arena, "entry ", key);
    const char *id = whole == NULL ? NULL : draft_id(&threagile->ids, "entry", "", whole);
    if (point == NULL || id == NULL ||
        !draft_add(import, &threagile->feature->n_entry_points, &threagile->feature->entry_points, point))
        return NULL;
    point->id = tool_text(id);
    point->on = asset->element->id;
    point->exposure = tool_text(INTERNET);
    return point;
}

/* Who comes from the internet gets in at the other end. */
static bool let_in(const struct link *link) {
    if (!is_on_internet(link->from) || is_on_internet(link->to))
        return true;
    Catalog__V1__EntryPoint *point = add_entry_point(link->threagile, link->source_id, link->to);
    if (point == NULL)
        return false;
    point->title = tool_text(link->title);
    point->protocol = tool_text(draft_text(link->node, "protocol"));
    point->authentication = tool_text(draft_text(link->node, "authentication"));
    return true;
}

/* What is itself on the internet, and no client there, is a way in whoever calls. */
static bool expose(struct threagile *threagile, const struct threagile_asset *asset) {
    if (!is_on_internet(asset) || asset->element->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL)
        return true;
    Catalog__V1__EntryPoint *point = add_entry_point(threagile, asset->source_id, asset);
    if (point == NULL)
        return false;
    point->title = asset->element->title;
    return true;
}

static bool carry_each(const struct link *link, const char *key, Catalog__V1__DataFlow *flow) {
    struct threagile *threagile = link->threagile;
    const struct tree_node *list = draft_list(link->node, key);
    bool is_added = true;
    for (size_t i = 0; i < list->count && is_added; i++) {
        const struct tree_node *name = list->entries[i].value;
        const Catalog__V1__Asset *data = string_map_get(&threagile->data, name->text);
        if (data == NULL)
            threagile_note(threagile, NOTE_WARNING, name, "there is no data asset \"%.60s\"", name->text);
        else
            is_added = tool_tag(threagile->import, &flow->n_assets, &flow->assets, data->id);
    }
    return is_added;
}

/* A flow goes one way; a link carries both what is asked and what comes back. */
static bool carry(const struct link *link, Catalog__V1__DataFlow *flow) {
    if (!carry_each(link, "data_assets_sent", flow))
        return false;
    size_t sent = flow->n_assets;
    if (!carry_each(link, "data_assets_received", flow))
        return false;
    if (flow->n_assets > sent)
        threagile_note(link->threagile, NOTE_LOSS, link->node,
                       "what comes back is listed with what is sent: a flow goes one way");
    return true;
}

static status_code add_flow(const struct link *link) {
    static const char *const known[] = {
        "target",         "target_id",        "source_id",           "id", "title", "protocol",
        "authentication", "data_assets_sent", "data_assets_received"};
    struct threagile *threagile = link->threagile;
    struct import *import = threagile->import;
    struct tool_place place = threagile_place(threagile, link->node);
    Catalog__V1__DataFlow *flow = DRAFT_NEW(import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *id = draft_id(&threagile->ids, "link", link->source_id, "");
    struct threagile_link entry = {link->source_id, link->from, link->to, flow};
    bool crosses = is_on_internet(link->from) || is_on_internet(link->to);
    if (flow == NULL || id == NULL || !vector_push(import->arena, &threagile->links, entry) || !carry(link, flow) ||
        (crosses && !tool_tag(import, &flow->n_crosses, &flow->crosses, INTERNET)))
        return import_no_memory(threagile->import);
    flow->id = tool_text(id);
    flow->title = tool_text(link->title);
    flow->from = link->from->element->id;
    flow->to = link->to->element->id;
    flow->protocol = tool_text(draft_text(link->node, "protocol"));
    tool_note_keys(&place, known, COUNT_OF(known));
    return let_in(link) && draft_add(import, &threagile->feature->n_data_flows, &threagile->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(threagile->import);
}

/* A map of titles; a list where Threagile wrote out what it had read, with the title and `target_id` in the entry. */
static status_code read_link(struct threagile *threagile, const struct threagile_asset *asset,
                             const struct tree_entry *entry) {
    struct import *import = threagile->import;
    if (entry->value->kind != TREE_MAP)
        return import_refuse(import, threagile->document->file, entry->value,
                             "an entry of communication_links is no mapping");
    const char *key = entry->key != NULL ? entry->key->text : draft_text(entry->value, "title");
    const char *target = draft_text(entry->value, entry->key != NULL ? "target" : "target_id");
    const char *title = tool_plain_title(import, key, "");
    const char *slug = draft_slug(import, key, "link");
    struct link link = {.threagile = threagile, .from = asset, .title = title, .node = entry->value};
    link.source_id = slug == NULL ? NULL : ARENA_JOIN(import->arena, asset->source_id, ">", slug);
    link.to = string_map_get(&threagile->assets_by_id, target);
    if (title == NULL || link.source_id == NULL)
        return import_no_memory(threagile->import);
    if (link.to != NULL)
        return add_flow(&link);
    threagile_note(threagile, NOTE_WARNING, entry->value, "there is no technical asset \"%.60s\": the link is left out",
                   target);
    return STATUS_OK;
}

status_code threagile_read_links(struct threagile *threagile) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < threagile->assets.count && code == STATUS_OK; i++) {
        const struct threagile_asset *asset = threagile->assets.items[i];
        const struct tree_node *links = tree_get(asset->node, "communication_links");
        threagile->document = asset->document;
        for (size_t j = 0; links != NULL && j < links->count && code == STATUS_OK; j++)
            code = read_link(threagile, asset, &links->entries[j]);
        if (code == STATUS_OK && !expose(threagile, asset))
            code = import_no_memory(threagile->import);
    }
    threagile->document = &threagile->documents.items[0];
    return code;
}
