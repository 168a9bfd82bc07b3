/* A catalog view in which some objects have one version only: what can be chosen while they stay where they are. */
#ifndef CATALOGD_MODEL_FROZEN_VIEW_H
#define CATALOGD_MODEL_FROZEN_VIEW_H

#include "base/string_map.h"
#include "model/view.h"

/* Initialise with frozen_view_init; it owns nothing but what is in its arena. One thread at a time. */
struct frozen_view {
    const struct catalog_view *below;
    struct string_map versions; /* by name, private */
    struct catalog_view view;
};

/* BELOW and ARENA are borrowed and must outlive VIEW. */
void frozen_view_init(struct frozen_view *view, struct arena *arena, const struct catalog_view *below);

/* From now on VIEW shows of NAME only VERSION, nothing where that is not there. Both are borrowed. False: no memory. */
MUST_CHECK bool frozen_view_freeze(struct frozen_view *view, const char *name, const char *version);

#endif
