#include "model/remark.h"

#include "codec/shape.h"
#include "model/layer.h"
#include "model/object.h"
#include "model/remark_write.h"

#include <stdarg.h>

/* The predicates of an object and of those that it is held against. */
#define SCRATCH_BYTES LIMIT_UNPACKED_CEILING_BYTES

static void fail(struct remarking *remarking) {
    if (remarking->status == STATUS_OK)
        remarking->status = problem_no_memory(remarking->problem);
}

const char *remark_text(struct remarking *remarking, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(remarking->scratch, format, arguments);
    va_end(arguments);
    if (text == NULL)
        fail(remarking);
    return text;
}

static char *copy(struct remarking *remarking, const char *text) {
    char *copied = text == NULL ? NULL : arena_strdup(remarking->remarks->arena, text);
    if (copied == NULL)
        fail(remarking);
    return copied;
}

void remark_add(struct remarking *remarking, const struct remark *remark) {
    struct remark_list *remarks = remarking->remarks;
    if (remarking->status != STATUS_OK || remarks->items.count >= LIMIT_VIOLATIONS)
        return;
    Catalog__V1__ObjectFinding *finding = ARENA_NEW(remarks->arena, Catalog__V1__ObjectFinding);
    if (finding == NULL || !vector_push(remarks->arena, &remarks->items, finding)) {
        fail(remarking);
        return;
    }
    catalog__v1__object_finding__init(finding);
    finding->severity = remark->severity;
    finding->object_index = remarking->options->object_index;
    finding->object = copy(remarking, object_name(remarking->object));
    finding->code = copy(remarking, remark->code);
    finding->field = copy(remarking, remark->field);
    finding->message = copy(remarking, remark->message);
    finding->remedy = copy(remarking, remark->remedy);
}

/* Validation asks for evidence; whether it shows what it is said to is for a person to see. */
static void remark_layer(struct remarking *remarking, const Catalog__V1__Model *model, size_t number) {
    const Catalog__V1__LayerOwner *stated = model->layer_owners[number];
    Catalog__V1__Model by_class = *model;
    by_class.n_layer_owners = 0;
    if (stated->owner != CATALOG__V1__LAYER_PARTY__LAYER_PARTY_PROVIDER || layer_is_providers(&by_class, stated->layer))
        return;
    char name[SHAPE_NAME_BYTES];
    const ProtobufCEnumValue *value =
        protobuf_c_enum_descriptor_get_value(&catalog__v1__layer__descriptor, (int)stated->layer);
    shape_enum_name(&catalog__v1__layer__descriptor, value, name);
    remark_add(remarking,
               &(struct remark){.severity = CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                                .code = "LAYER_TAKEN_OVER",
                                .field = remark_text(remarking, "layer_owners[%zu]", number),
                                .message = remark_text(remarking,
                                                       "gives the consumer less than its class: the layer %s is the "
                                                       "consumer's there",
                                                       name),
                                .remedy = "let a curator look at the evidence before it is published"});
}

static void remark_layers(struct remarking *remarking) {
    const Catalog__V1__Model *model = object_model(remarking->object);
    for (size_t i = 0; i < model->n_layer_owners; i++)
        remark_layer(remarking, model, i);
}

status_code remark_object(const Catalog__V1__Object *object, const struct catalog_view *view,
                          const struct validate_options *options, struct remark_list *remarks,
                          struct problem *problem) {
    struct arena scratch;
    struct remarking remarking = {.object = object,
                                  .view = view,
                                  .options = options,
                                  .remarks = remarks,
                                  .scratch = &scratch,
                                  .problem = problem};
    arena_init(&scratch, SCRATCH_BYTES);
    if (object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
        remark_layers(&remarking);
    if (object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE)
        remark_baseline(&remarking);
    if (object_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        remark_exposures(&remarking);
    remark_references(&remarking);
    arena_done(&scratch);
    return remarking.status;
}
