#include "model/plan_platform.h"

#include "base/limits.h"
#include "model/name.h"
#include "model/object.h"
#include "model/plan_bench.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

#define BASELINE_NAME NAME_PLATFORM "/plan"

/* What one control would do for one feature. */
struct gain {
    const Catalog__V1__Control *control;
    Catalog__V1__PlanEffect *effect;
};

typedef VECTOR(struct gain) gain_list;

status_code plan_platform_begin(struct plan_platform *platform, const struct catalog_view *view, struct arena *arena,
                                struct problem *problem) {
    *platform = (struct plan_platform){.arena = arena};
    string_map_init(&platform->controls, arena);
    status_code status = policy_load(view, arena, &platform->policy, NULL, problem);
    return status == STATUS_OK ? plan_catalog_build(view, arena, &platform->catalog, problem) : status;
}

/* A baseline without a scope, with CONTROL as its one entry. */
static Catalog__V1__Object *baseline_with(const Catalog__V1__Control *control, struct arena *arena) {
    Catalog__V1__Object *object = ARENA_NEW(arena, Catalog__V1__Object);
    Catalog__V1__Baseline *baseline = ARENA_NEW(arena, Catalog__V1__Baseline);
    Catalog__V1__BaselineEntry *entry = ARENA_NEW(arena, Catalog__V1__BaselineEntry);
    Catalog__V1__BaselineEntry **entries = ARENA_ARRAY(arena, Catalog__V1__BaselineEntry *, 1);
    if (object == NULL || baseline == NULL || entry == NULL || entries == NULL)
        return NULL;
    catalog__v1__object__init(object);
    catalog__v1__baseline__init(baseline);
    catalog__v1__baseline_entry__init(entry);
    entry->id = text_field("plan");
    entry->control = control->name;
    entry->level = CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM;
    entries[0] = entry;
    baseline->name = text_field(BASELINE_NAME);
    baseline->version = text_field("1.0.0");
    baseline->entries = entries;
    baseline->n_entries = 1;
    object->kind_case = CATALOG__V1__OBJECT__KIND_BASELINE;
    object->baseline = baseline;
    return object;
}

/* Resolves the feature of BENCH over a catalog in which the platform has CONTROL. */
static bool try_control(struct plan_bench *bench, const Catalog__V1__Control *control,
                        Catalog__V1__PlanEffect **ret_effect) {
    struct memory_view overlay;
    struct plan_measure after;
    const Catalog__V1__EffectiveModel *model;
    const struct catalog_view *below = bench->view;
    memory_view_init(&overlay, bench->arena, below);
    const Catalog__V1__Object *baseline = baseline_with(control, bench->arena);
    if (baseline == NULL)
        return plan_no_memory(bench);
    bench->status = memory_view_add(&overlay, baseline, NULL, bench->problem);
    if (bench->status != STATUS_OK)
        return false;
    bench->view = memory_view_catalog(&overlay);
    bool is_resolved = plan_resolve(bench, bench->object, &model);
    bench->view = below;
    if (!is_resolved)
        return false;
    if (!plan_measure_model(model, bench->options->as_planned, &bench->scratch, &after))
        return plan_no_memory(bench);
    *ret_effect = plan_effect(&bench->measure, &after, bench->arena);
    return *ret_effect != NULL || plan_no_memory(bench);
}

/* The candidates of the round name the controls that are worth trying. */
static bool try_controls(struct plan_bench *bench, gain_list *gains) {
    for (size_t i = 0; i < bench->candidates.count; i++) {
        const Catalog__V1__Control *control = plan_catalog_control(bench->catalog, bench->candidates.items[i].subject);
        struct gain gain = {.control = control};
        if (control == NULL)
            continue;
        if (!plan_may_go_on(bench) || !try_control(bench, control, &gain.effect))
            return bench->status == STATUS_OK;
        if (plan_effect_rank(gain.effect, NULL) < 0 && !vector_push(bench->arena, gains, gain))
            return plan_no_memory(bench);
    }
    return true;
}

static Catalog__V1__PlatformControl *find_or_add(struct plan_platform *platform, const Catalog__V1__Control *control) {
    Catalog__V1__PlatformControl *found = string_map_get(&platform->controls, control->name);
    if (found != NULL)
        return found;
    found = ARENA_NEW(platform->arena, Catalog__V1__PlatformControl);
    if (found == NULL || !string_map_put(&platform->controls, control->name, found))
        return NULL;
    catalog__v1__platform_control__init(found);
    found->control = control->name;
    found->title = control->title;
    return found;
}

