#include "catalog/document.h"

#include "codec/field.h"
#include "codec/shape.h"

#define IS_SAME(kind)                                                                                                  \
    _Static_assert((int)CATALOG__V1__OBJECT__KIND_##kind == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_##kind,         \
                   "the field numbers of Object are the numbers of ObjectKind")
IS_SAME(THREAT);
IS_SAME(CONTROL);
IS_SAME(BASELINE);
IS_SAME(COMPONENT);
IS_SAME(FEATURE);
IS_SAME(POLICY);

static const char *text_of(const Catalog__V1__Object *object, const char *name) {
    const ProtobufCFieldDescriptor *member = shape_union_member(&object->base);
    if (member == NULL)
        return "";
    const ProtobufCMessage *content = field_message(field_value(&object->base, member, 0));
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(content->descriptor, name);
    if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING)
        return "";
    return field_count(content, field) == 0 ? "" : field_text(field_value(content, field, 0));
}

const char *catalog_object_name(const Catalog__V1__Object *object) {
    return text_of(object, "name");
}

const char *catalog_object_version(const Catalog__V1__Object *object) {
    return text_of(object, "version");
}

Catalog__V1__ObjectKind catalog_object_kind(const Catalog__V1__Object *object) {
    return (Catalog__V1__ObjectKind)object->kind_case;
}
