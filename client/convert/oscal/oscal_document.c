#include "convert/oscal/oscal.h"

#include <string.h>
#include <strings.h>

#define OSCAL_OWN_NS "http://csrc.nist.gov/ns/oscal"

const struct tree_node *oscal_get(const struct tree_node *map, const char *key) {
    return map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
}

static bool is_in(const char *ns, const char *wanted) {
    if (wanted == NULL)
        return true;
    if (wanted[0] == '\0')
        return ns[0] == '\0' || strncmp(ns, OSCAL_OWN_NS, strlen(OSCAL_OWN_NS)) == 0;
    return strcmp(ns, wanted) == 0;
}

const char *oscal_prop(const struct tree_node *node, const char *ns, const char *name, const char *class) {
    const struct tree_node *props = draft_list(node, "props");
    for (size_t i = 0; i < props->count; i++) {
        const struct tree_node *prop = props->entries[i].value;
        bool is_class = class == NULL || strcmp(draft_text(prop, "class"), class) == 0;
        if (is_class && strcmp(draft_text(prop, "name"), name) == 0 && is_in(draft_text(prop, "ns"), ns))
            return draft_text(prop, "value");
    }
    return "";
}

bool oscal_is_withdrawn(const struct tree_node *node) {
    return strcasecmp(oscal_prop(node, "", "status", NULL), "withdrawn") == 0;
}

/* The name of the file at the end of ADDRESS without its ending: an OSCAL file is the same in XML, JSON and YAML. */
static slice stem_of(const char *address) {
    size_t size = strcspn(address, "?#");
    const char *end = address + size;
    const char *start = end;
    while (start > address && start[-1] != '/')
        start--;
    const char *dot = end;
    while (dot > start && *dot != '.')
        dot--;
    return slice_of(start, (size_t)((dot > start ? dot : end) - start));
}

static bool is_reached(const struct oscal_document *document, const char *address) {
    slice stem = stem_of(address);
    return stem.size > 0 && slice_equal(stem, stem_of(document->file));
}

static struct oscal_document *document_at(const struct oscal *oscal, const char *address) {
    for (size_t i = 0; i < oscal->documents.count; i++) {
        if (is_reached(oscal->documents.items[i], address))
            return oscal->documents.items[i];
    }
    return NULL;
}

struct oscal_document *oscal_find(const struct oscal *oscal, const struct oscal_document *document, const char *href) {
    const struct tree_node *resource = oscal_resource(document, href);
    const struct tree_node *rlinks = draft_list(resource, "rlinks");
    struct oscal_document *found = href[0] == '#' ? NULL : document_at(oscal, href);
    for (size_t i = 0; i < rlinks->count && found == NULL; i++)
        found = document_at(oscal, draft_text(rlinks->entries[i].value, "href"));
    return found == document ? NULL : found;
}

static const char *scheme_of_resource(const struct tree_node *resource) {
    const struct tree_node *rlinks = draft_list(resource, "rlinks");
    const char *scheme = oscal_scheme_named(draft_text(resource, "title"));
    if (scheme == NULL)
        scheme = oscal_scheme_named(draft_text(resource, "description"));
    for (size_t i = 0; i < rlinks->count && scheme == NULL; i++)
        scheme = oscal_scheme_named(draft_text(rlinks->entries[i].value, "href"));
    return scheme;
}

const char *oscal_scheme_of(const struct oscal *oscal, const struct oscal_document *document, const char *href,
                            const char *id) {
    const struct oscal_document *found = oscal_find(oscal, document, href);
    const char *scheme = found == NULL ? NULL : found->scheme;
    if (scheme == NULL)
        scheme = href[0] == '#' ? scheme_of_resource(oscal_resource(document, href)) : oscal_scheme_named(href);
    if (scheme == NULL && oscal_is_nist_id(id))
        scheme = "nist-800-53";
    if (scheme != NULL)
        return scheme;
    slice stem = stem_of(href);
    char *text = arena_strndup(oscal->import->arena, (const char *)stem.data, stem.size);
    return text == NULL ? NULL : draft_slug(oscal->import, text, "controls");
}

const struct string_map *oscal_params(const struct oscal *oscal, const char *scheme) {
    for (size_t i = 0; i < oscal->documents.count; i++) {
        const struct oscal_document *catalog = oscal->documents.items[i];
        if (catalog->kind == OSCAL_CATALOG && strcmp(catalog->scheme, scheme) == 0)
            return &catalog->params;
    }
    return NULL;
}
