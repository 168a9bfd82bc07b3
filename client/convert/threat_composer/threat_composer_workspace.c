#include "convert/export.h"
#include "convert/links.h"
#include "convert/passage.h"
#include "convert/threat_composer/threat_composer.h"

#include <string.h>

/* The source names no places: one element stands for all of them. */
#define PLACE_ID "application"
/* Past it, further assumptions are not repeated at one threat or mitigation. */
#define RATIONALE_BYTES_MAX 8192

struct workspace {
    const struct composer *composer;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct links links;            /* of mitigations that are carried */
    struct string_map uses;        /* id of a threat in the source to the Catalog__V1__ThreatUse */
    struct string_map mitigations; /* id in the source to the Catalog__V1__Mitigation */
    struct string_map assumptions; /* id in the source to the text */
    struct passage prose;          /* the description */
    bool needs_place;              /* something stands on the application as a whole */
};

static void note(const struct workspace *workspace, enum note_kind kind, const struct tree_node *node,
                 const char *text) {
    report_add(workspace->composer->import->report, kind, workspace->composer->file, node, "%s", text);
}

/* Of two with one id the first is the one that links mean. */
static bool remember(const struct workspace *workspace, struct string_map *map, const struct tree_node *node,
                     void *value) {
    const char *id = draft_text(node, "id");
    if (string_map_get(map, id) == NULL)
        return string_map_put(map, id, value);
    note(workspace, NOTE_WARNING, node, "its id is another one's too: links go to the first");
    return true;
}

static Catalog__V1__ThreatUse *new_use(struct workspace *workspace, const struct tree_node *node) {
    struct import *import = workspace->composer->import;
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    Catalog__V1__Threat *threat = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    if (use == NULL || threat == NULL || !composer_fill_threat(workspace->composer, node, threat))
        return NULL;
    use->id = tool_text(draft_id(&workspace->ids, "threat", draft_text(node, "id"), threat->title));
    use->inline_ = threat;
    use->on = tool_text(PLACE_ID);
    workspace->needs_place = true;
    return use;
}

static status_code read_threat(void *context, const struct tree_node *node) {
    struct workspace *workspace = context;
    struct import *import = workspace->composer->import;
    Catalog__V1__ThreatUse *use = NULL;
    if (!composer_carried_use(workspace->composer, node, &use))
        return import_no_memory(workspace->composer->import);
    if (use == NULL)
        use = new_use(workspace, node);
    else if (use->id[0] != '\0')
        use->id = tool_text(draft_id(&workspace->ids, "threat", use->id, ""));
    if (use == NULL || !remember(workspace, &workspace->uses, node, use))
        return import_no_memory(workspace->composer->import);
    return use->id != NULL && draft_add(import, &workspace->feature->n_threats, &workspace->feature->threats, use)
               ? STATUS_OK
               : import_no_memory(workspace->composer->import);
}

static const struct {
    const char *word;
    Catalog__V1__MitigationStatus status;
} states[] = {
    {"mitigationIdentified", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
    {"mitigationInProgress", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED},
    {"mitigationResolved", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED},
    {"", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
};

const char *composer_status_word(Catalog__V1__MitigationStatus status) {
    bool is_verified = status == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED;
    Catalog__V1__MitigationStatus wanted =
        is_verified ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED : status;
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (states[i].status == wanted)
            return states[i].word;
    }
    return states[0].word;
}

static Catalog__V1__MitigationStatus status_of(const struct workspace *workspace, const struct tree_node *node) {
    const char *word = draft_text(node, "status");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].word, word) == 0)
            return states[i].status;
    }
    report_add(workspace->composer->import->report, NOTE_LOSS, workspace->composer->file, node,
               "the status \"%.40s\" has no place: the mitigation is proposed, which counts for nothing", word);
    return CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
}

static Catalog__V1__Mitigation *new_mitigation(struct workspace *workspace, const struct tree_node *node) {
    struct import *import = workspace->composer->import;
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    if (mitigation == NULL || control == NULL || !composer_fill_control(workspace->composer, node, control) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, tool_text(PLACE_ID)))
        return NULL;
    mitigation->id = tool_text(draft_id(&workspace->ids, "mitigation", draft_text(node, "id"), control->title));
    mitigation->title = control->title;
    mitigation->inline_ = control;
    mitigation->status = status_of(workspace, node);
    workspace->needs_place = true;
    return mitigation;
}

