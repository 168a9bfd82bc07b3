#include "model/effective.h"

#include "model/advisory.h"
#include "model/credit.h"
#include "model/duty.h"
#include "model/report.h"
#include "model/text_field.h"
#include "model/unknowns.h"

#include <stdlib.h>
#include <string.h>

static Catalog__V1__CreditState credit_state(worlds counts, worlds strict, worlds lenient) {
    if ((counts & strict) != 0)
        return CATALOG__V1__CREDIT_STATE__CREDIT_STATE_CREDITED;
    return (counts & lenient) != 0 ? CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNKNOWN
                                   : CATALOG__V1__CREDIT_STATE__CREDIT_STATE_NOT_CREDITED;
}

static Catalog__V1__ProvisionKind kind_of(const struct provision *provision) {
    if (provision->inner.count > 0)
        return CATALOG__V1__PROVISION_KIND__PROVISION_KIND_INHERITED;
    const Catalog__V1__Provision *message = provision->rule->message;
    bool is_native = message->when[0] == '\0' && message->n_requires == 0;
    return is_native ? CATALOG__V1__PROVISION_KIND__PROVISION_KIND_NATIVE
                     : CATALOG__V1__PROVISION_KIND__PROVISION_KIND_CONFIGURABLE;
}

static Catalog__V1__EffectiveProvision *provision_of(struct graph *graph, struct provision *provision) {
    name_list names = {0};
    Catalog__V1__EffectiveProvision *message = ARENA_NEW(graph->arena, Catalog__V1__EffectiveProvision);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    worlds counts = provision_counts(provision);
    catalog__v1__effective_provision__init(message);
    message->address = text_field(provision->address);
    message->control = text_field(provision->rule->control->name);
    message->state = credit_state(counts, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
    message->planned = credit_state(counts, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT);
    message->kind = kind_of(provision);
    bool is_whole = effective_causes(graph, &provision->causes, &message->causes, &message->n_causes) &&
                    unknowns_of_provision(graph, provision, &names) &&
                    report_sorted(graph, names.items, names.count, &message->unknown, &message->n_unknown);
    return is_whole ? message : NULL;
}

static Catalog__V1__DutyState duty_state(const struct duty *duty, worlds strict, worlds lenient) {
    if (!duty->is_assumption && duty->when.truth == CONDITION_FALSE)
        return CATALOG__V1__DUTY_STATE__DUTY_STATE_NOT_APPLICABLE;
    bool is_left = duty->is_passed_on && duty->answers.count == 0 && duty->answered == WORLDS_NONE;
    if (is_left && !(duty->is_assumption && duty->when.truth == CONDITION_FALSE))
        return CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED;
    if ((duty->met & strict) != 0)
        return CATALOG__V1__DUTY_STATE__DUTY_STATE_MET;
    return (duty->met & lenient) != 0 ? CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING
                                      : CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET;
}

static bool fill_names(struct graph *graph, const threat_list *threats, char ***ret_names, size_t *ret_count) {
    const char **names = ARENA_ARRAY(graph->arena, const char *, threats->count + 1);
    if (names == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < threats->count; i++)
        names[i] = threats->items[i]->name;
    return report_sorted(graph, names, threats->count, ret_names, ret_count);
}

static bool fill_discharges(struct graph *graph, const struct duty *duty,
                            Catalog__V1__EffectiveResponsibility *message) {
    const char **names = ARENA_ARRAY(graph->arena, const char *, duty->answers.count + 1);
    size_t count = 0;
    if (names == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < duty->answers.count; i++) {
        if (mitigation_counts(duty->answers.items[i]) != WORLDS_NONE)
            names[count++] = duty->answers.items[i]->address;
    }
    return report_sorted(graph, names, count, &message->discharged_by, &message->n_discharged_by);
}

static bool fill_unknown(struct graph *graph, struct duty *duty, char ***ret_names, size_t *ret_count) {
    name_list names = {0};
    return unknowns_of_duty(graph, duty, &names) &&
           report_sorted(graph, names.items, names.count, ret_names, ret_count);
}

static Catalog__V1__EffectiveResponsibility *responsibility_of(struct graph *graph, struct duty *duty,
                                                               const Catalog__V1__Responsibility *source) {
    Catalog__V1__EffectiveResponsibility *message = ARENA_NEW(graph->arena, Catalog__V1__EffectiveResponsibility);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__effective_responsibility__init(message);
    message->address = text_field(duty->address);
    message->statement = source->statement;
    message->mandatory = source->mandatory;
    message->state = duty_state(duty, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
    message->planned = duty_state(duty, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT);
    message->answerable = text_field(duty->instance->declared_by->label);
    bool has_controls = source->discharged_by != NULL;
    bool is_whole =
        fill_names(graph, duty->covers, &message->covers, &message->n_covers) &&
        fill_discharges(graph, duty, message) &&
        (!has_controls || report_sorted(graph, (const char *const *)source->discharged_by->controls,
                                        source->discharged_by->n_controls, &message->controls, &message->n_controls)) &&
        effective_causes(graph, &duty->causes, &message->causes, &message->n_causes) &&
        fill_unknown(graph, duty, &message->unknown, &message->n_unknown);
    return is_whole ? message : NULL;
}

static Catalog__V1__EffectiveAssumption *assumption_of(struct graph *graph, struct duty *duty,
                                                       const Catalog__V1__Assumption *source) {
    Catalog__V1__EffectiveAssumption *message = ARENA_NEW(graph->arena, Catalog__V1__EffectiveAssumption);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__effective_assumption__init(message);
    message->address = text_field(duty->address);
    message->statement = source->statement;
    message->state = duty_state(duty, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
    message->answerable = text_field(duty->instance->declared_by->label);
    bool is_whole = fill_names(graph, duty->covers, &message->covers, &message->n_covers) &&
                    effective_causes(graph, &duty->causes, &message->causes, &message->n_causes) &&
                    fill_unknown(graph, duty, &message->unknown, &message->n_unknown);
    return is_whole ? message : NULL;
}

static bool add_instance(struct graph *graph, struct instance *instance, Catalog__V1__EffectiveModel *model) {
    const Catalog__V1__Model *source = instance->object->model;
    for (size_t i = 0; i < source->n_provides; i++) {
        Catalog__V1__EffectiveProvision *message = provision_of(graph, &instance->provisions[i]);
        if (message == NULL)
            return false;
        model->provisions[model->n_provisions++] = message;
    }
    for (size_t i = 0; i < source->n_responsibilities; i++) {
        Catalog__V1__EffectiveResponsibility *message =
            responsibility_of(graph, &instance->responsibilities[i], source->responsibilities[i]);
        if (message == NULL)
            return false;
        model->responsibilities[model->n_responsibilities++] = message;
    }
    for (size_t i = 0; i < source->n_assumptions; i++) {
        Catalog__V1__EffectiveAssumption *message =
            assumption_of(graph, &instance->assumptions[i], source->assumptions[i]);
        if (message == NULL)
            return false;
        model->assumptions[model->n_assumptions++] = message;
    }
    return true;
}

static bool add_platform(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    for (size_t i = 0; i < graph->platform.count; i++) {
        const struct platform_provision *platform = &graph->platform.items[i];
        Catalog__V1__EffectiveProvision *message = ARENA_NEW(graph->arena, Catalog__V1__EffectiveProvision);
        if (message == NULL)
            return graph_no_memory(graph);
        bool is_void = advisory_voids_control(platform->control);
        worlds counts = is_void ? WORLDS_NONE : worlds_favourable(platform->baseline->scope.truth);
        cause_list causes = {0};
        catalog__v1__effective_provision__init(message);
        message->address = text_field(platform->address);
        message->control = text_field(platform->control->name);
        message->kind = CATALOG__V1__PROVISION_KIND__PROVISION_KIND_NATIVE;
        message->state = credit_state(counts, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
        message->planned = credit_state(counts, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT);
        const struct judgement *scope = &platform->baseline->scope;
        if ((is_void && !advisory_causes(graph, &platform->control->advisories, &causes)) ||
            !effective_causes(graph, &causes, &message->causes, &message->n_causes) ||
            !report_sorted(graph, scope->unknown, scope->unknown_count, &message->unknown, &message->n_unknown))
            return false;
        model->provisions[model->n_provisions++] = message;
    }
    return true;
}

/* NOLINTBEGIN(bugprone-macro-parentheses): a type takes none. */
#define COMPARE(name, type)                                                                                            \
    static int name(const void *a, const void *b) {                                                                    \
        return strcmp((*(type *const *)a)->address, (*(type *const *)b)->address);                                     \
    }
COMPARE(compare_provisions, Catalog__V1__EffectiveProvision)
COMPARE(compare_responsibilities, Catalog__V1__EffectiveResponsibility)
COMPARE(compare_assumptions, Catalog__V1__EffectiveAssumption)
/* NOLINTEND(bugprone-macro-parentheses) */

static bool make_room(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    size_t provisions = graph->platform.count + 1;
    size_t responsibilities = 1;
    size_t assumptions = 1;
    for (size_t i = 1; i < graph->instances.count; i++) {
        const Catalog__V1__Model *source = graph->instances.items[i]->object->model;
        provisions += source->n_provides;
        responsibilities += source->n_responsibilities;
        assumptions += source->n_assumptions;
    }
    model->provisions = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveProvision *, provisions);
    model->responsibilities = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveResponsibility *, responsibilities);
    model->assumptions = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveAssumption *, assumptions);
    bool has_room = model->provisions != NULL && model->responsibilities != NULL && model->assumptions != NULL;
    return has_room || graph_no_memory(graph);
}

bool effective_duties(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    if (!make_room(graph, model))
        return false;
    for (size_t i = 1; i < graph->instances.count; i++) {
        if (!add_instance(graph, graph->instances.items[i], model))
            return false;
    }
    if (!add_platform(graph, model))
        return false;
    qsort(model->provisions, model->n_provisions, sizeof(void *), compare_provisions);
    qsort(model->responsibilities, model->n_responsibilities, sizeof(void *), compare_responsibilities);
    qsort(model->assumptions, model->n_assumptions, sizeof(void *), compare_assumptions);
    return true;
}
