/* Responsibilities that are not answered, and assumptions that nobody has attested. */
#include "model/plan_bench.h"

#include "model/text_field.h"
#include "model/timestamp.h"

#include <string.h>

static bool is_missing(Catalog__V1__DutyState state) {
    return state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET || state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING;
}

static const Catalog__V1__Answer *find_answer(const Catalog__V1__Model *model, const char *to) {
    for (size_t i = 0; i < model->n_answers; i++) {
        if (strcmp(model->answers[i]->to, to) == 0)
            return model->answers[i];
    }
    return NULL;
}

static const Catalog__V1__Mitigation *find_mitigation(const Catalog__V1__Model *model, const char *id) {
    for (size_t i = 0; i < model->n_mitigations; i++) {
        if (strcmp(model->mitigations[i]->id, id) == 0)
            return model->mitigations[i];
    }
    return NULL;
}

/* The responsibility "alias.id" of a dependency of the model itself; *ret is NULL: none. */
static bool find_responsibility(struct plan_bench *bench, const char *address,
                                const Catalog__V1__Responsibility **ret) {
    const char *dot = strrchr(address, '.');
    const Catalog__V1__Model *component;
    *ret = NULL;
    char *alias = dot == NULL ? NULL : plan_text(bench, "%.*s", (int)(dot - address), address);
    if (alias == NULL)
        return dot == NULL;
    if (!plan_component(bench, alias, &component))
        return false;
    for (size_t i = 0; component != NULL && i < component->n_responsibilities; i++) {
        if (strcmp(component->responsibilities[i]->id, dot + 1) == 0)
            *ret = component->responsibilities[i];
    }
    return true;
}

static bool discharges(const Catalog__V1__Discharge *asked, const Catalog__V1__Mitigation *mitigation) {
    for (size_t i = 0; asked != NULL && i < asked->n_controls; i++) {
        if (strcmp(asked->controls[i], mitigation->control) == 0)
            return true;
    }
    return asked == NULL || asked->n_controls == 0;
}

/* The own mitigation that would do: one that the answer names already, else the first by id that is of the right
 * control. */
static const Catalog__V1__Mitigation *choose_mitigation(const Catalog__V1__Model *model,
                                                        const Catalog__V1__Answer *answer,
                                                        const Catalog__V1__Discharge *asked) {
    for (size_t i = 0; answer != NULL && i < answer->n_by; i++) {
        const Catalog__V1__Mitigation *named = find_mitigation(model, answer->by[i]);
        if (named != NULL && discharges(asked, named))
            return named;
    }
    const Catalog__V1__Mitigation *first = NULL;
    for (size_t i = 0; asked != NULL && asked->n_controls > 0 && i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *own = model->mitigations[i];
        if (discharges(asked, own) && (first == NULL || strcmp(own->id, first->id) < 0))
            first = own;
    }
    return first;
}

static bool is_named(const Catalog__V1__Answer *answer, const char *id) {
    for (size_t i = 0; answer != NULL && i < answer->n_by; i++) {
        if (strcmp(answer->by[i], id) == 0)
            return true;
    }
    return false;
}

