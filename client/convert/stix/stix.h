/* Reading a release of CAPEC, ATT&CK or ATLAS: bundles of STIX 2.0 and 2.1 (OASIS) as https://github.com/mitre/cti and
 * https://github.com/mitre-attack/attack-stix-data publish them.
 *
 * A bundle is read twice: first for ids, for what relationships say of them and for the texts of mitigations, then for
 * the entries, each of which is handed on and forgotten. The many objects of other types (groups, software, detections,
 * and how they are used) are only counted. */
#ifndef CATALOG_CONVERT_STIX_STIX_H
#define CATALOG_CONVERT_STIX_STIX_H

#include "convert/json_source.h"
#include "convert/release.h"

/* Whose bundle it is. */
enum stix_family { STIX_UNKNOWN, STIX_CAPEC, STIX_ATTACK, STIX_ATLAS };
#define STIX_FAMILIES 4

/* The parts of ATT&CK, each a scheme of its own: they are released together, and in files of their own. */
enum stix_domain { STIX_ENTERPRISE, STIX_MOBILE, STIX_ICS, STIX_PRE };
#define STIX_DOMAINS 4

enum stix_kind { STIX_PATTERN, STIX_COURSE, STIX_TACTIC };

enum stix_link_kind { STIX_MITIGATES, STIX_BELOW, STIX_REPLACED };
#define STIX_LINKS 3

struct stix_object;

struct stix_link {
    const struct stix_object *other;
    const char *text; /* of the relationship, not plain yet */
};

/* What is kept of an object from the first pass. */
struct stix_object {
    enum stix_kind kind;
    const char *id;       /* "attack-pattern--..." */
    const char *external; /* "CAPEC-66", "T1055.011"; "": it has none */
    const char *title;
    const char *text; /* of a course of action, not plain yet; else "" */
    const char *modified;
    size_t index;     /* of the element that counts: of several versions the newest */
    bool is_read;     /* else only relationships name it */
    bool is_left_out; /* it is no entry */
    bool is_retired;  /* deprecated or revoked */
    VECTOR(struct stix_link) links[STIX_LINKS];
};

/* How often something was met that has no place in a taxonomy. */
struct stix_loss {
    const char *what;
    size_t count;
};

struct stix {
    struct import *import;
    const struct source *source;
    const char *file;
    struct arena index;   /* of what lives as long as the reading */
    struct arena scratch; /* of the entry at hand */
    size_t element;       /* number of the object at hand */
    VECTOR(bool) wanted;  /* of each: it may be an entry */

    /* From the first pass. */
    struct string_map objects;  /* by id */
    struct string_map patterns; /* by external id */
    struct string_map tactics;  /* by the name that phases have */
    size_t families[STIX_FAMILIES];
    size_t domains[STIX_DOMAINS];
    const char *version;  /* that the bundle says; "" */
    const char *modified; /* of the newest object */

    struct string_map losses; /* struct stix_loss by `what` */
};

/* A message in the scratch arena: STIX_NEW(stix, Catalog__V1__Reference, catalog__v1__reference). NULL: no room. */
#define STIX_NEW(stix, Type, type) ((Type *)stix_message((stix), sizeof(Type), (ProtobufCMessageInit)type##__init))
void *stix_message(struct stix *stix, size_t size, ProtobufCMessageInit init);

/* The id that NODE has in its own scheme; *ret_family whose that is. NULL: it has none. */
const char *stix_external_id(const struct tree_node *node, enum stix_family *ret_family);

/* Whether the member KEY of NODE is true. */
bool stix_is_set(const struct tree_node *node, const char *key);

/* Counts what is lost; FORMAT as in printf, a text of its own for each kind of loss. False: no room. */
MUST_CHECK bool stix_lose(struct stix *stix, const char *format, ...) PRINTF_LIKE(2, 3);

/* The first pass: takes one object of the bundle. */
MUST_CHECK status_code stix_index(struct stix *stix, const struct tree_node *node);

/* After the first pass: puts what relationships name into one order, and finds out which courses of action are entries.
 */
void stix_link(struct stix *stix);

/* What a course of action is called as a mitigation: its id, or where it has none its name. Borrowed. */
const char *stix_course_id(const struct stix_object *course);

/* After the first pass: begins the release that it is. */
MUST_CHECK status_code stix_begin_release(struct stix *stix);

/* The second pass: hands on the entry that NODE is, if it is one. */
MUST_CHECK status_code stix_entry(struct stix *stix, const struct tree_node *node);

/* TEXT of a description as plain text: citations go, of links to other entries their ids stay. Ownership: lives in
 * ARENA. NULL: no room. */
char *stix_text(struct arena *arena, const char *text);

#endif
