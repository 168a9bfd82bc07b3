#include "convert/hcltm.h"
#include "convert/plain.h"

#include <string.h>

#define INCLUDES_MAX 8

static status_code no_memory(const struct hcltm_model *model) {
    return problem_no_memory(model->hcltm->import->problem);
}

/* The text of KEY without markup. NULL: no room. */
static const char *plain_of(const struct hcltm_model *model, const struct hcltm_body *body, const char *key) {
    const char *text = hcltm_text(model->hcltm, body, key);
    return text == NULL ? NULL : plain_text(model->hcltm->import->arena, text);
}

/* ---- Layers: what a model includes ---- */

/* Blocks on their way to READ; a layer leaves out what an earlier one has. */
struct layered {
    struct hcltm_model *model;
    struct hcltm_body *layer; /* that is read now */
    struct string_map seen;   /* label to the first layer that has it */
    hcltm_read *read;
};

static status_code read_once(void *context, const struct hcltm_body *body) {
    struct layered *layered = context;
    const struct hcltm_body *first = string_map_get(&layered->seen, body->label);
    if (body->label[0] != '\0' && first != NULL && first != layered->layer)
        return STATUS_OK;
    if (!string_map_put(&layered->seen, body->label, layered->layer))
        return no_memory(layered->model);
    return layered->read(layered->model, body);
}

status_code hcltm_each_block(struct hcltm_model *model, const char *key, bool has_label, hcltm_read *read) {
    struct layered layered = {.model = model, .read = read};
    status_code code = STATUS_OK;
    string_map_init(&layered.seen, model->hcltm->import->arena);
    for (size_t i = 0; i < model->layers.count && code == STATUS_OK; i++) {
        layered.layer = &model->layers.items[i];
        code = hcltm_each(model->hcltm, layered.layer, key, has_label, read_once, &layered);
    }
    return code;
}

/* The first layer that says KEY; the model's own where none does. */
static const struct hcltm_body *layer_of(const struct hcltm_model *model, const char *key) {
    for (size_t i = 0; i < model->layers.count; i++) {
        if (hcltm_get(model->layers.items[i].node, key) != NULL)
            return &model->layers.items[i];
    }
    return &model->layers.items[0];
}

/* Controls of the libraries that BODY imports, as if they stood in its file. */
static status_code link_imports(struct hcltm *hcltm, const struct hcltm_body *body) {
    struct hcltm_file *file = string_map_get(&hcltm->files, body->file->path);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < body->node->count && code == STATUS_OK; i++) {
        const struct tree_node *list = body->node->entries[i].value;
        bool is_import = strcmp(body->node->entries[i].key->text, "imports") == 0 && list->kind == TREE_LIST;
        for (size_t j = 0; is_import && j < list->count && code == STATUS_OK; j++) {
            struct hcltm_file *library = NULL;
            code = hcltm_open_beside(hcltm, file, list->entries[j].value, &library);
            for (size_t k = 0; library != NULL && k < library->controls.count && code == STATUS_OK; k++) {
                const struct string_map_entry *control = &library->controls.entries[k];
                if (string_map_get(&file->controls, control->key) == NULL &&
                    !string_map_put(&file->controls, control->key, control->value))
                    code = problem_no_memory(hcltm->import->problem);
            }
        }
    }
    return code;
}

/* The models of an included file: only one is taken. */
struct included {
    struct hcltm_body first;
    size_t count;
};

static status_code take_first(void *context, const struct hcltm_body *body) {
    struct included *included = context;
    if (included->count++ == 0)
        included->first = *body;
    return STATUS_OK;
}

static status_code add_layer(struct hcltm_model *model, const struct hcltm_body *body);

static status_code include(struct hcltm_model *model, const struct hcltm_body *body, const struct tree_node *node) {
    struct hcltm *hcltm = model->hcltm;
    struct included included = {.count = 0};
    struct hcltm_file *file = NULL;
    if (model->layers.count > INCLUDES_MAX)
        return import_refuse(hcltm->import, body->file->path, node, "more than %d models include each other",
                             INCLUDES_MAX);
    status_code code = hcltm_open_beside(hcltm, body->file, node, &file);
    if (code != STATUS_OK || file == NULL)
        return code;
    if (file->is_open)
        return import_refuse(hcltm->import, body->file->path, node, "\"%.120s\" includes itself", node->text);
    const struct hcltm_body root = {file, "", file->root};
    code = hcltm_each(hcltm, &root, "threatmodel", true, take_first, &included);
    if (code != STATUS_OK)
        return code;
    if (included.count != 1)
        return import_refuse(hcltm->import, body->file->path, node, "\"%.120s\" has %zu models, and one is expected",
                             node->text, included.count);
    return add_layer(model, &included.first);
}

