/* Own mitigations that are not in place yet. */
#include "model/plan_bench.h"

bool plan_find_mitigations(struct plan_bench *bench) {
    for (size_t i = 0; i < bench->model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = bench->model->mitigations[i];
        if (mitigation->status >= plan_status(bench))
            continue;
        const char *what = mitigation->control[0] != '\0' ? mitigation->control : mitigation->uses;
        const char *action =
            plan_text(bench, "%s mitigation %s%s%s%s: set its status to %s.",
                      bench->options->as_planned ? "Plan" : "Implement", mitigation->id, what[0] != '\0' ? " (" : "",
                      what, what[0] != '\0' ? ")" : "", bench->options->as_planned ? "planned" : "implemented");
        struct plan_candidate *candidate =
            plan_candidate_add(bench, CATALOG__V1__PLAN_KIND__PLAN_KIND_IMPLEMENT, mitigation->id, action);
        Catalog__V1__PlanChange *change = candidate == NULL ? NULL : plan_change_new(bench);
        if (change == NULL || !plan_change_mitigation(bench, change, plan_mitigation_done(bench, mitigation, NULL)) ||
            !plan_alternative_add(bench, candidate, "", change))
            return false;
        candidate->places = mitigation->on;
        candidate->place_count = mitigation->n_on;
    }
    return true;
}
