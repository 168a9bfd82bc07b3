#include "convert/cyclonedx/cyclonedx_system.h"
#include "convert/normalise.h"

#include <string.h>

static void lose(const struct system *system, const struct tree_node *node, const char *text) {
    report_add(system->bom->import->report, NOTE_LOSS, system->bom->file, node, "%s", text);
}

/* ---- Elements ---- */

/* A line each for who provides it, its group and its version. */
static const char *origin_of(const struct system *system, const struct tree_node *node) {
    const struct {
        const char *before;
        const char *text;
    } lines[] = {{"Provider: ", draft_text(bom_map(node, "provider"), "name")},
                 {"Group: ", draft_text(node, "group")},
                 {"Version: ", draft_text(node, "version")}};
    const char *origin = "";
    for (size_t i = 0; i < COUNT_OF(lines) && origin != NULL; i++) {
        if (lines[i].text[0] != '\0')
            origin = ARENA_JOIN(system->bom->import->arena, origin, origin[0] == '\0' ? "" : "\n", lines[i].before,
                                lines[i].text);
    }
    return origin;
}

static Catalog__V1__ElementKind kind_of(const struct system *system, const struct tree_node *node) {
    char *words = ARENA_JOIN(system->bom->import->arena, draft_text(node, "group"), " ", draft_text(node, "name"), " ",
                             draft_text(node, "type"));
    for (char *at = words; words != NULL && *at != '\0'; at++)
        *at = normalise_lower(*at);
    bool is_store = words != NULL && tool_element_kind(words) == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE;
    return is_store ? CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE : CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
}

struct part *system_add_part(struct system *system, const struct tree_node *node) {
    struct import *import = system->bom->import;
    struct part *part = ARENA_NEW(import->arena, struct part);
    const char *id = draft_id(&system->ids, "service", bom_key(node), draft_text(node, "name"));
    const char *text = tool_plain(import, node, "description");
    const char *origin = origin_of(system, node);
    if (part == NULL || text == NULL || origin == NULL || !string_map_put(&system->parts, bom_key(node), part))
        return NULL;
    part->element = tool_element(import, system->feature, id, kind_of(system, node));
    if (part->element == NULL)
        return NULL;
    part->element->title = tool_text(tool_plain_title(import, draft_text(node, "name"), id));
    part->element->description = tool_text(tool_paragraphs(import, text, origin));
    return part->element->title == NULL || part->element->description == NULL ? NULL : part;
}

static bool add_zone(struct system *system, struct part *part, const struct tree_node *node) {
    struct import *import = system->bom->import;
    const char *name = draft_text(node, "trustZone");
    const char *id = draft_id_of(&system->ids, "zone", name);
    if (name[0] == '\0')
        return true;
    if (id == NULL) {
        id = draft_id(&system->ids, "zone", name, name);
        if (tool_zone(import, system->feature, id, draft_title(import, name)) == NULL)
            return false;
    }
    part->element->zone = tool_text(id);
    return true;
}

/* ---- Entry points ---- */

/* What stands before "://", in lower case; "" where nothing does. */
static char *protocol_of(const struct system *system, const char *url) {
    const char *end = strstr(url, "://");
    char *protocol = arena_strndup(system->bom->import->arena, url, end == NULL ? 0 : (size_t)(end - url));
    for (char *at = protocol; protocol != NULL && *at != '\0'; at++)
        *at = normalise_lower(*at);
    return protocol;
}

