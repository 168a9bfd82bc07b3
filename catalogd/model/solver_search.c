#include "model/solver_search.h"

#include <assert.h>

static status_code out_of_memory(const struct search *search) {
    return problem_no_memory(search->packages.problem);
}

static status_code count_steps(struct search *search, size_t count) {
    search->steps += count;
    if (search->steps <= search->step_limit)
        return STATUS_OK;
    return problem_set(search->packages.problem, STATUS_RESOURCE_EXHAUSTED, "SOLVER_STEPS",
                       "choosing versions takes more than %zu steps; narrow the requirements", search->step_limit);
}

static status_code count_step(struct search *search) {
    return count_steps(search, 1);
}

/* ---- Choosing and taking back ---- */

static status_code apply_demand(struct search *search, struct demand *demand) {
    struct package *target = demand->target;
    if (!vector_push(search->packages.arena, &target->demands, demand))
        return out_of_memory(search);
    if (target->is_queued || target->is_root)
        return STATUS_OK;
    target->is_queued = true;
    return vector_push(search->packages.arena, &search->queue, target) ? STATUS_OK : out_of_memory(search);
}

static status_code choose(struct search *search, struct level *level, struct candidate *candidate) {
    level->queue_count = search->queue.count;
    level->package->chosen = candidate;
    level->package->level = search->depth++;
    status_code code = STATUS_OK;
    for (size_t i = 0; i < candidate->demand_count && code == STATUS_OK; i++)
        code = apply_demand(search, &candidate->demands[i]);
    return code;
}

static void take_back(struct search *search) {
    const struct level *level = &search->levels.items[--search->depth];
    const struct candidate *candidate = level->package->chosen;
    for (size_t i = 0; i < candidate->demand_count; i++)
        candidate->demands[i].target->demands.count--;
    while (search->queue.count > level->queue_count)
        search->queue.items[--search->queue.count]->is_queued = false;
    level->package->chosen = NULL;
}

/* ---- Excluding candidates ---- */

/* The walk through the list costs steps, so that long ones stay inside the budget. */
#define CONFLICTS_PER_STEP 64

static status_code add_conflict(struct search *search, struct level *level, size_t with) {
    status_code code = count_steps(search, level->conflicts.count / CONFLICTS_PER_STEP);
    if (code != STATUS_OK)
        return code;
    for (size_t i = 0; i < level->conflicts.count; i++)
        if (level->conflicts.items[i] == with)
            return STATUS_OK;
    return vector_push(search->packages.arena, &level->conflicts, with) ? STATUS_OK : out_of_memory(search);
}

static status_code blame_demand(struct search *search, struct level *level, struct demand *demand) {
    return vector_push(search->packages.arena, &level->proof.demands, demand) ? STATUS_OK : out_of_memory(search);
}

/* DEMAND, made by an earlier choice or the root, is on the component of LEVEL. */
static status_code blame_demander(struct search *search, struct level *level, struct demand *demand) {
    level->has_demander = true;
    status_code code = blame_demand(search, level, demand);
    return code != STATUS_OK || demand->by == NULL ? code : add_conflict(search, level, demand->by->level);
}

static status_code check_demands_on(struct search *search, struct level *level, const struct candidate *candidate,
                                    bool *ret_fits) {
    const demand_list *demands = &level->package->demands;
    for (size_t i = 0; i < demands->count && *ret_fits; i++) {
        status_code code = count_step(search);
        if (code != STATUS_OK)
            return code;
        *ret_fits = demand_admits(demands->items[i], candidate);
        if (!*ret_fits)
            return blame_demander(search, level, demands->items[i]);
    }
    return STATUS_OK;
}

/* Whether all choices of NOGOOD but that of PACKAGE are made. */
static bool is_in_force(const struct nogood *nogood, const struct package *package) {
    for (size_t i = 0; i < nogood->count; i++)
        if (nogood->choices[i].package != package && nogood->choices[i].package->chosen != nogood->choices[i].candidate)
            return false;
    return true;
}

/* Excludes a choice of LEVEL for NOGOOD, which rests on earlier ones. */
static status_code blame_nogood(struct search *search, struct level *level, struct nogood *nogood) {
    if (!vector_push(search->packages.arena, &level->proof.nogoods, nogood))
        return out_of_memory(search);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < nogood->count && code == STATUS_OK; i++)
        if (nogood->choices[i].package != level->package)
            code = add_conflict(search, level, nogood->choices[i].package->level);
    return code;
}

static status_code check_nogoods(struct search *search, struct level *level, const struct candidate *candidate,
                                 bool *ret_fits) {
    for (size_t i = 0; i < candidate->nogoods.count && *ret_fits; i++) {
        status_code code = count_step(search);
        if (code != STATUS_OK)
            return code;
        *ret_fits = !is_in_force(candidate->nogoods.items[i], level->package);
        if (!*ret_fits)
            return blame_nogood(search, level, candidate->nogoods.items[i]);
    }
    return STATUS_OK;
}

