/* Reading a bill of materials of CycloneDX in JSON, versions 1.2 to 1.7: the services of a system, the standards that
 * it declares, and threat models that tools write as components. https://cyclonedx.org/docs/1.6/json/ */
#ifndef CATALOG_CONVERT_CYCLONEDX_CYCLONEDX_H
#define CATALOG_CONVERT_CYCLONEDX_CYCLONEDX_H

#include "convert/tool_parts.h"

struct bom {
    struct import *import;
    const char *file;
    const struct tree_node *root;
};

/* Where NODE stands, for notes. */
struct tool_place bom_place(const struct bom *bom, const struct tree_node *node);

/* The map at KEY of MAP; NULL where there is none. */
const struct tree_node *bom_map(const struct tree_node *map, const char *key);

/* What NODE is referred to by: its bom-ref, else its name. */
const char *bom_key(const struct tree_node *node);

/* Calls READ with each mapping of the list KEY in MAP; what is none is refused. */
typedef status_code bom_read(void *context, const struct tree_node *node);
MUST_CHECK status_code bom_each(const struct bom *bom, const struct tree_node *map, const char *key, bom_read *read,
                                void *context);

/* Adds the feature that the services of BOM are: an element each, entry points for their endpoints, assets for their
 * data, flows for what depends on what. */
MUST_CHECK status_code bom_read_services(const struct bom *bom);

/* Adds a feature for the component NODE of the type threat-model: zones, elements, assets and flows. CONTEXT is the
 * bom. */
bom_read bom_read_model;

/* Hands on the standard NODE as a release of a scheme. CONTEXT is the bom. */
bom_read bom_read_standard;

#endif
