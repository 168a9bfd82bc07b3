#include "convert/cwe/cwe.h"
#include "convert/xml_plain.h"
#include "model/reference.h"

#include <string.h>

/* One entry on its way out. */
struct entry {
    Catalog__V1__TaxonomyEntry *message;
    cwe_ids parents;
    VECTOR(Catalog__V1__Reference *) references;
    bool has_failed; /* no room */
};

static char *own(const char *text) {
    return (char *)(uintptr_t)text;
}

static bool is_out_of_use(const struct xml_node *node) {
    const char *status = xml_attribute(node, "Status");
    return strcmp(status, "Deprecated") == 0 || strcmp(status, "Obsolete") == 0;
}

static void begin(struct cwe *cwe, struct entry *entry, const struct xml_node *node, const char *kind) {
    *entry = (struct entry){.message = CWE_NEW(cwe, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry)};
    entry->has_failed = entry->message == NULL;
    if (entry->has_failed)
        return;
    entry->message->id = cwe_id(xml_attribute(node, "ID"), &cwe->scratch);
    entry->message->kind = own(kind);
    entry->message->title = own(xml_attribute(node, "Name"));
    if (is_out_of_use(node))
        entry->message->status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED;
    entry->has_failed = entry->message->id == NULL;
    cwe_count_losses(cwe, node);
}

/* Adds a paragraph. */
static void add_text(struct cwe *cwe, struct entry *entry, const char *label, const char *text) {
    if (entry->has_failed || text == NULL || text[0] == '\0') {
        entry->has_failed = entry->has_failed || text == NULL;
        return;
    }
    const char *before = entry->message->text;
    char *whole = ARENA_JOIN(&cwe->scratch, before, before[0] == '\0' ? "" : "\n\n", label, text);
    entry->has_failed = whole == NULL;
    entry->message->text = whole;
}

static void add_plain(struct cwe *cwe, struct entry *entry, const struct xml_node *node, const char *name) {
    add_text(cwe, entry, "", xml_plain(xml_child(node, name), &cwe->scratch));
}

static void add_reference(struct cwe *cwe, struct entry *entry, const char *scheme, const char *source_id,
                          const char *release) {
    Catalog__V1__Reference *reference = CWE_NEW(cwe, Catalog__V1__Reference, catalog__v1__reference);
    const char *id = reference_id(scheme, source_id, &cwe->scratch);
    if (id != NULL && id[0] == '\0')
        return;
    if (reference == NULL || id == NULL || !vector_push(&cwe->scratch, &entry->references, reference)) {
        entry->has_failed = true;
        return;
    }
    reference->scheme = own(scheme);
    reference->id = own(id);
    reference->release = own(release);
}

static void add_attack_patterns(struct cwe *cwe, struct entry *entry, const struct xml_node *node) {
    const struct xml_node *pattern = xml_child(xml_child(node, "Related_Attack_Patterns"), "Related_Attack_Pattern");
    for (; pattern != NULL && !entry->has_failed; pattern = xml_next(pattern))
        add_reference(cwe, entry, "capec", xml_attribute(pattern, "CAPEC_ID"), "");
}

/* "OWASP Top Ten 2007" is the one scheme among them that references know; the year is its release. */
static void add_mappings(struct cwe *cwe, struct entry *entry, const struct xml_node *node) {
    static const char owasp[] = "OWASP Top Ten ";
    const struct xml_node *mapping = xml_child(xml_child(node, "Taxonomy_Mappings"), "Taxonomy_Mapping");
    for (; mapping != NULL && !entry->has_failed; mapping = xml_next(mapping)) {
        const char *scheme = xml_attribute(mapping, "Taxonomy_Name");
        const char *id = xml_child_text(mapping, "Entry_ID");
        bool is_owasp = strncmp(scheme, owasp, strlen(owasp)) == 0 && reference_is_release(scheme + strlen(owasp));
        if (is_owasp && id[0] != '\0')
            add_reference(cwe, entry, "owasp", id, scheme + strlen(owasp));
        else
            cwe->mappings_lost++;
    }
}

