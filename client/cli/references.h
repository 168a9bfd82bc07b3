/* What the references of an object stand for, for people to read beside them. */
#ifndef CATALOGCTL_REFERENCES_H
#define CATALOGCTL_REFERENCES_H

#include "cli/session.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

/* Asks the server what the references in MESSAGE, at whatever depth, stand for at AT_REVISION. NULL where there are
 * none, or where the server does not say: nobody asked for it. Ownership: free the answer with catalog_message_free. */
Catalog__V1__LookUpReferencesResponse *references_look_up(struct session *session, const ProtobufCMessage *message,
                                                          uint64_t at_revision);

#endif
