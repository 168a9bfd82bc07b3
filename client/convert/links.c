#include "convert/links.h"

#include "convert/export.h"
#include "convert/tool.h"

#include <string.h>

struct link {
    const Catalog__V1__ThreatUse *use;
    Catalog__V1__MitigationStatus status;
};

typedef VECTOR(struct link) link_list;

struct linked {
    Catalog__V1__Mitigation *mitigation;
    link_list list;
};

void links_init(struct links *links, struct import *import, const char *file, Catalog__V1__Model *model,
                struct draft_ids *ids) {
    *links = (struct links){.import = import, .file = file, .model = model, .ids = ids};
    string_map_init(&links->by_source, import->arena);
}

bool links_carry(struct links *links, const char *source_id, Catalog__V1__Mitigation *mitigation) {
    struct linked *linked = ARENA_NEW(links->import->arena, struct linked);
    if (string_map_get(&links->by_source, source_id) != NULL)
        return true;
    if (linked == NULL)
        return false;
    linked->mitigation = mitigation;
    return string_map_put(&links->by_source, source_id, linked) &&
           vector_push(links->import->arena, &links->all, linked);
}

Catalog__V1__Mitigation *links_find(const struct links *links, const char *source_id) {
    const struct linked *linked = string_map_get(&links->by_source, source_id);
    return linked == NULL ? NULL : linked->mitigation;
}

bool links_add(struct links *links, const char *source_id, const Catalog__V1__ThreatUse *use,
               Catalog__V1__MitigationStatus status) {
    struct linked *linked = string_map_get(&links->by_source, source_id);
    return linked == NULL || vector_push(links->import->arena, &linked->list, ((struct link){use, status}));
}

/* ---- What one mitigation says ---- */

static bool is_linked(const link_list *list, const Catalog__V1__ThreatUse *use) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].use == use)
            return true;
    }
    return false;
}

/* Whether MITIGATION answers those threats that LIST links it to, and no others. */
static bool says(const struct links *links, const Catalog__V1__Mitigation *mitigation, const link_list *list) {
    for (size_t i = 0; i < links->model->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = links->model->threats[i];
        if (export_answers(mitigation, use) != is_linked(list, use))
            return false;
    }
    return true;
}

static bool is_name_of(const char *name, const Catalog__V1__ThreatUse *use) {
    return use->inline_ == NULL ? strcmp(name, use->threat) == 0 : name[0] == '#' && strcmp(name + 1, use->id) == 0;
}

/* Whether NAME is that of a threat which comes from elsewhere: no part of the model can link to it. */
static bool is_inherited(const struct links *links, const char *name) {
    for (size_t i = 0; i < links->model->n_threats; i++) {
        if (is_name_of(name, links->model->threats[i]))
            return false;
    }
    return name[0] != '#';
}

static bool add_use(struct import *import, Catalog__V1__Mitigation *mitigation, const Catalog__V1__ThreatUse *use) {
    const char *name = use->inline_ == NULL ? use->threat : ARENA_JOIN(import->arena, "#", use->id);
    return name != NULL && tool_tag(import, &mitigation->n_mitigates, &mitigation->mitigates, name) &&
           (export_covers(mitigation, use->on) || tool_tag(import, &mitigation->n_on, &mitigation->on, use->on));
}

static bool covers_any(const char *place, const link_list *list) {
    size_t size = strlen(place);
    for (size_t i = 0; i < list->count; i++) {
        const char *on = list->items[i].use->on;
        if (strncmp(place, on, size) == 0 && (on[size] == '\0' || on[size] == '.'))
            return true;
    }
    return false;
}

/* What WHOLE says of threats from elsewhere, in *RET_REST. False: no room. */
static bool keep_inherited(const struct links *links, const Catalog__V1__Mitigation *whole,
                           Catalog__V1__Mitigation *ret_rest) {
    bool is_added = true;
    *ret_rest = *whole;
    ret_rest->n_mitigates = 0;
    for (size_t i = 0; i < whole->n_mitigates && is_added; i++) {
        if (is_inherited(links, whole->mitigates[i]))
            is_added = draft_add(links->import, &ret_rest->n_mitigates, &ret_rest->mitigates, whole->mitigates[i]);
    }
    return is_added;
}

