#include "model/closure_report.h"

#include <string.h>

/* A responsibility or assumption of an instance. */
struct inherited {
    const char *kind; /* the list that would pass it on */
    const char *address;
    const char *answerable;
    Catalog__V1__DutyState state;
    Catalog__V1__Cause *const *causes;
    size_t cause_count;
};

static bool is_passed_on(const struct inherited *duty) {
    return duty->state == CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED;
}

/* One that waits only for the one that passes it on: that is told by itself. */
static bool waits_for_another(const struct inherited *duty) {
    return is_passed_on(duty) && strcmp(duty->causes[0]->code, "PASSED_ON") == 0;
}

static bool is_open(const struct inherited *duty) {
    bool has_failed = duty->state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET ||
                      duty->state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING;
    return has_failed || (is_passed_on(duty) && duty->cause_count > 0 && !waits_for_another(duty));
}

static bool is_direct(const char *address) {
    const char *dot = strchr(address, '.');
    return dot != NULL && strchr(dot + 1, '.') == NULL;
}

static bool passes_on(const Catalog__V1__Responsibility *outer, const char *address) {
    return closure_names(outer->from, outer->n_from, address);
}

/* What passes ADDRESS on, where it applies too seldom. */
static const char *narrow_field(const struct closure *closure, const char *address) {
    for (size_t i = 0; i < closure->model->n_responsibilities; i++) {
        if (passes_on(closure->model->responsibilities[i], address))
            return arena_printf(closure->arena, "responsibilities[%zu].when", i);
    }
    return closure_dependency(closure, address);
}

static const char *field_of(const struct closure *closure, const struct inherited *duty) {
    for (size_t i = 0; i < closure->model->n_answers; i++) {
        if (strcmp(closure->model->answers[i]->to, duty->address) == 0)
            return arena_printf(closure->arena, "answers[%zu]", i);
    }
    return is_passed_on(duty) ? narrow_field(closure, duty->address) : closure_dependency(closure, duty->address);
}

static const char *remedy_for(const struct closure *closure, const struct inherited *duty) {
    if (!is_direct(duty->address))
        return arena_printf(closure->arena, "%s leaves it open in this version: require another one", duty->answerable);
    if (is_passed_on(duty))
        return "leave `when` out, or make it hold whenever that of what it passes on does, by facts that it gives no "
               "value";
    return arena_printf(closure->arena, "answer it, or pass it on: %s with from: [%s]", duty->kind, duty->address);
}

static void check(struct closure *closure, const struct inherited *duty) {
    if (!is_open(duty))
        return;
    const char *cause = duty->cause_count > 0 ? duty->causes[0]->text : "Whether it is met is not known.";
    closure_report(closure, field_of(closure, duty),
                   arena_printf(closure->arena, "%s is not met, and not passed on: %s", duty->address, cause),
                   remedy_for(closure, duty));
}

/* Whoever reads only the contract of this model must see that it binds. */
static void check_mandatory(struct closure *closure, const Catalog__V1__EffectiveResponsibility *inherited) {
    size_t optional = SIZE_MAX;
    if (!inherited->mandatory || inherited->state != CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED)
        return;
    for (size_t i = 0; i < closure->model->n_responsibilities; i++) {
        const Catalog__V1__Responsibility *outer = closure->model->responsibilities[i];
        if (!passes_on(outer, inherited->address))
            continue;
        if (outer->mandatory)
            return;
        optional = i;
    }
    if (optional != SIZE_MAX)
        closure_report(closure, arena_printf(closure->arena, "responsibilities[%zu].mandatory", optional),
                       arena_printf(closure->arena, "it passes on %s, which is mandatory", inherited->address),
                       "write mandatory: true");
}

void closure_check_duties(struct closure *closure) {
    const Catalog__V1__EffectiveModel *effective = closure->effective;
    for (size_t i = 0; i < effective->n_responsibilities; i++) {
        const Catalog__V1__EffectiveResponsibility *duty = effective->responsibilities[i];
        check(closure, &(struct inherited){"a responsibility", duty->address, duty->answerable, duty->state,
                                           duty->causes, duty->n_causes});
        check_mandatory(closure, duty);
    }
    for (size_t i = 0; i < effective->n_assumptions; i++) {
        const Catalog__V1__EffectiveAssumption *duty = effective->assumptions[i];
        check(closure, &(struct inherited){"an assumption", duty->address, duty->answerable, duty->state, duty->causes,
                                           duty->n_causes});
    }
}
