#include "lib/method.h"

#include "model/services.h"

#include <string.h>

const ProtobufCMethodDescriptor *method_of_name(const char *name) {
    const char *slash = strchr(name, '/');
    if (slash == NULL)
        return NULL;
    size_t length = (size_t)(slash - name);
    size_t count = 0;
    const ProtobufCServiceDescriptor *const *services = schema_services(&count);
    for (size_t i = 0; i < count; i++) {
        const char *service = services[i]->name;
        if (strlen(service) == length && memcmp(service, name, length) == 0)
            return protobuf_c_service_descriptor_get_method_by_name(services[i], slash + 1);
    }
    return NULL;
}
