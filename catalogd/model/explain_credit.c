#include "model/explain_nodes.h"
#include "model/explain_row.h"

#include "model/credit.h"
#include "model/graph_catalog.h"

static const struct graph_object *object_of(const struct row_credit *credit) {
    return credit->mitigation != NULL  ? credit->mitigation->object
           : credit->provision != NULL ? credit->provision->instance->object
                                       : NULL;
}

static void add_premise(struct explanation *explanation, const struct row_credit *credit, const char *rule,
                        uint32_t depth, const char *text) {
    explain_add(
        explanation,
        &(struct step){.depth = depth, .rule = rule, .object = object_of(credit), .outcome = "true", .text = text});
}

/* The dependency that a provision comes by. */
static void explain_declared(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    if (credit->provision == NULL)
        return;
    const struct instance *instance = credit->provision->instance;
    if (instance->dependency == NULL) {
        add_premise(explanation, credit, "credit.declared", depth, "It is the model's own.");
        return;
    }
    explain_add(explanation,
                &(struct step){.depth = depth,
                               .rule = "credit.declared",
                               .object = instance->declared_by,
                               .record = explain_path(explanation, "dependencies", instance->dependency->alias),
                               .subject = instance->address,
                               .outcome = "true",
                               .text = "The dependency is declared."});
    explain_detail(explanation, "component", "%s", instance->object->label);
    explain_detail(explanation, "requirement", "%s", instance->dependency->requirement);
}

static const char *covering_text(const struct explanation *explanation, const struct row_credit *credit) {
    const struct place *place = &explanation->graph->places.items[explanation->row->place];
    if (credit->mitigation != NULL)
        return "It names the place.";
    if (credit->platform != NULL)
        return "What the platform does counts at every place that its predicate selects.";
    return credit->provision->instance == place->instance ? "The place belongs to the instance."
                                                          : "The flow ends in the instance.";
}

/* What the control does at that strength: to the threat at all, then to its risk. */
static void explain_strength(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const struct control_node *control = credit->control;
    const Catalog__V1__Strength entry = control->is_inline ? CATALOG__V1__STRENGTH__STRENGTH_PARTIAL
                                                           : control_strength(control, explanation->row->threat);
    const Catalog__V1__Strength own = credit->provision != NULL    ? credit->provision->rule->message->strength
                                      : credit->mitigation != NULL ? credit->mitigation->message->strength
                                                                   : CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "credit.strength",
                                            .object_label = control->name,
                                            .outcome = explain_word_text(
                                                explanation, &catalog__v1__strength__descriptor, (int)credit->strength),
                                            .text = "Its own strength, never above what the control gives."});
    explain_word(explanation, "claimed", &catalog__v1__strength__descriptor, (int)own);
    explain_word(explanation, "control", &catalog__v1__strength__descriptor, (int)entry);
}

static void explain_reduction(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const Catalog__V1__Control *control = credit->control->message;
    const char *label = credit->control->name;
    if (control == NULL)
        return;
    if (credit->control->version != NULL)
        label = graph_text(explanation->graph, "%s@%s", label, credit->control->version->version);
    explanation->has_failed |= label == NULL;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "credit.reduction",
                                            .object_label = label,
                                            .text = "Its type says which part of the risk it lowers, unless it does."});
    explain_word(explanation, "type", &catalog__v1__control_type__descriptor, (int)control->type);
    explain_word(explanation, "reduces", &catalog__v1__risk_dimension__descriptor, (int)control->reduces);
    explain_number(explanation, "partial_reduction_bp", control->partial_reduction_bp);
    explain_number(explanation, "full_reduction_bp", control->full_reduction_bp);
}

static const char *list_of(const struct row_credit *credit) {
    return credit->mitigation != NULL ? "mitigations" : credit->platform != NULL ? "entries" : "provides";
}

