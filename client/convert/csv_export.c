#include "convert/carry.h"
#include "convert/csv.h"
#include "convert/formats.h"
#include "convert/words.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS_MAX 16

/* One row under way. */
struct row {
    struct export *export;
    struct buffer *out;
    const char *cells[COLUMNS_MAX];
    size_t count;
    struct tree_maker maker;
    bool has_failed;
};

static void put(struct row *row, const char *text) {
    row->has_failed = row->has_failed || text == NULL;
    row->cells[row->count++] = text == NULL ? "" : text;
}

static void put_word(struct row *row, const ProtobufCEnumDescriptor *descriptor, int value) {
    put(row, value == 0 ? "" : arena_strdup(row->export->arena, word_of(descriptor, value).text));
}

static void put_rating(struct row *row, uint32_t rating) {
    put(row, rating == 0 ? "" : arena_printf(row->export->arena, "%u", (unsigned)rating));
}

static void end_row(struct row *row) {
    csv_write_row(row->out, row->cells, row->count);
    row->count = 0;
}

/* Texts that become one cell. */
struct list {
    struct row *row;
    const char *text;
};

static void add(struct list *list, const char *text) {
    if (text != NULL && list->text != NULL)
        list->text = ARENA_JOIN(list->row->export->arena, list->text, list->text[0] == '\0' ? "" : "; ", text);
    else
        list->row->has_failed = true;
}

static void put_texts(struct row *row, char *const *texts, size_t count) {
    struct list list = {row, ""};
    for (size_t i = 0; i < count; i++)
        add(&list, texts[i]);
    put(row, list.text);
}

static void put_references(struct row *row, Catalog__V1__Reference *const *references, size_t count) {
    struct list list = {row, ""};
    for (size_t i = 0; i < count; i++)
        add(&list, ARENA_JOIN(row->export->arena, references[i]->scheme, references[i]->release[0] == '\0' ? "" : "@",
                              references[i]->release, ":", references[i]->id));
    put(row, list.text);
}

static void put_tags(struct row *row, char *const *tags, size_t count) {
    struct list list = {row, ""};
    for (size_t i = 0; i < count; i++) {
        if (!import_is_mark(tags[i]))
            add(&list, tags[i]);
    }
    put(row, list.text);
}

/* ---- Threats ---- */

static void write_threat(struct row *row, const Catalog__V1__Object *object) {
    static const Catalog__V1__ThreatStatement nothing = CATALOG__V1__THREAT_STATEMENT__INIT;
    const Catalog__V1__Threat *threat = object->threat;
    const Catalog__V1__ThreatStatement *parts = threat->statement == NULL ? &nothing : threat->statement;
    struct list stride = {row, ""};
    for (size_t i = 0; i < threat->n_stride; i++)
        add(&stride,
            arena_strdup(row->export->arena, word_of(&catalog__v1__stride__descriptor, (int)threat->stride[i]).text));
    put(row, threat->name);
    put(row, threat->version);
    put(row, threat->title);
    put(row, threat->description);
    put(row, parts->source);
    put(row, parts->prerequisites);
    put(row, parts->action);
    put(row, parts->impact);
    put(row, stride.text);
    put_texts(row, threat->categories, threat->n_categories);
    put_rating(row, threat->likelihood);
    put_rating(row, threat->impact);
    put_references(row, threat->references, threat->n_references);
    put_tags(row, threat->tags, threat->n_tags);
    end_row(row);
    export_note_carried(row->export, threat->name, NULL,
                        CARRY_MAP(&row->maker, threat, "name", "version", "title", "description", "tags", "statement",
                                  "stride", "categories", "references", "likelihood", "impact"));
}

/* ---- Controls ---- */

static void put_mitigated(struct row *row, const Catalog__V1__Control *control) {
    struct list list = {row, ""};
    for (size_t i = 0; i < control->n_mitigates; i++) {
        struct word strength = word_of(&catalog__v1__strength__descriptor, (int)control->mitigates[i]->strength);
        add(&list, ARENA_JOIN(row->export->arena, control->mitigates[i]->threat, " (", strength.text, ")"));
    }
    put(row, list.text);
}

