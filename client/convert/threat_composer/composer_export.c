#include "convert/threat_composer/composer_export.h"

#include "codec/utf8.h"
#include "convert/formats.h"
#include "convert/tree_json.h"

#include <stdio.h>
#include <string.h>

/* ---- Texts within bounds ---- */

/* Bytes of the first MAX characters of TEXT. */
static size_t size_of(const char *text, size_t max) {
    slice rest = slice_text(text);
    for (size_t i = 0; i < max && rest.size > 0; i++) {
        uint32_t point = 0;
        size_t size = 1;
        if (!utf8_next(rest, &point, &size))
            size = 1;
        rest = slice_of(rest.data + size, rest.size - size);
    }
    return strlen(text) - rest.size;
}

const char *composer_clip(struct composer_export *composer, const char *text, size_t max, const char *what) {
    size_t size = size_of(text, max);
    if (text[size] == '\0')
        return text;
    export_loss(composer->export, composer->model->name, "%s is cut to %zu characters: \"%.40s...\"", what, max, text);
    const char *clipped = arena_strndup(composer->maker.arena, text, size);
    composer->maker.has_failed = composer->maker.has_failed || clipped == NULL;
    return clipped == NULL ? "" : clipped;
}

void composer_put_texts(struct composer_export *composer, struct tree_node *map, const char *key, char *const *texts,
                        size_t count, size_t max) {
    struct tree_maker *maker = &composer->maker;
    struct tree_node *list = make_list(maker);
    struct string_map seen;
    string_map_init(&seen, maker->arena);
    for (size_t i = 0; i < count; i++) {
        const char *text = composer_clip(composer, texts[i], max, key);
        if (text[0] == '\0' || string_map_get(&seen, text) != NULL)
            continue;
        maker->has_failed = !string_map_put(&seen, text, list) || maker->has_failed;
        make_add(maker, list, make_text(maker, text));
    }
    make_put_filled(maker, map, key, list);
}

/* ---- Ids ---- */

static bool is_uuid(const char *text) {
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++) {
        bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_hyphen ? text[i] != '-' : strchr("0123456789abcdef", text[i]) == NULL)
            return false;
    }
    return size == UUID_TEXT_BYTES - 1;
}

/* Ids that begin with a digit got an "n-" when they were taken over. */
static const char *given_uuid(const char *id) {
    const char *rest = strncmp(id, "n-", 2) == 0 ? id + 2 : id;
    return is_uuid(rest) ? rest : NULL;
}

const char *composer_uuid(struct composer_export *composer, const char *kind, const char *id) {
    struct arena *arena = composer->maker.arena;
    const char *given = given_uuid(id);
    char uuid[UUID_TEXT_BYTES];
    const char *text = given;
    for (unsigned number = 1; text == NULL || string_map_get(&composer->uuids, text) != NULL; number++) {
        const char *name = arena_printf(arena, "%s#%s:%s:%u", composer->model->name, kind, id, number);
        if (name != NULL)
            uuid_of_name(uuid_space_url, name, uuid);
        text = name == NULL ? NULL : arena_strdup(arena, uuid);
        if (text == NULL)
            break;
    }
    if (text != NULL && string_map_put(&composer->uuids, text, composer))
        return text;
    composer->maker.has_failed = true;
    return "";
}

struct tree_node *composer_entry(struct composer_export *composer, const char *uuid, size_t number) {
    struct tree_maker *maker = &composer->maker;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, uuid));
    make_put(maker, node, "numericId", make_number(maker, (int64_t)number));
    make_put(maker, node, "displayOrder", make_number(maker, (int64_t)number));
    return node;
}

/* ---- Metadata ---- */

void composer_put(struct composer_export *composer, struct tree_node *metadata, const char *key,
                  const struct tree_node *value) {
    struct tree_node *entry = make_map(&composer->maker);
    make_put(&composer->maker, entry, "key", make_text(&composer->maker, key));
    make_put(&composer->maker, entry, "value", value);
    make_add(&composer->maker, metadata, entry);
}

void composer_say(struct composer_export *composer, struct tree_node *metadata, const char *key, const char *text) {
    if (text[0] != '\0')
        composer_put(composer, metadata, key, make_text(&composer->maker, text));
}

void composer_mark(struct composer_export *composer, struct tree_node *metadata, const char *text) {
    struct tree_maker *maker = &composer->maker;
    const char *mark = carry_mark(maker->arena, make_text(maker, text));
    maker->has_failed = maker->has_failed || mark == NULL;
    composer_say(composer, metadata, COMPOSER_MARK, mark == NULL ? "" : mark);
}

/* ---- Together ---- */

static struct tree_node *application(struct composer_export *composer) {
    struct tree_maker *maker = &composer->maker;
    const Catalog__V1__Model *model = composer->model;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "name", make_text(maker, export_title(maker, model->title, model->name)));
    make_put_text(maker, node, "description",
                  composer_clip(composer, model->description, COMPOSER_TEXT_MAX, "the description"));
    return node;
}

static bool give_ids(struct composer_export *composer) {
    const Catalog__V1__Model *model = composer->model;
    struct arena *arena = composer->maker.arena;
    composer->threats = ARENA_ARRAY(arena, const char *, model->n_threats + 1);
    composer->mitigations = ARENA_ARRAY(arena, const char *, model->n_mitigations + 1);
    if (composer->threats == NULL || composer->mitigations == NULL)
        return false;
    for (size_t i = 0; i < model->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = model->threats[i];
        const char *id = use->id[0] != '\0' ? use->id : ARENA_JOIN(arena, use->threat, "@", use->on);
        composer->threats[i] = id == NULL ? "" : composer_uuid(composer, "threat", id);
    }
    for (size_t i = 0; i < model->n_mitigations; i++)
        composer->mitigations[i] = composer_uuid(composer, "mitigation", model->mitigations[i]->id);
    return true;
}

static status_code write_composer(struct export *export, struct buffer *out) {
    struct composer_export composer = {.export = export, .model = export_model(export->objects.items[0])};
    struct tree_maker *maker = &composer.maker;
    tree_maker_init(maker, export->arena);
    string_map_init(&composer.uuids, export->arena);
    if (!give_ids(&composer))
        return problem_no_memory(export->problem);
    struct tree_node *root = make_map(maker);
    make_put(maker, root, "schema", make_number(maker, 1));
    make_put(maker, root, "applicationInfo", application(&composer));
    make_put(maker, root, "assumptions", composer_assumptions(&composer));
    make_put(maker, root, "mitigations", composer_mitigations(&composer));
    make_put(maker, root, "assumptionLinks", make_list(maker));
    make_put(maker, root, "mitigationLinks", composer_links(&composer));
    make_put(maker, root, "threats", composer_threats(&composer));
    if (maker->has_failed)
        return problem_no_memory(export->problem);
    tree_write_json(root, out);
    return STATUS_OK;
}

const struct export_format export_threat_composer = {
    .name = "threat-composer",
    .title = "Threat Composer schema 1",
    .ending = ".tc.json",
    .kinds = EXPORT_MODELS,
    .is_single = true,
    .write = write_composer,
};
