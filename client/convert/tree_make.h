/* Making the trees of codec/tree.h: what an exporter says, before any syntax. A maker remembers its first failure, so
 * that calls can be chained and checked once at the end. Texts and keys are borrowed and must outlive the tree. */
#ifndef CATALOG_CONVERT_TREE_MAKE_H
#define CATALOG_CONVERT_TREE_MAKE_H

#include "codec/tree.h"

/* Initialise with tree_maker_init. One thread. */
struct tree_maker {
    struct arena *arena;
    struct tree_node nothing; /* what is returned where there was no room */
    bool has_failed;
};

/* Ownership: ARENA is borrowed; all nodes live in it. */
void tree_maker_init(struct tree_maker *maker, struct arena *arena);

/* New nodes. TEXT may be NULL, which is "". Never NULL: after a failure all are one node that takes nothing. */
struct tree_node *make_map(struct tree_maker *maker);
struct tree_node *make_list(struct tree_maker *maker);
struct tree_node *make_text(struct tree_maker *maker, const char *text);
struct tree_node *make_number(struct tree_maker *maker, int64_t number);
struct tree_node *make_bool(struct tree_maker *maker, bool value);
struct tree_node *make_null(struct tree_maker *maker);

/* Appends NODE to LIST. */
void make_add(struct tree_maker *maker, struct tree_node *list, const struct tree_node *node);

/* Appends KEY, which MAP does not have yet, with NODE to MAP. */
void make_put(struct tree_maker *maker, struct tree_node *map, const char *key, const struct tree_node *node);

/* The same with a new node. What says nothing is left out: a TEXT that is NULL or "", an empty list or map. */
void make_put_text(struct tree_maker *maker, struct tree_node *map, const char *key, const char *text);
void make_put_texts(struct tree_maker *maker, struct tree_node *map, const char *key, char *const *texts, size_t count);
void make_put_filled(struct tree_maker *maker, struct tree_node *map, const char *key, const struct tree_node *node);

#endif
