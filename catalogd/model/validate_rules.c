#include "model/validate_rules.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#define MUST true
#define MAY  false

/* What stands alone needs an id or a name; what is needed for a model to be judged is asked for by the minimum context
 * and not here. */
static const struct field_rule threat_rules[] = {
    {"name", MAY, check_name},          {"version", MAY, check_version}, {"title", MUST, check_title},
    {"likelihood", MUST, check_rating}, {"impact", MUST, check_rating},  {"applies_when", MAY, check_place_predicate},
};
static const struct field_rule group_rules[] = {{"id", MUST, check_id}, {"controls", MUST, check_control}};
static const struct field_rule control_rules[] = {
    {"name", MAY, check_name},
    {"version", MAY, check_version},
    {"title", MUST, check_title},
    {"type", MUST, NULL},
    {"partial_reduction_bp", MAY, check_reduction},
    {"full_reduction_bp", MAY, check_reduction},
};
static const struct field_rule control_mitigation_rules[] = {{"threat", MUST, check_threat}, {"strength", MUST, NULL}};
static const struct field_rule verification_rules[] = {
    {"id", MUST, check_id}, {"statement", MUST, NULL}, {"evidence_kinds", MAY, check_filled}};
static const struct field_rule baseline_rules[] = {
    {"name", MUST, check_name},   {"version", MAY, check_version},
    {"title", MUST, check_title}, {"scope", MAY, check_feature_predicate},
    {"entries", MUST, NULL},
};
static const struct field_rule baseline_entry_rules[] = {
    {"id", MUST, check_id},
    {"control", MUST, check_control},
    {"level", MUST, NULL},
    {"each", MAY, check_place_predicate},
};
static const struct field_rule model_rules[] = {
    {"name", MUST, check_name}, {"version", MAY, check_version}, {"title", MUST, check_title}};
static const struct field_rule layer_owner_rules[] = {{"layer", MUST, NULL}, {"owner", MUST, NULL}};
static const struct field_rule assurance_rules[] = {{"report", MUST, NULL}};
static const struct field_rule parameter_rules[] = {
    {"name", MUST, check_setting_name}, {"type", MUST, NULL}, {"allowed_values", MAY, check_filled}};
static const struct field_rule dependency_rules[] = {
    {"alias", MUST, check_alias}, {"component", MUST, check_component}, {"requirement", MUST, check_requirement}};
static const struct field_rule override_rules[] = {{"component", MUST, check_component},
                                                   {"version", MUST, check_version}};
static const struct field_rule setting_rules[] = {{"name", MUST, check_filled}, {"value", MUST, NULL}};
static const struct field_rule element_rules[] = {
    {"id", MUST, check_id}, {"title", MAY, check_title}, {"kind", MUST, NULL}, {"zone", MAY, check_zone}};
static const struct field_rule asset_rules[] = {{"id", MUST, check_id},
                                                {"title", MAY, check_title},
                                                {"classification", MAY, check_classification},
                                                {"on", MAY, check_place}};
static const struct field_rule entry_point_rules[] = {
    {"id", MUST, check_id}, {"title", MAY, check_title}, {"on", MUST, NULL}, {"exposures", MAY, check_filled}};
static const struct field_rule zone_rules[] = {
    {"id", MUST, check_id}, {"title", MAY, check_title}, {"parent", MAY, check_zone}};
static const struct field_rule flow_rules[] = {{"id", MUST, check_id},
                                               {"title", MAY, check_title},
                                               {"from", MUST, check_endpoint},
                                               {"to", MUST, check_endpoint},
                                               {"assets", MAY, check_asset}};
