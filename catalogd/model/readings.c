#include "model/readings.h"

#include "model/decision.h"

#include <string.h>

#define OPEN      CATALOG__V1__ROW_STATE__ROW_STATE_OPEN
#define PARTIAL   CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL
#define MITIGATED CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED

/* The credits that one question looks at: those that count in WORLD, without the own ones of EXCEPT. */
struct selection {
    const struct row *row;
    worlds world;
    const struct instance *except; /* NULL: none */
    struct risk_credit *scratch;   /* one for each credit, and one for the class */
    struct reading_trace *trace;   /* NULL: none is kept */
};

static bool is_residual(const struct row_source *source) {
    return source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL;
}

static void raise_rating(struct risk_rating *rating, struct risk_rating other) {
    if (other.likelihood > rating->likelihood)
        rating->likelihood = other.likelihood;
    if (other.impact > rating->impact)
        rating->impact = other.impact;
}

static uint32_t lowered(uint32_t rating, uint32_t asked_for) {
    return asked_for != 0 && asked_for < rating ? asked_for : rating;
}

struct risk_rating readings_lowered(struct risk_rating rating, const struct rerating *rerating) {
    return (struct risk_rating){lowered(rating.likelihood, rerating->to.likelihood),
                                lowered(rating.impact, rerating->to.impact)};
}

/* No decision touches a residual: that is what a component says of itself. */
static struct risk_rating rating_in(const struct row *row, const struct row_source *source, worlds world) {
    struct risk_rating rating = source->rating;
    for (size_t i = 0; i < row->reratings.count && !is_residual(source); i++) {
        const struct rerating *rerating = &row->reratings.items[i];
        if ((rerating->in_force & world) == world)
            rating = readings_lowered(rating, rerating);
    }
    return rating;
}

static bool highest(const struct row *row, worlds world, bool of_residuals, struct risk_rating *ret_rating) {
    bool has_any = false;
    *ret_rating = (struct risk_rating){1, 1};
    for (size_t i = 0; i < row->sources.count; i++) {
        const struct row_source *source = &row->sources.items[i];
        if ((source->exists & world) == 0 || is_residual(source) != of_residuals)
            continue;
        has_any = true;
        raise_rating(ret_rating, rating_in(row, source, world));
    }
    return has_any;
}

struct risk_rating readings_inherent(const struct row *row, worlds world) {
    struct risk_rating rating;
    if (!highest(row, world, false, &rating))
        highest(row, world, true, &rating);
    return rating;
}

static bool is_selected(const struct selection *selection, const struct row_credit *credit) {
    if ((credit->counts & selection->world) == 0)
        return false;
    if (selection->except == NULL)
        return true;
    bool is_own = (credit->provision != NULL && credit->provision->instance == selection->except) ||
                  (credit->mitigation != NULL && credit->mitigation->object == selection->except->object);
    return !is_own;
}

static size_t select_credits(const struct selection *selection) {
    size_t count = 0;
    for (size_t i = 0; i < selection->row->credits.count; i++) {
        const struct row_credit *credit = &selection->row->credits.items[i];
        if (is_selected(selection, credit))
            selection->scratch[count++] = (struct risk_credit){credit->layer, credit->provider, credit->reduction};
    }
    return count;
}

static bool has_control(const struct selection *selection, const char *name) {
    for (size_t i = 0; i < selection->row->credits.count; i++) {
        const struct row_credit *credit = &selection->row->credits.items[i];
        if (is_selected(selection, credit) && strcmp(credit->control->name, name) == 0)
            return true;
    }
    return false;
}

static bool has_group(const struct selection *selection) {
    const Catalog__V1__Threat *threat = selection->row->threat->message;
    for (size_t i = 0; i < threat->n_mitigation_groups; i++) {
        const Catalog__V1__MitigationGroup *group = threat->mitigation_groups[i];
        size_t found = 0;
        while (found < group->n_controls && has_control(selection, group->controls[found]))
            found++;
        if (group->n_controls > 0 && found == group->n_controls)
            return true;
    }
    return false;
}

static bool has_full(const struct selection *selection) {
    for (size_t i = 0; i < selection->row->credits.count; i++) {
        const struct row_credit *credit = &selection->row->credits.items[i];
        if (is_selected(selection, credit) && credit->strength == CATALOG__V1__STRENGTH__STRENGTH_FULL)
            return true;
    }
    return false;
}

/* Groups of (layer, provider) among the selected credits. */
static uint32_t depth_of(const struct selection *selection) {
    size_t count = select_credits(selection);
    return risk_apply((struct risk_rating){1, 1}, selection->scratch, count).depth;
}

static Catalog__V1__RowState state_of(const struct selection *selection) {
    uint32_t depth = depth_of(selection);
    bool is_answered = selection->row->threat->message->n_mitigation_groups > 0 ? has_group(selection)
                                                                                : has_full(selection) || depth >= 2;
    return is_answered ? MITIGATED : depth > 0 ? PARTIAL : OPEN;
}

/* Where a residual remains, only others' controls answer the row. */
static Catalog__V1__RowState state_with_residuals(const struct selection *all) {
    Catalog__V1__RowState state = state_of(all);
    for (size_t i = 0; i < all->row->sources.count; i++) {
        const struct row_source *source = &all->row->sources.items[i];
        struct selection others = *all;
        others.except = source->instance;
        if (is_residual(source) && (source->exists & all->world) != 0 && state == MITIGATED &&
            state_of(&others) != MITIGATED)
            state = PARTIAL;
    }
    return state;
}

