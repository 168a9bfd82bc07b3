#include "convert/words.h"

#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Every enum's zero is PREFIX_UNSPECIFIED. */
static size_t prefix_size(const ProtobufCEnumDescriptor *descriptor) {
    return strlen(descriptor->values[0].name) - strlen("UNSPECIFIED");
}

struct word word_in_capitals(const ProtobufCEnumDescriptor *descriptor, int value) {
    struct word word = {"-"};
    const ProtobufCEnumValue *known = protobuf_c_enum_descriptor_get_value(descriptor, value);
    if (known == NULL)
        snprintf(word.text, sizeof word.text, "%d", value);
    else if (value != 0)
        snprintf(word.text, sizeof word.text, "%s", known->name + prefix_size(descriptor));
    return word;
}

struct word word_of(const ProtobufCEnumDescriptor *descriptor, int value) {
    struct word word = word_in_capitals(descriptor, value);
    for (char *at = word.text; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return word;
}

struct word word_with_hyphens(const ProtobufCEnumDescriptor *descriptor, int value) {
    struct word word = word_of(descriptor, value);
    for (char *at = strchr(word.text, '_'); at != NULL; at = strchr(at, '_'))
        *at = '-';
    return word;
}

struct word word_of_time(const Catalog__V1__Timestamp *time) {
    struct word word = {"-"};
    if (time != NULL && !time_format(time->seconds, time->nanos, word.text))
        snprintf(word.text, sizeof word.text, "%lld s", (long long)time->seconds);
    return word;
}

struct word word_of_code(const char *code) {
    struct word word;
    snprintf(word.text, sizeof word.text, "%s", code);
    for (char *at = word.text; *at != '\0'; at++)
        *at = (char)(*at == '_' ? ' ' : tolower((unsigned char)*at));
    return word;
}

struct word word_of_count(size_t count, const char *noun) {
    struct word word;
    snprintf(word.text, sizeof word.text, "%zu %s%s", count, noun, count == 1 ? "" : "s");
    return word;
}

const char *words_joined(struct arena *arena, char *const *texts, size_t count) {
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen(texts[i]) + 2;
    char *joined = arena_alloc(arena, size);
    if (joined == NULL)
        return "";
    char *end = joined;
    for (size_t i = 0; i < count; i++)
        end += sprintf(end, "%s%s", i > 0 ? ", " : "", texts[i]);
    *end = '\0';
    return joined;
}

const char *words_line(struct arena *arena, const char *text, size_t bytes) {
    size_t size = strlen(text);
    if (size > bytes) {
        size = bytes;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    }
    char *line = arena_strndup(arena, text, size);
    for (char *at = line; at != NULL && *at != '\0'; at++) {
        if ((unsigned char)*at < ' ')
            *at = ' ';
    }
    return line;
}