static void write_control(struct row *row, const Catalog__V1__Object *object) {
    const Catalog__V1__Control *control = object->control;
    struct list seen = {row, ""};
    for (size_t i = 0; i < control->n_verification; i++)
        add(&seen, control->verification[i]->statement);
    put(row, control->name);
    put(row, control->version);
    put(row, control->title);
    put(row, control->description);
    put(row, control->objective);
    put_word(row, &catalog__v1__control_type__descriptor, (int)control->type);
    put_word(row, &catalog__v1__control_domain__descriptor, (int)control->domain);
    put_mitigated(row, control);
    put(row, seen.text);
    put_references(row, control->references, control->n_references);
    put_tags(row, control->tags, control->n_tags);
    end_row(row);
    export_note_carried(row->export, control->name, NULL,
                        CARRY_MAP(&row->maker, control, "name", "version", "title", "description", "tags", "objective",
                                  "type", "domain", "mitigates", "verification", "references"));
}

/* ---- Models ---- */

static void put_answers(struct row *row, const Catalog__V1__Model *model, const Catalog__V1__ThreatUse *use) {
    struct list list = {row, ""};
    for (size_t i = 0; i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = model->mitigations[i];
        struct word status = word_of(&catalog__v1__mitigation_status__descriptor, (int)mitigation->status);
        if (export_answers(mitigation, use))
            add(&list, ARENA_JOIN(row->export->arena, mitigation->id, " (", status.text, ")"));
    }
    put(row, list.text);
}

static void write_use(struct row *row, const Catalog__V1__Model *model, const Catalog__V1__ThreatUse *use) {
    const Catalog__V1__Threat *threat = export_threat_of(row->export, use);
    put(row, model->name);
    put(row, model->version);
    put(row, use->id);
    put(row, use->threat);
    put(row, threat == NULL ? "" : threat->title);
    put(row, use->on);
    put_word(row, &catalog__v1__layer__descriptor, (int)use->layer);
    put_rating(row, use->likelihood == 0 && threat != NULL ? threat->likelihood : use->likelihood);
    put_rating(row, use->impact == 0 && threat != NULL ? threat->impact : use->impact);
    put(row, use->when);
    put_answers(row, model, use);
    put(row, use->rationale);
    end_row(row);
}

static void write_model(struct row *row, const Catalog__V1__Object *object) {
    const Catalog__V1__Model *model = export_model(object);
    for (size_t i = 0; i < model->n_threats; i++)
        write_use(row, model, model->threats[i]);
    export_loss(row->export, model->name, "a table of threats holds what a model itself names, and what answers it");
}

/* ---- Together ---- */

static const struct table {
    unsigned kinds;
    const char *columns[COLUMNS_MAX];
    void (*write)(struct row *row, const Catalog__V1__Object *object);
} tables[] = {
    {EXPORT_KIND(THREAT),
     {"name", "version", "title", "description", "source", "prerequisites", "action", "follows", "stride", "categories",
      "likelihood", "impact", "references", "tags"},
     write_threat},
    {EXPORT_KIND(CONTROL),
     {"name", "version", "title", "description", "objective", "type", "domain", "mitigates", "verification",
      "references", "tags"},
     write_control},
    {EXPORT_MODELS,
     {"model", "version", "id", "threat", "title", "place", "layer", "likelihood", "impact", "when", "mitigations",
      "rationale"},
     write_model},
};

static const struct table *table_of(const Catalog__V1__Object *object) {
    size_t i = 0;
    while ((tables[i].kinds >> export_kind(object) & 1) == 0)
        i++;
    return &tables[i];
}

static status_code write_csv(struct export *export, struct buffer *out) {
    const struct table *table = table_of(export->objects.items[0]);
    struct row row = {.export = export, .out = out};
    tree_maker_init(&row.maker, export->arena);
    while (row.count < COLUMNS_MAX && table->columns[row.count] != NULL)
        put(&row, table->columns[row.count]);
    end_row(&row);
    for (size_t i = 0; i < export->objects.count; i++) {
        const Catalog__V1__Object *object = export->objects.items[i];
        if (table_of(object) != table)
            return problem_set(export->problem, STATUS_INVALID_ARGUMENT, "MIXED_KINDS",
                               "a table holds threats, controls or models: %.128s and %.128s do not fit into one",
                               export_name(export->objects.items[0]), export_name(object));
        table->write(&row, object);
    }
    return row.has_failed || row.maker.has_failed ? problem_no_memory(export->problem) : STATUS_OK;
}

const struct export_format export_csv = {
    .name = "csv",
    .title = "CSV",
    .ending = ".csv",
    .kinds = EXPORT_KIND(THREAT) | EXPORT_KIND(CONTROL) | EXPORT_MODELS,
    .write = write_csv,
};
