/* Tokens of a predicate. Part of predicate_parse. */
#ifndef CATALOGD_MODEL_PREDICATE_LEX_H
#define CATALOGD_MODEL_PREDICATE_LEX_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME, /* after '.' it may hold '-' */
    TOKEN_INT,
    TOKEN_STRING,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_LESS_EQUAL,
    TOKEN_LESS,
    TOKEN_GREATER_EQUAL,
    TOKEN_GREATER,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_LEFT_PARENTHESIS,
    TOKEN_RIGHT_PARENTHESIS,
    TOKEN_LEFT_BRACKET,
    TOKEN_RIGHT_BRACKET,
    TOKEN_COMMA,
    TOKEN_DOT,
};

struct token {
    enum token_kind kind;
    size_t offset;
    const char *text; /* NAME and STRING: in the arena; a string without quotes and escapes */
    int64_t integer;
};

struct lexer {
    slice text;
    size_t at;
    struct arena *arena;
    struct problem *problem;
    struct token token; /* the current one */
};

/* Reads the next token into LEXER->token. Errors: as predicate_parse. */
MUST_CHECK status_code lexer_advance(struct lexer *lexer);

/* Refuses the text at OFFSET. */
status_code lexer_refuse(const struct lexer *lexer, size_t offset, const char *message, const char *remedy);

/* Whether TEXT can be selected as a part of a variable's path: a letter or '_', then letters, digits, '_' and '-'. */
bool lexer_is_segment(const char *text);

#endif
