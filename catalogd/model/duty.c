#include "model/duty.h"

#include "model/credit.h"
#include "model/place.h"
#include "model/report.h"
#include "model/rules.h"
#include "model/span.h"

#include <string.h>

static const Catalog__V1__Responsibility *responsibility_of(const struct duty *duty) {
    const struct instance *instance = duty->instance;
    return instance->object->model->responsibilities[duty - instance->responsibilities];
}

static const Catalog__V1__Assumption *assumption_of(const struct duty *duty) {
    const struct instance *instance = duty->instance;
    return instance->object->model->assumptions[duty - instance->assumptions];
}

struct duty *duty_find(const struct graph_object *object, const char *address) {
    const char *id;
    const struct instance *owner = place_owner(object->instances.items[0], address, &id);
    if (owner == NULL || owner->declared_by != object)
        return NULL;
    size_t number = rules_find_responsibility(owner->object, id);
    if (number != SIZE_MAX)
        return &owner->responsibilities[number];
    number = rules_find_assumption(owner->object, id);
    return number != SIZE_MAX ? &owner->assumptions[number] : NULL;
}

static bool has_evidence(struct graph *graph, const struct mitigation *mitigation,
                         const Catalog__V1__Discharge *asked) {
    for (size_t i = 0; i < mitigation->message->n_evidence; i++) {
        const Catalog__V1__Evidence *evidence = mitigation->message->evidence[i];
        for (size_t k = 0; k < asked->n_evidence; k++) {
            if (strcmp(asked->evidence[k], evidence->kind) == 0 && !graph_has_passed(graph, evidence->valid_until))
                return true;
        }
    }
    return asked->n_evidence == 0;
}

static bool has_control(const struct mitigation *mitigation, const Catalog__V1__Discharge *asked) {
    for (size_t i = 0; i < asked->n_controls; i++) {
        if (mitigation->control != NULL && strcmp(asked->controls[i], mitigation->control->name) == 0)
            return true;
    }
    return asked->n_controls == 0;
}

bool duty_admits(struct graph *graph, const struct duty *duty, const struct mitigation *mitigation) {
    const Catalog__V1__Discharge *asked = duty->is_assumption ? NULL : responsibility_of(duty)->discharged_by;
    if (duty->is_assumption)
        return false;
    return asked == NULL || (has_control(mitigation, asked) && has_evidence(graph, mitigation, asked));
}

static uint32_t shorter_age(uint32_t asked, uint32_t given) {
    if (asked == 0 || given == 0)
        return asked + given;
    return asked < given ? asked : given;
}

/* Days for which STATEMENT counts, 0: for ever. False: nobody's word counts for DUTY. */
static bool find_age(const struct duty *duty, const Catalog__V1__AnswerStatement *statement, uint32_t *ret_days) {
    *ret_days = statement->max_age_days;
    if (duty->is_assumption) {
        uint32_t allowed = assumption_of(duty)->attestation_max_age_days;
        *ret_days = shorter_age(allowed == 0 ? ATTESTATION_DAYS : allowed, *ret_days);
        return duty->when.truth != CONDITION_FALSE;
    }
    const Catalog__V1__Discharge *asked = responsibility_of(duty)->discharged_by;
    return asked != NULL && asked->statement;
}

bool duty_statement_period(const struct duty *duty, const Catalog__V1__AnswerStatement *statement, time_ns *ret_from,
                           time_ns *ret_until) {
    uint32_t age_days = 0;
    if (!find_age(duty, statement, &age_days) || statement->at == NULL)
        return false;
    *ret_from = time_from_parts(statement->at->seconds, statement->at->nanos);
    *ret_until = age_days == 0 ? INT64_MAX : time_add_days(*ret_from, age_days);
    return true;
}

static worlds stated(struct graph *graph, const struct duty *duty, const Catalog__V1__AnswerStatement *statement) {
    time_ns from;
    time_ns until;
    if (!duty_statement_period(duty, statement, &from, &until))
        return WORLDS_NONE;
    graph_note_time(graph, from);
    graph_note_time(graph, until);
    return from <= graph->options->at && graph->options->at < until ? WORLDS_ALL : WORLDS_NONE;
}

static bool add_answer(struct graph *graph, const struct graph_object *object, const Catalog__V1__Answer *answer) {
    struct duty *duty = duty_find(object, answer->to);
    if (duty == NULL)
        return true;
    duty->is_answered = true;
    if (answer->statement != NULL)
        duty->answered |= stated(graph, duty, answer->statement);
    for (size_t i = 0; i < answer->n_by; i++) {
        size_t number = rules_find_mitigation(object, answer->by[i]);
        if (number == SIZE_MAX || !duty_admits(graph, duty, &object->mitigations[number]))
            continue;
        if (!vector_push(graph->arena, &duty->answers, &object->mitigations[number]))
            return graph_no_memory(graph);
    }
    return true;
}

static bool reaches(struct graph *graph, const struct duty *inner, const struct duty *outer) {
    return outer->is_assumption ||
           predicate_reaches(responsibility_of(inner)->when, inner->when.unknown, inner->when.unknown_count,
                             responsibility_of(outer)->when, graph->arena);
}

