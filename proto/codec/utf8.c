#include "codec/utf8.h"

#include <string.h>

/* Length of a sequence by its first byte, the first code point that needs it, and the first byte's payload. */
static const struct {
    uint8_t mask;
    uint8_t lead;
    uint8_t size;
    uint32_t lowest;
} forms[] = {{0x80, 0x00, 1, 0x0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}};

bool utf8_next(slice text, uint32_t *ret_point, size_t *ret_size) {
    if (text.size == 0)
        return false;
    size_t form = 0;
    while (form < 4 && (text.data[0] & forms[form].mask) != forms[form].lead)
        form++;
    if (form == 4 || text.size < forms[form].size)
        return false;
    uint32_t point = text.data[0] & (uint8_t)~forms[form].mask;
    for (size_t i = 1; i < forms[form].size; i++) {
        if ((text.data[i] & 0xC0) != 0x80)
            return false;
        point = point << 6 | (text.data[i] & 0x3F);
    }
    if (point < forms[form].lowest || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF)
        return false;
    *ret_point = point;
    *ret_size = forms[form].size;
    return true;
}

size_t utf8_encode(uint32_t point, uint8_t ret_bytes[4]) {
    size_t form = 3;
    while (form > 0 && point < forms[form].lowest)
        form--;
    for (size_t i = forms[form].size; i-- > 1; point >>= 6)
        ret_bytes[i] = (uint8_t)(0x80 | (point & 0x3F));
    ret_bytes[0] = (uint8_t)(forms[form].lead | point);
    return forms[form].size;
}

void utf8_drop_broken(char *text) {
    slice rest = slice_text(text);
    size_t kept = 0;
    while (rest.size > 0) {
        uint32_t point = 0;
        size_t size = 1;
        if (utf8_next(rest, &point, &size)) {
            memmove(text + kept, rest.data, size);
            kept += size;
        }
        rest = slice_of(rest.data + size, rest.size - size);
    }
    text[kept] = '\0';
}

bool utf8_is_valid(slice text) {
    for (size_t i = 0; i < text.size;) {
        uint32_t point = 0;
        size_t size = 1;
        if (text.data[i] >= 0x80 && !utf8_next(slice_of(text.data + i, text.size - i), &point, &size))
            return false;
        i += size;
    }
    return true;
}
