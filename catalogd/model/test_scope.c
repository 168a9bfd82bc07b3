#include "model/test_scope.h"

#include "model/chosen_component.h"
#include "model/duty.h"
#include "model/object.h"
#include "model/text_field.h"
#include "model/timestamp.h"

#include <stdlib.h>
#include <string.h>

struct scope_work {
    const Catalog__V1__Model *model;
    const Catalog__V1__EffectiveModel *effective;
    const struct catalog_view *view;
    time_ns at;
    struct arena *arena;
    struct problem *problem;
    VECTOR(Catalog__V1__ScopeEntryPoint *) entry_points;
    VECTOR(Catalog__V1__ScopeRow *) rows;
    VECTOR(Catalog__V1__ScopeAttestation *) attestations;
};

static status_code find_component(const struct scope_work *work, const char *alias,
                                  const Catalog__V1__Model **ret_component) {
    return chosen_component(work->effective, work->view, alias, ret_component, work->problem);
}

/* ---- Entry points ---- */

static status_code add_entry_point(struct scope_work *work, const char *alias, const Catalog__V1__EntryPoint *point,
                                   const char *exposure, const char *component) {
    if (strcmp(exposure, "none") == 0)
        return STATUS_OK;
    Catalog__V1__ScopeEntryPoint *message = ARENA_NEW(work->arena, Catalog__V1__ScopeEntryPoint);
    if (message == NULL)
        return problem_no_memory(work->problem);
    catalog__v1__scope_entry_point__init(message);
    message->address = alias == NULL ? point->id : arena_printf(work->arena, "%s.%s", alias, point->id);
    message->title = point->title;
    message->protocol = point->protocol;
    message->authentication = point->authentication;
    message->exposure = text_field(strcmp(exposure, "unknown") == 0 ? "" : exposure);
    message->component = text_field(component);
    bool is_whole = message->address != NULL && vector_push(work->arena, &work->entry_points, message);
    return is_whole ? STATUS_OK : problem_no_memory(work->problem);
}

static const char *chosen_exposure(const Catalog__V1__Dependency *dependency, const Catalog__V1__EntryPoint *point) {
    for (size_t i = 0; i < dependency->n_exposures; i++) {
        if (strcmp(dependency->exposures[i]->name, point->id) == 0)
            return dependency->exposures[i]->value;
    }
    return point->default_exposure;
}

static status_code add_of_dependency(struct scope_work *work, const Catalog__V1__Dependency *dependency) {
    const Catalog__V1__Model *component;
    status_code status = find_component(work, dependency->alias, &component);
    for (size_t i = 0; component != NULL && i < component->n_entry_points && status == STATUS_OK; i++)
        status = add_entry_point(work, dependency->alias, component->entry_points[i],
                                 chosen_exposure(dependency, component->entry_points[i]), component->name);
    for (size_t i = 0; i < dependency->n_own_entry_points && status == STATUS_OK; i++)
        status = add_entry_point(work, dependency->alias, dependency->own_entry_points[i],
                                 dependency->own_entry_points[i]->exposure, dependency->component);
    return status;
}

static int compare_entry_points(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__ScopeEntryPoint *const *)left)->address,
                  (*(Catalog__V1__ScopeEntryPoint *const *)right)->address);
}

static status_code list_entry_points(struct scope_work *work) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < work->model->n_entry_points && status == STATUS_OK; i++)
        status = add_entry_point(work, NULL, work->model->entry_points[i], work->model->entry_points[i]->exposure, "");
    for (size_t i = 0; i < work->model->n_dependencies && status == STATUS_OK; i++)
        status = add_of_dependency(work, work->model->dependencies[i]);
    if (work->entry_points.count > 0)
        qsort(work->entry_points.items, work->entry_points.count, sizeof *work->entry_points.items,
              compare_entry_points);
    return status;
}

/* ---- Rows ---- */

static const Catalog__V1__Mitigation *find_unseen(const Catalog__V1__Model *model, const Catalog__V1__Credit *credit) {
    for (size_t i = 0; credit->counts_now && i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *own = model->mitigations[i];
        if (own->status == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED &&
            strcmp(own->id, credit->source) == 0)
            return own;
    }
    return NULL;
}

static Catalog__V1__ScopeControl *control_of(struct scope_work *work, const Catalog__V1__Credit *credit,
                                             const Catalog__V1__Mitigation *mitigation) {
    Catalog__V1__ScopeControl *message = ARENA_NEW(work->arena, Catalog__V1__ScopeControl);
    if (message == NULL)
        return NULL;
    catalog__v1__scope_control__init(message);
    message->mitigation = mitigation->id;
    message->control = mitigation->uses[0] != '\0' ? mitigation->uses : credit->control;
    message->title = mitigation->title[0] != '\0' ? mitigation->title : credit->title;
    return message;
}

static int compare_controls(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__ScopeControl *const *)left)->mitigation,
                  (*(Catalog__V1__ScopeControl *const *)right)->mitigation);
}

static status_code add_row(struct scope_work *work, const Catalog__V1__Row *row) {
    VECTOR(Catalog__V1__ScopeControl *) controls = {0};
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Mitigation *unseen = find_unseen(work->model, row->credits[i]);
        Catalog__V1__ScopeControl *control = unseen == NULL ? NULL : control_of(work, row->credits[i], unseen);
        if (unseen != NULL && (control == NULL || !vector_push(work->arena, &controls, control)))
            return problem_no_memory(work->problem);
    }
    if (controls.count == 0)
        return STATUS_OK;
    Catalog__V1__ScopeRow *message = ARENA_NEW(work->arena, Catalog__V1__ScopeRow);
    if (message == NULL || !vector_push(work->arena, &work->rows, message))
        return problem_no_memory(work->problem);
    qsort(controls.items, controls.count, sizeof *controls.items, compare_controls);
    catalog__v1__scope_row__init(message);
    message->key = row->key;
    message->title = row->title;
    message->state = row->now->state;
    message->inherent = row->inherent;
    message->residual = row->now->residual;
    message->controls = controls.items;
    message->n_controls = controls.count;
    return STATUS_OK;
}

