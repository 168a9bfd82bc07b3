#include "convert/normalise.h"
#include "convert/plain.h"
#include "convert/trustoncloud/trustoncloud.h"

#include <string.h>

/* ---- What a control does ---- */

static const struct {
    const char *word;
    Catalog__V1__ControlType type;
} types[] = {
    {"Preventative", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE},
    {"Preventive", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE},
    {"Detective", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"Corrective", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RESPONSIVE},
    {"Directive", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DIRECTIVE},
    {"Assurance", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
};

static bool is_assurance(const struct cloud_entry *entry) {
    return strcmp(draft_text(entry->node, "coso"), "Assurance") == 0;
}

static Catalog__V1__ControlType type_of(const struct cloud *cloud, const struct cloud_entry *entry) {
    const char *word = draft_text(entry->node, "coso");
    if (is_assurance(entry))
        cloud_lose(cloud, entry->node, "there is no control type \"Assurance\": %.60s became detective", entry->id);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (strcmp(types[i].word, word) == 0)
            return types[i].type;
    }
    cloud_warn(cloud, entry->node, "\"%.40s\" is no known control type: it is taken as directive", word);
    return CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DIRECTIVE;
}

/* Functions of the NIST Cybersecurity Framework. */
static const struct {
    const char *word;
    const char *id;
} functions[] = {{"Govern", "GV"}, {"Identify", "ID"}, {"Protect", "PR"},
                 {"Detect", "DE"}, {"Respond", "RS"},  {"Recover", "RC"}};

static bool add_reference(const struct cloud *cloud, Catalog__V1__Control *control, const char *scheme, const char *id,
                          const char *release) {
    Catalog__V1__Reference *reference = DRAFT_NEW(cloud->import, Catalog__V1__Reference, catalog__v1__reference);
    if (reference == NULL)
        return false;
    reference->scheme = tool_text(scheme);
    reference->id = tool_text(id);
    reference->release = tool_text(release);
    return draft_add(cloud->import, &control->n_references, &control->references, reference);
}

static bool add_function(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control) {
    const char *word = draft_text(entry->node, "nist_csf");
    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        if (strcmp(functions[i].word, word) == 0)
            return add_reference(cloud, control, "csf", functions[i].id, "");
    }
    if (word[0] != '\0')
        cloud_warn(cloud, entry->node, "\"%.40s\" is no function of the NIST Cybersecurity Framework", word);
    return true;
}

status_code cloud_index_objective(struct cloud *cloud, const struct cloud_entry *entry) {
    return string_map_put(&cloud->aims, entry->id, (void *)(uintptr_t)entry->node) ? STATUS_OK
                                                                                   : import_no_memory(cloud->import);
}

/* The control objective that a control serves: its text, and the entries of the Secure Controls Framework. */
static bool add_objective(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control) {
    const char *id = draft_text(entry->node, "objective");
    const struct tree_node *objective = string_map_get(&cloud->aims, id);
    const struct tree_node *references = draft_list(objective, "scf");
    const char *tag = draft_slug(cloud->import, id, "");
    if (objective == NULL)
        cloud_warn(cloud, entry->node, "there is no control objective \"%.60s\"", id);
    const char *text = tool_plain(cloud->import, objective, "description");
    control->objective = tool_text(text);
    bool is_whole = text != NULL && tag != NULL && tool_tag(cloud->import, &control->n_tags, &control->tags, tag);
    for (size_t i = 0; i < references->count && is_whole; i++)
        is_whole = references->entries[i].value->text[0] == '\0' ||
                   add_reference(cloud, control, "scf", references->entries[i].value->text,
                                 draft_text(tree_get(cloud->root, "metadata"), "scf_version"));
    return is_whole;
}

/* ---- Against which threats ---- */

