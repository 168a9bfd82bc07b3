#include "model/effective.h"

#include "model/advisory.h"
#include "model/report.h"
#include "model/text_field.h"

static Catalog__V1__AdvisoryState state_in(const struct advisory_node *node, worlds strict, worlds lenient) {
    if ((node->answered & strict) != 0)
        return CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_ANSWERED;
    return (node->answered & lenient) != 0 ? CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_PENDING
                                           : CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_UNANSWERED;
}

static bool fill_rows(struct graph *graph, const struct advisory_node *node, Catalog__V1__EffectiveAdvisory *message) {
    const char **keys = ARENA_ARRAY(graph->arena, const char *, node->rows.count + 1);
    if (keys == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < node->rows.count; i++)
        keys[i] = node->rows.items[i]->key;
    return report_sorted(graph, keys, node->rows.count, &message->rows, &message->n_rows);
}

static Catalog__V1__EffectiveAdvisory *advisory_of(struct graph *graph, const struct advisory_node *node) {
    Catalog__V1__EffectiveAdvisory *message = ARENA_NEW(graph->arena, Catalog__V1__EffectiveAdvisory);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__effective_advisory__init(message);
    message->id = node->message->id;
    message->object = text_field(node->version->name);
    message->version = text_field(node->version->version);
    message->statement = node->message->statement;
    message->published_at = node->message->published_at;
    message->fixed_in = text_field(node->fixed_in);
    message->state = state_in(node, WORLD_NOW_STRICT, WORLD_NOW_LENIENT);
    message->planned = state_in(node, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT);
    bool is_whole = fill_rows(graph, node, message) && report_sorted(graph, node->unknown.items, node->unknown.count,
                                                                     &message->unknown, &message->n_unknown);
    return is_whole ? message : NULL;
}

/* One that is not answered is a reason of the gate. */
static bool report_answered(struct graph *graph, const struct advisory_node *node) {
    if ((node->answered & WORLD_NOW_STRICT) == 0)
        return true;
    struct gate_item item = {
        .code = "ADVISORY_ANSWERED",
        .subject = node->label,
        .cause = graph_text(graph,
                            "An advisory is about the version chosen, and every row that it touches is "
                            "answered without what it voids: %s",
                            node->message->statement),
        .remedy = node->fixed_in[0] == '\0' ? "" : graph_text(graph, "Use %s, which it is not about.", node->fixed_in)};
    return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_NOTE, item);
}

bool effective_advisories(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    model->advisories = ARENA_ARRAY(graph->arena, Catalog__V1__EffectiveAdvisory *, graph->advisories.count + 1);
    if (model->advisories == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < graph->advisories.count; i++) {
        Catalog__V1__EffectiveAdvisory *message = advisory_of(graph, graph->advisories.items[i]);
        if (message == NULL || !report_answered(graph, graph->advisories.items[i]))
            return false;
        model->advisories[model->n_advisories++] = message;
    }
    return true;
}