static status_code list_rows(struct scope_work *work) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < work->effective->n_rows && status == STATUS_OK; i++)
        status = add_row(work, work->effective->rows[i]);
    return status;
}

/* ---- Attestations ---- */

static uint32_t shorter(uint32_t left, uint32_t right) {
    if (left == 0 || right == 0)
        return left + right;
    return left < right ? left : right;
}

static const Catalog__V1__Assumption *find_assumption(const Catalog__V1__Model *component, const char *id) {
    for (size_t i = 0; component != NULL && i < component->n_assumptions; i++) {
        if (strcmp(component->assumptions[i]->id, id) == 0)
            return component->assumptions[i];
    }
    return NULL;
}

static char *statement_of(const struct scope_work *work, const char *address) {
    for (size_t i = 0; i < work->effective->n_responsibilities; i++) {
        if (strcmp(work->effective->responsibilities[i]->address, address) == 0)
            return work->effective->responsibilities[i]->statement;
    }
    for (size_t i = 0; i < work->effective->n_assumptions; i++) {
        if (strcmp(work->effective->assumptions[i]->address, address) == 0)
            return work->effective->assumptions[i]->statement;
    }
    return text_field("");
}

/* Days for which the word on ADDRESS counts; 0: for ever. */
static status_code find_age(const struct scope_work *work, const Catalog__V1__Answer *answer, uint32_t *ret_days) {
    const char *dot = strrchr(answer->to, '.');
    const Catalog__V1__Model *component = NULL;
    *ret_days = answer->statement->max_age_days;
    if (dot == NULL)
        return STATUS_OK;
    char *alias = arena_strndup(work->arena, answer->to, (size_t)(dot - answer->to));
    status_code status = alias == NULL ? problem_no_memory(work->problem) : find_component(work, alias, &component);
    const Catalog__V1__Assumption *assumption = find_assumption(component, dot + 1);
    if (assumption != NULL) {
        uint32_t allowed = assumption->attestation_max_age_days;
        *ret_days = shorter(*ret_days, allowed == 0 ? ATTESTATION_DAYS : allowed);
    }
    return status;
}

static status_code set_until(const struct scope_work *work, Catalog__V1__ScopeAttestation *message, uint32_t days) {
    time_ns said = timestamp_time(message->at, 0);
    time_ns ends = days == 0 ? INT64_MAX : time_add_days(said, days);
    message->counts = message->at != NULL && said <= work->at && work->at < ends;
    if (ends == INT64_MAX || message->at == NULL)
        return STATUS_OK;
    message->until = ARENA_NEW(work->arena, Catalog__V1__Timestamp);
    if (message->until == NULL)
        return problem_no_memory(work->problem);
    *message->until = timestamp_of(ends);
    return STATUS_OK;
}

static status_code add_attestation(struct scope_work *work, const Catalog__V1__Answer *answer) {
    Catalog__V1__ScopeAttestation *message = ARENA_NEW(work->arena, Catalog__V1__ScopeAttestation);
    uint32_t days = 0;
    if (message == NULL || !vector_push(work->arena, &work->attestations, message))
        return problem_no_memory(work->problem);
    catalog__v1__scope_attestation__init(message);
    message->address = answer->to;
    message->statement = statement_of(work, answer->to);
    message->text = answer->statement->text;
    message->who = answer->statement->who;
    message->at = answer->statement->at;
    status_code status = find_age(work, answer, &days);
    return status == STATUS_OK ? set_until(work, message, days) : status;
}

static int compare_attestations(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__ScopeAttestation *const *)left)->address,
                  (*(Catalog__V1__ScopeAttestation *const *)right)->address);
}

static status_code list_attestations(struct scope_work *work) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < work->model->n_answers && status == STATUS_OK; i++) {
        if (work->model->answers[i]->statement != NULL)
            status = add_attestation(work, work->model->answers[i]);
    }
    if (work->attestations.count > 0)
        qsort(work->attestations.items, work->attestations.count, sizeof *work->attestations.items,
              compare_attestations);
    return status;
}

status_code test_scope_of(const Catalog__V1__Object *object, const Catalog__V1__EffectiveModel *model,
                          const struct catalog_view *view, time_ns at, struct arena *arena,
                          Catalog__V1__GetTestScopeResponse **ret_scope, struct problem *problem) {
    static status_code (*const lists[])(struct scope_work *) = {list_entry_points, list_rows, list_attestations};
    struct scope_work work = {
        .model = object_model(object), .effective = model, .view = view, .at = at, .arena = arena, .problem = problem};
    Catalog__V1__GetTestScopeResponse *scope = ARENA_NEW(arena, Catalog__V1__GetTestScopeResponse);
    if (scope == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        status_code status = lists[i](&work);
        if (status != STATUS_OK)
            return status;
    }
    catalog__v1__get_test_scope_response__init(scope);
    scope->model = model->model;
    scope->content_digest = model->content_digest;
    scope->entry_points = work.entry_points.items;
    scope->n_entry_points = work.entry_points.count;
    scope->rows = work.rows.items;
    scope->n_rows = work.rows.count;
    scope->attestations = work.attestations.items;
    scope->n_attestations = work.attestations.count;
    *ret_scope = scope;
    return STATUS_OK;
}