/* Names and places of WHOLE that LIST still links, and those that are new there. */
static bool rewrite(const struct links *links, const Catalog__V1__Mitigation *whole, const link_list *list,
                    Catalog__V1__Mitigation *ret_mitigation) {
    struct import *import = links->import;
    if (!keep_inherited(links, whole, ret_mitigation))
        return false;
    bool is_added = true;
    if (ret_mitigation->n_mitigates == 0) {
        ret_mitigation->n_on = 0;
        for (size_t i = 0; i < whole->n_on && is_added; i++)
            is_added = !covers_any(whole->on[i], list) ||
                       draft_add(import, &ret_mitigation->n_on, &ret_mitigation->on, whole->on[i]);
    }
    for (size_t i = 0; i < list->count && is_added; i++)
        is_added = add_use(import, ret_mitigation, list->items[i].use);
    return is_added;
}

/* ---- One carried mitigation ---- */

/* A mitigation like WHOLE that answers USE alone. */
static bool add_copy(const struct links *links, const Catalog__V1__Mitigation *whole,
                     const Catalog__V1__ThreatUse *use) {
    struct import *import = links->import;
    Catalog__V1__Mitigation *copy = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    const char *key = ARENA_JOIN(import->arena, whole->id, " ", use->id[0] == '\0' ? use->threat : use->id);
    if (copy == NULL || key == NULL)
        return false;
    *copy = *whole;
    copy->id = tool_text(draft_id(links->ids, "mitigation", "", key));
    copy->n_mitigates = 0;
    copy->n_on = 0;
    return copy->id != NULL && add_use(import, copy, use) &&
           draft_add(import, &links->model->n_mitigations, &links->model->mitigations, copy);
}

/* MITIGATION keeps what is inherited or, where nothing is, the first of LIST; the others get copies. */
static bool split(const struct links *links, Catalog__V1__Mitigation *mitigation, const link_list *list) {
    const Catalog__V1__Mitigation whole = *mitigation;
    bool is_added = keep_inherited(links, &whole, mitigation);
    size_t first = 0;
    if (is_added && mitigation->n_mitigates == 0 && list->count > 0) {
        mitigation->n_on = 0;
        is_added = add_use(links->import, mitigation, list->items[first++].use);
    }
    for (size_t i = first; i < list->count && is_added; i++)
        is_added = add_copy(links, &whole, list->items[i].use);
    return is_added;
}

static void warn_of_unlinked(const struct links *links, const Catalog__V1__Mitigation *mitigation) {
    report_add(links->import->report, NOTE_WARNING, links->file, NULL, "the mitigation \"%.80s\" answers no threat",
               mitigation->title[0] == '\0' ? mitigation->id : mitigation->title);
}

static bool settle(const struct links *links, Catalog__V1__Mitigation *mitigation, const link_list *list) {
    Catalog__V1__Mitigation *fresh = DRAFT_NEW(links->import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    if (fresh == NULL || says(links, mitigation, list))
        return fresh != NULL;
    if (list->count == 0) {
        warn_of_unlinked(links, mitigation);
        return keep_inherited(links, mitigation, fresh) && (*mitigation = *fresh, true);
    }
    if (!rewrite(links, mitigation, list, fresh))
        return false;
    if (!says(links, fresh, list))
        return split(links, mitigation, list);
    *mitigation = *fresh;
    return true;
}

/* The carried status where a link still has it, else that of the first. */
static Catalog__V1__MitigationStatus main_status(const struct linked *linked) {
    for (size_t i = 0; i < linked->list.count; i++) {
        if (linked->list.items[i].status == linked->mitigation->status)
            return linked->mitigation->status;
    }
    return linked->list.count == 0 ? linked->mitigation->status : linked->list.items[0].status;
}

/* Links with another status become mitigations of their own. */
static bool settle_status(const struct links *links, const struct linked *linked) {
    Catalog__V1__Mitigation *mitigation = linked->mitigation;
    link_list same = {0};
    bool is_added = true;
    mitigation->status = main_status(linked);
    for (size_t i = 0; i < linked->list.count && is_added; i++) {
        struct link link = linked->list.items[i];
        if (link.status == mitigation->status) {
            is_added = vector_push(links->import->arena, &same, link);
            continue;
        }
        Catalog__V1__Mitigation other = *mitigation;
        other.status = link.status;
        is_added = add_copy(links, &other, link.use);
    }
    return is_added && settle(links, mitigation, &same);
}

bool links_settle(struct links *links) {
    bool is_settled = true;
    for (size_t i = 0; i < links->all.count && is_settled; i++)
        is_settled = settle_status(links, links->all.items[i]);
    return is_settled || problem_no_memory(links->import->problem) == STATUS_OK;
}
