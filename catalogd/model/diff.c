#include "model/diff.h"

#include "base/string_map.h"
#include "base/vector.h"
#include "codec/field.h"
#include "codec/shape.h"
#include "model/contract.h"
#include "model/diff_text.h"
#include "model/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct comparison {
    struct arena *arena;
    VECTOR(struct diff_entry) entries;
    bool has_failed; /* no room */
};

/* One record on both sides; a side without the record it stands in is NULL. */
struct pair {
    const ProtobufCMessage *from;
    const ProtobufCMessage *to;
    const char *path;
    const char *pattern;
    bool in_contract;
};

/* One field of a pair, or one item of a list. */
struct site {
    const struct pair *pair;
    const ProtobufCFieldDescriptor *field;
    const char *path;
    const char *pattern;
    bool in_contract;
};

static void compare_records(struct comparison *comparison, const struct pair *pair);

static char *text_or_empty(struct comparison *comparison, const ProtobufCFieldDescriptor *field, const void *value) {
    return value == NULL ? arena_strdup(comparison->arena, "") : diff_text(field, value, comparison->arena);
}

static void add(struct comparison *comparison, const struct site *site, const void *from, const void *to) {
    Catalog__V1__FieldDifference *difference = ARENA_NEW(comparison->arena, Catalog__V1__FieldDifference);
    if (difference == NULL) {
        comparison->has_failed = true;
        return;
    }
    catalog__v1__field_difference__init(difference);
    difference->path = arena_strdup(comparison->arena, site->path);
    difference->before = text_or_empty(comparison, site->field, from);
    difference->after = text_or_empty(comparison, site->field, to);
    difference->in_contract = site->in_contract;
    bool is_whole = difference->path != NULL && difference->before != NULL && difference->after != NULL;
    const struct diff_entry entry = {.difference = difference,
                                     .pattern = site->pattern,
                                     .field = site->field,
                                     .from = from,
                                     .to = to,
                                     .from_record = site->pair->from,
                                     .to_record = site->pair->to};
    if (!is_whole || !vector_push(comparison->arena, &comparison->entries, entry))
        comparison->has_failed = true;
}

/* A time is one value: its parts say little to anybody. */
static bool is_time(const ProtobufCFieldDescriptor *field) {
    return field->type == PROTOBUF_C_TYPE_MESSAGE && shape_is_timestamp(field->descriptor);
}

static bool is_equal(struct comparison *comparison, const ProtobufCFieldDescriptor *field, const void *from,
                     const void *to) {
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return strcmp(field_text(from), field_text(to)) == 0;
    if (field->type != PROTOBUF_C_TYPE_BYTES && !is_time(field))
        return memcmp(from, to, field_value_bytes(field->type)) == 0;
    const char *before = text_or_empty(comparison, field, from);
    const char *after = text_or_empty(comparison, field, to);
    return before != NULL && after != NULL && strcmp(before, after) == 0;
}

/* One value on each side, either of which may be absent (NULL). */
static void compare_values(struct comparison *comparison, const struct site *site, const void *from, const void *to) {
    if (site->path == NULL || site->pattern == NULL)
        comparison->has_failed = true;
    else if (from != NULL && to != NULL && site->field->type == PROTOBUF_C_TYPE_MESSAGE && !is_time(site->field))
        compare_records(comparison, &(struct pair){field_message(from), field_message(to), site->path, site->pattern,
                                                   site->in_contract});
    else if (from == NULL || to == NULL || !is_equal(comparison, site->field, from, to))
        add(comparison, site, from, to);
}

/* ---- Lists ---- */

/* What a record is known by; NULL: by its position only. */
static const ProtobufCFieldDescriptor *key_of(const ProtobufCFieldDescriptor *field) {
    static const char *const names[] = {"id", "alias", "name"};
    if (field->type != PROTOBUF_C_TYPE_MESSAGE)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const ProtobufCFieldDescriptor *key =
            protobuf_c_message_descriptor_get_field_by_name(field->descriptor, names[i]);
        if (key != NULL && key->type == PROTOBUF_C_TYPE_STRING && !field_is_repeated(key))
            return key;
    }
    return NULL;
}

struct side {
    const ProtobufCMessage *message;
    size_t count;
    struct string_map by_key;
};

/* KEY is NULL where the items are texts: each is its own key. */
static const char *key_text(const ProtobufCFieldDescriptor *key, const void *value) {
    return key == NULL ? field_text(value) : field_text(field_value(field_message(value), key, 0));
}

/* False: a key is empty or there twice, so that items have to be matched by position. */
static bool index_side(struct comparison *comparison, const ProtobufCFieldDescriptor *field,
                       const ProtobufCFieldDescriptor *key, struct side *side) {
    string_map_init(&side->by_key, comparison->arena);
    for (size_t i = 0; i < side->count; i++) {
        const void *value = field_value(side->message, field, i);
        const char *text = key_text(key, value);
        if (*text == '\0' || string_map_get(&side->by_key, text) != NULL)
            return false;
        /* The map keeps pointers to what may not be changed; nothing is changed through it here. */
        union {
            const void *in;
            void *out;
        } cast = {.in = value};
        if (!string_map_put(&side->by_key, text, cast.out))
            comparison->has_failed = true;
    }
    return true;
}

static void compare_item(struct comparison *comparison, const struct site *list, const char *key, const void *from,
                         const void *to) {
    struct site item = *list;
    item.path = arena_printf(comparison->arena, "%s[%s]", list->path, key);
    compare_values(comparison, &item, from, to);
}

