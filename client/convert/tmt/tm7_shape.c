#include "convert/tmt/tm7.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

/* What the tool's own properties of a shape are called in the file, whatever people see. */
#define PROPERTY_ORDER "15ccd509-98eb-49ad-b9c2-b4a2926d1780"

static const struct {
    const char *type;
    enum tm7_role role;
} roles[] = {
    {"BorderBoundary", TM7_ZONE},    {"LineBoundary", TM7_LINE},        {"Connector", TM7_FLOW},
    {"StencilEllipse", TM7_ELEMENT}, {"StencilRectangle", TM7_ELEMENT}, {"StencilParallelLines", TM7_ELEMENT},
    {"StencilAnnotation", TM7_NOTE}, {"Annotation", TM7_NOTE},
};

/* "StringDisplayAttribute" for i:type="b:StringDisplayAttribute". */
static const char *type_of(const struct xml_node *node) {
    const char *type = xml_attribute(node, "type");
    const char *colon = strchr(type, ':');
    return colon == NULL ? type : colon + 1;
}

static enum tm7_role role_of(const char *type, const char *generic) {
    if (strcmp(generic, "GE.A") == 0)
        return TM7_NOTE;
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (strcmp(roles[i].type, type) == 0)
            return roles[i].role;
    }
    return TM7_UNKNOWN;
}

static double number_of(const struct xml_node *node, const char *name) {
    return strtod(xml_child_text(node, name), NULL);
}

static void read_places(struct tm7_shape *shape, const struct xml_node *node) {
    shape->box = (struct tm7_box){.left = number_of(node, "Left"),
                                  .top = number_of(node, "Top"),
                                  .width = number_of(node, "Width"),
                                  .height = number_of(node, "Height")};
    shape->curve = (struct tm7_curve){.from = {number_of(node, "SourceX"), number_of(node, "SourceY")},
                                      .middle = {number_of(node, "HandleX"), number_of(node, "HandleY")},
                                      .to = {number_of(node, "TargetX"), number_of(node, "TargetY")}};
}

/* ---- Properties ---- */

/* What is chosen from a list; "": nothing. */
static const char *chosen(const struct xml_node *property, const struct xml_node *value) {
    long index = strtol(xml_child_text(property, "SelectedIndex"), NULL, 10);
    const struct xml_node *choice = xml_child(value, "string");
    for (; choice != NULL && index > 0; index--)
        choice = xml_next(choice);
    const char *text = xml_text(choice);
    bool is_none = index < 0 || strcmp(text, "Select") == 0 || strcmp(text, "Not Selected") == 0;
    return is_none ? "" : text;
}

/* What PROPERTY is set to; "": to nothing. */
static const char *setting_of(const struct xml_node *property) {
    const struct xml_node *value = xml_child(property, "Value");
    const char *type = type_of(property);
    if (strstr(type, "List") != NULL)
        return chosen(property, value);
    const char *text = xml_text(value);
    return strcmp(type, "BooleanDisplayAttribute") == 0 && strcmp(text, "false") == 0 ? "" : text;
}

/* Takes one property: the header that names the stencil, the name of the shape, or a line about it. False: no room. */
static bool take_property(struct tm7 *model, struct tm7_shape *shape, const struct xml_node *property,
                          struct buffer *lines) {
    const char *label = xml_child_text(property, "DisplayName");
    const char *setting = setting_of(property);
    if (strcmp(type_of(property), "HeaderDisplayAttribute") == 0) {
        if (shape->stencil[0] == '\0')
            shape->stencil = arena_strdup(model->import->arena, label);
        return shape->stencil != NULL;
    }
    if (strcmp(label, "Name") == 0 && shape->title[0] == '\0') {
        shape->title = tmt_title(model->import, xml_child(property, "Value"), "");
        return shape->title != NULL;
    }
    if (setting[0] != '\0' && strcmp(xml_child_text(property, "Name"), PROPERTY_ORDER) != 0)
        buffer_printf(lines, "%s%s: %s", lines->size == 0 ? "" : "\n", label, setting);
    return !lines->has_failed;
}

static bool take_properties(struct tm7 *model, struct tm7_shape *shape, const struct xml_node *node) {
    const struct xml_node *property = xml_child(xml_child(node, "Properties"), "anyType");
    struct buffer lines;
    bool is_taken = true;
    buffer_init(&lines, LIMIT_OBJECT_BYTES);
    for (; property != NULL && is_taken; property = xml_next(property))
        is_taken = take_property(model, shape, property, &lines);
    if (is_taken && lines.size > 0)
        shape->properties = arena_strndup(model->import->arena, (const char *)lines.data, lines.size);
    buffer_done(&lines);
    return is_taken && shape->properties != NULL;
}

/* ---- The shape ---- */

static bool copy_texts(struct tm7 *model, struct tm7_shape *shape, const struct xml_node *node) {
    const struct {
        const char **text;
        const char *name;
    } texts[] = {
        {&shape->guid, "Guid"},         {&shape->type, "TypeId"},       {&shape->generic, "GenericTypeId"},
        {&shape->source, "SourceGuid"}, {&shape->target, "TargetGuid"},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        *texts[i].text = arena_strdup(model->import->arena, xml_child_text(node, texts[i].name));
        if (*texts[i].text == NULL)
            return false;
    }
    shape->drawn_as = arena_strdup(model->import->arena, type_of(node));
    shape->stencil = shape->title = shape->properties = "";
    return shape->drawn_as != NULL && take_properties(model, shape, node);
}

status_code tm7_take_shape(void *context, const struct xml_node *entry) {
    struct tm7 *model = context;
    const struct xml_node *node = xml_child(entry, "Value");
    if (node == NULL)
        return import_refuse(model->import, model->file, XML_PLACE(entry), "an entry of a drawing without a Value");
    if (model->shapes.count == TM7_SHAPES_MAX)
        return problem_set(model->import->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s:%u:%u: more than %d things are drawn", model->file, entry->line, entry->column,
                           TM7_SHAPES_MAX);
    struct tm7_shape *shape = ARENA_NEW(model->import->arena, struct tm7_shape);
    if (shape == NULL || !copy_texts(model, shape, node) || !vector_push(model->import->arena, &model->shapes, shape))
        return import_no_memory(model->import);
    shape->place = *XML_PLACE(node);
    shape->drawing = model->drawings;
    shape->role = role_of(shape->drawn_as, shape->generic);
    read_places(shape, node);
    return STATUS_OK;
}
