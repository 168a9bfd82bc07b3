#include "cli/references.h"

#include "base/limits.h"
#include "base/vector.h"
#include "catalog/taxonomies.h"
#include "codec/field.h"

struct gathering {
    struct arena *arena;
    VECTOR(Catalog__V1__Reference *) found;
};

/* No message reaches itself: the schema bounds the depth. */
static void gather(struct gathering *gathering, const ProtobufCMessage *message) {
    if (message->descriptor == &catalog__v1__reference__descriptor && gathering->found.count < LIMIT_PAGE) {
        Catalog__V1__Reference *reference = (Catalog__V1__Reference *)(uintptr_t)message;
        (void)vector_push(gathering->arena, &gathering->found, reference);
        return;
    }
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        size_t count = field->type == PROTOBUF_C_TYPE_MESSAGE ? field_count(message, field) : 0;
        for (size_t j = 0; j < count; j++)
            gather(gathering, field_message(field_value(message, field, j)));
    }
}

Catalog__V1__LookUpReferencesResponse *references_look_up(struct session *session, const ProtobufCMessage *message,
                                                          uint64_t at_revision) {
    struct gathering gathering = {.arena = &session->arena};
    Catalog__V1__LookUpReferencesRequest request;
    Catalog__V1__LookUpReferencesResponse *response = NULL;
    gather(&gathering, message);
    if (gathering.found.count == 0)
        return NULL;
    catalog__v1__look_up_references_request__init(&request);
    request.references = gathering.found.items;
    request.n_references = gathering.found.count;
    request.at_revision = at_revision;
    if (catalog_look_up_references(session->client, &request, NULL, &response, NULL) != CATALOG_OK)
        return NULL;
    return response;
}
