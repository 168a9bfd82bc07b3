#include "model/layer.h"

#include "model/report.h"
#include "model/timestamp.h"

/* The layers that a provider owns are a run: FIRST to LAST, by number. */
static const struct {
    Catalog__V1__Layer first;
    Catalog__V1__Layer last;
} provider_layers[] = {
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_INFRASTRUCTURE] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                                  CATALOG__V1__LAYER__LAYER_HYPERVISOR},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_CONTAINER] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                             CATALOG__V1__LAYER__LAYER_OS},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_ABSTRACTED] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                              CATALOG__V1__LAYER__LAYER_PLATFORM_API},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_SAAS] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                        CATALOG__V1__LAYER__LAYER_PLATFORM_API},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_PLATFORM] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                            CATALOG__V1__LAYER__LAYER_APPLICATION},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_IN_HOUSE] = {CATALOG__V1__LAYER__LAYER_FACILITY,
                                                            CATALOG__V1__LAYER__LAYER_APPLICATION},
    [CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_SELF_HOSTED] = {CATALOG__V1__LAYER__LAYER_APPLICATION,
                                                               CATALOG__V1__LAYER__LAYER_APPLICATION},
};

bool layer_is_providers(const Catalog__V1__Model *model, Catalog__V1__Layer layer) {
    if (layer == CATALOG__V1__LAYER__LAYER_UNSPECIFIED)
        return false;
    for (size_t i = 0; i < model->n_layer_owners; i++) {
        const Catalog__V1__LayerOwner *stated = model->layer_owners[i];
        if (stated->layer == layer && stated->owner != CATALOG__V1__LAYER_PARTY__LAYER_PARTY_UNSPECIFIED)
            return stated->owner == CATALOG__V1__LAYER_PARTY__LAYER_PARTY_PROVIDER;
    }
    size_t class = (size_t)model->service_class;
    return class < COUNT_OF(provider_layers) && layer >= provider_layers[class].first &&
           layer <= provider_layers[class].last;
}

bool layer_has_assurance(struct graph *graph, const Catalog__V1__Model *model) {
    bool is_valid = false;
    for (size_t i = 0; i < model->n_assurance; i++) {
        const Catalog__V1__Assurance *assurance = model->assurance[i];
        bool has_begun = assurance->valid_from == NULL || graph_has_passed(graph, assurance->valid_from);
        bool has_ended = graph_has_passed(graph, assurance->valid_until);
        is_valid |= has_begun && !has_ended;
    }
    return is_valid;
}

static time_ns begin_of(const Catalog__V1__Assurance *assurance) {
    return timestamp_time(assurance->valid_from, INT64_MIN);
}

static time_ns end_of(const Catalog__V1__Assurance *assurance) {
    return timestamp_time(assurance->valid_until, INT64_MAX);
}

static const Catalog__V1__Assurance *ended_last(const Catalog__V1__Model *model, time_ns at) {
    const Catalog__V1__Assurance *found = NULL;
    for (size_t i = 0; i < model->n_assurance; i++) {
        if (end_of(model->assurance[i]) <= at && (found == NULL || end_of(model->assurance[i]) > end_of(found)))
            found = model->assurance[i];
    }
    return found;
}

static const Catalog__V1__Assurance *begins_first(const Catalog__V1__Model *model) {
    const Catalog__V1__Assurance *found = NULL;
    for (size_t i = 0; i < model->n_assurance; i++) {
        if (found == NULL || begin_of(model->assurance[i]) < begin_of(found))
            found = model->assurance[i];
    }
    return found;
}

static const char *gap_text(struct graph *graph, const Catalog__V1__Assurance *report, const char *what,
                            const Catalog__V1__Timestamp *when) {
    char text[TIME_TEXT_BYTES];
    if (!time_format(when->seconds, when->nanos, text))
        return "The layer is the provider's, and no assurance is valid at this time.";
    return graph_text(graph, "The layer is the provider's, and its report %s (%s) %s %s.", report->report,
                      report->issuer, what, text);
}

bool layer_explain_gap(struct graph *graph, const Catalog__V1__Model *model, const char *instance_address,
                       cause_list *causes) {
    const Catalog__V1__Assurance *ended = ended_last(model, graph->options->at);
    const Catalog__V1__Assurance *next = begins_first(model);
    if (ended != NULL)
        return report_cause(graph, causes, "ASSURANCE_EXPIRED", instance_address,
                            gap_text(graph, ended, "ended at", ended->valid_until));
    if (next != NULL && next->valid_from != NULL)
        return report_cause(graph, causes, "ASSURANCE_NOT_BEGUN", instance_address,
                            gap_text(graph, next, "begins at", next->valid_from));
    return report_cause(graph, causes, "ASSURANCE_MISSING", instance_address,
                        "The layer is the provider's, and the component lists no assurance.");
}
