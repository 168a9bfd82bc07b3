#include "replay_proof.h"

#include <string.h>

#define SCALE UINT64_C(1000000000000)

enum { OPEN = 1, PARTIAL, CONDITIONAL, MITIGATED, ACCEPTED, NOT_APPLICABLE };
enum { BY_NOBODY, BY_OWN, BY_INHERITED, BY_MIXED, BY_CLASS };

static const char *const states[] = {"", "OPEN", "PARTIAL", "CONDITIONAL", "MITIGATED", "ACCEPTED", "NOT_APPLICABLE"};
static const char *const owners[] = {"", "own", "inherited", "mixed", "class"};

/* One layer of one provider. */
struct group {
    const char *layer;
    const char *provider;
    uint64_t bp[2]; /* the largest reduction of likelihood, of impact */
};

struct sum {
    struct group *groups;
    size_t count;
    uint64_t start[2];
    uint64_t scaled[2];
    uint64_t left[2];
};

/* What one reading comes to. */
struct world {
    readings bit;
    bool exists;
    int state;
    int owner;
    uint64_t left[2];
    size_t depth;
};

static const char *const dimensions[2] = {"likelihood", "impact"};
static const char *const reductions[2] = {"likelihood_reduction_bp", "impact_reduction_bp"};

/* ---- Which credits ---- */

static bool is_credit(const struct replay *replay, size_t step) {
    return strncmp(step_at(replay, step)->rule, "credit.", 7) == 0;
}

static bool is_source(const struct replay *replay, size_t step) {
    return strncmp(step_at(replay, step)->rule, "row.", 4) == 0;
}

/* A residual has its own component's controls behind it already: EXCEPT is the residual, NO_STEP: none. */
static bool is_own_of(const struct replay *replay, size_t credit, size_t except) {
    if (except == NO_STEP)
        return false;
    size_t declared = find_below(replay, credit, "credit.declared");
    bool is_same_object = strcmp(step_at(replay, credit)->object, step_at(replay, except)->object) == 0;
    bool is_same_instance =
        declared != NO_STEP && strcmp(step_at(replay, declared)->subject, step_at(replay, except)->subject) == 0;
    return is_same_instance || (has_rule(replay, credit, "credit.mitigation") && is_same_object);
}

static size_t next_credit(const struct replay *replay, size_t credit, readings bit, size_t except) {
    do
        credit = credit == NO_STEP ? first_below(replay, 0) : next_below(replay, 0, credit);
    while (credit != NO_STEP &&
           (!is_credit(replay, credit) || (holds_in(replay, credit) & bit) == 0 || is_own_of(replay, credit, except)));
    return credit;
}

#define EACH_CREDIT(credit, replay, bit, except)                                                                       \
    for (size_t credit = next_credit((replay), NO_STEP, (bit), (except)); credit != NO_STEP;                           \
         credit = next_credit((replay), credit, (bit), (except)))

/* ---- Arithmetic ---- */

static void add_to_group(struct sum *sum, const char *layer, const char *provider, uint64_t likelihood_bp,
                         uint64_t impact_bp) {
    size_t i = 0;
    while (i < sum->count &&
           (strcmp(sum->groups[i].layer, layer) != 0 || strcmp(sum->groups[i].provider, provider) != 0))
        i++;
    struct group *group = &sum->groups[i];
    if (i == sum->count)
        sum->groups[sum->count++] = (struct group){.layer = layer, .provider = provider};
    group->bp[0] = likelihood_bp > group->bp[0] ? likelihood_bp : group->bp[0];
    group->bp[1] = impact_bp > group->bp[1] ? impact_bp : group->bp[1];
}

/* The largest factor that was not taken yet, taken; UINT64_MAX: all are. */
static uint64_t take_largest(const struct sum *sum, unsigned dimension, bool *taken) {
    size_t best = sum->count;
    for (size_t i = 0; i < sum->count; i++) {
        if (!taken[i] && (best == sum->count || sum->groups[i].bp[dimension] > sum->groups[best].bp[dimension]))
            best = i;
    }
    if (best == sum->count)
        return UINT64_MAX;
    taken[best] = true;
    return sum->groups[best].bp[dimension];
}

