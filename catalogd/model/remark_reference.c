#include "codec/field.h"
#include "codec/path.h"
#include "model/reference.h"
#include "model/remark_write.h"
#include "model/taxonomy.h"

/* Looks at every reference of an object, at whatever depth. */
struct walk {
    struct remarking *remarking;
    struct path path;
};

static void remark_dangling(struct walk *walk, const char *field, const Catalog__V1__KnownReference *known) {
    struct remarking *remarking = walk->remarking;
    const Catalog__V1__Reference *reference = known->reference;
    remark_add(remarking,
               &(struct remark){.severity = CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                                .code = "DANGLING_REFERENCE",
                                .field = field,
                                .message = remark_text(remarking, "refers to %.128s, which %.63s %.63s does not have",
                                                       reference->id, reference->scheme, reference->release),
                                .remedy = "correct the id, or name or import a release that has it"});
}

static void remark_outdated(struct walk *walk, const char *field, const Catalog__V1__KnownReference *known) {
    struct remarking *remarking = walk->remarking;
    const Catalog__V1__Reference *reference = known->reference;
    const char *remedy = known->replaced_by[0] == '\0'
                             ? "refer to an entry that is current"
                             : remark_text(remarking, "refer to %.128s, which stands for it now", known->replaced_by);
    remark_add(remarking, &(struct remark){
                              .severity = CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                              .code = "DEPRECATED_REFERENCE",
                              .field = field,
                              .message = remark_text(remarking, "refers to %.128s (%.200s), which is %s in %.63s %.63s",
                                                     reference->id, known->title, taxonomy_status_text(known->status),
                                                     reference->scheme, reference->release),
                              .remedy = remedy});
}

static void look_at(struct walk *walk, const Catalog__V1__Reference *reference) {
    struct remarking *remarking = walk->remarking;
    const struct catalog_view *view = remarking->view;
    const Catalog__V1__KnownReference *known = NULL;
    char text[PATH_TEXT_BYTES];
    remarking->status = view->reference(view->context, reference, &known, remarking->problem);
    if (remarking->status != STATUS_OK)
        return;
    path_text(&walk->path, text);
    if (known->state == CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_DANGLING)
        remark_dangling(walk, text, known);
    if (known->state == CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND &&
        known->status != CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT)
        remark_outdated(walk, text, known);
}

static void go_down(struct walk *walk, const ProtobufCMessage *message);

static void look_into(struct walk *walk, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    size_t count = field_count(message, field);
    for (size_t i = 0; i < count && walk->remarking->status == STATUS_OK; i++) {
        const ProtobufCMessage *below = field_message(field_value(message, field, i));
        path_push(&walk->path, field->name, field_is_repeated(field) ? i : PATH_NO_INDEX);
        if (below->descriptor == &catalog__v1__reference__descriptor)
            look_at(walk, (const Catalog__V1__Reference *)below);
        else
            go_down(walk, below);
        path_pop(&walk->path);
    }
}

/* No message reaches itself: the schema bounds the depth. */
static void go_down(struct walk *walk, const ProtobufCMessage *message) {
    for (unsigned i = 0; i < message->descriptor->n_fields; i++)
        if (message->descriptor->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
            look_into(walk, message, &message->descriptor->fields[i]);
}

void remark_references(struct remarking *remarking) {
    struct walk walk = {.remarking = remarking};
    if (remarking->view->reference != NULL && remarking->object->kind_case != CATALOG__V1__OBJECT__KIND__NOT_SET)
        go_down(&walk, &remarking->object->threat->base);
}