/* Who will depend on the model that is resolved is not known, so there the predicates themselves are compared. */
static bool link_passed(struct graph *graph, struct duty *outer, char *const *from, size_t count) {
    if (!graph_spend(graph, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct duty *inner = duty_find(outer->instance->object, from[i]);
        if (inner == NULL || inner->is_assumption != outer->is_assumption)
            continue;
        inner->is_passed_on = true;
        if (outer->instance->index == 0 && !reaches(graph, inner, outer))
            continue;
        if (!vector_push(graph->arena, &inner->passed_to, outer))
            return graph_no_memory(graph);
    }
    return true;
}

static bool link_instance(struct graph *graph, const struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        const Catalog__V1__Responsibility *message = model->responsibilities[i];
        if (!link_passed(graph, &instance->responsibilities[i], message->from, message->n_from))
            return false;
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        const Catalog__V1__Assumption *message = model->assumptions[i];
        if (!link_passed(graph, &instance->assumptions[i], message->from, message->n_from))
            return false;
    }
    return true;
}

static bool create_one(struct graph *graph, struct instance *instance, struct duty *duty,
                       const struct threat_rule *rule, const char *id) {
    duty->instance = instance;
    duty->id = id;
    duty->covers = &rule->threats;
    duty->address = instance->index == 0 ? id : GRAPH_JOIN(graph, instance->address, ".", id);
    if (duty->address == NULL)
        return false;
    return condition_judge(graph, &rule->when, (struct scope){.instance = instance}, &duty->when);
}

static bool create_for(struct graph *graph, struct instance *instance) {
    const struct graph_object *object = instance->object;
    const Catalog__V1__Model *model = object->model;
    instance->responsibilities = ARENA_ARRAY(graph->arena, struct duty, model->n_responsibilities + 1);
    instance->assumptions = ARENA_ARRAY(graph->arena, struct duty, model->n_assumptions + 1);
    if (instance->responsibilities == NULL || instance->assumptions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        if (!create_one(graph, instance, &instance->responsibilities[i], &object->responsibilities[i],
                        model->responsibilities[i]->id))
            return false;
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        instance->assumptions[i].is_assumption = true;
        if (!create_one(graph, instance, &instance->assumptions[i], &object->assumptions[i], model->assumptions[i]->id))
            return false;
        /* Nothing but an attestation can settle what has no predicate. */
        if (model->assumptions[i]->holds_when[0] == '\0')
            instance->assumptions[i].when.truth = CONDITION_UNKNOWN;
    }
    return true;
}

bool duty_create(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        if (!create_for(graph, graph->instances.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->instances.count; i++) {
        if (!link_instance(graph, graph->instances.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->objects.count; i++) {
        const struct graph_object *object = graph->objects.items[i];
        for (size_t k = 0; object->instances.count > 0 && k < object->model->n_answers; k++) {
            if (!add_answer(graph, object, object->model->answers[k]))
                return false;
        }
    }
    return true;
}

/* What the consumer does whose re-exports start at FIRST; *ret_next is where the next one's do. */
static worlds passed_to_consumer(const struct duty *duty, size_t first, size_t *ret_next) {
    const struct instance *consumer = duty->passed_to.items[first]->instance;
    worlds met = WORLDS_ALL;
    worlds discharged = WORLDS_NONE;
    size_t i = first;
    for (; i < duty->passed_to.count && duty->passed_to.items[i]->instance == consumer; i++) {
        met &= duty->passed_to.items[i]->met;
        discharged |= duty->passed_to.items[i]->discharged;
    }
    *ret_next = i;
    return met & discharged;
}

/* All consumers of the declarer must meet what it passes on. */
static worlds passed_worlds(const struct duty *duty) {
    worlds met = duty->passed_to.count > 0 ? WORLDS_ALL : WORLDS_NONE;
    for (size_t i = 0; i < duty->passed_to.count;)
        met &= passed_to_consumer(duty, i, &i);
    return met;
}

static worlds discharged_worlds(const struct duty *duty) {
    if (duty->instance->index == 0)
        return WORLDS_ALL; /* left to whoever will depend on the model */
    worlds discharged = duty->answered | passed_worlds(duty);
    for (size_t i = 0; i < duty->answers.count; i++)
        discharged |= mitigation_counts(duty->answers.items[i]);
    if (!duty->is_assumption)
        return discharged;
    return duty->when.truth == CONDITION_FALSE ? WORLDS_NONE : discharged | worlds_favourable(duty->when.truth);
}

bool duty_settle(struct duty *duty) {
    worlds discharged = discharged_worlds(duty);
    worlds met = discharged;
    if (!duty->is_assumption)
        met |= (worlds)(WORLDS_ALL & ~worlds_burden(duty->when.truth));
    bool has_changed = met != duty->met || discharged != duty->discharged;
    duty->met = met;
    duty->discharged = discharged;
    return has_changed;
}
