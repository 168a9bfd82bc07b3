#include "model/rows.h"

#include "base/limits.h"
#include "model/advisory.h"
#include "model/graph_catalog.h"
#include "model/layer.h"
#include "model/place.h"
#include "model/report.h"

#include <stdlib.h>
#include <string.h>

static struct row *find_or_add(struct graph *graph, struct threat_node *threat, uint32_t place) {
    const char *key = GRAPH_JOIN(graph, threat->name, "@", graph->places.items[place].address);
    if (key == NULL)
        return NULL;
    struct row *row = string_map_get(&graph->rows_by_key, key);
    if (row != NULL)
        return row;
    if (graph->rows.count >= LIMIT_ROWS) {
        graph_fail(graph, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ROWS", "the model has more than %d rows", LIMIT_ROWS);
        return NULL;
    }
    row = ARENA_NEW(graph->arena, struct row);
    if (row == NULL || !vector_push(graph->arena, &graph->rows, row) ||
        !vector_push(graph->arena, &graph->places.items[place].rows, row) ||
        !string_map_put(&graph->rows_by_key, key, row)) {
        graph_no_memory(graph);
        return NULL;
    }
    row->key = key;
    row->threat = threat;
    row->place = place;
    return row;
}

static bool add_source(struct graph *graph, struct threat_node *threat, uint32_t place,
                       const struct row_source *source) {
    if (source->exists == WORLDS_NONE)
        return true;
    struct row *row = find_or_add(graph, threat, place);
    if (row == NULL)
        return false;
    row->exists |= source->exists;
    return vector_push(graph->arena, &row->sources, *source) || graph_no_memory(graph);
}

bool rows_add(struct graph *graph, struct threat_node *threat, struct place_range range,
              const struct row_source *source) {
    for (uint32_t i = 0; i < range.count; i++) {
        if (!add_source(graph, threat, range.first + i, source))
            return false;
    }
    return true;
}

/* A stated rating raises the threat's default; to lower it takes a decision. */
static uint32_t raised(uint32_t stated, uint32_t by_default) {
    return risk_in_scale(stated > by_default ? stated : by_default);
}

static bool report_lowered(struct graph *graph, const Catalog__V1__ThreatUse *use, const struct threat_node *threat) {
    bool is_lower = (use->likelihood != 0 && use->likelihood < threat->message->likelihood) ||
                    (use->impact != 0 && use->impact < threat->message->impact);
    if (!is_lower)
        return true;
    struct gate_item item = {.code = "RATING_LOWERED",
                             .subject = graph_text(graph, "%s@%s", threat->name, use->on),
                             .cause = "A rating below the threat's own counts only through a decision.",
                             .remedy = "Ask for a decision of kind rerated."};
    return report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item);
}

static bool add_threat(struct graph *graph, const struct instance *instance, size_t number) {
    const Catalog__V1__ThreatUse *use = instance->object->model->threats[number];
    const struct threat_rule *rule = &instance->object->threats[number];
    struct threat_node *threat = rule->threats.items[0];
    struct row_source source = {.kind = CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_THREAT,
                                .instance = instance,
                                .record = use->id[0] != '\0' ? use->id : threat->name,
                                .number = number,
                                .when = &rule->when,
                                .layer = use->layer};
    if (!graph_load_threat(graph, threat, instance->object->label))
        return false;
    if (threat->message == NULL)
        return true;
    if (!condition_judge(graph, &rule->when, (struct scope){.instance = instance}, &source.judgement) ||
        (instance->index == 0 && !report_lowered(graph, use, threat)))
        return false;
    source.exists = worlds_burden(source.judgement.truth);
    source.rating.likelihood = raised(use->likelihood, threat->message->likelihood);
    source.rating.impact = raised(use->impact, threat->message->impact);
    source.is_by_class =
        layer_is_providers(instance->object->model, use->layer) && layer_has_assurance(graph, instance->object->model);
    return rows_add(graph, threat, place_find(graph, instance, use->on), &source);
}

/* The row of THREAT at PLACE; NULL: there is none, or no memory. */
static struct row *find_row(struct graph *graph, const struct threat_node *threat, uint32_t place) {
    const char *key = GRAPH_JOIN(graph, threat->name, "@", graph->places.items[place].address);
    return key == NULL ? NULL : string_map_get(&graph->rows_by_key, key);
}

static bool is_held(const struct place *place) {
    return place->kind == PLACE_ELEMENT && place->element->kind != CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR;
}

/* Whether the places of INSTANCE have a row for THREAT that no unknown can take away. */
static bool has_certain_row(struct graph *graph, const struct threat_node *threat, const struct instance *instance) {
    for (uint32_t i = 0; i < instance->places.count; i++) {
        const struct row *row = find_row(graph, threat, instance->places.first + i);
        if (row != NULL && row->exists == WORLDS_ALL)
            return true;
    }
    return false;
}

