/* Writing OSCAL 1.1.2: component definitions and system security plans. Private to oscal_export*.c.
 *
 * A provision becomes an implemented requirement, or in a plan a `provided`, of each SP 800-53 control that its control
 * refers to, else of the control itself; a responsibility likewise of the controls that discharge it. All else stands
 * in properties (convert/oscal/oscal_props.h). UUIDs are made of names and nothing is of today, so that the same
 * objects give the same bytes. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_EXPORT_H
#define CATALOG_CONVERT_OSCAL_OSCAL_EXPORT_H

#include "convert/export.h"
#include "convert/tree_make.h"

/* Of the files: a catalog does not know when its objects were last changed, nor does the file have versions. */
#define OSCAL_VERSION       "1.1.2"
#define OSCAL_LAST_MODIFIED "1970-01-01T00:00:00Z"
#define OSCAL_FILE_VERSION  "1"

enum oscal_source { OSCAL_SOURCE_NIST, OSCAL_SOURCE_OWN };
#define OSCAL_SOURCES 2

/* A control as OSCAL names it. */
struct oscal_named {
    enum oscal_source source;
    const char *id; /* a token: "ac-2.3" */
};
typedef VECTOR(struct oscal_named) oscal_names;

struct oscal_export {
    struct export *export;
    struct tree_maker maker;
    bool is_used[OSCAL_SOURCES];
    VECTOR(const Catalog__V1__Control *) controls; /* that stand in the back matter */
};

/* The UUID of NAME, text that nothing else has. */
const char *oscal_uuid(struct oscal_export *oscal, const char *name);

/* The UUID of the part ID of KIND of the model called NAME, written for CONTROL (NULL: once). */
const char *oscal_part_uuid(struct oscal_export *oscal, const char *name, const char *kind, const char *id,
                            const struct oscal_named *control);

/* Title, time, versions and the two roles. */
struct tree_node *oscal_metadata(struct oscal_export *oscal, const char *title);

/* Begins the file of EXPORT. */
void oscal_export_init(struct oscal_export *oscal, struct export *export);

/* TAGS without those that say where an object was imported from. */
void oscal_own_tags(struct oscal_export *oscal, char *const *tags, size_t count, char ***ret_tags, size_t *ret_count);

/* "#uuid" of what defines the controls of SOURCE; oscal_back_matter lists those that were asked for. */
const char *oscal_source_href(struct oscal_export *oscal, enum oscal_source source);
void oscal_put_back_matter(struct oscal_export *oscal, struct tree_node *document);

/* Lets the back matter hold CONTROL where it is of the name space of the components: the file then has all that is
 * needed to read them back. Once each. */
void oscal_keep_control(struct oscal_export *oscal, const Catalog__V1__Control *control);
void oscal_put_controls(struct oscal_export *oscal, struct tree_node *resources);

/* Adds what OSCAL calls the control NAME to NAMES, each once. */
void oscal_add_names(struct oscal_export *oscal, const char *name, oscal_names *names);

/* The controls that DUTY of MODEL is about, all of one source: those that discharge it, else those of provisions that
 * need it; none. */
void oscal_add_duty_names(struct oscal_export *oscal, const Catalog__V1__Model *model,
                          const Catalog__V1__Responsibility *duty, oscal_names *names);

/* TEXT, or where it is empty the title of the control NAME. */
const char *oscal_title_of(struct oscal_export *oscal, const char *text, const char *control);

/* Appends props of all that is carried of a part, and who is responsible for it. */
void oscal_put_provision(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Provision *provision);
void oscal_put_duty(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Responsibility *duty);

/* Appends title, description, props and links of MODEL; responsibilities that are about no control stand in props. */
void oscal_put_model(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Model *model);

#endif