static status_code read_mitigation(void *context, const struct tree_node *node) {
    struct workspace *workspace = context;
    struct import *import = workspace->composer->import;
    Catalog__V1__Mitigation *mitigation = NULL;
    if (!composer_carried_mitigation(workspace->composer, node, &mitigation))
        return import_no_memory(workspace->composer->import);
    if (mitigation == NULL) {
        mitigation = new_mitigation(workspace, node);
    } else {
        mitigation->id = tool_text(draft_id(&workspace->ids, "mitigation", mitigation->id, "mitigation"));
        if (!links_carry(&workspace->links, draft_text(node, "id"), mitigation))
            return import_no_memory(workspace->composer->import);
        /* Another word than the carried status is written as was set in the tool. */
        if (strcmp(composer_status_word(mitigation->status), draft_text(node, "status")) != 0)
            mitigation->status = status_of(workspace, node);
    }
    return mitigation != NULL && mitigation->id != NULL &&
                   remember(workspace, &workspace->mitigations, node, mitigation) &&
                   draft_add(import, &workspace->feature->n_mitigations, &workspace->feature->mitigations, mitigation)
               ? STATUS_OK
               : import_no_memory(workspace->composer->import);
}

/* A link says that the mitigation works where the threat is. */
static bool link(struct import *import, Catalog__V1__Mitigation *mitigation, const Catalog__V1__ThreatUse *use) {
    const char *name = use->inline_ == NULL ? use->threat : ARENA_JOIN(import->arena, "#", use->id);
    if (name == NULL || !tool_tag(import, &mitigation->n_mitigates, &mitigation->mitigates, name))
        return false;
    return export_covers(mitigation, use->on) || tool_tag(import, &mitigation->n_on, &mitigation->on, use->on);
}

static status_code read_mitigation_link(void *context, const struct tree_node *node) {
    struct workspace *workspace = context;
    const char *id = draft_text(node, "mitigationId");
    Catalog__V1__Mitigation *mitigation = string_map_get(&workspace->mitigations, id);
    const Catalog__V1__ThreatUse *use = string_map_get(&workspace->uses, draft_text(node, "linkedId"));
    if (mitigation == NULL || use == NULL) {
        note(workspace, NOTE_WARNING, node,
             mitigation == NULL ? "the link goes to a mitigation that is not there"
                                : "the link goes to a threat that is not there");
        return STATUS_OK;
    }
    bool is_added = links_find(&workspace->links, id) == mitigation
                        ? links_add(&workspace->links, id, use, mitigation->status)
                        : link(workspace->composer->import, mitigation, use);
    return is_added ? STATUS_OK : import_no_memory(workspace->composer->import);
}

static void add_prose(struct workspace *workspace, const char *text) {
    passage_add(&workspace->prose, workspace->composer->import->arena, "\n\n", text);
}

/* Only a component states assumptions: those of a feature are prose. */
static status_code read_assumption(void *context, const struct tree_node *node) {
    struct workspace *workspace = context;
    if (composer_is_carried(node))
        return STATUS_OK;
    const char *text = ARENA_JOIN(workspace->composer->import->arena, "Assumption: ", draft_text(node, "content"));
    if (text == NULL || !remember(workspace, &workspace->assumptions, node, tool_text(text)))
        return import_no_memory(workspace->composer->import);
    add_prose(workspace, text);
    add_prose(workspace, composer_metadata(node, "Comments"));
    note(workspace, NOTE_LOSS, node, "a feature has no assumptions: this one stands in the description");
    return STATUS_OK;
}

static status_code read_assumption_link(void *context, const struct tree_node *node) {
    struct workspace *workspace = context;
    const char *text = string_map_get(&workspace->assumptions, draft_text(node, "assumptionId"));
    bool is_mitigation = strcmp(draft_text(node, "type"), "Mitigation") == 0;
    Catalog__V1__ThreatUse *use = string_map_get(&workspace->uses, draft_text(node, "linkedId"));
    Catalog__V1__Mitigation *mitigation = string_map_get(&workspace->mitigations, draft_text(node, "linkedId"));
    if (text == NULL || (is_mitigation ? mitigation == NULL : use == NULL)) {
        note(workspace, NOTE_WARNING, node,
             text == NULL ? "the link goes to an assumption that is not there"
                          : "the link goes to a threat or mitigation that is not there");
        return STATUS_OK;
    }
    char **field = is_mitigation ? &mitigation->description : &use->rationale;
    if (strlen(*field) + strlen(text) > RATIONALE_BYTES_MAX) {
        note(workspace, NOTE_LOSS, node, "there are too many assumptions to repeat this one here");
        return STATUS_OK;
    }
    *field = tool_text(tool_paragraphs(workspace->composer->import, *field, text));
    return *field == NULL ? import_no_memory(workspace->composer->import) : STATUS_OK;
}

