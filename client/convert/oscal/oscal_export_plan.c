#include "convert/oscal/oscal_export.h"

#include "convert/formats.h"
#include "convert/tree_json.h"

#include <stdlib.h>
#include <string.h>

/* A provision or responsibility at one control. */
struct exported {
    struct oscal_named control;
    const Catalog__V1__Provision *provision; /* NULL: it is the duty */
    const Catalog__V1__Responsibility *duty;
};

struct plan {
    struct oscal_export *oscal;
    const Catalog__V1__Model *model;
    VECTOR(struct exported) parts;
};

/* ---- What the plan is about ---- */

static struct tree_node *described(struct oscal_export *oscal, const char *title, const char *description) {
    struct tree_node *node = make_map(&oscal->maker);
    make_put_text(&oscal->maker, node, "title", title);
    make_put(&oscal->maker, node, "description", make_text(&oscal->maker, description));
    return node;
}

/* A plan names at least one kind of information. */
static struct tree_node *information(struct oscal_export *oscal, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *node = make_map(maker);
    struct tree_node *types = make_list(maker);
    for (size_t i = 0; i < model->n_assets; i++) {
        const Catalog__V1__Asset *asset = model->assets[i];
        make_add(maker, types, described(oscal, export_title(maker, asset->title, asset->id), asset->description));
    }
    if (model->n_assets == 0)
        make_add(maker, types, described(oscal, "Not stated", "The component does not say what it keeps."));
    make_put(maker, node, "information-types", types);
    return node;
}

static struct tree_node *state(struct oscal_export *oscal) {
    struct tree_node *node = make_map(&oscal->maker);
    make_put_text(&oscal->maker, node, "state", "operational");
    return node;
}

static struct tree_node *characteristics(struct oscal_export *oscal, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *node = make_map(maker);
    struct tree_node *ids = make_list(maker);
    struct tree_node *id = make_map(maker);
    struct tree_node *boundary = make_map(maker);
    make_put_text(maker, id, "id", model->name);
    make_add(maker, ids, id);
    make_put(maker, node, "system-ids", ids);
    make_put_text(maker, node, "system-name", export_title(maker, model->title, model->name));
    make_put(maker, node, "description", make_text(maker, model->description));
    oscal_put_model(oscal, node, model);
    make_put(maker, node, "system-information", information(oscal, model));
    make_put(maker, node, "status", state(oscal));
    make_put_text(maker, boundary, "description", "What the component itself is made of, without its consumers.");
    make_put(maker, node, "authorization-boundary", boundary);
    return node;
}

static const char *system_uuid(struct oscal_export *oscal, const Catalog__V1__Model *model) {
    return oscal_part_uuid(oscal, model->name, "plan", "this-system", NULL);
}

static struct tree_node *implementation(struct oscal_export *oscal, const Catalog__V1__Model *model) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *node = make_map(maker);
    struct tree_node *users = make_list(maker);
    struct tree_node *user = make_map(maker);
    struct tree_node *components = make_list(maker);
    struct tree_node *component = make_map(maker);
    make_put_text(maker, user, "uuid", oscal_part_uuid(oscal, model->name, "plan", "users", NULL));
    make_put_text(maker, user, "title", "Consumers");
    make_add(maker, users, user);
    make_put(maker, node, "users", users);
    make_put_text(maker, component, "uuid", system_uuid(oscal, model));
    make_put_text(maker, component, "type", "this-system");
    make_put_text(maker, component, "title", export_title(maker, model->title, model->name));
    make_put(maker, component, "description", make_text(maker, model->description));
    make_put(maker, component, "status", state(oscal));
    make_add(maker, components, component);
    make_put(maker, node, "components", components);
    return node;
}

/* ---- What it exports ---- */

static void add_parts(struct plan *plan, const struct exported *part, const oscal_names *names) {
    for (size_t i = 0; i < names->count; i++) {
        struct exported copy = *part;
        copy.control = names->items[i];
        if (!vector_push(plan->oscal->maker.arena, &plan->parts, copy))
            plan->oscal->maker.has_failed = true;
    }
}

