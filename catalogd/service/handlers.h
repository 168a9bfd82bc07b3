/* The handlers of the method table. Contract: method_handler in service/method.h. */
#ifndef CATALOGD_SERVICE_HANDLERS_H
#define CATALOGD_SERVICE_HANDLERS_H

#include "service/method.h"

enum call_progress advisory_get(struct service *service, struct call *call);
enum call_progress advisory_list(struct service *service, struct call *call);
enum call_progress advisory_publish(struct service *service, struct call *call);
enum call_progress advisory_withdraw(struct service *service, struct call *call);
enum call_progress catalog_apply_objects(struct service *service, struct call *call);
enum call_progress catalog_batch_get_objects(struct service *service, struct call *call);
enum call_progress catalog_deprecate_object(struct service *service, struct call *call);
enum call_progress catalog_diff_objects(struct service *service, struct call *call);
enum call_progress catalog_get_object(struct service *service, struct call *call);
enum call_progress catalog_list_objects(struct service *service, struct call *call);
enum call_progress catalog_list_versions(struct service *service, struct call *call);
enum call_progress catalog_publish_object(struct service *service, struct call *call);
enum call_progress catalog_stage_objects(struct service *service, struct call *call);
enum call_progress catalog_yank_object(struct service *service, struct call *call);
enum call_progress changes_list_changes(struct service *service, struct call *call);
enum call_progress changes_watch_changes(struct service *service, struct call *call);
enum call_progress decision_approve(struct service *service, struct call *call);
enum call_progress decision_get(struct service *service, struct call *call);
enum call_progress decision_list(struct service *service, struct call *call);
enum call_progress decision_reject(struct service *service, struct call *call);
enum call_progress decision_request(struct service *service, struct call *call);
enum call_progress decision_revoke(struct service *service, struct call *call);
enum call_progress gate_check_ratchet(struct service *service, struct call *call);
enum call_progress gate_get_record(struct service *service, struct call *call);
enum call_progress gate_list_records(struct service *service, struct call *call);
enum call_progress gate_record(struct service *service, struct call *call);
enum call_progress health_check_health(struct service *service, struct call *call);
enum call_progress impact_analyze_impact(struct service *service, struct call *call);
enum call_progress plan_plan_feature(struct service *service, struct call *call);
enum call_progress plan_plan_organisation(struct service *service, struct call *call);
enum call_progress resolution_explain_row(struct service *service, struct call *call);
enum call_progress resolution_explain_rows(struct service *service, struct call *call);
enum call_progress resolution_get_inputs(struct service *service, struct call *call);
enum call_progress resolution_list_rows(struct service *service, struct call *call);
enum call_progress resolution_resolve(struct service *service, struct call *call);
enum call_progress suggest_threats(struct service *service, struct call *call);
enum call_progress taxonomy_diff(struct service *service, struct call *call);
enum call_progress taxonomy_get_entry(struct service *service, struct call *call);
enum call_progress taxonomy_import(struct service *service, struct call *call);
enum call_progress taxonomy_list(struct service *service, struct call *call);
enum call_progress taxonomy_list_entries(struct service *service, struct call *call);
enum call_progress taxonomy_look_up(struct service *service, struct call *call);
enum call_progress taxonomy_stage(struct service *service, struct call *call);
enum call_progress upgrade_list_outdated(struct service *service, struct call *call);
enum call_progress upgrade_update_lock(struct service *service, struct call *call);
enum call_progress workload_get_test_scope(struct service *service, struct call *call);
enum call_progress workload_get_workload(struct service *service, struct call *call);
enum call_progress workload_list_workloads(struct service *service, struct call *call);

/* Applying drafts is for writers, publishing for curators. */
enum permission apply_permission(const ProtobufCMessage *request);

#endif