static void calculate(struct replay *replay, struct sum *sum, uint64_t start, unsigned dimension) {
    bool *taken = ARENA_ARRAY(&replay->arena, bool, sum->count + 1);
    uint64_t scaled = start * SCALE;
    uint64_t bp;
    while ((bp = take_largest(sum, dimension, taken)) != UINT64_MAX)
        scaled = (scaled * (10000 - (bp > 10000 ? 10000 : bp)) + 9999) / 10000;
    uint64_t left = (scaled + SCALE - 1) / SCALE;
    sum->start[dimension] = start;
    sum->scaled[dimension] = scaled;
    sum->left[dimension] = left < 1 ? 1 : left;
}

static struct sum sum_up(struct replay *replay, readings bit, size_t except, const uint64_t start[2], size_t by_class) {
    struct sum sum = {.groups = ARENA_ARRAY(&replay->arena, struct group, replay->proof->n_steps + 1)};
    EACH_CREDIT(credit, replay, bit, except)
    add_to_group(&sum, detail(replay, credit, "layer"), detail(replay, credit, "provider"),
                 number(replay, credit, reductions[0]), number(replay, credit, reductions[1]));
    if (by_class != NO_STEP) {
        const char *object = step_at(replay, by_class)->object;
        char *provider = arena_strndup(&replay->arena, object, strcspn(object, "@"));
        add_to_group(&sum, detail(replay, by_class, "layer"), provider, 9000, 0);
    }
    calculate(replay, &sum, start[0], 0);
    calculate(replay, &sum, start[1], 1);
    return sum;
}

/* ---- One reading ---- */

static bool holds(const struct replay *replay, size_t step, readings bit) {
    return (holds_in(replay, step) & bit) != 0;
}

static size_t next_source(const struct replay *replay, size_t source, readings bits) {
    do
        source = source == NO_STEP ? first_below(replay, 0) : next_below(replay, 0, source);
    while (source != NO_STEP && (!is_source(replay, source) || !holds(replay, source, bits)));
    return source;
}

#define EACH_SOURCE(source, replay, bits)                                                                              \
    for (size_t source = next_source((replay), NO_STEP, (bits)); source != NO_STEP;                                    \
         source = next_source((replay), source, (bits)))

/* The lowest that a decision in force leaves of the source's own rating. */
static uint64_t rating_of(const struct replay *replay, size_t source, readings bits, const char *dimension) {
    uint64_t rating = number(replay, source, dimension);
    for (size_t step = find_below(replay, source, "rating.rerated"); step != NO_STEP;
         step = find_next(replay, source, step, "rating.rerated")) {
        if ((holds_in(replay, step) & bits) == bits && number(replay, step, dimension) < rating)
            rating = number(replay, step, dimension);
    }
    return rating;
}

/* The highest rating of the threats and duties, or of the residuals; false: there are none. */
static bool find_start(const struct replay *replay, readings bits, bool of_residuals, uint64_t ret_start[2]) {
    bool has_any = false;
    ret_start[0] = ret_start[1] = 1;
    EACH_SOURCE(source, replay, bits) {
        if (has_rule(replay, source, "row.residual") != of_residuals)
            continue;
        has_any = true;
        for (unsigned i = 0; i < 2; i++) {
            uint64_t rating = rating_of(replay, source, bits, dimensions[i]);
            ret_start[i] = rating > ret_start[i] ? rating : ret_start[i];
        }
    }
    return has_any;
}

/* The source that stands for the class, where all lie on layers of providers under assurance; NO_STEP: not by class. */
static size_t find_class(const struct replay *replay, readings bit) {
    size_t first = next_source(replay, NO_STEP, bit);
    EACH_SOURCE(source, replay, bit) {
        size_t layer = find_below(replay, source, "class.layer");
        if (layer == NO_STEP || strcmp(step_at(replay, layer)->outcome, "true") != 0)
            return NO_STEP;
    }
    return first;
}

static bool has_control(const struct replay *replay, readings bit, size_t except, const char *control) {
    EACH_CREDIT(credit, replay, bit, except) {
        if (detail_is(replay, credit, "control", control))
            return true;
    }
    return false;
}

