#include "convert/oscal/oscal.h"

#include "base/limits.h"
#include "convert/release.h"
#include "model/reference.h"

#include <string.h>

#define STATUS(name) CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_##name

struct reading {
    struct import *import;
    const struct oscal_document *document;
    struct oscal_prose prose;
    const char *level;    /* of all controls; "": each its own */
    size_t methods;       /* parts that say how to assess */
    size_t unnamed_links; /* that have no address */
};

static char *spelled(const struct reading *reading, const char *id) {
    return (char *)(uintptr_t)reference_id(reading->document->scheme, id, reading->import->arena);
}

/* ---- References ---- */

/* The control that a link inside the catalog is about: "#ac-2", and "#ac-2_smt.k", which is a part of it. What is not
 * in the catalog, of which a baseline holds a part, is taken for a control all the same. NULL: no room. */
static char *linked_control(const struct reading *reading, const char *href) {
    char *id = arena_strdup(reading->import->arena, href + 1);
    if (id == NULL || string_map_get(&reading->document->controls, id) != NULL)
        return id == NULL ? NULL : spelled(reading, id);
    char *part = strstr(id, "_smt");
    if (part != NULL)
        *part = '\0';
    return spelled(reading, id);
}

static bool has_reference(const Catalog__V1__TaxonomyEntry *entry, const char *scheme, const char *id) {
    for (size_t i = 0; i < entry->n_references; i++) {
        if (strcmp(entry->references[i]->scheme, scheme) == 0 && strcmp(entry->references[i]->id, id) == 0)
            return true;
    }
    return false;
}

static bool add_reference(const struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const char *scheme,
                          const char *id) {
    /* What is past the bound is left out, with a loss, when the entry is handed on. */
    if (id == NULL || entry->n_references > LIMIT_TAXONOMY_LINKS || has_reference(entry, scheme, id))
        return id != NULL;
    Catalog__V1__Reference *reference = DRAFT_NEW(reading->import, Catalog__V1__Reference, catalog__v1__reference);
    if (reference == NULL)
        return false;
    reference->scheme = (char *)(uintptr_t)scheme;
    reference->id = (char *)(uintptr_t)id;
    return draft_add(reading->import, &entry->n_references, &entry->references, reference);
}

/* The address of a document that a link is about; "": it has none that leads anywhere from here. */
static const char *address_of(const struct reading *reading, const char *href) {
    const struct tree_node *rlinks = draft_list(oscal_resource(reading->document, href), "rlinks");
    if (strstr(href, "://") != NULL)
        return href;
    for (size_t i = 0; i < rlinks->count; i++) {
        const char *address = draft_text(rlinks->entries[i].value, "href");
        if (strstr(address, "://") != NULL)
            return address;
    }
    return "";
}

static bool add_address(struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const char *href) {
    const char *address = address_of(reading, href);
    reading->unnamed_links += address[0] == '\0';
    return address[0] == '\0' || add_reference(reading, entry, "url", address);
}

static bool is_replacement(const char *rel) {
    return strcmp(rel, "incorporated-into") == 0 || strcmp(rel, "moved-to") == 0;
}

/* A link to a control of the same catalog becomes a reference within the scheme. What an enhancement requires is the
 * control above it, which its parents say. Of several controls that stand for a withdrawn one the first counts. */
static bool add_link(struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const struct tree_node *link) {
    const char *href = draft_text(link, "href");
    const char *rel = draft_text(link, "rel");
    if (href[0] != '#' || oscal_resource(reading->document, href) != NULL || href[1] == '\0')
        return add_address(reading, entry, href);
    char *id = linked_control(reading, href);
    if (id == NULL)
        return false;
    if (is_replacement(rel) && entry->replaced_by[0] == '\0') {
        entry->replaced_by = id;
        return true;
    }
    bool is_parent = entry->n_parents > 0 && strcmp(entry->parents[0], id) == 0;
    return is_parent || add_reference(reading, entry, reading->document->scheme, id);
}

static bool add_links(struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const struct tree_node *node) {
    const struct tree_node *links = draft_list(node, "links");
    bool is_added = true;
    for (size_t i = 0; i < links->count && is_added; i++)
        is_added = add_link(reading, entry, links->entries[i].value);
    return is_added;
}

/* Until revision 4 of SP 800-53 it is the guidance that names related controls. The composer bounds how deep parts
 * nest. */
static bool add_part_links(struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const struct tree_node *node) {
    const struct tree_node *parts = draft_list(node, "parts");
    bool is_added = true;
    for (size_t i = 0; i < parts->count && is_added; i++) {
        const struct tree_node *part = parts->entries[i].value;
        const struct tree_node *links = draft_list(part, "links");
        for (size_t j = 0; j < links->count && is_added; j++) {
            const struct tree_node *link = links->entries[j].value;
            if (strcmp(draft_text(link, "rel"), "related") == 0)
                is_added = add_link(reading, entry, link);
        }
        is_added = is_added && add_part_links(reading, entry, part);
    }
    return is_added;
}

/* ---- Entries ---- */

/* Properties that say at which level of the catalog's own a control stands. */
static const char *const level_props[] = {"baseline-impact", "impact-level", "baseline", "implementation-group",
                                          "level"};

