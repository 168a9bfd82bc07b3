#include "convert/threagile/threagile.h"

#include <string.h>

/* "Confidentiality: confidential; integrity: critical." */
static const char *ratings_of(const struct threagile *threagile, const struct tree_node *node) {
    static const struct {
        const char *key;
        const char *lead;
    } ratings[] = {
        {"confidentiality", "Confidentiality: "}, {"integrity", "Integrity: "}, {"availability", "Availability: "}};
    struct arena *arena = threagile->import->arena;
    const char *text = "";
    for (size_t i = 0; i < COUNT_OF(ratings) && text != NULL; i++) {
        const char *word = draft_text(node, ratings[i].key);
        if (word[0] != '\0')
            text = ARENA_JOIN(arena, text, text[0] == '\0' ? "" : " ", ratings[i].lead, word, ".");
    }
    return text;
}

/* Description, ratings and why these are so. NULL: no room. */
static const char *describe(const struct threagile *threagile, const struct tree_node *node) {
    struct import *import = threagile->import;
    const char *const texts[] = {tool_plain(import, node, "description"), ratings_of(threagile, node),
                                 tool_plain(import, node, "justification_cia_rating")};
    const char *text = "";
    for (size_t i = 0; i < COUNT_OF(texts) && text != NULL; i++)
        text = texts[i] == NULL ? NULL : tool_paragraphs(import, text, texts[i]);
    return text;
}

/* Whether ID of KIND is free; else it is refused. */
static bool is_free(const struct threagile *threagile, const char *kind, const char *id) {
    return id[0] == '\0' || draft_id_of(&threagile->ids, kind, id) == NULL;
}

static status_code refuse_second(const struct threagile *threagile, const struct tree_node *node, const char *what,
                                 const char *id) {
    return import_refuse(threagile->import, threagile->document->file, node,
                         "the id \"%.60s\" is another %s's too: give it one of its own", id, what);
}

static status_code read_data(struct threagile *threagile, const char *title, const struct tree_node *node) {
    static const char *const known[] = {
        "id", "title", "description", "confidentiality", "integrity", "availability", "justification_cia_rating"};
    struct import *import = threagile->import;
    struct tool_place place = threagile_place(threagile, node);
    const char *source_id = draft_text(node, "id");
    if (!is_free(threagile, "data", source_id))
        return refuse_second(threagile, node, "data asset", source_id);
    Catalog__V1__Asset *asset = DRAFT_NEW(import, Catalog__V1__Asset, catalog__v1__asset);
    const char *id = draft_id(&threagile->ids, "data", source_id, title);
    const char *plain = tool_plain_title(import, title, "");
    const char *description = describe(threagile, node);
    if (asset == NULL || id == NULL || plain == NULL || description == NULL ||
        !string_map_put(&threagile->data, source_id, asset))
        return import_no_memory(threagile->import);
    asset->id = tool_text(id);
    asset->title = tool_text(plain);
    asset->description = tool_text(description);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (draft_text(node, "confidentiality")[0] != '\0')
        threagile_note(threagile, NOTE_LOSS, node,
                       "its ratings stand in the description: give the asset a classification of the policy");
    return draft_add(import, &threagile->feature->n_assets, &threagile->feature->assets, asset)
               ? STATUS_OK
               : import_no_memory(threagile->import);
}

/* ---- Technical assets ---- */

static Catalog__V1__ElementKind kind_of(const struct threagile *threagile, const struct tree_node *node) {
    static const struct {
        const char *type;
        Catalog__V1__ElementKind kind;
    } kinds[] = {{"external-entity", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
                 {"process", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
                 {"datastore", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE}};
    const char *type = draft_text(node, "type");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].kind;
    }
    threagile_note(threagile, NOTE_WARNING, node, "\"%.40s\" is no known type of assets: taken as a process", type);
    return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
}