/* What answers the threat stands in the first reading; -1: any control. */
static int has_mitigation_group(const struct replay *replay, readings bit, size_t except) {
    size_t reading = first_below(replay, find_below(replay, 0, "state"));
    int found = -1;
    for (size_t i = first_below(replay, reading); i != NO_STEP; i = next_below(replay, reading, i)) {
        const step_message *step = step_at(replay, i);
        size_t count = 0;
        if (!has_rule(replay, i, "state.group"))
            continue;
        while (count < step->n_details && has_control(replay, bit, except, step->details[count]->name))
            count++;
        found = found == 1 || (count > 0 && count == step->n_details);
    }
    return found;
}

static int state_without(struct replay *replay, readings bit, size_t except) {
    static const uint64_t least[2] = {1, 1};
    size_t depth = sum_up(replay, bit, except, least, NO_STEP).count;
    int in_group = has_mitigation_group(replay, bit, except);
    bool has_full = false;
    EACH_CREDIT(credit, replay, bit, except)
    has_full |= detail_is(replay, credit, "strength", "full");
    bool is_answered = in_group >= 0 ? in_group == 1 : has_full || depth >= 2;
    return is_answered ? MITIGATED : depth > 0 ? PARTIAL : OPEN;
}

static int owner_of(const struct replay *replay, readings bit) {
    int owner = BY_NOBODY;
    EACH_CREDIT(credit, replay, bit, NO_STEP)
    owner |= detail_is(replay, credit, "is_inherited", "true") ? BY_INHERITED : BY_OWN;
    return owner;
}

static void check_sum(struct replay *replay, size_t reading, size_t source, const struct sum *sum);

static void read_residuals(struct replay *replay, struct world *world, size_t reading) {
    EACH_SOURCE(source, replay, world->bit) {
        const uint64_t start[2] = {number(replay, source, "likelihood"), number(replay, source, "impact")};
        if (!has_rule(replay, source, "row.residual"))
            continue;
        if (world->state == MITIGATED && world->owner != BY_CLASS &&
            state_without(replay, world->bit, source) != MITIGATED)
            world->state = PARTIAL;
        struct sum sum = sum_up(replay, world->bit, source, start, NO_STEP);
        for (unsigned i = 0; i < 2; i++)
            world->left[i] = sum.left[i] > world->left[i] ? sum.left[i] : world->left[i];
        check_sum(replay, reading, source, &sum);
    }
}

static void decide(struct replay *replay, struct world *world) {
    if (decision_of(replay, "not_applicable", world->bit) != NO_STEP)
        world->state = NOT_APPLICABLE;
    else if (decision_of(replay, "accepted", world->bit) != NO_STEP)
        world->state = ACCEPTED;
}

static struct world read_world(struct replay *replay, readings bit, size_t reading) {
    struct world world = {.bit = bit, .state = NOT_APPLICABLE, .left = {1, 1}};
    uint64_t start[2];
    world.owner = owner_of(replay, bit);
    world.exists = next_source(replay, NO_STEP, bit) != NO_STEP;
    if (!world.exists)
        return world;
    size_t by_class = find_class(replay, bit);
    bool has_threat = find_start(replay, bit, false, start);
    struct sum sum = sum_up(replay, bit, NO_STEP, start, has_threat ? by_class : NO_STEP);
    world.depth = sum.count;
    world.state = by_class != NO_STEP ? MITIGATED : state_without(replay, bit, NO_STEP);
    world.owner = by_class != NO_STEP ? BY_CLASS : world.owner;
    if (has_threat) {
        memcpy(world.left, sum.left, sizeof world.left);
        check_sum(replay, reading, NO_STEP, &sum);
    }
    read_residuals(replay, &world, reading);
    decide(replay, &world);
    return world;
}

/* ---- Against the steps ---- */

static bool has_group(const struct replay *replay, size_t step, const struct group *group) {
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i)) {
        if (detail_is(replay, i, "layer", group->layer) && detail_is(replay, i, "provider", group->provider))
            return number(replay, i, reductions[0]) == group->bp[0] && number(replay, i, reductions[1]) == group->bp[1];
    }
    return false;
}

static bool is_about(const struct replay *replay, size_t step, size_t source) {
    if (source == NO_STEP)
        return has_rule(replay, step, "risk.sum");
    return has_rule(replay, step, "risk.residual") &&
           strcmp(step_at(replay, step)->subject, step_at(replay, source)->subject) == 0 &&
           strcmp(step_at(replay, step)->record, step_at(replay, source)->record) == 0;
}

