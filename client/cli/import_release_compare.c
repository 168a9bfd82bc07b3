#include "cli/import_releases.h"

#include "base/macros.h"
#include "model/reference.h"

#include <string.h>

#define PAGE_SIZE 1000

/* Whether TAXONOMY is below RELEASE and above what was found before. A part of a release lacks what it never had. */
static bool is_nearer(const Catalog__V1__Taxonomy *taxonomy, const Catalog__V1__ImportedRelease *release) {
    return !reference_is_part(taxonomy->release) &&
           reference_compare_releases(taxonomy->release, release->release) < 0 &&
           (release->compared_with[0] == '\0' ||
            reference_compare_releases(taxonomy->release, release->compared_with) > 0);
}

static bool fail(struct session *session, struct catalog_error *error) {
    session_fail(session, error);
    return false;
}

/* Sets compared_with; it stays empty where there is nothing below. */
static bool find_older(struct session *session, Catalog__V1__ImportedRelease *release) {
    Catalog__V1__ListTaxonomiesRequest request;
    struct catalog_taxonomy_iterator *iterator = NULL;
    const Catalog__V1__Taxonomy *taxonomy = NULL;
    struct catalog_error *error = NULL;
    catalog__v1__list_taxonomies_request__init(&request);
    request.scheme = release->scheme;
    enum catalog_code code = catalog_list_taxonomies(session->client, &request, NULL, &iterator, &error);
    while (code == CATALOG_OK && (code = catalog_taxonomy_iterator_next(iterator, &taxonomy, &error)) == CATALOG_OK &&
           taxonomy != NULL) {
        if (!is_nearer(taxonomy, release))
            continue;
        char *name = arena_strdup(&session->arena, taxonomy->release);
        if (name == NULL)
            break;
        release->compared_with = name;
    }
    catalog_taxonomy_iterator_free(iterator);
    return (code == CATALOG_OK && taxonomy == NULL) || fail(session, error);
}

static void count(Catalog__V1__ImportedRelease *release, Catalog__V1__TaxonomyDifferenceKind kind) {
    uint32_t *const totals[] = {
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_ADDED] = &release->added,
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_REMOVED] = &release->removed,
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_RETITLED] = &release->retitled,
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_STATUS_CHANGED] = &release->status_changed,
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_MOVED] = &release->moved,
        [CATALOG__V1__TAXONOMY_DIFFERENCE_KIND__TAXONOMY_DIFFERENCE_KIND_REWORDED] = &release->reworded,
    };
    if ((size_t)kind < COUNT_OF(totals) && totals[kind] != NULL)
        (*totals[kind])++;
}

static bool count_differences(struct session *session, Catalog__V1__ImportedRelease *release) {
    Catalog__V1__DiffTaxonomiesRequest request;
    struct catalog_taxonomy_difference_iterator *iterator = NULL;
    const Catalog__V1__TaxonomyDifference *difference = NULL;
    struct catalog_error *error = NULL;
    catalog__v1__diff_taxonomies_request__init(&request);
    request.scheme = release->scheme;
    request.from_release = release->compared_with;
    request.to_release = release->release;
    request.page_size = PAGE_SIZE;
    enum catalog_code code = catalog_diff_taxonomies(session->client, &request, NULL, &iterator, &error);
    while (code == CATALOG_OK &&
           (code = catalog_taxonomy_difference_iterator_next(iterator, &difference, &error)) == CATALOG_OK &&
           difference != NULL)
        count(release, difference->kind);
    catalog_taxonomy_difference_iterator_free(iterator);
    return code == CATALOG_OK || fail(session, error);
}

bool import_release_compare(struct session *session, Catalog__V1__ImportedRelease *release) {
    return find_older(session, release) && (release->compared_with[0] == '\0' || count_differences(session, release));
}
