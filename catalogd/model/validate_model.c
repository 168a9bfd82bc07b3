#include "model/validation.h"

#include "codec/field.h"
#include "model/compiled_model.h"

#define COMPONENT CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT
#define FEATURE   CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE

/* Fields that only one of the two kinds of models has. */
static const struct {
    const char *field;
    Catalog__V1__ObjectKind kind;
} restricted[] = {
    {"workload", FEATURE},
    {"owner", FEATURE},
    {"stage", FEATURE},
    {"decisions", FEATURE},
    {"service_class", COMPONENT},
    {"layer_owners", COMPONENT},
    {"assurance", COMPONENT},
    {"parameters", COMPONENT},
    {"entry_point_policy", COMPONENT},
    {"provides", COMPONENT},
    {"responsibilities", COMPONENT},
    {"assumptions", COMPONENT},
    {"residuals", COMPONENT},
    {"limits", COMPONENT},
};

static void report_restricted(struct validation *validation, const char *field, Catalog__V1__ObjectKind kind) {
    bool is_component = kind == COMPONENT;
    validation_report(validation, field,
                      is_component ? "leave it out, or publish the model as a component" : "leave it out",
                      "only a %s may have %s", is_component ? "component" : "feature", field);
}

static void check_restricted(struct validation *validation) {
    const ProtobufCMessage *message = &validation->model->base;
    for (size_t i = 0; i < COUNT_OF(restricted); i++) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(message->descriptor, restricted[i].field);
        if (restricted[i].kind != validation->kind && field_count(message, field) > 0)
            report_restricted(validation, restricted[i].field, restricted[i].kind);
    }
}

static void check_threat_use(struct validation *validation, const Catalog__V1__ThreatUse *use) {
    bool is_named = *use->threat != '\0';
    bool is_inline = use->inline_ != NULL;
    if (is_named && is_inline)
        validation_report(validation, "inline", "keep one of the two", "a threat is either named or written inline");
    else if (!is_named && !is_inline && !validation->options->is_draft)
        validation_report(validation, "threat", "name a threat of the catalog, or write one under `inline`",
                          "threat is missing");
    if (is_inline && *use->id == '\0')
        validation_report(validation, "id", "give it an id", "an inline threat needs an id: it is called \"#id\"");
    if (validation->kind == COMPONENT)
        return;
    if (*use->when != '\0')
        report_restricted(validation, "when", COMPONENT);
    if (use->layer != CATALOG__V1__LAYER__LAYER_UNSPECIFIED)
        report_restricted(validation, "layer", COMPONENT);
}

static void check_threat_uses(struct validation *validation) {
    for (size_t i = 0; i < validation->model->n_threats; i++) {
        path_push(&validation->path, "threats", i);
        check_threat_use(validation, validation->model->threats[i]);
        path_pop(&validation->path);
    }
}

static const char *suggest_fact(struct validation *validation, const char *name) {
    struct nearest nearest = {.word = name};
    size_t count = 0;
    const Catalog__V1__FactDefinition *const *facts = policy_facts(validation->policy, &count);
    for (size_t i = 0; validation_goes_on(validation) && i < count; i++)
        nearest_offer(&nearest, facts[i]->name);
    return validation_suggest(validation, &nearest, "add it to the facts of the policy");
}

static void check_fact(struct validation *validation, const Catalog__V1__Setting *fact,
                       const struct vocabulary *vocabulary) {
    const char *path = validation_text(validation, ARENA_JOIN(validation->arena, "facts.", fact->name));
    const struct predicate_type *type = vocabulary_type(vocabulary, path);
    struct predicate_value value;
    if (strcmp(fact->name, POLICY_FACT_CLASSIFICATION) == 0)
        validation_report(validation, "name", "leave it out and classify the assets",
                          "'" POLICY_FACT_CLASSIFICATION "' is derived from the assets");
    else if (type == NULL)
        validation_report(validation, "name", suggest_fact(validation, fact->name),
                          "the policy has no fact called '%s'", fact->name);
    else if (vocabulary_read(type, fact->value, validation->arena, &value) != VOCABULARY_READ)
        validation_report(validation, "value", validation_values_of(validation, type),
                          "'%s' is no value of the fact %s", fact->value, fact->name);
}

static void check_facts(struct validation *validation) {
    const struct vocabulary *vocabulary = validation_vocabulary(validation, VOCABULARY_FACTS);
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; vocabulary != NULL && i < validation->model->n_facts; i++) {
        Catalog__V1__Setting *fact = validation->model->facts[i];
        path_push(&validation->path, "facts", i);
        check_fact(validation, fact, vocabulary);
        validation_once(validation, &seen, fact->name, "name");
        path_pop(&validation->path);
    }
}

static bool find_index(struct validation *validation) {
    const struct compiled_model *compiled = validation->options->compiled;
    status_code code = STATUS_OK;
    if (compiled == NULL)
        code = compiled_model_build(validation->model, validation->arena, &compiled, validation->problem);
    if (code == STATUS_OK)
        validation->index = &compiled->index;
    else
        validation_fail(validation, code);
    return code == STATUS_OK;
}

void validate_model(struct validation *validation) {
    if (!find_index(validation))
        return;
    static void (*const parts[])(struct validation *) = {
        validate_ids,          check_restricted,  check_facts,          check_threat_uses, validate_dependencies,
        validate_entry_points, validate_contract, validate_mitigations, validate_answers,  validate_cycles,
    };
    validate_fields(validation, &validation->model->base);
    for (size_t i = 0; i < COUNT_OF(parts) && validation_goes_on(validation); i++)
        parts[i](validation);
}
