#include "convert/wrap.h"

#include "convert/glyph.h"

#include <ctype.h>

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* Names, addresses and choices are long words: "aws/s3@1.2.0", "login.keys.key", "dot|svg". Numbers stay whole. */
static bool is_break(char before, char after) {
    return strchr("/.@-_,;:|", before) != NULL && !isdigit((unsigned char)after) && !is_blank(after);
}

/* Where the text that fits into COLUMNS may end; each is NULL where there is no such place. */
struct ends {
    const char *blank;
    const char *punctuation;
    const char *anywhere; /* the end of what fits */
};

static struct ends find_ends(const char *text, unsigned columns) {
    struct ends ends = {0};
    unsigned used = 0;
    while (*text != '\0' && *text != '\n') {
        struct glyph glyph = glyph_at(text);
        if (is_blank(*text))
            ends.blank = text;
        /* The first character is taken whatever its width, so that every line moves on. */
        if (used + glyph.columns > columns && ends.anywhere != NULL)
            return ends;
        used += glyph.columns;
        text += glyph.size;
        ends.anywhere = text;
        if (is_break(text[-1], *text))
            ends.punctuation = text;
    }
    ends.blank = text;
    return ends;
}

bool wrap_next(const char **text, unsigned columns, slice *ret_line) {
    const char *start = *text;
    while (is_blank(*start))
        start++;
    if (*start == '\0')
        return false;
    struct ends ends = find_ends(start, columns);
    const char *end = ends.blank != NULL ? ends.blank : ends.punctuation != NULL ? ends.punctuation : ends.anywhere;
    *text = end;
    while (is_blank(end[-1]))
        end--;
    *ret_line = slice_of(start, (size_t)(end - start));
    return true;
}
