#include "model/report.h"

#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

static bool is_whole(struct graph *graph, const struct gate_item *item) {
    bool has_all = item->code != NULL && item->subject != NULL && item->cause != NULL && item->remedy != NULL;
    return has_all || graph_no_memory(graph);
}

bool report_finding(struct graph *graph, Catalog__V1__Severity severity, struct gate_item item) {
    Catalog__V1__Finding *finding = ARENA_NEW(graph->arena, Catalog__V1__Finding);
    if (finding == NULL || !is_whole(graph, &item))
        return graph_no_memory(graph);
    catalog__v1__finding__init(finding);
    finding->severity = severity;
    finding->code = text_field(item.code);
    finding->subject = text_field(item.subject);
    finding->message = text_field(item.cause);
    finding->remedy = text_field(item.remedy);
    return vector_push(graph->arena, &graph->findings, finding) || graph_no_memory(graph);
}

bool report_item(struct graph *graph, item_list *list, struct gate_item item) {
    return is_whole(graph, &item) && (vector_push(graph->arena, list, item) || graph_no_memory(graph));
}

bool report_cause(struct graph *graph, cause_list *causes, const char *code, const char *subject, const char *text) {
    Catalog__V1__Cause *cause = ARENA_NEW(graph->arena, Catalog__V1__Cause);
    if (cause == NULL || subject == NULL || text == NULL)
        return graph_no_memory(graph);
    catalog__v1__cause__init(cause);
    cause->code = text_field(code);
    cause->subject = text_field(subject);
    cause->text = text_field(text);
    return vector_push(graph->arena, causes, cause) || graph_no_memory(graph);
}

bool report_sorted(struct graph *graph, const char *const *texts, size_t count, char ***ret_sorted, size_t *ret_count) {
    *ret_sorted = NULL;
    *ret_count = 0;
    if (count == 0)
        return true;
    char **sorted = ARENA_ARRAY(graph->arena, char *, count);
    if (sorted == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < count; i++)
        sorted[i] = text_field(texts[i]);
    qsort(sorted, count, sizeof *sorted, graph_compare_text);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (strcmp(sorted[i], sorted[kept - 1]) != 0)
            sorted[kept++] = sorted[i];
    }
    *ret_sorted = sorted;
    *ret_count = kept;
    return true;
}