static bool add_mitigation(struct cloud *cloud, const struct tree_node *node, Catalog__V1__Control *control) {
    const Catalog__V1__Threat *threat = string_map_get(&cloud->threats, draft_text(node, "threat"));
    bool is_full = normalise_rating(draft_text(node, "impact")) == 5;
    if (threat == NULL) {
        cloud_warn(cloud, node, "there is no threat \"%.60s\"", draft_text(node, "threat"));
        return true;
    }
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(cloud->import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    if (mitigation == NULL)
        return false;
    cloud->unsure_mitigations += !is_full;
    mitigation->threat = threat->name;
    mitigation->strength = is_full ? CATALOG__V1__STRENGTH__STRENGTH_FULL : CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    return draft_add(cloud->import, &control->n_mitigates, &control->mitigates, mitigation);
}

/* A threat that is named twice counts as it was named first. */
static bool add_mitigations(struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control) {
    const struct tree_node *list = draft_list(entry->node, "mitigate");
    struct string_map seen;
    string_map_init(&seen, cloud->import->arena);
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        const char *threat = draft_text(node, "threat");
        if (string_map_get(&seen, threat) != NULL)
            continue;
        if (!string_map_put(&seen, threat, control) || !add_mitigation(cloud, node, control))
            return false;
    }
    return true;
}

/* ---- How one sees it ---- */

static bool add_verification(const struct cloud *cloud, Catalog__V1__Control *control, const char *id,
                             const char *statement) {
    Catalog__V1__Verification *verification =
        DRAFT_NEW(cloud->import, Catalog__V1__Verification, catalog__v1__verification);
    if (verification == NULL || id == NULL || statement == NULL)
        return false;
    verification->id = tool_text(id);
    verification->statement = tool_text(statement);
    return statement[0] == '\0' ||
           draft_add(cloud->import, &control->n_verification, &control->verification, verification);
}

static bool add_tag(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control,
                    const char *key, const char *name) {
    const char *word = draft_text(entry->node, key);
    const char *tag = word[0] == '\0' ? "" : ARENA_JOIN(cloud->import->arena, name, ":", word);
    return tag != NULL && tool_tag(cloud->import, &control->n_tags, &control->tags, tag);
}

static bool add_class_tags(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control) {
    const struct tree_node *classes = draft_list(entry->node, "feature_class");
    bool is_whole = true;
    for (size_t i = 0; i < classes->count && is_whole; i++) {
        const struct cloud_class *class = string_map_get(&cloud->classes, classes->entries[i].value->text);
        if (class == NULL)
            cloud_warn(cloud, classes->entries[i].value, "there is no feature class \"%.60s\"",
                       classes->entries[i].value->text);
        else
            is_whole = tool_tag(cloud->import, &control->n_tags, &control->tags, class->element->id);
    }
    return is_whole;
}

/* Controls have no names there: the first sentence stands for one. */
static bool describe(const struct cloud *cloud, const struct cloud_entry *entry, Catalog__V1__Control *control) {
    struct import *import = cloud->import;
    const char *text = tool_plain(import, entry->node, "description");
    const char *words = plain_words(import->arena, draft_text(entry->node, "description"));
    const char *title = words == NULL ? NULL : plain_sentence(import->arena, words);
    control->description = tool_text(text);
    if (title == NULL || text == NULL)
        return false;
    control->title = tool_text(draft_title(import, title[0] == '\0' ? entry->id : title));
    control->type = type_of(cloud, entry);
    return control->title != NULL && add_objective(cloud, entry, control) && add_function(cloud, entry, control) &&
           add_verification(cloud, control, "testing", tool_plain(cloud->import, entry->node, "testing")) &&
           add_tag(cloud, entry, control, "effort", "effort") &&
           add_tag(cloud, entry, control, "weighted_priority", "priority") && add_class_tags(cloud, entry, control);
}

static bool serve(struct cloud *cloud, const struct cloud_entry *entry, const Catalog__V1__Control *control) {
    struct arena *arena = cloud->import->arena;
    const char *id = draft_text(entry->node, "objective");
    struct cloud_objective *objective = string_map_get(&cloud->served, id);
    if (objective == NULL)
        objective = ARENA_NEW(arena, struct cloud_objective);
    if (objective == NULL || !string_map_put(&cloud->served, id, objective))
        return false;
    return is_assurance(entry) ? vector_push(arena, &objective->assurances, control)
                               : vector_push(arena, &objective->controls, control);
}

