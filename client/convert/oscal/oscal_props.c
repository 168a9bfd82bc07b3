#include "convert/oscal/oscal_props.h"

#include "base/limits.h"
#include "convert/draft.h"

#include <stdlib.h>
#include <string.h>

#define PATH_PARTS_MAX LIMIT_DOCUMENT_DEPTH
#define PROPS_MAX      20000 /* of one thing */
#define IN_REMARKS     "remarks"

/* ---- From a tree ---- */

struct putting {
    struct tree_maker *maker;
    struct tree_node *props;
};

static bool is_value(const char *text) {
    static const char blanks[] = " \t\r\n";
    size_t size = strlen(text);
    return size > 0 && strchr(blanks, text[0]) == NULL && strchr(blanks, text[size - 1]) == NULL &&
           strpbrk(text, "\r\n") == NULL && strcmp(text, IN_REMARKS) != 0;
}

static void put_prop(const struct putting *putting, const char *name, const char *value) {
    struct tree_node *prop = make_map(putting->maker);
    make_put_text(putting->maker, prop, "name", name);
    make_put_text(putting->maker, prop, "ns", OSCAL_NS);
    make_put_text(putting->maker, prop, "value", is_value(value) ? value : IN_REMARKS);
    if (!is_value(value))
        make_put_text(putting->maker, prop, "remarks", value);
    make_add(putting->maker, putting->props, prop);
}

static const char *below(const struct putting *putting, const char *path, const char *part) {
    const char *name = path[0] == '\0' ? part : ARENA_JOIN(putting->maker->arena, path, ".", part);
    if (name == NULL)
        putting->maker->has_failed = true;
    return name == NULL ? "" : name;
}

static void put_node(const struct putting *putting, const char *path, const struct tree_node *node) {
    for (size_t i = 0; i < node->count; i++) {
        const struct tree_node *value = node->entries[i].value;
        bool is_scalar = value->kind != TREE_LIST && value->kind != TREE_MAP;
        const char *number = arena_printf(putting->maker->arena, "%zu", i + 1);
        if (node->kind == TREE_MAP)
            put_node(putting, below(putting, path, node->entries[i].key->text), value);
        else if (is_scalar || number == NULL)
            put_prop(putting, path, value->text);
        else
            put_node(putting, below(putting, path, number), value);
    }
    if (node->kind != TREE_LIST && node->kind != TREE_MAP)
        put_prop(putting, path, node->text);
}

void oscal_props_put(struct tree_maker *maker, struct tree_node *props, const char *kind,
                     const struct tree_node *carried) {
    const struct putting putting = {maker, props};
    put_prop(&putting, OSCAL_PROP_KIND, kind);
    put_node(&putting, "", carried);
}

/* ---- To a tree ---- */

static bool is_number(const char *text) {
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* What PART leads to from NODE; NULL: nothing yet. */
static struct tree_node *child_of(const struct tree_node *node, const char *part) {
    size_t number = node->kind == TREE_LIST ? strtoul(part, NULL, 10) : 0;
    if (number >= 1 && number <= node->count)
        return (struct tree_node *)(uintptr_t)node->entries[number - 1].value;
    for (size_t i = 0; i < node->count && node->kind == TREE_MAP; i++) {
        if (strcmp(node->entries[i].key->text, part) == 0)
            return (struct tree_node *)(uintptr_t)node->entries[i].value;
    }
    return NULL;
}

/* Steps from NODE to PART, which is made when it is first met; NEXT (NULL: nothing) stands below it. NULL: the path
 * leads nowhere. */
static struct tree_node *step(struct tree_maker *maker, struct tree_node *node, const char *part, const char *next) {
    if (node->kind != (is_number(part) ? TREE_LIST : TREE_MAP))
        return NULL;
    struct tree_node *child = child_of(node, part);
    if (child != NULL)
        return child;
    child = next == NULL || is_number(next) ? make_list(maker) : make_map(maker);
    if (node->kind == TREE_LIST)
        make_add(maker, node, child);
    else
        make_put(maker, node, part, child);
    return child;
}

/* Puts VALUE where PATH leads below ROOT; several of one path are a list. False: the path is none. */
static bool put_at(struct tree_maker *maker, struct tree_node *root, const char *path, const char *value) {
    char *parts[PATH_PARTS_MAX + 1];
    size_t count = 0;
    char *rest = NULL;
    char *copy = arena_strdup(maker->arena, path);
    for (char *part = copy == NULL ? NULL : strtok_r(copy, ".", &rest); part != NULL && count <= PATH_PARTS_MAX;
         part = strtok_r(NULL, ".", &rest))
        parts[count++] = part;
    struct tree_node *node = count > 0 && count <= PATH_PARTS_MAX ? root : NULL;
    for (size_t i = 0; i < count && node != NULL; i++)
        node = step(maker, node, parts[i], i + 1 < count ? parts[i + 1] : NULL);
    if (node == NULL || node->kind != TREE_LIST)
        return false;
    make_add(maker, node, make_text(maker, value));
    return true;
}

static const struct tree_node *own_prop(const struct tree_node *props, size_t i) {
    const struct tree_node *prop = props->entries[i].value;
    return strcmp(draft_text(prop, "ns"), OSCAL_NS) == 0 ? prop : NULL;
}

const char *oscal_props_kind(const struct tree_node *node) {
    const struct tree_node *props = draft_list(node, "props");
    for (size_t i = 0; i < props->count; i++) {
        const struct tree_node *prop = own_prop(props, i);
        if (prop != NULL && strcmp(draft_text(prop, "name"), OSCAL_PROP_KIND) == 0)
            return draft_text(prop, "value");
    }
    return "";
}

static const char *value_of(const struct tree_node *prop) {
    const char *value = draft_text(prop, "value");
    return strcmp(value, IN_REMARKS) == 0 ? draft_text(prop, "remarks") : value;
}

/* The tree that the properties of NODE spell, in which each scalar is a list of it; NULL: they spell none. */
static struct tree_node *spelled(struct tree_maker *maker, const struct tree_node *node) {
    const struct tree_node *props = draft_list(node, "props");
    struct tree_node *root = make_map(maker);
    for (size_t i = 0; i < props->count; i++) {
        const struct tree_node *prop = own_prop(props, i);
        const char *name = draft_text(prop, "name");
        bool is_field = prop != NULL && strcmp(name, OSCAL_PROP_KIND) != 0;
        if (is_field && (i >= PROPS_MAX || !put_at(maker, root, name, value_of(prop))))
            return NULL;
    }
    return root;
}

/* A list of one scalar is the scalar, which stands for a list of one, too. */
static void collapse(struct tree_node *node) {
    for (size_t i = 0; i < node->count; i++) {
        const struct tree_node *value = node->entries[i].value;
        if (value->kind == TREE_LIST && value->count == 1 && value->entries[0].value->kind == TREE_TEXT)
            node->entries[i].value = value->entries[0].value;
        else
            collapse((struct tree_node *)(uintptr_t)value);
    }
}

const struct tree_node *oscal_props_tree(struct import *import, const char *file, const struct tree_node *node) {
    struct tree_maker maker;
    tree_maker_init(&maker, import->arena);
    struct tree_node *root = spelled(&maker, node);
    if (root == NULL || maker.has_failed) {
        report_add(import->report, NOTE_WARNING, file, node, "its properties in %s do not fit together", OSCAL_NS);
        return NULL;
    }
    collapse(root);
    return root;
}
