/* Suggest: threats of the catalog that a model may have forgotten.
 *
 * Looked at are the places of the model itself and the entry points that it adds to its dependencies: the rest is what
 * the components' own models answer for. A threat is looked at while its newest published version has an
 * `applies_when`, read over `place` and `facts` of the model. It is suggested at a place where that is true or unknown,
 * where the model's own `threats` do not list it and where no other row of the effective model has it.
 *
 * Nothing is ever inserted: a suggestion ends by being used, mitigated or dismissed. A dismissal stands while the
 * predicate comes to what it came to when it was written; else the suggestion returns. */
#ifndef CATALOGD_MODEL_SUGGEST_H
#define CATALOGD_MODEL_SUGGEST_H

#include "model/resolve.h"

#include "catalog/v1/suggest_service.pb-c.h"

struct suggest_options {
    char *const *namespaces; /* only threats of these; none: of all */
    size_t namespace_count;
    bool with_not_applicable;
    bool with_dismissed;
};

/* The suggestions about one model, in byte order of threat, then of place. One thread. */
struct suggestions;

/* Resolves OBJECT and finds what to suggest. Ownership: *ret_suggestions lives in ARENA and borrows from OBJECT, VIEW
 * and both options. Errors: those of resolve(); STATUS_RESOURCE_EXHAUSTED / TOO_MANY_SUGGESTIONS (LIMIT_SUGGESTIONS).
 */
MUST_CHECK status_code suggest(const Catalog__V1__Object *object, const struct catalog_view *view,
                               const struct resolve_options *resolve_options, const struct suggest_options *options,
                               struct arena *arena, struct suggestions **ret_suggestions, struct problem *problem);

/* How many there are to read, dismissed ones where they were asked for. */
size_t suggestions_count(const struct suggestions *suggestions);

/* All there are, by kind. Borrowed. */
const Catalog__V1__SuggestionCounts *suggestions_counts(const struct suggestions *suggestions);

/* Suggestion NUMBER, below suggestions_count, with everything that is said about it. Ownership: *ret_suggestion lives
 * in the arena of SUGGESTIONS. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code suggestions_read(struct suggestions *suggestions, size_t number,
                                        const Catalog__V1__Suggestion **ret_suggestion, struct problem *problem);

#endif
