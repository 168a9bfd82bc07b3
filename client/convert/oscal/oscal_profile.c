#include "convert/oscal/oscal.h"

#include "model/reference.h"

#include <string.h>

/* An entry and the values that the profile gives its parameters. */
struct selected {
    Catalog__V1__BaselineEntry *entry;
    struct passage rationale;
};

/* A baseline being made. */
struct making {
    struct oscal *oscal;
    const struct oscal_document *document;
    Catalog__V1__Baseline *baseline;
    struct draft_ids ids;
    struct string_map entries; /* id of the control in its one spelling, to the struct selected */
};

static void note(const struct making *making, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(making->oscal->import->report, kind, making->document->file, node, "%s", text);
}

/* ---- Parameters ---- */

/* The control whose parameter ID is: the catalog says so, else the id does: "ac-2_prm_1", "ac-02_odp.01". */
static const char *owner_of(const struct making *making, const char *id) {
    const struct oscal *oscal = making->oscal;
    struct arena *arena = oscal->import->arena;
    for (size_t i = 0; i < oscal->documents.count; i++) {
        const struct oscal_document *catalog = oscal->documents.items[i];
        bool is_scheme = catalog->kind == OSCAL_CATALOG && strcmp(catalog->scheme, making->document->scheme) == 0;
        const struct tree_node *owner = is_scheme ? string_map_get(&catalog->param_owners, id) : NULL;
        if (owner != NULL)
            return reference_id(making->document->scheme, draft_text(owner, "id"), arena);
    }
    const char *text = arena_strndup(arena, id, strcspn(id, "_"));
    return text == NULL ? NULL : reference_id(making->document->scheme, text, arena);
}

/* What a `set-parameters` entry sets: values, else a choice, else what a value has to be, else a label. */
static const char *value_of(const struct making *making, const struct tree_node *setting) {
    struct arena *arena = making->oscal->import->arena;
    const char *text = passage_of(draft_list(setting, "values"), NULL, ", ", arena);
    if (text != NULL && text[0] == '\0')
        text = passage_of(draft_list(oscal_get(setting, "select"), "choice"), NULL, ", ", arena);
    if (text != NULL && text[0] == '\0')
        text = passage_of(draft_list(setting, "constraints"), "description", "; ", arena);
    return text == NULL || text[0] != '\0' ? text : draft_text(setting, "label");
}

/* The value stands in the rationale: a control is the same for all baselines that ask for it. */
static status_code set_parameter(struct making *making, const struct tree_node *setting) {
    struct arena *arena = making->oscal->import->arena;
    const char *id = draft_text(setting, "param-id");
    const char *owner = owner_of(making, id);
    const char *value = value_of(making, setting);
    if (owner == NULL || value == NULL)
        return import_no_memory(making->oscal->import);
    struct selected *selected = string_map_get(&making->entries, owner);
    if (selected == NULL || value[0] == '\0') {
        note(making, NOTE_LOSS, setting,
             selected == NULL ? "the parameter is of no control that the profile selects, and is left out"
                              : "guidelines of a parameter have no place in a baseline");
        return STATUS_OK;
    }
    passage_add(&selected->rationale, arena, "\n", id);
    passage_add(&selected->rationale, arena, ": ", value);
    return STATUS_OK;
}

static status_code end_rationales(struct making *making) {
    for (size_t i = 0; i < making->entries.count; i++) {
        const struct selected *selected = making->entries.entries[i].value;
        const char *text = passage_text(&selected->rationale, making->oscal->import->arena);
        if (text == NULL)
            return import_no_memory(making->oscal->import);
        selected->entry->rationale = (char *)(uintptr_t)text;
    }
    return STATUS_OK;
}

static void note_alteration(const struct making *making, const struct tree_node *alteration) {
    report_add(making->oscal->import->report, NOTE_LOSS, making->document->file, alteration,
               "what the profile adds to or takes from %.60s is left out: a baseline names controls and does not "
               "change them",
               draft_text(alteration, "control-id"));
}

static status_code read_modifications(struct making *making) {
    const struct tree_node *modify = oscal_get(making->document->root, "modify");
    const struct tree_node *settings = draft_list(modify, "set-parameters");
    const struct tree_node *alterations = draft_list(modify, "alters");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < settings->count && code == STATUS_OK; i++)
        code = set_parameter(making, settings->entries[i].value);
    for (size_t i = 0; i < alterations->count; i++)
        note_alteration(making, alterations->entries[i].value);
    if (code == STATUS_OK)
        code = end_rationales(making);
    if (oscal_get(oscal_get(making->document->root, "merge"), "custom") != NULL)
        note(making, NOTE_LOSS, oscal_get(making->document->root, "merge"),
             "the order and groups that the profile gives its controls are left out");
    return code;
}

