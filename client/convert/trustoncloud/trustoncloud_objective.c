#include "convert/trustoncloud/trustoncloud.h"

#include <string.h>

/* The duty that one control objective leaves to the consumer. */
struct duty {
    struct cloud *cloud;
    Catalog__V1__Responsibility *responsibility;
    struct string_map covered; /* names of threats */
};

static Catalog__V1__Responsibility *new_duty(struct cloud *cloud, const char *source_id, const char *statement) {
    struct import *import = cloud->import;
    Catalog__V1__Responsibility *responsibility =
        DRAFT_NEW(import, Catalog__V1__Responsibility, catalog__v1__responsibility);
    Catalog__V1__Discharge *discharge = DRAFT_NEW(import, Catalog__V1__Discharge, catalog__v1__discharge);
    const char *id = draft_id(&cloud->ids, "objective", source_id, "objective");
    if (responsibility == NULL || discharge == NULL || id == NULL || statement == NULL ||
        !draft_add(import, &cloud->component->n_responsibilities, &cloud->component->responsibilities, responsibility))
        return NULL;
    responsibility->id = tool_text(id);
    responsibility->statement = tool_text(statement[0] == '\0' ? source_id : statement);
    responsibility->discharged_by = discharge;
    return responsibility;
}

static bool add_covered(struct duty *duty, const Catalog__V1__Control *control) {
    struct cloud *cloud = duty->cloud;
    Catalog__V1__Responsibility *responsibility = duty->responsibility;
    for (size_t i = 0; i < control->n_mitigates; i++) {
        char *threat = control->mitigates[i]->threat;
        bool is_new = string_map_get(&cloud->placed, threat) != NULL && string_map_get(&duty->covered, threat) == NULL;
        if (is_new && (!string_map_put(&duty->covered, threat, threat) ||
                       !draft_add(cloud->import, &responsibility->n_covers, &responsibility->covers, threat)))
            return false;
    }
    return true;
}

static bool add_controls(struct duty *duty, const Catalog__V1__Control *const *controls, size_t count) {
    Catalog__V1__Discharge *discharge = duty->responsibility->discharged_by;
    bool is_whole = true;
    for (size_t i = 0; i < count && is_whole; i++)
        is_whole = draft_add(duty->cloud->import, &discharge->n_controls, &discharge->controls, controls[i]->name) &&
                   add_covered(duty, controls[i]);
    return is_whole;
}

/* What only looks whether another control is there discharges nothing, unless there is nothing else. */
static status_code discharge_by(struct duty *duty, const struct cloud_entry *entry) {
    const struct cloud_objective *objective = string_map_get(&duty->cloud->served, entry->id);
    bool is_whole = true;
    if (objective != NULL && objective->controls.count > 0)
        is_whole = add_controls(duty, objective->controls.items, objective->controls.count);
    else if (objective != NULL)
        is_whole = add_controls(duty, objective->assurances.items, objective->assurances.count);
    if (objective == NULL) {
        cloud_warn(duty->cloud, entry->node, "no control serves the objective %.60s: a statement discharges it",
                   entry->id);
        duty->responsibility->discharged_by->statement = true;
    }
    return is_whole ? STATUS_OK : import_no_memory(duty->cloud->import);
}

status_code cloud_read_objective(struct cloud *cloud, const struct cloud_entry *entry) {
    static const char *const known[] = {"description", "scf", "retired"};
    struct tool_place place = {cloud->import, cloud->file, entry->node};
    struct duty duty = {.cloud = cloud};
    string_map_init(&duty.covered, cloud->import->arena);
    tool_note_rest(&place, known, COUNT_OF(known));
    if (cloud_is_retired(entry)) {
        cloud_lose(cloud, entry->node, "the source has retired the control objective %.60s", entry->id);
        return STATUS_OK;
    }
    duty.responsibility = new_duty(cloud, entry->id, tool_plain(cloud->import, entry->node, "description"));
    return duty.responsibility == NULL ? import_no_memory(cloud->import) : discharge_by(&duty, entry);
}

bool cloud_add_whole_duty(struct cloud *cloud) {
    static const char statement[] = "The consumer configures the service and verifies what it does.";
    if (cloud->component->n_responsibilities > 0)
        return true;
    Catalog__V1__Responsibility *duty = new_duty(cloud, "configuration", statement);
    cloud_warn(cloud, cloud->root, "there are no control objectives: the one responsibility is a general one");
    if (duty == NULL)
        return false;
    duty->discharged_by = NULL;
    return true;
}
