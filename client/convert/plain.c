#include "convert/plain.h"

#include "codec/utf8.h"
#include "convert/normalise.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES      12
#define REFERENCE_BYTES 12
#define TAG_BYTES_MAX   4096
#define CODE_POINT_MAX  0x10FFFFU

enum effect { EFFECT_NONE, EFFECT_LINE, EFFECT_PARAGRAPH, EFFECT_ITEM, EFFECT_LINK };

/* The elements that are taken for markup. */
static const struct {
    const char *name;
    enum effect effect;
} elements[] = {
    {"a", EFFECT_LINK},
    {"b", EFFECT_NONE},
    {"i", EFFECT_NONE},
    {"u", EFFECT_NONE},
    {"em", EFFECT_NONE},
    {"strong", EFFECT_NONE},
    {"code", EFFECT_NONE},
    {"span", EFFECT_NONE},
    {"sup", EFFECT_NONE},
    {"sub", EFFECT_NONE},
    {"small", EFFECT_NONE},
    {"tt", EFFECT_NONE},
    {"font", EFFECT_NONE},
    {"br", EFFECT_LINE},
    {"tr", EFFECT_LINE},
    {"td", EFFECT_NONE},
    {"th", EFFECT_NONE},
    {"tbody", EFFECT_NONE},
    {"thead", EFFECT_NONE},
    {"li", EFFECT_ITEM},
    {"div", EFFECT_LINE},
    {"p", EFFECT_PARAGRAPH},
    {"ul", EFFECT_LINE},
    {"ol", EFFECT_LINE},
    {"dl", EFFECT_LINE},
    {"dt", EFFECT_LINE},
    {"dd", EFFECT_ITEM},
    {"pre", EFFECT_PARAGRAPH},
    {"table", EFFECT_PARAGRAPH},
    {"h1", EFFECT_PARAGRAPH},
    {"h2", EFFECT_PARAGRAPH},
    {"h3", EFFECT_PARAGRAPH},
    {"h4", EFFECT_PARAGRAPH},
    {"h5", EFFECT_PARAGRAPH},
    {"h6", EFFECT_PARAGRAPH},
    {"hr", EFFECT_PARAGRAPH},
    {"blockquote", EFFECT_PARAGRAPH},
};

static const struct {
    const char *name;
    const char *text;
} references[] = {
    {"amp", "&"},        {"lt", "<"},         {"gt", ">"},          {"quot", "\""},      {"apos", "'"},
    {"nbsp", " "},       {"ndash", "\u2013"}, {"mdash", "\u2014"},  {"lsquo", "\u2018"}, {"rsquo", "\u2019"},
    {"ldquo", "\u201C"}, {"rdquo", "\u201D"}, {"hellip", "\u2026"}, {"bull", "\u2022"},  {"middot", "\u00B7"},
    {"trade", "\u2122"}, {"reg", "\u00AE"},   {"copy", "\u00A9"},
};

/* The text on its way out. It never grows past the room of what is read: every piece of markup is longer than what
 * stands for it. */
struct plain {
    char *out;
    size_t size;
    bool has_targets; /* of links */
    const char *link; /* target of the link that is open; NULL: none */
    size_t link_size;
    const char *last_end;  /* the last '>', which may end a tag; NULL: there is none */
    bool has_open_comment; /* one that does not end was met: none behind it does */
};

static void put(struct plain *plain, const char *text, size_t size) {
    memcpy(plain->out + plain->size, text, size);
    plain->size += size;
}

static void drop_blanks(struct plain *plain, const char *blanks) {
    while (plain->size > 0 && strchr(blanks, plain->out[plain->size - 1]) != NULL)
        plain->size--;
}

/* Ends the line, and with COUNT 2 leaves an empty one. */
static void break_line(struct plain *plain, unsigned count) {
    unsigned have = 0;
    drop_blanks(plain, " \t\r");
    while (have < plain->size && plain->out[plain->size - 1 - have] == '\n')
        have++;
    for (; plain->size > 0 && have < count; have++)
        put(plain, "\n", 1);
}

/* The value of href in the tag from AT to END; NULL: none. */
static const char *target_of(const char *at, const char *end, size_t *ret_size) {
    for (; end - at > 7; at++) {
        if (normalise_lower(at[0]) != 'h' || normalise_lower(at[1]) != 'r' || strncmp(at + 2, "ef=", 3) != 0)
            continue;
        const char *start = at + 6;
        const char *stop = at[5] == '"' || at[5] == '\'' ? memchr(start, at[5], (size_t)(end - start)) : NULL;
        *ret_size = stop == NULL ? 0 : (size_t)(stop - start);
        return *ret_size == 0 ? NULL : start;
    }
    return NULL;
}

static bool ends_with(const struct plain *plain, const char *text, size_t size) {
    return plain->size >= size && memcmp(plain->out + plain->size - size, text, size) == 0;
}

static void close_link(struct plain *plain) {
    if (plain->link == NULL)
        return;
    if (!ends_with(plain, plain->link, plain->link_size)) {
        put(plain, " (", 2);
        put(plain, plain->link, plain->link_size);
        put(plain, ")", 1);
    }
    plain->link = NULL;
}

/* What the tag from NAME to END does; IS_END: it closes its element. */
static void apply(struct plain *plain, enum effect effect, bool is_end, const char *name, const char *end) {
    if (effect == EFFECT_LINE || effect == EFFECT_ITEM)
        break_line(plain, 1);
    if (effect == EFFECT_PARAGRAPH)
        break_line(plain, 2);
    if (effect == EFFECT_ITEM && !is_end)
        put(plain, "- ", 2);
    if (effect == EFFECT_LINK) {
        close_link(plain);
        plain->link = is_end || !plain->has_targets ? NULL : target_of(name, end, &plain->link_size);
    }
}

