/* Reading system security plans. Private to oscal*.c. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_PLAN_H
#define CATALOG_CONVERT_OSCAL_OSCAL_PLAN_H

#include "convert/oscal/oscal_component.h"

/* A system security plan. What it exports makes it a component that others depend on; one that exports nothing is a
 * feature. Either may lean on systems that are authorized already, and answers what these leave to it. */
struct oscal_plan {
    struct oscal_model making;
    struct oscal_document *document;
    bool is_component;
    bool is_own;                 /* exported by this catalog */
    struct string_map aliases;   /* UUID of a leveraged authorization to the alias */
    struct string_map leveraged; /* name of a leveraged component to the alias */
    struct string_map elements;  /* UUID of a component to the id of the element; "": the whole system */
};

/* One `by-components` entry, and what it is about. */
struct oscal_contribution {
    struct oscal_plan *plan;
    const struct tree_node *node;
    const struct tree_node *requirement; /* names the control */
    const char *scheme;                  /* of the control */
    const char *id;                      /* of control and statement: "AC-2 a" */
    const char *element;                 /* NULL: the whole system */
    struct oscal_prose prose;
};

/* Reads the `by-components` of OWNER, a requirement or a statement; what all of them are about is ABOVE. */
MUST_CHECK status_code oscal_read_contributions(struct oscal_plan *plan, const struct tree_node *owner,
                                                const struct oscal_contribution *above);

#endif
