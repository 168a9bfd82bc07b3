#include "convert/trustoncloud/trustoncloud.h"

#include "convert/formats.h"

#include <string.h>

/* ---- What all sections need ---- */

bool cloud_split(const struct cloud *cloud, const char *text, cloud_parts *parts) {
    struct arena *arena = cloud->import->arena;
    while (*text != '\0') {
        text += strspn(text, ", \t\r\n");
        size_t size = strcspn(text, ", \t\r\n");
        const char *part = arena_strndup(arena, text, size);
        if (part == NULL || (size > 0 && !vector_push(arena, parts, part)))
            return false;
        text += size;
    }
    return true;
}

char *cloud_join(const struct cloud *cloud, const cloud_parts *parts) {
    char *text = arena_join(cloud->import->arena, parts->items, parts->count);
    return text == NULL ? NULL : text + strspn(text, "\n");
}

bool cloud_is_retired(const struct cloud_entry *entry) {
    return strcmp(draft_text(entry->node, "retired"), "true") == 0;
}

status_code cloud_each(struct cloud *cloud, const char *key, bool is_first, cloud_read *read) {
    const struct tree_node *section = tree_get(cloud->root, key);
    status_code code = STATUS_OK;
    for (size_t i = 0; section != NULL && section->kind == TREE_MAP && i < section->count && code == STATUS_OK; i++) {
        struct cloud_entry entry = {section->entries[i].key->text, section->entries[i].value};
        if (entry.node->kind == TREE_MAP)
            code = read(cloud, &entry);
        else if (is_first)
            code = import_refuse(cloud->import, cloud->file, entry.node, "an entry of %s is no mapping", key);
    }
    return code;
}

/* ---- What the component is called ---- */

/* One line for each thing that the scorecard says in words: "- encryption at rest: Yes". */
static bool add_scores(const struct cloud *cloud, cloud_parts *text) {
    const char *before = "\n\n- ";
    const struct tree_node *scores = tree_get(cloud->root, "scorecard");
    struct arena *arena = cloud->import->arena;
    for (size_t i = 0; scores != NULL && scores->kind == TREE_MAP && i < scores->count; i++) {
        const struct tree_entry *entry = &scores->entries[i];
        const char *score = tool_plain(cloud->import, entry->value, "score");
        char *name = arena_strdup(arena, entry->key->text);
        if (score == NULL || name == NULL)
            return false;
        if (score[0] == '\0') {
            cloud_lose(cloud, entry->key, "the score %.60s is no text", name);
            continue;
        }
        for (char *at = name; *at != '\0'; at++)
            *at = (char)(*at == '_' || *at == '\n' ? ' ' : *at);
        if (!vector_push(arena, text, before) || !vector_push(arena, text, name) || !vector_push(arena, text, ": ") ||
            !vector_push(arena, text, score))
            return false;
        before = "\n- ";
    }
    return true;
}

static const char *description_of(const struct cloud *cloud, const struct tree_node *metadata) {
    const struct tree_node *others = draft_list(metadata, "other_covered_services");
    struct arena *arena = cloud->import->arena;
    const char *license = tool_plain(cloud->import, metadata, "license");
    cloud_parts text = {0};
    bool is_whole = license != NULL && vector_push(arena, &text, license);
    for (size_t i = 0; i < others->count && is_whole; i++)
        is_whole = vector_push(arena, &text, i == 0 ? "\n\nAlso covers: " : ", ") &&
                   vector_push(arena, &text, others->entries[i].value->text);
    return is_whole && add_scores(cloud, &text) ? cloud_join(cloud, &text) : NULL;
}

