#include "service/apply_plan.h"

#include "base/limits.h"
#include "model/closure.h"
#include "model/memory_view.h"
#include "model/object.h"
#include "model/resolve.h"
#include "model/validate.h"
#include "service/numbering.h"

#include <stdlib.h>
#include <string.h>

struct plan {
    struct mutation *mutation;
    struct store_view view;
    struct memory_view overlay; /* the objects of the call, laid over the view */
    struct candidate_context context;
    struct candidate *candidates;
    size_t count;
    struct remark_list *findings; /* NULL: nobody asks */
    bool publish;
    struct problem *problem;
};

static bool is_changed(const struct candidate *candidate) {
    return candidate->is_usable && candidate->outcome != CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
}

static status_code prepare(struct plan *plan, const struct apply_input *input) {
    status_code status = STATUS_OK;
    for (size_t i = 0; i < input->count && status == STATUS_OK; i++)
        status = candidate_prepare(&plan->context, input->objects[i], (uint32_t)i, &plan->candidates[i]);
    return status;
}

/* ---- Numbers ---- */

static status_code refuse_mark(const struct plan *plan, const Catalog__V1__EditorialMark *mark) {
    return problem_set(plan->problem, STATUS_INVALID_ARGUMENT, "NOT_EDITORIAL",
                       "editorial: %.140s is not published by this call", mark->name);
}

static status_code take_marks(struct plan *plan, const struct apply_input *input) {
    for (size_t i = 0; i < input->mark_count; i++) {
        const Catalog__V1__EditorialMark *mark = input->marks[i];
        bool is_found = false;
        for (size_t j = 0; plan->publish && j < plan->count; j++) {
            struct candidate *candidate = &plan->candidates[j];
            if (strcmp(candidate->name, mark->name) != 0)
                continue;
            is_found = true;
            candidate->editorial = mark->paths;
            candidate->editorial_count = mark->n_paths;
        }
        if (!is_found)
            return refuse_mark(plan, mark);
    }
    return STATUS_OK;
}

/* What a model is judged by comes before the models, and a version after the lower ones; one to be assigned is the
 * greatest. */
static int compare_for_numbers(const void *left, const void *right) {
    const struct candidate *a = *(struct candidate *const *)left;
    const struct candidate *b = *(struct candidate *const *)right;
    bool a_is_model = object_model(a->object) != NULL;
    bool b_is_model = object_model(b->object) != NULL;
    if (a_is_model != b_is_model)
        return a_is_model ? 1 : -1;
    int order = strcmp(a->name, b->name);
    if (order != 0)
        return order;
    struct semver numbers[2];
    bool a_is_given = semver_parse(slice_text(a->version), &numbers[0], NULL) == STATUS_OK;
    bool b_is_given = semver_parse(slice_text(b->version), &numbers[1], NULL) == STATUS_OK;
    if (a_is_given && b_is_given)
        order = semver_compare(&numbers[0], &numbers[1]);
    else
        order = b_is_given - a_is_given;
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Numbers what is published and lays all that changes over the view, one by one. */
static status_code lay_over(struct plan *plan) {
    const struct view_version draft = {.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT};
    struct candidate **order = ARENA_ARRAY(&plan->mutation->arena, struct candidate *, plan->count + 1);
    status_code status = order == NULL ? problem_no_memory(plan->problem) : STATUS_OK;
    size_t count = 0;
    for (size_t i = 0; order != NULL && i < plan->count; i++)
        if (is_changed(&plan->candidates[i]))
            order[count++] = &plan->candidates[i];
    if (order != NULL)
        qsort(order, count, sizeof *order, compare_for_numbers);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (plan->publish)
            status = numbering_run(&plan->context, memory_view_catalog(&plan->overlay), order[i]);
        if (status == STATUS_OK && is_changed(order[i]))
            status = memory_view_add(&plan->overlay, order[i]->object, plan->publish ? NULL : &draft, plan->problem);
    }
    return status;
}

/* All that are too low are told at once. */
static status_code check_numbers(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        status_code status = numbering_check(&plan->candidates[i], &plan->mutation->arena, plan->problem);
        if (status == STATUS_RESOURCE_EXHAUSTED)
            return status;
    }
    return plan->problem->code;
}

/* What an object did wrong is in the problem then, and the others are looked at all the same. */
static status_code validate(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        const struct validate_options options = {.object_index = plan->candidates[i].index, .is_draft = !plan->publish};
        if (!is_changed(&plan->candidates[i]))
            continue;
        status_code status =
            validate_object(plan->candidates[i].object, memory_view_catalog(&plan->overlay), &options, plan->problem);
        if (status != STATUS_OK && status != STATUS_INVALID_ARGUMENT)
            return status;
    }
    return plan->problem->code;
}

static status_code resolve_one(struct plan *plan, const struct candidate *candidate) {
    const struct mutation *mutation = plan->mutation;
    const struct resolve_options options = {.at = clock_now(mutation->service->clock),
                                            .revision = snapshot_revision(plan->context.snapshot)};
    struct arena scratch;
    struct resolution resolution;
    arena_init(&scratch, LIMIT_RESOLUTION_BYTES);
    status_code status =
        resolve(candidate->object, memory_view_catalog(&plan->overlay), &options, &scratch, &resolution, plan->problem);
    if (status == STATUS_OK)
        status = closure_check(candidate->object, &resolution, candidate->index, &scratch, plan->problem);
    arena_done(&scratch);
    return status;
}

/* All models of the call are looked at, so that all that is wrong is told at once. */
static status_code resolve_models(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        const struct candidate *candidate = &plan->candidates[i];
        if (!is_changed(candidate) || object_model(candidate->object) == NULL)
            continue;
        if (call_is_over(plan->mutation->call))
            return plan->mutation->call->problem.code;
        status_code status = resolve_one(plan, candidate);
        if (status != STATUS_OK && status != STATUS_FAILED_PRECONDITION)
            return status;
    }
    return plan->problem->code;
}

