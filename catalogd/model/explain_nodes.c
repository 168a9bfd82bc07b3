#include "model/explain_nodes.h"

#include "model/advisory.h"
#include "model/credit.h"
#include "model/rules.h"
#include "model/timestamp.h"

#include <string.h>

const char *explain_counts(worlds counts) {
    if ((counts & WORLD_NOW_STRICT) != 0)
        return "credited";
    return (counts & WORLD_NOW_LENIENT) != 0 ? "unknown" : "not credited";
}

/* ---- Validity ---- */

static bool has_passed(const struct graph *graph, const Catalog__V1__Timestamp *until) {
    return until != NULL && graph->options->at >= timestamp_time(until, 0);
}

static bool has_lapsed(const struct graph *graph, Catalog__V1__Evidence *const *evidence, size_t count) {
    size_t past = 0;
    for (size_t i = 0; i < count; i++)
        past += has_passed(graph, evidence[i]->valid_until);
    return count > 0 && past == count;
}

void explain_validity(struct explanation *explanation, const struct graph_object *object,
                      const Catalog__V1__Timestamp *valid_until, Catalog__V1__Evidence *const *evidence, size_t count,
                      uint32_t depth) {
    const struct graph *graph = explanation->graph;
    const bool is_valid = !has_passed(graph, valid_until) && !has_lapsed(graph, evidence, count);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "credit.valid",
                                            .object = object,
                                            .outcome = explain_truth(is_valid),
                                            .text = is_valid ? "Nothing of it has expired."
                                                             : "It, or all of its evidence, has expired."});
    explain_time(explanation, "valid_until", valid_until);
    for (size_t i = 0; i < count; i++) {
        explain_add(explanation, &(struct step){.depth = depth + 1,
                                                .rule = "credit.evidence",
                                                .object = object,
                                                .outcome = explain_truth(!has_passed(graph, evidence[i]->valid_until)),
                                                .text = "A piece of evidence, while it lasts."});
        explain_detail(explanation, "kind", "%s", evidence[i]->kind);
        explain_time(explanation, "valid_until", evidence[i]->valid_until);
    }
}

/* ---- Advisories ---- */

void explain_advisories(struct explanation *explanation, const advisory_list *list, uint32_t depth) {
    for (size_t i = 0; i < list->count; i++) {
        const struct advisory_node *node = list->items[i];
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "credit.advisory",
                                                .object_label = node->version->name,
                                                .record = explain_path(explanation, "advisories", node->message->id),
                                                .subject = node->label,
                                                .outcome = "void",
                                                .text = node->message->statement});
        for (size_t k = 0; k < node->message->n_threats; k++)
            explain_detail(explanation, "threat", "%s", node->message->threats[k]);
    }
}

/* ---- Provisions ---- */

static bool is_there(const struct provision *provision, const char *required) {
    for (size_t i = 0; i < provision->duties.count; i++) {
        if (strcmp(provision->duties.items[i]->id, required) == 0)
            return true;
    }
    return false;
}

/* Provisions are required as "alias.id": the address ends in that, below the requiring object. */
static bool is_inner(const struct provision *provision, const char *required) {
    for (size_t i = 0; i < provision->inner.count; i++) {
        const struct provision *inner = provision->inner.items[i];
        size_t alias_size = strlen(inner->instance->dependency->alias);
        if (strncmp(required, inner->instance->dependency->alias, alias_size) == 0 && required[alias_size] == '.' &&
            strcmp(required + alias_size + 1, inner->rule->message->id) == 0)
            return true;
    }
    return false;
}

static void explain_missing(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    const Catalog__V1__Provision *message = provision->rule->message;
    for (size_t i = 0; i < message->n_requires; i++) {
        const char *required = message->requires[i];
        if (is_there(provision, required) || is_inner(provision, required))
            continue;
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "credit.requires",
                                                .object = provision->instance->object,
                                                .record = required,
                                                .outcome = "not found",
                                                .text = "It requires something that is not there."});
    }
}

static void explain_requirements(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    for (size_t i = 0; i < provision->duties.count; i++)
        explain_duty(explanation, "credit.requires", provision->duties.items[i], depth);
    for (size_t i = 0; i < provision->inner.count; i++) {
        struct provision *inner = provision->inner.items[i];
        explain_provision(explanation, "credit.requires", inner, provision_counts(inner), depth);
    }
    explain_missing(explanation, provision, depth);
}

static void explain_kept_list(struct explanation *explanation, const struct threat_node *threat, struct duty *duties,
                              size_t count, uint32_t depth) {
    for (size_t i = 0; i < count; i++) {
        if (threat_list_has(duties[i].covers, threat))
            explain_duty(explanation, "credit.kept", &duties[i], depth);
    }
}

