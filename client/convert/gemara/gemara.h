/* Reading catalogs of the Gemara model, in which FINOS Common Cloud Controls are written: https://gemara.openssf.org.
 * The
 * files of a directory (capabilities, threats, controls) make one catalog; where two of them list the same kind, each
 * that has `metadata` of its own is one. Entries refer to each other by id, across catalogs. */
#ifndef CATALOG_CONVERT_GEMARA_GEMARA_H
#define CATALOG_CONVERT_GEMARA_GEMARA_H

#include "convert/draft.h"
#include "convert/gemara/gemara_said.h"

/* Threats have no ratings there, and none is published without: they get the middle of the scale, with a warning. */
#define GEMARA_RATING 3

enum gemara_kind { GEMARA_CAPABILITY, GEMARA_THREAT, GEMARA_CONTROL };

struct gemara_catalog;

/* A capability, threat or control. */
struct gemara_entry {
    enum gemara_kind kind;
    const char *id;
    const char *group; /* id of what it belongs to, else its title; "": none */
    const char *file;
    const struct tree_node *node;
    struct gemara_catalog *catalog;
    Catalog__V1__Threat *threat;   /* what a threat became */
    Catalog__V1__Control *control; /* what a control became */
};

/* One of the entries that a list of `reference-id` and `entries` names; earlier releases have `identifiers` there. */
struct gemara_link {
    const char *catalog; /* what the list calls the catalog that has it */
    const char *id;
    const char *file;
    const struct tree_node *node;
};
typedef VECTOR(struct gemara_link) gemara_links;

struct gemara_catalog {
    const char *id;
    const char *source;           /* the id that the source gives it; "": none */
    const char *file;             /* that holds the metadata, else the first */
    const struct tree_node *root; /* of that file */
    VECTOR(struct gemara_entry *) entries;
    gemara_links imports; /* each id once */
    struct string_map imported;
    bool is_imported; /* another catalog of the source imports from it */
};

struct gemara_document {
    const char *file;
    const struct tree_node *root;
};

struct gemara {
    struct import *import;
    VECTOR(struct gemara_catalog *) catalogs;
    struct string_map by_place; /* directory or file to its catalog */
    struct string_map crowded;  /* directories with two lists of a kind */
    VECTOR(struct gemara_document) mappings;
    struct string_map entries; /* id to the first entry that has it */
    struct string_map groups;  /* id to title */
};

/* A list of entries. The first three are in the order of their kinds; releases before 1.0 list families of controls. */
struct gemara_list {
    const char *key;
    enum gemara_kind kind;
    bool has_families;
};
#define GEMARA_LISTS 5
extern const struct gemara_list gemara_lists[GEMARA_LISTS];

/* The value of KEY in MAP; NULL where MAP is none or has no KEY. */
const struct tree_node *gemara_get(const struct tree_node *map, const char *key);

/* TEXT in one short line, for a note. */
const char *gemara_word(const struct gemara *gemara, const char *text);

/* The text of KEY as a title: one line. Empty: of the id. NULL: no room. */
char *gemara_title(const struct gemara *gemara, const struct tree_node *map, const char *id);

/* TEXT without white space at its end, its lone line ends turned to spaces, paragraphs kept. Doing it twice changes
 * nothing. NULL: no room. */
char *gemara_flow(struct arena *arena, const char *text);

/* The text of KEY as that. NULL: no room. */
char *gemara_prose(const struct gemara *gemara, const struct tree_node *map, const char *key);

/* The texts of LIST, or, where KEY is not NULL, of KEY in each of its maps, with commas between them. NULL: no room. */
char *gemara_commas(const struct gemara *gemara, const struct tree_node *list, const char *key);

/* Appends what the lists of links of MAP name to LINKS: the one at KEY and those at what earlier releases of the model
 * call it. False: no room. */
MUST_CHECK bool gemara_add_links(const struct gemara *gemara, const char *file, const struct tree_node *map,
                                 const char *key, gemara_links *links);

/* Whether MAP has links to what it imports. */
bool gemara_has_imports(const struct tree_node *map);

/* Add to CATALOG the entries of FILE and what it imports, and to GEMARA the groups of FILE. */
MUST_CHECK status_code gemara_add_entries(struct gemara *gemara, struct gemara_catalog *catalog,
                                          const struct source_file *file);
MUST_CHECK status_code gemara_add_groups(struct gemara *gemara, const struct source_file *file);

/* The entry of KIND that LINK names; NULL with a warning: there is none among the sources. */
const struct gemara_entry *gemara_find(const struct gemara *gemara, const struct gemara_link *link,
                                       enum gemara_kind kind);

/* Reports each key of MAP that is not among the COUNT in KNOWN as a loss. */
void gemara_note_losses(const struct gemara *gemara, const char *file, const struct tree_node *map,
                        const char *const *known, size_t count);

/* The reference scheme that a catalog is, by the slug of its name. NULL: none that is known. */
const char *gemara_scheme(const char *slug);

/* A reference to entry ID of what the source calls CATALOG. NULL: no room. */
Catalog__V1__Reference *gemara_reference(const struct gemara *gemara, const char *catalog, const char *id);

/* Add the objects for one threat or control. Entries that they name are known; a control's threats are made. A control
 * has a strength of 1 to 10 against a threat: from 9 on it is full, else, also where none is given (0), partial. Its
 * type is guessed from its title. */
MUST_CHECK status_code gemara_read_threat(const struct gemara *gemara, struct gemara_entry *entry);
MUST_CHECK status_code gemara_read_control(const struct gemara *gemara, struct gemara_entry *entry);

/* Passes on that the source no longer wants the control of ENTRY used, and what it puts in its place. All controls are
 * made; entries of other kinds have no state. */
MUST_CHECK status_code gemara_read_state(const struct gemara *gemara, const struct gemara_entry *entry);

/* Adds the references of a mapping document to the threats and controls that it maps. */
MUST_CHECK status_code gemara_read_mappings(const struct gemara *gemara, const struct gemara_document *document);

/* Adds the component that CATALOG describes, if it describes a service: one with capabilities that is not merely what
 * others import from. Threats and controls are made. */
MUST_CHECK status_code gemara_read_service(const struct gemara *gemara, const struct gemara_catalog *catalog);

#endif
