#include "model/suggest_search.h"

#include "base/limits.h"
#include "model/place.h"
#include "model/report.h"
#include "model/rows.h"
#include "model/suggest_dismissal.h"
#include "model/suggest_values.h"

#include <stdlib.h>
#include <string.h>

/* One search. */
struct search {
    struct graph *graph;
    const struct suggest_set *set;
    bool tries_all;
    struct suggest_dismissals dismissals;
    struct string_map listed; /* "threat@place" of the model's own threats, with rows or without */
    struct suggest_values values;
    struct arena scratch; /* for one judgement */
    struct suggest_hits hits;
};

/* ---- What the model has ---- */

static bool list_use(struct search *search, const Catalog__V1__ThreatUse *use) {
    struct graph *graph = search->graph;
    struct place_range range = place_find(graph, graph->instances.items[0], use->on);
    if (!graph_spend(graph, range.count))
        return false;
    for (uint32_t i = 0; use->threat[0] != '\0' && i < range.count; i++) {
        const struct place *place = &graph->places.items[range.first + i];
        const char *key = place->is_declared_here ? graph_text(graph, "%s@%s", use->threat, place->address) : "";
        if (key == NULL || !string_map_put(&search->listed, key, search))
            return graph_no_memory(graph);
    }
    return true;
}

static bool list_uses(struct search *search) {
    const Catalog__V1__Model *model = search->graph->objects.items[0]->model;
    string_map_init(&search->listed, search->graph->arena);
    for (size_t i = 0; i < model->n_threats; i++) {
        if (!list_use(search, model->threats[i]))
            return false;
    }
    return true;
}

static bool is_there(struct search *search, const struct suggest_hit *hit, bool *ret_is) {
    const char *place = search->graph->places.items[hit->place].address;
    const char *key = arena_printf(&search->scratch, "%s@%s", hit->threat->name, place);
    if (key == NULL)
        return graph_no_memory(search->graph);
    *ret_is = string_map_get(&search->graph->rows_by_key, key) != NULL || string_map_get(&search->listed, key) != NULL;
    return true;
}

/* ---- What answers a threat ---- */

/* The graph's own node, for rules name threats by it; a threat that nothing names has none, and gets none: every node
 * of the graph is pinned in the lock. */
static struct threat_node *node_of(const struct graph *graph, const struct suggest_threat *threat,
                                   struct threat_node *spare) {
    struct threat_node *node = string_map_get(&graph->threats_by_name, threat->name);
    *spare = (struct threat_node){.name = threat->name, .is_loaded = true};
    return node != NULL ? node : spare;
}

bool suggest_covers(struct graph *graph, const struct suggest_threat *threat, uint32_t place, char ***ret_sources,
                    size_t *ret_count) {
    struct threat_node spare;
    struct row row = {.threat = node_of(graph, threat, &spare), .place = place};
    VECTOR(const char *) sources = {0};
    if (!rows_gather_credits(graph, &row))
        return false;
    for (size_t i = 0; i < row.credits.count; i++) {
        bool counts = (row.credits.items[i].counts & WORLD_NOW_STRICT) != 0;
        if (counts && !vector_push(graph->arena, &sources, row.credits.items[i].source))
            return graph_no_memory(graph);
    }
    return report_sorted(graph, sources.items, sources.count, ret_sources, ret_count);
}

static bool choose_state(struct search *search, enum predicate_verdict verdict, struct suggest_hit *hit) {
    char **sources;
    size_t count = 0;
    if (verdict == PREDICATE_IS_FALSE)
        hit->state = CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_NOT_APPLICABLE;
    else if (verdict == PREDICATE_IS_UNKNOWN)
        hit->state = CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN;
    else if (!suggest_covers(search->graph, hit->threat, hit->place, &sources, &count))
        return false;
    else
        hit->state = count > 0 ? CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_COVERED
                               : CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN;
    return true;
}

/* ---- The search ---- */

