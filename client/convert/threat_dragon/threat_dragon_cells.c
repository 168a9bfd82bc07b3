#include "convert/threat_dragon/threat_dragon.h"

#include <stdlib.h>
#include <string.h>

static void note(const struct dragon *dragon, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(dragon->import->report, kind, dragon->file, node, "%s", text);
}

enum cell_role { CELL_ELEMENT, CELL_FLOW, CELL_BOX, CELL_LINE, CELL_TEXT, CELL_UNKNOWN };

struct cell_kind {
    const char *type;  /* in versions 1 and 2 */
    const char *shape; /* in version 2; one release misspells it */
    enum cell_role role;
    Catalog__V1__ElementKind kind;
};

static const struct cell_kind cell_kinds[] = {
    {"tm.Actor", "actor", CELL_ELEMENT, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR},
    {"tm.Process", "process", CELL_ELEMENT, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"tm.Store", "store", CELL_ELEMENT, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"tm.Flow", "flow", CELL_FLOW, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED},
    {"tm.BoundaryBox", "trust-boundary-box", CELL_BOX, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED},
    {"tm.Boundary", "trust-boundary-curve", CELL_LINE, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED},
    {"tm.Boundary", "trust-broundary-curve", CELL_LINE, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED},
    {"tm.Text", "td-text-block", CELL_TEXT, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED},
};

/* The shape decides, where there is one: a box has the type of a line in some releases. */
static const struct cell_kind *kind_of(const struct tree_node *cell) {
    static const struct cell_kind unknown = {"", "", CELL_UNKNOWN, 0};
    const char *shape = draft_text(cell, "shape");
    const char *type = draft_text(dragon_data(cell), "type");
    for (size_t i = 0; i < COUNT_OF(cell_kinds); i++) {
        if (strcmp(cell_kinds[i].shape, shape) == 0)
            return &cell_kinds[i];
    }
    for (size_t i = 0; i < COUNT_OF(cell_kinds); i++) {
        if (strcmp(cell_kinds[i].type, type) == 0)
            return &cell_kinds[i];
    }
    return &unknown;
}

static const char *new_id(struct dragon *dragon, const char *kind, const struct tree_node *cell) {
    const char *key = dragon_key(dragon, draft_text(cell, "id"));
    return key == NULL ? NULL : draft_id(&dragon->ids, kind, key, dragon_name(cell));
}

static const char *known_id(struct dragon *dragon, const char *kind, const char *cell_id) {
    const char *key = dragon_key(dragon, cell_id);
    return key == NULL || cell_id[0] == '\0' ? NULL : draft_id_of(&dragon->ids, kind, key);
}

/* ---- Boxes ---- */

static bool find_box(const struct tree_node *cell, struct dragon_box *ret_box) {
    const struct tree_node *position = tree_get(cell, "position");
    const struct tree_node *size = tree_get(cell, "size");
    const char *const texts[] = {draft_text(position, "x"), draft_text(position, "y"), draft_text(size, "width"),
                                 draft_text(size, "height")};
    double numbers[COUNT_OF(texts)];
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (texts[i][0] == '\0')
            return false;
        numbers[i] = strtod(texts[i], NULL);
    }
    *ret_box = (struct dragon_box){.left = numbers[0], .top = numbers[1], .width = numbers[2], .height = numbers[3]};
    return true;
}

static bool holds(const struct dragon_box *outer, const struct dragon_box *inner) {
    return outer->left <= inner->left && outer->top <= inner->top &&
           outer->left + outer->width >= inner->left + inner->width &&
           outer->top + outer->height >= inner->top + inner->height;
}

/* The zone of the smallest box of the diagram around all of CELL: the drawing is where it says what is inside. */
static const char *zone_of(const struct dragon *dragon, const struct tree_node *cell) {
    struct dragon_box own;
    const struct dragon_box *found = NULL;
    if (!find_box(cell, &own))
        return NULL;
    for (size_t i = 0; i < dragon->boxes.count; i++) {
        const struct dragon_box *box = &dragon->boxes.items[i];
        bool is_smaller = found == NULL || box->width * box->height < found->width * found->height;
        if (is_smaller && holds(box, &own))
            found = box;
    }
    return found == NULL ? NULL : found->zone;
}

