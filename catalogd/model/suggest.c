#include "model/suggest.h"

#include "base/limits.h"
#include "model/resolver.h"
#include "model/suggest_search.h"
#include "model/suggest_values.h"
#include "model/text_field.h"

struct suggestions {
    struct graph graph;
    struct suggest_hits hits; /* those to read */
    Catalog__V1__SuggestionCounts counts;
};

static void count_hit(Catalog__V1__SuggestionCounts *counts, const struct suggest_hit *hit) {
    uint32_t *const by_state[] = {
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_OPEN] = &counts->open,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_COVERED] = &counts->covered,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN] = &counts->unknown,
        [CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_NOT_APPLICABLE] = &counts->not_applicable,
    };
    bool is_dismissed = hit->dismissal_state == CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED;
    (*(is_dismissed ? &counts->dismissed : by_state[hit->state]))++;
}

/* Counts all and keeps those that were asked for. */
static void sift(struct suggestions *suggestions, const struct suggest_set *set,
                 const struct suggest_options *options) {
    struct suggest_hits *hits = &suggestions->hits;
    size_t kept = 0;
    catalog__v1__suggestion_counts__init(&suggestions->counts);
    suggestions->counts.threats = (uint32_t)set->count;
    suggestions->counts.places = hits->place_count;
    for (size_t i = 0; i < hits->list.count; i++) {
        const struct suggest_hit *hit = &hits->list.items[i];
        count_hit(&suggestions->counts, hit);
        if (hit->dismissal_state != CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED || options->with_dismissed)
            hits->list.items[kept++] = *hit;
    }
    hits->list.count = kept;
}

static status_code find(struct suggestions *suggestions, const struct suggest_options *options,
                        struct problem *problem) {
    struct graph *graph = &suggestions->graph;
    const struct suggest_set *set = NULL;
    status_code status =
        suggest_set_load(graph->view, options->namespaces, options->namespace_count, graph->arena, &set, problem);
    if (status != STATUS_OK)
        return status;
    if (!suggest_search(graph, set, options->with_not_applicable, &suggestions->hits))
        return graph->status != STATUS_OK ? graph->status : problem_no_memory(problem);
    if (suggestions->hits.is_cut)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_SUGGESTIONS",
                           "there are more than %d suggestions; ask for fewer namespaces, without those that do not "
                           "apply",
                           LIMIT_SUGGESTIONS);
    sift(suggestions, set, options);
    return STATUS_OK;
}

status_code suggest(const Catalog__V1__Object *object, const struct catalog_view *view,
                    const struct resolve_options *resolve_options, const struct suggest_options *options,
                    struct arena *arena, struct suggestions **ret_suggestions, struct problem *problem) {
    struct suggestions *suggestions = ARENA_NEW(arena, struct suggestions);
    if (suggestions == NULL)
        return problem_no_memory(problem);
    status_code status = resolver_run(object, view, resolve_options, arena, &suggestions->graph, problem);
    if (status == STATUS_OK)
        status = find(suggestions, options, problem);
    if (status == STATUS_OK)
        *ret_suggestions = suggestions;
    return status;
}

size_t suggestions_count(const struct suggestions *suggestions) {
    return suggestions->hits.list.count;
}

const Catalog__V1__SuggestionCounts *suggestions_counts(const struct suggestions *suggestions) {
    return &suggestions->counts;
}

/* ---- Reading one ---- */

static bool add_value(struct graph *graph, const struct predicate_reading *reading, Catalog__V1__Suggestion *message) {
    Catalog__V1__Setting *setting = ARENA_NEW(graph->arena, Catalog__V1__Setting);
    const char *text = predicate_value_text(&reading->value, graph->arena);
    if (setting == NULL || text == NULL)
        return graph_no_memory(graph);
    catalog__v1__setting__init(setting);
    setting->name = text_field(reading->path);
    setting->value = text_field(text);
    message->values[message->n_values++] = setting;
    if (message->state == CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_UNKNOWN && reading->decides)
        message->unknown[message->n_unknown++] = text_field(reading->path);
    return true;
}

static bool add_answer(struct graph *graph, const struct suggest_answer *answer, Catalog__V1__Suggestion *message) {
    message->values = ARENA_ARRAY(graph->arena, Catalog__V1__Setting *, answer->readings.count + 1);
    message->unknown = ARENA_ARRAY(graph->arena, char *, answer->readings.count + 1);
    if (message->values == NULL || message->unknown == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < answer->readings.count; i++) {
        if (!add_value(graph, &answer->readings.items[i], message))
            return false;
    }
    if (answer->clause != NULL)
        message->clause = text_field(predicate_print(answer->clause, graph->arena));
    return message->clause != NULL || graph_no_memory(graph);
}

/* What was read is not kept for every hit: only those that are looked at are judged again. */
static bool add_reasons(struct graph *graph, const struct suggest_hit *hit, Catalog__V1__Suggestion *message) {
    struct suggest_values values;
    struct suggest_answer answer;
    suggest_values_init(&values, graph);
    suggest_values_at(&values, &graph->places.items[hit->place]);
    struct predicate_source source = suggest_values_source(&values);
    graph->status = suggest_judge(hit->threat, &source, graph->arena, &answer, graph->problem);
    bool is_whole =
        graph->status == STATUS_OK && suggest_values_are_whole(&values) && add_answer(graph, &answer, message);
    suggest_values_done(&values);
    return is_whole && (hit->state != CATALOG__V1__SUGGESTION_STATE__SUGGESTION_STATE_APPLICABLE_COVERED ||
                        suggest_covers(graph, hit->threat, hit->place, &message->covered_by, &message->n_covered_by));
}

status_code suggestions_read(struct suggestions *suggestions, size_t number,
                             const Catalog__V1__Suggestion **ret_suggestion, struct problem *problem) {
    struct graph *graph = &suggestions->graph;
    const struct suggest_hit *hit = &suggestions->hits.list.items[number];
    Catalog__V1__Suggestion *message = ARENA_NEW(graph->arena, Catalog__V1__Suggestion);
    if (message == NULL)
        return problem_no_memory(problem);
    catalog__v1__suggestion__init(message);
    message->threat = text_field(hit->threat->name);
    message->version = text_field(hit->threat->version);
    message->title = text_field(hit->threat->title);
    message->place = text_field(graph->places.items[hit->place].address);
    message->state = hit->state;
    message->applies_when = text_field(hit->threat->applies_when);
    message->dismissal = hit->dismissal_state;
    if (hit->dismissal != NULL)
        message->reason = hit->dismissal->reason;
    graph->problem = problem;
    if (!add_reasons(graph, hit, message))
        return graph->status != STATUS_OK ? graph->status : problem_no_memory(problem);
    *ret_suggestion = message;
    return STATUS_OK;
}
