#include "sample.h"

#include "codec/yaml.h"
#include "model/object.h"

#include <check.h>

static struct document_list read_all(const ProtobufCMessageDescriptor *descriptor, const char *text,
                                     struct arena *arena) {
    struct document_list documents = {0};
    struct problem problem;
    problem_init(&problem, arena);
    status_code code = yaml_read(descriptor, slice_text(text), arena, &documents, &problem);
    ck_assert_msg(code == STATUS_OK, "%s: %s\n%s", problem.message,
                  problem.violation_count > 0 ? problem.violations[0].message : "", text);
    return documents;
}

const ProtobufCMessage *sample_message(const ProtobufCMessageDescriptor *descriptor, const char *text,
                                       struct arena *arena) {
    struct document_list documents = read_all(descriptor, text, arena);
    ck_assert_uint_eq(documents.count, 1);
    return documents.items[0].message;
}

const Catalog__V1__Object *sample_object(const char *text, struct arena *arena) {
    return (const Catalog__V1__Object *)sample_message(&catalog__v1__object__descriptor, text, arena);
}

void sample_publish(struct memory_view *view, const char *text) {
    struct document_list documents = read_all(&catalog__v1__object__descriptor, text, view->arena);
    for (size_t i = 0; i < documents.count; i++) {
        const Catalog__V1__Object *object = (const Catalog__V1__Object *)documents.items[i].message;
        bool has_version = object_version(object)[0] != '\0';
        struct view_version facts = {.version = has_version ? "" : "1.0.0"};
        ck_assert_int_eq(memory_view_add(view, object, &facts, NULL), STATUS_OK);
    }
}