static const char *record_of(const struct row_credit *credit) {
    return credit->mitigation != NULL ? credit->mitigation->message->id
           : credit->platform != NULL ? credit->platform->entry->id
                                      : credit->provision->rule->message->id;
}

/* The label of a baseline: it is no model, and has no instance. */
static const char *baseline_label(struct explanation *explanation, const struct platform_provision *platform) {
    const struct view_version *version = platform->baseline->version;
    const char *label = graph_text(explanation->graph, "%s@%s", version->name, version->version);
    explanation->has_failed |= label == NULL;
    return label;
}

static struct step head_of(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const bool is_provision = credit->mitigation == NULL && credit->platform == NULL;
    return (struct step){.depth = depth,
                         .rule = is_provision                 ? "credit.provision"
                                 : credit->mitigation != NULL ? "credit.mitigation"
                                                              : "credit.platform",
                         .object = object_of(credit),
                         .object_label =
                             credit->platform == NULL ? NULL : baseline_label(explanation, credit->platform),
                         .record = explain_path(explanation, list_of(credit), record_of(credit)),
                         .subject = credit->source,
                         .holds = credit->counts,
                         .outcome = explain_counts(credit->counts)};
}

static void explain_details(struct explanation *explanation, const struct row_credit *credit) {
    explain_detail(explanation, "control", "%s", credit->control->name);
    explain_word(explanation, "strength", &catalog__v1__strength__descriptor, (int)credit->strength);
    explain_word(explanation, "layer", &catalog__v1__layer__descriptor, (int)credit->layer);
    explain_detail(explanation, "provider", "%s", credit->provider);
    explain_number(explanation, "likelihood_reduction_bp", credit->reduction.likelihood_bp);
    explain_number(explanation, "impact_reduction_bp", credit->reduction.impact_bp);
    explain_detail(explanation, "is_inherited", "%s", explain_truth(credit->is_inherited));
}

static void explain_platform(struct explanation *explanation, const struct platform_provision *platform,
                             uint32_t depth) {
    struct graph *graph = explanation->graph;
    const struct scope here = {.instance = graph->instances.items[0],
                               .place = &graph->places.items[explanation->row->place]};
    struct condition scope;
    if (explanation->has_failed || !condition_compile(graph, platform->baseline->message->scope, &scope)) {
        explanation->has_failed = true;
        return;
    }
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "baseline.scope",
                                            .object_label = baseline_label(explanation, platform),
                                            .record = "scope",
                                            .condition = &scope,
                                            .scope = {.instance = here.instance}});
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "credit.each",
                                            .object_label = baseline_label(explanation, platform),
                                            .record = explain_path(explanation, "entries", platform->entry->id),
                                            .condition = platform->each,
                                            .scope = here});
    explain_advisories(explanation, &platform->control->advisories, depth);
}

/* A provision stands below its credit, because other records may lean on it too. */
static void explain_basis(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    struct provision *provision = (struct provision *)(uintptr_t)credit->provision;
    const worlds counts = provision == NULL ? WORLDS_NONE : provision_counts_for(provision, explanation->row->threat);
    if (credit->platform != NULL)
        explain_platform(explanation, credit->platform, depth);
    else if (credit->mitigation != NULL)
        explain_mitigation(explanation, credit->mitigation, "credit.uses", counts, depth);
    else
        explain_provision(explanation, "credit.basis", provision, counts, depth);
}

void explain_credit(struct explanation *explanation, const struct row_credit *credit, uint32_t depth) {
    const struct step head = head_of(explanation, credit, depth);
    explain_add(explanation, &head);
    explain_details(explanation, credit);
    explain_declared(explanation, credit, depth + 1);
    add_premise(explanation, credit, "credit.place", depth + 1, covering_text(explanation, credit));
    add_premise(explanation, credit, "credit.names", depth + 1, "It names the threat.");
    explain_strength(explanation, credit, depth + 1);
    explain_reduction(explanation, credit, depth + 1);
    explain_basis(explanation, credit, depth + 1);
}
