#include "model/taxonomy.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "model/name.h"
#include "model/reference.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RATING_MAX 5

struct preparation {
    const Catalog__V1__Taxonomy *taxonomy;
    struct arena *arena;
    struct problem *problem;
    struct taxonomy_content *content;
    struct string_map ids; /* of entries, to the entry */
    uint32_t index;        /* of the item at hand */
};

static void add(struct preparation *preparation, const char *object, const char *field, const char *message,
                const char *remedy) {
    const struct violation violation = {
        .object_index = preparation->index, .object = object, .field = field, .message = message, .remedy = remedy};
    problem_add(preparation->problem, &violation);
}

/* *TEXT in its one spelling. False: no room. */
static bool respell(struct preparation *preparation, const char *scheme, char **text) {
    const char *id = (*text)[0] == '\0' ? *text : reference_id(scheme, *text, preparation->arena);
    if (id == NULL)
        return problem_no_memory(preparation->problem) == STATUS_OK;
    *text = (char *)(uintptr_t)id;
    return true;
}

static Catalog__V1__Reference *respelled_reference(struct preparation *preparation,
                                                   const Catalog__V1__Reference *reference) {
    Catalog__V1__Reference *copy = ARENA_NEW(preparation->arena, Catalog__V1__Reference);
    if (copy == NULL) {
        problem_no_memory(preparation->problem);
        return NULL;
    }
    *copy = *reference;
    return respell(preparation, copy->scheme, &copy->id) ? copy : NULL;
}

static bool respell_parents(struct preparation *preparation, Catalog__V1__TaxonomyEntry *entry) {
    char **parents = ARENA_ARRAY(preparation->arena, char *, entry->n_parents);
    if (parents == NULL)
        return problem_no_memory(preparation->problem) == STATUS_OK;
    for (size_t i = 0; i < entry->n_parents; i++) {
        parents[i] = entry->parents[i];
        if (!respell(preparation, preparation->taxonomy->scheme, &parents[i]))
            return false;
    }
    entry->parents = parents;
    return true;
}

static bool respell_references(struct preparation *preparation, Catalog__V1__TaxonomyEntry *entry) {
    Catalog__V1__Reference **references =
        ARENA_ARRAY(preparation->arena, Catalog__V1__Reference *, entry->n_references);
    if (references == NULL)
        return problem_no_memory(preparation->problem) == STATUS_OK;
    for (size_t i = 0; i < entry->n_references; i++)
        if ((references[i] = respelled_reference(preparation, entry->references[i])) == NULL)
            return false;
    entry->references = references;
    return true;
}

static bool respell_entry(struct preparation *preparation, Catalog__V1__TaxonomyEntry *entry) {
    const char *scheme = preparation->taxonomy->scheme;
    return respell(preparation, scheme, &entry->id) && respell(preparation, scheme, &entry->replaced_by) &&
           (entry->n_parents == 0 || respell_parents(preparation, entry)) &&
           (entry->n_references == 0 || respell_references(preparation, entry));
}

static void check_title(struct preparation *preparation, const char *object, const char *field, const char *title) {
    size_t size = strlen(title);
    if (size == 0 || size > LIMIT_TAXONOMY_TITLE_BYTES)
        add(preparation, object, field, "a title has 1 to 1,000 bytes", "give one line");
}

static void check_entry(struct preparation *preparation, const Catalog__V1__TaxonomyEntry *entry) {
    size_t size = strlen(entry->id);
    if (size == 0 || size > REFERENCE_ID_MAX)
        add(preparation, entry->id, "id", "an id has 1 to 128 bytes", "give the id that the scheme has");
    check_title(preparation, entry->id, "title", entry->title);
    if (entry->n_parents > LIMIT_TAXONOMY_LINKS || entry->n_references > LIMIT_TAXONOMY_LINKS)
        add(preparation, entry->id, entry->n_parents > LIMIT_TAXONOMY_LINKS ? "parents" : "references",
            "an entry has at most 1,000 of them", "leave some out");
    if (entry->n_prerequisites > LIMIT_TAXONOMY_LINKS || entry->n_consequences > LIMIT_TAXONOMY_LINKS)
        add(preparation, entry->id, entry->n_prerequisites > LIMIT_TAXONOMY_LINKS ? "prerequisites" : "consequences",
            "an entry has at most 1,000 of them", "leave some out");
    if (entry->likelihood > RATING_MAX || entry->severity > RATING_MAX)
        add(preparation, entry->id, entry->likelihood > RATING_MAX ? "likelihood" : "severity", "a rating is 1 to 5",
            "leave it out where the scheme has none");
    for (size_t i = 0; i < entry->n_references; i++)
        if (!name_is_id(entry->references[i]->scheme) || entry->references[i]->id[0] == '\0')
            add(preparation, entry->id, "references", "a reference has a scheme in lower case, and an id",
                "drop it or name the scheme, \"cwe\"");
    if (protobuf_c_message_get_packed_size(&entry->base) > LIMIT_OBJECT_BYTES)
        add(preparation, entry->id, "text", "an entry has at most 1 MiB", "shorten its texts");
    if (string_map_get(&preparation->ids, entry->id) != NULL)
        add(preparation, entry->id, "id", "another entry has this id, perhaps in another spelling",
            "keep one of the two");
}