static status_code remark(struct plan *plan) {
    status_code status = STATUS_OK;
    for (size_t i = 0; plan->findings != NULL && i < plan->count && status == STATUS_OK; i++) {
        const struct candidate *candidate = &plan->candidates[i];
        const struct validate_options options = {.object_index = candidate->index, .is_draft = !plan->publish};
        if (is_changed(candidate))
            status = remark_object(candidate->object, memory_view_catalog(&plan->overlay), &options, plan->findings,
                                   plan->problem);
    }
    return status;
}

static status_code refuse_taken(const struct plan *plan) {
    const struct candidate *taken = plan->context.taken;
    const struct view_version *stored = NULL;
    struct store_view *view = plan->context.view;
    char text[DIGEST_TEXT_BYTES] = "";
    status_code status = store_view_find(view, taken->name, taken->version, &stored, plan->problem);
    if (status != STATUS_OK)
        return status;
    if (stored != NULL)
        digest_text(&stored->content, text);
    return problem_set(plan->problem, STATUS_ALREADY_EXISTS, "VERSION_EXISTS",
                       "%.140s@%.130s is published with other content (%s): a version never changes, publish a new "
                       "number",
                       taken->name, taken->version, text);
}

static Catalog__V1__ObjectChange *describe(struct plan *plan, const struct candidate *candidate) {
    struct arena *arena = &plan->mutation->arena;
    Catalog__V1__ObjectChange *change = arena_alloc(arena, sizeof *change);
    char *content = arena_alloc(arena, DIGEST_TEXT_BYTES);
    char *contract = arena_alloc(arena, DIGEST_TEXT_BYTES);
    if (change == NULL || content == NULL || contract == NULL)
        return NULL;
    catalog__v1__object_change__init(change);
    digest_text(&candidate->content, content);
    digest_text(&candidate->contract, contract);
    change->action = plan->publish ? CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH
                                   : CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DRAFT;
    change->kind = candidate->kind;
    change->name = arena_strdup(arena, candidate->name);
    change->version = arena_strdup(arena, candidate->version);
    change->content_digest = content;
    change->contract_digest = contract;
    change->editorial = candidate->editorial;
    change->n_editorial = candidate->editorial_count;
    return change->name == NULL || change->version == NULL ? NULL : change;
}

/* Titles and references borrow from objects that may be in the cache only until the view ends. */
static bool keep_facts(struct arena *arena, const struct candidate *candidate, struct write_object *ret_object) {
    *ret_object = (struct write_object){.bytes = candidate->bytes,
                                        .title = arena_strdup(arena, candidate->facts.title),
                                        .references = candidate->facts.references,
                                        .reference_count = candidate->facts.reference_count};
    return ret_object->title != NULL;
}

static status_code emit(struct plan *plan) {
    struct mutation *mutation = plan->mutation;
    const struct candidate **order = NULL;
    status_code status = candidates_order(plan->candidates, plan->count, &mutation->arena, &order, plan->problem);
    for (size_t i = 0; i < plan->count && status == STATUS_OK; i++) {
        struct write_object object;
        if (!is_changed(order[i]))
            continue;
        Catalog__V1__ObjectChange *change = describe(plan, order[i]);
        if (change == NULL || !keep_facts(&mutation->arena, order[i], &object) ||
            !mutation_add(mutation, change, &object))
            status = problem_no_memory(plan->problem);
    }
    return status;
}

static status_code rest_on_what_was_read(struct plan *plan) {
    struct read_mark *marks = NULL;
    size_t count = 0;
    status_code status = store_view_marks(&plan->view, &marks, &count, plan->problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!mutation_rests_on(plan->mutation, &marks[i]))
            status = problem_no_memory(plan->problem);
    return status;
}

static status_code run(struct plan *plan, const struct apply_input *input) {
    status_code status = prepare(plan, input);
    if (status == STATUS_OK)
        status = take_marks(plan, input);
    if (status == STATUS_OK)
        status = lay_over(plan);
    if (status == STATUS_OK)
        status = validate(plan);
    if (status == STATUS_OK && plan->context.taken != NULL)
        status = refuse_taken(plan);
    if (status == STATUS_OK)
        status = check_numbers(plan);
    if (status == STATUS_OK && plan->publish)
        status = resolve_models(plan);
    if (status == STATUS_OK)
        status = remark(plan);
    if (status == STATUS_OK)
        status = emit(plan);
    return status == STATUS_OK ? rest_on_what_was_read(plan) : status;
}

status_code apply_plan(struct mutation *mutation, struct snapshot *snapshot, const struct apply_input *input,
                       struct candidate **ret_candidates, struct problem *problem) {
    struct plan plan = {.mutation = mutation,
                        .count = input->count,
                        .findings = input->findings,
                        .publish = input->publish,
                        .problem = problem};
    plan.candidates = ARENA_ARRAY(&mutation->arena, struct candidate, input->count + 1);
    if (plan.candidates == NULL)
        return problem_no_memory(problem);
    store_view_init(&plan.view, mutation->service, snapshot, &mutation->arena, !input->publish);
    memory_view_init(&plan.overlay, &mutation->arena, &plan.view.view);
    plan.context = (struct candidate_context){.snapshot = snapshot,
                                              .view = &plan.view,
                                              .arena = &mutation->arena,
                                              .publish = input->publish,
                                              .problem = problem};
    string_map_init(&plan.context.seen, &mutation->arena);
    status_code status = run(&plan, input);
    store_view_done(&plan.view);
    *ret_candidates = plan.candidates;
    return status;
}