/* A reading that is the same as one before shows no sum. */
static void check_sum(struct replay *replay, size_t reading, size_t source, const struct sum *sum) {
    size_t step = first_below(replay, reading);
    size_t count = 0;
    if (step == NO_STEP)
        return;
    while (step != NO_STEP && !is_about(replay, step, source))
        step = next_below(replay, reading, step);
    REQUIRE(replay, reading, step != NO_STEP, "a sum is missing");
    if (step == NO_STEP)
        return;
    for (size_t i = first_below(replay, step); i != NO_STEP; i = next_below(replay, step, i))
        count++;
    REQUIRE(replay, step, count == sum->count, "it has %zu groups, not %zu", sum->count, count);
    for (size_t i = 0; i < sum->count; i++)
        REQUIRE(replay, step, has_group(replay, step, &sum->groups[i]), "%s of %s is another group",
                sum->groups[i].layer, sum->groups[i].provider);
    REQUIRE(replay, step,
            number(replay, step, "likelihood") == sum->start[0] && number(replay, step, "impact") == sum->start[1],
            "it starts from another rating");
    REQUIRE(replay, step,
            number(replay, step, "likelihood_scaled") == sum->scaled[0] &&
                number(replay, step, "impact_scaled") == sum->scaled[1],
            "the products are others");
    const char *text = arena_printf(&replay->arena, "%dx%d %s", (int)sum->left[0], (int)sum->left[1],
                                    band_word(band_of(replay->library->policy, sum->left[0], sum->left[1])));
    REQUIRE(replay, step, strcmp(step_at(replay, step)->outcome, text) == 0, "it is %s", text);
}

static void check_reading(struct replay *replay, size_t reading, const struct world *world) {
    const char *band = band_word(band_of(replay->library->policy, world->left[0], world->left[1]));
    const char *owner = world->state >= PARTIAL ? owners[world->owner] : "";
    const char *stated = detail(replay, reading, "mitigated_by");
    REQUIRE(replay, reading, holds_in(replay, reading) == world->bit, "it is another reading");
    REQUIRE(replay, reading, strcmp(step_at(replay, reading)->outcome, states[world->state]) == 0, "it is %s",
            states[world->state]);
    REQUIRE(replay, reading, detail_is(replay, reading, "exists", world->exists ? "true" : "false"), "it exists");
    REQUIRE(replay, reading, number(replay, reading, "groups") == world->depth, "%zu groups count", world->depth);
    REQUIRE(replay, reading, strcmp(stated == NULL ? "" : stated, owner) == 0, "it is mitigated by %s", owner);
    REQUIRE(replay, reading, detail_is(replay, reading, "band", band), "the band is %s", band);
    for (unsigned i = 0; i < 2; i++)
        REQUIRE(replay, reading, number(replay, reading, dimensions[i]) == world->left[i], "%s is %d", dimensions[i],
                (int)world->left[i]);
    for (size_t i = first_below(replay, reading); i != NO_STEP; i = next_below(replay, reading, i)) {
        if (!has_rule(replay, i, "state.group"))
            continue;
        const step_message *group = step_at(replay, i);
        size_t count = 0;
        while (count < group->n_details && has_control(replay, world->bit, NO_STEP, group->details[count]->name))
            count++;
        require_truth(replay, i, count > 0 && count == group->n_details);
    }
}

/* ---- Against the row ---- */

static bool is_rating(const struct replay *replay, const Catalog__V1__Rating *rating, const uint64_t left[2]) {
    return rating != NULL && rating->likelihood == left[0] && rating->impact == left[1] &&
           rating->band == band_of(replay->library->policy, left[0], left[1]);
}