static bool add_endpoint(struct system *system, const struct part *part, const struct tree_node *service,
                         const char *url) {
    struct import *import = system->bom->import;
    const char *authenticated = draft_text(service, "authenticated");
    Catalog__V1__EntryPoint *point = DRAFT_NEW(import, Catalog__V1__EntryPoint, catalog__v1__entry_point);
    const char *key = ARENA_JOIN(import->arena, part->element->id, " ", url);
    const char *id = key == NULL ? NULL : draft_id(&system->ids, "endpoint", "", key);
    if (point == NULL || id == NULL)
        return false;
    point->id = tool_text(id);
    point->on = part->element->id;
    point->title = tool_text(draft_title(import, url));
    point->protocol = protocol_of(system, url);
    if (strcmp(authenticated, "false") == 0)
        point->authentication = tool_text("none");
    else if (strcmp(authenticated, "true") == 0)
        point->authentication = tool_text("required");
    return point->title != NULL && point->protocol != NULL &&
           draft_add(import, &system->feature->n_entry_points, &system->feature->entry_points, point);
}

static bool add_endpoints(struct system *system, const struct part *part, const struct tree_node *node) {
    const struct tree_node *endpoints = draft_list(node, "endpoints");
    bool is_whole = true;
    for (size_t i = 0; i < endpoints->count && is_whole; i++)
        is_whole = endpoints->entries[i].value->text[0] == '\0' ||
                   add_endpoint(system, part, node, endpoints->entries[i].value->text);
    return is_whole;
}

/* ---- Data ---- */

/* The asset for the data NODE of any service: what has one name and one classification is one. */
static Catalog__V1__Asset *asset_of(struct system *system, const struct tree_node *node) {
    struct import *import = system->bom->import;
    struct tool_place place = bom_place(system->bom, node);
    const char *class = draft_text(node, "classification");
    const char *name = draft_text(node, "name");
    const char *key = ARENA_JOIN(import->arena, name, "\n", class);
    Catalog__V1__Asset *asset = key == NULL ? NULL : string_map_get(&system->assets, key);
    if (asset != NULL || key == NULL)
        return asset;
    asset = DRAFT_NEW(import, Catalog__V1__Asset, catalog__v1__asset);
    const char *id = draft_id(&system->ids, "asset", "", name[0] == '\0' ? class : name);
    const char *text = tool_plain(import, node, "description");
    if (asset == NULL || id == NULL || text == NULL || !string_map_put(&system->assets, key, asset))
        return NULL;
    asset->id = tool_text(id);
    asset->title = tool_text(tool_plain_title(import, name[0] == '\0' ? class : name, "Data"));
    asset->description = tool_text(text);
    return asset->title != NULL && tool_classify_asset(&place, asset, class) &&
                   draft_add(import, &system->feature->n_assets, &system->feature->assets, asset)
               ? asset
               : NULL;
}

static bool add_data(struct system *system, struct part *part, const struct tree_node *node) {
    static const char *const known[] = {"flow", "classification", "name", "description"};
    struct import *import = system->bom->import;
    struct tool_place place = bom_place(system->bom, node);
    Catalog__V1__Asset *asset = asset_of(system, node);
    if (asset == NULL)
        return false;
    tool_note_keys(&place, known, COUNT_OF(known));
    bool is_there = asset->n_on > 0 && strcmp(asset->on[asset->n_on - 1], part->element->id) == 0;
    return is_there || (draft_add(import, &asset->n_on, &asset->on, part->element->id) &&
                        vector_push(import->arena, &part->assets, asset->id));
}

static bool add_all_data(struct system *system, struct part *part, const struct tree_node *node) {
    const struct tree_node *data = draft_list(node, "data");
    bool is_whole = true;
    for (size_t i = 0; i < data->count && is_whole; i++)
        is_whole = add_data(system, part, data->entries[i].value);
    return is_whole;
}

/* ---- Services ---- */

static bool add_links(struct system *system, const struct tree_node *node) {
    struct import *import = system->bom->import;
    const struct tree_node *list = draft_list(node, "externalReferences");
    bool is_whole = true;
    for (size_t i = 0; i < list->count && is_whole; i++) {
        const struct tree_node *link = list->entries[i].value;
        const char *title = ARENA_JOIN(import->arena, draft_text(node, "name"), ": ", draft_text(link, "type"));
        is_whole = title != NULL && tool_link(import, &system->feature->n_links, &system->feature->links,
                                              draft_title(import, title), draft_text(link, "url"));
    }
    return is_whole;
}

