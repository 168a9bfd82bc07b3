#include "model/decision_record.h"

#include "model/decision_force.h"
#include "model/object.h"
#include "model/resolver.h"
#include "model/text_field.h"
#include "model/validate.h"

#include <string.h>

/* One request, looked at in its model. */
struct examination {
    struct graph graph;
    Catalog__V1__Decision *decision;
    struct problem *problem;
};

static bool is_entry(const Catalog__V1__DecisionSubject *subject) {
    return subject->threat[0] == '\0';
}

static void report(struct examination *examination, const char *field, const char *message, const char *remedy) {
    const char *path = arena_printf(examination->graph.arena, "request.%s", field);
    const struct violation violation = {
        .object = "", .field = path == NULL ? "request" : path, .message = message, .remedy = remedy};
    problem_add(examination->problem, &violation);
}

/* The rules for a request are those for one that stands in a model: the model is looked at as if it stood there. */
static status_code check_fields(struct examination *examination, const Catalog__V1__Object *object,
                                const struct catalog_view *view) {
    static const struct validate_options options = {.is_draft = false};
    static const char list[] = "decisions[";
    Catalog__V1__Object with_request = *object;
    Catalog__V1__Model model = *object_model(object);
    struct problem found;
    model.decisions = &examination->decision->request;
    model.n_decisions = 1;
    with_request.feature = &model;
    problem_init(&found, examination->graph.arena);
    status_code status = validate_object(&with_request, view, &options, &found);
    if (status != STATUS_OK && status != STATUS_INVALID_ARGUMENT)
        return problem_set(examination->problem, status, found.reason, "%s", found.message);
    for (size_t i = 0; i < found.violation_count; i++) {
        const struct violation *violation = &found.violations[i];
        const char *end = strchr(violation->field, ']');
        if (strncmp(violation->field, list, sizeof list - 1) == 0 && end != NULL)
            report(examination, end[1] == '.' ? end + 2 : "subjects", violation->message, violation->remedy);
    }
    return examination->problem->code;
}

static const char *check_entry(const Catalog__V1__DecisionRequest *request, const struct baseline_demand *demand) {
    if (demand == NULL)
        return "no baseline asks the feature for this control there";
    if (demand->level < CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE)
        return "the entry is not negotiable: no decision lifts it";
    if (request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED)
        return "a baseline entry has no rating";
    return NULL;
}

static const char *check_row(const Catalog__V1__DecisionRequest *request, const struct row *row) {
    if (row == NULL)
        return "the feature has no row for this threat at this place";
    if (request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_COMPENSATING)
        return "what compensates stands in for a baseline entry, not for a row";
    return NULL;
}

static status_code check_subject(struct examination *examination, size_t number) {
    struct graph *graph = &examination->graph;
    const Catalog__V1__DecisionRequest *request = examination->decision->request;
    const Catalog__V1__DecisionSubject *subject = request->subjects[number];
    const char *key = decision_subject_key(graph, subject);
    const char *field = graph_text(graph, "subjects[%zu]", number);
    if (key == NULL || field == NULL)
        return graph->status;
    const char *mistake = is_entry(subject) ? check_entry(request, string_map_get(&graph->demands_by_key, key))
                                            : check_row(request, string_map_get(&graph->rows_by_key, key));
    if (mistake != NULL)
        report(examination, field, mistake, "name a row or a negotiable entry of `catalogctl resolve`");
    return STATUS_OK;
}

static bool record_digest(struct graph *graph, const Catalog__V1__DecisionSubject *subject,
                          Catalog__V1__Decision *decision) {
    const char *name = decision_subject_name(subject);
    const char *digest = NULL;
    for (size_t i = 0; i < decision->n_recorded_digests; i++) {
        if (strcmp(decision->recorded_digests[i]->name, name) == 0)
            return true;
    }
    if (!decision_contract(graph, name, &digest))
        return false;
    Catalog__V1__Setting *setting = ARENA_NEW(graph->arena, Catalog__V1__Setting);
    if (setting == NULL)
        return graph_no_memory(graph);
    catalog__v1__setting__init(setting);
    setting->name = text_field(name);
    setting->value = text_field(digest == NULL ? "" : digest);
    decision->recorded_digests[decision->n_recorded_digests++] = setting;
    return true;
}

static bool record_band(struct graph *graph, const Catalog__V1__DecisionSubject *subject,
                        Catalog__V1__Decision *decision) {
    row_list rows;
    struct decision_bands bands;
    if (!decision_rows(graph, subject, &rows) || !decision_bands(graph, &rows, &bands))
        return false;
    if (bands.of_world[0] > decision->recorded_band)
        decision->recorded_band = bands.of_world[0];
    return true;
}

static bool record(struct graph *graph, Catalog__V1__Decision *decision) {
    const Catalog__V1__DecisionRequest *request = decision->request;
    decision->recorded_classification = text_field(graph->data_classification);
    decision->recorded_band = CATALOG__V1__RISK_BAND__RISK_BAND_LOW;
    decision->n_recorded_digests = 0;
    decision->recorded_digests = ARENA_ARRAY(graph->arena, Catalog__V1__Setting *, request->n_subjects + 1);
    if (decision->recorded_digests == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < request->n_subjects; i++) {
        if (!record_digest(graph, request->subjects[i], decision) ||
            !record_band(graph, request->subjects[i], decision))
            return false;
    }
    return true;
}

status_code decision_record(const Catalog__V1__Object *object, const struct catalog_view *view,
                            const struct resolve_options *options, struct arena *arena, Catalog__V1__Decision *decision,
                            struct problem *problem) {
    struct resolve_options undecided = *options;
    struct examination examination = {.decision = decision, .problem = problem};
    undecided.decisions = NULL;
    undecided.decision_count = 0;
    status_code status = resolver_run(object, view, &undecided, arena, &examination.graph, problem);
    if (status == STATUS_OK)
        status = check_fields(&examination, object, view);
    for (size_t i = 0; i < decision->request->n_subjects && status == STATUS_OK; i++)
        status = check_subject(&examination, i);
    if (status == STATUS_OK)
        status = problem->code;
    if (status == STATUS_OK && !record(&examination.graph, decision))
        status = examination.graph.status;
    return status;
}

const Catalog__V1__ApprovalRule *decision_rule(const struct policy *policy, Catalog__V1__RiskBand band) {
    const Catalog__V1__Policy *message = policy_message(policy);
    const Catalog__V1__ApprovalRule *lowest = NULL;
    for (size_t i = 0; i < message->n_approvals; i++) {
        const Catalog__V1__ApprovalRule *rule = message->approvals[i];
        if (rule->band >= band && (lowest == NULL || rule->band < lowest->band))
            lowest = rule;
    }
    return lowest;
}
