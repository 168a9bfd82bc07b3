/* The services that the schema defines: what the daemon has a handler for and what the client can call. */
#ifndef CATALOGD_MODEL_SERVICES_H
#define CATALOGD_MODEL_SERVICES_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

/* All of them, in byte order of name. Static. */
const ProtobufCServiceDescriptor *const *schema_services(size_t *ret_count);

#endif