static const char *id_of(const struct exported *part) {
    return part->provision != NULL ? part->provision->id : part->duty->id;
}

/* By control, and there by id: read back in whatever order, they are written in this one. */
static int compare(const void *a, const void *b) {
    const struct exported *first = a;
    const struct exported *second = b;
    int order = strcmp(first->control.id, second->control.id);
    if (order == 0)
        order = (int)first->control.source - (int)second->control.source;
    return order != 0 ? order : strcmp(id_of(first), id_of(second));
}

static void collect(struct plan *plan) {
    const Catalog__V1__Model *model = plan->model;
    for (size_t i = 0; i < model->n_provides; i++) {
        oscal_names names = {0};
        oscal_add_names(plan->oscal, model->provides[i]->control, &names);
        add_parts(plan, &(struct exported){.provision = model->provides[i]}, &names);
    }
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        oscal_names names = {0};
        oscal_add_duty_names(plan->oscal, model, model->responsibilities[i], &names);
        add_parts(plan, &(struct exported){.duty = model->responsibilities[i]}, &names);
    }
    if (plan->parts.count > 0)
        qsort(plan->parts.items, plan->parts.count, sizeof *plan->parts.items, compare);
}

static const char *uuid_of(struct plan *plan, const struct exported *part) {
    const char *kind = part->provision != NULL ? "provided" : "responsibility";
    return oscal_part_uuid(plan->oscal, plan->model->name, kind, id_of(part), &part->control);
}

/* The first provision at the same control that asks for the duty of PART; NULL: none. */
static const struct exported *provision_for(const struct plan *plan, const struct exported *part) {
    for (size_t i = 0; i < plan->parts.count; i++) {
        const struct exported *other = &plan->parts.items[i];
        bool is_near = other->provision != NULL && strcmp(other->control.id, part->control.id) == 0;
        for (size_t j = 0; is_near && j < other->provision->n_requires; j++) {
            if (strcmp(other->provision->requires[j], part -> duty -> id) == 0)
                return other;
        }
    }
    return NULL;
}

static void add_provided(struct plan *plan, struct tree_node *list, const struct exported *part) {
    struct oscal_export *oscal = plan->oscal;
    struct tree_node *node = make_map(&oscal->maker);
    const char *title = oscal_title_of(oscal, part->provision->title, part->provision->control);
    make_put_text(&oscal->maker, node, "uuid", uuid_of(plan, part));
    make_put(&oscal->maker, node, "description", make_text(&oscal->maker, title));
    oscal_put_provision(oscal, node, part->provision);
    make_add(&oscal->maker, list, node);
}

static void add_duty(struct plan *plan, struct tree_node *list, const struct exported *part) {
    struct oscal_export *oscal = plan->oscal;
    struct tree_node *node = make_map(&oscal->maker);
    const struct exported *provision = provision_for(plan, part);
    make_put_text(&oscal->maker, node, "uuid", uuid_of(plan, part));
    if (provision != NULL)
        make_put_text(&oscal->maker, node, "provided-uuid", uuid_of(plan, provision));
    make_put(&oscal->maker, node, "description", make_text(&oscal->maker, part->duty->statement));
    oscal_put_duty(oscal, node, part->duty);
    make_add(&oscal->maker, list, node);
}

/* The requirement of the control that the parts from FIRST on to below END are at. */
static struct tree_node *requirement(struct plan *plan, size_t first, size_t end) {
    struct oscal_export *oscal = plan->oscal;
    struct tree_maker *maker = &oscal->maker;
    const struct oscal_named *control = &plan->parts.items[first].control;
    struct tree_node *node = make_map(maker);
    struct tree_node *contributions = make_list(maker);
    struct tree_node *contribution = make_map(maker);
    struct tree_node *export = make_map(maker);
    struct tree_node *provided = make_list(maker);
    struct tree_node *duties = make_list(maker);
    for (size_t i = first; i < end; i++) {
        const struct exported *part = &plan->parts.items[i];
        if (part->provision != NULL)
            add_provided(plan, provided, part);
        else
            add_duty(plan, duties, part);
    }
    make_put_filled(maker, export, "provided", provided);
    make_put_filled(maker, export, "responsibilities", duties);
    make_put_text(maker, contribution, "component-uuid", system_uuid(oscal, plan->model));
    make_put_text(maker, contribution, "uuid", oscal_part_uuid(oscal, plan->model->name, "plan", "by", control));
    make_put_text(maker, contribution, "description", "What consumers inherit, and what is left to them.");
    make_put(maker, contribution, "export", export);
    make_add(maker, contributions, contribution);
    make_put_text(maker, node, "uuid", oscal_part_uuid(oscal, plan->model->name, "plan", "requirement", control));
    make_put_text(maker, node, "control-id", control->id);
    make_put(maker, node, "by-components", contributions);
    return node;
}

