/* Reading threat models of hcltm, now threatcl: https://github.com/threatcl/spec, of any version of the specification,
 * in HCL, in HCL's JSON syntax and as the tool exports them to JSON.
 *
 * A block is what HCL's JSON makes of it (hcl.h), so that a body is a map whose keys may repeat. Keys count whatever
 * their case and with or without '_': the export says informationAsset where a file says information_asset. */
#ifndef CATALOG_CONVERT_HCLTM_HCLTM_H
#define CATALOG_CONVERT_HCLTM_HCLTM_H

#include "convert/passage.h"
#include "convert/tool_parts.h"

#define HCLTM_SCHEME "hcltm"

/* A file, read. */
struct hcltm_file {
    const char *path;
    const struct tree_node *root;
    struct string_map variables; /* name to the text */
    struct string_map controls;  /* name of a component, own or imported, to the hcltm_body */
    bool is_open;                /* its models, or those of a file that it includes, are being read */
};

struct hcltm {
    struct import *import;
    struct string_map files; /* path to the hcltm_file */
    uint64_t bytes;          /* of files read beside the source */
    size_t expanded_bytes;   /* of texts with references in them */
};

/* What stands in a block, with its label ("" where it has none) and the file it is in. */
struct hcltm_body {
    const struct hcltm_file *file;
    const char *label;
    const struct tree_node *node;
};

struct tool_place hcltm_place(const struct hcltm *hcltm, const struct hcltm_body *body);

/* ---- What stands in a body (hcltm_body.c) ---- */

/* The value of KEY in the map NODE; NULL: none. Of two the first counts. */
const struct tree_node *hcltm_get(const struct tree_node *node, const char *key);

/* The text of KEY as written; "" where there is none. */
const char *hcltm_word(const struct hcltm_body *body, const char *key);

/* The same with its references replaced; one to what is not there stays, with a warning. NULL: no room, and the
 * import's problem says so. */
const char *hcltm_text(struct hcltm *hcltm, const struct hcltm_body *body, const char *key);

/* The list at KEY; an empty one where there is none. */
const struct tree_node *hcltm_list(const struct hcltm_body *body, const char *key);

/* Whether the value of KEY is a yes; booleans may be words. */
bool hcltm_is_true(const struct hcltm_body *body, const char *key);

/* Calls READ with each block of the type KEY in BODY; HAS_LABEL: blocks of the type have one label. What is none is
 * refused. */
typedef status_code hcltm_read(void *context, const struct hcltm_body *body);
MUST_CHECK status_code hcltm_each(struct hcltm *hcltm, const struct hcltm_body *body, const char *key, bool has_label,
                                  hcltm_read *read, void *context);

/* Reports each key of BODY that is none of the COUNT (at most 64) in KNOWN as a loss, and an attribute that is given
 * twice. */
void hcltm_note_rest(const struct hcltm *hcltm, const struct hcltm_body *body, const char *const *known, size_t count);

/* ---- Files (hcltm_file.c) ---- */

/* Whether TEXT has the shape of a file in HCL, or in JSON whose keys may repeat. */
bool hcltm_is_text(slice text);

/* The file that SOURCE is. *RET_FILE NULL: it was refused, and the import goes on. Errors: STATUS_INVALID_ARGUMENT with
 * file and place. */
MUST_CHECK status_code hcltm_open(struct hcltm *hcltm, const struct source_file *source, struct hcltm_file **ret_file);

/* The file that the text NODE of FILE names, read along with it. *RET_FILE NULL: it is not there or may not be read,
 * which is reported. */
MUST_CHECK status_code hcltm_open_beside(struct hcltm *hcltm, const struct hcltm_file *file,
                                         const struct tree_node *node, struct hcltm_file **ret_file);

/* ---- Models ---- */

/* A model on its way to a feature. */
struct hcltm_model {
    struct hcltm *hcltm;
    VECTOR(struct hcltm_body) layers; /* its own body, then what it includes */
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map assets; /* name to the Catalog__V1__Asset */
    struct string_map labels; /* "kind:slug" to the name as the block has it */
    struct passage prose;     /* the description */
    const char *whole;        /* the element that stands for all; NULL: none yet */
};

/* Makes LABEL, the name of a KIND ("asset", "element", "zone"), known by its slug. Of two the first has it. False: no
 * room. */
MUST_CHECK bool hcltm_know(struct hcltm_model *model, const char *kind, const char *label);

/* What the KIND is called that WORDS refer to: by its name, which is WORDS itself, by its slug ("web-app", "web_app"),
 * or by a reference (`process.web_app`). Where there is none, the slug. NULL: no room. */
const char *hcltm_label_of(const struct hcltm_model *model, const char *kind, const char *words);

/* Adds BODY, a threatmodel, and what it includes as layers, with the controls that they import. */
MUST_CHECK status_code hcltm_add_layer(struct hcltm_model *model, const struct hcltm_body *body);

/* The first layer that says KEY; the model's own where none does. */
const struct hcltm_body *hcltm_layer_of(const struct hcltm_model *model, const char *key);

/* Calls READ with each block of the type KEY in all layers: a layer leaves out those whose
 * label an earlier one has. CONTEXT is the
 * model. */
MUST_CHECK status_code hcltm_each_block(struct hcltm_model *model, const char *key, bool has_label, hcltm_read *read);

/* Adds the feature that BODY, a threatmodel, is. CONTEXT is the hcltm. */
hcltm_read hcltm_read_model;

/* Adds elements, trust zones and flows of the diagrams. Assets are known. */
MUST_CHECK status_code hcltm_read_diagrams(struct hcltm_model *model);

/* Adds a threat with its controls. Assets and elements are known. CONTEXT is the model. */
hcltm_read hcltm_read_threat;

/* Adds a control of the catalog for BODY, a component. CONTEXT is the hcltm. */
hcltm_read hcltm_read_component;

/* Adds the tag "NAME:VALUE" for each `attribute` of BODY to TAGS. False: no room. */
MUST_CHECK bool hcltm_add_attributes(struct hcltm *hcltm, const struct hcltm_body *body, size_t *count, char ***tags);

/* The percentage of risk that BODY, a control, takes away; 0: it does not say, or says something else. */
uint32_t hcltm_reduction(const struct hcltm *hcltm, const struct hcltm_body *body);

#endif
