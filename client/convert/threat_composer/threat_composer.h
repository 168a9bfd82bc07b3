/* Reading Threat Composer: workspaces, packs and bare lists of threat statements, schema 1.
 * https://github.com/awslabs/threat-composer */
#ifndef CATALOG_CONVERT_THREAT_COMPOSER_THREAT_COMPOSER_H
#define CATALOG_CONVERT_THREAT_COMPOSER_THREAT_COMPOSER_H

#include "convert/carry.h"
#include "convert/threat_composer/composer_said.h"
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

/* The sentence that the tool makes from PARTS; the indefinite article is the reader's. NULL: no room. */
const char *composer_sentence(struct arena *arena, const Catalog__V1__ThreatStatement *parts);

/* Fills THREAT, new, from the statement NODE. False: no room. */
bool composer_fill_threat(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat);

/* Fills CONTROL, new, from the mitigation NODE. False: no room. */
bool composer_fill_control(const struct composer *composer, const struct tree_node *node,
                           Catalog__V1__Control *control);

/* Fills the parts of THREAT's statement. False: no room. */
bool composer_fill_statement(struct import *import, const struct tree_node *node, Catalog__V1__Threat *threat);

/* Adds the classes in VALUE, a text or a list of them. False: no room. */
bool composer_classify(const struct composer *composer, const struct tree_node *value, Catalog__V1__Threat *threat);

/* Keeps what the status of a threat says beyond its mitigations as a tag. False: no room. */
bool composer_keep_status(const struct composer *composer, const struct tree_node *node, Catalog__V1__Threat *threat);

/* "High", "Medium" or "Low" for ratings of 1 to 5; "" where one is not rated. */
const char *composer_priority(uint32_t likelihood, uint32_t impact);

/* The status of a mitigation in the words of the format. */
const char *composer_status_word(Catalog__V1__MitigationStatus status);

/* The value of KEY in the `metadata` of NODE; NULL: there is none. */
const struct tree_node *composer_metadata_node(const struct tree_node *node, const char *key);

/* Whether NODE carries an object of the catalog or a part of one, or says in words what another one carries. */
bool composer_is_carried(const struct tree_node *node);

/* Makes the object of a workspace that is described at NODE and called TITLE, with what the workspace carries of it.
 * NULL: no room. */
Catalog__V1__Model *composer_model(const struct composer *composer, const struct tree_node *node, const char *title);

/* The threat at a place and the mitigation that NODE carries, but for their ids; NULL: none. False: no room. */
MUST_CHECK bool composer_carried_use(const struct composer *composer, const struct tree_node *node,
                                     Catalog__V1__ThreatUse **ret_use);
MUST_CHECK bool composer_carried_mitigation(const struct composer *composer, const struct tree_node *node,
                                            Catalog__V1__Mitigation **ret_mitigation);

/* Adds the one feature of a workspace. */
MUST_CHECK status_code composer_read_workspace(const struct composer *composer);

/* Adds the threats and controls of a pack. */
MUST_CHECK status_code composer_read_pack(const struct composer *composer);

/* Adds the threats of a bare list. */
MUST_CHECK status_code composer_read_statements(const struct composer *composer);

#endif
