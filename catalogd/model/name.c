#include "model/name.h"

#include "base/limits.h"

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* [a-z][a-z0-9 and what is in OTHERS]{0,62} over the first SIZE bytes of TEXT. */
static bool is_word(const char *text, size_t size, const char *others) {
    if (size == 0 || size > LIMIT_IDENTIFIER_BYTES || !is_lower(text[0]))
        return false;
    for (size_t i = 1; i < size; i++)
        if (!is_lower(text[i]) && !is_digit(text[i]) && strchr(others, text[i]) == NULL)
            return false;
    return true;
}

bool name_is_object(const char *text) {
    const char *slash = strchr(text, '/');
    return slash != NULL && is_word(text, (size_t)(slash - text), "-") && is_word(slash + 1, strlen(slash + 1), "-");
}

bool name_is_id(const char *text) {
    return is_word(text, strlen(text), "_-");
}

bool name_is_setting(const char *text) {
    return is_word(text, strlen(text), "_");
}

bool name_is_reserved(const char *name) {
    return slice_equal(name_namespace(name), slice_text(NAME_PLATFORM));
}

slice name_namespace(const char *name) {
    return slice_of(name, strcspn(name, "/"));
}

bool name_next_part(const char **address, slice *ret_part) {
    size_t size = strcspn(*address, ".");
    if (**address == '\0')
        return false;
    *ret_part = slice_of(*address, size);
    *address += size + ((*address)[size] == '.');
    return true;
}
