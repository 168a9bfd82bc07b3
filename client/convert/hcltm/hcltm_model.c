#include "convert/hcltm/hcltm.h"
#include "convert/plain.h"

#include <string.h>

/* The text of KEY without markup. NULL: no room. */
static const char *plain_of(const struct hcltm_model *model, const struct hcltm_body *body, const char *key) {
    const char *text = hcltm_text(model->hcltm, body, key);
    return text == NULL ? NULL : plain_text(model->hcltm->import->arena, text);
}

/* ---- What the model says of itself ---- */

static void add_prose(struct hcltm_model *model, const char *text) {
    passage_add(&model->prose, model->hcltm->import->arena, "\n\n", text);
}

static bool add_tag(struct hcltm_model *model, const char *name, const char *value) {
    struct import *import = model->hcltm->import;
    const char *tag = value[0] == '\0' ? "" : ARENA_JOIN(import->arena, name, ":", value);
    return tag != NULL && tool_tag(import, &model->feature->n_tags, &model->feature->tags, draft_title(import, tag));
}

static bool add_links(struct hcltm_model *model) {
    static const struct {
        const char *key;
        const char *title;
    } links[] = {{"link", "Documentation"}, {"diagram_link", "Diagram"}};
    struct import *import = model->hcltm->import;
    Catalog__V1__Model *feature = model->feature;
    const struct tree_node *repositories = hcltm_list(hcltm_layer_of(model, "repository"), "repository");
    bool is_whole = true;
    for (size_t i = 0; i < COUNT_OF(links) && is_whole; i++) {
        const char *url = hcltm_text(model->hcltm, hcltm_layer_of(model, links[i].key), links[i].key);
        is_whole = url != NULL && tool_link(import, &feature->n_links, &feature->links, links[i].title, url);
    }
    for (size_t i = 0; i < repositories->count && is_whole; i++)
        is_whole =
            tool_link(import, &feature->n_links, &feature->links, "Repository", repositories->entries[i].value->text);
    return is_whole;
}

static status_code read_attributes(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"new_initiative", "internet_facing", "initiative_size"};
    struct hcltm_model *model = context;
    struct import *import = model->hcltm->import;
    const char *facing = hcltm_word(body, "internet_facing");
    bool is_boolean = strcmp(facing, "true") == 0 || strcmp(facing, "false") == 0;
    Catalog__V1__Setting *fact = DRAFT_NEW(import, Catalog__V1__Setting, catalog__v1__setting);
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    if (model->feature->n_facts > 0)
        return STATUS_OK;
    if (fact == NULL || !add_tag(model, "new_initiative", hcltm_word(body, "new_initiative")) ||
        !add_tag(model, "initiative_size", hcltm_word(body, "initiative_size")))
        return import_no_memory(model->hcltm->import);
    fact->name = tool_text("internet_facing");
    fact->value = tool_text(facing);
    return !is_boolean || draft_add(import, &model->feature->n_facts, &model->feature->facts, fact)
               ? STATUS_OK
               : import_no_memory(model->hcltm->import);
}

static status_code read_additional(void *context, const struct hcltm_body *body) {
    struct hcltm_model *model = context;
    const char *value = hcltm_text(model->hcltm, body, "value");
    return value != NULL && add_tag(model, body->label, value) ? STATUS_OK : import_no_memory(model->hcltm->import);
}

/* ---- Assets, use cases, exclusions, dependencies ---- */

static status_code read_asset(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"name", "description", "information_classification", "source"};
    struct hcltm_model *model = context;
    struct import *import = model->hcltm->import;
    struct tool_place place = hcltm_place(model->hcltm, body);
    Catalog__V1__Asset *asset = DRAFT_NEW(import, Catalog__V1__Asset, catalog__v1__asset);
    const char *id = draft_id(&model->ids, "asset", body->label, "asset");
    const char *text = plain_of(model, body, "description");
    const char *source = hcltm_word(body, "source");
    const char *origin = source[0] == '\0' ? "" : ARENA_JOIN(import->arena, "Source: ", source);
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    if (asset == NULL || id == NULL || text == NULL || origin == NULL ||
        !string_map_put(&model->assets, body->label, asset) || !hcltm_know(model, "asset", body->label) ||
        !draft_add(import, &model->feature->n_assets, &model->feature->assets, asset))
        return import_no_memory(model->hcltm->import);
    asset->id = tool_text(id);
    asset->title = tool_text(draft_title(import, body->label));
    asset->description = tool_text(tool_paragraphs(import, text, origin));
    return asset->title != NULL && asset->description != NULL &&
                   tool_classify_asset(&place, asset, hcltm_word(body, "information_classification"))
               ? STATUS_OK
               : import_no_memory(model->hcltm->import);
}

static status_code read_use_case(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"description"};
    struct hcltm_model *model = context;
    struct import *import = model->hcltm->import;
    Catalog__V1__UseCase *use = DRAFT_NEW(import, Catalog__V1__UseCase, catalog__v1__use_case);
    const char *text = plain_of(model, body, "description");
    const char *title = text == NULL ? NULL : plain_sentence(import->arena, text);
    const char *id = title == NULL ? NULL : draft_id(&model->ids, "use-case", "", title);
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    if (use == NULL || id == NULL || !draft_add(import, &model->feature->n_use_cases, &model->feature->use_cases, use))
        return import_no_memory(model->hcltm->import);
    use->id = tool_text(id);
    use->title = tool_text(draft_title(import, title));
    use->description = tool_text(text);
    return use->title == NULL ? import_no_memory(model->hcltm->import) : STATUS_OK;
}

