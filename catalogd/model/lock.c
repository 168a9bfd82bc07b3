#include "model/lock.h"

#include "base/buffer.h"
#include "model/advisory.h"
#include "model/effective.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

/* In order of kind and name. */
static int compare_versions(const void *a, const void *b) {
    const struct view_version *left = *(const struct view_version *const *)a;
    const struct view_version *right = *(const struct view_version *const *)b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return strcmp(left->name, right->name);
}

static bool pin(struct graph *graph, const struct view_version *version) {
    return version == NULL || vector_push(graph->arena, &graph->pinned, version) || graph_no_memory(graph);
}

static bool list_pinned(struct graph *graph) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < graph->objects.count; i++)
        is_whole = pin(graph, graph->objects.items[i]->version);
    for (size_t i = 0; is_whole && i < graph->threats.count; i++)
        is_whole = pin(graph, graph->threats.items[i]->version);
    for (size_t i = 0; is_whole && i < graph->controls.count; i++)
        is_whole = pin(graph, graph->controls.items[i]->version);
    if (graph->pinned.count > 0)
        qsort(graph->pinned.items, graph->pinned.count, sizeof *graph->pinned.items, compare_versions);
    return is_whole;
}

static Catalog__V1__Pin *pin_of(struct graph *graph, const struct view_version *version) {
    Catalog__V1__Pin *pin = ARENA_NEW(graph->arena, Catalog__V1__Pin);
    if (pin == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__pin__init(pin);
    pin->kind = version->kind;
    pin->name = text_field(version->name);
    pin->version = text_field(version->version);
    pin->content_digest = effective_digest_text(graph, &version->content);
    pin->contract_digest = effective_digest_text(graph, &version->contract);
    return pin->content_digest != NULL && pin->contract_digest != NULL ? pin : NULL;
}

bool lock_make(struct graph *graph, Catalog__V1__Lock **ret_lock) {
    Catalog__V1__Lock *lock = ARENA_NEW(graph->arena, Catalog__V1__Lock);
    if (lock == NULL)
        return graph_no_memory(graph);
    if (!list_pinned(graph))
        return false;
    catalog__v1__lock__init(lock);
    lock->model = text_field(graph->objects.items[0]->name);
    lock->revision = graph->options->revision;
    lock->pins = ARENA_ARRAY(graph->arena, Catalog__V1__Pin *, graph->pinned.count + 1);
    if (lock->pins == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < graph->pinned.count; i++) {
        lock->pins[i] = pin_of(graph, graph->pinned.items[i]);
        if (lock->pins[i] == NULL)
            return false;
        lock->n_pins++;
    }
    *ret_lock = lock;
    return true;
}

static void append_text(struct buffer *bytes, const char *text) {
    buffer_append(bytes, slice_of((const uint8_t *)text, strlen(text) + 1));
}

static void append_version(struct buffer *bytes, const struct view_version *version) {
    buffer_append_byte(bytes, (uint8_t)version->kind);
    append_text(bytes, version->name);
    append_text(bytes, version->version);
    buffer_append(bytes, slice_of(version->content.bytes, sizeof version->content.bytes));
}

static void append_decisions(struct buffer *bytes, const struct resolve_options *options) {
    for (size_t i = 0; i < options->decision_count; i++) {
        if (options->decisions[i]->state != CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED)
            continue;
        append_text(bytes, "decision");
        append_text(bytes, options->decisions[i]->id);
    }
}

static void append_advisories(struct buffer *bytes, const struct graph *graph) {
    for (size_t i = 0; i < graph->advisories.count; i++) {
        append_text(bytes, "advisory");
        append_text(bytes, graph->advisories.items[i]->label);
    }
}

char *lock_effective_digest(struct graph *graph, const struct digest *content) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    append_text(&bytes, "catalog.v1.EffectiveModel");
    buffer_append(&bytes, slice_of(content->bytes, sizeof content->bytes));
    for (size_t i = 0; i < graph->pinned.count; i++)
        append_version(&bytes, graph->pinned.items[i]);
    for (size_t i = 0; i < graph->baselines.count; i++)
        append_version(&bytes, graph->baselines.items[i]->version);
    if (graph->policy_version != NULL)
        append_version(&bytes, graph->policy_version);
    append_decisions(&bytes, graph->options);
    append_advisories(&bytes, graph);
    const slice all = buffer_slice(&bytes);
    struct digest digest = digest_of(&all, 1);
    bool is_whole = !bytes.has_failed || graph_no_memory(graph);
    buffer_done(&bytes);
    return is_whole ? effective_digest_text(graph, &digest) : NULL;
}
