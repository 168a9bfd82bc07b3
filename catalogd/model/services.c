#include "model/services.h"

#include "base/macros.h"

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

static const ProtobufCServiceDescriptor *const services[] = {
    &catalog__v1__advisory_service__descriptor,   &catalog__v1__catalog_service__descriptor,
    &catalog__v1__changes_service__descriptor,    &catalog__v1__decision_service__descriptor,
    &catalog__v1__gate_service__descriptor,       &catalog__v1__health_service__descriptor,
    &catalog__v1__impact_service__descriptor,     &catalog__v1__plan_service__descriptor,
    &catalog__v1__resolution_service__descriptor, &catalog__v1__suggest_service__descriptor,
    &catalog__v1__taxonomy_service__descriptor,   &catalog__v1__upgrade_service__descriptor,
    &catalog__v1__workload_service__descriptor,
};

const ProtobufCServiceDescriptor *const *schema_services(size_t *ret_count) {
    *ret_count = COUNT_OF(services);
    return services;
}
