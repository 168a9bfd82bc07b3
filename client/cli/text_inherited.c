#include "cli/text_model.h"

#include "base/string_map.h"
#include "cli/words.h"

#define INDENT 2

/* What comes from one instance. */
struct inheritance {
    const Catalog__V1__Instance *instance;
    VECTOR(char *) counting; /* ids of provisions */
    VECTOR(char *) planned;  /* count once what is planned is in place */
    VECTOR(char *) unknown;
    VECTOR(char *) others;
    size_t rows;     /* mitigated with its controls */
    size_t by_class; /* mitigated by its provider */
    size_t last_row; /* number of the row counted last, from 1: each is counted once */
};

/* The entry of the instance that ADDRESS ("alias.id") belongs to, NULL for none; *ret_id is the id. */
static struct inheritance *find(const struct string_map *map, struct arena *arena, char *address, char **ret_id) {
    char *dot = strrchr(address, '.');
    const char *alias = dot == NULL ? NULL : arena_strndup(arena, address, (size_t)(dot - address));
    if (alias == NULL)
        return NULL;
    *ret_id = dot + 1;
    return string_map_get(map, alias);
}

static bool note_provision(struct arena *arena, struct inheritance *from, const Catalog__V1__EffectiveProvision *given,
                           char *id) {
    if (given->state == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED)
        return vector_push(arena, &from->counting, id);
    if (given->planned == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED)
        return vector_push(arena, &from->planned, id);
    if (given->state == CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNKNOWN)
        return vector_push(arena, &from->unknown, id);
    return vector_push(arena, &from->others, id);
}

static bool note_provisions(struct arena *arena, const struct string_map *map,
                            const Catalog__V1__EffectiveModel *model) {
    bool has_room = true;
    for (size_t i = 0; i < model->n_provisions; i++) {
        char *id;
        struct inheritance *from = find(map, arena, model->provisions[i]->address, &id);
        if (from != NULL)
            has_room &= note_provision(arena, from, model->provisions[i], id);
    }
    return has_room;
}

static void note_credits(struct arena *arena, const struct string_map *map, const Catalog__V1__Row *row,
                         size_t number) {
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        char *id;
        struct inheritance *from =
            credit->is_inherited && credit->counts_now ? find(map, arena, credit->source, &id) : NULL;
        if (from != NULL && from->last_row != number) {
            from->last_row = number;
            from->rows++;
        }
    }
}

static void note_rows(struct arena *arena, const struct string_map *map, const Catalog__V1__EffectiveModel *model) {
    for (size_t i = 0; i < model->n_rows; i++) {
        const Catalog__V1__Row *row = model->rows[i];
        if (row->now == NULL || row->now->state != CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED)
            continue;
        struct inheritance *owner = string_map_get(map, row->instance);
        if (row->now->mitigated_by == CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS && owner != NULL)
            owner->by_class++;
        else
            note_credits(arena, map, row, i + 1);
    }
}

static void add_ids(struct table *table, enum style style, const char *label, char *const *ids, size_t count) {
    if (count > 0)
        table_detail(table, style, "%s: %s", label, words_joined(&table->arena, ids, count));
}

static void add_instance(struct table *table, const struct inheritance *from) {
    size_t given = from->counting.count + from->planned.count + from->unknown.count + from->others.count;
    table_cell(table, STYLE_STRONG, "%s", from->instance->address);
    table_cell(table, STYLE_PLAIN, "%s%s%s", from->instance->component, from->instance->version[0] == '\0' ? "" : "@",
               from->instance->version);
    table_cell(table, STYLE_PLAIN, "%zu of %zu", from->counting.count, given);
    table_cell(table, STYLE_PLAIN, "%zu", from->rows);
    table_cell(table, STYLE_PLAIN, "%zu", from->by_class);
    add_ids(table, STYLE_FAINT, "counts", from->counting.items, from->counting.count);
    add_ids(table, STYLE_FAINT, "counts as planned", from->planned.items, from->planned.count);
    add_ids(table, STYLE_WARN, "not known", from->unknown.items, from->unknown.count);
    add_ids(table, STYLE_FAINT, "does not count", from->others.items, from->others.count);
    if (from->instance->deprecated[0] != '\0')
        table_detail(table, STYLE_WARN, "deprecated: %s", from->instance->deprecated);
    if (from->instance->yanked[0] != '\0')
        table_detail(table, STYLE_BAD, "yanked: %s", from->instance->yanked);
}

void text_inherited(struct page *page, const Catalog__V1__EffectiveModel *model) {
    static const struct column columns[] = {{"FROM", COLUMN_TEXT},
                                            {"COMPONENT", COLUMN_TEXT},
                                            {"CONTROLS", COLUMN_NUMBER},
                                            {"ROWS", COLUMN_NUMBER},
                                            {"BY CLASS", COLUMN_NUMBER}};
    if (model->n_instances == 0)
        return;
    struct table table;
    struct string_map map;
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    string_map_init(&map, &table.arena);
    bool has_room = true;
    for (size_t i = 0; i < model->n_instances; i++) {
        struct inheritance *from = ARENA_NEW(&table.arena, struct inheritance);
        if (from != NULL)
            from->instance = model->instances[i];
        has_room &= from != NULL && string_map_put(&map, model->instances[i]->address, from);
    }
    if (!has_room || !note_provisions(&table.arena, &map, model))
        page->text.has_failed = true;
    note_rows(&table.arena, &map, model);
    text_heading(page, "Inherited from %s", word_of_count(model->n_instances, "instance").text);
    text_remark(page, "Controls that count, rows mitigated with them, rows mitigated by the provider.");
    for (size_t i = 0; i < map.count; i++)
        add_instance(&table, map.entries[i].value);
    table_write(&table);
}