static bool add_gain(struct plan_platform *platform, const struct gain *gain, const char *feature) {
    const Catalog__V1__PlanEffect *effect = gain->effect;
    Catalog__V1__PlatformControl *total = find_or_add(platform, gain->control);
    char *example = arena_strdup(platform->arena, feature);
    if (total == NULL || example == NULL)
        return false;
    Catalog__V1__PlatformControl one;
    catalog__v1__platform_control__init(&one);
    one.features = 1;
    one.rows_closed = effect->rows_closed > effect->rows_opened ? effect->rows_closed - effect->rows_opened : 0;
    one.verdicts_improved = effect->gate_after > effect->gate_before;
    one.passes = one.verdicts_improved && effect->gate_after == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    one.reasons_settled =
        effect->reasons_settled > effect->reasons_added ? effect->reasons_settled - effect->reasons_added : 0;
    one.examples = &example;
    one.n_examples = 1;
    return plan_platform_add(total, &one, platform->arena);
}

static bool count_feature(struct plan_platform *platform, struct plan_bench *bench, const Catalog__V1__Object *feature,
                          bool *ret_is_whole) {
    gain_list gains = {0};
    *ret_is_whole = false;
    if (!plan_may_go_on(bench))
        return bench->status == STATUS_OK;
    if (!plan_round_begin(bench, feature) || !try_controls(bench, &gains))
        return false;
    for (size_t i = 0; !bench->is_cut && i < gains.count; i++) {
        if (!add_gain(platform, &gains.items[i], object_name(feature)))
            return plan_no_memory(bench);
    }
    platform->crowded_features += !bench->is_cut && bench->notes.count > 0;
    *ret_is_whole = !bench->is_cut;
    return true;
}

status_code plan_platform_count(struct plan_platform *platform, const Catalog__V1__Object *feature,
                                const struct catalog_view *view, const struct plan_options *options, bool *ret_is_whole,
                                struct problem *problem) {
    struct arena arena;
    struct plan_bench bench = {.view = view,
                               .options = options,
                               .asked = feature,
                               .catalog = &platform->catalog,
                               .policy = platform->policy,
                               .arena = &arena,
                               .problem = problem,
                               .resolutions = platform->resolutions,
                               .is_for_platform = true};
    arena_init(&arena, LIMIT_RESOLUTION_BYTES);
    arena_init(&bench.round, LIMIT_RESOLUTION_BYTES);
    arena_init(&bench.scratch, LIMIT_RESOLUTION_BYTES);
    bool is_done = count_feature(platform, &bench, feature, ret_is_whole);
    platform->resolutions = bench.resolutions;
    arena_done(&bench.scratch);
    arena_done(&bench.round);
    arena_done(&arena);
    return is_done ? STATUS_OK : bench.status;
}

static int compare_numbers(uint32_t left, uint32_t right) {
    return (left < right) - (left > right);
}

static int compare_controls(const void *left, const void *right) {
    const Catalog__V1__PlatformControl *a = *(Catalog__V1__PlatformControl *const *)left;
    const Catalog__V1__PlatformControl *b = *(Catalog__V1__PlatformControl *const *)right;
    const int orders[] = {compare_numbers(a->rows_closed, b->rows_closed),
                          compare_numbers(a->verdicts_improved, b->verdicts_improved),
                          compare_numbers(a->features, b->features)};
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        if (orders[i] != 0)
            return orders[i];
    }
    return strcmp(a->control, b->control);
}

void plan_platform_rank(Catalog__V1__PlatformControl **controls, size_t count) {
    if (count > 0)
        qsort(controls, count, sizeof(Catalog__V1__PlatformControl *), compare_controls);
}

Catalog__V1__PlatformControl **plan_platform_list(const struct plan_platform *platform, size_t *ret_count) {
    size_t count = platform->controls.count;
    Catalog__V1__PlatformControl **list = ARENA_ARRAY(platform->arena, Catalog__V1__PlatformControl *, count + 1);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        list[i] = platform->controls.entries[i].value;
    plan_platform_rank(list, count);
    *ret_count = count;
    return list;
}

bool plan_platform_add(Catalog__V1__PlatformControl *to, const Catalog__V1__PlatformControl *from,
                       struct arena *arena) {
    to->features += from->features;
    to->rows_closed += from->rows_closed;
    to->verdicts_improved += from->verdicts_improved;
    to->passes += from->passes;
    to->reasons_settled += from->reasons_settled;
    if (to->n_examples == LIMIT_ADVICE_EXAMPLES || from->n_examples == 0)
        return true;
    size_t room = LIMIT_ADVICE_EXAMPLES - to->n_examples;
    size_t more = from->n_examples < room ? from->n_examples : room;
    char **examples = ARENA_ARRAY(arena, char *, to->n_examples + more);
    if (examples == NULL)
        return false;
    if (to->n_examples > 0)
        memcpy(examples, to->examples, to->n_examples * sizeof *examples);
    memcpy(examples + to->n_examples, from->examples, more * sizeof *examples);
    to->examples = examples;
    to->n_examples += more;
    return true;
}
