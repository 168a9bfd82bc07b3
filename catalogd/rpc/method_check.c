#include "rpc/method_check.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static status_code fault(const char *name, const char *what, struct problem *problem) {
    return problem_set(problem, STATUS_INTERNAL, "METHOD_TABLE", "method table: %s %s", name, what);
}

static const struct method *find_row(const struct method *methods, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(methods[i].name, name) == 0)
            return &methods[i];
    }
    return NULL;
}

static status_code check_rpc(const struct method *methods, size_t count, const char *service,
                             const ProtobufCMethodDescriptor *rpc, struct problem *problem) {
    char name[LIMIT_METHOD_BYTES];
    if ((size_t)snprintf(name, sizeof name, "%s/%s", service, rpc->name) >= sizeof name)
        return fault(rpc->name, "has too long a name", problem);
    const struct method *row = find_row(methods, count, name);
    if (row == NULL)
        return fault(name, "has no row", problem);
    if (row->handler == NULL)
        return fault(name, "has no handler", problem);
    if (row->request != rpc->input || row->response != rpc->output)
        return fault(name, "has other messages than its RPC", problem);
    return STATUS_OK;
}

static status_code check_order(const struct method *methods, size_t count, struct problem *problem) {
    for (size_t i = 1; i < count; i++) {
        if (strcmp(methods[i - 1].name, methods[i].name) >= 0)
            return fault(methods[i].name, "is out of order or there twice", problem);
    }
    return STATUS_OK;
}

status_code method_table_check(const struct method *methods, size_t method_count,
                               const ProtobufCServiceDescriptor *const *all, size_t service_count,
                               struct problem *problem) {
    size_t rpc_count = 0;
    status_code code = check_order(methods, method_count, problem);
    for (size_t i = 0; i < service_count && code == STATUS_OK; i++) {
        for (unsigned j = 0; j < all[i]->n_methods && code == STATUS_OK; j++, rpc_count++)
            code = check_rpc(methods, method_count, all[i]->name, &all[i]->methods[j], problem);
    }
    /* Every RPC has its own row, so more rows than RPCs is a row without one. */
    if (code == STATUS_OK && rpc_count != method_count)
        return fault("a row", "belongs to no RPC", problem);
    return code;
}
