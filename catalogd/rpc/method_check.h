/* Whether the method table and the services of the schema say the same. */
#ifndef CATALOGD_RPC_METHOD_CHECK_H
#define CATALOGD_RPC_METHOD_CHECK_H

#include "service/method.h"

/* Checks that every RPC of SERVICES has exactly one row of METHODS with the same messages and a handler, that no row is
 * without an RPC, and that the rows are in order of name. Errors: STATUS_INTERNAL (METHOD_TABLE), which names the first
 * fault: a broken invariant of the program. */
MUST_CHECK status_code method_table_check(const struct method *methods, size_t method_count,
                                          const ProtobufCServiceDescriptor *const *services, size_t service_count,
                                          struct problem *problem);

#endif
