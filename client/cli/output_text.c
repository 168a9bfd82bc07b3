#include "cli/output.h"

#include "base/macros.h"
#include "cli/text_message.h"
#include "cli/text_model.h"

#include <assert.h>

struct renderer {
    const ProtobufCMessageDescriptor *descriptor;
    void (*print)(struct page *page, const ProtobufCMessage *message);
};

static const struct renderer renderers[] = {
    {&catalog__v1__get_object_response__descriptor, text_object},
    {&catalog__v1__list_objects_response__descriptor, text_objects},
    {&catalog__v1__list_versions_response__descriptor, text_versions},
    {&catalog__v1__apply_objects_response__descriptor, text_applied},
    {&catalog__v1__publish_object_response__descriptor, text_published},
    {&catalog__v1__deprecate_object_response__descriptor, text_deprecated},
    {&catalog__v1__yank_object_response__descriptor, text_yanked},
    {&catalog__v1__diff_objects_response__descriptor, text_differences},
    {&catalog__v1__request_decision_response__descriptor, text_decision_requested},
    {&catalog__v1__approve_decision_response__descriptor, text_decision_approved},
    {&catalog__v1__reject_decision_response__descriptor, text_decision_rejected},
    {&catalog__v1__revoke_decision_response__descriptor, text_decision_revoked},
    {&catalog__v1__get_decision_response__descriptor, text_decision},
    {&catalog__v1__list_decisions_response__descriptor, text_decisions},
    {&catalog__v1__publish_advisory_response__descriptor, text_advisory_published},
    {&catalog__v1__withdraw_advisory_response__descriptor, text_advisory_withdrawn},
    {&catalog__v1__get_advisory_response__descriptor, text_advisory},
    {&catalog__v1__list_advisories_response__descriptor, text_advisories},
    {&catalog__v1__import_taxonomy_response__descriptor, text_taxonomy_imported},
    {&catalog__v1__list_taxonomies_response__descriptor, text_taxonomies},
    {&catalog__v1__get_taxonomy_entry_response__descriptor, text_taxonomy_entry},
    {&catalog__v1__list_taxonomy_entries_response__descriptor, text_taxonomy_entries},
    {&catalog__v1__diff_taxonomies_response__descriptor, text_taxonomy_differences},
    {&catalog__v1__get_gate_record_response__descriptor, text_gate_record},
    {&catalog__v1__list_gate_records_response__descriptor, text_gate_records},
    {&catalog__v1__check_ratchet_response__descriptor, text_ratchet},
    {&catalog__v1__analyze_impact_response__descriptor, text_impact},
    {&catalog__v1__explain_row_response__descriptor, text_explanation},
    {&catalog__v1__plan_feature_response__descriptor, text_plan},
    {&catalog__v1__plan_organisation_response__descriptor, text_organisation_plan},
    {&catalog__v1__list_workloads_response__descriptor, text_workloads},
    {&catalog__v1__get_workload_response__descriptor, text_workload},
    {&catalog__v1__get_test_scope_response__descriptor, text_test_scope},
    {&catalog__v1__explain_rows_response__descriptor, text_explanations},
    {&catalog__v1__suggest_threats_response__descriptor, text_suggestions},
    {&catalog__v1__list_outdated_response__descriptor, text_outdated},
    {&catalog__v1__update_lock_response__descriptor, text_lock_updated},
    {&catalog__v1__lock__descriptor, text_lock},
    {&catalog__v1__list_changes_response__descriptor, text_changes},
    {&catalog__v1__change__descriptor, text_change},
    {&catalog__v1__check_health_response__descriptor, text_health},
    {&catalog__v1__status__descriptor, text_status},
    {&catalog__v1__documents_report__descriptor, text_report},
    {&catalog__v1__import_report__descriptor, text_import},
    {&catalog__v1__object_ref__descriptor, text_reference},
};

static void print(struct page *page, const ProtobufCMessage *message) {
    for (size_t i = 0; i < COUNT_OF(renderers); i++) {
        if (renderers[i].descriptor == message->descriptor) {
            renderers[i].print(page, message);
            return;
        }
    }
    assert(!"every message that a command hands over has a renderer");
}

const struct output output_text = {"text", print, print, text_model};
