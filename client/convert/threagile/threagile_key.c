#include "convert/threagile/threagile_record.h"

#include <string.h>

#define ANY_PART '*'

/* A name that a part may be: of NAMES, or cut off at a '*' the beginning of one. */
static bool is_named(const char *part, size_t size, const char *const *names, size_t count) {
    size_t kept = 0;
    while (kept < size && part[kept] != ANY_PART)
        kept++;
    for (size_t i = 0; i < count; i++) {
        size_t whole = strlen(names[i]);
        if ((kept < size ? whole >= kept : whole == size) && strncmp(part, names[i], kept) == 0)
            return true;
    }
    return false;
}

/* A part that names data, a boundary or a runtime says nothing of which asset or link is meant. */
static bool is_aside(const struct threagile_record *record, const char *part, size_t size) {
    char *name = arena_strndup(record->threagile->import->arena, part, size);
    return name != NULL && (string_map_get(&record->threagile->data, name) != NULL ||
                            string_map_get(&record->threagile->groups, name) != NULL);
}

bool threagile_is_meant(const struct threagile_record *record, const char *const *names, size_t count) {
    bool is_one = record->parts[0] == '\0';
    for (const char *part = record->parts; *part != '\0';) {
        size_t size = strcspn(part, "@");
        if (is_named(part, size, names, count))
            is_one = true;
        else if (!is_aside(record, part, size))
            return false;
        part += size + (part[size] == '@');
    }
    return is_one;
}

static bool take_assets(struct threagile_record *record, threagile_take_place *take) {
    const struct threagile *threagile = record->threagile;
    bool is_taken = true;
    for (size_t i = 0; i < threagile->assets.count && is_taken; i++) {
        const struct threagile_asset *asset = threagile->assets.items[i];
        bool is_looked_at = asset->is_in_scope || !record->is_wild;
        if (is_looked_at && threagile_is_meant(record, &asset->source_id, 1))
            is_taken = take(record, asset->element->id);
    }
    return is_taken;
}

static bool take_links(struct threagile_record *record, threagile_take_place *take) {
    const struct threagile *threagile = record->threagile;
    bool is_taken = true;
    for (size_t i = 0; i < threagile->links.count && is_taken; i++) {
        const struct threagile_link *link = &threagile->links.items[i];
        const char *const names[] = {link->source_id, link->from->source_id, link->to->source_id};
        bool is_looked_at = link->to->is_in_scope || !record->is_wild;
        if (is_looked_at && threagile_is_meant(record, names, COUNT_OF(names)))
            is_taken = take(record, link->flow->id);
    }
    return is_taken;
}

static bool take_members(struct threagile_record *record, threagile_take_place *take) {
    const struct string_map *groups = &record->threagile->groups;
    bool is_taken = true;
    for (size_t i = 0; i < groups->count; i++) {
        const struct threagile_group *group = groups->entries[i].value;
        bool is_whole = is_named(record->parts, strlen(record->parts), &groups->entries[i].key, 1);
        for (size_t j = 0; is_whole && j < group->assets.count && is_taken; j++)
            is_taken = take(record, group->assets.items[j]->element->id);
    }
    return is_taken;
}

static bool take_data(struct threagile_record *record, threagile_take_place *take) {
    const struct string_map *data = &record->threagile->data;
    bool is_taken = true;
    for (size_t i = 0; i < data->count; i++) {
        const Catalog__V1__Asset *asset = data->entries[i].value;
        bool is_whole = is_named(record->parts, strlen(record->parts), &data->entries[i].key, 1);
        for (size_t j = 0; is_whole && j < asset->n_on && is_taken; j++)
            is_taken = take(record, asset->on[j]);
    }
    return is_taken;
}

bool threagile_take(struct threagile_record *record, enum threagile_subject subject, threagile_take_place *take) {
    static bool (*const takers[])(struct threagile_record * record, threagile_take_place * take) = {
        [THREAGILE_ASSET] = take_assets,
        [THREAGILE_LINK] = take_links,
        [THREAGILE_RUNTIME] = take_members,
        [THREAGILE_DATA] = take_data,
    };
    return takers[subject](record, take);
}
