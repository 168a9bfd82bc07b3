#include "convert/oscal/oscal_component.h"

#include <string.h>
#include <strings.h>

/* "ac-2_prm_1: a day; ..." of what is set; "" for nothing. NULL: no room. */
static const char *settings_of(const struct oscal_model *making, const struct tree_node *set) {
    struct arena *arena = making->oscal->import->arena;
    struct passage words = {0};
    for (size_t i = 0; i < set->count; i++) {
        const struct tree_node *setting = set->entries[i].value;
        const char *values = passage_of(draft_list(setting, "values"), NULL, ", ", arena);
        passage_add(&words, arena, "; ", draft_text(setting, "param-id"));
        passage_add(&words, arena, ": ", values == NULL ? "" : values);
        words.has_failed = words.has_failed || values == NULL;
    }
    return passage_text(&words, arena);
}

static void note_props(const struct oscal_model *making, const struct tree_node *node) {
    static const char *const known[] = {"implementation-status", "control-origination", "version"};
    const struct tree_node *props = draft_list(node, "props");
    const char *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < props->count; i++) {
        const char *name = draft_text(props->entries[i].value, "name");
        bool is_known = strcmp(draft_text(props->entries[i].value, "ns"), OSCAL_NS) == 0;
        for (size_t j = 0; j < COUNT_OF(known) && !is_known; j++)
            is_known = strcmp(known[j], name) == 0;
        first = first == NULL && !is_known ? name : first;
        count += !is_known;
    }
    if (count > 0)
        report_add(making->oscal->import->report, NOTE_LOSS, making->document->file, node,
                   "%zu properties (\"%.40s\" the first) have no place here", count, first);
}

/* ---- Requirements ---- */

/* One implemented requirement, while it is read. */
struct requirement {
    struct oscal_model *making;
    const struct tree_node *node;
    struct oscal_prose prose;
    const char *id; /* of the control, in its one spelling */
    const Catalog__V1__Control *control;
    struct passage how;
    Catalog__V1__Provision *provision; /* NULL: the consumer's */
};

/* "a" of the statement "ac-2_smt.a" and what is said of it. */
static const char *with_label(const struct requirement *requirement, const struct tree_node *statement,
                              const char *text) {
    const char *part = strrchr(draft_text(statement, "statement-id"), '.');
    return part == NULL || strstr(part, "_smt") != NULL
               ? text
               : ARENA_JOIN(requirement->making->oscal->import->arena, part + 1, ": ", text);
}

static status_code read_statement(struct requirement *requirement, const struct tree_node *statement) {
    struct oscal_model *making = requirement->making;
    struct import *import = making->oscal->import;
    const char *text = oscal_text(&requirement->prose, statement, "description");
    if (text == NULL)
        return import_no_memory(making->oscal->import);
    note_props(making, statement);
    if (!oscal_is_consumers(statement)) {
        const char *labelled = text[0] == '\0' ? text : with_label(requirement, statement, text);
        if (labelled != NULL)
            passage_add(&requirement->how, import->arena, "\n\n", labelled);
        return labelled == NULL ? import_no_memory(making->oscal->import) : STATUS_OK;
    }
    const Catalog__V1__Responsibility *duty =
        oscal_add_duty(making, draft_text(statement, "statement-id"), text, requirement->control);
    Catalog__V1__Provision *provision = requirement->provision;
    if (duty == NULL ||
        (provision != NULL && !draft_add(import, &provision->n_requires, &provision->requires, duty->id)))
        return import_no_memory(making->oscal->import);
    return STATUS_OK;
}

static status_code read_statements(struct requirement *requirement) {
    const struct tree_node *statements = draft_list(requirement->node, "statements");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < statements->count && code == STATUS_OK; i++)
        code = read_statement(requirement, statements->entries[i].value);
    return code;
}

