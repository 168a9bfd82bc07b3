#include "store/key.h"

void key_add_bytes(struct key *key, slice bytes) {
    if (key->is_too_long || bytes.size > KEY_BYTES_MAX - key->size) {
        key->is_too_long = true;
        key->size = 0;
        return;
    }
    if (bytes.size > 0)
        memcpy(key->bytes + key->size, bytes.data, bytes.size);
    key->size += bytes.size;
}

void key_add_byte(struct key *key, uint8_t value) {
    key_add_bytes(key, slice_of(&value, 1));
}

void key_add_text(struct key *key, slice text) {
    key_add_bytes(key, text);
    key_add_byte(key, 0);
}

void key_add_name(struct key *key, const char *name) {
    const char *slash = strchr(name, '/');
    if (slash == NULL) {
        key->is_too_long = true;
        key->size = 0;
        return;
    }
    key_add_text(key, slice_of(name, (size_t)(slash - name)));
    key_add_text(key, slice_text(slash + 1));
}

static void add_integer(struct key *key, uint64_t value, size_t size) {
    uint8_t bytes[sizeof value];
    for (size_t i = size; i-- > 0; value >>= 8)
        bytes[i] = (uint8_t)value;
    key_add_bytes(key, slice_of(bytes, size));
}

void key_add_u64(struct key *key, uint64_t value) {
    add_integer(key, value, 8);
}

void key_add_u16(struct key *key, uint16_t value) {
    add_integer(key, value, 2);
}

static void move_past(slice *bytes, size_t size) {
    bytes->data += size;
    bytes->size -= size;
}

bool key_read_text(slice *bytes, slice *ret_text) {
    const uint8_t *end = bytes->size == 0 ? NULL : memchr(bytes->data, 0, bytes->size);
    if (end == NULL)
        return false;
    *ret_text = slice_of(bytes->data, (size_t)(end - bytes->data));
    move_past(bytes, ret_text->size + 1);
    return true;
}

static bool read_integer(slice *bytes, size_t size, uint64_t *ret_value) {
    if (bytes->size < size)
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes->data[i];
    move_past(bytes, size);
    *ret_value = value;
    return true;
}

bool key_read_u64(slice *bytes, uint64_t *ret_value) {
    return read_integer(bytes, 8, ret_value);
}

bool key_read_u16(slice *bytes, uint16_t *ret_value) {
    uint64_t value = 0;
    if (!read_integer(bytes, 2, &value))
        return false;
    *ret_value = (uint16_t)value;
    return true;
}

bool key_read_name(slice *bytes, char ret_name[KEY_NAME_BYTES]) {
    slice space = {0};
    slice slug = {0};
    if (!key_read_text(bytes, &space) || !key_read_text(bytes, &slug) || space.size + slug.size + 2 > KEY_NAME_BYTES)
        return false;
    memcpy(ret_name, space.data, space.size);
    ret_name[space.size] = '/';
    memcpy(ret_name + space.size + 1, slug.data, slug.size);
    ret_name[space.size + 1 + slug.size] = '\0';
    return true;
}
