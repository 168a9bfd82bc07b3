/* Reading Threat Composer: workspaces, packs and bare lists of threat statements, schema 1.
 * https://github.com/awslabs/threat-composer */
#ifndef CATALOG_CONVERT_THREAT_COMPOSER_H
#define CATALOG_CONVERT_THREAT_COMPOSER_H

#include "convert/tool.h"

struct composer {
    struct import *import;
    const char *file;
    const struct tree_node *root;
};

/* Calls READ with each mapping of LIST; what is none is refused as an entry of KEY. */
typedef status_code composer_read(void *context, const struct tree_node *node);
MUST_CHECK status_code composer_each(const struct composer *composer, const char *key, const struct tree_node *list,
                                     composer_read *read, void *context);

/* The text of KEY in the `metadata` of NODE; "" where it is missing or a list. */
const char *composer_metadata(const struct tree_node *node, const char *key);

/* Fills THREAT, new, from the statement NODE. False: no room. */
bool composer_fill_threat(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat);

/* Fills CONTROL, new, from the mitigation NODE. False: no room. */
bool composer_fill_control(const struct composer *composer, const struct tree_node *node,
                           Catalog__V1__Control *control);

/* Adds the one feature of a workspace. */
MUST_CHECK status_code composer_read_workspace(const struct composer *composer);

/* Adds the threats and controls of a pack. */
MUST_CHECK status_code composer_read_pack(const struct composer *composer);

/* Adds the threats of a bare list. */
MUST_CHECK status_code composer_read_statements(const struct composer *composer);

#endif