static bool add_technologies(const struct threagile *threagile, const struct tree_node *node,
                             Catalog__V1__Element *element) {
    struct import *import = threagile->import;
    const struct tree_node *list = draft_list(node, "technologies");
    bool is_added = tool_tag(import, &element->n_technologies, &element->technologies, draft_text(node, "technology"));
    for (size_t i = 0; i < list->count && is_added; i++) {
        const struct tree_node *entry = list->entries[i].value;
        const char *name = entry->kind == TREE_MAP ? draft_text(entry, "name") : entry->text;
        is_added = tool_tag(import, &element->n_technologies, &element->technologies, name);
    }
    return is_added &&
           tool_add_texts(import, &element->n_technologies, &element->technologies, draft_list(node, "tags"));
}

/* What is out of scope is said in words. */
static const char *describe_scope(const struct threagile *threagile, const struct threagile_asset *asset) {
    struct import *import = threagile->import;
    const char *text = describe(threagile, asset->node);
    const char *why = tool_plain(import, asset->node, "justification_out_of_scope");
    if (asset->is_in_scope || text == NULL || why == NULL)
        return text;
    threagile_note(threagile, NOTE_LOSS, asset->node,
                   "nothing in a model is out of scope: ask for a decision about its threats");
    const char *clause = ARENA_JOIN(import->arena, "Out of scope", why[0] == '\0' ? "." : ": ", why);
    return clause == NULL ? NULL : tool_paragraphs(import, text, clause);
}

static bool hold_each(struct threagile *threagile, const struct threagile_asset *asset, const char *key) {
    const struct tree_node *list = draft_list(asset->node, key);
    bool is_added = true;
    for (size_t i = 0; i < list->count && is_added; i++) {
        const struct tree_node *name = list->entries[i].value;
        Catalog__V1__Asset *data = string_map_get(&threagile->data, name->text);
        if (data == NULL)
            threagile_note(threagile, NOTE_WARNING, name, "there is no data asset \"%.60s\"", name->text);
        else
            is_added = tool_tag(threagile->import, &data->n_on, &data->on, asset->element->id);
    }
    return is_added;
}

static status_code read_technical(struct threagile *threagile, const char *title, const struct tree_node *node) {
    static const char *const known[] = {
        "id",
        "title",
        "description",
        "confidentiality",
        "integrity",
        "availability",
        "justification_cia_rating",
        "type",
        "technology",
        "technologies",
        "tags",
        "internet",
        "out_of_scope",
        "justification_out_of_scope",
        "communication_links",
        "data_assets_processed",
        "data_assets_stored",
    };
    struct import *import = threagile->import;
    struct tool_place place = threagile_place(threagile, node);
    const char *source_id = draft_text(node, "id");
    if (!is_free(threagile, "asset", source_id))
        return refuse_second(threagile, node, "technical asset", source_id);
    struct threagile_asset *asset = ARENA_NEW(import->arena, struct threagile_asset);
    const char *id = draft_id(&threagile->ids, "asset", source_id, title);
    Catalog__V1__Element *element = tool_element(import, threagile->feature, id, kind_of(threagile, node));
    const char *plain = tool_plain_title(import, title, "");
    if (asset == NULL || element == NULL || plain == NULL || !vector_push(import->arena, &threagile->assets, asset) ||
        !string_map_put(&threagile->assets_by_id, source_id, asset) || !add_technologies(threagile, node, element))
        return import_no_memory(threagile->import);
    bool is_out = strcmp(draft_text(node, "out_of_scope"), "true") == 0;
    *asset = (struct threagile_asset){source_id, element, threagile->document, node, !is_out};
    element->title = tool_text(plain);
    element->description = tool_text(describe_scope(threagile, asset));
    tool_note_keys(&place, known, COUNT_OF(known));
    return element->description != NULL && hold_each(threagile, asset, "data_assets_processed") &&
                   hold_each(threagile, asset, "data_assets_stored")
               ? STATUS_OK
               : import_no_memory(threagile->import);
}

/* ---- Boundaries and runtimes ---- */

