#include "model/predicate_parser.h"

static const struct predicate_node *parse_unary(struct parser *parser);

static bool enter(struct parser *parser) {
    if (parser->depth == LIMIT_PREDICATE_DEPTH) {
        parser_refuse(parser, parser->lexer.token.offset, "the predicate is nested deeper than 64", "flatten it");
        return false;
    }
    parser->depth++;
    return true;
}

static const struct predicate_node *parse_not(struct parser *parser) {
    if (!enter(parser))
        return NULL;
    size_t offset = parser_advance(parser).offset;
    node_list children = {0};
    bool is_read = parser_push(parser, &children, parse_unary(parser));
    parser->depth--;
    return is_read ? parser_parent(parser, PREDICATE_NODE_NOT, offset, &children) : NULL;
}

static const struct predicate_node *parse_unary(struct parser *parser) {
    return parser_is_at(parser, TOKEN_NOT) ? parse_not(parser) : parser_postfix(parser);
}

static const struct {
    enum token_kind token;
    enum predicate_node_kind node;
} relations[] = {
    {TOKEN_EQUAL, PREDICATE_NODE_EQUAL},     {TOKEN_NOT_EQUAL, PREDICATE_NODE_NOT_EQUAL},
    {TOKEN_LESS, PREDICATE_NODE_LESS},       {TOKEN_LESS_EQUAL, PREDICATE_NODE_LESS_EQUAL},
    {TOKEN_GREATER, PREDICATE_NODE_GREATER}, {TOKEN_GREATER_EQUAL, PREDICATE_NODE_GREATER_EQUAL},
};

static bool at_relation(const struct parser *parser, enum predicate_node_kind *ret_kind) {
    if (parser_is_at(parser, TOKEN_NAME) && strcmp(parser->lexer.token.text, "in") == 0) {
        *ret_kind = PREDICATE_NODE_IN;
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (parser_is_at(parser, relations[i].token)) {
            *ret_kind = relations[i].node;
            return true;
        }
    return false;
}

static const struct predicate_node *parse_relation(struct parser *parser) {
    const struct predicate_node *left = parse_unary(parser);
    enum predicate_node_kind kind;
    if (left == NULL || !at_relation(parser, &kind))
        return left;
    parser_advance(parser);
    const struct predicate_node *relation = parser_pair(parser, kind, left, parse_unary(parser));
    if (relation != NULL && at_relation(parser, &kind))
        return parser_refuse(parser, parser->lexer.token.offset, "comparisons do not chain",
                             "join two comparisons with &&, or use parentheses");
    return relation;
}

/* Adds NODE, or its children if it is itself a chain of KIND. */
static bool push_flat(struct parser *parser, node_list *list, enum predicate_node_kind kind,
                      const struct predicate_node *node) {
    if (node == NULL || node->kind != kind)
        return parser_push(parser, list, node);
    for (size_t i = 0; i < node->child_count; i++)
        if (!parser_push(parser, list, node->children[i]))
            return false;
    return true;
}

static const struct predicate_node *parse_chain(struct parser *parser, enum token_kind token,
                                                enum predicate_node_kind kind,
                                                const struct predicate_node *(*parse_part)(struct parser *)) {
    size_t offset = parser->lexer.token.offset;
    const struct predicate_node *first = parse_part(parser);
    if (first == NULL || !parser_is_at(parser, token))
        return first;
    node_list parts = {0};
    bool is_read = push_flat(parser, &parts, kind, first);
    while (is_read && parser_take(parser, token))
        is_read = push_flat(parser, &parts, kind, parse_part(parser));
    return is_read ? parser_parent(parser, kind, offset, &parts) : NULL;
}

static const struct predicate_node *parse_and(struct parser *parser) {
    return parse_chain(parser, TOKEN_AND, PREDICATE_NODE_AND, parse_relation);
}

const struct predicate_node *parser_expression(struct parser *parser) {
    if (parser->code != STATUS_OK || !enter(parser))
        return NULL;
    const struct predicate_node *expression = parse_chain(parser, TOKEN_OR, PREDICATE_NODE_OR, parse_and);
    parser->depth--;
    return parser->code == STATUS_OK ? expression : NULL;
}

status_code predicate_parse(slice text, struct arena *arena, const struct predicate_node **ret_predicate,
                            struct problem *problem) {
    struct parser parser = {.lexer = {.text = text, .arena = arena, .problem = problem}};
    if (text.size > LIMIT_PREDICATE_BYTES)
        return lexer_refuse(&parser.lexer, LIMIT_PREDICATE_BYTES, "the predicate is longer than 4096 bytes",
                            "shorten it");
    parser_advance(&parser);
    const struct predicate_node *root = parser_expression(&parser);
    if (parser.code == STATUS_OK && !parser_is_at(&parser, TOKEN_END))
        parser_refuse(&parser, parser.lexer.token.offset, "an operator is expected here",
                      "join conditions with && or ||, or end the predicate");
    if (parser.code == STATUS_OK)
        *ret_predicate = root;
    return parser.code;
}
