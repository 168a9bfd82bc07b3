#include "model/advisory.h"
#include "model/credit.h"
#include "model/duty.h"
#include "model/report.h"

static worlds evaluate_provision(const struct provision *provision) {
    worlds counts = provision->possible;
    for (size_t i = 0; i < provision->duties.count; i++)
        counts &= provision->duties.items[i]->met;
    for (size_t i = 0; i < provision->inner.count; i++)
        counts &= provision_counts(provision->inner.items[i]);
    return counts;
}

static void settle_duties(struct duty *duties, size_t count, bool *has_changed) {
    for (size_t i = 0; i < count; i++)
        *has_changed |= duty_settle(&duties[i]);
}

static void settle_provisions(struct instance *instance, bool *has_changed) {
    for (size_t i = 0; i < instance->object->model->n_provides; i++) {
        worlds counts = evaluate_provision(&instance->provisions[i]);
        *has_changed |= counts != instance->provisions[i].counts;
        instance->provisions[i].counts = counts;
    }
}

/* Duties are passed on outwards, so outer ones settle first; credit flows outwards, so inner provisions do. A chain of
 * either settles in one round, however deep it is. */
static void settle_round(struct graph *graph, bool *has_changed) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        const Catalog__V1__Model *model = instance->object->model;
        settle_duties(instance->assumptions, model->n_assumptions, has_changed);
        settle_duties(instance->responsibilities, model->n_responsibilities, has_changed);
    }
    for (size_t i = graph->instances.count; i > 0; i--)
        settle_provisions(graph->instances.items[i - 1], has_changed);
}

static size_t count_of_duties(const struct duty *duties, size_t count) {
    size_t looked_at = count;
    for (size_t i = 0; i < count; i++)
        looked_at += duties[i].passed_to.count + duties[i].answers.count;
    return looked_at;
}

/* How many records one round looks at. */
static size_t count_records(const struct graph *graph) {
    size_t count = 0;
    for (size_t i = 0; i < graph->instances.count; i++) {
        const struct instance *instance = graph->instances.items[i];
        const Catalog__V1__Model *model = instance->object->model;
        count += model->n_provides + count_of_duties(instance->responsibilities, model->n_responsibilities) +
                 count_of_duties(instance->assumptions, model->n_assumptions);
        for (size_t k = 0; k < model->n_provides; k++)
            count += instance->provisions[k].duties.count + instance->provisions[k].inner.count;
    }
    return count;
}

/* Every round but the last moves at least one world of one record, all in one direction, so this ends. */
static bool settle(struct graph *graph) {
    const size_t records = count_records(graph);
    bool has_changed = true;
    while (has_changed) {
        has_changed = false;
        if (!graph_spend(graph, records))
            return false;
        settle_round(graph, &has_changed);
    }
    return true;
}

static void start_duties(struct duty *duties, size_t count, worlds start) {
    for (size_t i = 0; i < count; i++)
        duties[i].met = duties[i].discharged = start;
}

static void start_from(struct graph *graph, worlds start) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        const Catalog__V1__Model *model = instance->object->model;
        for (size_t k = 0; k < model->n_provides; k++)
            instance->provisions[k].counts = start;
        start_duties(instance->responsibilities, model->n_responsibilities, start);
        start_duties(instance->assumptions, model->n_assumptions, start);
    }
}

static void remember(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        for (size_t k = 0; k < instance->object->model->n_provides; k++)
            instance->provisions[k].counts_if_circular = instance->provisions[k].counts;
    }
}

static bool report_circles(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        for (size_t k = 0; k < instance->object->model->n_provides; k++) {
            const struct provision *provision = &instance->provisions[k];
            if (provision->counts == provision->counts_if_circular)
                continue;
            struct gate_item item = {.code = "CIRCULAR_CREDIT",
                                     .subject = provision->address,
                                     .cause = "It would count only because of itself, so it does not.",
                                     .remedy = "Answer the responsibility with a control of your own."};
            if (!report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item))
                return false;
        }
    }
    return true;
}

bool credit_settle_again(struct graph *graph) {
    start_from(graph, WORLDS_NONE);
    return settle(graph);
}

bool credit_settle(struct graph *graph) {
    start_from(graph, WORLDS_ALL);
    if (!settle(graph))
        return false;
    remember(graph);
    return credit_settle_again(graph) && report_circles(graph);
}

static bool explain_requirements(struct graph *graph, struct provision *provision) {
    for (size_t i = 0; i < provision->duties.count; i++) {
        const struct duty *duty = provision->duties.items[i];
        if ((duty->met & WORLD_NOW_STRICT) == 0 &&
            !report_cause(graph, &provision->causes, "RESPONSIBILITY_UNMET", duty->address,
                          "It requires a responsibility that is not met."))
            return false;
    }
    for (size_t i = 0; i < provision->inner.count; i++) {
        const struct provision *inner = provision->inner.items[i];
        if ((provision_counts(inner) & WORLD_NOW_STRICT) == 0 &&
            !report_cause(graph, &provision->causes, "PROVISION_LOST", inner->address,
                          "It rests on a provision that does not count."))
            return false;
    }
    return true;
}

static bool explain_when(struct graph *graph, struct provision *provision) {
    if (provision->when.truth == CONDITION_TRUE)
        return true;
    if (provision->when.truth == CONDITION_UNKNOWN)
        return report_cause(graph, &provision->causes, "UNKNOWN", provision->address,
                            "A fact or parameter that decides it is not known.");
    return report_cause(graph, &provision->causes, "NOT_CONFIGURED", provision->address,
                        graph_text(graph, "It needs %s.", provision->rule->when.text));
}

bool credit_explain(struct graph *graph) {
    for (size_t i = 0; i < graph->instances.count; i++) {
        struct instance *instance = graph->instances.items[i];
        for (size_t k = 0; k < instance->object->model->n_provides; k++) {
            struct provision *provision = &instance->provisions[k];
            if (!explain_when(graph, provision) || !explain_requirements(graph, provision) ||
                !advisory_explain_provision(graph, provision))
                return false;
        }
    }
    return true;
}
