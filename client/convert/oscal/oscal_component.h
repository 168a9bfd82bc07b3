/* Reading what components do about controls, in component definitions and in system security plans. Private to
 * oscal*.c. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_COMPONENT_H
#define CATALOG_CONVERT_OSCAL_OSCAL_COMPONENT_H

#include "base/limits.h"
#include "convert/oscal/oscal.h"
#include "convert/oscal/oscal_props.h"
#include "convert/plain.h"

/* A component or feature being made. */
struct oscal_model {
    struct oscal *oscal;
    const struct oscal_document *document;
    Catalog__V1__Model *model;
    struct draft_ids ids;
    struct passage how; /* what is said of controls in more than a line */
};

void oscal_note(const struct oscal_model *making, enum note_kind kind, const struct tree_node *node, const char *text);

/* Sets the service class from the type of the component NODE; a type that is none is a warning. */
void oscal_take_type(const struct oscal_model *making, const struct tree_node *node);

/* Puts what was told behind the description of the model. False: no room. */
bool oscal_end_description(struct oscal_model *making);

/* Reads the links of NODE that lead out of the file. */
MUST_CHECK status_code oscal_read_links(struct oscal_model *making, const struct tree_node *node);

/* Whether the roles or the origination of NODE leave it to whoever uses the component. */
bool oscal_is_consumers(const struct tree_node *node);

/* Reports what DOCUMENT, a component definition or a plan, says under keys that nothing reads: one loss a key. */
MUST_CHECK status_code oscal_note_rest(const struct oscal *oscal, const struct oscal_document *document);

/* New parts of the model, named after SOURCE_ID. A responsibility is discharged by CONTROL. NULL: no room. */
Catalog__V1__Provision *oscal_add_provision(struct oscal_model *making, const char *source_id,
                                            const Catalog__V1__Control *control);
Catalog__V1__Responsibility *oscal_add_duty(struct oscal_model *making, const char *source_id, const char *statement,
                                            const Catalog__V1__Control *control);

/* TEXT as the title of a part; one of more than a line goes to the model's description, too, under ID. False: no room.
 */
bool oscal_tell_how(struct oscal_model *making, const char *id, const char *text, char **ret_title);

/* Reads the `control-implementations` of the component or capability NODE. */
MUST_CHECK status_code oscal_read_implementations(struct oscal_model *making, const struct tree_node *node);

/* Reads NODE where it is a provision or responsibility that this catalog exported (oscal_own.c), which *RET_IS_OWN
 * says; else it is to be read like any other. */
MUST_CHECK status_code oscal_read_own(struct oscal_model *making, const struct tree_node *node, bool *ret_is_own);

/* Reads what this catalog exported of a component as a whole, its title under TITLE_KEY; the model has a name already.
 */
MUST_CHECK status_code oscal_read_own_model(struct oscal_model *making, const struct tree_node *node,
                                            const char *title_key);

/* Reads the controls that this catalog exported with DOCUMENT: those of the import's name space, since only these are
 * its own. */
MUST_CHECK status_code oscal_read_own_controls(struct oscal *oscal, const struct oscal_document *document);

/* The name of the object that this catalog exported as NODE; "": it did not. */
const char *oscal_own_name(const struct tree_node *node);

#endif
