#include "convert/oscal/oscal_plan.h"
#include "convert/tool.h"
#include "model/reference.h"

#include <string.h>

/* ---- The system and what it stands on ---- */

/* A component of a leveraged system is part of what stands behind its alias. NULL: NODE is none. */
static const char *leveraged_alias(const struct oscal_plan *plan, const struct tree_node *node) {
    const char *uuid = oscal_prop(node, NULL, "leveraged-authorization-uuid", NULL);
    return uuid[0] == '\0' ? NULL : string_map_get(&plan->aliases, uuid);
}

static status_code read_element(struct oscal_plan *plan, const struct tree_node *node) {
    struct import *import = plan->making.oscal->import;
    const char *uuid = draft_text(node, "uuid");
    const char *type = draft_text(node, "type");
    Catalog__V1__Model *model = plan->making.model;
    const char *alias = strcmp(type, "this-system") == 0 ? "" : leveraged_alias(plan, node);
    if (alias != NULL)
        return string_map_put(&plan->elements, uuid, (void *)(uintptr_t)alias)
                   ? STATUS_OK
                   : import_no_memory(plan->making.oscal->import);
    const struct oscal_prose prose = {.import = import, .file = plan->making.document->file};
    Catalog__V1__Element *element = DRAFT_NEW(import, Catalog__V1__Element, catalog__v1__element);
    const char *id = draft_id(&plan->making.ids, "component", "", draft_text(node, "title"));
    const char *title = oscal_text(&prose, node, "title");
    const char *description = oscal_text(&prose, node, "description");
    title = title == NULL ? NULL : draft_title(import, title);
    if (element == NULL || title == NULL || id == NULL || description == NULL ||
        !string_map_put(&plan->elements, uuid, (void *)(uintptr_t)id) ||
        !draft_add(import, &model->n_elements, &model->elements, element))
        return import_no_memory(plan->making.oscal->import);
    element->id = (char *)(uintptr_t)id;
    element->kind = strcmp(type, "interconnection") == 0 ? CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL
                                                         : CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
    element->title = (char *)(uintptr_t)title;
    element->description = (char *)(uintptr_t)description;
    return STATUS_OK;
}

/* The name of the object that a leveraged system is: of the plan that its link leads to, else by its title. */
static const char *leveraged_name(const struct oscal_plan *plan, const struct tree_node *node) {
    const struct oscal *oscal = plan->making.oscal;
    const struct tree_node *links = draft_list(node, "links");
    for (size_t i = 0; i < links->count; i++) {
        const char *href = draft_text(links->entries[i].value, "href");
        const struct oscal_document *found = oscal_find(oscal, plan->making.document, href);
        if (found != NULL && found->object != NULL)
            return found->object;
    }
    const char *slug = draft_slug(oscal->import, draft_text(node, "title"), "leveraged-system");
    return slug == NULL ? NULL : ARENA_JOIN(oscal->import->arena, oscal->import->name_space, "/", slug);
}

static status_code read_leveraged(struct oscal_plan *plan, const struct tree_node *node) {
    struct import *import = plan->making.oscal->import;
    Catalog__V1__Model *model = plan->making.model;
    Catalog__V1__Dependency *dependency = DRAFT_NEW(import, Catalog__V1__Dependency, catalog__v1__dependency);
    const char *name = leveraged_name(plan, node);
    const char *alias =
        name == NULL ? NULL : draft_id(&plan->making.ids, "dependency", strchr(name, '/') + 1, "leveraged");
    if (dependency == NULL || alias == NULL ||
        !draft_add(import, &model->n_dependencies, &model->dependencies, dependency))
        return import_no_memory(plan->making.oscal->import);
    if (!string_map_put(&plan->aliases, draft_text(node, "uuid"), (void *)(uintptr_t)alias) ||
        !string_map_put(&plan->leveraged, name, (void *)(uintptr_t)alias))
        return import_no_memory(plan->making.oscal->import);
    dependency->alias = (char *)(uintptr_t)alias;
    dependency->component = (char *)(uintptr_t)name;
    dependency->requirement = (char *)(uintptr_t) "*";
    return STATUS_OK;
}

/* ---- What is done about controls ---- */

/* "AC-2 a" of the statement "ac-2_smt.a" of AC-2; the control alone where it has no parts. NULL: no room. */
static const char *statement_id(const struct oscal_plan *plan, const char *control, const struct tree_node *statement) {
    const char *id = draft_text(statement, "statement-id");
    const char *part = strchr(id, '_');
    part = part == NULL ? NULL : strchr(part, '.');
    return part == NULL ? control : ARENA_JOIN(plan->making.oscal->import->arena, control, " ", part + 1);
}

static status_code read_requirement(struct oscal_plan *plan, const struct tree_node *node, const char *scheme) {
    struct oscal *oscal = plan->making.oscal;
    const struct tree_node *statements = draft_list(node, "statements");
    const char *id = draft_text(node, "control-id");
    if (id[0] == '\0')
        return import_refuse(oscal->import, plan->making.document->file, node,
                             "an implemented requirement is no mapping with a `control-id`");
    const char *control = reference_id(scheme, id, oscal->import->arena);
    struct oscal_contribution above = {.plan = plan, .requirement = node, .scheme = scheme, .id = control};
    above.prose = (struct oscal_prose){.import = oscal->import,
                                       .file = plan->making.document->file,
                                       .params = oscal_params(oscal, scheme),
                                       .set = oscal_settings(oscal->import, draft_list(node, "set-parameters"))};
    if (control == NULL)
        return import_no_memory(plan->making.oscal->import);
    status_code code = oscal_read_contributions(plan, node, &above);
    for (size_t i = 0; i < statements->count && code == STATUS_OK; i++) {
        const struct tree_node *statement = statements->entries[i].value;
        above.id = statement_id(plan, control, statement);
        code = above.id == NULL ? import_no_memory(plan->making.oscal->import)
                                : oscal_read_contributions(plan, statement, &above);
    }
    return code;
}

