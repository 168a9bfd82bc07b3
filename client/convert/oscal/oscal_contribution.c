#include "convert/oscal/oscal_plan.h"
#include "convert/tool.h"

#include <string.h>
#include <strings.h>

/* "alias.id" of the provision, or IS_DUTY responsibility, that UUID stands for in a leveraged system; NULL: it is not
 * among the sources (or no room). */
static char *leveraged_address(const struct oscal_plan *plan, const char *uuid, bool is_duty) {
    const struct oscal_target *target = oscal_get_uuid(plan->making.oscal, uuid);
    bool is_meant = target != NULL && target->is_duty == is_duty && target->id[0] != '\0';
    const char *alias = is_meant ? string_map_get(&plan->leveraged, target->object) : NULL;
    return alias == NULL ? NULL : ARENA_JOIN(plan->making.oscal->import->arena, alias, ".", target->id);
}

/* Made once it is needed: what this catalog exported names controls of its own. NULL: no room. */
static const Catalog__V1__Control *control_of(const struct oscal_contribution *contribution) {
    const struct oscal_model *making = &contribution->plan->making;
    return oscal_control(making->oscal, making->document, contribution->requirement, contribution->scheme,
                         draft_text(contribution->requirement, "control-id"));
}

/* ---- What others inherit ---- */

/* Lets the UUID of NODE stand for PROVISION, or for the responsibility ID where that is NULL. */
static status_code put_target(struct oscal_plan *plan, const struct tree_node *node, const char *id,
                              Catalog__V1__Provision *provision) {
    struct oscal_target *target = ARENA_NEW(plan->making.oscal->import->arena, struct oscal_target);
    if (target == NULL)
        return import_no_memory(plan->making.oscal->import);
    *target = (struct oscal_target){plan->making.model->name, id, provision == NULL, provision};
    return oscal_put_uuid(plan->making.oscal, draft_text(node, "uuid"), target);
}

static status_code read_provided(struct oscal_contribution *contribution, const struct tree_node *node) {
    struct oscal_plan *plan = contribution->plan;
    struct import *import = plan->making.oscal->import;
    const char *text = oscal_text(&contribution->prose, node, "description");
    const Catalog__V1__Control *control = control_of(contribution);
    Catalog__V1__Provision *provision =
        control == NULL ? NULL : oscal_add_provision(&plan->making, contribution->id, control);
    if (text == NULL || provision == NULL || !oscal_tell_how(&plan->making, contribution->id, text, &provision->title))
        return import_no_memory(plan->making.oscal->import);
    if (contribution->element != NULL &&
        !draft_add(import, &provision->n_on, &provision->on, tool_text(contribution->element)))
        return import_no_memory(plan->making.oscal->import);
    return put_target(plan, node, provision->id, provision);
}

static Catalog__V1__Provision *provision_of(const struct oscal_plan *plan, const char *uuid) {
    const struct oscal_target *target = oscal_get_uuid(plan->making.oscal, uuid);
    bool is_own = target != NULL && strcmp(target->object, plan->making.model->name) == 0;
    return is_own ? target->provision : NULL;
}

/* What a provision needs is a condition of inheriting it; what stands alone is owed in any case. */
static status_code read_responsibility(struct oscal_contribution *contribution, const struct tree_node *node) {
    struct oscal_plan *plan = contribution->plan;
    struct import *import = plan->making.oscal->import;
    const char *uuid = draft_text(node, "provided-uuid");
    const char *text = oscal_text(&contribution->prose, node, "description");
    const char *source_id = ARENA_JOIN(import->arena, contribution->id, " duty");
    Catalog__V1__Provision *provision = provision_of(plan, uuid);
    if (uuid[0] != '\0' && provision == NULL)
        oscal_note(&plan->making, NOTE_WARNING, node, "it belongs to a provided-uuid that is not in this plan");
    const Catalog__V1__Control *control = control_of(contribution);
    bool has_room = text != NULL && source_id != NULL && control != NULL;
    Catalog__V1__Responsibility *duty = has_room ? oscal_add_duty(&plan->making, source_id, text, control) : NULL;
    if (duty == NULL ||
        (provision != NULL && !draft_add(import, &provision->n_requires, &provision->requires, duty->id)))
        return import_no_memory(plan->making.oscal->import);
    duty->mandatory = provision == NULL;
    return put_target(plan, node, duty->id, NULL);
}