static status_code add_layer(struct hcltm_model *model, const struct hcltm_body *body) {
    struct hcltm_file *file = string_map_get(&model->hcltm->files, body->file->path);
    const struct tree_node *including = hcltm_get(body->node, "including");
    if (!vector_push(model->hcltm->import->arena, &model->layers, *body))
        return no_memory(model);
    file->is_open = true;
    status_code code = link_imports(model->hcltm, body);
    if (code == STATUS_OK && including != NULL && including->kind == TREE_TEXT)
        code = include(model, body, including);
    file->is_open = false;
    return code;
}

/* ---- What the model says of itself ---- */

static bool add_prose(struct hcltm_model *model, const char *text) {
    struct arena *arena = model->hcltm->import->arena;
    const char *gap = model->prose.count == 0 ? "" : "\n\n";
    return text != NULL &&
           (text[0] == '\0' || (vector_push(arena, &model->prose, gap) && vector_push(arena, &model->prose, text)));
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
    const struct tree_node *repositories = hcltm_list(layer_of(model, "repository"), "repository");
    bool is_whole = true;
    for (size_t i = 0; i < COUNT_OF(links) && is_whole; i++) {
        const char *url = hcltm_text(model->hcltm, layer_of(model, links[i].key), links[i].key);
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
        return no_memory(model);
    fact->name = tool_text("internet_facing");
    fact->value = tool_text(facing);
    return !is_boolean || draft_add(import, &model->feature->n_facts, &model->feature->facts, fact) ? STATUS_OK
                                                                                                    : no_memory(model);
}

static status_code read_additional(void *context, const struct hcltm_body *body) {
    struct hcltm_model *model = context;
    const char *value = hcltm_text(model->hcltm, body, "value");
    return value != NULL && add_tag(model, body->label, value) ? STATUS_OK : no_memory(model);
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
        !string_map_put(&model->assets, body->label, asset) ||
        !draft_add(import, &model->feature->n_assets, &model->feature->assets, asset))
        return no_memory(model);
    asset->id = tool_text(id);
    asset->title = tool_text(draft_title(import, body->label));
    asset->description = tool_text(tool_paragraphs(import, text, origin));
    return asset->title != NULL && asset->description != NULL &&
                   tool_classify_asset(&place, asset, hcltm_word(body, "information_classification"))
               ? STATUS_OK
               : no_memory(model);
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
        return no_memory(model);
    use->id = tool_text(id);
    use->title = tool_text(draft_title(import, title));
    use->description = tool_text(text);
    return use->title == NULL ? no_memory(model) : STATUS_OK;
}

static status_code read_exclusion(void *context, const struct hcltm_body *body) {
    struct hcltm_model *model = context;
    const char *text = plain_of(model, body, "description");
    const char *line = text == NULL ? NULL : ARENA_JOIN(model->hcltm->import->arena, "Not looked at: ", text);
    report_add(model->hcltm->import->report, NOTE_LOSS, body->file->path, body->node,
               "a model has no exclusions: this one stands in the description");
    return line != NULL && add_prose(model, line) ? STATUS_OK : no_memory(model);
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
        return no_memory(model);
    const char *uptime = ARENA_JOIN(import->arena, "Uptime dependency: ", hcltm_word(body, "uptime_dependency"), ".",
                                    notes[0] == '\0' ? "" : " ", notes);
    element->title = tool_text(draft_title(import, body->label));
    element->description = tool_text(uptime == NULL ? NULL : tool_paragraphs(import, text, uptime));
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        if (hcltm_is_true(body, flags[i]) &&
            !tool_tag(import, &element->n_technologies, &element->technologies, flags[i]))
            return no_memory(model);
    }
    return element->title != NULL && element->description != NULL ? STATUS_OK : no_memory(model);
}

/* ---- Together ---- */

static status_code describe(struct hcltm_model *model, const struct hcltm_body *body) {
    struct import *import = model->hcltm->import;
    const char *author = hcltm_text(model->hcltm, layer_of(model, "author"), "author");
    const char *title = body->label[0] == '\0' ? "Threat model" : body->label;
    model->feature =
        draft_feature(import, body->file->path, body->node, draft_slug(import, body->label, "threat-model"));
    if (model->feature == NULL || author == NULL)
        return no_memory(model);
    model->feature->title = tool_text(draft_title(import, title));
    model->feature->owner = tool_text(author);
    return model->feature->title != NULL &&
                   add_prose(model, plain_of(model, layer_of(model, "description"), "description")) && add_links(model)
               ? STATUS_OK
               : no_memory(model);
}

static status_code write_description(struct hcltm_model *model) {
    model->feature->description = arena_join(model->hcltm->import->arena, model->prose.items, model->prose.count);
    return model->feature->description == NULL ? no_memory(model) : STATUS_OK;
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
    status_code code = add_layer(&model, body);
    if (code == STATUS_OK)
        code = import_source(import, body->label);
    if (code == STATUS_OK)
        code = describe(&model, body);
    note_layers(&model);
    return code == STATUS_OK ? read_blocks(&model) : code;
}
