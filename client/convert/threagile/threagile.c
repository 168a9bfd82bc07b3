#include "convert/threagile/threagile.h"

#include "convert/formats.h"

#include <stdio.h>
#include <string.h>

#define WHOLE_ID "system"

struct tool_place threagile_place(const struct threagile *threagile, const struct tree_node *node) {
    return (struct tool_place){threagile->import, threagile->document->file, node};
}

void threagile_note(const struct threagile *threagile, enum note_kind kind, const struct tree_node *node,
                    const char *format, ...) {
    char text[384];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    report_add(threagile->import->report, kind, threagile->document->file, node, "%s", text);
}

/* ---- Sections ---- */

static status_code read_entry(struct threagile *threagile, const struct tree_entry *entry, const char *key,
                              threagile_read *read) {
    const struct tree_node *node = entry->value;
    if (node->kind != TREE_MAP)
        return import_refuse(threagile->import, threagile->document->file, node, "an entry of %s is no mapping", key);
    /* The key is the title, but where Threagile wrote out what it had read. */
    const char *title = draft_text(node, "title");
    return read(threagile, title[0] != '\0' || entry->key == NULL ? title : entry->key->text, node);
}

/* A text may be empty or null, and is never a list or a map. */
static status_code read_text(struct threagile *threagile, const struct tree_entry *entry, const char *key,
                             threagile_read *read) {
    const struct tree_node *node = entry->value;
    if (entry->key == NULL || node->kind == TREE_LIST || node->kind == TREE_MAP)
        return import_refuse(threagile->import, threagile->document->file, node, "an entry of %s is no text", key);
    return read(threagile, entry->key->text, node);
}

typedef status_code read_one(struct threagile *threagile, const struct tree_entry *entry, const char *key,
                             threagile_read *read);

static status_code each(struct threagile *threagile, const char *key, read_one *read, threagile_read *context) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < threagile->documents.count; i++) {
        threagile->document = &threagile->documents.items[i];
        const struct tree_node *section = tree_get(threagile->document->root, key);
        for (size_t j = 0; section != NULL && j < section->count && code == STATUS_OK; j++)
            code = read(threagile, &section->entries[j], key, context);
    }
    threagile->document = &threagile->documents.items[0];
    return code;
}

status_code threagile_each(struct threagile *threagile, const char *key, threagile_read *read) {
    return each(threagile, key, read_entry, read);
}

status_code threagile_each_text(struct threagile *threagile, const char *key, threagile_read *read) {
    return each(threagile, key, read_text, read);
}

