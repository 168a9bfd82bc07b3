/* Reading a release of the Common Weakness Enumeration: https://cwe.mitre.org/data/downloads.html, the XML files since
 * release 3.0.
 *
 * The file is read twice: first for which entry stands in which category of the views that make up the hierarchy, then
 * for the entries, each of which is handed on and forgotten. */
#ifndef CATALOG_CONVERT_CWE_CWE_H
#define CATALOG_CONVERT_CWE_CWE_H

#include "convert/release.h"
#include "convert/xml.h"

#define CWE_LOSSES_MAX 32

/* Bounds on one entry: ids or mitigations in a list, what its consequences are about and what they are. */
#define CWE_LIST_MAX   1000
#define CWE_SCOPES_MAX 100

struct cwe {
    struct import *import;
    const char *file;
    struct arena scratch;          /* of the entry at hand */
    struct arena kept;             /* of the hierarchy */
    struct string_map parents;     /* by id: struct cwe_parents */
    size_t losses[CWE_LOSSES_MAX]; /* how many entries lose each kind of part; private to cwe_loss.c */
    size_t relations_lost;         /* between weaknesses, that are none of the hierarchy */
    size_t mappings_lost;          /* to schemes that are not known */
    size_t notes_lost;             /* on consequences */
    size_t cut;                    /* past CWE_LIST_MAX or CWE_SCOPES_MAX */
};

/* Ids or other short texts, in the scratch arena. */
typedef VECTOR(char *) cwe_ids;

/* A message in the scratch arena: CWE_NEW(cwe, Catalog__V1__Reference, catalog__v1__reference). NULL: no room. */
#define CWE_NEW(cwe, Type, type) ((Type *)cwe_message((cwe), sizeof(Type), (ProtobufCMessageInit)type##__init))
void *cwe_message(struct cwe *cwe, size_t size, ProtobufCMessageInit init);

/* "CWE-79" for "79", "" for "", in ARENA. NULL: no room. */
char *cwe_id(const char *number, struct arena *arena);

/* Whether the view with NUMBER makes up the hierarchy: Research Concepts and Software Development. */
bool cwe_is_hierarchy(const char *number);

/* Takers of the first pass: which entries CATEGORY or VIEW holds. */
MUST_CHECK status_code cwe_take_members(void *context, const struct xml_node *category);

/* Adds to IDS the ids of what holds the entry ID by the first pass. False: no room. */
MUST_CHECK bool cwe_add_parents(struct cwe *cwe, const char *id, cwe_ids *ids);

/* Adds ID to IDS unless it is "" or there. False: no room. */
MUST_CHECK bool cwe_add_id(struct cwe *cwe, cwe_ids *ids, char *id);

/* IDS with GAP between; "" for none. NULL: no room. */
char *cwe_joined(struct cwe *cwe, const cwe_ids *ids, const char *gap);

/* Takers of the second pass. */
MUST_CHECK status_code cwe_take_weakness(void *context, const struct xml_node *weakness);
MUST_CHECK status_code cwe_take_category(void *context, const struct xml_node *category);
MUST_CHECK status_code cwe_take_view(void *context, const struct xml_node *view);

/* Counts what ENTRY has and a taxonomy has no place for. */
void cwe_count_losses(struct cwe *cwe, const struct xml_node *entry);

/* Tells what was counted. */
void cwe_report_losses(const struct cwe *cwe);

/* Sets the mitigations of ENTRY from those of WEAKNESS. False: no room. */
MUST_CHECK bool cwe_add_mitigations(struct cwe *cwe, const struct xml_node *weakness,
                                    Catalog__V1__TaxonomyEntry *entry);

/* Sets what suffers and how likely it is, of ENTRY from WEAKNESS. False: no room. */
MUST_CHECK bool cwe_add_consequences(struct cwe *cwe, const struct xml_node *weakness,
                                     Catalog__V1__TaxonomyEntry *entry);

#endif