static const struct field_rule use_case_rules[] = {{"id", MUST, check_id}};
static const struct field_rule threat_use_rules[] = {
    {"id", MAY, check_id},
    {"threat", MAY, check_threat},
    {"on", MUST, check_place},
    {"when", MAY, check_contract_predicate},
    {"likelihood", MAY, check_rating},
    {"impact", MAY, check_rating},
};
static const struct field_rule mitigation_rules[] = {
    {"id", MUST, check_id},         {"control", MAY, check_control},
    {"uses", MAY, check_provision}, {"mitigates", MUST, check_any_threat},
    {"on", MUST, check_place},      {"degrades", MAY, check_use_case},
};
static const struct field_rule evidence_rules[] = {{"kind", MUST, NULL}, {"digest", MAY, check_digest}};
static const struct field_rule provision_rules[] = {
    {"id", MUST, check_id},
    {"control", MUST, check_control},
    {"mitigates", MUST, check_any_threat},
    {"when", MAY, check_contract_predicate},
    {"requires", MAY, check_need},
    {"on", MAY, check_place},
};
static const struct field_rule responsibility_rules[] = {
    {"id", MUST, check_id},
    {"statement", MUST, NULL},
    {"covers", MAY, check_any_threat},
    {"from", MAY, check_responsibility},
    {"when", MAY, check_contract_predicate},
};
static const struct field_rule discharge_rules[] = {{"controls", MAY, check_control}, {"evidence", MAY, check_filled}};
static const struct field_rule assumption_rules[] = {
    {"id", MUST, check_id},
    {"statement", MUST, NULL},
    {"holds_when", MAY, check_facts_predicate},
    {"covers", MAY, check_any_threat},
    {"from", MAY, check_assumption},
};
static const struct field_rule residual_rules[] = {
    {"id", MUST, check_id},
    {"threat", MAY, check_any_threat},
    {"on", MAY, check_place},
    {"when", MAY, check_contract_predicate},
    {"likelihood", MAY, check_rating},
    {"impact", MAY, check_rating},
    {"from", MAY, check_residual},
};
static const struct field_rule limits_rules[] = {{"highest_classification", MAY, check_classification}};
static const struct field_rule excluded_use_rules[] = {
    {"id", MUST, check_id}, {"statement", MUST, NULL}, {"when", MUST, check_contract_predicate}};
static const struct field_rule answer_rules[] = {{"to", MUST, check_duty}, {"by", MAY, check_mitigation}};
static const struct field_rule answer_statement_rules[] = {
    {"text", MUST, NULL}, {"who", MUST, NULL}, {"at", MUST, NULL}};
static const struct field_rule decision_rules[] = {
    {"id", MUST, check_id},
    {"kind", MUST, NULL},
    {"subjects", MUST, NULL},
    {"justification", MUST, NULL},
    {"compensating", MAY, check_mitigation},
    {"likelihood", MAY, check_rating},
    {"impact", MAY, check_rating},
    {"while", MAY, check_facts_predicate},
    {"expires_at", MUST, NULL},
};
static const struct field_rule subject_rules[] = {
    {"threat", MAY, check_any_threat}, {"place", MAY, check_place}, {"control", MAY, check_control}};
static const struct field_rule dismissal_rules[] = {
    {"threat", MUST, check_threat}, {"on", MAY, check_place}, {"reason", MUST, NULL}, {"outcome", MUST, NULL}};
static const struct field_rule policy_rules[] = {
    {"name", MUST, check_name},
    {"version", MAY, check_version},
    {"title", MUST, check_title},
    {"classifications", MAY, check_filled},
    {"triage_namespaces", MAY, check_namespace},
};
static const struct field_rule fact_rules[] = {
    {"name", MUST, check_setting_name}, {"type", MUST, NULL}, {"values", MAY, check_filled}};
static const struct field_rule scale_rules[] = {{"value", MUST, check_rating}, {"title", MUST, check_title}};
static const struct field_rule matrix_rules[] = {{"likelihood", MUST, check_rating}, {"bands", MUST, NULL}};
static const struct field_rule appetite_rules[] = {{"highest", MUST, NULL}};
static const struct field_rule depth_rules[] = {{"band", MUST, NULL}, {"groups", MUST, NULL}};
static const struct field_rule approval_rules[] = {
    {"band", MUST, NULL}, {"role", MUST, NULL}, {"max_days", MUST, NULL}};
static const struct field_rule sign_off_rules[] = {{"perspective", MUST, check_perspective},
                                                   {"when", MAY, check_feature_predicate}};
static const struct field_rule reference_rules[] = {{"scheme", MUST, check_id}, {"id", MUST, NULL}};
static const struct field_rule link_rules[] = {{"url", MUST, NULL}};
static const struct field_rule time_rules[] = {{"seconds", MAY, check_seconds}, {"nanos", MAY, check_nanos}};