static bool is_by_class(const struct row *row, worlds world) {
    bool has_any = false;
    for (size_t i = 0; i < row->sources.count; i++) {
        const struct row_source *source = &row->sources.items[i];
        if ((source->exists & world) == 0)
            continue;
        has_any = true;
        if (!source->is_by_class)
            return false;
    }
    return has_any;
}

static void keep_sum(const struct selection *selection, struct risk_rating start, const struct row_source *residual,
                     struct risk_outcome outcome) {
    struct reading_trace *trace = selection->trace;
    struct risk_credit *groups = ARENA_ARRAY(trace->arena, struct risk_credit, outcome.depth + 1);
    struct risk_sum sum = {.start = start, .residual = residual, .groups = groups, .outcome = outcome};
    if (groups != NULL)
        memcpy(groups, selection->scratch, outcome.depth * sizeof *groups);
    trace->has_failed |= groups == NULL || !vector_push(trace->arena, &trace->sums, sum);
}

/* One FULL control on the layer of the first source, of its provider. */
static struct risk_credit credit_of_class(const struct selection *selection) {
    const struct row_source *source = selection->row->sources.items;
    while ((source->exists & selection->world) == 0)
        source++;
    return (struct risk_credit){.layer = source->layer,
                                .provider = source->instance->object->name,
                                .reduction = {.likelihood_bp = RISK_FULL_REDUCTION_BP}};
}

static struct risk_outcome risk_of(const struct selection *selection, struct risk_rating start,
                                   const struct row_source *residual, bool by_class) {
    size_t count = select_credits(selection);
    if (by_class)
        selection->scratch[count++] = credit_of_class(selection);
    struct risk_outcome outcome = risk_apply(start, selection->scratch, count);
    if (selection->trace != NULL)
        keep_sum(selection, start, residual, outcome);
    return outcome;
}

static struct risk_outcome risk_with_residuals(const struct selection *all, bool by_class) {
    struct risk_rating inherent;
    struct risk_outcome outcome = {.residual = {1, 1}, .depth = depth_of(all)};
    if (highest(all->row, all->world, false, &inherent))
        outcome = risk_of(all, inherent, NULL, by_class);
    for (size_t i = 0; i < all->row->sources.count; i++) {
        const struct row_source *source = &all->row->sources.items[i];
        struct selection others = *all;
        if (!is_residual(source) || (source->exists & all->world) == 0)
            continue;
        others.except = source->instance;
        raise_rating(&outcome.residual, risk_of(&others, source->rating, source, false).residual);
    }
    return outcome;
}

static Catalog__V1__MitigatedBy whose(const struct selection *selection) {
    static const Catalog__V1__MitigatedBy by_owner[2][2] = {
        {CATALOG__V1__MITIGATED_BY__MITIGATED_BY_UNSPECIFIED, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_INHERITED},
        {CATALOG__V1__MITIGATED_BY__MITIGATED_BY_OWN, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_MIXED}};
    bool has_own = false;
    bool has_inherited = false;
    for (size_t i = 0; i < selection->row->credits.count; i++) {
        const struct row_credit *credit = &selection->row->credits.items[i];
        if (!is_selected(selection, credit))
            continue;
        has_own |= !credit->is_inherited;
        has_inherited |= credit->is_inherited;
    }
    return by_owner[has_own][has_inherited];
}

static struct world_reading read_world(const struct selection *selection) {
    const struct row *row = selection->row;
    struct world_reading reading = {.exists = (row->exists & selection->world) != 0,
                                    .state = CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE,
                                    .mitigated_by = whose(selection),
                                    .residual = {1, 1}};
    if (!reading.exists)
        return reading;
    bool by_class = is_by_class(row, selection->world);
    struct risk_outcome outcome = risk_with_residuals(selection, by_class);
    reading.residual = outcome.residual;
    reading.depth = outcome.depth;
    reading.state = by_class ? MITIGATED : state_with_residuals(selection);
    if (by_class)
        reading.mitigated_by = CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS;
    return reading;
}

static void decide(const struct graph *graph, const struct row *row, worlds world, struct world_reading *reading) {
    Catalog__V1__RowState decided = decision_state_of(graph, row, world);
    reading->undecided = reading->state;
    if (decided != CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED && reading->exists)
        reading->state = decided;
}

bool readings_trace(struct graph *graph, const struct row *row, worlds world, struct world_reading *ret_reading,
                    struct reading_trace *trace) {
    struct selection selection = {.row = row, .world = world, .trace = trace};
    selection.scratch = ARENA_ARRAY(graph->arena, struct risk_credit, row->credits.count + 1);
    if (selection.scratch == NULL)
        return graph_no_memory(graph);
    *ret_reading = read_world(&selection);
    decide(graph, row, world, ret_reading);
    return !trace->has_failed || graph_no_memory(graph);
}

bool readings_of(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                 struct row_reading *ret_reading) {
    struct selection selection = {.row = row, .world = strict};
    selection.scratch = ARENA_ARRAY(graph->arena, struct risk_credit, row->credits.count + 1);
    if (selection.scratch == NULL)
        return graph_no_memory(graph);
    ret_reading->strict = read_world(&selection);
    selection.world = lenient;
    ret_reading->lenient = read_world(&selection);
    decide(graph, row, strict, &ret_reading->strict);
    decide(graph, row, lenient, &ret_reading->lenient);
    bool is_conditional = ret_reading->strict.state < MITIGATED && ret_reading->lenient.state >= MITIGATED;
    ret_reading->state = is_conditional ? CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL : ret_reading->strict.state;
    ret_reading->mitigated_by = ret_reading->state == PARTIAL || ret_reading->state == MITIGATED
                                    ? ret_reading->strict.mitigated_by
                                    : CATALOG__V1__MITIGATED_BY__MITIGATED_BY_UNSPECIFIED;
    return true;
}
