#include "convert/tmt/tm7.h"

#include <string.h>

static void note(const struct tm7 *model, enum note_kind kind, const struct tm7_shape *shape, const char *text) {
    report_add(model->import->report, kind, model->file, &shape->place, "%s", text);
}

static const char *new_id(struct tm7 *model, const char *kind, const struct tm7_shape *shape) {
    return draft_id(&model->ids, kind, shape->guid, shape->title);
}

static const char *title_of(const struct tm7_shape *shape) {
    return shape->title[0] == '\0' ? shape->stencil : shape->title;
}

/* ---- Zones ---- */

static double area_of(const struct tm7_shape *shape) {
    return shape->box.width * shape->box.height;
}

/* The smallest zone of the same drawing in which SHAPE stands; NULL: none. */
static const struct tm7_shape *zone_around(const struct tm7 *model, const struct tm7_shape *shape) {
    const struct tm7_shape *found = NULL;
    for (size_t i = 0; i < model->zones.count; i++) {
        const struct tm7_shape *zone = model->zones.items[i];
        if (zone == shape || zone->drawing != shape->drawing)
            continue;
        bool holds = shape->role == TM7_ZONE ? area_of(zone) > area_of(shape) && tm7_holds_box(&zone->box, &shape->box)
                                             : tm7_holds_middle(&zone->box, &shape->box);
        if (holds && (found == NULL || area_of(zone) < area_of(found)))
            found = zone;
    }
    return found;
}

static status_code read_zone(struct tm7 *model, struct tm7_shape *shape) {
    shape->id = new_id(model, "zone", shape);
    if (tool_zone(model->import, model->feature, shape->id, title_of(shape)) == NULL)
        return import_no_memory(model->import);
    tm7_shapes *list = shape->role == TM7_ZONE ? &model->zones : &model->lines;
    size_t limit = shape->role == TM7_ZONE ? TM7_BOXES_MAX : TM7_LINES_MAX;
    if (list->count == limit) {
        note(model, NOTE_LOSS, shape, "there are too many boundaries to see what is inside and what crosses them");
        return STATUS_OK;
    }
    if (shape->properties[0] != '\0')
        note(model, NOTE_LOSS, shape, "the properties of a boundary have no place");
    return vector_push(model->import->arena, list, shape) ? STATUS_OK : import_no_memory(model->import);
}

/* A zone gets its parent once all are there; those of the model are in the same order. */
static void place_zones(const struct tm7 *model) {
    for (size_t i = 0; i < model->zones.count; i++) {
        const struct tm7_shape *around = zone_around(model, model->zones.items[i]);
        if (around != NULL)
            model->feature->trust_zones[i]->parent = tool_text(around->id);
    }
}

/* ---- Elements ---- */

static const struct {
    const char *generic;
    const char *drawn_as;
    Catalog__V1__ElementKind kind;
} kinds[] = {
    {"GE.P", "StencilEllipse", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"GE.DS", "StencilParallelLines", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"GE.EI", "StencilRectangle", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
};

static bool ends_with(const char *text, const char *end) {
    size_t size = strlen(text);
    return size >= strlen(end) && strcmp(text + size - strlen(end), end) == 0;
}

static Catalog__V1__ElementKind kind_of(const struct tm7_shape *shape) {
    if (ends_with(shape->type, ".User"))
        return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].generic, shape->generic) == 0)
            return kinds[i].kind;
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].drawn_as, shape->drawn_as) == 0)
            return kinds[i].kind;
    }
    return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
}

static void note_scope(const struct tm7 *model, const struct tm7_shape *shape) {
    if (strstr(shape->properties, "Out Of Scope: ") != NULL)
        note(model, NOTE_LOSS, shape, "nothing in a model is out of scope: ask for a decision about its threats");
}

static status_code read_element(struct tm7 *model, struct tm7_shape *shape) {
    struct import *import = model->import;
    if (draft_id_of(&model->ids, "element", shape->guid) != NULL) {
        note(model, NOTE_WARNING, shape, "an element with its id is drawn already: it is taken for the same");
        return STATUS_OK;
    }
    const struct tm7_shape *zone = zone_around(model, shape);
    Catalog__V1__Element *element =
        tool_element(import, model->feature, new_id(model, "element", shape), kind_of(shape));
    if (element == NULL)
        return import_no_memory(model->import);
    shape->id = element->id;
    element->title = tool_text(title_of(shape));
    element->description = tool_text(shape->properties);
    if (zone != NULL)
        element->zone = tool_text(zone->id);
    note_scope(model, shape);
    bool is_special = shape->stencil[0] != '\0' && strcmp(shape->type, shape->generic) != 0;
    return !is_special || tool_tag(import, &element->n_technologies, &element->technologies, shape->stencil)
               ? STATUS_OK
               : import_no_memory(model->import);
}

