#include "model/effective_row.h"

#include "model/advisory.h"
#include "model/credit.h"
#include "model/effective.h"
#include "model/report.h"
#include "model/rules.h"
#include "model/text_field.h"
#include "model/unknowns.h"

#include <stdlib.h>
#include <string.h>

static int compare_credits(const void *a, const void *b) {
    const Catalog__V1__Credit *left = *(Catalog__V1__Credit *const *)a;
    const Catalog__V1__Credit *right = *(Catalog__V1__Credit *const *)b;
    if (left->counts_now != right->counts_now)
        return left->counts_now ? -1 : 1;
    if (left->counts_planned != right->counts_planned)
        return left->counts_planned ? -1 : 1;
    int order = strcmp(left->source, right->source);
    return order != 0 ? order : strcmp(left->control, right->control);
}

static bool append_causes(struct graph *graph, cause_list *causes, const cause_list *more) {
    for (size_t i = 0; i < more->count; i++) {
        if (!vector_push(graph->arena, causes, more->items[i]))
            return graph_no_memory(graph);
    }
    return true;
}

/* Duties of the component that take its credit from this threat. */
static bool append_duties(struct graph *graph, cause_list *causes, const struct duty *duties, size_t count,
                          const struct threat_node *threat) {
    for (size_t i = 0; i < count; i++) {
        const struct duty *duty = &duties[i];
        if ((duty->met & WORLD_NOW_STRICT) != 0 || !threat_list_has(duty->covers, threat))
            continue;
        const char *code = duty->is_assumption ? "ASSUMPTION_NOT_MET" : "RESPONSIBILITY_UNMET";
        if (!report_cause(graph, causes, code, duty->address, "It covers this threat and is not met."))
            return false;
    }
    return true;
}

static bool append_advisories(struct graph *graph, cause_list *causes, const struct voiding *voidings,
                              const threat_list *threats, const struct threat_node *threat) {
    size_t number = voidings == NULL ? SIZE_MAX : threat_list_find(threats, threat);
    return number == SIZE_MAX || advisory_causes(graph, &voidings[number].by, causes);
}

static bool append_platform(struct graph *graph, const struct row *row, const struct row_credit *credit,
                            cause_list *causes) {
    if (!advisory_control_causes(graph, credit->control, row->threat, causes))
        return false;
    return (credit->possible & WORLD_NOW_STRICT) != 0 ||
           report_cause(graph, causes, "UNKNOWN", credit->source,
                        "A fact that decides where the platform does it is not known.");
}

static bool append_mitigation(struct graph *graph, const struct row *row, const struct mitigation *mitigation,
                              cause_list *causes) {
    return append_causes(graph, causes, &mitigation->causes) &&
           append_advisories(graph, causes, mitigation->voidings, &mitigation->threats, row->threat);
}

static bool gather_causes(struct graph *graph, const struct row *row, const struct row_credit *credit,
                          cause_list *causes) {
    if (credit->mitigation != NULL && !append_mitigation(graph, row, credit->mitigation, causes))
        return false;
    if (credit->platform != NULL)
        return append_platform(graph, row, credit, causes);
    if (credit->provision == NULL)
        return true;
    const struct instance *instance = credit->provision->instance;
    const Catalog__V1__Model *model = instance->object->model;
    const struct provision_rule *rule = credit->provision->rule;
    return append_causes(graph, causes, &credit->provision->causes) &&
           append_advisories(graph, causes, rule->voidings, &rule->threats, row->threat) &&
           append_duties(graph, causes, instance->responsibilities, model->n_responsibilities, row->threat) &&
           append_duties(graph, causes, instance->assumptions, model->n_assumptions, row->threat);
}

static bool fill_unknown(struct graph *graph, const struct row_credit *credit, Catalog__V1__Credit *message) {
    name_list names = {0};
    const struct judgement *judgement = &credit->judgement;
    for (size_t i = 0; i < judgement->unknown_count; i++) {
        if (!vector_push(graph->arena, &names, judgement->unknown[i]))
            return graph_no_memory(graph);
    }
    bool may_count = (credit->counts & WORLD_NOW_LENIENT) != 0;
    if (may_count && credit->provision != NULL &&
        !unknowns_of_provision(graph, (struct provision *)(uintptr_t)credit->provision, &names))
        return false;
    return report_sorted(graph, names.items, names.count, &message->unknown, &message->n_unknown);
}

static Catalog__V1__Credit *credit_of(struct graph *graph, const struct row *row, const struct row_credit *credit) {
    cause_list causes = {0};
    Catalog__V1__Credit *message = ARENA_NEW(graph->arena, Catalog__V1__Credit);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__credit__init(message);
    message->control = text_field(credit->control->name);
    message->title = text_field(credit->control->message == NULL ? "" : credit->control->message->title);
    message->source = text_field(credit->source);
    message->is_inherited = credit->is_inherited;
    message->strength = credit->strength;
    message->layer = credit->layer;
    message->provider = text_field(credit->provider);
    message->likelihood_reduction_bp = credit->reduction.likelihood_bp;
    message->impact_reduction_bp = credit->reduction.impact_bp;
    message->counts_now = (credit->counts & WORLD_NOW_STRICT) != 0;
    message->counts_planned = (credit->counts & WORLD_PLANNED_STRICT) != 0;
    if (message->counts_now)
        return message;
    bool is_whole = fill_unknown(graph, credit, message) && gather_causes(graph, row, credit, &causes) &&
                    effective_causes(graph, &causes, &message->causes, &message->n_causes);
    return is_whole ? message : NULL;
}

bool effective_credits(struct graph *graph, const struct row *row, Catalog__V1__Row *message) {
    message->credits = ARENA_ARRAY(graph->arena, Catalog__V1__Credit *, row->credits.count + 1);
    if (message->credits == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < row->credits.count; i++) {
        Catalog__V1__Credit *credit = credit_of(graph, row, &row->credits.items[i]);
        if (credit == NULL)
            return false;
        message->credits[message->n_credits++] = credit;
    }
    qsort(message->credits, message->n_credits, sizeof(Catalog__V1__Credit *), compare_credits);
    return true;
}
