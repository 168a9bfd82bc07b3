/* Writing a Threat Model Library file, schema 1.0.2. */
#ifndef CATALOG_CONVERT_TML_TML_EXPORT_H
#define CATALOG_CONVERT_TML_TML_EXPORT_H

#include "convert/carry.h"
#include "convert/export.h"
#include "convert/tml/tml.h"
#include "convert/tml/tml_said.h"

/* What references name. */
enum tml_kind { TML_ACTOR, TML_COMPONENT, TML_STORE, TML_KINDS };

/* Something that a flow can end at, and a threat stand on. */
struct tml_end {
    enum tml_kind kind;
    const char *name; /* symbolic */
};

struct tml_export {
    struct export *export;
    struct tree_maker maker;
    const Catalog__V1__Model *model;
    struct string_map taken;    /* symbolic names */
    struct string_map names;    /* id to symbolic name */
    struct string_map ends;     /* id of an element, dependency or entry point to the struct tml_end */
    struct string_map flows;    /* id to the Catalog__V1__DataFlow */
    struct string_map zones;    /* id to the zone */
    struct string_map elements; /* id to the Catalog__V1__Element */
    struct string_map assets;   /* id to the Catalog__V1__Asset */
    struct string_map entries;  /* "LIST NAME" to what is carried of it */
    struct string_map personas; /* who to symbolic name */
    struct tree_node *carried;  /* of the whole */
    struct tree_node *persona_list;
    struct tree_node *risks;
    const char *no_zone; /* symbolic name; NULL: everything stands in a zone */
};

/* A symbolic name made of TEXT that nothing has yet: letters, digits and '-'. */
const char *tml_export_new_name(struct tml_export *tml, const char *text);

/* The symbolic name of ID, which is made when it is first asked for. */
const char *tml_export_name(struct tml_export *tml, const char *id);

/* A new entry called NAME with TITLE (NAME where it is "") and DESCRIPTION. */
struct tree_node *tml_export_entry(struct tml_export *tml, const char *name, const char *title,
                                   const char *description);

/* Where ADDRESS is: *RET_IS_EXACT is false where it is a place in or on what is returned. NULL: nowhere. */
const struct tml_end *tml_export_end(const struct tml_export *tml, const char *address, bool *ret_is_exact);

/* Carries PART of the entry NAME of LIST, unless it is empty, with a loss that lists what stands nowhere else. */
void tml_export_carry(struct tml_export *tml, const char *list, const char *name, const char *key,
                      const struct tree_node *part);

/* Carries the mark of KEY of NODE, the entry NAME of LIST: it says in other words what is carried. */
void tml_export_mark(struct tml_export *tml, const char *list, const char *name, const struct tree_node *node,
                     const char *key);

/* The scope: of what it asks for, the model has a title and a description, and what tags and facts say. */
struct tree_node *tml_export_scope(struct tml_export *tml);

/* Puts zones, elements, assets and flows into ROOT. */
void tml_export_parts(struct tml_export *tml, struct tree_node *root);

/* The control of MITIGATION; NAMES are those of the threats of the model, in their order. */
struct tree_node *tml_export_control(struct tml_export *tml, const Catalog__V1__Mitigation *mitigation,
                                     const char *const *names);

/* Puts threats with their personas and risks, and controls, into ROOT. */
void tml_export_threats(struct tml_export *tml, struct tree_node *root);

#endif
