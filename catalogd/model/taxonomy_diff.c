#include "model/taxonomy_diff.h"

#include "base/status.h"
#include "codec/canonical.h"
#include "model/taxonomy.h"

#include <string.h>

#define KIND(name) CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_##name

struct comparison {
    const Catalog__V1__TaxonomyEntry *from;
    const Catalog__V1__TaxonomyEntry *to;
    struct arena *arena;
    Catalog__V1__TaxonomyDifference *items;
    size_t count;
};

static void note(struct comparison *comparison, Catalog__V1__TaxonomyDifferenceKind kind, const char *before,
                 const char *after) {
    const Catalog__V1__TaxonomyEntry *entry = comparison->to != NULL ? comparison->to : comparison->from;
    Catalog__V1__TaxonomyDifference *item = &comparison->items[comparison->count++];
    catalog__v1__taxonomy_difference__init(item);
    item->kind = kind;
    item->id = entry->id;
    item->title = entry->title;
    item->before = (char *)(uintptr_t)before;
    item->after = (char *)(uintptr_t)after;
}

static const char *status_text(const Catalog__V1__TaxonomyEntry *entry, struct arena *arena) {
    const char *text = taxonomy_status_text(taxonomy_status(entry));
    return entry->replaced_by[0] == '\0' ? text : ARENA_JOIN(arena, text, ", replaced by ", entry->replaced_by);
}

static bool compare_status(struct comparison *comparison) {
    const Catalog__V1__TaxonomyEntry *from = comparison->from;
    const Catalog__V1__TaxonomyEntry *to = comparison->to;
    if (taxonomy_status(from) == taxonomy_status(to) && strcmp(from->replaced_by, to->replaced_by) == 0)
        return true;
    const char *before = status_text(from, comparison->arena);
    const char *after = status_text(to, comparison->arena);
    if (before == NULL || after == NULL)
        return false;
    note(comparison, KIND(STATUS_CHANGED), before, after);
    return true;
}

static bool has_parent(const Catalog__V1__TaxonomyEntry *entry, const char *id) {
    for (size_t i = 0; i < entry->n_parents; i++)
        if (strcmp(entry->parents[i], id) == 0)
            return true;
    return false;
}

/* Whatever their order. */
static bool has_parents_of(const Catalog__V1__TaxonomyEntry *entry, const Catalog__V1__TaxonomyEntry *other) {
    for (size_t i = 0; i < other->n_parents; i++)
        if (!has_parent(entry, other->parents[i]))
            return false;
    return true;
}

static const char *parents_text(const Catalog__V1__TaxonomyEntry *entry, struct arena *arena) {
    const char *text = "";
    for (size_t i = 0; i < entry->n_parents && text != NULL; i++)
        text = ARENA_JOIN(arena, text, i == 0 ? "" : ", ", entry->parents[i]);
    return text;
}

static bool compare_parents(struct comparison *comparison) {
    if (has_parents_of(comparison->from, comparison->to) && has_parents_of(comparison->to, comparison->from))
        return true;
    const char *before = parents_text(comparison->from, comparison->arena);
    const char *after = parents_text(comparison->to, comparison->arena);
    if (before == NULL || after == NULL)
        return false;
    note(comparison, KIND(MOVED), before, after);
    return true;
}

static bool compare_rest(struct comparison *comparison) {
    struct digest from;
    struct digest to;
    if (comparison->count > 0)
        return true;
    if (canonical_digest(&comparison->from->base, &from, NULL) != STATUS_OK ||
        canonical_digest(&comparison->to->base, &to, NULL) != STATUS_OK)
        return false;
    if (!digest_equal(&from, &to))
        note(comparison, KIND(REWORDED), "", "");
    return true;
}

bool taxonomy_compare(const Catalog__V1__TaxonomyEntry *from, const Catalog__V1__TaxonomyEntry *to, struct arena *arena,
                      Catalog__V1__TaxonomyDifference ret_differences[TAXONOMY_DIFFERENCES_MAX], size_t *ret_count) {
    struct comparison comparison = {.from = from, .to = to, .arena = arena, .items = ret_differences};
    bool is_done = true;
    if (from == NULL) {
        note(&comparison, KIND(ADDED), "", to->title);
    } else if (to == NULL) {
        note(&comparison, KIND(REMOVED), from->title, "");
    } else {
        if (strcmp(from->title, to->title) != 0)
            note(&comparison, KIND(RETITLED), from->title, to->title);
        is_done = compare_status(&comparison) && compare_parents(&comparison) && compare_rest(&comparison);
    }
    *ret_count = comparison.count;
    return is_done;
}