static bool take_entry(struct preparation *preparation, const Catalog__V1__TaxonomyEntry *asked) {
    Catalog__V1__TaxonomyEntry *entry = ARENA_NEW(preparation->arena, Catalog__V1__TaxonomyEntry);
    if (entry == NULL)
        return problem_no_memory(preparation->problem) == STATUS_OK;
    *entry = *asked;
    if (!respell_entry(preparation, entry))
        return false;
    check_entry(preparation, entry);
    preparation->content->entries[preparation->content->entry_count++] = entry;
    if (!string_map_put(&preparation->ids, entry->id, entry))
        return problem_no_memory(preparation->problem) == STATUS_OK;
    return true;
}

static bool is_whole(const Catalog__V1__Reference *reference) {
    return reference != NULL && name_is_id(reference->scheme) && reference->id[0] != '\0' &&
           strlen(reference->id) <= REFERENCE_ID_MAX;
}

static bool take_mapping(struct preparation *preparation, const Catalog__V1__TaxonomyMapping *asked) {
    Catalog__V1__TaxonomyMapping *mapping = ARENA_NEW(preparation->arena, Catalog__V1__TaxonomyMapping);
    if (mapping == NULL)
        return problem_no_memory(preparation->problem) == STATUS_OK;
    *mapping = *asked;
    if (!is_whole(asked->from) || !is_whole(asked->to)) {
        add(preparation, "", asked->from == NULL || !is_whole(asked->from) ? "from" : "to",
            "a mapping leads from an entry to an entry, each with a scheme in lower case and an id of 1 to 128 bytes",
            "give both ends");
        return true;
    }
    if (protobuf_c_message_get_packed_size(&asked->base) > LIMIT_TAXONOMY_MAPPING_BYTES)
        add(preparation, asked->from->id, "note", "a mapping has at most 2 KiB", "shorten its note");
    mapping->from = respelled_reference(preparation, asked->from);
    mapping->to = respelled_reference(preparation, asked->to);
    preparation->content->mappings[preparation->content->mapping_count++] = mapping;
    return mapping->from != NULL && mapping->to != NULL;
}

static bool take_item(struct preparation *preparation, const Catalog__V1__TaxonomyItem *item) {
    if (item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_ENTRY)
        return take_entry(preparation, item->entry);
    if (item->item_case == CATALOG__V1__TAXONOMY_ITEM__ITEM_MAPPING)
        return take_mapping(preparation, item->mapping);
    add(preparation, "", "item", "it is neither an entry nor a mapping", "give one of the two");
    return true;
}

static void check_header(struct preparation *preparation, size_t count) {
    const Catalog__V1__Taxonomy *taxonomy = preparation->taxonomy;
    if (!name_is_id(taxonomy->scheme))
        add(preparation, taxonomy->scheme, "taxonomy.scheme", "a scheme is " NAME_ID_SYNTAX,
            "\"cwe\", \"nist-800-53\"");
    if (!reference_is_release(taxonomy->release))
        add(preparation, taxonomy->scheme, "taxonomy.release",
            "a release is 1 to 63 of letters, digits, '.', '_', '+' and '-'", "\"4.15\", \"rev5\"");
    check_title(preparation, taxonomy->scheme, "taxonomy.title", taxonomy->title);
    if (strlen(taxonomy->source) > LIMIT_REASON_BYTES)
        add(preparation, taxonomy->scheme, "taxonomy.source", "a source has at most 4,096 bytes", "give its address");
    if (count == 0)
        add(preparation, taxonomy->scheme, "entries", "a taxonomy has an entry or a mapping", "give its entries");
}

static int compare_ids(const void *a, const void *b) {
    const Catalog__V1__TaxonomyEntry *const *first = a;
    const Catalog__V1__TaxonomyEntry *const *second = b;
    return strcmp((*first)->id, (*second)->id);
}

status_code taxonomy_prepare(const Catalog__V1__Taxonomy *taxonomy, Catalog__V1__TaxonomyItem *const *items,
                             size_t count, struct arena *arena, struct taxonomy_content *ret_content,
                             struct problem *problem) {
    struct preparation preparation = {.taxonomy = taxonomy, .arena = arena, .problem = problem, .content = ret_content};
    *ret_content = (struct taxonomy_content){
        .entries = ARENA_ARRAY(arena, Catalog__V1__TaxonomyEntry *, count + 1),
        .mappings = ARENA_ARRAY(arena, Catalog__V1__TaxonomyMapping *, count + 1),
    };
    if (ret_content->entries == NULL || ret_content->mappings == NULL)
        return problem_no_memory(problem);
    string_map_init(&preparation.ids, arena);
    check_header(&preparation, count);
    for (size_t i = 0; i < count; i++) {
        preparation.index = (uint32_t)i;
        if (!take_item(&preparation, items[i]))
            return problem->code;
    }
    qsort(ret_content->entries, ret_content->entry_count, sizeof *ret_content->entries, compare_ids);
    return problem->code;
}

Catalog__V1__TaxonomyEntryStatus taxonomy_status(const Catalog__V1__TaxonomyEntry *entry) {
    return entry->status == CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED
               ? CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT
               : entry->status;
}

const char *taxonomy_status_text(Catalog__V1__TaxonomyEntryStatus status) {
    static const char *const texts[] = {
        [CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED] = "current",
        [CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT] = "current",
        [CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED] = "deprecated",
        [CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_REVOKED] = "revoked",
    };
    return (size_t)status < COUNT_OF(texts) ? texts[status] : "of an unknown status";
}