const char *threagile_whole(struct threagile *threagile) {
    if (threagile->whole != NULL)
        return threagile->whole;
    const char *id = draft_id(&threagile->ids, "element", WHOLE_ID, "");
    Catalog__V1__Element *element =
        tool_element(threagile->import, threagile->feature, id, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
    if (element == NULL)
        return NULL;
    element->title = threagile->feature->title;
    element->description = tool_text("Stands for the whole system.");
    threagile->whole = id;
    return id;
}

/* ---- The head ---- */

static void describe(struct threagile *threagile, const struct tree_node *map, const char *key) {
    const char *text = tool_plain(threagile->import, map, key);
    passage_add(&threagile->prose, threagile->import->arena, "\n\n", text);
}

static void describe_overviews(struct threagile *threagile, const struct tree_node *root) {
    static const char *const overviews[] = {"application_description", "business_overview", "technical_overview"};
    static const char *const known[] = {"description"};
    for (size_t i = 0; i < COUNT_OF(overviews); i++) {
        const struct tree_node *overview = tree_get(root, overviews[i]);
        struct tool_place place = threagile_place(threagile, overview);
        describe(threagile, overview, "description");
        tool_note_keys(&place, known, COUNT_OF(known));
    }
    describe(threagile, root, "management_summary_comment");
}

static bool tag_criticality(struct threagile *threagile, const struct tree_node *root) {
    const char *word = draft_text(root, "business_criticality");
    const char *tag = ARENA_JOIN(threagile->import->arena, "business_criticality:", word);
    Catalog__V1__Model *feature = threagile->feature;
    return tag != NULL && (word[0] == '\0' || tool_tag(threagile->import, &feature->n_tags, &feature->tags, tag));
}

static status_code read_head(struct threagile *threagile) {
    static const char *const known[] = {
        "threagile_version",
        "includes",
        "title",
        "business_criticality",
        "application_description",
        "business_overview",
        "technical_overview",
        "management_summary_comment",
        "questions",
        "abuse_cases",
        "security_requirements",
        "tags_available",
        "data_assets",
        "technical_assets",
        "trust_boundaries",
        "shared_runtimes",
        "individual_risk_categories",
        "custom_risk_categories",
        "risk_tracking",
    };
    bool is_read = true;
    for (size_t i = 0; i < threagile->documents.count && is_read; i++) {
        threagile->document = &threagile->documents.items[i];
        struct tool_place place = threagile_place(threagile, threagile->document->root);
        tool_note_keys(&place, known, COUNT_OF(known));
        describe_overviews(threagile, place.node);
        is_read = tag_criticality(threagile, place.node);
    }
    threagile->document = &threagile->documents.items[0];
    return is_read ? STATUS_OK : import_no_memory(threagile->import);
}

/* The title may stand in an included file. */
static const char *title_of(const struct threagile *threagile) {
    const char *title = "";
    for (size_t i = 0; i < threagile->documents.count && title[0] == '\0'; i++)
        title = draft_text(threagile->documents.items[i].root, "title");
    return title;
}

static status_code start_feature(struct threagile *threagile) {
    struct import *import = threagile->import;
    const char *title = title_of(threagile);
    if (import_source(import, title) != STATUS_OK)
        return import_no_memory(threagile->import);
    threagile->slug = draft_slug(import, title, "threat-model");
    threagile->feature = draft_feature(import, threagile->document->file, threagile->document->root, threagile->slug);
    if (threagile->feature == NULL)
        return import_no_memory(threagile->import);
    threagile->feature->title = tool_text(tool_plain_title(import, title, "Threat model"));
    return threagile->feature->title == NULL ? import_no_memory(threagile->import) : STATUS_OK;
}

static void start(struct threagile *threagile, struct import *import) {
    struct string_map *const maps[] = {&threagile->assets_by_id, &threagile->data,  &threagile->groups,
                                       &threagile->categories,   &threagile->rules, &threagile->placed};
    *threagile = (struct threagile){.import = import};
    draft_ids_init(&threagile->ids, import);
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], import->arena);
}

static status_code write_description(struct threagile *threagile) {
    const char *text = passage_text(&threagile->prose, threagile->import->arena);
    threagile->feature->description = tool_text(text);
    return text == NULL ? import_no_memory(threagile->import) : STATUS_OK;
}

static status_code read_model(struct import *import, const struct source *source) {
    static status_code (*const steps[])(struct threagile *) = {
        start_feature,
        read_head,
        threagile_read_parts,
        threagile_read_links,
        threagile_read_categories,
        threagile_read_tracking,
        threagile_read_prose,
        write_description,
    };
    struct threagile threagile;
    start(&threagile, import);
    status_code code = threagile_open(&threagile, source->path, source_root(source));
    for (size_t i = 0; i < COUNT_OF(steps) && code == STATUS_OK; i++)
        code = steps[i](&threagile);
    return code;
}

/* ---- Scripts of rules ---- */

/* A script is a category, and how to find it: the category is taken, and nothing is run. */
static status_code read_rule(struct import *import, const struct source *source) {
    const struct tree_node *root = source_root(source);
    struct tool_place place = {import, source->path, root};
    const char *id = draft_text(root, "id");
    if (import_source(import, id) != STATUS_OK ||
        threagile_category(&place, draft_text(root, "title"), draft_slug(import, id, "rule")) == NULL)
        return import_no_memory(import);
    report_add(import->report, NOTE_LOSS, source->path, tree_get(root, "risk"),
               "the script that finds the risk is left out: nothing is run; say under `applies_when` where the threat "
               "is worth suggesting");
    return STATUS_OK;
}

static bool is_rule(const struct tree_node *root) {
    const struct tree_node *risk = tree_get(root, "risk");
    return risk != NULL && risk->kind == TREE_MAP && tree_get(risk, "match") != NULL && tree_get(root, "id") != NULL &&
           tree_get(root, "stride") != NULL;
}

static bool is_threagile(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && root->kind == TREE_MAP &&
           (tree_get(root, "threagile_version") != NULL || tree_get(root, "technical_assets") != NULL || is_rule(root));
}

static status_code read_threagile(struct import *import, const struct source *source) {
    return is_rule(source_root(source)) ? read_rule(import, source) : read_model(import, source);
}

const struct import_format import_threagile = {
    .name = "threagile",
    .title = "Threagile models and scripts of risk rules",
    .shape = "threagile_version or technical_assets, or a risk rule with risk.match",
    .recognises = is_threagile,
    .read = read_threagile,
};
