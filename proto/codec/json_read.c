#include "codec/json.h"

#include "codec/bind.h"
#include "codec/json_compose.h"

static const struct bind_format json_format = {
    .has_camel_names = true, .has_full_enums = true, .has_typed_scalars = true};

status_code json_read(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                      struct document *ret_document, struct problem *problem) {
    const struct tree_node *root = NULL;
    status_code status = json_compose(text, &compose_native_json, arena, &root, problem);
    if (status != STATUS_OK)
        return status;
    const struct bind_request request = {&json_format, descriptor, root, 0};
    ret_document->source.root = root;
    return bind_message(&request, arena, &ret_document->message, problem);
}