static status_code add_zone(struct threagile *threagile, const char *title, const struct tree_node *node,
                            const char *members) {
    const char *const known[] = {"id", "title", "trust_boundaries_nested", members};
    struct import *import = threagile->import;
    struct tool_place place = threagile_place(threagile, node);
    const char *source_id = draft_text(node, "id");
    if (!is_free(threagile, "boundary", source_id))
        return refuse_second(threagile, node, "trust boundary or shared runtime", source_id);
    const char *id = draft_id(&threagile->ids, "boundary", source_id, title);
    struct threagile_group *group = ARENA_NEW(import->arena, struct threagile_group);
    if (group == NULL || !string_map_put(&threagile->groups, source_id, group))
        return import_no_memory(threagile->import);
    group->zone = tool_zone(import, threagile->feature, id, tool_plain_title(import, title, ""));
    if (group->zone == NULL)
        return import_no_memory(threagile->import);
    tool_note_keys(&place, known, COUNT_OF(known));
    return STATUS_OK;
}

static status_code read_boundary(struct threagile *threagile, const char *title, const struct tree_node *node) {
    return add_zone(threagile, title, node, "technical_assets_inside");
}

static status_code read_runtime(struct threagile *threagile, const char *title, const struct tree_node *node) {
    return add_zone(threagile, title, node, "technical_assets_running");
}

/* An element is in one zone: the first that says so. */
static void enclose(const struct threagile *threagile, const struct tree_node *name,
                    const struct threagile_asset *asset, const char *zone) {
    Catalog__V1__Element *element = asset->element;
    if (element->zone[0] == '\0')
        element->zone = tool_text(zone);
    else
        threagile_note(threagile, NOTE_LOSS, name, "`%.60s` is in `%.60s`: that it is in `%.60s` too has no place",
                       element->id, element->zone, zone);
}

static status_code fill_zone(struct threagile *threagile, const struct tree_node *node, const char *members) {
    const struct tree_node *list = draft_list(node, members);
    const char *source_id = draft_text(node, "id");
    const char *zone = draft_id_of(&threagile->ids, "boundary", source_id);
    struct threagile_group *group = string_map_get(&threagile->groups, source_id);
    for (size_t i = 0; i < list->count && zone != NULL; i++) {
        const struct tree_node *name = list->entries[i].value;
        const struct threagile_asset *asset = string_map_get(&threagile->assets_by_id, name->text);
        if (asset == NULL) {
            threagile_note(threagile, NOTE_WARNING, name, "there is no technical asset \"%.60s\"", name->text);
            continue;
        }
        enclose(threagile, name, asset, zone);
        if (!vector_push(threagile->import->arena, &group->assets, asset))
            return import_no_memory(threagile->import);
    }
    return STATUS_OK;
}

static status_code fill_boundary(struct threagile *threagile, const char *title, const struct tree_node *node) {
    (void)title;
    const struct tree_node *nested = draft_list(node, "trust_boundaries_nested");
    const char *zone = draft_id_of(&threagile->ids, "boundary", draft_text(node, "id"));
    for (size_t i = 0; i < nested->count && zone != NULL; i++) {
        const struct tree_node *name = nested->entries[i].value;
        const struct threagile_group *inner = string_map_get(&threagile->groups, name->text);
        if (inner == NULL)
            threagile_note(threagile, NOTE_WARNING, name, "there is no trust boundary \"%.60s\"", name->text);
        else if (inner->zone->parent[0] != '\0')
            threagile_note(threagile, NOTE_WARNING, name, "`%.60s` is nested twice: the first counts", inner->zone->id);
        else
            inner->zone->parent = tool_text(zone);
    }
    return fill_zone(threagile, node, "technical_assets_inside");
}

static status_code fill_runtime(struct threagile *threagile, const char *title, const struct tree_node *node) {
    (void)title;
    return fill_zone(threagile, node, "technical_assets_running");
}

/* What is referred to stands before what refers to it. */
status_code threagile_read_parts(struct threagile *threagile) {
    static const struct {
        const char *key;
        threagile_read *read;
    } parts[] = {
        {"data_assets", read_data},        {"technical_assets", read_technical}, {"trust_boundaries", read_boundary},
        {"shared_runtimes", read_runtime}, {"trust_boundaries", fill_boundary},  {"shared_runtimes", fill_runtime},
    };
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(parts) && code == STATUS_OK; i++)
        code = threagile_each(threagile, parts[i].key, parts[i].read);
    struct tool_place place = threagile_place(threagile, threagile->document->root);
    return code == STATUS_OK && !tool_break_circles(&place, threagile->feature) ? import_no_memory(threagile->import)
                                                                                : code;
}
