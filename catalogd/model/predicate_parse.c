#include "model/predicate.h"
#include "model/predicate_lex.h"
#include "model/text_problem.h"

#include "base/vector.h"
#include "codec/nearest.h"

#define SEGMENTS_MAX 8

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

static const struct predicate_node *parse_expression(struct parser *parser);
static const struct predicate_node *parse_unary(struct parser *parser);

static const void *refuse_at(struct parser *parser, size_t offset, const char *message, const char *remedy) {
    parser->code = lexer_refuse(&parser->lexer, offset, message, remedy);
    return NULL;
}

static const void *out_of_memory(struct parser *parser) {
    parser->code = problem_no_memory(parser->lexer.problem);
    return NULL;
}

static bool is_at(const struct parser *parser, enum token_kind kind) {
    return parser->code == STATUS_OK && parser->lexer.token.kind == kind;
}

static struct token advance(struct parser *parser) {
    struct token token = parser->lexer.token;
    if (parser->code == STATUS_OK)
        parser->code = lexer_advance(&parser->lexer);
    return token;
}

static bool take(struct parser *parser, enum token_kind kind) {
    if (!is_at(parser, kind))
        return false;
    advance(parser);
    return parser->code == STATUS_OK;
}

static bool expect(struct parser *parser, enum token_kind kind, const char *message, const char *remedy) {
    if (parser->code == STATUS_OK && !is_at(parser, kind))
        refuse_at(parser, parser->lexer.token.offset, message, remedy);
    return take(parser, kind);
}

/* ---- Nodes ---- */

static struct predicate_node *new_node(struct parser *parser, enum predicate_node_kind kind, size_t offset) {
    if (parser->code != STATUS_OK)
        return NULL;
    struct predicate_node *node = ARENA_NEW(parser->lexer.arena, struct predicate_node);
    if (node == NULL) {
        out_of_memory(parser);
        return NULL;
    }
    node->kind = kind;
    node->offset = (uint32_t)offset;
    return node;
}

static bool push(struct parser *parser, node_list *list, const struct predicate_node *node) {
    if (node == NULL)
        return false;
    if (!vector_push(parser->lexer.arena, list, node))
        out_of_memory(parser);
    return parser->code == STATUS_OK;
}

static const struct predicate_node *new_parent(struct parser *parser, enum predicate_node_kind kind, size_t offset,
                                               const node_list *children) {
    struct predicate_node *node = new_node(parser, kind, offset);
    if (node == NULL)
        return NULL;
    node->children = children->items;
    node->child_count = children->count;
    return node;
}

static const struct predicate_node *new_pair(struct parser *parser, enum predicate_node_kind kind,
                                             const struct predicate_node *left, const struct predicate_node *right) {
    node_list children = {0};
    if (!push(parser, &children, left) || !push(parser, &children, right))
        return NULL;
    return new_parent(parser, kind, left->offset, &children);
}

static const struct predicate_node *new_literal(struct parser *parser, size_t offset, struct predicate_value value) {
    struct predicate_node *node = new_node(parser, PREDICATE_NODE_LITERAL, offset);
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
    if (!push(parser, &children, parse_expression(parser)) ||
        !expect(parser, TOKEN_RIGHT_PARENTHESIS, "')' is missing after the argument", "size takes one argument"))
        return NULL;
    return new_parent(parser, PREDICATE_NODE_SIZE, offset, &children);
}

/* NAME is followed by '('. */
static const struct predicate_node *parse_function(struct parser *parser, struct token name) {
    advance(parser);
    if (strcmp(name.text, "size") == 0)
        return parse_size(parser, name.offset);
    if (strcmp(name.text, "has") == 0)
        return refuse_at(parser, name.offset, "has() is refused: its negation would make \"not known\" true",
                         "compare the value itself; a value nobody gave stays unknown");
    return refuse_at(parser, name.offset, "the function is not known", "the only function is size(x)");
}

