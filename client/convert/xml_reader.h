/* What stands between expat's callbacks and a reading: where it is in the file, and the tree that is being built. */
#ifndef CATALOG_CONVERT_XML_READER_H
#define CATALOG_CONVERT_XML_READER_H

#include "base/buffer.h"
#include "base/limits.h"
#include "convert/xml.h"

#include <expat.h>

struct xml_reader {
    struct import *import;
    const char *file; /* for messages */
    const struct xml_wanted *wanted;
    size_t wanted_count;
    void *context; /* for `take` */
    XML_Parser parser;
    bool has_mark;     /* the file begins with a byte order mark */
    status_code code;  /* the first failure */
    struct arena tree; /* of the element being built */
    struct buffer path;
    struct buffer text; /* since the last tag */
    struct xml_node *open[LIMIT_FOREIGN_DEPTH];
    size_t path_sizes[LIMIT_FOREIGN_DEPTH];
    size_t depth;       /* of the file */
    size_t open_count;  /* of the element being built */
    uint32_t text_line; /* where the text begins */
    uint32_t text_column;
    const struct xml_wanted *taker; /* of the element being built */
};

/* Makes the parser and sets its callbacks; IMPORT, file, wanted and context are set before. End with xml_reader_done in
 * either case. False: no memory, and the code says so. */
MUST_CHECK bool xml_reader_init(struct xml_reader *reader);
void xml_reader_done(struct xml_reader *reader);

/* Ends the reading here with STATUS_INVALID_ARGUMENT and TEXT. */
void xml_reader_refuse(struct xml_reader *reader, const char *text);

/* Ends the reading here with STATUS_RESOURCE_EXHAUSTED. WHAT is a plural: "attributes of one element". */
void xml_reader_refuse_size(struct xml_reader *reader, const char *what, unsigned long limit);

/* NAME without the prefix of its namespace. Ownership: borrowed from NAME. */
const char *xml_local_name(const char *name);

#endif