/* The values of all properties NAME of NODE: "IG1, IG2"; "" for none. NULL: no room. */
static const char *prop_values(const struct reading *reading, const struct tree_node *node, const char *name) {
    const struct tree_node *props = draft_list(node, "props");
    struct arena *arena = reading->import->arena;
    struct passage values = {0};
    for (size_t i = 0; i < props->count; i++) {
        const struct tree_node *prop = props->entries[i].value;
        if (strcmp(draft_text(prop, "name"), name) == 0)
            passage_add(&values, arena, ", ", draft_text(prop, "value"));
    }
    return passage_text(&values, arena);
}

static const char *level_of(const struct reading *reading, const struct tree_node *node) {
    const char *level = reading->level;
    for (size_t i = 0; i < COUNT_OF(level_props) && level != NULL && level[0] == '\0'; i++)
        level = prop_values(reading, node, level_props[i]);
    return level;
}

static const char *title_of(const struct reading *reading, const struct tree_node *node, const char *id) {
    const char *title = oscal_title(&reading->prose, node);
    if (title == NULL || title[0] != '\0')
        return title;
    report_add(reading->import->report, NOTE_WARNING, reading->document->file, node,
               "\"%.60s\" has no title: its id stands for it", id);
    return id;
}

/* The label is what people write; where it is another id, one of the two is wrong. */
static void check_label(const struct reading *reading, const struct tree_node *node, const char *id) {
    const char *label = oscal_prop(node, "", "label", "");
    const char *meant = label[0] == '\0' ? id : spelled(reading, label);
    bool is_nist = strcmp(reading->document->scheme, "nist-800-53") == 0;
    if (is_nist && meant != NULL && strcmp(meant, id) != 0)
        report_add(reading->import->report, NOTE_WARNING, reading->document->file, node,
                   "the label \"%.60s\" is not that of %.60s", label, id);
}

static bool add_parent(const struct reading *reading, Catalog__V1__TaxonomyEntry *entry, const char *parent) {
    char *id = parent[0] == '\0' ? NULL : spelled(reading, parent);
    return parent[0] == '\0' || (id != NULL && draft_add(reading->import, &entry->n_parents, &entry->parents, id));
}

static status_code read_entry(struct reading *reading, const struct tree_node *node, const char *id, const char *kind,
                              const char *parent) {
    struct import *import = reading->import;
    Catalog__V1__TaxonomyEntry *entry = DRAFT_NEW(import, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    const char *title = title_of(reading, node, id);
    const char *text = oscal_prose_of(&reading->prose, node, &reading->methods);
    const char *level = level_of(reading, node);
    if (entry == NULL || title == NULL || text == NULL || level == NULL)
        return import_no_memory(reading->import);
    entry->id = spelled(reading, id);
    entry->kind = (char *)(uintptr_t)kind;
    entry->title = (char *)(uintptr_t)draft_title(import, title);
    entry->text = (char *)(uintptr_t)text;
    entry->level = (char *)(uintptr_t)level;
    entry->status = oscal_is_withdrawn(node) ? STATUS(REVOKED) : STATUS(CURRENT);
    if (entry->id == NULL || entry->title == NULL || !add_parent(reading, entry, parent) ||
        !add_links(reading, entry, node) || !add_part_links(reading, entry, node))
        return import_no_memory(reading->import);
    check_label(reading, node, entry->id);
    return release_entry(import, reading->document->file, node, entry);
}

static status_code read_groups(struct reading *reading, const struct tree_node *above, const char *parent) {
    const struct tree_node *groups = draft_list(above, "groups");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < groups->count && code == STATUS_OK; i++) {
        const struct tree_node *group = groups->entries[i].value;
        const char *id = draft_text(group, "id");
        if (id[0] != '\0')
            code = read_entry(reading, group, id, "group", parent);
        else
            report_add(reading->import->report, NOTE_LOSS, reading->document->file, group,
                       "a group without an id has no entry: what is in it stands a level higher");
        if (code == STATUS_OK)
            code = read_groups(reading, group, id[0] == '\0' ? parent : id);
    }
    return code;
}

static void note_losses(const struct reading *reading) {
    struct report *report = reading->import->report;
    const char *file = reading->document->file;
    if (reading->methods > 0)
        report_add(report, NOTE_LOSS, file, reading->document->root,
                   "%zu parts that say how to assess (methods, objects) are left out", reading->methods);
    if (reading->unnamed_links > 0)
        report_add(report, NOTE_LOSS, file, reading->document->root,
                   "%zu links lead to documents without an address and are left out", reading->unnamed_links);
}

/* The file without where it lies: the same release has the same source wherever it is read from. */
static const char *file_name(const struct oscal_document *document) {
    const char *slash = strrchr(document->file, '/');
    return slash == NULL ? document->file : slash + 1;
}

status_code oscal_read_catalog(struct oscal *oscal, struct oscal_document *document) {
    struct reading reading = {.import = oscal->import, .document = document, .level = oscal_level(document->title)};
    reading.prose = (struct oscal_prose){.import = oscal->import, .file = document->file, .params = &document->params};
    const char *release = oscal_release(oscal, document);
    if (release == NULL)
        return import_no_memory(reading.import);
    status_code code = release_begin(oscal->import, document->scheme, release, document->title, file_name(document));
    if (code == STATUS_OK)
        code = read_groups(&reading, document->root, "");
    for (size_t i = 0; i < document->items.count && code == STATUS_OK; i++) {
        const struct oscal_control *control = &document->items.items[i];
        code = read_entry(&reading, control->node, control->id, control->is_enhancement ? "enhancement" : "control",
                          control->parent);
    }
    note_losses(&reading);
    return code;
}