/* One more part of a variable's path: `.name` that is no method, or `["name"]`. NULL text: there is none. */
static struct token take_segment(struct parser *parser) {
    static const char remedy[] = "write [\"name\"]; lists are searched with in, exists and all";
    struct token segment = {0};
    if (take(parser, TOKEN_LEFT_BRACKET)) {
        segment = parser->lexer.token;
        if (expect(parser, TOKEN_STRING, "a name in quotes is expected", remedy) && !lexer_is_segment(segment.text))
            refuse_at(parser, segment.offset, "the text is no name", "write a letter, then letters, digits, '_', '-'");
        expect(parser, TOKEN_RIGHT_BRACKET, "']' is missing", remedy);
        return segment;
    }
    if (!is_at(parser, TOKEN_DOT))
        return segment;
    struct lexer before = parser->lexer;
    advance(parser);
    segment = parser->lexer.token;
    expect(parser, TOKEN_NAME, "a name is expected after '.'", "write a variable such as config.name");
    if (!is_at(parser, TOKEN_LEFT_PARENTHESIS))
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
            return refuse_at(parser, segment.offset, "the variable has more than 8 parts", "shorten its path");
        path = arena_printf(parser->lexer.arena, "%s.%s", path, segment.text);
        if (path == NULL)
            return out_of_memory(parser);
    }
    struct predicate_node *node = new_node(parser, PREDICATE_NODE_VARIABLE, first.offset);
    if (node != NULL)
        node->name = path;
    return node;
}

static const struct predicate_node *parse_local(struct parser *parser, struct token name) {
    struct predicate_node *node = new_node(parser, PREDICATE_NODE_LOCAL, name.offset);
    if (node != NULL)
        node->name = name.text;
    return node;
}

static const struct predicate_node *parse_name(struct parser *parser) {
    struct token name = advance(parser);
    if (parser->code != STATUS_OK)
        return NULL;
    if (is_at(parser, TOKEN_LEFT_PARENTHESIS))
        return parse_function(parser, name);
    if (strcmp(name.text, "true") == 0 || strcmp(name.text, "false") == 0)
        return new_literal(parser, name.offset,
                           (struct predicate_value){.kind = PREDICATE_BOOL, .boolean = name.text[0] == 't'});
    if (strcmp(name.text, "null") == 0)
        return refuse_at(parser, name.offset, "there is no null", "a value nobody gave is unknown");
    if (strcmp(name.text, "in") == 0)
        return refuse_at(parser, name.offset, "the left side of `in` is missing", "write value in list");
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
    return refuse_at(parser, name.offset, "the method is not known", remedy == NULL ? "" : remedy);
}

static const struct predicate_node *parse_macro(struct parser *parser, enum predicate_node_kind kind,
                                                const struct predicate_node *list) {
    static const char remedy[] = "write list.exists(v, v == \"a\")";
    struct local local = {.name = parser->lexer.token.text, .outer = parser->locals};
    size_t offset = parser->lexer.token.offset;
    if (!expect(parser, TOKEN_NAME, "a name for the item is expected", remedy))
        return NULL;
    if (find_local(parser, local.name) != NULL)
        return refuse_at(parser, offset, "the name is bound by a macro around this one", "choose another name");
    if (!expect(parser, TOKEN_COMMA, "',' is missing after the name of the item", remedy))
        return NULL;
    parser->locals = &local;
    const struct predicate_node *body = parse_expression(parser);
    parser->locals = local.outer;
    const struct predicate_node *pair = new_pair(parser, kind, list, body);
    if (pair == NULL)
        return NULL;
    struct predicate_node *macro = new_node(parser, kind, list->offset);
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
    advance(parser);
    const struct predicate_node *call = methods[i].is_macro
                                            ? parse_macro(parser, methods[i].kind, operand)
                                            : new_pair(parser, methods[i].kind, operand, parse_expression(parser));
    if (call == NULL ||
        !expect(parser, TOKEN_RIGHT_PARENTHESIS, "')' is missing after the arguments", "close the parenthesis"))
        return NULL;
    return call;
}

/* ---- Operators, from the tightest ---- */

static const struct predicate_node *parse_list(struct parser *parser) {
    size_t offset = advance(parser).offset;
    node_list items = {0};
    while (parser->code == STATUS_OK && !is_at(parser, TOKEN_RIGHT_BRACKET)) {
        if (!push(parser, &items, parse_expression(parser)) || !take(parser, TOKEN_COMMA))
            break;
    }
    if (!expect(parser, TOKEN_RIGHT_BRACKET, "',' or ']' is expected in a list", "write [\"a\", \"b\"]"))
        return NULL;
    return new_parent(parser, PREDICATE_NODE_LIST, offset, &items);
}

static const struct predicate_node *parse_group(struct parser *parser) {
    advance(parser);
    const struct predicate_node *inner = parse_expression(parser);
    if (!expect(parser, TOKEN_RIGHT_PARENTHESIS, "an operator or ')' is expected", "close the parenthesis"))
        return NULL;
    return inner;
}

