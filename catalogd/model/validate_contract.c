#include "model/validation.h"

#include "model/layer.h"
#include "model/timestamp.h"

#define COMPONENT CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT

/* ---- Layers and assurance ---- */

static void check_layer_owner(struct validation *validation, const Catalog__V1__LayerOwner *stated) {
    Catalog__V1__Model by_class = *validation->model;
    by_class.n_layer_owners = 0;
    bool gives_less = stated->owner == CATALOG__V1__LAYER_PARTY__LAYER_PARTY_PROVIDER &&
                      !layer_is_providers(&by_class, stated->layer);
    if (gives_less && stated->n_evidence == 0 && !validation->options->is_draft)
        validation_report(validation, "evidence", "say what shows that the provider looks after the layer",
                          "the service class leaves this layer to the consumer, and nothing shows otherwise");
}

static void check_layer_owners(struct validation *validation) {
    bool seen[CATALOG__V1__LAYER__LAYER_DATA + 1] = {false};
    for (size_t i = 0; i < validation->model->n_layer_owners; i++) {
        const Catalog__V1__LayerOwner *stated = validation->model->layer_owners[i];
        bool is_layer = stated->layer > 0 && stated->layer < COUNT_OF(seen);
        path_push(&validation->path, "layer_owners", i);
        check_layer_owner(validation, stated);
        if (is_layer && seen[stated->layer])
            validation_report(validation, "layer", "keep one of them", "the owner of this layer is given twice");
        if (is_layer)
            seen[stated->layer] = true;
        path_pop(&validation->path);
    }
}

static void check_assurance(struct validation *validation) {
    for (size_t i = 0; i < validation->model->n_assurance; i++) {
        const Catalog__V1__Assurance *assurance = validation->model->assurance[i];
        time_ns from = timestamp_time(assurance->valid_from, INT64_MIN);
        time_ns until = timestamp_time(assurance->valid_until, INT64_MAX);
        path_push(&validation->path, "assurance", i);
        if (from >= until)
            validation_report(validation, "valid_until", "write a time after valid_from",
                              "the report ends before it begins");
        path_pop(&validation->path);
    }
}

/* ---- Parameters ---- */

static void check_parameter(struct validation *validation, const Catalog__V1__Parameter *parameter) {
    bool is_enum = parameter->type == CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM;
    if (strcmp(parameter->name, "exposure") == 0)
        validation_report(validation, "name", "choose another name",
                          "'exposure' is taken: config.exposure.ID is the exposure of an entry point");
    if (is_enum && parameter->n_allowed_values == 0)
        validation_report(validation, "allowed_values", "list the values in order of comparison",
                          "an enumeration needs its values");
    else
        validation_parameter_value(validation, parameter, "default", parameter->default_);
}

static void check_allowed_values(struct validation *validation, const Catalog__V1__Parameter *parameter) {
    struct predicate_type type =
        vocabulary_type_of(parameter->type, parameter->allowed_values, parameter->n_allowed_values);
    struct predicate_value value;
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < parameter->n_allowed_values; i++) {
        const char *text = parameter->allowed_values[i];
        path_push(&validation->path, "allowed_values", i);
        validation_once(validation, &seen, text, NULL);
        if (strcmp(text, "unknown") == 0)
            validation_report(validation, NULL, "choose another word", "'unknown' stands for what is not known");
        else if (vocabulary_read(&type, text, validation->arena, &value) != VOCABULARY_READ)
            validation_report(validation, NULL, validation_values_of(validation, &type), "'%s' is not of the type",
                              text);
        path_pop(&validation->path);
    }
}

static void check_parameters(struct validation *validation) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < validation->model->n_parameters; i++) {
        const Catalog__V1__Parameter *parameter = validation->model->parameters[i];
        path_push(&validation->path, "parameters", i);
        validation_once(validation, &seen, parameter->name, "name");
        check_parameter(validation, parameter);
        check_allowed_values(validation, parameter);
        path_pop(&validation->path);
    }
}

/* ---- Provisions, responsibilities, residuals ---- */

static void check_provisions(struct validation *validation) {
    for (size_t i = 0; i < validation->model->n_provides && validation_goes_on(validation); i++) {
        const Catalog__V1__Provision *provision = validation->model->provides[i];
        const Catalog__V1__Control *control = validation_control(validation, provision->control);
        path_push(&validation->path, "provides", i);
        validation_strength(validation, control, provision->strength, provision->mitigates, provision->n_mitigates);
        path_pop(&validation->path);
    }
}

static void check_responsibilities(struct validation *validation) {
    if (validation->model->n_responsibilities == 0 && !validation->options->is_draft)
        validation_report(validation, "responsibilities",
                          "state what is left to the consumer; there is always something",
                          "a component leaves at least one responsibility to its consumers");
    for (size_t i = 0; i < validation->model->n_responsibilities; i++) {
        const Catalog__V1__Discharge *discharge = validation->model->responsibilities[i]->discharged_by;
        path_push(&validation->path, "responsibilities", i);
        if (discharge != NULL && discharge->n_controls == 0 && discharge->n_evidence == 0 && !discharge->statement)
            validation_report(validation, "discharged_by", "name controls, or allow a statement, or leave it out",
                              "nothing discharges it");
        path_pop(&validation->path);
    }
}

static void check_residual(struct validation *validation, const Catalog__V1__Residual *residual) {
    const struct {
        const char *field;
        bool is_there;
    } needed[] = {
        {"threat", *residual->threat != '\0'},
        {"on", *residual->on != '\0'},
        {"likelihood", residual->likelihood != 0},
        {"impact", residual->impact != 0},
    };
    if (residual->n_from > 0 && *residual->on != '\0')
        validation_report(validation, "on", "leave it out, or leave out `from`",
                          "what is passed on stands where it stands already");
    if (residual->n_from > 0 || validation->options->is_draft)
        return;
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!needed[i].is_there)
            validation_report(validation, needed[i].field, "give it, or name in `from` what is passed on",
                              "%s is missing", needed[i].field);
}

static void check_residuals(struct validation *validation) {
    for (size_t i = 0; i < validation->model->n_residuals; i++) {
        path_push(&validation->path, "residuals", i);
        check_residual(validation, validation->model->residuals[i]);
        path_pop(&validation->path);
    }
}

void validate_contract(struct validation *validation) {
    if (validation->kind != COMPONENT)
        return;
    bool has_class = validation->model->service_class != CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_UNSPECIFIED;
    if (!has_class && !validation->options->is_draft)
        validation_report(validation, "service_class",
                          "one of: infrastructure, container, abstracted, saas, platform, in_house, self_hosted",
                          "service_class is missing");
    check_layer_owners(validation);
    check_assurance(validation);
    check_parameters(validation);
    check_provisions(validation);
    check_responsibilities(validation);
    check_residuals(validation);
}
