#include "model/graph.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

worlds worlds_favourable(enum condition_truth truth) {
    static const worlds by_truth[] = {
        [CONDITION_FALSE] = WORLDS_NONE, [CONDITION_UNKNOWN] = WORLDS_LENIENT, [CONDITION_TRUE] = WORLDS_ALL};
    return by_truth[truth];
}

worlds worlds_burden(enum condition_truth truth) {
    static const worlds by_truth[] = {
        [CONDITION_FALSE] = WORLDS_NONE, [CONDITION_UNKNOWN] = WORLDS_STRICT, [CONDITION_TRUE] = WORLDS_ALL};
    return by_truth[truth];
}

bool graph_fail(struct graph *graph, status_code code, const char *reason, const char *format, ...) {
    if (graph->status != STATUS_OK)
        return false;
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    graph->status = problem_set(graph->problem, code, reason, "%s", message);
    return false;
}

bool graph_no_memory(struct graph *graph) {
    if (graph->status == STATUS_OK)
        graph->status = problem_no_memory(graph->problem);
    return false;
}

bool graph_spend(struct graph *graph, size_t count) {
    graph->steps += count;
    return graph->steps <= LIMIT_RESOLUTION_STEPS ||
           graph_fail(graph, STATUS_RESOURCE_EXHAUSTED, "RESOLUTION_STEPS", "the resolution takes more than %lu steps",
                      LIMIT_RESOLUTION_STEPS);
}

char *graph_text(struct graph *graph, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(graph->arena, format, arguments);
    va_end(arguments);
    if (text == NULL)
        graph_no_memory(graph);
    return text;
}

char *graph_join(struct graph *graph, const char *const *parts, size_t count) {
    char *text = arena_join(graph->arena, parts, count);
    if (text == NULL)
        graph_no_memory(graph);
    return text;
}

void graph_note_time(struct graph *graph, time_ns time) {
    if (time > graph->options->at && time < graph->boundary)
        graph->boundary = time;
}

bool graph_has_passed(struct graph *graph, const Catalog__V1__Timestamp *time) {
    if (time == NULL)
        return false;
    time_ns at = time_from_parts(time->seconds, time->nanos);
    graph_note_time(graph, at);
    return graph->options->at >= at;
}

int graph_compare_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