/* For each threat that it names, the duties of its instance that may take the credit away. */
static void explain_answers(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    const struct instance *instance = provision->instance;
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < provision->rule->threats.count; i++) {
        const struct threat_node *threat = provision->rule->threats.items[i];
        const struct voiding *voidings = provision->rule->voidings;
        bool is_void = voidings != NULL && voidings[i].active > 0;
        worlds kept = is_void ? WORLDS_NONE : provision_kept_for(instance, threat);
        explain_add(explanation,
                    &(struct step){.depth = depth,
                                   .rule = "credit.answers",
                                   .object = instance->object,
                                   .record = threat->name,
                                   .holds = kept,
                                   .outcome = explain_counts(kept),
                                   .text = is_void ? "It names the threat, and an advisory voids that."
                                                   : "It names the threat; what covers that must be met."});
        if (is_void)
            explain_advisories(explanation, &voidings[i].by, depth + 1);
        explain_kept_list(explanation, threat, instance->responsibilities, model->n_responsibilities, depth + 1);
        explain_kept_list(explanation, threat, instance->assumptions, model->n_assumptions, depth + 1);
    }
}

bool explain_enter(struct explanation *explanation, uint32_t *seen, struct lemma lemma, uint32_t depth) {
    struct graph *graph = explanation->graph;
    if (explanation->has_failed || *seen == graph->epoch)
        return false;
    *seen = graph->epoch;
    if (depth < EXPLAIN_DEPTH_MAX)
        return true;
    if (!vector_push(graph->arena, &explanation->lemmas, lemma))
        explanation->has_failed = !graph_no_memory(graph);
    return false;
}

static void take_apart_provision(struct explanation *explanation, const struct provision *provision, uint32_t depth) {
    const Catalog__V1__Provision *message = provision->rule->message;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "credit.when",
                                            .object = provision->instance->object,
                                            .condition = &provision->rule->when,
                                            .scope = {.instance = provision->instance}});
    explain_validity(explanation, provision->instance->object, message->valid_until, message->evidence,
                     message->n_evidence, depth);
    explain_requirements(explanation, provision, depth);
    explain_answers(explanation, provision, depth);
}

void explain_provision(struct explanation *explanation, const char *rule, struct provision *provision, worlds holds,
                       uint32_t depth) {
    const char *record = explain_path(explanation, "provides", provision->rule->message->id);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = rule,
                                            .object = provision->instance->object,
                                            .record = record,
                                            .subject = provision->address,
                                            .holds = holds,
                                            .outcome = explain_counts(holds)});
    if (explain_enter(explanation, &provision->seen, (struct lemma){.provision = provision}, depth))
        take_apart_provision(explanation, provision, depth + 1);
}

/* ---- Mitigations ---- */

void explain_mitigation(struct explanation *explanation, const struct mitigation *mitigation, const char *rule,
                        worlds used, uint32_t depth) {
    const Catalog__V1__Mitigation *message = mitigation->message;
    const char *status =
        explain_word_text(explanation, &catalog__v1__mitigation_status__descriptor, (int)message->status);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "mitigation.status",
                                            .object = mitigation->object,
                                            .outcome = status[0] == '\0' ? "proposed" : status});
    for (size_t i = 0; i < mitigation->threats.count; i++)
        explain_detail(explanation, "mitigates", "%s", mitigation->threats.items[i]->name);
    explain_validity(explanation, mitigation->object, NULL, message->evidence, message->n_evidence, depth);
    if (mitigation->voidings != NULL)
        explain_advisories(explanation, &mitigation->control->advisories, depth);
    if (mitigation->uses != NULL)
        explain_provision(explanation, rule, mitigation->uses, used, depth);
    else if (message->uses[0] != '\0')
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = rule,
                                                .object = mitigation->object,
                                                .record = message->uses,
                                                .outcome = "not found",
                                                .text = "It uses a provision that is not there."});
}

/* ---- What is left for later ---- */

static void explain_lemma(struct explanation *explanation, const struct lemma *lemma) {
    struct provision *provision = lemma->provision;
    if (provision != NULL)
        provision->seen = 0;
    else
        lemma->duty->seen = 0;
    if (provision != NULL)
        explain_provision(explanation, "lemma", provision, provision_counts(provision), 1);
    else
        explain_duty(explanation, "lemma", lemma->duty, 1);
}

void explain_lemmas(struct explanation *explanation) {
    for (size_t i = 0; !explanation->has_failed && i < explanation->lemmas.count; i++) {
        const struct lemma lemma = explanation->lemmas.items[i];
        explain_lemma(explanation, &lemma);
    }
}
