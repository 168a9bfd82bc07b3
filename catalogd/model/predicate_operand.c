#include "model/predicate_parser.h"

#include "codec/nearest.h"

#define SEGMENTS_MAX 8

static const struct predicate_node *new_literal(struct parser *parser, size_t offset, struct predicate_value value) {
    struct predicate_node *node = parser_node(parser, PREDICATE_NODE_LITERAL, offset);
    if (node != NULL)
        node->value = value;
    return node;
}

/* ---- Names ---- */

static const struct local *find_local(const struct parser *parser, const char *name) {
    const struct local *local = parser->locals;
    while (local != NULL && strcmp(local->name, name) != 0)
        local = local->outer;
    return local;
}

static const struct predicate_node *parse_size(struct parser *parser, size_t offset) {
    node_list children = {0};
    if (!parser_push(parser, &children, parser_expression(parser)) ||
        !parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "')' is missing after the argument", "size takes one argument"))
        return NULL;
    return parser_parent(parser, PREDICATE_NODE_SIZE, offset, &children);
}

/* NAME is followed by '('. */
static const struct predicate_node *parse_function(struct parser *parser, struct token name) {
    parser_advance(parser);
    if (strcmp(name.text, "size") == 0)
        return parse_size(parser, name.offset);
    if (strcmp(name.text, "has") == 0)
        return parser_refuse(parser, name.offset, "has() is refused: its negation would make \"not known\" true",
                             "compare the value itself; a value nobody gave stays unknown");
    return parser_refuse(parser, name.offset, "the function is not known", "the only function is size(x)");
}

/* One more part of a variable's path: `.name` that is no method, or `["name"]`. NULL text: there is none. */
static struct token take_segment(struct parser *parser) {
    static const char remedy[] = "write [\"name\"]; lists are searched with in, exists and all";
    struct token segment = {0};
    if (parser_take(parser, TOKEN_LEFT_BRACKET)) {
        segment = parser->lexer.token;
        if (parser_expect(parser, TOKEN_STRING, "a name in quotes is expected", remedy) &&
            !lexer_is_segment(segment.text))
            parser_refuse(parser, segment.offset, "the text is no name",
                          "write a letter, then letters, digits, '_', '-'");
        parser_expect(parser, TOKEN_RIGHT_BRACKET, "']' is missing", remedy);
        return segment;
    }
    if (!parser_is_at(parser, TOKEN_DOT))
        return segment;
    struct lexer before = parser->lexer;
    parser_advance(parser);
    segment = parser->lexer.token;
    parser_expect(parser, TOKEN_NAME, "a name is expected after '.'", "write a variable such as config.name");
    if (!parser_is_at(parser, TOKEN_LEFT_PARENTHESIS))
        return segment;
    parser->lexer = before;
    return (struct token){0};
}

static const struct predicate_node *parse_variable(struct parser *parser, struct token first) {
    const char *path = first.text;
    for (size_t segments = 1;; segments++) {
        struct token segment = take_segment(parser);
        if (parser->code != STATUS_OK)
            return NULL;
        if (segment.text == NULL)
            break;
        if (segments == SEGMENTS_MAX)
            return parser_refuse(parser, segment.offset, "the variable has more than 8 parts", "shorten its path");
        path = ARENA_JOIN(parser->lexer.arena, path, ".", segment.text);
        if (path == NULL)
            return parser_no_memory(parser);
    }
    struct predicate_node *node = parser_node(parser, PREDICATE_NODE_VARIABLE, first.offset);
    if (node != NULL)
        node->name = path;
    return node;
}

static const struct predicate_node *parse_local(struct parser *parser, struct token name) {
    struct predicate_node *node = parser_node(parser, PREDICATE_NODE_LOCAL, name.offset);
    if (node != NULL)
        node->name = name.text;
    return node;
}

static const struct predicate_node *parse_name(struct parser *parser) {
    struct token name = parser_advance(parser);
    if (parser->code != STATUS_OK)
        return NULL;
    if (parser_is_at(parser, TOKEN_LEFT_PARENTHESIS))
        return parse_function(parser, name);
    if (strcmp(name.text, "true") == 0 || strcmp(name.text, "false") == 0)
        return new_literal(parser, name.offset,
                           (struct predicate_value){.kind = PREDICATE_BOOL, .boolean = name.text[0] == 't'});
    if (strcmp(name.text, "null") == 0)
        return parser_refuse(parser, name.offset, "there is no null", "a value nobody gave is unknown");
    if (strcmp(name.text, "in") == 0)
        return parser_refuse(parser, name.offset, "the left side of `in` is missing", "write value in list");
    return find_local(parser, name.text) != NULL ? parse_local(parser, name) : parse_variable(parser, name);
}

/* ---- Methods ---- */

static const struct {
    const char *name;
    enum predicate_node_kind kind;
    bool is_macro;
} methods[] = {
    {"startsWith", PREDICATE_NODE_STARTS_WITH, false},
    {"endsWith", PREDICATE_NODE_ENDS_WITH, false},
    {"contains", PREDICATE_NODE_CONTAINS, false},
    {"exists", PREDICATE_NODE_EXISTS, true},
    {"all", PREDICATE_NODE_ALL, true},
};