static bool describe(struct cloud *cloud) {
    struct import *import = cloud->import;
    const struct tree_node *metadata = tree_get(cloud->root, "metadata");
    const char *service = draft_text(metadata, "service");
    const char *title = draft_text(metadata, "service_name");
    const char *name = ARENA_JOIN(import->arena, draft_text(metadata, "provider"), " ", service);
    const char *release = draft_slug(import, draft_text(metadata, "version"), "");
    const char *slug =
        name == NULL || import_source(import, name) != STATUS_OK ? NULL : draft_slug(import, name, "service");
    cloud->component = slug == NULL ? NULL : draft_component(import, cloud->file, metadata, slug);
    if (cloud->component == NULL || release == NULL)
        return false;
    cloud->component->service_class = CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_ABSTRACTED;
    cloud->component->title = tool_text(draft_title(import, title[0] == '\0' ? slug : title));
    cloud->component->description = tool_text(description_of(cloud, metadata));
    const char *source = draft_text(metadata, "source");
    const char *tag = release[0] == '\0' ? "" : ARENA_JOIN(import->arena, "release-", draft_text(metadata, "version"));
    return cloud->component->title != NULL && cloud->component->description != NULL && tag != NULL &&
           tool_tag(import, &cloud->component->n_tags, &cloud->component->tags, tag) &&
           tool_link(import, &cloud->component->n_links, &cloud->component->links, "Source", source);
}

/* ---- Together ---- */

static status_code read_sections(struct cloud *cloud) {
    static const struct {
        const char *key;
        bool is_first;
        cloud_read *read;
    } sections[] = {
        {"feature_classes", true, cloud_read_class},
        {"feature_classes", false, cloud_relate_class},
        {"actions", true, cloud_read_action},
        {"feature_classes", false, cloud_finish_class},
        {"control_objectives", false, cloud_index_objective},
        {"threats", true, cloud_read_threat},
        {"controls", true, cloud_read_control},
        {"controls", false, cloud_link_control},
        {"control_objectives", true, cloud_read_objective},
    };
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(sections) && code == STATUS_OK; i++)
        code = cloud_each(cloud, sections[i].key, sections[i].is_first, sections[i].read);
    return code;
}

static void note_whole(const struct cloud *cloud) {
    const struct tree_node *metadata = tree_get(cloud->root, "metadata");
    const struct tree_node *drawing = tree_get(cloud->root, "dfd");
    cloud_warn(cloud, metadata,
               "the source has no data, layers or duties that block a gate, and does not say how its API is exposed; "
               "look through the component");
    if (cloud->threats.count > 0)
        cloud_warn(cloud, tree_get(cloud->root, "threats"),
                   "likelihood and impact are made of CVSS vectors, which stay as tags: rate the threats");
    if (drawing != NULL)
        cloud_lose(cloud, drawing, "the data flow diagram, %zu bytes of text, is left out",
                   strlen(draft_text(drawing, "body")));
    if (cloud->unsure_mitigations > 0)
        cloud_lose(cloud, tree_get(cloud->root, "controls"),
                   "the impact on a threat has five steps there: \"Very High\" became full, %zu others partial",
                   cloud->unsure_mitigations);
}

static status_code read_cloud(struct import *import, const struct source *source) {
    static const char *const known[] = {"metadata",           "scorecard", "feature_classes", "threats",
                                        "control_objectives", "controls",  "actions",         "dfd"};
    struct cloud cloud = {.import = import, .file = source->path, .root = source_root(source)};
    struct tool_place place = {import, cloud.file, cloud.root};
    draft_ids_init(&cloud.ids, import);
    string_map_init(&cloud.classes, import->arena);
    string_map_init(&cloud.threats, import->arena);
    string_map_init(&cloud.controls, import->arena);
    string_map_init(&cloud.placed, import->arena);
    string_map_init(&cloud.aims, import->arena);
    string_map_init(&cloud.served, import->arena);
    if (!describe(&cloud))
        return import_no_memory(cloud.import);
    const Catalog__V1__Element *whole = cloud_add_element(&cloud, "service", "The service as a whole");
    if (whole == NULL)
        return import_no_memory(cloud.import);
    cloud.whole = whole->id;
    status_code code = read_sections(&cloud);
    if (code == STATUS_OK && !cloud_add_whole_duty(&cloud))
        code = import_no_memory(cloud.import);
    tool_note_rest(&place, known, COUNT_OF(known));
    note_whole(&cloud);
    return code;
}

static bool is_cloud(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && root->kind == TREE_MAP && tree_get(root, "feature_classes") != NULL &&
           tree_get(root, "control_objectives") != NULL;
}

const struct import_format import_trustoncloud = {
    .name = "trustoncloud",
    .title = "TrustOnCloud threat models",
    .shape = "feature_classes and control_objectives",
    .recognises = is_cloud,
    .read = read_cloud,
};
