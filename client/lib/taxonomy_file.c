#include "catalog/taxonomies.h"

#include "lib/failure.h"
#include "lib/message.h"

#include <string.h>

/* Counts what the documents of LIST hold together. */
static void measure(const struct document_list *list, Catalog__V1__TaxonomyDocument *whole) {
    for (size_t i = 0; i < list->count; i++) {
        const Catalog__V1__TaxonomyDocument *part = (const Catalog__V1__TaxonomyDocument *)list->items[i].message;
        whole->n_entries += part->n_entries;
        whole->n_mappings += part->n_mappings;
    }
}

static void append(void *list, size_t *count, const void *items, size_t item_count) {
    if (item_count > 0)
        memcpy((void **)list + *count, items, item_count * sizeof(void *));
    *count += item_count;
}

static enum catalog_code put_together(const struct document_list *list, const char *path, struct arena *arena,
                                      Catalog__V1__TaxonomyDocument *whole, struct catalog_error **ret_error) {
    measure(list, whole);
    whole->entries = ARENA_ARRAY(arena, Catalog__V1__TaxonomyEntry *, whole->n_entries + 1);
    whole->mappings = ARENA_ARRAY(arena, Catalog__V1__TaxonomyMapping *, whole->n_mappings + 1);
    if (whole->entries == NULL || whole->mappings == NULL)
        return error_no_memory(ret_error);
    whole->n_entries = whole->n_mappings = 0;
    for (size_t i = 0; i < list->count; i++) {
        const Catalog__V1__TaxonomyDocument *part = (const Catalog__V1__TaxonomyDocument *)list->items[i].message;
        if (part->taxonomy != NULL && whole->taxonomy != NULL)
            return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "TWO_TAXONOMIES",
                             "%s: document %zu says `taxonomy` once more: one file holds one release", path, i + 1);
        if (part->taxonomy != NULL)
            whole->taxonomy = part->taxonomy;
        append(whole->entries, &whole->n_entries, part->entries, part->n_entries);
        append(whole->mappings, &whole->n_mappings, part->mappings, part->n_mappings);
    }
    if (whole->taxonomy == NULL)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "NO_TAXONOMY",
                         "%s: it does not say of which release it is: add `taxonomy` with scheme, release and title",
                         path);
    return CATALOG_OK;
}

enum catalog_code catalog_read_taxonomy(const char *path, Catalog__V1__TaxonomyDocument **ret_document,
                                        struct catalog_error **ret_error) {
    Catalog__V1__TaxonomyDocument whole;
    struct document_list list = {0};
    struct arena arena;
    catalog__v1__taxonomy_document__init(&whole);
    arena_init(&arena, 0);
    enum catalog_code code =
        message_read_all(&catalog__v1__taxonomy_document__descriptor, path, &arena, &list, ret_error);
    if (code == CATALOG_OK)
        code = put_together(&list, path, &arena, &whole, ret_error);
    ProtobufCMessage *owned = code == CATALOG_OK ? message_own(&arena, &whole.base, 0) : NULL;
    if (code == CATALOG_OK && owned == NULL)
        code = error_no_memory(ret_error);
    if (code == CATALOG_OK)
        *ret_document = (Catalog__V1__TaxonomyDocument *)(void *)owned;
    arena_done(&arena);
    return code;
}