static bool remember_box(struct dragon *dragon, const struct tree_node *cell, const char *zone) {
    struct dragon_box box;
    if (!find_box(cell, &box))
        return true;
    if (dragon->boxes.count == DRAGON_BOXES_MAX) {
        note(dragon, NOTE_LOSS, cell, "there are too many boxes to see what is inside this one");
        return true;
    }
    box.zone = zone;
    return vector_push(dragon->import->arena, &dragon->boxes, box);
}

static status_code read_box(struct dragon *dragon, const struct tree_node *cell) {
    Catalog__V1__TrustZone *zone = DRAFT_NEW(dragon->import, Catalog__V1__TrustZone, catalog__v1__trust_zone);
    const char *id = new_id(dragon, "zone", cell);
    if (zone == NULL || id == NULL || !remember_box(dragon, cell, id))
        return import_no_memory(dragon->import);
    zone->id = tool_text(id);
    zone->title = tool_text(draft_title(dragon->import, dragon_name(cell)));
    if (draft_text(dragon_data(cell), "description")[0] != '\0')
        note(dragon, NOTE_LOSS, dragon_data(cell), "the description of a boundary has no place");
    dragon_note_cell(dragon, cell);
    return draft_add(dragon->import, &dragon->feature->n_trust_zones, &dragon->feature->trust_zones, zone)
               ? STATUS_OK
               : import_no_memory(dragon->import);
}

/* ---- Elements and flows ---- */

/* What the cell says in words; that it is out of scope is said there too. */
static const char *describe(const struct dragon *dragon, const struct tree_node *cell) {
    const struct tree_node *data = dragon_data(cell);
    const char *text = draft_text(data, "description");
    if (!dragon_is_true(data, "outOfScope"))
        return text;
    note(dragon, NOTE_LOSS, data, "nothing in a model is out of scope: ask for a decision about its threats");
    const char *reason = ARENA_JOIN(dragon->import->arena, "Out of scope: ", draft_text(data, "reasonOutOfScope"));
    return reason == NULL ? NULL : tool_paragraphs(dragon->import, text, reason);
}

static status_code read_element(struct dragon *dragon, const struct tree_node *cell) {
    Catalog__V1__Element *element = DRAFT_NEW(dragon->import, Catalog__V1__Element, catalog__v1__element);
    const char *id = new_id(dragon, "element", cell);
    const char *description = describe(dragon, cell);
    if (element == NULL || id == NULL || description == NULL)
        return import_no_memory(dragon->import);
    const char *zone = zone_of(dragon, cell);
    element->id = tool_text(id);
    element->kind = kind_of(cell)->kind;
    element->title = tool_text(draft_title(dragon->import, dragon_name(cell)));
    element->description = tool_text(description);
    if (zone != NULL)
        element->zone = tool_text(zone);
    dragon_note_cell(dragon, cell);
    return draft_add(dragon->import, &dragon->feature->n_elements, &dragon->feature->elements, element)
               ? dragon_read_threats(dragon, cell, id)
               : import_no_memory(dragon->import);
}

/* The element at an end of a flow: {"id": ...} in version 1, {"cell": ...} in version 2, else a point. */
static const char *end_of(struct dragon *dragon, const struct tree_node *cell, const char *key) {
    const struct tree_node *end = tree_get(cell, key);
    const char *id = draft_text(end, "cell");
    return known_id(dragon, "element", id[0] == '\0' ? draft_text(end, "id") : id);
}

