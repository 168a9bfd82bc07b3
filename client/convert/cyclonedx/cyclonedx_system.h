/* A system on its way from a bill of materials to a feature. Only for cyclonedx_service.c and cyclonedx_flow.c. */
#ifndef CATALOG_CONVERT_CYCLONEDX_CYCLONEDX_SYSTEM_H
#define CATALOG_CONVERT_CYCLONEDX_CYCLONEDX_SYSTEM_H

#include "convert/cyclonedx/cyclonedx.h"

/* A service, or another part of the system, on its way to an element. */
struct part {
    Catalog__V1__Element *element;
    VECTOR(char *) assets; /* ids of what it handles */
    bool is_outside;       /* its use crosses a boundary of trust */
};

struct system {
    const struct bom *bom;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map parts;  /* bom-ref to the part */
    struct string_map known;  /* bom-refs of everything, to its node */
    struct string_map assets; /* name and classification of data to the Catalog__V1__Asset */
    struct string_map flows;  /* "from to" of those that are there */
    size_t carried;           /* assets that flows carry, each counted with each */
};

/* Adds the element for NODE, a service or component. NULL: no room. */
struct part *system_add_part(struct system *system, const struct tree_node *node);

/* Adds a flow for each dependency between parts. These are known. */
MUST_CHECK status_code system_read_flows(struct system *system);

#endif
