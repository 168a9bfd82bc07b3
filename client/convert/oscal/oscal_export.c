#include "convert/oscal/oscal_export.h"

#include "convert/formats.h"
#include "convert/tree_json.h"

#include <string.h>

/* The requirements of one model, by source. */
struct requirements {
    struct oscal_export *oscal;
    const Catalog__V1__Model *model;
    struct tree_node *lists[OSCAL_SOURCES];
};

static struct tree_node *add_requirement(const struct requirements *requirements, const char *kind, const char *id,
                                         const struct oscal_named *control, const char *description) {
    struct tree_maker *maker = &requirements->oscal->maker;
    struct tree_node *node = make_map(maker);
    const char *uuid = oscal_part_uuid(requirements->oscal, requirements->model->name, kind, id, control);
    make_put_text(maker, node, "uuid", uuid);
    make_put_text(maker, node, "control-id", control->id);
    make_put(maker, node, "description", make_text(maker, description));
    make_add(maker, requirements->lists[control->source], node);
    return node;
}

static void add_provision(const struct requirements *requirements, const Catalog__V1__Provision *provision) {
    struct oscal_export *oscal = requirements->oscal;
    const char *title = oscal_title_of(oscal, provision->title, provision->control);
    oscal_names names = {0};
    oscal_add_names(oscal, provision->control, &names);
    for (size_t i = 0; i < names.count; i++)
        oscal_put_provision(oscal, add_requirement(requirements, "provides", provision->id, &names.items[i], title),
                            provision);
}

static void add_duty(const struct requirements *requirements, const Catalog__V1__Responsibility *duty) {
    struct oscal_export *oscal = requirements->oscal;
    oscal_names names = {0};
    oscal_add_duty_names(oscal, requirements->model, duty, &names);
    for (size_t i = 0; i < names.count; i++)
        oscal_put_duty(
            oscal, add_requirement(requirements, "responsibilities", duty->id, &names.items[i], duty->statement), duty);
}

static const char *const set_descriptions[OSCAL_SOURCES] = {
    [OSCAL_SOURCE_NIST] = "What the component provides for controls of NIST SP 800-53, and what it leaves to its "
                          "consumers.",
    [OSCAL_SOURCE_OWN] = "What the component provides for controls of its own catalog, and what it leaves to its "
                         "consumers.",
};

static void put_implementations(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct requirements requirements = {oscal, model, {make_list(maker), make_list(maker)}};
    struct tree_node *sets = make_list(maker);
    for (size_t i = 0; i < model->n_provides; i++)
        add_provision(&requirements, model->provides[i]);
    for (size_t i = 0; i < model->n_responsibilities; i++)
        add_duty(&requirements, model->responsibilities[i]);
    for (size_t source = 0; source < OSCAL_SOURCES; source++) {
        struct tree_node *set = make_map(maker);
        if (requirements.lists[source]->count == 0)
            continue;
        make_put_text(maker, set, "uuid",
                      oscal_part_uuid(oscal, model->name, "set", source == OSCAL_SOURCE_OWN ? "own" : "nist", NULL));
        make_put_text(maker, set, "source", oscal_source_href(oscal, (enum oscal_source)source));
        make_put_text(maker, set, "description", set_descriptions[source]);
        make_put(maker, set, "implemented-requirements", requirements.lists[source]);
        make_add(maker, sets, set);
    }
    make_put_filled(maker, node, "control-implementations", sets);
}

/* Entry points of whose protocol nothing is said have none. */
static void put_protocols(struct oscal_export *oscal, struct tree_node *node, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < model->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *point = model->entry_points[i];
        struct tree_node *protocol = make_map(maker);
        if (point->protocol[0] == '\0')
            continue;
        make_put_text(maker, protocol, "uuid", oscal_part_uuid(oscal, model->name, "entry_points", point->id, NULL));
        make_put_text(maker, protocol, "name", point->protocol);
        make_put_text(maker, protocol, "title", export_title(maker, point->title, point->id));
        make_add(maker, list, protocol);
    }
    make_put_filled(maker, node, "protocols", list);
}

static struct tree_node *component_of(struct oscal_export *oscal, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *node = make_map(maker);
    bool is_software = model->service_class == CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_SELF_HOSTED;
    make_put_text(maker, node, "uuid", oscal_uuid(oscal, model->name));
    make_put_text(maker, node, "type", is_software ? "software" : "service");
    make_put_text(maker, node, "title", export_title(maker, model->title, model->name));
    make_put(maker, node, "description", make_text(maker, model->description));
    oscal_put_model(oscal, node, model);
    put_protocols(oscal, node, model);
    put_implementations(oscal, node, model);
    return node;
}

static status_code write_components(struct export *export, struct buffer *out) {
    struct oscal_export oscal;
    struct tree_maker *maker = &oscal.maker;
    oscal_export_init(&oscal, export);
    struct tree_node *root = make_map(maker);
    struct tree_node *definition = make_map(maker);
    struct tree_node *components = make_list(maker);
    const char *names = "components";
    const Catalog__V1__Model *first = export->objects.items[0]->component;
    for (size_t i = 0; i < export->objects.count && names != NULL; i++) {
        const Catalog__V1__Model *model = export->objects.items[i]->component;
        make_add(maker, components, component_of(&oscal, model));
        names = ARENA_JOIN(export->arena, names, " ", model->name);
    }
    const char *title = export->objects.count == 1 ? export_title(maker, first->title, first->name) : "Components";
    if (names != NULL)
        make_put_text(maker, definition, "uuid", oscal_uuid(&oscal, names));
    make_put(maker, definition, "metadata", oscal_metadata(&oscal, title));
    make_put(maker, definition, "components", components);
    oscal_put_back_matter(&oscal, definition);
    make_put(maker, root, "component-definition", definition);
    if (maker->has_failed || names == NULL)
        return problem_no_memory(export->problem);
    tree_write_json(root, out);
    return STATUS_OK;
}

const struct export_format export_oscal = {
    .name = "oscal",
    .title = "OSCAL 1.1.2 component definition",
    .ending = ".json",
    .kinds = EXPORT_KIND(COMPONENT),
    .write = write_components,
};
