#include "cli/csv_cells.h"
#include "cli/csv_message.h"

#include "catalog/v1/plan_service.pb-c.h"

static void write_item(struct page *page, const char *step, const Catalog__V1__PlanItem *item) {
    static const Catalog__V1__PlanEffect none = CATALOG__V1__PLAN_EFFECT__INIT;
    const Catalog__V1__PlanEffect *effect = item->effect == NULL ? &none : item->effect;
    struct word kind = value_of(&catalog__v1__plan_kind__descriptor, (int)item->kind);
    struct word closed = number_of(effect->rows_closed);
    struct word opened = number_of(effect->rows_opened);
    struct word settled = number_of(effect->reasons_settled);
    struct word lowered = number_of(effect->bands_lowered);
    struct word before = value_of(&catalog__v1__gate_state__descriptor, (int)effect->gate_before);
    struct word after = value_of(&catalog__v1__gate_state__descriptor, (int)effect->gate_after);
    struct word risk = value_of(&catalog__v1__risk_band__descriptor,
                                effect->risk_after == NULL ? 0 : (int)effect->risk_after->highest);
    ROW(page, step, kind.text, item->subject, item->action, closed.text, opened.text, settled.text, lowered.text,
        risk.text, before.text, after.text);
}

void csv_plan(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__PlanFeatureResponse *plan = (const Catalog__V1__PlanFeatureResponse *)message;
    ROW(page, "step", "kind", "subject", "action", "rows_closed", "rows_opened", "reasons_settled", "bands_lowered",
        "highest_after", "verdict_before", "verdict_after");
    for (size_t i = 0; i < plan->n_sequence; i++) {
        struct word step = number_of(i + 1);
        write_item(page, step.text, plan->sequence[i]);
    }
    for (size_t i = 0; i < plan->n_items; i++)
        write_item(page, "", plan->items[i]);
}

void csv_organisation_plan(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__PlanOrganisationResponse *plan = (const Catalog__V1__PlanOrganisationResponse *)message;
    ROW(page, "control", "title", "rows_closed", "verdicts_improved", "passes", "features", "reasons_settled");
    for (size_t i = 0; i < plan->n_controls; i++) {
        const Catalog__V1__PlatformControl *control = plan->controls[i];
        struct word rows = number_of(control->rows_closed);
        struct word verdicts = number_of(control->verdicts_improved);
        struct word passes = number_of(control->passes);
        struct word features = number_of(control->features);
        struct word reasons = number_of(control->reasons_settled);
        ROW(page, control->control, control->title, rows.text, verdicts.text, passes.text, features.text, reasons.text);
    }
}