static bool is_list(const struct tree_node *node, const char *key) {
    return draft_list(node, key)->count > 0;
}

/* Whether KEY has items anywhere below NODE. The composer bounds how deep it goes. */
static bool has_below(const struct tree_node *node, const char *key) {
    if (node->kind == TREE_MAP && is_list(node, key))
        return true;
    for (size_t i = 0; i < node->count; i++) {
        if (has_below(node->entries[i].value, key))
            return true;
    }
    return false;
}

/* ---- The plan ---- */

static status_code begin(struct oscal_plan *plan, const struct tree_node *system) {
    struct oscal *oscal = plan->making.oscal;
    struct oscal_document *document = plan->document;
    struct import *import = oscal->import;
    const char *own = strchr(oscal_own_name(system), '/');
    const char *title = draft_text(system, "system-name");
    const struct oscal_prose prose = {.import = import, .file = document->file};
    const char *description = oscal_text(&prose, system, "description");
    const char *slug = draft_slug(import, own != NULL ? own + 1 : title[0] == '\0' ? document->title : title, "system");
    plan->making.model = plan->is_component ? draft_component(import, document->file, document->root, slug)
                                            : draft_feature(import, document->file, document->root, slug);
    if (plan->making.model == NULL || description == NULL)
        return import_no_memory(plan->making.oscal->import);
    draft_ids_init(&plan->making.ids, import);
    string_map_init(&plan->elements, import->arena);
    string_map_init(&plan->aliases, import->arena);
    string_map_init(&plan->leveraged, import->arena);
    plan->making.model->title = (char *)(uintptr_t)draft_title(import, title[0] == '\0' ? document->title : title);
    plan->making.model->description = (char *)(uintptr_t)description;
    if (plan->is_component)
        plan->making.model->service_class = CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_PLATFORM;
    document->object = plan->making.model->name;
    status_code code = oscal_read_links(&plan->making, system);
    plan->is_own = own != NULL;
    return code == STATUS_OK && own != NULL ? oscal_read_own_model(&plan->making, system, "system-name") : code;
}

static status_code read_list(struct oscal_plan *plan, const struct tree_node *owner, const char *key,
                             status_code (*read)(struct oscal_plan *plan, const struct tree_node *node)) {
    const struct tree_node *list = draft_list(owner, key);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++)
        code = read(plan, list->entries[i].value);
    return code;
}

static status_code read_controls(struct oscal_plan *plan) {
    const struct oscal_document *document = plan->document;
    const struct tree_node *implementation = oscal_get(document->root, "control-implementation");
    const struct tree_node *requirements = draft_list(implementation, "implemented-requirements");
    const char *href = draft_text(oscal_get(document->root, "import-profile"), "href");
    const char *first = requirements->count == 0 ? "" : draft_text(requirements->entries[0].value, "control-id");
    const char *scheme = oscal_scheme_of(plan->making.oscal, document, href, first);
    status_code code = scheme == NULL ? import_no_memory(plan->making.oscal->import) : STATUS_OK;
    for (size_t i = 0; i < requirements->count && code == STATUS_OK; i++)
        code = read_requirement(plan, requirements->entries[i].value, scheme);
    return code;
}

static status_code end(struct oscal_plan *plan) {
    if (!plan->is_own)
        oscal_note(&plan->making, NOTE_WARNING, plan->document->root,
                   "OSCAL does not say which threats a control mitigates: name them before you publish it");
    return oscal_end_description(&plan->making) ? STATUS_OK : import_no_memory(plan->making.oscal->import);
}

status_code oscal_read_plan(struct oscal *oscal, struct oscal_document *document) {
    struct oscal_plan plan = {.making = {.oscal = oscal, .document = document}, .document = document};
    const struct tree_node *implementation = oscal_get(document->root, "system-implementation");
    const struct tree_node *system = oscal_get(document->root, "system-characteristics");
    const struct tree_node *controls = oscal_get(document->root, "control-implementation");
    if (system == NULL || controls == NULL)
        return import_refuse(oscal->import, document->file, document->root,
                             "a system security plan has `system-characteristics` and a `control-implementation`");
    plan.is_component = has_below(controls, "provided") || has_below(controls, "responsibilities");
    status_code code = import_source(oscal->import, document->title);
    if (code == STATUS_OK)
        code = oscal_note_repeats(oscal, document);
    if (code == STATUS_OK)
        code = oscal_read_own_controls(oscal, document);
    if (code == STATUS_OK)
        code = begin(&plan, system);
    if (code == STATUS_OK)
        code = read_list(&plan, implementation, "leveraged-authorizations", read_leveraged);
    if (code == STATUS_OK)
        code = read_list(&plan, implementation, "components", read_element);
    if (code == STATUS_OK)
        code = read_controls(&plan);
    if (code == STATUS_OK)
        code = oscal_note_rest(oscal, document);
    return code == STATUS_OK ? end(&plan) : code;
}
