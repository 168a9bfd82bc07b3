/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF. */
#ifndef CATALOGD_CODEC_UTF8_H
#define CATALOGD_CODEC_UTF8_H

#include "base/slice.h"

/* Reads the code point at the front of TEXT and its length in bytes. False: TEXT is empty or does not begin with one.
 */
bool utf8_next(slice text, uint32_t *ret_point, size_t *ret_size);

/* Writes the code point POINT, at most U+10FFFF. Returns how many bytes it has. */
size_t utf8_encode(uint32_t point, uint8_t ret_bytes[4]);

/* Takes out of TEXT what is no UTF-8, such as the half of a character that a format with a precision leaves. */
void utf8_drop_broken(char *text);

/* TEXT is UTF-8 from end to end. The empty text is. */
bool utf8_is_valid(slice text);

#endif
