#include "model/lock.h"

#include "model/advisory.h"
#include "model/effective.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

static int compare_pins(const void *a, const void *b) {
    const Catalog__V1__Pin *left = *(Catalog__V1__Pin *const *)a;
    const Catalog__V1__Pin *right = *(Catalog__V1__Pin *const *)b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return strcmp(left->name, right->name);
}

static bool add_pin(struct graph *graph, const struct view_version *version, Catalog__V1__Lock *lock) {
    if (version == NULL)
        return true;
    Catalog__V1__Pin *pin = ARENA_NEW(graph->arena, Catalog__V1__Pin);
    if (pin == NULL)
        return graph_no_memory(graph);
    catalog__v1__pin__init(pin);
    pin->kind = version->kind;
    pin->name = text_field(version->name);
    pin->version = text_field(version->version);
    pin->content_digest = effective_digest_text(graph, &version->content);
    pin->contract_digest = effective_digest_text(graph, &version->contract);
    lock->pins[lock->n_pins++] = pin;
    return pin->content_digest != NULL && pin->contract_digest != NULL;
}

bool lock_make(struct graph *graph, Catalog__V1__Lock **ret_lock) {
    Catalog__V1__Lock *lock = ARENA_NEW(graph->arena, Catalog__V1__Lock);
    if (lock == NULL)
        return graph_no_memory(graph);
    catalog__v1__lock__init(lock);
    lock->model = text_field(graph->objects.items[0]->name);
    lock->revision = graph->options->revision;
    lock->pins = ARENA_ARRAY(graph->arena, Catalog__V1__Pin *,
                             graph->objects.count + graph->threats.count + graph->controls.count);
    if (lock->pins == NULL)
        return graph_no_memory(graph);
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < graph->objects.count; i++)
        is_whole = add_pin(graph, graph->objects.items[i]->version, lock);
    for (size_t i = 0; is_whole && i < graph->threats.count; i++)
        is_whole = add_pin(graph, graph->threats.items[i]->version, lock);
    for (size_t i = 0; is_whole && i < graph->controls.count; i++)
        is_whole = add_pin(graph, graph->controls.items[i]->version, lock);
    qsort(lock->pins, lock->n_pins, sizeof(Catalog__V1__Pin *), compare_pins);
    *ret_lock = lock;
    return is_whole;
}

static slice line(struct graph *graph, Catalog__V1__ObjectKind kind, const char *name, const char *version,
                  const char *digest) {
    const char number[] = {(char)('0' + kind), '\0'};
    const char *text = GRAPH_JOIN(graph, number, " ", name, " ", version, " ", digest, "\n");
    return slice_text(text == NULL ? "" : text);
}

static slice line_of(struct graph *graph, const struct view_version *version) {
    if (version == NULL)
        return slice_text("");
    char digest[DIGEST_TEXT_BYTES];
    digest_text(&version->content, digest);
    return line(graph, version->kind, version->name, version->version, digest);
}

char *lock_effective_digest(struct graph *graph, const char *content, const Catalog__V1__Lock *lock) {
    size_t count = 0;
    slice *lines = ARENA_ARRAY(graph->arena, slice,
                               lock->n_pins + graph->baselines.count + graph->options->decision_count +
                                   graph->advisories.count + 3);
    const char *head = graph_text(graph, "catalog.v1.EffectiveModel\n%s\n", content);
    if (lines == NULL || head == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    lines[count++] = slice_text(head);
    for (size_t i = 0; i < lock->n_pins; i++) {
        const Catalog__V1__Pin *pin = lock->pins[i];
        lines[count++] = line(graph, pin->kind, pin->name, pin->version, pin->content_digest);
    }
    for (size_t i = 0; i < graph->baselines.count; i++)
        lines[count++] = line_of(graph, graph->baselines.items[i]->version);
    lines[count++] = line_of(graph, graph->policy_version);
    for (size_t i = 0; i < graph->options->decision_count; i++) {
        const Catalog__V1__Decision *decision = graph->options->decisions[i];
        if (decision->state != CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED)
            continue;
        const char *approved = graph_text(graph, "decision %s\n", decision->id);
        lines[count++] = slice_text(approved == NULL ? "" : approved);
    }
    for (size_t i = 0; i < graph->advisories.count; i++) {
        const char *line = graph_text(graph, "advisory %s\n", graph->advisories.items[i]->label);
        lines[count++] = slice_text(line == NULL ? "" : line);
    }
    struct digest digest = digest_of(lines, count);
    return graph->status == STATUS_OK ? effective_digest_text(graph, &digest) : NULL;
}
