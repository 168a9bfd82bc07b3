#include "convert/glyph.h"

#include "base/macros.h"
#include "codec/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct range {
    uint32_t first;
    uint32_t last;
};

/* In order. Control and format characters (Unicode general categories Cc, Cf, Zl, Zp) that act without being seen. */
static const struct range unsafe[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c}, {0x115f, 0x1160},
    {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
};

/* Combining marks of the scripts in common use, after Kuhn's wcwidth. */
static const struct range combining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5},
    {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06e4}, {0x0901, 0x0902},
    {0x093c, 0x093c}, {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe20, 0xfe2f},
};

/* East Asian wide and fullwidth, and pictographs (UAX #11). */
static const struct range wide[] = {
    {0x1100, 0x115e},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x2e80, 0x303e},
    {0x3041, 0xa4cf},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
    {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff},
    {0x20000, 0x2fffd}, {0x30000, 0x3fffd},
};

static bool is_in(const struct range *ranges, size_t count, uint32_t point) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (point > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && point >= ranges[low].first;
}

static void escape(struct glyph *glyph, uint32_t point) {
    int columns;
    if (point < 0x100)
        columns = snprintf(glyph->shown, sizeof glyph->shown, "\\x%02x", (unsigned)point);
    else if (point < 0x10000)
        columns = snprintf(glyph->shown, sizeof glyph->shown, "\\u%04x", (unsigned)point);
    else
        columns = snprintf(glyph->shown, sizeof glyph->shown, "\\U%08x", (unsigned)point);
    glyph->columns = (unsigned)columns;
}

static unsigned columns_of(uint32_t point) {
    if (is_in(combining, COUNT_OF(combining), point))
        return 0;
    return is_in(wide, COUNT_OF(wide), point) ? 2 : 1;
}

struct glyph glyph_at(const char *text) {
    struct glyph glyph = {.size = 1};
    if (*text == '\n' || *text == '\t') {
        glyph.shown[0] = ' ';
        glyph.columns = 1;
        return glyph;
    }
    uint32_t point;
    if (!utf8_next(slice_of(text, strnlen(text, 4)), &point, &glyph.size)) {
        glyph.size = 1;
        escape(&glyph, (unsigned char)*text);
        return glyph;
    }
    if (is_in(unsafe, COUNT_OF(unsafe), point)) {
        escape(&glyph, point);
        return glyph;
    }
    memcpy(glyph.shown, text, glyph.size);
    glyph.columns = columns_of(point);
    return glyph;
}

unsigned glyph_columns(const char *text) {
    unsigned columns = 0;
    while (*text != '\0') {
        struct glyph glyph = glyph_at(text);
        columns += glyph.columns;
        text += glyph.size;
    }
    return columns;
}
