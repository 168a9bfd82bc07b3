/* Writing a Gemara catalog: threats, controls, and the capabilities of one component. */
#ifndef CATALOG_CONVERT_GEMARA_GEMARA_EXPORT_H
#define CATALOG_CONVERT_GEMARA_GEMARA_EXPORT_H

#include "convert/export.h"
#include "convert/gemara/gemara_said.h"

/* A group has to be named: that of entries that say nothing of theirs. */
#define GEMARA_GROUP_ANY "general"

/* An entry and its id in the catalog. */
struct gemara_threat_entry {
    const char *id;
    const Catalog__V1__Threat *threat;
};
struct gemara_control_entry {
    const char *id;
    const Catalog__V1__Control *control;
};

struct gemara_export {
    struct export *export;
    struct tree_maker maker;
    const char *id;                               /* of the catalog */
    const Catalog__V1__Model *component;          /* NULL: none */
    VECTOR(struct gemara_threat_entry) threats;   /* asked for, or the component's; by id */
    VECTOR(struct gemara_control_entry) controls; /* likewise */
    struct string_map ids;                        /* name of an object to its id in the catalog */
    struct string_map taken;                      /* these ids */
    struct string_map groups;                     /* id to title, in order of use */
    struct string_map named;                      /* catalogs and schemes that entries refer to, in order of use */
};

/* Fills in what the catalog is made of. Errors: STATUS_INVALID_ARGUMENT (TOO_MANY_OBJECTS: two components). */
MUST_CHECK status_code gemara_gather(struct gemara_export *gemara);

/* The lists of the catalog. */
struct tree_node *gemara_capabilities(struct gemara_export *gemara);
struct tree_node *gemara_threats(struct gemara_export *gemara);
struct tree_node *gemara_controls(struct gemara_export *gemara);

/* TEXT as prose that a catalog takes and gives back: without white space at the end, lone line ends as blanks. "": no
 * room, which the maker remembers. */
const char *gemara_export_prose(struct gemara_export *gemara, const char *text);

/* A new entry with ID and TITLE, one line; of the id where it is empty. */
struct tree_node *gemara_export_entry(struct gemara_export *gemara, const char *id, const char *title);

/* Puts the group ID, called TITLE, into NODE. */
void gemara_put_group(struct gemara_export *gemara, struct tree_node *node, const char *id, const char *title);

/* The references of the object called NAME, as a catalog names them by KEY. */
struct gemara_references {
    const char *name;
    const char *key;
    Catalog__V1__Reference *const *items;
    size_t count;
};

/* Puts REFERENCES into NODE, by scheme. */
void gemara_put_references(struct gemara_export *gemara, struct tree_node *node,
                           const struct gemara_references *references);

/* The entries of what CATALOG names in LISTS, a list of `reference-id` and `entries` under way; a new one for one that
 * was not named before. */
struct tree_node *gemara_entries_of(struct gemara_export *gemara, struct tree_node *lists, const char *catalog);

#endif
