#include "model/predicate_parser.h"

const void *parser_refuse(struct parser *parser, size_t offset, const char *message, const char *remedy) {
    parser->code = lexer_refuse(&parser->lexer, offset, message, remedy);
    return NULL;
}

const void *parser_no_memory(struct parser *parser) {
    parser->code = problem_no_memory(parser->lexer.problem);
    return NULL;
}

bool parser_is_at(const struct parser *parser, enum token_kind kind) {
    return parser->code == STATUS_OK && parser->lexer.token.kind == kind;
}

struct token parser_advance(struct parser *parser) {
    struct token token = parser->lexer.token;
    if (parser->code == STATUS_OK)
        parser->code = lexer_advance(&parser->lexer);
    return token;
}

bool parser_take(struct parser *parser, enum token_kind kind) {
    if (!parser_is_at(parser, kind))
        return false;
    parser_advance(parser);
    return parser->code == STATUS_OK;
}

bool parser_expect(struct parser *parser, enum token_kind kind, const char *message, const char *remedy) {
    if (parser->code == STATUS_OK && !parser_is_at(parser, kind))
        parser_refuse(parser, parser->lexer.token.offset, message, remedy);
    return parser_take(parser, kind);
}

struct predicate_node *parser_node(struct parser *parser, enum predicate_node_kind kind, size_t offset) {
    if (parser->code != STATUS_OK)
        return NULL;
    struct predicate_node *node = ARENA_NEW(parser->lexer.arena, struct predicate_node);
    if (node == NULL) {
        parser_no_memory(parser);
        return NULL;
    }
    node->kind = kind;
    node->offset = (uint32_t)offset;
    return node;
}

bool parser_push(struct parser *parser, node_list *list, const struct predicate_node *node) {
    if (node == NULL)
        return false;
    if (!vector_push(parser->lexer.arena, list, node))
        parser_no_memory(parser);
    return parser->code == STATUS_OK;
}

const struct predicate_node *parser_parent(struct parser *parser, enum predicate_node_kind kind, size_t offset,
                                           const node_list *children) {
    struct predicate_node *node = parser_node(parser, kind, offset);
    if (node == NULL)
        return NULL;
    node->children = children->items;
    node->child_count = children->count;
    return node;
}

const struct predicate_node *parser_pair(struct parser *parser, enum predicate_node_kind kind,
                                         const struct predicate_node *left, const struct predicate_node *right) {
    node_list children = {0};
    if (!parser_push(parser, &children, left) || !parser_push(parser, &children, right))
        return NULL;
    return parser_parent(parser, kind, left->offset, &children);
}