status_code cloud_read_control(struct cloud *cloud, const struct cloud_entry *entry) {
    static const char *const known[] = {"coso",
                                        "nist_csf",
                                        "objective",
                                        "description",
                                        "testing",
                                        "effort",
                                        "mitigate",
                                        "depends_on",
                                        "retired",
                                        "feature_class",
                                        "assured_by",
                                        "weighted_priority",
                                        "weighted_priority_score",
                                        "queryable_id",
                                        "queryable_objective_id"};
    struct import *import = cloud->import;
    struct tool_place place = {import, cloud->file, entry->node};
    Catalog__V1__Control *control =
        draft_control(import, cloud->file, entry->node, draft_slug(import, entry->id, "control"));
    if (control == NULL || !string_map_put(&cloud->controls, entry->id, control) || !describe(cloud, entry, control) ||
        !add_mitigations(cloud, entry, control))
        return import_no_memory(cloud->import);
    tool_note_rest(&place, known, COUNT_OF(known));
    if (!cloud_is_retired(entry))
        return serve(cloud, entry, control) ? STATUS_OK : import_no_memory(cloud->import);
    cloud_warn(cloud, entry->node, "the source has retired the control: it discharges nothing");
    return import_deprecated(import, control->name, "");
}

/* ---- What controls say of each other ---- */

static bool add_assurance(const struct cloud *cloud, Catalog__V1__Control *control, const Catalog__V1__Control *other) {
    const char *slug = strchr(other->name, '/') + 1;
    return add_verification(cloud, control,
                            draft_slug(cloud->import, ARENA_JOIN(cloud->import->arena, "by ", slug), ""),
                            ARENA_JOIN(cloud->import->arena, "Assured by ", other->name, ": ", other->title, "."));
}

/* Controls do not depend on each other here: what one needs first stands in its text. */
static bool add_needs(const struct cloud *cloud, const struct tree_node *node, Catalog__V1__Control *control) {
    cloud_parts ids = {0};
    cloud_parts text = {0};
    struct arena *arena = cloud->import->arena;
    bool is_whole = cloud_split(cloud, draft_text(node, "depends_on"), &ids);
    for (size_t i = 0; i < ids.count && is_whole; i++) {
        const Catalog__V1__Control *other = string_map_get(&cloud->controls, ids.items[i]);
        const char *before = text.count == 0 ? "Depends on " : ", ";
        if (other == NULL)
            cloud_warn(cloud, node, "there is no control \"%.60s\" to depend on", ids.items[i]);
        else
            is_whole = vector_push(arena, &text, before) && vector_push(arena, &text, other->name);
    }
    if (!is_whole || text.count == 0)
        return is_whole;
    cloud_lose(cloud, node, "controls do not depend on each other: that one needs others stands in its text");
    const char *needs = vector_push(arena, &text, ".") ? cloud_join(cloud, &text) : NULL;
    control->description =
        needs == NULL ? NULL : tool_text(tool_paragraphs(cloud->import, control->description, needs));
    return control->description != NULL;
}

status_code cloud_link_control(struct cloud *cloud, const struct cloud_entry *entry) {
    cloud_parts ids = {0};
    Catalog__V1__Control *control = string_map_get(&cloud->controls, entry->id);
    bool is_whole = cloud_split(cloud, draft_text(entry->node, "assured_by"), &ids);
    for (size_t i = 0; i < ids.count && is_whole; i++) {
        const Catalog__V1__Control *other = string_map_get(&cloud->controls, ids.items[i]);
        if (other == NULL)
            cloud_warn(cloud, entry->node, "there is no control \"%.60s\" to assure it", ids.items[i]);
        else
            is_whole = add_assurance(cloud, control, other);
    }
    return is_whole && add_needs(cloud, entry->node, control) ? STATUS_OK : import_no_memory(cloud->import);
}
