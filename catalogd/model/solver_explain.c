#include "model/solver_search.h"

#include <stdlib.h>

/* Past this a component is told as RULED_OUT without looking further. */
#define COMPARISONS_MAX 1000000

struct explainer {
    struct search *search;
    struct arena *arena; /* of the outcome */
    demand_list demands;
    VECTOR(struct package *) packages;
    size_t comparisons;
    struct solver_failure *failure;
};

static status_code out_of_memory(const struct explainer *explainer) {
    return problem_no_memory(explainer->search->packages.problem);
}

/* ---- What the proof rests on ---- */

static bool collect_demand(struct explainer *explainer, struct demand *demand) {
    struct arena *work = explainer->search->packages.arena;
    if (demand->is_reason)
        return true;
    demand->is_reason = true;
    if (demand->target->reasons.count == 0 && !vector_push(work, &explainer->packages, demand->target))
        return false;
    return vector_push(work, &demand->target->reasons, demand) && vector_push(work, &explainer->demands, demand);
}

static bool collect(struct explainer *explainer) {
    VECTOR(const struct proof *) waiting = {0};
    struct arena *work = explainer->search->packages.arena;
    if (!vector_push(work, &waiting, &explainer->search->proof))
        return false;
    while (waiting.count > 0) {
        const struct proof *proof = waiting.items[--waiting.count];
        for (size_t i = 0; i < proof->demands.count; i++)
            if (!collect_demand(explainer, proof->demands.items[i]))
                return false;
        for (size_t i = 0; i < proof->nogoods.count; i++) {
            struct nogood *nogood = proof->nogoods.items[i];
            if (!nogood->is_visited && !vector_push(work, &waiting, &nogood->proof))
                return false;
            nogood->is_visited = true;
        }
    }
    return true;
}

static int compare_numbers(uintptr_t a, uintptr_t b) {
    return (a > b) - (a < b);
}

/* By who declared it: the root, components as met, versions as preferred (they lie in that order), then as declared. */
static int compare_demands(const void *left, const void *right) {
    const struct demand *a = *(struct demand *const *)left;
    const struct demand *b = *(struct demand *const *)right;
    int order = compare_numbers(a->by == NULL ? 0 : a->by->number, b->by == NULL ? 0 : b->by->number);
    if (order == 0)
        order = compare_numbers((uintptr_t)a->by_version, (uintptr_t)b->by_version);
    return order != 0 ? order : compare_numbers((uintptr_t)a, (uintptr_t)b);
}

static int compare_packages(const void *left, const void *right) {
    return compare_numbers((*(struct package *const *)left)->number, (*(struct package *const *)right)->number);
}

static void sort(struct explainer *explainer) {
    if (explainer->demands.count > 0)
        qsort(explainer->demands.items, explainer->demands.count, sizeof(struct demand *), compare_demands);
    if (explainer->packages.count > 0)
        qsort(explainer->packages.items, explainer->packages.count, sizeof(struct package *), compare_packages);
}

/* ---- The structured form ---- */

static bool write_reasons(struct explainer *explainer) {
    struct solver_reason *reasons = ARENA_ARRAY(explainer->arena, struct solver_reason, explainer->demands.count);
    if (reasons == NULL)
        return false;
    for (size_t i = 0; i < explainer->demands.count; i++)
        reasons[i] = demand_reason(explainer->demands.items[i]);
    explainer->failure->reasons = reasons;
    explainer->failure->reason_count = explainer->demands.count;
    return true;
}

static bool admits(struct explainer *explainer, const struct demand *demand, const struct candidate *candidate) {
    return ++explainer->comparisons > COMPARISONS_MAX || demand_admits(demand, candidate);
}

static bool is_unmatched(struct explainer *explainer, const struct demand *demand) {
    for (size_t i = 0; i < demand->target->candidate_count; i++)
        if (admits(explainer, demand, &demand->target->candidates[i]))
            return false;
    return true;
}

static bool meets_all(struct explainer *explainer, const struct package *package, const struct candidate *candidate) {
    for (size_t i = 0; i < package->reasons.count; i++)
        if (!admits(explainer, package->reasons.items[i], candidate))
            return false;
    return true;
}

static enum solver_cause cause_without_candidates(const struct package *package) {
    if (package->version_count == 0)
        return SOLVER_NO_SUCH_COMPONENT;
    if (package->forced != NULL)
        return SOLVER_NO_OVERRIDE;
    return package->yanked_count > 0 ? SOLVER_ALL_YANKED : SOLVER_ONLY_DRAFTS;
}

static enum solver_cause cause_of(struct explainer *explainer, const struct package *package) {
    if (package->candidate_count == 0)
        return cause_without_candidates(package);
    for (size_t i = 0; i < package->reasons.count; i++)
        if (is_unmatched(explainer, package->reasons.items[i]))
            return SOLVER_UNMATCHED;
    for (size_t i = 0; i < package->candidate_count; i++)
        if (meets_all(explainer, package, &package->candidates[i]))
            return SOLVER_RULED_OUT;
    return SOLVER_CONFLICTING;
}

static bool write_subjects(struct explainer *explainer) {
    size_t count = explainer->packages.count;
    struct solver_subject *subjects = ARENA_ARRAY(explainer->arena, struct solver_subject, count);
    if (subjects == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct package *package = explainer->packages.items[i];
        const char **candidates = ARENA_ARRAY(explainer->arena, const char *, package->candidate_count);
        if (candidates == NULL)
            return false;
        for (size_t j = 0; j < package->candidate_count; j++)
            candidates[j] = package->candidates[j].entry->version;
        subjects[i] =
            (struct solver_subject){package->name, cause_of(explainer, package), candidates, package->candidate_count};
    }
    explainer->failure->subjects = subjects;
    explainer->failure->subject_count = count;
    return true;
}

status_code search_explain(struct search *search, struct arena *arena, struct solver_outcome *outcome) {
    struct explainer explainer = {.search = search, .arena = arena};
    explainer.failure = ARENA_NEW(arena, struct solver_failure);
    if (explainer.failure == NULL || !collect(&explainer))
        return out_of_memory(&explainer);
    sort(&explainer);
    if (!write_reasons(&explainer) || !write_subjects(&explainer))
        return out_of_memory(&explainer);
    explainer.failure->text = failure_text(explainer.failure, arena);
    if (explainer.failure->text == NULL)
        return out_of_memory(&explainer);
    outcome->failure = explainer.failure;
    return problem_set(search->packages.problem, STATUS_FAILED_PRECONDITION, failure_reason(explainer.failure), "%s",
                       explainer.failure->text);
}
