/* The catalog as the engine sees it, over a snapshot of the store. */
#ifndef CATALOGD_SERVICE_STORE_VIEW_H
#define CATALOGD_SERVICE_STORE_VIEW_H

#include "base/string_map.h"
#include "base/vector.h"
#include "model/view.h"
#include "service/service.h"
#include "store/snapshot.h"
#include "store/writer.h"

struct view_hold;
struct view_set;

/* Initialise with store_view_init, end with store_view_done. One thread at a time. */
struct store_view {
    struct catalog_view view;
    struct service *service;
    struct snapshot *snapshot; /* borrowed */
    struct arena *arena;       /* borrowed */
    bool shows_drafts;
    bool has_looked_for_advisories;
    bool is_advised;                /* there are advisories, about whatever; known once looked for */
    struct string_map names;        /* name -> what was read of it */
    struct view_name *recent;       /* the one that was asked for last: its object often comes next */
    VECTOR(struct read_mark) kinds; /* those whose names were listed */
    struct view_hold *held_objects; /* references into the object cache */
    struct view_set *held_sets;     /* references into the sets of threats */
};

/* SNAPSHOT and ARENA must outlive VIEW. SHOWS_DRAFTS: drafts are listed among the versions. */
void store_view_init(struct store_view *view, struct service *service, struct snapshot *snapshot, struct arena *arena,
                     bool shows_drafts);

/* Gives the objects back. What VIEW returned ends here. */
void store_view_done(struct store_view *view);

/* The version of NAME with the text VERSION. *ret_version is NULL: there is none. Errors: those of the view. */
MUST_CHECK status_code store_view_find(struct store_view *view, const char *name, const char *version,
                                       const struct view_version **ret_version, struct problem *problem);

/* Every name that was asked for and every kind that was listed so far, with the change that touched it last, for a plan
 * to rest on; in the view's arena. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code store_view_marks(const struct store_view *view, struct read_mark **ret_marks, size_t *ret_count,
                                        struct problem *problem);

#endif
