/* References to entries of other people's schemes: one spelling for each entry, whatever spelling somebody wrote.
 *
 * "CWE-79", "79" and ".../definitions/79.html" are one entry, and so are "ac-2.3", "AC-2(3)" and "AC-02(03)". */
#ifndef CATALOGD_MODEL_REFERENCE_H
#define CATALOGD_MODEL_REFERENCE_H

#include "base/arena.h"

#include "catalog/v1/common.pb-c.h"

#include <stdbool.h>

/* Longest id of an entry, and longest release, in bytes: both stand in keys of the store. */
#define REFERENCE_ID_MAX      128
#define REFERENCE_RELEASE_MAX 63

/* The one spelling of ID in SCHEME, in ARENA. Blanks around it are dropped; of a URL the end is read. An id that no
 * known shape of the scheme fits is kept: in upper case where the scheme has no other, else as it is. A scheme that is
 * not known keeps all its ids. NULL: no room. */
const char *reference_id(const char *scheme, const char *id, struct arena *arena);

/* Whether A and B name the same entry, whatever the release. False too when ARENA, which is scratch, has no room. */
bool reference_is_same(const Catalog__V1__Reference *a, const Catalog__V1__Reference *b, struct arena *arena);

/* Orders releases: numbers in them as numbers, the rest by byte, so that "4.9" comes before "4.15". Negative, zero or
 * positive. Two that differ only in leading zeros are ordered by byte. */
int reference_compare_releases(const char *a, const char *b);

/* Releases of which only ids and titles are there: "0-ids-5.0.0" is a part of "5.0.0", and comes before any release. */
#define REFERENCE_PART_OF "0-ids-"

/* Whether RELEASE is such a part: what it does not have may be there all the same. */
bool reference_is_part(const char *release);

/* Whether an entry of ASKED can be looked up in RELEASE: it is that release or a part of it, or ASKED is "". */
bool reference_release_serves(const char *release, const char *asked);

/* "4.15", "rev5", "2024-04-25": 1 to REFERENCE_RELEASE_MAX of letters, digits, '.', '_', '+' and '-'. */
bool reference_is_release(const char *text);

#endif