/* Ends in a provision, or where the consumer does it in a responsibility. */
static status_code finish(struct requirement *requirement) {
    struct oscal_model *making = requirement->making;
    struct import *import = making->oscal->import;
    const char *settings = settings_of(making, draft_list(requirement->node, "set-parameters"));
    if (settings != NULL)
        passage_add(&requirement->how, import->arena, "\n\n", settings);
    const char *how = settings == NULL ? NULL : passage_text(&requirement->how, import->arena);
    note_props(making, requirement->node);
    if (how == NULL)
        return import_no_memory(making->oscal->import);
    if (requirement->provision == NULL)
        return oscal_add_duty(making, requirement->id, how, requirement->control) == NULL
                   ? import_no_memory(making->oscal->import)
                   : STATUS_OK;
    return oscal_tell_how(making, requirement->id, how, &requirement->provision->title)
               ? STATUS_OK
               : import_no_memory(making->oscal->import);
}

/* How far it is. False: there is nothing yet to inherit. */
static bool take_status(const struct requirement *requirement) {
    static const char *const absent[] = {"planned", "not-applicable", "not-implemented"};
    const char *status = oscal_prop(requirement->node, NULL, "implementation-status", NULL);
    for (size_t i = 0; i < COUNT_OF(absent); i++) {
        if (strcasecmp(absent[i], status) != 0)
            continue;
        report_add(requirement->making->oscal->import->report, NOTE_LOSS, requirement->making->document->file,
                   requirement->node, "%.60s is %s: it is no provision", requirement->id, absent[i]);
        return false;
    }
    return true;
}

static void take_strength(const struct requirement *requirement) {
    const char *status = oscal_prop(requirement->node, NULL, "implementation-status", NULL);
    if (strcasecmp(status, "partial") == 0)
        requirement->provision->strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
}

static status_code read_requirement(struct oscal_model *making, const struct tree_node *node, const char *scheme,
                                    const struct string_map *set) {
    struct requirement requirement = {.making = making, .node = node};
    struct oscal *oscal = making->oscal;
    const char *source_id = draft_text(node, "control-id");
    if (source_id[0] == '\0')
        return import_refuse(oscal->import, making->document->file, node,
                             "an implemented requirement is no mapping with a `control-id`");
    bool is_own = false;
    status_code code = oscal_read_own(making, node, &is_own);
    if (code != STATUS_OK || is_own)
        return code;
    const struct string_map *own_set = oscal_settings(oscal->import, draft_list(node, "set-parameters"));
    requirement.control = oscal_control(oscal, making->document, node, scheme, source_id);
    requirement.prose = (struct oscal_prose){.import = oscal->import,
                                             .file = making->document->file,
                                             .params = oscal_params(oscal, scheme),
                                             .set = own_set != NULL ? own_set : set};
    const char *description = oscal_text(&requirement.prose, node, "description");
    if (requirement.control == NULL || description == NULL)
        return import_no_memory(making->oscal->import);
    passage_add(&requirement.how, oscal->import->arena, "", description);
    requirement.id = requirement.control->references[0]->id;
    if (!take_status(&requirement))
        return STATUS_OK;
    if (!oscal_is_consumers(node)) {
        requirement.provision = oscal_add_provision(making, requirement.id, requirement.control);
        if (requirement.provision == NULL)
            return import_no_memory(making->oscal->import);
        take_strength(&requirement);
    }
    code = read_statements(&requirement);
    return code == STATUS_OK ? finish(&requirement) : code;
}

static status_code read_implementation(struct oscal_model *making, const struct tree_node *node) {
    const struct tree_node *requirements = draft_list(node, "implemented-requirements");
    const char *href = draft_text(node, "source");
    const char *first = requirements->count == 0 ? "" : draft_text(requirements->entries[0].value, "control-id");
    const char *scheme = oscal_scheme_of(making->oscal, making->document, href, first);
    const struct tree_node *list = draft_list(node, "set-parameters");
    const struct string_map *set = oscal_settings(making->oscal->import, list);
    const char *settings = settings_of(making, list);
    status_code code = scheme == NULL || settings == NULL ? import_no_memory(making->oscal->import) : STATUS_OK;
    if (code == STATUS_OK)
        passage_add(&making->how, making->oscal->import->arena, "\n\n", settings);
    for (size_t i = 0; i < requirements->count && code == STATUS_OK; i++)
        code = read_requirement(making, requirements->entries[i].value, scheme, set);
    return code;
}

status_code oscal_read_implementations(struct oscal_model *making, const struct tree_node *node) {
    const struct tree_node *list = draft_list(node, "control-implementations");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++)
        code = read_implementation(making, list->entries[i].value);
    note_props(making, node);
    return code;
}
