/* Writing a Threat Composer workspace, schema 1. */
#ifndef CATALOG_CONVERT_THREAT_COMPOSER_COMPOSER_EXPORT_H
#define CATALOG_CONVERT_THREAT_COMPOSER_COMPOSER_EXPORT_H

#include "convert/carry.h"
#include "convert/export.h"
#include "convert/threat_composer/composer_said.h"
#include "convert/uuid.h"

/* The lengths that the schema allows, in characters. */
#define COMPOSER_NAME_MAX      200
#define COMPOSER_TEXT_MAX      100000
#define COMPOSER_PART_MAX      200
#define COMPOSER_STATEMENT_MAX 1400
#define COMPOSER_CONTENT_MAX   1000
#define COMPOSER_TAG_MAX       30

struct composer_export {
    struct export *export;
    struct tree_maker maker;
    const Catalog__V1__Model *model;
    struct string_map uuids; /* that are given out */
    const char **threats;    /* the id of each threat of the model */
    const char **mitigations;
};

/* TEXT, at most MAX characters of it; a loss says that WHAT was cut. "": no room, which the maker remembers. */
const char *composer_clip(struct composer_export *composer, const char *text, size_t max, const char *what);

/* The UUID of ID of KIND in the model: ID itself where it was made from one, else version 5. Each is given out once. */
const char *composer_uuid(struct composer_export *composer, const char *kind, const char *id);

/* A new entry of a list with the UUID; NUMBER counts from 1. */
struct tree_node *composer_entry(struct composer_export *composer, const char *uuid, size_t number);

/* Adds KEY with TEXT, unless it is empty, or with VALUE to METADATA. */
void composer_say(struct composer_export *composer, struct tree_node *metadata, const char *key, const char *text);
void composer_put(struct composer_export *composer, struct tree_node *metadata, const char *key,
                  const struct tree_node *value);

/* Adds the mark of TEXT, which stands for something of the catalog, to METADATA. */
void composer_mark(struct composer_export *composer, struct tree_node *metadata, const char *text);

/* Puts TEXTS into MAP, each cut, none empty or twice. */
void composer_put_texts(struct composer_export *composer, struct tree_node *map, const char *key, char *const *texts,
                        size_t count, size_t max);

/* The lists of a workspace. */
struct tree_node *composer_threats(struct composer_export *composer);
struct tree_node *composer_mitigations(struct composer_export *composer);
struct tree_node *composer_links(struct composer_export *composer);
struct tree_node *composer_assumptions(struct composer_export *composer);

#endif
