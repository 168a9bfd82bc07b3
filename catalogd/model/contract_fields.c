#include "model/contract.h"

#include <string.h>

/* Field names, separated by spaces. A field of type message counts only if it is a term itself. */
struct field_parts {
    const ProtobufCMessageDescriptor *descriptor;
    const char *terms;
    const char *texts;
};

static const struct field_parts parts[] = {
    {&catalog__v1__object__descriptor, "threat control baseline component feature policy", ""},
    {&catalog__v1__timestamp__descriptor, "seconds nanos", ""},
    {&catalog__v1__setting__descriptor, "name value", ""},
    {&catalog__v1__reference__descriptor, "", "scheme id release"},
    {&catalog__v1__link__descriptor, "", "title url"},
    /* That evidence of a kind is there, and until when, can change an answer; where it lies cannot. */
    {&catalog__v1__evidence__descriptor, "kind valid_until", "repository commit path line pointer digest observed_at"},

    {&catalog__v1__threat__descriptor, "name statement likelihood impact mitigation_groups",
     "version title description tags links stride categories references applies_when"},
    {&catalog__v1__threat_statement__descriptor, "source prerequisites action impact impacted_goals impacted_assets",
     ""},
    {&catalog__v1__mitigation_group__descriptor, "id controls", ""},

    {&catalog__v1__control__descriptor,
     "name objective type mitigates verification reduces partial_reduction_bp full_reduction_bp",
     "version title description tags links domain references"},
    {&catalog__v1__control_mitigation__descriptor, "threat strength", ""},
    {&catalog__v1__verification__descriptor, "id statement evidence_kinds", ""},

    {&catalog__v1__baseline__descriptor, "name scope entries", "version title description tags links"},
    {&catalog__v1__baseline_entry__descriptor, "id control level each", "rationale"},

    /* What a model says inside is part of its contract too: its mitigations and answers stand for its own dependencies,
     * its elements, assets and flows are places in whatever depends on it. */
    {&catalog__v1__model__descriptor,
     "name workload owner stage facts service_class layer_owners assurance parameters dependencies overrides elements "
     "assets entry_point_policy entry_points data_flows threats mitigations provides responsibilities assumptions "
     "residuals limits answers",
     "version title description tags links trust_zones use_cases decisions dismissals"},
    {&catalog__v1__layer_owner__descriptor, "layer owner evidence", ""},
    {&catalog__v1__assurance__descriptor, "report issuer valid_from valid_until", ""},
    {&catalog__v1__parameter__descriptor, "name type default allowed_values", "description"},
    {&catalog__v1__dependency__descriptor,
     "alias component requirement configuration exposures own_entry_points no_own_entry_points", ""},
    {&catalog__v1__version_override__descriptor, "component version", "rationale"},
    {&catalog__v1__element__descriptor, "id kind zone technologies", "title description"},
    {&catalog__v1__asset__descriptor, "id classification on", "title description"},
    {&catalog__v1__entry_point__descriptor, "id on protocol authentication exposure exposures default_exposure",
     "title"},
    {&catalog__v1__trust_zone__descriptor, "", "id title parent"},
    {&catalog__v1__data_flow__descriptor, "id from to assets crosses protocol", "title"},
    {&catalog__v1__use_case__descriptor, "", "id title description"},
    {&catalog__v1__threat_use__descriptor, "id threat inline on when layer likelihood impact", "rationale"},
    {&catalog__v1__mitigation__descriptor, "id control inline uses mitigates on layer strength status evidence",
     "title degrades description"},
    {&catalog__v1__provision__descriptor, "id control mitigates strength when requires layer evidence valid_until on",
     "title"},
    {&catalog__v1__responsibility__descriptor, "id statement mandatory covers discharged_by from when", ""},
    {&catalog__v1__discharge__descriptor, "controls evidence statement", ""},
    {&catalog__v1__assumption__descriptor, "id statement holds_when covers attestation_max_age_days from", ""},
    {&catalog__v1__residual__descriptor, "id threat on when likelihood impact from", "rationale"},
    {&catalog__v1__usage_limits__descriptor, "highest_classification excluded_uses", ""},
    {&catalog__v1__excluded_use__descriptor, "id statement when", ""},
    {&catalog__v1__answer__descriptor, "to by statement", ""},
    {&catalog__v1__answer_statement__descriptor, "at max_age_days", "text who"},
    /* Requests count for nothing until they are decided, and a decision is a record of its own. */
    {&catalog__v1__decision_request__descriptor, "",
     "id kind subjects justification compensating likelihood impact while expires_at"},
    {&catalog__v1__decision_subject__descriptor, "", "threat place control"},
    {&catalog__v1__dismissal__descriptor, "", "threat on reason outcome"},

    {&catalog__v1__policy__descriptor,
     "name facts classifications likelihood_scale impact_scale matrix appetite depth approvals lag "
     "review_interval_days sign_offs triage_namespaces",
     "version title description tags links"},
    {&catalog__v1__fact_definition__descriptor, "name type values", "description"},
    {&catalog__v1__scale_step__descriptor, "value", "title description"},
    {&catalog__v1__matrix_row__descriptor, "likelihood bands", ""},
    {&catalog__v1__appetite__descriptor, "classification highest", ""},
    {&catalog__v1__depth_demand__descriptor, "band groups", ""},
    {&catalog__v1__approval_rule__descriptor, "band role max_days", ""},
    {&catalog__v1__lag_limit__descriptor, "majors days", ""},
    {&catalog__v1__sign_off_demand__descriptor, "perspective when", ""},
};

static bool is_listed(const char *words, const char *word) {
    size_t size = strlen(word);
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        if (length == size && memcmp(words, word, size) == 0)
            return true;
        words += length + (words[length] == ' ');
    }
    return false;
}

enum contract_part contract_part_of(const ProtobufCMessageDescriptor *descriptor,
                                    const ProtobufCFieldDescriptor *field) {
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].descriptor != descriptor)
            continue;
        if (is_listed(parts[i].terms, field->name))
            return CONTRACT_TERM;
        return is_listed(parts[i].texts, field->name) ? CONTRACT_TEXT : CONTRACT_UNLISTED;
    }
    return CONTRACT_UNLISTED;
}
