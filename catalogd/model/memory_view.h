/* A catalog view over objects in memory, alone or laid over another view: what `lint` sees of a folder, and what a
 * draft is resolved with. */
#ifndef CATALOGD_MODEL_MEMORY_VIEW_H
#define CATALOGD_MODEL_MEMORY_VIEW_H

#include "base/arena.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "model/view.h"

/* Initialise with memory_view_init; it owns nothing but what is in its arena. One thread at a time. */
struct memory_view {
    struct arena *arena;
    struct string_map names; /* name -> entry, private */
    VECTOR(const Catalog__V1__Advisory *) advisories;
    const struct catalog_view *below; /* NULL: none */
    view_reference_finder *find_reference;
    void *references;
    struct catalog_view view;
};

/* BELOW (may be NULL) is seen wherever VIEW has nothing of the same name and version. Both and ARENA are borrowed and
 * must outlive VIEW. */
void memory_view_init(struct memory_view *view, struct arena *arena, const struct catalog_view *below);

/* Adds OBJECT (borrowed), replacing what VIEW held of the same name and version. FACTS (may be NULL) gives version,
 * state, stored_at, replaced_by, sunset and reason; its strings are borrowed. Left empty: the version in OBJECT, state
 * PUBLISHED (DRAFT without a version), no sunset. Name, kind and digests are OBJECT's own, whatever FACTS says. What
 * the view gave for this name before is out of date. Errors: STATUS_INVALID_ARGUMENT (INVALID_OBJECT: OBJECT has no
 * kind or no name), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code memory_view_add(struct memory_view *view, const Catalog__V1__Object *object,
                                       const struct view_version *facts, struct problem *problem);

/* Adds ADVISORY (borrowed). It hides one of the same id below and replaces one that was added; one without an id hides
 * nothing. A withdrawn one is not shown, and so takes one below back. Those added stand after those below, in the order
 * of adding. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code memory_view_add_advisory(struct memory_view *view, const Catalog__V1__Advisory *advisory,
                                                struct problem *problem);

/* Looks references up with FIND (NULL: nowhere), which is called with REFERENCES, instead of below. */
void memory_view_set_references(struct memory_view *view, view_reference_finder *find, void *references);

/* The view to hand to validate, resolve and the like. Borrowed from VIEW. */
static inline const struct catalog_view *memory_view_catalog(const struct memory_view *view) {
    return &view->view;
}

#endif
