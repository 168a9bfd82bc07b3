/* Reading OSCAL 1 in JSON or YAML: https://pages.nist.gov/OSCAL. A catalog becomes a release of a reference scheme; a
 * profile a baseline with a control for each id that it selects; a component definition component models; a system
 * security plan the component model of what it lets others inherit, or the feature that inherits.
 *
 * Documents name each other by file, and what they define by UUID. All sources of a run are read together, catalogs
 * first, so that a catalog gives a profile its titles. Nothing is looked for beside the sources. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_H
#define CATALOG_CONVERT_OSCAL_OSCAL_H

#include "convert/draft.h"
#include "convert/passage.h"

/* In the order they are read in. */
enum oscal_kind { OSCAL_CATALOG, OSCAL_PROFILE, OSCAL_COMPONENTS, OSCAL_PLAN };
#define OSCAL_KINDS 4

/* A control of a catalog. */
struct oscal_control {
    const char *id; /* as written */
    const struct tree_node *node;
    const char *parent; /* id of the control or group above it; "": none */
    bool is_enhancement;
};

/* Ids as written, each once, with the node that names it. */
struct oscal_ids {
    VECTOR(const char *) items;
    struct string_map nodes; /* id to the node */
};

struct oscal_document {
    enum oscal_kind kind;
    const char *file;
    const struct tree_node *root;       /* what stands under `catalog`, `profile` and so on */
    const char *title;                  /* of its metadata */
    const char *scheme;                 /* of the controls of a catalog or profile, once it is read */
    VECTOR(struct oscal_control) items; /* of a catalog, in its order */
    struct string_map controls;         /* of a catalog: id as written, to the node */
    struct string_map spelled;          /* of a catalog: id in its one spelling, to the struct oscal_control */
    struct string_map params;           /* of a catalog: id, or what it was called before, to the node */
    struct string_map resources;        /* of the back matter: UUID in lower case, to the node */
    struct string_map param_owners;     /* of a catalog: the same, to the node of the control */
    struct oscal_ids selected;          /* of a profile */
    const char *object;                 /* that a plan became; NULL: none yet */
    bool is_selected;                   /* `selected` is made */
    bool is_selecting;                  /* it is being made: a profile that imports itself is found out */
};

/* One run over all sources. */
struct oscal {
    struct import *import;
    VECTOR(struct oscal_document *) documents;
    struct string_map uuids;    /* of components, provisions and responsibilities, to the struct oscal_target */
    struct string_map controls; /* name to the control draft */
    size_t steps;               /* of selecting, over all profiles */
};

/* What a UUID stands for in an object that was made. */
struct oscal_target {
    const char *object;                /* name */
    const char *id;                    /* in it; "": the object */
    bool is_duty;                      /* it is left to consumers */
    Catalog__V1__Provision *provision; /* NULL: it is none */
};

/* ---- Documents (oscal_document.c) ---- */

/* The value of KEY in MAP; NULL: MAP is no map, or has none. */
const struct tree_node *oscal_get(const struct tree_node *map, const char *key);

/* The property NAME of NODE in the name space NS ("": OSCAL's own; NULL: any) whose class is CLASS ("": none; NULL:
 * any); "" where there is none. */
const char *oscal_prop(const struct tree_node *node, const char *ns, const char *name, const char *class);

/* The document that HREF of DOCUMENT leads to, directly or through its back matter; NULL: it was not read. */
struct oscal_document *oscal_find(const struct oscal *oscal, const struct oscal_document *document, const char *href);

/* The scheme of the controls that HREF of DOCUMENT leads to, as far as names and addresses say; else what the shape of
 * ID, one of the controls, says. NULL: no room. */
const char *oscal_scheme_of(const struct oscal *oscal, const struct oscal_document *document, const char *href,
                            const char *id);

/* The parameters of the first catalog of SCHEME that was read; NULL: none was. */
const struct string_map *oscal_params(const struct oscal *oscal, const char *scheme);

/* ---- UUIDs (oscal_uuid.c) ---- */

/* Lets UUID stand for TARGET; the first that has it keeps it. Any case; "" stands for nothing. */
MUST_CHECK status_code oscal_put_uuid(struct oscal *oscal, const char *uuid, struct oscal_target *target);

/* What UUID stands for; NULL: nothing that was read. */
const struct oscal_target *oscal_get_uuid(const struct oscal *oscal, const char *uuid);

/* Makes the resources of the back matter of DOCUMENT known. False: no room. */
MUST_CHECK bool oscal_index_resources(struct oscal_document *document);

/* The resource of the back matter that HREF ("#uuid") stands for; NULL: none. */
const struct tree_node *oscal_resource(const struct oscal_document *document, const char *href);

