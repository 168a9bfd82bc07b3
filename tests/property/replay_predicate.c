#include "replay_predicate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum kind { UNKNOWN, BOOL, INT, TEXT, LIST };

struct value {
    enum kind kind;
    bool boolean;
    int64_t integer;
    const char *text;
    char *const *words; /* TEXT: in order, where it is one of an enumeration */
    size_t word_count;
    struct value *items;
    size_t item_count;
};

/* The item of a list inside exists or all. */
struct bound {
    const char *name;
    struct value value;
    const struct bound *outer;
};

struct reader {
    const char *at;
    Catalog__V1__PredicateReading *const *values;
    size_t count;
    struct arena *arena;
    const struct bound *bound;
    unsigned skipping; /* what is read here is not judged */
    bool is_broken;    /* does not read, or compares what cannot be compared */
};

static const struct value unknown = {.kind = UNKNOWN};

static struct value read_or(struct reader *reader);

static struct value of_bool(bool boolean) {
    return (struct value){.kind = BOOL, .boolean = boolean};
}

static struct value refuse(struct reader *reader) {
    if (reader->skipping == 0)
        reader->is_broken = true;
    return unknown;
}

/* A mistake in the text counts wherever it stands. */
static struct value mistake(struct reader *reader) {
    reader->is_broken = true;
    return unknown;
}

/* ---- Tokens ---- */

static void skip_blanks(struct reader *reader) {
    reader->at += strspn(reader->at, " \t\r\n");
}

static bool take(struct reader *reader, const char *symbol) {
    skip_blanks(reader);
    size_t size = strlen(symbol);
    if (strncmp(reader->at, symbol, size) != 0)
        return false;
    reader->at += size;
    return true;
}

static void expect(struct reader *reader, const char *symbol) {
    if (!take(reader, symbol))
        mistake(reader);
}

static size_t name_size(const char *text, bool with_hyphen) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-";
    size_t size = 0;
    while (text[size] != '\0' && strchr(letters, text[size]) != NULL && (with_hyphen || text[size] != '-'))
        size++;
    return size;
}

static char *take_name(struct reader *reader, bool with_hyphen) {
    skip_blanks(reader);
    size_t size = name_size(reader->at, with_hyphen);
    char *name = arena_strndup(reader->arena, reader->at, size);
    reader->at += size;
    if (size == 0)
        mistake(reader);
    return name;
}

static char *take_string(struct reader *reader) {
    static const char escapes[] = "\\\"'nrt";
    static const char bytes[] = "\\\"'\n\r\t";
    char quote = *reader->at++;
    char *text = arena_calloc(reader->arena, strlen(reader->at) + 1, 1);
    size_t size = 0;
    for (; *reader->at != quote && *reader->at != '\0'; reader->at++) {
        char byte = *reader->at;
        if (byte == '\\') {
            const char *found = strchr(escapes, *++reader->at);
            byte = found == NULL || *reader->at == '\0' ? (mistake(reader), '?') : bytes[found - escapes];
        }
        text[size++] = byte;
    }
    if (*reader->at++ == '\0') {
        reader->at--;
        mistake(reader);
    }
    return text;
}

/* ---- Values ---- */

static struct value of_list(struct reader *reader, char *const *items, size_t count) {
    struct value list = {.kind = LIST, .items = ARENA_ARRAY(reader->arena, struct value, count + 1)};
    for (; list.item_count < count; list.item_count++)
        list.items[list.item_count] = (struct value){.kind = TEXT, .text = items[list.item_count]};
    return list;
}

static struct value of_reading(struct reader *reader, const Catalog__V1__PredicateReading *reading) {
    switch ((int)reading->type) {
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL:
        return of_bool(strcmp(reading->value, "true") == 0);
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER:
        return (struct value){.kind = INT, .integer = strtoll(reading->value, NULL, 10)};
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_STRING:
        return (struct value){.kind = TEXT, .text = reading->value};
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM:
        return (struct value){
            .kind = TEXT, .text = reading->value, .words = reading->words, .word_count = reading->n_words};
    case CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST:
        return of_list(reader, reading->items, reading->n_items);
    default:
        return unknown;
    }
}

static struct value look_up(struct reader *reader, const char *path) {
    for (size_t i = 0; i < reader->count; i++) {
        if (strcmp(reader->values[i]->name, path) == 0)
            return of_reading(reader, reader->values[i]);
    }
    return unknown;
}

/* ---- Comparisons ---- */

static size_t rank(const struct value *of, const char *word) {
    size_t i = 0;
    while (i < of->word_count && strcmp(of->words[i], word) != 0)
        i++;
    return i;
}

