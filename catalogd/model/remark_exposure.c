#include "codec/nearest.h"
#include "model/newest.h"
#include "model/object.h"
#include "model/predicate.h"
#include "model/remark_write.h"

#include <string.h>

#define VARIABLE "place.exposure"

/* One exposure against the words that baselines compare exposures with. */
struct lookup {
    struct nearest nearest;
    bool is_known;
};

static void offer(struct lookup *lookup, const struct predicate_node *node) {
    for (size_t i = 0; node->kind == PREDICATE_NODE_LIST && i < node->child_count; i++)
        offer(lookup, node->children[i]);
    if (node->kind != PREDICATE_NODE_LITERAL || node->value.text == NULL)
        return;
    lookup->is_known |= strcmp(node->value.text, lookup->nearest.word) == 0;
    nearest_offer(&lookup->nearest, node->value.text);
}

static bool reads_exposure(const struct predicate_node *node) {
    for (size_t i = 0; i < node->child_count; i++) {
        const struct predicate_node *child = node->children[i];
        if (child->kind == PREDICATE_NODE_VARIABLE && strcmp(child->name, VARIABLE) == 0)
            return true;
    }
    return false;
}

/* Predicates nest at most LIMIT_PREDICATE_DEPTH deep. */
static void walk(struct lookup *lookup, const struct predicate_node *node) {
    bool is_compared = reads_exposure(node);
    for (size_t i = 0; i < node->child_count; i++) {
        if (is_compared)
            offer(lookup, node->children[i]);
        walk(lookup, node->children[i]);
    }
}

static void walk_baseline(struct remarking *remarking, const Catalog__V1__Baseline *baseline, struct lookup *lookup) {
    for (size_t i = 0; i < baseline->n_entries; i++) {
        const struct predicate_node *predicate = NULL;
        const char *each = baseline->entries[i]->each;
        if (strstr(each, VARIABLE) != NULL &&
            predicate_parse(slice_text(each), remarking->scratch, &predicate, NULL) == STATUS_OK)
            walk(lookup, predicate);
    }
}

static void look_up(struct remarking *remarking, struct lookup *lookup) {
    const struct catalog_view *view = remarking->view;
    const char *const *names = NULL;
    size_t count = 0;
    remarking->status =
        view->names(view->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE, &names, &count, remarking->problem);
    for (size_t i = 0; remarking->status == STATUS_OK && i < count && !lookup->is_known; i++) {
        const Catalog__V1__Object *object = NULL;
        remarking->status = newest_object(view, names[i], NULL, &object, remarking->problem);
        if (object != NULL)
            walk_baseline(remarking, object->baseline, lookup);
    }
}

static void remark_exposure(struct remarking *remarking, const char *exposure, const char *field) {
    struct lookup lookup = {.nearest = {.word = exposure}};
    if (exposure[0] == '\0' || field == NULL)
        return;
    look_up(remarking, &lookup);
    if (remarking->status != STATUS_OK || lookup.is_known || lookup.nearest.best[0] == '\0')
        return;
    remark_add(remarking,
               &(struct remark){.severity = CATALOG__V1__SEVERITY__SEVERITY_WARNING,
                                .code = "EXPOSURE_MISSPELT",
                                .field = field,
                                .message = remark_text(
                                    remarking, "no baseline asks for anything where the exposure is '%s'", exposure),
                                .remedy = remark_text(remarking, "did you mean '%s'?", lookup.nearest.best)});
}

void remark_exposures(struct remarking *remarking) {
    const Catalog__V1__Model *model = object_model(remarking->object);
    for (size_t i = 0; i < model->n_entry_points && remarking->status == STATUS_OK; i++)
        remark_exposure(remarking, model->entry_points[i]->exposure,
                        remark_text(remarking, "entry_points[%zu].exposure", i));
    for (size_t i = 0; i < model->n_dependencies && remarking->status == STATUS_OK; i++) {
        const Catalog__V1__Dependency *dependency = model->dependencies[i];
        for (size_t k = 0; k < dependency->n_own_entry_points && remarking->status == STATUS_OK; k++)
            remark_exposure(remarking, dependency->own_entry_points[k]->exposure,
                            remark_text(remarking, "dependencies[%zu].own_entry_points[%zu].exposure", i, k));
    }
}
