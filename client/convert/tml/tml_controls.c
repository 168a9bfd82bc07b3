#include "convert/tml/tml.h"

#include <string.h>

/* The element that stands for the whole where a threat names no component. */
#define WHOLE_ID "system"

static void note(const struct tml *tml, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(tml->import->report, kind, tml->file, node, "%s", text);
}

static const struct {
    const char *word;
    Catalog__V1__MitigationStatus status;
    enum note_kind kind;
    const char *words; /* NULL: nothing is to be said */
} states[] = {
    {"active", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED, 0, NULL},
    {"approved", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED, 0, NULL},
    {"scheduled", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED, 0, NULL},
    {"suggested", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED, 0, NULL},
    {"under_review", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED, 0, NULL},
    {"assumed", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED, NOTE_WARNING,
     "the control is only assumed: it is proposed, and counts once somebody has seen it"},
    {"retired", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED, NOTE_LOSS,
     "that the control is retired has no place: it is proposed, which counts for nothing"},
    {"wont_do", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED, NOTE_LOSS,
     "that the control will not be done has no place: it is proposed, which counts for nothing"},
};

static Catalog__V1__MitigationStatus status_of(const struct tml *tml, const struct tree_node *node) {
    const char *word = draft_text(node, "status");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].word, word) != 0)
            continue;
        if (states[i].words != NULL)
            note(tml, states[i].kind, node, states[i].words);
        return states[i].status;
    }
    report_add(tml->import->report, NOTE_WARNING, tml->file, node,
               "\"%.40s\" is no known status of a control: it is proposed", word);
    return CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
}

/* "Protects the boundary between A and B.": a boundary is no place. */
static bool describe_boundary(struct tml *tml, const struct tree_node *node, Catalog__V1__Mitigation *mitigation) {
    const struct tree_node *boundary = tree_get(node, "trust_boundary");
    if (boundary == NULL || boundary->kind != TREE_MAP)
        return true;
    note(tml, NOTE_LOSS, boundary, "a trust boundary is no place: the description says which one is protected");
    mitigation->description =
        ARENA_JOIN(tml->import->arena, "Protects the boundary between ", draft_text(boundary, "trust_zone_a"), " and ",
                   draft_text(boundary, "trust_zone_b"), ".");
    return mitigation->description != NULL;
}

static bool names(const Catalog__V1__Mitigation *mitigation, const char *threat) {
    for (size_t i = 0; i < mitigation->n_mitigates; i++) {
        if (strcmp(mitigation->mitigates[i], threat) == 0)
            return true;
    }
    return false;
}

static bool answer(struct tml *tml, const struct tml_threat *threat, Catalog__V1__Mitigation *mitigation) {
    struct import *import = tml->import;
    bool is_added = true;
    for (size_t i = 0; i < threat->uses.count && is_added; i++) {
        const Catalog__V1__ThreatUse *use = threat->uses.items[i];
        const char *name = use->inline_ == NULL ? use->threat : ARENA_JOIN(import->arena, "#", use->id);
        is_added =
            name != NULL && (names(mitigation, name) ||
                             (draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, tool_text(name)) &&
                              tool_tag(import, &mitigation->n_on, &mitigation->on, use->on)));
    }
    return is_added;
}

/* A control that is carried is linked to the uses of THREAT. */
static bool link_uses(struct tml *tml, const char *name, const struct tml_threat *threat,
                      const Catalog__V1__Mitigation *mitigation) {
    bool is_added = true;
    for (size_t i = 0; i < threat->uses.count && is_added; i++)
        is_added = links_add(&tml->links, name, threat->uses.items[i], mitigation->status);
    return is_added;
}

static bool answer_each(struct tml *tml, const struct tree_node *node, Catalog__V1__Mitigation *mitigation) {
    const struct tree_node *names = draft_list(node, "threats");
    const char *own = draft_text(node, "symbolic_name");
    bool is_carried = links_find(&tml->links, own) == mitigation;
    bool is_added = true;
    for (size_t i = 0; i < names->count && is_added; i++) {
        const struct tree_node *name = names->entries[i].value;
        const struct tml_threat *threat = string_map_get(&tml->threats, name->text);
        if (threat == NULL)
            report_add(tml->import->report, NOTE_WARNING, tml->file, name, "there is no threat \"%.60s\"", name->text);
        else
            is_added = is_carried ? link_uses(tml, own, threat, mitigation) : answer(tml, threat, mitigation);
    }
    if (mitigation->n_mitigates == 0 && tml->own == NULL)
        note(tml, NOTE_WARNING, node, "the control answers no threat");
    return is_added;
}

static bool tag_priority(struct tml *tml, const struct tree_node *node, Catalog__V1__Control *control) {
    const char *priority = draft_text(node, "priority");
    const char *tag = ARENA_JOIN(tml->import->arena, TML_TAG_PRIORITY ":", priority);
    bool is_none = priority[0] == '\0' || strcmp(priority, "none") == 0;
    return tag != NULL && (is_none || tool_tag(tml->import, &control->n_tags, &control->tags, tag));
}