/* ---- Flows ---- */

/* Stencils of flows that are a protocol. */
static const struct {
    const char *type;
    const char *protocol;
} protocols[] = {
    {"SE.DF.TMCore.HTTP", "http"},   {"SE.DF.TMCore.HTTPS", "https"},
    {"SE.DF.TMCore.IPsec", "ipsec"}, {"SE.DF.TMCore.SMB", "smb"},
    {"SE.DF.TMCore.RPC", "rpc"},     {"SE.DF.TMCore.ALPC", "alpc"},
    {"SE.DF.TMCore.UDP", "udp"},     {"SE.DF.TMCore.NamedPipe", "named-pipe"},
};

static void set_protocol(const struct tm7_shape *shape, Catalog__V1__DataFlow *flow) {
    for (size_t i = 0; i < COUNT_OF(protocols); i++) {
        if (strcmp(protocols[i].type, shape->type) == 0)
            flow->protocol = tool_text(protocols[i].protocol);
    }
}

/* The boundaries that the flow crosses, and the internet where one of them is its edge. */
static bool set_crosses(const struct tm7 *model, const struct tm7_shape *shape, Catalog__V1__DataFlow *flow) {
    bool is_set = true;
    for (size_t i = 0; i < model->lines.count && is_set; i++) {
        const struct tm7_shape *line = model->lines.items[i];
        if (line->drawing != shape->drawing || !tm7_crosses(&shape->curve, &line->curve))
            continue;
        is_set = tool_tag(model->import, &flow->n_crosses, &flow->crosses, line->id) &&
                 (!ends_with(line->type, ".Internet") ||
                  tool_tag(model->import, &flow->n_crosses, &flow->crosses, "internet"));
    }
    return is_set;
}

static status_code read_flow(struct tm7 *model, struct tm7_shape *shape) {
    const char *from = draft_id_of(&model->ids, "element", shape->source);
    const char *to = draft_id_of(&model->ids, "element", shape->target);
    if (from == NULL || to == NULL) {
        note(model, NOTE_LOSS, shape, "a flow that does not end at two elements is left out");
        return STATUS_OK;
    }
    Catalog__V1__DataFlow *flow = DRAFT_NEW(model->import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    shape->id = new_id(model, "flow", shape);
    if (flow == NULL || shape->id == NULL || !set_crosses(model, shape, flow))
        return import_no_memory(model->import);
    flow->id = tool_text(shape->id);
    flow->title = tool_text(title_of(shape));
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    set_protocol(shape, flow);
    note_scope(model, shape);
    if (shape->properties[0] != '\0')
        note(model, NOTE_LOSS, shape, "the properties of a flow have no place");
    return draft_add(model->import, &model->feature->n_data_flows, &model->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(model->import);
}

static status_code skip_note(struct tm7 *model, struct tm7_shape *shape) {
    note(model, NOTE_LOSS, shape, "a block of text on the drawing is left out");
    return STATUS_OK;
}

static status_code refuse_shape(struct tm7 *model, struct tm7_shape *shape) {
    return import_refuse(model->import, model->file, &shape->place, "\"%.60s\" is no known thing on a drawing",
                         shape->drawn_as);
}

/* Zones stand before what is in them, elements before what goes between them. */
static const struct {
    enum tm7_role role;
    status_code (*read)(struct tm7 *model, struct tm7_shape *shape);
} passes[] = {
    {TM7_ZONE, read_zone}, {TM7_LINE, read_zone}, {TM7_ELEMENT, read_element},
    {TM7_FLOW, read_flow}, {TM7_NOTE, skip_note}, {TM7_UNKNOWN, refuse_shape},
};

status_code tm7_read_drawing(struct tm7 *model) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(passes); i++) {
        for (size_t j = 0; j < model->shapes.count && code == STATUS_OK; j++) {
            if (model->shapes.items[j]->role == passes[i].role)
                code = passes[i].read(model, model->shapes.items[j]);
        }
    }
    place_zones(model);
    return code;
}