static status_code read_service(void *context, const struct tree_node *node) {
    static const char *const known[] = {
        "bom-ref",           "provider", "group",     "name",          "version",          "description",
        "endpoints",         "data",     "trustZone", "authenticated", "x-trust-boundary", "services",
        "externalReferences"};
    struct system *system = context;
    struct tool_place place = bom_place(system->bom, node);
    struct part *part = system_add_part(system, node);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (part == NULL || !add_zone(system, part, node) || !add_endpoints(system, part, node) ||
        !add_all_data(system, part, node) || !add_links(system, node))
        return import_no_memory(system->bom->import);
    part->is_outside = strcmp(draft_text(node, "x-trust-boundary"), "true") == 0;
    if (draft_list(node, "services")->count > 0)
        lose(system, node, "the services behind a service stand beside it");
    return bom_each(system->bom, node, "services", read_service, system);
}

/* ---- Components ---- */

/* Types of components that take part in a system; others are what it is built of. */
static const char *const active_types[] = {"application", "container", "platform",
                                           "device",      "firmware",  "machine-learning-model"};

static bool is_active(const struct tree_node *node) {
    for (size_t i = 0; i < COUNT_OF(active_types); i++) {
        if (strcmp(draft_text(node, "type"), active_types[i]) == 0)
            return true;
    }
    return false;
}

static status_code read_components(struct system *system) {
    const struct tree_node *list = draft_list(system->bom->root, "components");
    size_t left_out = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        bool is_model = strcmp(draft_text(node, "type"), "threat-model") == 0;
        if (is_active(node) && system_add_part(system, node) == NULL)
            return import_no_memory(system->bom->import);
        left_out += !is_active(node) && !is_model;
    }
    if (left_out > 0)
        report_add(system->bom->import->report, NOTE_LOSS, system->bom->file, list,
                   "%zu components that the system is built of are left out", left_out);
    return STATUS_OK;
}

/* ---- Together ---- */

static bool describe(struct system *system) {
    struct import *import = system->bom->import;
    const struct tree_node *about = bom_map(bom_map(system->bom->root, "metadata"), "component");
    const char *name = draft_text(about, "name");
    const char *source = ARENA_JOIN(import->arena, draft_text(about, "group"), "/", name);
    if (source == NULL || import_source(import, source) != STATUS_OK)
        return false;
    system->feature = draft_feature(import, system->bom->file, about == NULL ? system->bom->root : about,
                                    draft_slug(import, name, "services"));
    const char *text = tool_plain(import, about, "description");
    const char *origin = about == NULL ? "" : origin_of(system, about);
    if (system->feature == NULL || text == NULL || origin == NULL)
        return false;
    system->feature->title = tool_text(tool_plain_title(import, name, "Services"));
    system->feature->description = tool_text(tool_paragraphs(import, text, origin));
    return system->feature->title != NULL && system->feature->description != NULL;
}

status_code bom_read_services(const struct bom *bom) {
    struct system system = {.bom = bom};
    draft_ids_init(&system.ids, bom->import);
    string_map_init(&system.parts, bom->import->arena);
    string_map_init(&system.known, bom->import->arena);
    string_map_init(&system.assets, bom->import->arena);
    string_map_init(&system.flows, bom->import->arena);
    if (!describe(&system))
        return import_no_memory(system.bom->import);
    report_add(bom->import->report, NOTE_WARNING, bom->file, tree_get(bom->root, "services"),
               "a bill of materials has no threats, and does not say how endpoints are exposed or where data goes: "
               "complete the model");
    status_code code = bom_each(bom, bom->root, "services", read_service, &system);
    if (code == STATUS_OK)
        code = read_components(&system);
    return code == STATUS_OK ? system_read_flows(&system) : code;
}
