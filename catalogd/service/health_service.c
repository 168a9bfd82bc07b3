/* HealthService: contract in catalog/v1/health_service.proto. Runs in a transport's callback, so it only looks. */
#include "service/handlers.h"
#include "service/service.h"

#include "catalog/v1/health_service.pb-c.h"

enum call_progress health_check_health(struct service *service, struct call *call) {
    char version[] = CATALOGD_VERSION;
    char read_only[] = "the disk failed a write: reads are served, writes are refused until a restart";
    char stopping[] = "the server is about to end";
    Catalog__V1__CheckHealthResponse response;
    catalog__v1__check_health_response__init(&response);
    response.state = CATALOG__V1__SERVING_STATE__SERVING_STATE_SERVING;
    response.server_version = version;
    response.revision = call->revision = store_head(service->store).revision;
    if (atomic_load(&service->is_stopping)) {
        response.state = CATALOG__V1__SERVING_STATE__SERVING_STATE_STOPPING;
        response.message = stopping;
    } else if (store_is_read_only(service->store)) {
        response.state = CATALOG__V1__SERVING_STATE__SERVING_STATE_READ_ONLY;
        response.message = read_only;
    }
    call_reply(call, &response.base);
    return CALL_DONE;
}
