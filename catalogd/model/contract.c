#include "model/contract.h"

#include "codec/canonical.h"
#include "model/object.h"

static bool is_term(void *context, const ProtobufCMessageDescriptor *descriptor,
                    const ProtobufCFieldDescriptor *field) {
    (void)context;
    return contract_part_of(descriptor, field) == CONTRACT_TERM;
}

status_code content_digest(const Catalog__V1__Object *object, struct arena *arena, struct digest *ret_digest,
                           struct problem *problem) {
    const Catalog__V1__Object *stored = object_with_version(object, "", arena);
    if (stored == NULL)
        return problem_no_memory(problem);
    return canonical_digest(&stored->base, ret_digest, problem);
}

status_code contract_digest(const Catalog__V1__Object *object, struct arena *arena, struct digest *ret_digest,
                            struct problem *problem) {
    return canonical_digest_where(&object->base, is_term, NULL, arena, ret_digest, problem);
}