/* A part that this catalog exported says itself what it is. */
static status_code read_exported(struct oscal_contribution *contribution, const struct tree_node *node,
                                 status_code (*read)(struct oscal_contribution *, const struct tree_node *)) {
    struct oscal_plan *plan = contribution->plan;
    bool is_own = false;
    status_code code = oscal_read_own(&plan->making, node, &is_own);
    if (code != STATUS_OK)
        return code;
    if (!is_own)
        return read(contribution, node);
    const Catalog__V1__Model *model = plan->making.model;
    bool is_duty = strcmp(oscal_props_kind(node), OSCAL_KIND_DUTY) == 0;
    Catalog__V1__Provision *last = is_duty || model->n_provides == 0 ? NULL : model->provides[model->n_provides - 1];
    return put_target(plan, node, oscal_prop(node, OSCAL_NS, "id", NULL), last);
}

/* ---- What is done here ---- */

static Catalog__V1__MitigationStatus status_of(const struct tree_node *node) {
    const char *state = draft_text(oscal_get(node, "implementation-status"), "state");
    if (strcasecmp(state, "planned") == 0)
        return CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED;
    return state[0] == '\0' || strcasecmp(state, "implemented") == 0 || strcasecmp(state, "partial") == 0
               ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED
               : CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
}

static Catalog__V1__Mitigation *add_mitigation(struct oscal_contribution *contribution, const struct tree_node *node) {
    struct oscal_plan *plan = contribution->plan;
    struct import *import = plan->making.oscal->import;
    Catalog__V1__Model *model = plan->making.model;
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    const char *id = draft_id(&plan->making.ids, "mitigation", contribution->id, "mitigation");
    const char *text = oscal_text(&contribution->prose, node, "description");
    const Catalog__V1__Control *control = control_of(contribution);
    if (mitigation == NULL || id == NULL || text == NULL || control == NULL ||
        !draft_add(import, &model->n_mitigations, &model->mitigations, mitigation) ||
        (contribution->element != NULL &&
         !draft_add(import, &mitigation->n_on, &mitigation->on, tool_text(contribution->element))))
        return NULL;
    const char *title = plain_sentence(import->arena, text);
    mitigation->id = (char *)(uintptr_t)id;
    mitigation->title = (char *)(uintptr_t)(title == NULL ? NULL : draft_title(import, title));
    mitigation->description = (char *)(uintptr_t)text;
    mitigation->control = control->name;
    mitigation->status = status_of(contribution->node);
    return mitigation->title == NULL ? NULL : mitigation;
}

static status_code read_inherited(struct oscal_contribution *contribution, const struct tree_node *node) {
    struct oscal_plan *plan = contribution->plan;
    char *address = leveraged_address(plan, draft_text(node, "provided-uuid"), false);
    if (address == NULL) {
        oscal_note(&plan->making, NOTE_LOSS, node,
                   "what is inherited stands in a plan that is not among the sources: give its file as a PATH, too");
        return STATUS_OK;
    }
    Catalog__V1__Mitigation *mitigation = add_mitigation(contribution, node);
    if (mitigation == NULL)
        return import_no_memory(plan->making.oscal->import);
    mitigation->control = (char *)(uintptr_t) "";
    mitigation->uses = address;
    return STATUS_OK;
}