static bool add_link(const struct workspace *workspace, const char *title, const char *url) {
    Catalog__V1__Link *link = DRAFT_NEW(workspace->composer->import, Catalog__V1__Link, catalog__v1__link);
    if (link == NULL)
        return false;
    link->title = tool_text(title);
    link->url = tool_text(url);
    return draft_add(workspace->composer->import, &workspace->feature->n_links, &workspace->feature->links, link);
}

/* A drawing with a text: the text stays, and a picture that stands elsewhere becomes a link. */
static bool read_drawing(struct workspace *workspace, const char *key, const char *title) {
    const struct tree_node *drawing = tree_get(workspace->composer->root, key);
    const char *image = draft_text(drawing, "image");
    add_prose(workspace, draft_text(drawing, "description"));
    if (strncmp(image, "https://", strlen("https://")) == 0)
        return add_link(workspace, title, image);
    if (image[0] != '\0')
        report_add(workspace->composer->import->report, NOTE_LOSS, workspace->composer->file, drawing,
                   "the image of `%s`, %zu bytes of text, is left out", key, strlen(image));
    return true;
}

static bool has_place(const struct workspace *workspace) {
    for (size_t i = 0; i < workspace->feature->n_elements; i++) {
        if (strcmp(workspace->feature->elements[i]->id, PLACE_ID) == 0)
            return true;
    }
    return false;
}

static bool add_place(const struct workspace *workspace) {
    struct import *import = workspace->composer->import;
    const struct tree_node *root = workspace->composer->root;
    if (!workspace->needs_place || has_place(workspace))
        return true;
    Catalog__V1__Element *element = DRAFT_NEW(import, Catalog__V1__Element, catalog__v1__element);
    if (element == NULL)
        return false;
    element->id = tool_text(PLACE_ID);
    element->kind = CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
    element->title = workspace->feature->title;
    element->description = tool_text("Stands for the whole application.");
    note(workspace, NOTE_WARNING, root,
         "threats have no places there: all stand on the element `" PLACE_ID "` until they are moved");
    return draft_add(import, &workspace->feature->n_elements, &workspace->feature->elements, element);
}

static bool add_feature(struct workspace *workspace) {
    const struct composer *composer = workspace->composer;
    const struct tree_node *about = tree_get(composer->root, "applicationInfo");
    const char *title = draft_text(about, "name");
    if (import_source(composer->import, title) != STATUS_OK)
        return false;
    workspace->feature = composer_model(composer, about == NULL ? composer->root : about, title);
    if (workspace->feature == NULL)
        return false;
    workspace->feature->title = tool_text(draft_title(composer->import, title[0] == '\0' ? "Threat model" : title));
    add_prose(workspace, draft_text(about, "description"));
    return workspace->feature->title != NULL && read_drawing(workspace, "architecture", "Architecture") &&
           read_drawing(workspace, "dataflow", "Data flow") &&
           draft_id(&workspace->ids, "element", PLACE_ID, "") != NULL;
}

static bool write_description(const struct workspace *workspace) {
    const char *text = passage_text(&workspace->prose, workspace->composer->import->arena);
    workspace->feature->description = tool_text(text);
    return text != NULL;
}

static void warn_of_unlinked(const struct workspace *workspace) {
    for (size_t i = 0; i < workspace->feature->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = workspace->feature->mitigations[i];
        if (mitigation->n_mitigates == 0)
            report_add(workspace->composer->import->report, NOTE_WARNING, workspace->composer->file, NULL,
                       "the mitigation \"%.80s\" answers no threat", mitigation->title);
    }
}

status_code composer_read_workspace(const struct composer *composer) {
    static const struct {
        const char *key;
        composer_read *read;
    } parts[] = {
        {"threats", read_threat},
        {"mitigations", read_mitigation},
        {"assumptions", read_assumption},
        {"mitigationLinks", read_mitigation_link},
        {"assumptionLinks", read_assumption_link},
    };
    struct workspace workspace = {.composer = composer};
    draft_ids_init(&workspace.ids, composer->import);
    string_map_init(&workspace.uses, composer->import->arena);
    string_map_init(&workspace.mitigations, composer->import->arena);
    string_map_init(&workspace.assumptions, composer->import->arena);
    if (!add_feature(&workspace))
        return import_no_memory(workspace.composer->import);
    links_init(&workspace.links, composer->import, composer->file, workspace.feature, &workspace.ids);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(parts) && code == STATUS_OK; i++)
        code =
            composer_each(composer, parts[i].key, draft_list(composer->root, parts[i].key), parts[i].read, &workspace);
    if (code != STATUS_OK)
        return code;
    warn_of_unlinked(&workspace);
    return links_settle(&workspace.links) && write_description(&workspace) && add_place(&workspace)
               ? STATUS_OK
               : import_no_memory(composer->import);
}
