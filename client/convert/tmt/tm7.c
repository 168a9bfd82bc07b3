#include "convert/tmt/tm7.h"

#include "convert/formats.h"

#include <string.h>

#define ROOT    "ThreatModel"
#define DRAWING ROOT "/DrawingSurfaceList/DrawingSurfaceModel"

static void note(const struct tm7 *model, const struct xml_node *node, const char *text) {
    report_add(model->import->report, NOTE_LOSS, model->file, XML_PLACE(node), "%s", text);
}

/* ---- What the file says of the model as a whole ---- */

/* Adds what the child NAME says to the description, behind LABEL. */
static status_code add_paragraph(struct tm7 *model, const struct xml_node *meta, const char *name, const char *label) {
    const char *words = tmt_words(model->import, xml_child(meta, name));
    const char *whole = words == NULL || words[0] == '\0' ? words : ARENA_JOIN(model->import->arena, label, words);
    if (whole == NULL)
        return import_no_memory(model->import);
    model->description = tool_paragraphs(model->import, model->description, whole);
    return model->description == NULL ? STATUS_RESOURCE_EXHAUSTED : STATUS_OK;
}

static status_code take_meta(void *context, const struct xml_node *meta) {
    static const char *const people[] = {"Contributors", "Reviewer"};
    struct tm7 *model = context;
    model->title = tmt_title(model->import, xml_child(meta, "ThreatModelName"), "");
    model->owner = tmt_title(model->import, xml_child(meta, "Owner"), "");
    if (model->title == NULL || model->owner == NULL)
        return import_no_memory(model->import);
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        if (xml_child_text(meta, people[i])[0] != '\0')
            report_add(model->import->report, NOTE_LOSS, model->file, XML_PLACE(meta), "%s has no place in a model",
                       people[i]);
    }
    status_code code = add_paragraph(model, meta, "HighLevelSystemDescription", "");
    if (code == STATUS_OK)
        code = add_paragraph(model, meta, "Assumptions", "Assumptions: ");
    return code == STATUS_OK ? add_paragraph(model, meta, "ExternalDependencies", "External dependencies: ") : code;
}

static status_code begin_drawing(void *context, const struct xml_node *drawing) {
    struct tm7 *model = context;
    (void)drawing;
    model->drawings++;
    return STATUS_OK;
}

static status_code take_drawing_id(void *context, const struct xml_node *guid) {
    struct tm7 *model = context;
    if (model->drawing_id[0] == '\0')
        model->drawing_id = arena_strdup(model->import->arena, xml_text(guid));
    return model->drawing_id == NULL ? import_no_memory(model->import) : STATUS_OK;
}

static status_code skip_note(void *context, const struct xml_node *text) {
    note(context, text, "a note that people left for each other has no place in a model");
    return STATUS_OK;
}

static status_code skip_base(void *context, const struct xml_node *base) {
    note(context, base, "the knowledge base inside is left out: import the .tb7 file that it is from");
    return STATUS_OK;
}

static const struct xml_wanted drawn[] = {
    {ROOT "/MetaInformation", .take = take_meta},
    {DRAWING, .is_head = true, .take = begin_drawing},
    {DRAWING "/Guid", .take = take_drawing_id},
    {DRAWING "/Borders/KeyValue*", .take = tm7_take_shape},
    {DRAWING "/Lines/KeyValue*", .take = tm7_take_shape},
    {ROOT "/Notes/*", .take = skip_note},
    {ROOT "/KnowledgeBase", .is_head = true, .take = skip_base},
};

static const struct xml_wanted threats[] = {{ROOT "/ThreatInstances/KeyValue*", .take = tm7_take_threat}};

/* ---- The model ---- */

/* "shop" for "models/shop.tm7": many models have no name but that of their file. NULL: no room. */
static const char *file_title(const struct tm7 *model) {
    const char *slash = strrchr(model->file, '/');
    const char *name = slash == NULL ? model->file : slash + 1;
    const char *dot = strrchr(name, '.');
    size_t size = dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name);
    return arena_strndup(model->import->arena, name, size);
}

static status_code make_feature(struct tm7 *model) {
    struct import *import = model->import;
    if (model->title[0] == '\0')
        model->title = file_title(model);
    if (model->title == NULL ||
        import_source(import, model->drawing_id[0] == '\0' ? model->title : model->drawing_id) != STATUS_OK)
        return import_no_memory(model->import);
    const char *slug = draft_slug(import, model->title, "threat-model");
    model->feature = slug == NULL ? NULL : draft_feature(import, model->file, NULL, slug);
    if (model->feature == NULL)
        return import_no_memory(model->import);
    model->feature->title = tool_text(draft_title(import, model->title));
    model->feature->description = tool_text(model->description);
    model->feature->owner = tool_text(model->owner);
    return model->feature->title == NULL ? import_no_memory(model->import) : STATUS_OK;
}

static status_code read_tm7(struct import *import, const struct source *source) {
    struct tm7 model = {
        .import = import, .file = source->path, .drawing_id = "", .title = "", .description = "", .owner = ""};
    draft_ids_init(&model.ids, import);
    status_code code = tmt_check_size(import, source);
    if (code == STATUS_OK)
        code = xml_read(import, source, drawn, COUNT_OF(drawn), &model);
    if (code == STATUS_OK)
        code = make_feature(&model);
    if (code == STATUS_OK)
        code = tm7_read_drawing(&model);
    if (code == STATUS_OK)
        code = xml_read(import, source, threats, COUNT_OF(threats), &model);
    if (code == STATUS_OK && model.drawings > 0)
        report_add(import->report, NOTE_LOSS, model.file, NULL, "drawings and positions on them are left out: %zu",
                   model.drawings);
    if (code == STATUS_OK && model.changes > 0)
        report_add(import->report, NOTE_LOSS, model.file, NULL, "who changed threats, and when, is left out: %zu",
                   model.changes);
    return code;
}

static bool is_tm7_head(slice head) {
    return xml_has_root(head, ROOT);
}

static bool is_tm7(const struct source *source) {
    return source->file_count == 1 && is_tm7_head(source->files[0].text);
}

const struct import_format import_tm7 = {
    .name = "tm7",
    .title = "model of the Microsoft Threat Modeling Tool",
    .shape = "XML root " ROOT,
    .recognises = is_tm7,
    .recognises_head = is_tm7_head,
    .read = read_tm7,
};
