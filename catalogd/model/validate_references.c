#include "model/validate_rules.h"

#include "codec/field.h"

#define BIT(kind)     RECORD_BIT(RECORD_##kind)
#define PLACE_BITS    (BIT(DEPENDENCY) | BIT(ELEMENT) | BIT(ENTRY_POINT) | BIT(DATA_FLOW))
#define ENDPOINT_BITS (BIT(DEPENDENCY) | BIT(ELEMENT) | BIT(ENTRY_POINT))

void check_threat(struct validation *validation, const void *value) {
    validation_reference(validation, field_text(value), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT);
}

void check_control(struct validation *validation, const void *value) {
    validation_reference(validation, field_text(value), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL);
}

void check_component(struct validation *validation, const void *value) {
    validation_reference(validation, field_text(value), CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT);
}

static void check_inline_threat(struct validation *validation, const char *id) {
    const struct record *record = model_index_find(validation->index, id);
    if (record != NULL && record->kind == RECORD_THREAT &&
        ((const Catalog__V1__ThreatUse *)record->message)->inline_ != NULL)
        return;
    struct nearest nearest = {.word = id};
    for (size_t i = 0; validation_goes_on(validation) && i < validation->index->record_count; i++)
        if (validation->index->records[i].kind == RECORD_THREAT)
            nearest_offer(&nearest, validation->index->records[i].id);
    validation_report(validation, NULL,
                      validation_suggest(validation, &nearest, "give the id of a threat with `inline`"),
                      "no threat with the id '%s' is written in this model", id);
}

/* "name#id": a threat that a component carries inline. */
static void check_foreign_threat(struct validation *validation, const char *text, size_t name_size) {
    const char *name = validation_text(validation, arena_strndup(validation->arena, text, name_size));
    validation_reference(validation, name, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT);
    const struct known *known = validation_lookup(validation, name, NULL);
    if (known->kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
        return;
    const Catalog__V1__Model *component = known->object->component;
    for (size_t i = 0; i < component->n_threats; i++)
        if (strcmp(component->threats[i]->id, text + name_size + 1) == 0 && component->threats[i]->inline_ != NULL)
            return;
    validation_report(validation, NULL, "name one of the threats that the component lists",
                      "%s carries no threat with the id '%s'", name, text + name_size + 1);
}

void check_any_threat(struct validation *validation, const void *value) {
    const char *text = field_text(value);
    size_t name_size = strcspn(text, "#");
    if (text[name_size] == '\0')
        check_threat(validation, value);
    else if (name_size == 0)
        check_inline_threat(validation, text + 1);
    else
        check_foreign_threat(validation, text, name_size);
}

#define ADDRESS_CHECK(name, ...)                                                                                       \
    void name(struct validation *validation, const void *value) {                                                      \
        static const struct address_rule rule = {__VA_ARGS__};                                                         \
        (void)validation_address(validation, field_text(value), &rule);                                                \
    }

ADDRESS_CHECK(check_place, .own = PLACE_BITS, .inherited = PLACE_BITS, .what = "a place")
ADDRESS_CHECK(check_endpoint, .own = ENDPOINT_BITS, .inherited = ENDPOINT_BITS,
              .what = "an element, dependency or entry point")
ADDRESS_CHECK(check_provision, .inherited = BIT(PROVISION), .is_shallow = true,
              .what = "a provision of a dependency, \"alias.id\"")
ADDRESS_CHECK(check_need, .own = BIT(RESPONSIBILITY), .inherited = BIT(PROVISION), .is_shallow = true,
              .what = "an own responsibility or a provision of a dependency")
ADDRESS_CHECK(check_duty, .inherited = BIT(RESPONSIBILITY) | BIT(ASSUMPTION), .is_shallow = true,
              .what = "a responsibility or assumption of a dependency, \"alias.id\"")
ADDRESS_CHECK(check_responsibility, .inherited = BIT(RESPONSIBILITY), .is_shallow = true,
              .what = "a responsibility of a dependency, \"alias.id\"")
ADDRESS_CHECK(check_assumption, .inherited = BIT(ASSUMPTION), .is_shallow = true,
              .what = "an assumption of a dependency, \"alias.id\"")
ADDRESS_CHECK(check_residual, .own = BIT(DEPENDENCY), .inherited = BIT(RESIDUAL) | PLACE_BITS,
              .what = "a dependency, or a residual or place of one, \"alias.id\"")
ADDRESS_CHECK(check_zone, .own = BIT(TRUST_ZONE), .what = "a trust zone of this model")
ADDRESS_CHECK(check_asset, .own = BIT(ASSET), .what = "an asset of this model")
ADDRESS_CHECK(check_use_case, .own = BIT(USE_CASE), .what = "a use case of this model")
ADDRESS_CHECK(check_mitigation, .own = BIT(MITIGATION), .what = "a mitigation of this model")
