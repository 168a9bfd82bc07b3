/* The state of reading HCL. Only for hcl.c and the files beside it. */
#ifndef CATALOG_CONVERT_HCLTM_HCL_READER_H
#define CATALOG_CONVERT_HCLTM_HCL_READER_H

#include "base/buffer.h"
#include "base/vector.h"
#include "convert/hcltm/hcl.h"

typedef VECTOR(struct tree_entry) hcl_entries;

struct hcl_reader {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t line;
    uint32_t column; /* in characters */
    const struct compose_rules *rules;
    struct arena *arena;
    struct problem *problem;
    size_t nodes;
    status_code status; /* of the first error */
};

/* The byte AHEAD of where the reader stands; '\0' past the end, since no text has one inside. */
static inline char hcl_peek(const struct hcl_reader *reader, size_t ahead) {
    if ((size_t)(reader->end - reader->at) <= ahead)
        return '\0';
    return (char)reader->at[ahead];
}

static inline bool hcl_is_any_of(char byte, const char *bytes) {
    return byte != '\0' && strchr(bytes, byte) != NULL;
}

void hcl_step(struct hcl_reader *reader, size_t count);

/* Moves past blanks and comments that end in the line. */
void hcl_skip_blanks(struct hcl_reader *reader);

/* Line ends too. */
void hcl_skip_space(struct hcl_reader *reader);

/* Ends reading with a violation where the reader stands. Returns NULL. */
struct tree_node *hcl_refuse(struct hcl_reader *reader, const char *format, ...) PRINTF_LIKE(2, 3);
struct tree_node *hcl_run_out(struct hcl_reader *reader);

/* A node where the reader stands. NULL: refused. */
struct tree_node *hcl_node(struct hcl_reader *reader, enum tree_kind kind);

/* The next SIZE bytes as the text of a node of KIND. NULL: refused. */
struct tree_node *hcl_take_word(struct hcl_reader *reader, enum tree_kind kind, size_t size);

/* A list or map at DEPTH, whose bracket is passed over. NULL: refused. */
struct tree_node *hcl_open(struct hcl_reader *reader, enum tree_kind kind, size_t depth);

/* Appends KEY (NULL: in a list) and VALUE (NULL: refused). False: refused. */
bool hcl_add(struct hcl_reader *reader, hcl_entries *entries, const struct tree_node *key,
             const struct tree_node *value);

/* Gives NODE its ENTRIES. False: something was refused before. */
bool hcl_close(const struct hcl_reader *reader, struct tree_node *node, const hcl_entries *entries);

/* Refuses what stands behind a value where EXPECTED should: an operator, most likely. */
void hcl_refuse_rest(struct hcl_reader *reader, const char *expected);

/* The value where the reader stands, at DEPTH. NULL: refused. */
struct tree_node *hcl_read_value(struct hcl_reader *reader, size_t depth);

/* A key of an object, or a label of a block. NULL: refused. */
struct tree_node *hcl_read_key(struct hcl_reader *reader);

/* The bytes of the identifier where the reader stands; 0: there is none. */
size_t hcl_identifier_size(const struct hcl_reader *reader);

/* Appends the reference where the reader stands ("var.a") as "${var.a}". False: refused. */
bool hcl_read_reference(struct hcl_reader *reader, struct buffer *text);

/* The string or heredoc that begins where the reader stands. NULL: refused. */
struct tree_node *hcl_read_string(struct hcl_reader *reader);
struct tree_node *hcl_read_heredoc(struct hcl_reader *reader);

/* Makes what TEXT holds the text of NODE, and frees TEXT. NULL: refused. */
struct tree_node *hcl_take_text(struct hcl_reader *reader, struct tree_node *node, struct buffer *text);

#endif
