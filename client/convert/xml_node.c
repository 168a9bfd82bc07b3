#include "convert/xml.h"

#include <string.h>

const char *xml_attribute(const struct xml_node *element, const char *name) {
    for (size_t i = 0; i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) == 0)
            return element->attributes[i].value;
    }
    return "";
}

static const struct xml_node *find(const struct xml_node *node, const char *name) {
    while (node != NULL && strcmp(node->name, name) != 0)
        node = node->next;
    return node;
}

const struct xml_node *xml_child(const struct xml_node *parent, const char *name) {
    return parent == NULL ? NULL : find(parent->first, name);
}

const struct xml_node *xml_next(const struct xml_node *element) {
    return find(element->next, element->name);
}

const char *xml_text(const struct xml_node *element) {
    return element == NULL || element->first == NULL ? "" : element->first->text;
}

const char *xml_child_text(const struct xml_node *parent, const char *name) {
    return xml_text(xml_child(parent, name));
}
