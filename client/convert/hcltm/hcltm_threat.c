#include "convert/hcltm/hcltm.h"
#include "convert/normalise.h"
#include "convert/plain.h"

#include <string.h>

/* A threat on its way into the model. */
struct threat {
    struct hcltm_model *model;
    Catalog__V1__ThreatUse *use;
};

/* ---- Where it stands ---- */

static const char *whole_of(struct hcltm_model *model, const struct hcltm_body *body) {
    struct import *import = model->hcltm->import;
    if (model->whole != NULL)
        return model->whole;
    const char *id = draft_id(&model->ids, "whole", "application", "application");
    Catalog__V1__Element *element =
        tool_element(import, model->feature, id, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
    if (element == NULL)
        return NULL;
    element->title = model->feature->title;
    element->description = tool_text("Stands for the whole application.");
    report_add(import->report, NOTE_WARNING, body->file->path, body->node,
               "threats have no places there, but for the stores of assets that they name: others stand on the element "
               "`%s` until they are moved",
               id);
    model->whole = id;
    return id;
}

/* Where the first asset that the threat names is held. */
static const char *place_of(struct hcltm_model *model, const struct hcltm_body *body) {
    const struct tree_node *names = hcltm_list(body, "information_asset_refs");
    for (size_t i = 0; i < names->count; i++) {
        const char *name = hcltm_label_of(model, "asset", names->entries[i].value->text);
        const Catalog__V1__Asset *asset = name == NULL ? NULL : string_map_get(&model->assets, name);
        if (asset != NULL && asset->n_on > 0)
            return asset->on[0];
    }
    return whole_of(model, body);
}

/* ---- What it is ---- */

static bool add_assets(const struct hcltm_model *model, const struct hcltm_body *body,
                       Catalog__V1__ThreatStatement *statement) {
    const struct tree_node *names = hcltm_list(body, "information_asset_refs");
    for (size_t i = 0; i < names->count; i++) {
        const char *name = hcltm_label_of(model, "asset", names->entries[i].value->text);
        if (name == NULL)
            return false;
        if (string_map_get(&model->assets, name) == NULL)
            report_add(model->hcltm->import->report, NOTE_WARNING, body->file->path, names->entries[i].value,
                       "there is no information asset \"%.60s\"", name);
        if (!tool_tag(model->hcltm->import, &statement->n_impacted_assets, &statement->impacted_assets, name))
            return false;
    }
    return true;
}

static Catalog__V1__ThreatStatement *statement_of(const struct hcltm_model *model, const struct hcltm_body *body,
                                                  const char *title) {
    struct import *import = model->hcltm->import;
    const struct tree_node *impacts = hcltm_list(body, "impacts");
    Catalog__V1__ThreatStatement *statement =
        DRAFT_NEW(import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    if (statement == NULL || !add_assets(model, body, statement))
        return NULL;
    statement->action = tool_text(title);
    for (size_t i = 0; i < impacts->count; i++) {
        char *goal = arena_strdup(import->arena, impacts->entries[i].value->text);
        for (char *at = goal; goal != NULL && *at != '\0'; at++)
            *at = normalise_lower(*at);
        if (goal == NULL || !tool_tag(import, &statement->n_impacted_goals, &statement->impacted_goals, goal))
            return NULL;
    }
    return statement;
}

static status_code read_risk(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"likelihood", "impact", "severity", "rationale", "score"};
    const struct threat *threat = context;
    struct import *import = threat->model->hcltm->import;
    Catalog__V1__Threat *rated = threat->use->inline_;
    const char *severity = hcltm_word(body, "severity");
    const char *rationale = hcltm_text(threat->model->hcltm, body, "rationale");
    const char *tag = severity[0] == '\0' ? "" : ARENA_JOIN(import->arena, "severity:", severity);
    hcltm_note_rest(threat->model->hcltm, body, known, COUNT_OF(known));
    rated->likelihood = normalise_rating(hcltm_word(body, "likelihood"));
    rated->impact = normalise_rating(hcltm_word(body, "impact"));
    if (rated->likelihood == 0 || rated->impact == 0)
        report_add(import->report, NOTE_WARNING, body->file->path, body->node,
                   "likelihood \"%.40s\" and impact \"%.40s\" are no whole rating", hcltm_word(body, "likelihood"),
                   hcltm_word(body, "impact"));
    threat->use->rationale = tool_text(rationale);
    return rationale != NULL && tag != NULL && tool_tag(import, &rated->n_tags, &rated->tags, tag)
               ? STATUS_OK
               : import_no_memory(threat->model->hcltm->import);
}

/* ---- What is done about it ---- */

/* Adds a control of the model against the threat: TITLE may be "", then the first sentence of TEXT stands for it. */
static Catalog__V1__Mitigation *add_control(struct threat *threat, const char *title, const char *text) {
    struct hcltm_model *model = threat->model;
    struct import *import = model->hcltm->import;
    const char *plain = plain_text(import->arena, text);
    const char *name = plain == NULL || title[0] != '\0' ? title : plain_sentence(import->arena, plain);
    const char *key = name == NULL ? NULL : ARENA_JOIN(import->arena, name, " ", threat->use->id);
    const char *id = key == NULL ? NULL : draft_id(&model->ids, "control", "", key);
    const char *shown = name == NULL ? NULL : draft_title(import, name[0] == '\0' ? "Control" : name);
    Catalog__V1__Mitigation *mitigation = tool_mitigation(import, model->feature, id, shown);
    char *mitigates = ARENA_JOIN(import->arena, "#", threat->use->id);
    if (plain == NULL || mitigation == NULL || mitigates == NULL ||
        !draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, mitigates) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, threat->use->on))
        return NULL;
    mitigation->inline_->objective = tool_text(plain);
    return mitigation;
}

