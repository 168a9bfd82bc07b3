#include "base/buffer.h"
#include "base/limits.h"
#include "convert/cvss.h"
#include "convert/trustoncloud/trustoncloud.h"

#include <string.h>

/* ---- Who gets there: a tree of permissions ---- */

static const struct {
    const char *operator;
    const char *before;
    const char *between;
} operators[] = {
    {"AND", "", " and "}, {"OR", "", " or "}, {"OPTIONAL", "optionally ", " and "}, {"UNIQUE", "", " and "}};

static void write_access(struct buffer *text, const struct tree_node *node, bool is_inner);

static void write_list(struct buffer *text, const struct tree_node *list, const char *between) {
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            buffer_append_text(text, between);
        write_access(text, list->entries[i].value, true);
    }
}

static void write_operator(struct buffer *text, const struct tree_entry *entry) {
    size_t row = COUNT_OF(operators) - 1;
    for (size_t i = 0; i < COUNT_OF(operators); i++) {
        if (strcmp(operators[i].operator, entry->key->text) == 0)
            row = i;
    }
    buffer_append_text(text, operators[row].before);
    if (entry->value->kind == TREE_LIST)
        write_list(text, entry->value, operators[row].between);
    else
        write_access(text, entry->value, true);
}

/* The composer bounds how deep trees nest. */
static void write_access(struct buffer *text, const struct tree_node *node, bool is_inner) {
    bool is_group = is_inner && node->kind == TREE_MAP && node->count > 0;
    if (is_group)
        buffer_append_text(text, "(");
    for (size_t i = 0; node->kind == TREE_MAP && i < node->count; i++) {
        if (i > 0)
            buffer_append_text(text, " and ");
        write_operator(text, &node->entries[i]);
    }
    if (node->kind == TREE_LIST)
        write_list(text, node, " and ");
    buffer_append_text(text, node->text);
    if (is_group)
        buffer_append_text(text, ")");
}

/* "Permissions: s3:PutObject and (s3:GetObject or s3:ListBucket)"; "" where none is needed. */
static char *access_text(const struct cloud *cloud, const struct tree_node *node) {
    struct buffer text;
    buffer_init(&text, LIMIT_OBJECT_BYTES);
    if (node != NULL)
        write_access(&text, node, false);
    char *access = text.has_failed ? NULL
                                   : arena_printf(cloud->import->arena, "%s%.*s",
                                                  text.size == 0 ? "" : "Permissions: ", (int)text.size,
                                                  text.size == 0 ? "" : (const char *)text.data);
    buffer_done(&text);
    return access;
}

/* ---- Threats ---- */

static bool add_techniques(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Threat *threat) {
    cloud_parts ids = {0};
    if (!cloud_split(cloud, draft_text(entry->node, "mitre_attack"), &ids))
        return false;
    bool is_whole = true;
    for (size_t i = 0; i < ids.count && is_whole; i++)
        is_whole = tool_refer(cloud->import, &threat->n_references, &threat->references, "attack", ids.items[i]);
    return is_whole;
}

/* The vector is kept as a tag: it says more than two numbers do. Without one the severity in words counts. */
static bool rate(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Threat *threat) {
    const char *vector = draft_text(entry->node, "cvss");
    struct tool_place place = {cloud->import, cloud->file, entry->node};
    if (!cvss_rate(vector, &threat->likelihood, &threat->impact)) {
        cloud_warn(cloud, entry->node, "\"%.80s\" is no CVSS vector of version 3", vector);
        return tool_rate(&place, threat, "severity", draft_text(entry->node, "cvss_severity"));
    }
    return tool_tag(cloud->import, &threat->n_tags, &threat->tags, vector);
}

static bool describe(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Threat *threat) {
    struct import *import = cloud->import;
    const char *name = tool_plain(cloud->import, entry->node, "name");
    const char *description = tool_plain(cloud->import, entry->node, "description");
    Catalog__V1__ThreatStatement *statement =
        DRAFT_NEW(import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    if (name == NULL || description == NULL || statement == NULL)
        return false;
    threat->title = tool_text(draft_title(import, name[0] == '\0' ? entry->id : name));
    threat->description = tool_text(description);
    threat->statement = statement;
    statement->action = threat->title;
    statement->prerequisites = access_text(cloud, tree_get(entry->node, "access"));
    return threat->title != NULL && statement->prerequisites != NULL &&
           tool_classify(import, threat, "trustoncloud", draft_text(entry->node, "hlgoal"));
}

static status_code place_threat(struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Threat *threat) {
    struct import *import = cloud->import;
    const char *class_id = draft_text(entry->node, "feature_class");
    const struct cloud_class *class = string_map_get(&cloud->classes, class_id);
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *id = draft_id(&cloud->ids, "threat", entry->id, "threat");
    if (use == NULL || id == NULL || !string_map_put(&cloud->placed, threat->name, use) ||
        !draft_add(import, &cloud->component->n_threats, &cloud->component->threats, use))
        return import_no_memory(cloud->import);
    if (class == NULL)
        cloud_warn(cloud, entry->node, "there is no feature class \"%.60s\": the threat stands at the whole", class_id);
    use->id = tool_text(id);
    use->threat = threat->name;
    use->on = class == NULL ? tool_text(cloud->whole) : class->element->id;
    return STATUS_OK;
}

status_code cloud_read_threat(struct cloud *cloud, const struct cloud_entry *entry) {
    static const char *const known[] = {"name",         "description", "feature_class", "access",     "hlgoal",
                                        "mitre_attack", "cvss",        "cvss_severity", "cvss_score", "retired"};
    struct import *import = cloud->import;
    struct tool_place place = {import, cloud->file, entry->node};
    Catalog__V1__Threat *threat =
        draft_threat(import, cloud->file, entry->node, draft_slug(import, entry->id, "threat"));
    if (threat == NULL || !string_map_put(&cloud->threats, entry->id, threat) || !describe(cloud, entry, threat) ||
        !rate(cloud, entry, threat) || !add_techniques(cloud, entry, threat))
        return import_no_memory(cloud->import);
    tool_note_rest(&place, known, COUNT_OF(known));
    if (!cloud_is_retired(entry))
        return place_threat(cloud, entry, threat);
    cloud_warn(cloud, entry->node, "the source has retired the threat: it stands nowhere in the component");
    return import_deprecated(import, threat->name, "");
}
