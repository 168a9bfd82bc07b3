#include "model/solver.h"

#include "model/solver_search.h"

static struct solver_choice choice_of(const struct package *package) {
    const struct candidate *chosen = package->chosen;
    return (struct solver_choice){
        .component = package->name,
        .version = chosen->entry,
        .is_pinned = chosen->is_pin,
        .is_overridden = package->forced != NULL,
        .dependencies = chosen->dependencies,
        .dependency_count = chosen->demand_count,
    };
}

static bool write_choices(const struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    struct solver_choice *choices = ARENA_ARRAY(arena, struct solver_choice, search->queue.count);
    if (choices == NULL)
        return false;
    for (size_t i = 0; i < search->queue.count; i++)
        choices[i] = choice_of(search->queue.items[i]);
    outcome->choices = choices;
    outcome->choice_count = search->queue.count;
    return true;
}

static bool is_overruled(const struct demand *demand) {
    return demand->target->forced != NULL && !requirement_admits(demand->requirement, &demand->target->chosen->version);
}

static bool write_overruled(const struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    VECTOR(struct solver_reason) overruled = {0};
    for (size_t i = 0; i < search->queue.count; i++) {
        const demand_list *demands = &search->queue.items[i]->demands;
        for (size_t j = 0; j < demands->count; j++) {
            const struct demand *demand = demands->items[j];
            if (is_overruled(demand) && !vector_push(arena, &overruled, demand_reason(demand)))
                return false;
        }
    }
    outcome->overruled = overruled.items;
    outcome->overruled_count = overruled.count;
    return true;
}

static status_code finish(struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    if (search->is_impossible)
        return search_explain(search, arena, outcome);
    status_code code = search_check_graph(search, arena, outcome);
    if (code != STATUS_OK)
        return code;
    if (!write_choices(search, arena, outcome) || !write_overruled(search, arena, outcome))
        return problem_no_memory(search->packages.problem);
    return STATUS_OK;
}

status_code solver_solve(const struct solver_request *request, const struct solver_source *source, struct arena *arena,
                         struct solver_outcome *ret_outcome, struct problem *problem) {
    CLEANUP(arena_done) struct arena work;
    arena_init(&work, LIMIT_SOLVER_BYTES);
    *ret_outcome = (struct solver_outcome){0};
    struct search search;
    status_code code = search_run(&search, request, source, &work, problem);
    ret_outcome->steps = search.steps;
    if (code != STATUS_OK)
        return code;
    return finish(&search, arena, ret_outcome);
}