static Catalog__V1__Answer *new_answer(struct plan_bench *bench, const char *to, const Catalog__V1__Answer *before) {
    Catalog__V1__Answer *answer = ARENA_NEW(bench->arena, Catalog__V1__Answer);
    if (answer == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    catalog__v1__answer__init(answer);
    if (before != NULL)
        *answer = *before;
    answer->to = plan_text(bench, "%s", to);
    return answer->to == NULL ? NULL : answer;
}

/* The answer with the mitigation ID beside those that it names. */
static bool answer_by(struct plan_bench *bench, Catalog__V1__PlanChange *change, const char *to,
                      const Catalog__V1__Answer *before, char *id) {
    Catalog__V1__Answer *answer = new_answer(bench, to, before);
    if (answer == NULL)
        return false;
    size_t count = before == NULL ? 0 : before->n_by;
    char **by = ARENA_ARRAY(bench->arena, char *, count + 1);
    if (by == NULL)
        return plan_no_memory(bench);
    if (count > 0)
        memcpy(by, before->by, count * sizeof *by);
    by[count] = id;
    answer->by = by;
    answer->n_by = count + 1;
    return plan_change_answer(bench, change, answer);
}

static bool state_it(struct plan_bench *bench, Catalog__V1__PlanChange *change, const char *to, const char *text) {
    Catalog__V1__Answer *answer = new_answer(bench, to, find_answer(bench->model, to));
    Catalog__V1__AnswerStatement *statement = ARENA_NEW(bench->arena, Catalog__V1__AnswerStatement);
    Catalog__V1__Timestamp *at = ARENA_NEW(bench->arena, Catalog__V1__Timestamp);
    if (answer == NULL || statement == NULL || at == NULL)
        return plan_no_memory(bench);
    catalog__v1__answer_statement__init(statement);
    *at = timestamp_of(bench->options->resolve.at);
    statement->text = text_field(text);
    statement->who = bench->model->owner[0] != '\0' ? bench->model->owner : text_field("feature team");
    statement->at = at;
    answer->statement = statement;
    return plan_change_answer(bench, change, answer);
}

/* A mitigation of a control that discharges it, where the model has none. */
static Catalog__V1__Mitigation *make_mitigation(struct plan_bench *bench, const char *address,
                                                const Catalog__V1__Responsibility *duty, const char *control) {
    const Catalog__V1__Control *known = plan_catalog_control(bench->catalog, control);
    char **on = ARENA_ARRAY(bench->arena, char *, 1);
    Catalog__V1__Mitigation *mitigation = on == NULL ? NULL : plan_mitigation_new(bench, control);
    if (mitigation == NULL)
        return NULL;
    on[0] = plan_text(bench, "%.*s", (int)(strrchr(address, '.') - address), address);
    mitigation->on = on;
    mitigation->n_on = 1;
    mitigation->mitigates = duty->covers;
    mitigation->n_mitigates = duty->n_covers;
    if (duty->n_covers == 0 && known != NULL && known->n_mitigates > 0) {
        mitigation->mitigates = &known->mitigates[0]->threat;
        mitigation->n_mitigates = 1;
    }
    return on[0] == NULL ? NULL : mitigation;
}

/* The control to answer with: one that is asked for, else any that answers what is left open without it. */
static char *choose_control(const struct plan_bench *bench, const Catalog__V1__Responsibility *duty) {
    const Catalog__V1__Discharge *asked = duty->discharged_by;
    if (asked != NULL && asked->n_controls > 0)
        return asked->controls[0];
    for (size_t i = 0; i < duty->n_covers; i++) {
        const struct plan_controls *answers = plan_catalog_answers(bench->catalog, duty->covers[i]);
        if (answers != NULL && answers->list.count > 0)
            return answers->list.items[0]->name;
    }
    return NULL;
}

static bool add_answer(struct plan_bench *bench, const char *address, Catalog__V1__PlanChange *change, char *action) {
    char *subject = plan_text(bench, "%s", address);
    struct plan_candidate *candidate =
        subject == NULL ? NULL : plan_candidate_add(bench, CATALOG__V1__PLAN_KIND__PLAN_KIND_ANSWER, subject, action);
    return candidate != NULL && plan_alternative_add(bench, candidate, "", change);
}

/* By a mitigation that is there. One that only waits for its status is no new candidate. */
static bool answer_with_own(struct plan_bench *bench, const char *address, const Catalog__V1__Mitigation *own,
                            const char *kind) {
    const Catalog__V1__Answer *before = find_answer(bench->model, address);
    Catalog__V1__Mitigation *done = plan_mitigation_done(bench, own, kind);
    Catalog__V1__PlanChange *change = done == NULL ? NULL : plan_change_new(bench);
    bool is_answered = is_named(before, own->id);
    if (change == NULL || (is_answered && done->n_evidence == own->n_evidence))
        return change != NULL;
    bool is_changed = done->status != own->status || done->n_evidence != own->n_evidence;
    if ((is_changed && !plan_change_mitigation(bench, change, done)) ||
        (!is_answered && !answer_by(bench, change, address, before, done->id)))
        return false;
    return add_answer(bench, address, change,
                      plan_text(bench, "Answer %s by mitigation %s%s%s%s.", address, own->id,
                                done->status != own->status ? ", put in place" : "",
                                done->n_evidence != own->n_evidence ? ", with evidence of kind " : "",
                                done->n_evidence != own->n_evidence ? kind : ""));
}

static bool answer_with_new(struct plan_bench *bench, const char *address, const Catalog__V1__Responsibility *duty,
                            char *control, const char *kind) {
    Catalog__V1__Mitigation *made = make_mitigation(bench, address, duty, control);
    Catalog__V1__Mitigation *done = made == NULL ? NULL : plan_mitigation_done(bench, made, kind);
    Catalog__V1__PlanChange *change = done == NULL ? NULL : plan_change_new(bench);
    return change != NULL && plan_change_mitigation(bench, change, done) &&
           answer_by(bench, change, address, find_answer(bench->model, address), done->id) &&
           add_answer(bench, address, change,
                      plan_text(bench, "Answer %s by a new mitigation with control %s%s%s.", address, control,
                                kind == NULL ? "" : " and evidence of kind ", kind == NULL ? "" : kind));
}

static bool find_for(struct plan_bench *bench, const Catalog__V1__EffectiveResponsibility *open) {
    const Catalog__V1__Responsibility *duty;
    if (!find_responsibility(bench, open->address, &duty) || duty == NULL)
        return bench->status == STATUS_OK;
    const Catalog__V1__Discharge *asked = duty->discharged_by;
    const char *kind = asked != NULL && asked->n_evidence > 0 ? asked->evidence[0] : NULL;
    const Catalog__V1__Mitigation *own =
        choose_mitigation(bench->model, find_answer(bench->model, open->address), asked);
    if (own != NULL)
        return answer_with_own(bench, open->address, own, kind);
    if (asked != NULL && asked->statement) {
        Catalog__V1__PlanChange *change = plan_change_new(bench);
        return change != NULL && state_it(bench, change, open->address, duty->statement) &&
               add_answer(bench, open->address, change,
                          plan_text(bench, "Answer %s by a statement: %s", open->address, duty->statement));
    }
    char *control = choose_control(bench, duty);
    if (control == NULL)
        return plan_note(bench, plan_text(bench, "%s was not tried: no control of the catalog answers what it covers.",
                                          open->address));
    return answer_with_new(bench, open->address, duty, control, kind);
}

bool plan_find_answers(struct plan_bench *bench) {
    for (size_t i = 0; i < bench->base->n_responsibilities; i++) {
        const Catalog__V1__EffectiveResponsibility *duty = bench->base->responsibilities[i];
        bool is_ours = strcmp(duty->answerable, bench->base->model) == 0;
        if (is_ours && is_missing(bench->options->as_planned ? duty->planned : duty->state) && !find_for(bench, duty))
            return false;
    }
    return true;
}

/* A violated assumption is not a matter of anybody's word. */
bool plan_find_attestations(struct plan_bench *bench) {
    for (size_t i = 0; i < bench->base->n_assumptions; i++) {
        const Catalog__V1__EffectiveAssumption *open = bench->base->assumptions[i];
        if (open->state != CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING ||
            strcmp(open->answerable, bench->base->model) != 0)
            continue;
        Catalog__V1__PlanChange *change = plan_change_new(bench);
        char *subject = plan_text(bench, "%s", open->address);
        char *text = plan_text(bench, "%s", open->statement);
        char *action = plan_text(bench, "Attest %s, if it is so: %s", open->address, open->statement);
        if (change == NULL || subject == NULL || text == NULL || !state_it(bench, change, open->address, text))
            return false;
        struct plan_candidate *candidate =
            plan_candidate_add(bench, CATALOG__V1__PLAN_KIND__PLAN_KIND_ATTEST, subject, action);
        if (candidate == NULL || !plan_alternative_add(bench, candidate, "", change))
            return false;
    }
    return true;
}