static bool keep_reduction(const struct threat *threat, const struct hcltm_body *body, Catalog__V1__Control *control) {
    struct import *import = threat->model->hcltm->import;
    uint32_t percent = hcltm_reduction(threat->model->hcltm, body);
    if (percent == 0)
        return true;
    const char *tag = arena_printf(import->arena, "risk-reduction:%u", (unsigned)percent);
    report_add(import->report, NOTE_LOSS, body->file->path, body->node,
               "the risk reduction of %u percent is a tag only: a control written in a model is partial",
               (unsigned)percent);
    return tag != NULL && tool_tag(import, &control->n_tags, &control->tags, tag);
}

static status_code read_control(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"name",           "description", "implemented", "implementation_notes",
                                        "risk_reduction", "attribute"};
    struct threat *threat = context;
    struct hcltm *hcltm = threat->model->hcltm;
    const char *text = hcltm_text(hcltm, body, "description");
    const char *notes = hcltm_text(hcltm, body, "implementation_notes");
    hcltm_note_rest(hcltm, body, known, COUNT_OF(known));
    if (text == NULL || notes == NULL)
        return import_no_memory(threat->model->hcltm->import);
    Catalog__V1__Mitigation *mitigation = add_control(threat, body->label, text);
    if (mitigation == NULL || !keep_reduction(threat, body, mitigation->inline_) ||
        !hcltm_add_attributes(hcltm, body, &mitigation->inline_->n_tags, &mitigation->inline_->tags))
        return import_no_memory(threat->model->hcltm->import);
    mitigation->description = plain_text(hcltm->import->arena, notes);
    if (hcltm_is_true(body, "implemented"))
        mitigation->status = CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED;
    return mitigation->description == NULL ? import_no_memory(threat->model->hcltm->import) : STATUS_OK;
}

/* "import.control.NAME" in a list: the whole control of a library. */
static status_code import_control(struct threat *threat, const struct hcltm_body *body, const struct tree_node *node) {
    const char *dot = strrchr(node->text, '.');
    const char *name = dot == NULL ? node->text : dot + 1;
    size_t size = strcspn(name, "}");
    char *copy = arena_strndup(threat->model->hcltm->import->arena, name, size);
    const struct hcltm_body *control = copy == NULL ? NULL : string_map_get(&body->file->controls, copy);
    if (copy == NULL)
        return import_no_memory(threat->model->hcltm->import);
    if (control != NULL)
        return read_control(threat, control);
    report_add(threat->model->hcltm->import->report, NOTE_WARNING, body->file->path, node,
               "there is no control \"%.60s\" in what is imported", copy);
    return STATUS_OK;
}

