#include "model/reference.h"

#include "base/macros.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NUMBERS_MAX 3
#define DIGITS_MAX  9
#define LETTERS_MAX 7

/* One shape of a scheme's ids: letters, then numbers. */
struct shape {
    const char *scheme;
    const char *letters; /* NULL: any two */
    bool is_bare;        /* the letters may be left out */
    unsigned count_min;
    unsigned count_max;
    int widths[NUMBERS_MAX]; /* of each number, filled with zeros */
    const char *before[NUMBERS_MAX];
    const char *after[NUMBERS_MAX];
};

#define ATTACK(word)                                                                                                   \
    {                                                                                                                  \
        "attack", word, false, 1, 1, {4}, {""}, {                                                                      \
            ""                                                                                                         \
        }                                                                                                              \
    }

static const struct shape shapes[] = {
    {"cwe", "CWE", true, 1, 1, {0}, {"-"}, {""}},
    {"capec", "CAPEC", true, 1, 1, {0}, {"-"}, {""}},
    {"attack", "T", false, 1, 2, {4, 3}, {"", "."}, {"", ""}},
    ATTACK("TA"),
    ATTACK("M"),
    ATTACK("G"),
    ATTACK("S"),
    ATTACK("C"),
    ATTACK("DS"),
    ATTACK("DC"),
    ATTACK("DET"),
    ATTACK("AN"),
    {"nist-800-53", NULL, false, 1, 2, {0, 0}, {"-", "("}, {"", ")"}},
    {"asvs", "V", true, 1, 3, {0, 0, 0}, {"", ".", "."}, {"", "", ""}},
};

/* Schemes whose ids are written in upper case, whatever their shape. */
static const char *const upper_schemes[] = {"cwe", "capec", "attack", "nist-800-53", "asvs", "d3fend", "csf", "owasp"};

/* An id taken apart. */
struct parts {
    char letters[LETTERS_MAX + 1];
    char numbers[NUMBERS_MAX][DIGITS_MAX + 1]; /* without leading zeros */
    unsigned count;
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char upper(char c) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    static const char large[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *letter = c == '\0' ? NULL : strchr(small, c);
    if (letter == NULL)
        return c;
    return large[letter - small];
}

static bool read_number(const char **text, struct parts *parts) {
    size_t size = 0;
    while (**text == '0' && is_digit((*text)[1]))
        (*text)++;
    if (parts->count == NUMBERS_MAX)
        return false;
    for (; is_digit(**text); (*text)++) {
        if (size == DIGITS_MAX)
            return false;
        parts->numbers[parts->count][size++] = **text;
    }
    parts->count++;
    return true;
}

static bool take_apart(const char *text, struct parts *parts) {
    size_t size = 0;
    *parts = (struct parts){0};
    for (; is_letter(*text); text++) {
        if (size == LETTERS_MAX)
            return false;
        parts->letters[size++] = upper(*text);
    }
    while (*text != '\0') {
        text += strspn(text, " -._/()");
        if (is_digit(*text) ? !read_number(&text, parts) : *text != '\0')
            return false;
    }
    return parts->count > 0;
}

static bool fits(const struct shape *shape, const struct parts *parts) {
    if (parts->count < shape->count_min || parts->count > shape->count_max)
        return false;
    if (shape->letters == NULL)
        return strlen(parts->letters) == 2;
    return strcmp(shape->letters, parts->letters) == 0 || (shape->is_bare && parts->letters[0] == '\0');
}

static const char *put_together(const struct shape *shape, const struct parts *parts, struct arena *arena) {
    char text[128];
    size_t size = (size_t)snprintf(text, sizeof text, "%s", shape->letters == NULL ? parts->letters : shape->letters);
    for (unsigned i = 0; i < parts->count; i++) {
        int length = (int)strlen(parts->numbers[i]);
        int zeros = shape->widths[i] > length ? shape->widths[i] - length : 0;
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%.*s%s%s", shape->before[i], zeros, "0000",
                                 parts->numbers[i], shape->after[i]);
    }
    return arena_strdup(arena, text);
}

/* The parts of ATT&CK are schemes of their own ("attack-ics") whose ids have the same shapes. */
static const char *family_of(const char *scheme) {
    return strncmp(scheme, "attack-", strlen("attack-")) == 0 ? "attack" : scheme;
}

