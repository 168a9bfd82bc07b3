#include "service/handlers.h"

#include "catalog/v1/advisory_service.pb-c.h"
#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/decision_service.pb-c.h"
#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/health_service.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"
#include "catalog/v1/plan_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"
#include "catalog/v1/suggest_service.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"
#include "catalog/v1/upgrade_service.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX "catalog.v1."

/* A row: service, method, its messages and handler, then the policy. */
#define ROW(service, method, message, call, ...)                                                                       \
    {                                                                                                                  \
        .name = PREFIX service "/" method, .request = &catalog__v1__##message##_request__descriptor,                   \
        .response = &catalog__v1__##message##_response__descriptor, .handler = (call), __VA_ARGS__                     \
    }

#define READS(class)        .method_class = METHOD_##class, .permission = PERMISSION_READ
#define WRITES(class, need) .method_class = METHOD_##class, .permission = PERMISSION_##need, .is_mutation = true

/* In byte order of name, for bsearch. */
static const struct method methods[] = {
    ROW("AdvisoryService", "GetAdvisory", get_advisory, advisory_get, READS(INLINE)),
    ROW("AdvisoryService", "ListAdvisories", list_advisories, advisory_list, READS(POOLED)),
    ROW("AdvisoryService", "PublishAdvisory", publish_advisory, advisory_publish, WRITES(WRITE, CURATE)),
    ROW("AdvisoryService", "WithdrawAdvisory", withdraw_advisory, advisory_withdraw, WRITES(WRITE, CURATE)),
    ROW("CatalogService", "ApplyObjects", apply_objects, catalog_apply_objects, WRITES(WRITE, WRITE),
        .permission_of = apply_permission),
    ROW("CatalogService", "BatchGetObjects", batch_get_objects, catalog_batch_get_objects, READS(POOLED)),
    ROW("CatalogService", "DeprecateObject", deprecate_object, catalog_deprecate_object, WRITES(WRITE, CURATE)),
    ROW("CatalogService", "DiffObjects", diff_objects, catalog_diff_objects, READS(POOLED)),
    ROW("CatalogService", "GetObject", get_object, catalog_get_object, READS(INLINE)),
    ROW("CatalogService", "ListObjects", list_objects, catalog_list_objects, READS(POOLED)),
    ROW("CatalogService", "ListVersions", list_versions, catalog_list_versions, READS(POOLED)),
    ROW("CatalogService", "PublishObject", publish_object, catalog_publish_object, WRITES(WRITE, CURATE)),
    ROW("CatalogService", "StageObjects", stage_objects, catalog_stage_objects, WRITES(POOLED, WRITE)),
    ROW("CatalogService", "YankObject", yank_object, catalog_yank_object, WRITES(WRITE, CURATE)),
    ROW("ChangesService", "ListChanges", list_changes, changes_list_changes, READS(POOLED)),
    ROW("ChangesService", "WatchChanges", watch_changes, changes_watch_changes, READS(WAIT)),
    ROW("DecisionService", "ApproveDecision", approve_decision, decision_approve, WRITES(WRITE, CURATE)),
    ROW("DecisionService", "GetDecision", get_decision, decision_get, READS(INLINE)),
    ROW("DecisionService", "ListDecisions", list_decisions, decision_list, READS(POOLED)),
    ROW("DecisionService", "RejectDecision", reject_decision, decision_reject, WRITES(WRITE, CURATE)),
    ROW("DecisionService", "RequestDecision", request_decision, decision_request, WRITES(WRITE, WRITE)),
    ROW("DecisionService", "RevokeDecision", revoke_decision, decision_revoke, WRITES(WRITE, CURATE)),
    ROW("GateService", "CheckRatchet", check_ratchet, gate_check_ratchet, READS(POOLED)),
    ROW("GateService", "GetGateRecord", get_gate_record, gate_get_record, READS(POOLED)),
    ROW("GateService", "ListGateRecords", list_gate_records, gate_list_records, READS(POOLED)),
    ROW("GateService", "RecordGate", record_gate, gate_record, WRITES(WRITE, WRITE)),
    ROW("HealthService", "CheckHealth", check_health, health_check_health, .method_class = METHOD_INLINE,
        .permission = PERMISSION_NONE),
    ROW("ImpactService", "AnalyzeImpact", analyze_impact, impact_analyze_impact, READS(POOLED)),
    ROW("PlanService", "PlanFeature", plan_feature, plan_plan_feature, READS(POOLED)),
    ROW("PlanService", "PlanOrganisation", plan_organisation, plan_plan_organisation, READS(POOLED)),
    ROW("ResolutionService", "ExplainRow", explain_row, resolution_explain_row, READS(POOLED)),
    ROW("ResolutionService", "ExplainRows", explain_rows, resolution_explain_rows, READS(POOLED)),
    ROW("ResolutionService", "GetResolutionInputs", get_resolution_inputs, resolution_get_inputs, READS(POOLED)),
    ROW("ResolutionService", "ListRows", list_rows, resolution_list_rows, READS(POOLED)),
    ROW("ResolutionService", "Resolve", resolve, resolution_resolve, READS(POOLED)),
    ROW("SuggestService", "SuggestThreats", suggest_threats, suggest_threats, READS(POOLED)),
    ROW("TaxonomyService", "DiffTaxonomies", diff_taxonomies, taxonomy_diff, READS(POOLED)),
    ROW("TaxonomyService", "GetTaxonomyEntry", get_taxonomy_entry, taxonomy_get_entry, READS(POOLED)),
    ROW("TaxonomyService", "ImportTaxonomy", import_taxonomy, taxonomy_import, WRITES(WRITE, CURATE)),
    ROW("TaxonomyService", "ListTaxonomies", list_taxonomies, taxonomy_list, READS(POOLED)),
    ROW("TaxonomyService", "ListTaxonomyEntries", list_taxonomy_entries, taxonomy_list_entries, READS(POOLED)),
    ROW("TaxonomyService", "LookUpReferences", look_up_references, taxonomy_look_up, READS(POOLED)),
    ROW("TaxonomyService", "StageTaxonomy", stage_taxonomy, taxonomy_stage, WRITES(POOLED, CURATE)),
    ROW("UpgradeService", "ListOutdated", list_outdated, upgrade_list_outdated, READS(POOLED)),
    ROW("UpgradeService", "UpdateLock", update_lock, upgrade_update_lock, READS(POOLED)),
    ROW("WorkloadService", "GetTestScope", get_test_scope, workload_get_test_scope, READS(POOLED)),
    ROW("WorkloadService", "GetWorkload", get_workload, workload_get_workload, READS(POOLED)),
    ROW("WorkloadService", "ListWorkloads", list_workloads, workload_list_workloads, READS(POOLED)),
};

const struct method *method_table(size_t *ret_count) {
    *ret_count = COUNT_OF(methods);
    return methods;
}

static int compare_name(const void *name, const void *row) {
    return strcmp(name, ((const struct method *)row)->name);
}

const struct method *method_find(const char *name) {
    return bsearch(name, methods, COUNT_OF(methods), sizeof *methods, compare_name);
}
