#include "model/plan_bench.h"

#include "base/limits.h"
#include "model/chosen_component.h"
#include "model/text_field.h"

#include <stdarg.h>
#include <string.h>

bool plan_no_memory(struct plan_bench *bench) {
    bench->status = problem_no_memory(bench->problem);
    return false;
}

char *plan_text(struct plan_bench *bench, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(bench->arena, format, arguments);
    va_end(arguments);
    if (text == NULL)
        plan_no_memory(bench);
    return text;
}

bool plan_note(struct plan_bench *bench, char *note) {
    if (note == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < bench->notes.count; i++) {
        if (strcmp(bench->notes.items[i], note) == 0)
            return true;
    }
    return vector_push(bench->arena, &bench->notes, note) || plan_no_memory(bench);
}

bool plan_component(struct plan_bench *bench, const char *alias, const Catalog__V1__Model **ret_component) {
    bench->status = chosen_component(bench->base, bench->view, alias, ret_component, bench->problem);
    return bench->status == STATUS_OK;
}

Catalog__V1__PlanChange *plan_change_new(struct plan_bench *bench) {
    Catalog__V1__PlanChange *change = ARENA_NEW(bench->arena, Catalog__V1__PlanChange);
    if (change == NULL)
        plan_no_memory(bench);
    else
        catalog__v1__plan_change__init(change);
    return change;
}

struct plan_candidate *plan_candidate_add(struct plan_bench *bench, Catalog__V1__PlanKind kind, const char *subject,
                                          const char *action) {
    const struct plan_candidate candidate = {.kind = kind, .subject = subject, .action = action};
    if (subject == NULL || action == NULL || !vector_push(bench->arena, &bench->candidates, candidate)) {
        plan_no_memory(bench);
        return NULL;
    }
    return &bench->candidates.items[bench->candidates.count - 1];
}

bool plan_alternative_add(struct plan_bench *bench, struct plan_candidate *candidate, const char *value,
                          Catalog__V1__PlanChange *change) {
    const struct plan_alternative alternative = {.value = value, .change = change};
    if (change == NULL || value == NULL)
        return plan_no_memory(bench);
    return vector_push(bench->arena, &candidate->alternatives, alternative) || plan_no_memory(bench);
}

/* A new list of ITEMS with ITEM behind them, which makes *COUNT one more: changes hold few records. NULL: no room, or
 * there is no ITEM. */
static void *appended(struct plan_bench *bench, void *const *items, size_t *count, void *item) {
    void **list = ARENA_ARRAY(bench->arena, void *, *count + 1);
    if (list == NULL || item == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    if (*count > 0)
        memcpy(list, items, *count * sizeof *list);
    list[(*count)++] = item;
    return list;
}

bool plan_change_mitigation(struct plan_bench *bench, Catalog__V1__PlanChange *change,
                            Catalog__V1__Mitigation *mitigation) {
    change->mitigations = appended(bench, (void *const *)change->mitigations, &change->n_mitigations, mitigation);
    return change->mitigations != NULL;
}

bool plan_change_answer(struct plan_bench *bench, Catalog__V1__PlanChange *change, Catalog__V1__Answer *answer) {
    change->answers = appended(bench, (void *const *)change->answers, &change->n_answers, answer);
    return change->answers != NULL;
}

/* The slug of CONTROL, with a number behind it where the model has a record of that id. */
static char *new_id(struct plan_bench *bench, const char *control) {
    const char *slash = strchr(control, '/');
    const char *slug = slash == NULL ? control : slash + 1;
    char *id = plan_text(bench, "%.*s", LIMIT_IDENTIFIER_BYTES, slug);
    for (unsigned i = 2; id != NULL && string_map_get(&bench->ids, id) != NULL; i++)
        id = plan_text(bench, "%.*s-%u", LIMIT_IDENTIFIER_BYTES - 8, slug, i);
    return id;
}

Catalog__V1__Mitigation *plan_mitigation_new(struct plan_bench *bench, const char *control) {
    Catalog__V1__Mitigation *mitigation = ARENA_NEW(bench->arena, Catalog__V1__Mitigation);
    const Catalog__V1__Control *known = plan_catalog_control(bench->catalog, control);
    char *id = new_id(bench, control);
    if (mitigation == NULL || id == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    catalog__v1__mitigation__init(mitigation);
    mitigation->id = id;
    mitigation->control = text_field(control);
    mitigation->status = plan_status(bench);
    if (known != NULL)
        mitigation->title = known->title;
    return mitigation;
}

static bool has_kind(const Catalog__V1__Mitigation *mitigation, const char *kind) {
    for (size_t i = 0; i < mitigation->n_evidence; i++) {
        if (strcmp(mitigation->evidence[i]->kind, kind) == 0)
            return true;
    }
    return false;
}

static bool add_evidence(struct plan_bench *bench, Catalog__V1__Mitigation *mitigation, const char *kind) {
    Catalog__V1__Evidence *evidence = ARENA_NEW(bench->arena, Catalog__V1__Evidence);
    if (evidence == NULL)
        return plan_no_memory(bench);
    catalog__v1__evidence__init(evidence);
    evidence->kind = text_field(kind);
    mitigation->evidence = appended(bench, (void *const *)mitigation->evidence, &mitigation->n_evidence, evidence);
    return mitigation->evidence != NULL;
}

Catalog__V1__Mitigation *plan_mitigation_done(struct plan_bench *bench, const Catalog__V1__Mitigation *mitigation,
                                              const char *kind) {
    Catalog__V1__Mitigation *copy = ARENA_NEW(bench->arena, Catalog__V1__Mitigation);
    if (copy == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    *copy = *mitigation;
    if (copy->status < plan_status(bench))
        copy->status = plan_status(bench);
    bool needs_evidence = kind != NULL && !has_kind(copy, kind);
    return !needs_evidence || add_evidence(bench, copy, kind) ? copy : NULL;
}