static void add_relations(struct cwe *cwe, struct entry *entry, const struct xml_node *node) {
    const struct xml_node *relation = xml_child(xml_child(node, "Related_Weaknesses"), "Related_Weakness");
    for (; relation != NULL && !entry->has_failed; relation = xml_next(relation)) {
        char *id = cwe_id(xml_attribute(relation, "CWE_ID"), &cwe->scratch);
        bool is_parent = strcmp(xml_attribute(relation, "Nature"), "ChildOf") == 0 &&
                         cwe_is_hierarchy(xml_attribute(relation, "View_ID"));
        cwe->relations_lost += !is_parent;
        entry->has_failed = id == NULL || (is_parent && !cwe_add_id(cwe, &entry->parents, id));
    }
}

/* A duplicate names in its words the entry that stands for it. */
static void find_replacement(struct cwe *cwe, struct entry *entry) {
    static const char words[] = "duplicate of CWE-";
    const char *found = entry->has_failed ? NULL : strstr(entry->message->text, words);
    if (found == NULL || entry->message->status != CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED)
        return;
    found += strlen(words);
    char *number = arena_strndup(&cwe->scratch, found, strspn(found, "0123456789"));
    char *id = number == NULL ? NULL : cwe_id(number, &cwe->scratch);
    entry->has_failed = id == NULL;
    if (id != NULL && number[0] != '\0')
        entry->message->replaced_by = id;
}

/* The members stand in the text: those of the hierarchy have it as their parent, those of other views only here. */
static void add_members(struct cwe *cwe, struct entry *entry, const struct xml_node *list) {
    const struct xml_node *member = xml_child(list, "Has_Member");
    cwe_ids ids = {0};
    for (; member != NULL && !entry->has_failed; member = xml_next(member)) {
        char *id = cwe_id(xml_attribute(member, "CWE_ID"), &cwe->scratch);
        entry->has_failed = id == NULL || !cwe_add_id(cwe, &ids, id);
    }
    if (!entry->has_failed && ids.count > 0)
        add_text(cwe, entry, "Members: ", cwe_joined(cwe, &ids, ", "));
}

static status_code finish(struct cwe *cwe, struct entry *entry, const struct xml_node *node) {
    status_code code = STATUS_OK;
    find_replacement(cwe, entry);
    if (entry->has_failed || !cwe_add_parents(cwe, xml_attribute(node, "ID"), &entry->parents)) {
        code = problem_set(cwe->import->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s:%u:%u: there is no room for the entry and what it holds", cwe->file, node->line,
                           node->column);
    } else {
        entry->message->parents = entry->parents.items;
        entry->message->n_parents = entry->parents.count;
        entry->message->references = entry->references.items;
        entry->message->n_references = entry->references.count;
        code = release_entry(cwe->import, cwe->file, XML_PLACE(node), entry->message);
    }
    arena_reset(&cwe->scratch);
    return code;
}

status_code cwe_take_weakness(void *context, const struct xml_node *weakness) {
    struct cwe *cwe = context;
    struct entry entry;
    begin(cwe, &entry, weakness, "weakness");
    add_relations(cwe, &entry, weakness);
    add_plain(cwe, &entry, weakness, "Description");
    add_plain(cwe, &entry, weakness, "Extended_Description");
    add_attack_patterns(cwe, &entry, weakness);
    add_mappings(cwe, &entry, weakness);
    if (!entry.has_failed) {
        entry.message->level = own(xml_attribute(weakness, "Abstraction"));
        entry.has_failed =
            !cwe_add_consequences(cwe, weakness, entry.message) || !cwe_add_mitigations(cwe, weakness, entry.message);
    }
    return finish(cwe, &entry, weakness);
}

status_code cwe_take_category(void *context, const struct xml_node *category) {
    struct cwe *cwe = context;
    struct entry entry;
    begin(cwe, &entry, category, "category");
    add_plain(cwe, &entry, category, "Summary");
    add_members(cwe, &entry, xml_child(category, "Relationships"));
    add_mappings(cwe, &entry, category);
    return finish(cwe, &entry, category);
}

status_code cwe_take_view(void *context, const struct xml_node *view) {
    struct cwe *cwe = context;
    struct entry entry;
    begin(cwe, &entry, view, "view");
    add_plain(cwe, &entry, view, "Objective");
    add_text(cwe, &entry, "Filter: ", xml_plain(xml_child(view, "Filter"), &cwe->scratch));
    add_members(cwe, &entry, xml_child(view, "Members"));
    return finish(cwe, &entry, view);
}