/* Warns of each UUID of DOCUMENT that two things have. */
MUST_CHECK status_code oscal_note_repeats(const struct oscal *oscal, const struct oscal_document *document);

/* ---- Schemes (oscal_scheme.c) ---- */

/* The scheme that TEXT, a title or address, names: "nist-800-53" for SP 800-53 and what is made of it; NULL: none. */
const char *oscal_scheme_named(const char *text);

/* Whether ID has the shape of SP 800-53: two letters of a family, a number, an enhancement's. */
bool oscal_is_nist_id(const char *id);

/* The scheme of the catalog DOCUMENT: the one its title or the class of its controls names, else a slug of the title.
 * NULL: no room. */
const char *oscal_catalog_scheme(const struct oscal *oscal, const struct oscal_document *document);

/* The level that a title names, in lower case ("LOW IMPACT BASELINE": "low"); "" where it names none. Static. */
const char *oscal_level(const char *title);

/* What to call the release that the catalog DOCUMENT is: "rev5_5.1.1", "2.0_1.2.0" (of the framework and of the file),
 * else the version. What a profile of SP 800-53 was resolved to is "rev5-149-low-5.1.1": how many controls, then which.
 * References without a release go to the greatest, so that these resolve in the whole catalog where it is there, else
 * in the largest baseline. NULL: no room. */
const char *oscal_release(const struct oscal *oscal, const struct oscal_document *document);

/* "rev5" of a title, or of a version of SP 800-53; "" where they do not say. NULL: no room. */
const char *oscal_revision(const struct oscal *oscal, const struct oscal_document *document);

/* ---- Prose (oscal_prose.c) ---- */

/* Where text is from, and what stands for its parameters. */
struct oscal_prose {
    struct import *import;
    const char *file;
    const struct string_map *params; /* id to the node; NULL: none are known */
    const struct string_map *set;    /* what `set-parameters` set, likewise; NULL: nothing */
};

/* LIST of `set-parameters` by id, for oscal_prose. NULL: no room, or LIST is empty. */
const struct string_map *oscal_settings(struct import *import, const struct tree_node *list);

/* The text of KEY in NODE with each "{{ insert: param, ID }}" as value, choice or label of the parameter, in brackets;
 * blanks at the ends dropped. NULL: no room, or inserts that multiply beyond bounds (import_refuse does not skip this).
 */
const char *oscal_text(const struct oscal_prose *prose, const struct tree_node *node, const char *key);

/* Whether the catalog has taken the control NODE back. */
bool oscal_is_withdrawn(const struct tree_node *node);

/* The statement of the control NODE: its items one a line, indented, with their labels. "": there is none. */
const char *oscal_statement(const struct oscal_prose *prose, const struct tree_node *control);

/* The title of the control or group NODE; where it only repeats the id, the first sentence of the statement. "": it has
 * neither. */
const char *oscal_title(const struct oscal_prose *prose, const struct tree_node *node);

/* Statement, guidance, objectives and whatever else the control or group NODE says, under headings; *LEFT_OUT grows by
 * the parts that say how to assess. */
const char *oscal_prose_of(const struct oscal_prose *prose, const struct tree_node *node, size_t *left_out);

/* ---- Control drafts (oscal_control.c) ---- */

/* The draft of the control ID (as written) of SCHEME, made at the first call: "nist-800-53-ac-2", as promoting the
 * entry would call it. What it says is from a catalog, where one was read that defines it. NODE of DOCUMENT names it.
 * NULL: no room, and the import's problem says so. */
Catalog__V1__Control *oscal_control(struct oscal *oscal, const struct oscal_document *document,
                                    const struct tree_node *node, const char *scheme, const char *id);

/* The control ID, in its one spelling, of SCHEME, and the catalog that defines it; NULL: none was read. */
const struct oscal_control *oscal_defined(const struct oscal *oscal, const char *scheme, const char *id,
                                          const struct oscal_document **ret_catalog);

/* ---- Readers of the kinds; each refuses what is wrong at its place ---- */

MUST_CHECK status_code oscal_index_catalog(struct oscal *oscal, struct oscal_document *document);
MUST_CHECK status_code oscal_read_catalog(struct oscal *oscal, struct oscal_document *document);
MUST_CHECK status_code oscal_read_profile(struct oscal *oscal, struct oscal_document *document);
MUST_CHECK status_code oscal_read_components(struct oscal *oscal, struct oscal_document *document);
MUST_CHECK status_code oscal_read_plan(struct oscal *oscal, struct oscal_document *document);

/* Makes document->selected of the profile DOCUMENT, in order of its imports. Errors: STATUS_INVALID_ARGUMENT. */
MUST_CHECK status_code oscal_select(struct oscal *oscal, struct oscal_document *document);

#endif
