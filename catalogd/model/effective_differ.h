/* Private to effective_diff*.c: the walk over two sorted lists, and the comparison of rows and duties. */
#ifndef CATALOGD_MODEL_EFFECTIVE_DIFFER_H
#define CATALOGD_MODEL_EFFECTIVE_DIFFER_H

#include "base/arena.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/effective_diff.pb-c.h"

#include <stdbool.h>

struct differ {
    const Catalog__V1__EffectiveModel *before;
    const Catalog__V1__EffectiveModel *after;
    struct arena *arena;
    Catalog__V1__EffectiveDiff *diff;
};

/* A list of pointers to one type, in the order of some comparison. */
struct differ_list {
    const void *items;
    size_t count;
};

struct differ_walk {
    struct differ_list before;
    struct differ_list after;
    int (*compare)(const void *left, const void *right);

    /* Told of each pair that compares equal, and of what has no partner, the other side then NULL, never both. False:
     * no memory. */
    bool (*visit)(struct differ *differ, void *target, const void *before, const void *after);
    void *target;
};

/* Goes over both lists once, in order. Equal ones on one side are paired one by one. */
bool differ_walk(struct differ *differ, const struct differ_walk *walk);

/* Room for all items of both lists; NULL: no memory. */
void *differ_room(struct differ *differ, size_t before, size_t after);

/* rows, rows_lost, rows_won and highest_band_gained. */
bool differ_rows(struct differ *differ);

/* provisions, duties and entries. */
bool differ_duties(struct differ *differ);

#endif