/* What CANDIDATE itself demands of components already decided, itself among them. */
static status_code check_demands_of(struct search *search, struct level *level, struct candidate *candidate,
                                    bool *ret_fits) {
    status_code code = candidate_load(&search->packages, level->package, candidate);
    for (size_t i = 0; code == STATUS_OK && i < candidate->demand_count && *ret_fits; i++) {
        struct demand *demand = &candidate->demands[i];
        bool is_self = demand->target == level->package;
        const struct candidate *other = is_self ? candidate : demand->target->chosen;
        if (other == NULL)
            continue;
        code = count_step(search);
        *ret_fits = demand_admits(demand, other);
        if (code != STATUS_OK || *ret_fits)
            continue;
        code = blame_demand(search, level, demand);
        if (code == STATUS_OK && !is_self)
            code = add_conflict(search, level, demand->target->level);
    }
    return code;
}

static status_code try_candidate(struct search *search, struct level *level, struct candidate *candidate,
                                 bool *ret_fits) {
    *ret_fits = true;
    status_code code = count_step(search);
    if (code == STATUS_OK)
        code = check_demands_on(search, level, candidate, ret_fits);
    if (code == STATUS_OK && *ret_fits)
        code = check_nogoods(search, level, candidate, ret_fits);
    if (code == STATUS_OK && *ret_fits)
        code = check_demands_of(search, level, candidate, ret_fits);
    return code;
}

/* ---- Dead ends ---- */

static size_t latest_conflict(const struct level *level) {
    size_t latest = 0;
    for (size_t i = 0; i < level->conflicts.count; i++)
        if (level->conflicts.items[i] > latest)
            latest = level->conflicts.items[i];
    return latest;
}

static bool attach(struct search *search, struct nogood *nogood) {
    for (size_t i = 0; i < nogood->count; i++)
        if (!vector_push(search->packages.arena, &nogood->choices[i].candidate->nogoods, nogood))
            return false;
    return true;
}

/* The choices that LEVEL's candidates clash with cannot stand together, whatever else is chosen. */
static struct nogood *learn(struct search *search, const struct level *level) {
    struct nogood *nogood = ARENA_NEW(search->packages.arena, struct nogood);
    if (nogood == NULL)
        return NULL;
    nogood->proof = level->proof;
    nogood->choices = ARENA_ARRAY(search->packages.arena, struct choice, level->conflicts.count);
    if (nogood->choices == NULL)
        return NULL;
    nogood->count = level->conflicts.count;
    for (size_t i = 0; i < nogood->count; i++) {
        struct package *package = search->levels.items[level->conflicts.items[i]].package;
        nogood->choices[i] = (struct choice){package, package->chosen};
    }
    return attach(search, nogood) ? nogood : NULL;
}

/* Goes back to the latest choice that the dead end at LEVEL rests on. */
static status_code leave_dead_end(struct search *search, struct level *level) {
    status_code code =
        level->has_demander ? STATUS_OK : blame_demander(search, level, level->package->demands.items[0]);
    if (code != STATUS_OK)
        return code;
    if (level->conflicts.count == 0) {
        search->is_impossible = true;
        search->proof = level->proof;
        return STATUS_OK;
    }
    struct nogood *nogood = learn(search, level);
    if (nogood == NULL)
        return out_of_memory(search);
    size_t latest = latest_conflict(level);
    code = blame_nogood(search, &search->levels.items[latest], nogood);
    while (search->depth > latest)
        take_back(search);
    return code;
}

/* ---- The search ---- */

static status_code run_level(struct search *search, struct level *level) {
    assert(level != NULL);
    bool fits = false;
    while (level->next < level->package->candidate_count) {
        struct candidate *candidate = &level->package->candidates[level->next++];
        status_code code = try_candidate(search, level, candidate, &fits);
        if (code != STATUS_OK)
            return code;
        if (fits)
            return choose(search, level, candidate);
    }
    return leave_dead_end(search, level);
}

/* The level to decide next: fresh, or the one that a dead end led back to. */
static status_code enter_level(struct search *search, struct level **ret_level) {
    struct package *package = search->queue.items[search->depth];
    while (search->levels.count > search->depth + 1)
        search->levels.count--;
    if (search->levels.count == search->depth) {
        struct level level = {.package = package};
        if (!vector_push(search->packages.arena, &search->levels, level))
            return out_of_memory(search);
    }
    *ret_level = &search->levels.items[search->depth];
    return package_load(&search->packages, package);
}

static status_code start(struct search *search) {
    const struct solver_request *request = search->packages.request;
    search->root_demands = ARENA_ARRAY(search->packages.arena, struct demand, request->dependency_count);
    if (search->root_demands == NULL)
        return out_of_memory(search);
    status_code code =
        demands_make(&search->packages, request->dependencies, request->dependency_count, search->root_demands);
    for (size_t i = 0; i < request->dependency_count && code == STATUS_OK; i++)
        code = apply_demand(search, &search->root_demands[i]);
    return code;
}

status_code search_run(struct search *search, const struct solver_request *request, const struct solver_source *source,
                       struct arena *arena, struct problem *problem) {
    *search = (struct search){.step_limit = request->step_limit == 0 ? LIMIT_SOLVER_STEPS : request->step_limit};
    status_code code = package_table_init(&search->packages, request, source, arena, problem);
    if (code == STATUS_OK)
        code = start(search);
    while (code == STATUS_OK && !search->is_impossible && search->depth < search->queue.count) {
        struct level *level = NULL;
        code = enter_level(search, &level);
        if (code == STATUS_OK)
            code = run_level(search, level);
    }
    return code;
}
