/* Parts of one entry of a bundle. Only stix*.c need it. */
#ifndef CATALOG_CONVERT_STIX_STIX_ENTRY_H
#define CATALOG_CONVERT_STIX_STIX_ENTRY_H

#include "convert/stix/stix.h"

/* An entry on its way out. */
struct stix_entry {
    const struct stix_object *object;
    const struct tree_node *node;
    Catalog__V1__TaxonomyEntry *message; /* in the scratch arena, with all it holds */
};

/* TEXT for a field of a message, which is never written through. */
char *stix_own(const char *text);

/* Each sets one part of the message. False: no room. */
MUST_CHECK bool stix_add_parents(struct stix *stix, struct stix_entry *entry);
MUST_CHECK bool stix_add_references(struct stix *stix, struct stix_entry *entry);
MUST_CHECK bool stix_add_mitigations(struct stix *stix, struct stix_entry *entry);
MUST_CHECK bool stix_add_circumstances(struct stix *stix, struct stix_entry *entry); /* prerequisites, consequences */

#endif