/* Negative, zero or positive. */
static int compare(struct reader *reader, const struct value *a, const struct value *b) {
    if (a->kind != b->kind || a->kind == LIST || a->kind == UNKNOWN) {
        refuse(reader);
        return 0;
    }
    if (a->kind == INT)
        return (a->integer > b->integer) - (a->integer < b->integer);
    if (a->kind == BOOL)
        return (int)a->boolean - (int)b->boolean;
    const struct value *of = a->words != NULL ? a : b;
    if (of->words == NULL)
        return strcmp(a->text, b->text);
    size_t left = rank(of, a->text);
    size_t right = rank(of, b->text);
    if (left == of->word_count || right == of->word_count)
        refuse(reader);
    return (left > right) - (left < right);
}

/* Kleene's three values: DECISIVE ends an "or" when true, an "and" when false. */
static struct value join(struct reader *reader, struct value a, struct value b, bool decisive) {
    bool is_ill = (a.kind != BOOL && a.kind != UNKNOWN) || (b.kind != BOOL && b.kind != UNKNOWN);
    if (is_ill)
        return refuse(reader);
    if ((a.kind == BOOL && a.boolean == decisive) || (b.kind == BOOL && b.boolean == decisive))
        return of_bool(decisive);
    return a.kind == UNKNOWN || b.kind == UNKNOWN ? unknown : of_bool(!decisive);
}

static struct value equal(struct reader *reader, const struct value *a, const struct value *b) {
    if (a->kind == UNKNOWN || b->kind == UNKNOWN)
        return unknown;
    if (a->kind != LIST || b->kind != LIST)
        return of_bool(compare(reader, a, b) == 0);
    struct value all = of_bool(a->item_count == b->item_count);
    for (size_t i = 0; i < a->item_count && a->item_count == b->item_count; i++)
        all = join(reader, all, equal(reader, &a->items[i], &b->items[i]), false);
    return all;
}

static struct value not(struct reader * reader, struct value value) {
    if (value.kind != BOOL)
        return value.kind == UNKNOWN ? unknown : refuse(reader);
    return of_bool(!value.boolean);
}

static struct value is_in(struct reader *reader, const struct value *item, const struct value *list) {
    struct value any = of_bool(false);
    if (list->kind != LIST)
        return list->kind == UNKNOWN ? unknown : refuse(reader);
    for (size_t i = 0; i < list->item_count; i++)
        any = join(reader, any, equal(reader, item, &list->items[i]), true);
    return any;
}

/* ---- Operands ---- */

