/* The typed functions: one row for each method. */
#include "catalog/advisories.h"
#include "catalog/client.h"
#include "catalog/decisions.h"
#include "catalog/gates.h"
#include "catalog/objects.h"
#include "catalog/plan.h"
#include "catalog/resolve.h"
#include "catalog/taxonomies.h"
#include "catalog/workload.h"

/* X(function, service, method) */
#define METHODS(X)                                                                                                     \
    X(get_object, CatalogService, GetObject)                                                                           \
    X(batch_get_objects, CatalogService, BatchGetObjects)                                                              \
    X(publish_object, CatalogService, PublishObject)                                                                   \
    X(deprecate_object, CatalogService, DeprecateObject)                                                               \
    X(yank_object, CatalogService, YankObject)                                                                         \
    X(diff_objects, CatalogService, DiffObjects)                                                                       \
    X(publish_advisory, AdvisoryService, PublishAdvisory)                                                              \
    X(withdraw_advisory, AdvisoryService, WithdrawAdvisory)                                                            \
    X(get_advisory, AdvisoryService, GetAdvisory)                                                                      \
    X(request_decision, DecisionService, RequestDecision)                                                              \
    X(approve_decision, DecisionService, ApproveDecision)                                                              \
    X(reject_decision, DecisionService, RejectDecision)                                                                \
    X(revoke_decision, DecisionService, RevokeDecision)                                                                \
    X(get_decision, DecisionService, GetDecision)                                                                      \
    X(record_gate, GateService, RecordGate)                                                                            \
    X(get_gate_record, GateService, GetGateRecord)                                                                     \
    X(check_ratchet, GateService, CheckRatchet)                                                                        \
    X(get_taxonomy_entry, TaxonomyService, GetTaxonomyEntry)                                                           \
    X(look_up_references, TaxonomyService, LookUpReferences)                                                           \
    X(plan_feature, PlanService, PlanFeature)                                                                          \
    X(get_workload, WorkloadService, GetWorkload)                                                                      \
    X(get_test_scope, WorkloadService, GetTestScope)                                                                   \
    X(explain_row, ResolutionService, ExplainRow)                                                                      \
    X(get_resolution_inputs, ResolutionService, GetResolutionInputs)

#define METHOD(function, service, method)                                                                              \
    enum catalog_code catalog_##function(struct catalog_client *client, const Catalog__V1__##method##Request *request, \
                                         const struct catalog_call_options *options,                                   \
                                         Catalog__V1__##method##Response **ret_response,                               \
                                         struct catalog_error **ret_error) {                                           \
        ProtobufCMessage *response = NULL;                                                                             \
        enum catalog_code code =                                                                                       \
            catalog_call(client, "catalog.v1." #service "/" #method, &request->base, options, &response, ret_error);   \
        if (code == CATALOG_OK)                                                                                        \
            *ret_response = (Catalog__V1__##method##Response *)(void *)response;                                       \
        return code;                                                                                                   \
    }
METHODS(METHOD)

enum catalog_code catalog_check_health(struct catalog_client *client, const struct catalog_call_options *options,
                                       Catalog__V1__CheckHealthResponse **ret_response,
                                       struct catalog_error **ret_error) {
    Catalog__V1__CheckHealthRequest request;
    catalog__v1__check_health_request__init(&request);
    ProtobufCMessage *response = NULL;
    enum catalog_code code =
        catalog_call(client, "catalog.v1.HealthService/CheckHealth", &request.base, options, &response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__CheckHealthResponse *)(void *)response;
    return code;
}
