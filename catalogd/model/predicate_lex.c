#include "model/predicate_lex.h"

#include "model/text_problem.h"

#include <errno.h>
#include <stdlib.h>

static const struct {
    const char *spelling; /* the longer of two that begin alike stands first */
    enum token_kind kind;
} symbols[] = {
    {"==", TOKEN_EQUAL},
    {"!=", TOKEN_NOT_EQUAL},
    {"<=", TOKEN_LESS_EQUAL},
    {"<", TOKEN_LESS},
    {">=", TOKEN_GREATER_EQUAL},
    {">", TOKEN_GREATER},
    {"&&", TOKEN_AND},
    {"||", TOKEN_OR},
    {"!", TOKEN_NOT},
    {"(", TOKEN_LEFT_PARENTHESIS},
    {")", TOKEN_RIGHT_PARENTHESIS},
    {"[", TOKEN_LEFT_BRACKET},
    {"]", TOKEN_RIGHT_BRACKET},
    {",", TOKEN_COMMA},
    {".", TOKEN_DOT},
};

/* What people coming from other languages write. */
static const struct {
    char byte;
    const char *message;
    const char *remedy;
} strangers[] = {
    {'=', "'=' is not an operator", "compare with =="},
    {'&', "'&' is not an operator", "write &&"},
    {'|', "'|' is not an operator", "write ||"},
    {'+', "there is no arithmetic", "compare the values themselves"},
    {'-', "there is no arithmetic", "compare the values themselves; a negative number is written -3"},
    {'*', "there is no arithmetic", "compare the values themselves"},
    {'/', "there is no arithmetic", "compare the values themselves"},
    {'%', "there is no arithmetic", "compare the values themselves"},
    {'?', "there is no conditional operator", "use &&, || and !"},
    {':', "there is no conditional operator", "use &&, || and !"},
    {'{', "there are no maps and messages", "use a list in [ ]"},
    {'}', "there are no maps and messages", "use a list in [ ]"},
};

status_code lexer_refuse(const struct lexer *lexer, size_t offset, const char *message, const char *remedy) {
    struct text_error error = {.offset = offset, .message = message, .remedy = remedy};
    return text_problem(lexer->problem, "INVALID_PREDICATE", &error);
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool lexer_is_segment(const char *text) {
    if (!is_letter(text[0]))
        return false;
    for (; *text != '\0'; text++)
        if (!is_letter(*text) && !is_digit(*text) && *text != '-')
            return false;
    return true;
}

/* 0 at the end: a NUL in the text is refused like any other byte that begins no token. */
static char peek(const struct lexer *lexer, size_t ahead) {
    if (lexer->text.size - lexer->at <= ahead)
        return '\0';
    return (char)lexer->text.data[lexer->at + ahead];
}

static status_code read_name(struct lexer *lexer, bool allow_hyphen) {
    size_t start = lexer->at;
    while (is_letter(peek(lexer, 0)) || is_digit(peek(lexer, 0)) || (allow_hyphen && peek(lexer, 0) == '-'))
        lexer->at++;
    lexer->token.kind = TOKEN_NAME;
    lexer->token.text = arena_strndup(lexer->arena, (const char *)lexer->text.data + start, lexer->at - start);
    return lexer->token.text == NULL ? problem_no_memory(lexer->problem) : STATUS_OK;
}

static status_code read_integer(struct lexer *lexer) {
    size_t start = lexer->at++;
    while (is_digit(peek(lexer, 0)))
        lexer->at++;
    if (is_letter(peek(lexer, 0)) || peek(lexer, 0) == '.')
        return lexer_refuse(lexer, start, "only whole decimal numbers are known", "write a number such as 12");
    const char *digits = arena_strndup(lexer->arena, (const char *)lexer->text.data + start, lexer->at - start);
    if (digits == NULL)
        return problem_no_memory(lexer->problem);
    errno = 0;
    lexer->token.kind = TOKEN_INT;
    lexer->token.integer = strtoll(digits, NULL, 10);
    if (errno != 0)
        return lexer_refuse(lexer, start, "the number does not fit in 64 bits",
                            "write -9223372036854775808 to 9223372036854775807");
    return STATUS_OK;
}

/* The byte that an escape stands for, 0: none. */
static char unescape(char letter) {
    static const char letters[] = "\\\"'nrt";
    static const char bytes[] = "\\\"'\n\r\t";
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found == NULL)
        return '\0';
    return bytes[found - letters];
}

/* Bytes up to the closing quote, escapes counted as written: no less than the string needs. */
static size_t quoted_size(const struct lexer *lexer) {
    size_t end = lexer->at + 1;
    while (end < lexer->text.size && lexer->text.data[end] != lexer->text.data[lexer->at])
        end += lexer->text.data[end] == '\\' ? 2 : 1;
    return end - lexer->at;
}

static status_code read_string(struct lexer *lexer) {
    size_t start = lexer->at;
    char quote = peek(lexer, 0);
    char *text = arena_alloc(lexer->arena, quoted_size(lexer));
    if (text == NULL)
        return problem_no_memory(lexer->problem);
    size_t size = 0;
    for (lexer->at++; peek(lexer, 0) != quote; lexer->at++) {
        char byte = peek(lexer, 0);
        if (lexer->at == lexer->text.size)
            return lexer_refuse(lexer, start, "the string does not end", "close it with the quote it began with");
        if ((unsigned char)byte < 0x20)
            return lexer_refuse(lexer, lexer->at, "a control character stands in a string", "write \\n, \\r or \\t");
        if (byte == '\\') {
            lexer->at++;
            byte = unescape(peek(lexer, 0));
        }
        if (byte == '\0')
            return lexer_refuse(lexer, lexer->at - 1, "the escape is not known",
                                "write \\\\, \\\", \\', \\n, \\r or \\t");
        text[size++] = byte;
    }
    lexer->at++;
    text[size] = '\0';
    lexer->token.kind = TOKEN_STRING;
    lexer->token.text = text;
    return STATUS_OK;
}

static status_code read_symbol(struct lexer *lexer) {
    for (size_t i = 0; i < COUNT_OF(symbols); i++) {
        size_t length = strlen(symbols[i].spelling);
        if (lexer->text.size - lexer->at < length ||
            memcmp(lexer->text.data + lexer->at, symbols[i].spelling, length) != 0)
            continue;
        lexer->at += length;
        lexer->token.kind = symbols[i].kind;
        return STATUS_OK;
    }
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        if (peek(lexer, 0) == strangers[i].byte)
            return lexer_refuse(lexer, lexer->at, strangers[i].message, strangers[i].remedy);
    return lexer_refuse(lexer, lexer->at, "the character has no meaning here", "remove it, or put text in quotes");
}

status_code lexer_advance(struct lexer *lexer) {
    bool after_dot = lexer->token.kind == TOKEN_DOT;
    while (peek(lexer, 0) == ' ' || peek(lexer, 0) == '\t' || peek(lexer, 0) == '\n' || peek(lexer, 0) == '\r')
        lexer->at++;
    lexer->token = (struct token){.kind = TOKEN_END, .offset = lexer->at};
    if (lexer->at == lexer->text.size)
        return STATUS_OK;
    char first = peek(lexer, 0);
    if (is_letter(first))
        return read_name(lexer, after_dot);
    if (is_digit(first) || (first == '-' && is_digit(peek(lexer, 1))))
        return read_integer(lexer);
    if (first == '"' || first == '\'')
        return read_string(lexer);
    return read_symbol(lexer);
}
