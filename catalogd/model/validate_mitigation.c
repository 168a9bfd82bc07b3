#include "model/validation.h"

#define FULL    CATALOG__V1__STRENGTH__STRENGTH_FULL
#define PARTIAL CATALOG__V1__STRENGTH__STRENGTH_PARTIAL

/* What CONTROL says of THREAT; PARTIAL where it says nothing. */
static Catalog__V1__Strength strength_against(const Catalog__V1__Control *control, const char *threat) {
    for (size_t i = 0; i < control->n_mitigates; i++)
        if (strcmp(control->mitigates[i]->threat, threat) == 0)
            return control->mitigates[i]->strength == FULL ? FULL : PARTIAL;
    return PARTIAL;
}

void validation_strength(struct validation *validation, const Catalog__V1__Control *control,
                         Catalog__V1__Strength claimed, char *const *threats, size_t count) {
    if (control == NULL || claimed != FULL)
        return;
    for (size_t i = 0; i < count; i++)
        if (strength_against(control, threats[i]) != FULL)
            validation_report(validation, "strength", "claim partial, or claim full in a record of its own",
                              "%s is full against %s here, and the control itself only partial", control->name,
                              threats[i]);
}

/* ---- What a mitigation is: a control, one written inline, or a provision ---- */

static const struct address_rule provision_rule = {
    .inherited = RECORD_BIT(RECORD_PROVISION), .is_shallow = true, .what = "a provision"};

static bool is_named(char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void check_used(struct validation *validation, const Catalog__V1__Mitigation *mitigation) {
    const struct record *record = validation_peek(validation, mitigation->uses, &provision_rule);
    if (record == NULL)
        return;
    const Catalog__V1__Provision *provision = record->message;
    if (mitigation->strength == FULL && provision->strength == PARTIAL)
        validation_report(validation, "strength", "leave it out: the provision's counts", "the provision %s is partial",
                          mitigation->uses);
    for (size_t i = 0; i < mitigation->n_mitigates; i++) {
        if (is_named(provision->mitigates, provision->n_mitigates, mitigation->mitigates[i]))
            continue;
        path_push(&validation->path, "mitigates", i);
        validation_report(
            validation, NULL,
            validation_words(validation, (const char *const *)provision->mitigates, provision->n_mitigates),
            "the provision %s does not answer %s", mitigation->uses, mitigation->mitigates[i]);
        path_pop(&validation->path);
    }
}

static void check_source(struct validation *validation, const Catalog__V1__Mitigation *mitigation) {
    int sources = (*mitigation->control != '\0') + (mitigation->inline_ != NULL) + (*mitigation->uses != '\0');
    if (sources > 1 || (sources == 0 && !validation->options->is_draft))
        validation_report(validation, NULL, "give exactly one of control, inline and uses",
                          sources == 0 ? "the mitigation names no control"
                                       : "the mitigation names more than one control");
    if (mitigation->inline_ != NULL && mitigation->strength == FULL)
        validation_report(validation, "strength", "claim partial, or put the control into the catalog",
                          "a control written inline is partial at most");
    if (*mitigation->uses != '\0')
        check_used(validation, mitigation);
}

/* ---- Evidence ---- */

static bool is_proof(const Catalog__V1__Evidence *evidence) {
    return *evidence->digest != '\0' && evidence->observed_at != NULL;
}

static void check_evidence(struct validation *validation, const Catalog__V1__Mitigation *mitigation) {
    bool has_proof = false;
    for (size_t i = 0; i < mitigation->n_evidence; i++)
        has_proof |= is_proof(mitigation->evidence[i]);
    if (mitigation->status == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED && !has_proof)
        validation_report(validation, "evidence", "add evidence with digest and observed_at, or say implemented",
                          "a verified mitigation needs evidence with digest and observed_at");
}

void validate_mitigations(struct validation *validation) {
    for (size_t i = 0; i < validation->model->n_mitigations && validation_goes_on(validation); i++) {
        const Catalog__V1__Mitigation *mitigation = validation->model->mitigations[i];
        path_push(&validation->path, "mitigations", i);
        check_source(validation, mitigation);
        check_evidence(validation, mitigation);
        validation_strength(validation, validation_control(validation, mitigation->control), mitigation->strength,
                            mitigation->mitigates, mitigation->n_mitigates);
        path_pop(&validation->path);
    }
}
