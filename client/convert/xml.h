/* Reading XML of others in one pass: the elements that a reader wants are handed over one by one as small trees, so
 * that memory does not grow with the file. Built on expat.
 *
 * Names are local names: a namespace's prefix and address differ from release to release. A DOCTYPE is refused, and
 * with it every entity but the five that XML itself has; nothing but the file is ever opened. Encodings: UTF-8,
 * UTF-16, ISO-8859-1, US-ASCII. Bounds: LIMIT_XML_* and LIMIT_FOREIGN_DEPTH. */
#ifndef CATALOG_CONVERT_XML_H
#define CATALOG_CONVERT_XML_H

#include "convert/import.h"

struct xml_attribute {
    const char *name;
    const char *value;
};

/* An element, or a piece of text between two tags. Lines and columns count from 1. */
struct xml_node {
    const char *name; /* of the element; "": a piece of text */
    char *text;       /* the piece, UTF-8 without NUL; without blanks at its ends where it is all in its element; "" for
                         an element */
    const struct xml_attribute *attributes;
    size_t attribute_count;
    struct xml_node *first; /* what the element holds, in the order of the file */
    struct xml_node *last;
    struct xml_node *next; /* beside it */
    uint32_t line;
    uint32_t column;
};

/* Elements that are handed over. */
struct xml_wanted {
    const char *path; /* local names from the root down, a '*' for any part of a name: "Catalog/Entries/Entry" */
    bool is_head;     /* as it begins: its attributes only, and what it holds may be wanted too */
    status_code (*take)(void *context, const struct xml_node *element);
};

/* Reads SOURCE, one file or text, and gives each element that one of WANTED asks for to its `take`, with CONTEXT; after
 * that the element is forgotten. A `take` that fails ends the reading with its code. Errors: STATUS_NOT_FOUND (it
 * cannot be read), STATUS_INVALID_ARGUMENT (NOT_XML, with file, line and column), STATUS_RESOURCE_EXHAUSTED
 * (SOURCE_TOO_LARGE: past a bound; or no memory), what a `take` says. */
MUST_CHECK status_code xml_read(struct import *import, const struct source *source, const struct xml_wanted *wanted,
                                size_t wanted_count, void *context);

/* Whether what begins with HEAD is XML whose root is called NAME. */
bool xml_has_root(slice head, const char *name);

/* The value of the attribute NAME; "" where there is none. */
const char *xml_attribute(const struct xml_node *element, const char *name);

/* The first element called NAME in PARENT, which may be NULL; NULL: none. */
const struct xml_node *xml_child(const struct xml_node *parent, const char *name);

/* The next element beside ELEMENT that has its name; NULL: none. */
const struct xml_node *xml_next(const struct xml_node *element);

/* The text of ELEMENT up to its first child element; "" where it is empty or NULL. */
const char *xml_text(const struct xml_node *element);

/* xml_text of the child called NAME. */
const char *xml_child_text(const struct xml_node *parent, const char *name);

/* Where NODE stands, for notes and refusals. */
#define XML_PLACE(node) (&(const struct tree_node){.line = (node)->line, .column = (node)->column})

#endif
