/* Which threats a mitigation that a file carries answers in that file. What is carried of it says so too, as names
 * times places; where the file's own links say something else, they were changed in another tool, and count. */
#ifndef CATALOG_CONVERT_LINKS_H
#define CATALOG_CONVERT_LINKS_H

#include "convert/draft.h"

/* Initialise with links_init. Everything lives in the import's arena. One thread. */
struct links {
    struct import *import;
    const char *file;
    Catalog__V1__Model *model; /* with all its threats by links_settle */
    struct draft_ids *ids;     /* of it */
    struct string_map by_source;
    VECTOR(struct linked *) all;
};

/* All are borrowed and must outlive LINKS. */
void links_init(struct links *links, struct import *import, const char *file, Catalog__V1__Model *model,
                struct draft_ids *ids);

/* Says that MITIGATION, of the model, is carried and called SOURCE_ID in the file; of two called so the first counts.
 * False: no room. */
MUST_CHECK bool links_carry(struct links *links, const char *source_id, Catalog__V1__Mitigation *mitigation);

/* The mitigation that was carried as SOURCE_ID; NULL: none. */
Catalog__V1__Mitigation *links_find(const struct links *links, const char *source_id);

/* Says that the file links what was carried as SOURCE_ID to USE, and gives it STATUS there. False: no room. */
MUST_CHECK bool links_add(struct links *links, const char *source_id, const Catalog__V1__ThreatUse *use,
                          Catalog__V1__MitigationStatus status);

/* Makes each carried mitigation answer the threats that it is linked to, and no other of the model's: what one
 * mitigation cannot say is split over several, which are added to the model. One that answers nothing any more stays,
 * with a warning. Where nothing was changed it stays as it is. False: no room. */
MUST_CHECK bool links_settle(struct links *links);

#endif
