/* One round of a plan: the model as it stands, and what comes of each candidate. */
#include "model/plan_bench.h"

#include "base/limits.h"
#include "model/model_index.h"
#include "model/object.h"
#include "model/plan_change.h"

#include <stdlib.h>

static size_t resolution_limit(const struct plan_bench *bench) {
    size_t limit = bench->options->resolution_limit;
    return limit == 0 ? LIMIT_ADVICE_RESOLUTIONS : limit;
}

bool plan_may_go_on(struct plan_bench *bench) {
    const char *why = NULL;
    if (bench->resolutions >= resolution_limit(bench))
        why = "as many resolutions as one plan may take";
    else if (bench->options->is_over != NULL && bench->options->is_over(bench->options->context))
        why = "the time there was";
    if (why == NULL)
        return true;
    bench->is_cut = plan_note(bench, plan_text(bench, "Stopped after %s: more might help than what is here.", why));
    return false;
}

static bool resolve_in(struct plan_bench *bench, const Catalog__V1__Object *object, struct arena *arena,
                       const Catalog__V1__EffectiveModel **ret_model) {
    struct resolution resolution;
    struct resolve_options options = bench->options->resolve;
    if (object != bench->asked) {
        options.compiled = NULL;
        options.content = NULL;
    }
    arena_reset(arena);
    bench->resolutions++;
    bench->status = resolve(object, bench->view, &options, arena, &resolution, bench->problem);
    if (bench->status != STATUS_OK)
        return false;
    *ret_model = resolution.model;
    return true;
}

bool plan_resolve(struct plan_bench *bench, const Catalog__V1__Object *object,
                  const Catalog__V1__EffectiveModel **ret_model) {
    return resolve_in(bench, object, &bench->scratch, ret_model);
}

static bool index_ids(struct plan_bench *bench) {
    struct model_index index;
    bench->status = model_index_build(bench->model, bench->arena, &index, bench->problem);
    bench->ids = index.by_id;
    return bench->status == STATUS_OK;
}

static bool find_candidates(struct plan_bench *bench) {
    static bool (*const sources[])(struct plan_bench *) = {plan_find_controls, plan_find_mitigations, plan_find_answers,
                                                           plan_find_attestations, plan_find_unknowns};
    bench->candidates.count = 0;
    for (size_t i = 0; i < (bench->is_for_platform ? 1 : COUNT_OF(sources)); i++) {
        if (!sources[i](bench))
            return false;
    }
    if (bench->candidates.count <= LIMIT_ADVICE_CHANGES)
        return true;
    char *note =
        plan_text(bench, "%zu of %zu changes were not tried: at most %d are at a time.",
                  bench->candidates.count - LIMIT_ADVICE_CHANGES, bench->candidates.count, LIMIT_ADVICE_CHANGES);
    bench->candidates.count = LIMIT_ADVICE_CHANGES;
    return plan_note(bench, note);
}

bool plan_round_begin(struct plan_bench *bench, const Catalog__V1__Object *object) {
    bench->object = object;
    bench->model = object_model(object);
    return resolve_in(bench, object, &bench->round, &bench->base) &&
           (plan_measure_model(bench->base, bench->options->as_planned, &bench->round, &bench->measure) ||
            plan_no_memory(bench)) &&
           index_ids(bench) && find_candidates(bench);
}

static bool try_alternative(struct plan_bench *bench, struct plan_alternative *alternative) {
    const Catalog__V1__EffectiveModel *model;
    struct plan_measure after;
    const Catalog__V1__Object *changed = plan_change_apply(bench->object, alternative->change, bench->arena);
    if (changed == NULL)
        return plan_no_memory(bench);
    if (!plan_resolve(bench, changed, &model))
        return false;
    if (!plan_measure_model(model, bench->options->as_planned, &bench->scratch, &after))
        return plan_no_memory(bench);
    alternative->effect = plan_effect(&bench->measure, &after, bench->arena);
    return alternative->effect != NULL || plan_no_memory(bench);
}

/* What was not tried comes last; of equal ones the order of the vocabulary stands. */
static void put_best_first(struct plan_candidate *candidate) {
    for (size_t i = 1; i < candidate->alternatives.count; i++) {
        struct plan_alternative moved = candidate->alternatives.items[i];
        size_t at = i;
        for (; at > 0 && plan_effect_rank(moved.effect, candidate->alternatives.items[at - 1].effect) < 0; at--)
            candidate->alternatives.items[at] = candidate->alternatives.items[at - 1];
        candidate->alternatives.items[at] = moved;
    }
}

bool plan_round_try(struct plan_bench *bench) {
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < bench->candidates.count; i++) {
        struct plan_candidate *candidate = &bench->candidates.items[i];
        for (size_t k = 0; goes_on && k < candidate->alternatives.count; k++)
            goes_on = plan_may_go_on(bench) && try_alternative(bench, &candidate->alternatives.items[k]);
        put_best_first(candidate);
    }
    return bench->status == STATUS_OK;
}