static const struct shape *shape_of(const char *scheme, const char *text, struct parts *parts) {
    const char *family = family_of(scheme);
    if (!take_apart(text, parts))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        if (strcmp(shapes[i].scheme, family) == 0 && fits(&shapes[i], parts))
            return &shapes[i];
    return NULL;
}

/* The last part of URL, or its last two where one does not say it: ".../techniques/T1078/004". URL is cut. */
static const struct shape *shape_of_url(const char *scheme, char *url, struct parts *parts) {
    size_t size = strlen(url);
    if (size > 5 && strcasecmp(url + size - 5, ".html") == 0)
        url[size -= 5] = '\0';
    while (size > 0 && url[size - 1] == '/')
        url[--size] = '\0';
    char *start = url + size;
    const struct shape *shape = NULL;
    for (unsigned i = 0; i < 2 && shape == NULL && start > url; i++) {
        for (start--; start > url && start[-1] != '/';)
            start--;
        shape = shape_of(scheme, start, parts);
    }
    return shape;
}

static char *trimmed(const char *text, struct arena *arena) {
    static const char blanks[] = " \t\r\n";
    text += strspn(text, blanks);
    size_t size = strlen(text);
    while (size > 0 && strchr(blanks, text[size - 1]) != NULL)
        size--;
    return arena_strndup(arena, text, size);
}

static bool is_upper_scheme(const char *scheme) {
    const char *family = family_of(scheme);
    for (size_t i = 0; i < COUNT_OF(upper_schemes); i++)
        if (strcmp(upper_schemes[i], family) == 0)
            return true;
    return false;
}

static const char *kept(const char *scheme, char *text) {
    if (is_upper_scheme(scheme))
        for (char *c = text; *c != '\0'; c++)
            *c = upper(*c);
    return text;
}

const char *reference_id(const char *scheme, const char *id, struct arena *arena) {
    struct parts parts;
    char *text = trimmed(id, arena);
    if (text == NULL)
        return NULL;
    if (strstr(text, "://") == NULL) {
        const struct shape *shape = shape_of(scheme, text, &parts);
        return shape == NULL ? kept(scheme, text) : put_together(shape, &parts, arena);
    }
    char *url = arena_strdup(arena, text);
    if (url == NULL)
        return NULL;
    const struct shape *shape = shape_of_url(scheme, url, &parts);
    return shape == NULL ? text : put_together(shape, &parts, arena);
}

bool reference_is_same(const Catalog__V1__Reference *a, const Catalog__V1__Reference *b, struct arena *arena) {
    if (strcmp(a->scheme, b->scheme) != 0)
        return false;
    const char *first = reference_id(a->scheme, a->id, arena);
    const char *second = reference_id(b->scheme, b->id, arena);
    return first != NULL && second != NULL && strcmp(first, second) == 0;
}

/* Compares the numbers that both texts begin with and moves past them. */
static int compare_numbers(const char **a, const char **b) {
    *a += strspn(*a, "0");
    *b += strspn(*b, "0");
    size_t a_size = strspn(*a, "0123456789");
    size_t b_size = strspn(*b, "0123456789");
    int order = a_size == b_size ? memcmp(*a, *b, a_size) : a_size < b_size ? -1 : 1;
    *a += a_size;
    *b += b_size;
    return order;
}

int reference_compare_releases(const char *a, const char *b) {
    const char *const first = a;
    const char *const second = b;
    int order = 0;
    while (order == 0 && *a != '\0' && *b != '\0') {
        if (is_digit(*a) && is_digit(*b)) {
            order = compare_numbers(&a, &b);
        } else {
            order = (unsigned char)*a - (unsigned char)*b;
            a++;
            b++;
        }
    }
    if (order == 0 && (*a != '\0' || *b != '\0'))
        order = *a != '\0' ? 1 : -1;
    return order != 0 ? order : strcmp(first, second);
}

bool reference_is_part(const char *release) {
    return strncmp(release, REFERENCE_PART_OF, strlen(REFERENCE_PART_OF)) == 0;
}

bool reference_release_serves(const char *release, const char *asked) {
    return asked[0] == '\0' || strcmp(release, asked) == 0 ||
           (reference_is_part(release) && strcmp(release + strlen(REFERENCE_PART_OF), asked) == 0);
}

bool reference_is_release(const char *text) {
    size_t size = strlen(text);
    for (const char *c = text; *c != '\0'; c++)
        if (!is_letter(*c) && !is_digit(*c) && strchr("._+-", *c) == NULL)
            return false;
    return size > 0 && size <= REFERENCE_RELEASE_MAX;
}
