#include "model/explain_row.h"

#include "model/decision.h"

#include <string.h>

static bool is_about(const struct explanation *explanation, const struct decision_node *node) {
    const struct decision_list *list = string_map_get(&explanation->graph->decisions_by_subject, explanation->row->key);
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        if (list->nodes.items[i] == node)
            return true;
    }
    return false;
}

static void explain_while(struct explanation *explanation, const struct decision_node *node, uint32_t depth) {
    struct graph *graph = explanation->graph;
    struct condition condition;
    if (explanation->has_failed || !condition_compile(graph, node->message->request->while_, &condition)) {
        explanation->has_failed = true;
        return;
    }
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "decision.while",
                                            .condition = &condition,
                                            .scope = {.instance = graph->instances.items[0]},
                                            .text = "It counts while this holds."});
}

static const char *check_text(const char *rule) {
    static const struct {
        const char *rule;
        const char *text;
    } texts[] = {
        {"decision.state", "It was approved, and neither rejected nor revoked."},
        {"decision.begun", "It counts from when it was approved."},
        {"decision.ended", "It counts until it expires."},
        {"decision.classification", "The data is not above the classification at approval."},
        {"decision.contract", "The contract is the one it was approved with."},
        {"decision.risk",
         "The residual risk is not above the band at approval, read strictly and leniently, now and as "
         "planned."},
        {"decision.compensated", "What stands in counts there, as strongly."},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].rule, rule) == 0)
            return texts[i].text;
    }
    return "";
}

static void explain_check(struct explanation *explanation, const struct decision_node *node,
                          const struct decision_check *check, uint32_t depth) {
    if (strcmp(check->rule, "decision.while") == 0) {
        explain_while(explanation, node, depth);
        return;
    }
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = check->rule,
                                            .subject = check->subject,
                                            .holds = check->holds,
                                            .outcome = explain_truth((check->holds & WORLD_NOW_STRICT) != 0),
                                            .text = check_text(check->rule)});
    if (check->recorded != NULL)
        explain_detail(explanation, "recorded", "%s", check->recorded);
    if (check->found != NULL)
        explain_detail(explanation, "found", "%s", check->found);
}

static void explain_decision(struct explanation *explanation, const struct decision_node *node, uint32_t depth) {
    const Catalog__V1__Decision *decision = node->message;
    const bool is_in_force = (node->in_force & WORLD_NOW_STRICT) != 0;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "decision",
                                            .subject = decision->id,
                                            .holds = node->in_force,
                                            .outcome = is_in_force ? "in force" : "not in force",
                                            .text = decision->request->justification});
    explain_word(explanation, "kind", &catalog__v1__decision_kind__descriptor, (int)decision->request->kind);
    explain_word(explanation, "state", &catalog__v1__decision_state__descriptor, (int)decision->state);
    explain_time(explanation, "decided_at", decision->decided_at);
    explain_time(explanation, "expires_at", decision->request->expires_at);
    if (decision->request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED) {
        explain_number(explanation, "likelihood", decision->request->likelihood);
        explain_number(explanation, "impact", decision->request->impact);
    }
    for (size_t i = 0; i < node->checks.count; i++)
        explain_check(explanation, node, &node->checks.items[i], depth + 1);
}

void explain_decisions(struct explanation *explanation, uint32_t depth) {
    const struct graph *graph = explanation->graph;
    for (size_t i = 0; i < graph->decisions.count; i++) {
        const struct decision_node *node = graph->decisions.items[i];
        if (is_about(explanation, node))
            explain_decision(explanation, node, depth);
    }
}