/* The end of the tag that begins at AT: its '>', behind values in quotes. NULL: it has none. The bound keeps texts of a
 * million tags that never end from being read a million times. */
static const char *end_of_tag(const struct plain *plain, const char *at) {
    const char *start = at;
    char quote = '\0';
    if (plain->last_end == NULL)
        return NULL;
    for (; at <= plain->last_end && at - start < TAG_BYTES_MAX; at++) {
        if (quote != '\0' && *at == quote)
            quote = '\0';
        else if (quote != '\0')
            continue;
        else if ((*at == '"' || *at == '\'') && at[-1] == '=')
            quote = *at;
        else if (*at == '>')
            return at;
    }
    return NULL;
}

/* Reads the name of a tag at AT in lower case, without a prefix ("xhtml:p"). Returns where it ends. */
static const char *name_of(const char *at, char ret_name[NAME_BYTES]) {
    size_t size = 0;
    for (;; at++) {
        char byte = normalise_lower(*at);
        if (byte == ':') {
            size = 0;
            continue;
        }
        bool is_name = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        if (!is_name || size + 1 == NAME_BYTES)
            break;
        ret_name[size++] = byte;
    }
    ret_name[size] = '\0';
    return at;
}

/* Takes the tag at AT, a '<'. Returns what follows it; NULL: it is none. */
static const char *take_tag(struct plain *plain, const char *at) {
    char name[NAME_BYTES];
    bool is_end = at[1] == '/';
    const char *start = at + 1 + is_end;
    const char *behind = name_of(start, name);
    if (*behind == '\0' || strchr(" \t\r\n/>", *behind) == NULL)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        if (strcmp(elements[i].name, name) != 0)
            continue;
        const char *end = end_of_tag(plain, behind);
        if (end == NULL)
            return NULL;
        apply(plain, elements[i].effect, is_end, behind, end);
        return end + 1;
    }
    return NULL;
}

/* A number that is no character, or a control one, stays as it is written. */
static bool put_number(struct plain *plain, const char *digits) {
    char *end = NULL;
    bool is_hexadecimal = digits[0] == 'x' || digits[0] == 'X';
    digits += is_hexadecimal;
    unsigned long point = strtoul(digits, &end, is_hexadecimal ? 16 : 10);
    bool is_whole = strspn(digits, "0123456789abcdefABCDEF") == (size_t)(end - digits) && *end == '\0';
    bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (!is_whole || point < ' ' || point > CODE_POINT_MAX || is_surrogate)
        return false;
    uint8_t bytes[4];
    size_t size = utf8_encode((uint32_t)point, bytes);
    put(plain, (const char *)bytes, size);
    return true;
}

/* Takes the character reference at AT, a '&'. Returns what follows it; NULL: it is none. */
static const char *take_reference(struct plain *plain, const char *at) {
    char name[REFERENCE_BYTES];
    size_t size = strcspn(at + 1, ";& \n<");
    if (size == 0 || size >= sizeof name || at[1 + size] != ';')
        return NULL;
    memcpy(name, at + 1, size);
    name[size] = '\0';
    if (name[0] == '#')
        return put_number(plain, name + 1) ? at + size + 2 : NULL;
    for (size_t i = 0; i < COUNT_OF(references); i++) {
        if (strcmp(references[i].name, name) == 0) {
            put(plain, references[i].text, strlen(references[i].text));
            return at + size + 2;
        }
    }
    return NULL;
}

static const char *take_comment(struct plain *plain, const char *at) {
    const char *end = plain->has_open_comment ? NULL : strstr(at, "-->");
    plain->has_open_comment = end == NULL;
    return end == NULL ? NULL : end + 3;
}

static const char *take_markup(struct plain *plain, const char *at) {
    if (strncmp(at, "<!--", 4) == 0)
        return take_comment(plain, at);
    return *at == '<' ? take_tag(plain, at) : *at == '&' ? take_reference(plain, at) : NULL;
}

/* A line end of the source: the second in a row leaves an empty line. */
static void take_line_end(struct plain *plain) {
    drop_blanks(plain, " \t\r");
    break_line(plain, plain->size > 0 && plain->out[plain->size - 1] == '\n' ? 2 : 1);
}

static char *read_text(struct arena *arena, const char *text, bool has_targets) {
    struct plain plain = {
        .out = arena_alloc(arena, strlen(text) + 1), .has_targets = has_targets, .last_end = strrchr(text, '>')};
    if (plain.out == NULL)
        return NULL;
    while (*text != '\0') {
        const char *behind = take_markup(&plain, text);
        if (behind == NULL && *text == '\n')
            take_line_end(&plain);
        else if (behind == NULL && (plain.size > 0 || strchr(" \t\r", *text) == NULL))
            put(&plain, text, 1);
        text = behind == NULL ? text + 1 : behind;
    }
    close_link(&plain);
    drop_blanks(&plain, " \t\r\n");
    plain.out[plain.size] = '\0';
    return plain.out;
}

char *plain_text(struct arena *arena, const char *text) {
    return read_text(arena, text, true);
}

char *plain_words(struct arena *arena, const char *text) {
    return read_text(arena, text, false);
}

char *plain_sentence(struct arena *arena, const char *text) {
    size_t size = 0;
    while (text[size] != '\0' && text[size] != '\n') {
        if (strchr(".!?", text[size]) != NULL && strchr(" \n", text[size + 1]) != NULL)
            break;
        size++;
    }
    return arena_strndup(arena, text, size);
}
