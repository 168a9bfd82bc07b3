#include "convert/oscal/oscal.h"

#include <string.h>

#define STEPS_MAX 20000000 /* ids looked at in one run */

/* One import of a profile. */
struct selection {
    struct oscal *oscal;
    const struct oscal_document *document;
    const struct oscal_document *from; /* what is imported; NULL: it was not read */
};

static bool add_id(const struct selection *selection, struct oscal_ids *ids, const char *id,
                   const struct tree_node *node) {
    if (id[0] == '\0' || string_map_get(&ids->nodes, id) != NULL)
        return true;
    return string_map_put(&ids->nodes, id, (void *)(uintptr_t)node) &&
           vector_push(selection->oscal->import->arena, &ids->items, id);
}

/* Patterns and children look at all that is imported. */
static status_code take_steps(const struct selection *selection, size_t count, const struct tree_node *node) {
    selection->oscal->steps += count;
    return selection->oscal->steps <= STEPS_MAX
               ? STATUS_OK
               : problem_set(selection->oscal->import->problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_STEPS",
                             "%.100s:%u:%u: its patterns ask for more than %d comparisons", selection->document->file,
                             node->line, node->column, STEPS_MAX);
}

/* The I-th id of what is imported. */
static const char *id_at(const struct oscal_document *from, size_t i) {
    return from->kind == OSCAL_CATALOG ? from->items.items[i].id : from->selected.items.items[i];
}

static size_t count_of(const struct oscal_document *from) {
    return from->kind == OSCAL_CATALOG ? from->items.count : from->selected.items.count;
}

/* '*' stands for any characters, '?' for one. In time of the two lengths multiplied. */
static bool is_match(const char *pattern, const char *text) {
    const char *star = NULL;
    const char *retry = text;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            retry = text;
        } else if (*pattern == '?' || *pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++retry;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static status_code add_matches(const struct selection *selection, struct oscal_ids *ids, const struct tree_node *node) {
    const char *pattern = draft_text(node, "pattern");
    status_code code = take_steps(selection, count_of(selection->from) * (1 + strlen(pattern)), node);
    for (size_t i = 0; code == STATUS_OK && i < count_of(selection->from); i++) {
        const char *id = id_at(selection->from, i);
        if (is_match(pattern, id) && !add_id(selection, ids, id, node))
            return import_no_memory(selection->oscal->import);
    }
    return code;
}

static bool is_there(const struct oscal_document *from, const char *id) {
    return from == NULL ||
           string_map_get(from->kind == OSCAL_CATALOG ? &from->controls : &from->selected.nodes, id) != NULL;
}

static status_code add_named(const struct selection *selection, struct oscal_ids *ids, const struct tree_node *list) {
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        if (!is_there(selection->from, node->text))
            report_add(selection->oscal->import->report, NOTE_WARNING, selection->document->file, node,
                       "what it imports has no control \"%.60s\"", node->text);
        if (!add_id(selection, ids, node->text, node))
            return import_no_memory(selection->oscal->import);
    }
    return STATUS_OK;
}

/* A control's enhancements stand behind it in the catalog, so that one pass finds those of enhancements too. */
static status_code add_children(const struct selection *selection, struct oscal_ids *ids,
                                const struct tree_node *node) {
    const struct oscal_document *from = selection->from;
    status_code code = take_steps(selection, count_of(from), node);
    for (size_t i = 0; code == STATUS_OK && from->kind == OSCAL_CATALOG && i < from->items.count; i++) {
        const struct oscal_control *control = &from->items.items[i];
        bool is_child = control->is_enhancement && string_map_get(&ids->nodes, control->parent) != NULL;
        if (is_child && !add_id(selection, ids, control->id, node))
            return import_no_memory(selection->oscal->import);
    }
    return code;
}

static status_code needs_source(const struct selection *selection, const struct tree_node *node, const char *what) {
    return import_refuse(selection->oscal->import, selection->document->file, node,
                         "%s can only be read with what is imported: give its file as a PATH, too", what);
}