static void check_row_reading(struct replay *replay, size_t step, const Catalog__V1__RowReading *reading,
                              const struct world *strict, const struct world *lenient) {
    bool is_conditional = strict->state < MITIGATED && lenient->state >= MITIGATED;
    int state = is_conditional ? CONDITIONAL : strict->state;
    int owner = state == PARTIAL || state == MITIGATED ? strict->owner : BY_NOBODY;
    bool is_settled = state >= ACCEPTED || owner == BY_CLASS;
    Catalog__V1__RiskBand appetite = appetite_of(replay->library->policy, replay->proof->row->classification);
    bool is_above = !is_settled && band_of(replay->library->policy, strict->left[0], strict->left[1]) > appetite;
    REQUIRE(replay, step, (int)reading->state == state && strcmp(step_at(replay, step)->outcome, states[state]) == 0,
            "the row is %s", states[state]);
    REQUIRE(replay, step, (int)reading->mitigated_by == owner, "it is mitigated by %s", owners[owner]);
    REQUIRE(replay, step, is_rating(replay, reading->residual, strict->left), "the residual is %dx%d",
            (int)strict->left[0], (int)strict->left[1]);
    REQUIRE(replay, step, is_rating(replay, reading->residual_lenient, lenient->left), "the lenient residual is %dx%d",
            (int)lenient->left[0], (int)lenient->left[1]);
    REQUIRE(replay, step, reading->depth == strict->depth, "%zu groups count", strict->depth);
    REQUIRE(replay, step,
            reading->above_appetite == is_above &&
                detail_is(replay, step, "above_appetite", is_above ? "true" : "false"),
            "it is%s above the appetite", is_above ? "" : " not");
    REQUIRE(replay, step, reading->may_be_decided == (is_conditional && lenient->state >= ACCEPTED),
            "a decision may settle it, or not");
}

static void replay_readings(struct replay *replay, const char *rule, readings strict_bit,
                            const Catalog__V1__RowReading *reading) {
    size_t state = find_below(replay, 0, rule);
    size_t strict_step = state == NO_STEP ? NO_STEP : first_below(replay, state);
    size_t lenient_step = strict_step == NO_STEP ? NO_STEP : next_below(replay, state, strict_step);
    REQUIRE(replay, 0, lenient_step != NO_STEP && reading != NULL, "%s is not explained", rule);
    if (replay->is_refused)
        return;
    struct world strict = read_world(replay, strict_bit, strict_step);
    struct world lenient = read_world(replay, strict_bit << 1, lenient_step);
    check_reading(replay, strict_step, &strict);
    check_reading(replay, lenient_step, &lenient);
    check_row_reading(replay, state, reading, &strict, &lenient);
}

static void check_inherent(struct replay *replay) {
    const Catalog__V1__Row *row = replay->proof->row;
    size_t step = find_below(replay, 0, "risk.inherent");
    uint64_t start[2];
    if (!find_start(replay, holds_in(replay, 0), false, start))
        find_start(replay, holds_in(replay, 0), true, start);
    REQUIRE(replay, 0, step != NO_STEP, "the inherent risk is not explained");
    REQUIRE(replay, 0, is_rating(replay, row->inherent, start), "the inherent risk is %dx%d", (int)start[0],
            (int)start[1]);
    for (unsigned i = 0; i < 2 && step != NO_STEP; i++)
        REQUIRE(replay, step, number(replay, step, dimensions[i]) == start[i], "%s is %d", dimensions[i],
                (int)start[i]);
}

static void check_appetite(struct replay *replay) {
    const Catalog__V1__Row *row = replay->proof->row;
    size_t step = find_below(replay, 0, "risk.appetite");
    Catalog__V1__RiskBand appetite = appetite_of(replay->library->policy, row->classification);
    REQUIRE(replay, 0, step != NO_STEP && row->appetite == appetite, "the appetite is %s", band_word(appetite));
    if (step == NO_STEP)
        return;
    const char *stated = detail(replay, step, "classification");
    REQUIRE(replay, step, strcmp(step_at(replay, step)->outcome, band_word(appetite)) == 0, "it is %s",
            band_word(appetite));
    REQUIRE(replay, step, strcmp(stated == NULL ? "" : stated, row->classification) == 0, "the data is another");
}

void replay_state(struct replay *replay) {
    const Catalog__V1__Row *row = replay->proof->row;
    check_inherent(replay);
    check_appetite(replay);
    replay_readings(replay, "state", 1, row->now);
    replay_readings(replay, "state.planned", 4, row->planned);
    REQUIRE(replay, 0, replay->is_refused || strcmp(step_at(replay, 0)->outcome, states[row->now->state]) == 0,
            "the row is %s", states[row->now->state]);
}