static struct value read_size(struct reader *reader) {
    struct value value = read_or(reader);
    int64_t count = 0;
    expect(reader, ")");
    if (value.kind != TEXT && value.kind != LIST)
        return value.kind == UNKNOWN ? unknown : refuse(reader);
    for (const char *text = value.kind == TEXT ? value.text : ""; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return (struct value){.kind = INT, .integer = value.kind == LIST ? (int64_t)value.item_count : count};
}

static struct value read_list(struct reader *reader) {
    struct value list = {.kind = LIST, .items = ARENA_ARRAY(reader->arena, struct value, strlen(reader->at) + 1)};
    while (!reader->is_broken && !take(reader, "]")) {
        list.items[list.item_count++] = read_or(reader);
        if (!take(reader, ",") && (skip_blanks(reader), *reader->at != ']'))
            return mistake(reader);
    }
    return list;
}

/* One more part of a path: `.name` that is no method, or `["name"]`. NULL: none. */
static const char *take_part(struct reader *reader) {
    const char *before = reader->at;
    if (take(reader, "[")) {
        skip_blanks(reader);
        const char *part = *reader->at == '"' || *reader->at == '\'' ? take_string(reader) : (mistake(reader), "");
        expect(reader, "]");
        return part;
    }
    if (!take(reader, "."))
        return NULL;
    const char *part = take_name(reader, true);
    skip_blanks(reader);
    if (*reader->at != '(')
        return part;
    reader->at = before;
    return NULL;
}

static struct value read_name(struct reader *reader) {
    const char *path = take_name(reader, false);
    const char *part;
    if (strcmp(path, "true") == 0 || strcmp(path, "false") == 0)
        return of_bool(path[0] == 't');
    if (strcmp(path, "size") == 0 && take(reader, "("))
        return read_size(reader);
    for (const struct bound *bound = reader->bound; bound != NULL; bound = bound->outer) {
        if (strcmp(bound->name, path) == 0)
            return bound->value;
    }
    while (!reader->is_broken && (part = take_part(reader)) != NULL)
        path = arena_printf(reader->arena, "%s.%s", path, part);
    return look_up(reader, path);
}

static struct value read_primary(struct reader *reader) {
    skip_blanks(reader);
    char first = *reader->at;
    if (first == '"' || first == '\'')
        return (struct value){.kind = TEXT, .text = take_string(reader)};
    if ((first >= '0' && first <= '9') || first == '-') {
        char *end;
        struct value number = {.kind = INT, .integer = strtoll(reader->at, &end, 10)};
        reader->at = end;
        return number;
    }
    if (take(reader, "["))
        return read_list(reader);
    if (!take(reader, "("))
        return read_name(reader);
    struct value inner = read_or(reader);
    expect(reader, ")");
    return inner;
}

/* ---- Methods ---- */

static struct value read_body(struct reader *reader, const char *name, struct value item) {
    struct bound bound = {.name = name, .value = item, .outer = reader->bound};
    reader->bound = &bound;
    struct value value = read_or(reader);
    reader->bound = bound.outer;
    return value;
}

/* The body is read once for each item, and once more to come behind it. */
static struct value read_macro(struct reader *reader, const struct value *list, bool is_exists) {
    const char *name = take_name(reader, false);
    struct value all = of_bool(!is_exists);
    expect(reader, ",");
    const char *body = reader->at;
    for (size_t i = 0; list->kind == LIST && i < list->item_count && !reader->is_broken; i++) {
        reader->at = body;
        all = join(reader, all, read_body(reader, name, list->items[i]), is_exists);
    }
    reader->at = body;
    reader->skipping++;
    read_body(reader, name, unknown);
    reader->skipping--;
    if (list->kind != LIST)
        return list->kind == UNKNOWN ? unknown : refuse(reader);
    return all;
}

static bool test_text(const char *method, const char *text, const char *part) {
    size_t text_size = strlen(text);
    size_t part_size = strlen(part);
    if (strcmp(method, "contains") == 0)
        return strstr(text, part) != NULL;
    if (part_size > text_size)
        return false;
    const char *from = strcmp(method, "startsWith") == 0 ? text : text + text_size - part_size;
    return strncmp(from, part, part_size) == 0;
}

static struct value read_method(struct reader *reader, struct value operand) {
    const char *method = take_name(reader, false);
    expect(reader, "(");
    if (strcmp(method, "exists") == 0 || strcmp(method, "all") == 0) {
        struct value result = read_macro(reader, &operand, method[0] == 'e');
        expect(reader, ")");
        return result;
    }
    struct value part = read_or(reader);
    expect(reader, ")");
    if (operand.kind == UNKNOWN || part.kind == UNKNOWN)
        return unknown;
    if (operand.kind != TEXT || part.kind != TEXT || operand.words != NULL)
        return refuse(reader);
    return of_bool(test_text(method, operand.text, part.text));
}

static struct value read_unary(struct reader *reader) {
    skip_blanks(reader);
    if (reader->at[0] == '!' && reader->at[1] != '=') {
        reader->at++;
        return not(reader, read_unary(reader));
    }
    struct value value = read_primary(reader);
    while (!reader->is_broken && take(reader, "."))
        value = read_method(reader, value);
    return value;
}

/* ---- Operators ---- */

static bool take_in(struct reader *reader) {
    skip_blanks(reader);
    return name_size(reader->at, false) == 2 && take(reader, "in");
}

static struct value order(struct reader *reader, size_t operator, const struct value * a, const struct value *b) {
    if (a->kind == UNKNOWN || b->kind == UNKNOWN)
        return unknown;
    if (a->kind == BOOL)
        return refuse(reader);
    int result = compare(reader, a, b);
    const bool holds[] = {result <= 0, result >= 0, result<0, result> 0};
    return of_bool(holds[operator]);
}

static struct value read_relation(struct reader *reader) {
    static const char *const orders[] = {"<=", ">=", "<", ">"};
    struct value left = read_unary(reader);
    bool is_negated = take(reader, "!=");
    if (is_negated || take(reader, "==")) {
        struct value right = read_unary(reader);
        struct value same = equal(reader, &left, &right);
        return is_negated ? not(reader, same) : same;
    }
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (take(reader, orders[i])) {
            struct value right = read_unary(reader);
            return order(reader, i, &left, &right);
        }
    }
    if (!take_in(reader))
        return left;
    struct value list = read_unary(reader);
    return is_in(reader, &left, &list);
}

/* The rest of a chain that is decided is read, and not judged. */
static struct value read_chain(struct reader *reader, const char *symbol, bool decisive,
                               struct value (*read_part)(struct reader *reader)) {
    struct value all = read_part(reader);
    while (!reader->is_broken && take(reader, symbol)) {
        bool is_decided = all.kind == BOOL && all.boolean == decisive;
        reader->skipping += is_decided;
        struct value part = read_part(reader);
        reader->skipping -= is_decided;
        all = is_decided ? all : join(reader, all, part, decisive);
    }
    return all;
}

static struct value read_and(struct reader *reader) {
    return read_chain(reader, "&&", false, read_relation);
}

static struct value read_or(struct reader *reader) {
    return read_chain(reader, "||", true, read_and);
}

enum replay_truth replay_judge(const char *text, Catalog__V1__PredicateReading *const *values, size_t count,
                               struct arena *arena) {
    struct reader reader = {.at = text, .values = values, .count = count, .arena = arena};
    if (text[0] == '\0')
        return REPLAY_TRUE;
    struct value value = read_or(&reader);
    skip_blanks(&reader);
    if (reader.is_broken || *reader.at != '\0' || value.kind != BOOL)
        return REPLAY_UNKNOWN;
    return value.boolean ? REPLAY_TRUE : REPLAY_FALSE;
}
