#include "model/validation.h"

/* An entry point leads to an element or to what a dependency stands for. */
static const struct address_rule leads_to = {
    .own = RECORD_BIT(RECORD_ELEMENT) | RECORD_BIT(RECORD_DEPENDENCY),
    .inherited = RECORD_BIT(RECORD_ELEMENT) | RECORD_BIT(RECORD_DEPENDENCY),
    .what = "an element or dependency",
};

static void check_target(struct validation *validation, const Catalog__V1__EntryPoint *point) {
    if (*point->on == '\0')
        return;
    path_push(&validation->path, "on", PATH_NO_INDEX);
    (void)validation_address(validation, point->on, &leads_to);
    path_pop(&validation->path);
}

static void check_component_side(struct validation *validation, const Catalog__V1__EntryPoint *point) {
    if (*point->exposure != '\0')
        validation_report(validation, "exposure", "list what can be chosen in `exposures`, and give a default_exposure",
                          "the consumer of a component chooses the exposure");
    if (*point->default_exposure != '\0' && point->n_exposures == 0)
        validation_report(validation, "exposures", "list what can be chosen",
                          "there is a default and nothing to choose from");
    validation_exposure(validation, point, "default_exposure", point->default_exposure);
}

static void check_feature_side(struct validation *validation, const Catalog__V1__EntryPoint *point) {
    if (point->n_exposures > 0)
        validation_report(validation, "exposures", "state the one that is so in `exposure`",
                          "only a component offers exposures to choose from");
    if (*point->default_exposure != '\0')
        validation_report(validation, "default_exposure", "state the one that is so in `exposure`",
                          "only a component has a default exposure");
}

void validate_entry_points(struct validation *validation) {
    bool is_component = validation->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    for (size_t i = 0; i < validation->model->n_entry_points && validation_goes_on(validation); i++) {
        const Catalog__V1__EntryPoint *point = validation->model->entry_points[i];
        path_push(&validation->path, "entry_points", i);
        check_target(validation, point);
        if (is_component)
            check_component_side(validation, point);
        else
            check_feature_side(validation, point);
        path_pop(&validation->path);
    }
}
