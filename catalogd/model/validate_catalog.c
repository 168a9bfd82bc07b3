#include "model/validation.h"

/* The rules of threats, controls and baselines. */

static bool names_threat(const Catalog__V1__Control *control, const char *threat) {
    for (size_t i = 0; i < control->n_mitigates; i++)
        if (strcmp(control->mitigates[i]->threat, threat) == 0)
            return true;
    return false;
}

/* A group can only answer a threat that its controls name. */
static void check_group(struct validation *validation, const Catalog__V1__MitigationGroup *group) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < group->n_controls && validation_goes_on(validation); i++) {
        const Catalog__V1__Control *control = validation_control(validation, group->controls[i]);
        path_push(&validation->path, "controls", i);
        validation_once(validation, &seen, group->controls[i], NULL);
        if (control != NULL && !names_threat(control, validation->name))
            validation_report(validation, NULL, "add the threat to what the control mitigates, or take the control out",
                              "the control %s does not mitigate %s", group->controls[i], validation->name);
        path_pop(&validation->path);
    }
}

void validate_threat(struct validation *validation) {
    const Catalog__V1__Threat *threat = validation->object->threat;
    struct string_map seen;
    validate_fields(validation, &threat->base);
    if (threat->statement == NULL && !validation->options->is_draft)
        validation_report(validation, "statement", "say who does what to which effect", "statement is missing");
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < threat->n_mitigation_groups && validation_goes_on(validation); i++) {
        path_push(&validation->path, "mitigation_groups", i);
        validation_once(validation, &seen, threat->mitigation_groups[i]->id, "id");
        check_group(validation, threat->mitigation_groups[i]);
        path_pop(&validation->path);
    }
}

void validate_control(struct validation *validation) {
    const Catalog__V1__Control *control = validation->object->control;
    struct string_map seen;
    validate_fields(validation, &control->base);
    if (*control->objective == '\0' && !validation->options->is_draft)
        validation_report(validation, "objective", "say what it is to achieve, so that it can be tested",
                          "objective is missing");
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < control->n_mitigates; i++) {
        path_push(&validation->path, "mitigates", i);
        validation_once(validation, &seen, control->mitigates[i]->threat, "threat");
        path_pop(&validation->path);
    }
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < control->n_verification; i++) {
        path_push(&validation->path, "verification", i);
        validation_once(validation, &seen, control->verification[i]->id, "id");
        path_pop(&validation->path);
    }
}

void validate_baseline(struct validation *validation) {
    const Catalog__V1__Baseline *baseline = validation->object->baseline;
    struct string_map seen;
    validate_fields(validation, &baseline->base);
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < baseline->n_entries; i++) {
        path_push(&validation->path, "entries", i);
        validation_once(validation, &seen, baseline->entries[i]->id, "id");
        path_pop(&validation->path);
    }
}