/* Before controls were blocks they were one text. */
static status_code read_control_text(struct threat *threat, const struct hcltm_body *body) {
    struct import *import = threat->model->hcltm->import;
    const struct tree_node *value = hcltm_get(body->node, "control");
    if (value == NULL || value->kind != TREE_TEXT || value->text[0] == '\0')
        return STATUS_OK;
    const char *text = hcltm_text(threat->model->hcltm, body, "control");
    report_add(import->report, NOTE_WARNING, body->file->path, value,
               "the control is free text: it became one control of the model, look whether it is");
    return text != NULL && add_control(threat, "", text) != NULL ? STATUS_OK
                                                                 : import_no_memory(threat->model->hcltm->import);
}

/* Blocks called control; the text of that name is none. */
static status_code read_control_blocks(struct threat *threat, const struct hcltm_body *body) {
    static const char *const keys[] = {"control", "expanded_control"};
    const struct tree_node *imports = hcltm_list(body, "control_imports");
    const struct tree_node *control = hcltm_get(body->node, "control");
    bool is_text = control != NULL && control->kind == TREE_TEXT;
    status_code code = STATUS_OK;
    for (size_t i = is_text; i < COUNT_OF(keys) && code == STATUS_OK; i++)
        code = hcltm_each(threat->model->hcltm, body, keys[i], true, read_control, threat);
    if (code == STATUS_OK)
        code = hcltm_each(threat->model->hcltm, body, "proposed_control", false, read_control, threat);
    for (size_t i = 0; i < imports->count && code == STATUS_OK; i++)
        code = import_control(threat, body, imports->entries[i].value);
    return code;
}

/* ---- Together ---- */

static bool describe(struct threat *threat, const struct hcltm_body *body) {
    struct hcltm_model *model = threat->model;
    struct import *import = model->hcltm->import;
    const struct tree_node *stride = hcltm_list(body, "stride");
    Catalog__V1__Threat *described = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    const char *text = hcltm_text(model->hcltm, body, "description");
    char *plain = text == NULL ? NULL : plain_text(import->arena, text);
    const char *title = body->label;
    if (described == NULL || plain == NULL)
        return false;
    if (title[0] == '\0')
        title = plain_sentence(import->arena, plain);
    threat->use->inline_ = described;
    described->title = title == NULL ? NULL : tool_text(draft_title(import, title));
    described->description = plain;
    described->statement = described->title == NULL ? NULL : statement_of(model, body, described->title);
    bool is_whole = described->statement != NULL;
    for (size_t i = 0; i < stride->count && is_whole; i++)
        is_whole = tool_classify(import, described, HCLTM_SCHEME, stride->entries[i].value->text);
    return is_whole;
}

status_code hcltm_read_threat(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {
        "name", "description", "impacts",          "stride",           "information_asset_refs",
        "risk", "control",     "expanded_control", "proposed_control", "control_imports"};
    struct threat threat = {.model = context};
    struct import *import = threat.model->hcltm->import;
    threat.use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *place = place_of(threat.model, body);
    hcltm_note_rest(threat.model->hcltm, body, known, COUNT_OF(known));
    if (threat.use == NULL || place == NULL || !describe(&threat, body) ||
        !draft_add(import, &threat.model->feature->n_threats, &threat.model->feature->threats, threat.use))
        return import_no_memory(threat.model->hcltm->import);
    if (body->label[0] == '\0')
        report_add(import->report, NOTE_WARNING, body->file->path, body->node,
                   "the threat has no name: it is called by its first sentence");
    threat.use->id = tool_text(draft_id(&threat.model->ids, "threat", body->label, threat.use->inline_->title));
    threat.use->on = tool_text(place);
    if (threat.use->id == NULL)
        return import_no_memory(threat.model->hcltm->import);
    status_code code = hcltm_each(threat.model->hcltm, body, "risk", false, read_risk, &threat);
    if (code == STATUS_OK)
        code = read_control_text(&threat, body);
    return code == STATUS_OK ? read_control_blocks(&threat, body) : code;
}
