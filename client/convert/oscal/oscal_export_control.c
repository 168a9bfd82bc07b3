#include "convert/oscal/oscal_export.h"

#include "convert/carry.h"
#include "convert/oscal/oscal_props.h"

#include <stdlib.h>
#include <string.h>

void oscal_export_init(struct oscal_export *oscal, struct export *export) {
    *oscal = (struct oscal_export){.export = export};
    tree_maker_init(&oscal->maker, export->arena);
}

void oscal_own_tags(struct oscal_export *oscal, char *const *tags, size_t count, char ***ret_tags, size_t *ret_count) {
    *ret_tags = ARENA_ARRAY(oscal->maker.arena, char *, count + 1);
    *ret_count = 0;
    if (*ret_tags == NULL)
        oscal->maker.has_failed = true;
    for (size_t i = 0; *ret_tags != NULL && i < count; i++) {
        if (!import_is_mark(tags[i]))
            (*ret_tags)[(*ret_count)++] = tags[i];
    }
}

static bool is_beside(const char *name, const char *other) {
    size_t size = strcspn(name, "/");
    return strncmp(name, other, size + 1) == 0;
}

static bool is_near(const struct export *export, const char *name) {
    for (size_t i = 0; i < export->objects.count; i++) {
        if (is_beside(export_name(export->objects.items[i]), name))
            return true;
    }
    return false;
}

void oscal_keep_control(struct oscal_export *oscal, const Catalog__V1__Control *control) {
    for (size_t i = 0; i < oscal->controls.count; i++) {
        if (oscal->controls.items[i] == control)
            return;
    }
    if (is_near(oscal->export, control->name) && !vector_push(oscal->maker.arena, &oscal->controls, control))
        oscal->maker.has_failed = true;
}

/* By name: the order in which they are met is not that of the next time. */
static int compare(const void *a, const void *b) {
    const Catalog__V1__Control *const *first = a;
    const Catalog__V1__Control *const *second = b;
    return strcmp((*first)->name, (*second)->name);
}

static struct tree_node *resource_of(struct oscal_export *oscal, const Catalog__V1__Control *control) {
    struct tree_maker *maker = &oscal->maker;
    struct tree_node *node = make_map(maker);
    struct tree_node *props = make_list(maker);
    Catalog__V1__Control copy = *control;
    oscal_own_tags(oscal, control->tags, control->n_tags, &copy.tags, &copy.n_tags);
    oscal_props_put(maker, props, OSCAL_KIND_CONTROL, CARRY_MAP(maker, &copy, OSCAL_SAID_CONTROL));
    make_put_text(maker, node, "uuid", oscal_part_uuid(oscal, control->name, "control", "", NULL));
    make_put_text(maker, node, "title", control->title);
    make_put_text(maker, node, "description", control->objective);
    make_put(maker, node, "props", props);
    return node;
}

void oscal_put_controls(struct oscal_export *oscal, struct tree_node *resources) {
    if (oscal->controls.count > 0)
        qsort(oscal->controls.items, oscal->controls.count, sizeof *oscal->controls.items, compare);
    for (size_t i = 0; i < oscal->controls.count; i++)
        make_add(&oscal->maker, resources, resource_of(oscal, oscal->controls.items[i]));
}
