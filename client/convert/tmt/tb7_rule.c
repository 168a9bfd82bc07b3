#include "convert/tmt/tb7.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <string.h>

static bool is_blank(char byte) {
    return strchr(" \t\r\n", byte) != NULL;
}

/* The value of the SIZE bytes at KEY in MAP; NULL: none, or no room. */
static const char *look_up(const struct tb7 *base, const struct string_map *map, const char *key, size_t size) {
    char *copy = arena_strndup(base->import->arena, key, size);
    return copy == NULL ? NULL : string_map_get(map, copy);
}

/* Takes the quoted word at AT, after its quote: the id of a stencil, else a value. Returns what follows it. */
static const char *take_quoted(const struct tb7 *base, const char *at, struct buffer *out) {
    size_t size = strcspn(at, "'");
    const char *name = look_up(base, &base->stencils, at, size);
    buffer_append(out, name == NULL ? slice_of(at, size) : slice_text(name));
    if (at[size] == '\0')
        return at + size;
    buffer_append_byte(out, '\'');
    return at + size + 1;
}

/* Takes the name at AT, after a dot: an attribute of a stencil. Returns what follows it. */
static const char *take_attribute(const struct tb7 *base, const char *at, struct buffer *out) {
    size_t size = strcspn(at, " \t\r\n()'");
    const char *name = look_up(base, &base->attributes, at, size);
    if (name == NULL)
        buffer_append(out, slice_of(at, size));
    else
        buffer_printf(out, "'%s'", name);
    return at + size;
}

static void write_rule(const struct tb7 *base, const char *at, struct buffer *out) {
    while (*at != '\0') {
        if (is_blank(*at)) {
            at += strspn(at, " \t\r\n");
            if (out->size > 0 && *at != '\0')
                buffer_append_byte(out, ' ');
            continue;
        }
        char byte = *at++;
        buffer_append_byte(out, (uint8_t)byte);
        if (byte == '\'')
            at = take_quoted(base, at, out);
        else if (byte == '.')
            at = take_attribute(base, at, out);
    }
}

const char *tb7_rule(const struct tb7 *base, const char *text) {
    struct buffer out;
    buffer_init(&out, LIMIT_OBJECT_BYTES);
    write_rule(base, text, &out);
    buffer_append_byte(&out, '\0');
    const char *rule = out.has_failed ? NULL : arena_strdup(base->import->arena, (const char *)out.data);
    buffer_done(&out);
    return rule;
}