static void compare_by_key(struct comparison *comparison, const struct site *list, const struct side sides[2]) {
    for (size_t i = 0; i < sides[0].by_key.count; i++) {
        const struct string_map_entry *entry = &sides[0].by_key.entries[i];
        compare_item(comparison, list, entry->key, entry->value, string_map_get(&sides[1].by_key, entry->key));
    }
    for (size_t i = 0; i < sides[1].by_key.count; i++) {
        const struct string_map_entry *entry = &sides[1].by_key.entries[i];
        if (string_map_get(&sides[0].by_key, entry->key) == NULL)
            compare_item(comparison, list, entry->key, NULL, entry->value);
    }
}

static void compare_by_position(struct comparison *comparison, const struct site *list, const struct side sides[2]) {
    size_t count = sides[0].count > sides[1].count ? sides[0].count : sides[1].count;
    for (size_t i = 0; i < count; i++) {
        const void *from = i < sides[0].count ? field_value(sides[0].message, list->field, i) : NULL;
        const void *to = i < sides[1].count ? field_value(sides[1].message, list->field, i) : NULL;
        char position[24];
        snprintf(position, sizeof position, "%zu", i);
        compare_item(comparison, list, position, from, to);
    }
}

/* The same texts in another order: nothing but the positions tells them apart. */
static bool is_reordered(const struct side sides[2]) {
    if (sides[0].by_key.count != sides[1].by_key.count)
        return false;
    for (size_t i = 0; i < sides[0].by_key.count; i++)
        if (string_map_get(&sides[1].by_key, sides[0].by_key.entries[i].key) == NULL)
            return false;
    return true;
}

static void compare_lists(struct comparison *comparison, const struct site *list, struct side sides[2]) {
    const ProtobufCFieldDescriptor *key = key_of(list->field);
    bool is_text = list->field->type == PROTOBUF_C_TYPE_STRING;
    bool has_keys = (key != NULL || is_text) && index_side(comparison, list->field, key, &sides[0]) &&
                    index_side(comparison, list->field, key, &sides[1]);
    if (has_keys && !(is_text && is_reordered(sides)))
        compare_by_key(comparison, list, sides);
    else
        compare_by_position(comparison, list, sides);
}

/* ---- Records ---- */

static const char *below(struct comparison *comparison, const char *path, const char *name) {
    return arena_printf(comparison->arena, "%s%s%s", path, *path == '\0' ? "" : ".", name);
}

static void compare_field(struct comparison *comparison, const struct pair *pair,
                          const ProtobufCFieldDescriptor *field) {
    struct side sides[2] = {{.message = pair->from, .count = field_count(pair->from, field)},
                            {.message = pair->to, .count = field_count(pair->to, field)}};
    if (sides[0].count == 0 && sides[1].count == 0)
        return;
    const struct site site = {.pair = pair,
                              .field = field,
                              .path = below(comparison, pair->path, field->name),
                              .pattern = below(comparison, pair->pattern, field->name),
                              .in_contract = pair->in_contract &&
                                             contract_part_of(pair->from->descriptor, field) == CONTRACT_TERM};
    if (site.path == NULL || site.pattern == NULL)
        comparison->has_failed = true;
    else if (field_is_repeated(field))
        compare_lists(comparison, &site, sides);
    else
        compare_values(comparison, &site, sides[0].count == 0 ? NULL : field_value(pair->from, field, 0),
                       sides[1].count == 0 ? NULL : field_value(pair->to, field, 0));
}

static void compare_records(struct comparison *comparison, const struct pair *pair) {
    bool is_top = *pair->path == '\0';
    for (unsigned i = 0; i < pair->from->descriptor->n_fields && !comparison->has_failed; i++) {
        const ProtobufCFieldDescriptor *field = &pair->from->descriptor->fields[i];
        if (!is_top || strcmp(field->name, "version") != 0)
            compare_field(comparison, pair, field);
    }
}

static int compare_paths(const void *left, const void *right) {
    return strcmp(((const struct diff_entry *)left)->difference->path,
                  ((const struct diff_entry *)right)->difference->path);
}

status_code diff_walk(const Catalog__V1__Object *from, const Catalog__V1__Object *to, struct arena *arena,
                      struct diff_entries *ret_entries, struct problem *problem) {
    struct comparison comparison = {.arena = arena};
    const ProtobufCMessage *older = object_message(from);
    const ProtobufCMessage *newer = object_message(to);
    if (older == NULL || newer == NULL || object_kind(from) != object_kind(to))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "KIND_MISMATCH",
                           "a %s and a %s cannot be compared: both must be of one kind",
                           object_kind_text(object_kind(from)), object_kind_text(object_kind(to)));
    compare_records(&comparison, &(struct pair){older, newer, "", "", true});
    if (comparison.has_failed)
        return problem_no_memory(problem);
    if (comparison.entries.count > 0)
        qsort(comparison.entries.items, comparison.entries.count, sizeof *comparison.entries.items, compare_paths);
    *ret_entries = (struct diff_entries){comparison.entries.items, comparison.entries.count};
    return STATUS_OK;
}

status_code diff_objects(const Catalog__V1__Object *from, const Catalog__V1__Object *to, struct arena *arena,
                         struct diff_list *ret_list, struct problem *problem) {
    struct diff_entries entries = {0};
    status_code status = diff_walk(from, to, arena, &entries, problem);
    if (status != STATUS_OK)
        return status;
    Catalog__V1__FieldDifference **items = ARENA_ARRAY(arena, Catalog__V1__FieldDifference *, entries.count + 1);
    if (items == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < entries.count; i++)
        items[i] = entries.items[i].difference;
    *ret_list = (struct diff_list){items, entries.count};
    return STATUS_OK;
}
