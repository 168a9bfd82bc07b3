#include "model/object.h"

#include "model/text_field.h"

#include <stddef.h>
#include <string.h>

/* name, version and title are fields 1, 2 and 3 of every kind, and lie at the same place. */
#define ASSERT_COMMON(type)                                                                                            \
    _Static_assert(offsetof(type, name) == offsetof(Catalog__V1__Threat, name) &&                                      \
                       offsetof(type, version) == offsetof(Catalog__V1__Threat, version) &&                            \
                       offsetof(type, title) == offsetof(Catalog__V1__Threat, title),                                  \
                   #type " begins as every kind does")

ASSERT_COMMON(Catalog__V1__Control);
ASSERT_COMMON(Catalog__V1__Baseline);
ASSERT_COMMON(Catalog__V1__Model);
ASSERT_COMMON(Catalog__V1__Policy);

#define KIND_COUNT (CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY + 1)

static const char *const kind_texts[KIND_COUNT] = {
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED] = "object",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT] = "threat",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL] = "control",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE] = "baseline",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT] = "component",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE] = "feature",
    [CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY] = "policy",
};

/* The members of the oneof have the numbers of the enum. */
_Static_assert((int)CATALOG__V1__OBJECT__KIND_THREAT == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT &&
                   (int)CATALOG__V1__OBJECT__KIND_CONTROL == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL &&
                   (int)CATALOG__V1__OBJECT__KIND_BASELINE == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE &&
                   (int)CATALOG__V1__OBJECT__KIND_COMPONENT == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT &&
                   (int)CATALOG__V1__OBJECT__KIND_FEATURE == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE &&
                   (int)CATALOG__V1__OBJECT__KIND_POLICY == (int)CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY,
               "the kinds of catalog.v1.Object follow ObjectKind");

Catalog__V1__ObjectKind object_kind(const Catalog__V1__Object *object) {
    int number = (int)object->kind_case;
    bool is_known = number > 0 && number < KIND_COUNT && object->threat != NULL;
    return is_known ? (Catalog__V1__ObjectKind)number : CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED;
}

const ProtobufCMessage *object_message(const Catalog__V1__Object *object) {
    /* The members share their place: any of them is the one that is set. */
    return object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED ? NULL : &object->threat->base;
}

const Catalog__V1__Model *object_model(const Catalog__V1__Object *object) {
    Catalog__V1__ObjectKind kind = object_kind(object);
    bool is_model = kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT ||
                    kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE;
    return is_model ? object->component : NULL;
}

static const char *text_at(const Catalog__V1__Object *object, size_t offset) {
    const ProtobufCMessage *message = object_message(object);
    const char *text = message == NULL ? NULL : *(char *const *)((const char *)message + offset);
    return text == NULL ? "" : text;
}

const char *object_name(const Catalog__V1__Object *object) {
    return text_at(object, offsetof(Catalog__V1__Threat, name));
}

const char *object_version(const Catalog__V1__Object *object) {
    return text_at(object, offsetof(Catalog__V1__Threat, version));
}

const char *object_title(const Catalog__V1__Object *object) {
    return text_at(object, offsetof(Catalog__V1__Threat, title));
}

void object_set_version(Catalog__V1__Object *object, const char *version) {
    if (object_kind(object) != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED)
        *(char **)((char *)object->threat + offsetof(Catalog__V1__Threat, version)) = text_field(version);
}

Catalog__V1__Object *object_with_version(const Catalog__V1__Object *object, const char *version, struct arena *arena) {
    const ProtobufCMessage *message = object_message(object);
    Catalog__V1__Object *copy = arena_alloc(arena, sizeof *copy);
    if (copy == NULL)
        return NULL;
    *copy = *object;
    if (message == NULL)
        return copy;
    void *inner = arena_alloc(arena, message->descriptor->sizeof_message);
    if (inner == NULL)
        return NULL;
    memcpy(inner, message, message->descriptor->sizeof_message);
    copy->threat = inner;
    object_set_version(copy, version);
    return copy;
}

const char *object_kind_text(Catalog__V1__ObjectKind kind) {
    bool is_known = (int)kind > 0 && (int)kind < KIND_COUNT;
    return kind_texts[is_known ? kind : CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED];
}

bool object_kind_parse(const char *text, Catalog__V1__ObjectKind *ret_kind) {
    for (int i = 1; i < KIND_COUNT; i++) {
        if (strcmp(kind_texts[i], text) != 0)
            continue;
        *ret_kind = (Catalog__V1__ObjectKind)i;
        return true;
    }
    return false;
}
