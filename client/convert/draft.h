/* Building objects from what a source says: names, ids, and the parts of a model. What is made lives in the import's
 * arena. NULL everywhere: there is no room, and the import's problem says so. */
#ifndef CATALOG_CONVERT_DRAFT_H
#define CATALOG_CONVERT_DRAFT_H

#include "convert/import.h"

#define DRAFT_TITLE_BYTES 200

/* Whether TEXT is a name already: [a-z][a-z0-9 and OTHERS]{0,62}. */
bool draft_is_name(const char *text, const char *others);

/* TEXT as a slug: letters and digits in lower case, everything else a '-', at most 63 bytes; FALLBACK where nothing is
 * left. A name stays as it is (borrowed). The same text always gives the same slug; one that had to be cut ends in
 * eight digits of its digest. */
const char *draft_slug(struct import *import, const char *text, const char *fallback);

/* TEXT in one line of at most DRAFT_TITLE_BYTES, cut at a character. */
const char *draft_title(struct import *import, const char *text);

/* Texts of a tree: the value of KEY in MAP as text, "" where it is missing, null, a list or a map. */
const char *draft_text(const struct tree_node *map, const char *key);
/* The list of KEY in MAP; an empty one where it is missing, null or no list. */
const struct tree_node *draft_list(const struct tree_node *map, const char *key);

/* A new object of its kind named SLUG in the import's namespace. A name that is taken gets "-2" and so on, and a
 * warning at NODE. */
Catalog__V1__Threat *draft_threat(struct import *import, const char *file, const struct tree_node *node,
                                  const char *slug);
Catalog__V1__Control *draft_control(struct import *import, const char *file, const struct tree_node *node,
                                    const char *slug);
Catalog__V1__Baseline *draft_baseline(struct import *import, const char *file, const struct tree_node *node,
                                      const char *slug);
Catalog__V1__Model *draft_feature(struct import *import, const char *file, const struct tree_node *node,
                                  const char *slug);
Catalog__V1__Model *draft_component(struct import *import, const char *file, const struct tree_node *node,
                                    const char *slug);

/* The ids of one model: what the source calls things, and what they are called here. Sources repeat ids across kinds,
 * so that a key is a kind and the source's id. */
struct draft_ids {
    struct import *import;
    struct string_map taken;     /* ids of the model */
    struct string_map numbers;   /* by beginning of an id that was taken: the number to try next */
    struct string_map by_source; /* "kind:source id" to the id */
};

void draft_ids_init(struct draft_ids *ids, struct import *import);

/* A new id in the model for SOURCE_ID of KIND, made from SOURCE_ID or, where that is empty, from TITLE. What is an id
 * already stays one. */
const char *draft_id(struct draft_ids *ids, const char *kind, const char *source_id, const char *title);

/* Makes SOURCE_ID of KIND stand for itself: the address of something outside of the model. False: no room. */
bool draft_id_as_it_is(struct draft_ids *ids, const char *kind, const char *source_id);

/* The id that SOURCE_ID of KIND got; NULL: none, which is no error. */
const char *draft_id_of(const struct draft_ids *ids, const char *kind, const char *source_id);

/* Appends ITEM to a repeated field: draft_add(import, &model->n_elements, &model->elements, element). False: no room.
 */
#define draft_add(import, count, items, item)                                                                          \
    (draft_reserve((import), *(count), (void **)(void *)(items), sizeof **(items)) &&                                  \
     ((*(items))[(*(count))++] = (item), true))
bool draft_reserve(struct import *import, size_t count, void **items, size_t item_bytes);

/* A message of TYPE (catalog__v1__element), initialised. */
#define DRAFT_NEW(import, Type, type) draft_message((import), sizeof(Type), (ProtobufCMessageInit)type##__init)
void *draft_message(struct import *import, size_t size, ProtobufCMessageInit init);

#endif