static status_code add_selector(const struct selection *selection, struct oscal_ids *ids,
                                const struct tree_node *selector) {
    const struct tree_node *patterns = draft_list(selector, "matching");
    bool has_children = strcmp(draft_text(selector, "with-child-controls"), "yes") == 0;
    struct oscal_ids own = {0};
    if (selection->from == NULL && (patterns->count > 0 || has_children))
        return needs_source(selection, selector, patterns->count > 0 ? "a pattern" : "with-child-controls");
    string_map_init(&own.nodes, selection->oscal->import->arena);
    status_code code = add_named(selection, &own, draft_list(selector, "with-ids"));
    for (size_t i = 0; i < patterns->count && code == STATUS_OK; i++)
        code = add_matches(selection, &own, patterns->entries[i].value);
    if (code == STATUS_OK && has_children)
        code = add_children(selection, &own, selector);
    for (size_t i = 0; i < own.items.count && code == STATUS_OK; i++) {
        const char *id = own.items.items[i];
        code = add_id(selection, ids, id, string_map_get(&own.nodes, id)) ? STATUS_OK
                                                                          : import_no_memory(selection->oscal->import);
    }
    return code;
}

static status_code add_selectors(const struct selection *selection, struct oscal_ids *ids,
                                 const struct tree_node *selectors) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < selectors->count && code == STATUS_OK; i++)
        code = add_selector(selection, ids, selectors->entries[i].value);
    return code;
}

/* An import that says nothing of what it includes includes all. */
static status_code add_included(const struct selection *selection, struct oscal_ids *ids,
                                const struct tree_node *node) {
    const struct oscal_document *from = selection->from;
    if (oscal_get(node, "include") != NULL)
        return import_refuse(selection->oscal->import, selection->document->file, node,
                             "`include` is from before OSCAL 1.0: convert the file with oscal-cli");
    if (oscal_get(node, "include-controls") != NULL)
        return add_selectors(selection, ids, draft_list(node, "include-controls"));
    if (from == NULL)
        return needs_source(selection, node, "include-all");
    for (size_t i = 0; i < count_of(from); i++) {
        if (!add_id(selection, ids, id_at(from, i), node))
            return import_no_memory(selection->oscal->import);
    }
    return STATUS_OK;
}

static status_code add_import(struct oscal *oscal, struct oscal_document *document, const struct tree_node *node) {
    const char *href = draft_text(node, "href");
    struct oscal_document *from = oscal_find(oscal, document, href);
    struct oscal_ids included = {0};
    struct oscal_ids excluded = {0};
    status_code code = from != NULL && from->kind == OSCAL_PROFILE ? oscal_select(oscal, from) : STATUS_OK;
    if (from != NULL && from->kind > OSCAL_PROFILE)
        from = NULL;
    const struct selection selection = {oscal, document, from};
    string_map_init(&included.nodes, oscal->import->arena);
    string_map_init(&excluded.nodes, oscal->import->arena);
    if (code == STATUS_OK)
        code = add_included(&selection, &included, node);
    if (code == STATUS_OK)
        code = add_selectors(&selection, &excluded, draft_list(node, "exclude-controls"));
    for (size_t i = 0; i < included.items.count && code == STATUS_OK; i++) {
        const char *id = included.items.items[i];
        bool is_left_out = string_map_get(&excluded.nodes, id) != NULL;
        if (!is_left_out && !add_id(&selection, &document->selected, id, string_map_get(&included.nodes, id)))
            code = import_no_memory(selection.oscal->import);
    }
    return code;
}

/* The controls of a profile are those of the first document that its imports reach. */
static const char *scheme_of(const struct oscal *oscal, const struct oscal_document *document) {
    const struct tree_node *imports = draft_list(document->root, "imports");
    const char *first = document->selected.items.count == 0 ? "" : document->selected.items.items[0];
    const char *href = imports->count == 0 ? "" : draft_text(imports->entries[0].value, "href");
    return oscal_scheme_of(oscal, document, href, first);
}

status_code oscal_select(struct oscal *oscal, struct oscal_document *document) {
    const struct tree_node *imports = draft_list(document->root, "imports");
    status_code code = STATUS_OK;
    if (document->is_selected)
        return STATUS_OK;
    if (document->is_selecting)
        return problem_set(oscal->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.100s:%u:%u: the profile imports itself", document->file, document->root->line,
                           document->root->column);
    document->is_selecting = true;
    for (size_t i = 0; i < imports->count && code == STATUS_OK; i++) {
        const struct tree_node *node = imports->entries[i].value;
        code = node->kind == TREE_MAP ? add_import(oscal, document, node)
                                      : import_refuse(oscal->import, document->file, node, "an import is no mapping");
    }
    document->is_selected = true;
    document->scheme = code == STATUS_OK ? scheme_of(oscal, document) : NULL;
    return code == STATUS_OK && document->scheme == NULL ? import_no_memory(oscal->import) : code;
}
