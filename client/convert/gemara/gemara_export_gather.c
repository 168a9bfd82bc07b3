#include "convert/gemara/gemara_export.h"

#include <stdlib.h>
#include <string.h>

/* The name behind the '/', or, where that is taken, the whole name with a '-'. */
static const char *give_id(struct gemara_export *gemara, const char *name) {
    struct arena *arena = gemara->maker.arena;
    const char *slash = strchr(name, '/');
    const char *id = slash == NULL ? name : slash + 1;
    if (string_map_get(&gemara->taken, id) != NULL && slash != NULL)
        id = arena_printf(arena, "%.*s-%s", (int)(slash - name), name, id);
    bool is_kept = id != NULL && string_map_put(&gemara->ids, name, (void *)(uintptr_t)id) &&
                   string_map_put(&gemara->taken, id, gemara);
    gemara->maker.has_failed = gemara->maker.has_failed || !is_kept;
    return id == NULL ? "" : id;
}

static void add_threat(struct gemara_export *gemara, const Catalog__V1__Threat *threat) {
    if (threat == NULL || string_map_get(&gemara->ids, threat->name) != NULL)
        return;
    struct gemara_threat_entry entry = {give_id(gemara, threat->name), threat};
    if (!vector_push(gemara->maker.arena, &gemara->threats, entry))
        gemara->maker.has_failed = true;
}

static void add_control(struct gemara_export *gemara, const Catalog__V1__Control *control) {
    if (control == NULL || string_map_get(&gemara->ids, control->name) != NULL)
        return;
    struct gemara_control_entry entry = {give_id(gemara, control->name), control};
    if (!vector_push(gemara->maker.arena, &gemara->controls, entry))
        gemara->maker.has_failed = true;
}

/* A service is the catalog of its threats, and of the controls that it provides or leaves to its consumer. */
static void add_component(struct gemara_export *gemara, const Catalog__V1__Model *component) {
    gemara->component = component;
    for (size_t i = 0; i < component->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = component->threats[i];
        if (use->inline_ == NULL)
            add_threat(gemara, export_threat(gemara->export, use->threat));
        else
            export_loss(gemara->export, component->name, "the threat %s is written in the component, not in a catalog",
                        use->id);
    }
    for (size_t i = 0; i < component->n_provides; i++)
        add_control(gemara, export_control(gemara->export, component->provides[i]->control));
    for (size_t i = 0; i < component->n_responsibilities; i++) {
        const Catalog__V1__Discharge *discharge = component->responsibilities[i]->discharged_by;
        for (size_t j = 0; discharge != NULL && j < discharge->n_controls; j++)
            add_control(gemara, export_control(gemara->export, discharge->controls[j]));
    }
}

static int by_threat(const void *a, const void *b) {
    return strcmp(((const struct gemara_threat_entry *)a)->id, ((const struct gemara_threat_entry *)b)->id);
}

static int by_control(const void *a, const void *b) {
    return strcmp(((const struct gemara_control_entry *)a)->id, ((const struct gemara_control_entry *)b)->id);
}

/* A catalog has no order of its own: that of the objects depends on where they were read from. */
static void sort(struct gemara_export *gemara) {
    if (gemara->threats.count > 0)
        qsort(gemara->threats.items, gemara->threats.count, sizeof *gemara->threats.items, by_threat);
    if (gemara->controls.count > 0)
        qsort(gemara->controls.items, gemara->controls.count, sizeof *gemara->controls.items, by_control);
}

status_code gemara_gather(struct gemara_export *gemara) {
    const struct export *export = gemara->export;
    const Catalog__V1__Model *component = NULL;
    for (size_t i = 0; i < export->objects.count; i++) {
        const Catalog__V1__Object *object = export->objects.items[i];
        if (export_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT)
            add_threat(gemara, object->threat);
        else if (export_kind(object) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL)
            add_control(gemara, object->control);
        else if (component != NULL)
            return problem_set(export->problem, STATUS_INVALID_ARGUMENT, "TOO_MANY_OBJECTS",
                               "a Gemara catalog describes one component, and %.128s and %.128s were asked for",
                               component->name, object->component->name);
        else
            component = object->component;
    }
    if (component != NULL)
        add_component(gemara, component);
    sort(gemara);
    return STATUS_OK;
}