/* ---- Entries ---- */

static status_code read_entry(struct making *making, const char *source_id, const struct tree_node *node) {
    struct import *import = making->oscal->import;
    const struct oscal_document *document = making->document;
    const char *spelled = reference_id(document->scheme, source_id, import->arena);
    if (spelled == NULL)
        return import_no_memory(making->oscal->import);
    if (string_map_get(&making->entries, spelled) != NULL) {
        note(making, NOTE_WARNING, node, "the control is selected already, in another spelling");
        return STATUS_OK;
    }
    Catalog__V1__BaselineEntry *entry = DRAFT_NEW(import, Catalog__V1__BaselineEntry, catalog__v1__baseline_entry);
    const Catalog__V1__Control *control = oscal_control(making->oscal, document, node, document->scheme, source_id);
    const char *id = draft_id(&making->ids, "control", spelled, "control");
    struct selected *selected = ARENA_NEW(import->arena, struct selected);
    if (entry == NULL || control == NULL || id == NULL || selected == NULL ||
        !string_map_put(&making->entries, spelled, selected) ||
        !draft_add(import, &making->baseline->n_entries, &making->baseline->entries, entry))
        return import_no_memory(making->oscal->import);
    selected->entry = entry;
    entry->id = (char *)(uintptr_t)id;
    entry->control = control->name;
    entry->level = CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE;
    return STATUS_OK;
}

/* A baseline of SP 800-53 is called by revision and level, which its next version has, too. */
static const char *slug_of(const struct making *making) {
    const struct oscal_document *document = making->document;
    const char *level = oscal_level(document->title);
    const char *revision = oscal_revision(making->oscal, document);
    struct import *import = making->oscal->import;
    if (revision == NULL || revision[0] == '\0' || level[0] == '\0' || strncmp(document->title, "NIST", 4) != 0)
        return revision == NULL ? NULL : draft_slug(import, document->title, "baseline");
    return ARENA_JOIN(import->arena, document->scheme, "-", revision, "-", level);
}

static bool is_defined(const struct making *making) {
    const struct oscal_document *catalog = NULL;
    struct arena *arena = making->oscal->import->arena;
    const char *scheme = making->document->scheme;
    for (size_t i = 0; i < making->document->selected.items.count; i++) {
        const char *id = reference_id(scheme, making->document->selected.items.items[i], arena);
        if (id != NULL && oscal_defined(making->oscal, scheme, id, &catalog) == NULL)
            return false;
    }
    return true;
}

static void note_choices(const struct making *making) {
    const struct tree_node *root = making->document->root;
    if (!is_defined(making))
        note(making, NOTE_WARNING, root,
             "titles and statements stand in the catalog: give it as a PATH, too, else controls are called "
             "by their ids");
    note(making, NOTE_WARNING, root,
         "a profile does not say how binding its controls are, nor for which features: all are negotiable and the "
         "scope is every feature; set both before you publish it");
}

static status_code make_baseline(struct making *making, const char *slug) {
    struct oscal_document const *document = making->document;
    struct import *import = making->oscal->import;
    status_code code = import_source(import, slug);
    making->baseline = code == STATUS_OK ? draft_baseline(import, document->file, document->root, slug) : NULL;
    if (making->baseline == NULL)
        return import_no_memory(making->oscal->import);
    making->baseline->title = (char *)(uintptr_t)draft_title(import, document->title);
    making->baseline->description = (char *)(uintptr_t)draft_text(oscal_get(document->root, "metadata"), "remarks");
    for (size_t i = 0; i < document->selected.items.count && code == STATUS_OK; i++) {
        const char *id = document->selected.items.items[i];
        code = read_entry(making, id, string_map_get(&document->selected.nodes, id));
    }
    return code;
}

status_code oscal_read_profile(struct oscal *oscal, struct oscal_document *document) {
    struct making making = {.oscal = oscal, .document = document};
    status_code code = oscal_select(oscal, document);
    if (code != STATUS_OK)
        return code;
    const char *slug = slug_of(&making);
    if (slug == NULL)
        return import_no_memory(making.oscal->import);
    draft_ids_init(&making.ids, oscal->import);
    string_map_init(&making.entries, oscal->import->arena);
    code = make_baseline(&making, slug);
    if (code == STATUS_OK)
        code = read_modifications(&making);
    note_choices(&making);
    return code;
}
