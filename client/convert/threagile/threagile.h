/* Reading Threagile models and scripts of risk rules: https://github.com/Threagile/threagile
 *
 * Things are keyed by their title and referred to by `id`. A model may be spread over files that it includes. */
#ifndef CATALOG_CONVERT_THREAGILE_THREAGILE_H
#define CATALOG_CONVERT_THREAGILE_THREAGILE_H

#include "convert/passage.h"
#include "convert/tool_parts.h"

/* The file that was asked for, or one that it includes. */
struct threagile_document {
    const char *file;
    const struct tree_node *root;
};

/* A technical asset. */
struct threagile_asset {
    const char *source_id;
    Catalog__V1__Element *element;
    const struct threagile_document *document;
    const struct tree_node *node;
    bool is_in_scope;
};

/* A communication link that became a flow. */
struct threagile_link {
    const char *source_id; /* as risks call it: "asset>title" */
    const struct threagile_asset *from, *to;
    Catalog__V1__DataFlow *flow;
};

/* What stands in a trust boundary or runs in a shared runtime. */
struct threagile_group {
    Catalog__V1__TrustZone *zone;
    VECTOR(const struct threagile_asset *) assets;
};

/* A risk category of the model. */
struct threagile_category {
    const char *source_id;
    const Catalog__V1__Threat *threat;
    const Catalog__V1__Control *control; /* NULL: nothing is said against it */
};

/* A threat at a place, as long as nobody says what is done about it. */
struct threagile_risk {
    const struct threagile_category *category;
    Catalog__V1__ThreatUse *use;
    bool is_treated;
};

struct threagile {
    struct import *import;
    VECTOR(struct threagile_document) documents;
    const struct threagile_document *document; /* the one that is read */
    Catalog__V1__Model *feature;
    const char *slug; /* of the feature */
    struct draft_ids ids;
    struct string_map assets_by_id; /* id in the source to the struct threagile_asset */
    VECTOR(struct threagile_asset *) assets;
    VECTOR(struct threagile_link) links;
    struct string_map data;   /* id in the source to the Catalog__V1__Asset */
    struct string_map groups; /* id of a boundary or runtime to the struct threagile_group */
    struct string_map categories;
    VECTOR(struct threagile_category *) category_list;
    VECTOR(struct threagile_risk) risks;
    struct string_map rules;  /* id of a built-in rule to the name of its threat */
    struct string_map placed; /* "rule place" of built-in rules: a place has each once */
    struct passage prose;     /* the description of the feature */
    const char *whole;        /* id of the element that stands for everything; NULL: none yet */
};

/* Calls READ with each mapping under KEY of every document: ITS TITLE is the key, or in a list `title`. What is no
 * mapping is refused. */
typedef status_code threagile_read(struct threagile *threagile, const char *title, const struct tree_node *node);
MUST_CHECK status_code threagile_each(struct threagile *threagile, const char *key, threagile_read *read);

/* The same with the texts under KEY. */
MUST_CHECK status_code threagile_each_text(struct threagile *threagile, const char *key, threagile_read *read);

struct tool_place threagile_place(const struct threagile *threagile, const struct tree_node *node);
void threagile_note(const struct threagile *threagile, enum note_kind kind, const struct tree_node *node,
                    const char *format, ...) PRINTF_LIKE(4, 5);
/* The id of an element that stands for the whole, made when it is first asked for. NULL: no room. */
const char *threagile_whole(struct threagile *threagile);

/* ---- threagile_include.c ---- */

/* Reads FILE, whose root is ROOT, and what it includes: files below its directory, which may include more below
 * theirs. None is read twice. */
MUST_CHECK status_code threagile_open(struct threagile *threagile, const char *file, const struct tree_node *root);

/* ---- threagile_parts.c, threagile_links.c ---- */

/* Adds data and technical assets, boundaries and runtimes; then flows and entry points. */
MUST_CHECK status_code threagile_read_parts(struct threagile *threagile);
MUST_CHECK status_code threagile_read_links(struct threagile *threagile);

/* ---- threagile_category.c, threagile_risk.c ---- */

/* Makes a threat of the category at PLACE, called SLUG, and a control of what it says against it. NULL: no room. */
struct threagile_category *threagile_category(const struct tool_place *place, const char *title, const char *slug);

/* Adds the categories of the model and the risks that it identified by hand. */
MUST_CHECK status_code threagile_read_categories(struct threagile *threagile);

/* Adds the risk of CATEGORY in ENTRY, at each place that it is most about. */
MUST_CHECK status_code threagile_read_risk(struct threagile *threagile, const struct threagile_category *category,
                                           const struct tree_entry *entry);

/* ---- threagile_tracking.c ---- */

/* Adds what is done about risks, and the threats of built-in rules that are spoken of. */
MUST_CHECK status_code threagile_read_tracking(struct threagile *threagile);

/* ---- threagile_prose.c ---- */

/* Adds abuse cases as threats, security requirements as mitigations, questions as prose. */
MUST_CHECK status_code threagile_read_prose(struct threagile *threagile);

#endif
