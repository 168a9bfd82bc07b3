/* The rules of single fields. Private to validate*.c. */
#ifndef CATALOGD_MODEL_VALIDATE_RULES_H
#define CATALOGD_MODEL_VALIDATE_RULES_H

#include "model/validation.h"

/* Looks at one value (see field_value) that is there; the walk stands at it. */
typedef void (*value_check)(struct validation *validation, const void *value);

struct field_rule {
    const char *field;
    bool is_required;  /* in anything but a draft */
    value_check check; /* NULL: anything goes */
};

/* The rules of a message, one for each of its fields, in the descriptor's order; NULL for a field without one, and for
 * a message without any. Static. Any thread. */
const struct field_rule *const *validate_rules_of(const ProtobufCMessageDescriptor *descriptor);

/* Syntax and ranges (validate_values.c). */
void check_filled(struct validation *validation, const void *value);
void check_title(struct validation *validation, const void *value);
void check_id(struct validation *validation, const void *value);
void check_alias(struct validation *validation, const void *value);
void check_setting_name(struct validation *validation, const void *value);
void check_name(struct validation *validation, const void *value);
void check_version(struct validation *validation, const void *value);
void check_requirement(struct validation *validation, const void *value);
void check_digest(struct validation *validation, const void *value);
void check_rating(struct validation *validation, const void *value);
void check_reduction(struct validation *validation, const void *value);
void check_nanos(struct validation *validation, const void *value);
void check_seconds(struct validation *validation, const void *value);
void check_perspective(struct validation *validation, const void *value);
void check_namespace(struct validation *validation, const void *value);
void check_classification(struct validation *validation, const void *value);

/* Predicates, each with the variables of its place (validate_values.c). */
void check_contract_predicate(struct validation *validation, const void *value);
void check_facts_predicate(struct validation *validation, const void *value);
void check_feature_predicate(struct validation *validation, const void *value);
void check_place_predicate(struct validation *validation, const void *value);

/* Names of other objects and of records (validate_references.c). */
void check_threat(struct validation *validation, const void *value);
void check_any_threat(struct validation *validation, const void *value); /* "#id" and "name#id" too */
void check_control(struct validation *validation, const void *value);
void check_component(struct validation *validation, const void *value);
void check_place(struct validation *validation, const void *value);
void check_endpoint(struct validation *validation, const void *value);
void check_provision(struct validation *validation, const void *value);
void check_need(struct validation *validation, const void *value);
void check_duty(struct validation *validation, const void *value);
void check_responsibility(struct validation *validation, const void *value);
void check_assumption(struct validation *validation, const void *value);
void check_residual(struct validation *validation, const void *value);
void check_zone(struct validation *validation, const void *value);
void check_asset(struct validation *validation, const void *value);
void check_use_case(struct validation *validation, const void *value);
void check_mitigation(struct validation *validation, const void *value);

#endif
