/* Releases of reference schemes (CWE, ATT&CK, SP 800-53 and the like), as importers read them: what stands in a release
 * is handed on at once and forgotten, so that memory does not grow with the file.
 *
 * NODE of FILE is where a thing stands in the source, for messages; NULL: the file as a whole. */
#ifndef CATALOG_CONVERT_RELEASE_H
#define CATALOG_CONVERT_RELEASE_H

#include "convert/import.h"

#include "catalog/v1/taxonomy.pb-c.h"

/* Where releases go. Each function gets what is borrowed until it returns; an error ends the import, and PROBLEM says
 * why. The last release is whole when the import is. One thread. */
struct import_release {
    void *context;
    /* A release begins, with scheme, release, title and source; the one before it is whole. */
    status_code (*begin)(void *context, const Catalog__V1__Taxonomy *taxonomy, struct problem *problem);
    /* The next entry or mapping of the release that began last. */
    status_code (*add)(void *context, const Catalog__V1__TaxonomyItem *item, struct problem *problem);
};

/* Begins RELEASE of SCHEME; once for each, before its entries. SCHEME is one word as references have it ("cwe",
 * "nist-800-53"), RELEASE what the source calls it in any spelling (release_word makes it one), "" where it does not
 * say. What the caller of the import wants to have it called goes before. TITLE is one line, SOURCE the address or file
 * it is from. All texts are copied. Errors: STATUS_INVALID_ARGUMENT (NO_RELEASE: neither source nor caller say which
 * one it is; TWO_RELEASES: the import has read the same already). */
MUST_CHECK status_code release_begin(struct import *import, const char *scheme, const char *release, const char *title,
                                     const char *source);

/* Hands on ENTRY, which may live in a scratch arena: its id in any spelling (it is put into the one that counts), kind
 * and title set, the ids it refers to as reference_id makes them. A title that is too long is cut, and more parents or
 * references than an entry can hold are left out, each with a loss. Refused (import_refuse) are an entry without id or
 * title, one whose id another has, and one that is larger than 1 MiB. Errors: STATUS_INVALID_ARGUMENT,
 * STATUS_RESOURCE_EXHAUSTED (more than LIMIT_TAXONOMY_ITEMS entries and mappings), and those of the receiver. */
MUST_CHECK status_code release_entry(struct import *import, const char *file, const struct tree_node *node,
                                     Catalog__V1__TaxonomyEntry *entry);

/* Hands on MAPPING, likewise. A note that is too long is cut with a loss; a mapping that lacks an end is refused. */
MUST_CHECK status_code release_mapping(struct import *import, const char *file, const struct tree_node *node,
                                       Catalog__V1__TaxonomyMapping *mapping);

/* TEXT as the name of a release: what may not stand in one as '-', at most 63 bytes. "" stays "". Ownership: lives in
 * the import's arena. NULL: no room, and the import's problem says so. */
const char *release_word(struct import *import, const char *text);

/* For files that do not say which release they hold: what the name of the one at PATH says, its first number with a
 * dot in it, "5.0.0" of "asvs-5.0.0-en.csv"; "" where the caller of the import says it. Ownership: *ret_release lives
 * in the import's arena. Errors: STATUS_INVALID_ARGUMENT (NO_RELEASE), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code release_in_name(struct import *import, const char *path, const char **ret_release);

/* Whether an entry with ID, in its one spelling, was handed on in the release that began last. */
bool release_has(const struct import *import, const char *id);

#endif
