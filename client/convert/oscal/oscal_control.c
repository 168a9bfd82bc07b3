#include "convert/oscal/oscal.h"

#include "model/reference.h"

#include <string.h>

#define TYPE(name)   CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_##name
#define DOMAIN(name) CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_##name

/* What the controls of a family of SP 800-53 mostly do, and where. The first prefix that fits counts. */
static const struct {
    const char *prefix;
    Catalog__V1__ControlType type;
    Catalog__V1__ControlDomain domain;
} families[] = {
    {"SC-28", TYPE(PREVENTIVE), DOMAIN(DATA_AT_REST)},         {"SC-8", TYPE(PREVENTIVE), DOMAIN(DATA_IN_TRANSIT)},
    {"SI-4", TYPE(DETECTIVE), DOMAIN(LOGGING_AND_MONITORING)}, {"AC-", TYPE(PREVENTIVE), DOMAIN(IDENTITY_AND_ACCESS)},
    {"AT-", TYPE(DIRECTIVE), DOMAIN(IDENTITY_AND_ACCESS)},     {"AU-", TYPE(DETECTIVE), DOMAIN(LOGGING_AND_MONITORING)},
    {"CA-", TYPE(DIRECTIVE), DOMAIN(LOGGING_AND_MONITORING)},  {"CM-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},
    {"CP-", TYPE(RECOVERY), DOMAIN(INFRASTRUCTURE)},           {"IA-", TYPE(PREVENTIVE), DOMAIN(IDENTITY_AND_ACCESS)},
    {"IR-", TYPE(RESPONSIVE), DOMAIN(LOGGING_AND_MONITORING)}, {"MA-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},
    {"MP-", TYPE(PREVENTIVE), DOMAIN(DATA_AT_REST)},           {"PE-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},
    {"PL-", TYPE(DIRECTIVE), DOMAIN(INFRASTRUCTURE)},          {"PM-", TYPE(DIRECTIVE), DOMAIN(INFRASTRUCTURE)},
    {"PS-", TYPE(DIRECTIVE), DOMAIN(IDENTITY_AND_ACCESS)},     {"PT-", TYPE(DIRECTIVE), DOMAIN(DATA_AT_REST)},
    {"RA-", TYPE(DIRECTIVE), DOMAIN(INFRASTRUCTURE)},          {"SA-", TYPE(DIRECTIVE), DOMAIN(INFRASTRUCTURE)},
    {"SC-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},         {"SI-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},
    {"SR-", TYPE(PREVENTIVE), DOMAIN(INFRASTRUCTURE)},
};

static void classify(Catalog__V1__Control *control, const char *scheme, const char *id) {
    for (size_t i = 0; i < COUNT_OF(families) && strcmp(scheme, "nist-800-53") == 0; i++) {
        size_t size = strlen(families[i].prefix);
        bool is_whole = families[i].prefix[size - 1] == '-' || id[size] < '0' || id[size] > '9';
        if (strncmp(id, families[i].prefix, size) == 0 && is_whole) {
            control->type = families[i].type;
            control->domain = families[i].domain;
            return;
        }
    }
}

/* "nist-800-53-ac-2"; an id that begins with its scheme is not told twice. */
static const char *slug_of(struct import *import, const char *scheme, const char *id) {
    const char *slug = draft_slug(import, id, "control");
    const char *text = ARENA_JOIN(import->arena, scheme, "-", id);
    if (slug == NULL || text == NULL)
        return NULL;
    bool has_scheme = strncmp(slug, scheme, strlen(scheme)) == 0 && slug[strlen(scheme)] == '-';
    return has_scheme ? slug : draft_slug(import, text, "control");
}

const struct oscal_control *oscal_defined(const struct oscal *oscal, const char *scheme, const char *id,
                                          const struct oscal_document **ret_catalog) {
    for (size_t i = 0; i < oscal->documents.count; i++) {
        const struct oscal_document *catalog = oscal->documents.items[i];
        bool is_scheme = catalog->kind == OSCAL_CATALOG && strcmp(catalog->scheme, scheme) == 0;
        const struct oscal_control *control = is_scheme ? string_map_get(&catalog->spelled, id) : NULL;
        *ret_catalog = catalog;
        if (control != NULL)
            return control;
    }
    return NULL;
}

/* What the catalog says; without one, that it asks for what stands there. */
static bool describe(struct oscal *oscal, Catalog__V1__Control *control, const char *scheme, const char *id) {
    struct import *import = oscal->import;
    const struct oscal_document *catalog = NULL;
    const struct oscal_control *defined = oscal_defined(oscal, scheme, id, &catalog);
    struct oscal_prose prose = {.import = import};
    control->title = (char *)(uintptr_t)id;
    control->objective = ARENA_JOIN(import->arena, "What ", id, " of ", scheme, " asks for is done.");
    if (defined == NULL || control->objective == NULL)
        return control->objective != NULL;
    if (oscal_is_withdrawn(defined->node) && import_deprecated(import, control->name, "") != STATUS_OK)
        return false;
    prose.file = catalog->file;
    prose.params = &catalog->params;
    const char *title = oscal_title(&prose, defined->node);
    const char *statement = oscal_statement(&prose, defined->node);
    if (title == NULL || statement == NULL)
        return false;
    if (title[0] != '\0')
        control->title = (char *)(uintptr_t)draft_title(import, title);
    if (statement[0] != '\0')
        control->objective = (char *)(uintptr_t)statement;
    return control->title != NULL;
}

static bool refer(struct import *import, Catalog__V1__Control *control, const char *scheme, const char *id) {
    Catalog__V1__Reference *reference = DRAFT_NEW(import, Catalog__V1__Reference, catalog__v1__reference);
    if (reference == NULL)
        return false;
    reference->scheme = (char *)(uintptr_t)scheme;
    reference->id = (char *)(uintptr_t)id;
    return draft_add(import, &control->n_references, &control->references, reference);
}

static Catalog__V1__Control *new_control(struct oscal *oscal, const struct oscal_document *document,
                                         const struct tree_node *node, const char *scheme, const char *id) {
    struct import *import = oscal->import;
    Catalog__V1__Control *control = draft_control(import, document->file, node, slug_of(import, scheme, id));
    if (control == NULL || !refer(import, control, scheme, id) || !describe(oscal, control, scheme, id))
        return NULL;
    classify(control, scheme, id);
    return control;
}

/* Several sources share a control draft, so that it belongs to none of them. */
Catalog__V1__Control *oscal_control(struct oscal *oscal, const struct oscal_document *document,
                                    const struct tree_node *node, const char *scheme, const char *id) {
    struct import *import = oscal->import;
    const char *spelled = reference_id(scheme, id, import->arena);
    const char *key = spelled == NULL ? NULL : ARENA_JOIN(import->arena, scheme, ":", spelled);
    if (key == NULL) {
        import_no_memory(import);
        return NULL;
    }
    Catalog__V1__Control *control = string_map_get(&oscal->controls, key);
    if (control != NULL)
        return control;
    const char *mark = import->mark;
    import->mark = "";
    control = new_control(oscal, document, node, scheme, spelled);
    import->mark = mark;
    if (control != NULL && string_map_put(&oscal->controls, key, control))
        return control;
    import_no_memory(import);
    return NULL;
}