/* Knowing less takes no row away: beside rows that may not be there, the elements have theirs as if those were not. */
bool rows_cover(struct graph *graph, struct threat_node *threat, struct row_source *source) {
    const struct place_range range = source->instance->places;
    if (!graph_load_threat(graph, threat, source->instance->object->label) || !graph_spend(graph, range.count))
        return false;
    if (threat->message == NULL)
        return true;
    source->rating =
        (struct risk_rating){risk_in_scale(threat->message->likelihood), risk_in_scale(threat->message->impact)};
    bool is_certain = has_certain_row(graph, threat, source->instance);
    for (uint32_t i = 0; i < range.count && graph->status == STATUS_OK; i++) {
        bool is_there = find_row(graph, threat, range.first + i) != NULL;
        bool is_wanted = is_there || (!is_certain && is_held(&graph->places.items[range.first + i]));
        if (is_wanted && !add_source(graph, threat, range.first + i, source))
            return false;
    }
    return graph->status == STATUS_OK;
}

static bool add_duty(struct graph *graph, const struct duty *duty, const struct condition *when) {
    struct row_source source = {.kind = duty->is_assumption
                                            ? CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_ASSUMPTION
                                            : CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESPONSIBILITY,
                                .instance = duty->instance,
                                .record = duty->id,
                                .when = when,
                                .judgement = duty->when,
                                .duty = duty,
                                .exists = (worlds)(WORLDS_ALL & ~duty->met)};
    for (size_t i = 0; source.exists != WORLDS_NONE && i < duty->covers->count; i++) {
        if (!rows_cover(graph, duty->covers->items[i], &source))
            return false;
    }
    return true;
}

static bool add_threats_of(struct graph *graph, const struct instance *instance) {
    for (size_t i = 0; i < instance->object->model->n_threats; i++) {
        if (!add_threat(graph, instance, i))
            return false;
    }
    return rows_add_residuals(graph, instance);
}

static bool add_duties_of(struct graph *graph, const struct instance *instance) {
    const struct graph_object *object = instance->object;
    for (size_t i = 0; i < object->model->n_responsibilities; i++) {
        if (!add_duty(graph, &instance->responsibilities[i], &object->responsibilities[i].when))
            return false;
    }
    for (size_t i = 0; i < object->model->n_assumptions; i++) {
        if (!add_duty(graph, &instance->assumptions[i], &object->assumptions[i].when))
            return false;
    }
    return true;
}

static int compare_ratings(struct risk_rating left, struct risk_rating right) {
    int order = (left.likelihood > right.likelihood) - (left.likelihood < right.likelihood);
    return order != 0 ? order : (left.impact > right.impact) - (left.impact < right.impact);
}

static int compare_sources(const void *a, const void *b) {
    const struct row_source *left = a;
    const struct row_source *right = b;
    int order = strcmp(left->instance->address, right->instance->address);
    if (order == 0)
        order = (left->kind > right->kind) - (left->kind < right->kind);
    if (order == 0)
        order = strcmp(left->record, right->record);
    if (order == 0)
        order = (left->layer > right->layer) - (left->layer < right->layer);
    if (order == 0)
        order = strcmp(left->when->text, right->when->text);
    return order != 0 ? order : compare_ratings(left->rating, right->rating);
}

/* What names a threat twice brings a row once. */
static void drop_repeated(struct row *row) {
    size_t kept = 0;
    for (size_t i = 0; i < row->sources.count; i++) {
        struct row_source *items = row->sources.items;
        if (kept == 0 || compare_sources(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    }
    row->sources.count = kept;
}

static int compare_credits(const void *a, const void *b) {
    const struct row_credit *left = a;
    const struct row_credit *right = b;
    int order = strcmp(left->source, right->source);
    return order != 0 ? order : strcmp(left->control->name, right->control->name);
}

/* Nothing that follows may hang on the order in which records stand in their objects. */
static void sort_row(struct row *row) {
    qsort(row->sources.items, row->sources.count, sizeof *row->sources.items, compare_sources);
    drop_repeated(row);
    if (row->credits.count > 0)
        qsort(row->credits.items, row->credits.count, sizeof *row->credits.items, compare_credits);
}

bool rows_create(struct graph *graph) {
    string_map_init(&graph->rows_by_key, graph->arena);
    for (size_t i = 0; i < graph->instances.count; i++) {
        if (!add_threats_of(graph, graph->instances.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->instances.count; i++) {
        if (!add_duties_of(graph, graph->instances.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->instances.count; i++) {
        if (!advisory_add_rows(graph, graph->instances.items[i]))
            return false;
    }
    if (!rows_pass_on(graph))
        return false;
    for (size_t i = 0; i < graph->rows.count; i++) {
        if (!rows_gather_credits(graph, graph->rows.items[i]))
            return false;
        sort_row(graph->rows.items[i]);
    }
    return true;
}