/* A flow without two ends; its threats go to the end that there is. */
static status_code read_dangling(struct dragon *dragon, const struct tree_node *cell, const char *end) {
    size_t threats = draft_list(dragon_data(cell), "threats")->count;
    note(dragon, NOTE_LOSS, cell, "a flow that does not end at two elements is left out");
    if (threats == 0)
        return STATUS_OK;
    report_add(dragon->import->report, end == NULL ? NOTE_LOSS : NOTE_WARNING, dragon->file, cell,
               end == NULL ? "its threats are left out with it, %zu of them"
                           : "its threats go to its one end, %zu of them",
               threats);
    return end == NULL ? STATUS_OK : dragon_read_threats(dragon, cell, end);
}

static bool fill_flow(struct dragon *dragon, const struct tree_node *cell, Catalog__V1__DataFlow *flow) {
    const struct tree_node *data = dragon_data(cell);
    flow->title = tool_text(draft_title(dragon->import, dragon_name(cell)));
    flow->protocol = tool_text(draft_text(data, "protocol"));
    if (dragon_is_true(data, "isBidirectional"))
        note(dragon, NOTE_LOSS, data, "a flow goes one way: model the way back as a flow of its own");
    if (draft_text(data, "description")[0] != '\0')
        note(dragon, NOTE_LOSS, data, "the description of a flow has no place");
    if (dragon_is_true(data, "outOfScope"))
        note(dragon, NOTE_LOSS, data, "nothing in a model is out of scope: ask for a decision about its threats");
    dragon_note_cell(dragon, cell);
    return flow->title != NULL && (!dragon_is_true(data, "isPublicNetwork") ||
                                   draft_add(dragon->import, &flow->n_crosses, &flow->crosses, tool_text("internet")));
}

static status_code read_flow(struct dragon *dragon, const struct tree_node *cell) {
    const char *from = end_of(dragon, cell, "source");
    const char *to = end_of(dragon, cell, "target");
    if (from == NULL || to == NULL)
        return read_dangling(dragon, cell, from == NULL ? to : from);
    Catalog__V1__DataFlow *flow = DRAFT_NEW(dragon->import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *id = new_id(dragon, "flow", cell);
    if (flow == NULL || id == NULL || !fill_flow(dragon, cell, flow))
        return import_no_memory(dragon->import);
    flow->id = tool_text(id);
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    return draft_add(dragon->import, &dragon->feature->n_data_flows, &dragon->feature->data_flows, flow)
               ? dragon_read_threats(dragon, cell, id)
               : import_no_memory(dragon->import);
}

static status_code skip_line(struct dragon *dragon, const struct tree_node *cell) {
    note(dragon, NOTE_LOSS, cell, "a boundary that is a line has no inside: it is left out");
    return STATUS_OK;
}

static status_code skip_text(struct dragon *dragon, const struct tree_node *cell) {
    note(dragon, NOTE_LOSS, cell, "a block of text on the drawing is left out");
    return STATUS_OK;
}

static status_code refuse_cell(struct dragon *dragon, const struct tree_node *cell) {
    return import_refuse(dragon->import, dragon->file, cell,
                         "the cell is of no known kind: type \"%.40s\", shape \"%.40s\"",
                         draft_text(dragon_data(cell), "type"), draft_text(cell, "shape"));
}

/* Zones stand before what is in them, elements before what goes between them. */
static const struct {
    enum cell_role role;
    status_code (*read)(struct dragon *dragon, const struct tree_node *cell);
} passes[] = {
    {CELL_BOX, read_box},   {CELL_ELEMENT, read_element}, {CELL_FLOW, read_flow},
    {CELL_LINE, skip_line}, {CELL_TEXT, skip_text},       {CELL_UNKNOWN, refuse_cell},
};

status_code dragon_read_cells(struct dragon *dragon) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(passes); i++) {
        for (size_t j = 0; j < dragon->cells->count && code == STATUS_OK; j++) {
            const struct tree_node *cell = dragon->cells->entries[j].value;
            if (cell->kind == TREE_MAP && kind_of(cell)->role == passes[i].role)
                code = passes[i].read(dragon, cell);
            else if (cell->kind != TREE_MAP && i == 0)
                code = import_refuse(dragon->import, dragon->file, cell, "an entry of cells is no mapping");
        }
    }
    return code;
}