static const void *refuse_method(struct parser *parser, struct token name) {
    struct nearest nearest = {.word = name.text};
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        nearest_offer(&nearest, methods[i].name);
    const char *remedy = "known are startsWith, endsWith, contains, exists, all and the function size(x)";
    if (nearest.best[0] != '\0')
        remedy = arena_printf(parser->lexer.arena, "did you mean %s?", nearest.best);
    return parser_refuse(parser, name.offset, "the method is not known", remedy == NULL ? "" : remedy);
}

static const struct predicate_node *parse_macro(struct parser *parser, enum predicate_node_kind kind,
                                                const struct predicate_node *list) {
    static const char remedy[] = "write list.exists(v, v == \"a\")";
    struct local local = {.name = parser->lexer.token.text, .outer = parser->locals};
    size_t offset = parser->lexer.token.offset;
    if (!parser_expect(parser, TOKEN_NAME, "a name for the item is expected", remedy))
        return NULL;
    if (find_local(parser, local.name) != NULL)
        return parser_refuse(parser, offset, "the name is bound by a macro around this one", "choose another name");
    if (!parser_expect(parser, TOKEN_COMMA, "',' is missing after the name of the item", remedy))
        return NULL;
    parser->locals = &local;
    const struct predicate_node *body = parser_expression(parser);
    parser->locals = local.outer;
    const struct predicate_node *pair = parser_pair(parser, kind, list, body);
    if (pair == NULL)
        return NULL;
    struct predicate_node *macro = parser_node(parser, kind, list->offset);
    if (macro == NULL)
        return NULL;
    *macro = *pair;
    macro->name = local.name;
    return macro;
}

/* The operand, '.' and the name are read; '(' comes next. */
static const struct predicate_node *parse_method(struct parser *parser, const struct predicate_node *operand,
                                                 struct token name) {
    size_t i = 0;
    while (i < COUNT_OF(methods) && strcmp(methods[i].name, name.text) != 0)
        i++;
    if (i == COUNT_OF(methods))
        return refuse_method(parser, name);
    parser_advance(parser);
    const struct predicate_node *call = methods[i].is_macro
                                            ? parse_macro(parser, methods[i].kind, operand)
                                            : parser_pair(parser, methods[i].kind, operand, parser_expression(parser));
    if (call == NULL ||
        !parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "')' is missing after the arguments", "close the parenthesis"))
        return NULL;
    return call;
}

/* ---- Operands ---- */

static const struct predicate_node *parse_list(struct parser *parser) {
    size_t offset = parser_advance(parser).offset;
    node_list items = {0};
    while (parser->code == STATUS_OK && !parser_is_at(parser, TOKEN_RIGHT_BRACKET)) {
        if (!parser_push(parser, &items, parser_expression(parser)) || !parser_take(parser, TOKEN_COMMA))
            break;
    }
    if (!parser_expect(parser, TOKEN_RIGHT_BRACKET, "',' or ']' is expected in a list", "write [\"a\", \"b\"]"))
        return NULL;
    return parser_parent(parser, PREDICATE_NODE_LIST, offset, &items);
}

static const struct predicate_node *parse_group(struct parser *parser) {
    parser_advance(parser);
    const struct predicate_node *inner = parser_expression(parser);
    if (!parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "an operator or ')' is expected", "close the parenthesis"))
        return NULL;
    return inner;
}

static const struct predicate_node *parse_primary(struct parser *parser) {
    struct token token = parser->lexer.token;
    if (parser_is_at(parser, TOKEN_NAME))
        return parse_name(parser);
    if (parser_is_at(parser, TOKEN_LEFT_PARENTHESIS))
        return parse_group(parser);
    if (parser_is_at(parser, TOKEN_LEFT_BRACKET))
        return parse_list(parser);
    if (parser_take(parser, TOKEN_INT))
        return new_literal(parser, token.offset,
                           (struct predicate_value){.kind = PREDICATE_INT, .integer = token.integer});
    if (parser_take(parser, TOKEN_STRING))
        return new_literal(parser, token.offset,
                           (struct predicate_value){.kind = PREDICATE_STRING, .text = token.text});
    if (parser->code != STATUS_OK)
        return NULL;
    return parser_refuse(parser, token.offset, "a value is expected here", "write a variable, a literal or (...)");
}

const struct predicate_node *parser_postfix(struct parser *parser) {
    const struct predicate_node *operand = parse_primary(parser);
    while (operand != NULL && parser_take(parser, TOKEN_DOT)) {
        struct token name = parser->lexer.token;
        if (!parser_expect(parser, TOKEN_NAME, "a name is expected after '.'",
                           "write a method such as contains(\"a\")"))
            return NULL;
        if (!parser_is_at(parser, TOKEN_LEFT_PARENTHESIS))
            return parser_refuse(parser, name.offset, "only variables have parts", "remove the part, or call a method");
        operand = parse_method(parser, operand, name);
    }
    return parser->code == STATUS_OK ? operand : NULL;
}
