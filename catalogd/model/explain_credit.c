#include "model/credit.h"
#include "model/explain_steps.h"
#include "model/rules.h"

static bool explain_when(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    const struct condition *when = &provision->rule->when;
    struct step step = {.depth = depth,
                        .rule = "credit.when",
                        .object = provision->instance->object,
                        .condition = when,
                        .scope = {.instance = provision->instance}};
    return when->text[0] == '\0' || explain_add(explanation, &step);
}

/* What `when` allows and `possible` does not is what has expired, or what is not there. */
static bool explain_validity(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    bool is_valid = provision->possible == worlds_favourable(provision->when.truth);
    struct step step = {.depth = depth,
                        .rule = "credit.valid",
                        .object = provision->instance->object,
                        .outcome = is_valid ? "true" : "false",
                        .text = "Nothing of it has expired, and what it requires is there."};
    return explain_add(explanation, &step);
}

static bool explain_requirements(struct explanation *explanation, struct provision *provision, uint32_t depth) {
    for (size_t i = 0; i < provision->duties.count; i++) {
        if (!explain_duty(explanation, "credit.requires", provision->duties.items[i], depth))
            return false;
    }
    for (size_t i = 0; i < provision->inner.count; i++) {
        if (!explain_provision(explanation, "credit.requires", provision->inner.items[i], depth))
            return false;
    }
    return true;
}

static bool explain_kept_list(struct explanation *explanation, struct duty *duties, size_t count, uint32_t depth) {
    for (size_t i = 0; i < count; i++) {
        if (threat_list_has(duties[i].covers, explanation->row->threat) &&
            !explain_duty(explanation, "credit.kept", &duties[i], depth))
            return false;
    }
    return true;
}

static bool explain_kept(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    const struct instance *instance = provision->instance;
    const Catalog__V1__Model *model = instance->object->model;
    return explain_kept_list(explanation, instance->responsibilities, model->n_responsibilities, depth) &&
           explain_kept_list(explanation, instance->assumptions, model->n_assumptions, depth);
}

bool explain_provision(struct explanation *explanation, const char *rule, struct provision *provision, uint32_t depth) {
    struct step step = {.depth = depth,
                        .rule = rule,
                        .object = provision->instance->object,
                        .record = explain_path(explanation->graph, "provides", provision->rule->message->id),
                        .outcome = explain_counts(provision_counts(provision)),
                        .text = provision->address};
    bool was_seen = provision->seen == explanation->graph->epoch;
    if (step.record == NULL || !explain_add(explanation, &step))
        return false;
    if (was_seen || depth >= EXPLAIN_DEPTH_MAX)
        return true;
    provision->seen = explanation->graph->epoch;
    return explain_when(explanation, provision, depth + 1) && explain_validity(explanation, provision, depth + 1) &&
           explain_requirements(explanation, provision, depth + 1);
}

static const char *status_text(Catalog__V1__MitigationStatus status) {
    static const char *const texts[] = {"PROPOSED", "PROPOSED", "PLANNED", "IMPLEMENTED", "VERIFIED"};
    return status >= 0 && status < (int)COUNT_OF(texts) ? texts[status] : "PROPOSED";
}

static bool explain_mitigation(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const struct mitigation *mitigation = credit->mitigation;
    struct step head = {.depth = depth,
                        .rule = "credit.mitigation",
                        .object = mitigation->object,
                        .record = explain_path(explanation->graph, "mitigations", mitigation->message->id),
                        .outcome = explain_counts(credit->counts),
                        .text = credit->source};
    struct step status = {.depth = depth + 1,
                          .rule = "mitigation.status",
                          .object = mitigation->object,
                          .outcome = status_text(mitigation->message->status)};
    struct step validity = {.depth = depth + 1,
                            .rule = "credit.valid",
                            .object = mitigation->object,
                            .outcome = "false",
                            .text = "All of its evidence has expired."};
    bool is_past = mitigation->counts == WORLDS_NONE &&
                   mitigation->message->status >= CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED;
    return head.record != NULL && explain_add(explanation, &head) && explain_add(explanation, &status) &&
           (!is_past || explain_add(explanation, &validity));
}

static bool explain_platform(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const struct platform_provision *platform = credit->platform;
    const struct graph *graph = explanation->graph;
    struct step step = {
        .depth = depth,
        .rule = "credit.platform",
        .object_label = platform->baseline->message->name,
        .record = explain_path(explanation->graph, "entries", platform->entry->id),
        .condition = platform->each,
        .scope = {.instance = graph->instances.items[0], .place = &graph->places.items[explanation->row->place]},
        .outcome = explain_counts(credit->counts),
        .text = credit->source};
    return step.record != NULL && explain_add(explanation, &step);
}

bool explain_credit(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    if (credit->platform != NULL)
        return explain_platform(explanation, credit, depth);
    bool is_used = credit->mitigation != NULL;
    if (is_used && !explain_mitigation(explanation, credit, depth))
        return false;
    if (credit->provision == NULL)
        return true;
    struct provision *provision = (struct provision *)(uintptr_t)credit->provision;
    uint32_t below = is_used ? depth + 1 : depth;
    return explain_provision(explanation, "credit.provision", provision, below) &&
           explain_kept(explanation, provision, below + 1);
}
