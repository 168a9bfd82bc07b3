#include "model/effective.h"

#include "model/baseline.h"
#include "model/report.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

char *effective_digest_text(struct graph *graph, const struct digest *digest) {
    char text[DIGEST_TEXT_BYTES];
    digest_text(digest, text);
    return GRAPH_JOIN(graph, text);
}

static int compare_causes(const void *a, const void *b) {
    const Catalog__V1__Cause *left = *(Catalog__V1__Cause *const *)a;
    const Catalog__V1__Cause *right = *(Catalog__V1__Cause *const *)b;
    int order = strcmp(left->code, right->code);
    if (order == 0)
        order = strcmp(left->subject, right->subject);
    return order != 0 ? order : strcmp(left->text, right->text);
}

bool effective_causes(struct graph *graph, const cause_list *causes, Catalog__V1__Cause ***ret_causes,
                      size_t *ret_count) {
    *ret_causes = NULL;
    *ret_count = 0;
    if (causes->count == 0)
        return true;
    Catalog__V1__Cause **sorted = ARENA_ARRAY(graph->arena, Catalog__V1__Cause *, causes->count);
    if (sorted == NULL)
        return graph_no_memory(graph);
    memcpy(sorted, causes->items, causes->count * sizeof(Catalog__V1__Cause *));
    qsort(sorted, causes->count, sizeof(Catalog__V1__Cause *), compare_causes);
    for (size_t i = 0; i < causes->count; i++) {
        if (i == 0 || compare_causes(&sorted[i], &sorted[*ret_count - 1]) != 0)
            sorted[(*ret_count)++] = sorted[i];
    }
    *ret_causes = sorted;
    return true;
}

static int compare_findings(const void *a, const void *b) {
    const Catalog__V1__Finding *left = *(Catalog__V1__Finding *const *)a;
    const Catalog__V1__Finding *right = *(Catalog__V1__Finding *const *)b;
    int order = strcmp(left->code, right->code);
    if (order == 0)
        order = strcmp(left->subject, right->subject);
    return order != 0 ? order : strcmp(left->message, right->message);
}

bool effective_findings(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    size_t count = 0;
    if (graph->findings.count > 0)
        qsort(graph->findings.items, graph->findings.count, sizeof(Catalog__V1__Finding *), compare_findings);
    for (size_t i = 0; i < graph->findings.count; i++) {
        Catalog__V1__Finding **kept = graph->findings.items;
        if (count == 0 || compare_findings(&kept[i], &kept[count - 1]) != 0)
            kept[count++] = kept[i];
    }
    model->findings = graph->findings.items;
    model->n_findings = count;
    return true;
}