static bool try_threat(struct search *search, uint32_t number, uint32_t place) {
    struct graph *graph = search->graph;
    struct predicate_source source = suggest_values_source(&search->values);
    struct suggest_hit hit = {.threat = &search->set->threats[number], .place = place};
    struct suggest_answer answer;
    bool is_known = false;
    arena_reset(&search->scratch);
    graph->status = suggest_judge(hit.threat, &source, &search->scratch, &answer, graph->problem);
    if (graph->status != STATUS_OK || !suggest_values_are_whole(&search->values) || !graph_spend(graph, 1))
        return false;
    if (answer.verdict == PREDICATE_IS_FALSE && !search->tries_all)
        return true;
    if (!is_there(search, &hit, &is_known) || is_known)
        return graph->status == STATUS_OK;
    search->hits.is_cut = search->hits.list.count >= LIMIT_SUGGESTIONS;
    if (search->hits.is_cut)
        return true;
    suggest_dismiss(graph, &search->dismissals, answer.verdict, &hit);
    return choose_state(search, answer.verdict, &hit) &&
           (vector_push(graph->arena, &search->hits.list, hit) || graph_no_memory(graph));
}

static bool search_place(struct search *search, uint32_t place, struct suggest_found *found) {
    suggest_values_at(&search->values, &search->graph->places.items[place]);
    search->hits.place_count++;
    for (uint32_t i = 0; search->tries_all && i < search->set->count; i++) {
        if (search->hits.is_cut || !try_threat(search, i, place))
            return search->hits.is_cut;
    }
    if (search->tries_all)
        return true;
    struct predicate_source source = suggest_values_source(&search->values);
    suggest_index_search(&search->set->index, &source, found);
    for (size_t i = 0; i < found->count && !search->hits.is_cut; i++) {
        if (!try_threat(search, found->numbers[i], place))
            return false;
    }
    return suggest_values_are_whole(&search->values);
}

static bool search_places(struct search *search) {
    struct graph *graph = search->graph;
    struct suggest_found found;
    if (!suggest_found_init(&found, &search->set->index, graph->arena))
        return graph_no_memory(graph);
    for (uint32_t i = 0; i < graph->places.count && !search->hits.is_cut; i++) {
        if (graph->places.items[i].is_declared_here && !search_place(search, i, &found))
            return false;
    }
    return true;
}

/* Of two hits of one threat the addresses tell, and those stand in the graph: they are looked up before sorting. */
struct sortable {
    struct suggest_hit hit;
    const char *address;
};

static int compare_hits(const void *a, const void *b) {
    const struct sortable *left = a;
    const struct sortable *right = b;
    if (left->hit.threat != right->hit.threat)
        return left->hit.threat < right->hit.threat ? -1 : 1; /* neighbours in the set, in byte order of name */
    int order = strcmp(left->address, right->address);
    return order != 0 ? order : (left->hit.place > right->hit.place) - (left->hit.place < right->hit.place);
}

static bool sort_hits(struct graph *graph, struct suggest_hits *hits) {
    struct sortable *sortable = ARENA_ARRAY(graph->arena, struct sortable, hits->list.count + 1);
    if (sortable == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < hits->list.count; i++)
        sortable[i] = (struct sortable){hits->list.items[i], graph->places.items[hits->list.items[i].place].address};
    qsort(sortable, hits->list.count, sizeof *sortable, compare_hits);
    for (size_t i = 0; i < hits->list.count; i++)
        hits->list.items[i] = sortable[i].hit;
    return true;
}

bool suggest_search(struct graph *graph, const struct suggest_set *set, bool with_not_applicable,
                    struct suggest_hits *ret_hits) {
    struct search search = {.graph = graph, .set = set, .tries_all = with_not_applicable};
    arena_init(&search.scratch, 0);
    suggest_values_init(&search.values, graph);
    bool is_whole = list_uses(&search) && suggest_dismissals_index(graph, &search.dismissals) &&
                    search_places(&search) && sort_hits(graph, &search.hits);
    suggest_values_done(&search.values);
    arena_done(&search.scratch);
    *ret_hits = search.hits;
    return is_whole;
}