static status_code read_exclusion(void *context, const struct hcltm_body *body) {
    struct hcltm_model *model = context;
    const char *text = plain_of(model, body, "description");
    const char *line = text == NULL ? NULL : ARENA_JOIN(model->hcltm->import->arena, "Not looked at: ", text);
    report_add(model->hcltm->import->report, NOTE_LOSS, body->file->path, body->node,
               "a model has no exclusions: this one stands in the description");
    add_prose(model, line);
    return STATUS_OK;
}

/* Which component it is nobody can tell: it becomes an element, and the report says what is to be done. */
static status_code read_third_party(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {
        "name",           "description",       "saas",        "paying_customer", "open_source",
        "infrastructure", "uptime_dependency", "uptime_notes"};
    static const char *const flags[] = {"saas", "paying_customer", "open_source", "infrastructure"};
    struct hcltm_model *model = context;
    struct import *import = model->hcltm->import;
    const char *id = draft_id(&model->ids, "third-party", body->label, "third-party");
    const char *text = plain_of(model, body, "description");
    const char *notes = plain_of(model, body, "uptime_notes");
    Catalog__V1__Element *element =
        tool_element(import, model->feature, id, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    report_add(import->report, NOTE_WARNING, body->file->path, body->node,
               "\"%.60s\" is a third party that the model depends on: it became an element; depend on a component of "
               "it once there is one",
               body->label);
    if (element == NULL || text == NULL || notes == NULL)
        return import_no_memory(model->hcltm->import);
    const char *uptime = ARENA_JOIN(import->arena, "Uptime dependency: ", hcltm_word(body, "uptime_dependency"), ".",
                                    notes[0] == '\0' ? "" : " ", notes);
    element->title = tool_text(draft_title(import, body->label));
    element->description = tool_text(uptime == NULL ? NULL : tool_paragraphs(import, text, uptime));
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        if (hcltm_is_true(body, flags[i]) &&
            !tool_tag(import, &element->n_technologies, &element->technologies, flags[i]))
            return import_no_memory(model->hcltm->import);
    }
    return element->title != NULL && element->description != NULL ? STATUS_OK : import_no_memory(model->hcltm->import);
}

/* ---- Together ---- */

static status_code describe(struct hcltm_model *model, const struct hcltm_body *body) {
    struct import *import = model->hcltm->import;
    const char *author = hcltm_text(model->hcltm, hcltm_layer_of(model, "author"), "author");
    const char *title = body->label[0] == '\0' ? "Threat model" : body->label;
    model->feature =
        draft_feature(import, body->file->path, body->node, draft_slug(import, body->label, "threat-model"));
    if (model->feature == NULL || author == NULL)
        return import_no_memory(model->hcltm->import);
    model->feature->title = tool_text(draft_title(import, title));
    model->feature->owner = tool_text(author);
    add_prose(model, plain_of(model, hcltm_layer_of(model, "description"), "description"));
    return model->feature->title != NULL && add_links(model) ? STATUS_OK : import_no_memory(model->hcltm->import);
}

static status_code write_description(struct hcltm_model *model) {
    model->feature->description = tool_text(passage_text(&model->prose, model->hcltm->import->arena));
    return model->feature->description == NULL ? import_no_memory(model->hcltm->import) : STATUS_OK;
}

static status_code read_blocks(struct hcltm_model *model) {
    static const struct {
        const char *key;
        bool has_label;
        hcltm_read *read;
    } blocks[] = {
        {"attributes", false, read_attributes},  {"additional_attribute", true, read_additional},
        {"information_asset", true, read_asset}, {"usecase", false, read_use_case},
        {"exclusion", false, read_exclusion},    {"third_party_dependency", true, read_third_party},
    };
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(blocks) && code == STATUS_OK; i++)
        code = hcltm_each_block(model, blocks[i].key, blocks[i].has_label, blocks[i].read);
    if (code == STATUS_OK)
        code = write_description(model);
    if (code == STATUS_OK)
        code = hcltm_read_diagrams(model);
    return code == STATUS_OK ? hcltm_each_block(model, "threat", true, hcltm_read_threat) : code;
}

static void note_layers(const struct hcltm_model *model) {
    static const char *const known[] = {"name",
                                        "description",
                                        "author",
                                        "link",
                                        "diagram_link",
                                        "repository",
                                        "imports",
                                        "including",
                                        "attributes",
                                        "additional_attribute",
                                        "information_asset",
                                        "usecase",
                                        "exclusion",
                                        "third_party_dependency",
                                        "threat",
                                        "data_flow_diagram",
                                        "data_flow_diagram_v2",
                                        "legacy_data_flow_diagram"};
    for (size_t i = 0; i < model->layers.count; i++)
        hcltm_note_rest(model->hcltm, &model->layers.items[i], known, COUNT_OF(known));
}

status_code hcltm_read_model(void *context, const struct hcltm_body *body) {
    struct hcltm_model model = {.hcltm = context};
    struct import *import = model.hcltm->import;
    draft_ids_init(&model.ids, import);
    string_map_init(&model.assets, import->arena);
    string_map_init(&model.labels, import->arena);
    status_code code = hcltm_add_layer(&model, body);
    if (code == STATUS_OK)
        code = import_source(import, body->label);
    if (code == STATUS_OK)
        code = describe(&model, body);
    note_layers(&model);
    return code == STATUS_OK ? read_blocks(&model) : code;
}
