#include "convert/tml/tml.h"

#include <string.h>

/* Actors that are people; the others are systems of somebody else. */
static bool is_person(const char *type) {
    return strcmp(type, "system") != 0 && strcmp(type, "third_party") != 0;
}

static void enclose(const struct tml *tml, const struct tree_node *node, Catalog__V1__Element *element) {
    const char *name = draft_text(node, "trust_zone");
    const char *no_zone = draft_text(tml->own, TML_CARRIED_NO_ZONE);
    const char *zone = draft_id_of(&tml->ids, "zone", name);
    if (zone != NULL)
        element->zone = tool_text(zone);
    else if (no_zone[0] == '\0' || strcmp(no_zone, name) != 0)
        report_add(tml->import->report, NOTE_WARNING, tml->file, node, "there is no trust zone \"%.60s\"", name);
}

/* The lists of elements, and what an id of each is called. */
struct element_list {
    const char *key;
    const char *kind;
};

static const struct element_list actor_list = {"actors", "actor"};
static const struct element_list component_list = {"components", "component"};
static const struct element_list store_list = {"data_stores", "store"};

/* The element of NODE with what all kinds have. NULL: no room. */
static Catalog__V1__Element *add_element(struct tml *tml, const struct tree_node *node, const struct element_list *list,
                                         Catalog__V1__ElementKind kind) {
    struct import *import = tml->import;
    const struct tree_node *own = tml_own(tml, list->key, node, TML_CARRIED_PART);
    const Catalog__V1__Element *carried = TML_OWN(tml, own, Catalog__V1__Element, element, TML_SAID_ELEMENT);
    const char *id = tml_new_id(tml, list->kind, list->key, node);
    Catalog__V1__Element *element = tool_element(import, tml->feature, id, kind);
    const char *title = tml_title(tml, node, "");
    const char *description = tml_text(tml, node, "description");
    if (element == NULL || title == NULL || description == NULL || carried == NULL)
        return NULL;
    *element = *carried;
    element->id = tool_text(id);
    element->kind = kind;
    element->title = tool_text(title);
    element->description = tool_text(description);
    enclose(tml, node, element);
    return element;
}

/* TYPE says no more than the kind of the element does. */
static bool is_plain_type(const char *type) {
    static const char *const plain[] = {"", "user", "system", "third_party"};
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        if (strcmp(plain[i], type) == 0)
            return true;
    }
    return false;
}

status_code tml_read_actor(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title", "description", "trust_zone", "permissions", "type"};
    struct import *import = tml->import;
    const char *type = draft_text(node, "type");
    const char *permissions = tml_text(tml, node, "permissions");
    Catalog__V1__Element *element = add_element(tml, node, &actor_list,
                                                is_person(type) ? CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR
                                                                : CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    if (element == NULL || permissions == NULL)
        return import_no_memory(tml->import);
    const char *clause = permissions[0] == '\0' ? "" : ARENA_JOIN(import->arena, "Permissions: ", permissions);
    const char *text = clause == NULL ? NULL : tool_paragraphs(import, element->description, clause);
    if (text == NULL)
        return import_no_memory(tml->import);
    element->description = tool_text(text);
    if (!is_plain_type(type))
        report_add(import->report, NOTE_LOSS, tml->file, node, "that the actor is of the type \"%.40s\" has no place",
                   type);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return STATUS_OK;
}

/* Whether NODE stands for what the model stands on, which is no element of it. */
static bool is_dependency(const struct tml *tml, const struct tree_node *node) {
    const struct tree_node *own = tml_own(tml, "components", node, TML_CARRIED_ID);
    return string_map_get(&tml->aliases, own == NULL ? draft_text(node, "symbolic_name") : own->text) != NULL;
}

status_code tml_read_component(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title", "description", "trust_zone", "repo_link"};
    Catalog__V1__Model *feature = tml->feature;
    if (is_dependency(tml, node))
        return tml_new_id(tml, component_list.kind, component_list.key, node) == NULL ? import_no_memory(tml->import)
                                                                                      : STATUS_OK;
    const Catalog__V1__Element *element =
        add_element(tml, node, &component_list, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
    if (element == NULL ||
        !tool_link(tml->import, &feature->n_links, &feature->links, element->title, draft_text(node, "repo_link")))
        return import_no_memory(tml->import);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return STATUS_OK;
}

status_code tml_read_store(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title",  "description", "trust_zone",
                                        "type",          "vendor", "product"};
    struct import *import = tml->import;
    const char *vendor = draft_text(node, "vendor");
    const char *product = draft_text(node, "product");
    const char *gap = vendor[0] != '\0' && product[0] != '\0' ? " " : "";
    const char *made_by = ARENA_JOIN(import->arena, vendor, gap, product);
    Catalog__V1__Element *element = add_element(tml, node, &store_list, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
    if (element == NULL || made_by == NULL)
        return import_no_memory(tml->import);
    if (tml->own == NULL &&
        (!tool_tag(import, &element->n_technologies, &element->technologies, draft_text(node, "type")) ||
         !tool_tag(import, &element->n_technologies, &element->technologies, made_by)))
        return import_no_memory(tml->import);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return STATUS_OK;
}
