#include "lib/lint_taxonomy.h"

#include "model/reference.h"
#include "model/taxonomy.h"

#include <string.h>

#define STATE(name) CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_##name

struct lint_taxonomy {
    const Catalog__V1__Taxonomy *taxonomy;
    struct string_map entries; /* id in its one spelling -> the entry */
};

status_code lint_taxonomies_add(struct lint_taxonomies *taxonomies, const Catalog__V1__TaxonomyDocument *document,
                                struct problem *problem) {
    struct lint_taxonomy *added = ARENA_NEW(taxonomies->arena, struct lint_taxonomy);
    if (added == NULL || !vector_push(taxonomies->arena, &taxonomies->items, added))
        return problem_no_memory(problem);
    added->taxonomy = document->taxonomy;
    string_map_init(&added->entries, taxonomies->arena);
    for (size_t i = 0; i < document->n_entries; i++) {
        const char *id = reference_id(document->taxonomy->scheme, document->entries[i]->id, taxonomies->arena);
        if (id == NULL || !string_map_put(&added->entries, id, document->entries[i]))
            return problem_no_memory(problem);
    }
    return STATUS_OK;
}

static const struct lint_taxonomy *choose(const struct lint_taxonomies *taxonomies,
                                          const Catalog__V1__Reference *reference) {
    const struct lint_taxonomy *found = NULL;
    for (size_t i = 0; i < taxonomies->items.count; i++) {
        const struct lint_taxonomy *item = taxonomies->items.items[i];
        bool is_asked = strcmp(item->taxonomy->scheme, reference->scheme) == 0 &&
                        reference_release_serves(item->taxonomy->release, reference->release);
        if (is_asked &&
            (found == NULL || reference_compare_releases(item->taxonomy->release, found->taxonomy->release) > 0))
            found = item;
    }
    return found != NULL && found->entries.count > 0 ? found : NULL;
}

status_code lint_taxonomies_find(void *taxonomies, const Catalog__V1__Reference *reference,
                                 const Catalog__V1__KnownReference **ret_known, struct problem *problem) {
    const struct lint_taxonomies *all = taxonomies;
    const struct lint_taxonomy *taxonomy = choose(all, reference);
    Catalog__V1__KnownReference *known = ARENA_NEW(all->arena, Catalog__V1__KnownReference);
    Catalog__V1__Reference *copy = ARENA_NEW(all->arena, Catalog__V1__Reference);
    const char *id = reference_id(reference->scheme, reference->id, all->arena);
    if (known == NULL || copy == NULL || id == NULL)
        return problem_no_memory(problem);
    catalog__v1__known_reference__init(known);
    *copy = *reference;
    copy->id = (char *)(uintptr_t)id;
    known->reference = copy;
    known->state =
        taxonomy == NULL || reference_is_part(taxonomy->taxonomy->release) ? STATE(UNKNOWN) : STATE(DANGLING);
    const Catalog__V1__TaxonomyEntry *entry = taxonomy == NULL ? NULL : string_map_get(&taxonomy->entries, id);
    if (taxonomy != NULL)
        copy->release = taxonomy->taxonomy->release;
    if (entry != NULL) {
        known->state = STATE(FOUND);
        known->title = entry->title;
        known->status = taxonomy_status(entry);
        known->replaced_by = entry->replaced_by;
    }
    *ret_known = known;
    return STATUS_OK;
}