/* What was changed of the control: the text of one of the catalog becomes the mitigation's. False: no room. */
static bool take_changes(struct tml *tml, const struct tree_node *node, Catalog__V1__Mitigation *mitigation) {
    const char *name = draft_text(node, "symbolic_name");
    if (mitigation->inline_ == NULL) {
        if (tml_is_changed(tml, "controls", name, node, "description"))
            mitigation->description = tool_text(draft_text(node, "description"));
        return true;
    }
    if (!tml_is_changed(tml, "controls", name, node, "priority"))
        return true;
    tml_drop(&mitigation->inline_->n_tags, mitigation->inline_->tags, TML_TAG_PRIORITY);
    return tag_priority(tml, node, mitigation->inline_);
}

/* What the file carries of the mitigation, and of the control that is written in it. False: no room. */
static bool take_own(struct tml *tml, const struct tree_node *node, Catalog__V1__Mitigation *mitigation) {
    const struct tree_node *part = tml_own(tml, "controls", node, TML_CARRIED_PART);
    const struct tree_node *within = tml_own(tml, "controls", node, TML_CARRIED_INLINE);
    Catalog__V1__Mitigation *carried = TML_OWN(tml, part, Catalog__V1__Mitigation, mitigation, TML_SAID_MITIGATION);
    Catalog__V1__Control *control = TML_OWN(tml, within, Catalog__V1__Control, control, TML_SAID_CONTROL);
    if (carried == NULL || control == NULL)
        return false;
    control->title = mitigation->inline_->title;
    control->objective = mitigation->inline_->objective;
    carried->id = mitigation->id;
    carried->title = mitigation->title;
    carried->inline_ = carried->control[0] == '\0' && carried->uses[0] == '\0' ? control : NULL;
    *mitigation = *carried;
    return take_changes(tml, node, mitigation) &&
           (part == NULL || links_carry(&tml->links, draft_text(node, "symbolic_name"), mitigation));
}

/* That it was verified is carried, and counts as long as the control is active. */
static Catalog__V1__MitigationStatus own_status(const struct tml *tml, const struct tree_node *node,
                                                Catalog__V1__MitigationStatus carried) {
    Catalog__V1__MitigationStatus status = status_of(tml, node);
    bool is_active = status == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED;
    return is_active && carried == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED ? carried : status;
}

status_code tml_read_control(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title",    "description",   "threats",
                                        "status",        "priority", "trust_boundary"};
    struct import *import = tml->import;
    const char *title = tml_title(tml, node, "Control");
    const char *objective = tml_text(tml, node, "description");
    Catalog__V1__Mitigation *mitigation =
        tool_mitigation(import, tml->feature, tml_new_id(tml, "control", "controls", node), title);
    if (objective == NULL || mitigation == NULL)
        return import_no_memory(tml->import);
    mitigation->inline_->objective = tool_text(objective);
    bool is_read = tml->own == NULL ? tag_priority(tml, node, mitigation->inline_) : take_own(tml, node, mitigation);
    mitigation->status = own_status(tml, node, mitigation->status);
    if (!is_read || !describe_boundary(tml, node, mitigation) || !answer_each(tml, node, mitigation))
        return import_no_memory(tml->import);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return STATUS_OK;
}

/* ---- What has no place ---- */

static size_t count_unplaced(const Catalog__V1__Model *feature) {
    size_t count = 0;
    for (size_t i = 0; i < feature->n_threats; i++)
        count += feature->threats[i]->on[0] == '\0';
    return count;
}

/* What answers a threat without a place covers the whole. */
static bool place_mitigations(struct tml *tml, const char *whole) {
    const Catalog__V1__Model *feature = tml->feature;
    struct string_map unplaced;
    string_map_init(&unplaced, tml->import->arena);
    for (size_t i = 0; i < feature->n_threats; i++) {
        Catalog__V1__ThreatUse *use = feature->threats[i];
        const char *name = ARENA_JOIN(tml->import->arena, "#", use->id);
        if (use->on[0] != '\0')
            continue;
        if (name == NULL || !string_map_put(&unplaced, name, use))
            return false;
        use->on = tool_text(whole);
    }
    bool is_added = true;
    for (size_t i = 0; i < feature->n_mitigations; i++) {
        Catalog__V1__Mitigation *mitigation = feature->mitigations[i];
        for (size_t j = 0; j < mitigation->n_mitigates && is_added; j++)
            is_added = string_map_get(&unplaced, mitigation->mitigates[j]) == NULL ||
                       tool_tag(tml->import, &mitigation->n_on, &mitigation->on, whole);
    }
    return is_added;
}

status_code tml_place_rest(struct tml *tml) {
    size_t count = count_unplaced(tml->feature);
    if (count == 0 || tml->own != NULL)
        return STATUS_OK;
    const char *id = draft_id(&tml->ids, "element", WHOLE_ID, "");
    Catalog__V1__Element *element =
        tool_element(tml->import, tml->feature, id, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
    if (element == NULL || !place_mitigations(tml, id))
        return import_no_memory(tml->import);
    element->title = tml->feature->title;
    element->description = tool_text("Stands for the whole system.");
    report_add(tml->import->report, NOTE_WARNING, tml->file, draft_list(tml->root, "threats"),
               "%zu of %zu threats name no component: they stand on the element `%s` until they are moved", count,
               tml->feature->n_threats, id);
    return STATUS_OK;
}