static const struct predicate_node *parse_primary(struct parser *parser) {
    struct token token = parser->lexer.token;
    if (is_at(parser, TOKEN_NAME))
        return parse_name(parser);
    if (is_at(parser, TOKEN_LEFT_PARENTHESIS))
        return parse_group(parser);
    if (is_at(parser, TOKEN_LEFT_BRACKET))
        return parse_list(parser);
    if (take(parser, TOKEN_INT))
        return new_literal(parser, token.offset,
                           (struct predicate_value){.kind = PREDICATE_INT, .integer = token.integer});
    if (take(parser, TOKEN_STRING))
        return new_literal(parser, token.offset,
                           (struct predicate_value){.kind = PREDICATE_STRING, .text = token.text});
    if (parser->code != STATUS_OK)
        return NULL;
    return refuse_at(parser, token.offset, "a value is expected here", "write a variable, a literal or (...)");
}

static const struct predicate_node *parse_postfix(struct parser *parser) {
    const struct predicate_node *operand = parse_primary(parser);
    while (operand != NULL && take(parser, TOKEN_DOT)) {
        struct token name = parser->lexer.token;
        if (!expect(parser, TOKEN_NAME, "a name is expected after '.'", "write a method such as contains(\"a\")"))
            return NULL;
        if (!is_at(parser, TOKEN_LEFT_PARENTHESIS))
            return refuse_at(parser, name.offset, "only variables have parts", "remove the part, or call a method");
        operand = parse_method(parser, operand, name);
    }
    return parser->code == STATUS_OK ? operand : NULL;
}

static bool enter(struct parser *parser) {
    if (parser->depth == LIMIT_PREDICATE_DEPTH) {
        refuse_at(parser, parser->lexer.token.offset, "the predicate is nested deeper than 64", "flatten it");
        return false;
    }
    parser->depth++;
    return true;
}

static const struct predicate_node *parse_not(struct parser *parser) {
    if (!enter(parser))
        return NULL;
    size_t offset = advance(parser).offset;
    node_list children = {0};
    bool is_read = push(parser, &children, parse_unary(parser));
    parser->depth--;
    return is_read ? new_parent(parser, PREDICATE_NODE_NOT, offset, &children) : NULL;
}

static const struct predicate_node *parse_unary(struct parser *parser) {
    return is_at(parser, TOKEN_NOT) ? parse_not(parser) : parse_postfix(parser);
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
    if (is_at(parser, TOKEN_NAME) && strcmp(parser->lexer.token.text, "in") == 0) {
        *ret_kind = PREDICATE_NODE_IN;
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (is_at(parser, relations[i].token)) {
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
    advance(parser);
    const struct predicate_node *relation = new_pair(parser, kind, left, parse_unary(parser));
    if (relation != NULL && at_relation(parser, &kind))
        return refuse_at(parser, parser->lexer.token.offset, "comparisons do not chain",
                         "join two comparisons with &&, or use parentheses");
    return relation;
}

/* Adds NODE, or its children if it is itself a chain of KIND. */
static bool push_flat(struct parser *parser, node_list *list, enum predicate_node_kind kind,
                      const struct predicate_node *node) {
    if (node == NULL || node->kind != kind)
        return push(parser, list, node);
    for (size_t i = 0; i < node->child_count; i++)
        if (!push(parser, list, node->children[i]))
            return false;
    return true;
}

static const struct predicate_node *parse_chain(struct parser *parser, enum token_kind token,
                                                enum predicate_node_kind kind,
                                                const struct predicate_node *(*parse_part)(struct parser *)) {
    size_t offset = parser->lexer.token.offset;
    const struct predicate_node *first = parse_part(parser);
    if (first == NULL || !is_at(parser, token))
        return first;
    node_list parts = {0};
    bool is_read = push_flat(parser, &parts, kind, first);
    while (is_read && take(parser, token))
        is_read = push_flat(parser, &parts, kind, parse_part(parser));
    return is_read ? new_parent(parser, kind, offset, &parts) : NULL;
}

static const struct predicate_node *parse_and(struct parser *parser) {
    return parse_chain(parser, TOKEN_AND, PREDICATE_NODE_AND, parse_relation);
}

static const struct predicate_node *parse_expression(struct parser *parser) {
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
    advance(&parser);
    const struct predicate_node *root = parse_expression(&parser);
    if (parser.code == STATUS_OK && !is_at(&parser, TOKEN_END))
        refuse_at(&parser, parser.lexer.token.offset, "an operator is expected here",
                  "join conditions with && or ||, or end the predicate");
    if (parser.code == STATUS_OK)
        *ret_predicate = root;
    return parser.code;
}
