#include "model/layer.h"

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
