#include "model/explain_nodes.h"
#include "model/explain_row.h"

#include "model/advisory.h"
#include "model/layer.h"
#include "model/readings.h"

static const char *version_label(struct explanation *explanation, const struct threat_node *threat) {
    if (threat->version == NULL)
        return threat->name;
    const char *label = graph_text(explanation->graph, "%s@%s", threat->version->name, threat->version->version);
    explanation->has_failed |= label == NULL;
    return label;
}

static void explain_default(struct explanation *explanation, uint32_t depth) {
    const struct threat_node *threat = explanation->row->threat;
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = "rating.default",
                                            .object_label = version_label(explanation, threat),
                                            .text = "The rating of the threat itself."});
    explain_rating(explanation, (struct risk_rating){threat->message->likelihood, threat->message->impact});
}

/* What the record says, 0: nothing. */
static struct risk_rating stated_rating(const struct row_source *source) {
    const Catalog__V1__Model *model = source->instance->object->model;
    if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL)
        return (struct risk_rating){model->residuals[source->number]->likelihood,
                                    model->residuals[source->number]->impact};
    if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_THREAT)
        return (struct risk_rating){model->threats[source->number]->likelihood, model->threats[source->number]->impact};
    return (struct risk_rating){0, 0};
}

static void explain_reratings(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    for (size_t i = 0; i < explanation->row->reratings.count; i++) {
        const struct rerating *rerating = &explanation->row->reratings.items[i];
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "rating.rerated",
                                                .subject = rerating->decision,
                                                .holds = rerating->in_force,
                                                .text = "A decision lowers it, while it is in force."});
        explain_rating(explanation, readings_lowered(source->rating, rerating));
    }
}

static void explain_ratings(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    const struct risk_rating stated = stated_rating(source);
    const bool is_residual = source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL;
    explain_default(explanation, depth);
    if (stated.likelihood != 0 || stated.impact != 0) {
        explain_add(explanation,
                    &(struct step){.depth = depth,
                                   .rule = is_residual ? "rating.residual" : "rating.raised",
                                   .object = source->instance->object,
                                   .text = is_residual ? "What the component says is left."
                                                       : "What the model says; it counts where it is higher."});
        explain_rating(explanation, stated);
    }
    if (!is_residual)
        explain_reratings(explanation, source, depth);
}

static void explain_assurances(struct explanation *explanation, const struct graph_object *object, uint32_t depth) {
    for (size_t i = 0; i < object->model->n_assurance; i++) {
        const Catalog__V1__Assurance *assurance = object->model->assurance[i];
        explain_add(explanation, &(struct step){.depth = depth,
                                                .rule = "class.assurance",
                                                .object = object,
                                                .record = "assurance",
                                                .text = "Its report counts from its first to before its last time."});
        explain_detail(explanation, "report", "%s", assurance->report);
        explain_time(explanation, "valid_from", assurance->valid_from);
        explain_time(explanation, "valid_until", assurance->valid_until);
    }
}

static void explain_layer(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    const struct graph_object *object = source->instance->object;
    if (source->layer == CATALOG__V1__LAYER__LAYER_UNSPECIFIED)
        return;
    const bool is_providers = layer_is_providers(object->model, source->layer);
    explain_add(explanation,
                &(struct step){.depth = depth,
                               .rule = "class.layer",
                               .object = object,
                               .record = "service_class",
                               .outcome = explain_truth(source->is_by_class),
                               .text = is_providers ? "The layer is the provider's, whose assurance answers the threat."
                                                    : "The layer is the consumer's."});
    explain_word(explanation, "layer", &catalog__v1__layer__descriptor, (int)source->layer);
    explain_word(explanation, "service_class", &catalog__v1__service_class__descriptor,
                 (int)object->model->service_class);
    explain_detail(explanation, "owner", "%s", is_providers ? "provider" : "consumer");
    if (is_providers)
        explain_assurances(explanation, object, depth + 1);
}

/* By kind of source: the rule, and the list that the record stands in. */
static const struct {
    const char *rule;
    const char *list;
} records[] = {
    [CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_THREAT] = {"row.threat", "threats"},
    [CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL] = {"row.residual", "residuals"},
    [CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_ADVISORY] = {"row.advisory", "advisories"},
};

static void explain_passing(struct explanation *explanation, const Catalog__V1__Residual *residual) {
    for (size_t i = 0; i < residual->n_from; i++)
        explain_detail(explanation, "from", "%s", residual->from[i]);
}

static void explain_record(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    explain_add(explanation,
                &(struct step){.depth = depth,
                               .rule = records[source->kind].rule,
                               .object = source->instance->object,
                               .record = explain_path(explanation, records[source->kind].list, source->record),
                               .subject = source->instance->address,
                               .condition = source->when,
                               .scope = {.instance = source->instance},
                               .holds = source->exists,
                               .text = source->advisory == NULL ? "" : source->advisory->message->statement});
    explain_rating(explanation, source->rating);
    explain_word(explanation, "layer", &catalog__v1__layer__descriptor, (int)source->layer);
    if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL)
        explain_passing(explanation, source->instance->object->model->residuals[source->number]);
}

static void explain_burden(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    const bool is_assumption = source->duty->is_assumption;
    const char *record =
        explain_path(explanation, is_assumption ? "assumptions" : "responsibilities", source->duty->id);
    explain_add(explanation, &(struct step){.depth = depth,
                                            .rule = is_assumption ? "row.assumption" : "row.responsibility",
                                            .object = source->instance->object,
                                            .record = record,
                                            .subject = source->instance->address,
                                            .holds = source->exists,
                                            .outcome = explain_truth((source->exists & WORLD_NOW_STRICT) != 0),
                                            .text = "It covers the threat, and brings it while it is not met."});
    explain_rating(explanation, source->rating);
}

void explain_source(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    if (source->duty == NULL)
        explain_record(explanation, source, depth);
    else
        explain_burden(explanation, source, depth);
    explain_ratings(explanation, source, depth + 1);
    explain_layer(explanation, source, depth + 1);
    if (source->duty != NULL)
        explain_duty(explanation, "row.unless", (struct duty *)(uintptr_t)source->duty, depth + 1);
}
