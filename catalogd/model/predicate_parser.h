/* The parser of predicates: tokens taken one by one, nodes built from them. Part of predicate_parse. */
#ifndef CATALOGD_MODEL_PREDICATE_PARSER_H
#define CATALOGD_MODEL_PREDICATE_PARSER_H

#include "model/predicate.h"
#include "model/predicate_lex.h"

#include "base/vector.h"

/* A name bound by a macro around the place being read. */
struct local {
    const char *name;
    const struct local *outer;
};

typedef VECTOR(const struct predicate_node *) node_list;

/* Functions that return a node return NULL when they fail, with `code` set. */
struct parser {
    struct lexer lexer;
    status_code code;
    size_t depth;
    const struct local *locals;
};

/* Record an error; they return NULL for the node that there is not. */
const void *parser_refuse(struct parser *parser, size_t offset, const char *message, const char *remedy);
const void *parser_no_memory(struct parser *parser);

/* Whether the current token is of KIND; never after an error. */
bool parser_is_at(const struct parser *parser, enum token_kind kind);

/* Goes on to the next token and returns the one before. */
struct token parser_advance(struct parser *parser);

/* Goes on if the current token is of KIND; false if not, or after an error. */
bool parser_take(struct parser *parser, enum token_kind kind);

/* As parser_take; anything else is refused. */
bool parser_expect(struct parser *parser, enum token_kind kind, const char *message, const char *remedy);

struct predicate_node *parser_node(struct parser *parser, enum predicate_node_kind kind, size_t offset);

/* Appends NODE; false if it is NULL or memory runs out. */
bool parser_push(struct parser *parser, node_list *list, const struct predicate_node *node);

const struct predicate_node *parser_parent(struct parser *parser, enum predicate_node_kind kind, size_t offset,
                                           const node_list *children);
const struct predicate_node *parser_pair(struct parser *parser, enum predicate_node_kind kind,
                                         const struct predicate_node *left, const struct predicate_node *right);

/* A whole expression: where parentheses, lists and arguments begin again. */
const struct predicate_node *parser_expression(struct parser *parser);

/* An operand with the methods called on it. */
const struct predicate_node *parser_postfix(struct parser *parser);

#endif
