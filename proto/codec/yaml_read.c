#include "codec/yaml.h"

#include "codec/bind.h"
#include "codec/yaml_compose.h"

static const struct bind_format yaml_format = {.has_extension_keys = true, .has_short_forms = true};

/* Goes on past a message that is wrong, so that all violations are known at once. */
static status_code bind_roots(const ProtobufCMessageDescriptor *descriptor, const tree_list *roots, struct arena *arena,
                              struct document *documents, struct problem *problem) {
    status_code result = STATUS_OK;
    for (size_t i = 0; i < roots->count; i++) {
        const struct bind_request request = {&yaml_format, descriptor, roots->items[i], (uint32_t)i};
        status_code status = bind_message(&request, arena, &documents[i].message, problem);
        if (status == STATUS_RESOURCE_EXHAUSTED)
            return status;
        if (status != STATUS_OK)
            result = status;
        documents[i].source.root = roots->items[i];
    }
    return result;
}

status_code yaml_read(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                      struct document_list *ret_documents, struct problem *problem) {
    tree_list roots = {0};
    status_code status = yaml_compose(text, &compose_native_yaml, arena, &roots, problem);
    if (status != STATUS_OK)
        return status;
    struct document *documents = ARENA_ARRAY(arena, struct document, roots.count);
    if (documents == NULL)
        return problem_no_memory(problem);
    status = bind_roots(descriptor, &roots, arena, documents, problem);
    if (status == STATUS_OK)
        *ret_documents = (struct document_list){documents, roots.count};
    return status;
}