static const struct {
    const ProtobufCMessageDescriptor *descriptor;
    const struct field_rule *rules;
    size_t count;
} messages[] = {
#define RULES(message, list)                                                                                           \
    { &catalog__v1__##message##__descriptor, list, COUNT_OF(list) }
    RULES(threat, threat_rules),
    RULES(mitigation_group, group_rules),
    RULES(control, control_rules),
    RULES(control_mitigation, control_mitigation_rules),
    RULES(verification, verification_rules),
    RULES(baseline, baseline_rules),
    RULES(baseline_entry, baseline_entry_rules),
    RULES(model, model_rules),
    RULES(layer_owner, layer_owner_rules),
    RULES(assurance, assurance_rules),
    RULES(parameter, parameter_rules),
    RULES(dependency, dependency_rules),
    RULES(version_override, override_rules),
    RULES(setting, setting_rules),
    RULES(element, element_rules),
    RULES(asset, asset_rules),
    RULES(entry_point, entry_point_rules),
    RULES(trust_zone, zone_rules),
    RULES(data_flow, flow_rules),
    RULES(use_case, use_case_rules),
    RULES(threat_use, threat_use_rules),
    RULES(mitigation, mitigation_rules),
    RULES(evidence, evidence_rules),
    RULES(provision, provision_rules),
    RULES(responsibility, responsibility_rules),
    RULES(discharge, discharge_rules),
    RULES(assumption, assumption_rules),
    RULES(residual, residual_rules),
    RULES(usage_limits, limits_rules),
    RULES(excluded_use, excluded_use_rules),
    RULES(answer, answer_rules),
    RULES(answer_statement, answer_statement_rules),
    RULES(decision_request, decision_rules),
    RULES(decision_subject, subject_rules),
    RULES(dismissal, dismissal_rules),
    RULES(policy, policy_rules),
    RULES(fact_definition, fact_rules),
    RULES(scale_step, scale_rules),
    RULES(matrix_row, matrix_rules),
    RULES(appetite, appetite_rules),
    RULES(depth_demand, depth_rules),
    RULES(approval_rule, approval_rules),
    RULES(sign_off_demand, sign_off_rules),
    RULES(reference, reference_rules),
    RULES(link, link_rules),
    RULES(timestamp, time_rules),
#undef RULES
};

/* The rules of one message by number of field: a walk asks for them at every message of an object. */
struct bound_rules {
    const ProtobufCMessageDescriptor *descriptor;
    const struct field_rule **by_field; /* an element is NULL where there is none */
};

#define FIELDS_MAX 512 /* of all messages together */

static struct bound_rules bound[COUNT_OF(messages)]; /* in order of address */
static const struct field_rule *slots[FIELDS_MAX];
static pthread_once_t bind_once = PTHREAD_ONCE_INIT;

static int compare_bound(const void *left, const void *right) {
    uintptr_t a = (uintptr_t)((const struct bound_rules *)left)->descriptor;
    uintptr_t b = (uintptr_t)((const struct bound_rules *)right)->descriptor;
    return (a > b) - (a < b);
}

static void bind_all(void) {
    size_t used = 0;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        const ProtobufCMessageDescriptor *descriptor = messages[i].descriptor;
        bound[i] = (struct bound_rules){.descriptor = descriptor, .by_field = &slots[used]};
        used += descriptor->n_fields;
        assert(used <= FIELDS_MAX);
        for (size_t k = 0; k < messages[i].count; k++) {
            const ProtobufCFieldDescriptor *field =
                protobuf_c_message_descriptor_get_field_by_name(descriptor, messages[i].rules[k].field);
            assert(field != NULL);
            bound[i].by_field[field - descriptor->fields] = &messages[i].rules[k];
        }
    }
    qsort(bound, COUNT_OF(bound), sizeof *bound, compare_bound);
}

const struct field_rule *const *validate_rules_of(const ProtobufCMessageDescriptor *descriptor) {
    const struct bound_rules wanted = {.descriptor = descriptor};
    pthread_once(&bind_once, bind_all);
    const struct bound_rules *found = bsearch(&wanted, bound, COUNT_OF(bound), sizeof *bound, compare_bound);
    return found == NULL ? NULL : found->by_field;
}
