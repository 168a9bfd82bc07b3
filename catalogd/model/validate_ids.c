#include "model/validation.h"

#include "model/newest.h"
#include "model/object.h"

/* An id that stands somewhere in the object, outside of the lists that model_index knows. */
static void check_excluded_uses(struct validation *validation) {
    const Catalog__V1__UsageLimits *limits = validation->model->limits;
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    path_push(&validation->path, "limits", PATH_NO_INDEX);
    for (size_t i = 0; limits != NULL && i < limits->n_excluded_uses; i++) {
        Catalog__V1__ExcludedUse *use = limits->excluded_uses[i];
        const struct record *record = model_index_find(validation->index, use->id);
        path_push(&validation->path, "excluded_uses", i);
        if (record != NULL || string_map_get(&seen, use->id) != NULL)
            validation_report(validation, "id", "choose another id: all ids of an object share one space",
                              "'%s' is there already, as %s", use->id,
                              record == NULL ? "another excluded use" : record_kind_text(record->kind));
        else if (!string_map_put(&seen, use->id, use))
            validation_fail(validation, problem_no_memory(validation->problem));
        path_pop(&validation->path);
    }
    path_pop(&validation->path);
}

static const char *id_field(enum record_kind kind) {
    return kind == RECORD_DEPENDENCY ? "alias" : "id";
}

static bool is_first(const struct validation *validation, const struct record *record) {
    const struct record *first = model_index_find(validation->index, record->id);
    return first == NULL || first == record;
}

static void report_duplicate(struct validation *validation, const struct record *record) {
    const struct record *first = model_index_find(validation->index, record->id);
    validation_report(validation, id_field(record->kind), "choose another id: all ids of an object share one space",
                      "'%s' is there already, as %s[%zu]", record->id, record_list_name(first->kind), first->index);
}

/* An id keeps its kind from version to version: answers and mitigations elsewhere name it. */
static void check_reuse(struct validation *validation, const struct record *record,
                        const struct model_index *published) {
    const struct record *before = model_index_find(published, record->id);
    if (before == NULL || before->kind == record->kind)
        return;
    validation_report(validation, id_field(record->kind), "choose another id",
                      "'%s' was the id of a thing of kind %s in the published version", record->id,
                      record_kind_text(before->kind));
}

void validate_ids(struct validation *validation) {
    const struct model_index *published = validation_published_index(validation, validation->name);
    for (size_t i = 0; i < validation->index->record_count && validation_goes_on(validation); i++) {
        const struct record *record = &validation->index->records[i];
        path_push(&validation->path, record_list_name(record->kind), record->index);
        if (!is_first(validation, record))
            report_duplicate(validation, record);
        else if (published != NULL && published != validation->index)
            check_reuse(validation, record, published);
        path_pop(&validation->path);
    }
    check_excluded_uses(validation);
}