static status_code read_satisfied(struct oscal_contribution *contribution, const struct tree_node *node) {
    struct oscal_plan *plan = contribution->plan;
    struct import *import = plan->making.oscal->import;
    Catalog__V1__Mitigation *mitigation = add_mitigation(contribution, node);
    char *address = leveraged_address(plan, draft_text(node, "responsibility-uuid"), true);
    if (mitigation == NULL)
        return import_no_memory(plan->making.oscal->import);
    if (address == NULL) {
        oscal_note(&plan->making, NOTE_WARNING, node,
                   "the responsibility that it satisfies stands in no plan among the sources: it answers nothing");
        return STATUS_OK;
    }
    Catalog__V1__Answer *answer = DRAFT_NEW(import, Catalog__V1__Answer, catalog__v1__answer);
    Catalog__V1__Model *model = plan->making.model;
    if (answer == NULL || !draft_add(import, &answer->n_by, &answer->by, mitigation->id) ||
        !draft_add(import, &model->n_answers, &model->answers, answer))
        return import_no_memory(plan->making.oscal->import);
    answer->to = address;
    return STATUS_OK;
}

/* ---- Contributions ---- */

static const struct {
    const char *key;
    bool is_exported; /* stands under `export` */
    status_code (*read)(struct oscal_contribution *contribution, const struct tree_node *node);
} lists[] = {
    {"provided", true, read_provided},
    {"responsibilities", true, read_responsibility},
    {"inherited", false, read_inherited},
    {"satisfied", false, read_satisfied},
};

static status_code read_lists(struct oscal_contribution *contribution) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct tree_node *owner =
            lists[i].is_exported ? oscal_get(contribution->node, "export") : contribution->node;
        const struct tree_node *list = draft_list(owner, lists[i].key);
        for (size_t j = 0; j < list->count && code == STATUS_OK; j++) {
            const struct tree_node *node = list->entries[j].value;
            code = lists[i].is_exported ? read_exported(contribution, node, lists[i].read)
                                        : lists[i].read(contribution, node);
        }
    }
    return code;
}

/* A feature's own words on a control are a mitigation; those of what others inherit go to its description. */
static status_code read_description(struct oscal_contribution *contribution) {
    struct oscal_plan *plan = contribution->plan;
    const char *text = oscal_text(&contribution->prose, contribution->node, "description");
    char *title = NULL;
    if (text == NULL)
        return import_no_memory(plan->making.oscal->import);
    if (text[0] == '\0' || plan->is_own)
        return STATUS_OK;
    if (!plan->is_component)
        return add_mitigation(contribution, contribution->node) == NULL ? import_no_memory(plan->making.oscal->import)
                                                                        : STATUS_OK;
    const char *section = ARENA_JOIN(plan->making.oscal->import->arena, text, "\n");
    return section != NULL && oscal_tell_how(&plan->making, contribution->id, section, &title)
               ? STATUS_OK
               : import_no_memory(plan->making.oscal->import);
}

static status_code read_contribution(struct oscal_plan *plan, const struct tree_node *node,
                                     const struct oscal_contribution *above) {
    struct oscal_contribution contribution = *above;
    const char *element = string_map_get(&plan->elements, draft_text(node, "component-uuid"));
    contribution.node = node;
    contribution.element = element == NULL || element[0] == '\0' ? NULL : element;
    if (element == NULL)
        oscal_note(&plan->making, NOTE_WARNING, node, "it is about a component that the plan does not have");
    if (contribution.element != NULL)
        contribution.id = ARENA_JOIN(plan->making.oscal->import->arena, above->id, " ", contribution.element);
    if (contribution.id == NULL)
        return import_no_memory(plan->making.oscal->import);
    status_code code = read_lists(&contribution);
    return code == STATUS_OK ? read_description(&contribution) : code;
}

status_code oscal_read_contributions(struct oscal_plan *plan, const struct tree_node *owner,
                                     const struct oscal_contribution *above) {
    const struct tree_node *list = draft_list(owner, "by-components");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++)
        code = read_contribution(plan, list->entries[i].value, above);
    return code;
}