static struct tree_node *controls(struct plan *plan) {
    struct tree_maker *maker = &plan->oscal->maker;
    struct tree_node *node = make_map(maker);
    struct tree_node *list = make_list(maker);
    const struct exported *parts = plan->parts.items;
    for (size_t first = 0, end; first < plan->parts.count; first = end) {
        for (end = first + 1; end < plan->parts.count; end++) {
            if (strcmp(parts[end].control.id, parts[first].control.id) != 0)
                break;
        }
        make_add(maker, list, requirement(plan, first, end));
    }
    make_put_text(maker, node, "description", "What the component provides for controls.");
    make_put(maker, node, "implemented-requirements", list);
    return node;
}

/* A plan imports one set of controls. */
static enum oscal_source source_of(const struct plan *plan) {
    const Catalog__V1__Model *model = plan->model;
    enum oscal_source source = OSCAL_SOURCE_OWN;
    for (size_t i = 0; i < plan->parts.count; i++) {
        if (plan->parts.items[i].control.source == OSCAL_SOURCE_NIST)
            source = OSCAL_SOURCE_NIST;
    }
    for (size_t i = 0; i < plan->parts.count; i++) {
        const struct exported *part = &plan->parts.items[i];
        if (part->control.source != source)
            export_loss(plan->oscal->export, model->name, "%s stands at %s, which is no control of NIST SP 800-53",
                        id_of(part), part->control.id);
    }
    return source;
}

static struct tree_node *document_of(struct plan *plan) {
    struct oscal_export *oscal = plan->oscal;
    struct tree_maker *maker = &oscal->maker;
    const Catalog__V1__Model *model = plan->model;
    struct tree_node *root = make_map(maker);
    struct tree_node *document = make_map(maker);
    struct tree_node *profile = make_map(maker);
    make_put_text(maker, profile, "href", oscal_source_href(oscal, source_of(plan)));
    make_put_text(maker, document, "uuid", oscal_part_uuid(oscal, model->name, "plan", "document", NULL));
    make_put(maker, document, "metadata", oscal_metadata(oscal, export_title(maker, model->title, model->name)));
    make_put(maker, document, "import-profile", profile);
    make_put(maker, document, "system-characteristics", characteristics(oscal, model));
    make_put(maker, document, "system-implementation", implementation(oscal, model));
    make_put(maker, document, "control-implementation", controls(plan));
    oscal_put_back_matter(oscal, document);
    make_put(maker, root, "system-security-plan", document);
    return root;
}

static status_code write_plan(struct export *export, struct buffer *out) {
    struct oscal_export oscal;
    struct plan plan = {.oscal = &oscal, .model = export->objects.items[0]->component};
    oscal_export_init(&oscal, export);
    collect(&plan);
    if (plan.parts.count == 0 && !oscal.maker.has_failed)
        return problem_set(export->problem, STATUS_INVALID_ARGUMENT, "NO_CONTROLS",
                           "%s provides nothing and leaves nothing to do, and a plan has at least one control",
                           plan.model->name);
    const struct tree_node *root = document_of(&plan);
    if (oscal.maker.has_failed)
        return problem_no_memory(export->problem);
    tree_write_json(root, out);
    return STATUS_OK;
}

const struct export_format export_oscal_plan = {
    .name = "oscal-ssp",
    .title = "OSCAL 1.1.2 system security plan",
    .ending = ".json",
    .kinds = EXPORT_KIND(COMPONENT),
    .is_single = true,
    .write = write_plan,
};
