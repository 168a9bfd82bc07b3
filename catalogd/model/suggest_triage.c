#include "base/limits.h"
#include "model/name.h"
#include "model/report.h"
#include "model/suggest_search.h"

/* A namespace with more than this many left is told of by these and their number. */
#define LEFT_SHOWN 20

static bool is_left(const struct suggest_hit *hit) {
    return hit->dismissal_state != CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED &&
           (hit->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN ||
            hit->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN);
}

static const char *cause_of(struct graph *graph, const struct suggest_hit *hit) {
    bool is_unknown = hit->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN;
    bool has_returned = hit->dismissal != NULL;
    return graph_text(graph, "%s: %s, and the model neither uses nor dismisses it%s", hit->threat->title,
                      is_unknown ? "it may apply here" : "it applies here",
                      has_returned ? "; it was dismissed when that was otherwise" : "");
}

static bool report_left(struct graph *graph, const struct suggest_hit *hit) {
    const char *place = graph->places.items[hit->place].address;
    struct gate_item item = {.code = "TRIAGE_LEFT",
                             .subject = graph_text(graph, "%s@%s", hit->threat->name, place),
                             .cause = cause_of(graph, hit),
                             .remedy =
                                 "add it to threats, or to dismissals with the reason; suggest --snippet prints both"};
    return report_item(graph, &graph->missing, item);
}

static bool report_rest(struct graph *graph, slice space, size_t count) {
    struct gate_item item = {
        .code = "TRIAGE_LEFT",
        .subject = graph_text(graph, "%.*s/*", (int)space.size, (const char *)space.data),
        .cause = graph_text(graph, "%zu suggestions of this namespace are left to triage, the first %d are listed",
                            count, LEFT_SHOWN),
        .remedy = "see all of them with suggest"};
    return report_item(graph, &graph->missing, item);
}

static bool report_flood(struct graph *graph) {
    struct gate_item item = {.code = "TRIAGE_LEFT",
                             .subject = graph->objects.items[0]->name,
                             .cause =
                                 graph_text(graph, "more than %d suggestions are left to triage", LIMIT_SUGGESTIONS),
                             .remedy = "see them with suggest, one namespace at a time"};
    return report_item(graph, &graph->missing, item);
}

/* Hits stand in order of threat, so that those of one namespace stand together. */
static bool report_all(struct graph *graph, const struct suggest_hits *hits) {
    slice space = {0};
    size_t count = 0;
    for (size_t i = 0; i < hits->list.count; i++) {
        const struct suggest_hit *hit = &hits->list.items[i];
        if (!is_left(hit))
            continue;
        slice of_hit = name_namespace(hit->threat->name);
        if (!slice_equal(of_hit, space)) {
            if (count > LEFT_SHOWN && !report_rest(graph, space, count))
                return false;
            count = 0;
        }
        space = of_hit;
        if (++count <= LEFT_SHOWN && !report_left(graph, hit))
            return false;
    }
    return count <= LEFT_SHOWN || report_rest(graph, space, count);
}

bool suggest_triage(struct graph *graph) {
    const Catalog__V1__Policy *policy = policy_message(graph->policy);
    const struct suggest_set *set = NULL;
    struct suggest_hits hits;
    if (policy->n_triage_namespaces == 0 || graph->objects.items[0]->is_component)
        return true;
    graph->status = suggest_set_load(graph->view, policy->triage_namespaces, policy->n_triage_namespaces, graph->arena,
                                     &set, graph->problem);
    if (graph->status != STATUS_OK || !suggest_search(graph, set, false, &hits))
        return false;
    return hits.is_cut ? report_flood(graph) : report_all(graph, &hits);
}
